package accounts

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// ActorFor is who an account or a service token is now, for work that goes on without its
// being there; not_found once it is disabled, revoked or expired.
func (s *Service) ActorFor(ctx context.Context, account id.Ref) (access.Actor, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (access.Actor, error) {
		if err := u.Allow(access.RunOperations, nil); err != nil {
			return access.Actor{}, err
		}
		if token, is := id.As[ServiceToken](account); is {
			t, err := u.Store.ServiceToken(ctx, token)
			if err == nil && !t.Live(u.Now) {
				err = fault.NotFound.New()
			}
			return t.actor(), err
		}
		known, _ := id.As[Account](account)
		a, err := u.Store.Account(ctx, known)
		if err != nil {
			return access.Actor{}, err
		}
		if a.Status != Active {
			return access.Actor{}, fault.NotFound.New()
		}
		grants, err := u.Store.GrantsOf(ctx, a.ID)
		return actorOf(Session{}, a, grants), err
	})
}
