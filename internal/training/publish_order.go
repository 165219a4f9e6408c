package training

import (
	"bytes"
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/work"
)

// PublishOrder publishes the order of an event's bases: every recognised one, once. The first
// leads.
func (s Service) PublishOrder(ctx context.Context, event id.ID[programmes.Event], expected int64, bases []id.ID[Base]) (Order, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Order, error) {
		setting, err := u.Store.Setting(ctx, event, registration.Unlocked)
		if err != nil {
			return Order{}, err
		}
		if err := u.Allow(access.OrderBases, setting.Event.Scope()); err != nil {
			return Order{}, err
		}
		edition, err := u.Store.EditionForEntries(ctx, setting.Edition.ID, registration.Exclusive) // no base comes or goes
		if err != nil {
			return Order{}, err
		}
		before, err := u.Store.Order(ctx, event)
		if err != nil {
			return Order{}, err
		}
		if before.Revision != expected {
			return Order{}, fault.RevisionStale.New().Showing(before)
		}
		if err := goesOn(edition.Status); err != nil {
			return Order{}, err
		}
		recognised, err := u.Store.RecognisedBases(ctx, event)
		if err != nil {
			return Order{}, err
		}
		sorted := slices.SortedFunc(slices.Values(bases), func(a, b id.ID[Base]) int { return bytes.Compare(a[:], b[:]) })
		if !slices.Equal(sorted, recognised) {
			return Order{}, fault.BaseOrderIncomplete.With("count", len(recognised))
		}
		order := Order{Event: event, Revision: expected + 1, UpdatedAt: u.Now}
		for i, b := range bases {
			order.Bases = append(order.Bases, Ordered{Base: b, Position: i + 1})
		}
		u.Record(OrderPublished{event, order.Revision, bases})
		if err := u.Store.PublishOrder(ctx, order); err != nil {
			return Order{}, err
		}
		return u.Store.Order(ctx, event)
	})
}

// Order reads the published order of an event's bases.
func (s Service) Order(ctx context.Context, event id.ID[programmes.Event]) (Order, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Order, error) {
		setting, err := u.Store.Setting(ctx, event, registration.Unlocked)
		if err != nil {
			return Order{}, err
		}
		if err := u.Allow(access.ReadBaseOrder, setting.Event.Scope()); err != nil {
			return Order{}, err
		}
		return u.Store.Order(ctx, event)
	})
}
