package results

import (
	"context"
	"encoding/json"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// ComputeResults computes a stage from its locked sheets. What is missing is listed all at
// once. Runs that were computed before and not published are superseded.
func (s *Service) ComputeResults(ctx context.Context, stage id.ID[programmes.Stage]) (Run, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Run, error) {
		st, err := u.Store.Stage(ctx, stage)
		if err != nil {
			return Run{}, err
		}
		if err := u.Allow(access.ComputeResults, st.Scope()); err != nil {
			return Run{}, err
		}
		if err := inSeason(ctx, u, st.Edition, st.Event); err != nil {
			return Run{}, err
		}
		in, pieces, err := gather(ctx, u.Store, st)
		if err != nil {
			return Run{}, err
		}
		out, err := Compute(in)
		if err != nil {
			return Run{}, err
		}
		run, placings, inputs, err := newRun(u, st, in, out, pieces)
		if err != nil {
			return Run{}, err
		}
		before, err := u.Store.Runs(ctx, stage)
		if err != nil {
			return Run{}, err
		}
		run.Number = len(before) + 1
		if err := u.Store.SupersedeComputed(ctx, stage, u.Now); err != nil {
			return Run{}, err
		}
		u.Record(ResultsComputed{run.ID, run.Number, run.InputsHash, run.Digest})
		return run, u.Store.AddRun(ctx, run, inputs, placings)
	})
}

// inSeason locks the edition, and refuses results of one that has not begun or is put away, and of an
// event that is cancelled or deferred.
func inSeason(ctx context.Context, u *work.Unit[Store], e id.ID[programmes.Edition], of id.ID[programmes.Event]) error {
	edition, err := u.Store.LockEdition(ctx, e)
	if err != nil {
		return err
	}
	event, err := u.Store.Event(ctx, of)
	if err != nil {
		return err
	}
	if err := event.Goes(); err != nil {
		return err
	}
	if edition.Status != programmes.Running && edition.Status != programmes.Completed {
		return fault.EditionNotRunning.With("status", string(edition.Status))
	}
	return nil
}

// gather reads what a stage is computed from; its sheets stay as they are until the unit ends.
func gather(ctx context.Context, s Standing, st programmes.Stage) (Inputs, map[string]id.ID[judging.Piece], error) {
	rules, err := s.RulesOf(ctx, st.Event)
	if err != nil {
		return Inputs{}, nil, err
	}
	m, err := s.Material(ctx, st)
	if err != nil {
		return Inputs{}, nil, err
	}
	if missing := m.missing(); missing != nil {
		return Inputs{}, nil, fault.ResultsIncomplete.New().Listing(missing...)
	}
	pieces := map[string]id.ID[judging.Piece]{}
	for _, p := range m.Pieces {
		pieces[p.Code] = p.ID
	}
	return m.inputs(st, rules), pieces, nil
}

// newRun gives an outcome its hashes and ids.
func newRun(u *work.Unit[Store], st programmes.Stage, in Inputs, out Outcome, pieces map[string]id.ID[judging.Piece]) (Run, []Placing, []byte, error) {
	inputs, err := json.Marshal(in)
	if err != nil {
		return Run{}, nil, nil, err
	}
	by, _ := id.As[accounts.Account](u.Actor.Account)
	run := Run{
		ID: id.Ordered[Run](u.IDs, u.Now), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Stage: st.ID, Event: st.Event, Edition: st.Edition,
		Programme: st.Programme, Status: RunComputed, Engine: Engine, InputsHash: digestOf(inputs), ComputedBy: by,
		Summary: Summary{out.Field, out.Scale, out.Ties},
	}
	if run.RulesHash, err = hashOf(in.Rules); err != nil {
		return Run{}, nil, nil, err
	}
	if run.Digest, err = Digest(out.Placings); err != nil {
		return Run{}, nil, nil, err
	}
	placings := make([]Placing, len(out.Placings))
	for i, c := range out.Placings {
		placings[i] = Placing{ID: id.Random[Placing](u.IDs), Run: run.ID, Piece: pieces[c.Code], Position: i + 1, Computed: c}
	}
	return run, placings, inputs, nil
}
