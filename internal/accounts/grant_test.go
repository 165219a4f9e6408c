package accounts

import (
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

var (
	edition = id.Ref{Prefix: "edn", UUID: [16]byte{1}}
	event   = id.Ref{Prefix: "evt", UUID: [16]byte{2}}
	school  = id.Ref{Prefix: "org", UUID: [16]byte{3}}
	noon    = time.Date(2026, 9, 22, 4, 0, 0, 0, time.UTC)
)

func TestEachRoleIsGivenOnItsOwnKindOfThing(t *testing.T) {
	things := []id.Ref{{}, edition, event, school, {Prefix: "pnl", UUID: [16]byte{4}}}
	allowed := map[access.Role][]id.Ref{
		access.Administrator: {{}}, access.Auditor: {{}, edition}, access.Organiser: {edition, event},
		access.CheckIn: {edition}, access.Registrar: {school}, access.ChiefJudge: {event},
		access.Judge: nil, access.SignedIn: nil, access.Public: nil, access.Self: nil, "king": nil,
	}
	for role, on := range allowed {
		for _, thing := range things {
			want := false
			for _, a := range on {
				want = want || a == thing
			}
			err := Grant{Role: role, On: thing}.check()
			if (err == nil) != want || (err != nil && !fault.Is(err, fault.GrantWrongKind)) {
				t.Errorf("%s on %q: %v", role, thing, err)
			}
		}
	}
}

func TestAGrantBeginsBeforeItEnds(t *testing.T) {
	g := Grant{Role: access.Auditor, From: noon, Until: noon.Add(time.Millisecond)}
	if err := g.check(); err != nil {
		t.Error(err)
	}
	g.Until = noon
	if err := g.check(); !fault.Is(err, fault.LimitBroken) {
		t.Errorf("got %v", err)
	}
	g.From = time.Time{}
	if err := g.check(); err != nil {
		t.Errorf("without a beginning: %v", err)
	}
}

func TestNobodyGivesARoleAboveTheirOwn(t *testing.T) {
	who := func(grants ...access.Grant) access.Actor {
		return access.Actor{Account: id.Ref{Prefix: "acc", UUID: [16]byte{9}}, Grants: grants}
	}
	actors := map[string]access.Actor{
		"administrator":    who(access.Grant{Role: access.Administrator}),
		"edition":          who(access.Grant{Role: access.Organiser, On: edition}),
		"event":            who(access.Grant{Role: access.Organiser, On: event}),
		"ended":            who(access.Grant{Role: access.Organiser, On: edition, Until: noon}),
		"auditor":          who(access.Grant{Role: access.Auditor}),
		"service":          {Account: id.Ref{Prefix: "svc", UUID: [16]byte{8}}, Listed: []access.Action{access.GiveGrant}},
		"somebody":         who(),
		"other organiser":  who(access.Grant{Role: access.Organiser, On: id.Ref{Prefix: "edn", UUID: [16]byte{7}}}),
		"nobody (no name)": {},
	}
	for _, c := range []struct {
		role  access.Role
		on    id.Ref
		scope access.Scope
		may   []string
	}{
		{access.Administrator, id.Ref{}, nil, []string{"administrator"}},
		{access.Auditor, id.Ref{}, nil, []string{"administrator", "service"}},
		{access.Auditor, edition, access.Scope{edition}, []string{"administrator", "service"}},
		{access.Organiser, edition, access.Scope{edition}, []string{"administrator", "service"}},
		{access.Organiser, event, access.Scope{event, edition}, []string{"administrator", "service", "edition", "event"}},
		{access.CheckIn, edition, access.Scope{edition}, []string{"administrator", "service", "edition"}},
		{access.ChiefJudge, event, access.Scope{event, edition}, []string{"administrator", "service", "edition", "event"}},
		{access.Registrar, school, access.Scope{school}, []string{"administrator", "service"}},
	} {
		for name, actor := range actors {
			want := false
			for _, n := range c.may {
				want = want || n == name
			}
			err := Grant{Role: c.role, On: c.on}.within(actor, c.scope, noon)
			if (err == nil) != want || (err != nil && !fault.Is(err, fault.GrantAboveOwn)) {
				t.Errorf("%s gives %s on %q: %v", name, c.role, c.on, err)
			}
		}
	}
}

func TestAJudgesSeatIsNotAGrantThatWasGiven(t *testing.T) {
	if (Grant{Role: access.Judge, On: id.Ref{Prefix: "pnl"}}).listed() {
		t.Error("a judge's seat is listed")
	}
	if !(Grant{Role: access.Registrar, On: school}).listed() {
		t.Error("a registrar is not listed")
	}
}
