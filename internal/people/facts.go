package people

import (
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
)

// Personal are the values of a person that may have to be erased later.
type Personal struct {
	Name      string  `json:"name"`
	NameLatin *string `json:"name_latin"`
	BirthDate string  `json:"birth_date"`
}

func personal(p Person) Personal { return Personal{p.Name, p.NameLatin, p.BirthDate} }

// change is what the erasable part of the journal keeps.
type change struct {
	Before *Personal `json:"before"`
	After  *Personal `json:"after"`
}

// PersonCreated : a person was entered.
type PersonCreated struct {
	Person       id.ID[Person]                     `json:"person"`
	Organization id.ID[organizations.Organization] `json:"organization"`
	After        Personal                          `json:"-"`
}

// Entered is the fact that a person was entered.
func Entered(p Person) PersonCreated { return PersonCreated{p.ID, p.Organization, personal(p)} }

// Fact names it.
func (f PersonCreated) Fact() (string, id.Ref) { return "person.created", f.Person.Ref() }

// Personal is what was entered.
func (f PersonCreated) Personal() (id.Ref, any) { return f.Person.Ref(), change{After: &f.After} }

// PersonUpdated : some of a person's fields were changed.
type PersonUpdated struct {
	Person       id.ID[Person]                     `json:"person"`
	Revision     int64                             `json:"revision"`
	Organization id.ID[organizations.Organization] `json:"organization"`
	Before       Personal                          `json:"-"`
	After        Personal                          `json:"-"`
}

// Amended is the fact that a person was changed.
func Amended(before, after Person) PersonUpdated {
	return PersonUpdated{after.ID, after.Revision, after.Organization, personal(before), personal(after)}
}

// Fact names it.
func (f PersonUpdated) Fact() (string, id.Ref) { return "person.updated", f.Person.Ref() }

// Personal is what was changed.
func (f PersonUpdated) Personal() (id.Ref, any) {
	return f.Person.Ref(), change{&f.Before, &f.After}
}

// MinorRead : somebody read about a person under age.
type MinorRead struct {
	Person id.ID[Person] `json:"person"`
}

// Fact names it.
func (f MinorRead) Fact() (string, id.Ref) { return "person.minor_read", f.Person.Ref() }

// DocumentAdded : an identity document of a person was entered.
type DocumentAdded struct {
	Person   id.ID[Person]   `json:"person"`
	Document id.ID[Document] `json:"document"`
	Type     DocumentType    `json:"type"`
}

// Fact names it.
func (f DocumentAdded) Fact() (string, id.Ref) { return "person.document_added", f.Person.Ref() }

// DocumentsResealed : numbers that former keys had sealed are under the present one.
type DocumentsResealed struct {
	Key    string `json:"key"`
	Number int    `json:"number"`
}

// Fact names it.
func (DocumentsResealed) Fact() (string, id.Ref) { return "documents.resealed", id.Ref{} }

// DocumentRemoved : one that was entered by mistake is gone.
type DocumentRemoved struct {
	Person   id.ID[Person]   `json:"person"`
	Document id.ID[Document] `json:"document"`
	Type     DocumentType    `json:"type"`
}

// Fact names it.
func (f DocumentRemoved) Fact() (string, id.Ref) { return "person.document_removed", f.Person.Ref() }

// DocumentDisclosed : somebody was shown the whole number.
type DocumentDisclosed struct {
	Person   id.ID[Person]   `json:"person"`
	Document id.ID[Document] `json:"document"`
	Type     DocumentType    `json:"type"`
	Purpose  Purpose         `json:"purpose"`
}

// Fact names it.
func (f DocumentDisclosed) Fact() (string, id.Ref) {
	return "person.document_disclosed", f.Person.Ref()
}

// EnrolmentAdded : it was entered where a person studies.
type EnrolmentAdded struct {
	Person       id.ID[Person]                     `json:"person"`
	Enrolment    id.ID[Enrolment]                  `json:"enrolment"`
	Organization id.ID[organizations.Organization] `json:"organization"`
}

// Fact names it.
func (f EnrolmentAdded) Fact() (string, id.Ref) { return "person.enrolment_added", f.Person.Ref() }

// EnrolmentUpdated : some of its fields were changed.
type EnrolmentUpdated struct {
	Person    id.ID[Person]    `json:"person"`
	Enrolment id.ID[Enrolment] `json:"enrolment"`
	Revision  int64            `json:"revision"`
}

// Fact names it.
func (f EnrolmentUpdated) Fact() (string, id.Ref) { return "person.enrolment_updated", f.Person.Ref() }

// EmploymentAdded : it was entered where a person works.
type EmploymentAdded struct {
	Person       id.ID[Person]                     `json:"person"`
	Employment   id.ID[Employment]                 `json:"employment"`
	Organization id.ID[organizations.Organization] `json:"organization"`
}

// Fact names it.
func (f EmploymentAdded) Fact() (string, id.Ref) { return "person.employment_added", f.Person.Ref() }

// EmploymentUpdated : some of its fields were changed.
type EmploymentUpdated struct {
	Person     id.ID[Person]     `json:"person"`
	Employment id.ID[Employment] `json:"employment"`
	Revision   int64             `json:"revision"`
}

// Fact names it.
func (f EmploymentUpdated) Fact() (string, id.Ref) {
	return "person.employment_updated", f.Person.Ref()
}

// ConsentGiven : a guardian's consent was kept.
type ConsentGiven struct {
	Person   id.ID[Person]  `json:"person"`
	Consent  id.ID[Consent] `json:"consent"`
	Relation Relation       `json:"relation"`
}

// Fact names it.
func (f ConsentGiven) Fact() (string, id.Ref) { return "person.consent_given", f.Person.Ref() }

// ConsentTakenBack : a guardian withdrew.
type ConsentTakenBack struct {
	Person  id.ID[Person]  `json:"person"`
	Consent id.ID[Consent] `json:"consent"`
}

// Fact names it.
func (f ConsentTakenBack) Fact() (string, id.Ref) { return "person.consent_withdrawn", f.Person.Ref() }

// PeopleMerged : another record is the same human being.
type PeopleMerged struct {
	Merge     id.ID[Merge]  `json:"merge"`
	Person    id.ID[Person] `json:"person"`
	Duplicate id.ID[Person] `json:"duplicate"`
	Moved     int           `json:"moved"`
}

// Fact names it.
func (f PeopleMerged) Fact() (string, id.Ref) { return "person.merged", f.Person.Ref() }

// MergeTakenBack : they are two people after all.
type MergeTakenBack struct {
	Merge     id.ID[Merge]  `json:"merge"`
	Person    id.ID[Person] `json:"person"`
	Duplicate id.ID[Person] `json:"duplicate"`
}

// Fact names it.
func (f MergeTakenBack) Fact() (string, id.Ref) { return "person.merge_undone", f.Person.Ref() }

// DataRead : somebody was shown everything that is held about a person.
type DataRead struct {
	Person id.ID[Person] `json:"person"`
}

// Fact names it.
func (f DataRead) Fact() (string, id.Ref) { return "person.data_read", f.Person.Ref() }

// PersonErased : only the id is left.
type PersonErased struct {
	Person id.ID[Person] `json:"person"`
	Reason ErasureReason `json:"reason"`
}

// Fact names it.
func (f PersonErased) Fact() (string, id.Ref) { return "person.erased", f.Person.Ref() }
