package cis

import (
	"regexp"
	"strconv"
	"strings"
)

const (
	amount = `([0-9]{1,4}(?:[.,][0-9]{1,6})?|[.,][0-9]{1,6})`
	marksW = `\s*(?:marks?|points?|pts?\.?|分)?\s*`
	eachW  = `(?:per|for\s+each|for\s+every|each|every)\b`
	deduct = `(?:deduct\w*|subtract|minus|lose)[\s:]*(?:of\s+|by\s+)?[-−–]?\s*`
	minus  = `(?:^|[\s(:;,])[-−–]`
	lost   = `(?:is\s+|are\s+|will\s+be\s+)?(?:deducted|deduction)\b`
	inZH   = `扣(?:除|减|掉)?\s*`
)

var (
	// steps are the ways to write one deduction that repeats: "deduct 0.25 per error",
	// "-0.25 per error", "0.25 marks deducted for each error", "每处错误扣 0.25 分".
	steps = regexp.MustCompile(`(?i)` + deduct + amount + marksW + `(?:` + eachW + `|/)` +
		`|` + minus + amount + marksW + eachW +
		`|` + amount + marksW + lost + `\s*` + eachW +
		`|(?:每|[一1]处)[^。;\n]{0,24}?` + inZH + amount)

	// mentions are all deductions with an amount, repeating or not.
	mentions = regexp.MustCompile(`(?i)(?:` + deduct + `|` + inZH + `)` + amount +
		`|` + minus + amount + marksW + eachW +
		`|` + amount + marksW + lost)

	// qualified is a deduction that its own sentence limits, or follows with another:
	// "up to 0.5", ", 0.5 per crash". One unit cannot say that.
	qualified = regexp.MustCompile(`(?i)(?:` + deduct + `|` + inZH + `|` + minus + `)` + amount +
		`(?:[^.;。\n]|\.[0-9]){0,60}?` +
		`(?:\bmax(?:imum)?\b|\bup\s+to\b|\bat\s+most\b|\bnot\s+more\s+than\b|最多|上限|[\s(]` + amount + marksW + eachW + `)`)
)

// deduction is what the text of an aspect says about deductions.
type deduction struct {
	spoken bool  // it speaks of one
	unit   int64 // thousandths for each error; 0 if it does not say one single step
}

// readDeduction reads "Deduct 0.25 per error." and its kin. Anything beyond one step
// of one size ("deduct 0.25 if …; deduct 0.50 if …", "up to 0.5") is spoken of but
// has no unit: half of a rule would be worse than none.
func readDeduction(texts ...string) deduction {
	text := narrow(strings.Join(texts, "\n"))
	found := steps.FindAllStringSubmatch(text, -1)
	spoken := mentions.FindAllString(text, -1)
	d := deduction{spoken: len(found)+len(spoken) > 0}
	if len(found) == 0 || len(spoken) > len(found) || qualified.MatchString(text) {
		return d
	}
	for _, match := range found {
		unit, err := parsePoints(strings.Join(match[1:], ""))
		if err != nil || unit == 0 || d.unit != 0 && d.unit != unit {
			return deduction{spoken: true}
		}
		d.unit = unit
	}
	return d
}

// deduction reads that of an aspect, from all its texts.
func (a Aspect) deduction() deduction {
	return readDeduction(a.Description, a.Extra, a.Requirement)
}

// calculate settles how an aspect is computed, and reports what stands in the way.
// assumed says that the row names no calculation.
func (r *reader) calculate(a *aspect) (assumed bool) {
	switch {
	case a.Type == Judgement:
		a.Calculation.Kind = ByJudgement
		return false
	case a.Type != Measurement:
		return false // its type is already reported
	}
	said := a.deduction()
	if assumed = a.calc == ""; assumed {
		a.Calculation = r.assume(a, said)
	} else {
		a.Calculation = r.lookUp(a, said)
	}
	if unit := a.Calculation.Unit; unit > a.MaxMark && a.MaxMark > 0 {
		r.found.add(a.calcOrRow(), UnitExceedsMark, formatPoints(unit), formatPoints(unit), formatPoints(a.MaxMark))
	}
	return assumed
}

// assume reads the calculation from the text of an aspect that names none.
func (r *reader) assume(a *aspect, said deduction) Calculation {
	switch {
	case said.unit > 0:
		return Calculation{Kind: SteppedDeduction, Unit: said.unit}
	case said.spoken:
		r.found.add(a.calcOrRow(), DeductionUnclear, joinLines(a.Requirement, a.Extra, a.Description))
		return Calculation{Kind: Partial}
	}
	return Calculation{Kind: FullOrNone}
}

// lookUp finds the calculation that the row names.
func (r *reader) lookUp(a *aspect, said deduction) Calculation {
	number, err := strconv.Atoi(strings.TrimSuffix(narrow(a.calc), ".0"))
	c, mapped := r.opt.Calculations[number]
	if !mapped {
		c = map[int]Calculation{1: {Kind: FullOrNone}, 2: {Kind: SteppedDeduction}}[number]
	}
	switch {
	case err == nil && c.Kind == FullOrNone:
		if said.spoken {
			r.found.add(a.calcAt, DeductionIgnored, a.calc)
		}
		return Calculation{Kind: FullOrNone}
	case err == nil && c.Kind == Partial:
		return Calculation{Kind: Partial}
	case err == nil && c.Kind == SteppedDeduction && c.Unit > 0:
		return c
	case err == nil && c.Kind == SteppedDeduction:
		if said.unit == 0 {
			r.found.add(a.calcAt, DeductionUnreadable, joinLines(a.Requirement, a.Extra))
		}
		return Calculation{Kind: SteppedDeduction, Unit: said.unit}
	}
	r.found.add(a.calcAt, CalculationUnknown, a.calc)
	return Calculation{}
}

// calcOrRow is the cell of the calculation row, or the row where the layout has none.
func (a *aspect) calcOrRow() place {
	if a.calcAt.column < 0 {
		return a.at
	}
	return a.calcAt
}
