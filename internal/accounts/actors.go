package accounts

import (
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
)

// most is how many actors are kept. A kept actor takes about 1 KiB.
const most = 20_000

// caller is an actor as its token was found, with all that ends it.
type caller struct {
	actor   access.Actor
	expires time.Time
	idles   bool      // a session, which ends when it is not used
	seen    time.Time // when it last called, here or as the database says
	written time.Time // when that was last written down
}

// actors keeps who is calling by the hash of the token, so that a request needs no database
// to know. What changes an actor is a fact, and facts drop what they change; the generation
// counts the drops, so that an actor which was read before a change is not kept after it.
type actors struct {
	mu         sync.Mutex
	callers    map[[32]byte]caller
	generation uint64
	distrusted bool
}

func newActors() *actors { return &actors{callers: map[[32]byte]caller{}} }

// find is the kept actor, if it still counts now, and whether its use is to be written down.
// An actor that looks idle is not found: another process may have seen it since.
func (k *actors) find(hash [32]byte, now time.Time) (c caller, touch, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	c, ok = k.callers[hash]
	if !ok || k.distrusted || !now.Before(c.expires) || (c.idles && now.Sub(c.seen) >= Idle) {
		return caller{}, false, false
	}
	if now.After(c.seen) {
		c.seen = now
	}
	if touch = c.idles && now.Sub(c.written) >= TouchEvery; touch {
		c.written = now
	}
	k.callers[hash] = c
	return c, touch, true
}

// current is the generation to hand to keep; to be asked for before the database is read.
func (k *actors) current() uint64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.generation
}

// keep keeps an actor that was read from the database, unless something changed since.
func (k *actors) keep(hash [32]byte, c caller, generation uint64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.distrusted || generation != k.generation {
		return
	}
	if _, there := k.callers[hash]; !there && len(k.callers) >= most {
		for other := range k.callers { // any: whoever is dropped is read again
			delete(k.callers, other)
			break
		}
	}
	k.callers[hash] = c
}

// drop forgets the actors that match.
func (k *actors) drop(match func(access.Actor) bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.generation++
	for hash, c := range k.callers {
		if match(c.actor) {
			delete(k.callers, hash)
		}
	}
}

// dropAll forgets everybody.
func (k *actors) dropAll() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.generation++
	clear(k.callers)
}

// Observe hears of every committed fact, of this process and of others, and forgets the
// actors that it changed.
func (s *Service) Observe(entries []journal.Entry) {
	for _, e := range entries {
		s.actors.hear(e)
	}
}

func (k *actors) hear(e journal.Entry) {
	noun, act, _ := strings.Cut(e.Name, ".")
	switch noun {
	case "account", "service_token":
		if act != "created" {
			k.dropAccount(e.Subject)
		}
	case "session":
		if act == "revoked" {
			k.drop(func(a access.Actor) bool { return a.Session == e.Subject })
		}
	case "grant", "staff_assignment": // what somebody does at a base is a role there
		k.dropAccount(accountIn(e.Data))
	case "panel": // a judge's seat is a grant that judging writes
		k.dropAll()
	case "edition":
		if act == "updated" { // the days of assignments begin by its time zone
			k.dropAll()
		}
	}
}

// dropAccount forgets one account or service token; everybody if it is not known which.
func (k *actors) dropAccount(account id.Ref) {
	if account.IsZero() {
		k.dropAll()
		return
	}
	k.drop(func(a access.Actor) bool { return a.Account == account })
}

// accountIn reads the account that a fact names; zero if it names none.
func accountIn(fact json.RawMessage) id.Ref {
	var f struct {
		Account id.Ref `json:"account"`
	}
	if json.Unmarshal(fact, &f) != nil {
		return id.Ref{}
	}
	return f.Account
}

// Distrust says whether facts of other processes may be missing: then every request asks the
// database who is calling.
func (s *Service) Distrust(yes bool) {
	s.actors.mu.Lock()
	defer s.actors.mu.Unlock()
	if s.actors.distrusted != yes {
		s.actors.distrusted = yes
		s.actors.generation++
		clear(s.actors.callers)
	}
}
