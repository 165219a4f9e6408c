package registration

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// Lock says how a row is read that others may want to change.
type Lock int

// The locks, from none to alone.
const (
	Unlocked  Lock = iota
	Shared         // nobody may change it meanwhile
	Exclusive      // nobody may hold it shared either
)

// Store is what this noun needs from a database.
type Store interface {
	// Organization reads one; not_found if there is none.
	Organization(ctx context.Context, o id.ID[organizations.Organization]) (organizations.Organization, error)
	// EditionForEntries reads what registration needs of an edition; not_found if there is none.
	EditionForEntries(ctx context.Context, e id.ID[programmes.Edition], lock Lock) (programmes.Edition, error)
	// Setting reads an event with its edition and rules; it locks the edition first.
	Setting(ctx context.Context, e id.ID[programmes.Event], lock Lock) (Setting, error)

	QuotaStore
	EntryStore
	EligibilityStore
	SubstitutionStore
}

// QuotaStore is the part for quotas and places.
type QuotaStore interface {
	// Quota reads one; not_found if there is none.
	Quota(ctx context.Context, q id.ID[Quota]) (Quota, error)
	// AddQuota inserts one and counts the entries that hold a place of it already; it answers
	// the highest count.
	AddQuota(ctx context.Context, q Quota) (used int, err error)
	// ChangeQuota writes one over the revision before it.
	ChangeQuota(ctx context.Context, q Quota) error
	// RemoveQuota deletes one with its counts.
	RemoveQuota(ctx context.Context, q Quota) error
	// Quotas reads a page of an edition's quotas.
	Quotas(ctx context.Context, f QuotaFilter) (page.Page[Quota], error)
	// QuotasFor reads the quotas that may count for entries of this organization in this event.
	QuotasFor(ctx context.Context, s Setting, o id.ID[organizations.Organization]) ([]Quota, error)
	// HighestUse is the highest count of a quota.
	HighestUse(ctx context.Context, q id.ID[Quota]) (int, error)
	// PlacesUsed fills Used.
	PlacesUsed(ctx context.Context, limits []Limit) ([]Limit, error)
	// TakePlace takes one place, or answers false with the limit's Used filled.
	TakePlace(ctx context.Context, l Limit) (Limit, bool, error)
	// GivePlaceBack gives one place back.
	GivePlaceBack(ctx context.Context, l Limit) error
}

// EntryStore is the part for entries.
type EntryStore interface {
	// Entry reads one with its members; not_found if there is none.
	Entry(ctx context.Context, e id.ID[Entry]) (Entry, error)
	// AddEntry inserts one with its members; person_already_entered for a person who competes
	// in another live entry of the event.
	AddEntry(ctx context.Context, e Entry) error
	// ChangeEntry writes one over the revision before it, without its members;
	// revision_stale if another unit was faster.
	ChangeEntry(ctx context.Context, e Entry) error
	// ReplaceMembers writes the members of an entry anew.
	ReplaceMembers(ctx context.Context, e Entry) error
	// Entries reads a page of those that f.Seen allows.
	Entries(ctx context.Context, f Filter) (page.Page[Entry], error)
	// PeopleForEntry reads those of these persons that exist; lockPeople has others wait who want to
	// enter one of them at the same time.
	PeopleForEntry(ctx context.Context, all []id.ID[people.Person], lockPeople bool) (map[id.ID[people.Person]]people.Person, error)
	// Elsewhere finds which of these persons compete in another submitted entry of the edition,
	// and in which event.
	Elsewhere(ctx context.Context, e Entry, all []id.ID[people.Person]) (map[id.ID[people.Person]]id.ID[programmes.Event], error)
	// EntryLeft tells what is judged that its entry is absent, withdrawn, disqualified, or
	// present again.
	EntryLeft(ctx context.Context, e id.ID[Entry], pieceStatus string, at time.Time) error
}

// Service runs the use cases.
type Service struct{ units work.Units[Store] }

// New gives the use cases their units of work.
func New(units work.Units[Store]) Service { return Service{units} }
