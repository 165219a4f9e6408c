package scoring

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// found strips the details, which may change.
func found(list []Problem) []string {
	var short []string
	for _, p := range list {
		short = append(short, p.Pointer+" "+string(p.Code))
	}
	return short
}

type problemCase struct {
	what   string
	aspect Aspect
	want   []string
}

func checkProblems(t *testing.T, cases []problemCase) {
	t.Helper()
	for _, c := range cases {
		if diff := cmp.Diff(c.want, found(c.aspect.Validate())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func rows(rows ...Row) *Table { return &Table{Of: ObservedCount, Rows: rows} }

func TestAspectsThatMakeSenseHaveNoProblems(t *testing.T) {
	for _, a := range everyAspect {
		if problems := a.Validate(); len(problems) > 0 {
			t.Errorf("%s: %v", a.Kind, problems)
		}
	}
}

func TestParametersMayBeAsSmallAndAsLargeAsTheirRangeSays(t *testing.T) {
	for _, a := range []Aspect{
		{Kind: Judgement, Max: 1},
		{Kind: Judgement, Max: maxAspect},
		{Kind: MeasurementPoints, Max: maxAspect, Step: maxAspect},
		{Kind: SteppedDeduction, Max: 1, PerOccurrence: 1},
		{Kind: JudgePoints, Max: 1, DropHighest: 99, DropLowest: 99},
		{Kind: DifferenceDeduction, Max: 1, Difference: &Difference{
			Target: maxAmount, Unit: maxAmount, Deduction: 1, Counted: CountedProportionally}},
		{Kind: DifferenceDeduction, Max: 1, Difference: &Difference{
			Target: -maxAmount, Unit: 1, Deduction: 1, Counted: CountedCompleted}},
		{Kind: Choice, Max: 1, Options: []Option{{"a", 1}, {"b", 0}}},
		{Kind: Deduction, Max: 1, ZeroesSectionFrom: maxOccurrences},
		{Kind: Deduction, Max: 1, PerOccurrence: 1, ZeroesSectionFrom: 1},
	} {
		if problems := a.Validate(); len(problems) > 0 {
			t.Errorf("%+v: %v", a, problems)
		}
	}
}

func TestEveryProblemOfAnAspectIsFound(t *testing.T) {
	checkProblems(t, []problemCase{
		{"an unknown kind", Aspect{Kind: "stars", Max: 1}, []string{"/kind unknown"}},
		{"nothing at all", Aspect{}, []string{"/kind unknown", "/max out_of_range"}},
		{"a max of 0", Aspect{Kind: Judgement}, []string{"/max out_of_range"}},
		{"a negative max", Aspect{Kind: Judgement, Max: -1}, []string{"/max out_of_range"}},
		{"a max beyond reason", Aspect{Kind: Judgement, Max: maxAspect + 1}, []string{"/max out_of_range"}},
		{"a max off the step", Aspect{Kind: MeasurementPoints, Max: 1100, Step: 250}, []string{"/max not_a_multiple"}},
		{"a negative step", Aspect{Kind: Penalty, Max: 1000, Step: -1}, []string{"/step out_of_range"}},
		{"stepped without a step", Aspect{Kind: SteppedDeduction, Max: 1000}, []string{"/per_occurrence missing"}},
		{"stepped beyond max", Aspect{Kind: SteppedDeduction, Max: 1000, PerOccurrence: 1001},
			[]string{"/per_occurrence out_of_range"}},
		{"a negative deduction", Aspect{Kind: Deduction, Max: 1000, PerOccurrence: -1},
			[]string{"/per_occurrence out_of_range"}},
		{"negative drops", Aspect{Kind: JudgePoints, Max: 1000, DropHighest: -1, DropLowest: -1},
			[]string{"/drop_highest out_of_range", "/drop_lowest out_of_range"}},
		{"hundreds of drops", Aspect{Kind: JudgePoints, Max: 1000, DropHighest: 100, DropLowest: 100},
			[]string{"/drop_highest out_of_range", "/drop_lowest out_of_range"}},
		{"no difference", Aspect{Kind: DifferenceDeduction, Max: 1000}, []string{"/difference missing"}},
		{"an empty difference", Aspect{Kind: DifferenceDeduction, Max: 1000, Difference: &Difference{}},
			[]string{"/difference/unit out_of_range", "/difference/deduction out_of_range", "/difference/counted unknown"}},
		{"a difference out of range", Aspect{Kind: DifferenceDeduction, Max: 1000,
			Difference: &Difference{Target: maxAmount + 1, Unit: maxAmount + 1, Deduction: 1001, Counted: CountedStarted}},
			[]string{"/difference/target out_of_range", "/difference/unit out_of_range", "/difference/deduction out_of_range"}},
		{"no options", Aspect{Kind: Choice, Max: 1000}, []string{"/options max_unreachable"}},
		{"bad options", Aspect{Kind: Choice, Max: 1000, Options: []Option{{"", 0}, {"a", -1}, {"a", 1001}}},
			[]string{"/options/0/label missing", "/options/1/points out_of_range", "/options/2/label duplicate",
				"/options/2/points out_of_range", "/options max_unreachable"}},
		{"a deduction in two ways", Aspect{Kind: Deduction, Max: 1000, PerOccurrence: 1, Table: rows(Row{Points: 1000})},
			[]string{"/table not_for_kind"}},
		{"zeroing by a count of pieces", Aspect{Kind: Deduction, Max: 1000, ZeroesSectionFrom: 1, Table: rows(Row{Points: 1000})},
			[]string{"/zeroes_section_from not_for_kind"}},
		{"zeroing from −1", Aspect{Kind: Deduction, Max: 1000, ZeroesSectionFrom: -1},
			[]string{"/zeroes_section_from out_of_range"}},
		{"everything that a yes/no ignores", Aspect{Kind: MeasurementBinary, Max: 1000, Step: 500, PerOccurrence: 1,
			Difference: &Difference{}, Options: []Option{{}}, Table: rows(Row{Points: 1000}), DropHighest: 1, DropLowest: 1, ZeroesSectionFrom: 1},
			[]string{"/step not_for_kind", "/per_occurrence not_for_kind", "/difference not_for_kind", "/options not_for_kind",
				"/table not_for_kind", "/drop_highest not_for_kind", "/drop_lowest not_for_kind", "/zeroes_section_from not_for_kind"}},
	})
}

func TestEveryProblemOfATableIsFound(t *testing.T) {
	q := func(text string) *Quantity { return new(qty(text)) }
	checkProblems(t, []problemCase{
		{"no table", Aspect{Kind: ConversionTable, Max: 1000}, []string{"/table missing"}},
		{"an empty table", Aspect{Kind: ConversionTable, Max: 1000, Table: &Table{}},
			[]string{"/table/of unknown", "/table/rows max_unreachable"}},
		{"a table of scores", Aspect{Kind: ConversionTable, Max: 1000, Table: &Table{Of: ObservedScore, Rows: []Row{{Points: 1000}}}},
			[]string{"/table/of unknown"}},
		{"a table without an end", Aspect{Kind: ConversionTable, Max: 1000, Table: rows(Row{UpTo: q("5"), Points: 1000})},
			[]string{"/table/rows/0 open_end"}},
		{"a row after the end", Aspect{Kind: ConversionTable, Max: 1000, Table: rows(Row{Points: 1000}, Row{Points: 0})},
			[]string{"/table/rows/1 not_ascending"}},
		{"rows out of order", Aspect{Kind: ConversionTable, Max: 1000,
			Table: rows(Row{UpTo: q("5"), Points: 1000}, Row{Below: q("5")}, Row{Below: q("6")}, Row{UpTo: q("6")}, Row{UpTo: q("6")}, Row{})},
			[]string{"/table/rows/1 not_ascending", "/table/rows/4 not_ascending"}},
		{"a row with two ends", Aspect{Kind: ConversionTable, Max: 1000, Table: rows(Row{Below: q("5"), UpTo: q("5")}, Row{Points: 1000})},
			[]string{"/table/rows/0 not_for_kind"}},
		{"rows out of range", Aspect{Kind: Deduction, Max: 1000, Table: rows(Row{Below: q("5"), Points: -1}, Row{Points: 1001})},
			[]string{"/table/rows/0/points out_of_range", "/table/rows/1/points out_of_range", "/table/rows max_unreachable"}},
	})
}

func TestAProblemIsAnErrorThatNamesItsPlace(t *testing.T) {
	var err error = Problem{Pointer: "/max", Code: ProblemOutOfRange, Detail: "must be above 0"}
	if err.Error() != "/max: must be above 0" {
		t.Error(err)
	}
}
