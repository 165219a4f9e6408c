package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

// Year is the calendar of one year. Dates are YYYY-MM-DD, in order.
type Year struct {
	ID             id.ID[Year] // zero for an announced year that nobody entered
	Revision       int64       // 0 while nothing was entered
	CreatedAt      time.Time
	UpdatedAt      time.Time
	Year           int
	Source         Source
	DaysOff        []string // holidays with the weekends among them
	MakeUpWorkdays []string // Saturdays and Sundays that are worked
}

// IDPrefix is "cal".
func (Year) IDPrefix() string { return "cal" }

// Source says where a year's calendar is from.
type Source string

// The sources.
const (
	Announced Source = "announced" // by the State Council, with the program
	Entered   Source = "entered"   // by an administrator
)

// WorkingDays counts the working days of the year.
func (y Year) WorkingDays() (n int) {
	for day := time.Date(y.Year, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() == y.Year; day = day.AddDate(0, 0, 1) {
		if y.works(day) {
			n++
		}
	}
	return n
}

// works reports whether a day of the year is worked.
func (y Year) works(day time.Time) bool {
	date := day.Format(time.DateOnly)
	if weekend(day) {
		_, made := slices.BinarySearch(y.MakeUpWorkdays, date)
		return made
	}
	_, off := slices.BinarySearch(y.DaysOff, date)
	return !off
}

func weekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

// check holds an entered year against the rules, all reasons at once.
func (y Year) check() error {
	var wrong []fault.Detail
	seen := map[string]bool{}
	each := func(field string, dates []string, more func(day time.Time, at string)) {
		for i, date := range dates {
			at := fmt.Sprintf("/%s/%d", field, i)
			day, err := time.Parse(time.DateOnly, date)
			switch {
			case err != nil:
				wrong = append(wrong, fault.InvalidValue.Detail().At(at))
			case day.Year() != y.Year:
				wrong = append(wrong, fault.DayOutsideYear.Detail("day", date, "year", y.Year).At(at))
			case seen[date]:
				wrong = append(wrong, fault.AlreadyExists.Detail("what", "date").At(at))
			default:
				more(day, at)
			}
			seen[date] = true
		}
	}
	each("days_off", y.DaysOff, func(time.Time, string) {})
	each("make_up_workdays", y.MakeUpWorkdays, func(day time.Time, at string) {
		if !weekend(day) {
			wrong = append(wrong, fault.MakeUpNotWeekend.Detail("day", day.Format(time.DateOnly)).At(at))
		}
	})
	if wrong != nil {
		return fault.CalendarInvalid.With("year", y.Year).Listing(wrong...)
	}
	return nil
}

// missing is the refusal where a year's calendar is needed that nobody knows.
func missing(year int) *fault.Fault { return fault.CalendarMissing.With("year", strconv.Itoa(year)) }
