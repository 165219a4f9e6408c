package app

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/httpapi"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/relay"
	"github.com/saichang/saichang/internal/store"
)

// systemClock is the machine's time.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// serve runs the system until the context ends, then answers what it has accepted.
func (p Program) serve(ctx context.Context, args []string) error {
	var demo bool
	s, err := readSettings("serve", args, p.Err, func(fs *flag.FlagSet) {
		fs.BoolVar(&demo, "demo", false, "with the demo season, loaded into an empty database at the first start")
	})
	if err != nil {
		return err
	}
	gathering := newLines(p.Err)
	defer gathering.flush()
	log, level, err := newLog(gathering, s.LogLevel)
	if err != nil {
		return err
	}
	httpapi.ReadAhead()
	db, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	state, err := demoState(ctx, db, s, demo)
	if err != nil {
		return err
	}
	keys, err := relay.LoadOrCreateKeys(keyPath(s))
	if err != nil {
		return err
	}
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	clock := &databaseClock{machine: systemClock{}, db: db, log: log}
	if err := clock.read(ctx); err != nil {
		return err
	}
	parts := Parts{
		DB: db, Clock: clock, Ready: clock.ready, IDs: id.System{}, Log: log, Keys: keys, Metrics: metrics, Settings: s, Contract: p.Contract, Version: p.Version, Demo: demo,
	}
	if s.OTLPEndpoint != "" {
		t, err := newTracing(ctx, s.OTLPEndpoint, p.Version, log)
		if err != nil {
			return fmt.Errorf("spans cannot be sent to %s: %w", s.OTLPEndpoint, err)
		}
		defer t.close()
		parts.Trace = t.request
	}
	h, err := Build(parts)
	if err != nil {
		return err
	}
	defer h.Close()
	on, err := listen(s)
	if err != nil {
		return err
	}
	defer on.close()
	if demo {
		usual := level.Level()
		level.Set(slog.LevelError) // thousands of requests of our own are no news
		err = p.welcomeDemo(ctx, s, h, db, state)
		level.Set(usual)
	} else {
		err = p.welcome(ctx, s, h)
	}
	if err != nil {
		return err
	}
	collectLess()
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var loops sync.WaitGroup
	loops.Go(func() { h.Work(background) })
	loops.Go(func() { clock.follow(background) })
	err = answer(ctx, s, on, h.Handler, metrics, log)
	stop()
	loops.Wait()
	return err
}

// collectLess lets the heap grow to five times of what is in use before it is collected, unless
// GOGC says otherwise: what is in use is small, and most of it the contract. It saves a sixth
// of a mark's time.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// listeners are taken before anything is said or done, so that a taken port stops the start.
type listeners struct{ api, operations net.Listener }

func listen(s Settings) (l listeners, err error) {
	if l.api, err = net.Listen("tcp", s.Listen); err != nil {
		return l, fmt.Errorf("cannot listen on %s: %w (choose another address with --listen)", s.Listen, err)
	}
	if s.Operations == "" {
		return l, nil
	}
	if l.operations, err = net.Listen("tcp", s.Operations); err != nil {
		l.close()
		return l, fmt.Errorf("cannot listen on %s: %w (choose another address with --operations)", s.Operations, err)
	}
	return l, nil
}

func (l listeners) close() {
	_ = l.api.Close()
	if l.operations != nil {
		_ = l.operations.Close()
	}
}

func open(ctx context.Context, s Settings) (*store.DB, error) {
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return nil, fmt.Errorf("the data folder cannot be made: %w", err)
	}
	return store.Open(ctx, s.Database, store.Options{Connections: s.Connections})
}

// openExisting opens a database that has to be there: opening a file would make it.
func openExisting(ctx context.Context, s Settings) (*store.DB, error) {
	if !store.IsPostgres(s.Database) {
		if _, err := os.Stat(strings.TrimPrefix(s.Database, "sqlite:")); err != nil {
			return nil, fmt.Errorf("there is no database: %w", err)
		}
	}
	return store.Open(ctx, s.Database, store.Options{Connections: s.Connections})
}

// welcome prints where the system is, and the one-time code while there is no administrator.
func (p Program) welcome(ctx context.Context, s Settings, h *House) error {
	_, _ = fmt.Fprintf(p.Out, "Saichang %s\n  API   %s/v1\n  docs  %s/docs/\n", p.Version, s.PublicURL, s.PublicURL)
	code, needed, err := h.Accounts.NewSetupCode(access.WithActor(ctx, access.Installation))
	if err != nil || !needed {
		return err
	}
	_, _ = fmt.Fprintf(p.Out, "\nThere is no administrator yet. Make the first one within the hour:\n\n"+
		"  curl -X POST %s/v1/setup -H 'Content-Type: application/json' \\\n"+
		"    -d '{\"code\":\"%s\",\"login\":\"admin\",\"display_name\":\"Administrator\",\"password\":\"…\"}'\n\n", s.PublicURL, code)
	return nil
}

// answer serves until the context ends, and then drains.
func answer(ctx context.Context, s Settings, l listeners, h http.Handler, metrics *prometheus.Registry, log *slog.Logger) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second,
		IdleTimeout: 120 * time.Second, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	if s.Certificate != "" {
		c, err := newCertificate(ctx, s, log)
		if err != nil {
			return err
		}
		server.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}
	}
	ended := make(chan error, 2)
	go func() {
		if server.TLSConfig != nil {
			ended <- server.ServeTLS(l.api, "", "")
		} else {
			ended <- server.Serve(l.api)
		}
	}()
	if l.operations != nil {
		own := &http.Server{Handler: operations(metrics), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 60 * time.Second}
		defer func() { _ = own.Close() }()
		go func() { ended <- own.Serve(l.operations) }()
	}
	select {
	case err := <-ended:
		return fmt.Errorf("the server ended: %w", err)
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Drain)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		return fmt.Errorf("not every request was answered in time: %w", err)
	}
	return nil
}

// operations are for who runs the machine: metrics, and profiles of up to a minute.
func operations(metrics *prometheus.Registry) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	return mux
}

// certificate is read again on SIGHUP, so that a renewed one needs no restart.
type certificate struct {
	now atomic.Pointer[tls.Certificate]
}

func newCertificate(ctx context.Context, s Settings, log *slog.Logger) (*certificate, error) {
	c := &certificate{}
	read := func() error {
		pair, err := tls.LoadX509KeyPair(s.Certificate, s.PrivateKey)
		if err != nil {
			return fmt.Errorf("the TLS certificate cannot be read: %w", err)
		}
		c.now.Store(&pair)
		return nil
	}
	if err := read(); err != nil {
		return nil, err
	}
	again := make(chan os.Signal, 1)
	signal.Notify(again, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-again:
				if err := read(); err != nil {
					log.Error("the certificate stays as it was", "error", err)
				}
			}
		}
	}()
	return c, nil
}

func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.now.Load(), nil }

// newLog writes JSON lines from a level on, which can be changed.
func newLog(w io.Writer, from string) (*slog.Logger, *slog.LevelVar, error) {
	var level slog.LevelVar
	if err := level.UnmarshalText([]byte(from)); err != nil {
		return nil, nil, errors.New("--log-level is debug, info, warn or error")
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: &level})), &level, nil
}
