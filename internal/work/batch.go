package work

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
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

// most is how many items one transaction takes; writers is how many are open at once; crowd is
// how many items have to wait before another one is opened, because two small ones cost a fifth
// more than one; longest is how many items may wait; patience is how long one of them does.
const (
	most     = 32
	writers  = 2
	crowd    = most / 2
	longest  = 1024
	patience = 10 * time.Second
)

// Batch coalesces concurrent units of one hot kind into one transaction: whoever waits at
// the same moment is written together, nobody waits for company. The guarantees are Do's,
// without idempotency keys and dry runs. Items of one key are written one after the other, in
// the order in which they were handed in, and nobody else waits for them.
type Batch[S, In, Out any] struct {
	engine  *Engine
	hot     Hot[S, In, Out]
	writing sync.WaitGroup
	callers atomic.Int32 // who waits for an outcome

	mu     sync.Mutex
	news   *sync.Cond          // there may be something to take, or the batch closes
	line   []*waiting[In, Out] // handed in and not taken yet, oldest first
	taken  map[string]bool     // the keys that are being written
	open   int                 // transactions
	closed bool
}

type waiting[In, Out any] struct {
	ctx     context.Context
	key     string
	item    Item[In]
	outcome Outcome[Out]
	ready   chan struct{}
}

// NewBatch starts the writers. Close ends them.
func NewBatch[S, In, Out any](units Units[S], hot Hot[S, In, Out]) *Batch[S, In, Out] {
	b := &Batch[S, In, Out]{engine: units.engine, hot: hot, taken: map[string]bool{}}
	b.news = sync.NewCond(&b.mu)
	for range writers {
		b.writing.Go(b.write)
	}
	return b
}

// Close refuses what comes from now on, and waits until everything that was accepted has been
// answered.
func (b *Batch[S, In, Out]) Close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.news.Broadcast()
	b.writing.Wait()
}

// Do hands in one unit and waits for its outcome, at most for as long as a unit may take.
func (b *Batch[S, In, Out]) Do(ctx context.Context, in In) (Out, error) {
	var none Out
	request := RequestOf(ctx)
	if request.Key != nil || request.DryRun {
		return none, fault.InternalError.New().Because(fmt.Errorf("work: a batch of %T takes neither keys nor dry runs", in))
	}
	actor, now := access.ActorOf(ctx), Instant(b.engine.Clock)
	c, err := b.hot.Check(ctx, in, actor, now)
	if err != nil {
		return none, err
	}
	if c.Action == "" {
		return none, fault.InternalError.New().Because(fmt.Errorf("work: a batch of %T never asked for permission", in))
	}
	entry, err := Entry(b.engine.IDs, c.Fact)
	if err != nil {
		return none, err
	}
	entry.At, entry.Actor, entry.Action, entry.Within, entry.Request = now, actor.Account, string(c.Action), c.Scope, request.ID
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	w := &waiting[In, Out]{
		ctx: ctx, key: b.hot.Key(c.In), item: Item[In]{In: c.In, Actor: actor, Now: now, Entry: entry}, ready: make(chan struct{}),
	}
	b.callers.Add(1)
	defer b.callers.Add(-1)
	accepted, alone := b.accept(w)
	if !accepted {
		return none, fault.Overloaded.New().After(time.Second)
	}
	if alone {
		b.writeHere(w)
		return w.outcome.Out, w.outcome.Err
	}
	select {
	case <-w.ready:
		return w.outcome.Out, w.outcome.Err
	case <-ctx.Done():
		return none, fault.RecordBusy.New().After(time.Second).Because(ctx.Err())
	}
}

// Busy reports that somebody waits for an outcome at this moment.
func (b *Batch[S, In, Out]) Busy() bool { return b.callers.Load() > 0 }

// accept takes an item: it is alone if nobody writes and nobody waits, and is then its caller's
// to write; otherwise it stands at the end of the line. It is not accepted if the line is full or
// the batch is closed. All is decided under the lock under which the writers decide to end: what
// is accepted is answered.
func (b *Batch[S, In, Out]) accept(w *waiting[In, Out]) (accepted, alone bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed || len(b.line) >= longest:
		return false, false
	case b.open == 0 && len(b.line) == 0:
		b.taken[w.key], b.open = true, 1
		b.writing.Add(1)
		return true, true
	}
	b.line = append(b.line, w)
	b.call()
	return true, false
}

// writeHere writes an item that is alone where its caller stands: two changes of goroutines are a
// good part of what one judge waits for. Who comes meanwhile is the writers'.
func (b *Batch[S, In, Out]) writeHere(w *waiting[In, Out]) {
	defer b.writing.Done()
	b.run([]*waiting[In, Out]{w})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.free([]*waiting[In, Out]{w})
	b.call()
}

// call wakes a writer if there is something to do for another one.
func (b *Batch[S, In, Out]) call() {
	if b.wanted() {
		b.news.Signal()
	}
}

// wanted reports that another transaction is worth opening.
func (b *Batch[S, In, Out]) wanted() bool {
	return len(b.line) > 0 && (b.open == 0 || b.open < writers && len(b.line) >= crowd)
}

// write writes what is there, without a timer, until the batch is closed and nobody waits.
func (b *Batch[S, In, Out]) write() {
	for batch := b.next(nil); len(batch) > 0; batch = b.next(batch) {
		b.run(batch)
	}
}

// next waits for items that can be written now, and takes them, after those that are done; none
// once the batch is closed and the line is empty.
func (b *Batch[S, In, Out]) next(done []*waiting[In, Out]) []*waiting[In, Out] {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(done) > 0 {
		b.free(done)
	}
	for {
		batch := b.take()
		if len(batch) > 0 || b.closed && len(b.line) == 0 {
			b.call()
			return batch
		}
		b.news.Wait()
	}
}

// take takes the oldest items, one of each key that nobody is writing; none while somebody is
// writing and only few wait. Whose caller has gone was told that the record is busy, and is
// left out.
func (b *Batch[S, In, Out]) take() (batch []*waiting[In, Out]) {
	if !b.wanted() {
		return nil
	}
	b.line = slices.DeleteFunc(b.line, func(w *waiting[In, Out]) bool {
		switch {
		case w.ctx.Err() != nil:
			return true
		case len(batch) == most || b.taken[w.key]:
			return false
		}
		b.taken[w.key] = true
		batch = append(batch, w)
		return true
	})
	if len(batch) > 0 {
		b.open++
	}
	return batch
}

// free lets others write the keys of items that are done.
func (b *Batch[S, In, Out]) free(done []*waiting[In, Out]) {
	for _, w := range done {
		delete(b.taken, w.key)
	}
	b.open--
	if b.closed {
		b.news.Broadcast()
	}
}

// run writes a batch and answers its callers. If it fails as a whole, its items are written
// one by one, so that nobody suffers from a neighbour; but not where nobody could be written,
// or all callers would wait for each other's time-outs.
func (b *Batch[S, In, Out]) run(batch []*waiting[In, Out]) {
	err := again(context.Background(), func() error { return b.try(batch) })
	if err != nil && len(batch) > 1 && !fault.Is(err, fault.DatabaseUnavailable) {
		for _, w := range batch {
			if w.ctx.Err() == nil {
				b.run([]*waiting[In, Out]{w})
			}
		}
		return
	}
	for _, w := range batch {
		if err != nil {
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
	ctx := context.WithoutCancel(batch[0].ctx)
	err := guarded(func() error {
		return b.engine.DB.Statement(ctx, func(tx Tx) (err error) {
			outcomes, err = b.hot.Write(ctx, tx.(S), items)
			if err == nil && len(outcomes) != len(items) {
				err = fault.InternalError.New().Because(fmt.Errorf("work: a batch of %d items has %d outcomes", len(items), len(outcomes)))
			}
			return err
		})
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

// guarded turns a panic into an error: there is nobody above a writer who would, and the
// program would end with all that was accepted.
func guarded(fn func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fault.InternalError.New().Because(fmt.Errorf("panic: %v\n%s", r, debug.Stack()))
		}
	}()
	return fn()
}
