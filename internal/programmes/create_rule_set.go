package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// CreateRuleSet says which preset to begin with, and which rules to put in its place.
type CreateRuleSet struct {
	Edition id.ID[Edition]
	Preset  string
	Rules   *Rules
}

// CreateRuleSet makes the next version of a drafted edition's rules.
func (s Service) CreateRuleSet(ctx context.Context, in CreateRuleSet) (RuleSet, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (RuleSet, error) {
		e, err := editionToChange(ctx, u, in.Edition, access.CreateRuleSet)
		if err != nil {
			return RuleSet{}, err
		}
		if e.Status != Draft {
			return RuleSet{}, fault.EditionNotDraft.With("status", e.Status)
		}
		preset, ok := PresetNamed(in.Preset)
		if !ok {
			return RuleSet{}, fault.ReferenceMissing.With("what", "preset")
		}
		sets, err := u.Store.RuleSets(ctx, e.ID)
		if err != nil {
			return RuleSet{}, err
		}
		r := RuleSet{
			ID: id.Ordered[RuleSet](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Edition: e.ID, Programme: e.Programme,
			Version: len(sets) + 1, Preset: preset.Name, Status: RuleSetDraft, Rules: preset.Rules,
		}
		if in.Rules != nil {
			r.Rules = *in.Rules
		}
		if wrong := r.Rules.Problems(); wrong != nil {
			return RuleSet{}, fault.RulesInvalid.New().Listing(wrong...)
		}
		u.Record(RuleSetCreated{r.ID, r.Version, r.Preset})
		return r, u.Store.AddRuleSet(ctx, r)
	})
}
