package programmes

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// EventFilter narrows and orders the list of an edition's events.
type EventFilter struct {
	Page       page.Request
	Edition    id.ID[Edition]
	Query      string
	Number     string      // "" for all
	Sector     string      // "" for all
	Status     EventStatus // "" for all
	ByName     bool        // otherwise by number
	Descending bool
}

// Event reads one.
func (s Service) Event(ctx context.Context, e id.ID[Event]) (Event, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Event, error) {
		found, err := u.Store.Event(ctx, e)
		if err != nil {
			return Event{}, err
		}
		return found, u.Allow(access.ReadEvent, found.Scope())
	})
}

// Events reads a page of an edition's events.
func (s Service) Events(ctx context.Context, f EventFilter) (page.Page[Event], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Event], error) {
		e, err := u.Store.Edition(ctx, f.Edition)
		if err != nil {
			return page.Page[Event]{}, err
		}
		if err := u.Allow(access.ListEvents, e.Scope()); err != nil {
			return page.Page[Event]{}, err
		}
		return u.Store.Events(ctx, f)
	})
}
