package store_test

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/migrations"
)

// named reads the constraints of PostgreSQL that need a row: name → "table.column, …" of a
// unique one, "" of a check. Left out are what follows from its ending (foreign keys) and
// primary keys of one random id, which nobody breaks by what he sends.
const named = `
select rule.name || '=' || case rule.kind when 'c' then '' else (
	select string_agg(t.relname || '.' || a.attname, ', ' order by k.n) from unnest(rule.columns) with ordinality k(number, n)
	join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number) end
from (
	select conname as name, contype::text as kind, conrelid as relation, conkey as columns from pg_constraint where contype in ('p', 'u', 'c')
	union all
	select i.relname, 'u', x.indrelid, x.indkey::int2[] from pg_index x join pg_class i on i.oid = x.indexrelid
	where x.indisunique and not exists (select 1 from pg_constraint c where c.conindid = x.indexrelid)
) rule join pg_class t on t.oid = rule.relation join pg_namespace n on n.oid = t.relnamespace
where n.nspname = 'public' and t.relname <> 'goose_db_version'
	and not (rule.kind = 'p' and array_length(rule.columns, 1) = 1
		and exists (select 1 from pg_attribute a where a.attrelid = t.oid and a.attnum = rule.columns[1] and a.atttypid = 'uuid'::regtype))`

func TestEveryNamedConstraintHasItsFaultAndNoFaultIsLeftOver(t *testing.T) {
	db := openPostgres(t)
	rows, err := db.Texts(t.Context(), named)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, row := range rows {
		name, columns, _ := strings.Cut(row, "=")
		want[name] = columns
	}
	for name := range raised(t, "postgres") {
		want[name] = ""
	}
	if len(want) < 40 {
		t.Fatalf("found only %d constraints", len(want))
	}
	got := store.Constraints()
	for name, columns := range want {
		if c, known := got[name]; !known {
			t.Errorf("%s has no row in store/errors.go: {%q, …}", name, columns)
		} else if c.Columns != columns {
			t.Errorf("%s is on %q, and its row says %q", name, columns, c.Columns)
		} else if _, known := fault.Catalogue[c.Code]; !known || c.What == "" {
			t.Errorf("%s means %q about %q", name, c.Code, c.What)
		}
	}
	for name := range got {
		if _, exists := want[name]; !exists {
			t.Errorf("store/errors.go has a row for %s, and no migration a constraint", name)
		}
	}
}

var (
	raisedPostgres = regexp.MustCompile(`constraint = '(\w+)'`)
	raisedSQLite   = regexp.MustCompile(`raise\(abort, '(\w+)'\)`)
)

// raised are the constraints that the triggers of a dialect raise.
func raised(t *testing.T, dialect string) map[string]bool {
	t.Helper()
	form, found := raisedPostgres, map[string]bool{}
	if dialect == "sqlite" {
		form = raisedSQLite
	}
	steps := migrations.For(dialect)
	files, err := fs.ReadDir(steps, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := fs.ReadFile(steps, f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range form.FindAllSubmatch(text, -1) {
			found[string(match[1])] = true
		}
	}
	if len(found) == 0 {
		t.Fatalf("the triggers of %s raise nothing", dialect)
	}
	return found
}

func TestTheTriggersOfBothDatabasesRaiseTheSameConstraints(t *testing.T) {
	postgres, sqlite := raised(t, "postgres"), raised(t, "sqlite")
	if !maps.Equal(postgres, sqlite) {
		t.Errorf("PostgreSQL: %v; SQLite: %v", slices.Sorted(maps.Keys(postgres)), slices.Sorted(maps.Keys(sqlite)))
	}
}

// SQLite does not name a unique constraint that breaks, but its columns: two on the same
// columns of a table could not be told apart.
func TestWhatSQLiteNamesFindsEachUniqueConstraint(t *testing.T) {
	db := openSQLite(t)
	found, err := db.Texts(t.Context(), `
		select (select group_concat(t.name || '.' || c.name, ', ') from (select name from pragma_index_info(i.name) order by seqno) c)
		from sqlite_schema t join pragma_index_list(t.name) i
		where t.type = 'table' and i."unique" and t.name not like 'goose%'
			and not (i.origin = 'pk' and 1 = (select count(*) from pragma_table_info(t.name) p where p.pk > 0)
				and 'uuid' = (select p.type from pragma_table_info(t.name) p where p.pk > 0))`)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, c := range store.Constraints() {
		if c.Columns != "" {
			want = append(want, c.Columns)
		}
	}
	slices.Sort(found)
	slices.Sort(want)
	if len(found) == 0 || !slices.Equal(found, want) {
		t.Errorf("unique in the database:\n%s\nin store/errors.go:\n%s", strings.Join(found, "\n"), strings.Join(want, "\n"))
	}
	if n := len(slices.Compact(found)); n != len(want) {
		t.Errorf("%d of them are on the columns of another", len(want)-n)
	}
}
