package registration

import (
	"context"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
)

// Delegation is whose entries belong together in an edition (代表队). A city with a plan of its
// own (计划单列市) is one beside its province's.
type Delegation struct {
	ID            id.ID[Delegation]
	Revision      int64
	CreatedAt     time.Time
	UpdatedAt     time.Time
	Edition       id.ID[programmes.Edition]
	Programme     id.ID[programmes.Programme]
	Kind          DelegationKind
	Name          names.Text
	Organization  *id.ID[organizations.Organization] // that leads it
	Organizations []id.ID[organizations.Organization]
	Leader        *id.ID[people.Person] // of one of its organizations
}

// IDPrefix is "dlg".
func (Delegation) IDPrefix() string { return "dlg" }

// Scope is what permissions are asked on: a delegation lies within its edition.
func (d Delegation) Scope() access.Scope {
	return access.Scope{d.ID.Ref(), d.Edition.Ref(), d.Programme.Ref()}
}

// DelegationKind is what holds a delegation together.
type DelegationKind string

// The kinds.
const (
	OfSchool           DelegationKind = "school"
	OfDistrict         DelegationKind = "district"
	OfProvince         DelegationKind = "province"
	OfSeparatePlanCity DelegationKind = "separate_plan_city"
	OfIndustry         DelegationKind = "industry"
	OfBase             DelegationKind = "base"
	OfGuests           DelegationKind = "guest"
)

// has reports whether an organization belongs to the delegation, or leads it.
func (d Delegation) has(o id.ID[organizations.Organization]) bool {
	return d.Organization != nil && *d.Organization == o || slices.Contains(d.Organizations, o)
}

// choose is the delegation of an organization's entry among those that it belongs to: the one
// that was named, or else the only one; nil where there is none.
func choose(of []Delegation, named *id.ID[Delegation]) (*Delegation, error) {
	if named != nil {
		i := slices.IndexFunc(of, func(d Delegation) bool { return d.ID == *named })
		if i < 0 {
			return nil, missing("delegation", "/delegation_id")
		}
		return &of[i], nil
	}
	switch len(of) {
	case 0:
		return nil, nil
	case 1:
		return &of[0], nil
	}
	all := make([]string, len(of))
	for i, d := range of {
		all[i] = d.ID.String()
	}
	return nil, fault.DelegationAmbiguous.With("delegations", all).Listing(fault.DelegationAmbiguous.Detail("delegations", all).At("/delegation_id"))
}

// join puts an entry that holds no places where it counts: into the delegation that is named,
// or that its organization belongs to, and into the district. Guests' entries are not official:
// those of an organization of guests, and those in a delegation of guests.
func join(ctx context.Context, s Store, e *Entry, o organizations.Organization, named *id.ID[Delegation]) error {
	of, err := s.DelegationsOf(ctx, e.Edition, e.Organization)
	if err != nil {
		return err
	}
	d, err := choose(of, named)
	if err != nil {
		return err
	}
	e.Delegation, e.District, e.Official = nil, o.District, o.Kind != organizations.Guest
	if d != nil {
		e.Delegation, e.Official = &d.ID, e.Official && d.Kind != OfGuests
	}
	return nil
}

// settle is join for an entry that is about to take places: it stays in the delegation that it
// was drafted in, unless its organization has left that meanwhile.
func settle(ctx context.Context, s Store, e *Entry) error {
	organization, err := s.Organization(ctx, e.Organization)
	if err != nil {
		return err
	}
	if err := join(ctx, s, e, organization, e.Delegation); !fault.Is(err, fault.ReferenceMissing) {
		return err
	}
	return join(ctx, s, e, organization, nil)
}
