package registration

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// SubmitEntry hands a drafted or returned entry to the organiser. It takes one place from
// every limit that the entry falls under, or none (quota_exhausted); entry_not_eligible lists
// all that the rules have against it.
func (s Service) SubmitEntry(ctx context.Context, entry id.ID[Entry], expected int64) (Entry, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Entry, error) {
		e, setting, err := toMove(ctx, u, entry, expected, access.SubmitEntry)
		if err != nil {
			return Entry{}, err
		}
		submitted, err := e.move(Submitted, u.Now)
		if err != nil {
			return Entry{}, err
		}
		if err := setting.TakesEntries(u.Now); err != nil {
			return Entry{}, err
		}
		if err := eligible(ctx, u.Store, setting, &submitted); err != nil {
			return Entry{}, err
		}
		submitted.SubmittedAt = &u.Now
		places := 0
		if !e.HoldsPlaces() && submitted.HoldsPlaces() {
			if places, err = takePlaces(ctx, u.Store, setting, submitted); err != nil {
				return Entry{}, err
			}
		}
		u.Record(EntrySubmitted{submitted.ID, submitted.Event, submitted.Official, places})
		return submitted, u.Store.ChangeEntry(ctx, submitted)
	})
}

// eligible holds an entry against the rules. The members stay locked until the unit ends, so
// that of two submissions with one person the second sees the first.
func eligible(ctx context.Context, s Store, setting Setting, e *Entry) error {
	organization, err := s.Organization(ctx, e.Organization)
	if err != nil {
		return err
	}
	var c Candidates
	if c.People, err = s.PeopleForEntry(ctx, e.people(), true); err != nil {
		return err
	}
	if c.Elsewhere, err = s.Elsewhere(ctx, *e, e.people()); err != nil {
		return err
	}
	if reasons := setting.Reasons(*e, organization, c); len(reasons) > 0 {
		return fault.EntryNotEligible.New().Listing(reasons...)
	}
	if e.SubmittedAt == nil { // later it stays what the places were taken for
		e.Official = official(organization)
	}
	return nil
}

// takePlaces takes a place of every limit, in their one order, or refuses.
func takePlaces(ctx context.Context, s Store, setting Setting, e Entry) (int, error) {
	quotas, err := s.QuotasFor(ctx, setting, e.Organization)
	if err != nil {
		return 0, err
	}
	limits := setting.Limits(quotas, e.Organization)
	for _, l := range limits {
		l, taken, err := s.TakePlace(ctx, l)
		if err != nil {
			return 0, err
		}
		if !taken {
			return 0, l.Exhausted()
		}
	}
	return len(limits), nil
}
