package judging

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/cis"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/scoring"
)

func rulesOf(t *testing.T, preset string) programmes.Rules {
	t.Helper()
	p, known := programmes.PresetNamed(preset)
	if !known {
		t.Fatalf("there is no preset %s", preset)
	}
	return p.Rules
}

func points(text string) *scoring.Points {
	p, err := scoring.ParsePoints(text)
	if err != nil {
		panic(err)
	}
	return &p
}

// content is a scheme of one criterion with one form of these aspects.
func content(aspects ...scoring.Aspect) Content {
	form := SubCriterion{Code: "A1", Name: "Form"}
	for _, a := range aspects {
		form.Aspects = append(form.Aspects, Aspect{Description: "x", Definition: a})
	}
	return Content{Title: "Scheme", Criteria: []Criterion{{Letter: "A", SubCriteria: []SubCriterion{form}}}}
}

var whole = scoring.Aspect{Kind: scoring.MeasurementBinary, Max: 100_000}

func TestWhatIsWrongWithASchemeIsListedAllAtOnceWithPointers(t *testing.T) {
	rules := rulesOf(t, "worldskills")
	rules.Ranking.TieBreaks = []string{"B"}
	two := content(scoring.Aspect{Kind: scoring.Judgement, Max: 5_000}, scoring.Aspect{Kind: scoring.SteppedDeduction, Max: 1_000})
	two.Criteria[0].SubCriteria = append(two.Criteria[0].SubCriteria, SubCriterion{Code: "A1", Name: "Again"}, SubCriterion{Code: "B1", Name: "Elsewhere", Aspects: []Aspect{{Definition: whole}}})
	rules.Marking.Judges = 5
	errors, _ := two.Problems(rules)
	got := map[string]bool{}
	for _, e := range errors {
		got[string(e.Code)+" "+e.Pointer] = true
	}
	for _, want := range []string{
		"panel_size_wrong /criteria/0/sub_criteria/0/aspects/0/definition/kind",
		"aspect_invalid /criteria/0/sub_criteria/0/aspects/1/definition/per_occurrence",
		"already_exists /criteria/0/sub_criteria/1/code",
		"scheme_empty /criteria/0/sub_criteria/1/aspects",
		"code_of_other_criterion /criteria/0/sub_criteria/2/code",
		"tie_break_unknown /criteria",
		"scheme_total_wrong /criteria",
	} {
		if !got[want] {
			t.Errorf("it is not said that %s: %v", want, got)
		}
		delete(got, want)
	}
	if len(got) > 0 {
		t.Errorf("more is said than is wrong: %v", got)
	}
}

func TestASchemeThatFitsTheRulesHasNoProblems(t *testing.T) {
	for preset, a := range map[string]scoring.Aspect{
		"worldskills":       whole,
		"national_students": {Kind: scoring.JudgePoints, Max: 100_000, DropHighest: 1, DropLowest: 1},
		"teachers":          {Kind: scoring.JudgePoints, Max: 100_000, DropHighest: 1, DropLowest: 1},
	} {
		if errors, warnings := content(a).Problems(rulesOf(t, preset)); errors != nil || warnings != nil {
			t.Errorf("%s: %v %v", preset, errors, warnings)
		}
	}
}

func TestAFormThatOnlyDeductsSaysWhatItStartsWith(t *testing.T) {
	c := content(scoring.Aspect{Kind: scoring.Deduction, Max: 4_000, PerOccurrence: 1_000})
	errors, _ := c.Problems(rulesOf(t, "worldskills"))
	if !slices.ContainsFunc(errors, func(d fault.Detail) bool { return d.Code == fault.StartMissing }) {
		t.Errorf("a form that starts with nothing takes nothing: %v", errors)
	}
	c.Criteria[0].SubCriteria[0].Starts = points("100.00")
	if errors, _ := c.Problems(rulesOf(t, "worldskills")); errors != nil {
		t.Errorf("with a start it is in order: %v", errors)
	}
	if c.Total() != 100_000 {
		t.Errorf("it gives what it starts with, not %s", c.Total())
	}
}

func TestTheVariationOfASectionIsAWarningOrAnErrorAsTheRulesSay(t *testing.T) {
	c := content(whole)
	c.Criteria[0].SubCriteria[0].Aspects[0].Section = "1"
	rules := rulesOf(t, "worldskills")
	for weight, varies := range map[string]bool{"100.00": false, "95.00": false, "105.00": false, "94.99": true, "105.01": true} {
		c.Sections = []Section{{ID: "1", Weight: points(weight)}}
		errors, warnings := c.Problems(rules)
		if errors != nil || (len(warnings) == 1) != varies {
			t.Errorf("weight %s with a limit of 5.00: errors %v, warnings %v", weight, errors, warnings)
		}
	}
	rules.Marking.VariationIsError = true
	if errors, warnings := c.Problems(rules); varied(c, rules) != (errors != nil) || warnings != nil {
		t.Errorf("errors %v, warnings %v", errors, warnings)
	}
	c.Sections = []Section{{ID: "2", Weight: points("0.00")}}
	if _, warnings := c.Problems(rules); len(warnings) != 1 || warnings[0].Code != fault.SectionUnknown {
		t.Errorf("an aspect names a section that is not listed: %v", warnings)
	}
}

func varied(c Content, r programmes.Rules) bool {
	limit, _ := programmes.Decimal(r.Marking.SectionVariation)
	d := c.SectionSum("1") - *c.Sections[0].Weight
	return d > limit || -d > limit
}

func TestAnImportReplacesItsCriteriaAndLeavesTheOthers(t *testing.T) {
	table, err := os.ReadFile("../cis/testdata/wsc2024_web_module_e.csv")
	if err != nil {
		t.Fatal(err)
	}
	read, problems, err := cis.Read(strings.NewReader(string(table)), cis.Options{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	old := content(scoring.Aspect{Kind: scoring.MeasurementBinary, Max: 83_000})
	old.Criteria = append(old.Criteria, Criterion{Letter: "E", Name: "Module E", SubCriteria: []SubCriterion{{Code: "E9", Name: "Old"}}}, Criterion{Letter: "F"})
	merged := old.merged(fromCIS(read))
	if len(merged.Criteria) != 3 || merged.Criteria[0].Max() != 83_000 || merged.Criteria[1].Max() != 17_000 || merged.Criteria[1].Name != "Module E" {
		t.Fatalf("criteria A and F stay, E is the file's: %+v", merged.Criteria)
	}
	kinds := map[scoring.Kind]int{}
	for _, s := range merged.Criteria[1].SubCriteria {
		if s.Day == nil || *s.Day != 3 {
			t.Errorf("%s is on day %v", s.Code, s.Day)
		}
		for _, a := range s.Aspects {
			kinds[a.Definition.Kind]++
			if wrong := a.Definition.Validate(); wrong != nil {
				t.Errorf("%s: %v", a.Description, wrong)
			}
			if a.Definition.Kind == scoring.SteppedDeduction && a.Definition.PerOccurrence != 250 {
				t.Errorf("%s deducts %s", a.Description, a.Definition.PerOccurrence)
			}
			if a.Definition.Kind == scoring.Judgement && len(a.Descriptors) != 4 {
				t.Errorf("%s has %d descriptors", a.Description, len(a.Descriptors))
			}
		}
	}
	if kinds[scoring.MeasurementBinary] != 25 || kinds[scoring.SteppedDeduction] != 5 || kinds[scoring.Judgement] != 2 {
		t.Errorf("the aspects are %v", kinds)
	}
	if errors, _ := (Content{Title: "x", Criteria: merged.Criteria[:2]}).Problems(rulesOf(t, "worldskills")); errors != nil {
		t.Errorf("100.00 in all: %v", errors)
	}
}

func TestAFormThatKeepsItsCodeKeepsItsPanel(t *testing.T) {
	panel := id.Random[Panel](id.Seeded(1))
	before := content(whole)
	before.Criteria[0].SubCriteria[0].Panel = &panel
	after := content(whole, whole)
	after.Criteria[0].SubCriteria = append(after.Criteria[0].SubCriteria, SubCriterion{Code: "A2"})
	forms := after.number(id.Seeded(2), before).SubCriteria()
	if forms[0].Panel == nil || *forms[0].Panel != panel || forms[1].Panel != nil {
		t.Errorf("the panels are %v and %v", forms[0].Panel, forms[1].Panel)
	}
	if forms[0].ID.IsZero() || forms[0].Aspects[0].ID == forms[0].Aspects[1].ID {
		t.Error("ids are missing or given twice")
	}
}

func TestAPieceCodeNoticesAWrongCharacterAndTwoThatWereSwapped(t *testing.T) {
	ids := id.Seeded(46)
	for range 200 {
		code := newCode(ids)
		body, check := code[2:7], code[8]
		passes := func(body string) bool {
			c, ok := checkCharacter(body)
			return ok && c == check
		}
		if len(code) != 9 || !passes(body) {
			t.Fatalf("%s has no check character", code)
		}
		for i := range body {
			for _, other := range codeAlphabet {
				if wrong := body[:i] + string(other) + body[i+1:]; wrong != body && passes(wrong) {
					t.Errorf("%s passes for %s", wrong, body)
				}
			}
			if i > 0 && body[i] != body[i-1] {
				swapped := body[:i-1] + string(body[i]) + string(body[i-1]) + body[i+1:]
				if passes(swapped) {
					t.Errorf("%s passes for %s", swapped, body)
				}
			}
		}
	}
}

func TestAnEntryBecomesAPieceOnceItTakesPart(t *testing.T) {
	for _, c := range []struct {
		status  registration.Status
		checkIn bool
		want    PieceStatus
		now     bool
	}{
		{registration.CheckedIn, true, PiecePresent, true},
		{registration.Confirmed, true, PiecePresent, false},
		{registration.Confirmed, false, PiecePresent, true},
		{registration.Absent, true, PieceAbsent, true},
		{registration.Approved, false, "", false},
		{registration.Withdrawn, false, "", false},
		{registration.Disqualified, false, "", false},
	} {
		if got, now := (EntryToPiece{Status: c.status}).becomes(c.checkIn); now != c.now || (now && got != c.want) {
			t.Errorf("%s becomes %s now %v", c.status, got, now)
		}
	}
}

func TestSheetsAreOpenedOnlyForPanelsThatAreComplete(t *testing.T) {
	panel := id.Random[Panel](id.Seeded(1))
	account := id.Ref{Prefix: "acc"}
	plan := SheetPlan{SubCriteria: []PlannedSubCriterion{
		{Code: "A1", Judged: true},
		{Code: "A2", Judged: true, Panel: &panel, Judges: []id.Ref{account, account}},
		{Code: "A3", Panel: &panel, Judges: []id.Ref{account}},
		{Code: "A4", Judged: true, Panel: &panel, Judges: []id.Ref{account, account, account}},
	}}
	unready := plan.unready(3)
	if len(unready) != 2 || unready[0].Code != fault.NobodyMarks || unready[1].Code != fault.PanelNotComplete {
		t.Errorf("A1 has nobody, A2 two of three: %v", unready)
	}
}
