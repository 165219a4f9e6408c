package scenarios_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

// registering opens an edition for registration and answers its event, a school and its registrar.
func registering(h *apptest.House, admin *apptest.Caller) (edn, event, school string, clerk *apptest.Caller) {
	h.T.Helper()
	edn, event = edition(h, admin)
	admin.Post("/editions/"+edn+"/transitions", map[string]any{"to": "open"}, "If-Match", `"1"`).Want(200)
	school = admin.Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": "上海信息技术学校"}, "kind": "school"}).Want(201).ID()
	return edn, event, school, h.Somebody(admin, "registrar", "registrar", school)
}

func person(c *apptest.Caller, school, name, born string) string {
	return c.Post("/people", map[string]any{"name": name, "birth_date": born, "organization_id": school}).Want(201).ID()
}

func single(person string) map[string]any {
	return map[string]any{"members": []any{map[string]any{"person_id": person, "role": "competitor"}}}
}

func draft(c *apptest.Caller, event, school, person string) string {
	body := single(person)
	body["organization_id"] = school
	return c.Post("/events/"+event+"/entries", body).Want(201).ID()
}

func act(c *apptest.Caller, entry, verb string, body any, revision int) *apptest.Answer {
	return c.Post("/entries/"+entry+"/"+verb, body, "If-Match", fmt.Sprintf(`"%d"`, revision), "Idempotency-Key", fmt.Sprintf("%s-%d-%s", verb, revision, entry[len(entry)-6:]))
}

func TestAnEntryIsReturnedWithReasonsSubmittedAgainConfirmedAndCheckedIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		organiser := h.Somebody(admin, "organiser", "organiser", edn)
		e := draft(clerk, event, school, person(clerk, school, "李伟", "2002-03-04"))
		act(organiser, e, "submission", nil, 1).Refused(403, "action_forbidden")
		act(clerk, e, "submission", nil, 1).Want(200)
		returned := act(organiser, e, "return", map[string]any{"reasons": []string{"name as in the passport, please"}}, 2).Want(200)
		if returned.Text("status") != "returned" || returned.Text("reasons.0") == "" {
			t.Errorf("the reasons are lost: %s", returned.Raw)
		}
		act(clerk, e, "submission", nil, 3).Want(200)
		act(organiser, e, "confirmation", nil, 4).Refused(409, "entry_transition_not_allowed")
		act(organiser, e, "approval", nil, 4).Want(200)
		act(organiser, e, "confirmation", nil, 5).Want(200)
		if got := act(organiser, e, "check-in", nil, 6).Want(200).Text("status"); got != "checked_in" {
			t.Errorf("the entry is %s", got)
		}
		if got := clerk.Get("/entries?q=lw&status=checked_in").Want(200).Text("items.0.id"); got != e {
			t.Errorf("the entry is not found by the initials of its competitor: %q", got)
		}
	})
}

func TestWhatTheRulesHaveAgainstAnEntryIsListedAllAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, event, school, clerk := registering(h, admin)
		e := draft(clerk, event, school, person(clerk, school, "老李", "1990-01-01"))
		refused := act(clerk, e, "submission", nil, 1).Refused(422, "entry_not_eligible")
		if refused.Text("errors.0.code") != "member_too_old" || refused.Text("errors.0.pointer") != "/members/0" {
			t.Errorf("the refusal does not say who is too old: %s", refused.Raw)
		}
	})
}

func TestNothingOfAnotherSchoolIsReadable(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, event, school, clerk := registering(h, admin)
		p := person(clerk, school, "李伟", "2002-03-04")
		e := draft(clerk, event, school, p)
		other := admin.Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": "另一所学校"}, "kind": "school"}).Want(201).ID()
		stranger := h.Somebody(admin, "other.registrar", "registrar", other)
		for _, path := range []string{"/people/" + p, "/entries/" + e} {
			stranger.Get(path).Refused(404, "not_found")
		}
		for _, path := range []string{"/people?count=exact", "/people?q=lw&count=exact", "/people?count=exact&organization=" + school, "/entries?count=exact", "/entries?count=exact&event=" + event} {
			if got := stranger.Get(path).Want(200); got.Text("total") != "0" || len(items(got)) != 0 {
				t.Errorf("%s shows another school's: %s", path, got.Raw)
			}
		}
		body := single(p)
		body["organization_id"] = other
		if a := stranger.Post("/events/"+event+"/entries", body); a.Status < 400 || a.Status >= 500 {
			t.Errorf("another school's person was entered: %s", a.Raw)
		}
	})
}

func TestTheRegistrationWindowIsInclusiveToTheMillisecond(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		closes := apptest.Begin.Add(time.Hour)
		admin.Do("PATCH", "/editions/"+edn, map[string]any{"registration_closes_at": closes.Format(time.RFC3339)}, "If-Match", `"2"`).Want(200)
		first, second := draft(clerk, event, school, person(clerk, school, "甲", "2002-03-04")), draft(clerk, event, school, person(clerk, school, "乙", "2002-03-04"))
		h.Clock.Set(closes)
		clerk = h.SignIn("registrar", apptest.Password)
		act(clerk, first, "submission", nil, 1).Want(200)
		h.Clock.Add(time.Millisecond)
		act(clerk, second, "submission", nil, 1).Refused(409, "window_closed")
	})
}

func TestTheLastPlacesOfAQuotaAreNeverOversold(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		quota := admin.Post("/editions/"+edn+"/quotas", map[string]any{"per": "total", "most": 1}).Want(201).ID()
		entries := []string{}
		for i := range 2 {
			entries = append(entries, draft(clerk, event, school, person(clerk, school, fmt.Sprint("选手", i), "2002-03-04")))
		}
		var wg sync.WaitGroup
		statuses := make([]int, len(entries))
		for i, e := range entries {
			wg.Go(func() { statuses[i] = act(clerk, e, "submission", nil, 1).Status })
		}
		wg.Wait()
		if statuses[0]+statuses[1] != 200+409 {
			t.Errorf("two clerks took the last place at once: %v", statuses)
		}
		left := clerk.Get("/editions/" + edn + "/quotas/availability?event=" + event + "&organization=" + school).Want(200)
		var p struct {
			Items []struct {
				QuotaID         *string `json:"quota_id"`
				Used, Remaining int
			}
		}
		left.Into(&p)
		for _, l := range p.Items {
			if l.QuotaID != nil && *l.QuotaID == quota && (l.Used != 1 || l.Remaining != 0) {
				t.Errorf("the quota says %+v", l)
			}
		}
	})
}

func TestWhoReadsAboutAMinorIsWrittenDown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		child, adult := person(clerk, school, "小明", "2004-05-06"), person(clerk, school, "老李", "1990-01-01")
		read := func(subject string) int {
			return len(items(admin.Get("/audit-log?name=person.minor_read&subject=" + subject).Want(200)))
		}
		admin.Get("/people/" + child).Want(200)
		admin.Get("/people/" + adult).Want(200)
		h.Clock.Add(time.Second)
		clerk.Get("/people?organization=" + school).Want(200)
		h.Somebody(admin, "stranger", "", "").Get("/people/" + child).Want(404)
		if read(child) != 2 || read(adult) != 0 {
			t.Errorf("the child was read about %d times, the adult %d", read(child), read(adult))
		}
		if who := admin.Get("/audit-log?name=person.minor_read&subject=" + child).Want(200); who.Text("items.0.actor") != clerk.ID || who.Text("items.1.actor") != admin.ID {
			t.Errorf("it is not said who read: %s", who.Raw)
		}
	})
}
