package accounts

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// WithdrawGrant takes a role away, at once. Who may not give it may not take it; the last
// administrator keeps the role (last_administrator).
func (s *Service) WithdrawGrant(ctx context.Context, grant id.ID[Grant]) error {
	_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		g, err := u.Store.Grant(ctx, grant)
		if err != nil {
			return struct{}{}, err
		}
		if !g.listed() {
			return struct{}{}, fault.NotFound.New()
		}
		scope, err := u.Store.ScopeOf(ctx, g.On)
		if err != nil {
			return struct{}{}, err
		}
		scope = append(scope, g.Account.Ref())
		if err := u.Allow(access.WithdrawGrant, scope); err != nil {
			return struct{}{}, err
		}
		if err := g.within(u.Actor, scope, u.Now); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, withdraw(ctx, u, g)
	})
	return err
}

func withdraw(ctx context.Context, u *work.Unit[Store], g Grant) error {
	if g.permanent() {
		administrators, err := u.Store.LockAdministrators(ctx, u.Now)
		if err != nil {
			return err
		}
		if (Account{ID: g.Account}).isLast(administrators) {
			return fault.LastAdministrator.New()
		}
	}
	gone, err := u.Store.RemoveGrant(ctx, g.ID)
	if err == nil && !gone {
		return fault.NotFound.New()
	}
	u.Record(GrantDeleted{g.ID, g.Account, g.Role, g.On})
	return err
}
