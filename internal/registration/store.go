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

	DelegationStore
	QuotaStore
	EntryStore
	WaitingStore
	EligibilityStore
	SubstitutionStore
}

// DelegationStore is the part for delegations.
type DelegationStore interface {
	// Delegation reads one; not_found if there is none.
	Delegation(ctx context.Context, d id.ID[Delegation]) (Delegation, error)
	// AddDelegation inserts one with its organizations.
	AddDelegation(ctx context.Context, d Delegation) error
	// ChangeDelegation writes one with its organizations over the revision before it.
	ChangeDelegation(ctx context.Context, d Delegation) error
	// RemoveDelegation deletes one that nothing refers to.
	RemoveDelegation(ctx context.Context, d id.ID[Delegation]) error
	// DelegationUse counts the entries and the quotas that refer to one.
	DelegationUse(ctx context.Context, d id.ID[Delegation]) (entries, quotas int, err error)
	// Delegations reads a page of an edition's delegations.
	Delegations(ctx context.Context, f DelegationFilter) (page.Page[Delegation], error)
	// DelegationsOf reads the delegations of an edition that an organization belongs to or leads,
	// in the order of their ids.
	DelegationsOf(ctx context.Context, e id.ID[programmes.Edition], o id.ID[organizations.Organization]) ([]Delegation, error)
}

// QuotaStore is the part for quotas and places.
type QuotaStore interface {
	// Quota reads one; not_found if there is none.
	Quota(ctx context.Context, q id.ID[Quota]) (Quota, error)
	// AddQuota inserts one and counts what entries hold of it already; it answers the highest
	// count.
	AddQuota(ctx context.Context, q Quota) (used int, err error)
	// HasGroup reports whether an event of the edition is of this group, which is not "".
	HasGroup(ctx context.Context, e id.ID[programmes.Edition], group string) (bool, error)
	// ChangeQuota writes one over the revision before it.
	ChangeQuota(ctx context.Context, q Quota) error
	// RemoveQuota deletes one with its counts.
	RemoveQuota(ctx context.Context, q Quota) error
	// Quotas reads a page of an edition's quotas.
	Quotas(ctx context.Context, f QuotaFilter) (page.Page[Quota], error)
	// QuotasFor reads the quotas of the edition that may count for entries at this place.
	QuotasFor(ctx context.Context, s Setting, at Place) ([]Quota, error)
	// HighestUse is the highest count of a quota.
	HighestUse(ctx context.Context, q id.ID[Quota]) (int, error)
	// PlacesUsed fills Used.
	PlacesUsed(ctx context.Context, limits []Limit) ([]Limit, error)
	// TakePlaces takes what the limit's Needs say, or answers false with Used filled. A negative
	// need is given back.
	TakePlaces(ctx context.Context, l Limit) (Limit, bool, error)
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
	// Unconsented finds which of these persons were born later than that and have no guardian's
	// consent.
	Unconsented(ctx context.Context, all []id.ID[people.Person], bornAfter string) (map[id.ID[people.Person]]bool, error)
	// EntryLeft tells what is judged that its entry is absent, withdrawn, disqualified, or
	// present again.
	EntryLeft(ctx context.Context, e id.ID[Entry], pieceStatus string, at time.Time) error
}

// WaitingStore is the part for places that come back, and for those who wait for them.
type WaitingStore interface {
	// Overdue reads the drafts of an edition whose holds have run out before an instant, without
	// their members, in the order of their holds.
	Overdue(ctx context.Context, e id.ID[programmes.Edition], at time.Time) ([]Entry, error)
	// OverdueEditions lists editions with such drafts.
	OverdueEditions(ctx context.Context, at time.Time) ([]id.ID[programmes.Edition], error)
	// EndHold has a draft hold nothing any more. Its revision stays: that a hold runs out at its
	// time is no change of the entry.
	EndHold(ctx context.Context, e id.ID[Entry]) error
	// Line reads everybody who waits in an edition, in the order in which they came.
	Line(ctx context.Context, e id.ID[programmes.Edition]) ([]Entry, error)
	// EditionQuotas reads all quotas of an edition.
	EditionQuotas(ctx context.Context, e programmes.Edition) ([]Quota, error)
	// AddPromotion keeps why an entry left the line.
	AddPromotion(ctx context.Context, p Promotion) error
	// EntriesSeen finds which of these entries are seen.
	EntriesSeen(ctx context.Context, all []id.ID[Entry], s Seen) (map[id.ID[Entry]]bool, error)
	// Promotion reads why an entry left the line; not_found if it never did.
	Promotion(ctx context.Context, e id.ID[Entry]) (Promotion, error)
	// Waiting reads a page of those who wait for a place in an event, with their positions.
	Waiting(ctx context.Context, f WaitingFilter) (page.Page[InLine], error)
}

// Service runs the use cases.
type Service struct{ units work.Units[Store] }

// New gives the use cases their units of work.
func New(units work.Units[Store]) Service { return Service{units} }
