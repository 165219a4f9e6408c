package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// Opened says how many sheets a stage has, and how many of them are new.
type Opened struct{ Created, Total int }

// OpenSheets makes a sheet for every present piece × every sub-criterion of the stage's
// locked scheme that has none yet. It may be repeated: a late piece gets its sheets.
func (s *Service) OpenSheets(ctx context.Context, stage id.ID[programmes.Stage]) (Opened, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Opened, error) {
		st, err := u.Store.Stage(ctx, stage)
		if err != nil {
			return Opened{}, err
		}
		if err := u.Allow(access.OpenSheets, st.Scope()); err != nil {
			return Opened{}, err
		}
		edition, err := u.Store.LockEdition(ctx, st.Edition) // two callers take turns
		if err != nil {
			return Opened{}, err
		}
		if err := running(edition.Status); err != nil {
			return Opened{}, err
		}
		plan, err := u.Store.SheetPlan(ctx, stage)
		if err != nil {
			return Opened{}, err
		}
		switch {
		case plan.Scheme.IsZero():
			return Opened{}, fault.SchemeNotLocked.New()
		case len(plan.Pieces) == 0:
			return Opened{}, fault.NoPieces.New()
		}
		rules, err := u.Store.RulesOf(ctx, st.Event)
		if err != nil {
			return Opened{}, err
		}
		if err := stillFits(ctx, u, plan.Scheme, rules); err != nil {
			return Opened{}, err
		}
		if unready := plan.unready(rules.Marking.Judges); unready != nil {
			return Opened{}, fault.PanelsMissing.New().Listing(unready...)
		}
		sheets := plan.missing(u, st)
		u.Record(SheetsOpened{stage, plan.Scheme, len(sheets)})
		return Opened{Created: len(sheets), Total: len(plan.Have) + len(sheets)}, u.Store.AddSheets(ctx, sheets)
	})
}

// stillFits holds the locked scheme against the rules once more: it may have been locked before
// the rules were frozen.
func stillFits(ctx context.Context, u *work.Unit[Store], scheme id.ID[Scheme], rules programmes.Rules) error {
	locked, err := u.Store.Scheme(ctx, scheme)
	if err != nil {
		return err
	}
	if wrong, _ := locked.Problems(rules); wrong != nil {
		return fault.SchemeInvalid.New().Listing(wrong...)
	}
	return nil
}

// SheetPlan is what a stage needs sheets for.
type SheetPlan struct {
	Scheme      id.ID[Scheme] // the locked one; zero if there is none
	Pieces      []id.ID[Piece]
	SubCriteria []PlannedSubCriterion
	Have        map[Cell]bool
}

// Cell is one piece × one sub-criterion.
type Cell struct {
	Piece        id.ID[Piece]
	SubCriterion id.ID[SubCriterion]
}

// PlannedSubCriterion says who marks a sub-criterion and how.
type PlannedSubCriterion struct {
	ID       id.ID[SubCriterion]
	Code     string
	Panel    *id.ID[Panel] // nil: nobody
	Judges   []id.Ref      // accounts
	Judged   bool          // has aspects that judges score alone
	Together bool          // has aspects that the panel records
}

// unready lists the sub-criteria that nobody marks, or not as many judges as the rules say.
func (p SheetPlan) unready(judges int) (all []fault.Detail) {
	for _, s := range p.SubCriteria {
		switch {
		case s.Panel == nil, len(s.Judges) == 0:
			all = append(all, fault.NobodyMarks.Detail("code", s.Code))
		case s.Judged && len(s.Judges) != judges:
			all = append(all, fault.PanelNotComplete.Detail("code", s.Code, "have", len(s.Judges), "wanted", judges))
		}
	}
	return all
}

// missing are the sheets that the plan does not have yet.
func (p SheetPlan) missing(u *work.Unit[Store], st programmes.Stage) (sheets []Sheet) {
	for _, piece := range p.Pieces {
		for _, sub := range p.SubCriteria {
			if p.Have[Cell{piece, sub.ID}] {
				continue
			}
			sheets = append(sheets, Sheet{
				ID: id.Random[Sheet](u.IDs), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Stage: st.ID, Event: st.Event, Edition: st.Edition,
				Programme: st.Programme, Piece: piece, Scheme: p.Scheme, SubCriterion: sub.ID, Panel: *sub.Panel, Status: SheetOpen, Parts: sub.parts(),
			})
		}
	}
	return sheets
}

func (p PlannedSubCriterion) parts() (parts []Part) {
	if p.Judged {
		for _, judge := range p.Judges {
			parts = append(parts, Part{Of: judge})
		}
	}
	if p.Together {
		parts = append(parts, Part{Of: p.Panel.Ref()})
	}
	return parts
}
