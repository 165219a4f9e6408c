package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
	"github.com/saichang/saichang/internal/dbtest"
	"github.com/saichang/saichang/internal/store"
)

// marking is a house that is being marked, left for the program to serve.
type marking struct {
	where, data string
	sheet       apptest.Sheet
}

// cellsEach is how many cells each of the clients marks.
const (
	clients   = 8
	cellsEach = 3
)

// newMarking makes the world in this process and stops it.
func newMarking(t *testing.T, h *apptest.House) marking {
	t.Helper()
	admin := h.Administrator()
	programme := admin.Post("/programmes", map[string]any{"name": map[string]any{"en": "WorldSkills"}}).Want(201).ID()
	edition := admin.Post("/programmes/"+programme+"/editions", map[string]any{
		"number": 46, "year": 2021, "name": map[string]any{"en": "46th"}, "host": map[string]any{"en": "Shanghai"}, "time_zone": "Asia/Shanghai",
	}).Want(201).ID()
	admin.Post("/editions/"+edition+"/rule-sets", map[string]any{"preset": "worldskills"}).Want(201)
	event := admin.Post("/editions/"+edition+"/events", map[string]any{"number": "17", "name": map[string]any{"en": "Web Technologies"}}).Want(201).ID()
	m := marking{h.Where, keysOf(t, h), h.SheetBy(admin, edition, event, apptest.LongScheme(clients*cellsEach-1))}
	h.Stop()
	return m
}

// marker is a client that enters marks, and sends a mark until it is answered.
type marker struct {
	api, token string
	sheet      string
	cells      []string // aspects
	revisions  []int64  // acknowledged
	away       int      // answers that said to come again
	failed     error
}

// reason tells every revision of every cell from every other.
func reason(aspect string, revision int64) string {
	return fmt.Sprintf("revision %d of %s", revision, aspect)
}

// enter enters marks until it is told to stop; the last one is still answered.
func (m *marker) enter(stop <-chan struct{}) {
	for n := 0; m.failed == nil; n++ {
		select {
		case <-stop:
			return
		default:
		}
		i := n % len(m.cells)
		m.failed = m.send(i)
	}
}

// send sends the next mark of a cell, the same request until there is an answer.
func (m *marker) send(i int) error {
	next := m.revisions[i] + 1
	body, err := json.Marshal(map[string]any{"observed": map[string]any{"kind": "achieved", "achieved": next%2 == 0}, "reason": reason(m.cells[i], next)})
	if err != nil {
		return err
	}
	for give := time.Now().Add(40 * time.Second); time.Now().Before(give); time.Sleep(20 * time.Millisecond) {
		r, err := http.NewRequest(http.MethodPut, "http://"+m.api+"/v1/mark-sheets/"+m.sheet+"/marks/"+m.cells[i], bytes.NewReader(body))
		if err != nil {
			return err
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+m.token)
		if m.revisions[i] == 0 {
			r.Header.Set("If-None-Match", "*")
		} else {
			r.Header.Set("If-Match", fmt.Sprintf(`"%d"`, m.revisions[i]))
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			continue // nobody there, or gone before the answer
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		switch {
		case err != nil:
			continue
		case answer.StatusCode == http.StatusServiceUnavailable && answer.Header.Get("Retry-After") != "":
			m.away++
			continue
		case answer.StatusCode != http.StatusOK || answer.Header.Get("ETag") != fmt.Sprintf(`"%d"`, next):
			return fmt.Errorf("revision %d was answered %d, ETag %s: %s", next, answer.StatusCode, answer.Header.Get("ETag"), text)
		}
		m.revisions[i] = next
		return nil
	}
	return fmt.Errorf("revision %d was never answered", next)
}

// get asks for something, and answers what is of interest.
func (m *marker) get(path string) (code int, retryAfter string) {
	r, err := http.NewRequest(http.MethodGet, "http://"+m.api+path, http.NoBody)
	if err != nil {
		return 0, err.Error()
	}
	r.Header.Set("Authorization", "Bearer "+m.token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	_ = answer.Body.Close()
	return answer.StatusCode, answer.Header.Get("Retry-After")
}

// crowd are the clients, signed in as the three judges.
func (m marking) crowd(t *testing.T, api string) (all []*marker) {
	t.Helper()
	var tokens []string
	for i := range m.sheet.Judges {
		body := fmt.Sprintf(`{"login":"judge.%d","password":"%s"}`, i+1, apptest.Password)
		answer, err := http.Post("http://"+api+"/v1/sessions", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		var session struct{ Token string }
		err = json.NewDecoder(answer.Body).Decode(&session)
		_ = answer.Body.Close()
		if err != nil || session.Token == "" {
			t.Fatalf("judge %d was answered %d: %v", i+1, answer.StatusCode, err)
		}
		tokens = append(tokens, session.Token)
	}
	measured := append([]string{m.sheet.Measured}, m.sheet.Aspects[2:]...)
	for i := range clients {
		all = append(all, &marker{
			api: api, token: tokens[i%3], sheet: m.sheet.ID, cells: measured[i*cellsEach : (i+1)*cellsEach], revisions: make([]int64, cellsEach),
		})
	}
	return all
}

// while has the clients enter marks while something happens, and answers when all are done.
func while(t *testing.T, all []*marker, happens func()) {
	t.Helper()
	stop := make(chan struct{})
	var running sync.WaitGroup
	for _, m := range all {
		running.Go(func() { m.enter(stop) })
	}
	happens()
	close(stop)
	running.Wait()
	for i, m := range all {
		if m.failed != nil {
			t.Errorf("client %d: %v", i, m.failed)
		}
	}
}

// check holds every acknowledged mark against the database, through a house on it and behind
// its back, and verifies the audit log.
func (m marking) check(t *testing.T, all []*marker) {
	t.Helper()
	found := map[string]bool{} // by reason
	for _, line := range lines(t, m.where, "select revision || ' ' || reason as kept from mark_revisions") {
		revision, reason, _ := strings.Cut(strings.Trim(strings.TrimPrefix(line, "kept="), `"`), " ")
		if !strings.HasPrefix(reason, "revision "+revision+" of ") || found[reason] {
			t.Errorf("revision %s is %q, or twice there", revision, reason)
		}
		found[reason] = true
	}
	var acknowledged int64
	for _, c := range all {
		for i, aspect := range c.cells {
			acknowledged += c.revisions[i]
			for revision := int64(1); revision <= c.revisions[i]; revision++ {
				if !found[reason(aspect, revision)] {
					t.Errorf("revision %d of %s was acknowledged, and is not there", revision, aspect)
				}
			}
		}
	}
	if int64(len(found)) != acknowledged {
		t.Errorf("%d revisions are there, %d were acknowledged", len(found), acknowledged)
	}
	for query, want := range map[string]string{
		"select count(*) as n from journal where name = 'mark.entered'": fmt.Sprint("n=", acknowledged),
		"select count(*) as n from marks m where not exists (select 1 from mark_revisions r where r.sheet = m.sheet and r.aspect = m.aspect and r.part = m.part and r.revision = m.revision and r.observed = m.observed and r.reason = m.reason)": "n=0",
		"select count(*) as n from marks m where revision <> (select count(*) from mark_revisions r where r.sheet = m.sheet and r.aspect = m.aspect and r.part = m.part)":                                                                         "n=0",
	} {
		if got := lines(t, m.where, query); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %v, want %s", query, got, want)
		}
	}
	done(t, "verify", "--db", m.where, "--data", m.data)
	t.Logf("%d marks were acknowledged and are there", acknowledged)
}

func TestNoAcknowledgedMarkIsLostChangedOrDoubledWhenTheServerIsKilled(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		m := newMarking(t, h)
		s := &serving{T: t, api: free(t), operations: free(t)}
		s.start("--db", m.where, "--data", m.data)
		all := m.crowd(t, s.api)
		while(t, all, func() {
			for i := range 6 {
				time.Sleep(time.Duration(150+70*i) * time.Millisecond)
				s.kill()
				began := time.Now()
				s.start("--db", m.where, "--data", m.data)
				t.Logf("ready again after %v", time.Since(began))
			}
			time.Sleep(300 * time.Millisecond)
		})
		time.Sleep(1500 * time.Millisecond) // the last facts are sealed after their commit
		s.kill()
		s.noDefects()
		m.check(t, all)
	})
}

func TestNoAcknowledgedMarkIsLostWhenPostgreSQLIsKilled(t *testing.T) {
	t.Parallel()
	server := dbtest.NewServer(t)
	db, err := store.Open(t.Context(), server.DSN, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Migrate(t.Context())
	_ = db.Close()
	if err != nil {
		t.Fatal(err)
	}
	m := newMarking(t, apptest.On(t, server.DSN, t.TempDir()))
	s := &serving{T: t, api: free(t), operations: free(t)}
	s.start("--db", m.where, "--data", m.data)
	all := m.crowd(t, s.api)
	var unready, dead atomic.Int64
	while(t, all, func() {
		for range 2 {
			time.Sleep(time.Second)
			server.Kill()
			down := time.Now()
			for time.Since(down) < 1500*time.Millisecond {
				if code, _ := s.ask("http://" + s.api + "/readyz"); code == http.StatusServiceUnavailable {
					unready.Add(1)
				}
				if code, _ := s.ask("http://" + s.api + "/healthz"); code != http.StatusNoContent {
					dead.Add(1)
				}
				for _, path := range []string{"/v1/me", "/v1/mark-sheets/" + m.sheet.ID, "/v1/mark-sheets/" + m.sheet.ID + "/marks"} {
					code, retry := all[0].get(path)
					if code != http.StatusOK && (code != http.StatusServiceUnavailable || retry == "") { // its last processes may still answer
						t.Errorf("without PostgreSQL %s is answered %d, Retry-After %q", path, code, retry)
					}
				}
				time.Sleep(50 * time.Millisecond)
			}
			server.Start()
			began := time.Now()
			s.eventuallyReady()
			t.Logf("ready again %v after PostgreSQL", time.Since(began))
		}
		time.Sleep(time.Second)
	})
	away := 0
	for _, c := range all {
		away += c.away
	}
	if away == 0 || unready.Load() == 0 || dead.Load() != 0 {
		t.Errorf("while PostgreSQL was away, %d marks were answered 503, it was not ready %d times, and not alive %d times", away, unready.Load(), dead.Load())
	}
	time.Sleep(2500 * time.Millisecond) // the last facts are sealed after their commit
	s.kill()
	s.noDefects()
	if !strings.Contains(s.out.String(), `"the database is not available"`) {
		t.Error("it never logged why it answered 503")
	}
	m.check(t, all)
}

// eventuallyReady waits until it is ready by itself.
func (s *serving) eventuallyReady() {
	s.Helper()
	for range 400 {
		if code, _ := s.ask("http://" + s.api + "/readyz"); code == http.StatusNoContent {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.Error("it did not find PostgreSQL again within 20 seconds")
}

// noDefects shows what it logged of requests that failed and should not have. It has ended.
func (s *serving) noDefects() {
	s.Helper()
	for line := range strings.Lines(s.out.String()) {
		if strings.Contains(line, `"request failed"`) {
			s.Errorf("it logged: %s", line)
		}
	}
}
