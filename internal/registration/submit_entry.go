package registration

import (
	"context"
	"errors"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// SubmitEntry hands a drafted or returned entry to the organiser. It takes the places that it
// does not hold yet of every limit that it falls under, or none (quota_exhausted lists all that
// lack places); entry_not_eligible lists all that the rules have against it, and shows the
// report. Where the edition has a waiting list, a draft that finds no place waits for one.
func (s Service) SubmitEntry(ctx context.Context, entry id.ID[Entry], expected int64) (Entry, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Entry, error) {
		e, setting, err := toTake(ctx, u, entry, expected, access.SubmitEntry)
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
		if err := eligible(ctx, u.Store, setting, submitted, u.Now); err != nil {
			return Entry{}, err
		}
		if e.SubmittedAt == nil && !e.HoldsPlaces() { // later it stays what the places were taken for
			if err := settle(ctx, u.Store, &submitted); err != nil {
				return Entry{}, err
			}
		}
		submitted.SubmittedAt, submitted.HeldUntil = &u.Now, nil
		limits, err := resize(ctx, u.Store, setting, &submitted, submitted.size())
		switch {
		case fault.Is(err, fault.QuotaExhausted) && setting.Edition.WaitingList && e.Status == Draft && !e.HoldsPlaces():
			submitted.Status = Waiting
			u.Record(EntryWaiting{submitted.ID, submitted.Event, len(fault.As(err).Details)})
			return submitted, u.Store.ChangeEntry(ctx, submitted)
		case err != nil:
			return Entry{}, err
		}
		u.Record(EntrySubmitted{submitted.ID, submitted.Event, submitted.Official, len(limits)})
		if err := u.Store.ChangeEntry(ctx, submitted); err != nil {
			return Entry{}, err
		}
		return submitted, freed(ctx, u, setting.Edition, Cause{Kind: ByResubmission, Entry: &e.ID, Freed: givenBack(limits)})
	})
}

// toTake reads an entry that is going to take places. Others take theirs beside it. But where
// places come back before, of holds that have run out or because the entry has become smaller,
// it is alone in the edition, as everybody who gives places back: so the waiting list is
// always looked through by one unit at a time.
func toTake(ctx context.Context, u *work.Unit[Store], entry id.ID[Entry], expected int64, action access.Action) (Entry, Setting, error) {
	e, err := entryTo(ctx, u, entry, action)
	if err != nil {
		return Entry{}, Setting{}, err
	}
	overdue, err := u.Store.Overdue(ctx, e.Edition, u.Now)
	if err != nil {
		return Entry{}, Setting{}, err
	}
	if len(overdue) == 0 && !(e.HoldsPlaces() && e.size().beyond(e.Held).givesBack()) {
		e, setting, err := toMove(ctx, u, entry, expected, action)
		if err == nil && e.HoldsPlaces() && e.size().beyond(e.Held).givesBack() {
			err = work.Retry{Err: errors.New("registration: the entry has become smaller meanwhile")}
		}
		return e, setting, err
	}
	e, setting, err := toMoveAlone(ctx, u, entry, expected, action)
	if err != nil || len(overdue) == 0 {
		return e, setting, err
	}
	if _, err := expire(ctx, u, setting.Edition); err != nil {
		return Entry{}, Setting{}, err
	}
	e, err = u.Store.Entry(ctx, entry) // its own hold may have run out
	return e, setting, err
}
