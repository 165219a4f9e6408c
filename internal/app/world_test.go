package app_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
	"github.com/saichang/saichang/internal/dbtest"
)

// told runs a subcommand, and answers everything that it printed.
func told(args ...string) (printed string, code int) {
	code, out, err := run(args...)
	return out + err, code
}

// done fails the test unless the subcommand did what it was told.
func done(t *testing.T, args ...string) (printed string) {
	t.Helper()
	printed, code := told(args...)
	if code != 0 {
		t.Fatalf("saichang %s: exit code %d: %s", strings.Join(args, " "), code, printed)
	}
	return printed
}

// refused fails the test unless the subcommand was refused with this in its sentence.
func refused(t *testing.T, sentence string, args ...string) {
	t.Helper()
	printed, code := told(args...)
	if code != 1 || !strings.Contains(printed, sentence) || strings.Count(printed, "\n") != 1 {
		t.Errorf("saichang %s: exit code %d, not one line with %q: %s", strings.Join(args, " "), code, sentence, printed)
	}
}

// season fills a house: people and an entry, a locked and signed sheet, a checkpoint, rows
// that refer to each other and to themselves. It answers two who have a token: the
// administrator, who is signed in, and a screen with a service token.
func season(t *testing.T, h *apptest.House) (administrator, service *apptest.Caller) {
	t.Helper()
	admin := h.Administrator()
	programme := admin.Post("/programmes", map[string]any{"name": map[string]any{"zh-CN": "世界技能大赛"}}).Want(201).ID()
	edition := admin.Post("/programmes/"+programme+"/editions", map[string]any{
		"number": 46, "year": 2021, "name": map[string]any{"zh-CN": "第46届"}, "host": map[string]any{"zh-CN": "上海"}, "time_zone": "Asia/Shanghai",
	}).Want(201).ID()
	admin.Post("/editions/"+edition+"/rule-sets", map[string]any{"preset": "worldskills"}).Want(201)
	event := admin.Post("/editions/"+edition+"/events", map[string]any{"number": "17", "name": map[string]any{"en": "Web Technologies"}}).Want(201).ID()
	lockedSheet(h, h.Sheet(admin, edition, event))
	screen := *admin
	screen.Token = admin.Post("/service-tokens", map[string]any{
		"name": "screen", "actions": []string{"organizations.list"}, "expires_at": apptest.Begin.Add(time.Hour).Format(time.RFC3339),
	}).Want(201).Text("token")
	screen.Get("/organizations").Want(200)
	for _, statement := range []string{
		"insert into installation (name, value) values ('demo', 'ready')",
		"update editions set replaced_by = id",
		"insert into sign_in_failures (subject, failures, blocked_until) values ('x', 3, '2020-09-01T00:00:00.120Z')",
	} {
		if err := h.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	return admin, &screen
}

// lockedSheet has a sheet marked, submitted, signed and locked, and waits for the checkpoint.
func lockedSheet(h *apptest.House, s apptest.Sheet) {
	h.T.Helper()
	path := "/mark-sheets/" + s.ID
	s.Judges[0].Do("PUT", path+"/marks/"+s.Measured, map[string]any{"observed": map[string]any{"kind": "achieved", "achieved": true}}, "If-None-Match", "*").Want(200)
	for _, judge := range s.Judges {
		mark := map[string]any{"aspect_id": s.Judged, "observed": map[string]any{"kind": "score", "score": 2}, "expected_revision": 0}
		judge.Do("PUT", path+"/marks", map[string]any{"marks": []any{mark}}).Want(200)
	}
	submit := func(judge *apptest.Caller, part, key string) *apptest.Answer {
		return judge.Post(path+"/submissions", map[string]any{"part": part}, "Idempotency-Key", key).Want(200)
	}
	submit(s.Judges[0], "panel", "panel-key")
	submit(s.Judges[0], "own", "own-key-0")
	submit(s.Judges[1], "own", "own-key-1")
	last := submit(s.Judges[2], "own", "own-key-2")
	signed := s.Chief.Post(path+"/signatures", nil, "If-Match", last.ETag(), "Idempotency-Key", "signature").Want(200)
	s.Chief.Post(path+"/lock", nil, "If-Match", signed.ETag()).Want(200)
	h.Eventually("a checkpoint was signed", func() bool {
		return h.Public().Get("/audit-log/checkpoints").Want(200).Text("items.0.seals") != ""
	})
}

// empty is a new database of either kind, without a schema.
func empty(t *testing.T, dialect string) (where string) {
	t.Helper()
	if dialect == "sqlite" {
		return filepath.Join(t.TempDir(), "restored.db")
	}
	return dbtest.Empty(t)
}

// keysOf is a folder with a copy of a house's keys.
func keysOf(t *testing.T, h *apptest.House) (data string) {
	t.Helper()
	data = t.TempDir()
	text, err := os.ReadFile(filepath.Join(h.Data, "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "keys.json"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	return data
}

// direct opens a database behind the house's back.
func direct(t *testing.T, where string) *sql.DB {
	t.Helper()
	driver, dsn := "sqlite3", "file:"+where
	if strings.Contains(where, "host=") {
		driver, dsn = "pgx", where
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// lines reads rows as text, each value in a form that both databases share.
func lines(t *testing.T, where, query string) (out []string) {
	t.Helper()
	db := direct(t, where)
	defer func() { _ = db.Close() }()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			values[i] = names[i] + "=" + shared(v)
		}
		out = append(out, fmt.Sprint(values...))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func shared(v any) string {
	switch v := v.(type) {
	case []byte:
		return hex.EncodeToString(v)
	case time.Time:
		return fmt.Sprint("at ", v.UnixMicro())
	case bool:
		if v {
			return "1"
		}
		return "0"
	case string:
		if plain := strings.ReplaceAll(v, "-", ""); len(v) == 36 && len(plain) == 32 {
			return plain // a uuid of PostgreSQL's
		}
		if at, err := time.Parse("2006-01-02T15:04:05.000Z", v); err == nil {
			return shared(at) // an instant of SQLite's
		}
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprint(v)
}

// tables lists the tables of data of a database.
func tables(t *testing.T, where string) (names []string) {
	t.Helper()
	query := "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
	if strings.Contains(where, "host=") {
		query = "select tablename as name from pg_tables where schemaname = 'public'"
	}
	for _, line := range lines(t, where, query) {
		if name := strings.Trim(strings.TrimPrefix(line, "name="), `"`); name != "goose_db_version" {
			names = append(names, name)
		}
	}
	return names
}

// contents digests every row of every table. When a token was revoked is left out: a restored
// copy revokes all.
func contents(t *testing.T, where string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, name := range tables(t, where) {
		h, rows := sha256.New(), lines(t, where, "select * from "+name)
		for _, line := range rows {
			if name == "sessions" || name == "service_tokens" {
				line, _, _ = strings.Cut(line, "revoked_at=") // the last column
			}
			_, _ = fmt.Fprintln(h, line)
		}
		found[name] = fmt.Sprintf("%d rows, %x", len(rows), h.Sum(nil))
	}
	return found
}

// equal fails the test unless two databases hold the same.
func equal(t *testing.T, want, got map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("table %s: %s, not %s", name, got[name], want[name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d tables, not %d", len(got), len(want))
	}
}

// guards lists the triggers and constraints of a database, and how they work.
func guards(t *testing.T, where string) []string {
	t.Helper()
	if !strings.Contains(where, "host=") {
		return lines(t, where, "select type, name, sql from sqlite_schema where name <> 'goose_db_version'")
	}
	return append(
		lines(t, where, "select tgrelid::regclass::text as t, case when tgisinternal then tgfoid::regproc::text else tgname end as n, tgenabled::text as e, tgdeferrable, tginitdeferred from pg_trigger"),
		lines(t, where, "select conrelid::regclass::text as t, conname::text as c, condeferrable, condeferred, convalidated, pg_get_constraintdef(oid) as d from pg_constraint where conrelid <> 0")...)
}
