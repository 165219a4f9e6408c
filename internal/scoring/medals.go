package scoring

import (
	"cmp"
	"slices"
)

// Medal is what a scale score earns in a WorldSkills competition.
type Medal string

// The medals. Excellence is the medallion (up to 2024) or medal for excellence.
const (
	Gold       Medal = "gold"
	Silver     Medal = "silver"
	Bronze     Medal = "bronze"
	Excellence Medal = "excellence"
	NoMedal    Medal = "none"
)

// MedalMode says when scores share a medal.
type MedalMode string

// The two modes that WorldSkills has used.
const (
	// ToleranceMedals (up to 2024): scores within Tolerance of the best of a group share
	// its medal, and shared medals displace the ones below.
	ToleranceMedals MedalMode = "tolerance"
	// DenseMedals (from 2026): only equal scores share; the best score is gold, the
	// second silver, the third bronze.
	DenseMedals MedalMode = "dense"
)

// MedalPolicy decides medals from rounded scale scores.
type MedalPolicy struct {
	Mode MedalMode `json:"mode"`
	// Tolerance is how far below the best of a group a score may lie and still share.
	// For the tolerance mode.
	Tolerance Points `json:"tolerance,omitzero"`
	// ExcellenceThreshold is the lowest score without a medal that gets Excellence.
	ExcellenceThreshold Points `json:"excellence_threshold"`
	// ExcellenceLabel is what Excellence is called; empty where it is not awarded.
	ExcellenceLabel string `json:"excellence_label,omitzero"`
	// SmallFields say which medals a small field gets; ascending by UpTo.
	SmallFields []SmallField `json:"small_fields,omitempty"`
}

// SmallField limits a field of at most UpTo entries to the listed medals.
type SmallField struct {
	UpTo   int     `json:"up_to"`
	Medals []Medal `json:"medals"`
}

// Medals2019 is the WorldSkills policy of the 700 scale up to 2024: a tolerance of 2, no
// bronze for 4 entries, gold only for 3 or fewer.
func Medals2019() MedalPolicy {
	return MedalPolicy{
		Mode: ToleranceMedals, Tolerance: 2 * Whole,
		ExcellenceThreshold: 700 * Whole, ExcellenceLabel: "Medallion for Excellence",
		SmallFields: []SmallField{
			{UpTo: 3, Medals: []Medal{Gold}},
			{UpTo: 4, Medals: []Medal{Gold, Silver}},
		},
	}
}

// Medals2026 is the WorldSkills policy from 2026.
func Medals2026() MedalPolicy {
	return MedalPolicy{Mode: DenseMedals, ExcellenceThreshold: 700 * Whole, ExcellenceLabel: "Medal for Excellence"}
}

// Validate returns everything that is wrong with the policy, or nothing.
func (m MedalPolicy) Validate() []Problem {
	var p problems
	m.check(&p, "")
	return p
}

func (m MedalPolicy) check(p *problems, at string) {
	p.need(m.Mode == ToleranceMedals || m.Mode == DenseMedals, at+"/mode", ProblemUnknown, "tolerance or dense")
	p.need(m.Tolerance >= 0 && m.Tolerance <= maxAspect, at+"/tolerance", ProblemOutOfRange, "must be 0 or above")
	p.need(m.Mode != DenseMedals || m.Tolerance == 0, at+"/tolerance", ProblemNotForKind, "dense medals know no tolerance")
	for i, field := range m.SmallFields {
		p.need(field.UpTo > 0, at+"/small_fields", ProblemOutOfRange, "a field has at least one entry")
		p.need(i == 0 || field.UpTo > m.SmallFields[i-1].UpTo, at+"/small_fields", ProblemNotAscending,
			"row %d must be for more entries than the one before", i)
		for _, medal := range field.Medals {
			p.need(medal == Gold || medal == Silver || medal == Bronze, at+"/small_fields", ProblemUnknown,
				"no medal to limit: %.40q", medal)
		}
	}
}

// Medals decides the medals of one skill from its official entries' scale scores. The
// answer is in the order of the scores, which does not matter otherwise.
func (m MedalPolicy) Medals(scores []Points) []Medal {
	best := slices.Clone(scores)
	slices.SortFunc(best, func(a, b Points) int { return cmp.Compare(b, a) })
	medalOf := m.dense
	if m.Mode == ToleranceMedals {
		medalOf = m.tolerant
	}
	lowest := medalOf(best)
	medals := make([]Medal, len(scores))
	for i, score := range scores {
		medals[i] = m.medal(score, lowest, len(scores))
	}
	return medals
}

// lowestScores are the lowest scores that earn gold, silver and bronze; nil for none.
type lowestScores struct{ gold, silver, bronze *Points }

func (m MedalPolicy) medal(score Points, lowest lowestScores, entries int) Medal {
	medal := NoMedal
	switch {
	case lowest.gold != nil && score >= *lowest.gold:
		medal = Gold
	case lowest.silver != nil && score >= *lowest.silver:
		medal = Silver
	case lowest.bronze != nil && score >= *lowest.bronze:
		medal = Bronze
	}
	for _, field := range m.SmallFields {
		if entries <= field.UpTo {
			if !slices.Contains(field.Medals, medal) {
				medal = NoMedal
			}
			break
		}
	}
	if medal == NoMedal && m.ExcellenceLabel != "" && score >= m.ExcellenceThreshold {
		return Excellence
	}
	return medal
}

// dense takes the best three distinct scores.
func (m MedalPolicy) dense(best []Points) lowestScores {
	var lowest lowestScores
	for i, medal := range slices.Compact(best) {
		switch i {
		case 0:
			lowest.gold = new(medal)
		case 1:
			lowest.silver = new(medal)
		case 2:
			lowest.bronze = new(medal)
		}
	}
	return lowest
}

// tolerant follows worldskills rules up to 2024: a group is anchored at its best score
// and never chained, and a shared medal narrows or removes the ones below it.
func (m MedalPolicy) tolerant(best []Points) lowestScores {
	gold, rest := m.within(best, best)
	lowest := lowestScores{gold: last(gold)}
	switch {
	case len(gold) == 1:
		silver, below := m.within(rest, rest)
		lowest.silver = last(silver)
		anchor := below
		if len(silver) > 1 {
			anchor = silver[len(silver)-1:]
		}
		bronze, _ := m.within(below, anchor)
		lowest.bronze = last(bronze)
	case len(gold) == 2:
		bronze, _ := m.within(rest, rest)
		lowest.bronze = last(bronze)
	default:
		bronze, _ := m.within(rest, gold[max(len(gold)-1, 0):])
		lowest.bronze = last(bronze)
	}
	return lowest
}

// within cuts descending scores after those at most the tolerance below anchor's first.
func (m MedalPolicy) within(scores, anchor []Points) (group, rest []Points) {
	n := 0
	for len(anchor) > 0 && n < len(scores) && anchor[0]-scores[n] <= m.Tolerance {
		n++
	}
	return scores[:n], scores[n:]
}

func last(group []Points) *Points {
	if len(group) == 0 {
		return nil
	}
	return &group[len(group)-1]
}
