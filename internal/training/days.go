package training

import "time"

// today is the local date at an instant.
func today(at time.Time, zone string) string { return at.In(location(zone)).Format(time.DateOnly) }

// beginning is the instant at which a local date begins.
func beginning(date, zone string) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, date, location(zone)) // the contract has checked it
	return t.UTC()
}

// location is a time zone that was checked when the edition was made.
func location(zone string) *time.Location {
	if place, err := time.LoadLocation(zone); err == nil {
		return place
	}
	return time.UTC
}
