package judging

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// Scheme reads one whole.
func (s *Service) Scheme(ctx context.Context, scheme id.ID[Scheme]) (Scheme, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Scheme, error) {
		found, err := u.Store.Scheme(ctx, scheme)
		if err != nil {
			return Scheme{}, err
		}
		return found, u.Allow(access.ReadScheme, found.Scope())
	})
}

// Schemes reads the versions of a stage's scheme, the newest first, without their criteria.
func (s *Service) Schemes(ctx context.Context, stage id.ID[programmes.Stage]) ([]Scheme, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Scheme, error) {
		st, err := u.Store.Stage(ctx, stage)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ListSchemes, st.Scope()); err != nil {
			return nil, err
		}
		return u.Store.Schemes(ctx, stage)
	})
}

// SheetForm reads what a sheet asks for.
func (s *Service) SheetForm(ctx context.Context, sheet id.ID[Sheet]) (SubCriterion, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (SubCriterion, error) {
		found, err := u.Store.Sheet(ctx, sheet)
		if err != nil {
			return SubCriterion{}, err
		}
		if err := u.Allow(access.ReadSheet, found.Scope()); err != nil {
			return SubCriterion{}, err
		}
		return u.Store.SubCriterion(ctx, found.SubCriterion)
	})
}
