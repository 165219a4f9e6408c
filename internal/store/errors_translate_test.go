package store_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/ncruces/go-sqlite3"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/work"
)

// unsent is an error of pgx's before anything was sent; its own types are not exported.
type unsent struct{}

func (unsent) Error() string     { return "conn busy" }
func (unsent) SafeToRetry() bool { return true }

// broken is what the network says of a connection.
func broken(op string, errno syscall.Errno) error {
	return &net.OpError{Op: op, Net: "unix", Err: os.NewSyscallError(op, errno)}
}

// says is an error of PostgreSQL's that leaves the session alone; ends is one that does not.
func says(code string) error {
	return &pgconn.PgError{Severity: "ERROR", SeverityUnlocalized: "ERROR", Code: code, Message: "x"}
}

func ends(code string) error {
	return &pgconn.PgError{Severity: "致命错误", SeverityUnlocalized: "FATAL", Code: code, Message: "x"}
}

// unreached is the error of a connection that nobody answers in time.
func unreached(t *testing.T, where string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	c, err := pgconn.Connect(ctx, where)
	if err == nil {
		_ = c.Close(ctx)
		t.Fatalf("%s answers", where)
	}
	return err
}

// answering is a server that answers every connection with this, and then hangs up; with
// nothing it never answers.
func answering(t *testing.T, with []byte) (where string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = c.Close() })
			if with != nil {
				_, _ = c.Read(make([]byte, 4096))
				_, _ = c.Write(with)
				_ = c.Close()
			}
		}
	}()
	return fmt.Sprintf("host=127.0.0.1 port=%d user=x sslmode=disable", l.Addr().(*net.TCPAddr).Port)
}

// refusing is the error of a connection that PostgreSQL answers with this code.
func refusing(t *testing.T, code string) error {
	t.Helper()
	text, err := (&pgproto3.ErrorResponse{Severity: "FATAL", SeverityUnlocalized: "FATAL", Code: code, Message: "x"}).Encode(nil)
	if err != nil {
		t.Fatal(err)
	}
	return unreached(t, answering(t, text))
}

func TestWhatTheDatabaseSaysIsTakenForWhatItIs(t *testing.T) {
	t.Parallel()
	const again fault.Code = "try again" // the engine does, and says in the end that the record is busy
	replanned := &pgconn.PgError{SeverityUnlocalized: "ERROR", Code: "0A000", Message: "cached plan must not change result type", Routine: "RevalidateCachedQuery"}
	for want, all := range map[fault.Code]map[string]error{
		fault.DatabaseUnavailable: {
			"nobody listens":                       unreached(t, "host="+t.TempDir()+" user=x"),
			"nobody answers in time":               unreached(t, answering(t, nil)),
			"it hangs up":                          unreached(t, answering(t, []byte{})),
			"it starts":                            refusing(t, "57P03"),
			"it has no connection left":            refusing(t, "53300"),
			"it does not take the password":        refusing(t, "28P01"),
			"it does not have the database":        refusing(t, "3D000"),
			"08003":                                says("08003"),
			"08006":                                says("08006"),
			"08P01":                                says("08P01"),
			"no disk left":                         says("53100"),
			"no memory left":                       says("53200"),
			"no connection left":                   says("53300"),
			"an administrator ends the session":    ends("57P01"),
			"another session crashed":              ends("57P02"),
			"57P03":                                ends("57P03"),
			"its disk fails":                       says("58030"),
			"a standby":                            says("25006"),
			"it panics, and says so in a language": ends("XX000"),
			"it ends a session that is idle":       ends("25P03"),
			"database/sql found it bad":            driver.ErrBadConn,
			"database/sql gave it back":            sql.ErrConnDone,
			"pgx closed it":                        pgconn.ErrConnClosed,
			"pgx sent nothing":                     unsent{},
			"it ended while pgx was reading":       io.ErrUnexpectedEOF,
			"the network reset it":                 broken("read", syscall.ECONNRESET),
			"nobody reads any more":                broken("write", syscall.EPIPE),
			"it was closed here":                   &net.OpError{Op: "write", Net: "tcp", Err: net.ErrClosed},
			"SQLite has no disk left":              sqlite3.ExtendedErrorCode(sqlite3.FULL),
			"SQLite's disk fails":                  sqlite3.IOERR_FSYNC,
			"SQLite's file cannot be written":      sqlite3.ExtendedErrorCode(sqlite3.READONLY),
		},
		fault.RecordBusy: {
			"its time is up":      context.DeadlineExceeded,
			"its caller has gone": context.Canceled,
			"a lock is held":      says("55P03"),
			"a statement is slow": says("57014"),
			"it is interrupted":   sqlite3.ExtendedErrorCode(sqlite3.INTERRUPT),
		},
		again: {
			"a serialization failure":         says("40001"),
			"a deadlock":                      says("40P01"),
			"a table changed under statement": replanned,
			"SQLite is busy":                  sqlite3.BUSY_SNAPSHOT,
		},
		fault.InvalidText: {"a NUL": says("22021")},
		fault.NotFound:    {"no row": sql.ErrNoRows},
		fault.InternalError: {
			"a disk of our own is full":    syscall.ENOSPC,
			"a file cannot be written":     &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC},
			"a file cannot be opened":      &fs.PathError{Op: "open", Path: "x", Err: syscall.EMFILE},
			"a defect that talks like pgx": errors.New("unexpected EOF, conn closed"),
			"a commit that rolled back":    errors.New("commit unexpectedly resulted in rollback"),
			"a transaction that is over":   sql.ErrTxDone,
			"SQL that is none":             says("42601"),
			"what PostgreSQL cannot do":    says("0A000"),
			"a transaction that failed":    says("25P02"),
			"a damaged table":              says("XX001"),
			"SQLite's file is damaged":     sqlite3.ExtendedErrorCode(sqlite3.CORRUPT),
		},
	} {
		for name, err := range all {
			for form, err := range map[string]error{"itself": err, "wrapped": fmt.Errorf("the sheet: %w", err), "joined": errors.Join(errors.New("before"), err)} {
				got := store.Translate(err)
				f, code := fault.As(got), fault.As(got).Code
				if errors.As(got, new(work.Retry)) {
					code = again
				}
				comesAgain := want == fault.DatabaseUnavailable || want == fault.RecordBusy
				if code != want || comesAgain != (f.RetryAfter > 0) {
					t.Errorf("%s, %s (%T %v): %s, again after %v, want %s", name, form, err, err, code, f.RetryAfter, want)
				}
				if want != fault.NotFound && !errors.Is(got, err) {
					t.Errorf("%s, %s: the cause was lost", name, form)
				}
			}
		}
	}
}
