package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/saichang/saichang/internal/backup"
)

// kinds are the column types of the migrations: as they are written there, which is how
// SQLite keeps them, and as PostgreSQL calls them.
var kinds = map[string]backup.Kind{
	"uuid": backup.UUID, "bytea": backup.Bytes, "text": backup.Text, "integer": backup.Integer, "bigint": backup.Long,
	"boolean": backup.Boolean, "timestamptz": backup.Instant, "timestamp with time zone": backup.Instant,
}

// table is a table of data, as the schema declares it.
type table struct {
	backup.Table
	key []string // columns of the primary key, in its order
}

// portable leaves out what only this package needs to know.
func portable(all []table) []backup.Table {
	out := make([]backup.Table, len(all))
	for i, t := range all {
		out[i] = t.Table
	}
	return out
}

// columnsOf lists the columns of every table of the schema. goose's list of migrations is no
// table of data.
var columnsOf = map[string]string{
	"postgres": `select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as declared,
			coalesce(array_position(array(select unnest(i.indkey)), a.attnum), 0) as place
		from pg_class c
		join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		left join pg_index i on i.indrelid = c.oid and i.indisprimary
		where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = current_schema()::regnamespace and c.relname <> 'goose_db_version'
		order by c.relname, a.attnum`,
	"sqlite": `select t.name as "table", c.name as "column", lower(c.type) as declared, c.pk as place
		from sqlite_schema t join pragma_table_xinfo(t.name) c
		where t.type = 'table' and t.name not like 'sqlite\_%' escape '\' and t.name <> 'goose_db_version' and c.hidden = 0
		order by t.name, c.cid`,
}

// tables discovers the tables of data, by name; a table that a later migration adds is among
// them.
func (tx *Tx) tables(ctx context.Context) ([]table, error) {
	var rows []struct {
		Table, Column, Declared string
		Place                   int
	}
	if err := tx.db.WithContext(ctx).Raw(columnsOf[tx.dialect]).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("the tables cannot be listed: %w", err)
	}
	var found []table
	for i, r := range rows {
		if i == 0 || r.Table != rows[i-1].Table {
			found = append(found, table{Table: backup.Table{Name: r.Table}})
		}
		t := &found[len(found)-1]
		kind, known := kinds[r.Declared]
		if !known {
			return nil, fmt.Errorf("column %s of table %s is of type %q, which a backup does not know", r.Column, r.Table, r.Declared)
		}
		t.Columns = append(t.Columns, backup.Column{Name: r.Column, Kind: kind})
		if r.Place > 0 {
			t.key = append(t.key, make([]string, max(r.Place-len(t.key), 0))...)
			t.key[r.Place-1] = r.Column
		}
	}
	return found, nil
}

var errNoSchema = errors.New("the database holds no Saichang: its migrations never ran")

// schema reads the number of the last migration and the tables of data.
func (tx *Tx) schema(ctx context.Context) (version int64, found []table, err error) {
	name := "to_regclass('goose_db_version') is not null"
	if tx.dialect == "sqlite" {
		name = "exists (select 1 from sqlite_schema where name = 'goose_db_version')"
	}
	var migrated bool
	if err := tx.db.WithContext(ctx).Raw("select " + name).Scan(&migrated).Error; err != nil {
		return 0, nil, err
	}
	if !migrated {
		return 0, nil, errNoSchema
	}
	if err := tx.db.WithContext(ctx).Raw(schemaVersion).Scan(&version).Error; err != nil {
		return 0, nil, err
	}
	found, err = tx.tables(ctx)
	return version, found, err
}

// quoted is a name of the schema.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (t table) columns() string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = quoted(c.Name)
	}
	return strings.Join(names, ", ")
}

// order sorts rows by their primary key, byte by byte, so that both databases give the same
// rows in the same order; a table without one is sorted by all that a row holds.
func (t table) order(dialect string) string {
	kind, key := map[string]backup.Kind{}, t.key
	for _, c := range t.Columns {
		if kind[c.Name] = c.Kind; len(t.key) == 0 {
			key = append(key, c.Name)
		}
	}
	terms := make([]string, len(key))
	for i, name := range key {
		terms[i] = quoted(name)
		if dialect == "postgres" && kind[name] == backup.Text {
			terms[i] += ` collate "C"`
		}
		if dialect == "postgres" && len(t.key) == 0 {
			terms[i] += " nulls first" // as SQLite does; a key has none, and its index is sorted the other way
		}
	}
	return strings.Join(terms, ", ")
}
