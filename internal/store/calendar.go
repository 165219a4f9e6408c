package store

import (
	"context"

	"github.com/saichang/saichang/internal/calendar"
	"github.com/saichang/saichang/internal/id"
)

var _ calendar.Store = (*Tx)(nil)

type calendarRow struct {
	ID             id.ID[calendar.Year]
	Revision       int64
	CreatedAt      instant
	UpdatedAt      instant
	Year           int
	DaysOff        document[[]string]
	MakeUpWorkdays document[[]string]
}

func (calendarRow) TableName() string { return "calendar_years" }

func toCalendarRow(y calendar.Year) calendarRow {
	return calendarRow{y.ID, y.Revision, at(y.CreatedAt), at(y.UpdatedAt), y.Year, doc(y.DaysOff), doc(y.MakeUpWorkdays)}
}

func (r calendarRow) year() calendar.Year {
	return calendar.Year{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Year: r.Year, Source: calendar.Entered,
		DaysOff: r.DaysOff.V, MakeUpWorkdays: r.MakeUpWorkdays.V,
	}
}

// CalendarYear reads a year that was entered.
func (tx *Tx) CalendarYear(ctx context.Context, year int) (calendar.Year, error) {
	var r calendarRow
	err := tx.db.WithContext(ctx).Where("year = ?", year).Take(&r).Error
	return r.year(), translate(err)
}

// AddCalendarYear inserts one.
func (tx *Tx) AddCalendarYear(ctx context.Context, y calendar.Year) error {
	r := toCalendarRow(y)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangeCalendarYear writes one over the revision before it.
func (tx *Tx) ChangeCalendarYear(ctx context.Context, y calendar.Year) error {
	r := toCalendarRow(y)
	return tx.replace(ctx, &r, y.ID[:], y.Revision)
}

// WorkingDays reads every year that was entered, beside those that were announced.
func (tx *Tx) WorkingDays(ctx context.Context) (calendar.Calendar, error) {
	var rows []calendarRow
	err := tx.db.WithContext(ctx).Order("year").Find(&rows).Error
	entered := make([]calendar.Year, len(rows))
	for i, r := range rows {
		entered[i] = r.year()
	}
	return calendar.With(entered...), err
}
