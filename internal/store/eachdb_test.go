package store_test

import (
	"testing"

	"github.com/saichang/saichang/internal/dbtest"
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
	return open(t, dbtest.SQLite(t))
}

// openPostgres is for tests of locking and races too.
func openPostgres(t testing.TB) *store.DB {
	t.Helper()
	return open(t, dbtest.Postgres(t))
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
