package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/saichang/saichang/internal/dbtest"
	"github.com/saichang/saichang/internal/store"
)

// everyConnection calls fn with all connections that a handle may open, at the same time: a
// setting that only the first one has would not be seen otherwise.
func everyConnection(t *testing.T, handle *sql.DB, most int, fn func(*sql.Conn)) {
	t.Helper()
	for range most {
		conn, err := handle.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		fn(conn)
	}
}

func wantSettings(t *testing.T, conn *sql.Conn, question string, want map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		var got string
		if err := conn.QueryRowContext(t.Context(), fmt.Sprintf(question, name)).Scan(&got); err != nil || got != want[name] {
			t.Errorf("%s is %q (%v), want %q", name, got, err, want[name])
		}
	}
}

func TestWhatSQLiteAcknowledgesIsOnDiskAndRefersToWhatThereIs(t *testing.T) {
	db := openSQLite(t)
	for i, handle := range db.Handles() {
		everyConnection(t, handle, []int{1, 4}[i], func(conn *sql.Conn) {
			wantSettings(t, conn, "pragma %s", map[string]string{
				"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000",
			})
		})
	}
	if len(db.Handles()) != 2 {
		t.Errorf("%d handles", len(db.Handles()))
	}
}

func TestEverySessionOnPostgreSQLHasItsLimits(t *testing.T) {
	where := dbtest.Empty(t)
	db := open(t, where)
	if err := db.Migrate(t.Context()); err != nil { // which waits without limits, on a session that must not come back
		t.Fatal(err)
	}
	everyConnection(t, db.Handles()[0], 8, func(conn *sql.Conn) {
		wantSettings(t, conn, "show %s", map[string]string{
			"lock_timeout": "2s", "statement_timeout": "10s", "idle_in_transaction_session_timeout": "20s", "TimeZone": "UTC",
			"synchronous_commit": "on", "application_name": "saichang",
		})
	})
}

func TestAProgramThatIsOlderThanTheDatabaseDoesNotStart(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		before := schema(t, db)
		if _, err := db.Forge(t.Context(), "insert into goose_db_version (version_id, is_applied) values (99999, true)"); err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "99999, newer than this program's") {
			t.Errorf("it started: %v", err)
		}
		if after := schema(t, db); after != before {
			t.Errorf("the schema was changed:\n%s", after)
		}
	})
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	eachDB(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		before, steps := schema(t, db), version(t, db)
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if after := schema(t, db); after != before {
			t.Errorf("before:\n%s\nafter:\n%s", before, after)
		}
		if again := version(t, db); again != steps {
			t.Errorf("version and steps were %s, and are %s", steps, again)
		}
		w.must(func(ctx context.Context, tx *store.Tx) error { _, err := tx.Entry(ctx, w.entry.ID); return err })
	})
}

func TestProcessesThatStartTogetherMigrateOnce(t *testing.T) {
	where := dbtest.Empty(t)
	once := version(t, openPostgres(t))
	var processes []*store.DB
	for range 4 {
		processes = append(processes, open(t, where))
	}
	var all sync.WaitGroup
	for _, db := range processes {
		all.Go(func() {
			if err := db.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := version(t, processes[0]); got != once {
		t.Errorf("version and steps are %s, not %s", got, once)
	}
}

func TestADatabaseThatCannotBeOpenedIsASentence(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "saichang.db")
	db := open(t, folder)
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for where, want := range map[string]string{
		"":                        "the database path is empty",
		folder + "/x/saichang.db": "the folder of the database cannot be made",
		"postgres://%zz":          "the database URL cannot be read",
		"postgres://nobody@127.0.0.1:1/x?sslmode=disable": "the database does not answer",
	} {
		if _, err := store.Open(t.Context(), where, store.Options{}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v", where, err)
		}
	}
}

// schema is all that the migrations made, as text.
func schema(t *testing.T, db *store.DB) string {
	t.Helper()
	question := "select coalesce(sql, name) from sqlite_schema order by name"
	if db.Dialect() == "postgres" {
		question = `select line from (
			select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as line from information_schema.columns where table_schema = 'public'
			union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
			union all select indexdef from pg_indexes where schemaname = 'public'
			union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal) x order by line`
	}
	lines, err := db.Texts(t.Context(), question)
	if err != nil || len(lines) < 50 {
		t.Fatalf("%d lines of schema, %v", len(lines), err)
	}
	return strings.Join(lines, "\n")
}

// version is the schema's version, and how many steps were taken to it.
func version(t *testing.T, db *store.DB) string {
	t.Helper()
	v, err := db.SchemaVersion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	steps, err := db.Number(t.Context(), "select count(*) from goose_db_version")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d, %d", v, steps)
}
