package accounts

import (
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

// Grant is one role of an account on one thing, perhaps for a time.
type Grant struct {
	ID        id.ID[Grant]
	Account   id.ID[Account]
	Role      access.Role
	On        id.Ref    // zero is the whole installation
	From      time.Time // zero: always
	Until     time.Time // zero: always; exclusive
	CreatedAt time.Time
}

// IDPrefix is "grt".
func (Grant) IDPrefix() string { return "grt" }

// organiserGives are the roles that an organiser may give within the own edition or event,
// each on this kind of thing: none is above the organiser's own.
var organiserGives = map[access.Role]string{
	access.Organiser:  "evt",
	access.CheckIn:    "edn",
	access.ChiefJudge: "evt",
	access.Evaluator:  "evt",
}

// check holds a grant against the rules that need no database.
func (g Grant) check() error {
	if !slices.Contains(access.Grantable[g.Role], g.On.Prefix) {
		return fault.GrantWrongKind.With("role", string(g.Role)).Listing(fault.GrantWrongKind.Detail("role", string(g.Role)).At("/on"))
	}
	if !g.From.IsZero() && !g.Until.IsZero() && !g.From.Before(g.Until) {
		return fault.LimitBroken.With("what", "until_at").Listing(fault.LimitBroken.Detail("what", "until_at").At("/until_at"))
	}
	return nil
}

// within says whether giving or taking this grant stays within the actor's own power, once
// access has let the actor through: an administrator gives every role, an organiser the
// lesser ones; only a person makes administrators.
func (g Grant) within(actor access.Actor, scope access.Scope, at time.Time) error {
	switch {
	case actor.IsService() && g.Role != access.Administrator:
		return nil
	case actor.Has([]access.Role{access.Administrator}, scope, at):
		return nil
	case actor.Has([]access.Role{access.Organiser}, scope, at) && organiserGives[g.Role] == g.On.Prefix && !g.On.IsZero():
		return nil
	}
	return fault.GrantAboveOwn.With("role", string(g.Role))
}

// permanent reports an administrator whom the installation can count on.
func (g Grant) permanent() bool { return g.Role == access.Administrator && g.Until.IsZero() }

// listed reports a grant that was given. A judge's seat is a grant too, but follows from
// sitting on a panel and is shown and ended there; so is a part in the staff of a base.
func (g Grant) listed() bool { return len(access.Grantable[g.Role]) > 0 }

// access is the grant as permissions are asked of it.
func (g Grant) access() access.Grant {
	return access.Grant{Role: g.Role, On: g.On, From: g.From, Until: g.Until}
}
