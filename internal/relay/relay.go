package relay

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/work"
)

// Options are what an installation says of its relay. Zero values are the usual ones.
type Options struct {
	Keys    Keys            // signs checkpoints; without a signer none are made
	Folder  string          // where checkpoint files go: <data dir>/checkpoints
	Promise []string        // facts that call for a checkpoint; nil is DefaultPromise
	Heard   func(time.Time) // told that everything committed before this instant was heard
	Chores  []Chore         // of the nouns, beside the relay's own
	Log     *slog.Logger

	Gather time.Duration // how long a burst is gathered before it is sealed; 0 is 100 ms
	Settle time.Duration // how long facts that call for a checkpoint are gathered; 0 is 1 s
	Poll   time.Duration // how often other processes' commits are looked for; 0 is 500 ms
}

// Chore is something that a noun has the house do by itself, every so often. It acts as the
// installation, and is safe to be interrupted, repeated, and done by several processes at once.
type Chore struct {
	What  string
	Every time.Duration
	Act   func(context.Context) error
}

// DefaultPromise lists the facts after which a checkpoint is signed, by name or by the
// ending of their name.
var DefaultPromise = []string{".signed", ".locked", ".published", "checkpoint.requested"}

// How often each loop looks by itself, besides being woken.
const (
	sealEvery   = time.Second
	signEvery   = time.Minute
	expireEvery = time.Hour
	longest     = 30 * time.Second // between two tries of what fails
)

// Relay runs the loops. One process has one.
type Relay struct {
	engine *work.Engine
	units  work.Units[Store]
	o      Options

	committed chan struct{} // this process committed something
	sealed    chan struct{} // this process sealed something
	called    chan struct{} // something was sealed that calls for a checkpoint
	due       atomic.Bool   // a checkpoint is called for

	known   recent     // units that this process's observers have heard of
	waiting remembered // entries that wait for their seal
	signer  signing
	stream  following
}

// New prepares the relay and observes the engine: it has to be called before the first unit
// runs.
func New(e *work.Engine, o Options) *Relay {
	if o.Promise == nil {
		o.Promise = DefaultPromise
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Gather, o.Settle, o.Poll = or(o.Gather, 100*time.Millisecond), or(o.Settle, time.Second), or(o.Poll, 500*time.Millisecond)
	r := &Relay{
		engine: e, units: work.For[Store](e), o: o,
		committed: make(chan struct{}, 1), sealed: make(chan struct{}, 1), called: make(chan struct{}, 1),
	}
	r.due.Store(true) // what was sealed before a crash may not have had its checkpoint
	e.Observe(func(entries []journal.Entry) {
		for rest := entries; len(rest) > 0; {
			n := sameUnit(rest)
			r.known.add(rest[0].Unit)
			r.waiting.add(rest[:n])
			rest = rest[n:]
		}
		wake(r.committed)
	})
	return r
}

// sameUnit counts the entries at the beginning that are of one unit.
func sameUnit(entries []journal.Entry) int {
	n := 1
	for n < len(entries) && entries[n].Unit == entries[0].Unit {
		n++
	}
	return n
}

func or(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// Run seals, signs, listens, forgets and does the chores until the context is cancelled. Whatever fails is
// logged and tried again, less and less often.
func (r *Relay) Run(ctx context.Context) {
	ctx = access.WithActor(ctx, access.Installation)
	var loops sync.WaitGroup
	loops.Go(func() { r.loop(ctx, "seal the journal", r.committed, sealEvery, r.gatherAndSeal) })
	loops.Go(func() { r.loop(ctx, "sign a checkpoint", r.called, signEvery, r.settleAndSign) })
	loops.Go(func() { r.loop(ctx, "hear other processes", r.sealed, r.o.Poll, r.follow) })
	loops.Go(func() { r.loop(ctx, "forget old idempotency keys", nil, expireEvery, r.expireKeys) })
	for _, c := range r.o.Chores {
		loops.Go(func() { r.loop(ctx, c.What, nil, c.Every, c.Act) })
	}
	loops.Wait()
}

// loop acts at once, when woken, and every so often.
func (r *Relay) loop(ctx context.Context, what string, woken <-chan struct{}, every time.Duration, act func(context.Context) error) {
	failures := 0
	for ctx.Err() == nil {
		err, after, until := act(ctx), every, woken
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			failures++
			r.o.Log.Error("could not "+what, "error", err, "failures", failures)
			after, until = backoff(failures), nil // nobody hurries what fails
		case failures > 0:
			r.o.Log.Info("can again "+what, "failures", failures)
			failures = 0
		}
		timer := time.NewTimer(after)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-until:
		}
		timer.Stop()
	}
}

// backoff is 1, 2, 4 … seconds, at most the longest.
func backoff(failures int) time.Duration {
	return min(time.Second<<min(failures-1, 10), longest)
}

func wake(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default: // it has been woken already
	}
}

// pause waits so that what comes in a burst is handled together.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// calls reports whether a fact of this name calls for a checkpoint.
func (r *Relay) calls(name string) bool {
	for _, p := range r.o.Promise {
		if name == p || strings.HasPrefix(p, ".") && strings.HasSuffix(name, p) {
			return true
		}
	}
	return false
}
