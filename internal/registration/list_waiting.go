package registration

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// InLine is one who waits for a place in an event.
type InLine struct {
	Entry    Entry // without its members
	Position int   // in the event, from 1; whoever is before it counts, seen or not
}

// WaitingFilter narrows the waiting list of an event, in the order in which they came.
type WaitingFilter struct {
	Page  page.Request
	Event id.ID[programmes.Event]

	Seen Seen // set by the service
}

// Waiting reads a page of the waiting list of an event: the organiser sees all of it, a registrar
// the own organization's entries with their positions.
func (s Service) Waiting(ctx context.Context, f WaitingFilter) (page.Page[InLine], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[InLine], error) {
		setting, err := u.Store.Setting(ctx, f.Event, Unlocked)
		if err != nil {
			return page.Page[InLine]{}, err
		}
		schools, _ := u.Actor.Reach(access.ListWaiting, u.Now, "org") // whoever acts for one may ask after its entries
		if err := u.Allow(access.ListWaiting, append(setting.Event.Scope(), schools...)); err != nil {
			return page.Page[InLine]{}, err
		}
		f.Seen = SeenBy(u.Actor, access.ListWaiting, u.Now)
		return u.Store.Waiting(ctx, f)
	})
}

// Promotion reads why an entry left the waiting list for a place. Of other organizations a
// registrar learns only how many were passed over.
func (s Service) Promotion(ctx context.Context, entry id.ID[Entry]) (Promotion, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Promotion, error) {
		if _, err := entryTo(ctx, u, entry, access.ReadPromotion); err != nil {
			return Promotion{}, err
		}
		p, err := u.Store.Promotion(ctx, entry)
		if err != nil {
			return Promotion{}, err
		}
		all := make([]id.ID[Entry], len(p.Why.Passed))
		for i, passed := range p.Why.Passed {
			all[i] = passed.Entry
		}
		c := &p.Why.Cause
		if c.Entry != nil {
			all = append(all, *c.Entry)
		}
		seen, err := u.Store.EntriesSeen(ctx, all, SeenBy(u.Actor, access.ReadEntry, u.Now))
		if err != nil {
			return Promotion{}, err
		}
		if c.Entry != nil && !seen[*c.Entry] {
			c.Entry = nil
		}
		p.Why.Passed = slices.DeleteFunc(p.Why.Passed, func(passed Passed) bool { return !seen[passed.Entry] })
		return p, nil
	})
}
