package registration

import (
	"context"
	"fmt"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// CreateDelegation says who comes together.
type CreateDelegation struct {
	Edition       id.ID[programmes.Edition]
	Kind          DelegationKind
	Name          names.Text
	Organization  *id.ID[organizations.Organization]
	Organizations []id.ID[organizations.Organization]
	Leader        *id.ID[people.Person]
}

// CreateDelegation adds a delegation to an edition. Entries that were submitted before stay
// without it.
func (s Service) CreateDelegation(ctx context.Context, in CreateDelegation) (Delegation, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Delegation, error) {
		edition, err := u.Store.EditionForEntries(ctx, in.Edition, Unlocked)
		if err != nil {
			return Delegation{}, err
		}
		if err := u.Allow(access.CreateDelegation, edition.Scope()); err != nil {
			return Delegation{}, err
		}
		if edition, err = u.Store.EditionForEntries(ctx, in.Edition, Exclusive); err != nil {
			return Delegation{}, err
		}
		if err := notOver(edition); err != nil {
			return Delegation{}, err
		}
		d := Delegation{
			ID: id.Ordered[Delegation](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now,
			Edition: edition.ID, Programme: edition.Programme, Kind: in.Kind, Name: in.Name.Clean(),
			Organization: in.Organization, Organizations: in.Organizations, Leader: in.Leader,
		}
		if err := d.check(ctx, u.Store); err != nil {
			return Delegation{}, err
		}
		u.Record(DelegationCreated{d.ID, d.Kind, d.Organization, d.Organizations})
		return d, u.Store.AddDelegation(ctx, d)
	})
}

// check holds a delegation against its rules, all reasons at once: it has a name, its
// organizations exist, and its leader is somebody of theirs.
func (d Delegation) check(ctx context.Context, s Store) error {
	if len(d.Name) == 0 {
		return fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At("/name"))
	}
	var wrong []fault.Detail
	look := func(o id.ID[organizations.Organization], pointer string) error {
		_, err := s.Organization(ctx, o)
		if fault.Is(err, fault.NotFound) {
			wrong, err = append(wrong, fault.ReferenceMissing.Detail("what", "organization").At(pointer)), nil
		}
		return err
	}
	seen := map[id.ID[organizations.Organization]]bool{}
	for i, o := range d.Organizations {
		pointer := fmt.Sprintf("/organization_ids/%d", i)
		if seen[o] {
			wrong = append(wrong, fault.AlreadyExists.Detail("what", "organization").At(pointer))
		}
		seen[o] = true
		if err := look(o, pointer); err != nil {
			return err
		}
	}
	if d.Organization != nil {
		if err := look(*d.Organization, "/organization_id"); err != nil {
			return err
		}
	}
	if d.Leader != nil {
		found, err := s.PeopleForEntry(ctx, []id.ID[people.Person]{*d.Leader}, true)
		if err != nil {
			return err
		}
		if p, ok := found[*d.Leader]; !ok || !d.has(p.Organization) {
			wrong = append(wrong, fault.ReferenceMissing.Detail("what", "person").At("/leader_id"))
		}
	}
	if wrong != nil {
		return fault.ReferenceMissing.With("what", "delegation").Listing(wrong...)
	}
	return nil
}
