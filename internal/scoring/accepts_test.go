package scoring

import (
	"errors"
	"testing"
)

func TestAnAspectAcceptsOnlyWhatItCanHold(t *testing.T) {
	for _, c := range []struct {
		what   string
		aspect Aspect
		seen   Observed
		want   Refusal
	}{
		{"yes", binary, SawAchieved(true), ""},
		{"points for a yes/no", binary, SawPoints(500), RefusedKind},
		{"a blank", binary, Observed{}, RefusedKind},
		{"a blank judgement", judgement, Observed{}, RefusedKind},
		{"no points", partial, SawPoints(0), ""},
		{"points on the step", partial, SawPoints(1250), ""},
		{"points off the step", partial, SawPoints(1251), RefusedStep},
		{"max", partial, SawPoints(2000), ""},
		{"more than max", partial, SawPoints(2250), RefusedRange},
		{"less than nothing", partial, SawPoints(-250), RefusedRange},
		{"no occurrences", stepped, SawOccurrences(0), ""},
		{"negative occurrences", stepped, SawOccurrences(-1), RefusedRange},
		{"a million and one occurrences", stepped, SawOccurrences(1_000_001), RefusedRange},
		{"a million occurrences", stepped, SawOccurrences(1_000_000), ""},
		{"a count for occurrences", stepped, SawCount(1), RefusedKind},
		{"a negative value", difference, SawValue(-1), ""},
		{"a value beyond reason", difference, SawValue(maxAmount + 1), RefusedRange},
		{"a value below reason", difference, SawValue(-maxAmount - 1), RefusedRange},
		{"the largest value", difference, SawValue(maxAmount), ""},
		{"the smallest value", difference, SawValue(-maxAmount), ""},
		{"a known option", choice, SawChoice("one burr"), ""},
		{"an unknown option", choice, SawChoice("One burr"), RefusedOption},
		{"a time", timed, SawSeconds(0), ""},
		{"a negative time", timed, SawSeconds(-1), RefusedRange},
		{"a time beyond reason", timed, SawSeconds(maxAmount + 1), RefusedRange},
		{"the longest time", timed, SawSeconds(maxAmount), ""},
		{"a count for a time", timed, SawCount(5), RefusedKind},
		{"score 0", judgement, SawScore(0), ""},
		{"score 3", judgement, SawScore(3), ""},
		{"score 4", judgement, SawScore(4), RefusedRange},
		{"score −1", judgement, SawScore(-1), RefusedRange},
		{"a judge's points", fiveJudges, SawPoints(85_500), ""},
		{"a judge's points off the step", fiveJudges, SawPoints(85_250), RefusedStep},
		{"a judge's points above max", fiveJudges, SawPoints(100_500), RefusedRange},
		{"faults", perFault, SawOccurrences(7), ""},
		{"faults of a tiered deduction", tiered, SawOccurrences(7), ""},
		{"a time for faults", tiered, SawSeconds(7), RefusedKind},
		{"yes for a flat deduction", flat, SawAchieved(true), RefusedKind},
		{"a penalty", penalty, SawPoints(1500), ""},
		{"a penalty above its limit", penalty, SawPoints(10_500), RefusedRange},
		{"an aspect without max", Aspect{Kind: Judgement}, SawScore(1), RefusedIncomplete},
		{"an unknown aspect", Aspect{Kind: "stars", Max: 1}, SawScore(1), RefusedIncomplete},
		{"a difference without max", Aspect{Kind: DifferenceDeduction, Difference: difference.Difference}, SawValue(1), RefusedIncomplete},
		{"a difference by thousandths and millionths", Aspect{Kind: DifferenceDeduction, Max: 1, Difference: &Difference{Unit: 1}}, SawValue(1), ""},
		{"judges' points without max", Aspect{Kind: JudgePoints}, SawPoints(0), RefusedIncomplete},
		{"judges' points up to 0.001", Aspect{Kind: JudgePoints, Max: 1}, SawPoints(1), ""},
		{"judgement of 0.001", Aspect{Kind: Judgement, Max: 1}, SawScore(1), ""},
		{"a conversion without max", Aspect{Kind: ConversionTable, Table: timed.Table}, SawSeconds(1), RefusedIncomplete},
		{"a conversion to 0.001", Aspect{Kind: ConversionTable, Max: 1, Table: timed.Table}, SawSeconds(1), ""},
		{"a difference without rule", Aspect{Kind: DifferenceDeduction, Max: 1}, SawValue(1), RefusedIncomplete},
		{"a difference without unit", Aspect{Kind: DifferenceDeduction, Max: 1, Difference: &Difference{}}, SawValue(1), RefusedIncomplete},
		{"a conversion without table", Aspect{Kind: ConversionTable, Max: 1}, SawCount(1), RefusedIncomplete},
		{"negative drops", Aspect{Kind: JudgePoints, Max: 1, DropLowest: -1}, SawPoints(1), RefusedIncomplete},
	} {
		err := c.aspect.Accepts(c.seen)
		var refused *RefusedError
		if c.want == "" && err != nil || c.want != "" && (!errors.As(err, &refused) || refused.Why != c.want) {
			t.Errorf("%s: %v, want %q", c.what, err, c.want)
		}
	}
}

func TestNotAttemptedIsAcceptedByAllButAPenalty(t *testing.T) {
	for _, a := range everyAspect {
		if err := a.Accepts(SawNotAttempted()); (err != nil) != (a.Kind == Penalty) {
			t.Errorf("%s: %v", a.Kind, err)
		}
	}
}

func TestARefusalNamesAspectObservationAndReason(t *testing.T) {
	err := judgement.Accepts(SawScore(4))
	if want := `scoring: judgement does not hold "score": out_of_range`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
