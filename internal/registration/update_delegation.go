package registration

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/work"
)

// UpdateDelegation says what to change; nil leaves a field as it is.
type UpdateDelegation struct {
	Delegation    id.ID[Delegation]
	Expected      int64 // the revision that the caller has seen
	Name          names.Patch
	Organization  **id.ID[organizations.Organization]
	Organizations *[]id.ID[organizations.Organization] // all of them anew
	Leader        **id.ID[people.Person]
}

// UpdateDelegation changes a delegation. An entry that holds places stays with the delegation
// that it took them for.
func (s Service) UpdateDelegation(ctx context.Context, in UpdateDelegation) (Delegation, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Delegation, error) {
		d, err := delegationToChange(ctx, u, in.Delegation, in.Expected, access.UpdateDelegation)
		if err != nil {
			return Delegation{}, err
		}
		if in.Name != nil {
			d.Name = names.Text(in.Name.On(d.Name)).Clean()
		}
		if in.Organization != nil {
			d.Organization = *in.Organization
		}
		if in.Organizations != nil {
			d.Organizations = *in.Organizations
		}
		if in.Leader != nil {
			d.Leader = *in.Leader
		}
		d.Revision, d.UpdatedAt = d.Revision+1, u.Now
		if err := d.check(ctx, u.Store); err != nil {
			return Delegation{}, err
		}
		u.Record(DelegationUpdated{d.ID, d.Revision, d.Organization, d.Organizations})
		return d, u.Store.ChangeDelegation(ctx, d)
	})
}

// DeleteDelegation removes a delegation that no entry and no quota belongs to.
func (s Service) DeleteDelegation(ctx context.Context, delegation id.ID[Delegation], expected int64) error {
	_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		d, err := delegationToChange(ctx, u, delegation, expected, access.DeleteDelegation)
		if err != nil {
			return struct{}{}, err
		}
		entries, quotas, err := u.Store.DelegationUse(ctx, d.ID)
		if err != nil {
			return struct{}{}, err
		}
		if entries+quotas > 0 {
			return struct{}{}, fault.DelegationInUse.With("entries", entries, "quotas", quotas)
		}
		u.Record(DelegationDeleted{d.ID})
		return struct{}{}, u.Store.RemoveDelegation(ctx, d.ID)
	})
	return err
}

// delegationToChange reads a delegation that the unit is going to change: the edition is
// locked, so that no entry joins it meanwhile.
func delegationToChange(
	ctx context.Context, u *work.Unit[Store], delegation id.ID[Delegation], expected int64, action access.Action,
) (Delegation, error) {
	d, err := u.Store.Delegation(ctx, delegation)
	if err != nil {
		return Delegation{}, err
	}
	if err := u.Allow(action, d.Scope()); err != nil {
		return Delegation{}, err
	}
	edition, err := u.Store.EditionForEntries(ctx, d.Edition, Exclusive)
	if err != nil {
		return Delegation{}, err
	}
	if d, err = u.Store.Delegation(ctx, delegation); err != nil { // as it is now that nobody else changes it
		return Delegation{}, err
	}
	if d.Revision != expected {
		return Delegation{}, fault.RevisionStale.New().Showing(d)
	}
	return d, notOver(edition)
}
