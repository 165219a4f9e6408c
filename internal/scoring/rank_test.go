package scoring

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var byTotal = []RankKey{{"total", HighestFirst}}

// byTotalModuleTime is a usual national list: total, the practical module, shorter time.
var byTotalModuleTime = []RankKey{{"total", HighestFirst}, {"module", HighestFirst}, {"seconds", LowestFirst}}

func entry(key string, values ...string) Ranking[string] {
	e := Ranking[string]{Key: key, Standing: Ranked}
	for _, v := range values {
		e.Values = append(e.Values, pts(v).Exact())
	}
	return e
}

func standing(e Ranking[string], s Standing) Ranking[string] {
	e.Standing = s
	return e
}

// ranksOf writes "key rank" in the order of the result list.
func ranksOf(t *testing.T, by []RankKey, entries ...Ranking[string]) []string {
	t.Helper()
	placings, err := Rank(by, entries)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, p := range placings {
		list = append(list, fmt.Sprintf("%s %d", p.Key, p.Rank))
	}
	return list
}

func TestEqualEntriesShareARankAndTheNextOneCountsOn(t *testing.T) {
	for _, c := range []struct {
		what   string
		totals []string
		want   []string
	}{
		{"one tie", []string{"90", "80", "80", "70"}, []string{"a 1", "b 2", "c 2", "d 4"}},
		{"three tied for rank 2", []string{"90", "80", "80", "80", "70"}, []string{"a 1", "b 2", "c 2", "d 2", "e 5"}}, // rule 24
		{"all tied", []string{"80", "80", "80"}, []string{"a 1", "b 1", "c 1"}},
		{"a tie at the top", []string{"80", "80", "70"}, []string{"a 1", "b 1", "c 3"}},
		{"two ties", []string{"80", "80", "70", "70", "60"}, []string{"a 1", "b 1", "c 3", "d 3", "e 5"}},
		{"a thousandth apart", []string{"80.001", "80"}, []string{"a 1", "b 2"}},
	} {
		var entries []Ranking[string]
		for i, total := range c.totals {
			entries = append(entries, entry(string(rune('a'+i)), total))
		}
		if diff := cmp.Diff(c.want, ranksOf(t, byTotal, entries...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestTieBreaksDecideInTheirOrderAndSayWhichOneDid(t *testing.T) {
	got, err := Rank(byTotalModuleTime, []Ranking[string]{
		entry("slow", "80", "40", "120"), entry("best", "90", "30", "100"), entry("twin 2", "80", "40", "110"),
		entry("module", "80", "45", "999"), entry("twin 1", "80", "40", "110"), entry("last", "70", "50", "10"),
	})
	want := []Placing[string]{
		{Key: "best", Standing: Ranked, Rank: 1, AheadBy: "total"},
		{Key: "module", Standing: Ranked, Rank: 2, BehindBy: "total", AheadBy: "module"},
		{Key: "twin 1", Standing: Ranked, Rank: 3, Tied: true, BehindBy: "module", AheadBy: "seconds"},
		{Key: "twin 2", Standing: Ranked, Rank: 3, Tied: true, BehindBy: "module", AheadBy: "seconds"},
		{Key: "slow", Standing: Ranked, Rank: 5, BehindBy: "seconds", AheadBy: "total"},
		{Key: "last", Standing: Ranked, Rank: 6, BehindBy: "total"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestValuesThatOnlyRoundingWouldMakeEqualAreNotEqual(t *testing.T) {
	third := pts("1").Exact().Times(1, 3)
	nearly := pts("0.333").Exact()
	got, err := Rank(byTotal, []Ranking[string]{
		{Key: "nearly", Standing: Ranked, Values: []Exact{nearly}}, {Key: "third", Standing: Ranked, Values: []Exact{third}},
	})
	if err != nil || got[0].Key != "third" || got[1].Rank != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestGuestsAreShownWhereTheyStandAndTakeNoPlace(t *testing.T) {
	got, err := Rank(byTotal, []Ranking[string]{
		entry("a", "90"), entry("b", "80"), entry("c", "80"), entry("d", "70"),
		standing(entry("guest 1", "95"), Unofficial), standing(entry("guest 2", "80"), Unofficial),
	})
	want := []Placing[string]{
		{Key: "guest 1", Standing: Unofficial},
		{Key: "a", Standing: Ranked, Rank: 1, AheadBy: "total"},
		{Key: "b", Standing: Ranked, Rank: 2, Tied: true, BehindBy: "total", AheadBy: "total"},
		{Key: "c", Standing: Ranked, Rank: 2, Tied: true, BehindBy: "total", AheadBy: "total"},
		{Key: "guest 2", Standing: Unofficial},
		{Key: "d", Standing: Ranked, Rank: 4, BehindBy: "total"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestTheAbsentAndTheDisqualifiedAreListedLastWithoutARank(t *testing.T) {
	got := ranksOf(t, byTotal,
		standing(entry("z", "100"), Disqualified), standing(entry("y"), Absent), standing(entry("x"), Absent),
		standing(entry("w"), NotRanked), entry("a", "10"))
	if diff := cmp.Diff([]string{"a 1", "w 0", "x 0", "y 0", "z 0"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestARankingThatMakesNoSenseIsRefused(t *testing.T) {
	for _, c := range []struct {
		what    string
		by      []RankKey
		entries []Ranking[string]
		want    error
	}{
		{"no keys", nil, nil, ErrRankKeys},
		{"a key without name", []RankKey{{"", HighestFirst}}, nil, ErrRankKeys},
		{"a key twice", []RankKey{{"total", HighestFirst}, {"total", LowestFirst}}, nil, ErrRankKeys},
		{"a key without direction", []RankKey{{"total", ""}}, nil, ErrRankKeys},
		{"an entry twice", byTotal, []Ranking[string]{entry("a", "1"), entry("a", "2")}, ErrDuplicateEntry},
		{"a value too few", byTotalModuleTime, []Ranking[string]{entry("a", "1")}, ErrValues},
		{"a value too many", byTotal, []Ranking[string]{entry("a", "1", "2")}, ErrValues},
		{"a guest without values", byTotal, []Ranking[string]{standing(entry("a"), Unofficial)}, ErrValues},
		{"no standing", byTotal, []Ranking[string]{standing(entry("a", "1"), "")}, ErrUnknownStanding},
	} {
		if got, err := Rank(c.by, c.entries); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: %v, %v", c.what, got, err)
		}
	}
}

// drawField makes entries of all standings with many ties.
func drawField(t *rapid.T) []Ranking[int] {
	entries := make([]Ranking[int], rapid.IntRange(0, 30).Draw(t, "entries"))
	for i := range entries {
		entries[i] = Ranking[int]{Key: i, Standing: rapid.SampledFrom(append([]Standing{Ranked, Ranked, Ranked}, standings...)).Draw(t, "standing")}
		for range byTotalModuleTime {
			entries[i].Values = append(entries[i].Values, Points(rapid.Int64Range(-2, 2).Draw(t, "value")).Exact().Times(1, 3))
		}
	}
	return entries
}

func TestTheOrderOfTheEntriesNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawField(t)
		want, errWant := Rank(byTotalModuleTime, entries)
		got, errGot := Rank(byTotalModuleTime, rapid.Permutation(entries).Draw(t, "order"))
		if diff := cmp.Diff(want, got); errWant != nil || errGot != nil || diff != "" {
			t.Fatalf("%v, %v (-one order +another):\n%s", errWant, errGot, diff)
		}
	})
}

func TestRanksAreStableWhenEveryValueShiftsAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawField(t)
		want, errWant := Rank(byTotalModuleTime, entries)
		shift := Points(rapid.Int64Range(-1000, 1000).Draw(t, "shift")).Exact().Times(1, 7)
		for i := range entries {
			entries[i].Values = slices.Clone(entries[i].Values)
			for j := range entries[i].Values {
				entries[i].Values[j] = entries[i].Values[j].Add(shift)
			}
		}
		got, errGot := Rank(byTotalModuleTime, entries)
		if diff := cmp.Diff(want, got); errWant != nil || errGot != nil || diff != "" {
			t.Fatalf("%v, %v (-before +after a shift of %v):\n%s", errWant, errGot, shift, diff)
		}
	})
}

func TestARankIsOneMoreThanTheNumberOfBetterOfficialEntries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawField(t)
		placings, err := Rank(byTotalModuleTime, entries)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range placings {
			want, equals := 0, 0
			if entries[p.Key].Standing == Ranked {
				want = 1
				for _, other := range entries {
					if order, _ := compareValues(byTotalModuleTime, other.Values, entries[p.Key].Values); other.Standing == Ranked && order < 0 {
						want++
					} else if other.Standing == Ranked && order == 0 {
						equals++
					}
				}
			}
			if p.Rank != want || p.Tied != (equals > 1) {
				t.Fatalf("entry %d has rank %d (tied %t), want %d with %d equals", p.Key, p.Rank, p.Tied, want, equals)
			}
		}
	})
}
