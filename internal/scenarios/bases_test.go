package scenarios_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

// based is an edition with a recognised base of a school in its event, and whoever they need.
type based struct {
	h                *apptest.House
	admin, organiser *apptest.Caller
	evaluator, clerk *apptest.Caller
	programme        string
	edition, event   string
	school, base     string
}

func newBased(h *apptest.House) based {
	h.T.Helper()
	b := based{h: h, admin: h.Administrator()}
	b.edition, b.event, b.school, b.clerk = registering(h, b.admin)
	b.programme = b.admin.Get("/editions/" + b.edition).Want(200).Text("programme_id")
	b.organiser = h.Somebody(b.admin, "organiser", "organiser", b.edition)
	b.evaluator = h.Somebody(b.admin, "evaluator", "evaluator", b.event)
	b.base = b.recognised(b.clerk, b.event, b.school)
	return b
}

// post sends with the ETag that was last read.
func post(c *apptest.Caller, path string, body any, revision any) *apptest.Answer {
	return c.Post(path, body, "If-Match", fmt.Sprintf(`"%v"`, revision))
}

// recognised applies for a base, has it evaluated and recognised.
func (b based) recognised(clerk *apptest.Caller, event, school string) string {
	b.h.T.Helper()
	base := clerk.Post("/events/"+event+"/bases", object{"organization_id": school, "statement": "两个工位齐全的实训车间"}).Want(201).ID()
	b.admin.Post("/accounts/"+b.evaluator.ID+"/grants", object{"role": "evaluator", "on": event})
	b.evaluator.Post("/bases/"+base+"/evaluations", object{"recommends": true, "score": "91.50", "text": "条件优越"}).Want(201)
	post(b.admin, "/bases/"+base+"/decisions", object{"verdict": "recognised", "valid_until_date": "2022-10-31"}, 1).Want(200)
	return base
}

func (b based) another(event, name, login string) (base, school string, clerk *apptest.Caller) {
	b.h.T.Helper()
	school = b.admin.Post("/organizations", object{"name": object{"zh-CN": name}, "kind": "school"}).Want(201).ID()
	clerk = b.h.Somebody(b.admin, login, "registrar", school)
	return b.recognised(clerk, event, school), school, clerk
}

// selected takes a new person into a squad.
func selected(c *apptest.Caller, squad, school, name, born string) string {
	return c.Post("/squads/"+squad+"/trainees", object{"person_id": person(c, school, name, born)}).Want(201).ID()
}

// moved brings a trainee through states.
func moved(c *apptest.Caller, trainee, reason string, to ...string) {
	for _, s := range to {
		now := c.Get("/trainees/" + trainee).Want(200)
		body := object{"to": s}
		if reason != "" {
			body["reason"] = reason
		}
		c.Post("/trainees/"+trainee+"/moves", body, "If-Match", now.ETag()).Want(200)
	}
}

func TestABaseIsRecognisedAfterAnEvaluationRenewedAfterAnInspectionAndRemovedWithAReason(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		organiser, evaluator := h.Somebody(admin, "organiser", "organiser", edn), h.Somebody(admin, "evaluator", "evaluator", event)
		clerk.Post("/events/"+event+"/bases", object{"organization_id": school, "statement": " \u3000 "}).Refused(400, "invalid_request")
		apply := object{"organization_id": school, "statement": "两个工位齐全的实训车间"}
		base := "/bases/" + clerk.Post("/events/"+event+"/bases", apply).Want(201).ID()
		clerk.Post("/events/"+event+"/bases", apply).Refused(409, "already_exists")
		recognise := object{"verdict": "recognised", "valid_until_date": "2021-10-31"}
		post(organiser, base+"/decisions", recognise, 1).Refused(409, "base_not_evaluated")
		opinion := object{"recommends": true, "text": "条件优越"}
		own := admin.Post("/accounts", object{"login": "own.expert", "display_name": "本校专家", "password": apptest.Password, "organization_id": school}).Want(201).ID()
		admin.Post("/accounts/"+own+"/grants", object{"role": "evaluator", "on": event}).Want(201)
		h.SignIn("own.expert", apptest.Password).Do("PUT", "/me/password", object{"current_password": apptest.Password, "new_password": "another sentence to keep"}).Want(204)
		h.SignIn("own.expert", "another sentence to keep").Post(base+"/evaluations", opinion).Refused(409, "evaluator_conflict")
		evaluator.Post(base+"/evaluations", opinion).Want(201)
		evaluator.Post(base+"/evaluations", opinion).Refused(409, "already_exists")
		clerk.Get(base+"/evaluations").Refused(403, "action_forbidden")
		post(clerk, base+"/decisions", recognise, 1).Refused(403, "action_forbidden")
		post(organiser, base+"/decisions", recognise, 1).Want(200)
		post(organiser, base+"/decisions", object{"verdict": "renewed", "valid_until_date": "2022-10-31"}, 2).Refused(409, "base_not_inspected")
		visit := object{"inspected_date": "2020-09-02", "passed": true, "findings": "第二车间已投入使用"}
		post(evaluator, base+"/inspections", visit, 2).Refused(422, "date_ahead")
		visit["inspected_date"] = "2020-09-01"
		post(evaluator, base+"/inspections", visit, 2).Want(200)
		post(organiser, base+"/decisions", object{"verdict": "renewed", "valid_until_date": "2020-08-31"}, 3).Refused(422, "ends_before_start")
		post(organiser, base+"/decisions", object{"verdict": "renewed", "valid_until_date": "2022-10-31"}, 3).Want(200)
		post(organiser, base+"/decisions", object{"verdict": "removed"}, 4).Refused(422, "reason_required")
		gone := post(organiser, base+"/decisions", object{"verdict": "removed", "reason": "场地拆迁"}, 4).Want(200)
		if gone.Text("status") != "removed" || gone.Text("decisions.2.reason") != "场地拆迁" || gone.Text("inspections.0.passed") != "true" {
			t.Errorf("the base does not tell its life: %s", gone.Raw)
		}
		clerk.Post(base+"/squads", object{"most": 10}).Refused(409, "base_not_recognised")
	})
}

// Rule 28.
func TestTheFirstOfThePublishedOrderLeadsAndWhenItGoesNobodyDoes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		second, _, _ := b.another(b.event, "第二基地学校", "registrar.2")
		order := "/events/" + b.event + "/base-order"
		publish := func(revision int, bases ...string) *apptest.Answer {
			return b.organiser.Do("PUT", order, object{"base_ids": bases}, "If-Match", fmt.Sprintf(`"%d"`, revision))
		}
		if lead := b.clerk.Get(order).Want(200).Text("lead_base_id"); lead != "" {
			t.Errorf("%s leads without an order", lead)
		}
		publish(0, b.base).Refused(422, "base_order_incomplete")
		publish(0, b.base, b.base).Refused(422, "base_order_incomplete")
		if lead := publish(0, b.base, second).Want(200).Text("lead_base_id"); lead != b.base {
			t.Errorf("%q leads", lead)
		}
		publish(0, second, b.base).Refused(412, "revision_stale")
		now := b.admin.Get("/bases/" + b.base).Want(200)
		b.organiser.Post("/bases/"+b.base+"/decisions", object{"verdict": "removed", "reason": "场地拆迁"}, "If-Match", now.ETag()).Want(200)
		if left := b.clerk.Get(order).Want(200); left.Text("lead_base_id") != "" || left.Text("bases.0.base_id") != second || left.Text("bases.0.position") != "2" {
			t.Errorf("somebody moved up: %s", left.Raw)
		}
		if lead := publish(1, second).Want(200).Text("lead_base_id"); lead != second {
			t.Errorf("%q leads", lead)
		}
	})
}

// Rule 32.
func TestAnInterpreterReassignedOnADateLosesTheOldSkillAndGainsTheNewOneAsThatDayBeginsInTheEditionsZone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		event := b.admin.Post("/editions/"+b.edition+"/events", object{"number": "05", "name": object{"en": "Mechanical Engineering CAD"}}).Want(201).ID()
		other, _, _ := b.another(event, "第二基地学校", "registrar.2")
		interpreter := h.Somebody(b.admin, "interpreter", "", "")
		interpreter.Get("/bases/"+b.base).Refused(404, "not_found")
		assigned := b.clerk.Post("/bases/"+b.base+"/staff", object{"function": "interpreter", "account_id": interpreter.ID, "from_date": "2020-09-02"}).Want(201)
		reads := func(base string) bool {
			one, list := interpreter.Get("/bases/"+base), interpreter.Get("/bases?count=exact")
			listed := list.Status == 200 && list.Text("total") == "1" && list.Text("items.0.id") == base
			if (one.Status == 200) != listed {
				t.Errorf("one read is answered %d, the list %s", one.Status, list.Raw)
			}
			return one.Status == 200
		}
		at := func(date string, before time.Duration) {
			shanghai := time.FixedZone("Shanghai", 8*60*60)
			day, _ := time.ParseInLocation(time.DateOnly, date, shanghai)
			h.Clock.Set(day.Add(-before))
			interpreter, b.organiser = h.SignIn("interpreter", apptest.Password), h.SignIn("organiser", apptest.Password)
		}
		if at("2020-09-02", time.Millisecond); reads(b.base) {
			t.Error("the assignment counts before its first day")
		}
		if h.Clock.Add(time.Millisecond); !reads(b.base) {
			t.Error("it does not count as its first day begins")
		}
		path := "/staff-assignments/" + assigned.ID() + "/reassignment"
		next := object{"base_id": other, "from_date": "2021-05-01"}
		b.clerk = h.SignIn("registrar", apptest.Password)
		post(b.clerk, path, next, 1).Refused(422, "reference_missing") // the other base is not the registrar's
		post(b.organiser, path, next, 1).Want(201)
		at("2021-05-01", time.Millisecond)
		if !reads(b.base) || reads(other) {
			t.Error("the change acts before its day")
		}
		h.Clock.Add(time.Millisecond)
		if reads(b.base) || !reads(other) {
			t.Error("the change does not act as its day begins")
		}
	})
}

func TestASquadTakesNoMoreThanItHoldsNobodyTwiceAndNobodyTooOld(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 2}).Want(201).ID()
		b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 2}).Refused(409, "already_exists")
		path := "/squads/" + squad + "/trainees"
		old := b.clerk.Post(path, object{"person_id": person(b.clerk, b.school, "老李", "1990-01-01")}).Refused(422, "trainee_not_eligible")
		if old.Text("errors.0.code") != "member_too_old" || old.Text("errors.0.params.limit") != "22" {
			t.Errorf("the limit is not named: %s", old.Raw)
		}
		first := selected(b.clerk, squad, b.school, "甲", "2002-03-04")
		who := b.clerk.Get("/trainees/" + first).Want(200).Text("person_id")
		b.clerk.Post(path, object{"person_id": who}).Refused(409, "trainee_elsewhere")
		selected(b.clerk, squad, b.school, "乙", "2002-03-04")
		b.clerk.Post(path, object{"person_id": person(b.clerk, b.school, "丙", "2002-03-04")}).Refused(409, "squad_full")
		post(b.clerk, "/trainees/"+first+"/moves", object{"to": "withdrawn"}, 1).Refused(422, "reason_required")
		post(b.clerk, "/trainees/"+first+"/moves", object{"to": "competitor"}, 1).Refused(409, "trainee_transition_not_allowed")
		moved(b.clerk, first, "转学", "withdrawn")
		selected(b.clerk, squad, b.school, "丁", "2002-03-04")
		if got := b.clerk.Get("/trainees?person=" + who).Want(200); got.Text("items.0.history.1.reason") != "转学" {
			t.Errorf("why the trainee left is lost: %s", got.Raw)
		}
	})
}

func TestNothingOfAnotherBasesSquadIsReadable(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 2}).Want(201).ID()
		trainee := selected(b.clerk, squad, b.school, "李伟", "2002-03-04")
		who := b.clerk.Get("/trainees/" + trainee).Want(200).Text("person_id")
		own, _, clerk := b.another(b.event, "第二基地学校", "registrar.2")
		coach := h.Somebody(b.admin, "coach", "", "")
		clerk.Post("/bases/"+own+"/staff", object{"function": "coach", "account_id": coach.ID, "from_date": "2020-09-01"}).Want(201)
		mine := clerk.Post("/bases/"+own+"/squads", object{"most": 2}).Want(201).ID()
		for name, stranger := range map[string]*apptest.Caller{"registrar": clerk, "coach": coach} {
			for _, path := range []string{
				"/bases/" + b.base, "/bases/" + b.base + "/staff", "/bases/" + b.base + "/evaluations", "/squads/" + squad, "/squads/" + squad + "/log",
				"/squads/" + squad + "/attendance", "/squads/" + squad + "/assessments", "/trainees/" + trainee,
			} {
				stranger.Get(path).Refused(404, "not_found")
			}
			for _, query := range []string{"", "&squad=" + squad, "&person=" + who, "&status=selected"} {
				if got := stranger.Get("/trainees?count=exact" + query).Want(200); got.Text("total") != "0" || len(items(got)) != 0 {
					t.Errorf("the %s is shown another base's trainee: %s", name, got.Raw)
				}
			}
			for path, want := range map[string]string{"/bases?count=exact": own, "/squads?count=exact": mine} {
				if got := stranger.Get(path).Want(200); got.Text("total") != "1" || got.Text("items.0.id") != want {
					t.Errorf("%s shows the %s more than the own: %s", path, name, got.Raw)
				}
			}
			for _, query := range []string{"/squads?count=exact&base=" + b.base, "/bases?count=exact&organization=" + url.QueryEscape(b.school)} {
				if got := stranger.Get(query).Want(200); got.Text("total") != "0" {
					t.Errorf("%s shows the %s something: %s", query, name, got.Raw)
				}
			}
		}
		clerk.Post("/squads/"+mine+"/trainees", object{"person_id": who}).Refused(422, "reference_missing")
		clerk.Post("/bases/"+own+"/staff", object{"function": "expert", "person_id": who, "from_date": "2020-09-01"}).Refused(422, "reference_missing")
		clerk.Post("/squads/"+mine+"/seeds", object{"from_squad_id": squad}).Refused(422, "reference_missing")
		clerk.Post("/squads/"+mine+"/nominations", object{"members": []any{object{"trainee_id": trainee, "as": "competitor"}}}, "Idempotency-Key", "foreign-nomination").
			Refused(422, "reference_missing")
	})
}

func TestABaseLivesWithItsSquadForTwoYearsAndSeedsTheNextEdition(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		coach := h.Somebody(b.admin, "coach", "", "")
		b.clerk.Post("/bases/"+b.base+"/staff", object{"function": "coach", "account_id": coach.ID, "from_date": "2020-09-01"}).Want(201)
		manager := person(b.clerk, b.school, "场地经理", "1980-05-06")
		b.clerk.Post("/bases/"+b.base+"/staff", object{"function": "workshop_manager", "person_id": manager, "from_date": "2020-09-01", "until_date": "2021-09-01"}).Want(201)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 10}).Want(201).ID()
		path := "/squads/" + squad
		stage := func(name, from, until string, keep any) object {
			return object{"name": name, "from_date": from, "until_date": until, "keep": keep, "goals": "", "stage_id": nil}
		}
		plan := func(stages ...object) *apptest.Answer {
			return coach.Do("PUT", path+"/plan", object{"stages": stages}, "If-Match", `"1"`)
		}
		wrong := plan(stage("一", "2020-09-01", "2020-12-31", 5), stage("二", "2020-12-31", "2020-12-01", 6)).Refused(422, "plan_invalid")
		if wrong.Text("errors.0.pointer") != "/stages/1/until_date" || wrong.Text("errors.1.code") != "plan_keeps_more" {
			t.Errorf("not everything is said of the plan: %s", wrong.Raw)
		}
		plan(stage("一", "2020-09-01", "2020-12-31", 5), stage("二", "2021-01-01", "2021-06-30", 2)).Want(200)

		trainees := make([]string, 10)
		for i := range trainees {
			trainees[i] = selected(b.clerk, squad, b.school, fmt.Sprintf("选手%02d", i), fmt.Sprintf("%d-03-04", 1999+i%2*3))
			moved(b.clerk, trainees[i], "", "training")
		}
		if full := coach.Get(path).Want(200); full.Text("live") != "10" || full.Text("uninsured") != "10" {
			t.Errorf("the squad does not show who is not insured: %s", full.Raw)
		}
		proof := object{"insurer": "中国人寿", "policy_number": "2020310000123", "valid_until_date": "2020-09-01"}
		b.clerk.Do("PUT", "/trainees/"+trainees[0]+"/insurance", proof, "If-Match", `"2"`).Want(200)
		if got := coach.Get(path).Want(200).Text("uninsured"); got != "9" {
			t.Errorf("%s are not insured", got)
		}

		coach.Post(path+"/log", object{"log_date": "2020-09-02", "text": "明天的训练"}).Refused(422, "date_ahead")
		coach.Post(path+"/log", object{"log_date": "2020-09-01", "text": "模块 A 计时训练两轮"}).Want(201)
		b.clerk.Post(path+"/log", object{"log_date": "2020-09-01", "text": "不归我写"}).Refused(403, "action_forbidden")
		days := []any{}
		for i := range 1000 {
			date := time.Date(2020, 5, 24, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i/10)
			days = append(days, object{"trainee_id": trainees[i%10], "attended_date": date.Format(time.DateOnly), "presence": "present"})
		}
		if got := coach.Post(path+"/attendance", object{"days": days}).Want(200).Text("kept"); got != "1000" {
			t.Errorf("%s days were kept", got)
		}
		late := object{"trainee_id": trainees[0], "attended_date": "2020-09-01", "presence": "late"}
		coach.Post(path+"/attendance", object{"days": []any{late, late}}).Refused(422, "attendance_refused")
		coach.Post(path+"/attendance", object{"days": []any{late}}).Want(200)
		if got := coach.Get(path + "/attendance?count=exact&date=2020-08-31&trainee=" + trainees[0]).Want(200); got.Text("total") != "1" || got.Text("items.0.presence") != "present" {
			t.Errorf("the day is not kept once: %s", got.Raw)
		}

		results := []any{}
		for i, trainee := range trainees {
			results = append(results, object{"trainee_id": trainee, "points": fmt.Sprintf("%d.25", 90-i)})
		}
		coach.Post(path+"/assessments", object{"name": "模拟考核", "held_date": "2020-09-01", "results": results}).Want(201)
		if all := coach.Get(path + "/assessments").Want(200); all.Text("items.0.kind") != "mock" || all.Text("items.0.results.9.points") != "81.25" {
			t.Errorf("what was reached is not kept: %s", all.Raw)
		}
		for i, trainee := range trainees {
			if i < 3 {
				moved(b.organiser, trainee, "", "advanced")
			} else {
				moved(b.organiser, trainee, "第一次考核淘汰", "eliminated")
			}
		}

		nominate := func(key string, members ...object) *apptest.Answer {
			about := object{"catalogue": "2021", "level": "secondary", "code": "710205"}
			return b.clerk.Post(path+"/nominations", object{"course": " 网站技术 ", "major": about, "members": members}, "Idempotency-Key", key)
		}
		as := func(i int, role string) object { return object{"trainee_id": trainees[i], "as": role} }
		refused := nominate("nomination-1", as(5, "competitor"), as(0, "competitor"), as(1, "reserve"), as(2, "reserve")).Refused(422, "entry_not_eligible")
		if refused.Text("errors.0.code") != "trainee_not_advanced" || refused.Text("errors.0.pointer") != "/members/0" || refused.Text("errors.1.code") != "team_size_wrong" {
			t.Errorf("not everything against the members is said: %s", refused.Raw)
		}
		entry := nominate("nomination-2", as(0, "competitor"), as(1, "reserve")).Want(201)
		again := nominate("nomination-2", as(0, "competitor"), as(1, "reserve")).Want(201)
		if entry.Text("status") != "submitted" || entry.ID() != again.ID() || entry.Text("course") != "网站技术" || entry.Text("major.code") != "710205" {
			t.Errorf("the nomination is not one submitted entry: %s", entry.Raw)
		}
		if got := b.clerk.Get("/trainees/" + trainees[1]).Want(200).Text("status"); got != "reserve" {
			t.Errorf("the reserve is %s", got)
		}

		b.admin.Post("/editions/"+b.edition+"/transitions", object{"to": "cancelled", "reason": "疫情"}, "If-Match", b.admin.Get("/editions/"+b.edition).ETag()).Want(200)
		for _, read := range []string{path, path + "/log", path + "/assessments", "/trainees?squad=" + squad, "/bases/" + b.base} {
			b.clerk.Get(read).Want(200)
		}
		coach.Post(path+"/log", object{"log_date": "2020-09-01", "text": "停训"}).Refused(409, "edition_over")
		b.seedsTheNext(squad)
	})
}

// seedsTheNext gives the school a base in the next edition and takes the squad over: two of the
// three who had not left were born in 1999 and are too old by then.
func (b based) seedsTheNext(squad string) {
	b.h.T.Helper()
	to := b.nextSquad()
	b.clerk.Post("/squads/"+squad+"/seeds", object{"from_squad_id": to}).Refused(409, "edition_over")
	b.clerk.Post("/squads/"+to+"/seeds", object{"from_squad_id": to}).Refused(422, "seed_not_earlier")
	rehearsed := b.clerk.Post("/squads/"+to+"/seeds?dry_run=true", object{"from_squad_id": squad}).Want(200)
	seeded := b.clerk.Post("/squads/"+to+"/seeds", object{"from_squad_id": squad}).Want(200)
	if rehearsed.Text("seeded.0.person_id") != seeded.Text("seeded.0.person_id") {
		b.h.T.Errorf("the dry run says otherwise: %s", rehearsed.Raw)
	}
	if seeded.Text("seeded.0.seeded_from_squad_id") != squad || seeded.Text("seeded.1.id") != "" {
		b.h.T.Errorf("not the one who is young enough was seeded: %s", seeded.Raw)
	}
	if len(listed(seeded, "refused")) != 2 {
		b.h.T.Errorf("who is too old is not named: %s", seeded.Raw)
	}
}

// Rule 30.
func TestASeededMemberAboveTheBirthYearLimitIsRefusedWithTheLimitNamed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 3}).Want(201).ID()
		for name, born := range map[string]string{"甲": "1999-12-31", "乙": "2000-01-01"} { // who is 22 in 2022 was born in 2000 or later
			selected(b.clerk, squad, b.school, name, born)
		}
		to := b.nextSquad()
		seeded := b.clerk.Post("/squads/"+to+"/seeds", object{"from_squad_id": squad}).Want(200)
		if len(listed(seeded, "seeded")) != 1 || seeded.Text("seeded.0.name") != "乙" {
			t.Errorf("not the one who is young enough was seeded: %s", seeded.Raw)
		}
		if reason := "refused.0.reasons.0."; seeded.Text("refused.0.name") != "甲" || seeded.Text(reason+"code") != "member_too_old" || seeded.Text(reason+"params.limit") != "22" ||
			!strings.Contains(seeded.Text(reason+"detail"), "22") {
			t.Errorf("the limit is not named: %s", seeded.Raw)
		}
	})
}

// nextSquad is a new squad of a new base of the school in the next edition.
func (b based) nextSquad() string {
	b.h.T.Helper()
	next := b.admin.Post("/programmes/"+b.programme+"/editions", object{
		"number": 47, "year": 2022, "name": object{"zh-CN": "第47届"}, "host": object{"zh-CN": "上海"}, "time_zone": "Asia/Shanghai",
	}).Want(201).ID()
	b.admin.Post("/editions/"+next+"/rule-sets", object{"preset": "worldskills"}).Want(201)
	event := b.admin.Post("/editions/"+next+"/events", object{"number": "17", "name": object{"zh-CN": "网站技术"}}).Want(201).ID()
	return b.clerk.Post("/bases/"+b.recognised(b.clerk, event, b.school)+"/squads", object{"most": 10}).Want(201).ID()
}
