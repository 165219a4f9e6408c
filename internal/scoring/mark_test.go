package scoring

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func judges(points ...string) []Observed {
	var seen []Observed
	for _, p := range points {
		seen = append(seen, SawPoints(pts(p)))
	}
	return seen
}

// Domain §6 rule 17 and its neighbours.
func TestTheMeanOfFiveJudgesDropsOneHighestAndOneLowest(t *testing.T) {
	for _, c := range []struct {
		marks []Observed
		want  string
	}{
		{judges("90", "90", "85", "80", "80"), "85.00"},
		{judges("80", "90", "80", "85", "90"), "85.00"},
		{judges("100", "0", "70", "70", "70"), "70.00"},
		{judges("80", "80", "80", "80", "80"), "80.00"},
		{judges("90", "80", "80", "85", "85"), "83.33"},
		{judges("90", "80.5", "85", "85.5", "85"), "85.17"},
		{judges("0", "0", "0", "0", "100"), "0.00"},
	} {
		got, err := AspectPoints(fiveJudges, c.marks, 5, Hundredth)
		if err != nil || got.String() != c.want {
			t.Errorf("%v: %v, %v; want %s", c.marks, got, err, c.want)
		}
	}
}

func TestJudgesPointsAreDroppedAsOftenAsTheAspectSays(t *testing.T) {
	marks := judges("10", "20", "40", "60", "70", "100")
	for _, c := range []struct {
		highest, lowest int
		want            string
	}{
		{0, 0, "50.00"}, {1, 0, "40.00"}, {0, 1, "58.00"}, {2, 1, "40.00"}, {1, 2, "56.67"}, {3, 2, "40.00"}, {0, 5, "100.00"},
	} {
		a := Aspect{Kind: JudgePoints, Max: 100_000, DropHighest: c.highest, DropLowest: c.lowest}
		if got, err := AspectPoints(a, marks, 6, Hundredth); err != nil || got.String() != c.want {
			t.Errorf("less %d highest and %d lowest: %v, %v; want %s", c.highest, c.lowest, got, err, c.want)
		}
	}
}

// Domain §6 rule 18.
func TestFourOfFiveSubmittedIsNoScore(t *testing.T) {
	got, err := AspectPoints(fiveJudges, judges("90", "90", "85", "80"), 5, Hundredth)
	var missing *MissingMarksError
	if !errors.As(err, &missing) || *missing != (MissingMarksError{Submitted: 4, Expected: 5}) || got != 0 {
		t.Errorf("got %v, %v", got, err)
	}
	if want := "scoring: 4 of 5 marks submitted"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	if _, err := AspectPoints(judgement, []Observed{SawScore(2), SawScore(2)}, 3, Hundredth); !errors.As(err, &missing) {
		t.Errorf("two of three experts: %v", err)
	}
	if _, err := AspectPoints(binary, nil, 5, Hundredth); !errors.As(err, &missing) || missing.Expected != 1 {
		t.Errorf("no mark by the panel: %v", err)
	}
}

func TestMoreMarksThanJudgesAreRefused(t *testing.T) {
	var surplus *SurplusMarksError
	if _, err := AspectPoints(judgement, []Observed{SawScore(2), SawScore(2), SawScore(2), SawScore(2)}, 3, Hundredth); !errors.As(err, &surplus) ||
		*surplus != (SurplusMarksError{Submitted: 4, Expected: 3}) {
		t.Errorf("got %v", err)
	}
	if _, err := AspectPoints(binary, []Observed{SawAchieved(true), SawAchieved(true)}, 3, Hundredth); !errors.As(err, &surplus) ||
		surplus.Expected != 1 {
		t.Errorf("two marks by the panel: %v", err)
	}
}

func TestOneUnacceptableMarkRefusesTheAspect(t *testing.T) {
	var refused *RefusedError
	if _, err := AspectPoints(fiveJudges, judges("90", "90", "85", "80", "100.5"), 5, Hundredth); !errors.As(err, &refused) ||
		refused.Why != RefusedRange {
		t.Errorf("got %v", err)
	}
	if _, err := AspectPoints(judgement, []Observed{SawScore(2), SawScore(2), {}}, 3, Hundredth); !errors.As(err, &refused) {
		t.Errorf("a blank among the scores: %v", err)
	}
	broken := Aspect{Kind: JudgePoints, Max: 1, DropHighest: -5}
	if _, err := AspectPoints(broken, nil, 0, Hundredth); !errors.As(err, &refused) || refused.Why != RefusedIncomplete {
		t.Errorf("an aspect that does not validate: %v", err)
	}
}

func TestAPanelMustFitItsAspect(t *testing.T) {
	for _, c := range []struct {
		aspect         Aspect
		judges, needed int
	}{
		{judgement, 3, 0}, {judgement, 2, 3}, {judgement, 4, 3}, {judgement, 0, 3},
		{fiveJudges, 5, 0}, {fiveJudges, 3, 0}, {fiveJudges, 2, 3}, {Aspect{Kind: JudgePoints, Max: 1}, 0, 1},
		{binary, 0, 0}, {penalty, 1, 0},
	} {
		err := c.aspect.FitsPanel(c.judges)
		var size *PanelSizeError
		if c.needed == 0 && err != nil || c.needed > 0 && (!errors.As(err, &size) || *size != PanelSizeError{c.judges, c.needed}) {
			t.Errorf("%d judges for %s: %v", c.judges, c.aspect.Kind, err)
		}
	}
	var size *PanelSizeError
	if _, err := AspectPoints(fiveJudges, judges("90", "80"), 2, Hundredth); !errors.As(err, &size) {
		t.Errorf("two judges with two drops: %v", err)
	}
}

// WorldSkills: mark = max × (s1+s2+s3) / 9, half up to 0.01; spread at most 1.
func TestEveryJudgementTripleIsMarkedOrHeld(t *testing.T) {
	marks := []string{"0.00", "0.17", "0.33", "0.50", "0.67", "0.83", "1.00", "1.17", "1.33", "1.50"} // 1.50 × sum/9
	held := 0
	for triple := range 64 {
		scores := []int{triple & 3, triple >> 2 & 3, triple >> 4}
		seen := []Observed{SawScore(scores[0]), SawScore(scores[1]), SawScore(scores[2])}
		got, err := AspectPoints(judgement, seen, 3, Hundredth)
		if slices.Max(scores)-slices.Min(scores) > 1 {
			held++
			var spread *SpreadError
			if !errors.As(err, &spread) || *spread != (SpreadError{slices.Min(scores), slices.Max(scores)}) {
				t.Errorf("%v: %v, %v; want it held", scores, got, err)
			}
			continue
		}
		if want := marks[scores[0]+scores[1]+scores[2]]; err != nil || got.String() != want {
			t.Errorf("%v: %v, %v; want %s", scores, got, err, want)
		}
	}
	if held != 42 { // 4³ less the 22 triples within 1
		t.Errorf("%d of 64 triples were held", held)
	}
}

func TestAJudgementHalfIsRoundedUpAtTheAspect(t *testing.T) {
	// 0.45/9 = 0.05; 0.315/9 = 0.035, half up; 0.314/9 lies just below the half
	for most, want := range map[string]string{"0.45": "0.05", "0.315": "0.04", "0.314": "0.03"} {
		a := Aspect{Kind: Judgement, Max: pts(most)}
		if got, err := AspectPoints(a, []Observed{SawScore(0), SawScore(0), SawScore(1)}, 3, Hundredth); err != nil || got.String() != want {
			t.Errorf("1/9 of %s: %v, %v; want %s", most, got, err, want)
		}
	}
}

func TestTheSpreadOfAnIncompleteRoundCanBeChecked(t *testing.T) {
	for _, c := range []struct {
		seen []Observed
		wide bool
	}{
		{nil, false},
		{[]Observed{SawScore(3)}, false},
		{[]Observed{SawScore(0)}, false},
		{[]Observed{SawScore(1), SawScore(2)}, false},
		{[]Observed{SawScore(1), SawScore(3)}, true},
		{[]Observed{SawScore(3), {}, SawScore(1)}, true},
		{[]Observed{SawNotAttempted(), SawScore(1)}, false},
		{[]Observed{SawNotAttempted(), SawScore(2)}, true},
	} {
		if err := CheckSpread(c.seen); (err != nil) != c.wide {
			t.Errorf("%v: %v", c.seen, err)
		}
	}
}

func TestNotAttemptedCountsAsNothingAmongTheJudges(t *testing.T) {
	seen := append(judges("60", "60", "60", "60"), SawNotAttempted())
	a := Aspect{Kind: JudgePoints, Max: 100_000}
	if got, err := AspectPoints(a, seen, 5, Hundredth); err != nil || got != pts("48") {
		t.Errorf("got %v, %v; want 48.00", got, err)
	}
}

func TestAnAspectIsRoundedOnlyWhereTheCallerSays(t *testing.T) {
	a := Aspect{Kind: JudgePoints, Max: 100_000}
	seen := judges("90", "85", "85")
	for step, want := range map[Points]string{0: "260/3", Thousandth: "86.667", Hundredth: "86.67", 500: "86.50", Whole: "87.00"} {
		if outcome, err := Assess(a, seen, 3, step); err != nil || outcome.Points.String() != want {
			t.Errorf("in steps of %v: %v, %v; want %s", step, outcome.Points, err, want)
		}
	}
	if got, err := AspectPoints(a, seen, 3, 0); err != nil || got != 86_667 {
		t.Errorf("points are thousandths at the finest: %d, %v", got, err)
	}
}

// peers.md: a merged total once was refused as below minimum although every mark was
// legal. Here any legal set of marks is confirmed.
func TestAnyLegalSetOfMarksGivesPointsFromNothingToMax(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawAspect(t)
		seen, panel := drawLegal(t, a)
		outcome, err := Assess(a, seen, panel, 0)
		if err != nil {
			t.Fatalf("%+v does not take %+v by %d judges: %v", a, seen, panel, err)
		}
		if outcome.Points.Cmp(Exact{}) < 0 || outcome.Points.Cmp(a.Max.Exact()) > 0 {
			t.Fatalf("%+v is worth %v", a, outcome.Points)
		}
		points, err := AspectPoints(a, seen, panel, Thousandth)
		if err != nil || points < 0 || points > a.Max {
			t.Fatalf("%+v is worth %v, %v", a, points, err)
		}
	})
}

func TestTheOrderOfTheJudgesNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawAspect(t)
		seen, panel := drawLegal(t, a)
		want, errWant := Assess(a, seen, panel, 0)
		got, errGot := Assess(a, rapid.Permutation(seen).Draw(t, "order"), panel, 0)
		if errWant != nil || errGot != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%+v: %v, %v in one order, %v, %v in another", a, want, errWant, got, errGot)
		}
	})
}
