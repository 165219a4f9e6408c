package results

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// DecideAward says which award a placing shall have.
type DecideAward struct {
	Placing  id.ID[Placing]
	Expected int64
	Award    string
	Reason   string
}

// DecideAward gives a placing another award than the rules proposed, or decides a tie that
// they leave open. Proposal and decision are both kept. It is possible until the run is
// published.
func (s *Service) DecideAward(ctx context.Context, in DecideAward) (Placing, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Placing, error) {
		_, run, err := placingIn(ctx, u, in.Placing, access.DecideAward)
		if err != nil {
			return Placing{}, err
		}
		if err := inSeason(ctx, u, run.Edition, run.Event); err != nil {
			return Placing{}, err
		}
		if run, err = u.Store.Run(ctx, run.ID); err != nil { // as it is under the lock
			return Placing{}, err
		}
		placing, err := u.Store.Placing(ctx, in.Placing)
		if err != nil {
			return Placing{}, err
		}
		in.Reason = names.Clean(in.Reason)
		rules, err := u.Store.RulesOf(ctx, run.Event)
		if err != nil {
			return Placing{}, err
		}
		allowed := awardsOf(rules.Awards)
		switch {
		case placing.Revision() != in.Expected:
			return Placing{}, fault.RevisionStale.New().Showing(placing)
		case run.Status != RunComputed:
			return Placing{}, fault.RunNotCurrent.With("status", string(run.Status))
		case placing.Rank == 0:
			return Placing{}, fault.PlacingUnranked.With("standing", string(placing.Standing))
		case in.Reason == "":
			return Placing{}, fault.ReasonRequired.New().Listing(fault.ReasonRequired.Detail().At("/reason"))
		case !slices.Contains(allowed, in.Award):
			return Placing{}, fault.AwardUnknown.With("award", in.Award, "allowed", allowed).
				Listing(fault.AwardUnknown.Detail("award", in.Award, "allowed", allowed).At("/award"))
		}
		by, _ := id.As[accounts.Account](u.Actor.Account)
		placing.Decision = &Decision{placing.ID, in.Expected + 1, in.Award, in.Reason, by, u.Now}
		u.Record(AwardDecided{placing.ID, run.ID, placing.Award, in.Award})
		return placing, u.Store.AddDecision(ctx, *placing.Decision)
	})
}

// placingIn reads a placing and its run, and asks for permission on the run.
func placingIn(ctx context.Context, u *work.Unit[Store], p id.ID[Placing], action access.Action) (Placing, Run, error) {
	placing, err := u.Store.Placing(ctx, p)
	if err != nil {
		return Placing{}, Run{}, err
	}
	run, err := u.Store.Run(ctx, placing.Run)
	if err != nil {
		return Placing{}, Run{}, err
	}
	return placing, run, u.Allow(action, run.Scope())
}
