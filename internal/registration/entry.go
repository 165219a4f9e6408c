package registration

import (
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
)

// Entry is one organization's competitor or team in one event (参赛队).
type Entry struct {
	ID           id.ID[Entry]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Edition      id.ID[programmes.Edition]
	Programme    id.ID[programmes.Programme]
	Event        id.ID[programmes.Event]
	Organization id.ID[organizations.Organization]
	Delegation   *id.ID[Delegation] // nil: of none
	District     *string            // of the organization, when the entry last found its place
	Status       Status
	Reasons      []string    // why it was last returned, withdrawn or disqualified
	ReasonCode   *ReasonCode // of a disqualification
	Name         *string     // of a team
	Course       *string     // that is taught; nil: none
	Major        *people.Major
	Official     bool       // a guest's entry is not: it takes no place
	SubmittedAt  *time.Time // last; nil: never
	Held         Size       // what it holds of the places
	HeldUntil    *time.Time // of a draft that holds them for a time; the instant itself still counts
	Members      []Member

	Withheld    bool           `json:"-"` // from who organises: a child's guardian has not consented
	ShortHanded bool           // fewer competitors than the event lets a team have
	Former      []FormerMember // who was substituted, oldest first
}

// IDPrefix is "ent".
func (Entry) IDPrefix() string { return "ent" }

// Scope is what permissions are asked on: an entry lies within its event, edition and
// programme, and within its organization. One that is withheld lies within its organization alone.
func (e Entry) Scope() access.Scope {
	if e.Withheld {
		return access.Scope{e.ID.Ref(), e.Organization.Ref()}
	}
	return access.Scope{e.ID.Ref(), e.Event.Ref(), e.Edition.Ref(), e.Programme.Ref(), e.Organization.Ref()}
}

// Member is one person of an entry. Name, NameLatin and Organization are the person's, as
// they are now.
type Member struct {
	Person       id.ID[people.Person]
	Role         Role
	Name         string
	NameLatin    *string
	Organization id.ID[organizations.Organization]
	BirthDate    string `json:"-"`
	Consented    bool   `json:"-"` // a guardian's consent counts
}

// at is the entry as it is seen at an instant: withheld while a member is a child without a
// guardian's consent.
func (e Entry) at(now time.Time) Entry {
	limit := people.BornAfter(people.ConsentAge, now)
	e.Withheld = slices.ContainsFunc(e.Members, func(m Member) bool { return m.withheld(limit) })
	return e
}

// withheld reports a child, born after the limit, without a guardian's consent.
func (m Member) withheld(limit string) bool { return m.BirthDate > limit && !m.Consented }

// FormerMember is one whose place somebody else has taken.
type FormerMember struct {
	Member
	Substitution id.ID[Substitution]
	Substitute   id.ID[people.Person]
	LeftAt       time.Time
}

// Role is what a member does in an entry.
type Role string

// The roles of members.
const (
	Competitor Role = "competitor"
	Reserve    Role = "reserve"
	Instructor Role = "instructor"
	Leader     Role = "leader"
)

// Competes reports the roles that count as taking part: whose age is checked, and which a
// person can have only once.
func (r Role) Competes() bool { return r == Competitor || r == Reserve }

// Status is where an entry is in its life.
type Status string

// The states.
const (
	Draft        Status = "draft"
	Waiting      Status = "waiting" // submitted, and on the waiting list
	Submitted    Status = "submitted"
	Returned     Status = "returned"
	Approved     Status = "approved"
	Confirmed    Status = "confirmed"
	CheckedIn    Status = "checked_in"
	Competed     Status = "competed"
	Absent       Status = "absent"
	Withdrawn    Status = "withdrawn"
	Disqualified Status = "disqualified"
)

// After lists the states that may follow. An absence is taken back by checking in.
func (s Status) After() []Status {
	switch s {
	case Draft, Returned:
		return []Status{Submitted, Withdrawn}
	case Waiting: // a place comes by itself
		return []Status{Withdrawn}
	case Submitted:
		return []Status{Returned, Approved, Withdrawn}
	case Approved:
		return []Status{Confirmed, Withdrawn}
	case Confirmed:
		return []Status{CheckedIn, Absent, Withdrawn, Disqualified}
	case CheckedIn:
		return []Status{Competed, Absent, Withdrawn, Disqualified}
	case Absent:
		return []Status{CheckedIn, Disqualified}
	case Competed:
		return []Status{Disqualified}
	}
	return nil
}

// ReasonCode is why an entry was disqualified.
type ReasonCode string

// The reasons.
const (
	NotEligible   ReasonCode = "not_eligible"
	WrongIdentity ReasonCode = "wrong_identity"
	RuleViolation ReasonCode = "rule_violation"
	Safety        ReasonCode = "safety"
	Misconduct    ReasonCode = "misconduct"
	OtherReason   ReasonCode = "other"
)

// move is the entry in another state; entry_transition_not_allowed lists those that may
// follow.
func (e Entry) move(to Status, at time.Time) (Entry, error) {
	if allowed := e.Status.After(); !slices.Contains(allowed, to) {
		names := make([]string, len(allowed))
		for i, s := range allowed {
			names[i] = string(s)
		}
		return Entry{}, fault.EntryTransition.With("status", string(e.Status), "to", string(to), "allowed", names)
	}
	e.Status, e.Revision, e.UpdatedAt = to, e.Revision+1, at
	return e, nil
}

// editable refuses an entry that is out of its registrar's hands.
func (e Entry) editable() error {
	if e.Status == Draft || e.Status == Returned {
		return nil
	}
	return fault.EntryNotEditable.With("status", string(e.Status))
}

// HoldsPlaces reports whether the entry counts in the quotas. A returned entry keeps its
// places, so that a resubmission takes no second ones; a disqualified one does too.
func (e Entry) HoldsPlaces() bool { return e.Held != Size{} }

// size is what the entry takes of the places with its members as they are.
func (e Entry) size() Size {
	size := Size{Entries: 1}
	for _, m := range e.Members {
		switch m.Role {
		case Competitor:
			size.Competitors++
		case Instructor:
			size.Instructors++
		}
	}
	return size
}

// Live reports whether the members are bound by the entry: after a withdrawal they are free.
func (e Entry) Live() bool { return e.Status != Withdrawn }

// people are the persons of the entry.
func (e Entry) people() []id.ID[people.Person] {
	out := make([]id.ID[people.Person], len(e.Members))
	for i, m := range e.Members {
		out[i] = m.Person
	}
	return out
}
