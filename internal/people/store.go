package people

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database.
type Store interface {
	// Organization reads one; not_found if there is none.
	Organization(ctx context.Context, o id.ID[organizations.Organization]) (organizations.Organization, error)
	// Person reads one; not_found if there is none.
	Person(ctx context.Context, p id.ID[Person]) (Person, error)
	// AddPerson inserts one.
	AddPerson(ctx context.Context, p Person) error
	// ChangePerson writes one over the revision before it; revision_stale if another unit
	// was faster. The person's entries are found under the new name from then on.
	ChangePerson(ctx context.Context, p Person) error
	// People reads a page of those that f.Seen allows.
	People(ctx context.Context, f Filter) (page.Page[Person], error)
}

// Service runs the use cases.
type Service struct{ units work.Units[Store] }

// New gives the use cases their units of work.
func New(units work.Units[Store]) Service { return Service{units} }
