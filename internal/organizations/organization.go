package organizations

import (
	"time"

	"github.com/saichang/saichang/internal/access"
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
	Name        names.Text
	Kind        Kind
	District    *string // GB/T 2260 code, nil abroad or unknown
	Status      Status
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

// Status is active or closed.
type Status string

// The states.
const (
	Active Status = "active"
	Closed Status = "closed"
)

// Scope is what permissions are asked on.
func (o Organization) Scope() access.Scope { return access.Scope{o.ID.Ref()} }

// check holds an organization against its rules.
func (o Organization) check() error {
	if len(o.Name.Clean()) == 0 {
		return fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At("/name"))
	}
	return nil
}
