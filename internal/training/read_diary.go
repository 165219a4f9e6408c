package training

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/work"
)

// AttendanceFilter narrows the list of days.
type AttendanceFilter struct {
	Page    page.Request
	Squad   id.ID[Squad]
	Trainee *id.ID[Trainee]
	Date    *string

	Seen []Trainee // of the squad, by the caller; set by the service
}

// AssessmentFilter narrows the list of assessments.
type AssessmentFilter struct {
	Page  page.Request
	Squad id.ID[Squad]
	Kind  AssessmentKind // "" for both

	Official []id.ID[programmes.Stage] // that the plan names; set by the service
}

// Log reads a page of what was trained, newest first.
func (s Service) Log(ctx context.Context, squad id.ID[Squad], p page.Request) (page.Page[LogEntry], error) {
	return diary(ctx, s, squad, func(u *work.Unit[Store], _ Squad) (page.Page[LogEntry], error) { return u.Store.Log(ctx, squad, p) })
}

// Attendance reads a page of days of those whom the caller may see.
func (s Service) Attendance(ctx context.Context, f AttendanceFilter) (page.Page[Attendance], error) {
	return diary(ctx, s, f.Squad, func(u *work.Unit[Store], _ Squad) (page.Page[Attendance], error) {
		var err error
		if f.Seen, err = rosterFor(ctx, u, f.Squad, access.ReadDiary); err != nil {
			return page.Page[Attendance]{}, err
		}
		return u.Store.Attendance(ctx, f)
	})
}

// Assessments reads a page of mock and official assessments: what those reached whom the caller
// may see, and of the official ones no more than everybody reads on the published lists.
func (s Service) Assessments(ctx context.Context, f AssessmentFilter) (page.Page[Assessment], error) {
	return diary(ctx, s, f.Squad, func(u *work.Unit[Store], squad Squad) (page.Page[Assessment], error) {
		seen, err := rosterFor(ctx, u, f.Squad, access.ReadDiary)
		if err != nil {
			return page.Page[Assessment]{}, err
		}
		for _, part := range squad.Plan {
			if part.Stage != nil {
				f.Official = append(f.Official, *part.Stage)
			}
		}
		found, err := u.Store.Assessments(ctx, f)
		return page.Map(found, func(a Assessment) Assessment {
			a.Results = slices.DeleteFunc(a.Results, func(r Result) bool { return !holds(seen, r.Trainee) })
			return a.named(squad)
		}), err
	})
}

// diary reads a part of a squad's diary.
func diary[T any](
	ctx context.Context, s Service, squad id.ID[Squad], read func(*work.Unit[Store], Squad) (page.Page[T], error),
) (page.Page[T], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[T], error) {
		found, err := u.Store.Squad(ctx, squad, u.Now)
		if err != nil {
			return page.Page[T]{}, err
		}
		if err := u.Allow(access.ReadDiary, found.Scope()); err != nil {
			return page.Page[T]{}, err
		}
		return read(u, found)
	})
}
