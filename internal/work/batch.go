package work

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
)

// Item is one unit of a batch: what is asked, by whom, when, and the journal entry that
// will stand for it. Unit and Ordinal are filled in when the batch is written.
type Item[In any] struct {
	In    In
	Actor access.Actor
	Now   time.Time
	Entry journal.Entry
}

// Outcome is what became of one item. Saved says whether it was written: only then its
// entry is in the journal.
type Outcome[Out any] struct {
	Out   Out
	Saved bool
	Err   error
}

// Hot describes one hot kind of unit.
type Hot[S, In, Out any] struct {
	// Check refuses what can be refused without the database: permission, and what cached
	// facts say. It completes the input and answers what is recorded if the unit is written.
	// A stale cache may refuse, but never lets through: Write asks again.
	Check func(ctx context.Context, in In, actor access.Actor, now time.Time) (Checked[In], error)
	// Key tells items that must not be in one batch: a statement cannot touch a row twice.
	Key func(In) string
	// Write writes the items it can, each with its journal entry, in one statement, and
	// answers an outcome for every item, in order. An error is everybody's.
	Write func(ctx context.Context, store S, items []Item[In]) ([]Outcome[Out], error)
}

// Checked is an input that passed, with what will be recorded of it and where.
type Checked[In any] struct {
	In     In
	Fact   journal.Fact
	Action access.Action
	Scope  access.Scope
}

// most is how many items one transaction takes; writers is how many are open at once.
const (
	most    = 32
	writers = 2
)

// Batch coalesces concurrent units of one hot kind into one transaction: whoever waits at
// the same moment is written together, nobody waits for company. The guarantees are Do's.
type Batch[S, In, Out any] struct {
	engine *Engine
	hot    Hot[S, In, Out]
	queue  chan *waiting[In, Out]
	done   sync.WaitGroup
	closed chan struct{}
	once   sync.Once
}

type waiting[In, Out any] struct {
	ctx     context.Context
	item    Item[In]
	outcome Outcome[Out]
	ready   chan struct{}
}

// NewBatch starts the writers. Close ends them.
func NewBatch[S, In, Out any](units Units[S], hot Hot[S, In, Out]) *Batch[S, In, Out] {
	b := &Batch[S, In, Out]{engine: units.engine, hot: hot, queue: make(chan *waiting[In, Out], 1024), closed: make(chan struct{})}
	b.done.Add(writers)
	for range writers {
		go b.write()
	}
	return b
}

// Close waits until everything that was accepted has been answered.
func (b *Batch[S, In, Out]) Close() {
	b.once.Do(func() { close(b.closed) })
	b.done.Wait()
}

// Do hands in one unit and waits for its outcome.
func (b *Batch[S, In, Out]) Do(ctx context.Context, in In) (Out, error) {
	var none Out
	actor, now := access.ActorOf(ctx), Instant(b.engine.Clock)
	c, err := b.hot.Check(ctx, in, actor, now)
	if err != nil {
		return none, err
	}
	entry, err := Entry(b.engine.IDs, c.Fact)
	if err != nil {
		return none, err
	}
	entry.At, entry.Actor, entry.Action, entry.Within, entry.Request = now, actor.Account, string(c.Action), c.Scope, RequestOf(ctx).ID
	w := &waiting[In, Out]{ctx: ctx, item: Item[In]{In: c.In, Actor: actor, Now: now, Entry: entry}, ready: make(chan struct{})}
	select {
	case b.queue <- w:
	case <-b.closed:
		return none, fault.Overloaded.New().After(time.Second)
	default:
		return none, fault.Overloaded.New().After(time.Second)
	}
	select {
	case <-w.ready:
		return w.outcome.Out, w.outcome.Err
	case <-ctx.Done():
		return none, fault.RecordBusy.New().After(time.Second).Because(ctx.Err())
	}
}

// write takes what is there, without a timer, and writes it together.
func (b *Batch[S, In, Out]) write() {
	defer b.done.Done()
	var left []*waiting[In, Out] // same key as one that is being written: next round
	for {
		batch, keys := []*waiting[In, Out]{}, map[string]bool{}
		var later []*waiting[In, Out]
		take := func(w *waiting[In, Out]) {
			if k := b.hot.Key(w.item.In); keys[k] {
				later = append(later, w)
			} else {
				keys[k] = true
				batch = append(batch, w)
			}
		}
		for _, w := range left {
			take(w)
		}
		if len(batch) == 0 {
			select {
			case w := <-b.queue:
				take(w)
			case <-b.closed:
				select { // what was accepted is still answered
				case w := <-b.queue:
					take(w)
				default:
					return
				}
			}
		}
	drain:
		for len(batch) < most {
			select {
			case w := <-b.queue:
				take(w)
			default:
				break drain
			}
		}
		b.run(batch)
		left = later
	}
}

// run writes a batch; if it fails as a whole, its items are written one by one, so that
// nobody suffers from a neighbour.
func (b *Batch[S, In, Out]) run(batch []*waiting[In, Out]) {
	err := b.try(batch)
	var retry Retry
	for n := 0; errors.As(err, &retry) && n < retries; n++ {
		err = b.try(batch)
	}
	if err != nil && len(batch) > 1 {
		for _, w := range batch {
			b.run([]*waiting[In, Out]{w})
		}
		return
	}
	for _, w := range batch {
		if err != nil {
			if errors.As(err, &retry) {
				err = fault.RecordBusy.New().After(time.Second).Because(err)
			}
			w.outcome = Outcome[Out]{Err: err}
		}
		close(w.ready)
	}
}

// try writes a batch in one transaction and tells the observers what was saved.
func (b *Batch[S, In, Out]) try(batch []*waiting[In, Out]) error {
	unit := id.OrderedBytes(b.engine.IDs, batch[0].item.Now)
	items := make([]Item[In], len(batch))
	for i, w := range batch {
		w.item.Entry.Unit, w.item.Entry.Ordinal = unit, i
		items[i] = w.item
	}
	var outcomes []Outcome[Out]
	// The callers' contexts end separately; the transaction has the database's own limit.
	err := b.engine.DB.Statement(context.WithoutCancel(batch[0].ctx), func(tx Tx) (err error) {
		outcomes, err = b.hot.Write(context.WithoutCancel(batch[0].ctx), tx.(S), items)
		return err
	})
	if err != nil {
		return err
	}
	var saved []journal.Entry
	for i, w := range batch {
		w.outcome = outcomes[i]
		if outcomes[i].Saved {
			saved = append(saved, items[i].Entry)
		}
	}
	b.engine.Committed(saved)
	return nil
}
