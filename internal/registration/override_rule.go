package registration

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// OverrideRule lets an entry through a rule for a reason, and answers the report as it then is.
// nothing_to_override where the rule has nothing against it, or is the law's. It stands for these members and
// numbers only: whoever comes into the entry later is held against the rule again.
func (s Service) OverrideRule(ctx context.Context, entry id.ID[Entry], rule RuleName, reason string) (Report, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Report, error) {
		e, err := entryTo(ctx, u, entry, access.OverrideRule)
		if err != nil {
			return Report{}, err
		}
		setting, err := u.Store.Setting(ctx, e.Event, Shared)
		if err != nil {
			return Report{}, err
		}
		if err := setting.goesOn(); err != nil {
			return Report{}, err
		}
		reasons, err := given("/reason", reason)
		if err != nil {
			return Report{}, err
		}
		r, err := report(ctx, u.Store, setting, e, false, u.Now)
		if err != nil {
			return Report{}, err
		}
		i := slices.IndexFunc(r.Checks, func(c Check) bool { return c.Rule == rule && rule.overridable() && !c.Passed() })
		if i < 0 {
			return Report{}, fault.NothingToOverride.With("rule", string(rule))
		}
		o := Override{ID: id.Ordered[Override](u.IDs, u.Now), At: u.Now, Entry: e.ID, Rule: rule, Reason: reasons[0], By: u.Actor.Account}
		for _, f := range r.Checks[i].open() {
			o.Covers = append(o.Covers, f.key())
		}
		r.Checks[i].Overrides = append(r.Checks[i].Overrides, o)
		u.Record(RuleOverridden{o.ID, e.ID, e.Event, o.Rule, len(o.Covers)})
		return r, u.Store.AddOverride(ctx, o)
	})
}
