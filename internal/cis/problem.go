package cis

import (
	"fmt"
	"slices"
)

// Severity says whether a problem stops an import.
type Severity string

// An error means that the scheme returned lacks or misreads something; a warning,
// that it is whole but someone should look.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Sentence is one sentence in the two languages of the house.
type Sentence struct {
	EN string
	ZH string
}

// Problem is one thing found while reading, tied to the cell that it was found in.
type Problem struct {
	Row      int    // from 1, as a spreadsheet counts: a cell with line breaks is one row
	Column   string // "K"; "" if the problem is the row's or the file's
	Header   string // the header above the cell, "Max Mark"; "" if it has none
	Code     Code
	Severity Severity
	Read     string // what was read, cut to 80 characters
	Message  Sentence
}

// place is a cell, or a whole row if the column is -1.
type place struct {
	row    int // from 1
	column int // from 0
	header string
}

// rowPlace is a whole row.
func rowPlace(row int) place {
	return place{row: row, column: -1}
}

// findings collects the problems of one reading.
type findings []Problem

// add records a problem; args fill the sentences of its code.
func (f *findings) add(at place, code Code, read string, args ...any) {
	entry := catalogue[code]
	*f = append(*f, Problem{
		Row:      max(at.row, 1),
		Column:   columnLetter(at.column),
		Header:   cut(at.header, readRunes),
		Code:     code,
		Severity: entry.severity,
		Read:     cut(read, readRunes),
		Message:  Sentence{EN: fmt.Sprintf(entry.en, args...), ZH: fmt.Sprintf(entry.zh, args...)},
	})
}

// sorted returns the problems by row; those of one row stay in the order of finding.
func (f findings) sorted() []Problem {
	slices.SortStableFunc(f, func(a, b Problem) int { return a.Row - b.Row })
	return f
}

// HasErrors reports whether any problem is an error, and so whether the scheme that
// came with them must not be used as it is.
func HasErrors(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return p.Severity == Error })
}
