package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// Panel reads one with its judges.
func (s *Service) Panel(ctx context.Context, panel id.ID[Panel]) (Panel, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Panel, error) {
		found, err := u.Store.Panel(ctx, panel)
		if err != nil {
			return Panel{}, err
		}
		return found, u.Allow(access.ReadPanel, found.Scope())
	})
}

// Panels reads the panels of a stage, by name.
func (s *Service) Panels(ctx context.Context, stage id.ID[programmes.Stage]) ([]Panel, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Panel, error) {
		st, err := u.Store.Stage(ctx, stage)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ListPanels, st.Scope()); err != nil {
			return nil, err
		}
		return u.Store.Panels(ctx, stage)
	})
}
