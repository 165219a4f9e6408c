package access

import (
	"slices"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

var (
	noon    = time.Date(2020, 9, 1, 4, 0, 0, 0, time.UTC)
	account = ref("acc", 1)
	edition = ref("edn", 2)
	event   = ref("evt", 3)
	school  = ref("org", 4)
	panel   = ref("pnl", 5)
	within  = Scope{ref("ent", 6), event, edition, school, panel}
)

func ref(prefix string, n byte) id.Ref { return id.Ref{Prefix: prefix, UUID: [16]byte{15: n}} }

func holding(grants ...Grant) Actor { return Actor{Account: account, Grants: grants} }

// everyRole are the roles that a grant gives; a judge's follows from the panel, those at a base
// from an assignment.
var everyRole = []Role{Administrator, Auditor, Organiser, CheckIn, Registrar, Judge, ChiefJudge, Evaluator, Trainer, BaseStaff}

// refusal is the code of a refusal; "" for none.
func refusal(err error) fault.Code {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}

func TestWhoMayDoItDoesItWhoSeesItIsForbiddenAndForEverybodyElseItDoesNotExist(t *testing.T) {
	for action, rule := range Policy {
		for _, role := range everyRole {
			want := fault.NotFound
			switch {
			case slices.Contains(rule.Do, role), slices.Contains(rule.Do, SignedIn), slices.Contains(rule.Do, Public):
				want = ""
			case slices.Contains(rule.See, role), slices.Contains(rule.See, SignedIn), slices.Contains(rule.See, Public):
				want = fault.ActionForbidden
			}
			if got := refusal(holding(Grant{Role: role}).May(action, within, noon)); got != want {
				t.Errorf("%s as %s: %q, want %q", action, role, got, want)
			}
		}
	}
}

func TestWhoDidNotSayWhoTheyAreIsAskedTo(t *testing.T) {
	for action, rule := range Policy {
		want := fault.TokenMissing
		if slices.Contains(rule.Do, Public) {
			want = ""
		}
		for _, s := range []Scope{nil, within, {id.Ref{}}} { // nobody's things are not everybody's
			if got := refusal(Anonymous.May(action, s, noon)); got != want {
				t.Errorf("%s on %v: %q, want %q", action, s, got, want)
			}
		}
	}
}

func TestAnActionThatThePolicyDoesNotKnowIsRefusedToEverybody(t *testing.T) {
	program := Actor{Account: ref("svc", 1), Listed: []Action{"crown.take"}}
	for _, a := range []Actor{Anonymous, Installation, holding(Grant{Role: Administrator}), program} {
		if got := refusal(a.May("crown.take", within, noon)); got != fault.ActionForbidden {
			t.Errorf("%v: %q", a.Account, got)
		}
	}
	if on, everywhere := holding(Grant{Role: Administrator}).Reach("crown.take", noon, "edn"); on != nil || everywhere {
		t.Errorf("it reaches %v, %v", on, everywhere)
	}
}

func TestARoleThatNobodyKnowsAllowsNothing(t *testing.T) {
	for action, rule := range Policy {
		if slices.Contains(rule.Do, Public) || slices.Contains(rule.Do, SignedIn) {
			continue
		}
		for _, role := range []Role{"", "king", "Administrator"} {
			if holding(Grant{Role: role}).May(action, within, noon) == nil {
				t.Errorf("%q may %s", role, action)
			}
		}
	}
}

func TestAGrantReachesWhatLiesWithinItsThingAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		on    id.Ref
		scope Scope
		want  fault.Code
	}{
		{edition, within, ""},
		{event, within, ""},
		{id.Ref{}, within, ""},
		{id.Ref{}, nil, ""},
		{ref("edn", 9), within, fault.NotFound},
		{ref("evt", 2), within, fault.NotFound}, // the edition's number, another kind
		{edition, nil, fault.NotFound},
		{edition, Scope{event}, fault.NotFound}, // a scope says all that it lies within, or it is not reached
	} {
		if got := refusal(holding(Grant{Role: Organiser, On: c.on}).May(ReadEntry, c.scope, noon)); got != c.want {
			t.Errorf("a grant on %v for %v: %q, want %q", c.on, c.scope, got, c.want)
		}
	}
}

func TestOneGrantDoesNotLendItsThingToAnother(t *testing.T) {
	a := holding(Grant{Role: Organiser, On: ref("edn", 9)}, Grant{Role: CheckIn, On: edition})
	if got := refusal(a.May(ApproveEntry, within, noon)); got != fault.ActionForbidden {
		t.Errorf("who checks in here and organises elsewhere: %q", got)
	}
}

func TestAGrantCountsFromItsBeginningUntilJustBeforeItsEnd(t *testing.T) {
	a := holding(Grant{Role: Auditor, From: noon, Until: noon.Add(time.Hour)})
	for at, counts := range map[time.Duration]bool{
		-time.Millisecond: false, 0: true, time.Hour - time.Millisecond: true, time.Hour: false,
	} {
		if got := a.May(ReadAuditLog, nil, noon.Add(at)) == nil; got != counts {
			t.Errorf("after %v: %v", at, got)
		}
		if _, everywhere := a.Reach(ListEntries, noon.Add(at), "edn"); everywhere != counts {
			t.Errorf("a list after %v: %v", at, everywhere)
		}
	}
}

func TestSelfIsTheAccountThatTheThingBelongsTo(t *testing.T) {
	if err := holding().May(ReadAccount, Scope{account}, noon); err != nil {
		t.Error(err)
	}
	for _, s := range []Scope{nil, {ref("acc", 2)}, {ref("svc", 1)}} {
		if got := refusal(holding().May(ReadAccount, s, noon)); got != fault.NotFound {
			t.Errorf("%v: %q", s, got)
		}
	}
}

func TestAProgramMayDoWhatItsTokenListsWhereItCountsAndWhatIsEverybodys(t *testing.T) {
	everywhere := Actor{Account: ref("svc", 1), Listed: []Action{ReadEntry}}
	here := Actor{Account: ref("svc", 1), Listed: []Action{ReadEntry}, Within: edition}
	for _, c := range []struct {
		actor  Actor
		action Action
		scope  Scope
		want   fault.Code
	}{
		{everywhere, ReadEntry, within, ""},
		{everywhere, ReadEntry, nil, ""},
		{here, ReadEntry, within, ""},
		{here, ReadEntry, nil, fault.NotFound},
		{here, ReadEntry, Scope{event, ref("edn", 9)}, fault.NotFound},
		{here, UpdateEntry, within, fault.NotFound},       // it does not see what it may not do
		{here, ListOrganizations, within, fault.NotFound}, // it did not sign in
		{here, ReadPublished, nil, ""},
		{Actor{Account: ref("svc", 1), Listed: []Action{ReadAccount}, Grants: []Grant{{Role: Administrator}}}, UpdateAccount, nil, fault.NotFound},
	} {
		if got := refusal(c.actor.May(c.action, c.scope, noon)); got != c.want {
			t.Errorf("%s on %v within %v: %q, want %q", c.action, c.scope, c.actor.Within, got, c.want)
		}
	}
}

func TestWhoHasToChangeThePasswordDoesNothingElse(t *testing.T) {
	a := holding(Grant{Role: Administrator})
	a.MustChangePassword = true
	for action, rule := range Policy {
		want := fault.PasswordChangeRequired
		if slices.Contains(rule.Do, Public) || action == ReadMe || action == ChangePassword {
			want = ""
		}
		if got := refusal(a.May(action, Scope{account}, noon)); got != want {
			t.Errorf("%s: %q, want %q", action, got, want)
		}
	}
}

// TestAListReachesExactlyWhatASingleReadAllows holds the two ways to ask against each other.
func TestAListReachesExactlyWhatASingleReadAllows(t *testing.T) {
	kinds := []string{"edn", "evt", "org"}
	things := []id.Ref{edition, event, school, ref("edn", 9), ref("evt", 9), ref("org", 9)}
	var actors []Actor
	for _, role := range everyRole {
		for _, on := range append(things, id.Ref{}, panel) {
			actors = append(actors, holding(Grant{Role: role, On: on}), holding(Grant{Role: role, On: on}, Grant{Role: Registrar, On: school}))
		}
	}
	for _, on := range append(things, id.Ref{}, panel) {
		actors = append(actors, Actor{Account: ref("svc", 1), Listed: []Action{ListEntries, ReadEntry}, Within: on})
	}
	actors = append(actors, Anonymous, holding(), Actor{Account: ref("svc", 1), Listed: []Action{ListPeople}})
	for _, a := range actors {
		on, everywhere := a.Reach(ListEntries, noon, kinds...)
		for _, thing := range things {
			may := a.May(ReadEntry, Scope{thing}, noon) == nil
			if listed := everywhere || slices.Contains(on, thing); listed != may {
				t.Errorf("%v within %v: %v is listed: %v, read: %v", a.Grants, a.Within, thing, listed, may)
			}
		}
	}
}

func TestARoleIsGivenOnlyWhereThePolicyKnowsIt(t *testing.T) {
	named := map[Role]bool{}
	for _, rule := range Policy {
		for _, r := range append(slices.Clone(rule.Do), rule.See...) {
			named[r] = true
		}
	}
	for role := range Grantable {
		if !named[role] {
			t.Errorf("%s can be given, but is good for nothing", role)
		}
		delete(named, role)
	}
	for _, follows := range []Role{Public, SignedIn, Self, Judge, Trainer, BaseStaff} { // these are not given
		delete(named, follows)
	}
	if len(named) > 0 {
		t.Errorf("the policy names roles that nobody can have: %v", named)
	}
}

func TestWhoIsNotNamedInTheContextIsNobody(t *testing.T) {
	if a := ActorOf(t.Context()); !a.Account.IsZero() || a.Grants != nil || a.Listed != nil {
		t.Errorf("got %v", a)
	}
	if a := ActorOf(WithActor(t.Context(), holding())); a.Account != account {
		t.Errorf("got %v", a)
	}
}
