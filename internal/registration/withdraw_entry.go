package registration

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// WithdrawEntry takes an entry out before its event has run, and gives its places back. The
// registrar may while the edition takes entries, the organiser until it is over.
func (s Service) WithdrawEntry(ctx context.Context, entry id.ID[Entry], expected int64, reason string) (Entry, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Entry, error) {
		e, setting, err := toMove(ctx, u, entry, expected, access.WithdrawEntry)
		if err != nil {
			return Entry{}, err
		}
		withdrawn, err := e.move(Withdrawn, u.Now)
		if err != nil {
			return Entry{}, err
		}
		if err := mayWithdrawNow(u, e, setting); err != nil {
			return Entry{}, err
		}
		if withdrawn.Reasons, err = given("/reason", reason); err != nil {
			return Entry{}, err
		}
		places := 0
		if e.HoldsPlaces() {
			if places, err = givePlacesBack(ctx, u.Store, setting, e); err != nil {
				return Entry{}, err
			}
		}
		u.Record(EntryWithdrawn{e.ID, e.Event, e.Status, places})
		if err := u.Store.ChangeEntry(ctx, withdrawn); err != nil {
			return Entry{}, err
		}
		if err := u.Store.ReplaceMembers(ctx, withdrawn); err != nil { // they are free again
			return Entry{}, err
		}
		return withdrawn, u.Store.EntryLeft(ctx, e.ID, "withdrawn", u.Now)
	})
}

// mayWithdrawNow binds the registrar to the window; who organises, or a program that was
// given this action, only to the end of the edition.
func mayWithdrawNow(u *work.Unit[Store], e Entry, setting Setting) error {
	organises := u.Actor.Has([]access.Role{access.Organiser, access.Administrator}, e.Scope(), u.Now)
	if organises || u.Actor.IsService() {
		return notOver(setting.Edition)
	}
	return setting.TakesEntries(u.Now)
}

// givePlacesBack gives back the place of every limit that counts for the entry now: a quota
// that came later has counted it when it was created.
func givePlacesBack(ctx context.Context, s Store, setting Setting, e Entry) (int, error) {
	quotas, err := s.QuotasFor(ctx, setting, e.Organization)
	if err != nil {
		return 0, err
	}
	limits := setting.Limits(quotas, e.Organization)
	for _, l := range limits {
		if err := s.GivePlaceBack(ctx, l); err != nil {
			return 0, err
		}
	}
	return len(limits), nil
}
