package scenarios_test

import (
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

// edition drafts the 46th with the WorldSkills rules and one event, and answers their ids.
func edition(h *apptest.House, admin *apptest.Caller) (edition, event string) {
	h.T.Helper()
	programme := admin.Post("/programmes", map[string]any{"name": map[string]any{"zh-CN": "世界技能大赛", "en": "WorldSkills"}}).Want(201).ID()
	edition = admin.Post("/programmes/"+programme+"/editions", map[string]any{
		"number": 46, "year": 2021, "name": map[string]any{"zh-CN": "第46届世界技能大赛上海选拔赛"}, "host": map[string]any{"zh-CN": "上海"}, "time_zone": "Asia/Shanghai",
	}).Want(201).ID()
	admin.Post("/editions/"+edition+"/rule-sets", map[string]any{"preset": "worldskills"}).Want(201)
	event = admin.Post("/editions/"+edition+"/events", map[string]any{"number": "17", "name": map[string]any{"zh-CN": "网站技术", "en": "Web Technologies"}}).Want(201).ID()
	return edition, event
}

func TestAnEditionOpensOnlyWithRulesAndEventsAndThenItsRulesAreFrozen(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		programme := admin.Post("/programmes", map[string]any{"name": map[string]any{"en": "WorldSkills"}}).Want(201).ID()
		draft := admin.Post("/programmes/"+programme+"/editions", map[string]any{
			"number": 46, "year": 2021, "name": map[string]any{"en": "46th"}, "host": map[string]any{"en": "Shanghai"}, "time_zone": "Asia/Shanghai",
		}).Want(201)
		path := "/editions/" + draft.ID()
		open := map[string]any{"to": "open"}
		refused := admin.Post(path+"/transitions", open, "If-Match", draft.ETag()).Refused(422, "edition_cannot_open")
		if refused.Text("errors.0.code") != "rule_set_missing" {
			t.Errorf("the refusal does not say what is missing: %s", refused.Raw)
		}
		rules := admin.Post(path+"/rule-sets", map[string]any{"preset": "worldskills"}).Want(201)
		admin.Post(path+"/transitions", open, "If-Match", draft.ETag()).Refused(422, "edition_cannot_open")
		event := admin.Post(path+"/events", map[string]any{"number": "17", "name": map[string]any{"en": "Web Technologies"}}).Want(201).ID()
		if got := admin.Get("/events/" + event + "/stages").Want(200).Text("items.0.position"); got != "1" {
			t.Errorf("an event begins with one stage, got position %q", got)
		}
		admin.Post(path+"/transitions?dry_run=true", open, "If-Match", draft.ETag()).Want(200)
		if got := admin.Get(path).Want(200).Text("status"); got != "draft" {
			t.Errorf("a dry run left the edition %s", got)
		}
		opened := admin.Post(path+"/transitions", open, "If-Match", draft.ETag()).Want(200)
		if opened.Text("rule_set_id") != rules.ID() {
			t.Errorf("the opened edition has rules %s, want %s", opened.Text("rule_set_id"), rules.ID())
		}
		frozen := admin.Get("/rule-sets/" + rules.ID()).Want(200)
		if frozen.Text("status") != "frozen" {
			t.Errorf("the rules are %s", frozen.Text("status"))
		}
		var body struct{ Rules map[string]any }
		frozen.Into(&body)
		admin.Do("PUT", "/rule-sets/"+rules.ID(), body.Rules, "If-Match", frozen.ETag()).Refused(409, "rule_set_frozen")
		again := admin.Post(path+"/transitions", map[string]any{"to": "completed"}, "If-Match", opened.ETag()).Refused(409, "edition_transition_not_allowed")
		if got := again.Text("params.allowed"); !strings.Contains(got, "closed") {
			t.Errorf("the refusal does not list what may follow: %s", again.Raw)
		}
		admin.Post(path+"/transitions", map[string]any{"to": "cancelled"}, "If-Match", opened.ETag()).Refused(422, "reason_required")
		admin.Post(path+"/transitions", map[string]any{"to": "cancelled", "reason": "moved to 2022"}, "If-Match", opened.ETag()).Want(200)
		if got := admin.Get("/events/" + event).Want(200).Text("number"); got != "17" {
			t.Errorf("the events of a cancelled edition have to stay readable, got %q", got)
		}
	})
}

func TestARepeatedRequestIsAnsweredWithTheFirstOnesResult(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		school := map[string]any{"name": map[string]any{"zh-CN": "上海信息技术学校"}, "kind": "school"}
		first := admin.Post("/organizations", school, "Idempotency-Key", "registration-1").Want(201)
		second := admin.Post("/organizations", school, "Idempotency-Key", "registration-1").Want(201)
		if string(first.Raw) != string(second.Raw) || second.Header.Get("Idempotency-Replayed") != "true" || first.Header.Get("Idempotency-Replayed") != "" {
			t.Errorf("the replay differs or is not marked:\n%s\n%s", first.Raw, second.Raw)
		}
		school["kind"] = "company"
		admin.Post("/organizations", school, "Idempotency-Key", "registration-1").Refused(422, "idempotency_key_reused")
		if total := admin.Get("/organizations?count=exact").Want(200).Text("total"); total != "1" {
			t.Errorf("%s organizations were made", total)
		}
		other := h.Somebody(admin, "second.admin", "administrator", "")
		made := other.Post("/organizations", school, "Idempotency-Key", "registration-1").Want(201)
		if made.ID() == first.ID() {
			t.Error("another actor's key gave the first actor's answer")
		}
	})
}

func TestAStaleRevisionIsShownTheThingAsItIsNow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		made := admin.Post("/organizations", map[string]any{"name": map[string]any{"en": "A"}, "kind": "school"}).Want(201)
		path := "/organizations/" + made.ID()
		admin.Do("PATCH", path, map[string]any{"name": map[string]any{"en": "B"}}).Refused(428, "precondition_required")
		admin.Do("PATCH", path, map[string]any{"name": map[string]any{"en": "B"}}, "If-Match", made.ETag()).Want(200)
		stale := admin.Do("PATCH", path, map[string]any{"name": map[string]any{"en": "C"}}, "If-Match", made.ETag()).Refused(412, "revision_stale")
		if stale.Text("current.name.en") != "B" || stale.Text("current.revision") != "2" {
			t.Errorf("the refusal does not show the thing as it is now: %s", stale.Raw)
		}
	})
}

func TestAChangedRoleActsOnTheVeryNextRequest(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		auditor := h.Somebody(admin, "auditor", "auditor", "")
		auditor.Get("/audit-log").Want(200)
		grant := admin.Get("/accounts/" + auditor.ID + "/grants").Want(200).Text("items.0.id")
		admin.Do("DELETE", "/grants/"+grant, nil).Want(204)
		auditor.Get("/audit-log").Refused(403, "action_forbidden")
		account := admin.Get("/accounts/" + auditor.ID).Want(200)
		admin.Do("PATCH", "/accounts/"+auditor.ID, map[string]any{"status": "disabled"}, "If-Match", account.ETag()).Want(200)
		auditor.Get("/me").Refused(401, "token_invalid")
	})
}

func TestAnOrganiserWorksWithinTheOwnEditionOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		own, event := edition(h, admin)
		programme := admin.Get("/editions/" + own).Want(200).Text("programme_id")
		foreign := admin.Post("/programmes/"+programme+"/editions", map[string]any{
			"number": 47, "year": 2024, "name": map[string]any{"en": "47th"}, "host": map[string]any{"en": "Lyon"}, "time_zone": "Europe/Paris",
		}).Want(201)
		organiser := h.Somebody(admin, "organiser", "organiser", own)
		e := organiser.Get("/events/" + event).Want(200)
		organiser.Do("PATCH", "/events/"+event, map[string]any{"sector": "IT"}, "If-Match", e.ETag()).Want(200)
		organiser.Do("PATCH", "/editions/"+foreign.ID(), map[string]any{"year": 2025}, "If-Match", foreign.ETag()).Refused(403, "action_forbidden")
		organiser.Post("/organizations", map[string]any{"name": map[string]any{"en": "X"}, "kind": "school"}).Refused(403, "action_forbidden")
		h.Public().Get("/editions").Refused(401, "token_missing")
	})
}

func TestASessionEndsAfterHalfAnHourOfSilence(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		h.Clock.Add(29 * time.Minute)
		admin.Get("/me").Want(200)
		h.Clock.Add(29 * time.Minute)
		admin.Get("/me").Want(200)
		h.Clock.Add(31 * time.Minute)
		admin.Get("/me").Refused(401, "token_invalid")
	})
}

func TestListsAreReadPageByPageAndACursorFitsItsListOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		want := []string{"北京", "上海", "深圳", "天津", "重庆"} // in the order of pinyin: bei, shang, shen, tian, zhong
		for _, i := range []int{3, 0, 4, 1, 2} {
			admin.Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": want[i]}, "kind": "school"}).Want(201)
		}
		var got []string
		path, cursor := "/organizations?sort=name&limit=2", ""
		for {
			a := admin.Get(path + cursor).Want(200)
			var p struct {
				Items      []struct{ Name map[string]string }
				NextCursor *string `json:"next_cursor"`
			}
			a.Into(&p)
			for _, o := range p.Items {
				got = append(got, o.Name["zh-CN"])
			}
			if p.NextCursor == nil {
				break
			}
			cursor = "&cursor=" + *p.NextCursor
			admin.Get("/organizations?sort=-name&limit=2"+cursor).Refused(400, "invalid_cursor")
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("got %v, want %v", got, want)
		}
		if found := admin.Get("/organizations?q=shh").Want(200).Text("items.0.name.zh-CN"); found != "" {
			t.Errorf("shh found %q", found)
		}
		if found := admin.Get("/organizations?q=shang").Want(200).Text("items.0.name.zh-CN"); found != "上海" {
			t.Errorf("shang found %q", found)
		}
	})
}
