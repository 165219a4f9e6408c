package access

import (
	"context"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

// Role is what a grant makes of an account.
type Role string

// The roles of the house. Public, SignedIn and Self are not granted: everybody is public,
// who has a session is signed in, and Self is the account that the thing belongs to.
const (
	Public        Role = "public"
	SignedIn      Role = "signed_in"
	Self          Role = "self"
	Administrator Role = "administrator" // installation
	Auditor       Role = "auditor"       // installation or edition; reads only
	Organiser     Role = "organiser"     // edition or event
	CheckIn       Role = "check_in"      // edition
	Registrar     Role = "registrar"     // organization
	Judge         Role = "judge"         // panel; follows from sitting on it
	ChiefJudge    Role = "chief_judge"   // event
	Evaluator     Role = "evaluator"     // event; evaluates and inspects training bases
	Trainer       Role = "trainer"       // training base; follows from an assignment there
	BaseStaff     Role = "base_staff"    // training base; follows too, and only reads
)

// Grantable lists the roles that an account can be given, with the kinds of thing (id
// prefixes) that each can be given on; "" is the whole installation.
var Grantable = map[Role][]string{
	Administrator: {""},
	Auditor:       {"", "edn"},
	Organiser:     {"edn", "evt"},
	CheckIn:       {"edn"},
	Registrar:     {"org"},
	ChiefJudge:    {"evt"},
	Evaluator:     {"evt"},
}

// Action is one thing that somebody may want to do; it stands in the contract as x-action.
type Action string

// Scope lists everything that a thing lies within, itself included: an entry lies within
// its edition, its event, its organization. Order does not matter.
type Scope []id.Ref

// Grant is one role on one thing, perhaps for a time. A zero On is the whole installation.
type Grant struct {
	Role  Role
	On    id.Ref
	From  time.Time // zero: always
	Until time.Time // zero: always; exclusive
}

// Reaches reports whether the grant counts for things of this scope at this instant.
func (g Grant) Reaches(s Scope, at time.Time) bool {
	if at.Before(g.From) || (!g.Until.IsZero() && !at.Before(g.Until)) {
		return false
	}
	return g.On.IsZero() || slices.Contains(s, g.On)
}

// Actor is who is asking.
type Actor struct {
	Account id.Ref   // the account, or the service token; zero for the public
	Session id.Ref   // the session that the account came with
	Grants  []Grant  // of an account
	Listed  []Action // of a service token: what it may do, nothing else
	Within  id.Ref   // of a service token: where; zero is everywhere

	MustChangePassword bool // until it is changed, an account may do nothing else
}

// beforePassword are the actions of an account that has to change its password first, beside
// those that are everybody's.
var beforePassword = []Action{ReadMe, ChangePassword}

// Anonymous is everybody who did not say who they are.
var Anonymous = Actor{}

// Installation is the house itself, acting without a caller: sealing the journal, forgetting
// old keys. Nobody can sign in as it.
var Installation = Actor{
	Account: id.Ref{Prefix: "sys", UUID: [16]byte{15: 1}},
	Grants:  []Grant{{Role: Administrator}},
}

// IsService reports a program that came with a service token.
func (a Actor) IsService() bool { return a.Account.Prefix == "svc" }

// Has reports whether the actor has one of the roles on things of this scope.
func (a Actor) Has(roles []Role, s Scope, at time.Time) bool {
	for _, r := range roles {
		switch {
		case r == Public:
			return true
		case a.Account.IsZero() || a.IsService():
		case r == SignedIn, r == Self && slices.Contains(s, a.Account):
			return true
		default:
			for _, g := range a.Grants {
				if g.Role == r && g.Reaches(s, at) {
					return true
				}
			}
		}
	}
	return false
}

// On lists the things of one kind (id prefix) on which the actor has one of the roles, and
// whether it has one of them everywhere. Lists filter by it.
func (a Actor) On(roles []Role, prefix string, at time.Time) (refs []id.Ref, everywhere bool) {
	for _, g := range a.Grants {
		if !slices.Contains(roles, g.Role) || !g.Reaches(Scope{g.On}, at) {
			continue
		}
		if g.On.IsZero() {
			return nil, true
		}
		if g.On.Prefix == prefix {
			refs = append(refs, g.On)
		}
	}
	return refs, false
}

// May answers the two questions: may this actor see things of this scope at all (if not,
// they do not exist), and may it do this to them (if not, it is forbidden). Only here is
// it decided which of the two refusals is given. What everybody may do is refused to nobody,
// whatever token they came with.
func (a Actor) May(action Action, s Scope, at time.Time) error {
	rule, known := Policy[action]
	switch {
	case !known:
		return fault.ActionForbidden.With("action", string(action))
	case slices.Contains(rule.Do, Public):
		return nil
	case a.MustChangePassword && !slices.Contains(beforePassword, action):
		return fault.PasswordChangeRequired.New()
	case a.IsService():
		if slices.Contains(a.Listed, action) && (a.Within.IsZero() || slices.Contains(s, a.Within)) {
			return nil
		}
		return fault.NotFound.New()
	case a.Has(rule.Do, s, at):
		return nil
	case a.Has(rule.See, s, at):
		if a.Account.IsZero() {
			return fault.TokenMissing.New()
		}
		return fault.ActionForbidden.With("action", string(action))
	case a.Account.IsZero():
		return fault.TokenMissing.New()
	}
	return fault.NotFound.New()
}

type actorKey struct{}

// WithActor says who is asking.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorOf is who is asking; Anonymous where nobody said.
func ActorOf(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}
