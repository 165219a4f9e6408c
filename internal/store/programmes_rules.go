package store

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
)

type ruleSetRow struct {
	ID        id.ID[programmes.RuleSet]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	Edition   id.ID[programmes.Edition]
	Version   int
	Preset    string
	Status    programmes.RuleSetStatus
	Rules     document[programmes.Rules]
	Programme id.ID[programmes.Programme] `gorm:"->"` // of the edition
}

func (ruleSetRow) TableName() string { return "rule_sets" }

func toRuleSetRow(r programmes.RuleSet) ruleSetRow {
	return ruleSetRow{r.ID, r.Revision, at(r.CreatedAt), at(r.UpdatedAt), r.Edition, r.Version, r.Preset, r.Status, doc(r.Rules), r.Programme}
}

func (r ruleSetRow) ruleSet() programmes.RuleSet {
	return programmes.RuleSet{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time,
		Edition: r.Edition, Programme: r.Programme, Version: r.Version, Preset: r.Preset, Status: r.Status, Rules: r.Rules.V,
	}
}

const ruleSetColumns = "rule_sets.*, (select programme from editions where editions.id = rule_sets.edition) as programme"

// RuleSet reads one.
func (tx *Tx) RuleSet(ctx context.Context, s id.ID[programmes.RuleSet]) (programmes.RuleSet, error) {
	var r ruleSetRow
	err := tx.db.WithContext(ctx).Select(ruleSetColumns).Where("id = ?", s).Take(&r).Error
	return r.ruleSet(), err
}

// RuleSets reads all versions of an edition's rules, newest first.
func (tx *Tx) RuleSets(ctx context.Context, e id.ID[programmes.Edition]) ([]programmes.RuleSet, error) {
	var rows []ruleSetRow
	err := tx.db.WithContext(ctx).Select(ruleSetColumns).Where("edition = ?", e).Order("version desc").Find(&rows).Error
	out := make([]programmes.RuleSet, len(rows))
	for i, r := range rows {
		out[i] = r.ruleSet()
	}
	return out, err
}

// AddRuleSet inserts one.
func (tx *Tx) AddRuleSet(ctx context.Context, s programmes.RuleSet) error {
	r := toRuleSetRow(s)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangeRuleSet writes one over the revision before it.
func (tx *Tx) ChangeRuleSet(ctx context.Context, s programmes.RuleSet) error {
	r := toRuleSetRow(s)
	return tx.replace(ctx, &r, s.ID[:], s.Revision)
}

// TakeRules gives every event of an edition this rule set.
func (tx *Tx) TakeRules(ctx context.Context, e id.ID[programmes.Edition], r id.ID[programmes.RuleSet]) (int, error) {
	done := tx.db.WithContext(ctx).Exec("update events set rule_set = ? where edition = ?", r, e)
	return int(done.RowsAffected), done.Error
}
