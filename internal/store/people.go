package store

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
)

var _ people.Store = (*Tx)(nil)

type personRow struct {
	ID           id.ID[people.Person]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Name         string
	NameLatin    *string
	SortKey      string
	BirthDate    string
	Organization id.ID[organizations.Organization]
}

func (personRow) TableName() string { return "people" }

func toPersonRow(p people.Person) personRow {
	return personRow{p.ID, p.Revision, at(p.CreatedAt), at(p.UpdatedAt), p.Name, p.NameLatin, names.SortKey(p.Name), p.BirthDate, p.Organization}
}

func (r personRow) person() people.Person {
	return people.Person{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time,
		Name: r.Name, NameLatin: r.NameLatin, BirthDate: r.BirthDate, Organization: r.Organization,
	}
}

// Person reads one.
func (tx *Tx) Person(ctx context.Context, p id.ID[people.Person]) (people.Person, error) {
	var r personRow
	err := tx.db.WithContext(ctx).Where("id = ?", p).Take(&r).Error
	return r.person(), err
}

// AddPerson inserts one.
func (tx *Tx) AddPerson(ctx context.Context, p people.Person) error {
	r := toPersonRow(p)
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.saveSearchKeys(ctx, p.ID.Ref(), calledPerson(p.Name, p.NameLatin)...)
}

// ChangePerson writes one over the revision before it. The person's entries are found under
// the new name from then on.
func (tx *Tx) ChangePerson(ctx context.Context, p people.Person) error {
	r := toPersonRow(p)
	if err := tx.replace(ctx, &r, p.ID[:], p.Revision); err != nil {
		return err
	}
	if err := tx.saveSearchKeys(ctx, p.ID.Ref(), calledPerson(p.Name, p.NameLatin)...); err != nil {
		return err
	}
	return tx.renameInEntries(ctx, p.ID)
}

func calledPerson(name string, latin *string) []string {
	if latin == nil {
		return []string{name}
	}
	return []string{name, *latin}
}

// People reads a page of those that f.Seen allows.
func (tx *Tx) People(ctx context.Context, f people.Filter) (page.Page[people.Person], error) {
	q := tx.named(tx.db.WithContext(ctx).Model(&personRow{}), "per", f.Query)
	if !f.Seen.Everyone {
		q = q.Where("organization in ?", orNobody(idBytes(f.Seen.Organizations, func(o id.ID[organizations.Organization]) [16]byte { return o })))
	}
	if f.Organization != nil {
		q = q.Where("organization = ?", *f.Organization)
	}
	rows, err := paged(q, f.Page, byNameOrAge(f.ByName, f.Descending), func(r personRow) page.Position {
		return position(f.ByName, r.SortKey, r.CreatedAt, r.ID.String())
	})
	return page.Map(rows, personRow.person), err
}

// orNobody makes an empty list one that no row is in.
func orNobody(ids [][]byte) [][]byte {
	if len(ids) == 0 {
		return [][]byte{make([]byte, 16)}
	}
	return ids
}

// byNameOrAge orders things with random ids, which tell nothing of the order of creation.
func byNameOrAge(byName, desc bool) order {
	if byName {
		return order{"sort_key", desc}
	}
	return order{"created_at", desc}
}

// position is where a page of byNameOrAge ended.
func position(byName bool, sortKey string, created instant, rowID string) page.Position {
	if byName {
		return page.Position{Key: sortKey, ID: rowID}
	}
	return page.Position{Key: created.UTC().Format(instantText), ID: rowID}
}
