package dbtest

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// migrated is a database file that was migrated once for all tests: it waits for the disk
// after every step.
var migrated = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "saichang")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	where := filepath.Join(folder, "saichang.db")
	if err := Migrate(where); err != nil {
		return nil, err
	}
	return os.ReadFile(where)
})

// SQLite returns the path of a new migrated database file. It is removed when t ends.
func SQLite(t testing.TB) (where string) {
	t.Helper()
	content, err := migrated()
	if err != nil {
		t.Fatalf("dbtest: migrate a file: %v", err)
	}
	return file(t, content)
}

// CloneFile returns the path of a new database file, a copy of one that nobody has open. It is
// removed when t ends.
func CloneFile(t testing.TB, from string) (where string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	return file(t, content)
}

func file(t testing.TB, content []byte) (where string) {
	t.Helper()
	where = filepath.Join(t.TempDir(), "saichang.db")
	if err := os.WriteFile(where, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return where
}
