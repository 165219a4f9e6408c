package backup_test

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/saichang/saichang/internal/backup"
)

// every is a table with a column of each kind.
var every = backup.Table{Name: "every", Columns: []backup.Column{
	{Name: "a", Kind: backup.UUID}, {Name: "b", Kind: backup.Bytes}, {Name: "c", Kind: backup.Instant}, {Name: "d", Kind: backup.Text},
	{Name: "e", Kind: backup.Integer}, {Name: "f", Kind: backup.Long}, {Name: "g", Kind: backup.Boolean},
}}

// given hands out rows.
func given(rows [][]any) func(func([]any) error) error {
	return func(add func([]any) error) error {
		for _, row := range rows {
			if err := add(row); err != nil {
				return err
			}
		}
		return nil
	}
}

// made is an archive with these rows.
func made(t interface{ Fatal(...any) }, folder string, rows [][]any) (path string, m backup.Manifest) {
	path = filepath.Join(folder, "archive.zip")
	w, err := backup.Create(path, backup.Manifest{SchemaVersion: 7, Program: "test", Database: "sqlite", TakenAt: time.Unix(1_600_000_000, 123_456_789)})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Add(every, given(rows)), w.Add(backup.Table{Name: "none"}, given(nil))); err != nil {
		t.Fatal(err)
	}
	if m, err = w.Finish(); err != nil {
		t.Fatal(err)
	}
	return path, m
}

// read opens an archive, checks it and reads all its rows.
func read(path string) (backup.Manifest, [][]any, error) {
	a, err := backup.Open(path)
	if err != nil {
		return backup.Manifest{}, nil, err
	}
	defer func() { _ = a.Close() }()
	var all [][]any
	for _, k := range a.Tables {
		if err := a.EachRow(k, func(row []any) error { all = append(all, slices.Clone(row)); return nil }); err != nil {
			return a.Manifest, all, err
		}
	}
	return a.Manifest, all, nil
}

var values = rapid.Custom(func(t *rapid.T) []any {
	first, last := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999e6, time.UTC)
	row := []any{
		[16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "uuid")), rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"),
		time.UnixMilli(rapid.Int64Range(first.UnixMilli(), last.UnixMilli()).Draw(t, "instant")).UTC(), rapid.String().Draw(t, "text"),
		rapid.Int64Range(math.MinInt32, math.MaxInt32).Draw(t, "integer"), rapid.Int64().Draw(t, "bigint"), rapid.Bool().Draw(t, "boolean"),
	}
	for i := range row {
		if rapid.IntRange(0, 5).Draw(t, "null") == 0 {
			row[i] = nil
		}
	}
	return row
})

func TestWhatGoesIntoAnArchiveComesOutTheSame(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOf(values).Draw(t, "rows")
		path, said := made(t, folder, want)
		defer func() { _ = os.Remove(path) }()
		m, got, err := read(path)
		if err != nil || !reflect.DeepEqual(m, said) || len(got) != len(want) || int64(len(want)) != m.Total() {
			t.Fatalf("%d rows came out of %d: %v", len(got), len(want), err)
		}
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Fatalf("row %d is %#v, not %#v", i, got[i], want[i])
			}
		}
		if k, err := backup.Count(every, given(got)); err != nil || !reflect.DeepEqual(k, m.Tables[0]) {
			t.Fatalf("counted again it is %v, %v", k, err)
		}
	})
}

var someRows = [][]any{
	{[16]byte{1}, []byte("abc"), time.UnixMilli(1_600_000_000_120).UTC(), "赛场", int64(1), int64(2), true},
	{[16]byte{2}, []byte{}, time.UnixMilli(1_600_000_000_000).UTC(), strings.Repeat("text ", 200), int64(-1), int64(math.MinInt64), false},
	{nil, nil, nil, nil, nil, nil, nil},
}

func TestAFlippedBitAnywhereIsFoundOrChangesNothing(t *testing.T) {
	path, want := made(t, t.TempDir(), someRows)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other, found := filepath.Join(t.TempDir(), "flipped.zip"), 0
	for at := range whole {
		flipped := bytes.Clone(whole)
		flipped[at] ^= 1 << (at % 8)
		if err := os.WriteFile(other, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		m, got, err := read(other)
		checked := checked(t, other)
		switch {
		case err != nil && checked != nil:
			found++
		case err != nil || checked != nil:
			t.Errorf("byte %d: reading says %v, checking says %v", at, err, checked)
		case !reflect.DeepEqual(m, want) || !reflect.DeepEqual(got, someRows):
			t.Errorf("byte %d was flipped, and other rows came out", at)
		}
	}
	if found < len(whole)/2 {
		t.Errorf("only %d of %d were found", found, len(whole))
	}
}

func checked(t *testing.T, path string) error {
	a, err := backup.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(a.Check(t.Context()), a.Close())
}

func TestACutArchiveIsNone(t *testing.T) {
	path, _ := made(t, t.TempDir(), someRows)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for length := range whole {
		if err := os.WriteFile(path, whole[:length], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := backup.Open(path); err == nil {
			t.Errorf("%d of %d bytes open", length, len(whole))
		}
	}
}

func TestUntilItIsFinishedAnArchiveIsNotThereAndAbandonedItIsGone(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "archive.zip")
	w, err := backup.Create(path, backup.Manifest{})
	if err != nil {
		t.Fatal(err)
	}
	failed := errors.New("the database went away")
	if err := w.Add(every, func(func([]any) error) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("the cause is lost: %v", err)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 || strings.HasSuffix(left[0].Name(), ".zip") {
		t.Fatalf("meanwhile there is %v, %v", left, err)
	}
	if info, err := left[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read it: %v, %v", info.Mode(), err)
	}
	if _, err := backup.Open(filepath.Join(folder, left[0].Name())); err == nil {
		t.Error("an unfinished archive opens")
	}
	w.Abandon()
	if left, _ := os.ReadDir(folder); len(left) != 0 {
		t.Errorf("%v is left", left)
	}
}

func TestAnArchiveOverwritesNothingEvenWhatCameMeanwhile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "archive.zip")
	w, err := backup.Create(path, backup.Manifest{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abandon()
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Finish(); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("it was finished over a file: %v", err)
	}
	if _, err := backup.Create(path, backup.Manifest{}); err == nil {
		t.Error("it was begun over a file")
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "mine" {
		t.Errorf("the file is %q, %v", text, err)
	}
}

func TestAValueThatIsNotOfItsColumnsKindIsRefused(t *testing.T) {
	for _, c := range []struct {
		kind  backup.Kind
		value any
	}{
		{backup.UUID, "x"}, {backup.UUID, []byte("sixteen letters!")}, {backup.Text, "\xff"}, {backup.Text, []byte("x")}, {backup.Bytes, "x"},
		{backup.Integer, 1.5}, {backup.Integer, "1"}, {backup.Boolean, int64(1)}, {backup.Instant, "2020-09-01T00:00:00.000Z"}, {"jsonb", "{}"},
	} {
		table := backup.Table{Name: "t", Columns: []backup.Column{{Name: "c", Kind: c.kind}}}
		if _, err := backup.Count(table, given([][]any{{c.value}})); err == nil || !strings.Contains(err.Error(), "table t: column c") {
			t.Errorf("%#v as %s: %v", c.value, c.kind, err)
		}
	}
	if _, err := backup.Count(every, given([][]any{{nil}})); err == nil {
		t.Error("a row with too few values is counted")
	}
}
