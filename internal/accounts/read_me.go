package accounts

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// Me is who is calling: an account or a service token.
type Me struct {
	Account      *Account
	ServiceToken *ServiceToken
}

// Access is what a caller may do where.
type Access struct {
	Everywhere []access.Action // without any grant
	Grants     []GrantAccess
}

// GrantAccess is what one grant allows on its thing and everything within it.
type GrantAccess struct {
	Role    access.Role // "service" for a service token
	On      id.Ref      // zero is the whole installation
	Until   time.Time   // zero: always
	Actions []access.Action
}

// Me reads who is calling.
func (s *Service) Me(ctx context.Context) (Me, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Me, error) { return me(ctx, u) })
}

// MyAccess reads what the caller may do where.
func (s *Service) MyAccess(ctx context.Context) (Access, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Access, error) {
		m, err := me(ctx, u)
		if err != nil {
			return Access{}, err
		}
		if m.ServiceToken != nil {
			return m.ServiceToken.access(u.Now), nil
		}
		return accessOf(u.Actor, u.Now), nil
	})
}

func me(ctx context.Context, u *work.Unit[Store]) (Me, error) {
	if err := u.Allow(access.ReadMe, self(u.Actor)); err != nil {
		return Me{}, err
	}
	if t, ok := id.As[ServiceToken](u.Actor.Account); ok {
		found, err := u.Store.ServiceToken(ctx, t)
		return Me{ServiceToken: &found}, err
	}
	if a, ok := id.As[Account](u.Actor.Account); ok {
		found, err := u.Store.Account(ctx, a)
		return Me{Account: &found}, err
	}
	return Me{}, fault.NotFound.New()
}

// self is the scope of what a caller asks about itself. A service token lies where it counts.
func self(a access.Actor) access.Scope {
	return slices.DeleteFunc(access.Scope{a.Account, a.Within}, id.Ref.IsZero)
}

// access is what a program with this token may do.
func (t ServiceToken) access(now time.Time) Access {
	bare := access.Actor{Account: t.ID.Ref(), Listed: []access.Action{access.ReadMe}}
	return Access{Everywhere: everywhere(bare, now), Grants: []GrantAccess{{"service", t.Within, t.ExpiresAt, t.Actions}}}
}

// actions are all that a caller can ask for, sorted.
func actions() []access.Action {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(access.Policy)), func(a access.Action) bool { return slices.Contains(access.ByItself, a) })
}

// everywhere is what a caller may do without any grant.
func everywhere(bare access.Actor, now time.Time) []access.Action {
	out := []access.Action{}
	for _, action := range actions() {
		var scope access.Scope
		if strings.HasPrefix(string(action), "me.") { // always about the caller
			scope = access.Scope{bare.Account}
		}
		if bare.May(action, scope, now) == nil {
			out = append(out, action)
		}
	}
	return out
}

// accessOf computes the access of an account from the policy and its grants that count now.
func accessOf(a access.Actor, now time.Time) Access {
	bare := access.Actor{Account: a.Account, MustChangePassword: a.MustChangePassword}
	out := Access{Everywhere: everywhere(bare, now), Grants: []GrantAccess{}}
	for _, g := range a.Grants {
		if !g.Reaches(access.Scope{g.On}, now) {
			continue
		}
		one := GrantAccess{Role: g.Role, On: g.On, Until: g.Until, Actions: []access.Action{}}
		for _, action := range actions() {
			if !a.MustChangePassword && access.Policy[action].Gives(g.Role, g.On.Prefix) {
				one.Actions = append(one.Actions, action)
			}
		}
		out.Grants = append(out.Grants, one)
	}
	return out
}
