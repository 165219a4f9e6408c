package scoring

import (
	"cmp"
	"slices"
)

// Candidate is an entry as the award policies see it.
type Candidate[K cmp.Ordered] struct {
	Key K
	// Rank is the entry's place, from Rank; entries with rank 0 (guests, the absent) get
	// no award and are no part of the field.
	Rank int
	// Score is what medals and thresholds look at: the scale score or the total.
	Score Points
}

// ProposedAward is one award for one entry.
type ProposedAward[K cmp.Ordered] struct {
	Key   K
	Award string
	Rank  int
}

// TieOnLine is a tie that a line between two awards would have cut: rule 26 of the
// domain, "tie on the gold line → the engine asks".
type TieOnLine[K cmp.Ordered] struct {
	Award string // the award whose line it is
	Line  int    // the last place that earns it
	Rank  int    // the rank that the tied entries share
	Keys  []K    // those of them without an earlier award
	// Free is how many places of the award were left for the tied entries.
	Free int
	// Resolution is the rule that was applied: extended, or still to be asked.
	Resolution TieRule
}

// Proposal is what the policies propose; the organiser confirms or overrides it.
type Proposal[K cmp.Ordered] struct {
	// Awards has at most one award for each entry, by rank, equals by key. Entries of a
	// tie that is to be asked have none yet.
	Awards []ProposedAward[K]
	// Ties are all ties on a line, decided or not, in the order of the policies.
	Ties []TieOnLine[K]
	// Lines are the lines of every policy in turn.
	Lines []AwardLine
}

// ProposeAwards applies an event's policies in their order. An entry keeps its first
// award, so that medallists are not counted twice among the upper half. A tier goes to
// every entry ranked no lower than its line: a tie that is extended over a line uses up
// places of the next tier, it adds none. The policies should have passed Validate; the
// order of the candidates never matters.
func ProposeAwards[K cmp.Ordered](policies []AwardPolicy, field Field, candidates []Candidate[K]) Proposal[K] {
	a := awarding[K]{settled: map[K]bool{}}
	for _, c := range candidates {
		if c.Rank > 0 {
			a.field = append(a.field, c)
		}
	}
	slices.SortFunc(a.field, func(a, b Candidate[K]) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Key, b.Key))
	})
	for _, policy := range policies {
		switch policy.Kind {
		case ByMedals:
			a.byMedals(policy)
		case ByThreshold:
			a.byThreshold(policy)
		default:
			a.byLines(policy, field)
		}
	}
	slices.SortStableFunc(a.proposal.Awards, func(a, b ProposedAward[K]) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Key, b.Key))
	})
	return a.proposal
}

// awarding is a proposal in the making.
type awarding[K cmp.Ordered] struct {
	field    []Candidate[K] // by rank
	settled  map[K]bool     // who has an award, or waits for a decision about one
	proposal Proposal[K]
}

func (a *awarding[K]) give(c Candidate[K], award string) {
	if award != "" && !a.settled[c.Key] {
		a.settled[c.Key] = true
		a.proposal.Awards = append(a.proposal.Awards, ProposedAward[K]{Key: c.Key, Award: award, Rank: c.Rank})
	}
}

func (a *awarding[K]) byMedals(policy AwardPolicy) {
	if policy.Medals == nil {
		return
	}
	scores := make([]Points, len(a.field))
	for i, c := range a.field {
		scores[i] = c.Score
	}
	for i, medal := range policy.Medals.Medals(scores) {
		a.give(a.field[i], policy.Medals.award(medal))
	}
}

// award is what a medal is called in a list of awards.
func (m MedalPolicy) award(medal Medal) string {
	switch medal {
	case NoMedal:
		return ""
	case Excellence:
		return m.ExcellenceLabel
	default:
		return string(medal)
	}
}

func (a *awarding[K]) byThreshold(policy AwardPolicy) {
	for _, c := range a.field {
		for _, tier := range policy.Tiers {
			if c.Score >= tier.From {
				a.give(c, tier.Award)
				break
			}
		}
	}
}

// byLines goes through the groups of equal rank.
func (a *awarding[K]) byLines(policy AwardPolicy, field Field) {
	lines := policy.AwardLines(field)
	a.proposal.Lines = append(a.proposal.Lines, lines...)
	for start := 0; start < len(a.field); {
		end := start + 1
		for end < len(a.field) && a.field[end].Rank == a.field[start].Rank {
			end++
		}
		a.group(policy.Ties, lines, a.field[start:end])
		start = end
	}
}

// group awards the entries of one rank, who take the places rank to rank + size − 1.
func (a *awarding[K]) group(rule TieRule, lines []AwardLine, tied []Candidate[K]) {
	rank := tied[0].Rank
	tier := slices.IndexFunc(lines, func(l AwardLine) bool { return rank <= l.Line })
	if tier < 0 {
		return
	}
	if a.report(rule, lines[tier:], tied) && rule == TiesAsk {
		for _, c := range tied {
			a.settled[c.Key] = true
		}
		return
	}
	for _, c := range tied {
		a.give(c, lines[tier].Award)
	}
}

// report notes every line that the tied entries lie across and says whether there is one.
func (a *awarding[K]) report(rule TieRule, lines []AwardLine, tied []Candidate[K]) bool {
	var keys []K
	for _, c := range tied {
		if !a.settled[c.Key] {
			keys = append(keys, c.Key)
		}
	}
	rank, lastPlace, cut := tied[0].Rank, tied[0].Rank+len(tied)-1, false
	for _, l := range lines {
		if len(keys) == 0 || l.Places == 0 || lastPlace <= l.Line {
			continue
		}
		cut = true
		a.proposal.Ties = append(a.proposal.Ties, TieOnLine[K]{
			Award: l.Award, Line: l.Line, Rank: rank, Keys: keys,
			Free: min(l.Places, l.Line-rank+1), Resolution: rule,
		})
	}
	return cut
}
