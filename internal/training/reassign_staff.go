package training

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// EndAssignment has an assignment end when a date begins.
func (s Service) EndAssignment(ctx context.Context, assignment id.ID[Assignment], expected int64, on string) (Assignment, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Assignment, error) {
		a, err := u.Store.Assignment(ctx, assignment)
		if err != nil {
			return Assignment{}, err
		}
		if _, err := baseToChange(ctx, u, a.Base.ID, access.AssignStaff); err != nil {
			return Assignment{}, err
		}
		return end(ctx, u, assignment, expected, on, "/until_date")
	})
}

// Reassign has somebody do at another base, from the beginning of a date on, what the assignment
// says; at the old base it ends at that instant.
func (s Service) Reassign(ctx context.Context, assignment id.ID[Assignment], expected int64, base id.ID[Base], on string) (Assignment, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Assignment, error) {
		a, err := u.Store.Assignment(ctx, assignment)
		if err != nil {
			return Assignment{}, err
		}
		if err := u.Allow(access.AssignStaff, a.Scope()); err != nil {
			return Assignment{}, err
		}
		target, err := bothBases(ctx, u, a.Base.ID, base)
		switch {
		case fault.Is(err, fault.NotFound), err == nil && target.Edition != a.Base.Edition:
			return Assignment{}, missing("base", "/base_id")
		case err != nil:
			return Assignment{}, err
		}
		ended, err := end(ctx, u, assignment, expected, on, "/from_date")
		if err != nil {
			return Assignment{}, err
		}
		next := ended
		next.ID, next.Revision, next.CreatedAt, next.Base = id.Ordered[Assignment](u.IDs, u.Now), 1, u.Now, target
		next.From, next.Until = on, a.Until
		staff, err := u.Store.Staff(ctx, target.ID)
		if err != nil {
			return Assignment{}, err
		}
		if err := next.fits(staff, u.Now); err != nil {
			return Assignment{}, err
		}
		return next, Post(ctx, u, next)
	})
}

// bothBases locks two bases in the order of their ids, and answers the second. Who may not assign
// staff there is told what is told of a base that does not exist.
func bothBases(ctx context.Context, u *work.Unit[Store], from, to id.ID[Base]) (target Base, err error) {
	order := []id.ID[Base]{from, to}
	if bytes.Compare(to[:], from[:]) < 0 {
		order = []id.ID[Base]{to, from}
	}
	for _, b := range order {
		locked, err := baseToChange(ctx, u, b, access.AssignStaff)
		switch {
		case fault.Is(err, fault.ActionForbidden):
			return Base{}, fault.NotFound.New()
		case err != nil:
			return Base{}, err
		case b == to:
			target = locked
		}
	}
	return target, nil
}

// end ends an assignment whose base is locked.
func end(ctx context.Context, u *work.Unit[Store], assignment id.ID[Assignment], expected int64, on, at string) (Assignment, error) {
	a, err := u.Store.Assignment(ctx, assignment)
	if err != nil {
		return Assignment{}, err
	}
	if a.Revision != expected {
		return Assignment{}, fault.RevisionStale.New().Showing(a)
	}
	if a, err = a.ended(on, at, u.Now); err != nil {
		return Assignment{}, err
	}
	return a, Dismiss(ctx, u, a)
}

// Dismiss keeps that an assignment ends.
func Dismiss[S Store](ctx context.Context, u *work.Unit[S], a Assignment) error {
	u.RecordWithin(a.Scope(), StaffEnded{a.ID, a.Account, *a.Until})
	return u.Store.ChangeAssignment(ctx, a)
}

// End is an assignment of this staff as it ends on a date.
func (s *Staff) End(a Assignment, on string, now time.Time) (Assignment, error) {
	ended, err := a.ended(on, "/until_date", now)
	if err != nil {
		return Assignment{}, err
	}
	s.All = append(slices.DeleteFunc(slices.Clone(s.All), func(b Assignment) bool { return b.ID == a.ID }), ended)
	return ended, nil
}

// Staff reads all assignments of a base, past and future ones too.
func (s Service) Staff(ctx context.Context, base id.ID[Base]) ([]Assignment, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) ([]Assignment, error) {
		b, err := u.Store.Base(ctx, base)
		if err != nil {
			return nil, err
		}
		if err := u.Allow(access.ListStaff, b.Scope()); err != nil {
			return nil, err
		}
		return u.Store.Staff(ctx, base)
	})
}
