package scoring

import (
	"encoding/json"
	"errors"
	"os"
	"testing"

	"pgregory.net/rapid"
)

// rubric is the published deductive sheet of ZZ-2017026.
type rubric struct {
	Task struct {
		Sections []struct {
			Max   json.Number
			Items []struct {
				What          string
				PerOccurrence json.Number `json:"per_occurrence"`
				Cap, Flat     json.Number
				Tiers         []struct {
					From   int
					To     *int
					Deduct json.Number
				}
			}
		}
	}
}

// sectionOne reads the rubric's first section as aspects.
func sectionOne(t *testing.T) (start Points, items []Aspect) {
	t.Helper()
	body, err := os.ReadFile("testdata/rubric_deductive_zz2017026.json")
	if err != nil {
		t.Fatal(err)
	}
	var r rubric
	if err := json.Unmarshal(body, &r); err != nil {
		t.Fatal(err)
	}
	section := r.Task.Sections[0]
	for _, item := range section.Items {
		a := Aspect{Kind: Deduction}
		switch {
		case item.Flat != "":
			a.Max = pts(item.Flat.String())
		case len(item.Tiers) > 0:
			a.Table = &Table{Of: ObservedOccurrences, Rows: []Row{{Below: new(wholeQuantity(1)), Points: 0}}}
			for _, tier := range item.Tiers {
				row := Row{Points: pts(tier.Deduct.String())}
				if tier.To != nil {
					row.UpTo = new(wholeQuantity(int64(*tier.To)))
				}
				a.Table.Rows = append(a.Table.Rows, row)
				a.Max = max(a.Max, row.Points)
			}
		default:
			a.Max, a.PerOccurrence = pts(item.Cap.String()), pts(item.PerOccurrence.String())
		}
		if problems := a.Validate(); len(problems) > 0 {
			t.Fatalf("%s: %v", item.What, problems)
		}
		items = append(items, a)
	}
	return pts(section.Max.String()), items
}

func outcomes(t *testing.T, items []Aspect, occurrences ...int) []Outcome {
	t.Helper()
	var all []Outcome
	for i, a := range items {
		o, err := Assess(a, []Observed{SawOccurrences(occurrences[i])}, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, o)
	}
	return all
}

// Domain §6 rule 19 on the published sheet: caps of 27 in a section of 14.
func TestADeductiveSectionNeverGoesBelowNothingNorIntoTheNextOne(t *testing.T) {
	start, items := sectionOne(t)
	if len(items) != 11 || start != pts("14") {
		t.Fatalf("the sheet has %d items in %v points", len(items), start)
	}
	for _, c := range []struct {
		what        string
		occurrences []int
		want        string
	}{
		{"no fault", []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "14.00"},
		{"one of each", []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, "7.50"},
		{"seven modules missing: cap 4", []int{7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "10.00"},
		{"five nuts without washer", []int{0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0}, "13.50"},
		{"six nuts without washer", []int{0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0}, "13.00"},
		{"exactly 14 off", []int{4, 4, 4, 0, 6, 4, 2, 0, 0, 0, 0}, "0.00"},
		{"14.5 off", []int{4, 4, 4, 1, 6, 4, 2, 0, 0, 0, 0}, "0.00"},
		{"all caps: 27 off", []int{99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99}, "0.00"},
	} {
		one := Tally(start, outcomes(t, items, c.occurrences...))
		if one.String() != c.want {
			t.Errorf("%s: %v, want %s", c.what, one, c.want)
		}
		two := Tally(pts("6"), []Outcome{{Points: pts("1.5").Exact(), Deducts: true}})
		if got, want := Sum([]Exact{one, two}), pts(c.want)+pts("4.5"); !got.Equal(want.Exact()) {
			t.Errorf("%s: both sections are %v, want %v", c.what, got, want)
		}
	}
	var caps Points
	for _, a := range items {
		caps += a.Max
	}
	if caps != pts("27") {
		t.Errorf("the caps sum to %v", caps)
	}
}

func TestASectionOfGivingAndTakingAspectsIsFlooredOnceAtItsEnd(t *testing.T) {
	give := func(p string) Outcome { return Outcome{Points: pts(p).Exact()} }
	take := func(p string) Outcome { return Outcome{Points: pts(p).Exact(), Deducts: true} }
	for _, c := range []struct {
		what     string
		outcomes []Outcome
		want     string
	}{
		{"nothing", nil, "0.00"},
		{"a deduction before what pays for it", []Outcome{take("3"), give("5")}, "2.00"},
		{"a deduction after", []Outcome{give("5"), take("3")}, "2.00"},
		{"more taken than given", []Outcome{give("1"), take("3"), give("1")}, "0.00"},
		{"a zeroing rule at the end", []Outcome{give("5"), {Deducts: true, Zeroes: true}}, "0.00"},
		{"a zeroing rule at the start", []Outcome{{Deducts: true, Zeroes: true}, give("5")}, "0.00"},
	} {
		if got := Tally(0, c.outcomes); got.String() != c.want {
			t.Errorf("%s: %v, want %s", c.what, got, c.want)
		}
	}
}

func TestNothingIsRoundedInsideATotal(t *testing.T) {
	third := pts("1").Exact().Times(1, 3)
	total := Sum([]Exact{Tally(0, []Outcome{{Points: third}}), Tally(0, []Outcome{{Points: third}}), third})
	if total.Round(Hundredth) != pts("1") {
		t.Errorf("three thirds are %v", total)
	}
}

func TestOneObjectCostsNoMoreThanItsCap(t *testing.T) {
	take := func(p string) Outcome { return Outcome{Points: pts(p).Exact(), Deducts: true} }
	give := Outcome{Points: pts("1").Exact()}
	for _, c := range []struct {
		what     string
		outcomes []Outcome
		want     string
	}{
		{"under the cap", []Outcome{take("1"), give, take("0.5")}, "9.50"},
		{"on the cap", []Outcome{take("1"), give, take("1")}, "9.00"},
		{"over the cap", []Outcome{take("1"), give, take("7"), take("2")}, "9.00"},
		{"nothing taken", []Outcome{give}, "11.00"},
		{"zeroing passes the cap", []Outcome{give, {Deducts: true, Zeroes: true}}, "0.00"},
	} {
		if got := Tally(pts("10"), CapDeductions(c.outcomes, pts("2"))); got.String() != c.want {
			t.Errorf("%s: %v, want %s", c.what, got, c.want)
		}
	}
}

func TestOtherRawTotalsConvertExactlyAndAreRoundedOnce(t *testing.T) {
	for _, c := range []struct{ total, from, to, exact, rounded string }{
		{"150", "170", "100", "1500/17", "88.24"},
		{"170", "170", "100", "100.00", "100.00"},
		{"0", "170", "100", "0.00", "0.00"},
		{"853.5", "1000", "100", "85.35", "85.35"},
		{"0.001", "0.001", "100", "100.00", "100.00"},
		{"100", "100", "0.001", "0.001", "0.00"},
		{"0.05", "1000", "100", "0.005", "0.01"},
		{"0.049", "1000", "100", "49/10000", "0.00"},
	} {
		got, err := Convert(pts(c.total).Exact(), pts(c.from), pts(c.to))
		if err != nil || got.String() != c.exact || got.Round(Hundredth).String() != c.rounded {
			t.Errorf("%s of %s: %v, %v; want %s, rounded %s", c.total, c.from, got, err, c.exact, c.rounded)
		}
	}
	for _, bad := range [][2]Points{{0, 1}, {1, 0}, {-1, 1}, {1, -1}} {
		if _, err := Convert(Exact{}, bad[0], bad[1]); !errors.Is(err, ErrNotConvertible) {
			t.Errorf("from %v to %v: %v", bad[0], bad[1], err)
		}
	}
}

func TestConversionNeverChangesAnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.SampledFrom([]Points{170 * Whole, 1000 * Whole, 97 * Whole}).Draw(t, "from")
		draw := rapid.Int64Range(0, int64(from))
		a, b := Points(draw.Draw(t, "a")).Exact(), Points(draw.Draw(t, "b")).Exact()
		x, errX := Convert(a, from, 100*Whole)
		y, errY := Convert(b, from, 100*Whole)
		if errX != nil || errY != nil || x.Cmp(y) != a.Cmp(b) {
			t.Fatalf("%v and %v of %v became %v and %v", a, b, from, x, y)
		}
	})
}

// Domain §6 rule 31.
func TestAWeightedTotalNeedsEveryStageAndWeightsThatSumToOne(t *testing.T) {
	score := func(p string) *Exact { return new(pts(p).Exact()) }
	total, err := WeightedTotal([]Part{{3000, score("80")}, {3000, score("90")}, {4000, score("70.01")}})
	if err != nil || total.String() != "79.004" {
		t.Errorf("got %v, %v; want 79.004", total, err)
	}
	var missing *MissingPartError
	if _, err := WeightedTotal([]Part{{3000, score("80")}, {3000, nil}, {4000, score("70")}}); !errors.As(err, &missing) || missing.Part != 1 {
		t.Errorf("an absence: %v", err)
	}
	if total, err := WeightedTotal([]Part{{10_000, score("80.5")}}); err != nil || total.String() != "80.50" {
		t.Errorf("a single stage: %v, %v", total, err)
	}
	if total, err := WeightedTotal([]Part{{1, score("50")}, {9999, score("0")}}); err != nil || total.String() != "0.005" {
		t.Errorf("the smallest weight: %v, %v", total, err)
	}
	for _, weights := range [][]Weight{{3333, 3333, 3333}, {5000, 5001}, {0, 10_000}, {-5000, 15_000}, {10_001}} {
		var parts []Part
		for _, w := range weights {
			parts = append(parts, Part{w, score("1")})
		}
		if _, err := WeightedTotal(parts); !errors.Is(err, ErrWeights) {
			t.Errorf("weights %v: %v", weights, err)
		}
	}
	if _, err := WeightedTotal(nil); !errors.Is(err, ErrWeights) {
		t.Error("no parts have a total")
	}
}
