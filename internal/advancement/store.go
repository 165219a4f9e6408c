package advancement

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/results"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database, beside what a piece needs to be made. Reads of
// one thing answer not_found if there is none.
type Store interface {
	judging.PieceMaker
	results.Standing
	Stage(ctx context.Context, s id.ID[programmes.Stage]) (programmes.Stage, error)
	Stages(ctx context.Context, e id.ID[programmes.Event]) ([]programmes.Stage, error)
	// LockEdition reads an edition so that whoever else changes or adds to it waits.
	LockEdition(ctx context.Context, e id.ID[programmes.Edition]) (programmes.Edition, error)
	Entry(ctx context.Context, e id.ID[registration.Entry]) (registration.Entry, error)
	// EntriesSeen finds which of these entries are seen.
	EntriesSeen(ctx context.Context, all []id.ID[registration.Entry], s registration.Seen) (map[id.ID[registration.Entry]]bool, error)

	Edge(ctx context.Context, e id.ID[Edge]) (Edge, error)
	// Edges reads those of an event, in the order of their stages.
	Edges(ctx context.Context, e id.ID[programmes.Event]) ([]Edge, error)
	// AddEdge inserts one; already_exists if another leads into the stage.
	AddEdge(ctx context.Context, e Edge) error
	// ConfirmEdge writes who advanced over the revision before it.
	ConfirmEdge(ctx context.Context, e Edge) error
	// AddAbsence inserts one; already_exists if it was approved.
	AddAbsence(ctx context.Context, a Absence) error
	// Computed reports a stage that has a result run which counts.
	Computed(ctx context.Context, s id.ID[programmes.Stage]) (bool, error)
	// Candidates reads the official entries that have a piece in the stage that an edge leads from
	// and were not withdrawn or disqualified, with what they reached.
	Candidates(ctx context.Context, e Edge) ([]Candidate, error)
}

// Service runs the use cases.
type Service struct{ units work.Units[Store] }

// New gives the use cases their units of work.
func New(units work.Units[Store]) Service { return Service{units} }
