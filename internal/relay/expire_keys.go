package relay

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/work"
)

// Idempotency keys are kept for 30 days (the contract says so) and forgotten in small
// transactions, so that nobody waits for a large one.
const (
	keysKept  = 30 * 24 * time.Hour
	keysBatch = 500
)

func (r *Relay) expireKeys(ctx context.Context) error {
	for {
		gone, err := work.Do(ctx, r.units, func(u *work.Unit[Store]) (int, error) {
			if err := u.Allow(access.ExpireKeys, nil); err != nil {
				return 0, err
			}
			return u.Store.ExpireKeys(ctx, u.Now.Add(-keysKept), keysBatch)
		})
		if err != nil || gone < keysBatch {
			return err
		}
	}
}
