package registration

import (
	"context"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// Filter narrows and orders the list of entries.
type Filter struct {
	Page         page.Request
	Query        string // beginning of the team's or a member's name, its pinyin or its initials
	Edition      *id.ID[programmes.Edition]
	Event        *id.ID[programmes.Event]
	Organization *id.ID[organizations.Organization]
	Delegation   *id.ID[Delegation]
	Status       Status // "" for all
	ByName       bool   // otherwise in the order of creation
	Descending   bool

	Seen Seen // set by the service
}

// Seen says which entries the caller may see: every one that lies within one of these.
type Seen struct {
	Everything bool
	Within     access.Scope

	ChildrenBornAfter string // who is younger needs a guardian's consent, or only the organization sees the entry
}

// kinds are the things that a caller's grant can make entries visible by.
var kinds = []string{"prg", "edn", "evt", "org"}

// SeenBy is the one place that says whose entries somebody sees who asks to do this: a registrar
// the own organization's, an organiser the own edition's or event's, who checks in the own
// edition's, administrators and auditors all. An entry with a child whose guardian has not consented
// is seen by its organization, and by who sees all. Lists, searches and counts filter by it.
func SeenBy(a access.Actor, action access.Action, now time.Time) Seen {
	within, everything := a.Reach(action, now, kinds...)
	return Seen{everything, within, people.BornAfter(people.ConsentAge, now)}
}

// seen are the entries that the caller may list.
func seen(u *work.Unit[Store]) (Seen, error) {
	s := SeenBy(u.Actor, access.ListEntries, u.Now)
	return s, u.Allow(access.ListEntries, s.Within)
}

// Entry reads one.
func (s Service) Entry(ctx context.Context, e id.ID[Entry]) (Entry, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Entry, error) {
		return entryTo(ctx, u, e, access.ReadEntry)
	})
}

// entryTo reads an entry for somebody who asks to do this with it. One that is withheld lies
// within its organization alone.
func entryTo(ctx context.Context, u *work.Unit[Store], entry id.ID[Entry], action access.Action) (Entry, error) {
	e, err := u.Store.Entry(ctx, entry)
	if err != nil {
		return Entry{}, err
	}
	e = shown(u, e)
	return e, u.Allow(action, e.Scope())
}

// shown is an entry as the caller sees it now. A former member who is a child whose guardian does
// not consent any more is shown to the organization alone, and to who sees all.
func shown(u *work.Unit[Store], e Entry) Entry {
	if u.Actor.May(access.ReadEntry, access.Scope{e.Organization.Ref()}, u.Now) != nil {
		limit := people.BornAfter(people.ConsentAge, u.Now)
		e.Former = slices.DeleteFunc(slices.Clone(e.Former), func(m FormerMember) bool { return m.withheld(limit) })
	}
	return e.at(u.Now)
}

// Entries reads a page of those that the caller may see.
func (s Service) Entries(ctx context.Context, f Filter) (page.Page[Entry], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[Entry], error) {
		var err error
		if f.Seen, err = seen(u); err != nil {
			return page.Page[Entry]{}, err
		}
		found, err := u.Store.Entries(ctx, f)
		return page.Map(found, func(e Entry) Entry { return shown(u, e) }), err
	})
}
