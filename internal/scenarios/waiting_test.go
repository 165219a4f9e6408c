package scenarios_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

// used is what is taken of the only limit that counts.
func used(c *apptest.Caller, edn, event, school string) string {
	return c.Get("/editions/" + edn + "/quotas/availability?event=" + event + "&organization=" + school).Want(200).Text("items.0.used")
}

func TestADraftHoldsItsPlacesForATime(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := spacious(h, admin, map[string]any{"hold_minutes": 20})
		quota(admin, edn, map[string]any{"per": "total", "most": 1})
		first, second := drafted(clerk, event, school, "甲"), drafted(clerk, event, school, "乙")
		held := act(clerk, first, "hold", nil, 1).Want(200)
		if held.Text("held_until_at") != "2020-09-01T00:20:00.000Z" || held.Text("status") != "draft" {
			t.Errorf("the hold is %s", held.Raw)
		}
		act(clerk, first, "hold", nil, 2).Refused(409, "entry_held")
		act(clerk, second, "submission", nil, 1).Refused(409, "quota_exhausted")
		h.Clock.Set(apptest.Begin.Add(20 * time.Minute))
		act(clerk, second, "hold", nil, 1).Refused(409, "quota_exhausted") // to the millisecond
		h.Clock.Add(time.Millisecond)
		if got := used(clerk, edn, event, school); got != "0" {
			t.Errorf("after the hold %s places are taken", got)
		}
		act(clerk, second, "hold", nil, 1).Want(200)
		act(clerk, first, "submission", nil, 2).Refused(409, "quota_exhausted") // the entry is as it was; its place is not
		clerk.Do("DELETE", "/entries/"+second+"/hold", nil, "If-Match", `"2"`).Want(200)
		act(clerk, second, "hold", nil, 3).Want(200)
		if got := act(clerk, second, "submission", nil, 4).Want(200); got.Text("status") != "submitted" || got.Text("held_until_at") != "" {
			t.Errorf("the entry is %s", got.Raw)
		}
		h.Clock.Add(25 * time.Minute)
		clerk = h.SignIn("registrar", apptest.Password)
		if got := used(clerk, edn, event, school); got != "1" {
			t.Errorf("of the submitted entry %s places are taken", got)
		}
	})
}

func TestTheHouseSweepsHoldsThatHaveRunOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := spacious(h, admin, map[string]any{"hold_minutes": 1, "waiting_list": true})
		quota(admin, edn, map[string]any{"per": "total", "most": 3})
		for i := range 3 {
			act(clerk, drafted(clerk, event, school, fmt.Sprint("持", i)), "hold", nil, 1).Want(200)
		}
		waits := drafted(clerk, event, school, "候")
		if got := act(clerk, waits, "submission", nil, 1).Want(200).Text("status"); got != "waiting" {
			t.Fatalf("it is %s", got)
		}
		h.Clock.Add(2 * time.Minute)
		for start := time.Now(); clerk.Get("/entries/"+waits).Want(200).Text("status") != "submitted"; time.Sleep(50 * time.Millisecond) {
			if time.Since(start) > time.Minute {
				t.Fatal("nobody sweeps")
			}
		}
		why := clerk.Get("/entries/" + waits + "/promotion").Want(200)
		if why.Text("cause") != "hold_expired" || why.Text("freed.0.count") != "1" {
			t.Errorf("the reason is %s", why.Raw)
		}
	})
}

func TestHoldsThatRunOutAreGivenAwayOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := spacious(h, admin, map[string]any{"hold_minutes": 1})
		quota(admin, edn, map[string]any{"per": "total", "most": 5})
		for i := range 5 {
			act(clerk, drafted(clerk, event, school, fmt.Sprint("持", i)), "hold", nil, 1).Want(200)
		}
		late := make([]string, 20)
		for i := range late {
			late[i] = drafted(clerk, event, school, fmt.Sprint("后", i))
		}
		h.Clock.Add(2 * time.Minute)
		var wg sync.WaitGroup
		statuses := make([]int, len(late))
		for i, e := range late {
			wg.Go(func() {
				for statuses[i] = 503; statuses[i] == 503; {
					statuses[i] = act(clerk, e, "submission", nil, 1).Status
				}
			})
		}
		wg.Wait()
		count := map[int]int{}
		for _, s := range statuses {
			count[s]++
		}
		if count[200] != 5 || count[409] != 15 {
			t.Errorf("of five places that ran out: %v", count)
		}
	})
}

func TestWhoFindsNoPlaceWaitsAndThePromotionIsExplained(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := spacious(h, admin, map[string]any{"waiting_list": true})
		organiser := h.Somebody(admin, "organiser", "organiser", edn)
		other, rival := schoolIn(h, admin, "rival", "310107")
		total := quota(admin, edn, map[string]any{"per": "total", "most": 2})
		perSchool := quota(admin, edn, map[string]any{"per": "organization", "most": 1})
		submit := func(c *apptest.Caller, school, name string) (entry, status string) {
			h.Clock.Add(time.Second)
			entry = drafted(c, event, school, name)
			return entry, act(c, entry, "submission", nil, 1).Want(200).Text("status")
		}
		wants := func(name, got, want string) {
			t.Helper()
			if got != want {
				t.Errorf("%s is %s, want %s", name, got, want)
			}
		}
		_, a := submit(clerk, school, "甲")
		b, second := submit(rival, other, "乙")
		c, third := submit(clerk, school, "丙") // lacks both
		d, fourth := submit(rival, other, "丁") // lacks both
		wants("甲", a, "submitted")
		wants("乙", second, "submitted")
		wants("丙", third, "waiting")
		wants("丁", fourth, "waiting")

		list := "/events/" + event + "/waiting-list?count=exact"
		if got := organiser.Get(list).Want(200); got.Text("total") != "2" || got.Text("items.0.entry_id") != c || got.Text("items.1.entry_id") != d {
			t.Errorf("the organiser sees %s", got.Raw)
		}
		if got := rival.Get(list).Want(200); got.Text("total") != "1" || got.Text("items.0.entry_id") != d || got.Text("items.0.position") != "2" || strings.Contains(string(got.Raw), c) {
			t.Errorf("the rival sees %s", got.Raw)
		}
		h.Somebody(admin, "nobody", "", "").Get(list).Refused(403, "action_forbidden")
		act(clerk, c, "approval", nil, 2).Refused(403, "action_forbidden")
		act(organiser, c, "approval", nil, 2).Refused(409, "entry_transition_not_allowed")

		h.Clock.Add(time.Second)
		act(rival, b, "withdrawal", map[string]any{"reason": "ill"}, 2).Want(200)
		wants("丙, whose school has its entry", clerk.Get("/entries/"+c).Want(200).Text("status"), "waiting")
		wants("丁", rival.Get("/entries/"+d).Want(200).Text("status"), "submitted")
		why := organiser.Get("/entries/" + d + "/promotion").Want(200)
		if why.Text("cause") != "withdrawal" || why.Text("by_entry_id") != b || len(why.Text("freed.1.quota_id")) == 0 ||
			why.Text("passed_over.0.entry_id") != c || why.Text("passed_over.0.lacking.0.quota_id") != perSchool || why.Text("passed_over_count") != "1" {
			t.Errorf("the explanation is %s", why.Raw)
		}
		if own := rival.Get("/entries/" + d + "/promotion").Want(200); strings.Contains(string(own.Raw), c) || strings.Contains(string(own.Raw), school) || own.Text("passed_over_count") != "1" {
			t.Errorf("the rival learns of another school: %s", own.Raw)
		}
		clerk.Get("/entries/"+d+"/promotion").Refused(404, "not_found")
		clerk.Get("/entries/"+c+"/promotion").Refused(404, "not_found")
		if log := admin.Get("/audit-log?name=entry.promoted&subject=" + d).Want(200); len(items(log)) != 1 {
			t.Errorf("the promotion is not on record: %s", log.Raw)
		}

		admin.Do("PATCH", "/quotas/"+perSchool, map[string]any{"most": 2}, "If-Match", `"1"`).Want(200)
		wants("丙, while two are in", clerk.Get("/entries/"+c).Want(200).Text("status"), "waiting")
		admin.Do("DELETE", "/quotas/"+total, nil, "If-Match", `"1"`).Want(204)
		wants("丙", clerk.Get("/entries/"+c).Want(200).Text("status"), "submitted")
		if got := clerk.Get("/entries/" + c + "/promotion").Want(200); got.Text("cause") != "quota_removed" || got.Text("by_quota_id") != total {
			t.Errorf("the explanation is %s", got.Raw)
		}
	})
}

// TestPlacesThatComeBackGoToTheFirstInLineHoweverManyWithdrawAtOnce also has others submit meanwhile.
func TestPlacesThatComeBackGoToTheFirstInLineHoweverManyWithdrawAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := spacious(h, admin, map[string]any{"waiting_list": true})
		quota(admin, edn, map[string]any{"per": "total", "most": 10})
		quota(admin, edn, map[string]any{"per": "organization_and_event", "most": 10})
		var in, waiting, late []string
		for i := range 20 {
			h.Clock.Add(time.Second)
			e := drafted(clerk, event, school, fmt.Sprint("选手", i))
			act(clerk, e, "submission", nil, 1).Want(200)
			if i < 10 {
				in = append(in, e)
			} else {
				waiting = append(waiting, e)
			}
		}
		for i := range 10 {
			late = append(late, drafted(clerk, event, school, fmt.Sprint("后", i)))
		}
		h.Clock.Add(time.Second)
		var wg sync.WaitGroup
		again := func(do func() *apptest.Answer) {
			wg.Go(func() {
				for {
					if a := do(); a.Status != 503 {
						a.Want(200)
						return
					}
				}
			})
		}
		for i := range 6 {
			again(func() *apptest.Answer { return act(clerk, in[i], "withdrawal", map[string]any{"reason": "ill"}, 2) })
		}
		for _, e := range late {
			again(func() *apptest.Answer { return act(clerk, e, "submission", nil, 1) })
		}
		wg.Wait()
		for i, e := range append(waiting, late...) {
			want := "waiting"
			if i < 6 {
				want = "submitted"
			}
			if got := clerk.Get("/entries/" + e).Want(200).Text("status"); got != want {
				t.Errorf("number %d in line is %s, want %s", i+1, got, want)
			}
		}
		if got := used(clerk, edn, event, school); got != "10" {
			t.Errorf("%s of 10 places are taken", got)
		}
		if n := deadlocks(h); n != 0 {
			t.Errorf("%d deadlocks", n)
		}
	})
}
