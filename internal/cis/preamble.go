package cis

import (
	"regexp"
	"slices"
	"strings"
)

// table reads one row of a table above the first header row, and reports whether the
// table goes on.
type table func(*line) bool

// labels are texts that stand above the tables and are not the title of the skill.
var labels = []string{"criteria", "worldskills standards specification", "worldskills occupational standards"}

// readPreamble reads a row above the first header row: the title of the skill, the
// table of WSOS sections, the table of criteria, a total.
func (r *reader) readPreamble(l *line) {
	first := !r.started
	r.started = true
	if next := r.openTable(l); next != nil {
		r.table = next
		return
	}
	if r.table != nil && r.table(l) {
		return
	}
	r.table = nil
	if total, ok := r.readTotal(l); ok {
		r.state(total)
		return
	}
	r.readLabel(l, first)
}

// readLabel reads a row that is in no table. One text alone is the title or
// decoration; more is something that the reader does not know, or worse.
func (r *reader) readLabel(l *line, first bool) {
	texts := slices.DeleteFunc(slices.Clone(l.cells), func(cell string) bool { return cell == "" || isFormula(cell) })
	switch {
	case len(texts) == 0:
	case len(texts) > 1 && strings.HasPrefix(normal(texts[0]), "total"): // the foot of a table
	case len(texts) > 1 && subCriterionForm.MatchString(strings.ToUpper(narrow(texts[0]))):
		r.found.add(rowPlace(l.row), RowAboveHeader, strings.Join(texts, " "))
	case len(texts) > 1:
		r.found.add(rowPlace(l.row), RowNotUnderstood, strings.Join(texts, " "))
	case first && !slices.Contains(labels, normal(texts[0])):
		r.title = plain(texts[0])
	}
}

// openTable recognizes the header row of a table by its texts.
func (r *reader) openTable(l *line) table {
	at := map[string]int{}
	for i, cell := range slices.Backward(l.cells) {
		at[normal(cell)] = i
	}
	find := func(texts ...string) int {
		for _, text := range texts {
			if i, ok := at[text]; ok {
				return i
			}
		}
		return -1
	}
	id, name, mark := find("id"), find("name"), find("mark", "marks", "max mark")
	if id >= 0 && name >= 0 && mark >= 0 {
		return func(l *line) bool { return r.readCriterionRow(l, id, name, mark) }
	}
	section := find("section", "wsos section", "wsss section")
	weight := find("wsos marks", "wsss marks", "wsos mark", "wsss mark", "marks", "weight")
	if section < 0 || weight < 0 {
		return nil
	}
	name = find("name", "description", "area", "wsos area", "wsss area", "wsos name", "wsss name")
	if name < 0 && section+1 < len(l.cells) && l.cells[section+1] == "" {
		name = section + 1
	}
	cols := sectionColumns{id: section, name: name, weight: weight, sum: find("aspect marks", "aspect mark")}
	return func(l *line) bool { return r.readSectionRow(l, cols) }
}

func (l *line) cell(i int) string {
	if i < 0 || i >= len(l.cells) {
		return ""
	}
	return l.cells[i]
}

// readCriterionRow reads "E | Slideshow | 17.00". A template row, with a letter and
// nothing else, says nothing.
func (r *reader) readCriterionRow(l *line, id, name, mark int) bool {
	letter := strings.ToUpper(l.cell(id))
	if !isLetter(letter) {
		return false
	}
	if _, known := r.names[letter]; !known {
		r.names[letter] = plain(l.cell(name))
	}
	r.stateCell(letter, l, mark)
	return true
}

// sectionRow is a section and where its row stands.
type sectionRow struct {
	Section
	at  place
	sum *statedMark // the aspect marks that the table gives it
}

type sectionColumns struct{ id, name, weight, sum int }

// readSectionRow reads "4 | Front-end development | 25.00 | 24.50 | 0.50". The
// variation is never read: it follows from the other two.
func (r *reader) readSectionRow(l *line, cols sectionColumns) bool {
	cell := l.cell(cols.id)
	if cell == "" || strings.HasPrefix(normal(cell), "total") {
		return false
	}
	at := place{row: l.row, column: cols.id}
	id, ok := sectionID(cell)
	if !ok {
		r.found.add(at, SectionUnreadable, cell)
		return true
	}
	if slices.ContainsFunc(r.sections, func(s sectionRow) bool { return s.ID == id }) {
		r.found.add(at, SectionRepeated, cell, id)
		return true
	}
	row := sectionRow{Section: Section{ID: id, Name: plain(l.cell(cols.name))}, at: place{row: l.row, column: cols.weight}}
	if weight := r.statedAt(l, cols.weight); weight != nil {
		row.MarkStated = &weight.value
	}
	row.sum = r.statedAt(l, cols.sum)
	r.sections = append(r.sections, row)
	return true
}

var sectionForm = regexp.MustCompile(`(?i)^(?:wsos|wsss|section|s|第)?[\s.:#-]*([0-9]{1,3}(?:\.[0-9]{1,2})?[a-z]?)\s*(?:节|章)?$`)

// sectionID reads "4" from "4", "4.0", "WSSS 4" or "Section 4".
func sectionID(cell string) (string, bool) {
	match := sectionForm.FindStringSubmatch(narrow(cell))
	if match == nil {
		return "", false
	}
	id := strings.ToLower(match[1])
	for _, zeros := range []string{".0", ".00"} {
		id = strings.TrimSuffix(id, zeros)
	}
	return id, true
}

// statedAt reads a total from a cell: nil if the cell is empty, a formula, or no
// number, which is reported.
func (r *reader) statedAt(l *line, i int) *statedMark {
	cell := l.cell(i)
	if cell == "" || isFormula(cell) {
		return nil
	}
	at := place{row: l.row, column: i}
	value, ok := parseStated(cell)
	if !ok {
		r.found.add(at, TotalUnreadable, cell)
		return nil
	}
	return &statedMark{value: value, at: at, read: cell}
}

func (r *reader) stateCell(letter string, l *line, i int) {
	if total := r.statedAt(l, i); total != nil {
		total.letter = letter
		r.state(total)
	}
}

// state keeps a typed total until the aspects are summed; nil is none.
func (r *reader) state(total *statedMark) {
	if total != nil {
		r.stated = append(r.stated, *total)
	}
}

var totalLabel = regexp.MustCompile(`^(?:criterion ([a-z]) total|(?:competition |grand )?total(?: marks?)?)$`)

// readTotal recognizes a row such as "Criterion E Total | 17.00" or "Competition |
// Total Mark | 50": a label, and a number or formula in the row.
func (r *reader) readTotal(l *line) (*statedMark, bool) {
	label, numbers := -1, 0
	var letter string
	for i, cell := range l.cells {
		if match := totalLabel.FindStringSubmatch(normal(cell)); match != nil && label < 0 {
			label, letter = i, strings.ToUpper(match[1])
		} else if _, ok := parseStated(cell); ok || isFormula(cell) {
			numbers++
		}
	}
	if label < 0 || numbers == 0 {
		return nil, false
	}
	for i := label + 1; i < len(l.cells); i++ {
		if value, ok := parseStated(l.cells[i]); ok {
			return &statedMark{letter: letter, value: value, at: place{row: l.row, column: i}, read: l.cells[i]}, true
		}
	}
	return nil, true
}

func isLetter(s string) bool {
	return len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z'
}
