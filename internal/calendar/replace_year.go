package calendar

import (
	"context"
	"slices"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// ReplaceYear says what a year's calendar is.
type ReplaceYear struct {
	Year           int
	Expected       int64 // the revision that the caller has seen; 0: nothing was entered
	DaysOff        []string
	MakeUpWorkdays []string
}

// ReplaceYear enters the calendar of a year, or corrects it.
func (s Service) ReplaceYear(ctx context.Context, in ReplaceYear) (Year, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Year, error) {
		if err := u.Allow(access.ReplaceCalendar, nil); err != nil {
			return Year{}, err
		}
		before, err := u.Store.CalendarYear(ctx, in.Year)
		if fault.Is(err, fault.NotFound) {
			before, err = Year{ID: id.Random[Year](u.IDs), CreatedAt: u.Now, Year: in.Year}, nil
		}
		if err != nil {
			return Year{}, err
		}
		if before.Revision != in.Expected {
			return Year{}, fault.RevisionStale.New().Showing(before.shown())
		}
		after := before
		after.Revision, after.UpdatedAt, after.Source = before.Revision+1, u.Now, Entered
		after.DaysOff, after.MakeUpWorkdays = in.DaysOff, in.MakeUpWorkdays
		if err := after.check(); err != nil { // before they are put in order: it points into what was sent
			return Year{}, err
		}
		after.DaysOff, after.MakeUpWorkdays = slices.Sorted(slices.Values(in.DaysOff)), slices.Sorted(slices.Values(in.MakeUpWorkdays))
		u.Record(YearReplaced{after.ID, after.Year, after.Revision, after.DaysOff, after.MakeUpWorkdays})
		if before.Revision == 0 {
			return after, u.Store.AddCalendarYear(ctx, after)
		}
		return after, u.Store.ChangeCalendarYear(ctx, after)
	})
}

// shown is a year as it is read: where nothing was entered, as it was announced.
func (y Year) shown() Year {
	if known, ok := With()[y.Year]; ok && y.Revision == 0 {
		return known
	}
	return y
}
