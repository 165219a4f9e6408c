package scoring

import (
	"errors"
	"fmt"
)

// Tally is what a section (a sub-criterion, or the whole paper with its penalties) is
// worth: what it starts with, plus what its aspects give, less what they take, never
// below 0 and nothing if one of them zeroes it. A section marked by deduction starts
// with its max, any other with 0. Because a section can only be handed its own outcomes,
// its deductions never reach into another section (domain §6 rule 19).
func Tally(start Points, outcomes []Outcome) Exact {
	sum := start.Exact()
	for _, o := range outcomes {
		switch {
		case o.Zeroes:
			return Exact{}
		case o.Deducts:
			sum = sum.Sub(o.Points)
		default:
			sum = sum.Add(o.Points)
		}
	}
	if sum.Cmp(Exact{}) < 0 {
		return Exact{}
	}
	return sum
}

// CapDeductions limits what the outcomes of one object take together to most (per-object
// cap: whatever is wrong with one module, it costs no more than that). What they give
// passes unchanged; the answer is meant for Tally.
func CapDeductions(outcomes []Outcome, most Points) []Outcome {
	taken := Outcome{Deducts: true}
	var rest []Outcome
	for _, o := range outcomes {
		if !o.Deducts {
			rest = append(rest, o)
			continue
		}
		taken.Points = taken.Points.Add(o.Points)
		taken.Zeroes = taken.Zeroes || o.Zeroes
	}
	if taken.Points.Cmp(most.Exact()) > 0 {
		taken.Points = most.Exact()
	}
	return append(rest, taken)
}

// Sum adds sections to a criterion, criteria to a total.
func Sum(parts []Exact) Exact {
	var sum Exact
	for _, part := range parts {
		sum = sum.Add(part)
	}
	return sum
}

// ErrNotConvertible is returned where a total cannot be converted.
var ErrNotConvertible = errors.New("scoring: a raw total converts from and to a maximum above 0")

// Convert brings a total out of from to one out of to, exactly: 150 of 170 is 1500/17 of
// 100. Round the answer at the point the rule set names (national: 0.01).
func Convert(total Exact, from, to Points) (Exact, error) {
	if from <= 0 || to <= 0 {
		return Exact{}, fmt.Errorf("%w: from %v to %v", ErrNotConvertible, from, to)
	}
	return total.Times(int64(to), int64(from)), nil
}

// Part is one score of a weighted total, such as a stage. Points is nil where there is
// no score, for whatever reason.
type Part struct {
	Weight Weight
	Points *Exact
}

// ErrWeights is returned where weights cannot weigh.
var ErrWeights = errors.New("scoring: weights must be above 0 and sum to 1.0000")

// MissingPartError says which part, counted from 0, has no score.
type MissingPartError struct{ Part int }

// Error names the part.
func (e *MissingPartError) Error() string {
	return fmt.Sprintf("scoring: part %d of the weighted total has no score", e.Part)
}

// WeightedTotal is Σ weight × points over stages. Weights must be positive and sum to 1
// (ErrWeights), and every part must have a score (*MissingPartError): an excused
// absence gives no total unless the rule set substitutes a score (domain §6 rule 31).
func WeightedTotal(parts []Part) (Exact, error) {
	var weights Weight
	for _, part := range parts {
		if part.Weight <= 0 || part.Weight > weightOne {
			return Exact{}, fmt.Errorf("%w: one is %v", ErrWeights, part.Weight)
		}
		weights += part.Weight
	}
	if weights != weightOne {
		return Exact{}, fmt.Errorf("%w: the sum is %v", ErrWeights, weights)
	}
	var total Exact
	for i, part := range parts {
		if part.Points == nil {
			return Exact{}, &MissingPartError{Part: i}
		}
		total = total.Add(part.Points.Weighted(part.Weight))
	}
	return total, nil
}
