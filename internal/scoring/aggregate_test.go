package scoring

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestMedalsCountFourThreeTwoOneAndAveragesDivideBySkillsEntered(t *testing.T) {
	got := MedalTable(WorldSkillsMedalPoints(), []SkillResult[string]{
		{"KR", Gold, pts("736")}, {"CN", Gold, pts("751")}, {"CN", Silver, pts("742")}, {"CN", NoMedal, pts("690")},
		{"BR", Bronze, pts("729")}, {"BR", Excellence, pts("712")}, {"BR", Excellence, pts("720.01")},
		{"OM", NoMedal, pts("653")},
	})
	want := []MemberRow[string]{
		{Member: "CN", Skills: 3, Gold: 1, Silver: 1, MedalPoints: 7,
			AverageMedalPoints: Whole.Exact().Times(7, 3), Score: pts("2183"), AverageScore: pts("2183").Exact().Times(1, 3)},
		{Member: "KR", Skills: 1, Gold: 1, MedalPoints: 4, AverageMedalPoints: pts("4").Exact(), Score: pts("736"), AverageScore: pts("736").Exact()},
		{Member: "BR", Skills: 3, Bronze: 1, Excellence: 2, MedalPoints: 4,
			AverageMedalPoints: Whole.Exact().Times(4, 3), Score: pts("2161.01"), AverageScore: pts("2161.01").Exact().Times(1, 3)},
		{Member: "OM", Skills: 1, AverageMedalPoints: Exact{}, Score: pts("653"), AverageScore: pts("653").Exact()},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if text := got[0].AverageScore.Round(Hundredth).String(); text != "727.67" {
		t.Errorf("CN averages %s", text)
	}
}

func TestTheOrderOfResultsNeverMattersToAMedalTable(t *testing.T) {
	medals := []Medal{Gold, Silver, Bronze, Excellence, NoMedal}
	rapid.Check(t, func(t *rapid.T) {
		results := make([]SkillResult[int], rapid.IntRange(0, 20).Draw(t, "results"))
		for i := range results {
			results[i] = SkillResult[int]{rapid.IntRange(1, 4).Draw(t, "member"), rapid.SampledFrom(medals).Draw(t, "medal"), Points(rapid.Int64Range(600_000, 800_000).Draw(t, "score"))}
		}
		one := MedalTable(WorldSkillsMedalPoints(), results)
		other := MedalTable(WorldSkillsMedalPoints(), rapid.Permutation(results).Draw(t, "order"))
		if diff := cmp.Diff(one, other); diff != "" {
			t.Fatalf("(-one order +another):\n%s", diff)
		}
	})
}
