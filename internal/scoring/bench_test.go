package scoring

import (
	"fmt"
	"testing"
)

// 2,000 entries is a whole preliminary round in one list.
func BenchmarkScaleAndRankTwoThousandEntries(b *testing.B) {
	for _, scale := range []Scale{Scale700(), Scale500()} {
		b.Run(string(scale.Method), func(b *testing.B) {
			marks := make([]Points, 2000)
			entries := make([]Ranking[string], len(marks))
			for i := range marks {
				marks[i] = Points(i*7919%10_000) * Hundredth
				entries[i] = Ranking[string]{Key: fmt.Sprintf("%05d", i*31%len(marks)), Standing: Ranked}
			}
			b.ReportAllocs()
			for b.Loop() {
				scores := scale.Scores(marks).Scores
				for i, score := range scores {
					entries[i].Values = []Exact{score.Exact(), marks[i].Exact()}
				}
				if _, err := Rank([]RankKey{{"score", HighestFirst}, {"mark", HighestFirst}}, entries); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
