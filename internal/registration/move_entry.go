package registration

import (
	"context"
	"fmt"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/work"
)

// ReturnEntry sends an entry back to its registrar with reasons. It keeps its places.
func (s Service) ReturnEntry(ctx context.Context, entry id.ID[Entry], expected int64, reasons []string) (Entry, error) {
	return s.move(ctx, entry, expected, change{
		action: access.ReturnEntry, to: Returned, reasons: reasons, pointer: "/reasons/%d",
		fact: func(before, e Entry) journal.Fact { return EntryReturned{e.ID, e.Event} },
	})
}

// ApproveEntry says that an entry is in order. What the rules have against it by now, and was not
// overridden, keeps it from that: a person may have changed since it was submitted.
func (s Service) ApproveEntry(ctx context.Context, entry id.ID[Entry], expected int64) (Entry, error) {
	return s.move(ctx, entry, expected, change{
		action: access.ApproveEntry, to: Approved, eligible: true,
		fact: func(before, e Entry) journal.Fact { return EntryApproved{e.ID, e.Event} },
	})
}

// ConfirmEntry says that an approved entry takes part as it is.
func (s Service) ConfirmEntry(ctx context.Context, entry id.ID[Entry], expected int64) (Entry, error) {
	return s.move(ctx, entry, expected, change{
		action: access.ConfirmEntry, to: Confirmed, eligible: true,
		fact: func(before, e Entry) journal.Fact { return EntryConfirmed{e.ID, e.Event} },
	})
}

// CheckInEntry says that an entry has come, perhaps after it was thought absent.
func (s Service) CheckInEntry(ctx context.Context, entry id.ID[Entry], expected int64) (Entry, error) {
	return s.move(ctx, entry, expected, change{
		action: access.CheckInEntry, to: CheckedIn, piece: "present",
		fact: func(before, e Entry) journal.Fact { return EntryCheckedIn{e.ID, e.Event, before.Status} },
	})
}

// MarkAbsent says that an entry has not come.
func (s Service) MarkAbsent(ctx context.Context, entry id.ID[Entry], expected int64) (Entry, error) {
	return s.move(ctx, entry, expected, change{
		action: access.MarkAbsent, to: Absent, piece: "absent",
		fact: func(before, e Entry) journal.Fact { return EntryAbsent{e.ID, e.Event, before.Status} },
	})
}

// Disqualify takes an entry out of the ranking. It keeps its places.
func (s Service) Disqualify(ctx context.Context, entry id.ID[Entry], expected int64, code ReasonCode, reason string) (Entry, error) {
	return s.move(ctx, entry, expected, change{
		action: access.Disqualify, to: Disqualified, reasons: []string{reason}, pointer: "/reason", code: &code, piece: "disqualified",
		fact: func(before, e Entry) journal.Fact { return EntryDisqualified{e.ID, e.Event, before.Status, code} },
	})
}

// change is one short move: a state, and what goes with it.
type change struct {
	action   access.Action
	to       Status
	eligible bool   // the rules have nothing against it
	pointer  string // to the reasons, which may hold their index; "": they stay
	reasons  []string
	code     *ReasonCode
	piece    string // what becomes of the entry's pieces; "" nothing
	fact     func(before, after Entry) journal.Fact
}

func (s Service) move(ctx context.Context, entry id.ID[Entry], expected int64, c change) (Entry, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Entry, error) {
		before, setting, err := toMove(ctx, u, entry, expected, c.action)
		if err != nil {
			return Entry{}, err
		}
		after, err := before.move(c.to, u.Now)
		if err != nil {
			return Entry{}, err
		}
		if err := setting.goesOn(); err != nil {
			return Entry{}, err
		}
		if c.eligible {
			if err := eligible(ctx, u.Store, setting, after, u.Now); err != nil {
				return Entry{}, err
			}
		}
		if c.pointer != "" {
			if after.Reasons, err = given(c.pointer, c.reasons...); err != nil {
				return Entry{}, err
			}
			after.ReasonCode = c.code
		}
		u.Record(c.fact(before, after))
		if err := u.Store.ChangeEntry(ctx, after); err != nil || c.piece == "" {
			return after, err
		}
		return after, u.Store.EntryLeft(ctx, after.ID, c.piece, u.Now)
	})
}

// toMove reads an entry that the unit is going to change, and where it stands. The edition and
// the event are locked; the entry itself is guarded by its revision when it is written.
func toMove(ctx context.Context, u *work.Unit[Store], entry id.ID[Entry], expected int64, action access.Action) (Entry, Setting, error) {
	return toMoveUnder(ctx, u, entry, expected, action, Shared)
}

// toMoveAlone is toMove for a unit that gives places back: nobody else takes or gives any in the
// edition meanwhile.
func toMoveAlone(ctx context.Context, u *work.Unit[Store], entry id.ID[Entry], expected int64, action access.Action) (Entry, Setting, error) {
	return toMoveUnder(ctx, u, entry, expected, action, Exclusive)
}

func toMoveUnder(
	ctx context.Context, u *work.Unit[Store], entry id.ID[Entry], expected int64, action access.Action, lock Lock,
) (Entry, Setting, error) {
	e, err := entryTo(ctx, u, entry, action)
	if err != nil {
		return Entry{}, Setting{}, err
	}
	setting, err := u.Store.Setting(ctx, e.Event, lock)
	if err != nil {
		return Entry{}, Setting{}, err
	}
	if e, err = u.Store.Entry(ctx, entry); err != nil { // as it is now that no place is given back
		return Entry{}, Setting{}, err
	}
	if e = shown(u, e); e.Revision != expected {
		return Entry{}, Setting{}, fault.RevisionStale.New().Showing(e)
	}
	return e, setting, nil
}

// given are reasons in normal form; each must say something. pointer may hold their index.
func given(pointer string, reasons ...string) ([]string, error) {
	out := make([]string, len(reasons))
	var empty []fault.Detail
	for i, r := range reasons {
		at := pointer
		if len(pointer) > 2 && pointer[len(pointer)-2:] == "%d" {
			at = fmt.Sprintf(pointer, i)
		}
		if out[i] = names.Clean(r); out[i] == "" {
			empty = append(empty, fault.ReasonRequired.Detail().At(at))
		}
	}
	if empty != nil || len(out) == 0 {
		return nil, fault.ReasonRequired.New().Listing(empty...)
	}
	return out, nil
}
