package scoring

import (
	"fmt"
	"slices"
)

const (
	maxAspect      = 1_000_000 * Whole // no aspect is worth more than a million points
	maxOccurrences = 1_000_000
)

// parametersOf lists the members that a kind reads beside kind and max.
var parametersOf = map[Kind][]string{
	MeasurementBinary:   nil,
	MeasurementPoints:   {"step"},
	SteppedDeduction:    {"per_occurrence"},
	DifferenceDeduction: {"difference"},
	Choice:              {"options"},
	ConversionTable:     {"table"},
	Judgement:           nil,
	JudgePoints:         {"step", "drop_highest", "drop_lowest"},
	Deduction:           {"per_occurrence", "table", "zeroes_section_from"},
	Penalty:             {"step"},
}

// Validate returns everything that is wrong with the aspect, or nothing. An aspect
// without problems accepts only observations that AspectPoints can convert, and can
// reach its Max.
func (a Aspect) Validate() []Problem {
	var p problems
	reads, known := parametersOf[a.Kind]
	p.need(known, "/kind", ProblemUnknown, "no kind of aspect: %.40q", a.Kind)
	p.need(a.Max > 0 && a.Max <= maxAspect, "/max", ProblemOutOfRange, "must be above 0 and at most %v", maxAspect)
	if !known {
		return p
	}
	a.checkForeign(&p, reads)
	a.checkSteps(&p)
	a.checkDrops(&p)
	switch a.Kind {
	case SteppedDeduction:
		p.need(a.PerOccurrence != 0, "/per_occurrence", ProblemMissing, "what one occurrence takes")
	case DifferenceDeduction:
		a.checkDifference(&p)
	case Choice:
		a.checkOptions(&p)
	case ConversionTable:
		p.need(a.Table != nil, "/table", ProblemMissing, "what to convert by")
	case Deduction:
		a.checkDeduction(&p)
	}
	a.checkTable(&p)
	return p
}

// checkForeign refuses what the kind does not read: a parameter that is silently ignored
// is a rule that somebody believes in.
func (a Aspect) checkForeign(p *problems, reads []string) {
	for _, member := range []struct {
		name string
		set  bool
	}{
		{"step", a.Step != 0},
		{"per_occurrence", a.PerOccurrence != 0},
		{"difference", a.Difference != nil},
		{"options", len(a.Options) > 0},
		{"table", a.Table != nil},
		{"drop_highest", a.DropHighest != 0},
		{"drop_lowest", a.DropLowest != 0},
		{"zeroes_section_from", a.ZeroesSectionFrom != 0},
	} {
		p.need(!member.set || slices.Contains(reads, member.name),
			"/"+member.name, ProblemNotForKind, "%s does not read it", a.Kind)
	}
}

func (a Aspect) checkSteps(p *problems) {
	p.need(a.Step >= 0 && a.Step <= maxAspect, "/step", ProblemOutOfRange, "must be 0 or above")
	p.need(a.Step <= 0 || a.Max%a.Step == 0, "/max", ProblemNotMultiple, "must be a multiple of the step %v", a.Step)
	p.need(a.PerOccurrence >= 0 && a.PerOccurrence <= max(a.Max, 0), "/per_occurrence", ProblemOutOfRange,
		"must be above 0 and at most max")
}

func (a Aspect) checkDrops(p *problems) {
	p.need(a.DropHighest >= 0 && a.DropHighest < 100, "/drop_highest", ProblemOutOfRange, "must be 0 to 99")
	p.need(a.DropLowest >= 0 && a.DropLowest < 100, "/drop_lowest", ProblemOutOfRange, "must be 0 to 99")
}

func (a Aspect) checkDifference(p *problems) {
	d := a.Difference
	p.need(d != nil, "/difference", ProblemMissing, "target, unit, deduction and counted")
	if d == nil {
		return
	}
	p.need(d.Target >= -maxAmount && d.Target <= maxAmount, "/difference/target", ProblemOutOfRange, "too large")
	p.need(d.Unit > 0 && d.Unit <= maxAmount, "/difference/unit", ProblemOutOfRange, "must be above 0")
	p.need(d.Deduction > 0 && d.Deduction <= max(a.Max, 0), "/difference/deduction", ProblemOutOfRange,
		"must be above 0 and at most max")
	known := []Counted{CountedProportionally, CountedStarted, CountedCompleted}
	p.need(slices.Contains(known, d.Counted), "/difference/counted", ProblemUnknown, "one of %v", known)
}

func (a Aspect) checkOptions(p *problems) {
	seen, reachesMax := map[string]bool{}, false
	for i, option := range a.Options {
		at := fmt.Sprintf("/options/%d", i)
		p.need(option.Label != "", at+"/label", ProblemMissing, "an option needs a label")
		p.need(!seen[option.Label], at+"/label", ProblemDuplicate, "the label %.40q stands twice", option.Label)
		p.need(option.Points >= 0 && option.Points <= a.Max, at+"/points", ProblemOutOfRange, "must be 0 to max")
		seen[option.Label] = true
		reachesMax = reachesMax || option.Points == a.Max
	}
	p.need(reachesMax, "/options", ProblemUnreachable, "one option must give max")
}

func (a Aspect) checkDeduction(p *problems) {
	p.need(a.PerOccurrence == 0 || a.Table == nil, "/table", ProblemNotForKind,
		"a deduction is per occurrence or by table, not both")
	p.need(a.ZeroesSectionFrom >= 0 && a.ZeroesSectionFrom <= maxOccurrences, "/zeroes_section_from", ProblemOutOfRange,
		"must be 0 to %d", maxOccurrences)
	p.need(a.ZeroesSectionFrom == 0 || a.countsFaults(), "/zeroes_section_from", ProblemNotForKind,
		"only a deduction that counts occurrences can zero its section")
}

func (a Aspect) checkTable(p *problems) {
	if a.Table == nil {
		return
	}
	known := []ObservedKind{ObservedSeconds, ObservedCount, ObservedValue, ObservedOccurrences}
	p.need(slices.Contains(known, a.Table.Of), "/table/of", ProblemUnknown, "one of %v", known)
	reachesMax := false
	for i, row := range a.Table.Rows {
		at := fmt.Sprintf("/table/rows/%d", i)
		p.need(row.Below == nil || row.UpTo == nil, at, ProblemNotForKind, "a row ends below or up to, not both")
		p.need(row.Points >= 0 && row.Points <= a.Max, at+"/points", ProblemOutOfRange, "must be 0 to max")
		p.need(i == 0 || row.endsAfter(a.Table.Rows[i-1]), at, ProblemNotAscending, "must end after the row before it")
		reachesMax = reachesMax || row.Points == a.Max
	}
	p.need(reachesMax, "/table/rows", ProblemUnreachable, "one row must give (or take) max")
	if n := len(a.Table.Rows); n > 0 {
		_, _, bounded := a.Table.Rows[n-1].end()
		p.need(!bounded, fmt.Sprintf("/table/rows/%d", n-1), ProblemOpenEnd, "the last row has no end: it holds the rest")
	}
}
