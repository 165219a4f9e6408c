package relay

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/work"
)

// A seal holds at most so many units, and facts unless one unit alone has more, so that
// sealing keeps a transaction short whatever has gathered.
const (
	mostUnits = 1000
	mostFacts = 20_000
)

// burst is what one seal took up.
type burst struct {
	units int
	more  bool // others are left
	calls bool // it holds a fact that calls for a checkpoint
}

func (r *Relay) gatherAndSeal(ctx context.Context) error {
	pause(ctx, r.o.Gather)
	return r.SealAll(ctx)
}

// SealAll seals what has been committed, in as many seals as it takes. It does nothing while
// another process is sealing.
func (r *Relay) SealAll(ctx context.Context) error {
	ctx = access.WithActor(ctx, access.Installation)
	for more := true; more; {
		some, err := r.someWait(ctx)
		if err != nil || !some {
			return err
		}
		b, err := r.seal(ctx)
		if err != nil {
			return err
		}
		if b.calls {
			r.due.Store(true)
			wake(r.called)
		}
		if b.units > 0 {
			wake(r.sealed)
		}
		more = b.more
	}
	return nil
}

// someWait looks before a transaction is opened that may write: on SQLite that one would make
// everybody else wait.
func (r *Relay) someWait(ctx context.Context) (bool, error) {
	return work.View(ctx, r.units, func(u *work.Unit[Store]) (bool, error) {
		if err := u.Allow(access.SealJournal, nil); err != nil {
			return false, err
		}
		units, err := u.Store.UnitsWaiting(ctx, 1)
		return len(units) > 0, err
	})
}

// seal makes one seal of what waits. Units are taken as they are found committed: one that
// commits later than others with later ids goes into a later seal.
func (r *Relay) seal(ctx context.Context) (burst, error) {
	return work.Do(ctx, r.units, func(u *work.Unit[Store]) (burst, error) {
		if err := u.Allow(access.SealJournal, nil); err != nil {
			return burst{}, err
		}
		alone, err := u.Store.TakeSealing(ctx)
		if err != nil || !alone {
			return burst{}, err
		}
		units, more, err := u.Store.UnitsToSeal(ctx, mostUnits, mostFacts)
		if err != nil || len(units) == 0 {
			return burst{}, err
		}
		digests, calls, err := r.digests(ctx, u, units)
		if err != nil {
			return burst{}, err
		}
		last, err := u.Store.LastSeal(ctx)
		if err != nil {
			return burst{}, err
		}
		s := journal.Next(last, units, digests, u.Now)
		hashes, err := journal.LeafHashes(s, u.Store.SealTree(ctx))
		if err != nil {
			return burst{}, err
		}
		return burst{len(units), more, calls}, u.Store.AddSeal(ctx, s, hashes)
	})
}
