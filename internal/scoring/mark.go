package scoring

import (
	"fmt"
	"slices"
)

// judgementPanel is the number of experts whose scores make a judgement mark.
const judgementPanel = 3

// MissingMarksError says that an aspect has no score yet because marks are missing
// (domain §6 rule 18: 4 of 5 submitted is no score, not a mean of four).
type MissingMarksError struct{ Submitted, Expected int }

// Error says how many are there and how many are expected.
func (e *MissingMarksError) Error() string {
	return fmt.Sprintf("scoring: %d of %d marks submitted", e.Submitted, e.Expected)
}

// SurplusMarksError says that an aspect has more marks than judges.
type SurplusMarksError struct{ Submitted, Expected int }

// Error says how many are there and how many are expected.
func (e *SurplusMarksError) Error() string {
	return fmt.Sprintf("scoring: %d marks for %d", e.Submitted, e.Expected)
}

// SpreadError says that judgement scores lie more than one apart: the aspect is held
// until the panel has rescored.
type SpreadError struct{ Lowest, Highest int }

// Error names both ends.
func (e *SpreadError) Error() string {
	return fmt.Sprintf("scoring: judgement scores from %d to %d are more than 1 apart", e.Lowest, e.Highest)
}

// PanelSizeError says that the panel is of the wrong size for the aspect: a judgement
// needs exactly three judges, a trimmed mean more than it drops.
type PanelSizeError struct{ Judges, Needed int }

// Error says how many there are and how many are needed.
func (e *PanelSizeError) Error() string {
	return fmt.Sprintf("scoring: a panel of %d judges where %d are needed", e.Judges, e.Needed)
}

// FitsPanel is nil if a panel of that many judges can mark the aspect, else a
// *PanelSizeError. Ask it when panels are assigned, not on the day.
func (a Aspect) FitsPanel(judges int) error {
	switch {
	case a.Kind == Judgement && judges != judgementPanel:
		return &PanelSizeError{Judges: judges, Needed: judgementPanel}
	case a.Kind == JudgePoints && judges <= a.DropHighest+a.DropLowest:
		return &PanelSizeError{Judges: judges, Needed: a.DropHighest + a.DropLowest + 1}
	default:
		return nil
	}
}

// CheckSpread is nil if the judgement scores among the observations lie at most one
// apart, else a *SpreadError (WorldSkills: max − min ≤ 1). It works on an incomplete
// round too; "not attempted" counts as 0, anything else is passed over.
func CheckSpread(observations []Observed) error {
	lowest, highest := 3, 0
	for _, o := range observations {
		if o.Kind() == ObservedScore || o.Kind() == ObservedNotAttempted {
			lowest, highest = min(lowest, o.Int()), max(highest, o.Int())
		}
	}
	if highest-lowest > 1 {
		return &SpreadError{Lowest: lowest, Highest: highest}
	}
	return nil
}

// Outcome is what the observations of one aspect are worth to its section.
type Outcome struct {
	Points  Exact // 0 to the aspect's max; given, or taken if Deducts
	Deducts bool
	Zeroes  bool // the whole section is worth nothing
}

// Assess computes what the observations are worth, rounded to a multiple of round, half
// up, or not at all if round is 0 (national rules round only the total).
//
// A judged aspect needs one observation per judge in any order, any other aspect one;
// only submitted observations belong in the list. The errors are *PanelSizeError,
// *RefusedError, *SurplusMarksError, *MissingMarksError and *SpreadError.
func Assess(a Aspect, observations []Observed, judges int, round Points) (Outcome, error) {
	if err := a.ready(observations, judges); err != nil {
		return Outcome{}, err
	}
	outcome := Outcome{Deducts: a.Deducts()}
	switch a.Kind {
	case Judgement:
		outcome.Points = judgementMark(a.Max, observations)
	case JudgePoints:
		outcome.Points = trimmedMean(observations, a.DropHighest, a.DropLowest)
	default:
		outcome.Points = a.worth(observations[0])
		outcome.Zeroes = a.zeroes(observations[0])
	}
	if round > 0 {
		outcome.Points = outcome.Points.Round(round).Exact()
	}
	return outcome, nil
}

// AspectPoints is the points of Assess, from 0 to the aspect's max, rounded to a
// multiple of round (WorldSkills: Hundredth), at the finest to 0.001. A deduction or
// penalty answers what it takes, as a positive number; Aspect.Deducts tells them apart.
func AspectPoints(a Aspect, observations []Observed, judges int, round Points) (Points, error) {
	outcome, err := Assess(a, observations, judges, round)
	if err != nil {
		return 0, err
	}
	return outcome.Points.Round(round), nil
}

// ready says what still keeps the observations from being converted.
func (a Aspect) ready(observations []Observed, judges int) error {
	if !a.computable() {
		return &RefusedError{Kind: a.Kind, Why: RefusedIncomplete}
	}
	expected := 1
	if a.Judged() {
		if err := a.FitsPanel(judges); err != nil {
			return err
		}
		expected = judges
	}
	for _, o := range observations {
		if err := a.Accepts(o); err != nil {
			return err
		}
	}
	switch submitted := len(observations); {
	case submitted > expected:
		return &SurplusMarksError{Submitted: submitted, Expected: expected}
	case submitted < expected:
		return &MissingMarksError{Submitted: submitted, Expected: expected}
	case a.Kind == Judgement:
		return CheckSpread(observations)
	default:
		return nil
	}
}

// judgementMark is max × (s1+s2+s3) / 9.
func judgementMark(most Points, scores []Observed) Exact {
	sum := 0
	for _, score := range scores {
		sum += score.Int()
	}
	return most.Exact().Times(int64(sum), 3*judgementPanel)
}

// trimmedMean drops one occurrence of each extreme at a time: 90, 90, 85, 80, 80 less
// the highest and the lowest is the mean of 90, 85, 80.
func trimmedMean(observations []Observed, highest, lowest int) Exact {
	marks := make([]Points, len(observations))
	for i, o := range observations {
		marks[i] = o.Points()
	}
	slices.Sort(marks)
	var sum Points
	for _, mark := range marks[lowest : len(marks)-highest] {
		sum += mark
	}
	return sum.Exact().Times(1, int64(len(marks)-highest-lowest))
}
