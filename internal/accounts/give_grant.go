package accounts

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// GiveGrant says which role to give. Zero times are "always".
type GiveGrant struct {
	Account id.ID[Account]
	Role    access.Role
	On      id.Ref // zero is the whole installation
	From    time.Time
	Until   time.Time
}

// GiveGrant gives an account a role, which acts at once. Nobody gives one to themselves
// (grant_to_self), or one above their own (grant_above_own).
func (s *Service) GiveGrant(ctx context.Context, in GiveGrant) (Grant, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Grant, error) {
		scope, err := u.Store.ScopeOf(ctx, in.On)
		if err != nil {
			return Grant{}, err
		}
		if err := u.Allow(access.GiveGrant, scope); err != nil {
			return Grant{}, err
		}
		if _, err := u.Store.Account(ctx, in.Account); err != nil {
			return Grant{}, err
		}
		if in.Account.Ref() == u.Actor.Account {
			return Grant{}, fault.GrantToSelf.New()
		}
		g := Grant{
			ID: id.Ordered[Grant](u.IDs, u.Now), Account: in.Account, Role: in.Role, On: in.On,
			From: milliseconds(in.From), Until: milliseconds(in.Until), CreatedAt: u.Now,
		}
		if err := g.check(); err != nil {
			return Grant{}, err
		}
		if err := g.within(u.Actor, scope, u.Now); err != nil {
			return Grant{}, err
		}
		if err := mustExist(ctx, u, g.On, "/on"); err != nil {
			return Grant{}, err
		}
		u.Record(GrantCreated{g.ID, g.Account, g.Role, g.On, orNil(g.From), orNil(g.Until)})
		return g, u.Store.AddGrant(ctx, g)
	})
}

// mustExist refuses a reference to a thing that does not exist. The zero Ref is the whole
// installation.
func mustExist(ctx context.Context, u *work.Unit[Store], thing id.Ref, pointer string) error {
	if thing.IsZero() {
		return nil
	}
	there, err := u.Store.Exists(ctx, thing)
	if err == nil && !there {
		return fault.ReferenceMissing.With("what", thing.Prefix).Listing(fault.ReferenceMissing.Detail("what", thing.Prefix).At(pointer))
	}
	return err
}

// milliseconds is an instant as it is kept.
func milliseconds(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Millisecond)
}

func orNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
