package majors

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database.
type Store interface {
	// Major reads one; not_found if there is none.
	Major(ctx context.Context, m id.ID[Major]) (Major, error)
	// MajorsOf reads all of a version of the catalogue.
	MajorsOf(ctx context.Context, catalogue string) (map[Key]Major, error)
	// AddMajors inserts some; already_exists for a key that is taken.
	AddMajors(ctx context.Context, all []Major) error
	// ChangeMajor writes one over the revision before it; revision_stale if another unit was
	// faster.
	ChangeMajor(ctx context.Context, m Major) error
	// Majors reads a page, by code.
	Majors(ctx context.Context, f Filter) (page.Page[Major], error)
}

// Service runs the use cases.
type Service struct{ units work.Units[Store] }

// New gives the use cases their units of work.
func New(units work.Units[Store]) Service { return Service{units} }
