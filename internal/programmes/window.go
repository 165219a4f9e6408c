package programmes

import (
	"time"

	"github.com/saichang/saichang/internal/fault"
)

// WindowKind is what a window is for.
type WindowKind string

// The windows of an edition.
const (
	RegistrationWindow WindowKind = "registration" // drafting, changing and submitting entries
	SubstitutionWindow WindowKind = "substitution" // replacing members of entries
	WithdrawalWindow   WindowKind = "withdrawal"   // taking entries back, by the registrar
)

// WindowKinds are all of them, in the order of their time.
var WindowKinds = []WindowKind{RegistrationWindow, SubstitutionWindow, WithdrawalWindow}

// Window is a span of time; both ends are included to the millisecond. An absent end is open.
type Window struct{ OpensAt, ClosesAt *time.Time }

// Contains reports whether an instant lies within.
func (w Window) Contains(at time.Time) bool {
	return (w.OpensAt == nil || !at.Before(*w.OpensAt)) && (w.ClosesAt == nil || !at.After(*w.ClosesAt))
}

// backwards reports a window that closes before it opens, or at once.
func (w Window) backwards() bool {
	return w.OpensAt != nil && w.ClosesAt != nil && !w.OpensAt.Before(*w.ClosesAt)
}

// same reports whether two windows have the same ends.
func (w Window) same(o Window) bool {
	equal := func(a, b *time.Time) bool { return a == b || a != nil && b != nil && a.Equal(*b) }
	return equal(w.OpensAt, o.OpensAt) && equal(w.ClosesAt, o.ClosesAt)
}

// Window is the one of this kind. Without a window of their own, withdrawals go by that of
// registration.
func (e Edition) Window(kind WindowKind) Window {
	switch {
	case kind == SubstitutionWindow:
		return e.Substitution
	case kind == WithdrawalWindow && e.Withdrawal != Window{}:
		return e.Withdrawal
	}
	return e.Registration
}

// window is where the one of this kind is kept.
func (e *Edition) window(kind WindowKind) *Window {
	switch kind {
	case SubstitutionWindow:
		return &e.Substitution
	case WithdrawalWindow:
		return &e.Withdrawal
	}
	return &e.Registration
}

// Takes reports whether acts of this kind are possible at this instant: by state and by
// window. Registration needs an open edition; a window of its own may leave substitutions and
// withdrawals possible after that, until the edition runs.
func (e Edition) Takes(kind WindowKind, at time.Time) error {
	own := kind != RegistrationWindow && *e.window(kind) != Window{}
	if e.Status != Open && (e.Status != Closed || !own) {
		return fault.EditionNotOpen.With("status", e.Status)
	}
	if w := e.Window(kind); !w.Contains(at) {
		return fault.WindowClosed.With("window", kind, "opens_at", orNone(w.OpensAt), "closes_at", orNone(w.ClosesAt),
			"opens_local", e.local(w.OpensAt), "closes_local", e.local(w.ClosesAt), "time_zone", e.TimeZone)
	}
	return nil
}

// TakesEntries reports whether registration is open at this instant.
func (e Edition) TakesEntries(at time.Time) error { return e.Takes(RegistrationWindow, at) }

// Ends are new ends of a window: nil leaves one as it is, a pointer to nil removes it.
type Ends struct{ Opens, Closes **Moment }

// set moves windows to new ends, read in the edition's time zone, and lists what cannot be
// read. An unknown time zone is another check's.
func (e *Edition) set(windows map[WindowKind]Ends) (wrong []fault.Detail) {
	zone, err := time.LoadLocation(e.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	for _, kind := range WindowKinds {
		w := e.window(kind)
		for field, end := range map[string]struct {
			at    **time.Time
			given **Moment
		}{"opens": {&w.OpensAt, windows[kind].Opens}, "closes": {&w.ClosesAt, windows[kind].Closes}} {
			switch {
			case end.given == nil:
			case *end.given == nil:
				*end.at = nil
			default:
				t, problem := (**end.given).In(zone)
				if problem != nil {
					wrong = append(wrong, problem.At("/"+string(kind)+"_"+field+"_at"))
				}
				*end.at = &t
			}
		}
	}
	return wrong
}

// windowsMoved are the windows that have other ends than before.
func (e Edition) windowsMoved(before Edition) (moved []WindowMoved) {
	for _, kind := range WindowKinds {
		if was, is := *before.window(kind), *e.window(kind); !was.same(is) {
			moved = append(moved, WindowMoved{e.ID, kind, was.OpensAt, was.ClosesAt, is.OpensAt, is.ClosesAt})
		}
	}
	return moved
}

// local is an instant by the clocks of the edition's place.
func (e Edition) local(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return e.Local(*t)
}

// Local writes an instant by the clocks of the edition's place, to the millisecond and with
// the offset.
func (e Edition) Local(t time.Time) string {
	zone, err := time.LoadLocation(e.TimeZone)
	if err != nil { // it was checked when it was set; another machine's zones may be older
		zone = time.UTC
	}
	return t.In(zone).Format("2006-01-02T15:04:05.000-07:00")
}

func orNone(t *time.Time) any {
	if t == nil {
		return "-"
	}
	return *t
}
