package results

import (
	"fmt"
	"slices"

	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

// Outcome is what inputs come to.
type Outcome struct {
	Field    scoring.Field `json:"field"`
	Scale    *ScaleUsed    `json:"scale"` // nil: the rules have none
	Lines    []Line        `json:"lines"`
	Ties     []Tie         `json:"ties"`
	Placings []Computed    `json:"placings"` // in the order of the list
}

// ScaleUsed says what scores were measured by.
type ScaleUsed struct {
	Method     string            `json:"method"` // worldskills_700, worldskills_500
	Middle     string            `json:"middle"`
	Dispersion string            `json:"dispersion"`
	Undefined  scoring.Undefined `json:"undefined"` // why everyone got the centre; "" if nobody did
}

// Line is where an award ends: its places, and the last that earns it.
type Line struct {
	Award  string `json:"award"`
	Places int    `json:"places"`
	Last   int    `json:"last"`
}

// Tie is a tie on an award line.
type Tie struct {
	Award      string          `json:"award"`
	Rank       int             `json:"rank"`
	Line       int             `json:"line"`
	Free       int             `json:"free"`
	Pieces     []string        `json:"pieces"` // codes
	Resolution scoring.TieRule `json:"resolution"`
}

// Computed is one piece's place. Total and ScaleScore are nil where there is none.
type Computed struct {
	Code       string            `json:"code"`
	Standing   scoring.Standing  `json:"standing"`
	Rank       int               `json:"rank"` // 0: none
	Tied       bool              `json:"tied"`
	BehindBy   string            `json:"behind_by"` // the key that put it behind the rank above
	Total      *scoring.Points   `json:"total"`
	ScaleScore *scoring.Points   `json:"scale_score"`
	Criteria   []CriterionPoints `json:"criteria"`
	Award      string            `json:"award"`
}

// CriterionPoints are a piece's points in a criterion, exact: "16.25", "250/3".
type CriterionPoints struct {
	Letter string `json:"letter"`
	Points string `json:"points"`
}

// NoAward is the award of who has none.
const NoAward = "none"

// Digest is SHA-256 over the placings as JSON: what stands on the printed list.
func Digest(placings []Computed) (string, error) { return hashOf(placings) }

// Compute turns inputs into ranks, scores and proposed awards. It is pure: the same inputs
// give the same outcome. An error means that the inputs are not complete or do not fit their
// own scheme.
func Compute(in Inputs) (Outcome, error) {
	papers := make([]Paper, len(in.Pieces))
	var rankings []scoring.Ranking[string]
	var out Outcome
	place := map[string]int{}
	for i, p := range in.Pieces {
		paper, err := in.mark(p)
		if err != nil {
			return Outcome{}, err
		}
		papers[i], place[p.Code] = paper, i
		rankings = append(rankings, scoring.Ranking[string]{Key: p.Code, Standing: p.standing(), Values: paper.values(in.Rules.Ranking)})
		if p.Official {
			out.Field.Registered++
			if p.Status == judging.PiecePresent {
				out.Field.Present++
			}
		}
	}
	placed, err := scoring.Rank(keysOf(in.Rules.Ranking), rankings)
	if err != nil {
		return Outcome{}, err
	}
	var candidates []scoring.Candidate[string]
	for _, p := range placed {
		c := Computed{Code: p.Key, Standing: p.Standing, Rank: p.Rank, Tied: p.Tied, BehindBy: p.BehindBy, Award: NoAward, Criteria: []CriterionPoints{}}
		if paper := papers[place[p.Key]]; paper.present {
			total := paper.Rounded
			c.Total, c.Criteria = &total, paper.criteria()
		}
		out.Placings = append(out.Placings, c)
		if c.Rank > 0 {
			out.Field.Scored++
		}
	}
	out.scale(in.Rules.Ranking)
	for _, c := range out.Placings {
		if c.Rank > 0 {
			score := *c.Total
			if c.ScaleScore != nil {
				score = *c.ScaleScore
			}
			candidates = append(candidates, scoring.Candidate[string]{Key: c.Code, Rank: c.Rank, Score: score})
		}
	}
	out.award(in.Rules.Awards, candidates)
	return out, nil
}

// standing says how a piece takes part in the ranking.
func (p Piece) standing() scoring.Standing {
	switch {
	case p.Status == judging.PieceAbsent:
		return scoring.Absent
	case p.Status == judging.PieceDisqualified:
		return scoring.Disqualified
	case p.Status != judging.PiecePresent:
		return scoring.NotRanked
	case !p.Official:
		return scoring.Unofficial
	}
	return scoring.Ranked
}

// Paper is a piece with every step from its marks to its total.
type Paper struct {
	present   bool
	Criteria  []MarkedCriterion
	Penalties scoring.Exact
	Sum       scoring.Exact  // of the criteria less the penalties, never below 0
	Converted scoring.Exact  // to 100 where the rules say so
	Rounded   scoring.Points // as the rules round totals
}

// MarkedCriterion is a criterion with its points.
type MarkedCriterion struct {
	Letter string
	Points scoring.Exact
	Forms  []MarkedForm
}

// MarkedForm is a sub-criterion with its points and, aspect by aspect, what each gave or took.
type MarkedForm struct {
	Points  scoring.Exact
	Aspects []scoring.Outcome
}

// mark computes a piece's points, aspect by aspect. Only the national rules leave aspects
// unrounded; penalties are taken from the total, everything else stays in its form.
func (in Inputs) mark(p Piece) (Paper, error) {
	paper := Paper{present: p.Status == judging.PiecePresent}
	if !paper.present {
		return paper, nil
	}
	m := in.Rules.Marking
	step, _ := programmes.Decimal(m.AspectRounding) // the rules were checked when they were frozen
	var penalties []scoring.Outcome
	var sums []scoring.Exact
	n := 0
	for _, c := range in.Criteria {
		marked := MarkedCriterion{Letter: c.Letter}
		var parts []scoring.Exact
		for _, s := range c.SubCriteria {
			form := MarkedForm{Aspects: make([]scoring.Outcome, len(s.Aspects))}
			var own []scoring.Outcome
			for k, a := range s.Aspects {
				if n >= len(p.Seen) {
					return Paper{}, fmt.Errorf("results: %s has marks for %d aspects only", p.Code, len(p.Seen))
				}
				outcome, err := scoring.Assess(a.Definition, p.Seen[n], m.Judges, step)
				if err != nil {
					return Paper{}, fmt.Errorf("results: %s, %s, aspect %d: %w", p.Code, s.Code, k+1, err)
				}
				n++
				if form.Aspects[k] = outcome; a.Definition.Kind == scoring.Penalty {
					penalties = append(penalties, outcome)
				} else {
					own = append(own, outcome)
				}
			}
			var start scoring.Points
			if s.Starts != nil {
				start = *s.Starts
			}
			form.Points = scoring.Tally(start, own)
			marked.Forms, parts = append(marked.Forms, form), append(parts, form.Points)
		}
		marked.Points = scoring.Sum(parts)
		paper.Criteria, sums = append(paper.Criteria, marked), append(sums, marked.Points)
	}
	for _, x := range penalties {
		paper.Penalties = paper.Penalties.Add(x.Points)
	}
	paper.Sum = scoring.Sum(sums).Sub(paper.Penalties)
	if none := (scoring.Exact{}); paper.Sum.Cmp(none) < 0 {
		paper.Sum = none
	}
	return in.total(paper)
}

// total converts a sum to 100 where the scheme has no total of its own, and rounds it as the
// rules say; a total that no rule rounds is shown to the thousandth, and ranked exactly.
func (in Inputs) total(p Paper) (Paper, error) {
	m := in.Rules.Marking
	p.Converted = p.Sum
	if most := in.max(); m.SchemeTotal == "" && most != 100*scoring.Whole {
		var err error
		if p.Converted, err = scoring.Convert(p.Sum, most, 100*scoring.Whole); err != nil {
			return Paper{}, err
		}
	}
	step, _ := programmes.Decimal(m.TotalRounding)
	if step > 0 {
		p.Converted = p.Converted.Round(step).Exact()
	}
	p.Rounded = p.Converted.Round(scoring.Thousandth)
	return p, nil
}

// max is what all forms give together.
func (in Inputs) max() (sum scoring.Points) {
	for _, c := range in.Criteria {
		for _, s := range c.SubCriteria {
			sum += s.Max
		}
	}
	return sum
}

func (p Paper) criteria() []CriterionPoints {
	out := make([]CriterionPoints, len(p.Criteria))
	for i, c := range p.Criteria {
		out[i] = CriterionPoints{c.Letter, c.Points.String()}
	}
	return out
}

// totalKey is the first ranking key; the others are criteria by their letters.
const totalKey = "total"

func keysOf(r programmes.RankingRules) []scoring.RankKey {
	keys := []scoring.RankKey{{Name: totalKey, Direction: scoring.HighestFirst}}
	for _, letter := range r.TieBreaks {
		keys = append(keys, scoring.RankKey{Name: letter, Direction: scoring.HighestFirst})
	}
	return keys
}

// values are what the ranking keys ask for.
func (p Paper) values(r programmes.RankingRules) []scoring.Exact {
	if !p.present {
		return nil
	}
	values := []scoring.Exact{p.Converted}
	for _, letter := range r.TieBreaks {
		var v scoring.Exact
		if i := slices.IndexFunc(p.Criteria, func(c MarkedCriterion) bool { return c.Letter == letter }); i >= 0 {
			v = p.Criteria[i].Points
		}
		values = append(values, v)
	}
	return values
}
