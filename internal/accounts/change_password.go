package accounts

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// ChangePassword says what the caller's password is to be.
type ChangePassword struct {
	Current string
	New     string
	Peer    string // the network peer
}

// ChangePassword changes the caller's own password and ends the other sessions. A wrong
// current password is password_wrong, and is slowed down like a sign-in. It opens several
// units, and so takes no idempotency key.
func (s *Service) ChangePassword(ctx context.Context, in ChangePassword) error {
	own := access.ActorOf(ctx).Account
	if err := s.ask(ctx, access.ChangePassword, access.Scope{own}); err != nil {
		return err
	}
	account, _ := id.As[Account](own)
	a, err := s.ownAccount(ctx, account)
	if err != nil {
		return err
	}
	if err := a.checkPassword(in.New, "/new_password"); err != nil {
		return err
	}
	if in.New == in.Current {
		return fault.PasswordUnchanged.New().Listing(fault.PasswordUnchanged.Detail().At("/new_password"))
	}
	tries := []Attempts{byLogin(a.Login), byPeer(in.Peer, s.now())}
	found, err := s.tried(ctx, a.Login, tries)
	if err != nil {
		return err
	}
	right, err := s.verify(ctx, found, in.Current, tries)
	if err != nil {
		return err
	}
	if !right {
		return s.refuse(ctx, found, tries[0], fault.PasswordWrong.New().Listing(fault.PasswordWrong.Detail().At("/current_password")))
	}
	hash, err := s.passwords.hash(ctx, in.New)
	if err != nil {
		return err
	}
	return s.replacePassword(ctx, found, hash, tries)
}

func (s *Service) ownAccount(ctx context.Context, a id.ID[Account]) (Account, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Account, error) {
		if err := u.Allow(access.ChangePassword, access.Scope{a.Ref()}); err != nil {
			return Account{}, err
		}
		return u.Store.Account(ctx, a)
	})
}

// replacePassword writes the new password, if the old one is still the one that was checked.
func (s *Service) replacePassword(ctx context.Context, checked Credentials, hash string, tries []Attempts) error {
	_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		if err := u.Allow(access.ChangePassword, checked.Account.Scope()); err != nil {
			return struct{}{}, err
		}
		c, err := u.Store.LockCredentials(ctx, checked.Account.ID)
		if err != nil {
			return struct{}{}, err
		}
		if c.Hash != checked.Hash || c.Account.Status != Active {
			return struct{}{}, fault.PasswordWrong.New().Listing(fault.PasswordWrong.Detail().At("/current_password"))
		}
		if err := u.Store.ForgetAttempts(ctx, tries[0]); err != nil {
			return struct{}{}, err
		}
		if err := u.Store.TakeBackAttempt(ctx, tries[1], u.Now); err != nil {
			return struct{}{}, err
		}
		session, _ := id.As[Session](u.Actor.Session)
		u.Record(PasswordChanged{c.Account.ID})
		return struct{}{}, setPassword(ctx, u, c.Account, hash, false, session)
	})
	return err
}

// setPassword writes a password and ends all sessions of the account but one.
func setPassword(ctx context.Context, u *work.Unit[Store], a Account, hash string, mustChange bool, but id.ID[Session]) error {
	a.Revision, a.UpdatedAt, a.MustChangePassword = a.Revision+1, u.Now, mustChange
	if err := u.Store.ChangePassword(ctx, Credentials{a, hash}); err != nil {
		return err
	}
	return u.Store.EndSessions(ctx, a.ID, but, u.Now)
}
