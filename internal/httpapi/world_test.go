package httpapi_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/saichang/saichang/internal/apptest"
)

// call is a request that the house answers with success, one per operation.
type call struct {
	path    string            // under /v1, ids filled in
	body    any               // nil: the contract's example
	headers map[string]string // beside the token
	by      *apptest.Caller   // nil: the administrator
	want    int               // 0: any success
}

// world is one house with something of everything, and the ids in it.
type world struct {
	*apptest.House
	admin     *apptest.Caller
	sheet     apptest.Sheet
	clerk     *apptest.Caller   // registrar of the organization
	coach     *apptest.Caller   // on the staff of its training base
	evaluator *apptest.Caller   // of training bases
	open      string            // an event whose edition takes entries
	ids       map[string]string // by path parameter
	etags     map[string]string // by operation, where a precondition is needed

	editions, events, schools []string // all of them: where roles are given
}

func newWorld(h *apptest.House) world {
	admin := h.Administrator()
	w := world{House: h, admin: admin, ids: map[string]string{}, etags: map[string]string{}}
	text := func(s string) map[string]any { return map[string]any{"en": s} }
	org := admin.Post("/organizations", map[string]any{"name": text("School"), "kind": "school"}).Want(201)
	programme := admin.Post("/programmes", map[string]any{"name": text("WorldSkills")}).Want(201)
	edition := admin.Post("/programmes/"+programme.ID()+"/editions", map[string]any{"number": 45, "year": 2019, "name": text("45th"), "host": text("Kazan"), "time_zone": "Europe/Moscow"}).Want(201)
	admin.Post("/editions/"+edition.ID()+"/rule-sets", map[string]any{"preset": "worldskills"}).Want(201)
	event := admin.Post("/editions/"+edition.ID()+"/events", map[string]any{"number": "01", "name": text("Mechanics")}).Want(201)
	w.sheet = h.Sheet(admin, edition.ID(), event.ID())
	draft := admin.Post("/programmes/"+programme.ID()+"/editions", map[string]any{"number": 43, "year": 2015, "name": text("43rd"), "host": text("São Paulo"), "time_zone": "Asia/Shanghai"}).Want(201)
	rules := admin.Post("/editions/"+draft.ID()+"/rule-sets", map[string]any{"preset": "worldskills"}).Want(201)
	drafted := admin.Post("/editions/"+draft.ID()+"/events", map[string]any{"number": "01", "name": text("Mechanics")}).Want(201)
	w.admin = h.SignIn("admin", apptest.Password)
	admin = w.admin
	somebody := h.Somebody(admin, "somebody", "", "")
	admin.Post("/accounts/"+somebody.ID+"/grants", map[string]any{"role": "evaluator", "on": drafted.ID(), "from_at": "2030-01-01T00:00:00Z"}).Want(201) // and does not count yet
	account := admin.Get("/accounts/" + somebody.ID).Want(200)
	token := admin.Post("/service-tokens", map[string]any{"name": "x", "actions": []string{"organizations.read"}, "expires_at": "2021-01-01T00:00:00Z"}).Want(201)
	w.ids = map[string]string{
		"organization_id": org.ID(), "programme_id": programme.ID(), "edition_id": draft.ID(), "rule_set_id": rules.ID(), "event_id": event.ID(),
		"stage_id": w.sheet.Stage, "mark_sheet_id": w.sheet.ID, "aspect_id": w.sheet.Measured, "account_id": account.ID(), "page": "1", "import_kind": "people", "row": "2",
		"session_id": admin.Get("/sessions?account=" + somebody.ID).Want(200).Text("items.0.id"),
		"grant_id":   admin.Get("/accounts/" + somebody.ID + "/grants").Want(200).Text("items.0.id"), "service_token_id": token.Text("service_token.id"),
	}
	w.draft(admin, event.ID())
	w.register(admin, programme.ID(), org.ID())
	w.ids["division_code"] = "310107"
	w.ids["major_id"] = admin.Post("/majors/batch", map[string]any{"catalogue": "2010", "items": []any{map[string]any{"level": "secondary", "code": "090500", "name": "计算机网络技术"}}}).Want(200).Text("items.0.id")
	w.evaluator = h.Somebody(admin, "expert", "evaluator", event.ID())
	w.train(admin)
	quota := admin.Post("/editions/"+edition.ID()+"/quotas", map[string]any{"per": "total", "most": 9}).Want(201)
	w.ids["quota_id"] = quota.ID()
	w.ids["delegation_id"] = admin.Post("/editions/"+edition.ID()+"/delegations", map[string]any{"kind": "province", "name": text("Zhejiang")}).Want(201).ID()
	w.editions = []string{edition.ID(), draft.ID(), w.ids["open_edition_id"]}
	w.events, w.schools = []string{event.ID(), drafted.ID(), w.open, w.ids["event_beside"], w.ids["event_earlier"]}, []string{org.ID(), w.sheet.School}
	w.etags = map[string]string{
		"updateDelegation": `"1"`, "deleteDelegation": `"1"`, "holdEntry": `"1"`,
		"updateQuota": quota.ETag(), "deleteQuota": quota.ETag(), "updatePerson": `"1"`, "updateEnrolment": `"1"`, "updateEmployment": `"1"`, "updateEntry": `"1"`, "submitEntry": `"1"`,
		"closeOrganization": org.ETag(), "mergeOrganization": org.ETag(), "reopenOrganization": `"2"`,
		"updateOrganization": org.ETag(), "updateProgramme": programme.ETag(), "updateEdition": draft.ETag(), "moveEdition": draft.ETag(),
		"replaceMarkingScheme": `"3"`, "importMarkingScheme": `"3"`, "validateMarkingScheme": `"3"`, "assignPanels": `"3"`, "updatePanel": `"1"`,
		"replaceRules": rules.ETag(), "updateEvent": event.ETag(), "updateAccount": account.ETag(),
	}
	return w
}

// register opens an edition with an event, and drafts an entry of one person.
func (w *world) register(admin *apptest.Caller, programme, organization string) {
	text := func(s string) map[string]any { return map[string]any{"en": s} }
	edition := admin.Post("/programmes/"+programme+"/editions", map[string]any{"number": 44, "year": 2017, "name": text("44th"), "host": text("Abu Dhabi"), "time_zone": "Asia/Shanghai"}).Want(201)
	path := "/editions/" + edition.ID()
	admin.Post(path+"/rule-sets", map[string]any{"preset": "worldskills"}).Want(201)
	w.open = admin.Post(path+"/events", map[string]any{"number": "17", "name": text("Web Technologies")}).Want(201).ID()
	admin.Post(path+"/transitions", map[string]any{"to": "open"}, "If-Match", edition.ETag()).Want(200)
	admin.Do("PATCH", path, map[string]any{"hold_minutes": 30, "waiting_list": true}, "If-Match", `"2"`).Want(200)
	w.clerk = w.Somebody(admin, "registrar", "registrar", organization)
	person := w.clerk.Post("/people", map[string]any{"name": "李伟", "birth_date": "1999-03-04", "organization_id": organization}).Want(201).ID()
	entry := w.clerk.Post("/events/"+w.open+"/entries", map[string]any{"organization_id": organization, "members": []any{map[string]any{"person_id": person, "role": "competitor"}}}).Want(201)
	w.ids["person_id"], w.ids["entry_id"], w.ids["open_edition_id"] = person, entry.ID(), edition.ID()
	w.know(person, organization)
}

// know adds what hangs on a person, and another with a duplicate that was merged.
func (w *world) know(person, organization string) {
	path := "/people/" + person
	w.ids["identity_document_id"] = w.clerk.Post(path+"/identity-documents", map[string]any{"type": "passport", "number": "E12345678"}).Want(201).ID()
	w.ids["enrolment_id"] = w.clerk.Post(path+"/enrolments", map[string]any{"organization_id": organization}).Want(201).ID()
	w.ids["employment_id"] = w.clerk.Post(path+"/employments", map[string]any{"organization_id": organization, "kind": "part_time"}).Want(201).ID()
	w.ids["consent_id"] = w.clerk.Post(path+"/consents", consent).Want(201).ID()
	another := map[string]any{"name": "李卫", "birth_date": "1999-03-04", "organization_id": organization}
	w.ids["other_person_id"], w.ids["duplicate_id"] = w.clerk.Post("/people", another).Want(201).ID(), w.clerk.Post("/people", another).Want(201).ID()
	merged := w.clerk.Post("/people", another).Want(201).ID()
	w.ids["merge_id"] = w.clerk.Post("/people/"+w.ids["other_person_id"]+"/merges", map[string]any{"duplicate_id": merged}).Want(201).ID()
}

var consent = map[string]any{"given_by": "李建国", "relation": "father", "given_date": "2020-08-31", "evidence": "paper form"}

// draft adds a stage with a drafted scheme and a panel, where nothing is marked yet.
func (w *world) draft(admin *apptest.Caller, event string) {
	stage := admin.Post("/events/"+event+"/stages", map[string]any{"name": map[string]any{"en": "Assessment"}}).Want(201).ID()
	scheme := admin.Post("/stages/"+stage+"/marking-schemes", map[string]any{"title": "Mechanics"}).Want(201)
	path := "/marking-schemes/" + scheme.ID()
	scheme = admin.Do("PUT", path, apptest.Scheme(), "If-Match", scheme.ETag()).Want(200)
	w.ids["marking_scheme_id"] = scheme.ID()
	w.ids["stage_drafted"] = stage
	w.ids["panel_id"] = admin.Post("/stages/"+stage+"/panels", map[string]any{"name": "Team 2"}).Want(201).ID()
	admin.Do("PUT", path+"/assignments", map[string]any{"assignments": []any{map[string]any{"panel_id": w.ids["panel_id"], "sub_criteria": []string{"E1"}}}}, "If-Match", scheme.ETag()).Want(200)
}

// entry takes the drafted entry through some steps, and answers its ETag.
func (w world) entry(steps ...string) string {
	tag := `"1"`
	for i, step := range steps {
		by := w.admin
		if step == "submission" {
			by = w.clerk
		}
		tag = by.Post("/entries/"+w.ids["entry_id"]+"/"+step, nil, "If-Match", tag, "Idempotency-Key", fmt.Sprint("step-number-", i)).Want(200).ETag()
	}
	return tag
}

// promoted has the drafted entry wait for a place, and get one.
func (w world) promoted() {
	path := "/editions/" + w.ids["open_edition_id"] + "/quotas"
	quota := w.admin.Post(path, map[string]any{"per": "total", "most": 0}).Want(201)
	w.entry("submission")
	w.admin.Do("PATCH", "/quotas/"+quota.ID(), map[string]any{"most": 1}, "If-Match", quota.ETag()).Want(200)
}

// substitution submits the drafted entry, and asks for somebody else in it.
func (w world) substitution() map[string]any {
	w.entry("submission")
	other := w.clerk.Post("/people", map[string]any{"name": "王芳", "birth_date": "2000-03-04", "organization_id": w.ids["organization_id"]}).Want(201).ID()
	return map[string]any{"person_id": w.ids["person_id"], "substitute_id": other, "reason": "injured in training"}
}

// at is the same world in a copy of the house.
func (w world) at(h *apptest.House) world {
	w.House, w.admin, w.sheet.Chief, w.clerk = h, w.admin.At(h), w.sheet.Chief.At(h), w.clerk.At(h)
	w.coach, w.evaluator = w.coach.At(h), w.evaluator.At(h)
	for i, j := range w.sheet.Judges {
		w.sheet.Judges[i] = j.At(h)
	}
	return w
}

// valid is a request that succeeds for an operation in this world; prepare brings the world
// to where it can.
func (w world) valid(op *openapi3.Operation, path string) call {
	judge := w.sheet.Judges[0]
	w.prepare(op.OperationID)
	c := call{path: path, headers: map[string]string{}}
	for name, value := range w.ids {
		c.path = strings.ReplaceAll(c.path, "{"+name+"}", value)
	}
	if tag := w.etags[op.OperationID]; tag != "" {
		c.headers["If-Match"] = tag
	}
	if op.Responses.Status(200) != nil && op.Responses.Status(200).Ref == "#/components/responses/Export" {
		c.path += "?format=csv" // a workbook is packed, and would show nothing to who looks for a name
	}
	sheet := "/mark-sheets/" + w.sheet.ID
	w.training(op.OperationID, &c)
	switch op.OperationID {
	case "completeSetup":
		c.want = 409 // there is an administrator: the story of the set-up is told in the scenarios
	case "createSession":
		c.body = map[string]any{"login": "admin", "password": apptest.Password}
	case "changeMyPassword":
		c.body = map[string]any{"current_password": apptest.Password, "new_password": "another sentence to remember"}
	case "mergeOrganization":
		c.body = map[string]any{"into_id": w.sheet.School, "date": "2020-08-31", "reason": "两校合并"}
	case "cloneEdition":
		c.body = map[string]any{"number": 48, "year": 2026}
	case "overrideRule":
		w.clerk.Do("PATCH", "/entries/"+w.ids["entry_id"], map[string]any{"members": []any{}}, "If-Match", `"1"`).Want(200)
		c.body = map[string]any{"rule": "team_size", "reason": "they are still at another contest"}
	case "requestSubstitution":
		c.by, c.body = w.clerk, w.substitution()
	case "approveSubstitution", "refuseSubstitution":
		c.headers["If-Match"] = `"1"`
	case "getCalendarYear", "replaceCalendarYear":
		c.path = "/calendar/2027"
		if op.OperationID == "replaceCalendarYear" {
			c.headers["If-Match"] = `"0"`
		} else {
			w.admin.Do("PUT", c.path, map[string]any{"days_off": []string{"2027-01-01"}, "make_up_workdays": []string{}}, "If-Match", `"0"`).Want(200)
		}
	case "createPerson":
		c.body = map[string]any{"name": "王小明", "birth_date": "2004-11-02", "organization_id": w.ids["organization_id"]}
	case "addIdentityDocument":
		c.body = map[string]any{"type": "passport", "number": "E87654321"}
	case "addEnrolment":
		c.body = map[string]any{"organization_id": w.ids["organization_id"], "entry_year": 2019}
	case "addEmployment":
		c.body = map[string]any{"organization_id": w.ids["organization_id"], "kind": "full_time"}
	case "giveConsent":
		c.body = consent
	case "mergePeople":
		c.body = map[string]any{"duplicate_id": w.ids["duplicate_id"]}
	case "erasePerson":
		c.path = "/people/" + w.ids["other_person_id"] + "/erasure"
	case "getAvailability":
		c.path = "/editions/" + w.ids["open_edition_id"] + "/quotas/availability?event=" + w.open + "&organization=" + w.ids["organization_id"]
	case "createEntry":
		c.by, c.path = w.clerk, "/events/"+w.open+"/entries"
		c.body = map[string]any{"organization_id": w.ids["organization_id"], "members": []any{}}
	case "createImport":
		c.path += "?kind=staff&base=" + w.ids["base_id"]
	case "mapImportColumns":
		c.headers["If-Match"] = w.admin.Get("/imports/" + w.ids["import_id"]).Want(200).ETag()
		c.body = map[string]any{"columns": map[string]any{"拼音姓名": nil}}
	case "commitImport":
		c.headers["If-Match"] = w.admin.Get("/imports/" + w.ids["import_id"]).Want(200).ETag()
	case "matchImportRow":
		c.body = map[string]any{"column": "name", "id": w.ids["person_id"]}
	case "updateEntry":
		c.by = w.clerk
	case "submitEntry":
		c.by, c.headers["Idempotency-Key"] = w.clerk, "submission-of-entry"
	case "holdEntry":
		c.by = w.clerk
	case "releaseEntry":
		c.by, c.headers["If-Match"] = w.clerk, w.clerk.Post("/entries/"+w.ids["entry_id"]+"/hold", nil, "If-Match", `"1"`).Want(200).ETag()
	case "getPromotion":
		w.promoted()
	case "returnEntry", "approveEntry", "withdrawEntry":
		c.headers["If-Match"] = w.entry("submission")
	case "confirmEntry":
		c.headers["If-Match"] = w.entry("submission", "approval")
	case "checkInEntry", "markAbsent", "disqualifyEntry":
		c.headers["If-Match"] = w.entry("submission", "approval", "confirmation")
	case "createGrant":
		c.body = map[string]any{"role": "chief_judge", "on": w.events[1]} // of the drafted edition
	case "createServiceToken":
		c.body = map[string]any{"name": "school system", "actions": []string{"organizations.list"}, "expires_at": "2021-06-30T16:00:00.000Z"}
	case "enterMark":
		c.by, c.headers["If-None-Match"] = judge, "*"
	case "enterMarks":
		c.by, c.body = judge, map[string]any{"marks": []any{map[string]any{"aspect_id": w.sheet.Measured, "observed": map[string]any{"kind": "achieved", "achieved": true}, "expected_revision": 0}}}
	case "getMark":
		c.by = judge
		w.mark()
	case "listMarks", "exportMarks", "listMarkRevisions":
		c.by = judge
	case "lockMarkingScheme":
		c.headers["If-Match"] = w.admin.Post("/marking-schemes/"+w.ids["marking_scheme_id"]+"/validation", nil, "If-Match", `"3"`).Want(200).ETag()
	case "assignPanels":
		c.body = map[string]any{"assignments": []any{map[string]any{"panel_id": w.ids["panel_id"], "sub_criteria": []string{"E1"}}}}
	case "createPanel":
		c.body = map[string]any{"name": "Team 3"}
	case "seatJudge":
		c.body = map[string]any{"account_id": w.ids["account_id"]}
	case "cancelOperation":
		c.want = 409 // it has ended: the story of a cancellation is told in the scenarios
	case "unseatJudge":
		w.admin.Post("/panels/"+w.ids["panel_id"]+"/judges", map[string]any{"account_id": w.ids["account_id"]}).Want(200)
	case "decideAward":
		c.headers["If-Match"], c.body = `"1"`, map[string]any{"award": "silver", "reason": "two scores were entered late"}
	case "publishResults":
		c.headers["If-Match"], c.headers["Idempotency-Key"] = `"1"`, "publication-1"
	case "submitMarkSheet":
		c.by, c.headers["Idempotency-Key"] = judge, "submission-1"
		w.mark()
	case "signMarkSheet":
		c.by, c.headers["Idempotency-Key"], c.headers["If-Match"] = w.sheet.Chief, "signature-1", w.submitted()
	case "lockMarkSheet":
		c.by = w.sheet.Chief
		c.headers["If-Match"] = w.sheet.Chief.Post(sheet+"/signatures", nil, "If-Match", w.submitted(), "Idempotency-Key", "signature-2").Want(200).ETag()
	case "reopenMarkSheet":
		c.by, c.headers["If-Match"] = w.sheet.Chief, w.submitted()
	}
	return c
}

// imported has somebody, who is a registrar from then on, send a row that may mean two people, and
// waits until it is checked.
func (w world) imported() {
	school := w.ids["organization_id"]
	w.clerk.Post("/people", map[string]any{"name": "李伟", "birth_date": "1999-03-04", "organization_id": school}).Want(201)
	w.admin.Post("/accounts/"+w.ids["account_id"]+"/grants", map[string]any{"role": "registrar", "on": school}).Want(201)
	somebody := w.SignIn("somebody", apptest.Password)
	began := somebody.Table("/imports?kind=people&organization="+school, []byte("姓名,出生日期,拼音姓名\n李伟,1999-03-04,LI Wei\n"))
	w.ids["operation_id"] = began.Want(202).ID()
	w.ids["import_id"] = strings.TrimPrefix(somebody.Finished(began).Text("result"), "/v1/imports/")
}

func (w world) mark() {
	w.sheet.Judges[0].Do("PUT", "/mark-sheets/"+w.sheet.ID+"/marks/"+w.sheet.Measured, map[string]any{"observed": map[string]any{"kind": "achieved", "achieved": true}}, "If-None-Match", "*").Want(200)
}

// submitted brings the sheet to where every part is submitted, and answers its ETag.
func (w world) submitted() string {
	w.mark()
	path := "/mark-sheets/" + w.sheet.ID
	for i, j := range w.sheet.Judges {
		j.Do("PUT", path+"/marks/"+w.sheet.Judged, map[string]any{"observed": map[string]any{"kind": "score", "score": 2}}, "If-None-Match", "*").Want(200)
		j.Post(path+"/submissions", map[string]any{"part": "own"}, "Idempotency-Key", fmt.Sprint("own-part-", i)).Want(200)
	}
	return w.sheet.Judges[0].Post(path+"/submissions", map[string]any{"part": "panel"}, "Idempotency-Key", "panel-part").Want(200).ETag()
}

// prepare brings the world to where there are results, for operations about them.
func (w world) prepare(operation string) {
	switch operation {
	case "reopenOrganization":
		w.admin.Post("/organizations/"+w.ids["organization_id"]+"/closure", map[string]any{"date": "2020-08-31", "reason": "学校停办"}, "If-Match", w.etags["closeOrganization"]).Want(200)
	case "getOperation", "cancelOperation", "getImport", "listImportRows", "getCorrectedTable", "mapImportColumns", "commitImport", "matchImportRow":
		w.imported()
	case "computeResults":
		w.locked()
	case "getSubstitution", "approveSubstitution", "refuseSubstitution":
		w.ids["substitution_id"] = w.clerk.Post("/entries/"+w.ids["entry_id"]+"/substitutions", w.substitution()).Want(201).ID()
	case "getResultRun", "listPlacings", "exportPlacings", "getPlacing", "explainPlacing", "decideAward", "exportResultRun", "publishResults":
		w.computed()
	case "proposeAdvancement", "confirmAdvancement":
		w.computed()
		w.ids["stage_edge_id"] = w.admin.Post("/stages/"+w.sheet.Stage+"/edges", w.edge()).Want(201).ID()
	case "getPublication", "getResultList", "getResultListPage", "getResultListCsv", "getResultListHtml", "getCurrentResultList":
		w.computed()
		p := w.admin.Post("/result-runs/"+w.ids["result_run_id"]+"/publications", map[string]any{}, "If-Match", `"1"`, "Idempotency-Key", "publication-0").Want(201)
		w.ids["publication_id"] = p.ID()
	}
}

// locked brings the only sheet to where results can be computed.
func (w world) locked() {
	path, chief := "/mark-sheets/"+w.sheet.ID, w.sheet.Chief
	signed := chief.Post(path+"/signatures", nil, "If-Match", w.submitted(), "Idempotency-Key", "signature-0").Want(200)
	chief.Post(path+"/lock", nil, "If-Match", signed.ETag()).Want(200)
}

func (w world) computed() {
	w.locked()
	w.ids["result_run_id"] = w.admin.Post("/stages/"+w.sheet.Stage+"/result-runs", nil).Want(201).ID()
	w.ids["placing_id"] = w.admin.Get("/result-runs/" + w.ids["result_run_id"] + "/placings").Want(200).Text("items.0.id")
}

// request makes the HTTP request of a call.
func (w world) request(method string, op *openapi3.Operation, c call) *http.Request {
	var body io.Reader = http.NoBody
	mediaType := ""
	if op.RequestBody != nil {
		for mt, content := range op.RequestBody.Value.Content {
			mediaType = mt
			v := c.body
			if v == nil {
				if v = content.Example; v == nil {
					v = content.Schema.Value.Example
				}
			}
			if text, plain := v.(string); plain {
				body = strings.NewReader(text)
				break
			}
			text, _ := json.Marshal(v)
			body = strings.NewReader(string(text))
		}
	}
	r := httptest.NewRequest(method, "/v1"+c.path, body)
	if mediaType != "" {
		r.Header.Set("Content-Type", mediaType)
	}
	by := w.admin
	if c.by != nil {
		by = c.by
	}
	r.Header.Set("Authorization", "Bearer "+by.Token)
	for name, value := range c.headers {
		r.Header.Set(name, value)
	}
	return r
}
