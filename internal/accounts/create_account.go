package accounts

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/work"
)

// CreateAccount says what to make.
type CreateAccount struct {
	Login        string
	DisplayName  string
	Password     string
	Organization *id.ID[organizations.Organization]
}

// CreateAccount makes an account whose person has to change the password first. A login that
// is taken is already_exists.
func (s *Service) CreateAccount(ctx context.Context, in CreateAccount) (Account, error) {
	if err := s.ask(ctx, access.CreateAccount, nil); err != nil {
		return Account{}, err
	}
	a := Account{
		Revision: 1, Login: NormalLogin(in.Login), DisplayName: names.Clean(in.DisplayName), Status: Active,
		MustChangePassword: true, Organization: in.Organization,
	}
	if err := a.check(); err != nil {
		return Account{}, err
	}
	if err := a.checkPassword(in.Password, "/password"); err != nil {
		return Account{}, err
	}
	hash, err := s.passwords.hash(ctx, in.Password)
	if err != nil {
		return Account{}, err
	}
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Account, error) {
		if err := u.Allow(access.CreateAccount, nil); err != nil {
			return Account{}, err
		}
		a := a
		a.ID, a.CreatedAt, a.UpdatedAt = id.Ordered[Account](u.IDs, u.Now), u.Now, u.Now
		u.Record(AccountCreated{a.ID, a.Organization})
		return a, u.Store.AddAccount(ctx, Credentials{a, hash})
	})
}
