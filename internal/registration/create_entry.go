package registration

import (
	"context"
	"fmt"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// CreateEntry says what to draft. Of a member the person and the role are given.
type CreateEntry struct {
	Event        id.ID[programmes.Event]
	Organization id.ID[organizations.Organization]
	Delegation   *id.ID[Delegation] // nil: the one that the organization belongs to
	Name         *string
	Course       *string
	Major        *people.Major
	Members      []Member
}

// CreateEntry drafts an entry. It takes no place yet, and is held against the rules only when
// it is submitted.
func (s Service) CreateEntry(ctx context.Context, in CreateEntry) (Entry, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Entry, error) {
		setting, err := u.Store.Setting(ctx, in.Event, Shared)
		if err != nil {
			return Entry{}, err
		}
		if err := u.Allow(access.CreateEntry, setting.Scope(in.Organization)); err != nil {
			return Entry{}, err
		}
		if err := setting.TakesEntries(u.Now); err != nil {
			return Entry{}, err
		}
		e, err := in.Entry(ctx, u.Store, id.Random[Entry](u.IDs), setting, u.Now)
		if err != nil {
			return Entry{}, err
		}
		u.Record(Drafted(e))
		return e, u.Store.AddEntry(ctx, e)
	})
}

// Entry is what is drafted in a setting that takes entries.
func (in CreateEntry) Entry(ctx context.Context, s Store, e id.ID[Entry], setting Setting, now time.Time) (Entry, error) {
	organization, err := s.Organization(ctx, in.Organization)
	switch {
	case fault.Is(err, fault.NotFound):
		return Entry{}, missing("organization", "/organization_id")
	case err != nil:
		return Entry{}, err
	case organization.Status != organizations.Active:
		return Entry{}, fault.OrganizationClosed.New().Listing(fault.OrganizationClosed.Detail().At("/organization_id"))
	}
	drafted := Entry{
		ID: e, Revision: 1, CreatedAt: now, UpdatedAt: now,
		Edition: setting.Edition.ID, Programme: setting.Edition.Programme, Event: setting.Event.ID, Organization: in.Organization,
		Status: Draft, Name: cleanOrNil(in.Name), Course: cleanOrNil(in.Course),
	}
	if drafted.Major, err = people.CleanMajor(in.Major); err != nil {
		return Entry{}, err
	}
	if err := join(ctx, s, &drafted, organization, in.Delegation); err != nil {
		return Entry{}, err
	}
	if drafted.Members, err = known(ctx, s, setting, drafted, in.Members); err != nil {
		return Entry{}, err
	}
	drafted.ShortHanded = setting.ShortHanded(drafted.Members)
	return drafted, nil
}

// cleanOrNil is a name in normal form; nil for an empty one.
func cleanOrNil(name *string) *string {
	if name == nil || names.Clean(*name) == "" {
		return nil
	}
	clean := names.Clean(*name)
	return &clean
}

// known fills in who the members are. A person of another organization does not exist for a
// registrar, unless the rules allow mixed teams, or it is an instructor who works there too.
func known(ctx context.Context, s Store, setting Setting, e Entry, members []Member) ([]Member, error) {
	e.Members = members
	found, err := s.PeopleForEntry(ctx, e.people(), true)
	if err != nil {
		return nil, err
	}
	pasts, err := s.Pasts(ctx, e.people())
	if err != nil {
		return nil, err
	}
	out := make([]Member, len(members))
	var unknown, twice []fault.Detail
	seen := map[[16]byte]bool{}
	for i, m := range members {
		p, ok := found[m.Person]
		if !ok || !setting.may(m.Role, p, pasts[p.ID], e.Organization) {
			unknown = append(unknown, fault.ReferenceMissing.Detail("what", "person").At(fmt.Sprintf("/members/%d/person_id", i)))
		}
		if seen[m.Person] {
			twice = append(twice, fault.MemberListedTwice.Detail().At(fmt.Sprintf("/members/%d/person_id", i)))
		}
		seen[m.Person] = true
		out[i] = Member{Person: m.Person, Role: m.Role, Name: p.Name, NameLatin: p.NameLatin, Organization: p.Organization}
	}
	switch {
	case unknown != nil:
		return nil, fault.ReferenceMissing.With("what", "person").Listing(append(unknown, twice...)...)
	case twice != nil:
		return nil, fault.MemberListedTwice.New().Listing(twice...)
	}
	return out, nil
}
