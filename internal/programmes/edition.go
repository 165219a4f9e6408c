package programmes

import (
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
)

// Edition is one occurrence of a programme (届).
type Edition struct {
	ID           id.ID[Edition]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Programme    id.ID[Programme]
	Number       int
	Year         int
	Name         names.Text
	Host         names.Text // the city
	Status       EditionStatus
	StatusReason *string // why it was cancelled
	TimeZone     string  // IANA
	StartsDate   *string // local, YYYY-MM-DD
	EndsDate     *string
	Registration Window
	Substitution Window
	Withdrawal   Window // without one, registration's counts
	HoldMinutes  *int   // how long a draft may hold places; nil: not at all
	WaitingList  bool   // who finds no place waits for one
	ReplacedBy   *id.ID[Edition]
	RuleSet      *id.ID[RuleSet] // frozen at opening
}

// IDPrefix is "edn".
func (Edition) IDPrefix() string { return "edn" }

// Scope is what permissions are asked on: an edition lies within its programme.
func (e Edition) Scope() access.Scope { return access.Scope{e.ID.Ref(), e.Programme.Ref()} }

// EditionStatus is where an edition is in its life.
type EditionStatus string

// The states.
const (
	Draft     EditionStatus = "draft"
	Open      EditionStatus = "open"
	Closed    EditionStatus = "closed"
	Running   EditionStatus = "running"
	Completed EditionStatus = "completed"
	Archived  EditionStatus = "archived"
	Cancelled EditionStatus = "cancelled"
)

// Over reports an edition that is completed, archived or cancelled: nothing in it moves any more.
func (s EditionStatus) Over() bool { return s == Completed || s == Archived || s == Cancelled }

// After lists the states that may follow.
func (s EditionStatus) After() []EditionStatus {
	switch s {
	case Draft:
		return []EditionStatus{Open, Cancelled}
	case Open:
		return []EditionStatus{Closed, Cancelled}
	case Closed:
		return []EditionStatus{Open, Running, Cancelled}
	case Running:
		return []EditionStatus{Completed, Cancelled}
	case Completed:
		return []EditionStatus{Archived, Cancelled}
	case Archived:
		return []EditionStatus{Cancelled}
	}
	return nil
}

// Move is the edition in another state; edition_transition_not_allowed lists the states that
// may follow. Cancelling needs a reason.
func (e Edition) Move(to EditionStatus, reason string, at time.Time) (Edition, error) {
	if !slices.Contains(e.Status.After(), to) {
		return Edition{}, fault.EditionTransition.With("status", e.Status, "to", to, "allowed", texts(e.Status.After()))
	}
	if to == Cancelled && names.Clean(reason) == "" {
		return Edition{}, fault.ReasonRequired.New().Listing(fault.ReasonRequired.Detail().At("/reason"))
	}
	e.Status, e.StatusReason, e.Revision, e.UpdatedAt = to, nil, e.Revision+1, at
	if reason = names.Clean(reason); reason != "" {
		e.StatusReason = &reason
	}
	return e, nil
}

func texts[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = string(v)
	}
	return out
}
