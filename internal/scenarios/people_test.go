package scenarios_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/app"
	"github.com/saichang/saichang/internal/apptest"
)

// resident is a resident identity number of a birth date, with its check digit.
func resident(born, order string) string {
	digits := "310105" + strings.ReplaceAll(born, "-", "") + order
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += w * int(digits[i]-'0')
	}
	return digits + string("10X98765432"[sum%11])
}

func document(c *apptest.Caller, person, kind, number string) *apptest.Answer {
	return c.Post("/people/"+person+"/identity-documents", object{"type": kind, "number": number})
}

// everything is every text and every byte that the database holds.
func everything(h *apptest.House) string {
	h.T.Helper()
	list := "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
	if h.DB.Dialect() == "postgres" {
		list = "select table_name from information_schema.tables where table_schema = 'public'"
	}
	var tables []string
	if err := h.Query(list, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		tables = append(tables, name)
		return err
	}); err != nil {
		h.T.Fatal(err)
	}
	var all strings.Builder
	for _, table := range tables {
		all.WriteString(rowsOf(h, table))
	}
	return all.String()
}

func TestAnIdentityNumberIsShownMaskedAndWholeOnlyWhereItIsWrittenDownFirst(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		p, number := person(clerk, school, "李伟", "2002-03-04"), resident("2002-03-04", "123")
		document(clerk, p, "resident_id", resident("2002-03-05", "123")).Refused(422, "identity_number_invalid")
		document(clerk, p, "resident_id", number[:17]+"Y").Refused(422, "identity_number_invalid")
		d := document(clerk, p, "resident_id", strings.ToLower(number)).Want(201)
		if d.Text("number_masked") != number[:3]+"***********"+number[14:] {
			t.Errorf("it is shown as %s", d.Raw)
		}
		if again := document(clerk, p, "resident_id", number).Want(201); again.ID() != d.ID() {
			t.Errorf("one document was entered twice: %s", again.Raw)
		}
		clerk.Do("PATCH", "/people/"+p, object{"birth_date": "2002-03-05"}, "If-Match", `"1"`).Refused(422, "identity_number_invalid")

		path := "/identity-documents/" + d.ID() + "/disclosure"
		if got := clerk.Post(path, object{"purpose": "insurance"}).Want(200).Text("number"); got != number {
			t.Errorf("the whole number is %q", got)
		}
		h.Somebody(admin, "auditor", "auditor", "").Post(path, object{"purpose": "other"}).Refused(403, "action_forbidden")
		log := admin.Get("/audit-log?subject=" + p + "&name=person.document_disclosed").Want(200)
		if len(items(log)) != 1 || log.Text("items.0.actor") != clerk.ID || log.Text("items.0.data.purpose") != "insurance" {
			t.Errorf("it is not written down who was shown it: %s", log.Raw)
		}
		for _, asked := range []string{"/people/" + p, "/people?q=lw", "/people/" + p + "/identity-documents", "/people/" + p + "/data"} {
			if a := clerk.Get(asked).Want(200); bytes.Contains(a.Raw, []byte(number)) {
				t.Errorf("%s shows the number", asked)
			}
		}
		if held := everything(h); strings.Contains(strings.ToUpper(held), number) || strings.Contains(held, number[6:17]) {
			t.Error("the database holds the number in clear")
		}
		clerk.Do("DELETE", "/identity-documents/"+d.ID(), nil).Want(204)
		if left := clerk.Get("/people/" + p + "/identity-documents").Want(200); len(items(left)) != 0 {
			t.Errorf("it is still there: %s", left.Raw)
		}
	})
}

func TestADocumentBelongsToOnePersonAndWhoseItIsIsToldToNobodyElse(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		other := admin.Post("/organizations", object{"name": object{"zh-CN": "另一所学校"}, "kind": "school"}).Want(201).ID()
		stranger := h.Somebody(admin, "other.registrar", "registrar", other)
		p := person(clerk, school, "李伟", "2002-03-04")
		document(clerk, p, "passport", "E12345678").Want(201)
		body := object{"name": "李伟", "birth_date": "2002-03-04", "organization_id": other, "identity_document": object{"type": "passport", "number": "e12345678"}}
		refused := stranger.Post("/people", body).Refused(409, "identity_document_taken")
		if refused.Text("errors.0.pointer") != "/identity_document/number" || bytes.Contains(refused.Raw, []byte("per_")) || bytes.Contains(refused.Raw, []byte("org_")) {
			t.Errorf("a stranger is told: %s", refused.Raw)
		}
		if got := stranger.Get("/people?count=exact").Want(200).Text("total"); got != "0" {
			t.Errorf("the person was entered without the document: %s", got)
		}
		body["organization_id"] = school
		if told := clerk.Post("/people", body).Refused(409, "identity_document_taken"); told.Text("errors.0.params.person") != p {
			t.Errorf("the own registrar is not told whose it is: %s", told.Raw)
		}
		document(clerk, p, "other", "E12345678").Want(201) // the same number of another type is another document
	})
}

func TestOfManyWhoEnterOneDocumentAtOnceOneSucceeds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		statuses := make([]int, 6)
		var all sync.WaitGroup
		for i := range statuses {
			p := person(clerk, school, fmt.Sprint("选手", i), "2002-03-04")
			all.Go(func() { statuses[i] = document(clerk, p, "passport", "E12345678").Status })
		}
		all.Wait()
		sum := 0
		for _, s := range statuses {
			sum += s
		}
		if sum != 201+5*409 {
			t.Errorf("they were answered %v", statuses)
		}
	})
}

func TestNumbersAreReadAndFoundAfterTheKeysWereRotated(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		one, other := person(clerk, school, "李伟", "2002-03-04"), person(clerk, school, "王伟", "2002-03-04")
		before := document(clerk, one, "passport", "E12345678").Want(201).ID()
		h.Stop()
		told(t, "keys", "rotate", "--data", h.Data)
		again := h.Restart(app.Settings{})
		clerk = again.SignIn("registrar", apptest.Password)
		if got := clerk.Post("/identity-documents/"+before+"/disclosure", object{"purpose": "other"}).Want(200).Text("number"); got != "E12345678" {
			t.Errorf("the number reads %q", got)
		}
		document(clerk, other, "passport", "E12345678").Refused(409, "identity_document_taken")
		after := document(clerk, other, "passport", "E87654321").Want(201).ID()
		keys := map[string]bool{}
		if err := again.Query("select key_id from identity_documents", func(rows *sql.Rows) error {
			var key string
			err := rows.Scan(&key)
			keys[key] = true
			return err
		}); err != nil || len(keys) != 2 {
			t.Errorf("%v name two keys, %v", keys, err)
		}

		archive, restored := filepath.Join(t.TempDir(), "archive.zip"), filepath.Join(t.TempDir(), "restored.db")
		told(t, "backup", "--db", again.Where, "--data", again.Data, "--out", archive)
		told(t, "restore", archive, "--db", restored, "--data", again.Data)
		there := apptest.On(t, restored, again.Data)
		clerk = there.SignIn("registrar", apptest.Password)
		for d, number := range map[string]string{before: "E12345678", after: "E87654321"} {
			if got := clerk.Post("/identity-documents/"+d+"/disclosure", object{"purpose": "other"}).Want(200).Text("number"); got != number {
				t.Errorf("restored, the number reads %q", got)
			}
		}
		without := apptest.On(t, restored, t.TempDir()) // an installation that lost its key file
		clerk = without.SignIn("registrar", apptest.Password)
		clerk.Post("/identity-documents/"+before+"/disclosure", object{"purpose": "other"}).Refused(409, "identity_number_unreadable")
		if got := clerk.Get("/people/" + one + "/identity-documents").Want(200).Text("items.0.number_masked"); got != "***" {
			t.Errorf("without its key a number is shown as %q", got)
		}
	})
}

// told runs a subcommand that has to succeed.
func told(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	p := app.Program{Out: &out, Err: &out, Contract: []byte("openapi: 3.0.3\n"), Version: "test"}
	if code := p.Run(args); code != 0 {
		t.Fatalf("%v ended with %d: %s", args, code, out.String())
	}
	return out.String()
}

func TestOnePersonIsStudentAndTeacherAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		college := admin.Post("/organizations", object{"name": object{"zh-CN": "职业大学"}, "kind": "higher_education"}).Want(201).ID()
		p := person(clerk, school, "李伟", "1995-03-04")
		path := "/people/" + p
		studies := clerk.Post(path+"/enrolments", object{
			"organization_id": college, "major": object{"catalogue": "2021", "level": "bachelor", "code": "310202"}, "years": 4, "entry_year": 2018, "from_date": "2018-09-01",
		}).Want(201)
		clerk.Post(path+"/employments", object{"organization_id": school, "title": "讲师", "kind": "part_time", "dual_qualified": true, "from_date": "2019-09-01"}).Want(201)
		clerk.Post(path+"/employments", object{"organization_id": school, "kind": "full_time", "from_date": "2019-09-01", "until_date": "2019-08-31"}).Refused(422, "ends_before_start")
		clerk.Post(path+"/enrolments", object{"organization_id": "org_01jd2kxq4ve9bs3d3fg8yx1j6m"}).Refused(422, "reference_missing")
		patch := func(body object, tag string) *apptest.Answer {
			return clerk.Do("PATCH", "/enrolments/"+studies.ID(), body, "If-Match", tag)
		}
		patch(object{"until_date": "2018-01-01"}, `"1"`).Refused(422, "ends_before_start")
		ended := patch(object{"until_date": "2022-06-30", "major": nil}, `"1"`).Want(200)
		if ended.Text("until_date") != "2022-06-30" || ended.Text("major") != "" || ended.Text("years") != "4" {
			t.Errorf("it became %s", ended.Raw)
		}
		if stale := patch(object{"years": 5}, `"1"`).Refused(412, "revision_stale"); stale.Text("current.years") != "4" {
			t.Errorf("the present state is not shown: %s", stale.Raw)
		}
		if works := clerk.Get(path + "/employments").Want(200); len(items(works)) != 1 || works.Text("items.0.dual_qualified") != "true" {
			t.Errorf("employments: %s", works.Raw)
		}
		h.Somebody(admin, "college", "registrar", college).Get(path).Refused(404, "not_found") // studying there shows nobody
	})
}

func TestAPersonIsFoundByWhatTheSchoolsSystemSaysAndTwoSchoolsMaySayTheSame(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		other := admin.Post("/organizations", object{"name": object{"zh-CN": "另一所学校"}, "kind": "school"}).Want(201).ID()
		stranger := h.Somebody(admin, "other.registrar", "registrar", other)
		enter := func(c *apptest.Caller, school, number string) *apptest.Answer {
			return c.Post("/people", object{"name": "李伟", "birth_date": "2002-03-04", "organization_id": school, "external_ids": object{"学籍号": number}})
		}
		p := enter(clerk, school, "20240117").Want(201)
		enter(clerk, school, "20240117").Refused(409, "already_exists")
		twin := enter(stranger, other, "20240117").Want(201).ID()
		for c, want := range map[*apptest.Caller]string{clerk: p.ID(), stranger: twin} {
			found := c.Get("/people?count=exact&external_id=学籍号:20240117").Want(200)
			if found.Text("total") != "1" || found.Text("items.0.id") != want || found.Text("items.0.external_ids.学籍号") != "20240117" {
				t.Errorf("found %s", found.Raw)
			}
		}
		moved := admin.Do("PATCH", "/people/"+twin, object{"organization_id": school}, "If-Match", `"1"`)
		moved.Refused(409, "already_exists")
		admin.Do("PATCH", "/people/"+twin, object{"organization_id": school, "external_ids": object{"学籍号": nil}}, "If-Match", `"1"`).Want(200)
	})
}

func TestNamesWithAMiddleDotOrRareCharactersAreKeptFoundSortedAndPrintedAsTheyAre(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, event, school, clerk := registering(h, admin)
		all := []string{"阿卜杜拉·买买提", "李伟", "𠮷田", "王𬎆"} // as they sort: by pinyin, what has none last
		for _, name := range all {
			e := draft(clerk, event, school, person(clerk, school, name, "2002-03-04"))
			if got := clerk.Get("/entries/" + e).Want(200).Text("members.0.name"); got != name {
				t.Errorf("%s stands in the entry as %s", name, got)
			}
		}
		for typed, want := range map[string]string{"阿卜": all[0], "买买提": all[0], "abudula": all[0], "abdlmmt": all[0], "𠮷": all[2], "𠮷田": all[2], "王𬎆": all[3], "wang": all[3]} {
			for _, path := range []string{"/people?q=", "/entries?q="} {
				found := clerk.Get(path + typed).Want(200)
				name := found.Text("items.0.name") + found.Text("items.0.members.0.name")
				if len(items(found)) != 1 || name != want {
					t.Errorf("%s%s finds %s", path, typed, found.Raw)
				}
			}
		}
		var sorted []string
		for _, p := range items(clerk.Get("/people?sort=name").Want(200)) {
			sorted = append(sorted, p.(object)["name"].(string))
		}
		if len(sorted) != 4 || sorted[0] != all[0] || sorted[1] != all[1] {
			t.Errorf("they sort as %v", sorted)
		}
	})
}

func TestAChildStandsInNoEntryWithoutAGuardiansConsentAndIsNotShownToTheOrganiser(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		organiser := h.Somebody(admin, "organiser", "organiser", edn)
		child := person(clerk, school, "小明", "2006-09-02") // 13 on 1 September 2020, 14 a day later
		e := draft(clerk, event, school, child)
		path := "/entries/" + e
		refused := act(clerk, e, "submission", nil, 1).Refused(422, "entry_not_eligible")
		if refused.Text("errors.0.code") != "guardian_consent_missing" || refused.Text("errors.0.pointer") != "/members/0" {
			t.Errorf("it is not said who lacks what: %s", refused.Raw)
		}
		hidden := func() {
			t.Helper()
			organiser.Get(path).Refused(404, "not_found")
			act(organiser, e, "approval", nil, 1).Refused(404, "not_found")
			for _, list := range []string{"/entries?count=exact", "/entries?count=exact&q=小明", "/entries?count=exact&event=" + event} {
				if got := organiser.Get(list).Want(200); got.Text("total") != "0" || len(items(got)) != 0 {
					t.Errorf("%s shows a child: %s", list, got.Raw)
				}
			}
			if got := clerk.Get("/entries?count=exact&q=xm").Want(200).Text("total"); got != "1" {
				t.Errorf("the school sees %s", got)
			}
			admin.Get(path).Want(200)
		}
		hidden()
		given := clerk.Post("/people/"+child+"/consents", object{"given_by": "王建国", "relation": "father", "given_date": "2020-08-31", "evidence": "paper form"}).Want(201)
		organiser.Get(path).Want(200)
		act(clerk, e, "submission", nil, 1).Want(200)
		withdrawal := "/consents/" + given.ID() + "/withdrawal"
		clerk.Post(withdrawal, nil).Want(200)
		clerk.Post(withdrawal, nil).Refused(409, "guardian_consent_withdrawn")
		hidden()
		h.Clock.Set(time.Date(2020, 9, 2, 0, 0, 0, 0, time.UTC)) // the fourteenth birthday
		organiser = h.SignIn("organiser", apptest.Password)
		organiser.Get(path).Want(200)
		act(organiser, e, "approval", nil, 2).Want(200)
	})
}

func TestTwoRecordsOfOnePersonBecomeOneAndTwoAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		another := admin.Post("/editions/"+edn+"/events", object{"number": "18", "name": text("Cooking")}).Want(201).ID()
		one, same := person(clerk, school, "李伟", "2002-03-04"), person(clerk, school, "李伟", "2002-03-04")
		alike, namesake := person(clerk, school, "李玮", "2002-03-04"), person(clerk, school, "李伟", "2001-01-01")
		person(clerk, school, "王芳", "2002-03-04")
		var found []string
		for _, d := range items(clerk.Get("/people/" + one + "/duplicates").Want(200)) {
			found = append(found, d.(object)["person"].(object)["id"].(string)+" "+d.(object)["likeness"].(string))
		}
		if want := []string{same + " name_and_birth_date", alike + " sound_and_birth_date", namesake + " name"}; strings.Join(found, ",") != strings.Join(want, ",") {
			t.Errorf("candidates are %v, want %v", found, want)
		}

		document(clerk, one, "resident_id", resident("2002-03-04", "123")).Want(201)
		document(clerk, same, "passport", "E12345678").Want(201)
		clerk.Post("/people/"+same+"/enrolments", object{"organization_id": school}).Want(201)
		mine, theirs := draft(clerk, event, school, one), draft(clerk, event, school, same)
		merge := func() *apptest.Answer { return clerk.Post("/people/"+one+"/merges", object{"duplicate_id": same}) }
		refused := merge().Refused(409, "merge_refused")
		if refused.Text("errors.0.code") != "both_in_event" || refused.Text("errors.0.params.event") != event {
			t.Errorf("it is not said why: %s", refused.Raw)
		}
		clerk.Post("/people/"+one+"/merges", object{"duplicate_id": one}).Refused(422, "same_person")
		act(clerk, theirs, "withdrawal", object{"reason": "entered twice"}, 1).Want(200)
		elsewhere := draft(clerk, another, school, same)
		act(clerk, mine, "submission", nil, 1).Want(200)

		merged := merge().Want(201)
		if merged.Text("moved") != "4" { // the passport, the enrolment, two entries
			t.Errorf("moved: %s", merged.Raw)
		}
		if got := clerk.Get("/people/" + one + "/identity-documents").Want(200); len(items(got)) != 2 {
			t.Errorf("the documents did not follow: %s", got.Raw)
		}
		if got := clerk.Get("/entries/" + elsewhere).Want(200).Text("members.0.person_id"); got != one {
			t.Errorf("the place in the entry did not follow: %s", got)
		}
		act(clerk, elsewhere, "submission", nil, 1).Refused(412, "revision_stale") // somebody else is in it
		if got := act(clerk, elsewhere, "submission", nil, 2).Refused(422, "entry_not_eligible"); got.Text("errors.0.code") != "person_competes_elsewhere" {
			t.Errorf("one person competes in two events: %s", got.Raw)
		}
		if got := clerk.Get("/people/" + same).Want(200).Text("merged_into_id"); got != one {
			t.Errorf("the duplicate is merged into %q", got)
		}
		if got := clerk.Get("/people?count=exact&q=lw").Want(200).Text("total"); got != "3" {
			t.Errorf("%s are listed", got)
		}
		document(clerk, same, "passport", "E00000001").Refused(409, "person_merged")
		merge().Refused(409, "merge_refused")
		body := single(same)
		body["organization_id"] = school
		clerk.Post("/events/"+another+"/entries", body).Refused(422, "reference_missing")

		undo := "/merges/" + merged.ID() + "/undo"
		clerk.Post(undo, nil).Want(200)
		clerk.Post(undo, nil).Refused(409, "merge_undone")
		if got := clerk.Get("/people/" + same + "/identity-documents").Want(200); len(items(got)) != 1 || got.Text("items.0.type") != "passport" {
			t.Errorf("the documents did not go back: %s", got.Raw)
		}
		if got := clerk.Get("/entries/" + elsewhere).Want(200).Text("members.0.person_id"); got != same {
			t.Errorf("the place in the entry did not go back: %s", got)
		}
		act(clerk, elsewhere, "submission", nil, 3).Want(200)
		for _, fact := range []string{"person.merged", "person.merge_undone"} {
			if log := admin.Get("/audit-log?name=" + fact + "&subject=" + one).Want(200); log.Text("items.0.data.duplicate") != same {
				t.Errorf("%s is not written down: %s", fact, log.Raw)
			}
		}
	})
}

func TestAStrangerMergesNobody(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		other := admin.Post("/organizations", object{"name": object{"zh-CN": "另一所学校"}, "kind": "school"}).Want(201).ID()
		stranger := h.Somebody(admin, "other.registrar", "registrar", other)
		theirs, own := person(clerk, school, "李伟", "2002-03-04"), person(stranger, other, "李伟", "2002-03-04")
		if got := stranger.Get("/people/" + own + "/duplicates").Want(200); len(items(got)) != 0 {
			t.Errorf("another school's person is a candidate: %s", got.Raw)
		}
		there := stranger.Post("/people/"+own+"/merges", object{"duplicate_id": theirs}).Refused(422, "reference_missing")
		none := stranger.Post("/people/"+own+"/merges", object{"duplicate_id": "per_01jd2kxq4ve9bs3d3fg8yx1j6m"}).Refused(422, "reference_missing")
		if said(there) != said(none) {
			t.Errorf("a stranger can tell them apart:\n%s\n%s", there.Raw, none.Raw)
		}
		merged := admin.Post("/people/"+own+"/merges", object{"duplicate_id": theirs}).Want(201)
		stranger.Post("/merges/"+merged.ID()+"/undo", nil).Refused(422, "reference_missing") // one of the two is not theirs
		if got := admin.Get("/people/" + own + "/duplicates").Want(200); len(items(got)) != 0 {
			t.Errorf("who was merged is still a candidate: %s", got.Raw)
		}
	})
}

func TestAnErasedPersonIsGoneButTheListTheRunAndTheAuditLogStillHold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 3, 3, false)
		for i, points := range []string{"80.00", "75.00", "70.00"} {
			c.mark(i, points)
		}
		run := c.compute().Want(201)
		published := c.publish(run, "").Want(201)
		before := h.Public().Get("/publications/" + published.ID() + "/list").Want(200)
		p := c.admin.Get("/entries/" + c.entries[0]).Want(200).Text("members.0.person_id")
		document(c.admin, p, "resident_id", resident("2003-03-04", "123")).Want(201)
		c.admin.Post("/people/"+p+"/consents", object{"given_by": "王建国", "relation": "father", "given_date": "2020-08-31", "evidence": "paper form"}).Want(201)
		repeated := object{"name": "选手00", "birth_date": "2003-03-04", "organization_id": c.organizations[0]}
		twin := c.admin.Post("/people", repeated, "Idempotency-Key", "entered-a-second-time").Want(201).ID()
		c.admin.Post("/people/"+p+"/merges", object{"duplicate_id": twin}).Want(201)

		held := c.admin.Get("/people/" + p + "/data").Want(200)
		if held.Text("person.name") != "选手00" || held.Text("entries.0.entry_id") != c.entries[0] || held.Text("consents.0.given_by") != "王建国" ||
			!bytes.Contains(held.Raw, []byte(`"values":"{\"before\":null,\"after\":{\"name\":\"选手00\"`)) || len(held.Text("identity_documents.0.number_masked")) != 18 {
			t.Errorf("the data are not all: %s", held.Raw)
		}
		if log := c.admin.Get("/audit-log?subject=" + p + "&name=person.data_read").Want(200); len(items(log)) != 1 {
			t.Errorf("it is not written down that the data were read: %s", log.Raw)
		}

		erase := func() *apptest.Answer {
			return c.admin.Post("/people/"+p+"/erasure", object{"reason": "consent_withdrawn"})
		}
		refused := erase().Refused(409, "person_in_use")
		if refused.Text("errors.0.params.entry") != c.entries[0] {
			t.Errorf("it is not said which entry: %s", refused.Raw)
		}
		c.move(c.admin.Get("/editions/"+c.edition).Want(200).ETag(), "completed")
		erase().Want(200)
		for _, one := range []string{p, twin} {
			c.admin.Get("/people/"+one).Refused(404, "not_found")
		}
		erase().Refused(404, "not_found")
		if got := c.admin.Get("/people?count=exact&q=选手00").Want(200).Text("total"); got != "0" {
			t.Errorf("the name still finds %s", got)
		}
		if got := c.admin.Get("/entries/" + c.entries[0]).Want(200).Text("members.0.name"); got != "（已删除）" {
			t.Errorf("the entry names %s", got)
		}
		after := h.Public().Get("/publications/" + published.ID() + "/list").Want(200)
		if !bytes.Equal(before.Raw, after.Raw) || after.ETag() != before.ETag() || !bytes.Contains(after.Raw, []byte("选手00")) {
			t.Errorf("the published list has changed: %s", after.Raw)
		}
		for _, table := range []string{"people", "journal", "journal_personal", "search_keys", "idempotency_keys", "guardian_consents", "identity_documents"} {
			for _, gone := range []string{"选手00", "xuanshou00", "王建国"} {
				if strings.Contains(rowsOf(h, table), gone) {
					t.Errorf("%s still holds %q", table, gone)
				}
			}
		}

		file := filepath.Join(t.TempDir(), "results.zip")
		export := c.admin.Do("POST", "/result-runs/"+run.ID()+"/exports", nil).Want(200)
		if err := os.WriteFile(file, export.Raw, 0o600); err != nil {
			t.Fatal(err)
		}
		told(t, "verify", file)
		h.Eventually("every fact is sealed", func() bool { return rowsOf(h, "unsealed") == "" })
		if printed := told(t, "verify", "--audit", "--db", h.Where, "--data", h.Data); !strings.Contains(printed, "The journal is whole.") || !strings.Contains(printed, "erased") {
			t.Errorf("the audit log says: %s", printed)
		}
	})
}

// rowsOf is all that a table holds.
func rowsOf(h *apptest.House, table string) string {
	h.T.Helper()
	var all strings.Builder
	if err := h.Query("select * from "+table, func(rows *sql.Rows) error {
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		err = rows.Scan(into...)
		for _, v := range values {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			fmt.Fprintln(&all, v)
		}
		return err
	}); err != nil {
		h.T.Fatal(err)
	}
	return all.String()
}

func TestANumberIsTheSameHoweverItIsWrittenAndBlankIsNone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		enter := func(source, number string) *apptest.Answer {
			return clerk.Post("/people", object{"name": "甲", "birth_date": "2004-03-01", "organization_id": school, "external_ids": object{source: number}})
		}
		kept := enter("学籍号", "４111010001.0 ").Want(201)
		if got := kept.Text("external_ids.学籍号"); got != "4111010001" {
			t.Errorf("the number is kept as %q", got)
		}
		enter("学籍号 ", "4111010001").Refused(409, "already_exists")
		enter("学籍号", "4.11101E+09").Refused(422, "code_rounded")
		enter("学籍号", "\u200b").Refused(400, "invalid_request")
		study := func(catalogue string) *apptest.Answer {
			return clerk.Post("/people/"+kept.ID()+"/enrolments", object{"organization_id": school, "major": object{"catalogue": catalogue, "level": "secondary", "code": " 710205.0"}})
		}
		study(" ").Refused(400, "invalid_request")
		if got := study("2021").Want(201); got.Text("major.code") != "710205" {
			t.Errorf("the major is kept as %s", got.Raw)
		}
	})
}
