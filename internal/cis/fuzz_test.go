package cis_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/saichang/saichang/internal/cis"
)

// holds asserts what is true of every reading, of a good file or of noise: problems
// are whole, sums are the sums of aspects, and a scheme without errors can be exported
// and comes back the same.
func holds(t interface {
	Errorf(string, ...any)
	Fatalf(string, ...any)
}, scheme cis.Scheme, problems []cis.Problem) {
	row := 0
	for _, p := range problems {
		checkProblem(t, p)
		if p.Row < row {
			t.Errorf("row %d after row %d", p.Row, row)
		}
		row = p.Row
	}
	if diff := cmp.Diff(scheme.Recomputed(), scheme, sameScheme); diff != "" {
		t.Errorf("sums: %s", diff)
	}
	if len(scheme.Criteria) == 0 && !cis.HasErrors(problems) {
		t.Errorf("nothing was read, and nothing said")
	}
	if cis.HasErrors(problems) {
		return
	}
	if diff := cmp.Diff(scheme, written(t, scheme), sameScheme); diff != "" {
		t.Errorf("not the same after an export: %s", diff)
	}
}

func FuzzReadNeverPanicsAndNeverFailsSilently(f *testing.F) {
	for _, name := range []string{moduleE, qualifier} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, example := range provocations {
		if len(example.text) < 10_000 {
			f.Add([]byte(example.text))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		scheme, problems := read(t, string(data), cis.Options{})
		holds(t, scheme, problems)
	})
}

func TestAnyRowsAreReadWithoutPanic(t *testing.T) {
	cell := rapid.SampledFrom([]string{"", "", "", "", "E1", "E2", "F1", "E", "M", "J", "O", "0", "1", "2", "3", "0.25", "-1", "17", "=SUM(K3:K64)",
		"Works", "Deduct 0.25 per error", "Criterion E", "Criterion E Total", "Total Mark", "Section", "WSOS Marks", "ID", "Name", "Mark",
		"Sub Criterion ID", "Aspect Type", "Aspect - Description", "Judg Score", "Extra", "Requirement", "WSOS Section", "Calculation Row",
		"Max Mark", "Day of Marking", "C3", "\xff", "'=x", "\u3000", "\ufeff"})
	header := rapid.Just([]string{"Sub Criterion ID", "Sub Criterion Name", "Day", "Aspect Type", "Aspect - Description", "Judg Score", "Extra",
		"Requirement", "WSOS Section", "Calculation Row", "Max Mark", "Criterion E"})
	row := rapid.OneOf(rapid.SliceOfN(cell, 0, 14), rapid.SliceOfN(cell, 9, 12), header)
	rapid.Check(t, func(t *rapid.T) {
		scheme, problems := cis.FromRows(rapid.SliceOfN(row, 0, 30).Draw(t, "rows"), cis.Options{})
		holds(t, scheme, problems)
	})
}

func TestReadingDoesNotChangeTheRowsOfTheCaller(t *testing.T) {
	rows := [][]string{{" Sub Criterion ID ", "Aspect Type", "Aspect Description", "Max Mark"}, {" E1 "}, {"", "M", " Works\r\n", "1"}}
	before := [][]string{{" Sub Criterion ID ", "Aspect Type", "Aspect Description", "Max Mark"}, {" E1 "}, {"", "M", " Works\r\n", "1"}}
	cis.FromRows(rows, cis.Options{})
	if diff := cmp.Diff(before, rows); diff != "" {
		t.Error(diff)
	}
}
