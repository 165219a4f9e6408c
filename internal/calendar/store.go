package calendar

import (
	"context"

	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database.
type Store interface {
	// CalendarYear reads a year that was entered; not_found if none was.
	CalendarYear(ctx context.Context, year int) (Year, error)
	// AddCalendarYear inserts one; already_exists for a year that was entered meanwhile.
	AddCalendarYear(ctx context.Context, y Year) error
	// ChangeCalendarYear writes one over the revision before it.
	ChangeCalendarYear(ctx context.Context, y Year) error
}

// Service runs the use cases.
type Service struct{ units work.Units[Store] }

// New gives the use cases their units of work.
func New(units work.Units[Store]) Service { return Service{units} }
