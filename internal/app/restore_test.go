package app_test

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
	"github.com/saichang/saichang/internal/backup"
	"github.com/saichang/saichang/internal/store"
)

var dialects = []string{"sqlite", "postgres"}

func TestAHouseThatIsServingIsBackedUpAndRestoredIntoEitherDatabase(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin, screen := season(t, h)
		file := filepath.Join(t.TempDir(), "serving.zip")
		stop, moving := make(chan struct{}), sync.WaitGroup{}
		var acknowledged atomic.Int64
		moving.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				body := map[string]any{"name": map[string]any{"zh-CN": fmt.Sprintf("第%d学校", n)}, "kind": "school"}
				if a := admin.Post("/organizations", body); a.Status == 201 {
					acknowledged.Add(1)
				}
			}
		})
		end := sync.OnceFunc(func() { close(stop); moving.Wait() })
		defer end()
		h.Eventually("requests are being served", func() bool { return acknowledged.Load() > 2 })
		before := admin.Get("/organizations?count=exact").Want(200).Text("total")
		done(t, "backup", "--db", h.Where, "--data", h.Data, "--out", file)
		end()
		for _, dialect := range dialects {
			where, data := empty(t, dialect), keysOf(t, h)
			if printed := done(t, "restore", file, "--db", where, "--data", data); !strings.Contains(printed, "The journal is whole.") {
				t.Errorf("to %s: the audit log was not verified: %s", dialect, printed)
			}
			restored := apptest.On(t, where, data)
			admin.At(restored).Get("/me").Refused(401, "token_invalid")
			screen.At(restored).Get("/organizations").Refused(401, "token_invalid")
			again := restored.SignIn("admin", apptest.Password)
			var has, had int
			_, _ = fmt.Sscan(again.Get("/organizations?count=exact").Want(200).Text("total"), &has)
			if _, _ = fmt.Sscan(before, &had); has < had {
				t.Errorf("to %s: %d organizations were there before the backup, %d are restored", dialect, had, has)
			}
			if has := again.Get("/organizations?q=di0xuexiao&count=exact").Want(200).Text("total"); has != "1" {
				t.Errorf("to %s: a school is not found by its pinyin", dialect)
			}
			again.Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": "新学校"}, "kind": "school"}).Want(201)
			restored.Eventually("the new facts are sealed", func() bool {
				return strings.Contains(done(t, "verify", "--db", where, "--data", data), "waiting for a seal   0 units")
			})
		}
	})
}

func TestEveryRowIsTheSameInARestoredDatabaseAndEveryGuardInForce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		season(t, h)
		later := "create table later_notes (id uuid not null primary key, seen boolean, body bytea)" // as a later migration could
		note := uuid(h.Where, []byte("sixteen letters!"))
		if err := errors.Join(h.Exec(later), h.Exec("insert into later_notes (id, seen) values (?, ?)", note, true)); err != nil {
			t.Fatal(err)
		}
		h.Stop()
		want := contents(t, h.Where)
		file := filepath.Join(t.TempDir(), "saichang.zip")
		done(t, "backup", "--db", h.Where, "--data", h.Data, "--out", file)
		a, err := backup.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = a.Close() }()
		var kept []string
		for _, table := range a.Tables {
			kept = append(kept, table.Name)
		}
		if !slices.Equal(kept, tables(t, h.Where)) {
			t.Errorf("the archive holds %v, not %v", kept, tables(t, h.Where))
		}
		for _, dialect := range dialects {
			where := empty(t, dialect)
			done(t, "migrate", "--db", where, "--data", t.TempDir())
			db := direct(t, where)
			if _, err := db.ExecContext(t.Context(), later); err != nil {
				t.Fatal(err)
			}
			_ = db.Close()
			fresh := guards(t, where)
			done(t, "restore", "--db", where, file, "--data", keysOf(t, h))
			equal(t, want, contents(t, where))
			if got := guards(t, where); !slices.Equal(got, fresh) {
				t.Errorf("to %s: the guards are %s, not %s", dialect, strings.Join(got, "\n"), strings.Join(fresh, "\n"))
			}
			refusesWhatItRefused(t, where)
			second := filepath.Join(t.TempDir(), "again.zip")
			done(t, "backup", "--db", where, "--data", t.TempDir(), "--out", second)
			sameDigests(t, file, second)
		}
	})
}

// refusesWhatItRefused tries what the triggers and references of a migrated database refuse.
func refusesWhatItRefused(t *testing.T, where string) {
	t.Helper()
	db := direct(t, where)
	defer func() { _ = db.Close() }()
	if !strings.Contains(where, "host=") {
		if _, err := db.ExecContext(t.Context(), "pragma foreign_keys = on"); err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
	}
	for _, statement := range []string{
		"update journal set name = 'x'", "delete from journal", "update seals set number = number + 100", "delete from seals", "delete from seal_tree",
		"update checkpoints set note = ''", "delete from mark_revisions", "update mark_revisions set reason = 'x'", "update marks set revision = 99",
		"insert into marks select sheet, sheet, part, revision, observed, reason, author, entered_at from marks",
		"delete from organizations", "update accounts set status = 'x'", "insert into accounts select * from accounts",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("the restored database lets through: %s", statement)
		}
	}
}

// sameDigests fails the test unless two archives hold the same rows but for revoked tokens.
func sameDigests(t *testing.T, one, other string) {
	t.Helper()
	digests := func(file string) map[string]string {
		a, err := backup.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = a.Close() }()
		out := map[string]string{}
		for _, k := range a.Tables {
			if k.Name != "sessions" && k.Name != "service_tokens" {
				out[k.Name] = fmt.Sprint(k.Rows, k.SHA256)
			}
		}
		return out
	}
	equal(t, digests(one), digests(other))
}

// exact are texts and bytes that are easily changed on the way.
var exact = []string{
	"", " ", "\n", "null", `"quoted" \back\ <b>&amp;`, "赛场 \u2028 \U0001F3C5 e\u0301", "\u0001\u007f", "0", "1e3", "0x1f", "true", "01a21113-eeec-7809-af90-c809be2a77e9",
	"2020-09-01T00:00:00.12Z", "2020-09-01T00:00:00Z", "2020-09-01 00:00:00", "?", "@name", "$1", "\uFFFD", "a\u202Eb", strings.Repeat("长", 70_000),
}

func TestValuesSurviveExactlyOnTheWayFromOneDatabaseToTheOtherAndBack(t *testing.T) {
	for dialect, way := range map[string][]string{"sqlite": {"postgres", "postgres", "sqlite", "sqlite"}, "postgres": {"sqlite", "postgres"}} {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			first := empty(t, dialect)
			done(t, "migrate", "--db", first, "--data", t.TempDir())
			fillExactly(t, first)
			want := contents(t, first)
			for i, next := range way {
				file, where := filepath.Join(t.TempDir(), fmt.Sprint(i)), empty(t, next)
				done(t, "backup", "--db", first, "--out", file)
				printed := done(t, "restore", file, "--db", where, "--data", t.TempDir())
				if !strings.Contains(printed, "saichang verify") {
					t.Errorf("without a key file it does not say how to verify: %s", printed)
				}
				equal(t, want, contents(t, where))
				first = where
			}
		})
	}
}

func fillExactly(t *testing.T, where string) {
	t.Helper()
	db := direct(t, where)
	defer func() { _ = db.Close() }()
	must := func(statement string, values ...any) {
		t.Helper()
		if _, err := db.ExecContext(t.Context(), statement, values...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	for i, text := range exact {
		must("insert into installation (name, value) values ($1, $2)", fmt.Sprint(i), text)
		must("insert into seal_tree (position, hash) values ($1, $2)", i, []byte(text))
	}
	for i, n := range []int64{-1 << 63, -1, 0, 1<<53 + 1, 1<<63 - 1} {
		must("insert into seals (number, first, facts, units, previous, digest, sealed_at) values ($1, $2, $3, $4, $5, $6, $7)",
			i, n, []int64{-1 << 31, 1<<31 - 1}[i%2], []byte{}, []byte{0}, []byte{0xff, 0, 0x80, '\n'}, fmt.Sprintf("2020-09-0%dT23:59:59.%03dZ", i+1, i*i*50))
	}
	for _, u := range [][]byte{make([]byte, 16), []byte("sixteen letters!"), {15: 0xff}} {
		must("insert into unsealed (unit) values ($1)", uuid(where, u))
	}
}

// uuid is an id as a statement takes it.
func uuid(where string, u []byte) any {
	if strings.Contains(where, "host=") {
		return fmt.Sprintf("%x", u)
	}
	return u
}

func TestARestoreNeedsTheOwnerOfTheTablesNotASuperuser(t *testing.T) {
	file, from := small(t)
	where := empty(t, "postgres")
	db := direct(t, where)
	var owner string
	err := db.QueryRowContext(t.Context(), "select 'owner_of_' || current_database()").Scan(&owner)
	for _, statement := range []string{"create role " + owner, "grant create on schema public to " + owner} {
		if err == nil {
			_, err = db.ExecContext(t.Context(), statement)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { leave(t, db, owner) })
	as := where + " options='-c role=" + owner + "'"
	done(t, "restore", file, "--db", as, "--data", t.TempDir())
	equal(t, contents(t, from), contents(t, where))
}

func leave(t *testing.T, db *sql.DB, owner string) {
	for _, statement := range []string{"drop owned by " + owner + " cascade", "drop role " + owner} {
		if _, err := db.Exec(statement); err != nil {
			t.Error(err)
		}
	}
	_ = db.Close()
}

func TestASnapshotDoesNotSeeWhatIsWrittenMeanwhile(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		err := h.DB.Snapshot(t.Context(), func(s *store.Snapshot) error {
			rows := func() (n int) {
				for _, table := range s.Tables {
					if err := s.EachRow(t.Context(), table, func([]any) error { n++; return nil }); err != nil {
						t.Error(err)
					}
				}
				return n
			}
			before := rows()
			if err := h.Exec("insert into installation (name, value) values ('meanwhile', '1')"); err != nil {
				t.Errorf("who writes has to wait for a backup: %v", err)
			}
			if after := rows(); after != before {
				t.Errorf("%d rows became %d", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
