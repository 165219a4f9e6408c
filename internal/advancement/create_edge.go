package advancement

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/work"
)

// CreateEdge has a stage lead to a later one. From then on only entries that advanced get a piece
// there.
func (s Service) CreateEdge(ctx context.Context, from, to id.ID[programmes.Stage], rules Rules) (Edge, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Edge, error) {
		stage, err := stageToChange(ctx, u, from, access.CreateEdge)
		if err != nil {
			return Edge{}, err
		}
		stages, err := u.Store.Stages(ctx, stage.Event)
		if err != nil {
			return Edge{}, err
		}
		e := Edge{ID: id.Ordered[Edge](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, From: stage, Rules: rules}
		for _, other := range stages {
			if other.ID == to {
				e.To = other
			}
		}
		if e.To.ID.IsZero() {
			return Edge{}, fault.ReferenceMissing.With("what", "stage").Listing(fault.ReferenceMissing.Detail("what", "stage").At("/to_stage_id"))
		}
		if err := e.check(stages); err != nil {
			return Edge{}, err
		}
		pieces, err := u.Store.PieceCodes(ctx, to)
		if err != nil {
			return Edge{}, err
		}
		if len(pieces) > 0 {
			return Edge{}, fault.StageHasPieces.New()
		}
		u.Record(EdgeCreated{e.ID, from, to, rules})
		return e, u.Store.AddEdge(ctx, e)
	})
}

// ApproveAbsence allows an entry to be absent from a stage. One that the caller may not see does not
// exist.
func (s Service) ApproveAbsence(ctx context.Context, stage id.ID[programmes.Stage], entry id.ID[registration.Entry], reason string) (Absence, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Absence, error) {
		st, err := stageToChange(ctx, u, stage, access.ApproveAbsence)
		if err != nil {
			return Absence{}, err
		}
		seen, err := u.Store.EntriesSeen(ctx, []id.ID[registration.Entry]{entry}, registration.SeenBy(u.Actor, access.ApproveAbsence, u.Now))
		if err != nil {
			return Absence{}, err
		}
		var e registration.Entry
		if seen[entry] {
			if e, err = u.Store.Entry(ctx, entry); err != nil {
				return Absence{}, err
			}
		}
		if e.Event != st.Event {
			return Absence{}, fault.ReferenceMissing.With("what", "entry").Listing(fault.ReferenceMissing.Detail("what", "entry").At("/entry_id"))
		}
		a := Absence{stage, entry, names.Clean(reason), u.Now}
		if a.Reason == "" {
			return Absence{}, fault.ReasonRequired.New().Listing(fault.ReasonRequired.Detail().At("/reason"))
		}
		u.Record(AbsenceApproved{stage, entry})
		return a, u.Store.AddAbsence(ctx, a)
	})
}

// stageToChange reads a stage of an edition that goes on, and has whoever else changes the
// edition wait.
func stageToChange(ctx context.Context, u *work.Unit[Store], stage id.ID[programmes.Stage], action access.Action) (programmes.Stage, error) {
	st, err := u.Store.Stage(ctx, stage)
	if err != nil {
		return programmes.Stage{}, err
	}
	if err := u.Allow(action, st.Scope()); err != nil {
		return programmes.Stage{}, err
	}
	edition, err := u.Store.LockEdition(ctx, st.Edition)
	if err != nil {
		return programmes.Stage{}, err
	}
	if edition.Status.Over() {
		return programmes.Stage{}, fault.EditionFinished.With("status", edition.Status)
	}
	return st, nil
}

// Edges reads those of an event, in the order of their stages.
func (s Service) Edges(ctx context.Context, stage id.ID[programmes.Stage]) ([]Edge, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Edge, error) {
		st, err := u.Store.Stage(ctx, stage)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ListEdges, st.Scope()); err != nil {
			return nil, err
		}
		return u.Store.Edges(ctx, st.Event)
	})
}
