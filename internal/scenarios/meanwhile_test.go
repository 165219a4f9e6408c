package scenarios_test

import (
	"fmt"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

func TestNobodyAdvancesByResultsThatNoLongerStand(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 3, 1, false)
		_, edge := c.next(1, "extend", weight(c.stage, "1"))
		for i, points := range []string{"91.00", "82.00", "73.00"} {
			c.mark(i, points)
		}
		c.compute().Want(201)
		p := c.admin.Get("/stage-edges/" + edge + "/proposal").Want(200)
		sheet := "/mark-sheets/" + c.sheets[c.pieces[0]]
		c.chief.Post(sheet+"/reopening", object{"reason": "wrong sheet"}, "If-Match", c.chief.Get(sheet).Want(200).ETag()).Want(200)
		confirm := func() *apptest.Answer {
			return c.admin.Post("/stage-edges/"+edge+"/confirmation", object{"digest": p.Text("digest"), "chosen_entry_ids": []string{}}, "If-Match", p.ETag())
		}
		confirm().Refused(409, "inputs_changed")
		c.judges[0].Do("PUT", sheet+"/marks/"+c.aspect, object{"observed": object{"kind": "points", "points": "0.00"}, "reason": "as measured"}, "If-Match", `"1"`).Want(200)
		c.lock(sheet, c.judges[0].Post(sheet+"/submissions", object{"part": "panel"}, "Idempotency-Key", "submitted-again").Want(200).ETag())
		confirm().Refused(409, "inputs_changed")
		c.compute().Want(201)
		p = c.admin.Get("/stage-edges/" + edge + "/proposal").Want(200)
		if first := p.Text("lines.0.entry_id"); first != c.entries[1] {
			t.Errorf("%s would go on", first)
		}
		confirm().Want(200)
	})
}

func TestAListNamesNoChildWhoseGuardianDoesNotConsentAnyMore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 3, 1, false)
		for i, points := range []string{"91.00", "82.00", "73.00"} {
			c.mark(i, points)
		}
		p := c.admin.Get("/entries/" + c.entries[0]).Want(200).Text("members.0.person_id")
		c.admin.Do("PATCH", "/people/"+p, object{"birth_date": "2010-03-04"}, "If-Match", c.admin.Get("/people/"+p).Want(200).ETag()).Want(200)
		given := consent(c.admin, p)
		run := c.compute().Want(201)
		named := func(published *apptest.Answer) string {
			return h.Public().Get("/publications/" + published.ID() + "/list").Want(200).Text("rows.0.competitors")
		}
		first := c.publish(run, "").Want(201)
		if got := named(first); got != "[选手00]" {
			t.Errorf("with consent %s are named", got)
		}
		c.admin.Post(given, nil).Want(200)
		again := c.publish(c.compute().Want(201), "corrected").Want(201)
		list := h.Public().Get("/publications/" + again.ID() + "/list").Want(200)
		if got := named(again); got != "[]" || list.Text("rows.0.organization.zh-CN") != "第00学校" || list.Text("rows.1.competitors.0") != "选手01" {
			t.Errorf("the list is %s", list.Raw)
		}
	})
}

func TestAPatchOfATextOrOfCodesLeavesWhatItDoesNotName(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		patch := func(path string, body object) *apptest.Answer {
			return admin.Do("PATCH", path, body, "If-Match", admin.Get(path).Want(200).ETag())
		}
		school := "/organizations/" + admin.Post("/organizations", object{"name": object{"zh-CN": "学校", "en": "School"}, "kind": "school", "external_ids": object{"a": "1", "b": "2"}}).Want(201).ID()
		got := patch(school, object{"name": object{"en": "The School"}, "external_ids": object{"b": nil, "c": "3"}}).Want(200)
		if got.Text("name.zh-CN") != "学校" || got.Text("name.en") != "The School" || got.Text("external_ids.a") != "1" || got.Text("external_ids.c") != "3" || got.Text("external_ids") != "map[a:1 c:3]" {
			t.Errorf("the school is %s", got.Raw)
		}
		if got := patch(school, object{"name": object{"en": nil}}).Want(200); got.Text("name") != "map[zh-CN:学校]" {
			t.Errorf("the school is called %s", got.Raw)
		}
		patch(school, object{"name": object{"zh-CN": nil}}).Refused(400, "invalid_request")
		edn, event, _, clerk := registering(h, admin)
		if got := patch("/editions/"+edn, object{"name": object{"fr": "Première"}}).Want(200); got.Text("name") == "map[fr:Première]" {
			t.Errorf("the edition is called %s", got.Raw)
		}
		if got := patch("/events/"+event, object{"name": object{"fr": "Épreuve"}}).Want(200); got.Text("name") == "map[fr:Épreuve]" {
			t.Errorf("the event is called %s", got.Raw)
		}
		own := clerk.Get("/me/access").Want(200).Text("grants.0.on")
		p := "/people/" + clerk.Post("/people", object{"name": "甲", "birth_date": "2002-03-04", "organization_id": own, "external_ids": object{"学籍号": "1", "一卡通": "2"}}).Want(201).ID()
		if got := patch(p, object{"external_ids": object{"一卡通": "3"}}).Want(200); got.Text("external_ids.学籍号") != "1" || got.Text("external_ids.一卡通") != "3" {
			t.Errorf("the person is %s", got.Raw)
		}
	})
}

func TestTheFirstInstantOfTheCalendarIsNotNever(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, _ := edition(h, admin)
		somebody := h.Somebody(admin, "somebody", "", "")
		for _, never := range []string{"0001-01-01T00:00:00Z", "0001-01-01T08:00:00+08:00"} {
			admin.Post("/accounts/"+somebody.ID+"/grants", object{"role": "auditor", "on": nil, "until_at": never}).Refused(400, "invalid_request")
			admin.Do("PATCH", "/editions/"+edn, object{"registration_closes_at": never}, "If-Match", `"1"`).Refused(422, "edition_invalid")
		}
	})
}

func TestTheSameMarkByTheSameJudgeStands(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 1, 1, false)
		path := "/mark-sheets/" + c.sheets[c.pieces[0]] + "/marks/" + c.aspect
		enter := func(points, revision string) *apptest.Answer {
			body := object{"observed": object{"kind": "points", "points": points}, "reason": "as measured"}
			if revision == "" {
				return c.judges[0].Do("PUT", path, body, "If-None-Match", "*").Want(200)
			}
			return c.judges[0].Do("PUT", path, body, "If-Match", `"`+revision+`"`).Want(200)
		}
		for _, step := range []struct{ points, expected, revision string }{{"40.00", "", "1"}, {"40.00", "1", "1"}, {"41.00", "1", "2"}, {"41.00", "2", "2"}, {"41.00", "1", "2"}} {
			if got := enter(step.points, step.expected).Text("revision"); got != step.revision {
				t.Errorf("%s over %q is revision %s, want %s", step.points, step.expected, got, step.revision)
			}
		}
		if got := items(c.judges[0].Get(path + "/revisions").Want(200)); len(got) != 2 {
			t.Errorf("%d revisions are kept", len(got))
		}
	})
}

func TestARepeatedRequestIsNotAnsweredWithWhatTheCallerMayNotSeeAnyMore(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		enter := func() *apptest.Answer {
			return clerk.Post("/people", object{"name": "王小明", "birth_date": "2004-03-01", "organization_id": school}, "Idempotency-Key", "entered-once")
		}
		p := enter().Want(201).ID()
		if again := enter().Want(201).ID(); again != p {
			t.Errorf("%s was entered again as %s", p, again)
		}
		organiser := h.Somebody(admin, "organiser", "organiser", edn)
		child := person(clerk, school, "小明", "2010-09-02")
		withdrawal := consent(clerk, child)
		e := draft(clerk, event, school, child)
		act(clerk, e, "submission", nil, 1).Want(200)
		approve := func() *apptest.Answer {
			return organiser.Post("/entries/"+e+"/approval", nil, "If-Match", `"2"`, "Idempotency-Key", "approved-once")
		}
		approve().Want(200)
		approve().Want(200)
		clerk.Post(withdrawal, nil).Want(200)
		approve().Refused(404, "not_found")
		admin.Do("DELETE", "/grants/"+admin.Get("/accounts/"+clerk.ID+"/grants").Want(200).Text("items.0.id"), nil).Want(204)
		enter().Refused(404, "not_found")
	})
}

func TestACancelledEventHasNoResults(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 2, 1, false)
		c.mark(0, "91.00")
		c.mark(1, "82.00")
		run := c.compute().Want(201)
		event := "/events/" + c.event
		for _, status := range []string{"deferred", "cancelled"} {
			c.admin.Do("PATCH", event, object{"status": status}, "If-Match", c.admin.Get(event).Want(200).ETag()).Want(200)
			c.compute().Refused(409, "event_"+status)
			c.publish(run, "").Refused(409, "event_"+status)
		}
	})
}

func TestNobodyWaitsForTheSheetsOfWhoWithdrew(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 2, 1, false)
		toDo := func() string {
			progress := c.chief.Get("/events/" + c.event + "/progress").Want(200)
			return fmt.Sprint(len(items(c.judges[0].Get("/me/mark-sheets?to_do=true").Want(200))), " ", progress.Text("items.0.sheets_open"))
		}
		if got := toDo(); got != "2 2" {
			t.Fatalf("to do are %s", got)
		}
		now := c.admin.Get("/entries/" + c.entries[0]).Want(200)
		c.admin.Post("/entries/"+c.entries[0]+"/withdrawal", object{"reason": "ill"}, "If-Match", now.ETag()).Want(200)
		if got := toDo(); got != "1 1" {
			t.Errorf("to do are %s", got)
		}
	})
}
