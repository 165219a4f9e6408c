package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// judge enters marks into cells of their own, over and over, always over the revision that
// was answered last.
type judge struct {
	caller
	cells []*cell
	out   []byte // the request, written anew each time
}

// cell is one mark, as the judge knows it.
type cell struct {
	sheet, aspect string
	judged        bool // scored by the judge alone, otherwise measured for the panel
	revision      int64
	seen          string // the observation as JSON
	reason        string
}

// prepareMarking makes the event that is being marked. Every panel has a sub-criterion of its
// own; the first one also has a long one, whose marks are read as a page.
func (w *world) prepareMarking(event string, chief caller, seated []caller) {
	var criteria list
	seats := map[string][]caller{}
	for p := range panels {
		var all list
		for k := range aspects {
			kind, cents := "measurement_binary", 68
			if k >= aspects/2 {
				kind = "judgement"
			}
			if p == 0 && k == 0 {
				cents += 9000 - panels*aspects*68
			}
			all = append(all, aspect(kind, cents))
		}
		letter := string(rune('A' + p))
		criteria = append(criteria, object{"letter": letter, "name": "Module", "sub_criteria": list{object{"code": letter + "1", "name": "Module", "aspects": all}}})
		seats[letter+"1"] = seated[3*p : 3*p+3]
	}
	var long list
	for range pageMarks {
		long = append(long, aspect("measurement_binary", 10))
	}
	criteria = append(criteria, object{"letter": "Z", "name": "Long", "sub_criteria": list{object{"code": "Z1", "name": "Long", "aspects": long}}})
	seats["A1 Z1"] = seats["A1"]
	delete(seats, "A1")
	_, scheme, sheets := w.prepare(event, chief, criteria, seats)
	ids := aspectsOf(scheme)

	for i := range judges {
		w.judges = append(w.judges, &judge{caller: seated[i]})
	}
	for _, sheet := range sheets {
		code := sheet.text("sub_criterion")
		if code == "Z1" {
			w.pages = append(w.pages, sheet.id())
			continue
		}
		for k, a := range ids[code] {
			for seat := range 3 {
				n := 3*int(code[0]-'A') + seat
				judged := k >= aspects/2
				if n < judges && (judged || k%3 == seat) { // who measures is settled beforehand: no two judges in one cell
					w.judges[n].cells = append(w.judges[n].cells, &cell{sheet: sheet.id(), aspect: a, judged: judged})
				}
			}
		}
	}
	for _, page := range w.pages {
		var marks list
		for k, a := range ids["Z1"] {
			marks = append(marks, object{"aspect_id": a, "observed": object{"kind": "achieved", "achieved": k%3 > 0}, "reason": "seen by the panel", "expected_revision": 0})
		}
		seated[0].put("/mark-sheets/"+page+"/marks", object{"marks": marks})
	}
}

// next changes a cell to another value, and writes the request for it.
func (j *judge) next(c *cell) []byte {
	n := c.revision + 1
	switch {
	case c.judged:
		c.seen, c.reason = `{"kind":"score","score":`+strconv.FormatInt(n%4, 10)+`}`, ""
	case n%2 == 0:
		c.seen, c.reason = `{"achieved":true,"kind":"achieved"}`, ""
	default:
		c.seen, c.reason = `{"achieved":false,"kind":"achieved"}`, "missing on the second page"
	}
	body := `{"observed":` + c.seen + `,"reason":"` + c.reason + `"}`
	out := append(j.out[:0], "PUT /v1/mark-sheets/"...)
	out = append(append(append(out, c.sheet...), "/marks/"...), c.aspect...)
	out = append(append(out, " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "...), j.token...)
	if c.revision == 0 {
		out = append(out, "\r\nIf-None-Match: *"...)
	} else {
		out = append(strconv.AppendInt(append(out, "\r\nIf-Match: \""...), c.revision, 10), '"')
	}
	out = append(out, "\r\nContent-Type: application/json\r\nContent-Length: "...)
	out = append(strconv.AppendInt(out, int64(len(body)), 10), "\r\n\r\n"...)
	j.out = append(out, body...)
	return j.out
}

// enter enters the next mark and holds the answer against it.
func (j *judge) enter(n int, w *wire) error {
	c := j.cells[n%len(j.cells)]
	r, err := w.ask(j.next(c))
	if err != nil {
		return err
	}
	c.revision++
	if r.status != 200 || string(r.etag) != `"`+strconv.FormatInt(c.revision, 10)+`"` {
		return fmt.Errorf("a mark was answered %d, ETag %s, not revision %d: %s", r.status, r.etag, c.revision, r.body)
	}
	if sampled(n) {
		return c.is(r.body, j.id)
	}
	return nil
}

// is holds a mark in JSON against what the judge entered last.
func (c *cell) is(text []byte, author string) error {
	var mark struct {
		AspectID string `json:"aspect_id"`
		Revision int64
		Observed any
		Reason   string
		AuthorID string `json:"author_id"`
	}
	if err := json.Unmarshal(text, &mark); err != nil {
		return err
	}
	seen, err := json.Marshal(mark.Observed) // keys in order, as the cell keeps them
	if err != nil {
		return err
	}
	if mark.AspectID != c.aspect || mark.Revision != c.revision || string(seen) != c.seen || mark.Reason != c.reason || mark.AuthorID != author {
		return fmt.Errorf("a mark is %s, not revision %d, %s, %q", text, c.revision, c.seen, c.reason)
	}
	return nil
}

// enterMarks has some judges enter marks.
func (w *world) enterMarks(address string, judges int, within time.Duration) (sample, error) {
	return drive(address, judges, within, func(i, n int, c *wire) error { return w.judges[i].enter(n, c) })
}

// recount reads every cell again and holds it against what was acknowledged.
func (w *world) recount(address string) (marks int, revisions int64, err error) {
	c, err := dial(address)
	if err != nil {
		return 0, 0, err
	}
	defer c.close()
	for _, j := range w.judges {
		for _, cell := range j.cells {
			if cell.revision == 0 {
				continue
			}
			r, err := c.ask([]byte("GET /v1/mark-sheets/" + cell.sheet + "/marks/" + cell.aspect + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + j.token + "\r\n\r\n"))
			if err != nil {
				return marks, revisions, err
			}
			if err := cell.is(r.body, j.id); err != nil {
				return marks, revisions, err
			}
			marks, revisions = marks+1, revisions+cell.revision
		}
	}
	return marks, revisions, nil
}
