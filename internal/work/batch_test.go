package work_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/work"
)

// counter is a batch of notes such as "key:value", with what happened to it.
type counter struct {
	*work.Batch[*draft, string, string]
	t     *testing.T
	paper *paper
	told  []journal.Entry

	mu      sync.Mutex
	batches [][]string // as they were written
}

// newCounter begins a batch; write sees every batch before it is noted, and may spoil it.
func newCounter(t *testing.T, p *paper, write func(notes []string) error) *counter {
	c := &counter{t: t, paper: p}
	e := &work.Engine{DB: p, Clock: still{}, IDs: id.System{}}
	e.Observe(func(entries []journal.Entry) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.told = append(c.told, entries...)
	})
	c.Batch = work.NewBatch(work.For[*draft](e), work.Hot[*draft, string, string]{
		Check: func(_ context.Context, in string, _ access.Actor, _ time.Time) (work.Checked[string], error) {
			if strings.HasPrefix(in, "forbidden") {
				return work.Checked[string]{}, fault.NotFound.New()
			}
			action := access.EnterMark
			if strings.HasPrefix(in, "unasked") {
				action = ""
			}
			return work.Checked[string]{In: in, Fact: noted{in}, Action: action}, nil
		},
		Key: func(in string) string { key, _, _ := strings.Cut(in, ":"); return key },
		Write: func(ctx context.Context, store *draft, items []work.Item[string]) ([]work.Outcome[string], error) {
			var notes []string
			var outcomes []work.Outcome[string]
			var entries []journal.Entry
			for _, item := range items {
				notes = append(notes, item.In)
				if strings.HasPrefix(item.In, "stale") {
					outcomes = append(outcomes, work.Outcome[string]{Err: fault.RevisionStale.New()})
					continue
				}
				outcomes = append(outcomes, work.Outcome[string]{Out: "done " + item.In, Saved: true})
				store.Note(item.In)
				entries = append(entries, item.Entry)
			}
			c.mu.Lock()
			c.batches = append(c.batches, notes)
			c.mu.Unlock()
			if write != nil {
				if err := write(notes); err != nil {
					return nil, err
				}
			}
			return outcomes, store.Append(ctx, entries)
		},
	})
	return c
}

// hand hands notes in, one after the other, and gives their answers when all have come.
func (c *counter) hand(notes ...string) func() map[string]error {
	var all sync.WaitGroup
	var mu sync.Mutex
	answers := map[string]error{}
	for _, in := range notes {
		all.Go(func() {
			out, err := c.Do(somebody(c.t), in)
			if err == nil && out != "done "+in {
				err = fmt.Errorf("answered %q", out)
			}
			mu.Lock()
			defer mu.Unlock()
			answers[in] = err
		})
		synctest.Wait() // it is in the line before the next one comes
	}
	return func() map[string]error { all.Wait(); return answers }
}

func mustAll(t *testing.T, answers map[string]error) {
	t.Helper()
	for in, err := range answers {
		if err != nil {
			t.Errorf("%s: %v", in, err)
		}
	}
}

// held is a paper whose transactions wait until release lets so many of them begin.
func held() (p *paper, release func(transactions int)) {
	p = &paper{hold: make(chan struct{})}
	return p, func(n int) {
		for range n {
			p.hold <- struct{}{}
			synctest.Wait()
		}
	}
}

// some are notes with keys of their own.
func some(name string, n int) (notes []string) {
	for i := range n {
		notes = append(notes, fmt.Sprintf("%s%d:1", name, i))
	}
	return notes
}

func TestWhoWaitsAtTheSameMomentIsWrittenTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, release := held()
		c := newCounter(t, p, nil)
		answers := c.hand(append([]string{"first:1", "second:1"}, some("other", 40)...)...)
		release(3)
		mustAll(t, answers())
		var sizes []int
		for _, b := range c.batches {
			sizes = append(sizes, len(b))
		}
		if !slices.Equal(sizes, []int{1, 16, 25}) { // another transaction is opened when sixteen wait
			t.Errorf("batches of %v", sizes)
		}
		for _, b := range c.batches {
			var unit [16]byte
			for i, entry := range p.entries {
				if slices.Contains(b, facts(t, p.entries[i:i+1])[0]) {
					if unit != [16]byte{} && entry.Unit != unit {
						t.Errorf("one batch has two units")
					}
					unit = entry.Unit
				}
			}
		}
		if len(c.told) != 42 || len(p.entries) != 42 || p.entries[2].Action != string(access.EnterMark) || p.entries[2].Actor != access.ActorOf(somebody(t)).Account {
			t.Errorf("told %d of %d facts, such as %+v", len(c.told), len(p.entries), p.entries[2])
		}
		c.Close()
	})
}

func TestABadItemDoesNotFailItsNeighbours(t *testing.T) {
	bad := errors.New("the statement failed")
	for says, spoil := range map[string]func() error{
		"an error": func() error { return bad }, "a panic": func() error { panic(bad) },
	} {
		t.Run(says, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, release := held()
				c := newCounter(t, p, func(notes []string) error {
					if slices.Contains(notes, "bad:1") {
						return spoil()
					}
					return nil
				})
				answers := c.hand("first:1", "second:1", "a:1", "bad:1", "stale:1", "b:1", "forbidden:1")
				release(1 + 1 + 5) // the first, then all others together, then one by one
				got := answers()
				for in, want := range map[string]bool{"a:1": true, "b:1": true, "bad:1": false, "stale:1": false, "forbidden:1": false} {
					if (got[in] == nil) != want {
						t.Errorf("%s is answered %v", in, got[in])
					}
				}
				wantFault(t, got["stale:1"], fault.RevisionStale)
				wantFault(t, got["forbidden:1"], fault.NotFound)
				if !strings.Contains(got["bad:1"].Error(), bad.Error()) {
					t.Errorf("bad: %v", got["bad:1"])
				}
				want := []string{"first:1", "second:1", "a:1", "b:1"}
				if !slices.Equal(p.all(), want) || !slices.Equal(facts(t, c.told), want) {
					t.Errorf("noted %v, told %v", p.all(), facts(t, c.told))
				}
				c.Close()
			})
		})
	}
}

func TestItemsOfOneKeyAreWrittenApartAndInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, release := held()
		c := newCounter(t, p, nil)
		answers := c.hand("a:1", "a:2", "b:1", "a:3", "b:2", "a:4")
		release(4)
		mustAll(t, answers())
		for _, key := range []string{"a", "b"} {
			var order []string
			for _, in := range p.all() {
				if strings.HasPrefix(in, key+":") {
					order = append(order, in)
				}
			}
			if !slices.IsSorted(order) || len(order) != map[string]int{"a": 4, "b": 2}[key] {
				t.Errorf("noted %v", order)
			}
		}
		for _, b := range c.batches {
			if keys := strings.Join(b, " "); strings.Count(keys, "a:") > 1 || strings.Count(keys, "b:") > 1 {
				t.Errorf("a key is twice in %v", b)
			}
		}
		c.Close()
	})
}

func TestNobodyWaitsBehindAKeyThatEverybodyWants(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, release := held()
		c := newCounter(t, p, nil)
		var hot []string
		for i := range 100 {
			hot = append(hot, fmt.Sprintf("hot:%03d", i))
		}
		answers := c.hand(append(hot, "other:1")...)
		release(2)
		if written := p.all(); !slices.Contains(written, "other:1") || len(written) != 2 {
			t.Errorf("after two transactions %v are written", written)
		}
		release(99)
		mustAll(t, answers())
		if written := slices.DeleteFunc(p.all(), func(in string) bool { return in == "other:1" }); !slices.Equal(written, hot) {
			t.Errorf("written in the order %v", written)
		}
		c.Close()
	})
}

func TestCloseAnswersWhatWasAcceptedAndNothingIsAcceptedAfterIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, release := held()
		c := newCounter(t, p, nil)
		answers := c.hand("a:1", "a:2", "a:3", "b:1", "c:1")
		closed := make(chan struct{})
		go func() { c.Close(); close(closed) }()
		synctest.Wait()
		begun := time.Now()
		_, err := c.Do(somebody(t), "late:1")
		if f := wantFault(t, err, fault.Overloaded); f.RetryAfter <= 0 || time.Since(begun) != 0 {
			t.Errorf("refused after %v: %+v", time.Since(begun), f)
		}
		select {
		case <-closed:
			t.Error("it closes before it has answered")
		default:
		}
		release(3)
		mustAll(t, answers())
		<-closed
		c.Close() // again: nothing happens
		if written := p.all(); len(written) != 5 {
			t.Errorf("written %v", written)
		}
	})
}

// Without the bubble's order: whoever comes while it closes is answered or refused, and never
// forgotten.
func TestNobodyIsForgottenWhileABatchCloses(t *testing.T) {
	for range 200 {
		p := &paper{}
		c := newCounter(t, p, nil)
		ctx, cancel := context.WithTimeout(somebody(t), 5*time.Second)
		var callers sync.WaitGroup
		var done, refused atomic.Int64
		start := make(chan struct{})
		for i := range 16 {
			callers.Go(func() {
				<-start
				for n := range 4 {
					switch _, err := c.Do(ctx, fmt.Sprintf("%d:%d", i%3, n)); {
					case err == nil:
						done.Add(1)
					case fault.Is(err, fault.Overloaded):
						refused.Add(1)
					default:
						t.Error(err)
					}
				}
			})
		}
		close(start)
		c.Close()
		callers.Wait()
		cancel()
		if done.Load()+refused.Load() != 64 || len(p.all()) != int(done.Load()) {
			t.Fatalf("%d are done and %d refused; %d are written", done.Load(), refused.Load(), len(p.all()))
		}
	}
}

func TestALineThatIsFullTurnsAwayAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, release := held()
		c := newCounter(t, p, nil)
		answers := c.hand(some("x", 1+16+1024)...) // two transactions, and the line
		_, err := c.Do(somebody(t), "one.more:1")
		if f := wantFault(t, err, fault.Overloaded); f.RetryAfter <= 0 {
			t.Errorf("again after %v", f.RetryAfter)
		}
		release(2 + 1024/32)
		mustAll(t, answers())
		c.Close()
	})
}

func TestNobodyWaitsLongerThanAUnitMayTake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, release := held()
		c := newCounter(t, p, nil)
		begun := time.Now()
		first := c.hand("first:1") // the database does not answer
		got := c.hand("second:1", "x:1")()
		if waited := time.Since(begun); waited != 10*time.Second {
			t.Errorf("waited %v", waited)
		}
		wantFault(t, got["x:1"], fault.RecordBusy)
		release(1)
		mustAll(t, first())
		c.Close()
		if written := p.all(); slices.Contains(written, "x:1") {
			t.Errorf("its caller was told that the record is busy, and it was written: %v", written)
		}
	})
}

func TestABatchThatANeighbourSpoiltIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left := 3
		p := &paper{}
		p.fail = func() error {
			if left--; left >= 0 {
				return work.Retry{Err: errors.New("deadlock")}
			}
			return nil
		}
		c := newCounter(t, p, nil)
		mustAll(t, c.hand("x:1")())
		left = 1000
		wantFault(t, c.hand("y:1")()["y:1"], fault.RecordBusy)
		if p.tries != 8 || !slices.Equal(p.all(), []string{"x:1"}) || len(c.told) != 1 {
			t.Errorf("%d tries, noted %v, told %d", p.tries, p.all(), len(c.told))
		}
		c.Close()
	})
}

func TestADatabaseThatIsAwayIsNotAskedForEachItem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, release := held()
		c := newCounter(t, p, func([]string) error { return fault.DatabaseUnavailable.New() })
		answers := c.hand(append([]string{"first:1", "second:1"}, some("x", 20)...)...)
		release(3)
		for in, err := range answers() {
			if !fault.Is(err, fault.DatabaseUnavailable) {
				t.Errorf("%s: %v", in, err)
			}
		}
		c.Close()
	})
}

func TestABatchRefusesWhatItCannotPromise(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &paper{}
		c := newCounter(t, p, nil)
		for says, r := range map[string]*work.Request{"a dry run": {DryRun: true}, "a key": {Key: &work.Key{Key: "k"}}} {
			_, err := c.Do(work.WithRequest(somebody(t), r), "x:1")
			if !fault.Is(err, fault.InternalError) {
				t.Errorf("%s: %v", says, err)
			}
		}
		_, err := c.Do(somebody(t), "unasked:1")
		wantFault(t, err, fault.InternalError)
		if len(p.all()) != 0 {
			t.Errorf("noted %v", p.all())
		}
		c.Close()
	})
}
