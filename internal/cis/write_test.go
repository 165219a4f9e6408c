package cis_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/saichang/saichang/internal/cis"
)

// sameScheme compares schemes but for the rows that their aspects were read from.
var sameScheme = cmp.Options{cmpopts.IgnoreFields(cis.Aspect{}, "Row"), cmpopts.EquateEmpty()}

// written is a scheme written and read again.
func written(t interface{ Fatalf(string, ...any) }, s cis.Scheme) cis.Scheme {
	var file bytes.Buffer
	if err := cis.Write(&file, s); err != nil {
		t.Fatalf("write: %v\n%+v", err, s)
	}
	back, problems, err := cis.Read(&file, cis.Options{})
	if err != nil || cis.HasErrors(problems) {
		t.Fatalf("read: %v, %+v", err, problems)
	}
	return back
}

func TestTheRealSchemesAreTheSameAfterAnExport(t *testing.T) {
	for _, name := range []string{moduleE, qualifier} {
		scheme, _ := readFile(t, name, cis.Options{})
		if diff := cmp.Diff(scheme, written(t, scheme), sameScheme); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The generators below make schemes as people write them, with texts that try hard to
// be taken for something else.
var (
	text = rapid.OneOf(
		rapid.SampledFrom([]string{"Works", "=SUM(K3:K64)", "'=1", "-5/+5", "@home", "a, \"b\"", "two\nlines", "a\n,,,b",
			"Criterion E Total", "Total Mark", "Sub Criterion ID", "M", "E1", "3", "滑动\t效果", "x;y;z", "ID", "\"", "'"}),
		rapid.StringMatching(`[a-zA-Z"',;=+@ \n-]{0,12}[a-z]`).Filter(func(s string) bool { return strings.TrimSpace(s) == s }),
	)
	maybeText = rapid.OneOf(rapid.Just(""), text)
	points    = rapid.Int64Range(1, 20_000)
	stated    = rapid.OneOf(rapid.Just[*int64](nil), rapid.Ptr(rapid.Int64Range(-5, 120_000), false))
	section   = rapid.SampledFrom([]string{"", "1", "2", "4.1", "5a"})
)

func drawAspect(t *rapid.T) cis.Aspect {
	a := cis.Aspect{
		Type: cis.Measurement, Description: text.Draw(t, "description"), Section: section.Draw(t, "section"),
		Extra: maybeText.Draw(t, "extra"), Requirement: maybeText.Draw(t, "requirement"), MaxMark: points.Draw(t, "max"),
	}
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		a.Calculation.Kind = cis.FullOrNone
	case 1:
		unit := points.Draw(t, "unit")
		a.Calculation = cis.Calculation{Kind: cis.SteppedDeduction, Unit: unit}
		a.Requirement = fmt.Sprintf("Deduct %d.%03d per error.", unit/1000, unit%1000)
	case 2:
		a.Calculation.Kind = cis.Partial
		a.Extra = "Deduct 0.25 if late; deduct 0.5 if broken"
	default:
		a.Type, a.Calculation.Kind = cis.Judgement, cis.ByJudgement
		for score := range a.Descriptors {
			a.Descriptors[score] = maybeText.Draw(t, "descriptor")
		}
	}
	return a
}

func drawSubCriterion(t *rapid.T, id string) cis.SubCriterion {
	sub := cis.SubCriterion{ID: id, Name: text.Draw(t, "name"), Day: rapid.IntRange(0, 22).Draw(t, "day"), MarkStated: stated.Draw(t, "stated")}
	heading := ""
	for range rapid.IntRange(0, 4).Draw(t, "aspects") {
		if rapid.Bool().Draw(t, "new heading") {
			heading = text.Draw(t, "heading")
		}
		a := drawAspect(t)
		a.Heading = heading
		sub.Aspects = append(sub.Aspects, a)
	}
	return sub
}

func drawScheme(t *rapid.T) cis.Scheme {
	s := cis.Scheme{Title: rapid.SampledFrom([]string{"", "17 Web Technologies", "=cmd", "Total"}).Draw(t, "title")}
	for _, id := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"1", "2", "3", "4.1"}), rapid.ID).Draw(t, "sections") {
		s.Sections = append(s.Sections, cis.Section{ID: id, Name: maybeText.Draw(t, "section name"), MarkStated: stated.Draw(t, "weight")})
	}
	for _, letter := range rapid.SliceOfNDistinct(rapid.SampledFrom(strings.Split("ABCDEFGHIK", "")), 1, 4, rapid.ID).Draw(t, "letters") {
		c := cis.Criterion{Letter: letter, Name: maybeText.Draw(t, "criterion name"), MarkStated: stated.Draw(t, "stated")}
		for n := range rapid.IntRange(1, 4).Draw(t, "sub-criteria") {
			c.SubCriteria = append(c.SubCriteria, drawSubCriterion(t, fmt.Sprintf("%s%d", letter, n+1)))
		}
		s.Criteria = append(s.Criteria, c)
	}
	return s.Recomputed()
}

func TestAnySchemeIsTheSameAfterAnExport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scheme := drawScheme(t)
		if diff := cmp.Diff(scheme, written(t, scheme), sameScheme); diff != "" {
			t.Fatalf("%s", diff)
		}
	})
}

func simple() cis.Scheme {
	return cis.Scheme{Criteria: []cis.Criterion{{Letter: "E", SubCriteria: []cis.SubCriterion{{ID: "E1", Name: "Loading", Aspects: []cis.Aspect{
		{Type: cis.Measurement, Description: "Works", MaxMark: 1_000, Calculation: cis.Calculation{Kind: cis.FullOrNone}},
	}}}}}}.Recomputed()
}

func TestAnExportSpellsOutAUnitThatTheTextDoesNotSay(t *testing.T) {
	scheme := simple()
	a := &scheme.Criteria[0].SubCriteria[0].Aspects[0]
	a.Requirement, a.Calculation = "no errors", cis.Calculation{Kind: cis.SteppedDeduction, Unit: 125}
	got := aspects(written(t, scheme))[0]
	if got.Calculation != a.Calculation || got.Requirement != "no errors\nDeduct 0.125 per error." {
		t.Errorf("%+v", got)
	}
	if again := aspects(written(t, written(t, scheme)))[0]; again.Requirement != got.Requirement {
		t.Errorf("the sentence was added twice: %q", again.Requirement)
	}
}

func TestAnExportRunsNothingInASpreadsheet(t *testing.T) {
	scheme := simple()
	scheme.Title = "=HYPERLINK(\"http://example.org\")"
	scheme.Criteria[0].SubCriteria[0].Aspects[0].Extra = "@SUM(1)"
	var file bytes.Buffer
	if err := cis.Write(&file, scheme); err != nil {
		t.Fatal(err)
	}
	if text := file.String(); !strings.Contains(text, `'=HYPERLINK`) || !strings.Contains(text, `,'@SUM(1)`) {
		t.Error(text)
	}
}

func TestATotalThatNobodyTypedIsExportedAsAFormulaOverTheAspects(t *testing.T) {
	var file bytes.Buffer
	if err := cis.Write(&file, simple()); err != nil {
		t.Fatal(err)
	}
	if line := strings.Split(file.String(), "\n")[3]; !strings.HasSuffix(line, `"=SUMIF(D5:D6,""?"",K5:K6)"`) {
		t.Error(line)
	}
}

func TestASchemeThatTheTableCannotHoldIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(s *cis.Scheme, c *cis.Criterion, sub *cis.SubCriterion, a *cis.Aspect){
		"no criteria":        func(s *cis.Scheme, _ *cis.Criterion, _ *cis.SubCriterion, _ *cis.Aspect) { s.Criteria = nil },
		"a label as title":   func(s *cis.Scheme, _ *cis.Criterion, _ *cis.SubCriterion, _ *cis.Aspect) { s.Title = "Criteria" },
		"a section of words": func(s *cis.Scheme, _ *cis.Criterion, _ *cis.SubCriterion, a *cis.Aspect) { a.Section = "design" },
		"no letter":          func(_ *cis.Scheme, c *cis.Criterion, _ *cis.SubCriterion, _ *cis.Aspect) { c.Letter = "EE" },
		"another letter":     func(_ *cis.Scheme, _ *cis.Criterion, sub *cis.SubCriterion, _ *cis.Aspect) { sub.ID = "F1" },
		"a day of the year":  func(_ *cis.Scheme, _ *cis.Criterion, sub *cis.SubCriterion, _ *cis.Aspect) { sub.Day = 300 },
		"nothing below it":   func(_ *cis.Scheme, c *cis.Criterion, _ *cis.SubCriterion, _ *cis.Aspect) { c.SubCriteria = nil },
		"no description":     func(_ *cis.Scheme, _ *cis.Criterion, _ *cis.SubCriterion, a *cis.Aspect) { a.Description = " " },
		"no mark":            func(_ *cis.Scheme, _ *cis.Criterion, _ *cis.SubCriterion, a *cis.Aspect) { a.MaxMark = 0 },
		"an unknown type":    func(_ *cis.Scheme, _ *cis.Criterion, _ *cis.SubCriterion, a *cis.Aspect) { a.Type = "mood" },
		"no type":            func(_ *cis.Scheme, _ *cis.Criterion, _ *cis.SubCriterion, a *cis.Aspect) { a.Type = "" },
		"a partial in no word": func(_ *cis.Scheme, _ *cis.Criterion, _ *cis.SubCriterion, a *cis.Aspect) {
			a.Calculation.Kind = cis.Partial
		},
		"another unit in words": func(_ *cis.Scheme, _ *cis.Criterion, _ *cis.SubCriterion, a *cis.Aspect) {
			a.Extra, a.Calculation = "Deduct 0.5 per error", cis.Calculation{Kind: cis.SteppedDeduction, Unit: 250}
		},
		"descriptors of a measurement": func(_ *cis.Scheme, _ *cis.Criterion, _ *cis.SubCriterion, a *cis.Aspect) { a.Descriptors[0] = "none" },
	} {
		s := simple()
		c := &s.Criteria[0]
		spoil(&s, c, &c.SubCriteria[0], &c.SubCriteria[0].Aspects[0])
		var file bytes.Buffer
		if err := cis.Write(&file, s); err == nil || file.Len() > 0 {
			t.Errorf("%s: %v, %q", name, err, file.String())
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestAWriterThatFailsIsAnError(t *testing.T) {
	if err := cis.Write(fullDisk{}, simple()); err == nil {
		t.Error("no error")
	}
}
