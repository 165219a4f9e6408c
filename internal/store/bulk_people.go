package store

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/vault"
)

func personBytes(all []id.ID[people.Person]) [][]byte {
	return idBytes(all, func(p id.ID[people.Person]) [16]byte { return p })
}

// PeopleWith reads some people with their external ids; not who was merged or erased.
func (tx *Tx) PeopleWith(ctx context.Context, all []id.ID[people.Person]) ([]people.Person, error) {
	var rows []personRow
	if len(all) == 0 {
		return nil, nil
	}
	err := tx.db.WithContext(ctx).Where("id in ? and merged_into is null and erased_at is null", personBytes(all)).Order("id").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	return tx.people(ctx, rows)
}

// PeopleNumbered says who has one of these external ids in one of these organizations.
func (tx *Tx) PeopleNumbered(ctx context.Context, in []id.ID[organizations.Organization], numbers []string) ([]id.ID[people.Person], error) {
	var rows []personExternalIDRow
	if len(numbers) == 0 {
		return nil, nil
	}
	err := tx.db.WithContext(ctx).Where("organization in ? and value in ?",
		idBytes(in, func(o id.ID[organizations.Organization]) [16]byte { return o }), numbers).Find(&rows).Error
	out := make([]id.ID[people.Person], len(rows))
	for i, r := range rows {
		out[i] = r.Person
	}
	return out, err
}

// AddNumbers inserts the external ids of people who are new.
func (tx *Tx) AddNumbers(ctx context.Context, all []people.Person) error {
	var rows []personExternalIDRow
	for _, p := range all {
		for source, value := range p.ExternalIDs {
			rows = append(rows, personExternalIDRow{p.Organization, source, value, p.ID})
		}
	}
	return insert(ctx, tx, rows)
}

// DocumentsHashed finds documents by the keyed digests of their numbers.
func (tx *Tx) DocumentsHashed(ctx context.Context, hashes [][]byte) ([]people.Document, error) {
	var rows []documentRow
	if len(hashes) == 0 {
		return nil, nil
	}
	err := tx.db.WithContext(ctx).Where("number_hash in ?", hashes).Find(&rows).Error
	return documentsOf(rows), err
}

// DocumentsOf reads the documents of some people.
func (tx *Tx) DocumentsOf(ctx context.Context, all []id.ID[people.Person]) ([]people.Document, error) {
	var rows []documentRow
	if len(all) == 0 {
		return nil, nil
	}
	err := tx.db.WithContext(ctx).Where("person in ?", personBytes(all)).Find(&rows).Error
	return documentsOf(rows), err
}

func documentsOf(rows []documentRow) []people.Document {
	out := make([]people.Document, len(rows))
	for i, r := range rows {
		out[i] = r.document()
	}
	return out
}

// AddDocuments inserts some.
func (tx *Tx) AddDocuments(ctx context.Context, all []people.Document) error {
	rows, sealed := make([]documentRow, len(all)), make([]vault.Sealed, len(all))
	for i, d := range all {
		sealed[i] = d.Sealed
		rows[i] = documentRow{d.ID, at(d.CreatedAt), d.Person, d.Type, d.Hash, d.Sealed.Key, d.Sealed.Box}
	}
	if err := tx.sealing(ctx, sealed...); err != nil {
		return err
	}
	return insert(ctx, tx, rows)
}

// EnrolmentsOf reads the enrolments of some people, the oldest first.
func (tx *Tx) EnrolmentsOf(ctx context.Context, all []id.ID[people.Person]) ([]people.Enrolment, error) {
	var rows []enrolmentRow
	if len(all) == 0 {
		return nil, nil
	}
	err := tx.db.WithContext(ctx).Where("person in ?", personBytes(all)).Order("created_at, id").Find(&rows).Error
	out := make([]people.Enrolment, len(rows))
	for i, r := range rows {
		out[i] = r.enrolment()
	}
	return out, err
}

// AddEnrolments inserts some.
func (tx *Tx) AddEnrolments(ctx context.Context, all []people.Enrolment) error {
	rows := make([]enrolmentRow, len(all))
	for i, e := range all {
		rows[i] = toEnrolmentRow(e)
	}
	return insert(ctx, tx, rows)
}
