package judging

import (
	"fmt"
	"strings"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

// finding collects what is wrong with a scheme, with pointers into it.
type finding struct{ errors, warnings []fault.Detail }

func (f *finding) add(d fault.Detail, pointer string) { f.errors = append(f.errors, d.At(pointer)) }

// Problems holds a scheme against itself and the rules: errors keep it from being validated,
// warnings do not.
func (c Content) Problems(r programmes.Rules) (errors, warnings []fault.Detail) {
	var f finding
	letters, codes := map[string]bool{}, map[string]bool{}
	if len(c.Criteria) == 0 {
		f.add(fault.SchemeEmpty.Detail(), "/criteria")
	}
	for i, criterion := range c.Criteria {
		at := fmt.Sprintf("/criteria/%d", i)
		if letters[criterion.Letter] {
			f.add(fault.AlreadyExists.Detail("what", "letter"), at+"/letter")
		}
		letters[criterion.Letter] = true
		if len(criterion.SubCriteria) == 0 {
			f.add(fault.SchemeEmpty.Detail(), at+"/sub_criteria")
		}
		for j, s := range criterion.SubCriteria {
			at := fmt.Sprintf("%s/sub_criteria/%d", at, j)
			if codes[s.Code] {
				f.add(fault.AlreadyExists.Detail("what", "code"), at+"/code")
			}
			codes[s.Code] = true
			if s.Code[:1] != criterion.Letter {
				f.add(fault.CodeOfOtherCriterion.Detail("code", s.Code, "letter", criterion.Letter), at+"/code")
			}
			f.subCriterion(s, at, r.Marking)
		}
	}
	for _, letter := range r.Ranking.TieBreaks {
		if !letters[letter] {
			f.add(fault.TieBreakUnknown.Detail("letter", letter), "/criteria")
		}
	}
	f.total(c, r.Marking)
	f.sections(c, r.Marking)
	return f.errors, f.warnings
}

func (f *finding) subCriterion(s SubCriterion, at string, m programmes.MarkingRules) {
	if len(s.Aspects) == 0 {
		f.add(fault.SchemeEmpty.Detail(), at+"/aspects")
	}
	gives, takes := false, false
	for k, a := range s.Aspects {
		at := fmt.Sprintf("%s/aspects/%d/definition", at, k)
		gives, takes = gives || !a.Definition.Deducts(), takes || a.Definition.Kind == scoring.Deduction
		wrong := a.Definition.Validate()
		for _, p := range wrong {
			f.add(fault.AspectInvalid.Detail("problem", string(p.Code), "why", p.Detail), at+p.Pointer)
		}
		if err := a.Definition.FitsPanel(m.Judges); err != nil && wrong == nil {
			f.add(fault.PanelSizeWrong.Detail("judges", m.Judges, "kind", string(a.Definition.Kind)), at+"/kind")
		}
		if n := len(a.Descriptors); n != 0 && (n != 4 || a.Definition.Kind != scoring.Judgement) {
			f.add(fault.InvalidValue.Detail(), strings.TrimSuffix(at, "definition")+"descriptors")
		}
	}
	switch {
	case takes && !gives && s.Starts == nil:
		f.add(fault.StartMissing.Detail("code", s.Code), at+"/starts_with")
	case s.Starts != nil && gives, s.Starts != nil && *s.Starts <= 0:
		f.add(fault.InvalidValue.Detail(), at+"/starts_with")
	}
}

func (f *finding) total(c Content, m programmes.MarkingRules) {
	want, _ := programmes.Decimal(m.SchemeTotal) // the rules were checked
	if total := c.Total(); want != 0 && total != want {
		f.add(fault.SchemeTotalWrong.Detail("total", total.String(), "wanted", want.String()), "/criteria")
	}
}

// sections compares the stated weights of WSOS sections with their aspects.
func (f *finding) sections(c Content, m programmes.MarkingRules) {
	limit, _ := programmes.Decimal(m.SectionVariation)
	stated := map[string]bool{}
	for i, s := range c.Sections {
		at := fmt.Sprintf("/sections/%d", i)
		if stated[s.ID] {
			f.add(fault.AlreadyExists.Detail("what", "section"), at+"/id")
		}
		stated[s.ID] = true
		if s.Weight == nil || m.SectionVariation == "" {
			continue
		}
		sum := c.SectionSum(s.ID)
		if d := sum - *s.Weight; d > limit || -d > limit {
			variation := fault.SectionVaries.Detail("section", s.ID, "weight", s.Weight.String(), "aspects", sum.String(), "limit", limit.String()).At(at)
			if m.VariationIsError {
				f.errors = append(f.errors, variation)
			} else {
				f.warnings = append(f.warnings, variation)
			}
		}
	}
	for i, criterion := range c.Criteria {
		for j, s := range criterion.SubCriteria {
			for k, a := range s.Aspects {
				if a.Section != "" && len(stated) > 0 && !stated[a.Section] {
					at := fmt.Sprintf("/criteria/%d/sub_criteria/%d/aspects/%d/section", i, j, k)
					f.warnings = append(f.warnings, fault.SectionUnknown.Detail("section", a.Section).At(at))
				}
			}
		}
	}
}
