package store

import (
	"context"
	"database/sql/driver"
	"reflect"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// insertBatch is how many rows one statement inserts; from copyFrom rows on, PostgreSQL gets
// them by COPY, which asks for a description of the table first.
const (
	insertBatch = 500
	copyFrom    = 64
)

// insert adds many rows of a table; errors are translated, for who goes on with another try.
func insert[R any](ctx context.Context, tx *Tx, rows []R) error {
	switch db := tx.db.WithContext(ctx); {
	case len(rows) == 0:
		return nil
	case tx.dialect == "postgres" && tx.conn != nil && len(rows) >= copyFrom:
		return translate(copyRows(ctx, tx, rows))
	default:
		return translate(db.CreateInBatches(&rows, insertBatch).Error)
	}
}

// copyRows adds rows by COPY, in the transaction like any statement.
func copyRows[R any](ctx context.Context, tx *Tx, rows []R) error {
	table := &gorm.Statement{DB: tx.db}
	if err := table.Parse(&rows[0]); err != nil {
		return err
	}
	var fields []*schema.Field
	var columns []string
	for _, f := range table.Schema.Fields {
		if f.DBName != "" && f.Creatable {
			fields, columns = append(fields, f), append(columns, f.DBName)
		}
	}
	all, values := reflect.ValueOf(rows), make([]any, len(fields))
	source := pgx.CopyFromSlice(len(rows), func(i int) (_ []any, err error) {
		row := all.Index(i)
		for n, f := range fields {
			of, _ := f.ValueOf(ctx, row)
			if values[n], err = plain(of); err != nil {
				return nil, err
			}
		}
		return values, nil
	})
	return tx.conn.Raw(func(conn any) error {
		_, err := conn.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table.Schema.Table}, columns, source)
		return err
	})
}

// plain is a column's value in a form that pgx knows in binary: COPY takes no text.
func plain(value any) (any, error) {
	switch v := value.(type) {
	case instant:
		if v.IsZero() {
			return nil, nil
		}
		return v.Time, nil
	case *instant:
		if v == nil {
			return nil, nil
		}
		return plain(*v)
	case driver.Valuer:
		if p := reflect.ValueOf(v); p.Kind() == reflect.Pointer && p.IsNil() {
			return nil, nil
		}
		return v.Value()
	}
	return value, nil
}
