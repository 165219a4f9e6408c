package scoring

import (
	"fmt"
	"slices"
)

// RefusedError says why an aspect cannot hold an observation.
type RefusedError struct {
	Kind     Kind
	Observed ObservedKind // empty for a blank
	Why      Refusal
}

// Refusal is one of a closed list.
type Refusal string

// Why an observation is refused.
const (
	RefusedKind       Refusal = "wrong_kind"        // another kind of observation is wanted
	RefusedRange      Refusal = "out_of_range"      // below 0, above max, beyond what can be seen
	RefusedStep       Refusal = "not_a_multiple"    // of the step
	RefusedOption     Refusal = "unknown_option"    // no option has the label
	RefusedIncomplete Refusal = "aspect_incomplete" // the aspect itself does not validate
)

// Error names kind, observation and reason.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("scoring: %s does not hold %q: %s", e.Kind, e.Observed, e.Why)
}

// Wants is the kind of observation the aspect is marked with, beside "not attempted";
// empty for an unknown kind or a missing table.
func (a Aspect) Wants() ObservedKind {
	switch a.Kind {
	case MeasurementBinary:
		return ObservedAchieved
	case MeasurementPoints, JudgePoints, Penalty:
		return ObservedPoints
	case SteppedDeduction:
		return ObservedOccurrences
	case DifferenceDeduction:
		return ObservedValue
	case Choice:
		return ObservedChoice
	case Judgement:
		return ObservedScore
	case Deduction:
		if a.Table == nil {
			return ObservedOccurrences
		}
	}
	if a.Table != nil && (a.Kind == ConversionTable || a.Kind == Deduction) {
		return a.Table.Of
	}
	return ""
}

// Accepts is nil if the aspect can hold the observation, else a *RefusedError. "Not
// attempted" is accepted wherever there was something to attempt: not by a penalty. The
// aspect should have passed Validate; one that could not be computed accepts nothing.
func (a Aspect) Accepts(o Observed) error {
	if why := a.refuses(o); why != "" {
		return &RefusedError{Kind: a.Kind, Observed: o.Kind(), Why: why}
	}
	return nil
}

func (a Aspect) refuses(o Observed) Refusal {
	switch {
	case !a.computable():
		return RefusedIncomplete
	case o.Kind() == ObservedNotAttempted && a.Kind != Penalty:
		return ""
	case o.Kind() != a.Wants():
		return RefusedKind
	case o.Kind() == ObservedChoice && !slices.ContainsFunc(a.Options, o.chose):
		return RefusedOption
	case !a.inRange(o):
		return RefusedRange
	case o.Kind() == ObservedPoints && a.Step > 0 && o.Points()%a.Step != 0:
		return RefusedStep
	default:
		return ""
	}
}

// computable is the part of Validate that AspectPoints depends on, cheap enough to ask
// at every mark.
func (a Aspect) computable() bool {
	switch a.Kind {
	case DifferenceDeduction:
		return a.Max > 0 && a.Difference != nil && a.Difference.Unit > 0
	case JudgePoints:
		return a.Max > 0 && a.DropHighest >= 0 && a.DropLowest >= 0
	default:
		return a.Max > 0 && a.Wants() != ""
	}
}

func (a Aspect) inRange(o Observed) bool {
	switch o.Kind() {
	case ObservedPoints:
		return o.Points() >= 0 && o.Points() <= a.Max
	case ObservedScore:
		return o.Int() >= 0 && o.Int() <= 3
	case ObservedOccurrences, ObservedCount:
		return o.Int() >= 0 && o.Int() <= maxOccurrences && a.tabled(o)
	case ObservedSeconds:
		return o.Quantity() >= 0 && o.Quantity() <= maxAmount && a.tabled(o)
	case ObservedValue:
		return o.Quantity() >= -maxAmount && o.Quantity() <= maxAmount && a.tabled(o)
	default:
		return true
	}
}

// tabled says whether the table, if there is one, has a row for what was seen.
func (a Aspect) tabled(o Observed) bool {
	if a.Table == nil {
		return true
	}
	_, found := a.Table.points(o.Quantity())
	return found
}

func (o Observed) chose(option Option) bool { return option.Label == o.Choice() }
