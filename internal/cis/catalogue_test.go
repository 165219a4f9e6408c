package cis_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/saichang/saichang/internal/cis"
)

// head is a header row in the usual columns, here of criterion E.
const (
	cols = "Sub Criterion ID,Sub Criterion Name or Description,Day of Marking,Aspect Type,Aspect - Description," +
		"Judg Score,Extra Aspect Description,Requirement,WSOS Section,Calculation Row,Max Mark"
	head = cols + ",Criterion E,Total Mark,\n"
	e1   = "E1,Loading,3\n"
	one  = ",,,M,Works,,,,4,1,1\n" // one aspect of one mark
	good = head + e1 + one
	sect = "Section,Name,WSOS Marks,Aspect Marks,Variation\n"
)

// provocations is one file for each code, and where its problem must be.
var provocations = []struct {
	code   cis.Code
	text   string
	row    int
	column string
	header string
	read   string
}{
	{cis.NotCSV, "PK\x03\x04rest", 1, "", "", ""},
	{cis.EncodingUnreadable, "caf\xe9 \xff", 1, "", "", ""},
	{cis.EncodingGB18030, head + "E1,\xc8\xfc\xb3\xa1,3\n" + one, 1, "", "", ""},
	{cis.UnclosedQuote, head + e1 + `,,,M,"Works,,,,4,1,1` + "\n" + one, 3, "E", "", `"Works,,,,4,1,1`},
	{cis.StrayQuote, head + e1 + `,,,M,"Press "/" twice",,,,4,1,1` + "\n", 3, "E", "", `Press "/" twice`},
	{cis.CellSwallowsRows, head + e1 + ",,,M,\"a\n,,,M,b\",,,,4,1,1\n", 3, "E", "", "a\n,,,M,b"},
	{cis.TooManyRows, good + strings.Repeat("\n", cis.MaxRows) + one, cis.MaxRows + 1, "", "", ""},
	{cis.TooManyColumns, good + strings.Repeat(",", cis.MaxColumns) + "x\n", 4, "BM", "", "x"},
	{cis.HeaderMissing, "a list\nmilk\n", 1, "", "", ""},
	{cis.NoCriterion, head, 1, "", "", ""},
	{cis.RowAboveHeader, "Sub Crit ID\nA1,Layout\n" + good, 2, "", "", "A1 Layout"},
	{cis.ColumnMissing, "Sub Criterion ID,Aspect Type,Max Mark\nE1\n", 1, "", "", "Sub Criterion ID Aspect Type Max Mark"},
	{cis.ColumnRepeated, cols + ",Max Mark\n" + e1 + one, 1, "L", "Max Mark", "Max Mark"},
	{cis.ColumnUnknown, cols + ",Remarks\n" + e1 + one, 1, "L", "Remarks", "Remarks"},
	{cis.CellsNotRead, head + e1 + ",,,M,Works,2,,,4,1,1,hello\n", 3, "F", "Judg Score", "2"},
	{cis.RowNotUnderstood, good + ",,,,,,,,,,,hello\n", 4, "L", "Criterion E", "hello"},

	{cis.CriterionLetterUnusual, cols + "\nK1,Loading,3\n" + one, 2, "", "", "K"},
	{cis.CriterionRepeated, good + head + "E2,Theme,3\n" + one, 4, "", "", "E"},
	{cis.CriterionEmpty, "ID,Name,Mark\nF,Speed,12\n" + good, 2, "C", "", "12"},
	{cis.SubCriterionIDUnreadable, head + "Loading,,3\n" + one, 2, "A", "Sub Criterion ID", "Loading"},
	{cis.SubCriterionRepeated, good + e1 + one, 4, "A", "Sub Criterion ID", "E1"},
	{cis.SubCriterionLetterMismatch, head + "F1,Loading,3\n" + one, 2, "A", "Sub Criterion ID", "F1"},
	{cis.SubCriterionNameMissing, head + "E1,,3\n" + one, 2, "A", "Sub Criterion ID", "E1"},
	{cis.SubCriterionEmpty, good + "E2,Theme,3\n", 4, "A", "Sub Criterion ID", "E2"},
	{cis.DayMissing, head + "E1,Loading\n" + one, 2, "C", "Day of Marking", ""},
	{cis.DayUnreadable, head + "E1,Loading,C-1\n" + one, 2, "C", "Day of Marking", "C-1"},
	{cis.HeadingWithoutAspects, good + ",,,,Footer\n", 4, "E", "Aspect - Description", "Footer"},

	{cis.AspectBeforeSubCriterion, head + one + e1 + one, 2, "", "", "Works"},
	{cis.AspectTypeMissing, head + e1 + ",,,,Works,,,,4,1,1\n", 3, "D", "Aspect Type", "Works"},
	{cis.AspectTypeUnknown, head + e1 + ",,,O,Works,,,,4,1,1\n", 3, "D", "Aspect Type", "O"},
	{cis.AspectWithoutDescription, head + e1 + ",,,M,,,,,4,1,1\n", 3, "E", "Aspect - Description", ""},
	{cis.MarkMissing, head + e1 + ",,,M,Works,,,,4,1,\n", 3, "K", "Max Mark", ""},
	{cis.MarkUnreadable, head + e1 + ",,,M,Works,,,,4,1,one\n", 3, "K", "Max Mark", "one"},
	{cis.MarkFormula, head + e1 + ",,,M,Works,,,,4,1,=1/2\n", 3, "K", "Max Mark", "=1/2"},
	{cis.MarkTooPrecise, head + e1 + ",,,M,Works,,,,4,1,0.1234\n", 3, "K", "Max Mark", "0.1234"},
	{cis.MarkNotPositive, head + e1 + ",,,M,Works,,,,4,1,-1\n", 3, "K", "Max Mark", "-1"},
	{cis.MarkWithoutAspect, good + ",,,,,,,,,,0.5\n", 4, "K", "Max Mark", "0.5"},
	{cis.CalculationUnknown, head + e1 + ",,,M,Works,,,,4,7,1\n", 3, "J", "Calculation Row", "7"},
	{cis.CalculationAssumed, head + e1 + ",,,M,Works,,,,4,,1\n", 3, "J", "Calculation Row", ""},
	{cis.DeductionUnreadable, head + e1 + ",,,M,Works,,,Loses marks,4,2,1\n", 3, "J", "Calculation Row", "Loses marks"},
	{cis.DeductionIgnored, head + e1 + ",,,M,Works,,,Deduct 0.25 per error,4,1,1\n", 3, "J", "Calculation Row", "1"},
	{cis.DeductionUnclear, head + e1 + ",,,M,Works,,Deduct 0.5 if late,,4,,1\n", 3, "J", "Calculation Row", "Deduct 0.5 if late\nWorks"},
	{cis.UnitExceedsMark, head + e1 + ",,,M,Works,,Deduct 2 per error,,4,2,1\n", 3, "J", "Calculation Row", "2.00"},
	{cis.DescriptorMissing, head + e1 + ",,,J,Looks,,,,4,,1\n,,,,,1,fair\n,,,,,3,fine\n", 3, "E", "Aspect - Description", "Looks"},
	{cis.DescriptorRepeated, head + e1 + ",,,J,Looks,,,,4,,1\n,,,,,1,fair\n,,,,,1,fine\n", 5, "F", "Judg Score", "1"},
	{cis.DescriptorScoreUnreadable, head + e1 + ",,,J,Looks,,,,4,,1\n,,,,,4,fair\n", 4, "F", "Judg Score", "4"},
	{cis.DescriptorEmpty, head + e1 + ",,,J,Looks,,,,4,,1\n,,,,,2\n", 4, "G", "Extra Aspect Description", ""},
	{cis.DescriptorWithoutAspect, good + ",,,,,2,fair\n", 4, "F", "Judg Score", "2"},

	{cis.TotalUnreadable, cols + ",Criterion E,Total Mark,about 17\n" + e1 + one, 1, "N", "about 17", "about 17"},
	{cis.TotalDiffers, good + ",,,,,,,,,,,Competition,Total Mark,100\n", 4, "N", "", "100"},
	{cis.CriterionTotalDiffers, "=SUM(K3:K64),Criterion E Total,17\n" + good, 1, "C", "", "17"},
	{cis.SubCriterionDiffers, head + "E1,Loading,3,,,,,,,,2.5\n" + one, 2, "K", "Max Mark", "2.5"},
	{cis.SectionMissing, good + ",,,M,More,,,,,1,1\n", 4, "I", "WSOS Section", ""},
	{cis.SectionUnreadable, head + e1 + ",,,M,Works,,,,\"1,3\",1,1\n", 3, "I", "WSOS Section", "1,3"},
	{cis.SectionUnknown, sect + "5,Back end,0\n" + good, 5, "I", "WSOS Section", "4"},
	{cis.SectionRepeated, sect + "4,Front end,1\n4,Back end,1\n" + good, 3, "A", "", "4"},
	{cis.SectionTotalDiffers, sect + "4,Front end,1,2.5\n" + good, 2, "D", "", "2.5"},
	{cis.SectionVariation, sect + "4,Front end,6.01\n" + good, 2, "C", "", "6.01"},
	{cis.SectionsTotalVariation, sect + "4,Front end,4\n5,Back end,4\n" + good, 2, "", "", "7.00"},
}

func TestEveryCodeOfTheCatalogueHasAFileThatProvokesIt(t *testing.T) {
	provoked := map[string]bool{}
	for _, example := range provocations {
		provoked[string(example.code)] = true
		t.Run(string(example.code), func(t *testing.T) {
			_, problems := read(t, example.text, cis.Options{})
			for _, p := range problems {
				if p.Code == example.code {
					got := [4]any{p.Row, p.Column, p.Header, p.Read}
					if want := [4]any{example.row, example.column, example.header, example.read}; got != want {
						t.Errorf("found at %q, want %q", got, want)
					}
					return
				}
			}
			t.Errorf("not among %+v", problems)
		})
	}
	source, err := os.ReadFile("catalogue.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range regexp.MustCompile(`Code = "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		if !provoked[match[1]] {
			t.Errorf("no file provokes %s", match[1])
		}
	}
}

func TestEveryProblemSpeaksBothLanguages(t *testing.T) {
	for _, example := range provocations {
		_, problems := read(t, example.text, cis.Options{})
		for _, p := range problems {
			checkProblem(t, p)
		}
	}
}

// checkProblem asserts what holds for every problem of every file.
func checkProblem(t interface{ Errorf(string, ...any) }, p cis.Problem) {
	han := strings.ContainsFunc(p.Message.ZH, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	switch {
	case p.Row < 1:
		t.Errorf("%s has row %d", p.Code, p.Row)
	case p.Severity != cis.Error && p.Severity != cis.Warning:
		t.Errorf("%s has severity %q", p.Code, p.Severity)
	case p.Message.EN == "" || !han || strings.Contains(p.Message.EN+p.Message.ZH, "%!"):
		t.Errorf("%s says %+v", p.Code, p.Message)
	case len([]rune(p.Read)) > 80 || len([]rune(p.Header)) > 80:
		t.Errorf("%s repeats too much: %q under %q", p.Code, p.Read, p.Header)
	}
}

func TestTheSeverityOfEachRuleIsFixed(t *testing.T) {
	for code, text := range map[cis.Code]string{
		"subcriterion_repeated": good + e1 + one, "aspect_without_description": head + e1 + ",,,M,,,,,4,1,1\n",
	} {
		if _, problems := read(t, text, cis.Options{}); !cis.HasErrors(problems) {
			t.Errorf("%s is no error", code)
		}
	}
	if _, problems := read(t, "=SUM(K3:K64),Criterion E Total,17\n"+good, cis.Options{}); len(problems) != 1 || cis.HasErrors(problems) {
		t.Errorf("a typed total that differs: %+v", problems)
	}
}
