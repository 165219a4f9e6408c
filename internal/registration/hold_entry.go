package registration

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// HoldEntry has a draft hold its places for the time that the edition allows: what it takes with
// its members as they are, of every limit, or none (quota_exhausted). A submission until then, to
// the millisecond, finds them taken. A hold cannot be prolonged (entry_held); once it has run
// out, another may be asked for.
func (s Service) HoldEntry(ctx context.Context, entry id.ID[Entry], expected int64) (Entry, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Entry, error) {
		e, setting, err := toTake(ctx, u, entry, expected, access.HoldEntry)
		if err != nil {
			return Entry{}, err
		}
		switch {
		case e.Status != Draft:
			return Entry{}, fault.EntryNotEditable.With("status", string(e.Status))
		case e.HeldUntil != nil && !e.HeldUntil.Before(u.Now):
			return Entry{}, fault.EntryHeld.With("until", *e.HeldUntil)
		case setting.Edition.HoldMinutes == nil:
			return Entry{}, fault.HoldsNotOffered.New()
		}
		if err := setting.TakesEntries(u.Now); err != nil {
			return Entry{}, err
		}
		if err := settle(ctx, u.Store, &e); err != nil {
			return Entry{}, err
		}
		limits, err := resize(ctx, u.Store, setting, &e, e.size())
		if err != nil {
			return Entry{}, err
		}
		until := u.Now.Add(time.Duration(*setting.Edition.HoldMinutes) * time.Minute)
		e.HeldUntil, e.Revision, e.UpdatedAt = &until, e.Revision+1, u.Now
		u.Record(EntryHeld{e.ID, e.Event, until, len(limits)})
		return e, u.Store.ChangeEntry(ctx, e)
	})
}

// ReleaseEntry gives the places of a held draft back before their time.
func (s Service) ReleaseEntry(ctx context.Context, entry id.ID[Entry], expected int64) (Entry, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Entry, error) {
		e, setting, err := toMoveAlone(ctx, u, entry, expected, access.ReleaseEntry)
		if err != nil {
			return Entry{}, err
		}
		if e.HeldUntil == nil {
			return Entry{}, fault.EntryNotHeld.New()
		}
		limits, err := resize(ctx, u.Store, setting, &e, Size{})
		if err != nil {
			return Entry{}, err
		}
		e.HeldUntil, e.Revision, e.UpdatedAt = nil, e.Revision+1, u.Now
		u.Record(HoldReleased{e.ID, e.Event, len(limits)})
		if err := u.Store.ChangeEntry(ctx, e); err != nil {
			return Entry{}, err
		}
		return e, freed(ctx, u, setting.Edition, Cause{Kind: ByRelease, Entry: &e.ID, Freed: givenBack(limits)})
	})
}
