package organizations

import "github.com/saichang/saichang/internal/id"

// OrganizationCreated : an organization was entered.
type OrganizationCreated struct {
	Organization id.ID[Organization] `json:"organization"`
	Kind         Kind                `json:"kind"`
}

// Fact names it.
func (f OrganizationCreated) Fact() (string, id.Ref) {
	return "organization.created", f.Organization.Ref()
}

// OrganizationUpdated : some of its fields were changed.
type OrganizationUpdated struct {
	Organization id.ID[Organization] `json:"organization"`
	Revision     int64               `json:"revision"`
	Status       Status              `json:"status"`
}

// Fact names it.
func (f OrganizationUpdated) Fact() (string, id.Ref) {
	return "organization.updated", f.Organization.Ref()
}
