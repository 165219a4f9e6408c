package judging

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database.
type Store interface {
	PieceStore
	SchemeStore
	PanelStore
	SheetStore
	Stage(ctx context.Context, s id.ID[programmes.Stage]) (programmes.Stage, error)
	Event(ctx context.Context, s id.ID[programmes.Event]) (programmes.Event, error)
	// HoldEdition reads an edition that nobody changes until the unit is over.
	HoldEdition(ctx context.Context, s id.ID[programmes.Edition]) (programmes.Edition, error)
	// LockEdition reads an edition so that whoever else changes or adds to it waits.
	LockEdition(ctx context.Context, s id.ID[programmes.Edition]) (programmes.Edition, error)
}

// Service runs the use cases.
type Service struct {
	units work.Units[Store]
	marks *work.Batch[Store, EnterMark, Mark]
	facts *factsCache
}

// New gives the use cases their units of work and starts the batch of marks. The caller has
// the engine call Observe, and calls Close at the end.
func New(units work.Units[Store]) *Service {
	s := &Service{units: units, facts: &factsCache{units: units, known: map[id.ID[Sheet]]SheetFacts{}}}
	s.marks = work.NewBatch(units, s.hotMarks())
	return s
}

// Observe hears of committed facts and forgets what they made stale.
func (s *Service) Observe(entries []journal.Entry) { s.facts.observe(entries) }

// Marking reports that somebody waits for a mark to be written at this moment.
func (s *Service) Marking() bool { return s.marks.Busy() }

// Close waits until every mark that was accepted has been answered.
func (s *Service) Close() { s.marks.Close() }
