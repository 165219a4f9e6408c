package results

import (
	"fmt"
	"slices"
	"strings"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/scoring"
)

// Explanation is the way from a piece's marks to its award.
type Explanation struct {
	Criteria  []ExplainedCriterion `json:"criteria"`
	Penalties scoring.Exact        `json:"penalties"`
	Total     ExplainedTotal       `json:"total"`
	Keys      []ExplainedKey       `json:"keys"`
	Scale     *ExplainedScale      `json:"scale"`
}

// ExplainedCriterion is a criterion with its forms.
type ExplainedCriterion struct {
	Letter      string          `json:"letter"`
	Name        string          `json:"name"`
	Points      scoring.Exact   `json:"points"`
	Max         scoring.Points  `json:"max"`
	SubCriteria []ExplainedForm `json:"sub_criteria"`
}

// ExplainedForm is a sub-criterion with its aspects.
type ExplainedForm struct {
	Code    string            `json:"code"`
	Name    string            `json:"name"`
	Points  scoring.Exact     `json:"points"`
	Max     scoring.Points    `json:"max"`
	Starts  *scoring.Points   `json:"starts_with"`
	Aspects []ExplainedAspect `json:"aspects"`
}

// ExplainedAspect is what was seen and what it gave or took.
type ExplainedAspect struct {
	Aspect      id.ID[judging.Aspect] `json:"aspect_id"`
	Description string                `json:"description"`
	Kind        scoring.Kind          `json:"kind"`
	Max         scoring.Points        `json:"max"`
	Observed    []scoring.Observed    `json:"observed"`
	Points      scoring.Exact         `json:"points"`
	Deducts     bool                  `json:"deducts"`
}

// ExplainedTotal is the sum, converted and rounded.
type ExplainedTotal struct {
	Sum       scoring.Exact  `json:"sum"`
	Converted scoring.Exact  `json:"converted"`
	Rounded   scoring.Points `json:"rounded"`
}

// ExplainedKey is a value that the piece was ranked by.
type ExplainedKey struct {
	Name  string        `json:"name"`
	Value scoring.Exact `json:"value"`
}

// ExplainedScale is the scale with this piece's numbers in it.
type ExplainedScale struct {
	Formula    string `json:"formula"`
	Middle     string `json:"middle"`
	Dispersion string `json:"dispersion"`
	Score      string `json:"score"`
}

// Explain recomputes one piece of a run. A piece that is not present has no marks and no
// total: its explanation is its standing.
func Explain(in Inputs, out Outcome, code string) (Explanation, error) {
	i := slices.IndexFunc(in.Pieces, func(p Piece) bool { return p.Code == code })
	j := slices.IndexFunc(out.Placings, func(c Computed) bool { return c.Code == code })
	if i < 0 || j < 0 {
		return Explanation{}, fmt.Errorf("results: the inputs have no piece %s", code)
	}
	piece, computed := in.Pieces[i], out.Placings[j]
	paper, err := in.mark(piece)
	if err != nil {
		return Explanation{}, err
	}
	e := Explanation{Criteria: []ExplainedCriterion{}, Keys: []ExplainedKey{}, Penalties: paper.Penalties}
	if !paper.present {
		return e, nil
	}
	e.Criteria = in.explained(piece, paper)
	e.Total = ExplainedTotal{paper.Sum, paper.Converted, paper.Rounded}
	values := paper.values(in.Rules.Ranking)
	for k, key := range keysOf(in.Rules.Ranking) {
		e.Keys = append(e.Keys, ExplainedKey{key.Name, values[k]})
	}
	if computed.ScaleScore != nil && out.Scale != nil {
		score := computed.ScaleScore.Format(0)
		e.Scale = &ExplainedScale{out.Scale.formula(*computed.Total, score), out.Scale.Middle, out.Scale.Dispersion, score}
	}
	return e, nil
}

func (in Inputs) explained(piece Piece, paper Paper) (all []ExplainedCriterion) {
	n := 0
	for i, c := range in.Criteria {
		criterion := ExplainedCriterion{Letter: c.Letter, Name: c.Name, Points: paper.Criteria[i].Points}
		for j, s := range c.SubCriteria {
			marked := paper.Criteria[i].Forms[j]
			form := ExplainedForm{Code: s.Code, Name: s.Name, Points: marked.Points, Max: s.Max, Starts: s.Starts}
			for k, a := range s.Aspects {
				form.Aspects = append(form.Aspects, ExplainedAspect{
					a.ID, a.Description, a.Definition.Kind, a.Definition.Max, piece.Seen[n], marked.Aspects[k].Points, a.Definition.Deducts(),
				})
				n++
			}
			criterion.SubCriteria, criterion.Max = append(criterion.SubCriteria, form), criterion.Max+s.Max
		}
		all = append(all, criterion)
	}
	return all
}

// formula writes the scale with numbers, as the Technical Descriptions do.
func (s ScaleUsed) formula(total scoring.Points, score string) string {
	centre, deviation := "700", "(1.4826 × "+s.Dispersion+")"
	if s.Method == "worldskills_500" {
		centre, deviation = "500", "√("+s.Dispersion+")"
	}
	if s.Undefined != "" {
		return centre + " (" + string(s.Undefined) + ")"
	}
	return fmt.Sprintf("round(%s + 30 × (%s − %s) / %s) = %s", centre, total, s.Middle, deviation, score)
}

// because says in two languages why a placing has its award.
func because(in Inputs, out Outcome, c Computed, d *Decision) (zh, en string) {
	switch {
	case d != nil:
		return "由组织方裁定（建议：" + c.Award + "）。", "Decided by the organiser; the rules proposed " + c.Award + "."
	case c.Rank == 0:
		return "没有名次（" + string(c.Standing) + "），不参与评奖。", "No rank (" + string(c.Standing) + "), therefore no award."
	}
	for _, t := range out.Ties {
		if slices.Contains(t.Pieces, c.Code) && t.Resolution == scoring.TiesAsk {
			return fmt.Sprintf("名次 %d 并列，跨越 %s 的末位 %d，须由组织方裁定。", t.Rank, t.Award, t.Line),
				fmt.Sprintf("Rank %d is tied across the last place of %s (%d): the organiser decides.", t.Rank, t.Award, t.Line)
		}
	}
	if c.ScaleScore != nil && in.Rules.Awards.Kind == "medals" {
		score, bands := c.ScaleScore.Format(0), out.bands()
		return "标准分 " + score + "；本赛项：" + bands + "。", "Scale score " + score + "; in this field: " + bands + "."
	}
	var lines []string
	first := 1
	for _, l := range out.Lines {
		if l.Places > 0 {
			lines = append(lines, fmt.Sprintf("%s %d–%d", l.Award, first, l.Last))
			first = l.Last + 1
		}
	}
	if lines == nil {
		return fmt.Sprintf("名次 %d；规则未设奖项。", c.Rank), fmt.Sprintf("Rank %d; the rules have no awards.", c.Rank)
	}
	text := strings.Join(lines, ", ")
	return fmt.Sprintf("名次 %d；奖项名次：%s。", c.Rank, text), fmt.Sprintf("Rank %d; places of the awards: %s.", c.Rank, text)
}

// bands lists the lowest and highest scale score of each award.
func (o Outcome) bands() string {
	var order []string
	low, high := map[string]scoring.Points{}, map[string]scoring.Points{}
	for _, p := range o.Placings {
		if p.ScaleScore == nil {
			continue
		}
		if _, known := low[p.Award]; !known {
			order = append(order, p.Award)
			low[p.Award], high[p.Award] = *p.ScaleScore, *p.ScaleScore
		}
		low[p.Award], high[p.Award] = min(low[p.Award], *p.ScaleScore), max(high[p.Award], *p.ScaleScore)
	}
	parts := make([]string, len(order))
	for i, a := range order {
		if parts[i] = a + " " + low[a].Format(0); low[a] != high[a] {
			parts[i] += "–" + high[a].Format(0)
		}
	}
	return strings.Join(parts, ", ")
}
