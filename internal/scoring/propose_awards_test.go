package scoring

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// ranked makes candidates 1, 2, 3, … with the given ranks.
func ranked(ranks ...int) []Candidate[int] {
	var all []Candidate[int]
	for i, rank := range ranks {
		all = append(all, Candidate[int]{Key: i + 1, Rank: rank})
	}
	return all
}

func upTo(n int) []int {
	ranks := make([]int, n)
	for i := range ranks {
		ranks[i] = i + 1
	}
	return ranks
}

// awardsOf writes "key award" in the order of the proposal.
func awardsOf(p Proposal[int]) []string {
	var list []string
	for _, award := range p.Awards {
		list = append(list, fmt.Sprintf("%d %s", award.Key, award.Award))
	}
	return list
}

func counts(p Proposal[int]) map[string]int {
	n := map[string]int{}
	for _, award := range p.Awards {
		n[award.Award]++
	}
	return n
}

// Domain §6 rule 25.
func TestThirtyOfThirtyThreePresentGiveThreeSixAndNineAwards(t *testing.T) {
	candidates := append(ranked(upTo(30)...), Candidate[int]{Key: 31}, Candidate[int]{Key: 32}, Candidate[int]{Key: 33})
	got := ProposeAwards([]AwardPolicy{nationalAwards()}, Field{Registered: 33, Present: 30, Scored: 30}, candidates)
	if diff := cmp.Diff(map[string]int{"first": 3, "second": 6, "third": 9}, counts(got)); diff != "" || len(got.Ties) != 0 {
		t.Errorf("ties %v (-want +got):\n%s", got.Ties, diff)
	}
	for i, award := range got.Awards {
		if award.Rank != i+1 || award.Key != i+1 {
			t.Errorf("award %d goes to %+v", i, award)
		}
	}
}

// Domain §6 rule 26.
func TestATieOnTheGoldLineIsAsked(t *testing.T) {
	policy := oneOfEach()
	policy.Ties = TiesAsk
	got := ProposeAwards([]AwardPolicy{policy}, Field{}, ranked(1, 1, 3, 4))
	want := Proposal[int]{
		Awards: []ProposedAward[int]{{Key: 3, Award: "bronze", Rank: 3}},
		Ties: []TieOnLine[int]{
			{Award: "gold", Line: 1, Rank: 1, Keys: []int{1, 2}, Free: 1, Resolution: TiesAsk},
		},
		Lines: []AwardLine{{"gold", 1, 1}, {"silver", 1, 2}, {"bronze", 1, 3}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnExtendedTieGetsTheBetterAwardAndIsReportedAllTheSame(t *testing.T) {
	got := ProposeAwards([]AwardPolicy{oneOfEach()}, Field{}, ranked(1, 1, 3, 3, 5))
	if diff := cmp.Diff([]string{"1 gold", "2 gold", "3 bronze", "4 bronze"}, awardsOf(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want := []TieOnLine[int]{
		{Award: "gold", Line: 1, Rank: 1, Keys: []int{1, 2}, Free: 1, Resolution: TiesExtend},
		{Award: "bronze", Line: 3, Rank: 3, Keys: []int{3, 4}, Free: 1, Resolution: TiesExtend},
	}
	if diff := cmp.Diff(want, got.Ties); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestATieThatEndsOnALineIsNoTieOnTheLine(t *testing.T) {
	policy := AwardPolicy{Kind: ByRank, Ties: TiesAsk, Tiers: []AwardTier{{Award: "first", Places: 3}, {Award: "second", Places: 2}}}
	got := ProposeAwards([]AwardPolicy{policy}, Field{}, ranked(1, 2, 2, 4, 5, 6))
	if diff := cmp.Diff([]string{"1 first", "2 first", "3 first", "4 second", "5 second"}, awardsOf(got)); diff != "" || got.Ties != nil {
		t.Errorf("ties %v (-want +got):\n%s", got.Ties, diff)
	}
}

func TestATieAcrossTwoLinesIsReportedForBoth(t *testing.T) {
	for _, rule := range []TieRule{TiesAsk, TiesExtend} {
		policy := AwardPolicy{Kind: ByRank, Ties: rule, Tiers: []AwardTier{{Award: "first", Places: 2}, {Award: "second", Places: 2}}}
		got := ProposeAwards([]AwardPolicy{policy}, Field{}, ranked(1, 2, 2, 2, 2))
		want := []TieOnLine[int]{
			{Award: "first", Line: 2, Rank: 2, Keys: []int{2, 3, 4, 5}, Free: 1, Resolution: rule},
			{Award: "second", Line: 4, Rank: 2, Keys: []int{2, 3, 4, 5}, Free: 2, Resolution: rule},
		}
		if diff := cmp.Diff(want, got.Ties); diff != "" {
			t.Errorf("%s (-want +got):\n%s", rule, diff)
		}
		if want := map[TieRule]int{TiesAsk: 1, TiesExtend: 5}[rule]; counts(got)["first"] != want || len(got.Awards) != want {
			t.Errorf("%s: %v", rule, got.Awards)
		}
	}
}

func TestATierWithoutPlacesGetsNobodyAndHasNoTies(t *testing.T) {
	policy := nationalAwards() // of 9: 0.9 → 0, 1.8 → 1, 2.7 → 2
	got := ProposeAwards([]AwardPolicy{policy}, Field{Present: 9}, ranked(upTo(9)...))
	if diff := cmp.Diff([]string{"1 second", "2 third", "3 third"}, awardsOf(got)); diff != "" || got.Ties != nil {
		t.Errorf("ties %v (-want +got):\n%s", got.Ties, diff)
	}
}

// 优胜奖: the upper half of 9 is 5; three of them hold medals and count, but not twice.
func TestMedallistsAreNotCountedTwiceAmongTheUpperHalf(t *testing.T) {
	got := ProposeAwards([]AwardPolicy{oneOfEach(), upperHalf()}, Field{Present: 9}, ranked(upTo(9)...))
	want := []string{"1 gold", "2 silver", "3 bronze", "4 excellence", "5 excellence"}
	if diff := cmp.Diff(want, awardsOf(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	tied := ProposeAwards([]AwardPolicy{oneOfEach(), upperHalf()}, Field{Present: 9}, ranked(1, 2, 3, 4, 5, 5, 7, 8, 9))
	if counts(tied)["excellence"] != 3 || len(tied.Ties) != 1 || tied.Ties[0].Award != "excellence" {
		t.Errorf("a tie at the half: %+v", tied)
	}
}

func TestWhoWaitsForADecisionGetsNoLesserAwardMeanwhile(t *testing.T) {
	medals := oneOfEach()
	medals.Ties = TiesAsk
	got := ProposeAwards([]AwardPolicy{medals, upperHalf()}, Field{Present: 8}, ranked(1, 2, 3, 3, 5, 6, 7, 8))
	if diff := cmp.Diff([]string{"1 gold", "2 silver"}, awardsOf(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(got.Ties) != 1 || got.Ties[0].Award != "bronze" {
		t.Errorf("ties: %+v", got.Ties)
	}
}

func TestMedalsByScoreAndThresholdsLookAtTheScore(t *testing.T) {
	medals := Medals2019()
	candidates := []Candidate[int]{
		{Key: 1, Rank: 1, Score: pts("740")}, {Key: 2, Rank: 2, Score: pts("739")}, {Key: 3, Rank: 3, Score: pts("720")},
		{Key: 4, Rank: 4, Score: pts("700")}, {Key: 5, Rank: 5, Score: pts("650")}, {Key: 6, Rank: 6, Score: pts("600")},
		{Key: 7, Score: pts("800")}, // a guest
	}
	got := ProposeAwards([]AwardPolicy{
		{Kind: ByMedals, Medals: &medals},
		{Kind: ByThreshold, Tiers: []AwardTier{{Award: "merit", From: pts("650")}, {Award: "thanks", From: pts("600.001")}}},
	}, Field{}, candidates)
	want := []string{"1 gold", "2 gold", "3 bronze", "4 Medallion for Excellence", "5 merit"}
	if diff := cmp.Diff(want, awardsOf(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGuestsTakeNoAwardAndNoPlaceOnALine(t *testing.T) {
	got := ProposeAwards([]AwardPolicy{oneOfEach()}, Field{}, ranked(0, 1, 0, 2, 3, 4))
	if diff := cmp.Diff([]string{"2 gold", "4 silver", "5 bronze"}, awardsOf(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMoreAwardsThanEntriesAreNeverProposed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		policies, field := drawPolicies(t), Field{}
		candidates := drawCandidates(t)
		// a base may count people who are not in the ranking at all
		field.Registered = len(candidates) + rapid.IntRange(0, 20).Draw(t, "never came")
		field.Present, field.Scored = field.Registered, len(candidates)
		got := ProposeAwards(policies, field, candidates)
		official := map[int]int{}
		for _, c := range candidates {
			official[c.Key] = c.Rank
		}
		seen := map[int]bool{}
		for _, award := range got.Awards {
			if seen[award.Key] || award.Rank == 0 || official[award.Key] != award.Rank {
				t.Fatalf("award %+v is doubled or for nobody", award)
			}
			seen[award.Key] = true
		}
		if len(got.Awards) > len(candidates) {
			t.Fatalf("%d awards for %d entries", len(got.Awards), len(candidates))
		}
		for _, tie := range got.Ties {
			if len(tie.Keys) == 0 || tie.Free < 1 {
				t.Fatalf("tie %+v", tie)
			}
		}
		other := ProposeAwards(policies, field, rapid.Permutation(candidates).Draw(t, "order"))
		if diff := cmp.Diff(got, other); diff != "" {
			t.Fatalf("another order, another proposal:\n%s", diff)
		}
	})
}

func TestEqualRanksNeverGetDifferentAwardsOfOnePolicyByPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		policy := rapid.SampledFrom([]AwardPolicy{nationalAwards(), upperHalf(), oneOfEach()}).Draw(t, "policy")
		policy.Ties = rapid.SampledFrom([]TieRule{TiesAsk, TiesExtend}).Draw(t, "ties")
		candidates := drawCandidates(t)
		got := ProposeAwards([]AwardPolicy{policy}, Field{Present: len(candidates)}, candidates)
		awards := map[int]string{}
		for _, award := range got.Awards {
			awards[award.Key] = award.Award
		}
		for _, a := range candidates {
			for _, b := range candidates {
				if a.Rank > 0 && a.Rank == b.Rank && awards[a.Key] != awards[b.Key] {
					t.Fatalf("rank %d: %q and %q", a.Rank, awards[a.Key], awards[b.Key])
				}
			}
		}
	})
}

// drawCandidates ranks a field with ties and guests.
func drawCandidates(t *rapid.T) []Candidate[int] {
	entries := drawField(t)
	placings, err := Rank(byTotalModuleTime, entries)
	if err != nil {
		t.Fatal(err)
	}
	candidates := make([]Candidate[int], len(placings))
	for i, p := range placings {
		candidates[i] = Candidate[int]{Key: p.Key, Rank: p.Rank, Score: entries[p.Key].Values[0].Round(Thousandth) * 1000}
	}
	return candidates
}

func drawPolicies(t *rapid.T) []AwardPolicy {
	medals := Medals2019()
	medals.ExcellenceThreshold = 0
	pool := []AwardPolicy{nationalAwards(), upperHalf(), oneOfEach(), {Kind: ByMedals, Medals: &medals},
		{Kind: ByThreshold, Tiers: []AwardTier{{Award: "merit", From: 0}}}}
	policies := make([]AwardPolicy, rapid.IntRange(1, 3).Draw(t, "policies"))
	for i := range policies {
		policies[i] = rapid.SampledFrom(pool).Draw(t, "policy")
		if policies[i].byShare() {
			policies[i].Base = rapid.SampledFrom([]Base{BaseRegistered, BasePresent, BaseScored}).Draw(t, "base")
			policies[i].Lines = rapid.SampledFrom([]Lines{LinesPerTier, LinesCumulative}).Draw(t, "lines")
			policies[i].Rounding = rapid.SampledFrom([]CountRounding{Floor, HalfUp, Ceiling}).Draw(t, "rounding")
		}
		if policies[i].drawsLines() {
			policies[i].Ties = rapid.SampledFrom([]TieRule{TiesAsk, TiesExtend}).Draw(t, "ties")
		}
	}
	return policies
}
