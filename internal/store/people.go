package store

import (
	"context"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

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
	MergedInto   *id.ID[people.Person]
	ErasedAt     *instant
}

func (personRow) TableName() string { return "people" }

func toPersonRow(p people.Person) personRow {
	return personRow{p.ID, p.Revision, at(p.CreatedAt), at(p.UpdatedAt), p.Name, p.NameLatin, names.SortKey(p.Name), p.BirthDate, p.Organization, p.MergedInto, nil}
}

func (r personRow) person() people.Person {
	return people.Person{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time,
		Name: r.Name, NameLatin: r.NameLatin, BirthDate: r.BirthDate, Organization: r.Organization, MergedInto: r.MergedInto,
	}
}

// Person reads one; an erased one is not there any more.
func (tx *Tx) Person(ctx context.Context, p id.ID[people.Person]) (people.Person, error) {
	return tx.person(ctx, tx.db.WithContext(ctx), p)
}

// LockPerson reads one and has others wait who want to change, merge or enter it.
func (tx *Tx) LockPerson(ctx context.Context, p id.ID[people.Person]) (people.Person, error) {
	return tx.person(ctx, tx.lockPeople(ctx), p)
}

// lockPeople reads people under the lock that a change takes: rows may still refer to them.
func (tx *Tx) lockPeople(ctx context.Context) *gorm.DB {
	return tx.db.WithContext(ctx).Clauses(clause.Locking{Strength: "NO KEY UPDATE"})
}

func (tx *Tx) person(ctx context.Context, q *gorm.DB, p id.ID[people.Person]) (people.Person, error) {
	var r personRow
	if err := q.Where("id = ? and erased_at is null", p).Take(&r).Error; err != nil {
		return people.Person{}, translate(err)
	}
	found, err := tx.people(ctx, []personRow{r})
	if err != nil {
		return people.Person{}, err
	}
	return found[0], nil
}

// people fills in what other systems call them.
func (tx *Tx) people(ctx context.Context, rows []personRow) ([]people.Person, error) {
	var external []personExternalIDRow
	if len(rows) > 0 {
		err := tx.db.WithContext(ctx).Where("person in ?", idBytes(rows, func(r personRow) [16]byte { return r.ID })).Find(&external).Error
		if err != nil {
			return nil, err
		}
	}
	out := make([]people.Person, len(rows))
	for i, r := range rows {
		out[i] = r.person()
		for _, e := range external {
			if e.Person != r.ID {
				continue
			}
			if out[i].ExternalIDs == nil {
				out[i].ExternalIDs = map[string]string{}
			}
			out[i].ExternalIDs[e.Source] = e.Value
		}
	}
	return out, nil
}

type personExternalIDRow struct {
	Organization id.ID[organizations.Organization]
	Source       string
	Value        string
	Person       id.ID[people.Person]
}

func (personExternalIDRow) TableName() string { return "person_external_ids" }

// AddPerson inserts one.
func (tx *Tx) AddPerson(ctx context.Context, p people.Person) error {
	r := toPersonRow(p)
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.savePersonKeys(ctx, p)
}

// ChangePerson writes one over the revision before it. The person's entries are found under
// the new name from then on.
func (tx *Tx) ChangePerson(ctx context.Context, p people.Person) error {
	r := toPersonRow(p)
	if err := tx.replace(ctx, &r, p.ID[:], p.Revision); err != nil {
		return err
	}
	if err := tx.savePersonKeys(ctx, p); err != nil {
		return err
	}
	return tx.renameInEntries(ctx, p.ID)
}

// savePersonKeys replaces what a person is found by: names, and what the organization's other
// systems say.
func (tx *Tx) savePersonKeys(ctx context.Context, p people.Person) error {
	db := tx.db.WithContext(ctx)
	if err := db.Exec("delete from person_external_ids where person = ?", p.ID).Error; err != nil {
		return err
	}
	var rows []personExternalIDRow
	for source, value := range p.ExternalIDs {
		rows = append(rows, personExternalIDRow{p.Organization, source, value, p.ID})
	}
	if len(rows) > 0 {
		if err := db.Create(&rows).Error; err != nil {
			return err
		}
	}
	return tx.saveSearchKeys(ctx, p.ID.Ref(), calledPerson(p.Name, p.NameLatin)...)
}

func calledPerson(name string, latin *string) []string {
	if latin == nil {
		return []string{name}
	}
	return []string{name, *latin}
}

// People reads a page of those that f.Seen allows.
func (tx *Tx) People(ctx context.Context, f people.Filter) (page.Page[people.Person], error) {
	q := seenPeople(tx.named(tx.db.WithContext(ctx).Model(&personRow{}), "per", f.Query), f.Seen)
	if source, value, asked := strings.Cut(f.ExternalID, ":"); asked {
		q = q.Where("id in (select person from person_external_ids where source = ? and value = ?)", source, value)
	}
	if f.Organization != nil {
		q = q.Where("organization = ?", *f.Organization)
	}
	rows, err := paged(q, f.Page, byNameOrAge(f.ByName, f.Descending), func(r personRow) page.Position {
		return position(f.ByName, r.SortKey, r.CreatedAt, r.ID.String())
	})
	if err != nil {
		return page.Page[people.Person]{}, err
	}
	found, err := tx.people(ctx, rows.Items)
	return page.Page[people.Person]{Items: found, Next: rows.Next, Total: rows.Total}, err
}

// seenPeople narrows a list to the people whom the caller may see; who was merged or erased is in
// no list.
func seenPeople(q *gorm.DB, s people.Seen) *gorm.DB {
	q = q.Where("merged_into is null and erased_at is null")
	if s.Everyone {
		return q
	}
	return q.Where("organization in ?", orNobody(idBytes(s.Organizations, func(o id.ID[organizations.Organization]) [16]byte { return o })))
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
