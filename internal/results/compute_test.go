package results

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

func rules(preset string) Rules {
	p, _ := programmes.PresetNamed(preset)
	return Rules{p.Rules.Marking, p.Rules.Ranking, p.Rules.Awards}
}

func saw(points string) []scoring.Observed {
	p, err := scoring.ParsePoints(points)
	if err != nil {
		panic(err)
	}
	return []scoring.Observed{scoring.SawPoints(p)}
}

// field is a stage of one aspect of so many points, and pieces P1, P2 … with these.
func field(preset string, most scoring.Points, points ...string) Inputs {
	in := Inputs{Rules: rules(preset), Criteria: []Criterion{{Letter: "A", SubCriteria: []SubCriterion{{
		Code: "A1", Max: most, Aspects: []Aspect{{Definition: scoring.Aspect{Kind: scoring.MeasurementPoints, Max: most}}},
	}}}}}
	for i, p := range points {
		in.Pieces = append(in.Pieces, Piece{Code: fmt.Sprint("P", i+1), Status: judging.PiecePresent, Official: true, Seen: [][]scoring.Observed{saw(p)}})
	}
	return in
}

func compute(t testing.TB, in Inputs) map[string]Computed {
	t.Helper()
	out, err := Compute(in)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]Computed{}
	for _, c := range out.Placings {
		by[c.Code] = c
	}
	return by
}

func TestGuestsAreShownTheAbsentAndTheDisqualifiedHaveNoRank(t *testing.T) {
	in := field("worldskills", 100_000, "90", "80", "70", "60", "50")
	in.Pieces[0].Official = false
	in.Pieces[4].Status, in.Pieces[4].Seen = judging.PieceAbsent, nil
	in.Pieces[3].Status = judging.PieceDisqualified
	out, err := Compute(in)
	if err != nil {
		t.Fatal(err)
	}
	if out.Field != (scoring.Field{Registered: 4, Present: 2, Scored: 2}) {
		t.Errorf("the field is %+v", out.Field)
	}
	got := compute(t, in)
	if g := got["P1"]; g.Rank != 0 || g.Standing != scoring.Unofficial || g.Award != NoAward || g.ScaleScore != nil || g.Total == nil {
		t.Errorf("a guest is shown with a total and takes no place: %+v", g)
	}
	if first := got["P2"]; first.Rank != 1 {
		t.Errorf("the first official one has rank %d", first.Rank)
	}
	for _, p := range []string{"P4", "P5"} {
		if c := got[p]; c.Rank != 0 || c.Total != nil || c.Award != NoAward {
			t.Errorf("%s: %+v", p, c)
		}
	}
}

func TestASchemeWithoutATotalOfItsOwnIsConvertedTo100AndRoundedOnce(t *testing.T) {
	in := field("national_students", 170_000, "150", "170", "0")
	in.Rules.Marking.SchemeTotal = ""
	got := compute(t, in)
	for code, want := range map[string]string{"P1": "88.24", "P2": "100.00", "P3": "0.00"} {
		if total := got[code].Total.String(); total != want {
			t.Errorf("%s has %s, want %s", code, total, want)
		}
	}
}

func TestADeductiveFormStartsFullAndNeverTakesFromAnother(t *testing.T) {
	start := scoring.Points(14_000)
	in := field("worldskills", 86_000, "80")
	in.Criteria = append(in.Criteria, Criterion{Letter: "B", SubCriteria: []SubCriterion{{Code: "B1", Starts: &start, Max: start, Aspects: []Aspect{
		{Definition: scoring.Aspect{Kind: scoring.Deduction, Max: 20_000, PerOccurrence: 1_000}},
	}}}})
	for occurrences, want := range map[int]string{0: "94.00", 4: "90.00", 20: "80.00"} {
		in.Pieces[0].Seen = [][]scoring.Observed{saw("80"), {scoring.SawOccurrences(occurrences)}}
		if got := compute(t, in)["P1"].Total.String(); got != want {
			t.Errorf("after %d faults the total is %s, want %s", occurrences, got, want)
		}
	}
}

func TestAPenaltyIsTakenFromTheTotalAndNeverBelowNothing(t *testing.T) {
	in := field("worldskills", 100_000, "30")
	form := &in.Criteria[0].SubCriteria[0]
	form.Aspects = append(form.Aspects, Aspect{Definition: scoring.Aspect{Kind: scoring.Penalty, Max: 50_000}})
	for penalty, want := range map[string]string{"0": "30.00", "5": "25.00", "50": "0.00"} {
		in.Pieces[0].Seen = [][]scoring.Observed{saw("30"), saw(penalty)}
		c := compute(t, in)["P1"]
		if c.Total.String() != want || c.Criteria[0].Points != "30.00" {
			t.Errorf("with a penalty of %s the total is %s of %s", penalty, c.Total, c.Criteria[0].Points)
		}
	}
}

func TestTieBreaksCompareCriteriaInTheirOrder(t *testing.T) {
	in := field("worldskills", 50_000, "40", "30", "35")
	in.Rules.Ranking.TieBreaks = []string{"B"}
	in.Criteria = append(in.Criteria, Criterion{Letter: "B", SubCriteria: []SubCriterion{{Code: "B1", Max: 50_000, Aspects: []Aspect{{Definition: scoring.Aspect{Kind: scoring.MeasurementPoints, Max: 50_000}}}}}})
	for i, b := range []string{"20", "30", "25"} {
		in.Pieces[i].Seen = append(in.Pieces[i].Seen, saw(b))
	}
	got := compute(t, in)
	if got["P2"].Rank != 1 || got["P3"].Rank != 2 || got["P1"].Rank != 3 || got["P1"].BehindBy != "B" {
		t.Errorf("all have 60.00, criterion B decides: %+v", got)
	}
}

func TestMissingMarksAreAnErrorAndNeverZero(t *testing.T) {
	in := field("worldskills", 100_000, "90", "80")
	in.Pieces[1].Seen[0] = nil
	if _, err := Compute(in); err == nil || !strings.Contains(err.Error(), "P2, A1, aspect 1") {
		t.Errorf("a blank was counted: %v", err)
	}
}

func TestCumulativeTiersAreTheSameLinesAsTheirSums(t *testing.T) {
	var points []string
	for i := range 33 {
		points = append(points, fmt.Sprint(99-i))
	}
	in := field("national_students", 100_000, points...)
	in.Rules.Awards.Percentage.Cumulative = true
	in.Rules.Awards.Percentage.Rounding = "floor"
	for i, percent := range []string{"10", "20", "30"} {
		in.Rules.Awards.Percentage.Tiers[i].Percent = percent
	}
	out, err := Compute(in)
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, l := range out.Lines {
		lines = append(lines, l.Last)
	}
	if !slices.Equal(lines, []int{3, 6, 9}) {
		t.Errorf("10, 20 and 30 %% of 33 from the top end at %v", lines)
	}
}

func TestTheDigestDependsOnNeitherTheOrderOfPiecesNorOfJudges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawn(t)
		digest := func(in Inputs) string {
			out, err := Compute(in)
			if err != nil {
				t.Fatal(err)
			}
			d, err := Digest(out.Placings)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		want := digest(in)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		r.Shuffle(len(in.Pieces), func(i, j int) { in.Pieces[i], in.Pieces[j] = in.Pieces[j], in.Pieces[i] })
		for _, p := range in.Pieces {
			for _, seen := range p.Seen {
				r.Shuffle(len(seen), func(i, j int) { seen[i], seen[j] = seen[j], seen[i] })
			}
		}
		if got := digest(in); got != want {
			t.Fatalf("shuffled, the digest is %s, not %s", got, want)
		}
	})
}

func TestAnyLegalSetOfMarksCanBeComputedAndItsExplanationAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawn(t)
		out, err := Compute(in)
		if err != nil {
			t.Fatal(err)
		}
		awarded := 0
		for _, p := range out.Placings {
			if p.Award != NoAward {
				awarded++
			}
			e, err := Explain(in, out, p.Code)
			if err != nil {
				t.Fatal(err)
			}
			var sum scoring.Exact
			for _, c := range e.Criteria {
				var forms scoring.Exact
				for _, s := range c.SubCriteria {
					forms = forms.Add(s.Points)
				}
				if !forms.Equal(c.Points) {
					t.Fatalf("%s: criterion %s is %s, its forms %s", p.Code, c.Letter, c.Points, forms)
				}
				sum = sum.Add(c.Points)
			}
			if p.Total != nil && (!sum.Equal(e.Total.Sum) || e.Total.Rounded != *p.Total) {
				t.Fatalf("%s: the criteria sum to %s, explained %s, placed %s", p.Code, sum, e.Total.Sum, p.Total)
			}
		}
		if awarded > out.Field.Scored {
			t.Fatalf("%d awards for %d ranked", awarded, out.Field.Scored)
		}
	})
}

// drawn is a stage under the WorldSkills rules with all kinds of pieces and marks.
func drawn(t *rapid.T) Inputs {
	judgement := scoring.Aspect{Kind: scoring.Judgement, Max: 10_000}
	binary := scoring.Aspect{Kind: scoring.MeasurementBinary, Max: 60_000}
	stepped := scoring.Aspect{Kind: scoring.SteppedDeduction, Max: 30_000, PerOccurrence: 2_500}
	in := Inputs{Rules: rules("worldskills"), Criteria: []Criterion{
		{Letter: "A", SubCriteria: []SubCriterion{{Code: "A1", Max: 70_000, Aspects: []Aspect{{Definition: judgement}, {Definition: binary}}}}},
		{Letter: "B", SubCriteria: []SubCriterion{{Code: "B1", Max: 30_000, Aspects: []Aspect{{Definition: stepped}}}}},
	}}
	for i := range rapid.IntRange(1, 12).Draw(t, "pieces") {
		p := Piece{Code: fmt.Sprintf("P%02d", i), Status: judging.PiecePresent, Official: rapid.IntRange(0, 9).Draw(t, "guest") > 0}
		if rapid.IntRange(0, 9).Draw(t, "absent") == 0 {
			p.Status = judging.PieceAbsent
			in.Pieces = append(in.Pieces, p)
			continue
		}
		low := rapid.IntRange(0, 2).Draw(t, "score")
		var scores []scoring.Observed
		for range 3 {
			scores = append(scores, scoring.SawScore(low+rapid.IntRange(0, 1).Draw(t, "more")))
		}
		occurrences := []scoring.Observed{scoring.SawOccurrences(rapid.IntRange(0, 20).Draw(t, "faults"))}
		if rapid.IntRange(0, 9).Draw(t, "attempted") == 0 {
			occurrences = []scoring.Observed{scoring.SawNotAttempted()}
		}
		p.Seen = [][]scoring.Observed{scores, {scoring.SawAchieved(rapid.Bool().Draw(t, "achieved"))}, occurrences}
		in.Pieces = append(in.Pieces, p)
	}
	return in
}

func TestAListShowsWhatTheRulesShow(t *testing.T) {
	p, _ := programmes.PresetNamed("teachers") // no totals, only who has an award
	p.Rules.Awards.Percentage.Tie = "extend"
	in := field("teachers", 100_000, "90", "80", "70")
	out, err := Compute(in)
	if err != nil {
		t.Fatal(err)
	}
	var placings []Placing
	for i, c := range out.Placings {
		placings = append(placings, Placing{Position: i + 1, Computed: c})
	}
	got := rows(placings, map[id.ID[judging.Piece]]Maker{}, p.Rules)
	for _, r := range got {
		if r.Total != nil || r.Award == NoAward {
			t.Errorf("%+v stands on a list without totals, for the awarded only", r)
		}
	}
	if len(got) == 0 {
		t.Error("nobody stands on the list")
	}
}

func TestAListIsCutIntoPagesOfAHundredRows(t *testing.T) {
	for n, want := range map[int]int{0: 1, 1: 1, 100: 1, 101: 2, 250: 3} {
		l := List{Rows: make([]ListRow, n), Pages: pagesOf(n)}
		pages := l.pages()
		total := 0
		for _, p := range pages {
			total += len(p.Rows)
		}
		if len(pages) != want || total != n {
			t.Errorf("%d rows are %d pages with %d rows", n, len(pages), total)
		}
	}
}
