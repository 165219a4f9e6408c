package work_test

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/work"
)

// paper is a database that keeps what is noted in a transaction only if it commits.
type paper struct {
	hold chan struct{} // not nil: a transaction waits here before it begins
	fail func() error  // not nil: asked when a transaction is about to commit

	mu      sync.Mutex
	tries   int
	notes   []string
	entries []journal.Entry
	kept    map[string]work.Kept
}

func (p *paper) Write(_ context.Context, fn func(work.Tx) error) error {
	if p.hold != nil {
		<-p.hold
	}
	p.mu.Lock()
	p.tries++
	t := &draft{kept: p.kept}
	p.mu.Unlock()
	if err := fn(t); err != nil {
		return err
	}
	if p.fail != nil {
		if err := p.fail(); err != nil {
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.notes, p.entries, p.kept = append(p.notes, t.notes...), append(p.entries, t.entries...), t.kept
	return nil
}

func (p *paper) Statement(ctx context.Context, fn func(work.Tx) error) error { return p.Write(ctx, fn) }
func (p *paper) Glance(ctx context.Context, fn func(work.Tx) error) error    { return p.Read(ctx, fn) }

func (p *paper) Read(ctx context.Context, fn func(work.Tx) error) error { return p.Write(ctx, fn) }

// all is what was noted, in the order in which it was committed.
func (p *paper) all() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.notes)
}

// draft is a transaction on paper.
type draft struct {
	notes   []string
	entries []journal.Entry
	kept    map[string]work.Kept
}

func (d *draft) Note(what string) { d.notes = append(d.notes, what) }

func (d *draft) Append(_ context.Context, entries []journal.Entry) error {
	d.entries = append(d.entries, entries...)
	return nil
}

func (d *draft) ClaimKey(_ context.Context, k work.Key, _ time.Time) (work.Kept, bool, error) {
	kept, found := d.kept[k.Key]
	return kept, found, nil
}

func (d *draft) KeepResult(_ context.Context, k work.Key, kept work.Kept) error {
	d.kept = map[string]work.Kept{k.Key: kept}
	return nil
}

// still is a clock that stands.
type still struct{}

func (still) Now() time.Time {
	return time.Date(2026, 9, 22, 9, 0, 0, 123_456_789, time.FixedZone("CST", 8*3600))
}

// noted is the fact that something was noted.
type noted struct {
	What string `json:"what"`
}

func (noted) Fact() (string, id.Ref) { return "thing.noted", id.Ref{Prefix: "org", UUID: [16]byte{1}} }

func onPaper() (*paper, *work.Engine) {
	p := &paper{}
	return p, &work.Engine{DB: p, Clock: still{}, IDs: id.System{}}
}

func somebody(t *testing.T) context.Context {
	return access.WithActor(t.Context(), access.Actor{Account: id.Ref{Prefix: "acc", UUID: [16]byte{2}}})
}

// note is a unit that does everything right.
func note(what string) func(*work.Unit[*draft]) (string, error) {
	return func(u *work.Unit[*draft]) (string, error) {
		u.Store.Note(what)
		u.Record(noted{what})
		return what, u.Allow(access.ReadService, nil)
	}
}

func facts(t *testing.T, entries []journal.Entry) (facts []string) {
	t.Helper()
	for _, e := range entries {
		var f noted
		if err := json.Unmarshal(e.Data, &f); err != nil {
			t.Fatal(err)
		}
		facts = append(facts, f.What)
	}
	return facts
}

func wantFault(t *testing.T, err error, code fault.Code) *fault.Fault {
	t.Helper()
	if !fault.Is(err, code) {
		t.Fatalf("got %v, want %s", err, code)
	}
	return fault.As(err)
}
