package scoring

import "fmt"

// AwardKind says how a policy turns places into awards.
type AwardKind string

// The kinds of award policy (domain §3). "Selected / not selected" needs no arithmetic.
const (
	// ByPercentage gives each tier a share of the base: 10/20/30 % of 30 is 3/6/9.
	ByPercentage AwardKind = "percentage"
	// ByRank gives each tier a number of places: one gold, one silver, one bronze.
	ByRank AwardKind = "rank"
	// ByMedals shares medals by scale score, as MedalPolicy says.
	ByMedals AwardKind = "medals"
	// ByTopPart gives one award to the upper part of the field (优胜奖: its half), the
	// holders of earlier awards counting for the half but not getting it as well.
	ByTopPart AwardKind = "top_part"
	// ByThreshold gives each tier to everyone from a score on.
	ByThreshold AwardKind = "threshold"
)

// Base says which number of entries a share is a share of.
type Base string

// The bases. Guests belong to none of them.
const (
	BaseRegistered Base = "registered"
	BasePresent    Base = "present"
	BaseScored     Base = "scored"
)

// Lines says where shares are rounded.
type Lines string

// Three tiers of 10 % of 33: per tier floors to 3, 3, 3, cumulatively to 3, 6, 9.
const (
	LinesPerTier    Lines = "per_tier"   // each tier's number is rounded
	LinesCumulative Lines = "cumulative" // the sum of the shares so far is rounded
)

// CountRounding says how a number of awards is rounded.
type CountRounding string

// The roundings.
const (
	Floor   CountRounding = "floor"
	HalfUp  CountRounding = "half_up"
	Ceiling CountRounding = "ceiling"
)

// TieRule says what happens to a tie on the line between two tiers. Ties that the rank
// keys could break are broken before: equal ranks are equal for good.
type TieRule string

// The rules. Neither cuts a tie silently: both report it.
const (
	TiesExtend TieRule = "extend" // all of them get the better award
	TiesAsk    TieRule = "ask"    // none of them gets any until the organiser decides
)

// AwardPolicy is one step in awarding an event; an event has an ordered list of them.
type AwardPolicy struct {
	Kind  AwardKind   `json:"kind"`
	Tiers []AwardTier `json:"tiers,omitempty"` // the best first; for every kind but medals
	// Base, Lines and Rounding are for percentage and top_part.
	Base     Base          `json:"base,omitzero"`
	Lines    Lines         `json:"lines,omitzero"`
	Rounding CountRounding `json:"rounding,omitzero"`
	// Ties is for percentage, top_part and rank.
	Ties TieRule `json:"ties,omitzero"`
	// Medals is for medals.
	Medals *MedalPolicy `json:"medals,omitempty"`
}

// AwardTier is one award (一等奖, gold) and who gets it; the kind says which member counts.
type AwardTier struct {
	Award  string `json:"award"`
	Share  Weight `json:"share,omitzero"`  // of the base; percentage and top_part
	Places int    `json:"places,omitzero"` // rank
	From   Points `json:"from,omitzero"`   // the lowest score; threshold
}

// Validate returns everything that is wrong with the policy, or nothing.
func (a AwardPolicy) Validate() []Problem {
	var p problems
	a.checkMembers(&p)
	a.checkTiers(&p)
	if a.Medals != nil {
		a.Medals.check(&p, "/medals")
	}
	return p
}

func (a AwardPolicy) checkMembers(p *problems) {
	known := a.byShare() || a.Kind == ByRank || a.Kind == ByMedals || a.Kind == ByThreshold
	p.need(known, "/kind", ProblemUnknown, "no kind of award policy: %.40q", a.Kind)
	if !known {
		return
	}
	if a.byShare() {
		p.need(a.Base == BaseRegistered || a.Base == BasePresent || a.Base == BaseScored,
			"/base", ProblemUnknown, "registered, present or scored")
		p.need(a.Lines == LinesPerTier || a.Lines == LinesCumulative, "/lines", ProblemUnknown, "per_tier or cumulative")
		p.need(a.Rounding == Floor || a.Rounding == HalfUp || a.Rounding == Ceiling,
			"/rounding", ProblemUnknown, "floor, half_up or ceiling")
	} else {
		p.need(a.Base == "", "/base", ProblemNotForKind, "%s does not read it", a.Kind)
		p.need(a.Lines == "", "/lines", ProblemNotForKind, "%s does not read it", a.Kind)
		p.need(a.Rounding == "", "/rounding", ProblemNotForKind, "%s does not read it", a.Kind)
	}
	if a.drawsLines() {
		p.need(a.Ties == TiesExtend || a.Ties == TiesAsk, "/ties", ProblemUnknown, "extend or ask")
	} else {
		p.need(a.Ties == "", "/ties", ProblemNotForKind, "%s draws no lines", a.Kind)
	}
	p.need((a.Medals != nil) == (a.Kind == ByMedals), "/medals", ProblemNotForKind, "for medals, and only there")
	p.need(len(a.Tiers) > 0 || a.Kind == ByMedals, "/tiers", ProblemMissing, "who gets what")
	p.need(len(a.Tiers) == 0 || a.Kind != ByMedals, "/tiers", ProblemNotForKind, "medals have their own policy")
	p.need(a.Kind != ByTopPart || len(a.Tiers) < 2, "/tiers", ProblemOutOfRange, "the top part is one tier")
}

func (a AwardPolicy) checkTiers(p *problems) {
	seen, shares := map[string]bool{}, Weight(0)
	for i, tier := range a.Tiers {
		at := fmt.Sprintf("/tiers/%d", i)
		p.need(tier.Award != "", at+"/award", ProblemMissing, "an award needs a name")
		p.need(!seen[tier.Award], at+"/award", ProblemDuplicate, "the award %.40q stands twice", tier.Award)
		seen[tier.Award] = true
		p.need(a.byShare() || tier.Share == 0, at+"/share", ProblemNotForKind, "only shares of a base")
		p.need(!a.byShare() || tier.Share > 0 && tier.Share <= weightOne, at+"/share", ProblemOutOfRange, "above 0, at most 1")
		p.need(a.Kind == ByRank || tier.Places == 0, at+"/places", ProblemNotForKind, "only by rank")
		p.need(a.Kind != ByRank || tier.Places > 0 && tier.Places <= maxOccurrences, at+"/places", ProblemOutOfRange, "above 0")
		p.need(a.Kind == ByThreshold || tier.From == 0, at+"/from", ProblemNotForKind, "only by threshold")
		p.need(a.Kind != ByThreshold || i == 0 || tier.From < a.Tiers[i-1].From, at+"/from", ProblemNotAscending,
			"a lower tier starts at a lower score")
		shares += min(max(tier.Share, 0), weightOne)
	}
	p.need(shares <= weightOne, "/tiers", ProblemOutOfRange, "the shares sum to %v, above 1", shares)
}

func (a AwardPolicy) byShare() bool { return a.Kind == ByPercentage || a.Kind == ByTopPart }

func (a AwardPolicy) drawsLines() bool { return a.byShare() || a.Kind == ByRank }

// Field is how many official entries an event has, at three points of its life.
type Field struct {
	Registered int `json:"registered"`
	Present    int `json:"present"`
	Scored     int `json:"scored"`
}

// AwardLine is where a tier ends: its own number of places, and the last place that
// earns it. Proposals carry their lines so that a result can be explained.
type AwardLine struct {
	Award  string `json:"award"`
	Places int    `json:"places"`
	Line   int    `json:"line"`
}

// AwardLines draws the lines of a percentage, top_part or rank policy for a field; the
// other kinds have none.
func (a AwardPolicy) AwardLines(field Field) []AwardLine {
	if !a.drawsLines() {
		return nil
	}
	lines := make([]AwardLine, len(a.Tiers))
	line, shares := 0, Weight(0)
	for i, tier := range a.Tiers {
		shares += tier.Share
		places := tier.Places
		switch {
		case a.byShare() && a.Lines == LinesCumulative:
			places = a.Rounding.of(field.size(a.Base), shares) - line
		case a.byShare():
			places = a.Rounding.of(field.size(a.Base), tier.Share)
		}
		line += places
		lines[i] = AwardLine{Award: tier.Award, Places: places, Line: line}
	}
	return lines
}

func (f Field) size(base Base) int {
	switch base {
	case BaseRegistered:
		return f.Registered
	case BasePresent:
		return f.Present
	default:
		return f.Scored
	}
}

// of is share × base as a whole number.
func (r CountRounding) of(base int, share Weight) int {
	exact, one := base*int(share), int(weightOne)
	switch r {
	case HalfUp:
		return (2*exact + one) / (2 * one)
	case Ceiling:
		return (exact + one - 1) / one
	default:
		return exact / one
	}
}
