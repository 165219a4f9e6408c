package advancement

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/scoring"
)

// rules weighs stages 1, 2, … by these weights.
func rules(places int, ties Ties, weights ...string) Rules {
	r := Rules{Places: places, Ties: ties, Substitution: NoSubstitution}
	for i, text := range weights {
		w, _ := scoring.ParseWeight(text)
		r.Weights = append(r.Weights, StageWeight{id.ID[programmes.Stage]{byte(i + 1)}, w})
	}
	return r
}

// of reads "80 90.5 -" or "80 x": a dash is an absence, an x an approved one.
func of(n byte, attempts string) Candidate {
	c := Candidate{Entry: id.ID[registration.Entry]{n}}
	for _, text := range strings.Fields(attempts) {
		a := Attempt{Excused: text == "x"}
		if p, err := scoring.ParsePoints(text); err == nil {
			a.Total = &p
		}
		c.Attempts = append(c.Attempts, a)
	}
	return c
}

// shown is a cut as text: "1:advances 2:stays".
func shown(lines []Line) string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = fmt.Sprintf("%d#%d:%s", l.Entry[0], l.Rank, l.Fate)
	}
	return strings.Join(out, " ")
}

func TestATotalIsTheExactWeightedSumOfTheStages(t *testing.T) {
	for _, c := range []struct {
		weights  string
		attempts string
		instead  Substitution
		want     string
	}{
		{"1", "87.35", NoSubstitution, "87.35"},
		{"0.3 0.3 0.4", "80 90 70", NoSubstitution, "79.00"},
		{"0.3333 0.3333 0.3334", "0.01 0.01 0.01", NoSubstitution, "0.01"},
		{"0.3 0.3 0.4", "80 - 70", NoSubstitution, "52.00"}, // absent: no points there
		{"0.3 0.3 0.4", "80 x 70", NoSubstitution, "none"},
		{"0.3 0.3 0.4", "80 x 70", OtherStages, "520/7"}, // (24 + 28) / 0.7
		{"0.3 0.3 0.4", "x x 70", OtherStages, "70.00"},
		{"0.3 0.3 0.4", "x x x", OtherStages, "none"},
		{"0.3 0.3 0.4", "80 - x", OtherStages, "40.00"},
	} {
		r := rules(1, Ask, strings.Fields(c.weights)...)
		r.Substitution = c.instead
		got := "none"
		if total, has := r.Total(of(1, c.attempts)); has {
			got = total.String()
		}
		if got != c.want {
			t.Errorf("%s by %s (%s): %s, want %s", c.attempts, c.weights, c.instead, got, c.want)
		}
	}
}

// Rule 31.
func TestAnApprovedAbsenceLeavesNoTotalUnlessASubstitutionRuleExists(t *testing.T) {
	all := []Candidate{of(1, "80 x 70"), of(2, "70 70 70")}
	r := rules(1, Ask, "0.3", "0.3", "0.4")
	lines := r.Cut(all)
	if got := shown(lines); got != "2#1:advances 1#0:no_total" || lines[1].Total != "" {
		t.Errorf("without a rule: %s, total %q", got, lines[1].Total)
	}
	r.Substitution = OtherStages
	lines = r.Cut(all)
	if got := shown(lines); got != "1#1:advances 2#2:stays" || lines[0].Total != "520/7" {
		t.Errorf("where the other stages carry the weight: %s, total %q", got, lines[0].Total)
	}
}

// Rule 29: a squad is cut at 5, and ranks 5 and 6 are tied.
func TestATieOnTheCutFollowsTheConfiguredRuleWhateverTheOrderOfTheInput(t *testing.T) {
	all := []Candidate{of(1, "90 90"), of(2, "80 90"), of(3, "80 88"), of(4, "80 86"), of(5, "70 80"), of(6, "80 70"), of(7, "10 20"), of(8, "x 99")}
	for ties, want := range map[Ties]string{
		Extend:   "1#1:advances 2#2:advances 3#3:advances 4#4:advances 5#5:advances 6#5:advances 7#7:stays 8#0:no_total",
		Ask:      "1#1:advances 2#2:advances 3#3:advances 4#4:advances 5#5:undecided 6#5:undecided 7#7:stays 8#0:no_total",
		TieBreak: "1#1:advances 2#2:advances 3#3:advances 4#4:advances 5#5:advances 6#6:stays 7#7:stays 8#0:no_total",
	} {
		r := rules(5, ties, "0.5", "0.5")
		first := r.Cut(all)
		if got := shown(first); got != want {
			t.Errorf("%s: %s\nwant %s", ties, got, want)
		}
		turned := slices.Clone(all)
		slices.Reverse(turned)
		if digest(r.Cut(turned)) != digest(first) {
			t.Errorf("%s: the order of the input matters", ties)
		}
	}
}

func TestWhatTheTieBreakCannotTellApartIsPutToTheOrganiser(t *testing.T) {
	r := rules(1, TieBreak, "0.5", "0.5")
	lines := r.Cut([]Candidate{of(2, "70 80"), of(1, "70 80"), of(3, "1 1")})
	if got := shown(lines); got != "1#1:undecided 2#1:undecided 3#3:stays" || r.free(lines) != 1 {
		t.Errorf("%s, %d free", got, r.free(lines))
	}
}

func TestFewerThanThePlacesAllGoOn(t *testing.T) {
	r := rules(5, Ask, "1")
	if got := shown(r.Cut([]Candidate{of(1, "50"), of(2, "50")})); got != "1#1:advances 2#1:advances" {
		t.Error(got)
	}
	if got := r.Cut(nil); len(got) != 0 {
		t.Error(got)
	}
}

func TestAnEdgeLeadsForwardAndItsWeightsSumToOne(t *testing.T) {
	var stages []programmes.Stage
	for i := range 4 {
		stages = append(stages, programmes.Stage{ID: id.ID[programmes.Stage]{byte(i + 1)}, Position: i + 1})
	}
	for _, c := range []struct {
		from, to int
		weights  string
		want     fault.Code
	}{
		{0, 1, "1", ""},
		{2, 3, "0.3 0.3 0.4", ""},
		{1, 1, "1", fault.EdgeBackward},
		{1, 0, "1", fault.EdgeBackward},
		{2, 3, "0.3 0.3 0.3", fault.WeightsWrong},
		{2, 3, "0.3 0.3 0.5", fault.WeightsWrong},
		{2, 3, "0.6 0.4", fault.WeightsWrong},   // nothing of the stage that it leads from
		{0, 1, "0.5 0.5", fault.WeightsWrong},   // a stage that comes later
		{2, 3, "0.6 0 0.4", fault.WeightsWrong}, // a weight of nothing
		{0, 1, "", fault.WeightsWrong},
	} {
		e := Edge{From: stages[c.from], To: stages[c.to], Rules: rules(1, Ask, strings.Fields(c.weights)...)}
		err := e.check(stages)
		if (c.want == "") != (err == nil) || (err != nil && !fault.Is(err, c.want)) {
			t.Errorf("%d to %d by %q: %v", c.from+1, c.to+1, c.weights, err)
		}
	}
}
