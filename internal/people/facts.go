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
