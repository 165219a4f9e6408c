package people

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAGuardianConsentsUntilTheFourteenthBirthday(t *testing.T) {
	for _, c := range []struct {
		born, at string
		needs    bool
	}{
		{"2006-09-02", "2020-09-01T23:59:59Z", true},
		{"2006-09-02", "2020-09-02T00:00:00Z", false},
		{"2006-09-02", "2020-09-02T07:59:00+08:00", true}, // by the UTC date: nobody is of age too early
		{"2008-02-29", "2022-02-28T12:00:00Z", true},
		{"2008-02-29", "2022-03-01T00:00:00Z", false},
		{"2010-02-28", "2024-02-29T12:00:00Z", false},
		{"2010-03-01", "2024-02-29T12:00:00Z", true},
		{"", "2020-09-01T00:00:00Z", false}, // erased
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Person{BirthDate: c.born}).NeedsConsent(at); got != c.needs {
			t.Errorf("born on %s, at %s: %v", c.born, c.at, got)
		}
	}
}

func TestWhoNeedsAConsentIsUnderAge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2020, 9, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 9000).Draw(t, "days"))
		p := Person{BirthDate: at.AddDate(0, 0, -rapid.IntRange(0, 9000).Draw(t, "old")).Format(time.DateOnly)}
		if p.NeedsConsent(at) && !p.Minor(at) {
			t.Fatalf("born on %s, on %s", p.BirthDate, at)
		}
	})
}
