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
	// LockOrganizations reads those that exist, and holds them until the unit ends.
	LockOrganizations(ctx context.Context, all ...id.ID[Organization]) (map[id.ID[Organization]]Organization, error)
	// OrganizationsByCode reads those that have one of these codes themselves: what was merged
	// into another one is itself here.
	OrganizationsByCode(ctx context.Context, codes []Code) (map[Code]Organization, error)
	// AddOrganization inserts some; already_exists for an external id that is taken.
	AddOrganization(ctx context.Context, all ...Organization) error
	// ChangeOrganization writes one over the revision before it; revision_stale if another
	// unit was faster.
	ChangeOrganization(ctx context.Context, o Organization) error
	// Organizations reads a page. A code gives the organization that it answers for, and a name
	// also what the one that is called so was merged into.
	Organizations(ctx context.Context, f Filter) (page.Page[Organization], error)
}

// Service runs the use cases.
type Service struct{ units work.Units[Store] }

// New gives the use cases their units of work.
func New(units work.Units[Store]) Service { return Service{units} }
