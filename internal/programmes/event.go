package programmes

import (
	"context"
	"fmt"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
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
	Mixed     *bool          // teams of several organizations are allowed, or not; nil: as the rules say
	Group     string         // those that are ranked apart (组别): 中职, 高职; "": none
	Succeeds  []id.ID[Event] // the events of other editions that it goes on, merges or renames
}

// IDPrefix is "evt".
func (Event) IDPrefix() string { return "evt" }

// Scope is what permissions are asked on: an event lies within its edition and programme.
func (e Event) Scope() access.Scope {
	return access.Scope{e.ID.Ref(), e.Edition.Ref(), e.Programme.Ref()}
}

// EventStatus is open, deferred or cancelled; the phases of an event are those of its edition
// and of its stages.
type EventStatus string

// The states.
const (
	EventOpen      EventStatus = "open"
	EventDeferred  EventStatus = "deferred" // for want of entries: it may open again
	EventCancelled EventStatus = "cancelled"
)

// Goes refuses what is done in an event that is cancelled or deferred.
func (e Event) Goes() error {
	switch e.Status {
	case EventCancelled:
		return fault.EventCancelled.New()
	case EventDeferred:
		return fault.EventDeferred.New()
	}
	return nil
}

// succession refuses events before that do not exist, or are of the same edition.
func (e Event) succession(ctx context.Context, s Store) error {
	var unknown []fault.Detail
	for i, before := range e.Succeeds {
		found, err := s.Event(ctx, before)
		if fault.Is(err, fault.NotFound) || err == nil && found.Edition == e.Edition {
			unknown = append(unknown, fault.ReferenceMissing.Detail("what", "event").At(fmt.Sprintf("/succeeds/%d", i)))
			continue
		}
		if err != nil {
			return err
		}
	}
	if unknown != nil {
		return fault.ReferenceMissing.With("what", "event").Listing(unknown...)
	}
	return nil
}
