package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// MoveEdition says which state an edition shall have.
type MoveEdition struct {
	Edition  id.ID[Edition]
	Expected int64
	To       EditionStatus
	Reason   string
}

// MoveEdition opens, closes, starts, completes, archives or cancels an edition. Opening
// holds the newest rules against each other, freezes them and gives them to every event.
func (s Service) MoveEdition(ctx context.Context, in MoveEdition) (Edition, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Edition, error) {
		e, err := editionToChange(ctx, u, in.Edition, access.MoveEdition)
		if err != nil {
			return Edition{}, err
		}
		if e.Revision != in.Expected {
			return Edition{}, fault.RevisionStale.New().Showing(e)
		}
		moved, err := e.Move(in.To, in.Reason, u.Now)
		if err != nil {
			return Edition{}, err
		}
		if e.Status == Draft && in.To == Open {
			if moved.RuleSet, err = freeze(ctx, u, e); err != nil {
				return Edition{}, err
			}
		}
		if e.Status == Closed && in.To == Running {
			if err := startable(ctx, u.Store, e); err != nil {
				return Edition{}, err
			}
		}
		u.Record(EditionMoved{e.ID, e.Status, moved.Status, moved.RuleSet})
		return moved, u.Store.ChangeEdition(ctx, moved)
	})
}

// freeze checks everything that an edition needs to open, and freezes its newest rules.
func freeze(ctx context.Context, u *work.Unit[Store], e Edition) (*id.ID[RuleSet], error) {
	sets, err := u.Store.RuleSets(ctx, e.ID)
	if err != nil {
		return nil, err
	}
	var missing []fault.Detail
	if len(sets) == 0 {
		return nil, fault.EditionCannotOpen.New().Listing(fault.RuleSetMissing.Detail())
	}
	newest := sets[0]
	missing = append(missing, newest.Rules.Problems()...)
	if newest.Rules.Registration.CountsFromStart() && e.StartsDate == nil {
		missing = append(missing, fault.StartsDateMissing.Detail().At("/starts_date"))
	}
	events, err := u.Store.TakeRules(ctx, e.ID, newest.ID)
	if err != nil {
		return nil, err
	}
	if events == 0 {
		missing = append(missing, fault.EventMissing.Detail())
	}
	if missing != nil {
		return nil, fault.EditionCannotOpen.New().Listing(missing...)
	}
	newest.Status, newest.Revision, newest.UpdatedAt = RuleSetFrozen, newest.Revision+1, u.Now
	return &newest.ID, u.Store.ChangeRuleSet(ctx, newest)
}

// startable refuses to run an edition while an event has fewer entries than its rules want,
// unless the organiser has deferred or cancelled it. All such events are listed.
func startable(ctx context.Context, s Store, e Edition) error {
	fields, err := s.Fields(ctx, e.ID)
	if err != nil {
		return err
	}
	var below []fault.Detail
	for _, f := range fields {
		if f.Entries < f.Minimum {
			below = append(below, fault.EventBelowMinimum.Detail("event", f.Event.String(), "number", f.Number, "minimum", f.Minimum, "have", f.Entries))
		}
	}
	if below != nil {
		return fault.EditionCannotStart.New().Listing(below...)
	}
	return nil
}
