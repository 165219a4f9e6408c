package programmes

import (
	"time"

	"github.com/saichang/saichang/internal/fault"
)

// Moment is an end of a window as it was given: an instant with its offset, or a local
// date-time without one, which means the edition's time zone.
type Moment string

// In is the instant, cut to the millisecond. A local time that the clocks of the zone skip
// (local_time_missing) or show twice (local_time_ambiguous) is refused: an offset says which
// instant is meant.
func (m Moment) In(zone *time.Location) (time.Time, *fault.Detail) {
	if t, err := time.Parse(time.RFC3339, m.full()); err == nil && Sensible(t) {
		return t.UTC().Truncate(time.Millisecond), nil
	}
	wall, err := time.Parse("2006-01-02T15:04:05", m.full())
	if err != nil || !Sensible(wall) {
		d := fault.InvalidValue.Detail()
		return time.Time{}, &d
	}
	switch found := instants(wall, zone); len(found) {
	case 0:
		d := fault.LocalTimeMissing.Detail("local", string(m), "time_zone", zone.String())
		return time.Time{}, &d
	case 1:
		return found[0].Truncate(time.Millisecond), nil
	}
	d := fault.LocalTimeTwice.Detail("local", string(m), "time_zone", zone.String())
	return time.Time{}, &d
}

// Sensible reports an instant at which something can happen; the first instant of the calendar, which
// programs write for none, is not.
func Sensible(t time.Time) bool { return t.Year() >= 1900 }

// full adds the seconds where only hours and minutes are given.
func (m Moment) full() string {
	const minutes = len("2006-01-02T15:04")
	if len(m) >= minutes && (len(m) == minutes || m[minutes] != ':') {
		return string(m[:minutes] + ":00" + m[minutes:])
	}
	return string(m)
}

// instants are those at which the clocks of a zone show this. Its offsets of the day before
// and of the day after are all that it can have.
func instants(wall time.Time, zone *time.Location) (found []time.Time) {
	_, before := wall.AddDate(0, 0, -1).In(zone).Zone()
	_, after := wall.AddDate(0, 0, 1).In(zone).Zone()
	offsets := []int{before, after}
	if before == after {
		offsets = offsets[:1]
	}
	for _, offset := range offsets {
		at := wall.Add(-time.Duration(offset) * time.Second)
		if _, there := at.In(zone).Zone(); there == offset {
			found = append(found, at)
		}
	}
	return found
}
