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

// OrganizationRenamed : it has another name since a day.
type OrganizationRenamed struct {
	Organization id.ID[Organization] `json:"organization"`
	Date         string              `json:"date"`
}

// Fact names it.
func (f OrganizationRenamed) Fact() (string, id.Ref) {
	return "organization.renamed", f.Organization.Ref()
}

// OrganizationClosed : it takes no new people or entries.
type OrganizationClosed struct {
	Organization id.ID[Organization] `json:"organization"`
	Revision     int64               `json:"revision"`
	Date         string              `json:"date"`
}

// Fact names it.
func (f OrganizationClosed) Fact() (string, id.Ref) {
	return "organization.closed", f.Organization.Ref()
}

// OrganizationMerged : another one continues it.
type OrganizationMerged struct {
	Organization id.ID[Organization] `json:"organization"`
	Revision     int64               `json:"revision"`
	Into         id.ID[Organization] `json:"into"`
	Date         string              `json:"date"`
}

// Fact names it.
func (f OrganizationMerged) Fact() (string, id.Ref) {
	return "organization.merged", f.Organization.Ref()
}

// OrganizationReopened : its closure or merger was undone.
type OrganizationReopened struct {
	Organization id.ID[Organization] `json:"organization"`
	Revision     int64               `json:"revision"`
}

// Fact names it.
func (f OrganizationReopened) Fact() (string, id.Ref) {
	return "organization.reopened", f.Organization.Ref()
}
