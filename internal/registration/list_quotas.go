package registration

import (
	"context"

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
	Organization *id.ID[organizations.Organization]
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

// Places reads every limit that would count for an entry of this organization in this event,
// with its use. A guest has none.
func (s Service) Places(ctx context.Context, edition id.ID[programmes.Edition], event id.ID[programmes.Event], organization id.ID[organizations.Organization]) ([]Limit, error) {
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
		if !official(o) {
			return nil, nil
		}
		quotas, err := u.Store.QuotasFor(ctx, setting, organization)
		if err != nil {
			return nil, err
		}
		return u.Store.PlacesUsed(ctx, setting.Limits(quotas, organization))
	})
}
