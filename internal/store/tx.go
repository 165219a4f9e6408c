package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/work"
)

// Tx is one transaction. It implements every noun's Store.
type Tx struct {
	db      *gorm.DB
	dialect string
	pool    *pgxpool.Pool // only where one statement is the transaction
	conn    *sql.Conn     // only in a transaction: the connection beneath it
}

var (
	_ work.Database = (*DB)(nil)
	_ work.Tx       = (*Tx)(nil)
)

// Write runs fn in a transaction that may write: READ COMMITTED on PostgreSQL, BEGIN
// IMMEDIATE on SQLite.
func (db *DB) Write(ctx context.Context, fn func(work.Tx) error) error {
	return db.run(ctx, db.write, nil, fn)
}

// Statement runs fn without a transaction around it on PostgreSQL, where one statement is a
// transaction of its own: that saves two of three round trips. SQLite gets Write.
func (db *DB) Statement(ctx context.Context, fn func(work.Tx) error) error {
	if db.dialect == "sqlite" {
		return db.Write(ctx, fn)
	}
	return db.alone(ctx, fn)
}

// Glance runs fn without a transaction around it on PostgreSQL. SQLite gets Read: its snapshot
// costs no round trip.
func (db *DB) Glance(ctx context.Context, fn func(work.Tx) error) error {
	if db.dialect == "sqlite" {
		return db.Read(ctx, fn)
	}
	return db.alone(ctx, fn)
}

func (db *DB) alone(ctx context.Context, fn func(work.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, unitTimeout)
	defer cancel()
	return translate(fn(&Tx{db: db.write.WithContext(ctx), dialect: db.dialect, pool: db.pool}))
}

// Read runs fn on one snapshot: REPEATABLE READ, read only.
func (db *DB) Read(ctx context.Context, fn func(work.Tx) error) error {
	return db.run(ctx, db.read, db.snapshot(), fn)
}

// snapshot are the options of a transaction that sees one snapshot and may not write.
func (db *DB) snapshot() *sql.TxOptions {
	o := &sql.TxOptions{ReadOnly: true}
	if db.dialect == "postgres" {
		o.Isolation = sql.LevelRepeatableRead
	}
	return o
}

func (db *DB) run(ctx context.Context, g *gorm.DB, o *sql.TxOptions, fn func(work.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, max(unitTimeout, work.RequestOf(ctx).Patience))
	defer cancel()
	options := []*sql.TxOptions{}
	if o != nil {
		options = append(options, o)
	}
	err := g.WithContext(ctx).Connection(func(g *gorm.DB) error {
		conn, _ := g.Statement.ConnPool.(*sql.Conn)
		return g.Transaction(func(g *gorm.DB) error {
			return fn(&Tx{db: g, dialect: db.dialect, conn: conn})
		}, options...)
	})
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		err = ctx.Err() // the limit ended it between two statements, and the second only finds it ended
	}
	return translate(err)
}

// long runs fn in one transaction over the whole database that takes the time it needs; conn
// is the connection beneath it. It is for acts of an operator, who is told the database's own
// errors: they are not translated.
func (db *DB) long(ctx context.Context, g *gorm.DB, o *sql.TxOptions, fn func(tx *Tx, conn *sql.Conn) error) error {
	return g.WithContext(ctx).Connection(func(g *gorm.DB) error {
		conn := g.Statement.ConnPool.(*sql.Conn)
		return g.Transaction(func(g *gorm.DB) error {
			if db.dialect == "postgres" {
				for _, limit := range []string{"statement_timeout", "idle_in_transaction_session_timeout"} {
					if err := g.Exec("set local " + limit + " = 0").Error; err != nil {
						return err
					}
				}
			}
			return fn(&Tx{db: g, dialect: db.dialect}, conn)
		}, o)
	})
}

// numbers runs a query of PostgreSQL that answers one number a row. Where the statement is the
// transaction, it is committed when numbers returns, and goes to pgx without the detour over
// database/sql, which copies every array.
func (tx *Tx) numbers(ctx context.Context, query string, arguments ...any) (all []int, err error) {
	if tx.pool != nil {
		rows, err := tx.pool.Query(ctx, query, arguments...)
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, pgx.RowTo[int]) // reads until the server is ready again: after the commit
	}
	rows, err := tx.db.Statement.ConnPool.QueryContext(ctx, query, arguments...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return all, rows.Err()
}

// locked reads rows that the unit is going to change. SQLite has one writer and needs no
// lock; its dialect drops the clause.
func (tx *Tx) locked(ctx context.Context) *gorm.DB {
	return tx.db.WithContext(ctx).Clauses(clause.Locking{Strength: "UPDATE"})
}
