package cis_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saichang/saichang/internal/cis"
)

// codes are the codes of problems, in order.
func codes(problems []cis.Problem) []cis.Code {
	var all []cis.Code
	for _, p := range problems {
		all = append(all, p.Code)
	}
	return all
}

// want reads a text and asserts the codes of its problems.
func want(t *testing.T, text string, opt cis.Options, expected ...cis.Code) cis.Scheme {
	t.Helper()
	scheme, problems := read(t, text, opt)
	if diff := cmp.Diff(expected, codes(problems)); diff != "" {
		t.Errorf("problems of %q:\n%s", text, diff)
	}
	return scheme
}

func TestColumnsAreFoundByTheirTextsWhateverTheirOrder(t *testing.T) {
	text := "\"sub-criterion\n id\",MAX MARK,Calculation,\"WSSS\u00a0Section\",Aspect  Description,Aspect type (M=Meas / J=Judg)\n" +
		"e 1,,,,,\n,0.5,1,WSSS 3,Works,m\n"
	scheme := want(t, text, cis.Options{}, cis.SubCriterionNameMissing)
	expected := cis.Scheme{
		Sections: []cis.Section{{ID: "3", MarkComputed: 500}},
		Criteria: []cis.Criterion{{Letter: "E", MarkComputed: 500, SubCriteria: []cis.SubCriterion{{
			ID: "E1", MarkComputed: 500, Aspects: []cis.Aspect{{
				Type: cis.Measurement, Description: "Works", Section: "3", MaxMark: 500, Row: 3,
				Calculation: cis.Calculation{Kind: cis.FullOrNone},
			}},
		}}}},
	}
	if diff := cmp.Diff(expected, scheme); diff != "" {
		t.Error(diff)
	}
}

func TestADayIsANumberOrATextWithANumber(t *testing.T) {
	for cell, day := range map[string]int{"3": 3, "C3": 3, "c 3": 3, "Day 3": 3, "3.0": 3, "D03": 3, "第3天": 3, "12": 12} {
		scheme := want(t, head+"E1,Loading,"+cell+"\n"+one, cis.Options{})
		if got := scheme.Criteria[0].SubCriteria[0].Day; got != day {
			t.Errorf("%q is day %d", cell, got)
		}
	}
	for _, cell := range []string{"C-1", "C+1", "Any", "0", "100", "1.5", "Monday"} {
		scheme := want(t, head+"E1,Loading,"+cell+"\n"+one, cis.Options{}, cis.DayUnreadable)
		if got := scheme.Criteria[0].SubCriteria[0].Day; got != 0 {
			t.Errorf("%q is day %d", cell, got)
		}
	}
}

func TestTheTablesAboveTheBlocksAreRead(t *testing.T) {
	text := "17 Web Technologies\nWorldSkills Standards Specification\n" +
		"Section,WSSS Area,,,,,,,WSSS Marks,Aspect Marks,Variation\n" +
		"1,Organization,,,,,,,0.5,0.5,0\n2,Design,,,,,,,\"1,5\",=ABS(1),1\n" +
		",,,,,,,,Total Variation,,=SUM(K4:K5)\n\n" +
		"Criteria\nID,Name,,,,,,,,,Mark\nA,Static page,,,,,,,,,=N12\nB,,,,,,,,,,0\n\n" +
		cols + ",Criterion A,Total Mark,=SUM(K13:K20)\nA1,Page,C1\n,,,M,Works,,,,1,1,0.5\n,,,M,Shines,,,,2,1,1.5\n" +
		cols + ",Criterion B,Total Mark,0\nB1,,\n\n" +
		",,,,,,,,,,,Competition,Total Mark,2.00\n"
	scheme := want(t, text, cis.Options{}, cis.DayMissing)
	if scheme.Title != "17 Web Technologies" || len(scheme.Criteria) != 1 || scheme.Criteria[0].Name != "Static page" {
		t.Errorf("%q, %+v", scheme.Title, scheme.Criteria)
	}
	sections := []cis.Section{
		{ID: "1", Name: "Organization", MarkStated: ptr(500), MarkComputed: 500},
		{ID: "2", Name: "Design", MarkStated: ptr(1_500), MarkComputed: 1_500},
	}
	if diff := cmp.Diff(sections, scheme.Sections); diff != "" {
		t.Error(diff)
	}
	if scheme.Criteria[0].MarkStated != nil {
		t.Error("a formula was taken for a typed total")
	}
}

func TestTheLimitOfVariationIsConfigurable(t *testing.T) {
	text := sect + "4,Front end,1.5\n" + good
	want(t, text, cis.Options{})
	want(t, text, cis.Options{WSOSLimit: 500})
	want(t, text, cis.Options{WSOSLimit: 499}, cis.SectionVariation, cis.SectionsTotalVariation)
	want(t, text, cis.Options{WSOSLimit: -1}, cis.SectionVariation, cis.SectionsTotalVariation)
}

func TestAHeadingReachesToTheNextOneWithinItsSubCriterion(t *testing.T) {
	scheme := want(t, head+e1+one+",,,,Header\n,,,,with logo\n"+one+one+",,,,About\n"+one+"E2,Theme,3\n"+one, cis.Options{})
	var got []string
	for _, a := range aspects(scheme) {
		got = append(got, a.Heading)
	}
	if diff := cmp.Diff([]string{"", "Header\nwith logo", "Header\nwith logo", "About", ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAContinuationRowIsAppendedToWhatStandsAboveIt(t *testing.T) {
	scheme := want(t, head+e1+",,,M,Works,,in Chrome,no errors,4,2,1\n,,,,,,and Firefox\n,,,,,,,Deduct 0.25 per error\n"+
		",,,J,Looks,,,,4,,1\n,,,,,0,none\n,,,,,1,fair\n,,,,,2,good\n,,,,,3,fine\n,,,,,,and dandy\n", cis.Options{})
	got := aspects(scheme)
	if got[0].Extra != "in Chrome\nand Firefox" || got[0].Requirement != "no errors\nDeduct 0.25 per error" || got[0].Calculation.Unit != 250 {
		t.Errorf("%+v", got[0])
	}
	if got[1].Descriptors != [4]string{"none", "fair", "good", "fine\nand dandy"} {
		t.Errorf("%q", got[1].Descriptors)
	}
}

func TestALayoutThatRepeatsTheSubCriterionOnEveryRowIsRead(t *testing.T) {
	scheme := want(t, cols+"\nE1,Loading,3,M,Works,,,,4,1,1\nE1,Loading,3,M,Shines,,,,4,1,1\nE2,Theme,3,M,Turns,,,,4,1,1\n", cis.Options{})
	if subs := scheme.Criteria[0].SubCriteria; len(subs) != 2 || len(subs[0].Aspects) != 2 || len(subs[1].Aspects) != 1 {
		t.Errorf("%+v", subs)
	}
}

func TestOneHeaderRowMayServeSeveralCriteria(t *testing.T) {
	scheme := want(t, cols+"\nA1,Page,1\n"+one+"B1,Server,2\n"+one, cis.Options{})
	if len(scheme.Criteria) != 2 || scheme.Criteria[0].Letter != "A" || scheme.Criteria[1].Letter != "B" {
		t.Errorf("%+v", scheme.Criteria)
	}
}

func TestACalculationThatTheCallerKnowsIsNoProblem(t *testing.T) {
	text := head + e1 + ",,,M,Works,,,,4,7,1\n,,,M,Fits,,Deduct 0.2 per mm,,4,8,1\n,,,M,Looks,,,,4,9,1\n,,,M,Runs,,,,4,1,1\n"
	scheme := want(t, text, cis.Options{Calculations: map[int]cis.Calculation{
		7: {Kind: cis.SteppedDeduction, Unit: 100},
		8: {Kind: cis.SteppedDeduction},
		9: {Kind: cis.Partial},
		1: {Kind: cis.SteppedDeduction, Unit: 500},
	}})
	var got []cis.Calculation
	for _, a := range aspects(scheme) {
		got = append(got, a.Calculation)
	}
	expected := []cis.Calculation{
		{Kind: cis.SteppedDeduction, Unit: 100}, {Kind: cis.SteppedDeduction, Unit: 200},
		{Kind: cis.Partial}, {Kind: cis.SteppedDeduction, Unit: 500},
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Error(diff)
	}
	want(t, head+e1+",,,M,Works,,,,4,7,1\n", cis.Options{Calculations: map[int]cis.Calculation{7: {Kind: "guess"}}}, cis.CalculationUnknown)
}

func TestAnAspectWithErrorsStaysInTheSchemeForWhoeverCorrectsIt(t *testing.T) {
	scheme := want(t, head+e1+",,,O,,,,,x,7,\n", cis.Options{},
		cis.AspectTypeUnknown, cis.MarkMissing, cis.AspectWithoutDescription, cis.SectionUnreadable)
	if diff := cmp.Diff([]cis.Aspect{{Row: 3}}, aspects(scheme)); diff != "" {
		t.Error(diff)
	}
}

func TestALostHeaderRowCostsAnErrorNotACriterion(t *testing.T) {
	broken := strings.Replace(head, "Sub Criterion ID", "ID of sub", 1)
	_, problems := read(t, broken+e1+one+head+"E2,Theme,3\n"+one, cis.Options{})
	if !cis.HasErrors(problems) {
		t.Errorf("lost above the first header row: %v", codes(problems))
	}
	_, problems = read(t, good+strings.Replace(broken, "Criterion E", "Criterion F", 1)+"F1,Speed,3\n"+one, cis.Options{})
	if !cis.HasErrors(problems) {
		t.Errorf("lost between two blocks: %v", codes(problems))
	}
}
