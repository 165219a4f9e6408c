package scoring

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// São Paulo 2015: the published scores have the mean and deviation that the scale
// promises, so that scaling them again changes nothing.
func TestThe500ScaleReturnsThePublishedScoresOf2015(t *testing.T) {
	for _, skill := range publishedResults(t, "results_2015_skills01-06.csv") {
		scaled := Scale500().Scores(skill.Scores)
		if scaled.Undefined != "" {
			t.Errorf("skill %s: %s", skill.Skill, scaled.Undefined)
		}
		if diff := cmp.Diff(skill.Scores, scaled.Scores); diff != "" {
			t.Errorf("skill %s (-published +scaled):\n%s", skill.Skill, diff)
		}
		between(t, "mean of skill "+skill.Skill, scaled.Middle, "499.8", "500.2")
		between(t, "variance of skill "+skill.Skill, scaled.Dispersion, "888.04", "912.04") // 29.8², 30.2²
	}
}

// Kazan 2019: raw marks are not published, but a scale score is itself a mark of the
// same shape, and the published ones have a median near 700 and a MAD near 30/1.4826.
func TestThe700ScaleReturnsThePublishedScoresOf2019WithinTwoPercent(t *testing.T) {
	for _, skill := range publishedResults(t, "results_2019_skills01-06.csv") {
		scaled := Scale700().Scores(skill.Scores)
		if scaled.Undefined != "" || len(scaled.Scores) != len(skill.Scores) {
			t.Fatalf("skill %s: %+v", skill.Skill, scaled)
		}
		for i, was := range skill.Scores {
			moved, away := max(scaled.Scores[i]-was, was-scaled.Scores[i]), max(was-700*Whole, 700*Whole-was)
			if moved > Whole+away*2/100 {
				t.Errorf("skill %s: %v became %v", skill.Skill, was, scaled.Scores[i])
			}
		}
	}
}

func between(t *testing.T, what string, got Exact, low, high string) {
	t.Helper()
	if got.Cmp(pts(low).Exact()) < 0 || got.Cmp(pts(high).Exact()) > 0 {
		t.Errorf("%s is %v, want %s to %s", what, got, low, high)
	}
}

func TestSmallFieldsScaleAsWorkedOutByHand(t *testing.T) {
	for _, c := range []struct {
		what         string
		scale        Scale
		marks, wants []Points
		middle, disp string
	}{
		// median 60, MAD 10: 700 + 30 × ±10 / 14.826 = 700 ± 20.2347, ± 30/14.826 × 35 = 70.8215
		{"700, odd field", Scale700(), allPoints("50", "70", "60", "95", "60"), allPoints("680", "720", "700", "771", "700"), "60.00", "10.00"},
		// median 62.5, distances 22.5 12.5 12.5 27.5, MAD 17.5: ±12.5 → 14.453, −22.5 → 26.015, 27.5 → 31.796
		{"700, even field", Scale700(), allPoints("40", "50", "75", "90"), allPoints("674", "686", "714", "732"), "62.50", "17.50"},
		// mean 70, deviations −20 0 20, variance 800/3: 30 × 20/16.3299 = 36.742
		{"500", Scale500(), allPoints("70", "50", "90"), allPoints("500", "463", "537"), "70.00", "800/3"},
		{"two on the 500 scale", Scale500(), allPoints("12.5", "12.51"), allPoints("470", "530"), "12.505", "1/40000"},
	} {
		got := c.scale.Scores(c.marks)
		if diff := cmp.Diff(c.wants, got.Scores); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
		if got.Middle.String() != c.middle || got.Dispersion.String() != c.disp {
			t.Errorf("%s: middle %v, dispersion %v; want %s, %s", c.what, got.Middle, got.Dispersion, c.middle, c.disp)
		}
	}
}

func TestAScoreExactlyBetweenTwoStepsGoesUpOnBothSidesOfTheCentre(t *testing.T) {
	// two entries lie exactly one deviation from their mean: 500 ± 30.5
	scale := Scale500()
	scale.Spread = pts("30.5")
	if got := scale.Scores(allPoints("10", "20")).Scores; !slices.Equal(got, allPoints("470", "531")) {
		t.Errorf("500 ± 30.5 became %v", got)
	}
	// MAD 20 and a spread of 14.826 make one mark half a point of scale
	scale = Scale700()
	scale.Spread = pts("14.826")
	got := scale.Scores(allPoints("79", "80", "99", "100", "101", "120", "121"))
	if want := allPoints("690", "690", "700", "700", "701", "710", "711"); !slices.Equal(got.Scores, want) {
		t.Errorf("got %v, want %v", got.Scores, want)
	}
}

func TestTheStepOfAScaleIsAParameter(t *testing.T) {
	for _, scale := range []Scale{Scale700(), Scale500()} {
		scale.Step = Hundredth
		got := scale.Scores(allPoints("50", "70", "90")).Scores
		// MAD 20: 30/1.4826 = 20.2347; deviation 16.3299: 30 × 20/16.3299 = 36.7423
		want := map[ScaleMethod][]Points{MedianMAD: allPoints("679.77", "700", "720.23"), MeanSD: allPoints("463.26", "500", "536.74")}[scale.Method]
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", scale.Method, got, want)
		}
	}
}

func TestAnUndefinedScaleGivesEveryoneTheCentreAndSaysWhy(t *testing.T) {
	three := Scale700()
	three.MinEntries = 3
	for _, c := range []struct {
		what  string
		scale Scale
		marks []Points
		want  Undefined
	}{
		{"nobody", Scale700(), nil, TooFewEntries},
		{"one", Scale500(), allPoints("80"), TooFewEntries},
		{"two where three are needed", three, allPoints("80", "90"), TooFewEntries},
		{"two", Scale700(), allPoints("80", "90"), ""},
		{"three where three are needed", three, allPoints("70", "80", "90"), ""},
		{"all equal", Scale500(), allPoints("80", "80", "80"), NoSpread},
		{"most equal: MAD 0", Scale700(), allPoints("80", "80", "80", "95"), NoSpread},
		{"most equal, by deviation", Scale500(), allPoints("80", "80", "80", "95"), ""},
		{"one where one is enough", Scale{Method: MedianMAD, Center: 1000, Spread: 1, Step: 1}, allPoints("80"), NoSpread},
	} {
		got := c.scale.Scores(c.marks)
		if got.Undefined != c.want || len(got.Scores) != len(c.marks) {
			t.Errorf("%s: %+v, want %q", c.what, got, c.want)
		}
		if flat := !slices.ContainsFunc(got.Scores, func(p Points) bool { return p != c.scale.Center }); flat != (c.want != "") {
			t.Errorf("%s: %v", c.what, got.Scores)
		}
	}
}

func TestAScaleNeverChangesAnOrderAndIgnoresShiftUnitAndSequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scale := rapid.SampledFrom([]Scale{Scale700(), Scale500()}).Draw(t, "scale")
		marks := rapid.SliceOfN(rapid.Map(rapid.Int64Range(0, 10_000), func(n int64) Points { return Points(n) * Hundredth }), 2, 40).Draw(t, "marks")
		scores := scale.Scores(marks).Scores
		for i := range marks {
			for j := range marks {
				if marks[i] < marks[j] && scores[i] > scores[j] || marks[i] == marks[j] && scores[i] != scores[j] {
					t.Fatalf("%v and %v became %v and %v", marks[i], marks[j], scores[i], scores[j])
				}
			}
		}
		shift, unit := Points(rapid.Int64Range(-100_000, 100_000).Draw(t, "shift")), Points(rapid.Int64Range(1, 9).Draw(t, "unit"))
		order := rapid.Permutation(indexes(len(marks))).Draw(t, "order")
		moved := make([]Points, len(marks))
		for to, from := range order {
			moved[to] = marks[from]*unit + shift
		}
		for to, score := range scale.Scores(moved).Scores {
			if score != scores[order[to]] {
				t.Fatalf("%v became %v after a shift, a unit and another order; was %v", marks[order[to]], score, scores[order[to]])
			}
		}
	})
}

func indexes(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func TestTheLargestMarksScaleWithoutOverflow(t *testing.T) {
	for _, scale := range []Scale{Scale700(), Scale500()} {
		got := scale.Scores([]Points{-maxPoints, 0, maxPoints})
		want := map[ScaleMethod][]Points{MedianMAD: allPoints("680", "700", "720"), MeanSD: allPoints("463", "500", "537")}[scale.Method]
		if !slices.Equal(got.Scores, want) {
			t.Errorf("%s: %v, want %v", scale.Method, got.Scores, want)
		}
	}
}

func TestEveryProblemOfAScaleIsFound(t *testing.T) {
	for _, good := range []Scale{Scale700(), Scale500(), {Method: MeanSD, Center: 0, Spread: 1, Step: 1},
		{Method: MedianMAD, Center: maxAspect, Spread: maxAspect, Step: maxAspect, MinEntries: 1}} {
		if problems := good.Validate(); len(problems) > 0 {
			t.Errorf("%s: %v", good.Method, problems)
		}
	}
	off := Scale700()
	off.Step = 300
	for _, c := range []struct {
		scale Scale
		want  []string
	}{
		{Scale{Center: -1, MinEntries: -1}, []string{"/method unknown", "/center out_of_range", "/spread out_of_range",
			"/step out_of_range", "/min_entries out_of_range"}},
		{off, []string{"/center not_a_multiple"}},
	} {
		if diff := cmp.Diff(c.want, found(c.scale.Validate())); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
