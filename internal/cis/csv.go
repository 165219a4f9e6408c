package cis

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// decode turns the bytes of a file into text with "\n" line ends, or says why not.
func decode(data []byte, found *findings) (string, bool) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(data, 0) >= 0 || bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		found.add(rowPlace(1), NotCSV, "")
		return "", false
	}
	if !utf8.Valid(data) {
		// The spreadsheet of a Chinese Windows saves CSV in this encoding.
		wide, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(wide, utf8.RuneError) {
			found.add(rowPlace(1), EncodingUnreadable, "")
			return "", false
		}
		found.add(rowPlace(1), EncodingGB18030, "")
		data = wide
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n"), true
}

// splitBest splits by the first separator under which a header row appears: the
// spreadsheets of countries that write 0,5 separate by semicolons.
func splitBest(text string) ([][]string, findings) {
	rows, found := split(text, ',')
	if hasHeader(rows) {
		return rows, found
	}
	for _, separator := range []byte{';', '\t'} {
		if other, theirs := split(text, separator); hasHeader(other) {
			return other, theirs
		}
	}
	return rows, found
}

func hasHeader(rows [][]string) bool {
	for _, cells := range rows {
		if isHeader(cells) {
			return true
		}
	}
	return false
}

// splitter cuts text into rows and cells. Unlike encoding/csv it keeps empty rows, so
// that a row has the number that a spreadsheet shows; and it never lets one bad
// quotation mark swallow the rows below it.
type splitter struct {
	text      string
	separator byte
	pos       int
	eol       int // end of the line that pos is on
	odd       run // the last answer of oddRun, and from where it was asked
	asked     int
	row       int
	found     findings
}

// run is a sequence of quotation marks, [at, end).
type run struct{ at, end int }

func split(text string, separator byte) ([][]string, findings) {
	s := &splitter{text: text, separator: separator, asked: -1}
	var rows [][]string
	for s.pos < len(text) && len(rows) <= MaxRows {
		s.row++
		cells := s.cells()
		if len(rows) == MaxRows && blank(cells) {
			continue // only rows that say something count against the limit
		}
		rows = append(rows, cells)
	}
	return rows, s.found
}

// cells reads one row and leaves pos at the start of the next. It stops collecting one
// cell past MaxColumns, which is enough for FromRows to see that there were more.
func (s *splitter) cells() []string {
	var cells []string
	for {
		cell := s.cell(len(cells))
		if len(cells) < MaxColumns {
			cells = append(cells, cell)
		} else if clean(cell) != "" {
			cells = append(cells, cell)
			s.pos = s.lineEnd()
		}
		if s.pos >= len(s.text) {
			return cells
		}
		s.pos++ // over the separator or the line end
		if s.text[s.pos-1] == '\n' {
			return cells
		}
	}
}

// cell reads one cell and leaves pos at the separator or line end after it.
func (s *splitter) cell(column int) string {
	start := s.pos
	if start < len(s.text) && s.text[start] == '"' {
		if body, end, ok := s.quoted(column); ok {
			s.pos = end
			return body
		}
		s.found.add(place{row: s.row, column: column}, UnclosedQuote, s.text[start:s.lineEnd()])
	}
	s.pos = s.lineEnd()
	if i := strings.IndexByte(s.text[start:s.pos], s.separator); i >= 0 {
		s.pos = start + i
	}
	return s.text[start:s.pos]
}

// quoted reads the quoted cell at pos. The mark that ends it stands before a
// separator or a line end. Another lone mark is kept as text on the line where the
// cell began; on a later line it must be the opening of another cell, so this one
// was never closed.
func (s *splitter) quoted(column int) (body string, end int, ok bool) {
	open, eol, stray := s.pos, s.lineEnd(), false
	next := run{open + 1, open + 1 + marks(s.text[open+1:])}
	if (next.end-next.at)%2 == 0 {
		next = s.oddRun(next.end)
	}
	for next.at < len(s.text) {
		if end := s.cellEnd(next.end); end >= 0 {
			body = strings.ReplaceAll(s.text[open+1:next.end-1], `""`, `"`)
			s.report(column, body, stray)
			return body, end, true
		}
		if next.at > eol {
			return "", 0, false
		}
		stray = true
		next = s.oddRun(next.end)
	}
	return "", 0, false
}

// report records what looks wrong in a quoted cell that was read.
func (s *splitter) report(column int, body string, stray bool) {
	at := place{row: s.row, column: column}
	if stray {
		s.found.add(at, StrayQuote, body)
	}
	if strings.Contains(body, "\n"+strings.Repeat(string(s.separator), 3)) {
		s.found.add(at, CellSwallowsRows, body)
	}
}

// cellEnd returns where the separator or line end after i stands if only spaces lie
// between, else -1.
func (s *splitter) cellEnd(i int) int {
	for i < len(s.text) && s.text[i] == ' ' {
		i++
	}
	if i == len(s.text) || s.text[i] == s.separator || s.text[i] == '\n' {
		return i
	}
	return -1
}

// oddRun returns the first run of an odd number of quotation marks from i on; only
// such a run can end a cell. It remembers its last answer: without that, a hostile
// file of quotes that never close would be searched to its end once for each.
func (s *splitter) oddRun(i int) run {
	if s.asked >= 0 && s.asked <= i && i <= s.odd.at {
		return s.odd
	}
	s.asked = i
	for {
		next := strings.IndexByte(s.text[i:], '"')
		if next < 0 {
			s.odd = run{len(s.text), len(s.text)}
			return s.odd
		}
		i += next
		length := marks(s.text[i:])
		if length%2 == 1 {
			s.odd = run{i, i + length}
			return s.odd
		}
		i += length
	}
}

// lineEnd returns the end of the line that pos is on.
func (s *splitter) lineEnd() int {
	if s.eol < s.pos || s.pos == 0 {
		s.eol = len(s.text)
		if i := strings.IndexByte(s.text[s.pos:], '\n'); i >= 0 {
			s.eol = s.pos + i
		}
	}
	return s.eol
}

// marks counts the quotation marks at the start of text.
func marks(text string) int {
	return len(text) - len(strings.TrimLeft(text, `"`))
}

func blank(cells []string) bool {
	for _, cell := range cells {
		if clean(cell) != "" {
			return false
		}
	}
	return true
}
