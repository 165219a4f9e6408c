package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// StaffFilter says who is looked for.
type StaffFilter struct {
	Page  page.Request
	Query string // a whole login, or the beginning of the name of somebody who works at a base
	Base  id.ID[Base]

	Seen Seen // the bases that the caller assigns staff at; set by the service
}

// FindStaff reads a page of accounts that whoever assigns staff may assign. A name finds only who
// works or worked where the caller assigns staff; nobody else's account is found but by its whole
// login.
func (s Service) FindStaff(ctx context.Context, f StaffFilter) (page.Page[accounts.Account], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[accounts.Account], error) {
		b, err := u.Store.Base(ctx, f.Base)
		if err != nil {
			return page.Page[accounts.Account]{}, err
		}
		if err := u.Allow(access.FindStaff, b.Scope()); err != nil {
			return page.Page[accounts.Account]{}, err
		}
		if f.Seen, err = seen(u, access.FindStaff); err != nil {
			return page.Page[accounts.Account]{}, err
		}
		return u.Store.StaffCandidates(ctx, f)
	})
}
