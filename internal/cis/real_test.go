package cis_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saichang/saichang/internal/cis"
)

const (
	moduleE   = "testdata/wsc2024_web_module_e.csv"
	qualifier = "testdata/qualifier_layout.csv"
)

// readFile reads a file of testdata.
func readFile(t testing.TB, name string, opt cis.Options) (cis.Scheme, []cis.Problem) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, string(data), opt)
}

func read(t testing.TB, text string, opt cis.Options) (cis.Scheme, []cis.Problem) {
	t.Helper()
	scheme, problems, err := cis.Read(strings.NewReader(text), opt)
	if err != nil {
		t.Fatal(err)
	}
	return scheme, problems
}

// aspects are all aspects of a scheme in order.
func aspects(s cis.Scheme) []cis.Aspect {
	var all []cis.Aspect
	for _, c := range s.Criteria {
		for _, sub := range c.SubCriteria {
			all = append(all, sub.Aspects...)
		}
	}
	return all
}

func ptr(points int64) *int64 { return &points }

func TestTheRealSchemeOfModuleEReadsWithoutAProblem(t *testing.T) {
	scheme, problems := readFile(t, moduleE, cis.Options{})
	if len(problems) > 0 {
		t.Errorf("problems: %+v", problems)
	}
	type form struct {
		ID, Name string
		Day      int
		Mark     int64
		Aspects  int
	}
	var forms []form
	for _, sub := range scheme.Criteria[0].SubCriteria {
		forms = append(forms, form{sub.ID, sub.Name, sub.Day, sub.MarkComputed, len(sub.Aspects)})
	}
	want := []form{
		{"E1", "Loading image files", 3, 2_750, 5},
		{"E2", "Ordering photos", 3, 1_500, 3},
		{"E3", "Slides Operating", 3, 2_500, 6},
		{"E4", "Theme", 3, 6_500, 11},
		{"E5", "Command Bar", 3, 3_750, 7},
	}
	if diff := cmp.Diff(want, forms); diff != "" {
		t.Error(diff)
	}
	e := scheme.Criteria[0]
	e.SubCriteria = nil
	if diff := cmp.Diff(cis.Criterion{Letter: "E", MarkStated: ptr(17_000), MarkComputed: 17_000}, e); diff != "" {
		t.Error(diff)
	}
	if len(scheme.Criteria) != 1 || scheme.Total() != 17_000 {
		t.Errorf("%d criteria, total %d", len(scheme.Criteria), scheme.Total())
	}
	sections := []cis.Section{
		{ID: "2", MarkComputed: 250}, {ID: "4", MarkComputed: 10_000},
		{ID: "3", MarkComputed: 6_500}, {ID: "1", MarkComputed: 250},
	}
	if diff := cmp.Diff(sections, scheme.Sections); diff != "" {
		t.Error(diff)
	}
}

func TestModuleEHasFiveThemesThatLoseAQuarterForEachError(t *testing.T) {
	scheme, _ := readFile(t, moduleE, cis.Options{})
	types, kinds := map[cis.AspectType]int{}, map[cis.CalculationKind]int{}
	stepped := map[string]int64{}
	for _, a := range aspects(scheme) {
		types[a.Type]++
		kinds[a.Calculation.Kind]++
		if a.Calculation.Kind == cis.SteppedDeduction {
			stepped[a.Description] = a.Calculation.Unit
		}
	}
	if diff := cmp.Diff(map[cis.AspectType]int{cis.Measurement: 30, cis.Judgement: 2}, types); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[cis.CalculationKind]int{cis.FullOrNone: 25, cis.SteppedDeduction: 5, cis.ByJudgement: 2}, kinds); diff != "" {
		t.Error(diff)
	}
	want := map[string]int64{}
	for _, theme := range []string{"A", "B", "C", "D", "E"} {
		want["Theme "+theme+" works as defined"] = 250
	}
	if diff := cmp.Diff(want, stepped); diff != "" {
		t.Error(diff)
	}
}

func TestAJudgementAspectCarriesItsFourDescriptorsAndItsRow(t *testing.T) {
	scheme, _ := readFile(t, moduleE, cis.Options{})
	got := scheme.Criteria[0].SubCriteria[3].Aspects[9]
	want := cis.Aspect{
		Type:        cis.Judgement,
		Description: "Photos sliding in and out for Theme F is appealing",
		Section:     "3",
		MaxMark:     1_000,
		Calculation: cis.Calculation{Kind: cis.ByJudgement},
		Descriptors: [4]string{
			"No CSS animations implemented.",
			"Basic CSS animations implemented, which enhances some visual aspects.",
			"Good use of CSS animations, which enhances the visual experience.",
			"Excellent use of CSS animations, with all animations enhancing the user experience and contributing to a cohesive design.",
		},
		Row: 30,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestALayoutWithoutDayCalculationAndSectionsIsRead(t *testing.T) {
	scheme, problems := readFile(t, qualifier, cis.Options{})
	m := func(text, extra, heading string, mark int64, c cis.Calculation, row int) cis.Aspect {
		return cis.Aspect{Type: cis.Measurement, Description: text, Extra: extra, Heading: heading, MaxMark: mark, Calculation: c, Row: row}
	}
	full, quarter := cis.Calculation{Kind: cis.FullOrNone}, cis.Calculation{Kind: cis.SteppedDeduction, Unit: 250}
	want := cis.Scheme{
		Title: "17 Web Development - Stage 2",
		Criteria: []cis.Criterion{{
			Letter: "A", Name: "Qualifiers Stage", MarkStated: ptr(7_750), MarkComputed: 7_750,
			SubCriteria: []cis.SubCriterion{
				{ID: "A1", Name: "Layout", MarkComputed: 3_750, Aspects: []cis.Aspect{
					{Type: cis.Judgement, Description: "Page layout", MaxMark: 2_000, Row: 12,
						Calculation: cis.Calculation{Kind: cis.ByJudgement},
						Descriptors: [4]string{"The layout does not resemble the design", "The layout resembles the design a little",
							"The layout is close to the design", "The layout is that of the design"}},
					m(`The page title is "Skills 2024"`, "", "", 250, full, 18),
					m("The layout has the major sections", "Deduct 0.25 per missing element", "", 1_000, quarter, 19),
					m("The colors have enough contrast", "Deduct 0.25 per error", "", 500, quarter, 20),
				}},
				{ID: "A2", Name: "Design", MarkStated: ptr(4_000), MarkComputed: 4_000, Aspects: []cis.Aspect{
					m("The logo stands on the left", "", "Header", 250, full, 24),
					m("The header has its buttons", "Deduct 0.25 for each missing element.", "Header", 750, quarter, 25),
					m("The cube turns as designed", "Deduct 0.25 if it turns differently; deduct 0.50 if it shows fewer than 6 faces", "About", 2_000,
						cis.Calculation{Kind: cis.Partial}, 28),
					m("The section is divided in halves", "", "About", 1_000, full, 29),
				}},
			},
		}},
	}
	if diff := cmp.Diff(want, scheme); diff != "" {
		t.Error(diff)
	}
	var codes []cis.Code
	for _, p := range problems {
		codes = append(codes, p.Code)
	}
	if diff := cmp.Diff([]cis.Code{cis.CalculationAssumed, cis.DeductionUnclear}, codes); diff != "" {
		t.Error(diff)
	}
}
