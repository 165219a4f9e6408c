package accounts

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// SessionFilter asks for the live sessions of one account.
type SessionFilter struct {
	Page    page.Request
	Account id.ID[Account] // zero is the caller
	At      time.Time      // set by the unit
}

// Sessions reads a page of live sessions, newest first. Those of another account are for
// whoever may end them.
func (s *Service) Sessions(ctx context.Context, f SessionFilter) (page.Page[Session], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Session], error) {
		if err := u.Allow(access.ListSessions, nil); err != nil {
			return page.Page[Session]{}, err
		}
		own, _ := id.As[Account](u.Actor.Account)
		if f.Account.IsZero() {
			f.Account = own
		}
		if f.Account != own {
			if err := u.Allow(access.RevokeSession, access.Scope{f.Account.Ref()}); err != nil {
				return page.Page[Session]{}, err
			}
		}
		f.At = u.Now
		return u.Store.Sessions(ctx, f)
	})
}
