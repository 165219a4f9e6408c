package work

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
)

// Unit is what a use case holds while it runs.
type Unit[S any] struct {
	Store S         // the noun's own view of the transaction
	Now   time.Time // the unit's one instant: UTC, milliseconds
	IDs   id.Source // for new ids
	Actor access.Actor

	asked  bool
	action access.Action
	within access.Scope
	facts  []recorded
}

// recorded is a fact, and what its thing lies within; nil is what was asked about last.
type recorded struct {
	journal.Fact
	within access.Scope
}

// Allow asks whether the actor may do this to things of this scope. It answers not_found
// for what the actor may not see, and forbidden for what it may see but not do.
func (u *Unit[S]) Allow(action access.Action, scope access.Scope) error {
	u.asked, u.action, u.within = true, action, scope
	return u.Actor.May(action, scope, u.Now)
}

// Record notes that something happened. It is kept if and only if the unit commits.
func (u *Unit[S]) Record(f journal.Fact) { u.RecordWithin(nil, f) }

// RecordWithin is Record for a thing that lies elsewhere than what was asked about: one that the
// unit has just made, or somebody else's that is affected.
func (u *Unit[S]) RecordWithin(scope access.Scope, f journal.Fact) {
	u.facts = append(u.facts, recorded{f, scope})
}

// entries turns the facts into journal entries of one unit.
func (u *Unit[S]) entries(request string) ([]journal.Entry, error) {
	if len(u.facts) == 0 {
		return nil, nil
	}
	unit := id.OrderedBytes(u.IDs, u.Now)
	entries := make([]journal.Entry, 0, len(u.facts))
	for i, f := range u.facts {
		e, err := Entry(u.IDs, f.Fact)
		if err != nil {
			return nil, err
		}
		e.Unit, e.Ordinal, e.At, e.Actor, e.Request = unit, i, u.Now, u.Actor.Account, request
		if e.Action, e.Within = string(u.action), u.within; f.within != nil {
			e.Within = f.within
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// Entry is a fact's own part of a journal entry; the unit adds who, when and where.
func Entry(ids id.Source, f journal.Fact) (journal.Entry, error) {
	data, err := json.Marshal(f)
	if err != nil {
		return journal.Entry{}, fmt.Errorf("work: fact %T: %w", f, err)
	}
	name, subject := f.Fact()
	e := journal.Entry{Name: name, Subject: subject, Data: data}
	p, ok := f.(journal.PersonalFact)
	if !ok {
		return e, nil
	}
	person, values := p.Personal()
	e.Personal = &journal.Personal{Person: person, Salt: make([]byte, 32)}
	if e.Personal.Values, err = json.Marshal(values); err != nil {
		return journal.Entry{}, fmt.Errorf("work: personal values of %T: %w", f, err)
	}
	ids.Bytes(e.Personal.Salt)
	e.Personal.Hash = journal.PersonalHash(e.Personal.Salt, e.Personal.Values)
	return e, nil
}
