package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// server is the variable that names the server: a libpq keyword DSN without dbname.
const server = "SAICHANG_TEST_POSTGRES"

// patience bounds one statement here. Copying a database takes some 30 ms; PostgreSQL
// itself waits up to 5 s for the sessions of a source to end before it refuses.
const patience = time.Minute

var (
	// process tells this process's databases from those of all others on the server. The
	// process id alone would not do: it can come back while the server lives.
	process = fmt.Sprintf("%d_%s", os.Getpid(), strings.ToLower(rand.Text()[:6]))
	count   atomic.Int64

	// template is migrated once for all tests of this process.
	template = sync.OnceValues(func() (name string, err error) {
		name = "template_" + process
		if err := execute(os.Getenv(server), "create database "+name); err != nil {
			return "", err
		}
		return name, Migrate(os.Getenv(server) + " dbname=" + name)
	})
)

// Postgres returns the DSN of a new migrated database. It is dropped when t ends.
func Postgres(t testing.TB) (dsn string) {
	t.Helper()
	base := serverDSN(t)
	name, err := template()
	if err != nil {
		t.Fatalf("dbtest: template: %v", err)
	}
	return clone(t, base, name)
}

// Empty returns the DSN of a new database without a table. It is dropped when t ends.
func Empty(t testing.TB) (dsn string) {
	t.Helper()
	return clone(t, serverDSN(t), "template0")
}

// Clone returns the DSN of a new database, a copy of the one at from, on which nobody is
// connected: a test makes a world once and runs each case in its own copy. It is dropped
// when t ends.
func Clone(t testing.TB, from string) (dsn string) {
	t.Helper()
	config, err := pgx.ParseConfig(from)
	if err != nil {
		t.Fatalf("dbtest: clone: %v", err)
	}
	if config.Database == "" {
		t.Fatalf("dbtest: clone: the DSN names no database: %s", from)
	}
	return clone(t, serverDSN(t), config.Database)
}

func clone(t testing.TB, base, from string) (dsn string) {
	t.Helper()
	name := fmt.Sprintf("test_%s_%d", process, count.Add(1))
	if err := execute(base, "create database "+name+" template "+pgx.Identifier{from}.Sanitize()); err != nil {
		t.Fatalf("dbtest: copy %s (close every session on it first): %v", from, err)
	}
	t.Cleanup(func() {
		if err := execute(base, "drop database "+name+" with (force)"); err != nil {
			t.Errorf("dbtest: drop %s: %v", name, err)
		}
	})
	return base + " dbname=" + name
}

// serverDSN fails the test when there is no server.
func serverDSN(t testing.TB) string {
	t.Helper()
	dsn := strings.TrimSpace(os.Getenv(server))
	if dsn == "" {
		t.Fatalf("This test needs PostgreSQL, and %s names no server: run scripts/test, or for one package scripts/postgres run -- go test ./internal/store", server)
	}
	return dsn
}

// execute runs one statement on a session of its own, which is gone when it returns: an
// idle one would be found by tests that look for leaked goroutines.
func execute(base, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	db, err := sql.Open("pgx", base+" dbname=postgres")
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, statement)
	return err
}
