package people

import (
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
)

// Person is one human being.
type Person struct {
	ID           id.ID[Person]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Name         string
	NameLatin    *string                           // as in the passport
	BirthDate    string                            // YYYY-MM-DD
	Organization id.ID[organizations.Organization] // that keeps the data
	ExternalIDs  map[string]string                 // source → what the organization's other system says
	MergedInto   *id.ID[Person]                    // who this record turned out to be
}

// IDPrefix is "per".
func (Person) IDPrefix() string { return "per" }

// Scope is what permissions are asked on: a person lies within the organization.
func (p Person) Scope() access.Scope { return access.Scope{p.ID.Ref(), p.Organization.Ref()} }

// ofAge is how old an adult is (Civil Code, article 17).
const ofAge = 18

// Minor reports whether the person is under age at an instant, by the UTC date: nobody comes of
// age too early by it.
func (p Person) Minor(at time.Time) bool {
	born, err := time.Parse(time.DateOnly, p.BirthDate)
	return err != nil || at.UTC().Before(born.AddDate(ofAge, 0, 0))
}

// earliestBirth is the first birth date that a living person can have here.
const earliestBirth = "1900-01-01"

// clean is the person with names in normal form.
func (p Person) clean() Person {
	p.Name = names.Clean(p.Name)
	if p.NameLatin != nil {
		latin := names.Clean(*p.NameLatin)
		p.NameLatin = &latin
		if latin == "" {
			p.NameLatin = nil
		}
	}
	if p.ExternalIDs != nil {
		p.ExternalIDs = names.Codes(p.ExternalIDs)
	}
	return p
}

// mostNumbers is how many external ids a person has.
const mostNumbers = 20

// check holds a person against the rules; today is the UTC date.
func (p Person) check(now time.Time) error {
	if p.Name == "" {
		return fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At("/name"))
	}
	if len(p.ExternalIDs) > mostNumbers {
		return fault.LimitBroken.With("what", "external_ids").Listing(fault.LimitBroken.Detail("what", "external_ids").At("/external_ids"))
	}
	for source, number := range p.ExternalIDs {
		switch {
		case names.UnclearSource(source) || number == "":
			return fault.InvalidRequest.New().Listing(fault.InvalidValue.Detail().At("/external_ids"))
		case names.Rounded(number):
			return fault.CodeRounded.With("code", number).Listing(fault.CodeRounded.Detail("code", number).At("/external_ids/" + source))
		}
	}
	if _, err := time.Parse(time.DateOnly, p.BirthDate); err != nil {
		return fault.InvalidRequest.New().Listing(fault.InvalidValue.Detail().At("/birth_date"))
	}
	today := now.UTC().Format(time.DateOnly)
	if p.BirthDate < earliestBirth || p.BirthDate > today { // dates of this form order as text
		from := []any{"from", earliestBirth, "until", today}
		return fault.BirthDateImpossible.With(from...).Listing(fault.BirthDateImpossible.Detail(from...).At("/birth_date"))
	}
	return nil
}
