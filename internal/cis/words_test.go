package cis

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestAStepIsReadFromItsWording(t *testing.T) {
	for text, want := range map[string]deduction{
		"Deduct 0.25 per error.":                                       {true, 250},
		"Captions follow. Deduct 0.25 per error.":                      {true, 250},
		"deduct 0,5 for each error":                                    {true, 500},
		"-0.25 per mistake":                                            {true, 250},
		"all texts (−0.25 per mistake)":                                {true, 250},
		"DEDUCT .5 MARKS FOR EVERY missing page":                       {true, 500},
		"Deduction of 0.125 points per missing element":                {true, 125},
		"Deduction: 1 mark each":                                       {true, 1_000},
		"minus 0.2 for each validation error (ignoring warnings)":      {true, 200},
		"0.25 marks deducted for each error":                           {true, 250},
		"Deduct 0.25/error":                                            {true, 250},
		"每处错误扣0.25分":                                                   {true, 250},
		"每错一处，扣除 ０．５ 分。":                                               {true, 500},
		"一处不符扣 1 分":                                                    {true, 1_000},
		"Deduct 0.25 per error.\nDeduct 0.25 per missing text.":        {true, 250},
		"Deduct 0.25 per error in the page. The image is at most 9 KB": {true, 250},

		"":                                 {},
		"capitalize and removing slug":     {},
		"Temperature -5/+5 degrees":        {},
		"Grid:\n- 3 per row":               {},
		"marks are deducted":               {},
		"Deduct 0.25 if it is late":        {spoken: true},
		"Deduct 25% per error":             {spoken: true},
		"Deduct 0 per error":               {spoken: true},
		"Deduct 0.0001 per error":          {spoken: true},
		"Deduct 0.25 per error, up to 0.5": {spoken: true},
		"每处错误扣0.25分，最多扣1分":                 {spoken: true},
		"Deduct 0.25 per error, 0.5 per crash; deduct 0.5 if slow":              {spoken: true},
		"Deduct 0.25 per error, 0.5 per crash":                                  {spoken: true},
		"Deduct 0.25 per error. Deduct 0.5 per crash.":                          {spoken: true},
		"Deduct 0.25 if turned; deduct 0.50 if less; deduct 0.25 for any other": {spoken: true},
	} {
		if got := readDeduction(text); got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func TestPointsAreReadExactly(t *testing.T) {
	for text, want := range map[string]int64{
		"0.25": 250, "0,5": 500, ".5": 500, "5.": 5_000, "17.00": 17_000, "-1": -1_000, "−0.5": -500,
		"０．５": 500, "0.2500000": 250, "007": 7_000, "1000000": 1_000_000_000,
	} {
		if got, err := parsePoints(text); got != want || err != nil {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", ".", "-", "--1", "1e3", "1.2.3", "1 000", "one", "0x10", "NaN", "1000000.001", "99999999999999999999"} {
		if got, err := parsePoints(text); !errors.Is(err, errNotANumber) {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	if _, err := parsePoints("0.1234"); !errors.Is(err, errTooPrecise) {
		t.Errorf("0.1234: %v", err)
	}
	if got, ok := parseStated("16.999999999999996"); got != 17_000 || !ok {
		t.Errorf("a spreadsheet's 17: %d, %v", got, ok)
	}
}

func TestWrittenPointsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.Int64Range(-maxWholePoints*1000, maxWholePoints*1000).Draw(t, "points")
		if got, err := parsePoints(formatPoints(points)); got != points || err != nil {
			t.Fatalf("%s: %d, %v", formatPoints(points), got, err)
		}
	})
}

func TestAColumnHasTheLetterOfASpreadsheet(t *testing.T) {
	for column, want := range map[int]string{-1: "", 0: "A", 13: "N", 25: "Z", 26: "AA", 63: "BL"} {
		if got := columnLetter(column); got != want {
			t.Errorf("%d: %s, want %s", column, got, want)
		}
	}
}

func TestAGuardedTextComesBackPlain(t *testing.T) {
	for _, text := range []string{"", "a", "=1+1", "'=1", "''@x", "-0.25 per error", "+1", "@me", "'", "'tis", "it's"} {
		if got := plain(guard(text)); got != text {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestASectionIsOneShortNumber(t *testing.T) {
	for text, want := range map[string]string{
		"4": "4", "4.0": "4", "4.00": "4", "4.1": "4.1", "4.10": "4.10", "WSSS 1": "1", "wsos-3": "3",
		"Section 12": "12", "S2": "2", "第4章": "4", "４": "4", "4A": "4a",
	} {
		if got, ok := sectionID(text); got != want || !ok {
			t.Errorf("%q: %q, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "1,3", "four", "total", "1 2", "4444", "-"} {
		if got, ok := sectionID(text); ok {
			t.Errorf("%q: %q", text, got)
		}
	}
}
