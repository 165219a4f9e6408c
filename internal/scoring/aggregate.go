package scoring

import (
	"cmp"
	"slices"
)

// MedalPoints is what each medal counts in a member or delegation table.
type MedalPoints struct {
	Gold       int `json:"gold"`
	Silver     int `json:"silver"`
	Bronze     int `json:"bronze"`
	Excellence int `json:"excellence"`
}

// WorldSkillsMedalPoints is 4 / 3 / 2 / 1.
func WorldSkillsMedalPoints() MedalPoints {
	return MedalPoints{Gold: 4, Silver: 3, Bronze: 2, Excellence: 1}
}

func (m MedalPoints) of(medal Medal) int {
	switch medal {
	case Gold:
		return m.Gold
	case Silver:
		return m.Silver
	case Bronze:
		return m.Bronze
	case Excellence:
		return m.Excellence
	default:
		return 0
	}
}

// SkillResult is one entry's result in one official skill. A team is one entry and
// counts once.
type SkillResult[K cmp.Ordered] struct {
	Member K
	Medal  Medal
	Score  Points // scale score
}

// MemberRow is one line of the table of members or delegations.
type MemberRow[K cmp.Ordered] struct {
	Member K
	// Skills is how many official skills the member entered: what averages divide by.
	Skills                           int
	Gold, Silver, Bronze, Excellence int
	MedalPoints                      int
	AverageMedalPoints               Exact // in points: 3 medal points in 2 skills are 1.50
	Score                            Points
	AverageScore                     Exact
}

// MedalTable adds up results by member, most medal points first, then more golds, silvers
// and bronzes, equals by member.
func MedalTable[K cmp.Ordered](points MedalPoints, results []SkillResult[K]) []MemberRow[K] {
	rows := map[K]*MemberRow[K]{}
	for _, result := range results {
		row := rows[result.Member]
		if row == nil {
			row = &MemberRow[K]{Member: result.Member}
			rows[result.Member] = row
		}
		row.count(result, points)
	}
	table := make([]MemberRow[K], 0, len(rows))
	for _, row := range rows {
		row.AverageMedalPoints = Whole.Exact().Times(int64(row.MedalPoints), int64(row.Skills))
		row.AverageScore = row.Score.Exact().Times(1, int64(row.Skills))
		table = append(table, *row)
	}
	slices.SortFunc(table, func(a, b MemberRow[K]) int {
		return cmp.Or(cmp.Compare(b.MedalPoints, a.MedalPoints), cmp.Compare(b.Gold, a.Gold),
			cmp.Compare(b.Silver, a.Silver), cmp.Compare(b.Bronze, a.Bronze), cmp.Compare(a.Member, b.Member))
	})
	return table
}

func (r *MemberRow[K]) count(result SkillResult[K], points MedalPoints) {
	r.Skills++
	r.MedalPoints += points.of(result.Medal)
	r.Score += result.Score
	switch result.Medal {
	case Gold:
		r.Gold++
	case Silver:
		r.Silver++
	case Bronze:
		r.Bronze++
	case Excellence:
		r.Excellence++
	}
}
