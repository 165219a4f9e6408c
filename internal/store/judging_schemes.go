package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

type schemeRow struct {
	ID        id.ID[judging.Scheme]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	Stage     id.ID[programmes.Stage]
	Version   int
	Status    judging.SchemeStatus
	Title     string
	Criteria  document[[]judging.Criterion]
	Sections  document[[]judging.Section]

	Event     id.ID[programmes.Event]     `gorm:"->"`
	Edition   id.ID[programmes.Edition]   `gorm:"->"`
	Programme id.ID[programmes.Programme] `gorm:"->"`
}

func (schemeRow) TableName() string { return "marking_schemes" }

// withinStage reads what a stage lies within, for a table with a column stage.
func withinStage(table string) string {
	return table + `.*, (select event from stages where stages.id = ` + table + `.stage) as event,
	(select e.edition from events e join stages t on t.event = e.id where t.id = ` + table + `.stage) as edition,
	(select d.programme from editions d join events e on e.edition = d.id join stages t on t.event = e.id where t.id = ` + table + `.stage) as programme`
}

func toSchemeRow(s judging.Scheme) schemeRow {
	r := schemeRow{
		ID: s.ID, Revision: s.Revision, CreatedAt: at(s.CreatedAt), UpdatedAt: at(s.UpdatedAt), Stage: s.Stage, Version: s.Version,
		Status: s.Status, Title: s.Title, Criteria: doc(s.Criteria), Sections: doc(s.Sections),
	}
	if s.Criteria == nil {
		r.Criteria = doc([]judging.Criterion{})
	}
	if s.Sections == nil {
		r.Sections = doc([]judging.Section{})
	}
	return r
}

// scheme leaves its sub-criteria to be filled in.
func (r schemeRow) scheme() judging.Scheme {
	return judging.Scheme{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Stage: r.Stage, Event: r.Event,
		Edition: r.Edition, Programme: r.Programme, Version: r.Version, Status: r.Status,
		Content: judging.Content{Title: r.Title, Sections: r.Sections.V, Criteria: r.Criteria.V},
	}
}

type subCriterionRow struct {
	ID        id.ID[judging.SubCriterion]
	Scheme    id.ID[judging.Scheme]
	Criterion string
	Code      string
	Name      string
	Day       *int
	Position  int
	Panel     *id.ID[judging.Panel]
	Starts    *int64
}

func (subCriterionRow) TableName() string { return "sub_criteria" }

func (r subCriterionRow) subCriterion() judging.SubCriterion {
	return judging.SubCriterion{ID: r.ID, Code: r.Code, Name: r.Name, Day: r.Day, Starts: (*scoring.Points)(r.Starts), Panel: r.Panel}
}

type aspectRow struct {
	ID           id.ID[judging.Aspect]
	Scheme       id.ID[judging.Scheme]
	SubCriterion id.ID[judging.SubCriterion]
	Position     int
	Description  string
	Extra        string
	Requirement  string
	Heading      string
	Section      string
	Descriptors  document[[]string]
	Definition   document[scoring.Aspect]
}

func (aspectRow) TableName() string { return "aspects" }

func (r aspectRow) aspect() judging.Aspect {
	return judging.Aspect{
		ID: r.ID, Description: r.Description, Extra: r.Extra, Requirement: r.Requirement, Heading: r.Heading, Section: r.Section,
		Descriptors: r.Descriptors.V, Definition: r.Definition.V,
	}
}

// Scheme reads one whole.
func (tx *Tx) Scheme(ctx context.Context, s id.ID[judging.Scheme]) (judging.Scheme, error) {
	var r schemeRow
	if err := tx.db.WithContext(ctx).Select(withinStage("marking_schemes")).Where("id = ?", s).Take(&r).Error; err != nil {
		return judging.Scheme{}, err
	}
	scheme := r.scheme()
	forms, letters, err := tx.subCriteria(ctx, "scheme = ?", s)
	for i, form := range forms {
		for j := range scheme.Criteria {
			if scheme.Criteria[j].Letter == letters[i] {
				scheme.Criteria[j].SubCriteria = append(scheme.Criteria[j].SubCriteria, form)
			}
		}
	}
	return scheme, err
}

// SubCriterion reads one with its aspects.
func (tx *Tx) SubCriterion(ctx context.Context, s id.ID[judging.SubCriterion]) (judging.SubCriterion, error) {
	found, _, err := tx.subCriteria(ctx, "id = ?", s)
	if err == nil && len(found) == 0 {
		err = gorm.ErrRecordNotFound
	}
	if err != nil {
		return judging.SubCriterion{}, err
	}
	return found[0], nil
}

// subCriteria reads some with their aspects, in order, and the letters they belong to.
func (tx *Tx) subCriteria(ctx context.Context, where string, value any) (forms []judging.SubCriterion, letters []string, err error) {
	db := tx.db.WithContext(ctx)
	var rows []subCriterionRow
	if err := db.Where(where, value).Order("position").Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, nil, err
	}
	place := map[id.ID[judging.SubCriterion]]int{}
	for i, r := range rows {
		place[r.ID] = i
		forms, letters = append(forms, r.subCriterion()), append(letters, r.Criterion)
	}
	var aspects []aspectRow
	err = db.Where("sub_criterion in ?", idBytes(rows, func(r subCriterionRow) [16]byte { return r.ID })).Order("position").Find(&aspects).Error
	for _, a := range aspects {
		i := place[a.SubCriterion]
		forms[i].Aspects = append(forms[i].Aspects, a.aspect())
	}
	return forms, letters, err
}

// Schemes reads a stage's versions without their sub-criteria, the newest first.
func (tx *Tx) Schemes(ctx context.Context, s id.ID[programmes.Stage]) ([]judging.Scheme, error) {
	var rows []schemeRow
	err := tx.db.WithContext(ctx).Select(withinStage("marking_schemes")).Where("stage = ?", s).Order("version desc").Find(&rows).Error
	out := make([]judging.Scheme, len(rows))
	for i, r := range rows {
		out[i] = r.scheme()
	}
	return out, err
}

// AddScheme inserts one with its sub-criteria and aspects.
func (tx *Tx) AddScheme(ctx context.Context, s judging.Scheme) error {
	r := toSchemeRow(s)
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.addForms(ctx, s)
}

// RewriteScheme writes one over the revision before it, its sub-criteria and aspects anew.
func (tx *Tx) RewriteScheme(ctx context.Context, s judging.Scheme) error {
	if err := tx.ChangeScheme(ctx, s); err != nil {
		return err
	}
	// Not left to the foreign key's cascade: aspects are deleted by their index.
	for _, table := range []string{"aspects", "sub_criteria"} {
		if err := tx.db.WithContext(ctx).Exec("delete from "+table+" where scheme = ?", s.ID).Error; err != nil {
			return err
		}
	}
	return tx.addForms(ctx, s)
}

func (tx *Tx) addForms(ctx context.Context, s judging.Scheme) error {
	var forms []subCriterionRow
	var aspects []aspectRow
	for _, c := range s.Criteria {
		for _, f := range c.SubCriteria {
			forms = append(forms, subCriterionRow{f.ID, s.ID, c.Letter, f.Code, f.Name, f.Day, len(forms), f.Panel, (*int64)(f.Starts)})
			for _, a := range f.Aspects {
				descriptors := a.Descriptors
				if descriptors == nil {
					descriptors = []string{}
				}
				aspects = append(aspects, aspectRow{
					a.ID, s.ID, f.ID, len(aspects), a.Description, a.Extra, a.Requirement, a.Heading, a.Section, doc(descriptors), doc(a.Definition),
				})
			}
		}
	}
	if err := insert(ctx, tx, forms); err != nil {
		return err
	}
	return insert(ctx, tx, aspects)
}

// ChangeScheme writes one over the revision before it, without its sub-criteria.
func (tx *Tx) ChangeScheme(ctx context.Context, s judging.Scheme) error {
	r := toSchemeRow(s)
	return tx.replace(ctx, &r, s.ID[:], s.Revision)
}

// SaveAssignments writes one over the revision before it, with the panels of its forms.
func (tx *Tx) SaveAssignments(ctx context.Context, s judging.Scheme) error {
	if err := tx.ChangeScheme(ctx, s); err != nil {
		return err
	}
	for _, f := range s.SubCriteria() {
		if err := tx.db.WithContext(ctx).Exec("update sub_criteria set panel = ? where id = ?", f.Panel, f.ID).Error; err != nil {
			return err
		}
	}
	return nil
}

// SupersedeSchemes ends the locked version of a stage.
func (tx *Tx) SupersedeSchemes(ctx context.Context, s id.ID[programmes.Stage], now time.Time) error {
	return tx.db.WithContext(ctx).Exec("update marking_schemes set status = 'superseded', revision = revision + 1, updated_at = ? where stage = ? and status = 'locked'", at(now), s).Error
}

// StageHasSheets reports whether marks can have been given in a stage.
func (tx *Tx) StageHasSheets(ctx context.Context, s id.ID[programmes.Stage]) (bool, error) {
	return tx.exists(ctx, "mark_sheets", "stage = ?", s)
}

func (tx *Tx) exists(ctx context.Context, table, where string, values ...any) (bool, error) {
	var n int64
	err := tx.db.WithContext(ctx).Raw("select count(*) from (select 1 from "+table+" where "+where+" limit 1) t", values...).Scan(&n).Error
	return n > 0, err
}

// RulesOf reads the rules that an event is run by.
func (tx *Tx) RulesOf(ctx context.Context, e id.ID[programmes.Event]) (programmes.Rules, error) {
	var r struct{ Rules document[programmes.Rules] }
	err := tx.db.WithContext(ctx).Table("rule_sets").Select("rules").Where("id = (select rule_set from events where id = ?)", e).Take(&r).Error
	return r.Rules.V, err
}
