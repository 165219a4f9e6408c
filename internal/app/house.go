package app

import (
	"context"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/advancement"
	"github.com/saichang/saichang/internal/audit"
	"github.com/saichang/saichang/internal/bulk"
	"github.com/saichang/saichang/internal/calendar"
	"github.com/saichang/saichang/internal/divisions"
	"github.com/saichang/saichang/internal/httpapi"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/majors"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/relay"
	"github.com/saichang/saichang/internal/results"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/training"
	"github.com/saichang/saichang/internal/work"
)

// Parts are what the house is built from: the running system gives the real ones, tests
// their own clock, ids and database.
type Parts struct {
	DB       *store.DB
	Clock    work.Clock
	IDs      id.Source
	Log      *slog.Logger
	Keys     relay.Keys
	Metrics  *prometheus.Registry
	Settings Settings
	Contract []byte
	Version  string
	Demo     bool // the database holds the demo season

	Ready func() error                                                                   // nil: ready whenever the database answers
	Trace func(*http.Request) (traced *http.Request, end func(route string, status int)) // nil: no spans
}

// House is the assembled system.
type House struct {
	Engine   *work.Engine
	Accounts *accounts.Service
	Handler  http.Handler

	judging *judging.Service
	relay   *relay.Relay
	bulk    *bulk.Service
	alone   bool         // no other process serves this database
	heard   atomic.Int64 // when the change stream was last heard, milliseconds
	clock   work.Clock
}

// sweepEvery is how often the places of holds that have run out are given back.
const sweepEvery = 5 * time.Second

// patience is how long the database may take to answer whether it is there.
const patience = 2 * time.Second

// ready reports what keeps the house from answering.
func (p Parts) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := p.DB.Ping(ctx); err != nil || p.Ready == nil {
		return err
	}
	return p.Ready()
}

// Build wires every noun to its adapters.
func Build(p Parts) (*House, error) {
	h := &House{Engine: &work.Engine{DB: p.DB, Clock: p.Clock, IDs: p.IDs}, clock: p.Clock}
	h.Accounts = accounts.New(work.For[accounts.Store](h.Engine))
	h.judging = judging.New(work.For[judging.Store](h.Engine))
	h.Engine.Observe(h.Accounts.Observe)
	h.Engine.Observe(h.judging.Observe)
	h.bulk, h.alone = bulk.New(work.For[bulk.Store](h.Engine), h.Accounts, p.Keys.Vault, p.Log), p.DB.Dialect() == "sqlite"
	h.Engine.Observe(h.bulk.Observe)
	published := results.New(work.For[results.Store](h.Engine))
	h.Engine.Observe(published.Observe)
	entries := registration.New(work.For[registration.Store](h.Engine))
	h.relay = relay.New(h.Engine, relay.Options{
		Chores: []relay.Chore{{What: "expire holds", Every: sweepEvery, Act: entries.ExpireHolds}},
		Keys:   p.Keys, Folder: filepath.Join(p.Settings.Data, "checkpoints"), Log: p.Log,
		Heard: func(time.Time) { h.heard.Store(p.Clock.Now().UnixMilli()) },
	})
	var err error
	h.Handler, err = httpapi.New(httpapi.Config{
		Log: p.Log, Clock: p.Clock, Metrics: p.Metrics, Cursors: page.Sealer{Key: p.Keys.Cursors},
		TrustedProxies: p.Settings.TrustedProxies, CORS: p.Settings.CORS, Demo: p.Demo, Version: p.Version, Contract: p.Contract, Ready: p.ready, Trace: p.Trace,
		Accounts:      h.Accounts,
		Organizations: organizations.New(work.For[organizations.Store](h.Engine)),
		Divisions:     divisions.New(work.For[any](h.Engine)),
		Majors:        majors.New(work.For[majors.Store](h.Engine)),
		Programmes:    programmes.New(work.For[programmes.Store](h.Engine)),
		Calendar:      calendar.New(work.For[calendar.Store](h.Engine)),
		People:        people.New(work.For[people.Store](h.Engine), p.Keys.Vault),
		Registration:  entries,
		Training:      training.New(work.For[training.Store](h.Engine)),
		Judging:       h.judging,
		Results:       published,
		Advancement:   advancement.New(work.For[advancement.Store](h.Engine)),
		Bulk:          h.bulk,
		Audit:         audit.New(work.For[audit.Store](h.Engine)),
	})
	return h, err
}

// deaf is how long the change stream may be silent before caches are not trusted.
const deaf = 2 * time.Second

// Work seals the journal, follows the change stream and runs operations until the context is
// cancelled.
func (h *House) Work(ctx context.Context) {
	h.heard.Store(h.clock.Now().UnixMilli())
	var all sync.WaitGroup
	all.Go(func() { h.relay.Run(ctx) })
	all.Go(func() { h.bulk.Run(ctx, h.alone) })
	all.Go(func() {
		tick := time.NewTicker(deaf / 4)
		defer tick.Stop()
		for ctx.Err() == nil {
			h.Accounts.Distrust(h.clock.Now().UnixMilli()-h.heard.Load() > deaf.Milliseconds())
			select {
			case <-ctx.Done():
			case <-tick.C:
			}
		}
	})
	all.Wait()
}

// Close answers what was accepted.
func (h *House) Close() { h.judging.Close() }
