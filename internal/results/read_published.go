package results

import (
	"context"
	"strconv"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// PublicationFilter narrows the list of what has been published.
type PublicationFilter struct {
	Page    page.Request
	Edition *id.ID[programmes.Edition]
	Event   *id.ID[programmes.Event]
	Stage   *id.ID[programmes.Stage]
	Status  PublicationStatus // "" for all
}

// Publication reads one. Everybody may.
func (s *Service) Publication(ctx context.Context, p id.ID[Publication]) (Publication, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Publication, error) {
		if err := u.Allow(access.ReadPublished, nil); err != nil {
			return Publication{}, err
		}
		return u.Store.Publication(ctx, p)
	})
}

// Publications reads a page of what has been published, the newest first. Everybody may.
func (s *Service) Publications(ctx context.Context, f PublicationFilter) (page.Page[Publication], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Publication], error) {
		if err := u.Allow(access.ReadPublished, nil); err != nil {
			return page.Page[Publication]{}, err
		}
		return u.Store.Publications(ctx, f)
	})
}

// List is a published list in one form: "list", "csv", "html".
func (s *Service) List(ctx context.Context, p id.ID[Publication], form string) (Shown, error) {
	return s.shelf.find(ctx, p, form)
}

// ListPage is one page of a published list, from 1.
func (s *Service) ListPage(ctx context.Context, p id.ID[Publication], n int) (Shown, error) {
	return s.shelf.find(ctx, p, "page/"+strconv.Itoa(n))
}

// CurrentList is the whole list that counts for an event now: of its last published stage.
func (s *Service) CurrentList(ctx context.Context, e id.ID[programmes.Event]) (Shown, error) {
	p, err := s.shelf.now(ctx, e)
	if err != nil {
		return Shown{}, err
	}
	if p == nil {
		return Shown{}, fault.NotFound.New()
	}
	return s.shelf.find(ctx, *p, "list")
}

// Kept is a form of a publication, if it lies on the shelf: no question is asked, and none has
// to be, because a publication is everybody's.
func (s *Service) Kept(p id.ID[Publication], form string) (Shown, bool) {
	s.shelf.mu.RLock()
	defer s.shelf.mu.RUnlock()
	shown, kept := s.shelf.shown[shelved{p, form}]
	return shown, kept
}

// KeptCurrent is the whole list that counts for an event now, if it lies on the shelf.
func (s *Service) KeptCurrent(e id.ID[programmes.Event]) (Shown, bool) {
	s.shelf.mu.RLock()
	p := s.shelf.current[e]
	s.shelf.mu.RUnlock()
	if p == nil {
		return Shown{}, false
	}
	return s.Kept(*p, "list")
}
