package advancement

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/scoring"
)

// Edge leads from one stage of an event to a later one.
type Edge struct {
	ID        id.ID[Edge]
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
	From      programmes.Stage
	To        programmes.Stage
	Rules     Rules
	Advanced  []id.ID[registration.Entry] // nil until it is confirmed
	Reason    string                      // of whoever decided a tie
}

// IDPrefix is "edg".
func (Edge) IDPrefix() string { return "edg" }

// Scope is what permissions are asked on: an edge lies within its event.
func (e Edge) Scope() access.Scope { return append(e.From.Scope(), e.ID.Ref()) }

// Confirmed reports an edge that leads nobody else any more.
func (e Edge) Confirmed() bool { return e.Advanced != nil }

// Rules say who goes on.
type Rules struct {
	Places       int           `json:"places"`
	Ties         Ties          `json:"ties"`
	Substitution Substitution  `json:"substitution"`
	Weights      []StageWeight `json:"weights"`
}

// StageWeight is what a stage's total counts.
type StageWeight struct {
	Stage  id.ID[programmes.Stage] `json:"stage"`
	Weight scoring.Weight          `json:"weight"`
}

// Ties says what becomes of a tie on the cut.
type Ties string

// The rules for ties.
const (
	Extend   Ties = "extend"    // all of them go on
	TieBreak Ties = "tie_break" // the later stage's total decides, then the one before; then the organiser
	Ask      Ties = "ask"       // the organiser decides
)

// Substitution says what stands for a stage at which an approved absence left no points.
type Substitution string

// The substitutions.
const (
	NoSubstitution Substitution = "none"         // no total
	OtherStages    Substitution = "other_stages" // the other stages carry its weight, in proportion
)

// Absence is an absence from a stage that was approved.
type Absence struct {
	Stage     id.ID[programmes.Stage]
	Entry     id.ID[registration.Entry]
	Reason    string
	CreatedAt time.Time
}

// check holds the rules of an edge against the stages of its event.
func (e Edge) check(stages []programmes.Stage) error {
	if e.To.Event != e.From.Event || e.To.Position <= e.From.Position {
		return fault.EdgeBackward.New().Listing(fault.EdgeBackward.Detail().At("/to_stage_id"))
	}
	position := map[id.ID[programmes.Stage]]int{}
	for _, s := range stages {
		position[s.ID] = s.Position
	}
	var sum scoring.Weight
	last := 0
	for _, w := range e.Rules.Weights {
		if position[w.Stage] <= last || position[w.Stage] > e.From.Position || w.Weight == 0 {
			return fault.WeightsWrong.With("sum", sum.String()).Listing(fault.WeightsWrong.Detail("sum", sum.String()).At("/weights"))
		}
		last, sum = position[w.Stage], sum+w.Weight
	}
	if sum != whole || last != e.From.Position {
		return fault.WeightsWrong.With("sum", sum.String()).Listing(fault.WeightsWrong.Detail("sum", sum.String()).At("/weights"))
	}
	return nil
}
