package scoring

// Kind says how an aspect turns what was seen into points.
type Kind string

// The kinds of aspect (domain §3; WorldSkills: M and J), as they stand on the wire.
const (
	// MeasurementBinary gives Max if achieved, else 0.
	MeasurementBinary Kind = "measurement_binary"
	// MeasurementPoints gives the points entered, in multiples of Step.
	MeasurementPoints Kind = "measurement_points"
	// SteppedDeduction gives Max less PerOccurrence for each occurrence, never below 0.
	SteppedDeduction Kind = "stepped_deduction"
	// DifferenceDeduction gives Max less Difference.Deduction for each Difference.Unit
	// between the measured value and Difference.Target, never below 0 (CIS: regular
	// difference deduction).
	DifferenceDeduction Kind = "difference_deduction"
	// Choice gives the points of the option chosen (CIS: full, labelled partial, none).
	Choice Kind = "choice"
	// ConversionTable gives the points of the Table row that holds the time or count.
	ConversionTable Kind = "conversion_table"
	// Judgement gives Max × (s1+s2+s3) / 9 for the scores 0 to 3 of three experts.
	Judgement Kind = "judgement"
	// JudgePoints gives the mean of the judges' points without the DropHighest highest
	// and the DropLowest lowest, one occurrence each (domain §6 rule 17).
	JudgePoints Kind = "judge_points"
	// Deduction takes points from its section: PerOccurrence each, or by Table, or Max
	// at once when it has neither; never more than Max (the item cap 单项扣分上限).
	Deduction Kind = "deduction"
	// Penalty takes the points that the chief judge enters, at most Max.
	Penalty Kind = "penalty"
)

// Aspect is the smallest thing that is marked: its kind, its maximum and the parameters
// of its kind. Validate says whether they fit together. Names, sections and keys of the
// aspect belong to the marking scheme, not to its arithmetic.
type Aspect struct {
	Kind Kind `json:"kind"`
	// Max is the most the aspect gives; for a deduction or penalty the most it takes.
	Max Points `json:"max"`
	// Step is what entered points must be a multiple of; 0 accepts any.
	// For measurement_points, judge_points and penalty.
	Step Points `json:"step,omitzero"`
	// PerOccurrence is taken for each occurrence. For stepped_deduction and deduction.
	PerOccurrence Points `json:"per_occurrence,omitzero"`
	// Difference is the rule of a difference_deduction.
	Difference *Difference `json:"difference,omitempty"`
	// Options are what a choice chooses from.
	Options []Option `json:"options,omitempty"`
	// Table is the rule of a conversion_table (points given) or a deduction by tiers
	// (points taken).
	Table *Table `json:"table,omitempty"`
	// DropHighest and DropLowest say how many of the judges' points do not count. For judge_points.
	DropHighest int `json:"drop_highest,omitzero"`
	DropLowest  int `json:"drop_lowest,omitzero"`
	// ZeroesSectionFrom is the number of occurrences from which the whole section is
	// worth nothing; 0 for never. For a deduction that counts occurrences.
	ZeroesSectionFrom int `json:"zeroes_section_from,omitzero"`
}

// Difference is the rule of a difference deduction: Deduction points for each Unit of
// difference from Target, either side, counting units as Counted says.
type Difference struct {
	Target    Quantity `json:"target"`
	Unit      Quantity `json:"unit"`
	Deduction Points   `json:"deduction"`
	Counted   Counted  `json:"counted"`
}

// Counted says what part of a unit of difference counts. The published rules leave it
// open, so the scheme has to say.
type Counted string

// The ways to count units of difference: 0.25 at a unit of 0.1 is 2.5, 3 or 2 units.
const (
	CountedProportionally Counted = "proportional"
	CountedStarted        Counted = "started"
	CountedCompleted      Counted = "completed"
)

// Option is one answer of a choice and the points it gives.
type Option struct {
	Label  string `json:"label"`
	Points Points `json:"points"`
}

// Judged says whether each judge gives an observation of his own; otherwise the panel,
// or for a penalty the chief judge, gives one.
func (a Aspect) Judged() bool { return a.Kind == Judgement || a.Kind == JudgePoints }

// Deducts says whether the aspect takes its points from the section instead of giving them.
func (a Aspect) Deducts() bool { return a.Kind == Deduction || a.Kind == Penalty }

// RequiresReason says whether an accepted observation must carry a reason: whenever the
// panel or the chief judge takes something away (domain §3: every deduction needs one).
// A judge's score, a time that a table converts and "not attempted" speak for themselves.
func (a Aspect) RequiresReason(o Observed) bool {
	if a.Judged() || a.Kind == ConversionTable || o.Kind() == ObservedNotAttempted {
		return false
	}
	if a.Accepts(o) != nil {
		return false
	}
	worth := a.worth(o)
	if a.Deducts() {
		return worth.Cmp(Points(0).Exact()) > 0 || a.zeroes(o)
	}
	return worth.Cmp(a.Max.Exact()) < 0
}
