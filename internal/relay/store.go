package relay

import (
	"context"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/saichang/saichang/internal/journal"
)

// Store is what the relay needs from a database.
type Store interface {
	// TakeSealing makes this unit the only one that seals until it ends; false if another
	// process is at it.
	TakeSealing(ctx context.Context) (alone bool, err error)
	// UnitsToSeal lists waiting units in the order of their ids, at least one if any waits,
	// until they are too many or hold too many facts; more says that others are left.
	UnitsToSeal(ctx context.Context, mostUnits, mostFacts int) (units [][16]byte, more bool, err error)
	// UnitsWaiting lists waiting units in the order of their ids.
	UnitsWaiting(ctx context.Context, most int) ([][16]byte, error)
	// EachEntry calls fn with every entry of these units, by unit, then by ordinal.
	EachEntry(ctx context.Context, units [][16]byte, fn func(journal.Found) error) error

	// LastSeal is the newest seal, without its units; nil if there is none.
	LastSeal(ctx context.Context) (*journal.Seal, error)
	// SealsAfter reads seals in order.
	SealsAfter(ctx context.Context, number int64, most int) ([]journal.Seal, error)
	// SealTree reads the Merkle tree over the seals.
	SealTree(ctx context.Context) tlog.HashReader
	// AddSeal appends a seal with its tree hashes; its units wait no longer.
	AddSeal(ctx context.Context, s journal.Seal, hashes []tlog.Hash) error

	// LastCheckpoint is the newest checkpoint; nil if there is none.
	LastCheckpoint(ctx context.Context) (*journal.Signed, error)
	// AddCheckpoint keeps a checkpoint; one for the same seals that is there already stays.
	AddCheckpoint(ctx context.Context, s journal.Signed) error

	// RetireKeys has nothing sealed with these keys any more from this unit's commit on, by
	// whichever process.
	RetireKeys(ctx context.Context, names []string, now time.Time) error

	// ExpireKeys forgets some idempotency keys claimed before an instant and says how many.
	ExpireKeys(ctx context.Context, before time.Time, most int) (int, error)
}
