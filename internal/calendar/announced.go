package calendar

import (
	"slices"
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"
)

// The first and the last year that the library has the whole announcement of. Of 2001 it has
// the last days only.
const (
	firstAnnounced = 2002
	lastAnnounced  = 2026
)

// announced are the years as the State Council announced them.
var announced = func() (all []Year) {
	for n := firstAnnounced; n <= lastAnnounced; n++ {
		y := Year{Year: n, Source: Announced}
		days := HolidayUtil.GetHolidaysByYear(n)
		for e := days.Front(); e != nil; e = e.Next() {
			listed := e.Value.(*HolidayUtil.Holiday)
			day, _ := time.Parse(time.DateOnly, listed.GetDay()) // the tests read every one of them
			switch {
			case !listed.IsWork():
				y.DaysOff = append(y.DaysOff, listed.GetDay())
			case weekend(day): // 2012 also lists two working days that were no weekend
				y.MakeUpWorkdays = append(y.MakeUpWorkdays, listed.GetDay())
			}
		}
		slices.Sort(y.DaysOff)
		slices.Sort(y.MakeUpWorkdays)
		all = append(all, y)
	}
	return all
}()
