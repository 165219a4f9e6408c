package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

// season makes an edition with one event.
func (g *gate) season(number int) (edition, event id.Ref) {
	g.t.Helper()
	now := work.Instant(g.clock)
	p := programmes.Programme{ID: id.Ordered[programmes.Programme](id.System{}, now), Revision: 1, CreatedAt: now, UpdatedAt: now, Name: names.Text{"en": "Programme"}}
	e := programmes.Edition{
		ID: id.Ordered[programmes.Edition](id.System{}, now), Revision: 1, CreatedAt: now, UpdatedAt: now, Programme: p.ID, Number: number, Year: 2026,
		Name: names.Text{"en": "Edition"}, Host: names.Text{"en": "Shanghai"}, Status: programmes.Draft, TimeZone: "Asia/Shanghai",
	}
	r := programmes.RuleSet{ID: id.Ordered[programmes.RuleSet](id.System{}, now), Revision: 1, CreatedAt: now, UpdatedAt: now, Edition: e.ID, Version: 1, Preset: "x", Status: "draft"}
	v := programmes.Event{
		ID: id.Ordered[programmes.Event](id.System{}, now), Revision: 1, CreatedAt: now, UpdatedAt: now, Edition: e.ID, Programme: p.ID, Number: "17",
		Name: names.Text{"en": "Web Technologies"}, Status: "open", TeamMin: 1, TeamMax: 1, RuleSet: r.ID,
	}
	g.write(func(ctx context.Context, tx *store.Tx) error {
		for _, add := range []func() error{
			func() error { return tx.AddProgramme(ctx, p) }, func() error { return tx.AddEdition(ctx, e) },
			func() error { return tx.AddRuleSet(ctx, r) }, func() error { return tx.AddEvent(ctx, v) },
		} {
			if err := add(); err != nil {
				return err
			}
		}
		return nil
	})
	return e.ID.Ref(), v.ID.Ref()
}

func (g *gate) write(fn func(ctx context.Context, tx *store.Tx) error) {
	g.t.Helper()
	ctx := context.Background()
	if err := g.db.Write(ctx, func(tx work.Tx) error { return fn(ctx, tx.(*store.Tx)) }); err != nil {
		g.t.Fatal(err)
	}
}

func TestRolesAreGivenWithinTheOwnOnly(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		edition, event := g.season(48)
		otherEdition, otherEvent := g.season(49)
		school := g.organization("School")
		root := g.account("root", administrator())
		organiser := g.account("organiser", accounts.GiveGrant{Role: access.Organiser, On: edition})
		g.account("skill", accounts.GiveGrant{Role: access.Organiser, On: event})
		g.account("auditor", accounts.GiveGrant{Role: access.Auditor})
		g.account("somebody")
		who := map[string]context.Context{}
		for _, login := range []string{"root", "organiser", "skill", "auditor", "somebody"} {
			who[login] = as(g.actor(g.in(login)))
		}
		target := g.account("target")
		missing := id.Ref{Prefix: "evt", UUID: [16]byte{1}}
		for _, c := range []struct {
			by   string
			role access.Role
			on   id.Ref
			code fault.Code
		}{
			{"root", access.Auditor, edition, ""},
			{"root", access.Registrar, school, ""},
			{"root", access.Registrar, edition, fault.GrantWrongKind},
			{"root", access.Judge, id.Ref{Prefix: "pnl", UUID: [16]byte{1}}, fault.GrantWrongKind},
			{"root", access.ChiefJudge, missing, fault.ReferenceMissing},
			{"root", access.Administrator, edition, fault.GrantWrongKind},
			{"organiser", access.CheckIn, edition, ""},
			{"organiser", access.ChiefJudge, event, ""},
			{"organiser", access.Organiser, event, ""},
			{"organiser", access.Organiser, edition, fault.GrantAboveOwn},
			{"organiser", access.Auditor, edition, fault.GrantAboveOwn},
			{"organiser", access.ChiefJudge, otherEvent, fault.ActionForbidden},
			{"organiser", access.CheckIn, otherEdition, fault.ActionForbidden},
			{"organiser", access.ChiefJudge, missing, fault.ActionForbidden},
			{"organiser", access.Administrator, id.Ref{}, fault.ActionForbidden},
			{"organiser", access.Registrar, school, fault.ActionForbidden},
			{"skill", access.ChiefJudge, event, fault.AlreadyExists},
			{"skill", access.CheckIn, edition, fault.ActionForbidden},
			{"auditor", access.CheckIn, edition, fault.ActionForbidden},
			{"somebody", access.CheckIn, edition, fault.ActionForbidden},
		} {
			g.clock.advance(time.Millisecond) // grants are listed in the order of their instants
			_, err := g.GiveGrant(who[c.by], accounts.GiveGrant{Account: target.ID, Role: c.role, On: c.on})
			if (err == nil) != (c.code == "") || (err != nil && !fault.Is(err, c.code)) {
				t.Errorf("%s gives %s on %q: %v, want %q", c.by, c.role, c.on, err, c.code)
			}
		}
		_, err := g.GiveGrant(who["root"], accounts.GiveGrant{Account: root.ID, Role: access.Auditor})
		refused(t, err, fault.GrantToSelf)
		_, err = g.GiveGrant(who["organiser"], accounts.GiveGrant{Account: organiser.ID, Role: access.CheckIn, On: edition})
		refused(t, err, fault.GrantToSelf)
		_, err = g.GiveGrant(who["root"], accounts.GiveGrant{Account: id.ID[accounts.Account]{1}, Role: access.Auditor})
		refused(t, err, fault.NotFound)

		grants, err := g.Grants(who["root"], target.ID)
		if err != nil || len(grants) != 5 {
			t.Fatalf("%+v, %v", grants, err)
		}
		for i, want := range []fault.Code{fault.GrantAboveOwn, fault.NotFound, "", "", ""} { // auditor, registrar, check_in, chief_judge, organiser
			err := g.WithdrawGrant(who["organiser"], grants[i].ID)
			if (err == nil) != (want == "") || (err != nil && !fault.Is(err, want)) {
				t.Errorf("the organiser takes %s: %v, want %q", grants[i].Role, err, want)
			}
		}
		refused(t, g.WithdrawGrant(who["root"], grants[2].ID), fault.NotFound) // it is gone
		self := as(g.actor(g.in("target")))
		refused(t, g.WithdrawGrant(self, grants[0].ID), fault.ActionForbidden)
		if own, err := g.Grants(self, target.ID); err != nil || len(own) != 2 {
			t.Errorf("own grants: %+v, %v", own, err)
		}
	})
}

func TestARoleThatHasEndedCanBeGivenAgain(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		a := g.account("li.wei")
		until := g.clock.Now().Add(time.Hour)
		g.give(accounts.GiveGrant{Account: a.ID, Role: access.Auditor, Until: until})
		_, err := g.GiveGrant(house(), accounts.GiveGrant{Account: a.ID, Role: access.Auditor})
		refused(t, err, fault.AlreadyExists)
		g.clock.advance(time.Hour)
		again := g.give(accounts.GiveGrant{Account: a.ID, Role: access.Auditor})
		grants, err := g.Grants(house(), a.ID)
		if err != nil || len(grants) != 1 || grants[0] != again {
			t.Errorf("%+v, %v; want %+v", grants, err, again)
		}
	})
}

func TestAJudgesSeatActsButIsNotListed(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		a := g.account("li.wei")
		panel := id.Ref{Prefix: "pnl", UUID: [16]byte{1}}
		seat := accounts.Grant{ID: id.Ordered[accounts.Grant](id.System{}, g.clock.Now()), Account: a.ID, Role: access.Judge, On: panel, CreatedAt: g.clock.Now()}
		g.write(func(ctx context.Context, tx *store.Tx) error { return tx.AddGrant(ctx, seat) })
		if actor := g.actor(g.in("li.wei")); actor.May(access.EnterMark, access.Scope{panel}, g.clock.Now()) != nil {
			t.Errorf("the judge is %+v", actor)
		}
		if grants, err := g.Grants(house(), a.ID); err != nil || len(grants) != 0 {
			t.Errorf("listed %+v, %v", grants, err)
		}
		refused(t, g.WithdrawGrant(house(), seat.ID), fault.NotFound)
	})
}

func TestTheLastAdministratorStays(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		first := g.account("first")
		grant := g.give(accounts.GiveGrant{Account: first.ID, Role: access.Administrator})
		forATime := g.account("for.a.time", accounts.GiveGrant{Role: access.Administrator, Until: g.clock.Now().Add(time.Hour)})
		g.account("later", accounts.GiveGrant{Role: access.Administrator, From: g.clock.Now().Add(time.Hour)})
		off := accounts.Disabled
		disable := func(a accounts.Account, revision int64) error {
			_, err := g.UpdateAccount(house(), accounts.UpdateAccount{Account: a.ID, Expected: revision, Status: &off})
			return err
		}
		refused(t, disable(first, 1), fault.LastAdministrator)
		refused(t, g.WithdrawGrant(house(), grant.ID), fault.LastAdministrator)
		if err := disable(forATime, 1); err != nil {
			t.Errorf("one for a time: %v", err)
		}
		second := g.account("second", administrator())
		if err := disable(second, 1); err != nil {
			t.Errorf("one of two: %v", err)
		}
		refused(t, g.WithdrawGrant(house(), grant.ID), fault.LastAdministrator) // the other is disabled
		g.account("third", administrator())
		if err := g.WithdrawGrant(house(), grant.ID); err != nil {
			t.Errorf("one of two: %v", err)
		}
	})
}

func TestOfManyAdministratorsWhoLeaveAtOnceOneStays(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		var made []accounts.Account
		var grants []accounts.Grant
		for i := range 8 {
			made = append(made, g.account(fmt.Sprint("admin", i)))
			grants = append(grants, g.give(accounts.GiveGrant{Account: made[i].ID, Role: access.Administrator}))
		}
		off := accounts.Disabled
		codes := sideBySide(8, func(i int) error {
			if i%2 == 0 {
				return g.WithdrawGrant(house(), grants[i].ID)
			}
			_, err := g.UpdateAccount(house(), accounts.UpdateAccount{Account: made[i].ID, Expected: 1, Status: &off})
			return err
		})
		if codes[""] != 7 || codes[fault.LastAdministrator] != 1 {
			t.Errorf("answered %v", codes)
		}
		var left []id.ID[accounts.Account]
		g.write(func(ctx context.Context, tx *store.Tx) (err error) {
			left, err = tx.LockAdministrators(ctx, g.clock.Now())
			return err
		})
		if len(left) != 1 {
			t.Errorf("left are %v", left)
		}
	})
}

func TestNoFactHoldsALoginANameOrASecret(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		g := newGate(t, db)
		code, _, err := g.NewSetupCode(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		root, err := g.CompleteSetup(context.Background(), accounts.CompleteSetup{Code: code, Login: "secret.login", DisplayName: "Secret Name", Password: goodPassword})
		if err != nil {
			t.Fatal(err)
		}
		token := g.in("secret.login")
		ctx := as(g.actor(token))
		name := "Secret Other Name"
		if _, err := g.UpdateAccount(ctx, accounts.UpdateAccount{Account: root.ID, Expected: 1, DisplayName: &name}); err != nil {
			t.Fatal(err)
		}
		_, err = g.SignIn(context.Background(), accounts.SignIn{Login: "secret.login", Password: "secret guess", Client: "secret client", Peer: "192.0.2.99"})
		refused(t, err, fault.CredentialsWrong)
		issued, err := g.IssueServiceToken(ctx, accounts.IssueServiceToken{Name: "Secret service", Actions: []access.Action{access.ListAccounts}, ExpiresAt: g.clock.Now().Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		if err := g.ChangePassword(ctx, accounts.ChangePassword{Current: goodPassword, New: "secret new password"}); err != nil {
			t.Fatal(err)
		}
		personal := 0
		for _, e := range g.facts {
			if e.Personal != nil {
				personal++
				if e.Personal.Person != root.ID.Ref() || !strings.Contains(string(e.Personal.Values), name) {
					t.Errorf("personal: %+v", e.Personal)
				}
			}
			e.Personal = nil
			text, err := json.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range []string{"secret", code, token, issued.Token, goodPassword, "192.0.2", "argon2"} {
				if strings.Contains(strings.ToLower(string(text)), strings.ToLower(secret)) {
					t.Errorf("%s is told by %s", secret, text)
				}
			}
			for _, ref := range e.Within {
				if ref.IsZero() {
					t.Errorf("%s lies within nothing", e.Name)
				}
			}
		}
		if personal != 1 || len(g.facts) < 7 {
			t.Errorf("%d facts, %d personal", len(g.facts), personal)
		}
	})
}
