package organizations

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database.
type Store interface {
	// Organization reads one; not_found if there is none.
	Organization(ctx context.Context, o id.ID[Organization]) (Organization, error)
	// AddOrganization inserts one; already_exists for an external id that is taken.
	AddOrganization(ctx context.Context, o Organization) error
	// ChangeOrganization writes one over the revision before it; revision_stale if another
	// unit was faster.
	ChangeOrganization(ctx context.Context, o Organization) error
	// Organizations reads a page.
	Organizations(ctx context.Context, f Filter) (page.Page[Organization], error)
}

// Service runs the use cases.
type Service struct{ units work.Units[Store] }

// New gives the use cases their units of work.
func New(units work.Units[Store]) Service { return Service{units} }
