package scoring

import "slices"

// worth is what one accepted observation of the panel gives, or takes if the aspect
// deducts: 0 to max, nothing rounded.
func (a Aspect) worth(o Observed) Exact {
	switch {
	case o.Kind() == ObservedNotAttempted && a.Deducts():
		return a.Max.Exact() // else who attempted nothing would keep the section's full points
	case o.Kind() == ObservedNotAttempted:
		return Exact{}
	}
	switch a.Kind {
	case MeasurementBinary:
		if o.Achieved() {
			return a.Max.Exact()
		}
		return Exact{}
	case SteppedDeduction:
		return a.lessAtMost(a.PerOccurrence.Exact().Times(int64(o.Int()), 1))
	case DifferenceDeduction:
		return a.lessAtMost(a.Difference.takes(o.Quantity()))
	case Choice:
		return a.Options[slices.IndexFunc(a.Options, o.chose)].Points.Exact()
	case ConversionTable:
		points, _ := a.Table.points(o.Quantity())
		return points.Exact()
	case Deduction:
		return a.takes(o)
	default: // measurement_points, penalty
		return o.Points().Exact()
	}
}

// lessAtMost is max less what is taken, never below 0.
func (a Aspect) lessAtMost(taken Exact) Exact {
	if taken.Cmp(a.Max.Exact()) >= 0 {
		return Exact{}
	}
	return a.Max.Exact().Sub(taken)
}

// takes is what a deduction takes, never more than max (domain §6 rule 19: cap 4 with
// 7 × 1 takes 4).
func (a Aspect) takes(o Observed) Exact {
	if a.Table != nil {
		points, _ := a.Table.points(o.Quantity())
		return points.Exact()
	}
	if o.Int() == 0 {
		return Exact{}
	}
	if taken := a.PerOccurrence.Exact().Times(int64(o.Int()), 1); a.PerOccurrence > 0 && taken.Cmp(a.Max.Exact()) < 0 {
		return taken
	}
	return a.Max.Exact()
}

// zeroes says whether the observation makes the whole section worth nothing.
func (a Aspect) zeroes(o Observed) bool {
	return a.ZeroesSectionFrom > 0 && a.countsFaults() && o.Int() >= a.ZeroesSectionFrom
}

// countsFaults says whether the aspect is a deduction that counts occurrences.
func (a Aspect) countsFaults() bool {
	return a.Kind == Deduction && a.Wants() == ObservedOccurrences
}

// takes is deduction × |value − target| / unit, with the units counted as the rule says.
func (d *Difference) takes(value Quantity) Exact {
	apart := max(value-d.Target, d.Target-value)
	switch d.Counted {
	case CountedStarted:
		return d.Deduction.Exact().Times(int64((apart+d.Unit-1)/d.Unit), 1)
	case CountedCompleted:
		return d.Deduction.Exact().Times(int64(apart/d.Unit), 1)
	default:
		return d.Deduction.Exact().Times(int64(apart), int64(d.Unit))
	}
}
