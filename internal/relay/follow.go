package relay

import (
	"context"
	"sync"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/work"
)

// following is where the stream has come to.
type following struct {
	begun bool
	last  int64 // number of the last seal whose units were heard
}

// How much the stream takes up at once.
const (
	sealsAtOnce = 200
	unitsAtOnce = 50
	mostWaiting = 10_000
)

// news is what one snapshot shows to have been committed.
type news struct {
	seals   []journal.Seal
	waiting [][16]byte
}

// follow tells this process's observers what other processes committed since the last time:
// the units of new seals and, without waiting for their seal, the units that are not sealed
// yet. Both are read on one snapshot, so everything that was committed before it is heard,
// even if no process is sealing. Then Heard is told the instant before that snapshot; after
// an error, or while more waits than can be taken up, there is silence, and whoever keeps a
// cache must not trust it. A new process begins at the latest seal.
func (r *Relay) follow(ctx context.Context) error {
	if err := r.begin(ctx); err != nil {
		return err
	}
	for {
		before := work.Instant(r.units.Clock())
		n, err := r.news(ctx)
		if err != nil {
			return err
		}
		var units [][16]byte
		for _, s := range n.seals {
			units = append(units, s.Units...)
		}
		if err := r.tell(ctx, append(units, n.waiting...)); err != nil {
			return err
		}
		r.waiting.forget(units)
		if len(n.seals) > 0 {
			r.stream.last = n.seals[len(n.seals)-1].Number
		}
		if len(n.seals) < sealsAtOnce {
			if r.o.Heard != nil && len(n.waiting) < mostWaiting {
				r.o.Heard(before)
			}
			return nil
		}
	}
}

func (r *Relay) begin(ctx context.Context) error {
	if r.stream.begun {
		return nil
	}
	last, err := work.View(ctx, r.units, func(u *work.Unit[Store]) (*journal.Seal, error) {
		if err := u.Allow(access.SealJournal, nil); err != nil {
			return nil, err
		}
		return u.Store.LastSeal(ctx)
	})
	if err != nil {
		return err
	}
	r.stream.begun = true
	if last != nil {
		r.stream.last = last.Number
	}
	return nil
}

func (r *Relay) news(ctx context.Context) (news, error) {
	return work.View(ctx, r.units, func(u *work.Unit[Store]) (n news, err error) {
		if err = u.Allow(access.SealJournal, nil); err != nil {
			return n, err
		}
		if n.seals, err = u.Store.SealsAfter(ctx, r.stream.last, sealsAtOnce); err != nil {
			return n, err
		}
		n.waiting, err = u.Store.UnitsWaiting(ctx, mostWaiting)
		return n, err
	})
}

// tell loads the entries of the units that are new to this process, and calls the observers.
func (r *Relay) tell(ctx context.Context, units [][16]byte) error {
	foreign := r.known.without(units)
	for len(foreign) > 0 {
		some := foreign[:min(unitsAtOnce, len(foreign))]
		foreign = foreign[len(some):]
		entries, err := work.View(ctx, r.units, func(u *work.Unit[Store]) (entries []journal.Entry, err error) {
			if err := u.Allow(access.SealJournal, nil); err != nil {
				return nil, err
			}
			err = u.Store.EachEntry(ctx, some, func(f journal.Found) error {
				entries = append(entries, f.Entry)
				return nil
			})
			return entries, err
		})
		if err != nil {
			return err
		}
		for len(entries) > 0 {
			n := sameUnit(entries)
			r.engine.Committed(entries[:n])
			entries = entries[n:]
		}
	}
	return nil
}

// recent remembers units, at least the last generation of them. What it forgets is heard
// twice, which observers take.
type recent struct {
	mu          sync.Mutex
	new, former map[[16]byte]struct{}
}

const generation = 1 << 16

func (k *recent) add(unit [16]byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.new) >= generation {
		k.former, k.new = k.new, nil
	}
	if k.new == nil {
		k.new = map[[16]byte]struct{}{}
	}
	k.new[unit] = struct{}{}
}

// without leaves out the units that it remembers, and those that are listed twice.
func (k *recent) without(units [][16]byte) [][16]byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	var rest [][16]byte
	listed := map[[16]byte]struct{}{}
	for _, u := range units {
		_, now := k.new[u]
		_, before := k.former[u]
		_, twice := listed[u]
		if !now && !before && !twice {
			rest, listed[u] = append(rest, u), struct{}{}
		}
	}
	return rest
}
