package apptest

import (
	"database/sql"
	"strconv"
	"strings"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
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
	db, err := h.direct()
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
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
}

func (h *House) direct() (*sql.DB, error) {
	if h.DB.Dialect() == "postgres" {
		return sql.Open("pgx", h.where)
	}
	return sql.Open("sqlite3", "file:"+h.where+"?_pragma=busy_timeout(5000)")
}

// Sheet is an open mark sheet with a measured aspect (binary, 1.00) and a judged one
// (judgement, 2.00), on a panel of three judges, and a chief judge.
type Sheet struct {
	ID, Stage, Event, Edition string
	Measured, Judged          string
	Judges                    [3]*Caller
	Chief                     *Caller
}

// Sheet lays out a sheet row by row.
func (h *House) Sheet(admin *Caller, edition, event string) Sheet {
	t := h.T
	t.Helper()
	s := Sheet{Event: event, Edition: edition, Stage: admin.Get("/events/" + event + "/stages").Want(200).Text("items.0.id")}
	stage := id.From[programmes.Stage](s.Stage)
	piece, scheme, sub := id.Random[judging.Piece](id.System{}), id.Random[judging.Scheme](id.System{}), id.Random[judging.SubCriterion](id.System{})
	measured, judged := id.Random[judging.Aspect](id.System{}), id.Random[judging.Aspect](id.System{})
	panel, sheet := id.Random[judging.Panel](id.System{}), id.Random[judging.Sheet](id.System{})
	now := h.Clock.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	must := func(statement string, values ...any) {
		t.Helper()
		if err := h.Exec(statement, values...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	must("insert into pieces (id, revision, created_at, updated_at, stage, code, status) values (?, 1, ?, ?, ?, 'W-7K3Q-9', 'present')", piece[:], now, now, stage[:])
	must("insert into marking_schemes (id, revision, created_at, updated_at, stage, version, status, title, criteria, sections) values (?, 1, ?, ?, ?, 1, 'locked', 'x', '[]', '[]')", scheme[:], now, now, stage[:])
	must("insert into panels (id, revision, created_at, updated_at, stage, name) values (?, 1, ?, ?, ?, 'A')", panel[:], now, now, stage[:])
	must("insert into sub_criteria (id, scheme, criterion, code, name, day, position, panel) values (?, ?, 'E', 'E1', 'Loading', 3, 1, ?)", sub[:], scheme[:], panel[:])
	for i, a := range []struct {
		id         id.ID[judging.Aspect]
		definition string
	}{{measured, `{"kind":"measurement_binary","max":"1.00"}`}, {judged, `{"kind":"judgement","max":"2.00"}`}} {
		must("insert into aspects (id, scheme, sub_criterion, position, description, detail, section, definition) values (?, ?, ?, ?, 'x', '', '1', ?)", a.id[:], scheme[:], sub[:], i+1, a.definition)
	}
	must("insert into mark_sheets (id, revision, created_at, updated_at, stage, piece, scheme, sub_criterion, panel, status, round, held) values (?, 1, ?, ?, ?, ?, ?, ?, ?, 'open', 0, '[]')",
		sheet[:], now, now, stage[:], piece[:], scheme[:], sub[:], panel[:])
	must("insert into sheet_parts (sheet, part) values (?, ?)", sheet[:], panel[:])
	for i := range s.Judges {
		judge := h.Somebody(admin, "judge."+strconv.Itoa(i+1), "", "")
		account, _ := id.ParseRef(judge.ID)
		grant := id.Random[judging.Panel](id.System{})
		must("insert into panel_judges (panel, account) values (?, ?)", panel[:], account.UUID[:])
		must("insert into grants (id, account, role, on_ref, created_at) values (?, ?, 'judge', ?, ?)", grant[:], account.UUID[:], panel.String(), now)
		must("insert into sheet_parts (sheet, part) values (?, ?)", sheet[:], account.UUID[:])
		s.Judges[i] = h.SignIn("judge."+strconv.Itoa(i+1), Password)
	}
	s.Chief = h.Somebody(admin, "chief", "chief_judge", event)
	s.ID, s.Measured, s.Judged = sheet.String(), measured.String(), judged.String()
	return s
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
