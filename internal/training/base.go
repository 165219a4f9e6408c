package training

import (
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
)

// Base is one organization's training base for one event (集训基地).
type Base struct {
	ID           id.ID[Base]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Event        id.ID[programmes.Event]
	Organization id.ID[organizations.Organization]
	Status       BaseStatus
	Statement    string  // with which it applied
	Position     *int    // in the published order, from 1; nil: not in it
	ValidUntil   *string // last day of the recognition; nil: the edition's end
	Inspections  []Inspection
	Decisions    []Decision

	Edition       id.ID[programmes.Edition] // of the event, as are the following
	Programme     id.ID[programmes.Programme]
	EditionStatus programmes.EditionStatus
	EditionYear   int
	TimeZone      string
}

// IDPrefix is "bas".
func (Base) IDPrefix() string { return "bas" }

// Scope is what permissions are asked on: a base lies within its event, edition and programme,
// and within its organization.
func (b Base) Scope() access.Scope {
	return access.Scope{b.ID.Ref(), b.Event.Ref(), b.Edition.Ref(), b.Programme.Ref(), b.Organization.Ref()}
}

// BaseStatus is where a base is in its life.
type BaseStatus string

// The states.
const (
	Applied    BaseStatus = "applied"
	Recognised BaseStatus = "recognised"
	Refused    BaseStatus = "refused"
	Removed    BaseStatus = "removed"
)

// Verdict is what was decided about a base.
type Verdict string

// The verdicts. A renewal leaves a base recognised.
const (
	Recognise Verdict = "recognised"
	Refuse    Verdict = "refused"
	Renew     Verdict = "renewed"
	Remove    Verdict = "removed"
)

// Decision is one verdict about a base, and why.
type Decision struct {
	Verdict    Verdict                  `json:"verdict"`
	Reason     string                   `json:"reason"`
	ValidUntil *string                  `json:"valid_until"`
	By         *id.ID[accounts.Account] `json:"by"`
	At         time.Time                `json:"at"`
}

// Inspection is one visit to a base, and what was found.
type Inspection struct {
	Date     string                   `json:"date"`
	Passed   bool                     `json:"passed"`
	Findings string                   `json:"findings"`
	By       *id.ID[accounts.Account] `json:"by"`
	At       time.Time                `json:"at"`
}

// Evaluation is an expert's opinion of an application.
type Evaluation struct {
	ID         id.ID[Evaluation]
	Base       id.ID[Base]
	By         *id.ID[accounts.Account]
	Recommends bool
	Score      *string // decimal, out of 100
	Text       string
	CreatedAt  time.Time
}

// IDPrefix is "evl".
func (Evaluation) IDPrefix() string { return "evl" }

// verdicts are those that may follow in a state.
func (s BaseStatus) verdicts() []Verdict {
	switch s {
	case Applied:
		return []Verdict{Recognise, Refuse}
	case Recognised:
		return []Verdict{Renew, Remove}
	}
	return nil
}

// decide is the base after a verdict. A base that is removed leaves the published order, and
// nobody moves up.
func (b Base) decide(d Decision, evaluations int) (Base, error) {
	allowed := b.Status.verdicts()
	if !slices.Contains(allowed, d.Verdict) {
		return Base{}, fault.BaseTransition.With("status", string(b.Status), "to", string(d.Verdict), "allowed", texts(allowed))
	}
	switch d.Verdict {
	case Recognise:
		if evaluations == 0 {
			return Base{}, fault.BaseNotEvaluated.New()
		}
		b.Status = Recognised
	case Renew:
		if !b.inspectedSince() {
			return Base{}, fault.BaseNotInspected.New()
		}
	case Refuse, Remove:
		d.ValidUntil = nil
		if d.Reason == "" {
			return Base{}, fault.ReasonRequired.New().Listing(fault.ReasonRequired.Detail().At("/reason"))
		}
		b.Status, b.Position = BaseStatus(d.Verdict), nil
	}
	if d.ValidUntil != nil && *d.ValidUntil < today(d.At, b.TimeZone) {
		return Base{}, fault.EndsBeforeStart.New().Listing(fault.EndsBeforeStart.Detail().At("/valid_until_date"))
	}
	b.ValidUntil, b.Decisions = d.ValidUntil, append(slices.Clone(b.Decisions), d)
	b.Revision, b.UpdatedAt = b.Revision+1, d.At
	return b, nil
}

// inspectedSince reports an inspection that was passed after the last decision.
func (b Base) inspectedSince() bool {
	if len(b.Inspections) == 0 || len(b.Decisions) == 0 {
		return false
	}
	last := b.Inspections[len(b.Inspections)-1]
	return last.Passed && !last.At.Before(b.Decisions[len(b.Decisions)-1].At)
}

// goesOn refuses changes in an edition that is completed, archived or cancelled.
func (b Base) goesOn() error { return goesOn(b.EditionStatus) }

func goesOn(s programmes.EditionStatus) error {
	if s.Over() {
		return fault.EditionOver.With("status", string(s))
	}
	return nil
}

// wasRecognised refuses what only a base does that was recognised, if only until a day that is past.
func (b Base) wasRecognised() error {
	if b.Status != Recognised {
		return fault.BaseNotRecognised.With("status", string(b.Status))
	}
	return b.goesOn()
}

// recognised refuses what only a recognised base does, until the last day of its recognition.
func (b Base) recognised(now time.Time) error {
	if b.ValidUntil != nil && *b.ValidUntil < today(now, b.TimeZone) { // dates order as text
		return fault.BaseNotRecognised.With("status", string(b.Status))
	}
	return b.wasRecognised()
}

// notAhead refuses to write down what has not happened yet.
func (b Base) notAhead(now time.Time, date, at string) error {
	if now := today(now, b.TimeZone); date > now {
		return fault.DateAhead.With("today", now).Listing(fault.DateAhead.Detail("today", now).At(at))
	}
	return nil
}

// Order is the published order of an event's bases. Revision 0: none was published yet.
type Order struct {
	Event     id.ID[programmes.Event]
	Revision  int64
	UpdatedAt time.Time
	Bases     []Ordered
}

// Ordered is a base in the published order.
type Ordered struct {
	Base         id.ID[Base]
	Organization id.ID[organizations.Organization]
	Position     int
}

// Lead is the base that leads: the first of the order, while it is there.
func (o Order) Lead() *id.ID[Base] {
	if len(o.Bases) == 0 || o.Bases[0].Position != 1 {
		return nil
	}
	return &o.Bases[0].Base
}

func texts[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, v := range all {
		out[i] = string(v)
	}
	return out
}
