package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

// importing is a house with a school, left for the program to serve, and a table of its people.
type importing struct {
	where, data, table string
}

// tablePeople is how many people the table has: several steps of a commit.
const tablePeople = 5_000

func newImporting(t *testing.T, h *apptest.House) importing {
	t.Helper()
	h.Administrator().Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": "第一职校"}, "kind": "school"}).Want(201)
	var table strings.Builder
	table.WriteString("姓名,出生日期,学校\n")
	for n := range tablePeople {
		fmt.Fprintf(&table, "学生%05d,2004-%02d-%02d,第一职校\n", n, n%12+1, n%28+1)
	}
	i := importing{h.Where, keysOf(t, h), table.String()}
	h.Stop()
	return i
}

// sender speaks to the program's API, whichever process answers.
type sender struct {
	t          *testing.T
	api, token string
}

// send sends a request, and answers its body with the ETag under "etag".
func (s *sender) send(method, path string, body []byte, headers ...string) map[string]any {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, "http://"+s.api+"/v1"+path, bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if s.token != "" {
		r.Header.Set("Authorization", "Bearer "+s.token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 {
		s.t.Fatalf("%s %s is answered %d: %v: %s", method, path, answer.StatusCode, err, text)
	}
	var said map[string]any
	if err := json.Unmarshal(text, &said); err != nil {
		s.t.Fatal(err)
	}
	said["etag"] = answer.Header.Get("ETag")
	return said
}

// until asks for an operation until it is as it should be.
func (s *sender) until(operation any, is func(o map[string]any) bool) map[string]any {
	s.t.Helper()
	for began := time.Now(); time.Since(began) < 5*time.Minute; time.Sleep(5 * time.Millisecond) {
		if o := s.send("GET", fmt.Sprint("/operations/", operation), nil); is(o) {
			return o
		}
	}
	s.t.Fatalf("%v does not come to what is waited for", operation)
	return nil
}

func ended(o map[string]any) bool { return o["ended_at"] != nil }

// begin sends the table, has it checked, and begins to commit it; it answers the operation.
func (s *sender) begin(i importing, mode string) (imported string, commit any) {
	s.t.Helper()
	s.token = fmt.Sprint(s.send("POST", "/sessions", fmt.Appendf(nil, `{"login":"admin","password":%q}`, apptest.Password))["token"])
	check := s.send("POST", "/imports?kind=people", []byte(i.table), "Content-Type", "application/octet-stream", "Idempotency-Key", "table-0001")
	imported = strings.TrimPrefix(fmt.Sprint(s.until(check["id"], ended)["result"]), "/v1")
	report := s.send("GET", imported, nil)
	return imported, s.send("POST", imported+"/commit", fmt.Appendf(nil, `{"mode":%q}`, mode),
		"If-Match", fmt.Sprint(report["etag"]), "Idempotency-Key", "commit-0001")["id"]
}

// check holds what is there against the table, and verifies the audit log.
func (i importing) check(t *testing.T, s *sender, imported string, commit any) {
	t.Helper()
	if o := s.until(commit, ended); o["state"] != "succeeded" || o["done"] != float64(tablePeople) {
		t.Errorf("the commit ends so: %v", o)
	}
	counts, _ := s.send("GET", imported, nil)["counts"].(map[string]any)
	if counts["created"] != float64(tablePeople) || counts["applied"] != float64(tablePeople) {
		t.Errorf("the report says %v", counts)
	}
	for query, want := range map[string]int{
		"select count(*) as n from people":                                                                         tablePeople,
		"select count(*) as n from (select distinct name, birth_date from people) p":                               tablePeople,
		"select count(*) as n from journal where name = 'person.created'":                                          tablePeople,
		"select count(*) as n from journal where name = 'import.committed'":                                        1,
		"select count(*) as n from people p where not exists (select 1 from search_keys k where k.subject = p.id)": 0,
	} {
		if got := lines(t, i.where, query); len(got) != 1 || got[0] != fmt.Sprint("n=", want) {
			t.Errorf("%s: %v, want %d", query, got, want)
		}
	}
}

// verify verifies the audit log once the last facts are sealed, after their commit.
func (i importing) verify(t *testing.T, s *serving) {
	t.Helper()
	time.Sleep(2500 * time.Millisecond)
	s.kill()
	done(t, "verify", "--db", i.where, "--data", i.data)
}

func (s *serving) signal(what os.Signal) {
	s.Helper()
	if err := s.cmd.Process.Signal(what); err != nil {
		s.Fatal(err)
	}
}

func TestAnImportEndsAsIfTheServerHadNotBeenKilledInTheMiddleOfIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		kills, modes := 1, []string{"partial"} // whoever comes after another on PostgreSQL waits until its time has passed
		if h.DB.Dialect() == "sqlite" {
			kills, modes = 3, append(modes, "atomic")
		}
		began := newImporting(t, h)
		for _, mode := range modes {
			t.Run(mode, func(t *testing.T) {
				i := began
				if mode != modes[0] {
					i = newImporting(t, apptest.SQLite(t))
				}
				s := &serving{T: t, api: free(t), operations: free(t)}
				s.start("--db", i.where, "--data", i.data)
				c := &sender{t: t, api: s.api}
				imported, commit := c.begin(i, mode)
				for n := range kills {
					c.until(commit, func(o map[string]any) bool {
						done, _ := o["done"].(float64)
						return ended(o) || mode == "atomic" && o["started_at"] != nil || done > float64(n*tablePeople/4)
					})
					s.kill()
					s.start("--db", i.where, "--data", i.data)
				}
				i.check(t, c, imported, commit)
				i.verify(t, s)
			})
		}
	})
}

func TestAnotherServerTakesAnImportOverFromOneThatWasKilled(t *testing.T) {
	t.Parallel()
	i := newImporting(t, apptest.Postgres(t))
	first, second := &serving{T: t, api: free(t), operations: free(t)}, &serving{T: t, api: free(t), operations: free(t)}
	first.start("--db", i.where, "--data", i.data)
	second.start("--db", i.where, "--data", i.data)
	second.signal(syscall.SIGSTOP) // it shall not take the operation itself
	c := &sender{t: t, api: first.api}
	imported, commit := c.begin(i, "partial")
	c.until(commit, func(o map[string]any) bool { return o["done"] != 0.0 })
	first.kill()
	second.signal(syscall.SIGCONT)
	c.api = second.api
	if o := c.until(commit, func(map[string]any) bool { return true }); ended(o) {
		t.Errorf("it was done before the first was killed: %v", o)
	}
	i.check(t, c, imported, commit)
	i.verify(t, second)
}
