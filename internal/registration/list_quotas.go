package registration

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// QuotaFilter narrows the list of an edition's quotas, in the order of creation.
type QuotaFilter struct {
	Page         page.Request
	Edition      id.ID[programmes.Edition]
	Per          Per // "" for all
	Event        *id.ID[programmes.Event]
	Group        *string
	Organization *id.ID[organizations.Organization]
	Delegation   *id.ID[Delegation]
}

// Quotas reads a page of an edition's quotas.
func (s Service) Quotas(ctx context.Context, f QuotaFilter) (page.Page[Quota], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Quota], error) {
		edition, err := u.Store.EditionForEntries(ctx, f.Edition, Unlocked)
		if err != nil {
			return page.Page[Quota]{}, err
		}
		if err := u.Allow(access.ListQuotas, edition.Scope()); err != nil {
			return page.Page[Quota]{}, err
		}
		return u.Store.Quotas(ctx, f)
	})
}

// Places reads every limit that would count for an entry of this organization in this event, with
// its use and which of them bind; delegation nil is the one that the organization belongs to. A
// guest has none. Places of holds that have run out are free, although nobody has swept them yet.
func (s Service) Places(
	ctx context.Context, edition id.ID[programmes.Edition], event id.ID[programmes.Event],
	organization id.ID[organizations.Organization], delegation *id.ID[Delegation],
) ([]Limit, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Limit, error) {
		setting, err := u.Store.Setting(ctx, event, Unlocked)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ReadPlaces, setting.Scope(organization)); err != nil {
			return nil, err
		}
		if setting.Edition.ID != edition {
			return nil, fault.NotFound.New()
		}
		o, err := u.Store.Organization(ctx, organization)
		if err != nil {
			return nil, err
		}
		e := Entry{Edition: edition, Event: event, Organization: organization}
		if err := join(ctx, u.Store, &e, o, delegation); err != nil || !e.Official {
			return nil, err
		}
		quotas, err := u.Store.QuotasFor(ctx, setting, setting.place(e))
		if err != nil {
			return nil, err
		}
		limits, err := u.Store.PlacesUsed(ctx, setting.Limits(quotas, setting.place(e), Size{}))
		if err != nil {
			return nil, err
		}
		overdue, err := u.Store.Overdue(ctx, edition, u.Now)
		if err != nil {
			return nil, err
		}
		settings := map[id.ID[programmes.Event]]Setting{event: setting}
		for _, held := range overdue {
			there, known := settings[held.Event]
			if !known {
				if there, err = u.Store.Setting(ctx, held.Event, Unlocked); err != nil {
					return nil, err
				}
				settings[held.Event] = there
			}
			for _, h := range there.Limits(quotas, there.place(held), held.Held) {
				if i := slices.IndexFunc(limits, h.same); i >= 0 {
					limits[i].Used -= h.Needs
				}
			}
		}
		return setting.binding(limits), nil
	})
}
