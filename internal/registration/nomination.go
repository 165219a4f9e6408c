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
	Course       *string
	Major        *people.Major
	Members      []Member
	Against      []fault.Detail
}

// Enter makes a nomination an entry that is submitted, within the unit of the noun that asks, by
// whose permission it goes: it takes its places of every limit, or is refused with everything that
// speaks against it. It waits for no place: what ran out with a hold is free once that was swept.
func Enter[S Store](ctx context.Context, u *work.Unit[S], n Nomination) (Entry, error) {
	setting, err := u.Store.Setting(ctx, n.Event, Shared)
	if err != nil {
		return Entry{}, err
	}
	if err := setting.TakesEntries(u.Now); err != nil {
		return Entry{}, err
	}
	e := Entry{
		ID: id.Random[Entry](u.IDs), Revision: 1, CreatedAt: u.Now, UpdatedAt: u.Now, Edition: setting.Edition.ID, Programme: setting.Edition.Programme,
		Event: n.Event, Organization: n.Organization, Status: Submitted, Name: cleanOrNil(n.Name), Course: cleanOrNil(n.Course), SubmittedAt: &u.Now, Members: n.Members,
	}
	if e.Major, err = people.CleanMajor(n.Major); err != nil {
		return Entry{}, err
	}
	if err := settle(ctx, u.Store, &e); err != nil {
		return Entry{}, err
	}
	r, err := report(ctx, u.Store, setting, e, true, u.Now)
	if err != nil {
		return Entry{}, err
	}
	if reasons := append(n.Against, r.Reasons()...); len(reasons) > 0 {
		return Entry{}, fault.EntryNotEligible.New().Listing(reasons...).Showing(r)
	}
	limits, err := resize(ctx, u.Store, setting, &e, e.size())
	if err != nil {
		return Entry{}, err
	}
	u.Record(EntryCreated{e.ID, e.Event, e.Organization, len(e.Members)})
	u.Record(EntrySubmitted{e.ID, e.Event, e.Official, len(limits)})
	return e, u.Store.AddEntry(ctx, e)
}

// AgeReasons is what the age limits have against somebody who is to compete here.
func (s Setting) AgeReasons(at string, p people.Person) (reasons []fault.Detail) {
	alone := Entry{Organization: p.Organization, Members: []Member{{Person: p.ID, Role: Competitor}}}
	for _, c := range s.memberChecks(alone, Candidates{People: map[id.ID[people.Person]]people.Person{p.ID: p}}) {
		if c.Rule == Age || c.Rule == MinimumAge {
			for _, f := range c.Against {
				reasons = append(reasons, f.Detail.At(at))
			}
		}
	}
	return reasons
}
