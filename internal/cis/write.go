package cis

import (
	"encoding/csv"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// The columns of the tables above the blocks, and of the total of a header row.
const (
	sheetWidth    = 14
	sectionWeight = int(colSection)
	aspectMarks   = int(colCalculation)
	variation     = int(colMax)
	criterionName = 11
	totalName     = 12
	totalMark     = 13
)

// Write exports a scheme as UTF-8 CSV in the columns of the import table, such that
// Read gives the same scheme back but for the rows of its aspects. A criterion without
// a stated mark gets a formula. A stepped deduction whose text does not say its unit
// gets the sentence in its requirement. Texts that a spreadsheet would run as a formula
// get an apostrophe. A scheme that the table cannot hold is refused: Write reads what
// it is about to write, and returns an error that names the first difference.
func Write(w io.Writer, s Scheme) error {
	s = spelledOut(s)
	rows := render(s)
	back, problems := FromRows(rows, Options{})
	if i := slices.IndexFunc(problems, func(p Problem) bool { return p.Severity == Error }); i >= 0 {
		return fmt.Errorf("write marking scheme: row %d: %s: %q", problems[i].Row, problems[i].Message.EN, problems[i].Read)
	}
	if what := difference(s, back); what != "" {
		return fmt.Errorf("write marking scheme: the import table cannot hold %s", what)
	}
	if err := csv.NewWriter(w).WriteAll(rows); err != nil {
		return fmt.Errorf("write marking scheme: %w", err)
	}
	return nil
}

// spelledOut is the scheme as it will be read back: sums recomputed, texts clean,
// every unit of deduction in words, no row numbers.
func spelledOut(s Scheme) Scheme {
	s = s.Recomputed()
	s.Title = clean(s.Title)
	for i := range s.Sections {
		s.Sections[i].Name = clean(s.Sections[i].Name)
	}
	for i := range s.Criteria {
		c := &s.Criteria[i]
		c.Name = clean(c.Name)
		for j := range c.SubCriteria {
			c.SubCriteria[j].Name = clean(c.SubCriteria[j].Name)
		}
	}
	s.eachAspect(func(a *Aspect) {
		a.Row = 0
		for _, text := range []*string{&a.Description, &a.Extra, &a.Requirement, &a.Heading,
			&a.Descriptors[0], &a.Descriptors[1], &a.Descriptors[2], &a.Descriptors[3]} {
			*text = clean(*text)
		}
		if unit := a.Calculation.Unit; a.Calculation.Kind == SteppedDeduction && !a.deduction().spoken {
			a.Requirement = joinLines(a.Requirement, "Deduct "+formatPoints(unit)+" per error.")
		}
	})
	return s
}

// difference names the first part of a scheme that would not come back.
func difference(want, got Scheme) string {
	got = got.clone()
	got.eachAspect(func(a *Aspect) { a.Row = 0 })
	if want.Title != got.Title {
		return fmt.Sprintf("the title %q", want.Title)
	}
	if !reflect.DeepEqual(want.Sections, got.Sections) {
		return "the WSOS sections"
	}
	for i, c := range want.Criteria {
		if i >= len(got.Criteria) {
			return "criterion " + c.Letter
		}
		for j, sub := range c.SubCriteria {
			if j >= len(got.Criteria[i].SubCriteria) || !reflect.DeepEqual(sub, got.Criteria[i].SubCriteria[j]) {
				return "sub-criterion " + sub.ID
			}
		}
		if !reflect.DeepEqual(c, got.Criteria[i]) {
			return "criterion " + c.Letter
		}
	}
	if !reflect.DeepEqual(want, got) {
		return "the criteria"
	}
	return ""
}

// sheet is the rows being written.
type sheet [][]string

func (t *sheet) add(cells map[int]string) {
	row := make([]string, sheetWidth)
	for i, cell := range cells {
		row[i] = cell
	}
	*t = append(*t, row)
}

// render lays the scheme out as rows.
func render(s Scheme) [][]string {
	var t sheet
	if s.Title != "" {
		t.add(map[int]string{0: guard(s.Title)})
	}
	if len(s.Sections) > 0 {
		t.addSections(s.Sections)
	}
	t.add(map[int]string{0: "ID", 1: "Name", variation: "Mark"})
	for _, c := range s.Criteria {
		t.add(map[int]string{0: c.Letter, 1: guard(c.Name), variation: formatStated(c.MarkStated)})
	}
	t.add(nil)
	for _, c := range s.Criteria {
		t.addCriterion(c)
	}
	return t
}

func (t *sheet) addSections(sections []Section) {
	t.add(map[int]string{0: "Section", 1: "Name", sectionWeight: "WSOS Marks", aspectMarks: "Aspect Marks", variation: "Variation"})
	for _, s := range sections {
		t.add(map[int]string{
			0: s.ID, 1: guard(s.Name),
			sectionWeight: formatStated(s.MarkStated),
			aspectMarks:   formatPoints(s.MarkComputed),
			variation:     formatPoints(abs(s.Variation())),
		})
	}
	t.add(nil)
}

// addCriterion lays out one block. The total of a criterion that states none is a
// formula over the aspect rows alone: a sub-criterion's row may hold a total too.
func (t *sheet) addCriterion(c Criterion) {
	at := len(*t)
	cells := map[int]string{criterionName: "Criterion " + c.Letter, totalName: "Total Mark"}
	for k, text := range headers {
		cells[k] = text
	}
	t.add(cells)
	for _, sub := range c.SubCriteria {
		t.addSubCriterion(sub)
	}
	total := formatStated(c.MarkStated)
	if total == "" {
		kinds, marks := columnLetter(int(colType)), columnLetter(int(colMax))
		total = fmt.Sprintf(`=SUMIF(%[1]s%[3]d:%[1]s%[4]d,"?",%[2]s%[3]d:%[2]s%[4]d)`, kinds, marks, at+2, max(len(*t), at+2))
	}
	(*t)[at][totalMark] = total
}

func (t *sheet) addSubCriterion(sub SubCriterion) {
	day := ""
	if sub.Day != 0 {
		day = strconv.Itoa(sub.Day)
	}
	t.add(map[int]string{
		int(colID): sub.ID, int(colName): guard(sub.Name), int(colDay): day, int(colMax): formatStated(sub.MarkStated),
	})
	heading := ""
	for _, a := range sub.Aspects {
		if a.Heading != heading {
			heading = a.Heading
			t.add(map[int]string{int(colDescription): guard(heading)})
		}
		t.addAspect(a)
	}
}

// calculationRows are the numbers that Read knows; the other kinds have an empty cell.
var calculationRows = map[CalculationKind]string{FullOrNone: "1", SteppedDeduction: "2"}

func (t *sheet) addAspect(a Aspect) {
	t.add(map[int]string{
		int(colType):        strings.ToUpper(string(a.Type[:min(1, len(a.Type))])),
		int(colDescription): guard(a.Description),
		int(colExtra):       guard(a.Extra),
		int(colRequirement): guard(a.Requirement),
		int(colSection):     a.Section,
		int(colCalculation): calculationRows[a.Calculation.Kind],
		int(colMax):         formatPoints(a.MaxMark),
	})
	if a.Type != Judgement {
		return
	}
	for score, text := range a.Descriptors {
		t.add(map[int]string{int(colScore): strconv.Itoa(score), int(colExtra): guard(text)})
	}
}

// formatStated writes a typed total, nothing if there is none.
func formatStated(points *int64) string {
	if points == nil {
		return ""
	}
	return formatPoints(*points)
}
