package accounts

import (
	"encoding/binary"
	"encoding/json"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
)

func person(n byte) caller {
	return caller{
		actor:   access.Actor{Account: id.Ref{Prefix: "acc", UUID: [16]byte{n}}, Session: id.Ref{Prefix: "ses", UUID: [16]byte{n}}},
		expires: noon.Add(Lifetime), idles: true, seen: noon, written: noon,
	}
}

func program(n byte) caller {
	return caller{actor: access.Actor{Account: id.Ref{Prefix: "svc", UUID: [16]byte{n}}}, expires: noon.Add(Lifetime)}
}

func token(n byte) [32]byte { return [32]byte{n} }

func kept(k *actors) (found []byte) {
	for n := range byte(10) {
		if _, _, ok := k.find(token(n), noon); ok {
			found = append(found, n)
		}
	}
	return found
}

func TestAFactDropsTheActorsThatItChanges(t *testing.T) {
	fact := func(account string) json.RawMessage { return json.RawMessage(`{"account":"` + account + `"}`) }
	one, two := person(1).actor, program(3).actor
	for _, c := range []struct {
		name    string
		subject id.Ref
		data    json.RawMessage
		left    string
	}{
		{"account.updated", one.Account, nil, "\x02\x03"},
		{"account.password_changed", one.Account, nil, "\x02\x03"},
		{"account.password_reset", one.Account, nil, "\x02\x03"},
		{"account.created", one.Account, nil, "\x01\x02\x03"},
		{"session.revoked", one.Session, fact(one.Account.String()), "\x02\x03"},
		{"session.created", one.Session, fact(one.Account.String()), "\x01\x02\x03"},
		{"session.refused", one.Account, fact(one.Account.String()), "\x01\x02\x03"},
		{"grant.created", id.Ref{Prefix: "grt"}, fact(one.Account.String()), "\x02\x03"},
		{"grant.deleted", id.Ref{Prefix: "grt"}, fact(one.Account.String()), "\x02\x03"},
		{"grant.deleted", id.Ref{Prefix: "grt"}, nil, ""},
		{"grant.deleted", id.Ref{Prefix: "grt"}, json.RawMessage(`{}`), ""},
		{"service_token.revoked", two.Account, nil, "\x01\x02"},
		{"panel.judge_seated", id.Ref{Prefix: "pnl"}, nil, ""},
		{"organization.updated", id.Ref{Prefix: "org"}, nil, "\x01\x02\x03"},
	} {
		k := newActors()
		for n, c := range map[byte]caller{1: person(1), 2: person(2), 3: program(3)} {
			k.keep(token(n), c, k.current())
		}
		k.hear(journal.Entry{Name: c.name, Subject: c.subject, Data: c.data})
		if got := string(kept(k)); got != c.left {
			t.Errorf("%s leaves %q, want %q", c.name, got, c.left)
		}
	}
}

func TestAnActorThatWasReadBeforeAChangeIsNotKeptAfterIt(t *testing.T) {
	k := newActors()
	before := k.current()
	k.hear(journal.Entry{Name: "account.updated", Subject: person(1).actor.Account})
	k.keep(token(1), person(1), before)
	if got := kept(k); got != nil {
		t.Errorf("kept %v", got)
	}
	k.keep(token(1), person(1), k.current())
	if got := kept(k); len(got) != 1 {
		t.Errorf("kept %v", got)
	}
}

func TestAKeptActorEndsByTheClock(t *testing.T) {
	k := newActors()
	k.keep(token(1), person(1), 0)
	k.keep(token(3), program(3), 0)
	for _, c := range []struct {
		n     byte
		after time.Duration
		touch bool
		ok    bool
	}{
		{1, 0, false, true},
		{1, TouchEvery - 1, false, true},
		{1, TouchEvery, true, true},
		{1, TouchEvery + 1, false, true}, // written down just now
		{1, TouchEvery + 1 + Idle, false, false},
		{3, Lifetime - 1, false, true}, // programs are never idle
		{3, Lifetime, false, false},
	} {
		_, touch, ok := k.find(token(c.n), noon.Add(c.after))
		if touch != c.touch || ok != c.ok {
			t.Errorf("%d after %v: touch %v, found %v", c.n, c.after, touch, ok)
		}
	}
}

func TestWithoutTrustNothingIsKept(t *testing.T) {
	s := &Service{actors: newActors()}
	s.actors.keep(token(1), person(1), s.actors.current())
	s.Distrust(true)
	s.actors.keep(token(2), person(2), s.actors.current())
	if got := kept(s.actors); got != nil {
		t.Errorf("found %v", got)
	}
	during := s.actors.current()
	s.Distrust(false)
	s.actors.keep(token(1), person(1), during)
	if got := kept(s.actors); got != nil {
		t.Errorf("what was read without trust is kept: %v", got)
	}
	s.actors.keep(token(1), person(1), s.actors.current())
	if got := kept(s.actors); len(got) != 1 {
		t.Errorf("trusted again: %v", got)
	}
}

func TestNoMoreActorsAreKeptThanThereIsRoomFor(t *testing.T) {
	k := newActors()
	for n := range uint64(most + 100) {
		var hash [32]byte
		binary.BigEndian.PutUint64(hash[:], n)
		k.keep(hash, person(1), 0)
	}
	if len(k.callers) != most {
		t.Errorf("%d are kept", len(k.callers))
	}
}
