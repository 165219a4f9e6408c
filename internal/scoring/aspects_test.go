package scoring

import (
	"fmt"

	"pgregory.net/rapid"
)

// One valid aspect of every kind, used by the tables of several tests.
var (
	binary  = Aspect{Kind: MeasurementBinary, Max: 500}
	partial = Aspect{Kind: MeasurementPoints, Max: 2000, Step: 250}
	stepped = Aspect{Kind: SteppedDeduction, Max: 1000, PerOccurrence: 250}
	// a bore of 25 mm: 0.20 off for each started 0.05 mm
	difference = Aspect{Kind: DifferenceDeduction, Max: 1000, Difference: &Difference{
		Target: 25_000_000, Unit: 50_000, Deduction: 200, Counted: CountedStarted,
	}}
	choice = Aspect{Kind: Choice, Max: 1000, Options: []Option{
		{Label: "full", Points: 1000}, {Label: "one burr", Points: 600}, {Label: "none", Points: 0},
	}}
	// under 60 s 5 points, up to and including 90 s 3 points, then none
	timed = Aspect{Kind: ConversionTable, Max: 5000, Table: &Table{Of: ObservedSeconds, Rows: []Row{
		{Below: new(Quantity(60_000_000)), Points: 5000}, {UpTo: new(Quantity(90_000_000)), Points: 3000}, {Points: 0},
	}}}
	judgement  = Aspect{Kind: Judgement, Max: 1500}
	fiveJudges = Aspect{Kind: JudgePoints, Max: 100_000, Step: 500, DropHighest: 1, DropLowest: 1}
	perFault   = Aspect{Kind: Deduction, Max: 4000, PerOccurrence: 1000}
	tiered     = Aspect{Kind: Deduction, Max: 1000, Table: &Table{Of: ObservedOccurrences, Rows: []Row{
		{Below: new(Quantity(1_000_000)), Points: 0}, {UpTo: new(Quantity(5_000_000)), Points: 500}, {Points: 1000},
	}}}
	flat    = Aspect{Kind: Deduction, Max: 1000}
	fatal   = Aspect{Kind: Deduction, Max: 14_000, PerOccurrence: 1000, ZeroesSectionFrom: 3}
	penalty = Aspect{Kind: Penalty, Max: 10_000, Step: 500}
)

var everyAspect = []Aspect{
	binary, partial, stepped, difference, choice, timed, judgement, fiveJudges, perFault, tiered, flat, fatal, penalty,
}

// drawAspect makes any valid aspect of any kind.
func drawAspect(t *rapid.T) Aspect {
	step := Points(rapid.Int64Range(1, 500).Draw(t, "step"))
	a := Aspect{Max: step * Points(rapid.Int64Range(1, 200).Draw(t, "steps"))}
	a.Kind = rapid.SampledFrom([]Kind{
		MeasurementBinary, MeasurementPoints, SteppedDeduction, DifferenceDeduction, Choice,
		ConversionTable, Judgement, JudgePoints, Deduction, Penalty,
	}).Draw(t, "kind")
	part := Points(rapid.Int64Range(1, int64(a.Max)).Draw(t, "part"))
	switch a.Kind {
	case MeasurementPoints, Penalty:
		a.Step = rapid.SampledFrom([]Points{0, step}).Draw(t, "step or none")
	case JudgePoints:
		a.Step = rapid.SampledFrom([]Points{0, step}).Draw(t, "step or none")
		a.DropHighest, a.DropLowest = rapid.IntRange(0, 3).Draw(t, "highest"), rapid.IntRange(0, 3).Draw(t, "lowest")
	case SteppedDeduction:
		a.PerOccurrence = part
	case DifferenceDeduction:
		a.Difference = &Difference{
			Target: Quantity(rapid.Int64Range(-1e9, 1e9).Draw(t, "target")), Deduction: part,
			Unit:    Quantity(rapid.Int64Range(1, 1e7).Draw(t, "unit")),
			Counted: rapid.SampledFrom([]Counted{CountedProportionally, CountedStarted, CountedCompleted}).Draw(t, "counted"),
		}
	case Choice:
		a.Options = []Option{{"all", a.Max}, {"some", a.Max - part}, {"none", 0}}
	case ConversionTable:
		a.Table = drawTable(t, a.Max)
	case Deduction:
		switch rapid.IntRange(0, 2).Draw(t, "mode") {
		case 0:
			a.PerOccurrence, a.ZeroesSectionFrom = part, rapid.IntRange(0, 5).Draw(t, "zeroes from")
		case 1:
			a.Table = drawTable(t, a.Max)
		}
	}
	return a
}

func drawTable(t *rapid.T, most Points) *Table {
	table := &Table{Of: rapid.SampledFrom([]ObservedKind{
		ObservedSeconds, ObservedCount, ObservedValue, ObservedOccurrences,
	}).Draw(t, "of")}
	end := Quantity(0)
	for range rapid.IntRange(0, 4).Draw(t, "rows") {
		end += Quantity(rapid.Int64Range(1, 5_000_000).Draw(t, "end"))
		row := Row{Points: Points(rapid.Int64Range(0, int64(most)).Draw(t, "row points"))}
		if rapid.Bool().Draw(t, "below") {
			row.Below = new(end)
		} else {
			row.UpTo = new(end)
		}
		table.Rows = append(table.Rows, row)
	}
	table.Rows = append(table.Rows, Row{Points: most})
	return table
}

// drawLegal makes observations of a that a panel of that many judges may submit.
func drawLegal(t *rapid.T, a Aspect) (observations []Observed, judges int) {
	judges = 3
	if a.Kind == JudgePoints {
		judges = a.DropHighest + a.DropLowest + rapid.IntRange(1, 5).Draw(t, "kept")
	}
	n, base := 1, rapid.IntRange(0, 2).Draw(t, "base")
	if a.Judged() {
		n = judges
	}
	for i := range n {
		name := fmt.Sprintf("observation %d", i)
		step := max(a.Step, 1)
		switch a.Wants() {
		case ObservedAchieved:
			observations = append(observations, SawAchieved(rapid.Bool().Draw(t, name)))
		case ObservedPoints:
			observations = append(observations, SawPoints(step*Points(rapid.Int64Range(0, int64(a.Max/step)).Draw(t, name))))
		case ObservedScore: // at most one apart
			observations = append(observations, SawScore(base+rapid.IntRange(0, 1).Draw(t, name)))
		case ObservedValue:
			observations = append(observations, SawValue(Quantity(rapid.Int64Range(-2e9, 2e9).Draw(t, name))))
		case ObservedChoice:
			observations = append(observations, SawChoice(rapid.SampledFrom(a.Options).Draw(t, name).Label))
		case ObservedOccurrences:
			observations = append(observations, SawOccurrences(rapid.IntRange(0, 30).Draw(t, name)))
		case ObservedSeconds:
			observations = append(observations, SawSeconds(Quantity(rapid.Int64Range(0, 2e7).Draw(t, name))))
		case ObservedCount:
			observations = append(observations, SawCount(rapid.IntRange(0, 30).Draw(t, name)))
		}
	}
	if a.Kind != Penalty && a.Kind != Judgement && rapid.IntRange(0, 9).Draw(t, "not attempted") == 0 {
		observations[0] = SawNotAttempted()
	}
	return observations, judges
}
