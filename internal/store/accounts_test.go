package store_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

const goodPassword = "correct horse battery staple"

// gate is accounts over a real database, with a clock that can be set, a count of the
// database's reads, and all facts that were committed.
type gate struct {
	*accounts.Service
	t      *testing.T
	db     *store.DB
	engine *work.Engine
	clock  *settable
	reads  atomic.Int64

	mu    sync.Mutex
	facts []journal.Entry
}

type settable struct{ at atomic.Int64 }

func (c *settable) Now() time.Time           { return time.UnixMilli(c.at.Load()) }
func (c *settable) advance(by time.Duration) { c.at.Add(by.Milliseconds()) }

// counting counts the reads of a database.
type counting struct {
	*store.DB
	reads *atomic.Int64
}

func (c counting) Read(ctx context.Context, fn func(work.Tx) error) error {
	c.reads.Add(1)
	return c.DB.Read(ctx, fn)
}

func newGate(t *testing.T, db *store.DB) *gate {
	t.Helper()
	clock := &settable{}
	clock.at.Store(time.Date(2026, 9, 22, 1, 0, 0, 0, time.UTC).UnixMilli())
	return anotherGate(t, db, clock)
}

// anotherGate is a second process over the same database.
func anotherGate(t *testing.T, db *store.DB, clock *settable) *gate {
	t.Helper()
	g := &gate{t: t, db: db, clock: clock}
	g.engine = &work.Engine{DB: counting{db, &g.reads}, Clock: clock, IDs: id.System{}}
	g.Service = accounts.New(work.For[accounts.Store](g.engine))
	g.engine.Observe(g.Observe)
	g.engine.Observe(func(entries []journal.Entry) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.facts = append(g.facts, entries...)
	})
	return g
}

// house is the installation itself as the actor.
func house() context.Context { return access.WithActor(context.Background(), access.Installation) }

func as(actor access.Actor) context.Context { return access.WithActor(context.Background(), actor) }

// account makes an account with goodPassword, which need not be changed, and roles for good.
func (g *gate) account(login string, grants ...accounts.GiveGrant) accounts.Account {
	g.t.Helper()
	a, err := g.CreateAccount(house(), accounts.CreateAccount{Login: login, DisplayName: "Name of " + login, Password: goodPassword})
	if err != nil {
		g.t.Fatal(err)
	}
	if _, err := g.db.Forge(context.Background(), "update accounts set must_change_password = false where id = ?", a.ID); err != nil {
		g.t.Fatal(err)
	}
	a.MustChangePassword = false
	for _, grant := range grants {
		grant.Account = a.ID
		g.give(grant)
	}
	return a
}

func (g *gate) give(in accounts.GiveGrant) accounts.Grant {
	g.t.Helper()
	grant, err := g.GiveGrant(house(), in)
	if err != nil {
		g.t.Fatal(err)
	}
	return grant
}

func administrator() accounts.GiveGrant { return accounts.GiveGrant{Role: access.Administrator} }

// in signs in with goodPassword and gives the token.
func (g *gate) in(login string) string {
	g.t.Helper()
	signed, err := g.SignIn(context.Background(), accounts.SignIn{Login: login, Password: goodPassword, Peer: "192.0.2.1"})
	if err != nil {
		g.t.Fatal(err)
	}
	return signed.Token
}

// actor is who a token is; it must be somebody.
func (g *gate) actor(token string) access.Actor {
	g.t.Helper()
	actor, err := g.Authenticate(context.Background(), token)
	if err != nil {
		g.t.Fatal(err)
	}
	return actor
}

func (g *gate) mustRefuse(token string) {
	g.t.Helper()
	if actor, err := g.Authenticate(context.Background(), token); !fault.Is(err, fault.TokenInvalid) {
		g.t.Fatalf("the token is still worth %v, %v", actor, err)
	}
}

// told lists the facts that were committed since the last call.
func (g *gate) told() (facts []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, f := range g.facts {
		facts = append(facts, f.Name)
	}
	g.facts = nil
	return facts
}

func (g *gate) organization(name string) id.Ref {
	g.t.Helper()
	o, err := organizations.New(work.For[organizations.Store](g.engine)).CreateOrganization(house(), organizations.CreateOrganization{
		Name: names.Text{"zh-CN": name}, Kind: organizations.School,
	})
	if err != nil {
		g.t.Fatal(err)
	}
	return o.ID.Ref()
}

func refused(t *testing.T, err error, code fault.Code) *fault.Fault {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("got %v, want %s", err, code)
	}
	return fault.As(err)
}

func TestAccountsAreCreatedReadAndChanged(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		root := g.account("root", administrator())
		ctx := as(g.actor(g.in("root")))
		school, _ := id.As[organizations.Organization](g.organization("上海信息技术学校"))
		a, err := g.CreateAccount(ctx, accounts.CreateAccount{Login: " Li.WEI ", DisplayName: " 李  伟 ", Password: goodPassword, Organization: &school})
		if err != nil {
			t.Fatal(err)
		}
		if a.Login != "li.wei" || a.DisplayName != "李 伟" || a.Revision != 1 || a.Status != accounts.Active || *a.Organization != school || a.CreatedAt.IsZero() {
			t.Errorf("made %+v", a)
		}
		if !a.MustChangePassword {
			t.Error("an administrator knows a password that need not be changed")
		}
		if read, err := g.Account(ctx, a.ID); err != nil || read.DisplayName != a.DisplayName || *read.Organization != school || !read.CreatedAt.Equal(a.CreatedAt) {
			t.Errorf("read %+v, %v", read, err)
		}
		_, err = g.CreateAccount(ctx, accounts.CreateAccount{Login: "LI.wei", DisplayName: "x", Password: goodPassword})
		if f := refused(t, err, fault.AlreadyExists); f.Params["what"] != "login" {
			t.Errorf("got %v", err)
		}
		nowhere := id.Ordered[organizations.Organization](id.System{}, time.Now())
		_, err = g.CreateAccount(ctx, accounts.CreateAccount{Login: "nobody", DisplayName: "x", Password: goodPassword, Organization: &nowhere})
		refused(t, err, fault.ReferenceMissing)
		_, err = g.CreateAccount(ctx, accounts.CreateAccount{Login: "correct.horse.staple", DisplayName: "x", Password: "Correct.Horse.Staple"})
		refused(t, err, fault.PasswordIsLogin)

		name, none := "李薇", (*id.ID[organizations.Organization])(nil)
		changed, err := g.UpdateAccount(ctx, accounts.UpdateAccount{Account: a.ID, Expected: 1, DisplayName: &name, Organization: &none})
		if err != nil || changed.Revision != 2 || changed.DisplayName != name || changed.Organization != nil || changed.Login != "li.wei" {
			t.Errorf("changed to %+v, %v", changed, err)
		}
		_, err = g.UpdateAccount(ctx, accounts.UpdateAccount{Account: a.ID, Expected: 1, DisplayName: &name})
		if f := refused(t, err, fault.RevisionStale); f.Current.(accounts.Account).Revision != 2 {
			t.Errorf("current is %v", f.Current)
		}
		_, err = g.Account(ctx, id.Ordered[accounts.Account](id.System{}, time.Now()))
		refused(t, err, fault.NotFound)
		if root.ID == a.ID {
			t.Error("two accounts are one")
		}
	})
}

func TestOnlyWhoMaySeesAccounts(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		g.account("root", administrator())
		g.account("auditor", accounts.GiveGrant{Role: access.Auditor})
		other := g.account("other")
		self := g.account("self")
		me, auditor := as(g.actor(g.in("self"))), as(g.actor(g.in("auditor")))

		if _, err := g.Account(me, self.ID); err != nil {
			t.Errorf("oneself: %v", err)
		}
		_, err := g.Account(me, other.ID)
		refused(t, err, fault.NotFound)
		_, err = g.Accounts(me, accounts.Filter{})
		refused(t, err, fault.ActionForbidden)
		_, err = g.Grants(me, other.ID)
		refused(t, err, fault.NotFound)
		_, err = g.UpdateAccount(me, accounts.UpdateAccount{Account: other.ID, Expected: 1})
		refused(t, err, fault.NotFound)
		_, err = g.UpdateAccount(me, accounts.UpdateAccount{Account: self.ID, Expected: 1})
		refused(t, err, fault.ActionForbidden)
		_, err = g.CreateAccount(me, accounts.CreateAccount{Login: "x", DisplayName: "x", Password: goodPassword})
		refused(t, err, fault.ActionForbidden)
		refused(t, g.ResetPassword(me, accounts.ResetPassword{Account: other.ID, Password: goodPassword}), fault.NotFound)
		refused(t, g.ResetPassword(me, accounts.ResetPassword{Account: self.ID, Password: goodPassword}), fault.ActionForbidden)
		if _, err := g.Account(auditor, other.ID); err != nil {
			t.Errorf("an auditor: %v", err)
		}
		_, err = g.UpdateAccount(auditor, accounts.UpdateAccount{Account: other.ID, Expected: 1})
		refused(t, err, fault.ActionForbidden)
		_, err = g.Accounts(context.Background(), accounts.Filter{})
		refused(t, err, fault.TokenMissing)
	})
}

func TestAccountsAreListedByNameRoleAndState(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		root := g.account("root", administrator())
		school := g.organization("School")
		g.clock.advance(time.Millisecond)
		var made []accounts.Account
		for _, login := range []string{"zhang.san", "li.si", "wang.wu"} {
			made = append(made, g.account(login, accounts.GiveGrant{Role: access.Registrar, On: school}))
			g.clock.advance(time.Millisecond)
		}
		g.give(accounts.GiveGrant{Account: root.ID, Role: access.Auditor, Until: g.clock.Now().Add(time.Hour)})
		gone := accounts.Disabled
		if _, err := g.UpdateAccount(house(), accounts.UpdateAccount{Account: made[2].ID, Expected: 1, Status: &gone}); err != nil {
			t.Fatal(err)
		}
		logins := func(f accounts.Filter) string {
			t.Helper()
			f.Page.Sealer, f.Page.List, f.Page.Limit, f.Page.Count = page.Sealer{Key: []byte("k")}, "l", 2, true
			var all []string
			for {
				p, err := g.Accounts(house(), f)
				if err != nil {
					t.Fatal(err)
				}
				for _, a := range p.Items {
					all = append(all, a.Login)
				}
				if p.Next == "" {
					if int(*p.Total) != len(all) {
						t.Errorf("%d in total, %d listed", *p.Total, len(all))
					}
					return strings.Join(all, " ")
				}
				f.Page.Cursor = p.Next
			}
		}
		for _, c := range []struct {
			says string
			f    accounts.Filter
			want string
		}{
			{"all", accounts.Filter{}, "root zhang.san li.si wang.wu"},
			{"newest first", accounts.Filter{Descending: true}, "wang.wu li.si zhang.san root"},
			{"by name", accounts.Filter{ByName: true}, "li.si root wang.wu zhang.san"},
			{"by the beginning of a login", accounts.Filter{Query: "Zhang"}, "zhang.san"},
			{"by the beginning of a name", accounts.Filter{Query: "name of li"}, "li.si"},
			{"disabled", accounts.Filter{Status: accounts.Disabled}, "wang.wu"},
			{"by role", accounts.Filter{Role: access.Registrar}, "zhang.san li.si wang.wu"},
			{"by a role for a time", accounts.Filter{Role: access.Auditor}, "root"},
			{"by role and state", accounts.Filter{Role: access.Registrar, Status: accounts.Active}, "zhang.san li.si"},
			{"like nothing", accounts.Filter{Query: "%"}, ""},
		} {
			if got := logins(c.f); got != c.want {
				t.Errorf("%s: %q, want %q", c.says, got, c.want)
			}
		}
		g.clock.advance(time.Hour)
		if got := logins(accounts.Filter{Role: access.Auditor}); got != "" {
			t.Errorf("a role that has ended is held by %q", got)
		}
	})
}

func TestARepeatedRequestIsAnsweredWithTheFirstResult(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		root := g.account("root", administrator())
		ctx := as(g.actor(g.in("root")))
		keyed := func(operation string, hash byte) (context.Context, *work.Request) {
			r := &work.Request{ID: "r", Key: &work.Key{Actor: root.ID.Ref(), Operation: operation, Key: "a key of mine", Hash: [32]byte{hash}}}
			return work.WithRequest(ctx, r), r
		}
		in := accounts.CreateAccount{Login: "li.wei", DisplayName: "李伟", Password: goodPassword}
		first, _ := keyed("createAccount", 1)
		made, err := g.CreateAccount(first, in)
		if err != nil {
			t.Fatal(err)
		}
		again, r := keyed("createAccount", 1)
		if replayed, err := g.CreateAccount(again, in); err != nil || !r.Replayed || replayed != made {
			t.Errorf("replayed %v: %+v, %v; want %+v", r.Replayed, replayed, err, made)
		}
		other, _ := keyed("createAccount", 2)
		_, err = g.CreateAccount(other, in)
		refused(t, err, fault.KeyReused)

		grant := accounts.GiveGrant{Account: made.ID, Role: access.Auditor, Until: g.clock.Now().Add(time.Hour)}
		first, _ = keyed("createGrant", 1)
		given, err := g.GiveGrant(first, grant)
		if err != nil {
			t.Fatal(err)
		}
		again, r = keyed("createGrant", 1)
		if replayed, err := g.GiveGrant(again, grant); err != nil || !r.Replayed || replayed != given {
			t.Errorf("replayed %v: %+v, %v; want %+v", r.Replayed, replayed, err, given)
		}
		g.told()
		dry := work.WithRequest(ctx, &work.Request{DryRun: true})
		if _, err := g.CreateAccount(dry, accounts.CreateAccount{Login: "dry", DisplayName: "x", Password: goodPassword}); err != nil {
			t.Fatal(err)
		}
		if p, err := g.Accounts(ctx, accounts.Filter{Query: "dry"}); err != nil || len(p.Items) != 0 || len(g.told()) != 0 {
			t.Errorf("a dry run left %v, %v", p.Items, err)
		}
	})
}
