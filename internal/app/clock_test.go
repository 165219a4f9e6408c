package app

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/saichang/saichang/internal/dbtest"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/relay"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

// skewed is the machine's clock with another hand, which can be set.
type skewed struct {
	mu sync.Mutex
	by time.Duration
}

func (s *skewed) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.by)
}

func (s *skewed) set(by time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by = by
}

func TestAMachineWhoseClockIsApartFromTheDatabasesIsNotReady(t *testing.T) {
	db, err := store.Open(t.Context(), dbtest.Postgres(t), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	keys, err := relay.LoadOrCreateKeys(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	var lines bytes.Buffer
	machine := &skewed{}
	clock := &databaseClock{machine: machine, db: db, log: slog.New(slog.NewJSONHandler(&lines, nil))}
	house, err := Build(Parts{
		DB: db, Clock: clock, Ready: clock.ready, IDs: id.System{}, Log: slog.New(slog.DiscardHandler), Keys: keys,
		Metrics: prometheus.NewRegistry(), Settings: Settings{Data: t.TempDir()},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer house.Close()
	for _, c := range []struct {
		ahead time.Duration
		code  int
		logs  string
	}{
		{0, http.StatusNoContent, ""},
		{-200 * time.Millisecond, http.StatusNoContent, ""},
		{3 * time.Second, http.StatusServiceUnavailable, "not ready: the machine's clock is apart"},
		{-3 * time.Second, http.StatusServiceUnavailable, ""}, // said already
		{100 * time.Millisecond, http.StatusNoContent, "ready: the machine's clock is with the database's again"},
	} {
		machine.set(c.ahead)
		lines.Reset()
		if err := clock.read(t.Context()); err != nil {
			t.Fatal(err)
		}
		if off := time.Until(clock.Now()).Abs(); off > 200*time.Millisecond {
			t.Errorf("%v ahead: the corrected clock is %v off", c.ahead, off)
		}
		w := httptest.NewRecorder()
		house.Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/readyz", http.NoBody))
		if w.Code != c.code || w.Code != http.StatusNoContent && (!strings.Contains(w.Body.String(), `"clocks_apart"`) || w.Header().Get("Retry-After") != "10") {
			t.Errorf("%v ahead: answered %d, %v, %s", c.ahead, w.Code, w.Header(), w.Body)
		}
		if got := lines.String(); !strings.Contains(got, c.logs) || (c.logs == "") != (got == "") {
			t.Errorf("%v ahead: logged %q", c.ahead, got)
		}
	}
	w := httptest.NewRecorder()
	machine.set(time.Hour)
	if err := clock.read(t.Context()); err != nil {
		t.Fatal(err)
	}
	house.Handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/healthz", http.NoBody))
	if w.Code != http.StatusNoContent {
		t.Errorf("it lives all the same, and answers %d", w.Code)
	}
}

// told is a database that tells these offsets, one after the other; then it is away.
type told struct {
	offsets []time.Duration
	at      []time.Time
}

func (d *told) ClockOffset(context.Context, work.Clock) (time.Duration, error) {
	d.at = append(d.at, time.Now())
	if len(d.offsets) == 0 {
		return 0, errors.New("away")
	}
	next := d.offsets[0]
	d.offsets = d.offsets[1:]
	return next, nil
}

func TestTheDatabasesClockIsReadEveryTenSecondsAndHoldsWhileItIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		db := &told{offsets: []time.Duration{time.Second, -499 * time.Millisecond}}
		var lines bytes.Buffer
		clock := &databaseClock{machine: systemClock{}, db: db, log: slog.New(slog.NewJSONHandler(&lines, nil))}
		ctx, stop := context.WithCancel(t.Context())
		go clock.follow(ctx)
		time.Sleep(15 * time.Second)
		synctest.Wait()
		if clock.ready() == nil || !clock.Now().Equal(time.Now().Add(time.Second)) {
			t.Errorf("a second apart: %v, %v", clock.ready(), time.Until(clock.Now()))
		}
		time.Sleep(30 * time.Second)
		synctest.Wait()
		if err := clock.ready(); err != nil || !clock.Now().Equal(time.Now().Add(-499*time.Millisecond)) {
			t.Errorf("half a second apart: %v, %v", err, time.Until(clock.Now()))
		}
		stop()
		synctest.Wait()
		for i, at := range db.at {
			if at.Sub(begun) != time.Duration(i+1)*10*time.Second {
				t.Errorf("reading %d came after %v", i, at.Sub(begun))
			}
		}
		if len(db.at) != 4 || strings.Count(lines.String(), "was not read") != 2 {
			t.Errorf("%d readings, logged %s", len(db.at), lines.String())
		}
	})
}
