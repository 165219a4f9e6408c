package cis_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/saichang/saichang/internal/cis"
)

func TestModuleEReadsTheSameWhateverItsEncodingAndSeparator(t *testing.T) {
	data, err := os.ReadFile(moduleE)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	plain, _ := read(t, text, cis.Options{})
	for name, other := range map[string]string{
		"byte order mark":       "\ufeff" + text,
		"Windows line ends":     strings.ReplaceAll(text, "\n", "\r\n"),
		"old Macintosh":         strings.ReplaceAll(text, "\n", "\r"),
		"no line end":           strings.TrimRight(text, "\n"),
		"a million empty cells": text + strings.Repeat(",,,,,,,,,,\n", 100_000),
		"wide rows":             strings.ReplaceAll(text, ",2,1,0.25,,", ",2,1,0.25,,"+strings.Repeat(",", 16_384)),
	} {
		scheme, problems := read(t, other, cis.Options{})
		if diff := cmp.Diff(plain, scheme); diff != "" || len(problems) > 0 {
			t.Errorf("%s: %v\n%s", name, problems, diff)
		}
	}
}

func TestSemicolonsWithDecimalCommasAreRead(t *testing.T) {
	text := strings.ReplaceAll(head+e1+",,,M,Works,,,,4,1,0.5\n", ",", ";")
	for _, other := range []string{strings.ReplaceAll(text, "0.5", "0,5"), strings.ReplaceAll(text, ";", "\t")} {
		if scheme := want(t, other, cis.Options{}); scheme.Total() != 500 {
			t.Errorf("total %d", scheme.Total())
		}
	}
}

func TestGB18030IsReadWithAWarning(t *testing.T) {
	text, err := simplifiedchinese.GB18030.NewEncoder().String(head + "E1,加载图片,3\n,,,M,可以选择图片,,,每处错误扣0.25分,4,2,0.5\n")
	if err != nil {
		t.Fatal(err)
	}
	scheme := want(t, text, cis.Options{}, cis.EncodingGB18030)
	sub := scheme.Criteria[0].SubCriteria[0]
	if sub.Name != "加载图片" || sub.Aspects[0].Calculation.Unit != 250 {
		t.Errorf("%+v", sub)
	}
}

func TestAQuoteThatNeverClosesCostsItsOwnRowOnly(t *testing.T) {
	scheme, problems := read(t, head+e1+one+
		`,,,M,"Broken,,,,4,1,1`+"\n"+
		`,,,M,"Quoted, whole",,,,4,1,1`+"\n"+one+one, cis.Options{})
	if diff := cmp.Diff([]cis.Code{cis.UnclosedQuote}, codes(problems)); diff != "" {
		t.Error(diff)
	}
	var got []string
	for _, a := range aspects(scheme) {
		got = append(got, a.Description)
	}
	if diff := cmp.Diff([]string{"Works", `"Broken`, "Quoted, whole", "Works", "Works"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestQuotesAreReadAsTheyWereMeant(t *testing.T) {
	for cell, text := range map[string]string{
		`"a, b"`:             "a, b",
		`"say ""hi"""`:       `say "hi"`,
		`"""hi"""`:           `"hi"`,
		`"say "hi" now"`:     `say "hi" now`,
		`5" wide`:            `5" wide`,
		`a "b" c`:            `a "b" c`,
		`"closed with gap" `: "closed with gap",
		"\"two\nlines\"":     "two\nlines",
		`"'=1+1"`:            "=1+1",
	} {
		scheme, _ := read(t, head+e1+",,,M,Works,,"+cell+",,4,1,1\n"+one, cis.Options{})
		all := aspects(scheme)
		if len(all) != 2 || all[0].Extra != text {
			t.Errorf("%s: %+v", cell, all)
		}
	}
}

func TestRowsAreCountedAsASpreadsheetShowsThem(t *testing.T) {
	_, problems := read(t, "\n\""+"Skill\n17\"\n\n"+head+"E1,\"two\nlines\",3\n\n,,,M,Works,,,,4,1,x\n", cis.Options{})
	if len(problems) != 1 || problems[0].Row != 7 || problems[0].Column != "K" {
		t.Errorf("%+v", problems)
	}
}

func TestAReaderThatFailsIsAnError(t *testing.T) {
	broken := errors.New("cable cut")
	scheme, problems, err := cis.Read(iotest.ErrReader(broken), cis.Options{})
	if !errors.Is(err, broken) || len(problems) > 0 || scheme.Criteria != nil {
		t.Errorf("%v, %v, %v", scheme, problems, err)
	}
}

func TestAHostileFileIsReadInTime(t *testing.T) {
	for name, text := range map[string]string{
		"quotes that never close":      strings.Repeat(`"a,`, 200_000),
		"a broken quote on every line": strings.Repeat("\"a\n", 200_000),
		"pairs under a lone quote":     strings.Repeat("\"\"abc,\n", 100_000) + "\"x",
		"many cells, many quotes":      strings.Repeat(strings.Repeat(`"a",`, 60)+"\n", 2_000) + `"`,
		"sub-criteria only":            head + strings.Repeat("E1,x,1\n", 19_000),
		"one long number":              head + e1 + ",,,M,Works,,,,4,1," + strings.Repeat("1", 500_000),
		"one long deduction":           head + e1 + ",,,M,Works,,," + strings.Repeat("deduct 0.25 ", 20_000) + ",4,2,1\n",
	} {
		start := time.Now()
		_, problems := read(t, text, cis.Options{})
		if !cis.HasErrors(problems) {
			t.Errorf("%s: no error", name)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		t.Logf("%s: %v, %d problems", name, time.Since(start), len(problems))
	}
}
