package organizations

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Filter narrows and orders the list of organizations.
type Filter struct {
	Page       page.Request
	Query      string // beginning of a name then or now or of an alias, its pinyin or its initials
	Kind       Kind   // "" for all
	Status     Status // "" for all
	District   string // GB/T 2260 code, or its beginning: "31" is all of Shanghai
	Code       Code   // zero for all
	MergedInto *id.ID[Organization]
	ByName     bool // otherwise in the order of creation
	Descending bool
}

// Organization reads one.
func (s Service) Organization(ctx context.Context, o id.ID[Organization]) (Organization, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Organization, error) {
		found, err := u.Store.Organization(ctx, o)
		if err != nil {
			return Organization{}, err
		}
		return found, u.Allow(access.ReadOrganization, found.Scope())
	})
}

// Organizations reads a page.
func (s Service) Organizations(ctx context.Context, f Filter) (page.Page[Organization], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Organization], error) {
		if err := u.Allow(access.ListOrganizations, nil); err != nil {
			return page.Page[Organization]{}, err
		}
		return u.Store.Organizations(ctx, f)
	})
}
