package scenarios_test

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

// importCSV sends a CIS table.
func importCSV(h *apptest.House, c *apptest.Caller, scheme, table, tag, query string) *apptest.Answer {
	h.T.Helper()
	r := httptest.NewRequest("POST", "/v1/marking-schemes/"+scheme+"/imports"+query, strings.NewReader(table))
	r.Header.Set("Content-Type", "text/csv")
	r.Header.Set("Authorization", "Bearer "+c.Token)
	r.Header.Set("If-Match", tag)
	r.Header.Set("Accept-Language", "en")
	return h.Send(r)
}

// drafting is a drafted edition with an event, its stage, and a chief judge.
func drafting(h *apptest.House) (admin, chief *apptest.Caller, event, stage string) {
	h.T.Helper()
	admin = h.Administrator()
	_, event = edition(h, admin)
	return admin, h.Somebody(admin, "chief", "chief_judge", event), event, admin.Get("/events/" + event + "/stages").Want(200).Text("items.0.id")
}

func TestARealSchemeIsImportedAndCompletedByHand(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		_, chief, _, stage := drafting(h)
		table, err := os.ReadFile("../cis/testdata/wsc2024_web_module_e.csv")
		if err != nil {
			t.Fatal(err)
		}
		scheme := chief.Post("/stages/"+stage+"/marking-schemes", object{"title": "Web Technologies"}).Want(201)
		dry := importCSV(h, chief, scheme.ID(), string(table), scheme.ETag(), "?dry_run=true").Want(200)
		if dry.Text("marking_scheme.total") != "17.00" || chief.Get("/marking-schemes/"+scheme.ID()).Want(200).Text("total") != "0.00" {
			t.Errorf("a dry run shows and keeps nothing: %s", dry.Raw)
		}
		done := importCSV(h, chief, scheme.ID(), string(table), scheme.ETag(), "").Want(200)
		if done.Text("marking_scheme.criteria.0.sub_criteria.3.aspects.9.definition.kind") != "judgement" || done.Text("warnings.0.code") != "" {
			t.Errorf("the import is %s", done.Raw)
		}
		refused := chief.Post("/marking-schemes/"+scheme.ID()+"/validation", nil, "If-Match", done.ETag()).Refused(422, "scheme_invalid")
		if refused.Text("errors.0.code") != "scheme_total_wrong" || refused.Text("errors.0.params.total") != "17.00" {
			t.Errorf("17.00 is not 100.00: %s", refused.Raw)
		}
	})
}

func TestABrokenSchemeIsRefusedAsAWholeByRowAndColumn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		_, chief, _, stage := drafting(h)
		scheme := chief.Post("/stages/"+stage+"/marking-schemes", object{"title": "Web Technologies"}).Want(201)
		header := "Sub Criterion ID,Sub Criterion Name,Day of Marking,Aspect Type,Aspect Description,Judg Score,Extra Aspect Description,Requirement,WSOS Section,Calculation Row,Max Mark,Criterion E\n"
		for _, c := range []struct{ table, problem string }{
			{header + "E1,Loading,3,,,,,,,,,\n,,,M,It loads,,,,2,2,0.50,\n", "deduction_unreadable"},
			{header + "E1,Loading,3,,,,,,,,,\n,,,M,It loads,,,,2,1,much,\n", "mark_unreadable"},
			{"this is no table\n", ""},
			{"\x00\x01\x02", ""},
			{"a;b;c\n1;2;3\n", ""},
		} {
			refused := importCSV(h, chief, scheme.ID(), c.table, scheme.ETag(), "").Refused(422, "scheme_import_refused")
			if c.problem != "" && (refused.Text("errors.0.params.problem") != c.problem || refused.Text("errors.0.row") != "3" || refused.Text("errors.0.column") == "" || refused.Text("errors.0.detail") == "") {
				t.Errorf("%q is refused with %s", c.table, refused.Raw)
			}
		}
		if importCSV(h, chief, scheme.ID(), "", scheme.ETag(), "").Refused(400, "invalid_request"); chief.Get("/marking-schemes/"+scheme.ID()).Want(200).Text("revision") != "1" {
			t.Error("a refused import changed the scheme")
		}
	})
}

func TestASchemeIsLockedOnceValidatedAndThenOnlyFollowedByANewVersion(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		_, chief, _, stage := drafting(h)
		scheme := chief.Post("/stages/"+stage+"/marking-schemes", object{"title": "One"}).Want(201)
		path := "/marking-schemes/" + scheme.ID()
		scheme = chief.Do("PUT", path, apptest.Scheme(), "If-Match", scheme.ETag()).Want(200)
		chief.Post(path+"/lock", nil, "If-Match", scheme.ETag()).Refused(409, "scheme_transition_not_allowed")
		scheme = chief.Post(path+"/validation", nil, "If-Match", scheme.ETag()).Want(200)
		scheme = chief.Post(path+"/lock", nil, "If-Match", scheme.ETag()).Want(200)
		chief.Do("PUT", path, apptest.Scheme(), "If-Match", scheme.ETag()).Refused(409, "scheme_not_editable")

		two := chief.Post("/stages/"+stage+"/marking-schemes", object{"title": "Two", "copy_of": scheme.ID()}).Want(201)
		if two.Text("version") != "2" || two.Text("total") != "100.00" || two.Text("criteria.0.sub_criteria.0.aspects.0.id") == scheme.Text("criteria.0.sub_criteria.0.aspects.0.id") {
			t.Errorf("the copy is version 2 with aspects of its own: %s", two.Raw)
		}
		valid := chief.Post("/marking-schemes/"+two.ID()+"/validation", nil, "If-Match", two.ETag()).Want(200)
		chief.Post("/marking-schemes/"+two.ID()+"/lock", nil, "If-Match", valid.ETag()).Want(200)
		list := chief.Get("/stages/" + stage + "/marking-schemes").Want(200)
		if list.Text("items.0.status") != "locked" || list.Text("items.1.status") != "superseded" {
			t.Errorf("the newest counts: %s", list.Raw)
		}
	})
}

func TestASeatMakesAJudgeAtOnceAndTakingItAwayEndsThatAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin, chief, _, stage := drafting(h)
		scheme := chief.Post("/stages/"+stage+"/marking-schemes", object{"title": "One"}).Want(201)
		path := "/marking-schemes/" + scheme.ID()
		scheme = chief.Do("PUT", path, apptest.Scheme(), "If-Match", scheme.ETag()).Want(200)
		panel := chief.Post("/stages/"+stage+"/panels", object{"name": "Team 1"}).Want(201).ID()
		chief.Post("/stages/"+stage+"/panels", object{"name": "Team 1"}).Refused(409, "already_exists")
		other := "pnl_01jd2kxq4ve9bs3d3fg8yx1j6m"
		wrong := chief.Do("PUT", path+"/assignments", object{"assignments": []any{
			object{"panel_id": other, "sub_criteria": []string{"E1"}}, object{"panel_id": panel, "sub_criteria": []string{"E1", "Z9"}},
		}}, "If-Match", scheme.ETag()).Refused(422, "assignments_invalid")
		if wrong.Text("errors.2.pointer") != "/assignments/1/sub_criteria/1" {
			t.Errorf("three things are wrong: %s", wrong.Raw)
		}
		chief.Do("PUT", path+"/assignments", object{"assignments": []any{object{"panel_id": panel, "sub_criteria": []string{"E1"}}}}, "If-Match", scheme.ETag()).Want(200)

		judge := h.Somebody(admin, "judge", "", "")
		judge.Get(path).Refused(404, "not_found")
		chief.Post("/panels/"+panel+"/judges", object{"account_id": judge.ID}).Want(200)
		chief.Post("/panels/"+panel+"/judges", object{"account_id": judge.ID}).Refused(409, "already_exists")
		judge.Get(path).Want(200)
		judge.Do("PUT", path, apptest.Scheme(), "If-Match", `"3"`).Refused(403, "action_forbidden")
		chief.Do("DELETE", "/panels/"+panel+"/judges/"+judge.ID, nil).Want(200)
		judge.Get(path).Refused(404, "not_found")
		chief.Do("DELETE", "/panels/"+panel+"/judges/"+judge.ID, nil).Refused(404, "not_found")
	})
}

func TestAJudgeSeesTheFormOfASheetAndNothingOfWhoMadeThePiece(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event := edition(h, admin)
		s := h.Sheet(admin, edn, event)
		judge := s.Judges[0]
		form := judge.Get("/mark-sheets/" + s.ID + "/form").Want(200)
		if form.Text("aspects.1.definition.kind") != "judgement" || form.Text("max") != "100.00" {
			t.Errorf("the form is %s", form.Raw)
		}
		for _, path := range []string{"/mark-sheets/" + s.ID, "/me/mark-sheets", "/mark-sheets/" + s.ID + "/marks", "/mark-sheets/" + s.ID + "/form", "/marking-schemes/" + s.Scheme} {
			text := string(judge.Get(path).Want(200).Raw)
			for _, hidden := range []string{"李伟", "信息技术学校", s.Entry, s.School, "per_"} {
				if strings.Contains(text, hidden) {
					t.Errorf("%s shows a judge %q: %s", path, hidden, text)
				}
			}
		}
		judge.Get("/stages/"+s.Stage+"/pieces").Refused(404, "not_found")
		judge.Get("/entries/"+s.Entry).Refused(404, "not_found")
		if piece := admin.Get("/stages/" + s.Stage + "/pieces").Want(200); piece.Text("items.0.name") != "李伟 · 上海信息技术学校" {
			t.Errorf("the organiser of a stage that is not blind sees the name: %s", piece.Raw)
		}
		s.Chief.Post("/panels/"+s.Panel+"/judges", object{"account_id": admin.ID}).Refused(409, "panel_has_sheets")
		if again := admin.Post("/stages/"+s.Stage+"/pieces", nil).Want(200); again.Text("created") != "0" || again.Text("total") != "1" {
			t.Errorf("pieces are made once: %s", again.Raw)
		}
	})
}

func TestMarksAreTakenOnlyWhileTheEditionRuns(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event := edition(h, admin)
		s := h.Sheet(admin, edn, event)
		cell := "/mark-sheets/" + s.ID + "/marks/" + s.Measured
		s.Judges[0].Do("PUT", cell, object{"observed": achieved(true)}, "If-None-Match", "*").Want(200)
		admin.Post("/editions/"+edn+"/transitions", object{"to": "cancelled", "reason": "flood"}, "If-Match", admin.Get("/editions/"+edn).Want(200).ETag()).Want(200)
		s.Judges[0].Do("PUT", cell, object{"observed": achieved(false), "reason": "x"}, "If-Match", `"1"`).Refused(409, "edition_not_running")
		s.Judges[0].Post("/mark-sheets/"+s.ID+"/submissions", object{"part": "panel"}, "Idempotency-Key", "submission-late").Refused(409, "edition_not_running")
		for _, path := range []string{"/mark-sheets/" + s.ID, "/mark-sheets/" + s.ID + "/marks", "/events/" + event, "/entries/" + s.Entry, "/stages/" + s.Stage + "/pieces"} {
			by := admin
			if strings.HasSuffix(path, "/marks") {
				by = s.Chief
			}
			by.Get(path).Want(200) // everything stays readable
		}
	})
}
