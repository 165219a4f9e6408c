package registration

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// CreateQuota says what to limit.
type CreateQuota struct {
	Edition      id.ID[programmes.Edition]
	Per          Per
	Unit         Unit
	Event        *id.ID[programmes.Event]
	Group        *string
	Organization *id.ID[organizations.Organization]
	Delegation   *id.ID[Delegation]
	District     *string
	Most         int
}

// CreateQuota limits the entries of an edition. Entries that hold places already count;
// quota_below_use if they are more than the quota allows.
func (s Service) CreateQuota(ctx context.Context, in CreateQuota) (Quota, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Quota, error) {
		edition, err := u.Store.EditionForEntries(ctx, in.Edition, Unlocked)
		if err != nil {
			return Quota{}, err
		}
		q := Quota{
			ID: id.Ordered[Quota](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now,
			Edition: edition.ID, Programme: edition.Programme, Per: in.Per, Unit: in.Unit,
			Event: in.Event, Organization: in.Organization, Delegation: in.Delegation, District: in.District, Most: in.Most,
		}
		if in.Group != nil {
			clean := names.Clean(*in.Group)
			q.Group = &clean
		}
		if err := u.Allow(access.CreateQuota, q.Scope()); err != nil {
			return Quota{}, err
		}
		// From here on no submission counts: it would not know of this quota.
		if edition, err = u.Store.EditionForEntries(ctx, in.Edition, Exclusive); err != nil {
			return Quota{}, err
		}
		if err := notOver(edition); err != nil {
			return Quota{}, err
		}
		if err := refersRightly(ctx, u.Store, q); err != nil {
			return Quota{}, err
		}
		if _, err := expire(ctx, u, edition); err != nil { // what has run out is not used
			return Quota{}, err
		}
		used, err := u.Store.AddQuota(ctx, q)
		if err != nil {
			return Quota{}, err
		}
		if used > q.Most {
			return Quota{}, fault.QuotaBelowUse.With("most", q.Most, "used", used)
		}
		u.Record(QuotaCreated{q.ID, q.Per, q.Unit, q.Most})
		return q, nil
	})
}

// refersRightly refuses an event or a delegation of another edition, a group that no event of
// the edition has, or not the event that the quota is narrowed to, and an organization that
// does not exist.
func refersRightly(ctx context.Context, s Store, q Quota) error {
	if q.Event != nil {
		setting, err := s.Setting(ctx, *q.Event, Unlocked)
		switch {
		case fault.Is(err, fault.NotFound), err == nil && (setting.Edition.ID != q.Edition || !within(q.Group, &setting.Event.Group)):
			return missing("event", "/event_id")
		case err != nil:
			return err
		}
	}
	if q.Group != nil {
		has, err := s.HasGroup(ctx, q.Edition, *q.Group)
		switch {
		case err != nil:
			return err
		case !has:
			return missing("group", "/group")
		}
	}
	if q.Delegation != nil {
		d, err := s.Delegation(ctx, *q.Delegation)
		switch {
		case fault.Is(err, fault.NotFound), err == nil && d.Edition != q.Edition:
			return missing("delegation", "/delegation_id")
		case err != nil:
			return err
		}
	}
	if q.Organization != nil {
		_, err := s.Organization(ctx, *q.Organization)
		if fault.Is(err, fault.NotFound) {
			return missing("organization", "/organization_id")
		}
		return err
	}
	return nil
}

// missing refuses a reference to something that does not exist, or not for the caller.
func missing(what, pointer string) *fault.Fault {
	return fault.ReferenceMissing.With("what", what).Listing(fault.ReferenceMissing.Detail("what", what).At(pointer))
}
