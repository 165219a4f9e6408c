package scenarios_test

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/saichang/saichang/internal/apptest"
)

type object = map[string]any

// contest is an event that is being marked: one sheet per piece, one aspect whose points the
// panel enters, or that five judges give.
type contest struct {
	*apptest.House
	admin, chief  *apptest.Caller
	edition       string
	event, stage  string
	entries       []string // ids, in the order of registration
	judges        []*apptest.Caller
	pieces        []string // codes, in the order of registration
	sheets        map[string]string
	aspect        string
	judged        bool
	organizations []string
	team          int    // competitors of an entry
	course        string // of every entry; "": none
	publications  int    // how often it was tried
}

// newContest runs an edition of a preset to where the sheets of n entries are open. Every
// entry is of a school of its own, named after its place.
func newContest(h *apptest.House, preset string, n, judges int, judged bool) *contest {
	h.T.Helper()
	return newTeamContest(h, preset, n, judges, judged, 1, "")
}

// newTeamContest is one of teams, with a course.
func newTeamContest(h *apptest.House, preset string, n, judges int, judged bool, team int, course string) *contest {
	h.T.Helper()
	c := &contest{House: h, admin: h.Administrator(), judged: judged, sheets: map[string]string{}, team: team, course: course}
	programme := c.admin.Post("/programmes", object{"name": object{"en": "Contest"}}).Want(201).ID()
	edition := c.admin.Post("/programmes/"+programme+"/editions", object{"number": 1, "year": 2020, "name": object{"en": "First", "zh-CN": "第一届"}, "host": object{"en": "Shanghai"}, "time_zone": "Asia/Shanghai", "starts_date": "2020-11-05"}).Want(201)
	c.edition = edition.ID()
	c.admin.Post("/editions/"+c.edition+"/rule-sets", object{"preset": preset}).Want(201)
	c.event = c.admin.Post("/editions/"+c.edition+"/events", object{"number": "1", "name": object{"en": "Event", "zh-CN": "赛项"}, "team_max": team}).Want(201).ID()
	c.stage = c.admin.Get("/events/" + c.event + "/stages").Want(200).Text("items.0.id")
	tag := c.move(edition.ETag(), "open")
	clerk := h.Somebody(c.admin, "clerk", "", "")
	for i := range n {
		c.register(clerk, i)
	}
	c.move(tag, "closed", "running")
	c.chief = h.Somebody(c.admin, "chief", "chief_judge", c.event)
	for i := range judges {
		c.judges = append(c.judges, h.Somebody(c.admin, "judge."+strconv.Itoa(i+1), "", ""))
	}
	c.open()
	return c
}

func (c *contest) move(tag string, states ...string) string {
	c.T.Helper()
	for _, to := range states {
		tag = c.admin.Post("/editions/"+c.edition+"/transitions", object{"to": to}, "If-Match", tag).Want(200).ETag()
	}
	return tag
}

// register takes an entry of a new school to its check-in.
func (c *contest) register(clerk *apptest.Caller, i int) {
	c.T.Helper()
	school := c.admin.Post("/organizations", object{"name": object{"zh-CN": fmt.Sprintf("第%02d学校", i)}, "kind": "school"}).Want(201).ID()
	c.admin.Post("/accounts/"+clerk.ID+"/grants", object{"role": "registrar", "on": school}).Want(201)
	members := []any{}
	for range c.team {
		members = append(members, object{"person_id": person(clerk, school, fmt.Sprintf("选手%02d", i), "2003-03-04"), "role": "competitor"})
	}
	body := object{"organization_id": school, "members": members}
	if c.course != "" {
		body["course"] = c.course
	}
	e := clerk.Post("/events/"+c.event+"/entries", body).Want(201).ID()
	act(clerk, e, "submission", nil, 1).Want(200)
	for j, step := range []string{"approval", "confirmation", "check-in"} {
		act(c.admin, e, step, nil, 2+j).Want(200)
	}
	c.entries, c.organizations = append(c.entries, e), append(c.organizations, school)
}

// open writes a scheme of one aspect of 100.00, seats the panel and opens the sheets.
func (c *contest) open() {
	c.T.Helper()
	definition := object{"kind": "measurement_points", "max": "100.00", "step": "0.01"}
	if c.judged {
		definition = object{"kind": "judge_points", "max": "100.00", "step": "0.01", "drop_highest": 1, "drop_lowest": 1}
	}
	scheme := c.chief.Post("/stages/"+c.stage+"/marking-schemes", object{"title": "Scheme"}).Want(201)
	path := "/marking-schemes/" + scheme.ID()
	scheme = c.chief.Do("PUT", path, object{"title": "Scheme", "criteria": []any{object{"letter": "A", "name": "All", "sub_criteria": []any{
		object{"code": "A1", "name": "Work", "aspects": []any{object{"description": "The work", "definition": definition}}},
	}}}}, "If-Match", scheme.ETag()).Want(200)
	c.aspect = scheme.Text("criteria.0.sub_criteria.0.aspects.0.id")
	panel := c.chief.Post("/stages/"+c.stage+"/panels", object{"name": "Panel"}).Want(201).ID()
	for _, j := range c.judges {
		c.chief.Post("/panels/"+panel+"/judges", object{"account_id": j.ID}).Want(200)
	}
	scheme = c.chief.Do("PUT", path+"/assignments", object{"assignments": []any{object{"panel_id": panel, "sub_criteria": []string{"A1"}}}}, "If-Match", scheme.ETag()).Want(200)
	scheme = c.chief.Post(path+"/validation", nil, "If-Match", scheme.ETag()).Want(200)
	c.chief.Post(path+"/lock", nil, "If-Match", scheme.ETag()).Want(200)
	c.admin.Post("/stages/"+c.stage+"/pieces", nil).Want(200)
	c.pieces = make([]string, len(c.entries))
	for _, p := range items(c.admin.Get("/stages/" + c.stage + "/pieces?limit=200").Want(200)) {
		var i int
		_, _ = fmt.Sscanf(strings.TrimPrefix(p.(object)["name"].(string), "选手"), "%d", &i) // a name that register made
		c.pieces[i] = p.(object)["code"].(string)
	}
	c.chief.Post("/stages/"+c.stage+"/mark-sheets", nil).Want(200)
	for _, s := range items(c.chief.Get("/stages/" + c.stage + "/mark-sheets?limit=200").Want(200)) {
		c.sheets[s.(object)["piece_code"].(string)] = s.(object)["id"].(string)
	}
}

// mark gives a piece its points and locks its sheet. Every judge gives the same.
func (c *contest) mark(i int, points string) {
	c.T.Helper()
	path := "/mark-sheets/" + c.sheets[c.pieces[i]]
	body := object{"observed": object{"kind": "points", "points": points}, "reason": "as measured"}
	judges, part := c.judges[:1], "panel"
	if c.judged {
		judges, part = c.judges, "own"
	}
	var last *apptest.Answer
	for k, j := range judges {
		j.Do("PUT", path+"/marks/"+c.aspect, body, "If-None-Match", "*").Want(200)
		last = j.Post(path+"/submissions", object{"part": part}, "Idempotency-Key", fmt.Sprint("submission-", i, "-", k, "-", path[len(path)-8:])).Want(200)
	}
	c.lock(path, last.ETag())
}

func (c *contest) lock(path, tag string) string {
	c.T.Helper()
	signed := c.chief.Post(path+"/signatures", nil, "If-Match", tag, "Idempotency-Key", "signature-of-"+path[len(path)-8:]+tag).Want(200)
	return c.chief.Post(path+"/lock", nil, "If-Match", signed.ETag()).Want(200).ETag()
}

// compute computes the stage.
func (c *contest) compute() *apptest.Answer {
	c.T.Helper()
	return c.admin.Post("/stages/"+c.stage+"/result-runs", nil)
}

// publish publishes a run.
func (c *contest) publish(run *apptest.Answer, note string) *apptest.Answer {
	c.T.Helper()
	c.publications++
	return c.admin.Post("/result-runs/"+run.ID()+"/publications", object{"note": note}, "If-Match", run.ETag(), "Idempotency-Key", fmt.Sprint("publication-", c.publications))
}

// placing is a piece's placing in a run.
func (c *contest) placing(run *apptest.Answer, i int) object {
	c.T.Helper()
	for _, p := range items(c.admin.Get("/result-runs/" + run.ID() + "/placings?limit=200").Want(200)) {
		if p.(object)["piece_code"] == c.pieces[i] {
			return p.(object)
		}
	}
	c.T.Fatalf("piece %d has no placing", i)
	return nil
}
