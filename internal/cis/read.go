package cis

import (
	"fmt"
	"io"
	"strings"
)

// What is read of one file. The largest real schemes have some 500 rows and 14 columns.
const (
	MaxRows    = 20_000
	MaxColumns = 64
)

// DefaultWSOSLimit is how far, in thousandths, the aspects of WSOS sections may stray
// from the sections' weights before it is reported.
const DefaultWSOSLimit int64 = 5_000

// Options says what the file itself does not.
type Options struct {
	// Calculations gives the meaning of numbers in the Calculation Row, which refer to
	// a sheet that an export lacks. It comes before the built-in meaning: 1 is full
	// mark or none, 2 a stepped deduction. A stepped deduction whose Unit is zero
	// takes its unit from the text of the aspect.
	Calculations map[int]Calculation

	// WSOSLimit is in thousandths. It holds for the variation of each section and for
	// the sum of all. Zero takes DefaultWSOSLimit; a negative one allows no variation.
	WSOSLimit int64
}

func (o Options) wsosLimit() int64 {
	if o.WSOSLimit == 0 {
		return DefaultWSOSLimit
	}
	return max(o.WSOSLimit, 0)
}

// Read reads the marking-scheme import table from CSV: UTF-8 with or without byte
// order mark, or GB18030; separated by commas, semicolons or tabs. The caller bounds
// the size of r. The error is that of r alone; whatever is wrong with the content is
// in the problems, by row. With an error among them the scheme is incomplete.
func Read(r io.Reader, opt Options) (Scheme, []Problem, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return Scheme{}, nil, fmt.Errorf("read marking scheme: %w", err)
	}
	var found findings
	text, ok := decode(data, &found)
	if !ok {
		return Scheme{}, found.sorted(), nil
	}
	rows, torn := splitBest(text)
	scheme, problems := FromRows(rows, opt)
	return scheme, append(append(found, torn...), problems...).sorted(), nil
}

// FromRows reads the table from the rows of a sheet; cells are texts as the sheet
// shows them, or formulas with their equals sign. Empty rows must be kept, so that
// problems name the right ones.
func FromRows(rows [][]string, opt Options) (Scheme, []Problem) {
	r := &reader{opt: opt, names: map[string]string{}, ids: map[string]bool{}}
	for i, cells := range rows {
		if i == MaxRows {
			if !blank(cells) {
				r.found.add(rowPlace(i+1), TooManyRows, "", MaxRows)
				break
			}
			continue
		}
		r.read(r.newLine(i+1, cells))
	}
	r.closeBlock()
	return r.finish(), r.found.sorted()
}

// reader goes through the rows from top to bottom: the tables above the first header
// row, then one block of rows for each criterion.
type reader struct {
	opt   Options
	found findings

	title    string
	started  bool // a row that says something was seen
	table    table
	names    map[string]string // criterion letter → name, from the table of criteria
	sections []sectionRow
	stated   []statedMark

	inBody   bool
	block    *block // nil where the header lacks a needed column
	criteria []*criterion
	ids      map[string]bool // sub-criteria seen
}

// statedMark is a total that somebody typed.
type statedMark struct {
	letter string // the criterion it belongs to; "" for the whole competition
	value  int64  // thousandths
	at     place
	read   string
}

// read takes the next row.
func (r *reader) read(l *line) {
	if l.blank() {
		r.table = nil
		return
	}
	if isHeader(l.cells) {
		r.openBlock(l)
		return
	}
	if r.inBody {
		if r.block != nil {
			r.readBody(l)
		}
		return
	}
	r.readPreamble(l)
}

// line is one row, with a note of which of its cells were read.
type line struct {
	row   int
	cells []string // clean
	cols  *columns // nil above the first header row
	used  uint64   // bit i: cell i was read; MaxColumns bits
}

func (r *reader) newLine(row int, cells []string) *line {
	l := &line{row: row, cells: make([]string, min(len(cells), MaxColumns))}
	for i := range l.cells {
		l.cells[i] = clean(cells[i])
	}
	if len(cells) > MaxColumns && !blank(cells[MaxColumns:]) {
		r.found.add(place{row: row, column: MaxColumns}, TooManyColumns, strings.Join(cells[MaxColumns:], " "), MaxColumns)
	}
	return l
}

func (l *line) blank() bool { return blank(l.cells) }

// peek is the cell of a column, "" where the layout or the row has none.
func (l *line) peek(k column) string {
	if i := l.cols.at[k]; i >= 0 && i < len(l.cells) {
		return l.cells[i]
	}
	return ""
}

// has reports a cell that says something; a formula does not.
func (l *line) has(k column) bool {
	return l.peek(k) != "" && !isFormula(l.peek(k))
}

// take is peek, and notes the cell as read.
func (l *line) take(k column) string {
	if i := l.cols.at[k]; i >= 0 {
		l.used |= 1 << i
	}
	return l.peek(k)
}

// takeText is take for prose, where an equals sign is no formula.
func (l *line) takeText(k column) string { return plain(l.take(k)) }

// takeValue is take for values; a formula is none.
func (l *line) takeValue(k column) string {
	if cell := l.take(k); !isFormula(cell) {
		return cell
	}
	return ""
}

// place is where a column stands in this row.
func (l *line) place(k column) place {
	at := place{row: l.row, column: l.cols.at[k]}
	if at.column >= 0 {
		at.header = l.cols.headers[at.column]
	}
	return at
}

// leftover is the first cell that says something and was not read, and how many do.
func (l *line) leftover() (at place, read string, count int) {
	for i, cell := range l.cells {
		if cell == "" || isFormula(cell) || l.used&(1<<i) != 0 {
			continue
		}
		if count++; count == 1 {
			at, read = place{row: l.row, column: i}, cell
			if i < len(l.cols.headers) {
				at.header = l.cols.headers[i]
			}
		}
	}
	return at, read, count
}
