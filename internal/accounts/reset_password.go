package accounts

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// ResetPassword says whose password to replace.
type ResetPassword struct {
	Account  id.ID[Account]
	Password string
}

// ResetPassword gives an account a password that has to be changed first, ends all its
// sessions, and forgets its failed sign-ins.
func (s *Service) ResetPassword(ctx context.Context, in ResetPassword) error {
	if err := s.ask(ctx, access.ResetPassword, access.Scope{in.Account.Ref()}); err != nil {
		return err
	}
	hash, err := s.passwords.hash(ctx, in.Password)
	if err != nil {
		return err
	}
	_, err = work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		c, err := u.Store.LockCredentials(ctx, in.Account)
		if err != nil {
			return struct{}{}, err
		}
		if err := u.Allow(access.ResetPassword, c.Account.Scope()); err != nil {
			return struct{}{}, err
		}
		if err := c.Account.checkPassword(in.Password, "/password"); err != nil {
			return struct{}{}, err
		}
		if err := u.Store.ForgetAttempts(ctx, byLogin(c.Account.Login)); err != nil {
			return struct{}{}, err
		}
		u.Record(PasswordReset{c.Account.ID})
		return struct{}{}, setPassword(ctx, u, c.Account, hash, true, id.ID[Session]{})
	})
	return err
}
