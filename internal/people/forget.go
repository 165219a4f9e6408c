package people

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// Standing is one place of a person in an entry. The words are registration's.
type Standing struct {
	Entry   id.Ref
	Event   id.Ref
	Edition id.Ref
	Role    string
	Status  string
	Live    bool // results may still depend on it: it was not withdrawn, and its edition is not over
}

// Record is one note of the journal about a person.
type Record struct {
	At     time.Time
	Name   string
	Actor  string
	Values *string // JSON; nil where there are none, or none any more
}

// Data is everything that is held about a person.
type Data struct {
	Person      Person
	Documents   []Document
	Enrolments  []Enrolment
	Employments []Employment
	Consents    []Consent
	Merges      []Merge
	Entries     []Standing
	Records     []Record
}

// PersonData reads everything that is held about a person. It is written down before the answer
// is given.
func (s Service) PersonData(ctx context.Context, p id.ID[Person]) (Data, error) {
	d, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (d Data, err error) {
		if d.Person, err = u.Store.Person(ctx, p); err != nil {
			return d, err
		}
		if err := u.Allow(access.ReadPersonData, d.Person.Scope()); err != nil {
			return d, err
		}
		u.Record(DataRead{p})
		for _, read := range []func() error{
			func() (err error) { d.Documents, err = u.Store.Documents(ctx, p); return err },
			func() (err error) { d.Enrolments, err = u.Store.Enrolments(ctx, p); return err },
			func() (err error) { d.Employments, err = u.Store.Employments(ctx, p); return err },
			func() (err error) { d.Consents, err = u.Store.Consents(ctx, p); return err },
			func() (err error) { d.Merges, err = u.Store.Merges(ctx, p); return err },
			func() (err error) { d.Entries, err = u.Store.EntriesOf(ctx, p); return err },
			func() (err error) { d.Records, err = u.Store.RecordsOf(ctx, p); return err },
		} {
			if err := read(); err != nil {
				return d, err
			}
		}
		return d, nil
	})
	d.Documents = shownAll(s.vault, d.Documents)
	return d, err
}

// ErasureReason is why a person is erased.
type ErasureReason string

// Erasure is what was done; it holds nothing of the person.
type Erasure struct {
	Person   id.ID[Person]
	Reason   ErasureReason
	ErasedAt time.Time
}

// erasedName stands in the place of an erased person's name.
const erasedName = "（已删除）"

// ErasePerson forgets a person: names, birth date and all that hangs on the person, here, in what
// is searched and in the erasable part of the journal. The id stays in old entries. Published lists
// keep what they were printed with. person_in_use lists the entries that results still depend on.
func (s Service) ErasePerson(ctx context.Context, p id.ID[Person], reason ErasureReason) (Erasure, error) {
	return changeAbout(ctx, s, p, access.ErasePerson, func(u *work.Unit[Store], person Person) (Erasure, error) {
		entries, err := u.Store.EntriesOf(ctx, p)
		if err != nil {
			return Erasure{}, err
		}
		var live []fault.Detail
		for _, e := range entries {
			if e.Live {
				live = append(live, fault.EntryStillLive.Detail("entry", e.Entry.String(), "status", e.Status))
			}
		}
		if live != nil {
			return Erasure{}, fault.PersonInUse.New().Listing(live...)
		}
		u.Record(PersonErased{p, reason})
		return Erasure{p, reason, u.Now}, u.Store.Erase(ctx, p, erasedName, u.Now)
	})
}
