package registration

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/work"
)

// EligibilityStore is the part for the rules that look beyond the entry, and for overrides.
type EligibilityStore interface {
	// Instructing counts the other submitted entries of the event that these persons instruct.
	Instructing(ctx context.Context, e Entry) (map[id.ID[people.Person]]int, error)
	// Prizes finds what competitors among the members, or the organization, won by lists that are
	// published now in the events that the entry's event succeeds, directly or over events
	// between; the latest last.
	Prizes(ctx context.Context, e Entry) ([]Prize, error)
	// Overrides reads those of an entry, oldest first.
	Overrides(ctx context.Context, e id.ID[Entry]) ([]Override, error)
	AddOverride(ctx context.Context, o Override) error

	PastStore
}

// Eligibility holds an entry against every rule, as it is now.
func (s Service) Eligibility(ctx context.Context, entry id.ID[Entry]) (Report, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Report, error) {
		e, err := entryTo(ctx, u, entry, access.ReadEligibility)
		if err != nil {
			return Report{}, err
		}
		setting, err := u.Store.Setting(ctx, e.Event, Unlocked)
		if err != nil {
			return Report{}, err
		}
		return report(ctx, u.Store, setting, e, false, u.Now)
	})
}

// report gathers what the rules look at. With lockPeople the members stay locked until the unit
// ends, so that of two submissions with one person the second sees the first.
func report(ctx context.Context, s Store, setting Setting, e Entry, lockPeople bool, now time.Time) (Report, error) {
	organization, err := s.Organization(ctx, e.Organization)
	if err != nil {
		return Report{}, err
	}
	var c Candidates
	if c.People, err = s.PeopleForEntry(ctx, e.people(), lockPeople); err != nil {
		return Report{}, err
	}
	if c.Unconsented, err = s.Unconsented(ctx, e.people(), people.BornAfter(people.ConsentAge, now)); err != nil {
		return Report{}, err
	}
	if c.Elsewhere, err = s.Elsewhere(ctx, e, e.people()); err != nil {
		return Report{}, err
	}
	if c.Pasts, err = s.Pasts(ctx, e.people()); err != nil {
		return Report{}, err
	}
	if setting.Rules.EntriesPerInstructor > 0 {
		if c.Instructing, err = s.Instructing(ctx, e); err != nil {
			return Report{}, err
		}
	}
	if r := setting.Rules; r.PastPrizes != nil || r.PastSchools != nil || r.PastTeams != nil {
		if c.Prizes, err = s.Prizes(ctx, e); err != nil {
			return Report{}, err
		}
	}
	overrides, err := s.Overrides(ctx, e.ID)
	return setting.Report(e, organization, c, overrides), err
}

// eligible refuses an entry that a rule has something against, with the whole report.
func eligible(ctx context.Context, s Store, setting Setting, e Entry, now time.Time) error {
	r, err := report(ctx, s, setting, e, true, now)
	if err != nil {
		return err
	}
	if reasons := r.Reasons(); len(reasons) > 0 {
		return fault.EntryNotEligible.New().Listing(reasons...).Showing(r)
	}
	return nil
}
