package organizations

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/divisions"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
)

// Organization is a school, authority, company or guest.
type Organization struct {
	ID          id.ID[Organization]
	Revision    int64
	CreatedAt   time.Time
	UpdatedAt   time.Time
	Name        names.Text // the present one
	FormerNames []FormerName
	Aliases     []string // another organization may have the same
	Kind        Kind
	District    *string // GB/T 2260 code, nil abroad or unknown
	Status      Status
	Closure     *Closure
	MergedInto  *id.ID[Organization]
	ExternalIDs map[string]string // source → code there
}

// IDPrefix is "org".
func (Organization) IDPrefix() string { return "org" }

// Kind is what sort of body it is.
type Kind string

// The kinds.
const (
	School            Kind = "school"
	HigherEducation   Kind = "higher_education"
	TechnicianCollege Kind = "technician_college"
	Commission        Kind = "commission"
	DistrictAuthority Kind = "district_authority"
	Company           Kind = "company"
	IndustryBody      Kind = "industry_body"
	Guest             Kind = "guest"
)

// Status is active or closed. What was merged into another organization is closed.
type Status string

// The states.
const (
	Active Status = "active"
	Closed Status = "closed"
)

// Closure says since when and why an organization is closed.
type Closure struct {
	Date   string // YYYY-MM-DD
	Reason string
}

// Scope is what permissions are asked on.
func (o Organization) Scope() access.Scope { return access.Scope{o.ID.Ref()} }

// clean is the organization with names and codes in normal form.
func (o Organization) clean() Organization {
	o.Name = o.Name.Clean()
	o.FormerNames = cleanNames(o.FormerNames)
	o.Aliases = cleanAliases(o.Aliases)
	o.ExternalIDs = names.Codes(o.ExternalIDs)
	if o.District != nil {
		short := divisions.Short(*o.District)
		o.District = &short
	}
	return o
}

// check holds an organization against its rules, all of them at once. before is what it was; nil
// for a new one. A district that stays is not asked again.
func (o Organization) check(now time.Time, before *Organization) error {
	var wrong []fault.Detail
	if len(o.Name) == 0 {
		wrong = append(wrong, fault.MissingValue.Detail().At("/name"))
	}
	if len(o.FormerNames) > mostNames {
		wrong = append(wrong, fault.LimitBroken.Detail("what", "former_names").At("/former_names"))
	}
	for i, f := range o.FormerNames {
		at := fmt.Sprintf("/former_names/%d", i)
		if len(f.Name) == 0 {
			wrong = append(wrong, fault.MissingValue.Detail().At(at+"/name"))
		}
		if i > 0 && f.ReplacedDate == o.FormerNames[i-1].ReplacedDate {
			wrong = append(wrong, fault.InvalidValue.Detail().At(at+"/replaced_date"))
		}
		wrong = append(wrong, inFuture(f.ReplacedDate, now, at+"/replaced_date")...)
	}
	wrong = append(wrong, checkCodes(o.ExternalIDs)...)
	if o.District != nil && (before == nil || before.District == nil || divisions.Short(*before.District) != *o.District) {
		if _, known := divisions.Find(*o.District); !known {
			wrong = append(wrong, fault.DivisionUnknown.Detail("code", *o.District).At("/district"))
		}
	}
	return refused(wrong)
}

// refused turns reasons into a refusal: by the first of them, unless one is about the form.
func refused(wrong []fault.Detail) error {
	if len(wrong) == 0 {
		return nil
	}
	f := wrong[0].Code.New()
	f.Params = wrong[0].Params
	if slices.ContainsFunc(wrong, func(d fault.Detail) bool { return fault.Catalogue[d.Code].Kind == fault.Malformed }) {
		f = fault.InvalidRequest.New()
	}
	return f.Listing(wrong...)
}

// inFuture finds a day that has not begun anywhere on earth.
func inFuture(date string, now time.Time, pointer string) []fault.Detail {
	const earliestZone = 14 * time.Hour
	if date <= now.UTC().Add(earliestZone).Format(time.DateOnly) { // dates of this form order as text
		return nil
	}
	return []fault.Detail{fault.DateInFuture.Detail("date", date).At(pointer)}
}

// same reports two states of an organization that differ in nothing that somebody can set.
func (o Organization) same(other Organization) bool {
	district := func(o Organization) string {
		if o.District == nil {
			return ""
		}
		return *o.District
	}
	return maps.Equal(o.Name, other.Name) && slices.EqualFunc(o.FormerNames, other.FormerNames, FormerName.same) &&
		slices.Equal(o.Aliases, other.Aliases) && o.Kind == other.Kind && district(o) == district(other) && maps.Equal(o.ExternalIDs, other.ExternalIDs)
}
