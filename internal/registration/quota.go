package registration

import (
	"strings"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
)

// Quota is a limit on the entries of an edition (名额). Event, Group, Organization, Delegation
// and District narrow what it counts; Per says what is counted apart, Unit what is counted.
type Quota struct {
	ID           id.ID[Quota]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Edition      id.ID[programmes.Edition]
	Programme    id.ID[programmes.Programme]
	Per          Per
	Unit         Unit
	Event        *id.ID[programmes.Event]
	Group        *string // of events
	Organization *id.ID[organizations.Organization]
	Delegation   *id.ID[Delegation]
	District     *string // GB/T 2260 code: what lies within it counts too
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
	PerDistrict             Per = "district"
	PerDistrictAndEvent     Per = "district_and_event"
	PerDelegation           Per = "delegation"
	PerDelegationAndEvent   Per = "delegation_and_event"
	PerGroup                Per = "group"
	PerOrganizationAndGroup Per = "organization_and_group"
	PerDistrictAndGroup     Per = "district_and_group"
	PerDelegationAndGroup   Per = "delegation_and_group"
)

// Unit is what a limit counts.
type Unit string

// The units.
const (
	Entries     Unit = "entries"
	Competitors Unit = "competitors" // without reserves
	Instructors Unit = "instructors"
)

// Size is how much an entry takes of every limit, by unit. The zero Size takes nothing.
type Size struct{ Entries, Competitors, Instructors int }

// Of is the part of one unit.
func (s Size) Of(u Unit) int {
	switch u {
	case Competitors:
		return s.Competitors
	case Instructors:
		return s.Instructors
	}
	return s.Entries
}

// beyond is how much more this size is than another: negative where it is less.
func (s Size) beyond(o Size) Size {
	return Size{s.Entries - o.Entries, s.Competitors - o.Competitors, s.Instructors - o.Instructors}
}

// givesBack reports a difference that is negative somewhere.
func (s Size) givesBack() bool { return s.Entries < 0 || s.Competitors < 0 || s.Instructors < 0 }

// Place is where an entry counts.
type Place struct {
	Event        id.ID[programmes.Event]
	Group        string // of the event; "": none
	Organization id.ID[organizations.Organization]
	Delegation   *id.ID[Delegation] // nil: of none
	District     *string            // of the organization; nil: not known, or abroad
}

// Counted is the name of the count that a place falls under, and whether there is one: what
// belongs to no district, delegation or group is not counted by it.
func (p Per) Counted(at Place) (name string, counts bool) {
	whose, within, _ := strings.Cut(string(p), "_and_")
	name, counts = at.part(Per(whose))
	if within == "" || !counts {
		return name, counts
	}
	part, counts := at.part(Per(within))
	return name + " " + part, counts
}

// part names what a place is of: its organization, event, district, delegation or group.
func (at Place) part(of Per) (name string, is bool) {
	switch of {
	case PerEvent:
		return at.Event.String(), true
	case PerOrganization:
		return at.Organization.String(), true
	case PerGroup:
		return at.Group, at.Group != ""
	case PerDistrict:
		if at.District == nil {
			return "", false
		}
		return *at.District, true
	case PerDelegation:
		if at.Delegation == nil {
			return "", false
		}
		return at.Delegation.String(), true
	}
	return "", true // the total
}

// byGroup reports a quota that counts the entries of one group, or of each.
func (q Quota) byGroup() bool {
	return q.Group != nil || q.Per == PerGroup || strings.HasSuffix(string(q.Per), "_and_group")
}

// Counted is the count of this quota that a place falls under, if it is limited by it.
func (q Quota) Counted(at Place) (name string, counts bool) {
	if !within(q.Event, &at.Event) || !within(q.Group, &at.Group) || !within(q.Organization, &at.Organization) || !within(q.Delegation, at.Delegation) {
		return "", false
	}
	if q.District != nil && (at.District == nil || !strings.HasPrefix(*at.District, *q.District)) {
		return "", false
	}
	return q.Per.Counted(at)
}

// within reports whether a value is the one that a quota is narrowed to, if it is.
func within[T comparable](narrowed, value *T) bool {
	return narrowed == nil || value != nil && *narrowed == *value
}
