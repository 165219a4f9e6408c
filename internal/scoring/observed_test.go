package scoring

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

// wireForms holds one observation of every kind and its only JSON form.
var wireForms = map[string]Observed{
	`{"kind":"achieved","achieved":true}`:      SawAchieved(true),
	`{"kind":"achieved","achieved":false}`:     SawAchieved(false),
	`{"kind":"points","points":"1.50"}`:        SawPoints(1500),
	`{"kind":"score","score":2}`:               SawScore(2),
	`{"kind":"value","value":"-12.305"}`:       SawValue(-12_305_000),
	`{"kind":"choice","choice":"部分 \"B\""}`:    SawChoice(`部分 "B"`),
	`{"kind":"occurrences","occurrences":0}`:   SawOccurrences(0),
	`{"kind":"seconds","seconds":"83.250001"}`: SawSeconds(83_250_001),
	`{"kind":"count","count":12}`:              SawCount(12),
	`{"kind":"not_attempted"}`:                 SawNotAttempted(),
}

func TestEveryObservationHasOneJSONFormAndComesBackFromIt(t *testing.T) {
	for form, seen := range wireForms {
		body, err := json.Marshal(seen)
		if err != nil || string(body) != form {
			t.Errorf("wrote %s, %v; want %s", body, err, form)
		}
		var back Observed
		if err := json.Unmarshal([]byte(form), &back); err != nil || back != seen {
			t.Errorf("read %s as %+v, %v; want %+v", form, back, err, seen)
		}
	}
}

func TestAnyObservationRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-1_000_000, 1_000_000).Draw(t, "n")
		seen := rapid.SampledFrom([]Observed{
			SawAchieved(n > 0), SawPoints(Points(n)), SawScore(n), SawValue(Quantity(n)),
			SawChoice(rapid.String().Draw(t, "label")), SawOccurrences(n), SawSeconds(Quantity(n)), SawCount(n),
		}).Draw(t, "seen")
		body, err := json.Marshal(seen)
		if err != nil {
			t.Fatal(err)
		}
		var back Observed
		if err := json.Unmarshal(body, &back); err != nil || back != seen {
			t.Fatalf("%s came back as %+v, %v; want %+v", body, back, err, seen)
		}
	})
}

func TestObservationsAreReadStrictly(t *testing.T) {
	for _, form := range []string{
		`{}`, `[]`, `3`, `"score"`, `{"kind":null}`, `{"kind":"score"}`, `{"score":2}`, `{"kind":""}`, `{"kind":"kind"}`,
		`{"kind":"score","score":null}`, `{"kind":"score","score":"2"}`, `{"kind":"score","score":2.5}`,
		`{"kind":"score","score":2,"Score":3}`, `{"Kind":"score","score":2}`, `{"kind":"Score","Score":2}`,
		`{"kind":"score","score":2,"score":3}`, `{"kind":"score","score":2,"points":"1"}`,
		`{"kind":"score","score":2,"reason":"x"}`, `{"kind":"score","points":"2.00"}`,
		`{"kind":"points","points":1.5}`, `{"kind":"points","points":"1.2345"}`, `{"kind":"points","points":""}`,
		`{"kind":"achieved","achieved":1}`, `{"kind":"achieved","achieved":"true"}`,
		`{"kind":"not_attempted","not_attempted":true}`, `{"kind":"not_attempted","score":0}`,
		`{"kind":"stars","stars":5}`, `{"kind":"score","score":2}{}`, `{"kind":"score","score":2`,
		`{"kind":"count","count":99999999999999999999}`,
	} {
		seen := SawScore(1)
		if err := seen.UnmarshalJSON([]byte(form)); !errors.Is(err, ErrNotObserved) {
			t.Errorf("%s was read as %+v, %v", form, seen, err)
		}
		if seen != SawScore(1) {
			t.Errorf("%s was refused but left %+v behind", form, seen)
		}
	}
}

func TestABlankHasNoJSONForm(t *testing.T) {
	if body, err := json.Marshal(Observed{}); !errors.Is(err, ErrNotObserved) {
		t.Errorf("a blank was written as %s, %v", body, err)
	}
}

func TestObservationsCompareByWhatWasSeen(t *testing.T) {
	for form, a := range wireForms {
		for other, b := range wireForms {
			if (a == b) != (form == other) {
				t.Errorf("%s == %s is %t", form, other, a == b)
			}
		}
	}
}

func TestAnAccessorAnswersOnlyForItsOwnKind(t *testing.T) {
	type answers struct {
		Achieved bool
		Points   Points
		Int      int
		Quantity Quantity
		Choice   string
	}
	for want, o := range map[answers]Observed{
		{Achieved: true}:                          SawAchieved(true),
		{Points: 1500}:                            SawPoints(1500),
		{Int: 2}:                                  SawScore(2),
		{Quantity: 2_500_000}:                     SawValue(2_500_000),
		{Quantity: 2_500_001}:                     SawSeconds(2_500_001),
		{Choice: "full"}:                          SawChoice("full"),
		{Int: 3, Quantity: wholeQuantity(3)}:      SawOccurrences(3),
		{Int: 4, Quantity: Quantity(4) * 1e6}:     SawCount(4),
		{Achieved: false, Points: 0, Quantity: 0}: SawNotAttempted(),
	} {
		if got := (answers{o.Achieved(), o.Points(), o.Int(), o.Quantity(), o.Choice()}); got != want {
			t.Errorf("%s answers %+v, want %+v", o.Kind(), got, want)
		}
	}
}
