package scoring

import "testing"

func TestOneObservationOfThePanelIsWorthWhatTheRuleSays(t *testing.T) {
	counted := func(how Counted) Aspect {
		d := *difference.Difference
		d.Counted = how
		return Aspect{Kind: DifferenceDeduction, Max: 1000, Difference: &d}
	}
	for _, c := range []struct {
		what   string
		aspect Aspect
		seen   Observed
		want   string
	}{
		{"achieved", binary, SawAchieved(true), "0.50"},
		{"not achieved", binary, SawAchieved(false), "0.00"},
		{"not attempted", binary, SawNotAttempted(), "0.00"},
		{"partial points", partial, SawPoints(1250), "1.25"},
		{"no fault", stepped, SawOccurrences(0), "1.00"},
		{"three faults", stepped, SawOccurrences(3), "0.25"},
		{"four faults", stepped, SawOccurrences(4), "0.00"},
		{"five faults", stepped, SawOccurrences(5), "0.00"},
		{"a stepped aspect not attempted", stepped, SawNotAttempted(), "0.00"},
		{"on target", difference, SawValue(qty("25")), "1.00"},
		{"one unit above", difference, SawValue(qty("25.05")), "0.80"},
		{"one unit below", difference, SawValue(qty("24.95")), "0.80"},
		{"a unit started", difference, SawValue(qty("25.050001")), "0.60"},
		{"five units", difference, SawValue(qty("24.75")), "0.00"},
		{"far off", difference, SawValue(qty("-900000000")), "0.00"},
		{"two and a half units, completed", counted(CountedCompleted), SawValue(qty("25.125")), "0.60"},
		{"two and a half units, started", counted(CountedStarted), SawValue(qty("25.125")), "0.40"},
		{"two and a half units, proportional", counted(CountedProportionally), SawValue(qty("25.125")), "0.50"},
		{"the full option", choice, SawChoice("full"), "1.00"},
		{"a partial option", choice, SawChoice("one burr"), "0.60"},
		{"the empty option", choice, SawChoice("none"), "0.00"},
		{"59.999999 s", timed, SawSeconds(qty("59.999999")), "5.00"},
		{"exactly 60 s", timed, SawSeconds(qty("60")), "3.00"},
		{"exactly 90 s", timed, SawSeconds(qty("90")), "3.00"},
		{"just over 90 s", timed, SawSeconds(qty("90.000001")), "0.00"},
		{"no time because not attempted", timed, SawNotAttempted(), "0.00"},
		{"no deduction", perFault, SawOccurrences(0), "0.00"},
		{"three deductions", perFault, SawOccurrences(3), "3.00"},
		{"cap 4 with 7 × 1", perFault, SawOccurrences(7), "4.00"},
		{"a deduction not attempted", perFault, SawNotAttempted(), "4.00"},
		{"tiers: none", tiered, SawOccurrences(0), "0.00"},
		{"tiers: one", tiered, SawOccurrences(1), "0.50"},
		{"tiers: exactly 5", tiered, SawOccurrences(5), "0.50"},
		{"tiers: 6", tiered, SawOccurrences(6), "1.00"},
		{"two thousandths", Aspect{Kind: Deduction, Max: 1000, PerOccurrence: 1}, SawOccurrences(2), "0.002"},
		{"flat: none", flat, SawOccurrences(0), "0.00"},
		{"flat: one", flat, SawOccurrences(1), "1.00"},
		{"flat: nine", flat, SawOccurrences(9), "1.00"},
		{"a penalty", penalty, SawPoints(1500), "1.50"},
	} {
		got, err := AspectPoints(c.aspect, []Observed{c.seen}, 0, Thousandth)
		if err != nil || got.String() != c.want {
			t.Errorf("%s: %v, %v; want %s", c.what, got, err, c.want)
		}
	}
}

func TestProportionalUnitsAreNotRoundedBeforeTheNamedPoint(t *testing.T) {
	a := Aspect{Kind: DifferenceDeduction, Max: 1000, Difference: &Difference{
		Target: 0, Unit: qty("0.3"), Deduction: 100, Counted: CountedProportionally,
	}}
	outcome, err := Assess(a, []Observed{SawValue(qty("0.1"))}, 0, 0)
	if want := "29/30"; err != nil || outcome.Points.String() != want {
		t.Errorf("1 − 0.10/3 is %v, %v; want %s", outcome.Points, err, want)
	}
}

func TestADeductionSaysThatItTakesAndWhetherItZeroesTheSection(t *testing.T) {
	for _, c := range []struct {
		aspect          Aspect
		seen            Observed
		deducts, zeroes bool
	}{
		{binary, SawAchieved(false), false, false},
		{perFault, SawOccurrences(9), true, false},
		{fatal, SawOccurrences(2), true, false},
		{fatal, SawOccurrences(3), true, true},
		{fatal, SawOccurrences(4), true, true},
		{Aspect{Kind: Deduction, Max: 1, ZeroesSectionFrom: 1}, SawOccurrences(0), true, false},
		{Aspect{Kind: Deduction, Max: 1, ZeroesSectionFrom: 1}, SawOccurrences(1), true, true},
		{penalty, SawPoints(500), true, false},
	} {
		outcome, err := Assess(c.aspect, []Observed{c.seen}, 0, 0)
		if err != nil || outcome.Deducts != c.deducts || outcome.Zeroes != c.zeroes {
			t.Errorf("%s with %v: %+v, %v", c.aspect.Kind, c.seen, outcome, err)
		}
	}
}
