package scoring

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Direction says which end of a ranking key is better.
type Direction string

// The two directions: points are better high, seconds low.
const (
	HighestFirst Direction = "highest_first"
	LowestFirst  Direction = "lowest_first"
)

// RankKey is one entry of the ordered list that an event ranks by: usually the total,
// then its tie-breaks (a module's points, a shorter time).
type RankKey struct {
	Name      string    `json:"name"`
	Direction Direction `json:"direction"`
}

// Standing says whether an entry takes part in the ranking.
type Standing string

// The standings. Only a ranked entry has a rank; an unofficial one (a guest) is shown
// where its values put it but takes no place from anybody.
const (
	Ranked       Standing = "ranked"
	Unofficial   Standing = "unofficial"
	NotRanked    Standing = "not_ranked"
	Absent       Standing = "absent"
	Disqualified Standing = "disqualified"
)

// standings are in the order in which a result list shows them.
var standings = []Standing{Ranked, Unofficial, NotRanked, Absent, Disqualified}

// Ranking is one entry to be ranked. K is whatever the caller knows it by.
type Ranking[K cmp.Ordered] struct {
	Key      K
	Standing Standing
	// Values are the entry's values for the rank keys, in their order. Entries that are
	// neither ranked nor unofficial need none.
	Values []Exact
}

// Placing is an entry's place (名次) and how it came about.
type Placing[K cmp.Ordered] struct {
	Key      K
	Standing Standing
	// Rank counts from 1 and is shared by entries that are equal on all keys: 1, 2, 2, 4.
	// It is 0 for every standing but ranked.
	Rank int
	// Tied says whether another entry has the same rank.
	Tied bool
	// BehindBy is the name of the key that put the entry behind the rank above it, and
	// AheadBy of the one that put it ahead of the rank below. Empty at either end.
	BehindBy, AheadBy string
}

// The ways in which Rank can be asked the impossible. Its errors wrap one of them and
// name the entry or key.
var (
	ErrRankKeys        = errors.New("scoring: rank keys need names and directions, each name once")
	ErrDuplicateEntry  = errors.New("scoring: an entry stands twice in a ranking")
	ErrValues          = errors.New("scoring: a ranked entry needs one value for each rank key")
	ErrUnknownStanding = errors.New("scoring: unknown standing")
)

// Rank places entries by competition ranking (domain §3, §6 rule 24: three tied for rank
// 2 → 1, 2, 2, 2, 5). The answer is in the order of a result list: ranked and unofficial
// entries by their values, then not ranked, absent and disqualified ones; equals by Key,
// so that the order of the input never matters.
func Rank[K cmp.Ordered](by []RankKey, entries []Ranking[K]) ([]Placing[K], error) {
	if err := checkRanking(by, entries); err != nil {
		return nil, err
	}
	shown := slices.Clone(entries)
	slices.SortFunc(shown, func(a, b Ranking[K]) int {
		if a.placed() && b.placed() {
			order, _ := compareValues(by, a.Values, b.Values)
			return cmp.Or(order, cmp.Compare(a.Key, b.Key))
		}
		return cmp.Or(cmp.Compare(a.section(), b.section()), cmp.Compare(a.Key, b.Key))
	})
	placings := make([]Placing[K], len(shown))
	official, above := 0, -1
	for i, entry := range shown {
		placings[i] = Placing[K]{Key: entry.Key, Standing: entry.Standing}
		if entry.Standing != Ranked {
			continue
		}
		official++
		placings[i].Rank = official
		if above >= 0 {
			separate(by, shown, placings, above, i)
		}
		above = i
	}
	spreadAheadBy(placings)
	return placings, nil
}

// separate compares a ranked entry with the ranked one just above it.
func separate[K cmp.Ordered](by []RankKey, shown []Ranking[K], placings []Placing[K], above, i int) {
	order, name := compareValues(by, shown[above].Values, shown[i].Values)
	if order == 0 {
		placings[i].Rank = placings[above].Rank
		placings[i].BehindBy = placings[above].BehindBy
		placings[i].Tied, placings[above].Tied = true, true
		return
	}
	placings[i].BehindBy, placings[above].AheadBy = name, name
}

// spreadAheadBy gives the key that the last of a tied group is ahead by to all of it.
func spreadAheadBy[K cmp.Ordered](placings []Placing[K]) {
	rank, name := 0, ""
	for i := len(placings) - 1; i >= 0; i-- {
		switch p := &placings[i]; {
		case p.Rank == 0:
		case p.Rank == rank:
			p.AheadBy = name
		default:
			rank, name = p.Rank, p.AheadBy
		}
	}
}

func (r Ranking[K]) placed() bool { return r.Standing == Ranked || r.Standing == Unofficial }

// section is which part of the list an entry is shown in.
func (r Ranking[K]) section() int {
	if r.placed() {
		return 0
	}
	return slices.Index(standings, r.Standing)
}

// compareValues is negative if a is better, and names the key that said so.
func compareValues(by []RankKey, a, b []Exact) (int, string) {
	for i, key := range by {
		order := a[i].Cmp(b[i])
		if key.Direction == HighestFirst {
			order = -order
		}
		if order != 0 {
			return order, key.Name
		}
	}
	return 0, ""
}

func checkRanking[K cmp.Ordered](by []RankKey, entries []Ranking[K]) error {
	names := map[string]bool{}
	for _, key := range by {
		known := key.Direction == HighestFirst || key.Direction == LowestFirst
		if key.Name == "" || names[key.Name] || !known {
			return fmt.Errorf("%w: %.40q %.40q", ErrRankKeys, key.Name, key.Direction)
		}
		names[key.Name] = true
	}
	if len(by) == 0 {
		return ErrRankKeys
	}
	seen := make(map[K]bool, len(entries))
	for _, entry := range entries {
		switch {
		case seen[entry.Key]:
			return fmt.Errorf("%w: %v", ErrDuplicateEntry, entry.Key)
		case !slices.Contains(standings, entry.Standing):
			return fmt.Errorf("%w: %v is %.40q", ErrUnknownStanding, entry.Key, entry.Standing)
		case entry.placed() && len(entry.Values) != len(by):
			return fmt.Errorf("%w: %v has %d of %d", ErrValues, entry.Key, len(entry.Values), len(by))
		}
		seen[entry.Key] = true
	}
	return nil
}
