package cis

import (
	"regexp"
	"strings"
)

// column is one of the columns that the reader knows.
type column int

const (
	colID column = iota
	colName
	colDay
	colType
	colDescription
	colScore
	colExtra
	colRequirement
	colSection
	colCalculation
	colMax
	columnCount
)

// headers are the texts that Write gives the columns, and that messages name them by.
var headers = [columnCount]string{
	colID:          "Sub Criterion ID",
	colName:        "Sub Criterion Name or Description",
	colDay:         "Day of Marking",
	colType:        "Aspect Type M = Meas J = Judg",
	colDescription: "Aspect - Description",
	colScore:       "Judg Score",
	colExtra:       "Extra Aspect Description (Meas or Judg) OR Judgement Score Description (Judg only)",
	colRequirement: "Requirement (Measurement Only)",
	colSection:     "WSOS Section",
	colCalculation: "Calculation Row (Export only)",
	colMax:         "Max Mark",
}

// prefixes recognize a header by the start of its normal form. Workbooks differ in
// line breaks, punctuation, "Judge Score" for "Judg Score", WSSS for WSOS.
var prefixes = [columnCount][]string{
	colID:          {"sub criterion id", "sub criteria id"},
	colName:        {"sub criterion name", "sub criteria name"},
	colDay:         {"day"},
	colType:        {"aspect type"},
	colDescription: {"aspect description"},
	colScore:       {"judg score", "judge score", "judgement score", "judgment score"},
	colExtra:       {"extra", "judgement score description", "judgment score description"},
	colRequirement: {"requirement"},
	colSection:     {"wsos section", "wsss section", "wsos", "wsss"},
	colCalculation: {"calculation"},
	colMax:         {"max"},
}

// needed are the columns without which no aspect can be read.
var needed = []column{colType, colDescription, colMax}

// columnOf finds the column of a header in normal form. The longest prefix wins:
// "judgement score description" is the extra column, "judgement score" is not.
func columnOf(header string) (column, bool) {
	best, length := colID, 0
	for c, starts := range prefixes {
		for _, start := range starts {
			if len(start) > length && strings.HasPrefix(header, start) {
				best, length = column(c), len(start)
			}
		}
	}
	return best, length > 0
}

// columns is where one header row puts each column, or -1.
type columns struct {
	at      [columnCount]int
	headers []string
}

func (c *columns) has(k column) bool { return c.at[k] >= 0 }

// isHeader reports a row that starts with "Sub Criterion ID" and names another column.
func isHeader(cells []string) bool {
	first := true
	for _, cell := range cells {
		text := normal(cell)
		if text == "" {
			continue
		}
		c, known := columnOf(text)
		switch {
		case first && (!known || c != colID):
			return false
		case !first && known && c != colID:
			return true
		}
		first = false
	}
	return false
}

// criterionLabel is the cell of a header row that names its criterion.
var criterionLabel = regexp.MustCompile(`^criterion ([a-z])$`)

// header is what a header row says: the columns, and the criterion with its total.
type header struct {
	columns
	letter string // "" if the row names no criterion
	mark   *statedMark
}

// readHeader finds the columns of a header row by their texts.
func (r *reader) readHeader(l *line) header {
	h := header{columns: columns{headers: l.cells}}
	for k := range h.at {
		h.at[k] = -1
	}
	labelled := false
	for i, cell := range l.cells {
		at := place{row: l.row, column: i, header: cell}
		text := normal(cell)
		k, known := columnOf(text)
		label := criterionLabel.FindStringSubmatch(text)
		value, number := parseStated(cell)
		switch {
		case text == "" || isFormula(cell):
		case known && h.has(k):
			r.found.add(at, ColumnRepeated, cell)
		case known:
			h.at[k] = i
		case label != nil:
			h.letter, labelled = strings.ToUpper(label[1]), true
		case text == "total mark" || text == "total marks":
			labelled = true
		case labelled && number && h.mark == nil:
			h.mark = &statedMark{value: value, at: place{row: l.row, column: i}, read: cell}
		case labelled && h.mark == nil:
			r.found.add(at, TotalUnreadable, cell)
		default:
			r.found.add(at, ColumnUnknown, cell)
		}
	}
	return h
}
