package tables

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// csv reads a text whose cells stand between commas, semicolons or tabs.
func (r *reader) csv(file []byte) error {
	text, err := decode(file)
	if err != nil {
		return err
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.LazyQuotes, in.FieldsPerRecord, in.ReuseRecord = separator(text), true, -1, true
	number, line := 0, 1 // of the row, and the line of the file where the next one begins unless lines are empty
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return &Unreadable{Reason: Broken, Row: number + 1, Cause: err}
		}
		begins, _ := in.FieldPos(0)
		number += 1 + begins - line
		line = begins + 1
		for i, cell := range cells {
			line += strings.Count(cell, "\n")
			cells[i] = withoutApostrophe(cell)
		}
		if err := r.row(number, cells); err != nil {
			return err
		}
	}
}

// decode turns the bytes of a file into text: UTF-8, UTF-16 where a mark says so, or what the
// spreadsheet of a Chinese Windows saves.
func decode(file []byte) (string, error) {
	switch {
	case bytes.HasPrefix(file, []byte("\xff\xfe")), bytes.HasPrefix(file, []byte("\xfe\xff")):
		wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(file)
		if err != nil || bytes.ContainsRune(wide, utf8.RuneError) {
			return "", &Unreadable{Reason: Encoding, Cause: err}
		}
		return lineEnds(wide), nil
	case bytes.IndexByte(file, 0) >= 0:
		return "", &Unreadable{Reason: Unknown}
	}
	file = bytes.TrimPrefix(file, []byte("\ufeff"))
	if utf8.Valid(file) {
		return lineEnds(file), nil
	}
	wide, err := simplifiedchinese.GB18030.NewDecoder().Bytes(file)
	if err != nil || bytes.ContainsRune(wide, utf8.RuneError) {
		return "", &Unreadable{Reason: Encoding, Cause: err}
	}
	return lineEnds(wide), nil
}

func lineEnds(text []byte) string {
	return strings.ReplaceAll(strings.ReplaceAll(string(text), "\r\n", "\n"), "\r", "\n")
}

// separator is what stands most often in the first line that says something: the spreadsheets
// of countries that write 0,5 separate by semicolons.
func separator(text string) rune {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	best, most := ',', strings.Count(first, ",")
	for _, c := range []rune{';', '\t'} {
		if n := strings.Count(first, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}
