package work

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
)

// Clock tells the time. One clock is injected everywhere; nobody asks the machine.
type Clock interface{ Now() time.Time }

// Instant is the clock's time as the system keeps it: UTC, cut to the millisecond.
func Instant(c Clock) time.Time { return c.Now().UTC().Truncate(time.Millisecond) }

// Tx is what every transaction offers beside the nouns' own stores.
type Tx interface {
	// Append adds entries to the journal.
	Append(ctx context.Context, entries []journal.Entry) error
	// ClaimKey takes an idempotency key, or answers what was kept under it.
	// It waits for a request in flight with the same key, and refuses another request's.
	ClaimKey(ctx context.Context, k Key, at time.Time) (kept Kept, found bool, err error)
	// KeepResult stores what a repeated request will be answered.
	KeepResult(ctx context.Context, k Key, kept Kept) error
}

// Database opens transactions. Nobody else does.
type Database interface {
	// Write runs fn in a transaction that may write, and commits it if fn returns nil.
	Write(ctx context.Context, fn func(Tx) error) error
	// Statement runs fn, which issues one writing statement: the statement is the
	// transaction. Where the database cannot do that, it is Write.
	Statement(ctx context.Context, fn func(Tx) error) error
	// Read runs fn in a transaction that sees one snapshot and may not write.
	Read(ctx context.Context, fn func(Tx) error) error
	// Glance runs fn, which issues one reading statement: the statement is the snapshot. Where
	// the database gains nothing by that, it is Read.
	Glance(ctx context.Context, fn func(Tx) error) error
}

// Retry wraps an error of the database that a second try may not meet: a serialization
// failure, a deadlock.
type Retry struct{ Err error }

func (r Retry) Error() string { return r.Err.Error() }
func (r Retry) Unwrap() error { return r.Err }

// retries is how often a unit is tried again; after that the record counts as busy.
const retries = 3

// Engine runs units.
type Engine struct {
	DB    Database
	Clock Clock
	IDs   id.Source

	observers []func([]journal.Entry)
}

// Observe has fn called with every committed unit's entries, in this process, after the
// commit and before the caller is answered. fn must be quick and safe to repeat. To be
// called before the first unit runs.
func (e *Engine) Observe(fn func([]journal.Entry)) { e.observers = append(e.observers, fn) }

// Committed tells the observers. The relay calls it for what other processes committed.
func (e *Engine) Committed(entries []journal.Entry) {
	if len(entries) == 0 {
		return
	}
	for _, fn := range e.observers {
		fn(entries)
	}
}

// Units runs the units of one noun, whose view of a transaction is S.
type Units[S any] struct{ engine *Engine }

// For gives a noun its units. The store's transaction must implement S; app says so to the
// compiler.
func For[S any](e *Engine) Units[S] { return Units[S]{e} }

// Clock is the injected clock, for the few use cases that wait outside a transaction.
func (u Units[S]) Clock() Clock { return u.engine.Clock }

// IDs is the injected source of ids, for use cases that need secrets before they open a
// transaction.
func (u Units[S]) IDs() id.Source { return u.engine.IDs }

var errDryRun = errors.New("work: dry run, rolled back on purpose")

// Do runs a unit that may write: fn's writes and facts are committed together, or nothing
// is. With an idempotency key the result is kept in the same commit, and a repeated request
// is answered with it. In a dry run everything happens and is then rolled back.
func Do[S, T any](ctx context.Context, units Units[S], fn func(*Unit[S]) (T, error)) (T, error) {
	e, request := units.engine, RequestOf(ctx)
	now := Instant(e.Clock)
	var result T
	var entries []journal.Entry
	once := func(tx Tx) (err error) {
		var none T // a try before this one may have left something, which a kept result would be mixed with
		result, entries, request.Replayed = none, nil, false
		if k := request.Key; k != nil && !request.DryRun {
			kept, found, err := tx.ClaimKey(ctx, *k, now)
			if err != nil {
				return err
			}
			if found {
				if kept.Action != "" { // a changed role acts at once, also on what was answered before
					if err := access.ActorOf(ctx).May(kept.Action, kept.Within, now); err != nil {
						return err
					}
				}
				request.Replayed = true
				return json.Unmarshal(kept.Result, &result)
			}
		}
		u := &Unit[S]{Store: tx.(S), Now: now, IDs: e.IDs, Actor: access.ActorOf(ctx)}
		if result, err = fn(u); err != nil {
			return err
		}
		if !u.asked {
			return fault.InternalError.New().Because(fmt.Errorf("work: a unit with %T never asked for permission", result))
		}
		if entries, err = u.entries(request.ID); err != nil {
			return err
		}
		if err := tx.Append(ctx, entries); err != nil {
			return err
		}
		if request.DryRun {
			return errDryRun
		}
		if k := request.Key; k != nil {
			kept := Kept{Action: u.action, Within: u.within}
			if kept.Result, err = json.Marshal(result); err != nil {
				return err
			}
			return tx.KeepResult(ctx, *k, kept)
		}
		return nil
	}
	err := again(ctx, func() error { return e.DB.Write(ctx, once) })
	switch {
	case errors.Is(err, errDryRun):
		return result, nil
	case err != nil:
		var none T
		return none, err
	}
	e.Committed(entries)
	return result, nil
}

// View runs a unit that only reads, on one snapshot. It cannot record: a read that must be
// logged is a Do.
func View[S, T any](ctx context.Context, units Units[S], fn func(*Unit[S]) (T, error)) (T, error) {
	return view(ctx, units, units.engine.DB.Read, fn)
}

// Glance is View for a unit that asks the database one thing, and knows the rest already.
func Glance[S, T any](ctx context.Context, units Units[S], fn func(*Unit[S]) (T, error)) (T, error) {
	return view(ctx, units, units.engine.DB.Glance, fn)
}

func view[S, T any](
	ctx context.Context, units Units[S], read func(context.Context, func(Tx) error) error, fn func(*Unit[S]) (T, error),
) (T, error) {
	e := units.engine
	now := Instant(e.Clock)
	var result T
	err := again(ctx, func() error {
		return read(ctx, func(tx Tx) (err error) {
			u := &Unit[S]{Store: tx.(S), Now: now, IDs: e.IDs, Actor: access.ActorOf(ctx)}
			if result, err = fn(u); err != nil {
				return err
			}
			if !u.asked {
				return fault.InternalError.New().Because(fmt.Errorf("work: a view with %T never asked for permission", result))
			}
			if len(u.facts) > 0 {
				return fault.InternalError.New().Because(errors.New("work: a view cannot record"))
			}
			return nil
		})
	})
	if err != nil {
		var none T
		return none, err
	}
	return result, nil
}

// again tries once more what the database could not do only because of its neighbours.
func again(ctx context.Context, try func() error) error {
	for n := 0; ; n++ {
		err := try()
		var retry Retry
		if !errors.As(err, &retry) {
			return err
		}
		if n == retries || ctx.Err() != nil {
			return fault.RecordBusy.New().After(time.Second).Because(err)
		}
	}
}
