package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// BaseFilter narrows the list of bases.
type BaseFilter struct {
	Page         page.Request
	Edition      *id.ID[programmes.Edition]
	Event        *id.ID[programmes.Event]
	Organization *id.ID[organizations.Organization]
	Status       BaseStatus // "" for all

	Seen Seen // set by the service
}

// Base reads one.
func (s Service) Base(ctx context.Context, b id.ID[Base]) (Base, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Base, error) {
		found, err := u.Store.Base(ctx, b)
		if err != nil {
			return Base{}, err
		}
		return found, u.Allow(access.ReadBase, found.Scope())
	})
}

// Bases reads a page of those that the caller may see.
func (s Service) Bases(ctx context.Context, f BaseFilter) (page.Page[Base], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Base], error) {
		var err error
		if f.Seen, err = seen(u, access.ListBases); err != nil {
			return page.Page[Base]{}, err
		}
		return u.Store.Bases(ctx, f)
	})
}

// Evaluations reads what experts think of a base. The organization itself does not.
func (s Service) Evaluations(ctx context.Context, b id.ID[Base]) ([]Evaluation, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Evaluation, error) {
		found, err := u.Store.Base(ctx, b)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ReadEvaluations, found.Scope()); err != nil {
			return nil, err
		}
		return u.Store.Evaluations(ctx, b)
	})
}
