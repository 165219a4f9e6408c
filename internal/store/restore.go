package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/saichang/saichang/internal/backup"
)

// Occupied names a table of data that has rows; "" if there is none, or no schema yet.
func (db *DB) Occupied(ctx context.Context) (name string, err error) {
	err = db.long(ctx, db.read, db.snapshot(), func(tx *Tx, _ *sql.Conn) error {
		_, found, err := tx.schema(ctx)
		if errors.Is(err, errNoSchema) {
			return nil
		}
		if err == nil {
			name, err = tx.occupied(ctx, found)
		}
		return err
	})
	return name, err
}

func (tx *Tx) occupied(ctx context.Context, among []table) (string, error) {
	for _, t := range among {
		var has bool
		if err := tx.db.WithContext(ctx).Raw("select exists (select 1 from " + quoted(t.Name) + ")").Scan(&has).Error; err != nil || has {
			return t.Name, err
		}
	}
	return "", nil
}

// Filling is an empty database that is being filled.
type Filling struct {
	Tables []backup.Table // of data, by name

	tx   *Tx
	conn *sql.Conn
	all  []table
}

// Fill runs fn in one transaction on a migrated database without rows. Meanwhile triggers
// are silent, because they would refuse rows of the past, and references are only asked for
// at the end, so that tables can be filled in any order, whatever refers to what. When it
// commits, every reference was checked and every trigger and constraint is as before. On
// PostgreSQL that takes the owner of the tables, not a superuser.
func (db *DB) Fill(ctx context.Context, fn func(*Filling) error) error {
	return db.long(ctx, db.write, nil, func(tx *Tx, conn *sql.Conn) error {
		_, all, err := tx.schema(ctx)
		if err != nil {
			return err
		}
		f := &Filling{Tables: portable(all), tx: tx, conn: conn, all: all}
		if err := f.alone(ctx); err != nil {
			return err
		}
		silence := f.silencePostgres
		if db.dialect == "sqlite" {
			silence = f.silenceSQLite
		}
		before, after, err := silence(ctx)
		if err == nil {
			err = f.execute(ctx, before)
		}
		if err == nil {
			err = fn(f)
		}
		if err == nil {
			err = f.execute(ctx, after)
		}
		return err
	})
}

// alone keeps everybody else from writing until the end, and makes sure that there are no
// rows. SQLite has one writer anyway.
func (f *Filling) alone(ctx context.Context) error {
	if f.tx.dialect == "postgres" {
		names := make([]string, len(f.all))
		for i, t := range f.all {
			names[i] = quoted(t.Name)
		}
		if err := f.execute(ctx, []string{"lock table " + strings.Join(names, ", ") + " in share row exclusive mode"}); err != nil {
			return fmt.Errorf("the database is in use; stop the server first: %w", err)
		}
	}
	name, err := f.tx.occupied(ctx, f.all)
	if err == nil && name != "" {
		err = fmt.Errorf("table %s got rows meanwhile; stop the server first", name)
	}
	return err
}

// execute runs statements as they are: gorm would look for parameters in them.
func (f *Filling) execute(ctx context.Context, statements []string) error {
	for _, s := range statements {
		if _, err := f.tx.db.Statement.ConnPool.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%w (%s)", err, s)
		}
	}
	return nil
}

// silencePostgres lists what to do before and after. Which trigger fires when (O is usual, A
// is always) is put back as it was. References are asked for before the tables are altered
// again: PostgreSQL alters none that has questions open.
func (f *Filling) silencePostgres(ctx context.Context) (before, after []string, err error) {
	var triggers, references []struct{ On, Name, Fires string }
	db := f.tx.db.WithContext(ctx)
	err = errors.Join(
		db.Raw(`select c.relname as "on", t.tgname as name, t.tgenabled::text as fires from pg_trigger t join pg_class c on c.oid = t.tgrelid
			where not t.tgisinternal and t.tgenabled in ('O', 'A') and c.relnamespace = current_schema()::regnamespace order by 1, 2`).Scan(&triggers).Error,
		db.Raw(`select c.relname as "on", k.conname as name from pg_constraint k join pg_class c on c.oid = k.conrelid
			where k.contype = 'f' and not k.condeferrable and c.relnamespace = current_schema()::regnamespace order by 1, 2`).Scan(&references).Error)
	for _, t := range triggers {
		alter, again := "alter table "+quoted(t.On), " enable trigger "
		if t.Fires == "A" {
			again = " enable always trigger "
		}
		before, after = append(before, alter+" disable trigger "+quoted(t.Name)), append(after, alter+again+quoted(t.Name))
	}
	for _, r := range references {
		alter := "alter table " + quoted(r.On) + " alter constraint " + quoted(r.Name)
		before, after = append(before, alter+" deferrable"), append(after, alter+" not deferrable")
	}
	return append(before, "set constraints all deferred"), append([]string{"set constraints all immediate"}, after...), err
}

// silenceSQLite lists what to do before and after. The commit itself asks for the references.
func (f *Filling) silenceSQLite(ctx context.Context) (before, after []string, err error) {
	var triggers []struct{ Name, SQL string }
	err = f.tx.db.WithContext(ctx).Raw("select name, sql from sqlite_schema where type = 'trigger' order by rowid").Scan(&triggers).Error
	before = []string{"pragma defer_foreign_keys = on"}
	for _, t := range triggers {
		before, after = append(before, "drop trigger "+quoted(t.Name)), append(after, t.SQL)
	}
	return before, after, err
}

// Table writes the rows that next gives, until io.EOF.
func (f *Filling) Table(ctx context.Context, t backup.Table, next func() ([]any, error)) error {
	into := f.insertSQLite
	if f.tx.dialect == "postgres" {
		into = f.copyPostgres
	}
	if err := into(ctx, t, next); err != nil {
		return fmt.Errorf("table %s cannot be filled: %w", t.Name, err)
	}
	return nil
}

func (f *Filling) copyPostgres(ctx context.Context, t backup.Table, next func() ([]any, error)) error {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return f.conn.Raw(func(driver any) error {
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{t.Name}, names, pgx.CopyFromFunc(func() ([]any, error) {
			row, err := next()
			if errors.Is(err, io.EOF) {
				return nil, nil
			}
			return row, err
		}))
		return err
	})
}

func (f *Filling) insertSQLite(ctx context.Context, t backup.Table, next func() ([]any, error)) error {
	places := strings.TrimSuffix(strings.Repeat("?, ", len(t.Columns)), ", ")
	insert, err := f.tx.db.Statement.ConnPool.PrepareContext(ctx, "insert into "+quoted(t.Name)+" ("+table{Table: t}.columns()+") values ("+places+")")
	if err != nil {
		return err
	}
	defer func() { _ = insert.Close() }()
	for {
		row, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for i, v := range row {
			row[i] = bound(f.tx.dialect, v)
		}
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
}

// EachRow calls fn with every row of a table, as Snapshot.EachRow does.
func (f *Filling) EachRow(ctx context.Context, t backup.Table, fn func(row []any) error) error {
	return f.tx.eachRow(ctx, f.all, t, fn)
}

// EndTokens ends whatever gives access by a token: the tables whose rows have a hash of one
// and can be revoked. It says how many it ended.
func (f *Filling) EndTokens(ctx context.Context, now time.Time) (ended int64, err error) {
	for _, t := range f.all {
		has := func(name string) bool {
			return slices.ContainsFunc(t.Columns, func(c backup.Column) bool { return c.Name == name })
		}
		if !has("token_hash") || !has("revoked_at") {
			continue
		}
		done := f.tx.db.WithContext(ctx).Exec("update "+quoted(t.Name)+" set revoked_at = ? where revoked_at is null", at(now))
		if done.Error != nil {
			return ended, done.Error
		}
		ended += done.RowsAffected
	}
	return ended, nil
}
