package tables

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Format is how a table is written.
type Format string

// The formats.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
	JSON Format = "json" // an array of objects: what programs read
)

// Column is a column of a table that is written.
type Column struct {
	Name    string   // in JSON
	Title   string   // in a spreadsheet
	Choices []string // not empty: a drop-down in XLSX
}

// Writer writes one table, row by row. Close ends the file.
type Writer interface {
	Row(cells []string) error
	// Marked is a row that is to catch the eye, where the format can.
	Marked(cells []string) error
	Close() error
}

// Write begins a table with its header.
func Write(to io.Writer, f Format, columns []Column) (Writer, error) {
	switch f {
	case CSV:
		return writeCSV(to, columns)
	case JSON:
		_, err := io.WriteString(to, "[")
		return &jsonWriter{to: to, columns: columns}, err
	}
	return writeXLSX(to, columns)
}

func titles(columns []Column) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Title
	}
	return out
}

type csvWriter struct{ *csv.Writer }

func writeCSV(to io.Writer, columns []Column) (Writer, error) {
	if _, err := io.WriteString(to, "\ufeff"); err != nil { // or Excel takes it for GBK
		return nil, err
	}
	w := csvWriter{csv.NewWriter(to)}
	w.UseCRLF = true
	return w, w.Row(titles(columns))
}

func (w csvWriter) Row(cells []string) error {
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = Harmless(cell)
	}
	return w.Write(safe)
}

func (w csvWriter) Marked(cells []string) error { return w.Row(cells) }

func (w csvWriter) Close() error { w.Flush(); return w.Error() }

type jsonWriter struct {
	to      io.Writer
	columns []Column
	rows    int
}

func (w *jsonWriter) Row(cells []string) error {
	one := make(map[string]string, len(cells))
	for i, cell := range cells {
		one[w.columns[i].Name] = cell
	}
	text, err := json.Marshal(one)
	if err != nil {
		return err
	}
	separator := ",\n"
	if w.rows++; w.rows == 1 {
		separator = ""
	}
	_, err = fmt.Fprintf(w.to, "%s%s", separator, text)
	return err
}

func (w *jsonWriter) Marked(cells []string) error { return w.Row(cells) }

func (w *jsonWriter) Close() error { _, err := io.WriteString(w.to, "]\n"); return err }

type xlsxWriter struct {
	to     io.Writer
	book   *excelize.File
	sheet  *excelize.StreamWriter
	rows   int
	text   int // style: what looks like a number stays text
	marked int // style
}

// sheetName is the name of the only sheet.
const sheetName = "Sheet1"

func writeXLSX(to io.Writer, columns []Column) (Writer, error) {
	w := &xlsxWriter{to: to, book: excelize.NewFile()}
	header, err := w.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	const asText = 49 // the format "@"
	if w.text, err = w.book.NewStyle(&excelize.Style{NumFmt: asText}); err != nil {
		return nil, err
	}
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFE0E0"}}
	if w.marked, err = w.book.NewStyle(&excelize.Style{NumFmt: asText, Fill: fill}); err != nil {
		return nil, err
	}
	for i, c := range columns {
		if len(c.Choices) == 0 {
			continue
		}
		dropDown := excelize.NewDataValidation(true)
		dropDown.Sqref = fmt.Sprintf("%[1]s2:%[1]s50001", Letter(i))
		if err := dropDown.SetDropList(c.Choices); err != nil {
			return nil, err
		}
		if err := w.book.AddDataValidation(sheetName, dropDown); err != nil {
			return nil, err
		}
	}
	if w.sheet, err = w.book.NewStreamWriter(sheetName); err != nil {
		return nil, err
	}
	const wide = 18
	if err := errors.Join(
		w.sheet.SetColWidth(1, max(1, len(columns)), wide),
		w.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
	); err != nil {
		return nil, err
	}
	return w, w.row(titles(columns), header)
}

func (w *xlsxWriter) Row(cells []string) error    { return w.row(cells, w.text) }
func (w *xlsxWriter) Marked(cells []string) error { return w.row(cells, w.marked) }

func (w *xlsxWriter) row(cells []string, style int) error {
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = excelize.Cell{StyleID: style, Value: cell}
	}
	w.rows++
	return w.sheet.SetRow(fmt.Sprintf("A%d", w.rows), values)
}

func (w *xlsxWriter) Close() error {
	err := w.sheet.Flush()
	if err == nil {
		err = w.book.Write(w.to)
	}
	return errors.Join(err, w.book.Close())
}
