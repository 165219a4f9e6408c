package registration

import (
	"context"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// Nomination is an entry that another noun makes and hands in at once, with the members as they
// are known there. Against is what that noun has against it.
type Nomination struct {
	Event        id.ID[programmes.Event]
	Organization id.ID[organizations.Organization]
	Name         *string
	Members      []Member
	Against      []fault.Detail
}

// Enter makes a nomination an entry that is submitted, within the unit of the noun that asks, by
// whose permission it goes: it takes one place of every limit, or is refused with everything that
// speaks against it.
func Enter[S Store](ctx context.Context, u *work.Unit[S], n Nomination) (Entry, error) {
	setting, err := u.Store.Setting(ctx, n.Event, Shared)
	if err != nil {
		return Entry{}, err
	}
	if err := setting.takesEntries(u.Now); err != nil {
		return Entry{}, err
	}
	e := Entry{
		ID: id.Random[Entry](u.IDs), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Edition: setting.Edition.ID, Programme: setting.Edition.Programme,
		Event: n.Event, Organization: n.Organization, Status: Submitted, Name: teamName(n.Name), SubmittedAt: &u.Now, Members: n.Members,
	}
	organization, err := u.Store.Organization(ctx, n.Organization)
	if err != nil {
		return Entry{}, err
	}
	e.Official = official(organization)
	var c Candidates
	if c.People, err = u.Store.PeopleForEntry(ctx, e.people(), true); err != nil {
		return Entry{}, err
	}
	if c.Elsewhere, err = u.Store.Elsewhere(ctx, e, e.people()); err != nil {
		return Entry{}, err
	}
	if reasons := append(n.Against, setting.Reasons(e, organization, c)...); len(reasons) > 0 {
		return Entry{}, fault.EntryNotEligible.New().Listing(reasons...)
	}
	places := 0
	if e.HoldsPlaces() {
		if places, err = takePlaces(ctx, u.Store, setting, e); err != nil {
			return Entry{}, err
		}
	}
	u.Record(EntryCreated{e.ID, e.Event, e.Organization, len(e.Members)})
	u.Record(EntrySubmitted{e.ID, e.Event, e.Official, places})
	return e, u.Store.AddEntry(ctx, e)
}

// AgeReasons is what the age limit has against somebody who is to compete here.
func (s Setting) AgeReasons(at string, p people.Person) []fault.Detail {
	return s.memberReasons(at, Competitor, Entry{Organization: p.Organization}, p, Candidates{})
}
