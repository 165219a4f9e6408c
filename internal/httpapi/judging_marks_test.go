package httpapi

import (
	"encoding/json"
	"testing"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/scoring"
)

func TestAnObservationIsTheSameAtTheDoorAsInScoring(t *testing.T) {
	for _, o := range []scoring.Observed{
		scoring.SawAchieved(true), scoring.SawAchieved(false), scoring.SawPoints(-1250), scoring.SawScore(0), scoring.SawValue(12_305_000), scoring.SawChoice(`a "b" <c>`),
		scoring.SawOccurrences(3), scoring.SawSeconds(83_400_000), scoring.SawCount(7), scoring.SawNotAttempted(),
	} {
		want, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		var asked api.Observed
		if err := json.Unmarshal(want, &asked); err != nil {
			t.Fatal(err)
		}
		if seen, err := fromObserved(asked); err != nil || seen != o {
			t.Errorf("%s was read as %v: %v", want, seen, err)
		}
		answered, err := json.Marshal(toObserved(o))
		if err != nil {
			t.Fatal(err)
		}
		var again scoring.Observed
		if err := json.Unmarshal(answered, &again); err != nil || again != o {
			t.Errorf("%s is answered as %s: %v", want, answered, err)
		}
	}
}

func TestAnObservationOfTwoThingsOrOfAnotherKindIsUnclear(t *testing.T) {
	for _, text := range []string{
		`{"kind":"score"}`, `{"kind":"score","achieved":true}`, `{"kind":"score","score":1,"count":1}`, `{"kind":"not_attempted","score":1}`,
		`{"kind":"points","points":"1.2345"}`, `{"kind":"value","value":"x"}`, `{"kind":"","score":1}`,
	} {
		var asked api.Observed
		if err := json.Unmarshal([]byte(text), &asked); err != nil {
			t.Fatal(err)
		}
		if _, err := fromObserved(asked); !fault.Is(err, fault.ObservedUnclear) {
			t.Errorf("%s was read: %v", text, err)
		}
	}
}
