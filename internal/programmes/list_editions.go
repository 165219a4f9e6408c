package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// EditionFilter narrows and orders the list of editions.
type EditionFilter struct {
	Page       page.Request
	Query      string
	Programme  *id.ID[Programme]
	Status     EditionStatus // "" for all
	Year       int           // 0 for all
	ByName     bool
	Descending bool
}

// Edition reads one.
func (s Service) Edition(ctx context.Context, e id.ID[Edition]) (Edition, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Edition, error) {
		found, err := u.Store.Edition(ctx, e)
		if err != nil {
			return Edition{}, err
		}
		return found, u.Allow(access.ReadEdition, found.Scope())
	})
}

// Editions reads a page.
func (s Service) Editions(ctx context.Context, f EditionFilter) (page.Page[Edition], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Edition], error) {
		if err := u.Allow(access.ListEditions, nil); err != nil {
			return page.Page[Edition]{}, err
		}
		return u.Store.Editions(ctx, f)
	})
}
