package results

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database. Reads of one thing answer not_found if there
// is none; Change writes over the revision before.
type Store interface {
	Stage(ctx context.Context, s id.ID[programmes.Stage]) (programmes.Stage, error)
	Event(ctx context.Context, e id.ID[programmes.Event]) (programmes.Event, error)
	Edition(ctx context.Context, e id.ID[programmes.Edition]) (programmes.Edition, error)
	// LockEdition reads an edition so that whoever else changes or adds to it waits.
	LockEdition(ctx context.Context, e id.ID[programmes.Edition]) (programmes.Edition, error)
	Standing

	Run(ctx context.Context, r id.ID[Run]) (Run, error)
	AddRun(ctx context.Context, r Run, inputs []byte, placings []Placing) error
	ChangeRun(ctx context.Context, r Run) error
	// SupersedeComputed ends the runs of a stage that were computed and not published.
	SupersedeComputed(ctx context.Context, s id.ID[programmes.Stage], at time.Time) error
	// RunInputs reads what a run was computed from, as JSON.
	RunInputs(ctx context.Context, r id.ID[Run]) ([]byte, error)
	Placing(ctx context.Context, p id.ID[Placing]) (Placing, error)
	Placings(ctx context.Context, f PlacingFilter) (page.Page[Placing], error)
	AllPlacings(ctx context.Context, r id.ID[Run]) ([]Placing, error)
	AddDecision(ctx context.Context, d Decision) error

	PublicationStore
}

// Standing is what says whether results still stand.
type Standing interface {
	RulesOf(ctx context.Context, e id.ID[programmes.Event]) (programmes.Rules, error)
	// Material reads what a stage is computed from; its sheets stay as they are until the
	// unit ends.
	Material(ctx context.Context, s programmes.Stage) (Material, error)
	// Runs reads a stage's runs, the newest first.
	Runs(ctx context.Context, s id.ID[programmes.Stage]) ([]Run, error)
}

// PublicationStore is the part for publications.
type PublicationStore interface {
	// FirstPublished is when the results of a stage were first published; nil if they never were.
	FirstPublished(ctx context.Context, s id.ID[programmes.Stage]) (*time.Time, error)
	// Makers reads who made the pieces of a run, under the names that organizations had on a day
	// (YYYY-MM-DD). The stage is not blind, or has been opened. Where a child was born after
	// childrenBornAfter and no guardian consents, only the organization is known.
	Makers(ctx context.Context, r id.ID[Run], on, childrenBornAfter string) (map[id.ID[judging.Piece]]Maker, error)
	// CurrentPublication is the one that counts for a stage; nil if there is none.
	CurrentPublication(ctx context.Context, s id.ID[programmes.Stage]) (*Publication, error)
	// CurrentOfEvent is the one of the event's last published stage; nil if there is none.
	CurrentOfEvent(ctx context.Context, e id.ID[programmes.Event]) (*id.ID[Publication], error)
	Publication(ctx context.Context, p id.ID[Publication]) (Publication, error)
	Publications(ctx context.Context, f PublicationFilter) (page.Page[Publication], error)
	AddPublication(ctx context.Context, p Publication, frozen []Frozen) error
	// Supersede ends a publication and its run in favour of another.
	Supersede(ctx context.Context, p Publication, by id.ID[Publication], at time.Time) error
	// Frozen reads one form of a publication, in both codings.
	Frozen(ctx context.Context, p id.ID[Publication], form string) (Frozen, error)
	// EntriesCompeted tells the entries behind a run's present pieces that they competed.
	EntriesCompeted(ctx context.Context, r id.ID[Run], at time.Time) error
}

// Service runs the use cases.
type Service struct {
	units work.Units[Store]
	shelf *shelf
}

// New gives the use cases their units of work. The caller has the engine call Observe.
func New(units work.Units[Store]) *Service { return &Service{units, newShelf(units)} }

// Observe hears of committed facts and forgets what they made stale.
func (s *Service) Observe(entries []journal.Entry) { s.shelf.hear(entries) }
