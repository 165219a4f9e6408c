package audit

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database.
type Store interface {
	// AuditEntries reads a page, newest first.
	AuditEntries(ctx context.Context, f Filter) (page.Page[journal.Entry], error)
	// Checkpoints reads a page, newest first.
	Checkpoints(ctx context.Context, r page.Request) (page.Page[journal.Signed], error)

	// SealsAfter reads seals in order.
	SealsAfter(ctx context.Context, number int64, most int) ([]journal.Seal, error)
	// EachFound calls fn with every entry of these units and its personal values, by unit,
	// then by ordinal.
	EachFound(ctx context.Context, units [][16]byte, fn func(journal.Found) error) error
	// TreeHashes reads the stored hashes at the positions from one on, in order, until one is
	// missing.
	TreeHashes(ctx context.Context, from int64, most int) ([]tlog.Hash, error)
	// TreeSize is how many tree hashes are stored.
	TreeSize(ctx context.Context) (int64, error)
	// CheckpointsAfter reads checkpoints over more seals than that, in order.
	CheckpointsAfter(ctx context.Context, seals int64, most int) ([]journal.Signed, error)
	// JournalUnits lists the units that the journal has entries of, after one (nil: from
	// the first), in order.
	JournalUnits(ctx context.Context, after *[16]byte, most int) ([][16]byte, error)
	// UnitsWaitingAfter lists the units that wait for their seal, after one (nil: from
	// the first), in order.
	UnitsWaitingAfter(ctx context.Context, after *[16]byte, most int) ([][16]byte, error)
}

// Service runs the use cases.
type Service struct{ units work.Units[Store] }

// New gives the use cases their units of work.
func New(units work.Units[Store]) Service { return Service{units} }
