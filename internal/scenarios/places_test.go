package scenarios_test

import (
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

// schoolIn adds a school in a district, with its registrar.
func schoolIn(h *apptest.House, admin *apptest.Caller, login, district string) (school string, clerk *apptest.Caller) {
	h.T.Helper()
	school = admin.Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": "学校 " + login}, "kind": "school", "district": district}).Want(201).ID()
	return school, h.Somebody(admin, login, "registrar", school)
}

// spacious opens an edition whose rules limit nothing, and answers its event, a school and its registrar.
func spacious(h *apptest.House, admin *apptest.Caller, settings map[string]any) (edn, event, school string, clerk *apptest.Caller) {
	h.T.Helper()
	text := func(s string) map[string]any { return map[string]any{"zh-CN": s} }
	programme := admin.Post("/programmes", map[string]any{"name": text("教学能力比赛")}).Want(201).ID()
	body := map[string]any{"number": 1, "year": 2020, "name": text("第一届"), "host": text("上海"), "time_zone": "Asia/Shanghai"}
	for name, value := range settings {
		body[name] = value
	}
	edn = admin.Post("/programmes/"+programme+"/editions", body).Want(201).ID()
	admin.Post("/editions/"+edn+"/rule-sets", map[string]any{"preset": "school_contest"}).Want(201)
	event = admin.Post("/editions/"+edn+"/events", map[string]any{"number": "01", "name": text("公共基础课程"), "team_min": 1, "team_max": 4}).Want(201).ID()
	admin.Post("/editions/"+edn+"/transitions", map[string]any{"to": "open"}, "If-Match", `"1"`).Want(200)
	school, clerk = schoolIn(h, admin, "registrar", "310104")
	return edn, event, school, clerk
}

func quota(admin *apptest.Caller, edition string, body map[string]any) (id string) {
	return admin.Post("/editions/"+edition+"/quotas", body).Want(201).ID()
}

// drafted is a draft of a new person.
func drafted(c *apptest.Caller, event, school, name string) string {
	return draft(c, event, school, person(c, school, name, "2002-03-04"))
}

// lacking are the quotas that a refusal lists.
func lacking(a *apptest.Answer) map[string]bool {
	var p struct {
		Errors []struct {
			Code   string
			Params struct{ Quota string }
		}
	}
	a.Into(&p)
	all := map[string]bool{}
	for _, e := range p.Errors {
		if e.Code == "quota_exhausted" {
			all[e.Params.Quota] = true
		}
	}
	return all
}

func TestTheThirdSchoolOfADistrictIsRefusedThoughItHasNoEntry(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, _, _ := registering(h, admin)
		perSchool := quota(admin, edn, map[string]any{"per": "organization_and_event", "most": 1})
		perDistrict := quota(admin, edn, map[string]any{"per": "district_and_event", "most": 2})
		var schools []string
		var clerks []*apptest.Caller
		for i := range 3 {
			school, clerk := schoolIn(h, admin, fmt.Sprint("school.", i), "310104")
			schools, clerks = append(schools, school), append(clerks, clerk)
		}
		for i := range 2 {
			act(clerks[i], drafted(clerks[i], event, schools[i], fmt.Sprint("选手", i)), "submission", nil, 1).Want(200)
		}
		third := drafted(clerks[2], event, schools[2], "选手丙")
		if got := lacking(act(clerks[2], third, "submission", nil, 1).Refused(409, "quota_exhausted")); !got[perDistrict] || len(got) != 1 {
			t.Errorf("the third school lacks %v, want the district's quota alone", got)
		}
		again := drafted(clerks[0], event, schools[0], "选手丁")
		if got := lacking(act(clerks[0], again, "submission", nil, 1).Refused(409, "quota_exhausted")); !got[perDistrict] || !got[perSchool] {
			t.Errorf("the first school lacks %v, want both quotas at once", got)
		}
		var left struct {
			Items []struct {
				QuotaID         *string `json:"quota_id"`
				Used, Remaining int
				Binds           bool
			}
		}
		clerks[2].Get("/editions/" + edn + "/quotas/availability?event=" + event + "&organization=" + schools[2]).Want(200).Into(&left)
		for _, l := range left.Items {
			if l.QuotaID == nil {
				continue
			}
			if binds := *l.QuotaID == perDistrict; l.Binds != binds || (binds && (l.Used != 2 || l.Remaining != 0)) {
				t.Errorf("the availability says %+v", l)
			}
		}
		other, clerk := schoolIn(h, admin, "school.elsewhere", "310107")
		act(clerk, drafted(clerk, event, other, "选手戊"), "submission", nil, 1).Want(200)
	})
}

func TestACityWithAPlanOfItsOwnIsADelegationBesideItsProvince(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, _, _ := registering(h, admin)
		hangzhou, east := schoolIn(h, admin, "hangzhou", "330100")
		ningbo, north := schoolIn(h, admin, "ningbo", "330200")
		delegation := func(kind, name string, body map[string]any) string {
			body["kind"], body["name"] = kind, map[string]any{"zh-CN": name}
			return admin.Post("/editions/"+edn+"/delegations", body).Want(201).ID()
		}
		zhejiang := delegation("province", "浙江省代表队", map[string]any{"organization_ids": []string{hangzhou}})
		city := delegation("separate_plan_city", "宁波市代表队", map[string]any{"organization_id": ningbo})
		quota(admin, edn, map[string]any{"per": "delegation", "most": 1})
		first := act(east, drafted(east, event, hangzhou, "杭一"), "submission", nil, 1).Want(200)
		second := act(north, drafted(north, event, ningbo, "甬一"), "submission", nil, 1).Want(200)
		if first.Text("delegation_id") != zhejiang || second.Text("delegation_id") != city {
			t.Errorf("the entries are of %s and %s", first.Text("delegation_id"), second.Text("delegation_id"))
		}
		act(north, drafted(north, event, ningbo, "甬二"), "submission", nil, 1).Refused(409, "quota_exhausted")
		admin.Do("DELETE", "/delegations/"+city, nil, "If-Match", `"1"`).Refused(409, "delegation_in_use")
		if got := items(admin.Get("/editions/" + edn + "/delegations?q=nb").Want(200)); len(got) != 1 {
			t.Errorf("found by its initials: %v", got)
		}
		base := delegation("base", "集训基地", map[string]any{"organization_ids": []string{ningbo}})
		body := single(person(north, ningbo, "甬三", "2002-03-04"))
		body["organization_id"] = ningbo
		north.Post("/events/"+event+"/entries", body).Refused(422, "delegation_ambiguous")
		body["delegation_id"] = zhejiang
		north.Post("/events/"+event+"/entries", body).Refused(422, "reference_missing")
		body["delegation_id"] = base
		e := north.Post("/events/"+event+"/entries", body).Want(201).ID()
		act(north, e, "submission", nil, 1).Want(200)
	})
}

func TestADraftFollowsItsSchoolToAnotherDelegationAndAnEntryWithPlacesStays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := spacious(h, admin, map[string]any{"hold_minutes": 20})
		delegation := func(name string, schools ...string) string {
			return admin.Post("/editions/"+edn+"/delegations", map[string]any{"kind": "district", "name": map[string]any{"zh-CN": name}, "organization_ids": append([]string{}, schools...)}).Want(201).ID()
		}
		xuhui, putuo := delegation("徐汇区代表队", school), delegation("普陀区代表队")
		each := quota(admin, edn, map[string]any{"per": "delegation_and_event", "delegation_id": xuhui, "most": 1})
		stays, follows := drafted(clerk, event, school, "甲"), drafted(clerk, event, school, "乙")
		act(clerk, stays, "hold", nil, 1).Want(200)
		clerk.Do("PATCH", "/entries/"+stays, map[string]any{"delegation_id": nil}, "If-Match", `"2"`).Refused(409, "entry_not_editable")
		if got := lacking(act(clerk, follows, "submission", nil, 1).Refused(409, "quota_exhausted")); !got[each] {
			t.Errorf("it lacks %v", got)
		}
		admin.Do("PATCH", "/delegations/"+xuhui, map[string]any{"organization_ids": []string{}}, "If-Match", `"1"`).Want(200)
		admin.Do("PATCH", "/delegations/"+putuo, map[string]any{"organization_ids": []string{school}}, "If-Match", `"1"`).Want(200)
		if got := act(clerk, stays, "submission", nil, 2).Want(200).Text("delegation_id"); got != xuhui {
			t.Errorf("the entry that held its place is of %s", got)
		}
		if got := act(clerk, follows, "submission", nil, 1).Want(200).Text("delegation_id"); got != putuo {
			t.Errorf("the draft is of %s", got)
		}
		act(clerk, stays, "withdrawal", map[string]any{"reason": "ill"}, 3).Want(200)
		if got := clerk.Get("/entries?count=exact&delegation=" + putuo).Want(200).Text("total"); got != "1" {
			t.Errorf("the delegation has %s entries", got)
		}
	})
}

func TestGuestsUseNoQuota(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		quota(admin, edn, map[string]any{"per": "total", "most": 0})
		act(clerk, drafted(clerk, event, school, "甲"), "submission", nil, 1).Refused(409, "quota_exhausted")
		admin.Post("/editions/"+edn+"/delegations", map[string]any{"kind": "guest", "name": map[string]any{"zh-CN": "特邀队"}, "organization_ids": []string{school}}).Want(201)
		if e := act(clerk, drafted(clerk, event, school, "乙"), "submission", nil, 1).Want(200); e.Text("official") != "false" || e.Text("status") != "submitted" {
			t.Errorf("the guest is %s", e.Raw)
		}
		guest := admin.Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": "澳门"}, "kind": "guest"}).Want(201).ID()
		other := h.Somebody(admin, "guest", "registrar", guest)
		act(other, drafted(other, event, guest, "丙"), "submission", nil, 1).Want(200)
	})
}

// deadlocks is how many PostgreSQL had to break in the house's database.
func deadlocks(h *apptest.House) (n int) {
	h.T.Helper()
	if h.DB.Dialect() != "postgres" {
		return 0
	}
	err := h.Query("select deadlocks from pg_stat_database where datname = current_database()", func(r *sql.Rows) error { return r.Scan(&n) })
	if err != nil {
		h.T.Fatal(err)
	}
	return n
}

// TestTwoHundredAtOnceGetExactlyTheLastTwentyPlaces of three quotas that overlap, while others withdraw.
func TestTwoHundredAtOnceGetExactlyTheLastTwentyPlaces(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		const most, leaving = 20, 5
		admin := h.Administrator()
		edn, event, school, clerk := spacious(h, admin, nil)
		quotas := []string{
			quota(admin, edn, map[string]any{"per": "total", "most": most + leaving}),
			quota(admin, edn, map[string]any{"per": "event", "most": most + leaving}),
			quota(admin, edn, map[string]any{"per": "organization", "unit": "competitors", "most": most + leaving}),
		}
		leave := make([]string, leaving)
		for i := range leave {
			leave[i] = drafted(clerk, event, school, fmt.Sprint("旧", i))
			act(clerk, leave[i], "submission", nil, 1).Want(200)
		}
		entries := make([]string, 200)
		for i := range entries {
			entries[i] = drafted(clerk, event, school, fmt.Sprint("选手", i))
		}
		race := func() (taken int) {
			var mu sync.Mutex
			var wg sync.WaitGroup
			for _, e := range entries {
				wg.Go(func() {
					for {
						a := act(clerk, e, "submission", nil, 1)
						switch mu.Lock(); {
						case a.Status == 200 && a.Header.Get("Idempotency-Replayed") == "":
							taken++
						case a.Status == 503: // too many at once: the client tries again
							mu.Unlock()
							continue
						case a.Status != 200 && a.Status != 409 && a.Status != 412:
							t.Errorf("%d: %s", a.Status, a.Raw)
						}
						mu.Unlock()
						return
					}
				})
			}
			wg.Wait()
			return taken
		}
		if taken := race(); taken != most {
			t.Errorf("%d of the last %d places were taken", taken, most)
		}
		var wg sync.WaitGroup
		for _, e := range leave {
			wg.Go(func() { act(clerk, e, "withdrawal", map[string]any{"reason": "ill"}, 2).Want(200) })
		}
		wg.Wait()
		if taken := race(); taken != leaving {
			t.Errorf("%d of %d places that came back were taken", taken, leaving)
		}
		if n := deadlocks(h); n != 0 {
			t.Errorf("%d deadlocks", n)
		}
		var left struct {
			Items []struct {
				QuotaID         *string `json:"quota_id"`
				Used, Remaining int
			}
		}
		clerk.Get("/editions/" + edn + "/quotas/availability?event=" + event + "&organization=" + school).Want(200).Into(&left)
		for _, l := range left.Items {
			if l.QuotaID != nil && (l.Used != most+leaving || l.Remaining != 0) {
				t.Errorf("a quota of %v says %+v", quotas, l)
			}
		}
	})
}

func TestPeopleAreCountedAndAReturnedTeamTakesAndGivesOnlyTheDifference(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := spacious(h, admin, nil)
		organiser := h.Somebody(admin, "organiser", "organiser", edn)
		people := quota(admin, edn, map[string]any{"per": "total", "unit": "competitors", "most": 4})
		members := func(n int) map[string]any {
			all := []any{}
			for i := range n {
				all = append(all, map[string]any{"person_id": person(clerk, school, fmt.Sprint("队员", i), "2002-03-04"), "role": "competitor"})
			}
			return map[string]any{"members": all}
		}
		body := members(3)
		body["organization_id"] = school
		e := clerk.Post("/events/"+event+"/entries", body).Want(201).ID()
		act(clerk, e, "submission", nil, 1).Want(200)
		used := func() string {
			a := clerk.Get("/editions/" + edn + "/quotas/availability?event=" + event + "&organization=" + school).Want(200)
			var p struct {
				Items []struct {
					QuotaID *string `json:"quota_id"`
					Used    int
				}
			}
			a.Into(&p)
			for _, l := range p.Items {
				if l.QuotaID != nil && *l.QuotaID == people {
					return fmt.Sprint(l.Used)
				}
			}
			return "nothing"
		}
		act(organiser, e, "return", map[string]any{"reasons": []string{"one more"}}, 2).Want(200)
		clerk.Do("PATCH", "/entries/"+e, members(4), "If-Match", `"3"`).Want(200)
		act(clerk, e, "submission", nil, 4).Want(200)
		if got := used(); got != "4" {
			t.Errorf("four competitors count as %s", got)
		}
		act(organiser, e, "return", map[string]any{"reasons": []string{"too many"}}, 5).Want(200)
		clerk.Do("PATCH", "/entries/"+e, members(2), "If-Match", `"6"`).Want(200)
		act(clerk, e, "submission", nil, 7).Want(200)
		if got := used(); got != "2" {
			t.Errorf("two competitors count as %s", got)
		}
		admin.Do("PATCH", "/quotas/"+people, map[string]any{"most": 1}, "If-Match", `"1"`).Refused(409, "quota_below_use")
	})
}

func TestAWindowIsSetByTheClocksOfThePlaceAndNamedWhenItIsClosed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		admin.Do("PATCH", "/editions/"+edn, map[string]any{"time_zone": "Asia/Shanghai"}, "If-Match", `"2"`).Want(200)
		set := admin.Do("PATCH", "/editions/"+edn, map[string]any{"registration_closes_at": "2020-09-01T14:00", "withdrawal_closes_at": "2020-09-01T15:00"}, "If-Match", `"3"`).Want(200)
		if set.Text("registration_closes_at") != "2020-09-01T06:00:00.000Z" {
			t.Errorf("14:00 in Shanghai is %s", set.Text("registration_closes_at"))
		}
		if log := admin.Get("/audit-log?name=edition.window_moved&subject=" + edn).Want(200); len(items(log)) != 2 {
			t.Errorf("the windows are not on record: %s", log.Raw)
		}
		admin.Do("PATCH", "/editions/"+edn, map[string]any{"time_zone": "Europe/Paris", "registration_closes_at": "2021-03-28T02:30"}, "If-Match", `"4"`).Refused(422, "edition_invalid")
		first, second := drafted(clerk, event, school, "甲"), drafted(clerk, event, school, "乙")
		two := time.Date(2020, 9, 1, 6, 0, 0, 0, time.UTC)
		h.Clock.Set(two)
		clerk = h.SignIn("registrar", apptest.Password)
		act(clerk, first, "submission", nil, 1).Want(200)
		h.Clock.Add(time.Millisecond)
		if refused := act(clerk, second, "submission", nil, 1).Refused(409, "window_closed"); !strings.Contains(refused.Text("detail"), "2020-09-01T14:00:00.000+08:00") {
			t.Errorf("the refusal does not name the time: %s", refused.Raw)
		}
		now := clerk.Get("/editions/" + edn + "/windows").Want(200)
		if now.Text("items.0.open") != "false" || now.Text("items.2.open") != "true" || now.Text("items.2.closes_local") != "2020-09-01T15:00:00.000+08:00" {
			t.Errorf("the windows are %s", now.Raw)
		}
		act(clerk, first, "withdrawal", map[string]any{"reason": "ill"}, 2).Want(200)
		h.Clock.Set(two.Add(time.Hour + time.Millisecond))
		clerk = h.SignIn("registrar", apptest.Password)
		act(clerk, second, "withdrawal", map[string]any{"reason": "ill"}, 1).Refused(409, "window_closed")
		h.Clock.Set(two.Add(time.Hour))
		clerk = h.SignIn("registrar", apptest.Password)
		act(clerk, second, "withdrawal", map[string]any{"reason": "ill"}, 1).Want(200)
	})
}
