package results

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

// Run is one computation of a stage's results (成绩核算). It never changes but for its status.
type Run struct {
	ID         id.ID[Run]
	Revision   int64
	CreatedAt  time.Time
	UpdatedAt  time.Time
	Stage      id.ID[programmes.Stage]
	Event      id.ID[programmes.Event]
	Edition    id.ID[programmes.Edition]
	Programme  id.ID[programmes.Programme]
	Number     int // of the stage, from 1
	Status     RunStatus
	Engine     string
	RulesHash  string
	InputsHash string
	Digest     string // of the placings as they were proposed
	ComputedBy id.ID[accounts.Account]
	Summary    Summary
}

// IDPrefix is "run".
func (Run) IDPrefix() string { return "run" }

// Scope is what permissions are asked on: a run lies within its stage.
func (r Run) Scope() access.Scope {
	return access.Scope{r.ID.Ref(), r.Stage.Ref(), r.Event.Ref(), r.Edition.Ref(), r.Programme.Ref()}
}

// RunStatus is where a run is: computed, then published or superseded by a later one.
type RunStatus string

// The states.
const (
	RunComputed   RunStatus = "computed"
	RunPublished  RunStatus = "published"
	RunSuperseded RunStatus = "superseded"
)

// Summary is what an organiser looks at first.
type Summary struct {
	Field scoring.Field `json:"field"`
	Scale *ScaleUsed    `json:"scale"`
	Ties  []Tie         `json:"ties"`
}

// Notes are what an organiser should know of a run.
func (s Summary) Notes() (notes []fault.Detail) {
	if s.Scale != nil && s.Scale.Undefined != "" {
		notes = append(notes, fault.ScaleUndefined.Detail("why", string(s.Scale.Undefined)))
	}
	return notes
}

// Placing is one piece's place in a run (名次).
type Placing struct {
	ID       id.ID[Placing]
	Run      id.ID[Run]
	Piece    id.ID[judging.Piece]
	Position int // in the list, from 1
	Computed
	Decision *Decision // nil: as proposed
}

// IDPrefix is "plc".
func (Placing) IDPrefix() string { return "plc" }

// Decision is an award that was decided otherwise than the rules proposed.
type Decision struct {
	Placing  id.ID[Placing]
	Revision int64 // from 2: 1 is the proposal
	Award    string
	Reason   string
	By       id.ID[accounts.Account]
	At       time.Time
}

// Revision counts the decisions.
func (p Placing) Revision() int64 {
	if p.Decision == nil {
		return 1
	}
	return p.Decision.Revision
}

// Final is the placing as it counts: with the decided award.
func (p Placing) Final() Computed {
	c := p.Computed
	if p.Decision != nil {
		c.Award = p.Decision.Award
	}
	return c
}

// undecided lists the ties on award lines that nobody has decided.
func undecided(ties []Tie, placings []Placing) (open []fault.Detail) {
	decided := map[string]bool{}
	for _, p := range placings {
		decided[p.Code] = p.Decision != nil
	}
	for _, t := range ties {
		if t.Resolution != scoring.TiesAsk {
			continue
		}
		for _, code := range t.Pieces {
			if !decided[code] {
				open = append(open, fault.TieUndecided.Detail("award", t.Award, "rank", t.Rank, "pieces", t.Pieces))
				break
			}
		}
	}
	return open
}
