package accounts

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/work"
)

// UpdateAccount says what to change; nil leaves a field as it is.
type UpdateAccount struct {
	Account      id.ID[Account]
	Expected     int64 // the revision that the caller has seen
	DisplayName  *string
	Status       *Status
	Organization **id.ID[organizations.Organization] // nil: leave; pointer to nil: remove
}

// UpdateAccount changes, disables or enables an account. Disabling ends its sessions; the
// last administrator cannot be disabled (last_administrator). revision_stale shows the
// account as it is now.
func (s *Service) UpdateAccount(ctx context.Context, in UpdateAccount) (Account, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Account, error) {
		before, err := u.Store.Account(ctx, in.Account)
		if err != nil {
			return Account{}, err
		}
		if err := u.Allow(access.UpdateAccount, before.Scope()); err != nil {
			return Account{}, err
		}
		if before.Revision != in.Expected {
			return Account{}, fault.RevisionStale.New().Showing(before)
		}
		a := before.with(in)
		a.Revision, a.UpdatedAt = a.Revision+1, u.Now
		if err := a.check(); err != nil {
			return Account{}, err
		}
		disabled := a.Status == Disabled && before.Status == Active
		if disabled {
			if err := dispensable(ctx, u, a); err != nil {
				return Account{}, err
			}
		}
		u.Record(a.updated(before))
		if err := u.Store.ChangeAccount(ctx, a); err != nil || !disabled {
			return a, err
		}
		return a, u.Store.EndSessions(ctx, a.ID, id.ID[Session]{}, u.Now) // after the change, which waits for who is signing in
	})
}

// dispensable refuses to do without an account that the installation needs.
func dispensable(ctx context.Context, u *work.Unit[Store], a Account) error {
	administrators, err := u.Store.LockAdministrators(ctx, u.Now)
	if err == nil && a.isLast(administrators) {
		return fault.LastAdministrator.New()
	}
	return err
}

func (a Account) with(in UpdateAccount) Account {
	if in.DisplayName != nil {
		a.DisplayName = names.Clean(*in.DisplayName)
	}
	if in.Status != nil {
		a.Status = *in.Status
	}
	if in.Organization != nil {
		a.Organization = *in.Organization
	}
	return a
}

// updated is the fact of a change. A name is kept apart, and only if it changed.
func (a Account) updated(before Account) journal.Fact {
	f := AccountUpdated{a.ID, a.Revision, a.Status, a.Organization}
	if a.DisplayName == before.DisplayName {
		return f
	}
	return AccountRenamed{f, before.DisplayName, a.DisplayName}
}
