package tables

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Text is a cell without what cannot be seen and without white space around it; the wide space
// of Chinese text is white space too.
func Text(cell string) string {
	if neat(cell) {
		return cell
	}
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, cell)
	return strings.Join(strings.Fields(visible), " ")
}

// neat reports a cell that Text leaves as it is, as nearly all are.
func neat(cell string) bool {
	before := ' '
	for _, r := range cell {
		if r == ' ' && before == ' ' || r != ' ' && (unicode.IsSpace(r) || !unicode.IsPrint(r)) {
			return false
		}
		before = r
	}
	return before != ' ' || cell == ""
}

// Narrow is Text with wide digits, letters and marks as the usual ones: "２００４－３－１".
func Narrow(cell string) string {
	if strings.ContainsFunc(cell, mayBeWide) {
		cell = width.Narrow.String(cell)
	}
	return Text(cell)
}

// mayBeWide leaves out what has no other width: ASCII and Chinese characters, and so most cells.
func mayBeWide(r rune) bool { return r >= 0x80 && (r < 0x4e00 || r > 0x9fff) }

var (
	written = regexp.MustCompile(`^([0-9]{4})(?:[-/.]|年 ?)([0-9]{1,2})(?:[-/.]|月 ?)([0-9]{1,2})日?(?:[ T]00?:00(?::00(?:\.0+)?)?Z?)?$`)
	compact = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})$`)
	serial  = regexp.MustCompile(`^([0-9]{1,7})(?:\.[0-9]*)?$`)
)

// Date reads a day in the forms in which people and spreadsheets write it, the year first:
// 2004-03-01, 2004/3/1, 2004.3.1, 2004年3月1日, 20040301, or the number that a spreadsheet
// counts days by. A date with the year last is not ok: it can be read two ways.
func Date(cell string) (day string, ok bool) {
	text := Narrow(cell)
	m := written.FindStringSubmatch(text)
	if m == nil {
		m = compact.FindStringSubmatch(text)
	}
	if m == nil {
		if m := serial.FindStringSubmatch(text); m != nil {
			n, _ := strconv.Atoi(m[1]) // seven digits at most
			return counted(n)
		}
		return "", false
	}
	year, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	number, _ := strconv.Atoi(m[3])
	t := time.Date(year, time.Month(month), number, 0, 0, 0, 0, time.UTC)
	if year == 0 || t.Month() != time.Month(month) || t.Day() != number {
		return "", false
	}
	return t.Format(time.DateOnly), true
}

// lastDay is 9999-12-31, the last day that spreadsheets know.
const lastDay = 2_958_465

// counted is the day with a spreadsheet's number. Day 1 is 1 January 1900, and day 60 is 29
// February of that year, which there never was: spreadsheets have kept Lotus 1-2-3's mistake. A number that
// looks like a year is no day.
func counted(n int) (day string, ok bool) {
	if n < 1 || n == 60 || n > lastDay || n >= 1900 && n <= 2100 {
		return "", false
	}
	if n < 60 {
		n++
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format(time.DateOnly), true
}

// beginsFormula are the characters with which a spreadsheet begins a formula, or loses track of
// its cells; some read the full-width forms alike.
const beginsFormula = "=+-@＝＋－＠\t\r\n"

// runsAsFormula reports a text that a spreadsheet takes for more than a text.
func runsAsFormula(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return text != "" && strings.ContainsRune(beginsFormula, first)
}

// Harmless is a text that no spreadsheet runs as a formula.
func Harmless(text string) string {
	if runsAsFormula(text) {
		return "'" + text
	}
	return text
}

// withoutApostrophe takes away what Harmless has put before a text.
func withoutApostrophe(cell string) string {
	if text, marked := strings.CutPrefix(cell, "'"); marked && runsAsFormula(text) {
		return text
	}
	return cell
}
