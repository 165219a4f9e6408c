package tables

import (
	"archive/zip"
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func rows(t *testing.T, file []byte) (all []Row) {
	t.Helper()
	if err := Read(file, Usual, func(r Row) error {
		all = append(all, Row{r.Number, append([]string(nil), r.Cells...)})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func book(t *testing.T, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTextIsReadInTheEncodingsAndWithTheSeparatorsOfSpreadsheets(t *testing.T) {
	want := []Row{{1, []string{"姓名", "学校"}}, {4, []string{"王小明", "上海, 信息"}}}
	text := "姓名,学校\r\n\r\n,\r\n王小明,\"上海, 信息\"\r\n"
	gbk, _ := simplifiedchinese.GBK.NewEncoder().String(text)
	for name, file := range map[string]string{
		"UTF-8": text, "UTF-8 with a mark": "\ufeff" + text, "GBK": gbk,
		"semicolons": "姓名;学校\n\n;\n王小明;上海, 信息\n", "tabs": "姓名\t学校\n\n\t\n王小明\t上海, 信息",
		"UTF-16": "\xff\xfe\xd3\x59\x0d\x54\x09\x00\x66\x5b\x21\x68\x0a\x00\x0a\x00\x09\x00\x0a\x00" +
			"\x8b\x73\x0f\x5c\x0e\x66\x09\x00\x0a\x4e\x77\x6d\x2c\x00\x20\x00\xe1\x4f\x6f\x60",
	} {
		if got := rows(t, []byte(file)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestARowHasTheNumberThatASpreadsheetShowsEvenBelowACellOfSeveralLines(t *testing.T) {
	got := rows(t, []byte("a,b\n\"one\ntwo\",x\n\ny,z\n"))
	if len(got) != 3 || got[1].Number != 2 || got[2].Number != 4 {
		t.Errorf("%v", got)
	}
}

func TestAWorkbookIsReadWithItsNumbersAsTheyAreKept(t *testing.T) {
	got := rows(t, book(t, func(f *excelize.File) {
		_ = f.SetSheetRow("Sheet1", "A1", &[]any{"姓名", "代码", "出生日期"})
		_ = f.SetSheetRow("Sheet1", "A3", &[]any{"王小明", 4111010001.0, 38047})
	}))
	if want := []Row{{1, []string{"姓名", "代码", "出生日期"}}, {3, []string{"王小明", "4111010001", "38047"}}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
}

func TestWhatCannotBeReadIsRefusedWithItsReason(t *testing.T) {
	bomb := func() []byte {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		w, _ := z.Create("xl/worksheets/sheet1.xml")
		for range 64 {
			_, _ = w.Write(bytes.Repeat([]byte(" "), 1<<20))
		}
		_ = z.Close()
		return out.Bytes()
	}
	for name, c := range map[string]struct {
		file   []byte
		limits Limits
		want   Reason
		column string
	}{
		"nothing":           {nil, Usual, Empty, ""},
		"blank rows":        {[]byte(" , \n,\n"), Usual, Empty, ""},
		"a picture":         {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), Usual, Unknown, ""},
		"another encoding":  {[]byte("a,\xff\xff\xff\n"), Usual, Encoding, ""},
		"the old format":    {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Usual, OldFormat, ""},
		"half a workbook":   {book(t, func(*excelize.File) {})[:900], Usual, Broken, ""},
		"another zip file":  {[]byte("PK\x03\x04 and more"), Usual, Broken, ""},
		"a bomb":            {bomb(), Usual, TooLarge, ""},
		"too many rows":     {[]byte("a\nb\nc\n"), Limits{Rows: 2, Columns: 9, Cell: 9}, TooManyRows, ""},
		"too many columns":  {[]byte("a,b,c\n"), Limits{Rows: 2, Columns: 2, Cell: 9}, TooManyColumns, "C"},
		"a cell too long":   {[]byte("a,bbbb\n"), Limits{Rows: 2, Columns: 2, Cell: 3}, CellTooLong, "B"},
		"the furthest cell": {book(t, func(f *excelize.File) { _ = f.SetCellStr("Sheet1", "XFD1048576", "x") }), Usual, TooManyColumns, "XFD"},
		"a formula":         {book(t, func(f *excelize.File) { _ = f.SetCellFormula("Sheet1", "C7", "1+1") }), Usual, Formula, "C7"},
		"days since 1904": {book(t, func(f *excelize.File) {
			yes := true
			_ = f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
		}), Usual, OtherCalendar, ""},
		"an unclosed quote,": {[]byte("a,b\n\"" + strings.Repeat("x\n", 2000)), Usual, CellTooLong, "A"},
	} {
		err := Read(c.file, c.limits, func(Row) error { return nil })
		var u *Unreadable
		if !errors.As(err, &u) || u.Reason != c.want || u.Column != c.column {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsWrittenIsReadBackAndRunsNowhere(t *testing.T) {
	columns := []Column{{Name: "a", Title: "甲"}, {Name: "b", Title: "乙", Choices: []string{"x", "y"}}}
	cells := [][]string{{"=1+1", "+86 21"}, {"-5", "@sum"}, {"0012", "'quoted"}, {"4111010001", "two\nlines"}}
	for _, format := range []Format{CSV, XLSX} {
		var out bytes.Buffer
		w, err := Write(&out, format, columns)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cells {
			if err := w.Marked(c); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		got := rows(t, out.Bytes())
		for i, c := range append([][]string{{"甲", "乙"}}, cells...) {
			if !reflect.DeepEqual(got[i].Cells, c) {
				t.Errorf("%s: %q is read back as %q", format, c, got[i].Cells)
			}
		}
		if format == CSV && !strings.Contains(out.String(), "'=1+1,'+86 21\r\n'-5,'@sum") {
			t.Errorf("a spreadsheet would run it: %q", out.String())
		}
		if format == XLSX {
			f, err := excelize.OpenReader(&out)
			if err != nil {
				t.Fatal(err)
			}
			if list, err := f.GetDataValidations("Sheet1"); err != nil || len(list) != 1 || list[0].Formula1 != `"x,y"` {
				t.Errorf("the drop-down is %v, %v", list, err)
			}
			if text, err := f.GetCellFormula("Sheet1", "A2"); err != nil || text != "" {
				t.Errorf("it is the formula %q", text)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("姓名,出生日期\n王,2004-3-1\n"))
	f.Add([]byte("\ufeffa;b\n\"x\n"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Add([]byte("\xcd\xf5\xd0\xa1\xc3\xf7\t1\n"))
	var out bytes.Buffer
	_ = excelize.NewFile().Write(&out)
	f.Add(out.Bytes())
	limits := Limits{Rows: 50, Columns: 20, Cell: 100, Unpacked: 1 << 20, Ratio: 100}
	f.Fuzz(func(t *testing.T, file []byte) {
		last := 0
		err := Read(file, limits, func(r Row) error {
			if r.Number <= last || len(r.Cells) == 0 || len(r.Cells) > limits.Columns {
				t.Errorf("after row %d: %+v", last, r)
			}
			last = r.Number
			return nil
		})
		var u *Unreadable
		if err != nil && !errors.As(err, &u) {
			t.Errorf("%v", err)
		}
	})
}

func TestATextThatASpreadsheetWouldRunIsMadeHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+86": "'+86", "-x": "'-x", "@x": "'@x", "\t=1": "'\t=1", "＝1+1": "'＝1+1", "＠x": "'＠x", "王小明": "王小明", "'": "'", "": "",
	} {
		got := Harmless(text)
		if got != want {
			t.Errorf("%q becomes %q", text, got)
		}
		if back := withoutApostrophe(got); back != text {
			t.Errorf("%q is read again as %q", text, back)
		}
	}
}
