package people

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/work"
)

// UpdatePerson says what to change; nil leaves a field as it is.
type UpdatePerson struct {
	Person       id.ID[Person]
	Expected     int64 // the revision that the caller has seen
	Name         *string
	NameLatin    **string // nil: leave; pointer to nil: remove
	BirthDate    *string
	Organization *id.ID[organizations.Organization]
	ExternalIDs  names.Patch
}

// UpdatePerson changes a person; revision_stale shows the person as it is now. Who moves a
// person to another organization must be allowed in both. The birth date has to be the one in
// the person's resident identity number.
func (s Service) UpdatePerson(ctx context.Context, in UpdatePerson) (Person, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Person, error) {
		before, err := toChange(ctx, u, in.Person, access.UpdatePerson)
		if err != nil {
			return Person{}, err
		}
		if before.Revision != in.Expected {
			return Person{}, fault.RevisionStale.New().Showing(before)
		}
		after, err := before.Changed(in, u.Now)
		if err != nil {
			return Person{}, err
		}
		if after.Organization != before.Organization {
			if err := u.Allow(access.UpdatePerson, after.Scope()); err != nil {
				return Person{}, err
			}
			if err := takesPeople(ctx, u.Store, after.Organization); err != nil {
				return Person{}, err
			}
		}
		if after.BirthDate != before.BirthDate {
			if err := s.sameBirthDate(ctx, u.Store, after); err != nil {
				return Person{}, err
			}
		}
		u.Record(Amended(before, after))
		return after, u.Store.ChangePerson(ctx, after)
	})
}

// sameBirthDate holds a new birth date against the person's resident identity numbers.
func (s Service) sameBirthDate(ctx context.Context, store Store, p Person) error {
	all, err := store.Documents(ctx, p.ID)
	for _, d := range all {
		if d.Type != ResidentID {
			continue
		}
		number, err := s.vault.Open(d.Sealed, d.about())
		if err == nil && residentBirthDate(number) != p.BirthDate {
			return wrongNumber("birth_date").at("/birth_date")
		}
	}
	return err
}

// Changed is the person with what is to be changed, held against the rules.
func (p Person) Changed(in UpdatePerson, now time.Time) (Person, error) {
	after := p.with(in).clean()
	after.Revision, after.UpdatedAt = p.Revision+1, now
	return after, after.check(now)
}

func (p Person) with(in UpdatePerson) Person {
	if in.Name != nil {
		p.Name = *in.Name
	}
	if in.NameLatin != nil {
		p.NameLatin = *in.NameLatin
	}
	if in.BirthDate != nil {
		p.BirthDate = *in.BirthDate
	}
	if in.Organization != nil {
		p.Organization = *in.Organization
	}
	if in.ExternalIDs != nil {
		p.ExternalIDs = in.ExternalIDs.On(p.ExternalIDs)
	}
	return p
}
