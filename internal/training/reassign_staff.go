package training

import (
	"bytes"
	"context"

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
		return next, assign(ctx, u, next)
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
	switch err := a.Base.goesOn(); {
	case a.Revision != expected:
		return Assignment{}, fault.RevisionStale.New().Showing(a)
	case err != nil:
		return Assignment{}, err
	case on <= a.From || (a.Until != nil && on > *a.Until):
		return Assignment{}, fault.EndsBeforeStart.New().Listing(fault.EndsBeforeStart.Detail().At(at))
	}
	a.Until, a.Revision, a.UpdatedAt = &on, a.Revision+1, u.Now
	u.Record(StaffEnded{a.ID, a.Account, on})
	return a, u.Store.ChangeAssignment(ctx, a)
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
