package programmes

import (
	"time"

	"github.com/saichang/saichang/internal/id"
)

// ProgrammeCreated : a programme was made.
type ProgrammeCreated struct {
	Programme id.ID[Programme] `json:"programme"`
}

// Fact names it.
func (f ProgrammeCreated) Fact() (string, id.Ref) { return "programme.created", f.Programme.Ref() }

// ProgrammeUpdated : a programme was changed.
type ProgrammeUpdated struct {
	Programme id.ID[Programme] `json:"programme"`
	Revision  int64            `json:"revision"`
}

// Fact names it.
func (f ProgrammeUpdated) Fact() (string, id.Ref) { return "programme.updated", f.Programme.Ref() }

// EditionCreated : an edition was drafted.
type EditionCreated struct {
	Edition id.ID[Edition] `json:"edition"`
	Number  int            `json:"number"`
}

// Fact names it.
func (f EditionCreated) Fact() (string, id.Ref) { return "edition.created", f.Edition.Ref() }

// EditionCloned : an edition was drafted after another.
type EditionCloned struct {
	Edition  id.ID[Edition] `json:"edition"`
	Template id.ID[Edition] `json:"template"`
	Number   int            `json:"number"`
}

// Fact names it.
func (f EditionCloned) Fact() (string, id.Ref) { return "edition.cloned", f.Edition.Ref() }

// EditionUpdated : an edition was changed.
type EditionUpdated struct {
	Edition  id.ID[Edition] `json:"edition"`
	Revision int64          `json:"revision"`
}

// Fact names it.
func (f EditionUpdated) Fact() (string, id.Ref) { return "edition.updated", f.Edition.Ref() }

// WindowMoved : a window of an edition got other ends.
type WindowMoved struct {
	Edition  id.ID[Edition] `json:"edition"`
	Window   WindowKind     `json:"window"`
	OpenedAt *time.Time     `json:"opened_at"` // as it was
	ClosedAt *time.Time     `json:"closed_at"`
	OpensAt  *time.Time     `json:"opens_at"` // as it is
	ClosesAt *time.Time     `json:"closes_at"`
}

// Fact names it.
func (f WindowMoved) Fact() (string, id.Ref) { return "edition.window_moved", f.Edition.Ref() }

// EditionMoved : an edition was opened, closed, started, completed, archived or cancelled.
type EditionMoved struct {
	Edition id.ID[Edition]  `json:"edition"`
	From    EditionStatus   `json:"from"`
	To      EditionStatus   `json:"to"`
	RuleSet *id.ID[RuleSet] `json:"rule_set,omitempty"` // frozen by it
}

// Fact names it.
func (f EditionMoved) Fact() (string, id.Ref) { return "edition.moved", f.Edition.Ref() }

// RuleSetCreated : a version of the rules was made.
type RuleSetCreated struct {
	RuleSet id.ID[RuleSet] `json:"rule_set"`
	Version int            `json:"version"`
	Preset  string         `json:"preset"`
}

// Fact names it.
func (f RuleSetCreated) Fact() (string, id.Ref) { return "rule_set.created", f.RuleSet.Ref() }

// RulesReplaced : the rules of a draft were replaced. The rules themselves are the fact.
type RulesReplaced struct {
	RuleSet  id.ID[RuleSet] `json:"rule_set"`
	Revision int64          `json:"revision"`
	Rules    Rules          `json:"rules"`
}

// Fact names it.
func (f RulesReplaced) Fact() (string, id.Ref) { return "rule_set.replaced", f.RuleSet.Ref() }

// EventCreated : an event was added to an edition.
type EventCreated struct {
	Event  id.ID[Event] `json:"event"`
	Number string       `json:"number"`
}

// Fact names it.
func (f EventCreated) Fact() (string, id.Ref) { return "event.created", f.Event.Ref() }

// EventUpdated : an event was changed or cancelled.
type EventUpdated struct {
	Event    id.ID[Event] `json:"event"`
	Revision int64        `json:"revision"`
	Status   EventStatus  `json:"status"`
}

// Fact names it.
func (f EventUpdated) Fact() (string, id.Ref) { return "event.updated", f.Event.Ref() }

// StageCreated : a stage was added to an event.
type StageCreated struct {
	Stage    id.ID[Stage] `json:"stage"`
	Position int          `json:"position"`
}

// Fact names it.
func (f StageCreated) Fact() (string, id.Ref) { return "stage.created", f.Stage.Ref() }
