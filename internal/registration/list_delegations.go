package registration

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// DelegationFilter narrows the list of an edition's delegations, in the order of their names.
type DelegationFilter struct {
	Page         page.Request
	Query        string // beginning of the name, its pinyin or its initials
	Edition      id.ID[programmes.Edition]
	Kind         DelegationKind                     // "" for all
	Organization *id.ID[organizations.Organization] // only those that it belongs to
}

// Delegation reads one.
func (s Service) Delegation(ctx context.Context, d id.ID[Delegation]) (Delegation, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Delegation, error) {
		found, err := u.Store.Delegation(ctx, d)
		if err != nil {
			return Delegation{}, err
		}
		return found, u.Allow(access.ReadDelegation, found.Scope())
	})
}

// Delegations reads a page of an edition's delegations.
func (s Service) Delegations(ctx context.Context, f DelegationFilter) (page.Page[Delegation], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Delegation], error) {
		edition, err := u.Store.EditionForEntries(ctx, f.Edition, Unlocked)
		if err != nil {
			return page.Page[Delegation]{}, err
		}
		if err := u.Allow(access.ListDelegations, edition.Scope()); err != nil {
			return page.Page[Delegation]{}, err
		}
		return u.Store.Delegations(ctx, f)
	})
}
