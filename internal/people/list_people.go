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
	ByName       bool // otherwise in the order of creation
	Descending   bool

	Seen Seen // set by the service
}

// Seen says whose people the caller may see.
type Seen struct {
	Everyone      bool
	Organizations []id.ID[organizations.Organization]
}

// Person reads one.
func (s Service) Person(ctx context.Context, p id.ID[Person]) (Person, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Person, error) {
		found, err := u.Store.Person(ctx, p)
		if err != nil {
			return Person{}, err
		}
		return found, u.Allow(access.ReadPerson, found.Scope())
	})
}

// People reads a page of those whom the caller may see. Asking for another organization's
// people finds nobody.
func (s Service) People(ctx context.Context, f Filter) (page.Page[Person], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Person], error) {
		on, everywhere := u.Actor.Reach(access.ListPeople, u.Now, "org")
		if err := u.Allow(access.ListPeople, on); err != nil {
			return page.Page[Person]{}, err
		}
		f.Seen = Seen{Everyone: everywhere}
		for _, ref := range on {
			if o, ok := id.As[organizations.Organization](ref); ok {
				f.Seen.Organizations = append(f.Seen.Organizations, o)
			}
		}
		return u.Store.People(ctx, f)
	})
}
