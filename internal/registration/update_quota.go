package registration

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// UpdateQuota says how many entries there may be from now on; nil leaves it.
type UpdateQuota struct {
	Quota    id.ID[Quota]
	Expected int64 // the revision that the caller has seen
	Most     *int
}

// UpdateQuota raises or lowers a quota; quota_below_use if more places are taken already: no
// entry ever loses its place by it. Who waits for the places that it adds gets them at once.
func (s Service) UpdateQuota(ctx context.Context, in UpdateQuota) (Quota, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Quota, error) {
		q, err := quotaToChange(ctx, u, in.Quota, in.Expected, access.UpdateQuota)
		if err != nil {
			return Quota{}, err
		}
		before := q.Most
		if in.Most != nil {
			q.Most = *in.Most
		}
		used, err := u.Store.HighestUse(ctx, q.ID)
		if err != nil {
			return Quota{}, err
		}
		if used > q.Most {
			return Quota{}, fault.QuotaBelowUse.With("most", q.Most, "used", used)
		}
		q.Revision, q.UpdatedAt = q.Revision+1, u.Now
		u.Record(QuotaUpdated{q.ID, q.Revision, before, q.Most})
		if err := u.Store.ChangeQuota(ctx, q); err != nil || q.Most <= before {
			return q, err
		}
		return q, loosened(ctx, u, q, ByRaise)
	})
}

// DeleteQuota removes a quota; entries are not limited by it any more.
func (s Service) DeleteQuota(ctx context.Context, quota id.ID[Quota], expected int64) error {
	_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		q, err := quotaToChange(ctx, u, quota, expected, access.DeleteQuota)
		if err != nil {
			return struct{}{}, err
		}
		u.Record(QuotaDeleted{q.ID})
		if err := u.Store.RemoveQuota(ctx, q); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, loosened(ctx, u, q, ByRemoval)
	})
	return err
}

// loosened tells the waiting list that a quota allows more than before.
func loosened(ctx context.Context, u *work.Unit[Store], q Quota, kind CauseKind) error {
	edition, err := u.Store.EditionForEntries(ctx, q.Edition, Unlocked)
	if err != nil {
		return err
	}
	return freed(ctx, u, edition, Cause{Kind: kind, Quota: &q.ID, Freed: []Limit{{Of: q.ID.Ref(), Per: q.Per, Unit: q.Unit, Most: q.Most}}})
}

// quotaToChange reads a quota that the unit is going to change: the edition is locked, so
// that no submission counts by it meanwhile, and holds that have run out count no more.
func quotaToChange(ctx context.Context, u *work.Unit[Store], quota id.ID[Quota], expected int64, action access.Action) (Quota, error) {
	q, err := u.Store.Quota(ctx, quota)
	if err != nil {
		return Quota{}, err
	}
	if err := u.Allow(action, q.Scope()); err != nil {
		return Quota{}, err
	}
	edition, err := u.Store.EditionForEntries(ctx, q.Edition, Exclusive)
	if err != nil {
		return Quota{}, err
	}
	if q, err = u.Store.Quota(ctx, quota); err != nil { // as it is now that nobody else changes it
		return Quota{}, err
	}
	if q.Revision != expected {
		return Quota{}, fault.RevisionStale.New().Showing(q)
	}
	if err := notOver(edition); err != nil {
		return Quota{}, err
	}
	_, err = expire(ctx, u, edition)
	return q, err
}
