package calendar

import (
	"slices"
	"testing"

	"github.com/saichang/saichang/internal/fault"
)

func TestTenWorkingDaysAreCountedOverALongHolidayWithAMakeUpSunday(t *testing.T) {
	count, err := With().Before("2020-10-19", 10) // 1–8 October off; Sunday 27 September and Saturday 10 October worked
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"2020-10-16", "2020-10-15", "2020-10-14", "2020-10-13", "2020-10-12", "2020-10-10", "2020-10-09", "2020-09-30", "2020-09-29", "2020-09-28",
	}
	if count.Last != "2020-09-28" || !slices.Equal(count.Counted, want) {
		t.Errorf("the last day is %s, counted %v", count.Last, count.Counted)
	}
	if !slices.Equal(count.MadeUp, []string{"2020-10-10"}) || len(count.Skipped) != 6 { // the 3rd and 4th were a weekend
		t.Errorf("made up: %v, skipped: %v", count.MadeUp, count.Skipped)
	}
	if eleven, _ := With().Before("2020-10-19", 11); eleven.Last != "2020-09-27" {
		t.Errorf("the eleventh is %s, not the make-up Sunday", eleven.Last)
	}
}

func TestOneAndNoWorkingDayBeforeADate(t *testing.T) {
	for days, want := range map[int]string{0: "2020-11-01", 1: "2020-10-30"} { // before Monday 2 November
		if count, err := With().Before("2020-11-02", days); err != nil || count.Last != want {
			t.Errorf("%d before Monday: %s, %v", days, count.Last, err)
		}
	}
}

func TestAYearThatNobodyAnnouncedIsNeverTakenForMondaysToFridays(t *testing.T) {
	_, err := With().Before("2031-01-03", 5)
	if !fault.Is(err, fault.CalendarMissing) || fault.As(err).Params["year"] != "2031" {
		t.Errorf("it is counted: %v", err)
	}
	entered := Year{Year: 2031, DaysOff: []string{"2031-01-01"}}
	if _, err := With(entered).Before("2031-01-03", 5); !fault.Is(err, fault.CalendarMissing) || fault.As(err).Params["year"] != "2030" {
		t.Errorf("it counts into the year before: %v", err)
	}
	if count, err := With(entered).Before("2031-01-07", 3); err != nil || count.Last != "2031-01-02" {
		t.Errorf("an entered year is not counted in: %v, %v", count, err)
	}
}

func TestTheAnnouncedYearsAreWhole(t *testing.T) {
	for year, worked := range map[int]int{2019: 250, 2020: 249, 2021: 250, 2024: 251, 2025: 248} {
		if got := With()[year].WorkingDays(); got != worked {
			t.Errorf("%d has %d working days, not %d", year, got, worked)
		}
	}
	for _, y := range announced {
		if err := y.check(); err != nil || len(y.DaysOff) < 15 {
			t.Errorf("%d: %d days off: %v", y.Year, len(y.DaysOff), err)
		}
	}
}
