package people

import (
	"testing"
	"time"
)

func TestAPersonComesOfAgeOnTheEighteenthBirthday(t *testing.T) {
	for at, minor := range map[string]bool{"2020-11-01T23:59:59Z": true, "2020-11-02T00:00:00Z": false, "2020-11-02T07:59:00+08:00": true} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Person{BirthDate: "2002-11-02"}).Minor(now); got != minor {
			t.Errorf("at %s, born on 2002-11-02: minor is %v", at, got)
		}
	}
	if leap := (Person{BirthDate: "2004-02-29"}); !leap.Minor(time.Date(2022, 2, 28, 12, 0, 0, 0, time.UTC)) || leap.Minor(time.Date(2022, 3, 1, 0, 0, 0, 0, time.UTC)) {
		t.Error("who was born on 29 February comes of age on 1 March")
	}
}
