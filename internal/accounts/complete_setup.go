package accounts

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// CompleteSetup says who the first administrator is.
type CompleteSetup struct {
	Code        string
	Login       string
	DisplayName string
	Password    string
	Peer        string // the network peer
}

// CompleteSetup makes the first administrator. A wrong or expired code is setup_code_wrong;
// once there is an administrator, setup_done. It opens several units, and so takes no
// idempotency key.
func (s *Service) CompleteSetup(ctx context.Context, in CompleteSetup) (Account, error) {
	a := Account{Revision: 1, Login: NormalLogin(in.Login), DisplayName: names.Clean(in.DisplayName), Status: Active}
	if err := a.check(); err != nil {
		return Account{}, err
	}
	if err := a.checkPassword(in.Password, "/password"); err != nil {
		return Account{}, err
	}
	try := byPeer(in.Peer, s.now())
	code, err := s.checkCode(ctx, in.Code, try)
	if err != nil {
		return Account{}, err
	}
	hash, err := s.passwords.hash(ctx, in.Password)
	if err != nil {
		return Account{}, err
	}
	made, err := s.makeFirst(ctx, Credentials{a, hash}, code, try)
	if err == nil {
		s.administered.Store(true)
	}
	return made, err
}

// checkCode counts a try and holds the typed code against the one that was printed. The try
// is counted in a unit of its own, which commits whatever comes of it.
func (s *Service) checkCode(ctx context.Context, typed string, try Attempts) (SetupCode, error) {
	_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		if err := u.Allow(access.SetUp, nil); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, countAll(ctx, u, []Attempts{try})
	})
	if err != nil {
		return SetupCode{}, err
	}
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (SetupCode, error) {
		if err := u.Allow(access.SetUp, nil); err != nil {
			return SetupCode{}, err
		}
		if done, err := u.Store.HasAdministrator(ctx); err != nil || done {
			return SetupCode{}, orDone(err)
		}
		code, err := u.Store.SetupCode(ctx)
		if fault.Is(err, fault.NotFound) || err == nil && !code.opens(typed, u.Now) {
			return SetupCode{}, fault.SetupCodeWrong.New()
		}
		return code, err
	})
}

// makeFirst takes the code and makes the account and its grant, or none of them. Of two
// units with one code only one can take it.
func (s *Service) makeFirst(ctx context.Context, c Credentials, code SetupCode, try Attempts) (Account, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Account, error) {
		if err := u.Allow(access.SetUp, nil); err != nil {
			return Account{}, err
		}
		taken, err := u.Store.TakeSetupCode(ctx, code)
		if err != nil {
			return Account{}, err
		}
		if done, err := u.Store.HasAdministrator(ctx); err != nil || done {
			return Account{}, orDone(err)
		}
		if !taken || !u.Now.Before(code.ExpiresAt) {
			return Account{}, fault.SetupCodeWrong.New()
		}
		if err := u.Store.TakeBackAttempt(ctx, try, u.Now); err != nil {
			return Account{}, err
		}
		a := c.Account
		a.ID, a.CreatedAt, a.UpdatedAt = id.Ordered[Account](u.IDs, u.Now), u.Now, u.Now
		g := Grant{ID: id.Ordered[Grant](u.IDs, u.Now), Account: a.ID, Role: access.Administrator, CreatedAt: u.Now}
		if err := u.Store.AddAccount(ctx, Credentials{a, c.Hash}); err != nil {
			return Account{}, err
		}
		u.Actor = access.Actor{Account: a.ID.Ref()} // from here on it is known who acts
		u.Record(AccountCreated{Account: a.ID})
		u.Record(GrantCreated{Grant: g.ID, Account: a.ID, Role: g.Role})
		u.Record(SetupCompleted{a.ID})
		return a, u.Store.AddGrant(ctx, g)
	})
}

func orDone(err error) error {
	if err != nil {
		return err
	}
	return fault.SetupDone.New()
}
