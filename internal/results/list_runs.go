package results

import (
	"context"
	"encoding/json"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
	"github.com/saichang/saichang/internal/work"
)

// PlacingFilter narrows a list of placings.
type PlacingFilter struct {
	Page     page.Request
	Run      id.ID[Run]
	Standing scoring.Standing // "" for all
	Award    string           // decided or proposed; "" for all
}

// Run reads one.
func (s *Service) Run(ctx context.Context, run id.ID[Run]) (Run, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Run, error) {
		found, err := u.Store.Run(ctx, run)
		if err != nil {
			return Run{}, err
		}
		return found, u.Allow(access.ReadRun, found.Scope())
	})
}

// Runs reads the runs of a stage, the newest first.
func (s *Service) Runs(ctx context.Context, stage id.ID[programmes.Stage]) ([]Run, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Run, error) {
		st, err := u.Store.Stage(ctx, stage)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ListRuns, st.Scope()); err != nil {
			return nil, err
		}
		return u.Store.Runs(ctx, stage)
	})
}

// Placings reads a page of a run's placings, in the order of the list.
func (s *Service) Placings(ctx context.Context, f PlacingFilter) (page.Page[Placing], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Placing], error) {
		run, err := u.Store.Run(ctx, f.Run)
		if err != nil {
			return page.Page[Placing]{}, err
		}
		if err := u.Allow(access.ReadPlacings, run.Scope()); err != nil {
			return page.Page[Placing]{}, err
		}
		return u.Store.Placings(ctx, f)
	})
}

// Placing reads one.
func (s *Service) Placing(ctx context.Context, p id.ID[Placing]) (Placing, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Placing, error) {
		placing, _, err := placingIn(ctx, u, p, access.ReadPlacings)
		return placing, err
	})
}

// Explained is a placing with the way to it.
type Explained struct {
	Placing          Placing
	Explanation      Explanation
	Chinese, English string // why it has its award
}

// Explain recomputes a placing from what its run keeps.
func (s *Service) Explain(ctx context.Context, p id.ID[Placing]) (Explained, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Explained, error) {
		placing, run, err := placingIn(ctx, u, p, access.ReadPlacings)
		if err != nil {
			return Explained{}, err
		}
		in, err := inputsOf(ctx, u, run.ID)
		if err != nil {
			return Explained{}, err
		}
		out, err := Compute(in)
		if err != nil {
			return Explained{}, err
		}
		e := Explained{Placing: placing}
		if e.Explanation, err = Explain(in, out, placing.Code); err != nil {
			return Explained{}, err
		}
		e.Chinese, e.English = because(in, out, placing.Computed, placing.Decision)
		return e, nil
	})
}

func inputsOf(ctx context.Context, u *work.Unit[Store], run id.ID[Run]) (in Inputs, err error) {
	text, err := u.Store.RunInputs(ctx, run)
	if err != nil {
		return in, err
	}
	return in, json.Unmarshal(text, &in)
}
