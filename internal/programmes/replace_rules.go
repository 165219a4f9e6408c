package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// ReplaceRules says by what to replace the rules of a draft.
type ReplaceRules struct {
	RuleSet  id.ID[RuleSet]
	Expected int64
	Rules    Rules
}

// ReplaceRules replaces the rules of a draft; a frozen rule set never changes.
func (s Service) ReplaceRules(ctx context.Context, in ReplaceRules) (RuleSet, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (RuleSet, error) {
		r, err := u.Store.RuleSet(ctx, in.RuleSet)
		if err != nil {
			return RuleSet{}, err
		}
		e, err := editionToChange(ctx, u, r.Edition, access.UpdateRuleSet) // whoever opens it meanwhile waits
		if err != nil {
			return RuleSet{}, err
		}
		switch {
		case r.Revision != in.Expected:
			return RuleSet{}, fault.RevisionStale.New().Showing(r)
		case r.Status == RuleSetFrozen || e.Status != Draft:
			return RuleSet{}, fault.RuleSetIsFrozen.With("version", r.Version)
		}
		if wrong := in.Rules.Problems(); wrong != nil {
			return RuleSet{}, fault.RulesInvalid.New().Listing(wrong...)
		}
		r.Rules, r.Revision, r.UpdatedAt = in.Rules, r.Revision+1, u.Now
		u.Record(RulesReplaced{r.ID, r.Revision, r.Rules})
		return r, u.Store.ChangeRuleSet(ctx, r)
	})
}
