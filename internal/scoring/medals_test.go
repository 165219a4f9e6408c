package scoring

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTheMedalsOf2019AreExactlyThosePublished(t *testing.T) {
	for _, skill := range publishedResults(t, "results_2019_skills01-06.csv") {
		if diff := cmp.Diff(skill.Medals, Medals2019().Medals(skill.Scores)); diff != "" {
			t.Errorf("skill %s (-published +decided):\n%s", skill.Skill, diff)
		}
	}
}

func TestTheMedalsOf2015AreExactlyThosePublishedWithAThresholdOf500(t *testing.T) {
	policy := Medals2019()
	policy.ExcellenceThreshold = 500 * Whole
	for _, skill := range publishedResults(t, "results_2015_skills01-06.csv") {
		if diff := cmp.Diff(skill.Medals, policy.Medals(skill.Scores)); diff != "" {
			t.Errorf("skill %s (-published +decided):\n%s", skill.Skill, diff)
		}
	}
}

// letters writes medals as G S B E and - for none.
func letters(medals []Medal) string {
	var b strings.Builder
	for _, m := range medals {
		b.WriteString(map[Medal]string{Gold: "G", Silver: "S", Bronze: "B", Excellence: "E", NoMedal: "-"}[m])
	}
	return b.String()
}

type medalCase struct {
	what   string
	scores []Points
	want   string
}

func checkMedals(t *testing.T, policy MedalPolicy, cases []medalCase) {
	t.Helper()
	for _, c := range cases {
		if got := letters(policy.Medals(c.scores)); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}

func TestWithAToleranceASharedMedalDisplacesTheOnesBelow(t *testing.T) {
	checkMedals(t, Medals2019(), []medalCase{
		{"one of each", allPoints("740", "730", "720", "710", "690"), "GSBE-"},
		{"exactly the tolerance shares gold", allPoints("740", "738", "720", "710", "690"), "GGBE-"},
		{"one more than the tolerance does not", allPoints("740", "737", "720", "710", "690"), "GSBE-"},
		{"a chain of tolerances is not a tie", allPoints("740", "738", "736", "734", "690"), "GGBB-"},
		{"two golds, shared bronze", allPoints("740", "740", "720", "718", "717"), "GGBBE"},
		{"three golds, no silver, no bronze", allPoints("740", "739", "738", "735", "690"), "GGGE-"},
		{"three golds, bronze near the lowest gold", allPoints("740", "739", "738", "737", "736", "735"), "GGGBBE"},
		{"four golds", allPoints("740", "740", "740", "740", "739.5"), "GGGGG"},
		{"two silvers, no bronze", allPoints("740", "730", "729", "726", "690"), "GSSE-"},
		{"two silvers, bronze near the lowest silver", allPoints("740", "730", "728", "727", "726", "725"), "GSSBBE"},
		{"one silver, shared bronze", allPoints("740", "730", "727", "725", "724"), "GSBBE"},
		{"medals below the threshold", allPoints("690", "680", "670", "660", "650"), "GSB--"},
		{"excellence exactly at the threshold", allPoints("740", "730", "720", "700", "699"), "GSBE-"},
		{"nobody", nil, ""},
	})
}

func TestASmallFieldGetsFewerMedals(t *testing.T) {
	checkMedals(t, Medals2019(), []medalCase{
		{"five", allPoints("740", "730", "720", "690", "680"), "GSB--"},
		{"four", allPoints("740", "730", "720", "690"), "GSE-"},
		{"four below the threshold", allPoints("690", "680", "670", "660"), "GS--"},
		{"three", allPoints("740", "730", "690"), "GE-"},
		{"three sharing gold", allPoints("740", "739", "738"), "GGG"},
		{"two", allPoints("740", "690"), "G-"},
		{"one", allPoints("700"), "G"},
	})
	policy := Medals2019()
	policy.SmallFields = []SmallField{{UpTo: 1, Medals: nil}, {UpTo: 3, Medals: []Medal{Gold, Silver}}, {UpTo: 4, Medals: []Medal{Gold}}}
	if problems := policy.Validate(); len(problems) > 0 {
		t.Error(problems)
	}
	checkMedals(t, policy, []medalCase{
		{"one gets nothing", allPoints("690"), "-"},
		{"only the first row that fits counts", allPoints("740", "730", "690"), "GS-"},
	})
	policy.SmallFields = nil
	checkMedals(t, policy, []medalCase{
		{"three, without a table", allPoints("740", "730", "720"), "GSB"},
		{"two, without a table", allPoints("740", "730"), "GS"},
	})
}

func TestDenseMedalsAreSharedByEqualScoresOnly(t *testing.T) {
	checkMedals(t, Medals2026(), []medalCase{
		{"one of each", allPoints("740", "739", "738", "737", "699"), "GSBE-"},
		{"all shared", allPoints("740", "740", "739", "739", "739", "738", "737"), "GGSSSBE"},
		{"two different scores", allPoints("740", "740", "739"), "GGS"},
		{"bronze below the threshold", allPoints("740", "690", "680", "670"), "GSB-"},
	})
}

func TestTheToleranceTheThresholdAndTheLabelAreData(t *testing.T) {
	policy := MedalPolicy{Mode: ToleranceMedals, Tolerance: 0, ExcellenceThreshold: 500 * Whole, ExcellenceLabel: "优胜奖"}
	checkMedals(t, policy, []medalCase{
		{"no tolerance", allPoints("540", "539.99", "539.99", "539.98", "499"), "GSSE-"},
	})
	policy.ExcellenceLabel = ""
	checkMedals(t, policy, []medalCase{{"no excellence", allPoints("540", "530", "520", "510"), "GSB-"}})
}

func TestTheOrderOfScoresNeverMattersAndBetterScoresNeverGetLesserMedals(t *testing.T) {
	order := []Medal{Gold, Silver, Bronze, Excellence, NoMedal}
	rapid.Check(t, func(t *rapid.T) {
		policy := rapid.SampledFrom([]MedalPolicy{Medals2019(), Medals2026()}).Draw(t, "policy")
		scores := rapid.SliceOfN(rapid.Map(rapid.Int64Range(692, 712), func(n int64) Points { return Points(n) * Whole }), 1, 12).Draw(t, "scores")
		medals := policy.Medals(scores)
		byScore := map[Points]Medal{}
		for i, score := range scores {
			byScore[score] = medals[i]
		}
		shuffled := rapid.Permutation(scores).Draw(t, "order")
		for i, medal := range policy.Medals(shuffled) {
			if medal != byScore[shuffled[i]] {
				t.Fatalf("%v has %s in one order and %s in another", shuffled[i], byScore[shuffled[i]], medal)
			}
		}
		for a, medalA := range byScore {
			for b, medalB := range byScore {
				if a > b && slices.Index(order, medalA) > slices.Index(order, medalB) {
					t.Fatalf("%v has %s but %v has %s", a, medalA, b, medalB)
				}
			}
		}
		if byScore[slices.Max(scores)] != Gold {
			t.Fatalf("the best of %v has %s", scores, byScore[slices.Max(scores)])
		}
	})
}

func TestEveryProblemOfAMedalPolicyIsFound(t *testing.T) {
	for _, good := range []MedalPolicy{Medals2019(), Medals2026()} {
		if problems := good.Validate(); len(problems) > 0 {
			t.Errorf("%s: %v", good.Mode, problems)
		}
	}
	for _, c := range []struct {
		policy MedalPolicy
		want   []string
	}{
		{MedalPolicy{Tolerance: -1}, []string{"/mode unknown", "/tolerance out_of_range"}},
		{MedalPolicy{Mode: DenseMedals, Tolerance: 1}, []string{"/tolerance not_for_kind"}},
		{MedalPolicy{Mode: DenseMedals, SmallFields: []SmallField{{UpTo: 0}, {UpTo: 0, Medals: []Medal{Excellence}}}},
			[]string{"/small_fields out_of_range", "/small_fields out_of_range", "/small_fields not_ascending", "/small_fields unknown"}},
	} {
		if diff := cmp.Diff(c.want, found(c.policy.Validate())); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestAMedalPolicyIsWrittenInSnakeCase(t *testing.T) {
	body, err := json.Marshal(Medals2019())
	want := `{"mode":"tolerance","tolerance":"2.00","excellence_threshold":"700.00","excellence_label":"Medallion for Excellence",` +
		`"small_fields":[{"up_to":3,"medals":["gold"]},{"up_to":4,"medals":["gold","silver"]}]}`
	if err != nil || string(body) != want {
		t.Errorf("got %s, %v\nwant %s", body, err, want)
	}
}
