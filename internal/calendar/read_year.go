package calendar

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/work"
)

// Year reads the calendar of one year; calendar_missing where nobody has announced or entered
// it.
func (s Service) Year(ctx context.Context, year int) (Year, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Year, error) {
		if err := u.Allow(access.ReadCalendar, nil); err != nil {
			return Year{}, err
		}
		entered, err := u.Store.CalendarYear(ctx, year)
		if !fault.Is(err, fault.NotFound) {
			return entered, err
		}
		if known, ok := With()[year]; ok {
			return known, nil
		}
		return Year{}, missing(year)
	})
}
