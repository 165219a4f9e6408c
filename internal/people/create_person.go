package people

import (
	"context"
	"errors"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/work"
)

// CreatePerson says whom to enter.
type CreatePerson struct {
	Name         string
	NameLatin    *string
	BirthDate    string
	Organization id.ID[organizations.Organization]
	ExternalIDs  map[string]string
	Document     *NewDocument
}

// CreatePerson enters a person, with the identity document if one is given;
// organization_closed where the organization takes nobody.
func (s Service) CreatePerson(ctx context.Context, in CreatePerson) (Person, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Person, error) {
		if err := u.Allow(access.CreatePerson, access.Scope{in.Organization.Ref()}); err != nil {
			return Person{}, err
		}
		if err := takesPeople(ctx, u.Store, in.Organization); err != nil {
			return Person{}, err
		}
		p, err := in.Person(id.Random[Person](u.IDs), u.Now)
		if err != nil {
			return Person{}, err
		}
		u.Record(Entered(p))
		if err := u.Store.AddPerson(ctx, p); err != nil || in.Document == nil {
			return p, err
		}
		_, err = s.addDocument(ctx, u, p, *in.Document)
		return p, within("/identity_document", err)
	})
}

// within says that a refusal is about a part of the body.
func within(part string, err error) error {
	var f *fault.Fault
	if errors.As(err, &f) {
		for i := range f.Details {
			f.Details[i].Pointer = part + f.Details[i].Pointer
		}
	}
	return err
}

// Person is who is entered, held against the rules; not the document.
func (in CreatePerson) Person(p id.ID[Person], now time.Time) (Person, error) {
	entered := Person{
		ID: p, Revision: 1, CreatedAt: now, UpdatedAt: now,
		Name: in.Name, NameLatin: in.NameLatin, BirthDate: in.BirthDate, Organization: in.Organization, ExternalIDs: in.ExternalIDs,
	}.clean()
	return entered, entered.check(now)
}

// takesPeople refuses an organization that does not exist or is closed.
func takesPeople(ctx context.Context, s Store, o id.ID[organizations.Organization]) error {
	found, err := organization(ctx, s, o)
	if err != nil {
		return err
	}
	return Takes(found)
}

// Takes refuses a closed organization.
func Takes(o organizations.Organization) error {
	if o.Status != organizations.Active {
		return fault.OrganizationClosed.New().Listing(fault.OrganizationClosed.Detail().At("/organization_id"))
	}
	return nil
}

// known refuses an organization that does not exist.
func known(ctx context.Context, s Store, o id.ID[organizations.Organization]) error {
	_, err := organization(ctx, s, o)
	return err
}

func organization(ctx context.Context, s Store, o id.ID[organizations.Organization]) (organizations.Organization, error) {
	found, err := s.Organization(ctx, o)
	if fault.Is(err, fault.NotFound) {
		err = fault.ReferenceMissing.With("what", "organization").
			Listing(fault.ReferenceMissing.Detail("what", "organization").At("/organization_id"))
	}
	return found, err
}
