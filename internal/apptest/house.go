package apptest

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/app"
	"github.com/saichang/saichang/internal/dbtest"
	"github.com/saichang/saichang/internal/demo"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/relay"
	"github.com/saichang/saichang/internal/store"
)

// Clock stands still until the test moves it.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time that the test set.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to an instant.
func (c *Clock) Set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) { c.Set(c.Now().Add(d)) }

// House is a running house.
type House struct {
	T       *testing.T
	Clock   *Clock
	DB      *store.DB
	Where   string // the database, as --db takes it
	Data    string // folder of the keys and the checkpoints
	handler http.Handler
	router  routers.Router
	house   *app.House
	setup   string
	stop    func() // ends the background work and lets go of the database
	writes  *atomic.Int64
}

// In is the same house in a part of the test.
func (h *House) In(t *testing.T) *House { c := *h; c.T = t; return &c }

// Writes counts the requests that may have changed something.
func (h *House) Writes() int64 { return h.writes.Load() }

// Begin is when every story begins: 1 September 2020, 08:00 in Shanghai.
var Begin = time.Date(2020, 9, 1, 0, 0, 0, 0, time.UTC)

// Each runs a test on SQLite and on PostgreSQL, beside other tests: a house that waits for the disk
// leaves the processor to another one.
func Each(t *testing.T, test func(t *testing.T, h *House)) {
	t.Helper()
	t.Parallel()
	for name, start := range map[string]func(*testing.T) *House{"sqlite": SQLite, "postgres": Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, start(t))
		})
	}
}

// contract finds the operation of a request; it is read once in a process.
var contract = sync.OnceValues(func() (routers.Router, error) {
	doc, err := api.GetSpec()
	if err != nil {
		return nil, err
	}
	return legacy.NewRouter(doc)
})

// SQLite is a house on a fresh database file.
func SQLite(t *testing.T) *House { return On(t, dbtest.SQLite(t), t.TempDir()) }

// Postgres is a house on a fresh PostgreSQL database.
func Postgres(t *testing.T) *House { return On(t, dbtest.Postgres(t), t.TempDir()) }

// On is a house on a database that is there, with the keys and checkpoints of a folder.
func On(t *testing.T, where, data string) *House {
	t.Helper()
	db, err := store.Open(t.Context(), where, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h := build(t, db, &Clock{now: Begin}, app.Settings{Data: data})
	h.Where = where
	return h
}

// build puts the house on a database. Its background work runs until the test ends.
func build(t *testing.T, db *store.DB, clock *Clock, settings app.Settings) *House {
	t.Helper()
	data := settings.Data
	keys, err := relay.LoadOrCreateKeys(filepath.Join(data, "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	h, err := app.Build(app.Parts{
		DB: db, Clock: clock, IDs: id.System{}, Log: slog.New(slog.DiscardHandler), Keys: keys,
		Metrics: prometheus.NewRegistry(), Settings: settings, Contract: []byte("openapi: 3.0.3\n"), Version: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	var background sync.WaitGroup
	background.Go(func() { h.Work(ctx) })
	end := sync.OnceFunc(func() { stop(); background.Wait(); h.Close(); _ = db.Close() })
	t.Cleanup(end)
	router, err := contract()
	if err != nil {
		t.Fatal(err)
	}
	code, _, err := h.Accounts.NewSetupCode(access.WithActor(t.Context(), access.Installation))
	if err != nil {
		t.Fatal(err)
	}
	return &House{T: t, Clock: clock, DB: db, Data: data, handler: h.Handler, router: router, house: h, setup: code, stop: end, writes: &atomic.Int64{}}
}

// Stop ends the house; its database stays, to be copied.
func (h *House) Stop() { h.stop() }

// Restart ends the house and starts it again on its database, at the same time, with other
// settings of the door.
func (h *House) Restart(settings app.Settings) *House {
	h.T.Helper()
	h.Stop()
	db, err := store.Open(h.T.Context(), h.Where, store.Options{})
	if err != nil {
		h.T.Fatal(err)
	}
	settings.Data = h.Data
	again := build(h.T, db, h.Clock, settings)
	again.Where = h.Where
	return again
}

// SetupCode is the code that the house printed as it started; "" where it needs none.
func (h *House) SetupCode() string { return h.setup }

// Copy starts another house on a copy of a stopped one's database, with its keys: tests that need
// the same world many times build it once.
func (h *House) Copy(t *testing.T) *House {
	t.Helper()
	data := t.TempDir()
	keys, err := os.ReadFile(filepath.Join(h.Data, "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "keys.json"), keys, 0o600); err != nil {
		t.Fatal(err)
	}
	clone := dbtest.CloneFile
	if h.DB.Dialect() == "postgres" {
		clone = dbtest.Clone
	}
	return On(t, clone(t, h.Where), data)
}

// Season plays the demo season on an empty house, and signs its administrator in.
func (h *House) Season() (demo.Season, *Caller) {
	h.T.Helper()
	season, err := demo.Load(h.handler, h.setup, Password, func(string) {})
	if err != nil {
		h.T.Fatal(err)
	}
	h.setup = ""
	return season, h.SignIn("admin", Password)
}
