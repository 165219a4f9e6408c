package results

import (
	"slices"

	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

// scaleOf is the scale that the rules name.
func scaleOf(r programmes.RankingRules) (scoring.Scale, bool) {
	var s scoring.Scale
	switch r.Scale {
	case "worldskills_700":
		s = scoring.Scale700()
	case "worldskills_500":
		s = scoring.Scale500()
	default:
		return s, false
	}
	s.MinEntries = r.ScaleMinimum
	return s, true
}

// scale gives the ranked placings their scale scores. Guests are no part of the field.
func (o *Outcome) scale(r programmes.RankingRules) {
	s, has := scaleOf(r)
	if !has {
		return
	}
	var totals []scoring.Points
	for _, p := range o.Placings {
		if p.Rank > 0 {
			totals = append(totals, *p.Total)
		}
	}
	scaled := s.Scores(totals)
	o.Scale = &ScaleUsed{Method: r.Scale, Middle: scaled.Middle.String(), Dispersion: scaled.Dispersion.String(), Undefined: scaled.Undefined}
	n := 0
	for i := range o.Placings {
		if p := &o.Placings[i]; p.Rank > 0 {
			p.ScaleScore = &scaled.Scores[n]
			n++
		}
	}
}

// award proposes awards. A tie that the rules leave open leaves its pieces without any.
func (o *Outcome) award(r programmes.AwardRules, candidates []scoring.Candidate[string]) {
	policy, has := policyOf(r)
	if !has {
		return
	}
	proposal := scoring.ProposeAwards([]scoring.AwardPolicy{policy}, o.Field, candidates)
	given := map[string]string{}
	for _, a := range proposal.Awards {
		given[a.Key] = a.Award
	}
	for i := range o.Placings {
		if a, ok := given[o.Placings[i].Code]; ok {
			o.Placings[i].Award = a
		}
	}
	for _, l := range proposal.Lines {
		o.Lines = append(o.Lines, Line{l.Award, l.Places, l.Line})
	}
	for _, t := range proposal.Ties {
		o.Ties = append(o.Ties, Tie{t.Award, t.Rank, t.Line, t.Free, slices.Clone(t.Keys), t.Resolution})
	}
}

// policyOf is the arithmetic's form of the rules about awards.
func policyOf(r programmes.AwardRules) (scoring.AwardPolicy, bool) {
	switch {
	case r.Kind == "medals" && r.Medals != nil:
		m := scoring.MedalPolicy{
			Mode: scoring.MedalMode(r.Medals.Mode), Tolerance: scoring.Points(r.Medals.Tolerance) * scoring.Whole,
			ExcellenceThreshold: scoring.Points(r.Medals.ExcellenceThreshold) * scoring.Whole, ExcellenceLabel: string(scoring.Excellence),
		}
		for _, f := range r.Medals.SmallFields {
			small := scoring.SmallField{UpTo: f.Entries}
			for _, medal := range f.Medals {
				small.Medals = append(small.Medals, scoring.Medal(medal))
			}
			m.SmallFields = append(m.SmallFields, small)
		}
		slices.SortFunc(m.SmallFields, func(a, b scoring.SmallField) int { return a.UpTo - b.UpTo })
		return scoring.AwardPolicy{Kind: scoring.ByMedals, Medals: &m}, true
	case r.Kind == "percentage" && r.Percentage != nil:
		p := scoring.AwardPolicy{
			Kind: scoring.ByPercentage, Base: scoring.Base(r.Percentage.Base), Lines: scoring.LinesPerTier,
			Rounding: scoring.CountRounding(r.Percentage.Rounding), Ties: scoring.TieRule(r.Percentage.Tie),
		}
		if r.Percentage.Cumulative {
			p.Lines = scoring.LinesCumulative
		}
		for i, t := range r.Percentage.Tiers {
			share := t.Share()
			if r.Percentage.Cumulative && i > 0 { // the rules name the sum so far
				share -= r.Percentage.Tiers[i-1].Share()
			}
			p.Tiers = append(p.Tiers, scoring.AwardTier{Award: t.Award, Share: share})
		}
		return p, true
	}
	return scoring.AwardPolicy{}, false
}

// awardsOf lists the awards that rules have, the best first, and none.
func awardsOf(r programmes.AwardRules) (all []string) {
	switch {
	case r.Kind == "medals":
		all = []string{string(scoring.Gold), string(scoring.Silver), string(scoring.Bronze), string(scoring.Excellence)}
	case r.Kind == "percentage" && r.Percentage != nil:
		for _, t := range r.Percentage.Tiers {
			all = append(all, t.Award)
		}
	}
	return append(all, NoAward)
}

// awardNames are what awards are called on a list.
var awardNames = map[string]names.Text{
	"gold": {"zh-CN": "金牌", "en": "Gold"}, "silver": {"zh-CN": "银牌", "en": "Silver"}, "bronze": {"zh-CN": "铜牌", "en": "Bronze"},
	"first": {"zh-CN": "一等奖", "en": "First prize"}, "second": {"zh-CN": "二等奖", "en": "Second prize"}, "third": {"zh-CN": "三等奖", "en": "Third prize"},
	"excellence": {"zh-CN": "优胜奖", "en": "Medallion for Excellence"}, NoAward: {"zh-CN": "", "en": ""},
}

// awardName is what an award is called under these rules.
func awardName(award string, r programmes.AwardRules) names.Text {
	name, known := awardNames[award]
	switch {
	case award == string(scoring.Excellence) && r.Medals != nil && r.Medals.ExcellenceLabel != "":
		return names.Text{"zh-CN": name["zh-CN"], "en": r.Medals.ExcellenceLabel}
	case !known:
		return names.Text{"en": award}
	}
	return name
}
