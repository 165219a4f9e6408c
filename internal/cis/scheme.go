package cis

import "slices"

// AspectType says how an aspect is marked.
type AspectType string

// The two types of aspect. A type that could not be read is "", and a problem says so.
const (
	Measurement AspectType = "measurement" // one mark, found by the panel together
	Judgement   AspectType = "judgement"   // three experts each score 0 to 3
)

// CalculationKind says how the points of an aspect follow from what was observed.
type CalculationKind string

// The kinds of calculation. A kind that could not be read is "", and a problem says so.
const (
	FullOrNone       CalculationKind = "full_or_none"      // the max mark, or nothing
	SteppedDeduction CalculationKind = "stepped_deduction" // the max mark less Unit for each error, never below zero
	Partial          CalculationKind = "partial"           // any mark up to the max mark, settled by the panel
	ByJudgement      CalculationKind = "judgement"         // max mark × (s1+s2+s3) / 9
)

// Calculation is a kind and, for a stepped deduction, its unit.
type Calculation struct {
	Kind CalculationKind
	Unit int64 // thousandths lost for each error; 0 unless Kind is SteppedDeduction
}

// Scheme is one marking scheme. All marks are in thousandths of a point.
type Scheme struct {
	Title    string // the skill, as the first row names it; may be ""
	Sections []Section
	Criteria []Criterion
}

// Section is one section of the WorldSkills Occupational Standards: a row of the
// workbook's table, or a section that only aspects name.
type Section struct {
	ID           string // "4"
	Name         string // "" where the table has none
	MarkStated   *int64 // thousandths; the weight typed in the table, nil if none
	MarkComputed int64  // thousandths; the sum of its aspects
}

// Variation is what the aspects give a section beyond its stated weight, in
// thousandths; it is negative where they give less, and zero where none is stated.
func (s Section) Variation() int64 {
	if s.MarkStated == nil {
		return 0
	}
	return s.MarkComputed - *s.MarkStated
}

// Criterion is one letter of the scheme, usually one module of the test project.
type Criterion struct {
	Letter       string // "A" to "I"
	Name         string // "" where the workbook has no table of criteria
	MarkStated   *int64 // thousandths; the total typed by hand, nil if none or a formula
	MarkComputed int64  // thousandths; the sum of its aspects
	SubCriteria  []SubCriterion
}

// SubCriterion is one marking form: it fixes the day and the marking team.
type SubCriterion struct {
	ID           string // "E1"
	Name         string
	Day          int    // competition day: 3 for "3", "C3" or "Day 3"; 0 if unknown
	MarkStated   *int64 // thousandths; some layouts type a total here, nil if none or a formula
	MarkComputed int64  // thousandths; the sum of its aspects
	Aspects      []Aspect
}

// Aspect is the smallest thing that is marked.
type Aspect struct {
	Type        AspectType
	Description string
	Extra       string // extra description
	Requirement string
	Section     string // WSOS section, "4"; "" if the layout has none
	MaxMark     int64  // thousandths
	Calculation Calculation
	Descriptors [4]string // what the scores 0 to 3 stand for; empty for a measurement
	Heading     string    // the visual heading it stands under, "" if none
	Row         int       // row it was read from, from 1; 0 if it was never read
}

// Total is the mark of the whole scheme in thousandths: the sum of its aspects.
func (s Scheme) Total() int64 {
	var total int64
	for _, c := range s.Criteria {
		total += c.MarkComputed
	}
	return total
}

// Recomputed returns a copy whose computed marks are the sums of its aspects, and
// whose sections include, after those it already has, all that its aspects name.
// Everything above an aspect is computed, never typed.
func (s Scheme) Recomputed() Scheme {
	s = s.clone()
	sums := map[string]int64{}
	for i := range s.Criteria {
		c := &s.Criteria[i]
		c.MarkComputed = 0
		for j := range c.SubCriteria {
			sub := &c.SubCriteria[j]
			sub.MarkComputed = 0
			for _, a := range sub.Aspects {
				sub.MarkComputed += a.MaxMark
				if a.Section == "" {
					continue
				}
				if _, named := sums[a.Section]; !named && !s.hasSection(a.Section) {
					s.Sections = append(s.Sections, Section{ID: a.Section})
				}
				sums[a.Section] += a.MaxMark
			}
			c.MarkComputed += sub.MarkComputed
		}
	}
	for i := range s.Sections {
		s.Sections[i].MarkComputed = sums[s.Sections[i].ID]
	}
	return s
}

func (s Scheme) hasSection(id string) bool {
	return slices.ContainsFunc(s.Sections, func(have Section) bool { return have.ID == id })
}

// clone copies every slice, and turns empty ones into nil so that two schemes of
// the same content are deeply equal. Stated marks are shared: nothing writes to them.
func (s Scheme) clone() Scheme {
	s.Sections = append([]Section(nil), s.Sections...)
	s.Criteria = append([]Criterion(nil), s.Criteria...)
	for i := range s.Criteria {
		subs := append([]SubCriterion(nil), s.Criteria[i].SubCriteria...)
		for j := range subs {
			subs[j].Aspects = append([]Aspect(nil), subs[j].Aspects...)
		}
		s.Criteria[i].SubCriteria = subs
	}
	return s
}

// eachAspect lets do change every aspect in place, in the order of the scheme.
func (s Scheme) eachAspect(do func(*Aspect)) {
	for i := range s.Criteria {
		for j := range s.Criteria[i].SubCriteria {
			for k := range s.Criteria[i].SubCriteria[j].Aspects {
				do(&s.Criteria[i].SubCriteria[j].Aspects[k])
			}
		}
	}
}
