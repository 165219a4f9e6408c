package app_test

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/backup"
)

// small is a database of some rows that refer to each other, and an archive of it.
func small(t *testing.T) (file, where string) {
	t.Helper()
	file, where = filepath.Join(t.TempDir(), "saichang.zip"), empty(t, "sqlite")
	done(t, "migrate", "--db", where, "--data", t.TempDir())
	db := direct(t, where)
	defer func() { _ = db.Close() }()
	const at = "'2020-09-01T00:00:00.000Z'"
	for _, statement := range []string{
		"insert into organizations (id, revision, created_at, updated_at, name, sort_key, kind, status) values (randomblob(16), 1, " + at + ", " + at + ", '{}', 'x', 'school', 'active')",
		"insert into accounts select randomblob(16), 1, " + at + ", " + at + ", 'login', 'x', 'x', 'x', true, 'active', id from organizations",
		"insert into journal select randomblob(16), 0, " + at + ", '', 'a', 'n', '', '', null, '', hex(randomblob(3000)), null from accounts",
		"insert into journal_personal select unit, ordinal, 'acc', randomblob(32), '{}' from journal",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	done(t, "backup", "--db", where, "--out", file)
	return file, where
}

// rewritten is a whole archive with the tables of another: without those that are left out,
// and without the rows of those that are emptied.
func rewritten(t *testing.T, file string, schema int64, leftOut, emptied string) string {
	t.Helper()
	a, err := backup.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	out := filepath.Join(t.TempDir(), "rewritten.zip")
	m := a.Manifest
	m.SchemaVersion, m.Tables = m.SchemaVersion+schema, nil
	w, err := backup.Create(out, m)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range a.Tables {
		if k.Name == leftOut {
			continue
		}
		err = errors.Join(err, w.Add(k.Table, func(add func([]any) error) error {
			if k.Name == emptied {
				return nil
			}
			return a.EachRow(k, add)
		}))
	}
	if _, err2 := w.Finish(); err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	return out
}

// without is an archive from which a file was taken.
func without(t *testing.T, file, name string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "without.zip")
	in, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	f, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for _, z := range in.File {
		if z.Name != name {
			err = errors.Join(err, w.Copy(z))
		}
	}
	if err := errors.Join(err, w.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return out
}

// changed is a file whose bytes were changed.
func changed(t *testing.T, file string, how func([]byte) []byte) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "changed.zip")
	if err := os.WriteFile(out, how(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestADamagedOrForeignArchiveIsRefusedWithASentenceBeforeTheDatabaseIsTouched(t *testing.T) {
	file, _ := small(t)
	flipped := func(name string) string {
		z, err := zip.OpenReader(file)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = z.Close() }()
		at := slices.IndexFunc(z.File, func(f *zip.File) bool { return f.Name == name })
		begin, err := z.File[at].DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		return changed(t, file, func(b []byte) []byte {
			b[begin+int64(z.File[at].CompressedSize64/2)] ^= 4
			return b
		})
	}
	for name, c := range map[string]struct{ file, sentence string }{
		"flipped in a table":      {flipped("tables/journal.jsonl"), "the archive is damaged: table journal"},
		"flipped in the manifest": {flipped("manifest.json"), "manifest is "},
		"truncated":               {changed(t, file, func(b []byte) []byte { return b[:len(b)*2/3] }), "its end is missing"},
		"truncated a little":      {changed(t, file, func(b []byte) []byte { return b[:len(b)-1] }), "its end is missing"},
		"a table's file is gone":  {without(t, file, "tables/marks.jsonl"), "table marks is missing"},
		"the manifest is gone":    {without(t, file, "manifest.json"), "no manifest.json"},
		"a newer schema":          {rewritten(t, file, +1, "", ""), "and this program's is"},
		"an older schema":         {rewritten(t, file, -1, "", ""), "and this program's is"},
		"no archive":              {changed(t, file, func([]byte) []byte { return []byte("PK, or so it says") }), "is no archive"},
		"empty":                   {changed(t, file, func([]byte) []byte { return nil }), "is no archive"},
		"no file":                 {filepath.Join(t.TempDir(), "none.zip"), "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, dialect := range dialects {
				where := empty(t, dialect)
				refused(t, c.sentence, "restore", c.file, "--db", where, "--data", t.TempDir())
				if dialect == "postgres" {
					if has := tables(t, where); len(has) > 0 {
						t.Errorf("the database has tables now: %v", has)
					}
				} else if _, err := os.Stat(where); err == nil {
					t.Error("the database file is there now")
				}
			}
		})
	}
}

func TestAnArchiveThatDoesNotFitOrLacksWhatItRefersToChangesNothing(t *testing.T) {
	file, _ := small(t)
	for name, c := range map[string]struct{ file, sqlite, postgres string }{
		"a table was left out":      {rewritten(t, file, 0, "marks", ""), "the archive has no table marks", "the archive has no table marks"},
		"a reference leads nowhere": {rewritten(t, file, 0, "", "organizations"), "FOREIGN KEY", "organization_fk"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, dialect := range dialects {
				where, data := empty(t, dialect), t.TempDir()
				done(t, "migrate", "--db", where, "--data", data)
				before, guarded := contents(t, where), guards(t, where)
				refused(t, map[string]string{"sqlite": c.sqlite, "postgres": c.postgres}[dialect], "restore", c.file, "--db", where, "--data", data)
				equal(t, before, contents(t, where))
				if !slices.Equal(guards(t, where), guarded) {
					t.Errorf("the guards of %s changed", dialect)
				}
				done(t, "restore", file, "--db", where, "--data", data) // it was not spoilt
			}
		})
	}
}

func TestADatabaseWithRowsIsNotRestoredInto(t *testing.T) {
	file, _ := small(t)
	for _, dialect := range dialects {
		where, data := empty(t, dialect), t.TempDir()
		done(t, "migrate", "--db", where, "--data", data)
		db := direct(t, where)
		if _, err := db.ExecContext(t.Context(), "insert into installation (name, value) values ('mine', '1')"); err != nil {
			t.Fatal(err)
		}
		_ = db.Close()
		before := contents(t, where)
		refused(t, "table installation has rows", "restore", file, "--db", where, "--data", data)
		equal(t, before, contents(t, where))
	}
}

func TestABackupOverwritesNothingAndNeedsADatabase(t *testing.T) {
	file, where := small(t)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, "is there already", "backup", "--db", where, "--out", file)
	if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
		t.Errorf("the file that was there is another now: %v", err)
	}
	folder := t.TempDir()
	out := filepath.Join(folder, "new.zip")
	refused(t, "--out FILE", "backup", "--db", where)
	refused(t, "the archive cannot be made", "backup", "--db", where, "--out", filepath.Join(folder, "no", "such", "folder.zip"))
	refused(t, "there is no database", "backup", "--db", filepath.Join(folder, "none.db"), "--out", out)
	refused(t, "the database holds no Saichang", "backup", "--db", empty(t, "postgres"), "--out", out)
	db := direct(t, where)
	defer func() { _ = db.Close() }()
	must := func(statement string) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	must("create table odd (id uuid not null primary key, body jsonb)")
	refused(t, `column body of table odd is of type "jsonb"`, "backup", "--db", where, "--out", out)
	must("drop table odd")
	must("update journal_personal set body = cast(x'ff' as text)")
	refused(t, "row 1 of table journal_personal: column body", "backup", "--db", where, "--out", out)
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("a backup that failed leaves %v, %v", left, err)
	}
}

func TestWhatASubcommandIsGivenIsUnderstoodInAnyOrder(t *testing.T) {
	refused(t, "saichang restore is not complete", "restore")
	refused(t, `"b.zip" is not understood`, "restore", "a.zip", "b.zip")
	refused(t, `"b.zip" is not understood`, "restore", "a.zip", "--data", t.TempDir(), "b.zip")
	for _, args := range [][]string{{"none.zip", "--data", "x"}, {"--data", "x", "none.zip"}, {"--data", "x", "none.zip", "--db", "y"}} {
		refused(t, "open none.zip", append([]string{"restore"}, args...)...)
	}
	if printed, code := told("help"); code != 0 || !strings.Contains(printed, "saichang restore FILE") {
		t.Errorf("the help does not list what there is: %s", printed)
	}
}
