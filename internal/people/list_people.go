package people

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Filter narrows and orders the list of people.
type Filter struct {
	Page         page.Request
	Query        string // beginning of a name, its pinyin or its initials
	Organization *id.ID[organizations.Organization]
	ExternalID   string // "source:value"
	ByName       bool   // otherwise in the order of creation
	Descending   bool

	Seen Seen // set by the service
}

// Seen says whose people the caller may see.
type Seen struct {
	Everyone      bool
	Organizations []id.ID[organizations.Organization]
}

// seen is the one place that says whose people a caller may see.
func seen(u *work.Unit[Store], action access.Action) Seen {
	on, everywhere := u.Actor.Reach(action, u.Now, "org")
	s := Seen{Everyone: everywhere}
	for _, ref := range on {
		if o, ok := id.As[organizations.Organization](ref); ok {
			s.Organizations = append(s.Organizations, o)
		}
	}
	return s
}

// Person reads one. Whoever reads about somebody under age is written down first.
func (s Service) Person(ctx context.Context, p id.ID[Person]) (Person, error) {
	found, err := work.View(ctx, s.units, func(u *work.Unit[Store]) (Person, error) {
		found, err := u.Store.Person(ctx, p)
		if err != nil {
			return Person{}, err
		}
		return found, u.Allow(access.ReadPerson, found.Scope())
	})
	if err != nil {
		return Person{}, err
	}
	return found, s.noteReading(ctx, access.ReadPerson, found)
}

// noteReading writes down who read about people under age, one fact for each of them. It is
// done before the answer is given: without the note there is no answer.
func (s Service) noteReading(ctx context.Context, action access.Action, read ...Person) error {
	today := work.Instant(s.units.Clock())
	minors := map[id.ID[organizations.Organization]][]Person{}
	for _, p := range read {
		if p.Minor(today) {
			minors[p.Organization] = append(minors[p.Organization], p)
		}
	}
	for organization, of := range minors {
		_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
			for _, p := range of {
				u.Record(MinorRead{p.ID})
			}
			return struct{}{}, u.Allow(action, access.Scope{organization.Ref()})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// People reads a page of those whom the caller may see. Asking for another organization's
// people finds nobody. Whoever reads about people under age is written down first.
func (s Service) People(ctx context.Context, f Filter) (page.Page[Person], error) {
	found, err := work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Person], error) {
		on, _ := u.Actor.Reach(access.ListPeople, u.Now, "org")
		if err := u.Allow(access.ListPeople, on); err != nil {
			return page.Page[Person]{}, err
		}
		f.Seen = seen(u, access.ListPeople)
		return u.Store.People(ctx, f)
	})
	if err != nil {
		return page.Page[Person]{}, err
	}
	return found, s.noteReading(ctx, access.ListPeople, found.Items...)
}
