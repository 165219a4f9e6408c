package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// object and list are JSON.
type (
	object = map[string]any
	list   = []any
)

// caller speaks to the API while the world is made: the first unexpected answer panics with a
// failure, which main reports.
type caller struct{ base, token, id string }

type failure struct{ error }

type answer struct {
	object
	etag string
}

func (a answer) text(name string) string { s, _ := a.object[name].(string); return s }
func (a answer) id() string              { return a.text("id") }

func (a answer) items() (all []answer) {
	items, _ := a.object["items"].(list)
	for _, item := range items {
		o, _ := item.(object)
		all = append(all, answer{object: o})
	}
	return all
}

func (c caller) get(path string) answer                { return c.do("GET", path, nil, "") }
func (c caller) post(path string, body any) answer     { return c.do("POST", path, body, "") }
func (c caller) put(path string, body any) answer      { return c.do("PUT", path, body, "") }
func (c caller) act(path string, last answer) answer   { return c.do("POST", path, nil, last.etag) }
func (c caller) over(p string, b any, a answer) answer { return c.do("PUT", p, b, a.etag) }

var keys struct {
	sync.Mutex
	n int
}

func nextKey() string {
	keys.Lock()
	defer keys.Unlock()
	keys.n++
	return "load-" + strconv.Itoa(100000+keys.n)
}

func (c caller) do(method, path string, body any, etag string) answer {
	text, isFile := body.([]byte)
	kind := "application/octet-stream"
	if body != nil && !isFile {
		var err error
		if text, err = json.Marshal(body); err != nil {
			panic(failure{err})
		}
		kind = "application/json"
	}
	r, err := http.NewRequest(method, c.base+path, bytes.NewReader(text))
	if err != nil {
		panic(failure{err})
	}
	for name, value := range map[string]string{"If-Match": etag, "Accept-Language": "en"} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	if body != nil {
		r.Header.Set("Content-Type", kind)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
		if method == "POST" {
			r.Header.Set("Idempotency-Key", nextKey())
		}
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		panic(failure{err})
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		panic(failure{err})
	}
	if response.StatusCode >= 300 {
		panic(failure{fmt.Errorf("%s %s was answered %d: %s", method, path, response.StatusCode, raw)})
	}
	a := answer{etag: response.Header.Get("ETag")}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &a.object); err != nil {
			panic(failure{fmt.Errorf("%s %s: %w", method, path, err)})
		}
	}
	return a
}

// each does n things, a few at a time.
func each(n int, do func(i int)) {
	var all sync.WaitGroup
	next, failed := make(chan int), make(chan any, n)
	for range min(8, n) {
		all.Go(func() {
			for i := range next {
				func() {
					defer func() {
						if r := recover(); r != nil {
							failed <- r
						}
					}()
					do(i)
				}()
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
	select {
	case r := <-failed:
		panic(r)
	default:
	}
}

// The size of the world. One panel of three judges marks each sub-criterion.
const (
	judges     = 32
	panels     = 11 // 33 seats: one judge does not enter marks
	pieces     = 10
	aspects    = 12 // of a sub-criterion: half measured by the panel, half judged by each judge
	pageMarks  = 100
	password   = "correct horse battery staple"
	first      = "the first password of everybody"
	listSchool = 20 // entries of one school
)

// rows is how many the published list has.
var rows = 1000

// world is a running edition: an event that is being marked, and one with a published list.
type world struct {
	base      string
	admin     caller
	edition   string
	schools   []string
	judges    []*judge
	pages     []string // sheets with pageMarks marks of the panel
	published string   // the publication
}

// newWorld makes it, through the API alone.
func newWorld(base, code string) *world {
	w := &world{base: base}
	caller{base: base}.post("/setup", object{"code": code, "login": "admin", "display_name": "Administrator", "password": password})
	w.admin = w.signIn("admin", password)
	programme := w.admin.post("/programmes", object{"name": object{"zh-CN": "世界技能大赛上海选拔赛"}}).id()
	edition := w.admin.post("/programmes/"+programme+"/editions", object{
		"number": 46, "year": 2021, "name": object{"zh-CN": "第46届世界技能大赛上海选拔赛"}, "host": object{"zh-CN": "上海"}, "time_zone": "Asia/Shanghai",
	})
	w.edition = edition.id()
	w.rules()
	marked, listed := w.event("17", "网站技术"), w.event("18", "电气装置")
	tag := w.move(edition, "open")
	say("%d entries, a few at a time through the API", pieces+rows)
	w.schools = make([]string, (pieces+rows+listSchool-1)/listSchool)
	each(len(w.schools), func(i int) {
		w.schools[i] = w.admin.post("/organizations", object{"name": object{"zh-CN": fmt.Sprintf("上海市第%d职业学校", i+1)}, "kind": "school"}).id()
	})
	clerk := w.account("registrar")
	for _, school := range w.schools {
		w.admin.post("/accounts/"+clerk.id+"/grants", object{"role": "registrar", "on": school})
	}
	each(pieces+rows, func(i int) {
		event := listed
		if i < pieces {
			event = marked
		}
		w.enter(event, clerk, i)
	})
	w.move(tag, "closed", "running")
	say("%d judges", panels*3)
	seated := make([]caller, panels*3)
	each(len(seated), func(i int) { seated[i] = w.account("judge." + strconv.Itoa(i+1)) })
	chief := w.account("chief")
	for _, event := range []string{marked, listed} {
		w.admin.post("/accounts/"+chief.id+"/grants", object{"role": "chief_judge", "on": event})
	}
	w.prepareMarking(marked, chief, seated)
	say("a published list of %d rows", rows)
	w.publish(listed, chief, seated[:3])
	return w
}

// rules are WorldSkills', without the limit of entries per school.
func (w *world) rules() {
	set := w.admin.post("/editions/"+w.edition+"/rule-sets", object{"preset": "worldskills"})
	rules, _ := set.object["rules"].(object)
	registration, _ := rules["registration"].(object)
	registration["entries_per_school"] = 0
	w.admin.over("/rule-sets/"+set.id(), rules, set)
}

func (w *world) event(number, name string) string {
	return w.admin.post("/editions/"+w.edition+"/events", object{"number": number, "name": object{"zh-CN": name}}).id()
}

func (w *world) move(last answer, states ...string) answer {
	for _, to := range states {
		last = w.admin.do("POST", "/editions/"+w.edition+"/transitions", object{"to": to}, last.etag)
	}
	return last
}

func (w *world) signIn(login, password string) caller {
	s := caller{base: w.base}.post("/sessions", object{"login": login, "password": password})
	session, _ := s.object["session"].(object)
	return caller{w.base, s.text("token"), answer{object: session}.text("account_id")}
}

// account makes an account, which changes its first password.
func (w *world) account(login string) caller {
	w.admin.post("/accounts", object{"login": login, "display_name": login, "password": first})
	c := w.signIn(login, first)
	c.put("/me/password", object{"current_password": first, "new_password": password})
	return w.signIn(login, password)
}

// enter takes one competitor to where the piece can be made.
func (w *world) enter(event string, clerk caller, n int) {
	school := w.schools[n/listSchool]
	person := clerk.post("/people", object{"name": fmt.Sprintf("选手%04d", n), "birth_date": "2002-03-04", "organization_id": school}).id()
	entry := clerk.post("/events/"+event+"/entries", object{"organization_id": school, "members": list{object{"person_id": person, "role": "competitor"}}})
	entry = clerk.act("/entries/"+entry.id()+"/submission", entry)
	for _, step := range []string{"approval", "confirmation", "check-in"} {
		entry = w.admin.act("/entries/"+entry.id()+"/"+step, entry)
	}
}

// prepare writes and locks the scheme, seats the panels, and opens the sheets, which it lists.
func (w *world) prepare(event string, chief caller, criteria list, panels map[string][]caller) (stage string, scheme answer, sheets []answer) {
	stage = w.admin.get("/events/" + event + "/stages").items()[0].id()
	scheme = chief.post("/stages/"+stage+"/marking-schemes", object{"title": "marks"})
	path := "/marking-schemes/" + scheme.id()
	scheme = chief.over(path, object{"title": "marks", "criteria": criteria}, scheme)
	var assigned list
	for codes, seats := range panels {
		panel := chief.post("/stages/"+stage+"/panels", object{"name": codes}).id()
		for _, judge := range seats {
			chief.post("/panels/"+panel+"/judges", object{"account_id": judge.id})
		}
		assigned = append(assigned, object{"panel_id": panel, "sub_criteria": strings.Split(codes, " ")})
	}
	next := chief.over(path+"/assignments", object{"assignments": assigned}, scheme)
	chief.act(path+"/lock", chief.act(path+"/validation", next))
	w.admin.post("/stages/"+stage+"/pieces", nil)
	chief.post("/stages/"+stage+"/mark-sheets", nil)
	cursor := ""
	for {
		page := chief.get("/stages/" + stage + "/mark-sheets?limit=200" + cursor)
		sheets = append(sheets, page.items()...)
		if page.text("next_cursor") == "" {
			return stage, scheme, sheets
		}
		cursor = "&cursor=" + page.text("next_cursor")
	}
}

// aspectsOf lists the ids of a scheme's aspects by the code of their sub-criterion.
func aspectsOf(scheme answer) map[string][]string {
	ids := map[string][]string{}
	criteria, _ := scheme.object["criteria"].(list)
	for _, c := range criteria {
		subs, _ := c.(object)["sub_criteria"].(list)
		for _, s := range subs {
			sub := answer{object: s.(object)}
			all, _ := sub.object["aspects"].(list)
			for _, a := range all {
				ids[sub.text("code")] = append(ids[sub.text("code")], answer{object: a.(object)}.id())
			}
		}
	}
	return ids
}

func aspect(kind string, cents int) object {
	return object{"description": "An aspect of the work", "definition": object{"kind": kind, "max": fmt.Sprintf("%d.%02d", cents/100, cents%100)}}
}

// publish marks, signs and computes the second event, and publishes its list.
func (w *world) publish(event string, chief caller, panel []caller) {
	criteria := list{object{"letter": "A", "name": "All", "sub_criteria": list{object{"code": "A1", "name": "All", "aspects": list{aspect("measurement_points", 10000)}}}}}
	stage, scheme, sheets := w.prepare(event, chief, criteria, map[string][]caller{"A1": panel})
	cell := aspectsOf(scheme)["A1"][0]
	each(len(sheets), func(i int) {
		path := "/mark-sheets/" + sheets[i].id()
		seen := object{"kind": "points", "points": fmt.Sprintf("%d.%02d", 100-i*97/len(sheets)-1, i%100)}
		panel[0].put(path+"/marks", object{"marks": list{object{"aspect_id": cell, "observed": seen, "reason": "as measured", "expected_revision": 0}}})
		submitted := panel[0].post(path+"/submissions", object{"part": "panel"})
		chief.act(path+"/lock", chief.act(path+"/signatures", submitted))
	})
	run := w.admin.post("/stages/"+stage+"/result-runs", nil)
	w.published = w.admin.do("POST", "/result-runs/"+run.id()+"/publications", object{"note": ""}, run.etag).id()
}
