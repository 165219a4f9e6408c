package registration

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// ExpireHolds gives back the places of every hold that has run out. The house does it by itself
// every few seconds; who wants a place before that does it on the way.
func (s Service) ExpireHolds(ctx context.Context) error {
	editions, err := work.View(ctx, s.units, func(u *work.Unit[Store]) ([]id.ID[programmes.Edition], error) {
		if err := u.Allow(access.ExpireHolds, nil); err != nil {
			return nil, err
		}
		return u.Store.OverdueEditions(ctx, u.Now)
	})
	for _, e := range editions {
		_, err = work.Do(ctx, s.units, func(u *work.Unit[Store]) (int, error) {
			if err := u.Allow(access.ExpireHolds, nil); err != nil {
				return 0, err
			}
			edition, err := u.Store.EditionForEntries(ctx, e, Exclusive)
			if err != nil {
				return 0, err
			}
			return expire(ctx, u, edition)
		})
		if err != nil {
			return err
		}
	}
	return err
}

// expire gives back the places of the holds of an edition that have run out, and tells the
// waiting list. The edition is locked: whoever comes second finds nothing left to do.
func expire(ctx context.Context, u *work.Unit[Store], edition programmes.Edition) (ended int, err error) {
	overdue, err := u.Store.Overdue(ctx, edition.ID, u.Now)
	if err != nil {
		return 0, err
	}
	for _, e := range overdue {
		setting, err := u.Store.Setting(ctx, e.Event, Unlocked)
		if err != nil {
			return 0, err
		}
		limits, err := resize(ctx, u.Store, setting, &e, Size{})
		if err != nil {
			return 0, err
		}
		if err := u.Store.EndHold(ctx, e.ID); err != nil {
			return 0, err
		}
		u.RecordWithin(e.Scope(), HoldExpired{e.ID, e.Event, *e.HeldUntil, len(limits)})
		if err := freed(ctx, u, edition, Cause{Kind: ByExpiry, Entry: &e.ID, Freed: givenBack(limits)}); err != nil {
			return 0, err
		}
	}
	return len(overdue), nil
}
