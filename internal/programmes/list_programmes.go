package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// ProgrammeFilter narrows the list of programmes.
type ProgrammeFilter struct {
	Page  page.Request
	Query string
}

// Programme reads one.
func (s Service) Programme(ctx context.Context, p id.ID[Programme]) (Programme, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Programme, error) {
		found, err := u.Store.Programme(ctx, p)
		if err != nil {
			return Programme{}, err
		}
		return found, u.Allow(access.ReadProgramme, found.Scope())
	})
}

// Programmes reads a page.
func (s Service) Programmes(ctx context.Context, f ProgrammeFilter) (page.Page[Programme], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Programme], error) {
		if err := u.Allow(access.ListProgrammes, nil); err != nil {
			return page.Page[Programme]{}, err
		}
		return u.Store.Programmes(ctx, f)
	})
}
