package programmes

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
)

// Event is one skill or contest of an edition (赛项).
type Event struct {
	ID        id.ID[Event]
	Revision  int64
	CreatedAt time.Time
	UpdatedAt time.Time
	Edition   id.ID[Edition]
	Programme id.ID[Programme]
	Number    string // skill number; unique within the edition
	Name      names.Text
	Sector    string
	Status    EventStatus
	TeamMin   int  // competitors an entry may start with
	TeamMax   int  // 1: single
	AgeLimit  *int // overrides the rule set's
	Official  bool // demonstration skills are shown, but count for no table
	RuleSet   id.ID[RuleSet]
}

// IDPrefix is "evt".
func (Event) IDPrefix() string { return "evt" }

// Scope is what permissions are asked on: an event lies within its edition and programme.
func (e Event) Scope() access.Scope {
	return access.Scope{e.ID.Ref(), e.Edition.Ref(), e.Programme.Ref()}
}

// EventStatus is open or cancelled; the phases of an event are those of its edition and of
// its stages.
type EventStatus string

// The states.
const (
	EventOpen      EventStatus = "open"
	EventCancelled EventStatus = "cancelled"
)
