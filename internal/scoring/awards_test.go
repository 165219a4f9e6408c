package scoring

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// nationalAwards is 10 / 20 / 30 % of those present.
func nationalAwards() AwardPolicy {
	return AwardPolicy{
		Kind: ByPercentage, Base: BasePresent, Lines: LinesPerTier, Rounding: Floor, Ties: TiesAsk,
		Tiers: []AwardTier{{Award: "first", Share: 1000}, {Award: "second", Share: 2000}, {Award: "third", Share: 3000}},
	}
}

func upperHalf() AwardPolicy {
	return AwardPolicy{
		Kind: ByTopPart, Base: BasePresent, Lines: LinesPerTier, Rounding: Ceiling, Ties: TiesExtend,
		Tiers: []AwardTier{{Award: "excellence", Share: 5000}},
	}
}

func oneOfEach() AwardPolicy {
	return AwardPolicy{Kind: ByRank, Ties: TiesExtend, Tiers: []AwardTier{
		{Award: "gold", Places: 1}, {Award: "silver", Places: 1}, {Award: "bronze", Places: 1},
	}}
}

func placesOf(lines []AwardLine) (places []int) {
	for _, line := range lines {
		places = append(places, line.Places)
	}
	return places
}

// Domain §6 rule 25 and its neighbours.
func TestSharesOfTheBaseBecomeNumbersOfAwards(t *testing.T) {
	field := Field{Registered: 33, Present: 30, Scored: 28}
	for _, c := range []struct {
		what     string
		base     Base
		lines    Lines
		rounding CountRounding
		want     []int
	}{
		{"33 registered, 30 present, base present", BasePresent, LinesPerTier, Floor, []int{3, 6, 9}},
		{"of 30, cumulatively", BasePresent, LinesCumulative, Ceiling, []int{3, 6, 9}},
		{"of 33, floor", BaseRegistered, LinesPerTier, Floor, []int{3, 6, 9}},
		{"of 33, half up: 3.3, 6.6, 9.9", BaseRegistered, LinesPerTier, HalfUp, []int{3, 7, 10}},
		{"of 33, ceiling", BaseRegistered, LinesPerTier, Ceiling, []int{4, 7, 10}},
		{"of 33, cumulative floor: 3.3, 9.9, 19.8", BaseRegistered, LinesCumulative, Floor, []int{3, 6, 10}},
		{"of 33, cumulative half up", BaseRegistered, LinesCumulative, HalfUp, []int{3, 7, 10}},
		{"of 33, cumulative ceiling", BaseRegistered, LinesCumulative, Ceiling, []int{4, 6, 10}},
		{"of 28, floor: 2.8, 5.6, 8.4", BaseScored, LinesPerTier, Floor, []int{2, 5, 8}},
		{"of 28, cumulative half up: 2.8, 8.4, 16.8", BaseScored, LinesCumulative, HalfUp, []int{3, 5, 9}},
	} {
		policy := nationalAwards()
		policy.Base, policy.Lines, policy.Rounding = c.base, c.lines, c.rounding
		if diff := cmp.Diff(c.want, placesOf(policy.AwardLines(field))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestAnExactHalfOfAnAwardIsRoundedUpOnlyByHalfUpAndCeiling(t *testing.T) {
	for rounding, want := range map[CountRounding]int{Floor: 0, HalfUp: 1, Ceiling: 1} {
		if got := rounding.of(5, 1000); got != want {
			t.Errorf("%s of 0.5 is %d, want %d", rounding, got, want)
		}
	}
	for rounding, want := range map[CountRounding]int{Floor: 2, HalfUp: 2, Ceiling: 2} {
		if got := rounding.of(20, 1000); got != want {
			t.Errorf("%s of 2 is %d, want %d", rounding, got, want)
		}
	}
	if got := Ceiling.of(1, 1); got != 1 {
		t.Errorf("the ceiling of 0.0001 is %d", got)
	}
	if got := HalfUp.of(4, 1000); got != 0 {
		t.Errorf("half up of 0.4 is %d", got)
	}
}

func TestLinesAddUpTheTiers(t *testing.T) {
	want := []AwardLine{{"first", 3, 3}, {"second", 6, 9}, {"third", 9, 18}}
	if diff := cmp.Diff(want, nationalAwards().AwardLines(Field{Present: 30})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want = []AwardLine{{"gold", 1, 1}, {"silver", 1, 2}, {"bronze", 1, 3}}
	if diff := cmp.Diff(want, oneOfEach().AwardLines(Field{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if lines := (AwardPolicy{Kind: ByThreshold, Tiers: []AwardTier{{Award: "a"}}}).AwardLines(Field{Present: 30}); lines != nil {
		t.Errorf("a threshold has lines: %v", lines)
	}
}

func TestEveryProblemOfAnAwardPolicyIsFound(t *testing.T) {
	medals := Medals2019()
	threshold := AwardPolicy{Kind: ByThreshold, Tiers: []AwardTier{{Award: "a", From: 700_000}, {Award: "b", From: 600_000}}}
	everyone, everyoneInTwo, million := upperHalf(), nationalAwards(), oneOfEach()
	everyone.Tiers = []AwardTier{{Award: "a", Share: 10_000}}
	everyoneInTwo.Tiers = []AwardTier{{Award: "a", Share: 1}, {Award: "b", Share: 9999}}
	million.Tiers = []AwardTier{{Award: "a", Places: maxOccurrences}}
	for _, good := range []AwardPolicy{nationalAwards(), upperHalf(), oneOfEach(), threshold, {Kind: ByMedals, Medals: &medals}, everyone, everyoneInTwo, million} {
		if problems := good.Validate(); len(problems) > 0 {
			t.Errorf("%s: %v", good.Kind, problems)
		}
	}
	for _, c := range []struct {
		what   string
		policy AwardPolicy
		want   []string
	}{
		{"nothing", AwardPolicy{}, []string{"/kind unknown"}},
		{"a bare percentage", AwardPolicy{Kind: ByPercentage},
			[]string{"/base unknown", "/lines unknown", "/rounding unknown", "/ties unknown", "/tiers missing"}},
		{"a rank with a base", AwardPolicy{Kind: ByRank, Base: BasePresent, Lines: LinesPerTier, Rounding: Floor, Ties: TiesAsk,
			Tiers: []AwardTier{{Award: "a", Places: 1}}},
			[]string{"/base not_for_kind", "/lines not_for_kind", "/rounding not_for_kind"}},
		{"bare medals", AwardPolicy{Kind: ByMedals}, []string{"/medals not_for_kind"}},
		{"medals with tiers and bad medals", AwardPolicy{Kind: ByMedals, Ties: TiesAsk, Medals: &MedalPolicy{}, Tiers: []AwardTier{{Award: "a"}}},
			[]string{"/ties not_for_kind", "/tiers not_for_kind", "/medals/mode unknown"}},
		{"two top parts", AwardPolicy{Kind: ByTopPart, Base: BaseScored, Lines: LinesPerTier, Rounding: Floor, Ties: TiesAsk,
			Tiers: []AwardTier{{Award: "a", Share: 1}, {Award: "b", Share: 1}}}, []string{"/tiers out_of_range"}},
		{"bad shares", AwardPolicy{Kind: ByPercentage, Base: BaseScored, Lines: LinesPerTier, Rounding: Floor, Ties: TiesAsk,
			Tiers: []AwardTier{{Award: "", Share: 0}, {Award: "b", Share: 9000, Places: 1, From: 1}, {Award: "b", Share: 10_001}}},
			[]string{"/tiers/0/award missing", "/tiers/0/share out_of_range", "/tiers/1/places not_for_kind", "/tiers/1/from not_for_kind",
				"/tiers/2/award duplicate", "/tiers/2/share out_of_range", "/tiers out_of_range"}},
		{"shares of just above 1", AwardPolicy{Kind: ByPercentage, Base: BaseScored, Lines: LinesPerTier, Rounding: Floor, Ties: TiesAsk,
			Tiers: []AwardTier{{Award: "a", Share: 1}, {Award: "b", Share: 10_000}}}, []string{"/tiers out_of_range"}},
		{"bad places", AwardPolicy{Kind: ByRank, Ties: TiesAsk, Tiers: []AwardTier{{Award: "a", Share: 1}}},
			[]string{"/tiers/0/share not_for_kind", "/tiers/0/places out_of_range"}},
		{"thresholds out of order", AwardPolicy{Kind: ByThreshold, Tiers: []AwardTier{{Award: "a", From: 1}, {Award: "b", From: 1}}},
			[]string{"/tiers/1/from not_ascending"}},
	} {
		if diff := cmp.Diff(c.want, found(c.policy.Validate())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestAnAwardPolicySurvivesTheWire(t *testing.T) {
	body, err := json.Marshal(upperHalf())
	want := `{"kind":"top_part","tiers":[{"award":"excellence","share":"0.5000"}],"base":"present","lines":"per_tier",` +
		`"rounding":"ceiling","ties":"extend"}`
	if err != nil || string(body) != want {
		t.Errorf("got %s, %v\nwant %s", body, err, want)
	}
	var back AwardPolicy
	if err := json.Unmarshal(body, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(upperHalf(), back); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
