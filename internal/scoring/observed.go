package scoring

// ObservedKind says what sort of thing a judge saw.
type ObservedKind string

// The kinds of observation (domain §3), as they stand on the wire.
const (
	ObservedAchieved     ObservedKind = "achieved"
	ObservedPoints       ObservedKind = "points"
	ObservedScore        ObservedKind = "score"
	ObservedValue        ObservedKind = "value"
	ObservedChoice       ObservedKind = "choice"
	ObservedOccurrences  ObservedKind = "occurrences"
	ObservedSeconds      ObservedKind = "seconds"
	ObservedCount        ObservedKind = "count"
	ObservedNotAttempted ObservedKind = "not_attempted"
)

// Observed is what a judge saw; points are computed from it, never stored in its place
// (domain §3). It holds exactly one thing of one kind, is comparable with ==, and can
// only be made by the Saw functions or from JSON. Its zero value is a blank, which is
// not zero points: no aspect accepts it. The reason for a deduction stays with the caller.
type Observed struct {
	kind   ObservedKind
	number int64 // 0 or 1, thousandths, millionths or a plain count, as the kind says
	label  string
}

// SawAchieved is the answer of a yes/no measurement.
func SawAchieved(yes bool) Observed {
	o := Observed{kind: ObservedAchieved}
	if yes {
		o.number = 1
	}
	return o
}

// SawPoints is points given directly, or taken in a penalty.
func SawPoints(p Points) Observed { return Observed{kind: ObservedPoints, number: int64(p)} }

// SawScore is one expert's judgement, 0 to 3.
func SawScore(score int) Observed { return Observed{kind: ObservedScore, number: int64(score)} }

// SawValue is a measured value in the unit of the aspect.
func SawValue(q Quantity) Observed { return Observed{kind: ObservedValue, number: int64(q)} }

// SawChoice is the label of the option that applies.
func SawChoice(label string) Observed { return Observed{kind: ObservedChoice, label: label} }

// SawOccurrences is how often the fault occurred; none is an observation too.
func SawOccurrences(n int) Observed { return Observed{kind: ObservedOccurrences, number: int64(n)} }

// SawSeconds is a time in seconds, exact to the microsecond.
func SawSeconds(q Quantity) Observed { return Observed{kind: ObservedSeconds, number: int64(q)} }

// SawCount is how many pieces were made or found.
func SawCount(n int) Observed { return Observed{kind: ObservedCount, number: int64(n)} }

// SawNotAttempted is the statement that there was nothing to judge: the worst the
// aspect can say.
func SawNotAttempted() Observed { return Observed{kind: ObservedNotAttempted} }

// Kind says which accessor holds what was seen. It is empty for a blank.
func (o Observed) Kind() ObservedKind { return o.kind }

// Achieved is the answer of an achieved observation, else false.
func (o Observed) Achieved() bool { return o.kind == ObservedAchieved && o.number == 1 }

// Points is what a points observation gives, else 0.
func (o Observed) Points() Points {
	if o.kind != ObservedPoints {
		return 0
	}
	return Points(o.number)
}

// Int is the number of a score, occurrences or count observation, else 0.
func (o Observed) Int() int {
	switch o.kind {
	case ObservedScore, ObservedOccurrences, ObservedCount:
		return int(o.number)
	default:
		return 0
	}
}

// Quantity is the number of a value, seconds, occurrences or count observation, else 0.
func (o Observed) Quantity() Quantity {
	switch o.kind {
	case ObservedValue, ObservedSeconds:
		return Quantity(o.number)
	case ObservedOccurrences, ObservedCount:
		return wholeQuantity(o.number)
	default:
		return 0
	}
}

// Choice is the label of a choice observation, else empty.
func (o Observed) Choice() string { return o.label }
