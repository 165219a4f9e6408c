package tables

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"
)

// parts is how many files an XLSX may hold; a workbook of one sheet has about ten.
const parts = 1000

// xlsx reads the first sheet of a workbook.
func (r *reader) xlsx(file []byte) (err error) {
	defer func() { // a library that reads files from outside must not end the program
		if p := recover(); p != nil {
			err = &Unreadable{Reason: Broken}
		}
	}()
	if err := r.inspect(file); err != nil {
		return err
	}
	// Everything is inflated in memory, never into a temporary file: it holds personal data.
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: r.limits.Unpacked, UnzipXMLSizeLimit: r.limits.Unpacked,
	})
	if err != nil {
		return &Unreadable{Reason: Broken, Cause: err}
	}
	defer func() { _ = book.Close() }()
	props, err := book.GetWorkbookProps()
	switch {
	case err != nil:
		return &Unreadable{Reason: Broken, Cause: err}
	case props.Date1904 != nil && *props.Date1904:
		return &Unreadable{Reason: OtherCalendar}
	case book.SheetCount == 0:
		return &Unreadable{Reason: Empty}
	}
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return &Unreadable{Reason: Broken, Cause: err}
	}
	defer func() { _ = rows.Close() }()
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return &Unreadable{Reason: Broken, Row: number, Cause: err}
		}
		if err := r.row(number, cells); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return &Unreadable{Reason: Broken, Cause: err}
	}
	return nil
}

// inspect inflates every part of the file once, so that a small file which would fill the
// memory is refused before anything is kept of it, and looks for formulas in the sheets.
func (r *reader) inspect(file []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return &Unreadable{Reason: Broken, Cause: err}
	}
	if len(archive.File) > parts {
		return &Unreadable{Reason: TooLarge, Limit: parts}
	}
	left := min(r.limits.Unpacked, r.limits.Ratio*int64(len(file)))
	for _, part := range archive.File {
		var into io.Writer = io.Discard
		formulas := &formulaFinder{}
		if strings.HasPrefix(part.Name, "xl/worksheets/") {
			into = formulas
		}
		inflated, err := part.Open()
		if err != nil {
			return &Unreadable{Reason: Broken, Cause: err}
		}
		n, err := io.Copy(into, io.LimitReader(inflated, left+1))
		_ = inflated.Close()
		switch left -= n; {
		case errors.Is(err, errFormula):
			return &Unreadable{Reason: Formula, Column: formulas.cell}
		case left < 0:
			return &Unreadable{Reason: TooLarge, Limit: r.limits.Unpacked}
		case err != nil:
			return &Unreadable{Reason: Broken, Cause: err}
		}
	}
	return nil
}

var (
	errFormula = errors.New("tables: a formula")
	formula    = regexp.MustCompile(`<(?:\w+:)?f[ >/]`)
	reference  = regexp.MustCompile(`<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3}[0-9]{1,7})"`)
)

// formulaFinder looks for the first formula in the XML of a sheet.
type formulaFinder struct {
	tail []byte // the end of what was written before
	cell string // where the formula is, as a spreadsheet calls it; "" if that is not known
}

// window is how much of the text before is looked at again: a cell's own mark and its formula.
const window = 512

func (f *formulaFinder) Write(text []byte) (int, error) {
	all := append(f.tail, text...)
	if at := formula.FindIndex(all); at != nil {
		if before := reference.FindAllSubmatch(all[:at[0]], -1); before != nil {
			f.cell = string(before[len(before)-1][1])
		}
		return 0, errFormula
	}
	f.tail = append(f.tail[:0], all[max(0, len(all)-window):]...)
	return len(text), nil
}
