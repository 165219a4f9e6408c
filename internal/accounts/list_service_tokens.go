package accounts

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// ServiceTokens reads a page, oldest first, revoked ones included.
func (s *Service) ServiceTokens(ctx context.Context, p page.Request) (page.Page[ServiceToken], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[ServiceToken], error) {
		if err := u.Allow(access.ListTokens, nil); err != nil {
			return page.Page[ServiceToken]{}, err
		}
		return u.Store.ServiceTokens(ctx, p)
	})
}
