package app

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/work"
)

// The database's clock is read every so often; a machine that is further apart from it than
// this is not ready.
const (
	readClockEvery = 10 * time.Second
	clocksApart    = 500 * time.Millisecond
)

// databaseClock is the machine's clock, set by the database's, so that all processes on one
// database decide alike whether a window is open. A machine whose own clock is too far off is
// not trusted all the same: whatever else it tells, such as its log, is in the wrong order.
type databaseClock struct {
	machine work.Clock
	db      interface {
		ClockOffset(ctx context.Context, clock work.Clock) (time.Duration, error)
	}
	log    *slog.Logger
	offset atomic.Int64 // nanoseconds that the database is ahead of the machine
}

// Now is the database's time.
func (c *databaseClock) Now() time.Time { return c.machine.Now().Add(time.Duration(c.offset.Load())) }

// read reads the offset, and notes in the log when the clocks come apart or together.
func (c *databaseClock) read(ctx context.Context) error {
	offset, err := c.db.ClockOffset(ctx, c.machine)
	if err != nil {
		return err
	}
	before := c.ready()
	c.offset.Store(int64(offset))
	switch after := c.ready(); {
	case before == nil && after != nil:
		c.log.Error("not ready: the machine's clock is apart from the database's", "offset_ms", offset.Milliseconds())
	case before != nil && after == nil:
		c.log.Info("ready: the machine's clock is with the database's again", "offset_ms", offset.Milliseconds())
	}
	return nil
}

// follow reads the offset until the context ends. While the database is away the last one
// holds.
func (c *databaseClock) follow(ctx context.Context) {
	tick := time.NewTicker(readClockEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			limited, cancel := context.WithTimeout(ctx, readClockEvery/2)
			if err := c.read(limited); err != nil && ctx.Err() == nil {
				c.log.Warn("the database's clock was not read", "error", err)
			}
			cancel()
		}
	}
}

// ready refuses while the clocks are apart.
func (c *databaseClock) ready() error {
	if offset := time.Duration(c.offset.Load()); offset.Abs() > clocksApart {
		return fault.ClocksApart.With("offset_ms", offset.Milliseconds()).After(readClockEvery)
	}
	return nil
}
