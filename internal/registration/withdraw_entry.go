package registration

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// WithdrawEntry takes an entry out before its event has run, and gives its places back: to the
// waiting list, if somebody waits for them. The registrar may while the edition takes
// withdrawals, the organiser until it is over.
func (s Service) WithdrawEntry(ctx context.Context, entry id.ID[Entry], expected int64, reason string) (Entry, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Entry, error) {
		e, setting, err := toMoveAlone(ctx, u, entry, expected, access.WithdrawEntry)
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
		withdrawn.HeldUntil = nil
		limits, err := resize(ctx, u.Store, setting, &withdrawn, Size{})
		if err != nil {
			return Entry{}, err
		}
		u.Record(EntryWithdrawn{e.ID, e.Event, e.Status, len(limits)})
		if err := u.Store.ChangeEntry(ctx, withdrawn); err != nil {
			return Entry{}, err
		}
		if err := u.Store.ReplaceMembers(ctx, withdrawn); err != nil { // they are free again
			return Entry{}, err
		}
		if err := u.Store.EntryLeft(ctx, e.ID, "withdrawn", u.Now); err != nil {
			return Entry{}, err
		}
		return withdrawn, freed(ctx, u, setting.Edition, Cause{Kind: ByWithdrawal, Entry: &e.ID, Freed: givenBack(limits)})
	})
}

// mayWithdrawNow binds the registrar to the window; who organises, or a program that was
// given this action, only to the end of the edition.
func mayWithdrawNow(u *work.Unit[Store], e Entry, setting Setting) error {
	organises := u.Actor.Has([]access.Role{access.Organiser, access.Administrator}, e.Scope(), u.Now)
	if organises || u.Actor.IsService() {
		return notOver(setting.Edition)
	}
	return setting.takes(programmes.WithdrawalWindow, u.Now)
}
