package bulk

import (
	"context"
	"errors"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// lookEvery is how often a process looks for what waits, besides being woken. lease is how long
// an operation belongs to a process that does not say anything; an atomic commit says nothing
// until it is done, and may take as long as patience. What was sent is kept for kept.
const (
	lookEvery   = time.Second
	lease       = 20 * time.Second
	patience    = 4 * time.Minute
	atomicLease = patience + lease
	forgetEvery = time.Hour
	kept        = 30 * 24 * time.Hour
	forgetBatch = 20
	stepRows    = 2000
)

var (
	errCancelled = errors.New("bulk: somebody wants the operation to end")
	errLost      = errors.New("bulk: the operation is another process's by now")
)

// Run runs operations, one at a time, until the context is cancelled. alone says that no other
// process serves this database: what was running when this one started is taken up at once.
func (s *Service) Run(ctx context.Context, alone bool) {
	ctx = access.WithActor(ctx, access.Installation)
	if alone {
		s.try("take up what was running", func() error {
			return s.byItself(ctx, func(u *work.Unit[Store]) error { return u.Store.Abandoned(ctx) })
		})
	}
	forgotten := time.Time{}
	for ctx.Err() == nil {
		if now := s.units.Clock().Now(); now.Sub(forgotten) >= forgetEvery {
			forgotten = now
			s.try("forget old imports", func() error { return s.forget(ctx) })
		}
		busy := false
		s.try("run operations", func() (err error) { busy, err = s.next(ctx); return err })
		if busy {
			continue
		}
		timer := time.NewTimer(lookEvery)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-s.woken:
		}
		timer.Stop()
	}
}

func (s *Service) try(what string, act func() error) {
	if err := act(); err != nil && !errors.Is(err, context.Canceled) {
		s.log.Error("could not "+what, "error", err)
	}
}

// byItself is a unit of the house.
func (s *Service) byItself(ctx context.Context, fn func(*work.Unit[Store]) error) error {
	_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		if err := u.Allow(access.RunOperations, nil); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, fn(u)
	})
	return err
}

func (s *Service) forget(ctx context.Context) error {
	for gone := forgetBatch; gone == forgetBatch; {
		if err := s.byItself(ctx, func(u *work.Unit[Store]) (err error) {
			gone, err = u.Store.ForgetImports(ctx, u.Now.Add(-kept), forgetBatch)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// next takes the oldest operation that waits and runs it; false if none does.
func (s *Service) next(ctx context.Context) (busy bool, err error) {
	var taken *Operation
	if err := s.byItself(ctx, func(u *work.Unit[Store]) (err error) {
		if taken, err = u.Store.NextOperation(ctx, u.Now); err != nil || taken == nil {
			return err
		}
		o := *taken
		if o.StartedAt == nil {
			o.StartedAt = &u.Now
		}
		o.State, o.Runner, o.UpdatedAt, o.Revision = Running, s.runner, u.Now, o.Revision+1
		o = o.until(u.Now)
		taken = &o
		return u.Store.ChangeOperation(ctx, o)
	}); err != nil || taken == nil {
		return false, err
	}
	return true, s.run(ctx, *taken)
}

// until is the operation with its time renewed.
func (o Operation) until(now time.Time) Operation {
	until := now.Add(lease)
	if o.Kind == CommitAll {
		until = now.Add(atomicLease)
	}
	o.LeaseUntil = &until
	return o
}

// run does an operation as who started it, and ends it. What the database cannot do for now is
// left for later; what a stopping process leaves is another's at once.
func (s *Service) run(ctx context.Context, o Operation) error {
	err := s.act(ctx, o)
	conflict := lasting(err)
	switch {
	case err == nil, errors.Is(err, errLost):
		return nil
	case ctx.Err() != nil:
		return s.change(context.WithoutCancel(ctx), o.ID, func(o Operation, now time.Time) Operation { o.LeaseUntil = &now; return o })
	case errors.Is(err, errCancelled):
		return s.fail(ctx, o, Cancelled, nil)
	case conflict != nil:
		return s.fail(ctx, o, Failed, problemOf(conflict))
	case fault.As(err).Kind() == fault.Unavailable:
		return err
	case fault.As(err).Kind() == fault.Internal:
		s.log.Error("an operation failed", "error", err, "operation", o.ID.String())
	}
	return s.fail(ctx, o, Failed, problemOf(err))
}

// lasting is the conflict that every try met; nil where it is only that the database was busy.
func lasting(err error) error {
	var retried work.Retry
	if errors.As(err, &retried) && fault.As(retried.Err).Kind() == fault.Conflict {
		return retried.Err
	}
	return nil
}

func (s *Service) act(ctx context.Context, o Operation) error {
	starter, err := s.actors.ActorFor(ctx, o.Account)
	if fault.Is(err, fault.NotFound) {
		return fault.ActionForbidden.With("action", string(access.CreateImport))
	}
	if err != nil {
		return err
	}
	ctx = work.WithRequest(access.WithActor(ctx, starter), &work.Request{ID: o.ID.String(), Patience: lease})
	do := s.commitSome
	switch o.Kind {
	case CheckImport:
		do = s.check
	case CommitAll:
		do = s.commitAll
	}
	imported, _ := id.As[Import](o.Subject)
	if err = do(ctx, o, imported); fault.Is(err, fault.NotFound) { // the starter has lost the role meanwhile
		return fault.ActionForbidden.With("action", string(access.CreateImport))
	}
	return err
}

// change writes an operation that is this process's.
func (s *Service) change(ctx context.Context, o id.ID[Operation], with func(Operation, time.Time) Operation) error {
	return s.byItself(ctx, func(u *work.Unit[Store]) error {
		found, err := s.mine(ctx, u, o)
		if err != nil {
			return err
		}
		found = with(found, u.Now)
		found.Revision, found.UpdatedAt = found.Revision+1, u.Now
		return u.Store.ChangeOperation(ctx, found)
	})
}

// mine reads an operation that this process runs.
func (s *Service) mine(ctx context.Context, u *work.Unit[Store], o id.ID[Operation]) (Operation, error) {
	found, err := u.Store.Operation(ctx, o)
	if err == nil && (found.State != Running || found.Runner != s.runner) {
		err = errLost
	}
	return found, err
}

// fail ends an operation that did not come to its end: a check leaves the import useless, a
// commit leaves it as it was checked.
func (s *Service) fail(ctx context.Context, o Operation, state State, p *Problem) error {
	return s.byItself(ctx, func(u *work.Unit[Store]) error {
		found, err := s.mine(ctx, u, o.ID)
		if err != nil {
			return err
		}
		imported, _ := id.As[Import](found.Subject)
		i, err := u.Store.Import(ctx, imported)
		if err != nil {
			return err
		}
		to := Checked
		switch {
		case found.Kind == CheckImport && state == Cancelled:
			to = Abandoned
		case found.Kind == CheckImport:
			to = Broken
		}
		if i.Counts, err = u.Store.CountRows(ctx, i.ID); err != nil {
			return err
		}
		i.Counts.Rows = found.Total
		if err := u.Store.ChangeImport(ctx, i.at(to, u.Now)); err != nil {
			return err
		}
		return u.Store.ChangeOperation(ctx, found.end(state, p, u.Now))
	})
}

// step is one transaction of an operation, as who started it: fn answers how many rows it has
// dealt with. Somebody who wants the operation to end is heard before it.
func (s *Service) step(ctx context.Context, o id.ID[Operation], i Import, action access.Action, fn func(*work.Unit[Store], *Operation) error) error {
	for {
		_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
			found, err := s.mine(ctx, u, o)
			switch {
			case err != nil:
				return struct{}{}, err
			case found.Cancelling:
				return struct{}{}, errCancelled
			}
			if err := allow(ctx, u, action, i); err != nil {
				return struct{}{}, err
			}
			if err := fn(u, &found); err != nil {
				return struct{}{}, err
			}
			if found.State == Running {
				found = found.until(u.Now)
				found.Revision, found.UpdatedAt = found.Revision+1, u.Now
			}
			return struct{}{}, u.Store.ChangeOperation(ctx, found)
		})
		if !fault.Is(err, fault.RevisionStale) {
			return err
		}
	}
}
