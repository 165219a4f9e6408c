package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/store"
)

func TestWhatChangesAnAccountActsOnTheNextRequest(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		school := g.organization("School")
		a := g.account("li.wei")
		token := g.in("li.wei")
		reads := func(n int64) {
			t.Helper()
			if got := g.reads.Swap(0); got != n {
				t.Errorf("%d reads of the database, want %d", got, n)
			}
		}
		g.reads.Store(0)
		if actor := g.actor(token); actor.Account != a.ID.Ref() || len(actor.Grants) != 0 || actor.MustChangePassword {
			t.Errorf("the actor is %+v", actor)
		}
		g.actor(token)
		g.actor(token)
		reads(1) // the others came from memory

		grant := g.give(accounts.GiveGrant{Account: a.ID, Role: access.Registrar, On: school})
		if actor := g.actor(token); len(actor.Grants) != 1 || actor.May(access.CreateEntry, access.Scope{school}, g.clock.Now()) != nil {
			t.Errorf("with a role: %+v", actor)
		}
		if err := g.WithdrawGrant(house(), grant.ID); err != nil {
			t.Fatal(err)
		}
		if actor := g.actor(token); len(actor.Grants) != 0 {
			t.Errorf("without the role: %+v", actor)
		}
		reads(2)

		off, on := accounts.Disabled, accounts.Active
		if _, err := g.UpdateAccount(house(), accounts.UpdateAccount{Account: a.ID, Expected: 1, Status: &off}); err != nil {
			t.Fatal(err)
		}
		g.mustRefuse(token)
		if _, err := g.UpdateAccount(house(), accounts.UpdateAccount{Account: a.ID, Expected: 2, Status: &on}); err != nil {
			t.Fatal(err)
		}
		g.mustRefuse(token) // the session ended, it does not come back
		token = g.in("li.wei")
		g.actor(token)
		if err := g.ResetPassword(house(), accounts.ResetPassword{Account: a.ID, Password: "to be changed on first use"}); err != nil {
			t.Fatal(err)
		}
		g.mustRefuse(token)
	})
}

func TestARoleForATimeEndsByItself(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		a := g.account("li.wei")
		now := g.clock.Now()
		g.give(accounts.GiveGrant{Account: a.ID, Role: access.Auditor, From: now.Add(time.Minute), Until: now.Add(2 * time.Minute)})
		token := g.in("li.wei")
		for _, want := range []bool{false, true, false} {
			_, err := g.Accounts(as(g.actor(token)), accounts.Filter{})
			if (err == nil) != want {
				t.Errorf("at %v: %v", g.clock.Now().Sub(now), err)
			}
			g.clock.advance(time.Minute)
		}
	})
}

func TestASessionEndsWhenItIsIdleOrOld(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		g.account("li.wei")
		idle, used := g.in("li.wei"), g.in("li.wei")
		g.actor(idle)
		for range 2 {
			g.clock.advance(accounts.Idle - time.Millisecond)
			g.actor(used)
		}
		g.mustRefuse(idle)
		second := anotherGate(t, db, g.clock) // knows only what was written down
		second.actor(used)
		for range 22 {
			g.clock.advance(accounts.Idle)
			g.clock.advance(-time.Second)
			g.actor(used)
		}
		g.clock.advance(accounts.Idle - time.Second)
		g.mustRefuse(used) // 12 hours have passed
	})
}

func TestASessionThatAnotherProcessUsesIsNotIdle(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		one := newGate(t, db)
		two := anotherGate(t, db, one.clock)
		one.account("li.wei")
		token := one.in("li.wei")
		one.actor(token)
		one.clock.advance(20 * time.Minute)
		two.actor(token)
		one.clock.advance(20 * time.Minute)
		one.actor(token) // one has not seen it for 40 minutes, two has for 20
	})
}

func TestWithoutWordFromOthersNothingIsBelieved(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		one := newGate(t, db)
		two := anotherGate(t, db, one.clock)
		a := one.account("li.wei")
		token := one.in("li.wei")
		two.actor(token)
		two.Distrust(true)
		if err := one.ResetPassword(house(), accounts.ResetPassword{Account: a.ID, Password: "to be changed on first use"}); err != nil {
			t.Fatal(err)
		}
		two.mustRefuse(token)
	})
}

func TestFactsOfOtherProcessesDropWhatTheyChange(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		one := newGate(t, db)
		two := anotherGate(t, db, one.clock)
		a := one.account("li.wei")
		token := one.in("li.wei")
		two.actor(token)
		one.told()
		if err := one.ResetPassword(house(), accounts.ResetPassword{Account: a.ID, Password: "to be changed on first use"}); err != nil {
			t.Fatal(err)
		}
		two.actor(token) // it has not heard yet
		two.engine.Committed(one.facts)
		two.mustRefuse(token)
	})
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		g.account("root", administrator())
		a := g.account("li.wei")
		g.account("other")
		root, other := as(g.actor(g.in("root"))), as(g.actor(g.in("other")))
		var tokens []string
		var ids []id.ID[accounts.Session]
		for range 3 {
			g.clock.advance(time.Millisecond)
			tokens = append(tokens, g.in("li.wei"))
			session, _ := id.As[accounts.Session](g.actor(tokens[len(tokens)-1]).Session)
			ids = append([]id.ID[accounts.Session]{session}, ids...)
		}
		me := as(g.actor(tokens[0]))
		list := func(ctx context.Context, of id.ID[accounts.Account]) (found []id.ID[accounts.Session]) {
			t.Helper()
			p, err := g.Sessions(ctx, accounts.SessionFilter{Account: of})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range p.Items {
				found = append(found, s.ID)
			}
			return found
		}
		for _, got := range [][]id.ID[accounts.Session]{list(me, id.ID[accounts.Account]{}), list(me, a.ID), list(root, a.ID)} {
			if len(got) != 3 || got[0] != ids[0] || got[2] != ids[2] {
				t.Errorf("listed %v, want %v", got, ids)
			}
		}
		_, err := g.Sessions(other, accounts.SessionFilter{Account: a.ID})
		refused(t, err, fault.NotFound)
		refused(t, g.RevokeSession(other, ids[0]), fault.NotFound)

		if err := g.RevokeSession(me, ids[0]); err != nil {
			t.Fatal(err)
		}
		g.mustRefuse(tokens[2])
		if err := g.RevokeSession(root, ids[1]); err != nil {
			t.Fatal(err)
		}
		g.mustRefuse(tokens[1])
		g.told()
		if err := g.RevokeSession(root, ids[1]); err != nil || len(g.told()) != 0 {
			t.Errorf("again: %v", err)
		}
		if err := g.SignOut(me); err != nil {
			t.Fatal(err)
		}
		g.mustRefuse(tokens[0])
		if got := list(root, a.ID); len(got) != 0 {
			t.Errorf("left are %v", got)
		}
		refused(t, g.SignOut(context.Background()), fault.TokenMissing)
	})
}

func TestANewPasswordEndsTheOtherSessions(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		a, err := g.CreateAccount(house(), accounts.CreateAccount{Login: "li.wei", DisplayName: "李伟", Password: "to be changed on first use"})
		if err != nil {
			t.Fatal(err)
		}
		sign := func(password string) (accounts.SignedIn, error) {
			return g.SignIn(context.Background(), accounts.SignIn{Login: "li.wei", Password: password, Client: "front desk"})
		}
		signed, err := sign("to be changed on first use")
		if err != nil || !signed.MustChangePassword || signed.Session.Client != "front desk" || !signed.Session.ExpiresAt.Equal(signed.Session.CreatedAt.Add(accounts.Lifetime)) {
			t.Fatalf("signed in as %+v, %v", signed, err)
		}
		other, err := sign("to be changed on first use")
		if err != nil {
			t.Fatal(err)
		}
		g.actor(other.Token)
		me := as(g.actor(signed.Token))
		_, err = g.Account(me, a.ID)
		refused(t, err, fault.PasswordChangeRequired)
		_, err = g.Sessions(me, accounts.SessionFilter{})
		refused(t, err, fault.PasswordChangeRequired)
		if m, err := g.Me(me); err != nil || m.Account.ID != a.ID || !m.Account.MustChangePassword {
			t.Errorf("me: %+v, %v", m, err)
		}
		change := func(current, next string) error {
			return g.ChangePassword(me, accounts.ChangePassword{Current: current, New: next})
		}
		refused(t, change("not this one", goodPassword), fault.PasswordWrong)
		refused(t, change("to be changed on first use", "to be changed on first use"), fault.PasswordUnchanged)
		refused(t, change("to be changed on first use", "LI.WEI"), fault.PasswordIsLogin)
		if err := change("to be changed on first use", goodPassword); err != nil {
			t.Fatal(err)
		}
		g.mustRefuse(other.Token)
		if actor := g.actor(signed.Token); actor.MustChangePassword {
			t.Error("it has changed the password, and still must")
		}
		if _, err := g.Account(as(g.actor(signed.Token)), a.ID); err != nil {
			t.Error(err)
		}
		_, err = sign("to be changed on first use")
		refused(t, err, fault.CredentialsWrong)
		if again, err := sign(goodPassword); err != nil || again.MustChangePassword {
			t.Errorf("%+v, %v", again, err)
		}
	})
}

func TestAProgramMayDoWhatItsTokenLists(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		g.account("root", administrator())
		root := as(g.actor(g.in("root")))
		school := g.organization("School")
		issue := accounts.IssueServiceToken{
			Name: " school  system ", Actions: []access.Action{access.ReadOrganization, access.ListOrganizations, access.ReadOrganization},
			Within: school, ExpiresAt: g.clock.Now().Add(24 * time.Hour),
		}
		issued, err := g.IssueServiceToken(root, issue)
		if err != nil || !strings.HasPrefix(issued.Token, "sai_t_") || issued.ServiceToken.Name != "school system" || len(issued.ServiceToken.Actions) != 2 {
			t.Fatalf("issued %+v, %v", issued, err)
		}
		actor := g.actor(issued.Token)
		if !actor.IsService() || actor.May(access.ReadOrganization, access.Scope{school}, g.clock.Now()) != nil || actor.May(access.ReadOrganization, access.Scope{g.organization("Other")}, g.clock.Now()) == nil {
			t.Errorf("the actor is %+v", actor)
		}
		if m, err := g.Me(as(actor)); err != nil || m.Account != nil || m.ServiceToken.ID != issued.ServiceToken.ID || m.ServiceToken.Within != school {
			t.Errorf("me: %+v, %v", m, err)
		}
		if a, err := g.MyAccess(as(actor)); err != nil || len(a.Grants) != 1 || a.Grants[0].Role != "service" || a.Grants[0].On != school || len(a.Grants[0].Actions) != 2 {
			t.Errorf("access: %+v, %v", a, err)
		}
		refused(t, g.SignOut(as(actor)), fault.NotFound)
		if _, err = g.SignIn(as(actor), accounts.SignIn{Login: "root", Password: goodPassword}); err != nil {
			t.Errorf("what everybody may do is refused to a program: %v", err)
		}
		_, err = g.IssueServiceToken(as(actor), issue)
		refused(t, err, fault.NotFound)
		unknown := issue
		unknown.Within = id.Ref{Prefix: "org", UUID: [16]byte{1}}
		_, err = g.IssueServiceToken(root, unknown)
		if f := refused(t, err, fault.ReferenceMissing); f.Details[0].Pointer != "/within" {
			t.Errorf("got %v", f.Details)
		}
		if p, err := g.ServiceTokens(root, page.Request{}); err != nil || len(p.Items) != 1 || p.Items[0].ID != issued.ServiceToken.ID {
			t.Errorf("listed %+v, %v", p, err)
		}
		if err := g.RevokeServiceToken(root, issued.ServiceToken.ID); err != nil {
			t.Fatal(err)
		}
		g.mustRefuse(issued.Token)
		if err := g.RevokeServiceToken(root, issued.ServiceToken.ID); err != nil {
			t.Errorf("again: %v", err)
		}
		second, err := g.IssueServiceToken(root, issue)
		if err != nil {
			t.Fatal(err)
		}
		g.actor(second.Token)
		g.clock.advance(24 * time.Hour)
		g.mustRefuse(second.Token)
	})
}
