package httpapi_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/apptest"
)

// strangers have a role of every kind, all of them in another edition or of another school.
func strangers(w world) []part {
	text := func(s string) map[string]any { return map[string]any{"en": s} }
	school := w.admin.Post("/organizations", map[string]any{"name": text("Another school"), "kind": "school"}).Want(201).ID()
	edition := w.admin.Post("/programmes/"+w.ids["programme_id"]+"/editions", map[string]any{"number": 47, "year": 2024, "name": text("47th"), "host": text("Lyon"), "time_zone": "Europe/Paris"}).Want(201).ID()
	w.admin.Post("/editions/"+edition+"/rule-sets", map[string]any{"preset": "worldskills"}).Want(201)
	event := w.admin.Post("/editions/"+edition+"/events", map[string]any{"number": "01", "name": text("Mechanics")}).Want(201).ID()
	stage := w.admin.Get("/events/" + event + "/stages").Want(200).Text("items.0.id")
	panel := w.admin.Post("/stages/"+stage+"/panels", map[string]any{"name": "Team 1"}).Want(201).ID()
	judge := w.Somebody(w.admin, "foreign.judge", "", "")
	w.admin.Post("/panels/"+panel+"/judges", map[string]any{"account_id": judge.ID}).Want(200)
	all := []part{{"a judge of another event", access.Judge, judge}}
	for _, s := range []struct {
		role access.Role
		on   string
	}{
		{access.Registrar, school}, {access.Auditor, edition}, {access.Organiser, edition}, {access.CheckIn, edition},
		{access.Organiser, event}, {access.ChiefJudge, event},
	} {
		name := fmt.Sprintf("%s of another %s", s.role, s.on[:3])
		all = append(all, part{name, s.role, w.Somebody(w.admin, "foreign."+string(s.role)+"."+s.on[:3], string(s.role), s.on)})
	}
	programs := map[access.Action]*apptest.Caller{}
	for action := range access.Policy {
		if accounts.Listable(action) && !slices.Contains(access.Policy[action].Do, access.Public) {
			programs[action] = w.token(string(action), edition)
		}
	}
	return append(all, program(programs)...)
}

// program are the service tokens within another edition, told apart by the action that each lists.
func program(tokens map[access.Action]*apptest.Caller) (all []part) {
	for _, action := range slices.Sorted(maps.Keys(tokens)) {
		all = append(all, part{string(action), "", tokens[action]})
	}
	return all
}

var anyID = regexp.MustCompile(`[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}`)

var anyParameter = regexp.MustCompile(`\{[a-z_]+\}`)

// nothing is an id of the same kind of a thing that does not exist.
func nothing(id string) string { return id[:4] + "01jd2kxq4ve9bs3d3fg8yx1j6m" }

// TestNothingOfAnotherSchoolOrEditionExistsForAStranger has strangers ask for every thing by
// its id, and then for nothing under another id: they cannot tell the answers apart. What
// everybody who signs in sees (policy) is refused with 403 instead. On SQLite alone, like the
// table of permissions; what lists show is told on both.
func TestNothingOfAnotherSchoolOrEditionExistsForAStranger(t *testing.T) {
	w := newWorld(apptest.SQLite(t))
	all := strangers(w)
	w.Stop()
	each(t, func(path, method string, _ *openapi3.PathItem, op *openapi3.Operation) {
		action := access.Action(fmt.Sprint(op.Extensions["x-action"]))
		rule := access.Policy[action]
		if slices.Contains(rule.Do, access.Public) {
			return // everybody's
		}
		t.Run(op.OperationID, func(t *testing.T) {
			now := w.at(w.Copy(t))
			c := now.valid(op, path)
			if !anyID.MatchString(c.path + bodyOf(now, method, op, c)) {
				return // it addresses nothing that could be hidden
			}
			for _, s := range all {
				if s.role == "" && s.name != string(action) {
					continue // another action's token
				}
				sees := slices.Contains(append(rule.See, rule.Do...), access.SignedIn) && s.role != ""
				now.compare(t, method, op, c, s, sees)
			}
			if a := now.Send(now.request(method, op, c)); a.Status >= 300 && a.Status != c.want {
				t.Errorf("there is nothing to hide: %d %s", a.Status, a.Raw)
			}
		})
	})
}

func bodyOf(w world, method string, op *openapi3.Operation, c call) string {
	text, _ := io.ReadAll(w.request(method, op, c).Body)
	return string(text)
}

// compare asks for the thing and for nothing, and holds the answers against each other.
func (w world) compare(t *testing.T, method string, op *openapi3.Operation, c call, s part, sees bool) {
	c.by = s.by.At(w.House)
	real := w.Send(w.request(method, op, c))
	if sees {
		if real.Status >= 300 && real.Status != 403 {
			t.Errorf("%s sees it and is answered %d: %s", s.name, real.Status, real.Raw)
		}
		shown := string(real.Raw)
		if real.Status >= 300 { // a refusal names what was asked for
			shown = alike(real)
		}
		if w.leaks(shown) {
			t.Errorf("%s sees it, and with it what is another's: %s", s.name, real.Raw)
		}
		return
	}
	if real.Status != 404 || real.Text("code") != "not_found" || real.Header.Get("ETag") != "" {
		t.Errorf("%s is answered %d: %s", s.name, real.Status, real.Raw)
	}
	ids := slices.Compact(slices.Sorted(slices.Values(anyID.FindAllString(c.path+bodyOf(w, method, op, c), -1))))
	for _, id := range append(ids, "") { // each alone, and all together
		r := w.request(method, op, c)
		replace := func(text string) string {
			return anyID.ReplaceAllStringFunc(text, func(found string) string {
				if id == "" || found == id {
					return nothing(found)
				}
				return found
			})
		}
		body, _ := io.ReadAll(r.Body)
		text := []byte(replace(string(body)))
		r.URL.Path, r.Body, r.ContentLength = replace(r.URL.Path), io.NopCloser(bytes.NewReader(text)), int64(len(text))
		r.URL.RawQuery = replace(r.URL.RawQuery)
		none := w.Send(r)
		if got, want := alike(real), alike(none); got != want {
			t.Errorf("%s can tell %s from nothing:\n%s\n%s", s.name, id, got, want)
		}
	}
}

// alike is an answer without what is every request's own.
func alike(a *apptest.Answer) string {
	body := map[string]any{}
	a.Into(&body)
	for _, own := range []string{"trace_id", "instance"} {
		delete(body, own)
	}
	text, _ := json.Marshal(body)
	header := a.Header.Clone()
	header.Del("X-Request-Id")
	return fmt.Sprint(a.Status, " ", string(text), " ", header)
}

// TestListsSearchesAndCountsShowAStrangerNothing reads every list that is not within a thing,
// with every filter that names a foreign thing.
func TestListsSearchesAndCountsShowAStrangerNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		w := newWorld(h)
		all := strangers(w)
		each(t, func(path, method string, _ *openapi3.PathItem, op *openapi3.Operation) {
			if method != http.MethodGet || strings.Contains(path, "{") || strings.HasPrefix(path, "/openapi") { // whose examples have names
				return
			}
			action := fmt.Sprint(op.Extensions["x-action"])
			for _, query := range w.queries(op) {
				for _, s := range all {
					if s.role == "" && s.name != action {
						continue
					}
					a := s.by.Get(path + query)
					if w.leaks(string(a.Raw)) {
						t.Errorf("%s%s shows it to %s: %s", path, query, s.name, a.Raw)
					}
					if total := ""; a.Status == 200 && (path == "/people" || path == "/entries" || path == "/me/mark-sheets" || path == "/bases" || path == "/squads" || path == "/trainees" || path == "/imports") {
						if total = a.Text("total"); total != "0" && total != "" {
							t.Errorf("%s%s counts %s for %s", path, query, total, s.name)
						}
					}
				}
			}
		})
		for _, path := range []string{"/people?q=lw", "/entries?q=lw", "/accounts", "/service-tokens?limit=200", "/people/export?format=csv", "/entries/export?format=csv", "/trainees/export?format=csv", "/squads/export?format=csv", "/bases/export?format=csv", "/accounts/export?format=csv"} {
			if a := w.admin.Get(path).Want(200); !w.leaks(string(a.Raw)) {
				t.Errorf("%s has nothing that could leak: %s", path, a.Raw)
			}
		}
	})
}

// leaks reports an answer that holds an id or a name which is nothing to a stranger.
func (w world) leaks(text string) bool {
	secrets := []string{w.sheet.ID, w.sheet.Entry, w.sheet.Panel, "李伟"}
	for _, kind := range []string{
		"person_id", "entry_id", "account_id", "session_id", "grant_id", "service_token_id", "base_id", "squad_id", "trainee_id", "substitution_id", "identity_document_id",
		"enrolment_id", "employment_id", "consent_id", "merge_id", "staff_assignment_id", "operation_id", "import_id",
	} {
		secrets = append(secrets, w.ids[kind])
	}
	return slices.ContainsFunc(secrets, func(s string) bool { return s != "" && strings.Contains(text, s) })
}

// queries are a list with each of its filters, naming a thing of this world.
func (w world) queries(op *openapi3.Operation) []string {
	values := map[string]string{
		"q": "lw", "organization": w.ids["organization_id"], "delegation": w.ids["delegation_id"], "trainee": w.ids["trainee_id"], "external_id": "学籍号:1", "edition": w.ids["open_edition_id"], "event": w.open, "stage": w.sheet.Stage,
		"base": w.ids["base_id"], "squad": w.ids["squad_id"], "person": w.ids["person_id"], "account": w.ids["account_id"], "actor": w.ids["account_id"], "subject": w.ids["person_id"], "status": "draft", "sort": "name", "to_do": "true",
	}
	all := []string{""}
	count := ""
	for _, p := range op.Parameters {
		switch p.Value.Name {
		case "count":
			count = "&count=exact"
			all = append(all, "?count=exact")
		case "format": // the others are packed, and would show nothing to who looks for a name
			count = "&format=csv"
			all = []string{"?format=csv"}
		}
	}
	for _, p := range op.Parameters {
		if value, can := values[p.Value.Name]; can && p.Value.Schema.Value.VisitJSON(jsonOf(value)) == nil {
			all = append(all, "?"+p.Value.Name+"="+url.QueryEscape(value)+count)
		}
	}
	return all
}

// jsonOf is the value of a query parameter as its schema takes it.
func jsonOf(value string) any {
	if value == "true" {
		return true
	}
	return value
}
