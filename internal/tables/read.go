package tables

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits bound what is read. Every number is the most that is allowed.
type Limits struct {
	Rows     int   // that say something, the header among them
	Columns  int   // with something in them
	Cell     int   // characters
	Unpacked int64 // bytes of an XLSX once it is inflated
	Ratio    int64 // how many times larger than the file that may be
}

// Usual are the limits for a file from outside.
var Usual = Limits{Rows: 50_001, Columns: 100, Cell: 2000, Unpacked: 128 << 20, Ratio: 200}

// Row is one row that says something. Number is the one that a spreadsheet shows.
type Row struct {
	Number int
	Cells  []string
}

// Reason is why a file is not read.
type Reason string

// The reasons.
const (
	Unknown        Reason = "unknown"          // neither XLSX nor text
	OldFormat      Reason = "old_format"       // XLS, or protected by a password
	Broken         Reason = "broken"           // an XLSX that cannot be opened
	Encoding       Reason = "encoding"         // text that is neither UTF-8 nor GBK
	Empty          Reason = "empty"            // nothing in it
	Formula        Reason = "formula"          // a cell holds a formula
	OtherCalendar  Reason = "other_calendar"   // days are counted from 1904
	TooManyRows    Reason = "too_many_rows"    //
	TooManyColumns Reason = "too_many_columns" //
	CellTooLong    Reason = "cell_too_long"    //
	TooLarge       Reason = "too_large"        // inflates to more than is allowed
)

// Unreadable says why a file is not read, and where.
type Unreadable struct {
	Reason Reason
	Row    int    // 0: the file as a whole
	Column string // as a spreadsheet calls it; "": the whole row
	Limit  int64  // that is passed; 0: none is
	Cause  error
}

func (u *Unreadable) Error() string {
	return fmt.Sprintf("tables: %s at row %d, column %q, limit %d: %v", u.Reason, u.Row, u.Column, u.Limit, u.Cause)
}

func (u *Unreadable) Unwrap() error { return u.Cause }

// Read calls each with every row of a file that says something, from the top. What the file
// is, its content says, not its name. An error is *Unreadable, or what each answered.
func Read(file []byte, l Limits, each func(Row) error) error {
	reading := &reader{limits: l, each: each}
	var err error
	switch {
	case bytes.HasPrefix(file, []byte("PK\x03\x04")):
		err = reading.xlsx(file)
	case bytes.HasPrefix(file, []byte("\xd0\xcf\x11\xe0")):
		err = &Unreadable{Reason: OldFormat}
	default:
		err = reading.csv(file)
	}
	if err == nil && reading.rows == 0 {
		return &Unreadable{Reason: Empty}
	}
	return err
}

// reader holds rows against the limits.
type reader struct {
	limits Limits
	each   func(Row) error
	rows   int
}

// row passes on a row, unless it says nothing.
func (r *reader) row(number int, cells []string) error {
	used := 0
	for i, cell := range cells {
		if len(cell) > r.limits.Cell && utf8.RuneCountInString(cell) > r.limits.Cell {
			return &Unreadable{Reason: CellTooLong, Row: number, Column: Letter(i), Limit: int64(r.limits.Cell)}
		}
		if strings.TrimSpace(cell) != "" {
			used = i + 1
		}
	}
	if used == 0 {
		return nil
	}
	if used > r.limits.Columns {
		return &Unreadable{Reason: TooManyColumns, Row: number, Column: Letter(used - 1), Limit: int64(r.limits.Columns)}
	}
	if r.rows++; r.rows > r.limits.Rows {
		return &Unreadable{Reason: TooManyRows, Row: number, Limit: int64(r.limits.Rows)}
	}
	return r.each(Row{number, cells[:used]})
}

// Letter is what a spreadsheet calls a column: 0 is A, 26 is AA.
func Letter(column int) string {
	if column < 26 {
		return string(rune('A' + column))
	}
	return Letter(column/26-1) + Letter(column%26)
}
