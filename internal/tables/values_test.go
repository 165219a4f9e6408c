package tables

import (
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/width"
)

func TestADateIsReadInEveryCommonFormAndNeverGuessed(t *testing.T) {
	for cell, want := range map[string]string{
		"2004-03-01": "2004-03-01", "2004-3-1": "2004-03-01", "2004/3/1": "2004-03-01", "2004.3.1": "2004-03-01", " 2004年3月1日 ": "2004-03-01",
		"20040301": "2004-03-01", "２００４－０３－０１": "2004-03-01", "2004-03-01 00:00:00": "2004-03-01", "38047": "2004-03-01", "38047.0": "2004-03-01",
		"38047.75": "2004-03-01", "1": "1900-01-01", "59": "1900-02-28", "61": "1900-03-01", "2958465": "9999-12-31",
		"60": "", "0": "", "2958466": "", "1/3/2004": "", "03-01-2004": "", "2004-02-30": "", "2004-13-01": "", "20041301": "", "2004": "", "1899": "1905-03-13",
		"": "", "March": "", "2004-3": "", "-5": "", "0000-01-01": "",
	} {
		if got, ok := Date(cell); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v; want %q", cell, got, ok, want)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2004-03-01", "38047", "2004年3月1日", "20040301", "60"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		day, ok := Date(cell)
		if _, err := time.Parse(time.DateOnly, day); ok != (err == nil) {
			t.Errorf("%q is %q, %v", cell, day, ok)
		}
		if again, _ := Date(day); ok && again != day {
			t.Errorf("%q is %q, which is %q", cell, day, again)
		}
	})
}

func TestALetterNamesAColumn(t *testing.T) {
	for column, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 16383: "XFD"} {
		if got := Letter(column); got != want {
			t.Errorf("%d is %s", column, got)
		}
	}
}

func TestWhatIsTakenForNarrowAndNeatIsNotChanged(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if text := string(r); !mayBeWide(r) && width.Narrow.String(text) != text {
			t.Errorf("%q is narrower as %q", text, width.Narrow.String(text))
		}
	}
	for cell, want := range map[string]string{
		"": "", " ": "", "王 小明": "王 小明", " 王": "王", "王 ": "王", "王  明": "王 明", "王　明": "王 明", "王\t明": "王 明", "王\u200b明": "王明", "\u00a0": "",
	} {
		if got := Text(cell); got != want || neat(cell) != (cell == want) {
			t.Errorf("%q is %q, and neat: %v", cell, got, neat(cell))
		}
	}
}
