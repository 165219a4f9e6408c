package instant

import (
	"encoding/json"
	"testing"
	"time"
)

func TestAnInstantHasThreeDecimalsHoweverEvenItIs(t *testing.T) {
	for text, want := range map[string]string{
		"2026-09-22T01:00:00Z":           `"2026-09-22T01:00:00.000Z"`,
		"2026-09-22T09:00:00.1+08:00":    `"2026-09-22T01:00:00.100Z"`,
		"2026-09-22T01:00:00.123456Z":    `"2026-09-22T01:00:00.123Z"`,
		"2026-09-22T01:00:00.999999999Z": `"2026-09-22T01:00:00.999Z"`,
	} {
		var i Instant
		if err := json.Unmarshal([]byte(`"`+text+`"`), &i); err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(i); err != nil || string(got) != want {
			t.Errorf("%s is written %s (%v)", text, got, err)
		}
	}
	var i Instant
	if err := i.Bind("yesterday"); err == nil {
		t.Error("a parameter that is no instant was read")
	}
	if i := Of(time.Date(2026, 9, 22, 1, 0, 0, 999_999_999, time.UTC)); i.Nanosecond() != 999_000_000 {
		t.Errorf("it is cut, not rounded: %v", i)
	}
}
