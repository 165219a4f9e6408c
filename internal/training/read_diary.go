package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// AttendanceFilter narrows the list of days.
type AttendanceFilter struct {
	Page    page.Request
	Squad   id.ID[Squad]
	Trainee *id.ID[Trainee]
	Date    *string
}

// AssessmentFilter narrows the list of assessments.
type AssessmentFilter struct {
	Page  page.Request
	Squad id.ID[Squad]
	Kind  AssessmentKind // "" for both
}

// Log reads a page of what was trained, newest first.
func (s Service) Log(ctx context.Context, squad id.ID[Squad], p page.Request) (page.Page[LogEntry], error) {
	return diary(ctx, s, squad, func(store Store) (page.Page[LogEntry], error) { return store.Log(ctx, squad, p) })
}

// Attendance reads a page of days.
func (s Service) Attendance(ctx context.Context, f AttendanceFilter) (page.Page[Attendance], error) {
	return diary(ctx, s, f.Squad, func(store Store) (page.Page[Attendance], error) { return store.Attendance(ctx, f) })
}

// Assessments reads a page of mock and official assessments.
func (s Service) Assessments(ctx context.Context, f AssessmentFilter) (page.Page[Assessment], error) {
	return diary(ctx, s, f.Squad, func(store Store) (page.Page[Assessment], error) { return store.Assessments(ctx, f) })
}

// diary reads a part of a squad's diary.
func diary[T any](ctx context.Context, s Service, squad id.ID[Squad], read func(Store) (page.Page[T], error)) (page.Page[T], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[T], error) {
		found, err := u.Store.Squad(ctx, squad, u.Now)
		if err != nil {
			return page.Page[T]{}, err
		}
		if err := u.Allow(access.ReadDiary, found.Scope()); err != nil {
			return page.Page[T]{}, err
		}
		return read(u.Store)
	})
}
