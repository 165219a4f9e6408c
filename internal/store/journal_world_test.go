package store_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/audit"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/relay"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

// journalClock stands still unless it is moved.
type journalClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *journalClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *journalClock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// journalWorld is one process on a database: units that record facts, and a relay.
type journalWorld struct {
	*testing.T
	db     *store.DB
	clock  *journalClock
	engine *work.Engine
	units  work.Units[any]
	relay  *relay.Relay
	keys   relay.Keys
	folder string // of checkpoint files
}

func newJournalWorld(t *testing.T, db *store.DB) *journalWorld {
	t.Helper()
	folder := t.TempDir()
	keys, err := relay.LoadOrCreateKeys(filepath.Join(folder, "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	clock := &journalClock{at: time.Date(2026, 9, 22, 1, 0, 0, 0, time.UTC)}
	return anotherProcess(&journalWorld{T: t, db: db, clock: clock, keys: keys, folder: filepath.Join(folder, "checkpoints")}, relay.Options{})
}

// anotherProcess is a second process of the same installation.
func anotherProcess(w *journalWorld, o relay.Options) *journalWorld {
	second := *w
	second.engine = &work.Engine{DB: w.db, Clock: w.clock, IDs: id.System{}}
	second.units = work.For[any](second.engine)
	o.Keys, o.Folder, o.Gather, o.Settle = w.keys, w.folder, time.Millisecond, time.Millisecond
	second.relay = relay.New(second.engine, o)
	return &second
}

var (
	edition  = id.Ref{Prefix: "edn", UUID: [16]byte{1}}
	event    = id.Ref{Prefix: "evt", UUID: [16]byte{2}}
	someone  = id.Ref{Prefix: "acc", UUID: [16]byte{3}}
	somebody = id.Ref{Prefix: "acc", UUID: [16]byte{4}}
)

// happened is a fact about thing n.
type happened struct {
	What  string `json:"-"`
	Thing byte   `json:"thing"`
	Count int    `json:"count"`
}

func thing(n byte) id.Ref { return id.Ref{Prefix: "org", UUID: [16]byte{15: n}} }

func (h happened) Fact() (string, id.Ref) { return h.What, thing(h.Thing) }

// renamed is a fact with personal values.
type renamed struct{ happened }

func (r renamed) Personal() (id.Ref, any) {
	return somebody, map[string]string{"before": "李伟", "after": "<王芳> & 'co'"}
}

// act is one unit that records these facts, within an edition or nowhere.
func (w *journalWorld) act(actor id.Ref, within access.Scope, facts ...journal.Fact) {
	w.Helper()
	ctx := access.WithActor(w.Context(), access.Actor{Account: actor})
	if err := w.try(ctx, within, facts...); err != nil {
		w.Fatal(err)
	}
}

func (w *journalWorld) try(ctx context.Context, within access.Scope, facts ...journal.Fact) error {
	_, err := work.Do(ctx, w.units, func(u *work.Unit[any]) (json.RawMessage, error) {
		for _, f := range facts {
			u.Record(f)
		}
		return nil, u.Allow(access.ReadService, within)
	})
	return err
}

// burst is several units of several facts, then a seal.
func (w *journalWorld) burst(name string) {
	w.Helper()
	for n := range byte(3) {
		w.clock.move(time.Millisecond)
		w.act(someone, access.Scope{edition, event}, happened{name, n, 1}, renamed{happened{name, n, 2}}, happened{name, n, 3})
	}
	w.seal()
}

func (w *journalWorld) seal() {
	w.Helper()
	if err := w.relay.SealAll(w.Context()); err != nil {
		w.Fatal(err)
	}
}

func (w *journalWorld) sign() {
	w.Helper()
	if err := w.relay.Sign(w.Context()); err != nil {
		w.Fatal(err)
	}
}

func (w *journalWorld) verify(outside ...audit.Outside) audit.Report {
	w.Helper()
	r, err := audit.Verify(w.Context(), work.For[audit.Store](w.engine), audit.Options{Keys: []string{w.keys.VerifierText}, Outside: outside})
	if err != nil {
		w.Fatal(err)
	}
	return r
}

// forge changes rows the way the owner of the database can.
func (w *journalWorld) forge(statement string, values ...any) {
	w.Helper()
	rows, err := w.db.Forge(w.Context(), statement, values...)
	if err != nil {
		w.Fatalf("%s: %v", statement, err)
	}
	if rows == 0 && !strings.HasPrefix(statement, "drop") {
		w.Fatalf("%s: nothing was changed", statement)
	}
}

func (w *journalWorld) number(question string, values ...any) int64 {
	w.Helper()
	n, err := w.db.Number(w.Context(), question, values...)
	if err != nil {
		w.Fatal(err)
	}
	return n
}

// dropTriggers is what somebody does first who rewrites the past.
func (w *journalWorld) dropTriggers() {
	w.Helper()
	if w.db.Dialect() == "postgres" {
		for _, table := range []string{"journal", "seals", "seal_tree", "checkpoints"} {
			w.forge("drop trigger " + table + "_append_only on " + table)
		}
		return
	}
	for _, table := range []string{"journal", "seals", "seal_tree", "checkpoints"} {
		w.forge("drop trigger " + table + "_no_update")
		w.forge("drop trigger " + table + "_no_delete")
	}
}
