package registration

import (
	"strconv"
	"time"

	"github.com/saichang/saichang/internal/programmes"
)

// ageRule is the rule set's, with the limit of the event if that has its own.
func (s Setting) ageRule() *ageRule {
	switch {
	case s.Event.AgeLimit == nil && s.Rules.Age == nil:
		return nil
	case s.Event.AgeLimit == nil:
		return &ageRule{*s.Rules.Age}
	case s.Rules.Age == nil:
		return &ageRule{programmes.AgeRule{Limit: *s.Event.AgeLimit, Basis: "in_year"}}
	}
	rule := *s.Rules.Age
	rule.Limit = *s.Event.AgeLimit
	return &ageRule{rule}
}

// ageRule is an age limit as it is applied. Birth dates and the rule's are dates as they stand
// in documents: no time zone.
type ageRule struct{ programmes.AgeRule }

// on is when the rule looks at the age: on a date, or at the end of the edition's year.
func (r ageRule) on(year int) string {
	switch r.Basis {
	case "on_date":
		return *r.Date
	case "on_day":
		return strconv.Itoa(year) + "-" + *r.MonthDay
	}
	return strconv.Itoa(year)
}

// age is the one that the rule looks at.
func (r ageRule) age(year int, birth string) int {
	if r.Basis == "in_year" {
		return year - yearOf(birth)
	}
	return ageOn(r.on(year), birth, r.LeapDay)
}

// firstDay is the edition's; the last of its year where that was taken out again.
func (s Setting) firstDay() string {
	if s.Edition.StartsDate == nil {
		return strconv.Itoa(s.Edition.Year) + "-12-31"
	}
	return *s.Edition.StartsDate
}

// ageOn is the age in whole years on a date. Month and day are compared as they are written:
// who was born on 29 February is a year older from 1 March on in a common year, or from 28
// February where the rule says so.
func ageOn(date, birth string, leap programmes.LeapBirthday) int {
	age, birthday := yearOf(date)-yearOf(birth), birth[4:]
	if birthday == "-02-29" && leap == programmes.February28 && !leapYear(yearOf(date)) {
		birthday = "-02-28"
	}
	if date[4:] < birthday {
		age--
	}
	return age
}

func leapYear(year int) bool {
	return time.Date(year, time.February, 29, 0, 0, 0, 0, time.UTC).Month() == time.February
}

// yearOf reads the year of a date YYYY-MM-DD that was checked when it was entered.
func yearOf(date string) int {
	year, _ := strconv.Atoi(date[:4])
	return year
}
