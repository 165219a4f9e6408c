package accounts

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Filter narrows and orders the list of accounts.
type Filter struct {
	Page         page.Request
	Query        string      // beginning of a display name, its pinyin or initials, or of a login
	Status       Status      // "" for all
	Role         access.Role // "" for all; who holds it now, somewhere
	Organization *id.ID[organizations.Organization]
	ByName       bool // otherwise in the order of creation
	Descending   bool
	At           time.Time // set by the unit
}

// Account reads one.
func (s *Service) Account(ctx context.Context, a id.ID[Account]) (Account, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Account, error) {
		found, err := u.Store.Account(ctx, a)
		if err != nil {
			return Account{}, err
		}
		return found, u.Allow(access.ReadAccount, found.Scope())
	})
}

// Accounts reads a page.
func (s *Service) Accounts(ctx context.Context, f Filter) (page.Page[Account], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Account], error) {
		if err := u.Allow(access.ListAccounts, nil); err != nil {
			return page.Page[Account]{}, err
		}
		f.At = u.Now
		return u.Store.Accounts(ctx, f)
	})
}
