package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// RuleSet reads one.
func (s Service) RuleSet(ctx context.Context, r id.ID[RuleSet]) (RuleSet, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (RuleSet, error) {
		found, err := u.Store.RuleSet(ctx, r)
		if err != nil {
			return RuleSet{}, err
		}
		return found, u.Allow(access.ReadRuleSet, access.Scope{found.Edition.Ref(), found.Programme.Ref()})
	})
}

// RuleSets reads all versions of an edition's rules, newest first.
func (s Service) RuleSets(ctx context.Context, e id.ID[Edition]) ([]RuleSet, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]RuleSet, error) {
		edition, err := u.Store.Edition(ctx, e)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ListRuleSets, edition.Scope()); err != nil {
			return nil, err
		}
		return u.Store.RuleSets(ctx, e)
	})
}

// Presets are the rule sets to begin with. They are the same for everybody.
func (s Service) Presets(ctx context.Context) ([]Preset, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Preset, error) {
		return presets, u.Allow(access.ReadPresets, nil)
	})
}
