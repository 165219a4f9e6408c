package accounts

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// SignOut ends the session of the caller; not_found for a caller without one.
func (s *Service) SignOut(ctx context.Context) error {
	_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		if err := u.Allow(access.ReadMe, self(u.Actor)); err != nil {
			return struct{}{}, err
		}
		session, has := id.As[Session](u.Actor.Session)
		account, _ := id.As[Account](u.Actor.Account)
		if !has {
			return struct{}{}, fault.NotFound.New()
		}
		return struct{}{}, end(ctx, u, Session{ID: session, Account: account})
	})
	return err
}

// RevokeSession ends one session at once. One that has ended stays ended.
func (s *Service) RevokeSession(ctx context.Context, session id.ID[Session]) error {
	_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		found, err := u.Store.Session(ctx, session)
		if err != nil {
			return struct{}{}, err
		}
		if err := u.Allow(access.RevokeSession, found.Scope()); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, end(ctx, u, found)
	})
	return err
}

func end(ctx context.Context, u *work.Unit[Store], s Session) error {
	ended, err := u.Store.EndSession(ctx, s.ID, u.Now)
	if ended {
		u.Record(SessionRevoked{s.ID, s.Account})
	}
	return err
}
