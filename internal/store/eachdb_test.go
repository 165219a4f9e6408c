package store_test

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/saichang/saichang/internal/pgtest"
	"github.com/saichang/saichang/internal/store"
)

// eachDB runs a test on a migrated SQLite file and on a migrated PostgreSQL database, both
// new, side by side: they wait for the disk more than they compute. A missing server fails
// the test.
func eachDB(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	for name, start := range map[string]func(testing.TB) *store.DB{"sqlite": openSQLite, "postgres": openPostgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, start(t))
		})
	}
}

func openSQLite(t testing.TB) *store.DB {
	t.Helper()
	file, err := migrated()
	if err != nil {
		t.Fatal(err)
	}
	where := filepath.Join(t.TempDir(), "saichang.db")
	if err := os.WriteFile(where, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, where)
}

// migrated is a database file that was migrated once for all tests: it waits for the disk
// after every step.
var migrated = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "saichang")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	where := filepath.Join(folder, "saichang.db")
	if err := migrate(where); err != nil {
		return nil, err
	}
	return os.ReadFile(where)
})

// openPostgres is for tests of locking and races too.
func openPostgres(t testing.TB) *store.DB {
	t.Helper()
	return open(t, pgtest.DB(t, "store", migrate))
}

func open(t testing.TB, where string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), where, store.Options{Connections: 16})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func migrate(where string) error {
	db, err := store.Open(context.Background(), where, store.Options{})
	if err != nil {
		return err
	}
	if err := db.Migrate(context.Background()); err != nil {
		_ = db.Close()
		return err
	}
	return db.Close()
}
