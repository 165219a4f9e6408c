package cis

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readRunes is how much of a cell a problem repeats.
const readRunes = 80

// clean gives a cell the one form in which it is kept: valid UTF-8, "\n" between
// lines, no control characters, no space around it.
func clean(cell string) string {
	cell = strings.ToValidUTF8(cell, "\uFFFD")
	cell = strings.ReplaceAll(cell, "\r\n", "\n")
	cell = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\u00a0' || r == '\u3000':
			return ' '
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r) || r == '\ufeff' || r == '\u200b':
			return -1
		}
		return r
	}, cell)
	return strings.TrimSpace(cell)
}

// guarded is a text that a spreadsheet would run as a formula, after any number of
// apostrophes.
var guarded = regexp.MustCompile(`^'*[=+\-@]`)

// guard puts an apostrophe before a text that a spreadsheet would run as a formula:
// a scheme is opened by people who did not write it.
func guard(text string) string {
	if guarded.MatchString(text) {
		return "'" + text
	}
	return text
}

// plain takes the apostrophe of guard away again.
func plain(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && guarded.MatchString(rest) {
		return rest
	}
	return cell
}

// isFormula reports a cell that a spreadsheet would have computed.
func isFormula(cell string) bool {
	return strings.HasPrefix(cell, "=")
}

// normal reduces a header or a label to lower-case words: "Sub\n Criterion\n ID" and
// "sub-criterion id" are the same.
func normal(cell string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(cell), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// narrow turns full-width digits and punctuation, as a Chinese keyboard types them,
// into their ASCII forms.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// cut keeps the first runes of a cell for a message.
func cut(s string, runes int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if utf8.RuneCountInString(s) <= runes {
		return s
	}
	return string([]rune(s)[:runes-1]) + "…"
}

// columnLetter names a column, from 0, as a spreadsheet does: A, …, Z, AA.
func columnLetter(column int) string {
	if column < 0 {
		return ""
	}
	if column < 26 {
		return string(rune('A' + column))
	}
	return columnLetter(column/26-1) + string(rune('A'+column%26))
}
