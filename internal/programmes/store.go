package programmes

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database. Reads of one thing answer not_found if
// there is none; Add answers already_exists for a number that is taken; Change writes over
// the revision before and answers revision_stale if another unit was faster.
type Store interface {
	Programme(ctx context.Context, p id.ID[Programme]) (Programme, error)
	AddProgramme(ctx context.Context, p Programme) error
	ChangeProgramme(ctx context.Context, p Programme) error
	Programmes(ctx context.Context, f ProgrammeFilter) (page.Page[Programme], error)
	Organization(ctx context.Context, o id.ID[organizations.Organization]) (organizations.Organization, error)

	Edition(ctx context.Context, e id.ID[Edition]) (Edition, error)
	// LockEdition reads an edition that the unit is going to change or to add to: whoever
	// opens it meanwhile waits.
	LockEdition(ctx context.Context, e id.ID[Edition]) (Edition, error)
	AddEdition(ctx context.Context, e Edition) error
	ChangeEdition(ctx context.Context, e Edition) error
	Editions(ctx context.Context, f EditionFilter) (page.Page[Edition], error)

	RuleSet(ctx context.Context, r id.ID[RuleSet]) (RuleSet, error)
	RuleSets(ctx context.Context, e id.ID[Edition]) ([]RuleSet, error) // newest first
	AddRuleSet(ctx context.Context, r RuleSet) error
	ChangeRuleSet(ctx context.Context, r RuleSet) error

	Event(ctx context.Context, e id.ID[Event]) (Event, error)
	AddEvent(ctx context.Context, e Event) error
	ChangeEvent(ctx context.Context, e Event) error
	Events(ctx context.Context, f EventFilter) (page.Page[Event], error)
	EventsOf(ctx context.Context, e id.ID[Edition]) ([]Event, error) // all of an edition, by number
	// CopyQuotas gives an edition the quotas of another. Those that are narrowed to an event
	// follow it to what became of it, or are left out with it; those of a delegation are left out.
	CopyQuotas(ctx context.Context, from, to id.ID[Edition], became map[id.ID[Event]]id.ID[Event], ids id.Source, at time.Time) error
	// Fields counts the official entries that hold a place in each open event of an edition,
	// beside the number that the event's rules want.
	Fields(ctx context.Context, e id.ID[Edition]) ([]Field, error)
	// TakeRules gives every event of an edition this rule set, and says how many there are.
	TakeRules(ctx context.Context, e id.ID[Edition], r id.ID[RuleSet]) (events int, err error)

	Stage(ctx context.Context, s id.ID[Stage]) (Stage, error)
	Stages(ctx context.Context, e id.ID[Event]) ([]Stage, error) // in order
	AddStage(ctx context.Context, s Stage) error
}

// Field is how many entries an open event has, and at least should have.
type Field struct {
	Event            id.ID[Event]
	Number           string
	Entries, Minimum int
}

// Service runs the use cases.
type Service struct{ units work.Units[Store] }

// New gives the use cases their units of work.
func New(units work.Units[Store]) Service { return Service{units} }
