package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/saichang/saichang/internal/backup"
	"github.com/saichang/saichang/internal/id"
)

// Snapshot is the whole database as it was at one instant.
type Snapshot struct {
	Schema int64          // number of the last migration
	Tables []backup.Table // of data, by name

	tx  *Tx
	all []table
}

// Snapshot runs fn on one snapshot of the whole database for as long as it takes, while
// others go on writing. A database without a schema is refused.
func (db *DB) Snapshot(ctx context.Context, fn func(*Snapshot) error) error {
	return db.long(ctx, db.read, db.snapshot(), func(tx *Tx, _ *sql.Conn) error {
		version, all, err := tx.schema(ctx)
		if err != nil {
			return err
		}
		return fn(&Snapshot{Schema: version, Tables: portable(all), tx: tx, all: all})
	})
}

// EachRow calls fn with every row of a table, in the order of its key, one at a time as they
// arrive. A row is good until fn returns.
func (s *Snapshot) EachRow(ctx context.Context, t backup.Table, fn func(row []any) error) error {
	return s.tx.eachRow(ctx, s.all, t, fn)
}

// eachRow reads a table of the schema, its columns in the order in which they are asked for.
func (tx *Tx) eachRow(ctx context.Context, all []table, asked backup.Table, fn func(row []any) error) error {
	t := table{Table: asked}
	for _, declared := range all {
		if declared.Name == asked.Name {
			t.key = declared.key
		}
	}
	rows, err := tx.db.Statement.ConnPool.QueryContext(ctx, "select "+t.columns()+" from "+quoted(t.Name)+" order by "+t.order(tx.dialect))
	if err != nil {
		return fmt.Errorf("table %s cannot be read: %w", t.Name, err)
	}
	defer func() { _ = rows.Close() }()
	cells, into, row := make([]cell, len(t.Columns)), make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i, c := range t.Columns {
		cells[i].kind = c.Kind
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("table %s cannot be read: %w", t.Name, err)
		}
		for i := range cells {
			row[i] = cells[i].value
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("table %s cannot be read: %w", t.Name, err)
	}
	return nil
}

// cell takes a value of either database as the kind of its column says. SQLite keeps what it
// is given, so a value of another kind is an error rather than a guess.
type cell struct {
	kind  backup.Kind
	value any
}

// Scan keeps bytes as they are: they are used before the next row is read.
func (c *cell) Scan(src any) error {
	if c.value = nil; src == nil {
		return nil
	}
	ok := true
	switch c.kind {
	case backup.UUID:
		var u id.ID[anything]
		err := u.Scan(src)
		c.value, ok = [16]byte(u), err == nil
	case backup.Instant:
		var i instant
		err := i.Scan(src)
		c.value, ok = i.UTC().Truncate(time.Millisecond), err == nil
	case backup.Bytes:
		c.value, ok = src.([]byte)
	case backup.Text:
		c.value, ok = src.(string)
	case backup.Boolean:
		c.value, ok = src.(bool)
	default:
		c.value, ok = src.(int64)
	}
	if !ok {
		return fmt.Errorf("it holds a %T that is no %s", src, c.kind)
	}
	return nil
}

// bound gives a value of a row the form in which this dialect is written to.
func bound(dialect string, v any) any {
	if dialect == "postgres" {
		return v
	}
	switch v := v.(type) {
	case [16]byte:
		return v[:]
	case time.Time:
		return v.Format(instantText)
	}
	return v
}
