package scoring

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Domain §6 rule 23.
func TestTiesAtTheEdgeOfTheTopPartAreAllIncluded(t *testing.T) {
	places := func(n int) RecheckPolicy { return RecheckPolicy{TopPlaces: n} }
	for _, c := range []struct {
		what   string
		policy RecheckPolicy
		ranks  []int
		want   int // of the first so many ranks
	}{
		{"30 % of 10", NationalRecheck(), []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 3},
		{"30 % of 10, three tied at the edge", NationalRecheck(), []int{1, 2, 3, 3, 3, 6, 7, 8, 9, 10}, 5},
		{"30 % of 10, a tie before the edge", NationalRecheck(), []int{1, 1, 3, 4, 5, 6, 7, 8, 9, 10}, 3},
		{"30 % of 10, a tie behind the edge", NationalRecheck(), []int{1, 2, 3, 4, 4, 6, 7, 8, 9, 10}, 3},
		{"30 % of 11 counts up", NationalRecheck(), []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 4},
		{"30 % of the ranked, guests and absent aside", NationalRecheck(), []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 0}, 3},
		{"one entry", NationalRecheck(), []int{1}, 1},
		{"nobody", NationalRecheck(), nil, 0},
		{"the smallest share counts up", RecheckPolicy{TopShare: 1}, []int{1, 2, 3}, 1},
		{"the first two", places(2), []int{1, 2, 3, 4}, 2},
		{"the first two, tied", places(2), []int{1, 2, 2, 2, 5}, 4},
		{"more places than entries", places(9), []int{1, 2}, 2},
	} {
		want := make([]bool, len(c.ranks))
		for i := range c.want {
			want[i] = true
		}
		if diff := cmp.Diff(want, c.policy.Top(c.ranks)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
	if got := places(1).Top([]int{0, 2, 1}); !slices.Equal(got, []bool{false, false, true}) {
		t.Errorf("the answer is not in the order of the ranks: %v", got)
	}
}

func TestThreeErrorsOfSixtyPassAndFourDoNot(t *testing.T) {
	for _, c := range []struct {
		errors, checked int
		want            bool
	}{
		{3, 60, false}, {4, 60, true}, {0, 60, false}, {1, 20, false}, {1, 19, true}, {50, 1000, false}, {51, 1000, true},
		{0, 0, false}, {60, 60, true},
	} {
		if got := NationalRecheck().Exceeds(c.errors, c.checked); got != c.want {
			t.Errorf("%d of %d: %t", c.errors, c.checked, got)
		}
	}
}

func TestTheSampleOfTheRestIsCountedUpAndNeverEmpty(t *testing.T) {
	for rest, want := range map[int]int{0: 0, 1: 1, 6: 1, 7: 2, 20: 3, 100: 15, 101: 16} {
		if got := NationalRecheck().SampleSize(rest); got != want {
			t.Errorf("of %d: %d, want %d", rest, got, want)
		}
	}
	if got := (RecheckPolicy{TopPlaces: 1}).SampleSize(50); got != 0 {
		t.Errorf("no share draws %d", got)
	}
}

func TestEveryProblemOfARecheckPolicyIsFound(t *testing.T) {
	for _, c := range []struct {
		policy RecheckPolicy
		want   []string
	}{
		{NationalRecheck(), nil},
		{RecheckPolicy{TopPlaces: 3}, nil},
		{RecheckPolicy{TopShare: 10_000, SampleShare: 10_000, MaxErrorRate: 10_000}, nil},
		{RecheckPolicy{}, []string{"/top_share missing"}},
		{RecheckPolicy{TopShare: 3000, TopPlaces: 3}, []string{"/top_share missing"}},
		{RecheckPolicy{TopShare: 10_001, SampleShare: -1, MaxErrorRate: 10_001},
			[]string{"/top_share out_of_range", "/sample_share out_of_range", "/max_error_rate out_of_range"}},
		{RecheckPolicy{TopPlaces: -1}, []string{"/top_places out_of_range"}},
	} {
		if diff := cmp.Diff(c.want, found(c.policy.Validate())); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", c.policy, diff)
		}
	}
}
