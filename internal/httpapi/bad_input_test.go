package httpapi_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/saichang/saichang/internal/apptest"
)

// mutation spoils a valid request; it answers the status that has to follow, or 0 where it
// does not apply.
type mutation struct {
	name  string
	spoil func(r *http.Request, op *openapi3.Operation, public bool) int
}

func withBody(text string, want int) func(*http.Request, *openapi3.Operation, bool) int {
	return func(r *http.Request, op *openapi3.Operation, _ bool) int {
		if op.RequestBody == nil || (want == 400 && !strings.HasSuffix(r.Header.Get("Content-Type"), "json")) {
			return 0
		}
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
		return want
	}
}

func withQuery(query string) func(*http.Request, *openapi3.Operation, bool) int {
	return func(r *http.Request, _ *openapi3.Operation, _ bool) int { r.URL.RawQuery = query; return 400 }
}

var mutations = []mutation{
	{"no token", func(r *http.Request, _ *openapi3.Operation, public bool) int {
		if r.Header.Del("Authorization"); public {
			return 0
		}
		return 401
	}},
	{"an unknown token", func(r *http.Request, _ *openapi3.Operation, _ bool) int {
		r.Header.Set("Authorization", "Bearer sai_s_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
		return 401
	}},
	{"another scheme", func(r *http.Request, _ *openapi3.Operation, _ bool) int {
		r.Header.Set("Authorization", "Basic YWRtaW46YWRtaW4=")
		return 401
	}},
	{"an unknown parameter", withQuery("colour=red")},
	{"a repeated parameter", withQuery("limit=1&limit=2")},
	{"a broken query", withQuery("q=%zz")},
	{"a query that is not UTF-8", withQuery("q=%ff%fe")},
	{"no JSON", withBody("{", 400)},
	{"another type", withBody("[]", 400)},
	{"null", withBody("null", 400)},
	{"an unknown field", withBody(`{"colour":"red"}`, 400)},
	{"a field given twice", withBody(`{"name":{"en":"a"},"name":{"en":"b"}}`, 400)},
	{"data after the value", withBody(`{} {}`, 400)},
	{"bytes that are not UTF-8", withBody("{\"login\":\"\xff\xfe\"}", 400)},
	{"a NUL character", withBody(`{"login":"a\u0000b"}`, 400)},
	{"a lone surrogate", withBody(`{"login":"\ud800"}`, 400)},
	{"a text that turns direction", withBody(`{"login":"a\u202eb"}`, 400)},
	{"deep nesting", withBody(strings.Repeat(`{"a":`, 200)+"1"+strings.Repeat("}", 200), 400)},
	{"a number beyond all", withBody(`{"number":1e999999}`, 400)},
	{"a huge body", withBody(`{"login":"`+strings.Repeat("a", 9<<20)+`"}`, 413)},
	{"another media type", func(r *http.Request, op *openapi3.Operation, _ bool) int {
		if op.RequestBody == nil {
			return 0
		}
		r.Header.Set("Content-Type", "text/plain")
		return 415
	}},
	{"a malformed id", func(r *http.Request, _ *openapi3.Operation, _ bool) int {
		return replaceID(r, func(id string) string { return id[:len(id)-1] + "!" }, 400)
	}},
	{"an id of another kind", func(r *http.Request, _ *openapi3.Operation, _ bool) int {
		return replaceID(r, func(id string) string { return "xyz" + id[3:] }, 400)
	}},
	{"an id of nothing", func(r *http.Request, _ *openapi3.Operation, _ bool) int {
		return replaceID(r, func(id string) string { return id[:4] + "01jd2kxq4ve9bs3d3fg8yx1j6m" }, 404)
	}},
	{"no precondition", func(r *http.Request, _ *openapi3.Operation, _ bool) int {
		had := r.Header.Get("If-Match") + r.Header.Get("If-None-Match")
		r.Header.Del("If-Match")
		r.Header.Del("If-None-Match")
		if had == "" {
			return 0
		}
		return 428
	}},
	{"a stale precondition", func(r *http.Request, _ *openapi3.Operation, _ bool) int {
		if r.Header.Get("If-Match") == "" {
			return 0
		}
		r.Header.Set("If-Match", `"987654"`)
		return 412
	}},
	{"a malformed precondition", func(r *http.Request, _ *openapi3.Operation, _ bool) int {
		if r.Header.Get("If-Match") == "" {
			return 0
		}
		r.Header.Set("If-Match", "W/three")
		return 400
	}},
}

func replaceID(r *http.Request, change func(string) string, want int) int {
	parts := strings.Split(r.URL.Path, "/")
	for i, p := range parts {
		if len(p) == 30 && p[3] == '_' {
			parts[i] = change(p)
			r.URL.Path = strings.Join(parts, "/")
			return want
		}
	}
	return 0
}

// TestBadInputOfEveryOperationIsRefusedAndChangesNothing proves that the valid request succeeds,
// so that each refusal is caused by its mutation. Operations that read share a world for as long
// as nobody has to write in it.
func TestBadInputOfEveryOperationIsRefusedAndChangesNothing(t *testing.T) {
	type one struct {
		path, method string
		op           *openapi3.Operation
	}
	var all []one
	each(t, func(path, method string, _ *openapi3.PathItem, op *openapi3.Operation) {
		all = append(all, one{path, method, op})
	})
	for name, start := range map[string]func(*testing.T) *apptest.House{"sqlite": apptest.SQLite, "postgres": apptest.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // they wait for the disk more than they compute
			first := newWorld(start(t))
			first.Stop()
			var shared *apptest.House
			for _, o := range all {
				if o.method == http.MethodGet && shared == nil {
					shared = first.Copy(t)
				}
				t.Run(o.op.OperationID, func(t *testing.T) {
					var w world
					if o.method == http.MethodGet {
						w = first.at(shared.In(t))
					} else {
						w = first.at(first.Copy(t))
					}
					c := w.valid(o.op, o.path)
					refuseAll(t, w, o.method, o.op, c)
					got := w.Send(w.request(o.method, o.op, c)).Status
					if want := c.want; got != want && (want != 0 || got >= 300) {
						t.Errorf("the valid request is answered %d", got)
					}
				})
				if shared != nil && shared.Writes() > 0 {
					shared.Stop()
					shared = nil
				}
			}
		})
	}
}

func refuseAll(t *testing.T, w world, method string, op *openapi3.Operation, c call) {
	w.Eventually("every fact is sealed", func() bool { return w.count("unsealed") == 0 })
	before := w.digest()
	public := op.Security != nil && len(*op.Security) == 0
	for _, m := range mutations {
		r := w.request(method, op, c)
		want := m.spoil(r, op, public)
		if want == 0 {
			continue
		}
		a := w.Send(r)
		if a.Status != want || a.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s is answered %d, want %d: %s", m.name, a.Status, want, a.Raw)
		}
	}
	if after := w.digest(); after != before {
		t.Error("a refused request changed something")
	}
}

func (w world) count(table string) (n int) {
	_ = w.Query("select count(*) from "+table, func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n
}

// digest is over every row of every table, but for when a session was last seen and the
// counters of failed sign-ins, which refused requests may touch, and the checkpoints, which the
// house signs by itself.
func (w world) digest() string {
	h := sha256.New()
	if err := w.Queries(func(ask apptest.Ask) error { return addTables(h, ask, w.DB.Dialect()) }); err != nil {
		w.T.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func addTables(h io.Writer, ask apptest.Ask, dialect string) error {
	var tables []string
	list := "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
	if dialect == "postgres" {
		list = "select table_name from information_schema.tables where table_schema = 'public'"
	}
	if err := ask(list, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		tables = append(tables, name)
		return err
	}); err != nil {
		return err
	}
	sort.Strings(tables)
	for _, table := range tables {
		if table == "sign_in_failures" || table == "sessions" || table == "checkpoints" {
			continue
		}
		var lines []string
		if err := ask("select * from "+table, func(rows *sql.Rows) error {
			columns, err := rows.Columns()
			if err != nil {
				return err
			}
			values := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			err = rows.Scan(into...)
			lines = append(lines, fmt.Sprint(values...))
			return err
		}); err != nil {
			return err
		}
		sort.Strings(lines)
		fmt.Fprintln(h, table, len(lines), strings.Join(lines, "\n"))
	}
	return nil
}
