package scenarios_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

// held is an edition of a programme by a preset, with one event; rules may replace some of the
// preset's rules of registration.
type held struct {
	*apptest.House
	admin, clerk             *apptest.Caller
	programme, edition, path string
	event, school            string
}

// hold drafts and opens an edition that starts on a date.
func hold(h *apptest.House, admin *apptest.Caller, number int, preset, starts string, event, rules object) *held {
	h.T.Helper()
	return holdIn(h, admin, admin.Post("/programmes", object{"name": object{"zh-CN": "赛事"}}).Want(201).ID(), number, preset, starts, event, rules)
}

func holdIn(h *apptest.House, admin *apptest.Caller, programme string, number int, preset, starts string, event, rules object) *held {
	h.T.Helper()
	e := &held{House: h, admin: admin, programme: programme}
	year := 2020
	_, _ = fmt.Sscanf(starts, "%d", &year)
	e.edition = admin.Post("/programmes/"+programme+"/editions", object{
		"number": number, "year": year, "name": object{"zh-CN": "届次"}, "host": object{"zh-CN": "上海"}, "time_zone": "Asia/Shanghai", "starts_date": starts,
	}).Want(201).ID()
	e.path = "/editions/" + e.edition
	set := admin.Post(e.path+"/rule-sets", object{"preset": preset}).Want(201)
	if rules != nil {
		var whole struct{ Rules object }
		set.Into(&whole)
		for name, value := range rules {
			whole.Rules["registration"].(object)[name] = value
		}
		admin.Do("PUT", "/rule-sets/"+set.ID(), whole.Rules, "If-Match", set.ETag()).Want(200)
	}
	body := object{"number": "1", "name": object{"zh-CN": "赛项"}}
	for name, value := range event {
		body[name] = value
	}
	e.event = admin.Post(e.path+"/events", body).Want(201).ID()
	admin.Post(e.path+"/transitions", object{"to": "open"}, "If-Match", `"1"`).Want(200)
	e.school = admin.Post("/organizations", object{"name": object{"zh-CN": "上海信息技术学校"}, "kind": "school"}).Want(201).ID()
	e.clerk = h.Somebody(admin, fmt.Sprintf("clerk.%d.%s", number, strings.ToLower(e.school[len(e.school)-6:])), "registrar", e.school)
	return e
}

// person enters somebody who is young enough everywhere.
func (e *held) person(name string) string { return person(e.clerk, e.school, name, "2004-03-04") }

// enter drafts an entry of these competitors.
func (e *held) enter(people ...string) string {
	e.T.Helper()
	members := []any{}
	for _, p := range people {
		members = append(members, object{"person_id": p, "role": "competitor"})
	}
	return e.clerk.Post("/events/"+e.event+"/entries", object{"organization_id": e.school, "members": members}).Want(201).ID()
}

func (e *held) substitute(entry, out, in string) *apptest.Answer {
	return e.clerk.Post("/entries/"+entry+"/substitutions", object{"person_id": out, "substitute_id": in, "reason": "训练中受伤"})
}

func TestASubstitutionIsInTimeUntilTheLastWorkingDayOverALongHoliday(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "national_students", "2020-10-19", nil, nil)
		first, second, third := e.person("李伟"), e.person("王芳"), e.person("张敏")
		entry := e.enter(first)
		e.substitute(entry, first, second).Refused(409, "entry_not_substitutable")
		act(e.clerk, entry, "submission", nil, 1).Want(200)
		again := func() {
			e.clerk, e.admin = h.SignIn(strings.ToLower("clerk.1."+e.school[len(e.school)-6:]), apptest.Password), h.SignIn("admin", apptest.Password)
		}
		h.Clock.Set(time.Date(2020, 9, 28, 15, 59, 59, 999e6, time.UTC)) // in Shanghai the last millisecond of the day
		again()
		asked := e.substitute(entry, first, second).Want(201)
		if asked.Text("last_date") != "2020-09-28" || asked.Text("status") != "requested" || asked.Text("name") != "李伟" || asked.Text("substitute_name") != "王芳" {
			t.Errorf("it is asked for as %s", asked.Raw)
		}
		e.substitute(entry, first, third).Refused(409, "already_exists")
		approval := "/substitutions/" + asked.ID() + "/approval"
		e.clerk.Post(approval, nil, "If-Match", asked.ETag()).Refused(403, "action_forbidden")

		h.Clock.Add(time.Millisecond)
		late := e.clerk.Post("/entries/"+entry+"/substitutions?dry_run=true", object{"person_id": first, "substitute_id": third, "reason": "训练中受伤"}).Refused(409, "substitution_too_late")
		if late.Text("params.last_date") != "2020-09-28" || late.Text("params.working_days") != "10" || late.Text("params.counted.5") != "2020-10-10" || late.Text("params.counted.9") != "2020-09-28" {
			t.Errorf("it does not say how it was counted: %s", late.Raw)
		}
		if said := late.Text("detail"); !strings.Contains(said, "2020-10-01") || !strings.Contains(said, "made up: 2020-10-10") {
			t.Errorf("the sentence does not name the holiday and the make-up day: %s", said)
		}

		h.Clock.Set(time.Date(2020, 10, 18, 15, 59, 59, 0, time.UTC)) // the last second before the first day
		again()
		e.admin.Post(approval+"?dry_run=true", nil, "If-Match", asked.ETag()).Want(200)
		h.Clock.Add(time.Second)
		e.admin.Post(approval, nil, "If-Match", asked.ETag()).Refused(409, "event_started") // not even by an administrator
		e.substitute(entry, first, third).Refused(409, "event_started")
	})
}

func TestASubstituteTakesTheMembersPlaceAndTheEntryKeepsWhoLeft(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "worldskills", "2020-10-19", nil, object{"substitution_deadline_working_days": nil})
		first, second := e.person("李伟"), e.person("王芳")
		entry := e.enter(first)
		act(e.clerk, entry, "submission", nil, 1).Want(200)
		act(admin, entry, "approval", nil, 2).Want(200)
		act(admin, entry, "confirmation", nil, 3).Want(200)

		old := e.substitute(entry, first, person(e.clerk, e.school, "老李", "1990-01-01")).Refused(422, "entry_not_eligible")
		if old.Text("errors.0.code") != "member_too_old" || old.Text("current.eligible") != "false" {
			t.Errorf("the substitute is held against other rules: %s", old.Raw)
		}
		e.substitute(entry, second, first).Refused(422, "member_missing")
		e.substitute(entry, first, first).Refused(422, "member_listed_twice")

		no := e.substitute(entry, first, second).Want(201)
		refused := admin.Post("/substitutions/"+no.ID()+"/refusal", object{"reason": "缺少医疗证明"}, "If-Match", no.ETag()).Want(200)
		if refused.Text("status") != "refused" || refused.Text("refusal") != "缺少医疗证明" || admin.Get("/entries/"+entry).Want(200).Text("members.0.name") != "李伟" {
			t.Errorf("a refusal: %s", refused.Raw)
		}
		admin.Post("/substitutions/"+no.ID()+"/approval", nil, "If-Match", refused.ETag()).Refused(409, "substitution_decided")

		h.Clock.Add(time.Second)
		both := h.Somebody(admin, "both", "registrar", e.school)
		admin.Post("/accounts/"+both.ID+"/grants", object{"role": "organiser", "on": e.edition}).Want(201)
		own := both.Post("/entries/"+entry+"/substitutions", object{"person_id": first, "substitute_id": second, "reason": "训练中受伤"}).Want(201)
		both.Post("/substitutions/"+own.ID()+"/approval", nil, "If-Match", own.ETag()).Refused(403, "substitution_own_request")
		if got := admin.Post("/substitutions/"+own.ID()+"/approval", nil, "If-Match", own.ETag()).Want(200); got.Text("status") != "approved" || got.Text("decided_at") == "" {
			t.Errorf("it is %s", got.Raw)
		}
		now := e.clerk.Get("/entries/" + entry).Want(200)
		if now.Text("status") != "confirmed" || now.Text("members.0.person_id") != second || now.Text("former_members.0.name") != "李伟" || now.Text("former_members.0.substitute_id") != second || now.ETag() != `"5"` {
			t.Errorf("the entry is %s", now.Raw)
		}
		if found := items(e.clerk.Get("/entries?q=wf").Want(200)); len(found) != 1 {
			t.Error("the entry is not found by the substitute's name")
		}
		var table []map[string]string
		if e.clerk.Get("/entries/" + entry + "/substitutions/export?format=json").Want(200).Into(&table); len(table) != 2 || table[0]["status"] != "refused" || table[0]["refusal"] == "" {
			t.Errorf("the table is %v", table)
		}
		if all := items(e.clerk.Get("/entries/" + entry + "/substitutions").Want(200)); len(all) != 2 || all[0].(object)["status"] != "refused" {
			t.Errorf("the substitutions are %v", all)
		}
		act(e.clerk, e.enter(first), "submission", nil, 1).Want(200) // who left is free
	})
}

func TestASubstitutionWaitsForTheCalendarOfItsYear(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "worldskills", "2027-01-06", nil, object{"substitution_deadline_working_days": 5})
		first, second := person(e.clerk, e.school, "李伟", "2006-01-01"), person(e.clerk, e.school, "王芳", "2006-01-01")
		entry := e.enter(first)
		act(e.clerk, entry, "submission", nil, 1).Want(200)
		if got := e.substitute(entry, first, second).Refused(409, "calendar_missing"); got.Text("params.year") != "2027" {
			t.Errorf("it does not name the year: %s", got.Raw)
		}
		admin.Do("PUT", "/calendar/2027", object{"days_off": []string{"2027-01-01"}, "make_up_workdays": []string{"2027-01-03"}}, "If-Match", `"0"`).Want(200)
		if got := e.substitute(entry, first, second).Want(201); got.Text("last_date") != "2026-12-30" { // 5, 4, 3 January; 31 and 30 December
			t.Errorf("the last day is %s", got.Raw)
		}
	})
}

func TestAReportHoldsEveryRuleAndAnOverrideIsKeptAndShown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "worldskills", "2020-10-19", object{"team_min": 2, "team_max": 3}, nil)
		organiser := h.Somebody(admin, "organiser", "organiser", e.event)
		old, young, third := person(e.clerk, e.school, "老李", "1990-01-01"), e.person("王芳"), person(e.clerk, e.school, "老王", "1991-01-01")
		entry := e.enter(old, young)
		path := "/entries/" + entry
		rule := func(a *apptest.Answer, name string) object {
			var r struct{ Rules []object }
			a.Into(&r)
			for _, one := range r.Rules {
				if one["rule"] == name {
					return one
				}
			}
			t.Fatalf("the report has no rule %s: %s", name, a.Raw)
			return nil
		}
		report := e.clerk.Get(path + "/eligibility").Want(200)
		age := rule(report, "age")
		if report.Text("eligible") != "false" || age["passed"] != false || age["params"].(object)["limit"] != 22.0 || rule(report, "team_size")["passed"] != true {
			t.Errorf("the report is %s", report.Raw)
		}
		refused := act(e.clerk, entry, "submission", nil, 1).Refused(422, "entry_not_eligible")
		if refused.Text("current.entry_id") != entry || refused.Text("current.eligible") != "false" {
			t.Errorf("the refusal does not hold the report: %s", refused.Raw)
		}
		reason := object{"rule": "age", "reason": "组委会批准"}
		e.clerk.Post(path+"/eligibility/overrides", reason).Refused(403, "action_forbidden")
		organiser.Post(path+"/eligibility/overrides", object{"rule": "team_size", "reason": "组委会批准"}).Refused(409, "nothing_to_override")
		organiser.Post(path+"/eligibility/overrides", object{"rule": "age", "reason": " "}).Refused(422, "reason_required")
		given := organiser.Post(path+"/eligibility/overrides", reason).Want(200)
		age = rule(given, "age")
		by := age["overrides"].([]any)[0].(object)
		if given.Text("eligible") != "true" || age["passed"] != true || len(age["reasons"].([]any)) != 1 || by["by"] != organiser.ID || by["reason"] != "组委会批准" {
			t.Errorf("the override is not shown: %s", given.Raw)
		}
		submitted := act(e.clerk, entry, "submission", nil, 1).Want(200)
		if submitted.Text("short_handed") != "true" {
			t.Errorf("a team of two of three is not marked: %s", submitted.Raw)
		}
		if other := e.substitute(entry, young, third).Refused(422, "entry_not_eligible"); other.Text("errors.0.pointer") != "/members/1" {
			t.Errorf("the override lets somebody else through: %s", other.Raw)
		}
		if log := admin.Get("/audit-log?name=entry.rule_overridden").Want(200); log.Text("items.0.actor") != organiser.ID || strings.Contains(string(log.Raw), "组委会") {
			t.Errorf("the journal says %s", log.Raw)
		}
	})
}

func TestAnInstructorIsOfTheOwnSchoolAndHasSoManyEntries(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "worldskills", "2020-10-19", nil, object{
			"cross_organization": true, "instructors_per_entry": 1, "instructors_own_organization": true, "entries_per_instructor": 1, "entries_per_school": 0,
		})
		other := admin.Post("/organizations", object{"name": object{"zh-CN": "另一所学校"}, "kind": "school"}).Want(201).ID()
		own, foreign := person(e.clerk, e.school, "张老师", "1980-01-01"), person(admin, other, "赵老师", "1980-01-01")
		submit := func(competitor, instructor string) *apptest.Answer {
			entry := e.clerk.Post("/events/"+e.event+"/entries", object{"organization_id": e.school, "members": []any{
				object{"person_id": competitor, "role": "competitor"}, object{"person_id": instructor, "role": "instructor"},
			}}).Want(201).ID()
			return act(e.clerk, entry, "submission", nil, 1)
		}
		if got := submit(e.person("甲"), foreign).Refused(422, "entry_not_eligible"); got.Text("errors.0.code") != "instructor_of_other_organization" {
			t.Errorf("another school's instructor: %s", got.Raw)
		}
		submit(person(admin, other, "乙", "2004-01-01"), foreign).Want(200)
		submit(e.person("丙"), own).Want(200)
		alone := admin.Post(e.path+"/events", object{"number": "2", "name": object{"zh-CN": "单校组队的赛项"}, "cross_organization": false}).Want(201)
		e.clerk.Post("/events/"+alone.ID()+"/entries", object{"organization_id": e.school, "members": []any{
			object{"person_id": person(admin, other, "戊", "2004-01-01"), "role": "competitor"},
		}}).Refused(422, "reference_missing") // another school's person does not exist there
		if got := submit(e.person("丁"), own).Refused(422, "entry_not_eligible"); got.Text("errors.0.code") != "instructs_too_many" || got.Text("errors.0.params.have") != "1" {
			t.Errorf("a second entry of the instructor: %s", got.Raw)
		}
	})
}

func TestWhoWonIsBarredFromTheRenamedEventOfTheSameGroup(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "national_students", 3, 5, true)
		for i, p := range []string{"90.00", "80.00", "70.00"} {
			c.mark(i, p)
		}
		run := c.compute().Want(201)
		placing := c.placing(run, 0)["id"].(string) // 10 % of three is nobody: the jury decides
		c.admin.Do("PUT", "/placings/"+placing+"/award", object{"award": "first", "reason": "the jury's vote"}, "If-Match", `"1"`).Want(200)
		before := c.admin.Get("/events/" + c.event).Want(200)
		programme := c.admin.Get("/editions/" + c.edition).Want(200).Text("programme_id")
		winner := c.admin.Get("/entries/" + c.entries[0]).Want(200).Text("members.0.person_id")
		second := c.admin.Get("/entries/" + c.entries[1]).Want(200).Text("members.0.person_id")

		enter := func(e *held, school int, person string) *apptest.Answer {
			clerk := h.SignIn("clerk", apptest.Password)
			return act(clerk, draft(clerk, e.event, c.organizations[school], person), "submission", nil, 1)
		}
		barred := object{"past_prizes": object{"awards": []string{"first"}, "any_programme": false, "same_group_only": true}, "study_groups": nil}
		renamed := holdIn(h, c.admin, programme, 2, "national_students", "2021-06-01", object{"name": object{"zh-CN": "改名的赛项"}, "succeeds": []string{before.ID()}}, barred)
		enter(renamed, 0, winner).Want(200) // nothing is published yet
		c.publish(run, "").Want(201)

		again := holdIn(h, c.admin, programme, 3, "national_students", "2022-06-01", object{"succeeds": []string{renamed.event}}, barred)
		got := enter(again, 0, winner).Refused(422, "entry_not_eligible")
		if got.Text("errors.0.code") != "won_before" || got.Text("errors.0.params.event") != before.ID() || got.Text("errors.0.params.award") != "first" {
			t.Errorf("over the event between: %s", got.Raw)
		}
		enter(again, 1, second).Want(200)

		other := c.admin.Post(again.path+"/events", object{"number": "2", "name": object{"zh-CN": "高职组"}, "group": "高职", "succeeds": []string{renamed.event}}).Want(201)
		another := c.admin.Post(again.path+"/events", object{"number": "3", "name": object{"zh-CN": "另一赛项"}}).Want(201)
		for _, event := range []string{other.ID(), another.ID()} {
			clerk := h.SignIn("clerk", apptest.Password)
			d := draft(clerk, event, c.organizations[0], winner)
			if report := clerk.Get("/entries/" + d + "/eligibility").Want(200); report.Text("eligible") != "true" {
				t.Errorf("in the other group, or another event: %s", report.Raw)
			}
		}

		municipal := hold(h, c.admin, 1, "national_students", "2022-06-01", object{"succeeds": []string{before.ID()}}, barred)
		enter(municipal, 0, winner).Want(200) // another programme's prize does not count there
		wide := hold(h, c.admin, 1, "national_students", "2022-06-01", object{"succeeds": []string{before.ID()}},
			object{"past_prizes": object{"awards": []string{"first", "second"}, "any_programme": true, "same_group_only": false}})
		enter(wide, 0, winner).Refused(422, "entry_not_eligible")
	})
}

func TestAnEventWithTooFewEntriesIsDeferredBeforeTheEditionRuns(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "worldskills", "2020-10-19", nil, object{"minimum_entries": 1})
		act(e.clerk, e.enter(e.person("李伟")), "submission", nil, 1).Want(200)
		empty := admin.Post(e.path+"/events", object{"number": "2", "name": object{"zh-CN": "无人报名"}}).Want(201)
		admin.Post(e.path+"/transitions", object{"to": "closed"}, "If-Match", `"2"`).Want(200)
		refused := admin.Post(e.path+"/transitions", object{"to": "running"}, "If-Match", `"3"`).Refused(409, "edition_cannot_start")
		if refused.Text("errors.0.params.event") != empty.ID() || refused.Text("errors.0.params.have") != "0" || refused.Text("errors.1") != "" {
			t.Errorf("it does not say which event: %s", refused.Raw)
		}
		deferred := admin.Do("PATCH", "/events/"+empty.ID(), object{"status": "deferred"}, "If-Match", empty.ETag()).Want(200)
		if deferred.Text("status") != "deferred" || admin.Get("/events/"+empty.ID()).Want(200).Text("status") != "deferred" {
			t.Errorf("it is %s", deferred.Raw)
		}
		if open := items(admin.Get(e.path + "/events?status=open").Want(200)); len(open) != 1 {
			t.Errorf("open are %v", open)
		}
		if put := items(admin.Get(e.path + "/events?status=deferred").Want(200)); len(put) != 1 {
			t.Errorf("deferred are %v", put)
		}
		admin.Post(e.path+"/transitions", object{"to": "open"}, "If-Match", `"3"`).Want(200)
		e.clerk.Post("/events/"+empty.ID()+"/entries", object{"organization_id": e.school, "members": []any{}}).Refused(409, "event_deferred")
		admin.Post(e.path+"/transitions", object{"to": "closed"}, "If-Match", `"4"`).Want(200)
		admin.Post(e.path+"/transitions", object{"to": "running"}, "If-Match", `"5"`).Want(200)
	})
}

func TestASubstitutionThatIsAskedForAndDecidedTwiceAtOnceHappensOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "worldskills", "2020-10-19", nil, nil)
		first, second, third := e.person("李伟"), e.person("王芳"), e.person("张敏")
		entry := e.enter(first)
		act(e.clerk, entry, "submission", nil, 1).Want(200)
		twice := func(one, other func() int) []int {
			var both sync.WaitGroup
			statuses := make([]int, 2)
			both.Go(func() { statuses[0] = one() })
			both.Go(func() { statuses[1] = other() })
			both.Wait()
			return statuses
		}
		asked := twice(func() int { return e.substitute(entry, first, second).Status }, func() int { return e.substitute(entry, first, third).Status })
		if asked[0]+asked[1] != 201+409 {
			t.Fatalf("two asked for one member at once: %v", asked)
		}
		waiting := e.clerk.Get("/entries/" + entry + "/substitutions").Want(200).Text("items.0.id")
		decided := twice(
			func() int { return admin.Post("/substitutions/"+waiting+"/approval", nil, "If-Match", `"1"`).Status },
			func() int {
				return admin.Post("/substitutions/"+waiting+"/refusal", object{"reason": "缺少医疗证明"}, "If-Match", `"1"`).Status
			})
		if decided[0]+decided[1] != 200+412 {
			t.Errorf("two decided at once: %v", decided)
		}
		now, status := e.clerk.Get("/entries/"+entry).Want(200), e.clerk.Get("/substitutions/"+waiting).Want(200).Text("status")
		if changed := now.Text("former_members.0.person_id") == first; changed != (status == "approved") {
			t.Errorf("it is %s, and the entry is %s", status, now.Raw)
		}
	})
}

func TestAnEntryWhoseMemberWasFoundToBeTooOldIsApprovedOnlyByOverride(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, event, school, clerk := registering(h, admin)
		member := person(clerk, school, "甲", "2002-03-04")
		entry := draft(clerk, event, school, member)
		act(clerk, entry, "submission", nil, 1).Want(200)
		clerk.Do("PATCH", "/people/"+member, object{"birth_date": "1980-01-01"}, "If-Match", `"1"`).Want(200)
		if got := act(admin, entry, "approval", nil, 2).Refused(422, "entry_not_eligible"); got.Text("errors.0.code") != "member_too_old" {
			t.Errorf("it is refused for %s", got.Raw)
		}
		admin.Post("/entries/"+entry+"/eligibility/overrides", object{"rule": "age", "reason": "组委会批准"}).Want(200)
		act(admin, entry, "approval", nil, 2).Want(200)
		act(admin, entry, "confirmation", nil, 3).Want(200)
	})
}
