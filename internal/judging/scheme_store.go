package judging

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
)

// SchemeStore is what marking schemes need from a database.
type SchemeStore interface {
	// Scheme reads one whole; not_found if there is none.
	Scheme(ctx context.Context, s id.ID[Scheme]) (Scheme, error)
	// Schemes reads a stage's versions without their criteria, the newest first.
	Schemes(ctx context.Context, s id.ID[programmes.Stage]) ([]Scheme, error)
	SubCriterion(ctx context.Context, s id.ID[SubCriterion]) (SubCriterion, error)
	AddScheme(ctx context.Context, s Scheme) error
	// RewriteScheme writes one over the revision before it, with its criteria and aspects.
	RewriteScheme(ctx context.Context, s Scheme) error
	// ChangeScheme writes one over the revision before it, without its criteria.
	ChangeScheme(ctx context.Context, s Scheme) error
	// SaveAssignments writes one over the revision before it, with the panels of its
	// sub-criteria.
	SaveAssignments(ctx context.Context, s Scheme) error
	// SupersedeSchemes ends the locked version of a stage.
	SupersedeSchemes(ctx context.Context, s id.ID[programmes.Stage], at time.Time) error
	StageHasSheets(ctx context.Context, s id.ID[programmes.Stage]) (bool, error)
	// RulesOf reads the rules that an event is marked by.
	RulesOf(ctx context.Context, e id.ID[programmes.Event]) (programmes.Rules, error)
}
