package store_test

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/dbtest"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

// Every way to the database is in use by several at the moment at which it goes away, so that
// the pool is full of connections that nobody knows to be broken.
func TestPostgreSQLThatGoesAwayAndComesBackIsUnavailableMeanwhileAndNothingElse(t *testing.T) {
	t.Parallel()
	server := dbtest.NewServer(t)
	if err := dbtest.Migrate(server.DSN); err != nil {
		t.Fatal(err)
	}
	db := open(t, server.DSN)
	school := newWorld(t, db).organization.ID
	read := func(ctx context.Context, tx *store.Tx) error { _, err := tx.Organization(ctx, school); return err }
	ways := map[string]func(context.Context) error{
		"Ping":        db.Ping,
		"ClockOffset": func(ctx context.Context) error { _, err := db.ClockOffset(ctx, &journalClock{at: dawn}); return err },
	}
	for name, run := range map[string]func(context.Context, func(work.Tx) error) error{"Write": db.Write, "Statement": db.Statement, "Read": db.Read, "Glance": db.Glance} {
		for what, ask := range map[string]func(context.Context, *store.Tx) error{
			"through gorm": read,
			"twice":        func(ctx context.Context, tx *store.Tx) error { _ = read(ctx, tx); return read(ctx, tx) },
			"marks": func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.Marks(ctx, ordered[judging.Sheet]())
				return err
			},
			"numbers": func(ctx context.Context, tx *store.Tx) error { _, err := tx.Numbers(ctx, "select 1"); return err },
		} {
			ways[name+" "+what] = func(ctx context.Context) error {
				return run(ctx, func(tx work.Tx) error { return ask(ctx, tx.(*store.Tx)) })
			}
		}
	}
	var stop atomic.Bool
	var asking sync.WaitGroup
	for name, way := range ways {
		for range 2 {
			asking.Go(func() {
				away := 0
				for ; !stop.Load(); time.Sleep(5 * time.Millisecond) {
					switch err := way(t.Context()); {
					case err == nil:
					case fault.Is(err, fault.DatabaseUnavailable) && fault.As(err).RetryAfter > 0:
						away++
					default:
						t.Errorf("%s: %T %v", name, err, err)
					}
				}
				if away == 0 {
					t.Errorf("%s never found it away", name)
				}
				if err := way(t.Context()); err != nil {
					t.Errorf("%s does not find it again: %v", name, err)
				}
			})
		}
	}
	for _, how := range []os.Signal{syscall.SIGKILL, syscall.SIGINT, syscall.SIGQUIT} {
		time.Sleep(200 * time.Millisecond)
		server.Stop(how)
		time.Sleep(500 * time.Millisecond)
		server.Start()
	}
	time.Sleep(500 * time.Millisecond)
	stop.Store(true)
	asking.Wait()
}
