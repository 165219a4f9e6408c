package accounts

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// Grants lists the roles that an account was given, oldest first. A judge's seats are not
// among them: panels show those.
func (s *Service) Grants(ctx context.Context, a id.ID[Account]) ([]Grant, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Grant, error) {
		found, err := u.Store.Account(ctx, a)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ListGrants, found.Scope()); err != nil {
			return nil, err
		}
		grants, err := u.Store.GrantsOf(ctx, a)
		return slices.DeleteFunc(grants, func(g Grant) bool { return !g.listed() }), err
	})
}
