package httpapi_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/apptest"
)

var update = flag.Bool("update", false, "write the golden table of permissions anew")

// part is somebody with one role, who calls every operation.
type part struct {
	name string
	role access.Role
	by   *apptest.Caller
}

// cast is everybody who calls, in the order of the table. Who has a role on a kind of thing
// has it on everything of that kind in this world: strangers are another test's.
type cast struct {
	parts  []part
	tokens map[access.Action]*apptest.Caller // service tokens by the only action that they list
}

func newCast(w *world) cast {
	admin := w.admin
	with := func(login, role string, on ...string) *apptest.Caller {
		c := w.Somebody(admin, login, "", "")
		for _, thing := range on {
			grant := map[string]any{"role": role}
			if thing != "" {
				grant["on"] = thing
			}
			admin.Post("/accounts/"+c.ID+"/grants", grant).Want(201)
		}
		return c
	}
	judge := func(c *apptest.Caller, panel string) *apptest.Caller {
		seated := admin.Post("/panels/"+panel+"/judges", map[string]any{"account_id": c.ID}).Want(200)
		if panel == w.ids["panel_id"] {
			w.etags["updatePanel"] = seated.ETag()
		}
		return c
	}
	staff := func(c *apptest.Caller, function string) *apptest.Caller {
		for _, base := range []string{w.ids["base_id"], w.ids["beside"]} { // nobody works yet at the one that is applied for
			admin.Post("/bases/"+base+"/staff", map[string]any{"function": function, "account_id": c.ID, "from_date": "2020-09-01"}).Want(201)
		}
		return c
	}
	beside := admin.Post("/stages/"+w.sheet.Stage+"/panels", map[string]any{"name": "Team 9"}).Want(201).ID()
	admin.Post("/accounts/"+admin.Post("/accounts", map[string]any{"login": "newcomer", "display_name": "newcomer", "password": "first password to change"}).Want(201).ID()+"/grants",
		map[string]any{"role": "administrator"}).Want(201)
	c := cast{tokens: map[access.Action]*apptest.Caller{}, parts: []part{
		{"public", access.Public, w.Public()},
		{"signed_in", access.SignedIn, with("nobody.in.particular", "")},
		{"self", access.Self, w.SignIn("somebody", apptest.Password)},
		{"administrator", access.Administrator, with("administrator", "administrator", "")},
		{"auditor", access.Auditor, with("auditor", "auditor", "")},
		{"auditor_of_edition", access.Auditor, with("auditor.of.edition", "auditor", w.editions...)},
		{"organiser_of_edition", access.Organiser, with("organiser.of.edition", "organiser", w.editions...)},
		{"organiser_of_event", access.Organiser, with("organiser.of.event", "organiser", w.events...)},
		{"check_in", access.CheckIn, with("check.in", "check_in", w.editions...)},
		{"registrar", access.Registrar, with("registrar.of.both", "registrar", w.schools...)},
		{"judge", access.Judge, judge(w.sheet.Judges[0], w.ids["panel_id"])},
		{"judge_beside", access.Judge, judge(with("judge.beside", ""), beside)},
		{"chief_judge", access.ChiefJudge, with("chief.judge", "chief_judge", w.events...)},
		{"evaluator", access.Evaluator, with("evaluator.of.both", "evaluator", w.events...)},
		{"trainer", access.Trainer, staff(with("trainer", ""), "coach")},
		{"base_staff", access.BaseStaff, staff(with("base.staff", ""), "interpreter")},
		{"must_change", "", w.SignIn("newcomer", "first password to change")},
	}}
	for action := range access.Policy {
		if accounts.Listable(action) {
			c.tokens[action] = w.token(string(action), "")
		}
	}
	return c
}

// token is a program that may do one thing, everywhere or within a thing.
func (w world) token(action, within string) *apptest.Caller {
	body := map[string]any{"name": action, "actions": []string{action}, "expires_at": "2021-01-01T00:00:00Z"}
	if within != "" {
		body["within"] = within
	}
	return w.Bearer(w.admin.Post("/service-tokens", body).Want(201).Text("token"))
}

// for everybody who calls an operation: last come a service token that lists its action, if
// that can be listed, and one that lists another.
func (c cast) of(action access.Action) []part {
	other := c.tokens[access.ReadPresets]
	if action == access.ReadPresets {
		other = c.tokens[access.ListOrganizations]
	}
	parts := slices.Clone(c.parts)
	if token, can := c.tokens[action]; can {
		parts = append(parts, part{"service", "", token})
	}
	return append(parts, part{"service_other", "", other})
}

// TestPermissionTable calls every operation as everybody and holds who may against the golden
// table: read its lines when they change. It runs on SQLite alone, because permission is
// decided before the database is asked to change anything, from facts that the store's and
// the scenarios' tests compare on both.
func TestPermissionTable(t *testing.T) {
	type row struct {
		action access.Action
		line   string
	}
	w := newWorld(apptest.SQLite(t))
	c := newCast(&w)
	w.Stop()
	var rows []row
	seen := map[string]bool{} // "action role=ok", "action role=403"
	did := map[access.Action][]string{}
	each(t, func(path, method string, _ *openapi3.PathItem, op *openapi3.Operation) {
		action := access.Action(fmt.Sprint(op.Extensions["x-action"]))
		line := []string{op.OperationID, string(action)}
		t.Run(op.OperationID, func(t *testing.T) {
			now := w.at(w.Copy(t))
			request := now.valid(op, path)
			for _, p := range c.of(action) {
				got := now.ask(t, method, op, action, request, p)
				seen[fmt.Sprint(action, " ", p.role, "=", got)] = true
				if got == "ok" {
					did[action] = append(did[action], p.name)
				}
				if line = append(line, p.name+"="+got); got == "ok" && method != http.MethodGet && !strings.Contains(now.asked(op, request), "dry_run") {
					now = w.at(w.Copy(t)) // the next one finds nothing done
					request = now.valid(op, path)
				}
			}
		})
		rows = append(rows, row{action, strings.Join(line, "  ")})
	})
	sort.Slice(rows, func(i, j int) bool {
		if rows[i].action != rows[j].action {
			return rows[i].action < rows[j].action
		}
		return rows[i].line < rows[j].line
	})
	var table strings.Builder
	table.WriteString(heading)
	for _, r := range rows {
		table.WriteString(r.line + "\n")
	}
	unused(t, seen)
	accessible(t, w.at(w.Copy(t)), c, did)
	golden(t, filepath.Join("testdata", "permissions.txt"), table.String())
}

// unused finds roles that the policy names in vain: with a grant on everything that it can be
// given on, they still do not do, or see, what their row says.
func unused(t *testing.T, seen map[string]bool) {
	t.Helper()
	for action, rule := range access.Policy {
		if slices.Contains(access.ByItself, action) || action == access.SetUp || action == access.CancelOperation { // these are told in the scenarios
			continue
		}
		for _, r := range rule.Do {
			if !seen[fmt.Sprint(action, " ", r, "=ok")] {
				t.Errorf("%s: the policy gives it to %s, who nowhere may", action, r)
			}
		}
		for _, r := range rule.See {
			if !slices.Contains(rule.Do, r) && !seen[fmt.Sprint(action, " ", r, "=403")] {
				t.Errorf("%s: the policy lets %s see, who nowhere does", action, r)
			}
		}
	}
}

// accessible finds what somebody is told that a role on a thing allows, though nobody could do it who
// has that role on everything of the kind.
func accessible(t *testing.T, w world, c cast, did map[access.Action][]string) {
	t.Helper()
	type grant struct {
		Role    access.Role
		On      *string
		Actions []access.Action
	}
	able := map[string]bool{} // "role kind action"
	told := map[string]bool{}
	for _, p := range c.parts {
		if p.by.Token == "" {
			continue
		}
		var mine struct{ Grants []grant }
		p.by.At(w.House).Get("/me/access").Want(200).Into(&mine)
		for _, g := range mine.Grants {
			kind := "everywhere"
			if g.On != nil {
				kind, _, _ = strings.Cut(*g.On, "_")
			}
			for _, action := range g.Actions {
				key := fmt.Sprint(g.Role, " ", kind, " ", action)
				told[key] = true
				able[key] = able[key] || slices.Contains(did[action], p.name)
			}
		}
	}
	if len(told) == 0 {
		t.Error("nobody is told anything")
	}
	for key := range told {
		if role, action := strings.Fields(key)[0], access.Action(strings.Fields(key)[2]); !able[key] && action != access.SetUp && action != access.CancelOperation {
			t.Errorf("/me/access tells a %s of %s, which nobody does who has the role there", role, key)
		}
	}
}

const heading = `# Who may do what: every operation of the contract, called as everybody with a request that is
# valid. ok: done; 401: sign in; 403: seen, but not allowed; 404: does not exist for the caller.
# completeSetup is 409 for everybody, because this house has its administrator; cancelOperation is
# for whoever may, because the operation has ended.
# Written by: go test ./internal/httpapi -run PermissionTable -update
`

// asked is the path of a call: a dry run where the operation has one.
func (w world) asked(op *openapi3.Operation, c call) string {
	for _, p := range op.Parameters {
		if p.Value.Name == "dry_run" {
			return c.path + map[bool]string{true: "&", false: "?"}[strings.Contains(c.path, "?")] + "dry_run=true"
		}
	}
	return c.path
}

// ask calls as somebody. Who is not allowed learns nothing but that, and who is allowed is
// named by the policy.
func (w world) ask(t *testing.T, method string, op *openapi3.Operation, action access.Action, c call, p part) string {
	c.path, c.by = w.asked(op, c), p.by.At(w.House)
	if op.OperationID == "changeMyPassword" && p.name == "must_change" {
		c.body = map[string]any{"current_password": "first password to change", "new_password": "another sentence to remember"}
	}
	r := w.request(method, op, c)
	if p.by.Token == "" {
		r.Header.Del("Authorization")
	}
	a := w.Send(r)
	switch {
	case a.Status < 300:
		do := access.Policy[action].Do
		everybody := slices.Contains(do, access.Public) || (slices.Contains(do, access.SignedIn) && p.role != "" && p.role != access.Public)
		if !everybody && !slices.Contains(do, p.role) && p.name != "service" && !slices.Contains(beforeAnything, action) {
			t.Errorf("%s did what the policy does not give to %s", p.name, p.role)
		}
		return "ok"
	case a.Status == 401, a.Status == 403, a.Status == 404, a.Status == c.want:
	default:
		t.Errorf("%s is answered %d before or in place of a permission: %s", p.name, a.Status, a.Raw)
	}
	return fmt.Sprint(a.Status)
}

// beforeAnything are the actions of every caller who is known, a program included, about
// itself.
var beforeAnything = []access.Action{access.ReadMe, access.ChangePassword}

// golden holds a text against a file, line by line by the lines' first word.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, have := lines(string(text)), lines(got)
	for name, line := range have {
		switch before, known := want[name]; {
		case !known:
			t.Errorf("%s is new:\n  %s", name, strings.Join(line, "  "))
		default:
			for i := range max(len(before), len(line)) {
				if w, h := word(before, i), word(line, i); w != h {
					t.Errorf("%s: %q has become %q", name, w, h)
				}
			}
		}
		delete(want, name)
	}
	for name := range want {
		t.Errorf("%s is in the table, but not in the contract", name)
	}
	if !t.Failed() && string(text) != got {
		t.Error("the lines are the same, but not their order")
	}
	if t.Failed() {
		t.Log("if this is meant, go test with -update and read the difference")
	}
}

func lines(text string) map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 0 && words[0] != "#" {
			out[words[0]] = words
		}
	}
	return out
}

func word(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return ""
}
