package calendar

import "github.com/saichang/saichang/internal/id"

// YearReplaced : the calendar of a year was entered or corrected.
type YearReplaced struct {
	Calendar       id.ID[Year] `json:"calendar"`
	Year           int         `json:"year"`
	Revision       int64       `json:"revision"`
	DaysOff        []string    `json:"days_off"`
	MakeUpWorkdays []string    `json:"make_up_workdays"`
}

// Fact names it.
func (f YearReplaced) Fact() (string, id.Ref) { return "calendar.replaced", f.Calendar.Ref() }
