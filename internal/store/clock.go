package store

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/work"
)

// readings is how often the database is asked for one offset.
const readings = 3

// ClockOffset is how far the database's clock is ahead of this one. Of several readings the
// one that took the least time counts: what a reading took is how wrong it can be. SQLite has
// the machine's own clock.
func (db *DB) ClockOffset(ctx context.Context, clock work.Clock) (offset time.Duration, err error) {
	if db.dialect == "sqlite" {
		return 0, nil
	}
	var least time.Duration
	for n := range readings {
		var there time.Time
		asked := clock.Now()
		if err := db.pool.QueryRow(ctx, "select clock_timestamp()").Scan(&there); err != nil {
			return 0, translate(err)
		}
		took := clock.Now().Sub(asked)
		if n == 0 || took < least {
			least, offset = took, there.Sub(asked.Add(took/2))
		}
	}
	return offset, nil
}
