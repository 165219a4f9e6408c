package store

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// neverReached reports that no connection could be made. The reason does not matter, and may be
// a limit of time or an error of PostgreSQL's: nobody holds a record, and no rule was broken.
func neverReached(err error) bool {
	var connect *pgconn.ConnectError
	return errors.As(err, &connect)
}

// lostConnection reports that a connection broke, or was found broken: by the network, by pgx,
// or by database/sql, which says only that it is bad. An error of the operating system alone
// does not count, as a full disk's is one too.
func lostConnection(err error) bool {
	var network *net.OpError
	if errors.As(err, &network) || pgconn.SafeToRetry(err) {
		return true
	}
	for _, broken := range []error{driver.ErrBadConn, sql.ErrConnDone, pgconn.ErrConnClosed, net.ErrClosed, io.ErrUnexpectedEOF} {
		if errors.Is(err, broken) {
			return true
		}
	}
	return false
}

// cannotServe reports that PostgreSQL ended the session, or cannot do anything for anybody.
func cannotServe(pg *pgconn.PgError) bool {
	if pg.SeverityUnlocalized == "FATAL" || pg.SeverityUnlocalized == "PANIC" {
		return true
	}
	if pg.Code == "25006" { // a standby, which only reads
		return true
	}
	for _, class := range []string{
		"08",  // the connection failed
		"53",  // no memory, disk or connection left
		"57P", // it stops, starts or recovers
		"58",  // the machine beneath it failed
	} {
		if strings.HasPrefix(pg.Code, class) {
			return true
		}
	}
	return false
}
