package apptest

import (
	"database/sql"
	"strconv"
	"strings"
	"time"
)

// Exec runs one statement on the database behind the house's back: for what no operation
// can do, such as tampering, and for rows that a test has to find.
func (h *House) Exec(statement string, values ...any) error {
	db, err := h.direct()
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if h.DB.Dialect() == "postgres" {
		for n := 1; strings.Contains(statement, "?"); n++ {
			statement = strings.Replace(statement, "?", "$"+strconv.Itoa(n), 1)
		}
	}
	_, err = db.ExecContext(h.T.Context(), statement, values...)
	return err
}

// Query reads rows behind the house's back.
func (h *House) Query(query string, each func(*sql.Rows) error) error {
	return h.Queries(func(ask Ask) error { return ask(query, each) })
}

// Ask reads the rows of a query.
type Ask func(query string, each func(*sql.Rows) error) error

// Queries asks several things over one connection: to open one takes longer than to ask.
func (h *House) Queries(all func(Ask) error) error {
	db, err := h.direct()
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	return all(func(query string, each func(*sql.Rows) error) error {
		rows, err := db.QueryContext(h.T.Context(), query)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			if err := each(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

func (h *House) direct() (*sql.DB, error) {
	if h.DB.Dialect() == "postgres" {
		return sql.Open("pgx", h.Where)
	}
	return sql.Open("sqlite3", "file:"+h.Where+"?_pragma=busy_timeout(5000)")
}

// Sheet is an open mark sheet with a measured aspect (binary, 98.00) and a judged one
// (judgement, 2.00), on a panel of three judges, and a chief judge. Its edition is running.
type Sheet struct {
	ID, Stage, Event, Edition string
	School, Entry, Piece      string
	Scheme, Panel             string
	Measured, Judged          string
	Aspects                   []string // all of the sheet, these two first
	Judges                    [3]*Caller
	Chief                     *Caller
	Clerk                     *Caller // registrar of the school
}

// Scheme is the content of a small marking scheme: 98.00 measured, 2.00 judged, total 100.
func Scheme() map[string]any {
	return map[string]any{"title": "Web Technologies", "criteria": []any{map[string]any{
		"letter": "E", "name": "Front end", "sub_criteria": []any{map[string]any{
			"code": "E1", "name": "Loading", "day": 3, "aspects": []any{
				map[string]any{"description": "The page is reachable", "definition": map[string]any{"kind": "measurement_binary", "max": "98.00"}},
				map[string]any{"description": "The page is appealing", "definition": map[string]any{"kind": "judgement", "max": "2.00"}},
			},
		}},
	}}}
}

// LongScheme is Scheme with so many more measured aspects, of 1.00 each.
func LongScheme(more int) map[string]any {
	scheme := Scheme()
	form := scheme["criteria"].([]any)[0].(map[string]any)["sub_criteria"].([]any)[0].(map[string]any)
	aspects := form["aspects"].([]any)
	aspects[0].(map[string]any)["definition"].(map[string]any)["max"] = strconv.Itoa(98-more) + ".00"
	for range more {
		aspects = append(aspects, map[string]any{"description": "Another page is reachable", "definition": map[string]any{"kind": "measurement_binary", "max": "1.00"}})
	}
	form["aspects"] = aspects
	return scheme
}

// Sheet takes a drafted edition with an event to where its only entry is being marked.
func (h *House) Sheet(admin *Caller, edition, event string) Sheet {
	h.T.Helper()
	return h.SheetBy(admin, edition, event, Scheme())
}

// SheetBy is Sheet with another scheme.
func (h *House) SheetBy(admin *Caller, edition, event string, scheme map[string]any) Sheet {
	h.T.Helper()
	s := Sheet{Event: event, Edition: edition, Stage: admin.Get("/events/" + event + "/stages").Want(200).Text("items.0.id")}
	tag := admin.Post("/editions/"+edition+"/transitions", map[string]any{"to": "open"}, "If-Match", `"1"`).Want(200).ETag()
	s.School = admin.Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": "上海信息技术学校"}, "kind": "school"}).Want(201).ID()
	s.Clerk = h.Somebody(admin, "registrar.of.the.sheet", "registrar", s.School)
	person := s.Clerk.Post("/people", map[string]any{"name": "李伟", "birth_date": "2002-03-04", "organization_id": s.School}).Want(201).ID()
	entry := s.Clerk.Post("/events/"+event+"/entries", map[string]any{"organization_id": s.School, "members": []any{map[string]any{"person_id": person, "role": "competitor"}}}).Want(201)
	s.Entry = entry.ID()
	for i, step := range []string{"submission", "approval", "confirmation", "check-in"} {
		by := admin
		if i == 0 {
			by = s.Clerk
		}
		entry = by.Post("/entries/"+s.Entry+"/"+step, nil, "If-Match", entry.ETag(), "Idempotency-Key", "sheet-entry-"+step).Want(200)
	}
	for _, to := range []string{"closed", "running"} {
		tag = admin.Post("/editions/"+edition+"/transitions", map[string]any{"to": to}, "If-Match", tag).Want(200).ETag()
	}
	s.Chief = h.Somebody(admin, "chief", "chief_judge", event)
	h.prepare(admin, &s, scheme)
	return s
}

// prepare locks the scheme, seats the panel and opens the sheet.
func (h *House) prepare(admin *Caller, s *Sheet, content map[string]any) {
	h.T.Helper()
	scheme := s.Chief.Post("/stages/"+s.Stage+"/marking-schemes", map[string]any{"title": "Web Technologies"}).Want(201)
	s.Scheme = scheme.ID()
	path := "/marking-schemes/" + s.Scheme
	scheme = s.Chief.Do("PUT", path, content, "If-Match", scheme.ETag()).Want(200)
	for i := 0; ; i++ {
		aspect := scheme.Text("criteria.0.sub_criteria.0.aspects." + strconv.Itoa(i) + ".id")
		if aspect == "" {
			break
		}
		s.Aspects = append(s.Aspects, aspect)
	}
	s.Measured, s.Judged = s.Aspects[0], s.Aspects[1]
	s.Panel = s.Chief.Post("/stages/"+s.Stage+"/panels", map[string]any{"name": "Team 1"}).Want(201).ID()
	for i := range s.Judges {
		s.Judges[i] = h.Somebody(admin, "judge."+strconv.Itoa(i+1), "", "")
		s.Chief.Post("/panels/"+s.Panel+"/judges", map[string]any{"account_id": s.Judges[i].ID}).Want(200)
	}
	assigned := s.Chief.Do("PUT", path+"/assignments", map[string]any{"assignments": []any{map[string]any{"panel_id": s.Panel, "sub_criteria": []string{"E1"}}}}, "If-Match", scheme.ETag()).Want(200)
	valid := s.Chief.Post(path+"/validation", nil, "If-Match", assigned.ETag()).Want(200)
	s.Chief.Post(path+"/lock", nil, "If-Match", valid.ETag()).Want(200)
	admin.Post("/stages/"+s.Stage+"/pieces", nil).Want(200)
	s.Piece = admin.Get("/stages/" + s.Stage + "/pieces").Want(200).Text("items.0.code")
	s.Chief.Post("/stages/"+s.Stage+"/mark-sheets", nil).Want(200)
	s.ID = s.Chief.Get("/stages/" + s.Stage + "/mark-sheets").Want(200).Text("items.0.id")
}

// Eventually waits for what happens after the commit, such as the seal of a fact.
func (h *House) Eventually(what string, done func() bool) {
	h.T.Helper()
	for range 200 {
		if done() {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	h.T.Fatalf("it never happened that %s", what)
}
