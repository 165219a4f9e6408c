package registration

import (
	"bytes"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
)

// Quota is a limit on the entries of an edition (名额). Event and Organization narrow what it
// counts; Per says what is counted apart.
type Quota struct {
	ID           id.ID[Quota]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Edition      id.ID[programmes.Edition]
	Programme    id.ID[programmes.Programme]
	Per          Per
	Event        *id.ID[programmes.Event]
	Organization *id.ID[organizations.Organization]
	Most         int
}

// IDPrefix is "quo".
func (Quota) IDPrefix() string { return "quo" }

// Scope is what permissions are asked on: a quota lies within its edition, and within the
// event that it is narrowed to.
func (q Quota) Scope() access.Scope {
	s := access.Scope{q.ID.Ref(), q.Edition.Ref(), q.Programme.Ref()}
	if q.Event != nil {
		s = append(s, q.Event.Ref())
	}
	return s
}

// Per is what a limit counts apart.
type Per string

// The ways of counting.
const (
	PerTotal                Per = "total"
	PerOrganization         Per = "organization"
	PerEvent                Per = "event"
	PerOrganizationAndEvent Per = "organization_and_event"
)

// Counted is the name of the count that an entry falls under.
func (p Per) Counted(event id.ID[programmes.Event], organization id.ID[organizations.Organization]) string {
	switch p {
	case PerOrganization:
		return organization.String()
	case PerEvent:
		return event.String()
	case PerOrganizationAndEvent:
		return organization.String() + " " + event.String()
	}
	return ""
}

// counts reports whether the quota limits the entries of this organization in this event.
func (q Quota) counts(event id.ID[programmes.Event], organization id.ID[organizations.Organization]) bool {
	return (q.Event == nil || *q.Event == event) && (q.Organization == nil || *q.Organization == organization)
}

// Limit is one count that an entry takes a place of. Of is the quota, or the rule set whose
// entries_per_school is a limit of its own.
type Limit struct {
	Of      id.Ref
	Per     Per
	Counted string
	Most    int
	Used    int // filled by reads and by a refusal
}

// Exhausted is the refusal where no place is left.
func (l Limit) Exhausted() error {
	return fault.QuotaExhausted.With("quota", l.Of.String(), "per", string(l.Per), "most", l.Most, "used", l.Used)
}

// Limits are all counts that an entry of this organization falls under, in the order in which
// places are taken: by id, so that two submissions never wait for each other.
func (s Setting) Limits(quotas []Quota, organization id.ID[organizations.Organization]) []Limit {
	var limits []Limit
	for _, q := range quotas {
		if q.counts(s.Event.ID, organization) {
			limits = append(limits, Limit{Of: q.ID.Ref(), Per: q.Per, Counted: q.Per.Counted(s.Event.ID, organization), Most: q.Most})
		}
	}
	if most := s.Rules.EntriesPerSchool; most > 0 {
		per := PerOrganizationAndEvent
		limits = append(limits, Limit{Of: s.Event.RuleSet.Ref(), Per: per, Counted: per.Counted(s.Event.ID, organization), Most: most})
	}
	slices.SortFunc(limits, func(a, b Limit) int { return bytes.Compare(a.Of.UUID[:], b.Of.UUID[:]) })
	return limits
}
