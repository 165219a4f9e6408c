package scenarios_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

// A row for every competition that the product knows, with what its events look like.
var competitions = []struct {
	preset, name string
	event        object
	team         []string // roles of an entry
	born         string
}{
	{"national_students", "全国职业院校技能大赛", object{"group": "中职"}, []string{"competitor", "instructor"}, "2004-01-01"},
	{"worldskills", "第46届世界技能大赛选拔", object{"team_min": 2, "team_max": 2}, []string{"competitor", "competitor", "reserve"}, "2002-01-01"},
	{"national_skills_shanghai", "全国职业技能大赛上海选拔赛", object{}, []string{"competitor"}, "1970-01-01"},
	{"internet_plus", "“互联网+”大学生创新创业大赛职教赛道", object{"group": "创意组", "team_min": 3, "team_max": 15}, []string{"competitor", "competitor", "competitor", "instructor"}, "2001-01-01"},
	{"huichuang_youth", "“汇创青春”", object{"team_max": 5}, []string{"competitor", "instructor"}, "2000-01-01"},
	{"campus_culture", "校园文化节与“文明风采”", object{"team_max": 20}, []string{"competitor", "competitor"}, "2005-01-01"},
	{"teachers", "上海中职教师教学能力比赛", object{"team_min": 3, "team_max": 4}, []string{"competitor", "competitor", "competitor"}, "1985-01-01"},
	{"teaching_methods", "第八届教师教学法交流评优", object{}, []string{"competitor"}, "1985-01-01"},
	{"school_contest", "行业技能比赛", object{}, []string{"competitor", "instructor"}, "1990-01-01"},
	{"starlight", "星光计划", object{"group": "学生组"}, []string{"competitor", "instructor"}, "2004-01-01"},
}

func TestEveryCompetitionOpensFromItsPresetAndTakesAnEntry(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		presets := map[string]object{}
		for _, p := range items(admin.Get("/presets").Want(200)) {
			presets[p.(object)["name"].(string)] = p.(object)
		}
		if len(presets) != len(competitions) {
			t.Errorf("%d presets for %d competitions", len(presets), len(competitions))
		}
		for n, c := range competitions {
			if d, _ := presets[c.preset]["description"].(object); d["zh-CN"] == "" || d["en"] == "" {
				t.Errorf("%s does not say what it stands for", c.preset)
			}
			if text := fmt.Sprint(presets[c.preset]["rules"]); strings.Contains(text, "date:") && !strings.Contains(text, "date:<nil>") {
				t.Errorf("%s holds a date: %s", c.preset, text)
			}
			e := hold(h, admin, n+1, c.preset, "2020-11-05", c.event, nil)
			members := []any{}
			for _, role := range c.team {
				born := c.born
				if role == "instructor" {
					born = "1980-01-01"
				}
				p := person(e.clerk, e.school, "成员", born)
				e.clerk.Post("/people/"+p+"/enrolments", object{"organization_id": e.school, "years": 5, "entry_year": 2018}).Want(201) // third year: 中职
				members = append(members, object{"person_id": p, "role": role})
			}
			entry := e.clerk.Post("/events/"+e.event+"/entries", object{"organization_id": e.school, "course": "语文", "members": members}).Want(201)
			act(e.clerk, entry.ID(), "submission", nil, 1).Want(200)
			act(admin, entry.ID(), "approval", nil, 2).Want(200)
			act(admin, entry.ID(), "confirmation", nil, 3).Want(200)
			admin.Post(e.path+"/transitions", object{"to": "closed"}, "If-Match", `"2"`).Want(200)
			admin.Post(e.path+"/transitions", object{"to": "running"}, "If-Match", `"3"`).Want(200)
		}
	})
}

func TestAnEditionSaysEverythingThatKeepsItFromOpening(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		programme := admin.Post("/programmes", object{"name": object{"en": "Contest"}}).Want(201).ID()
		draft := admin.Post("/programmes/"+programme+"/editions", object{"number": 1, "year": 2020, "name": object{"en": "First"}, "host": object{"en": "Shanghai"}, "time_zone": "Asia/Shanghai"}).Want(201)
		set := admin.Post("/editions/"+draft.ID()+"/rule-sets", object{"preset": "national_students"}).Want(201)
		refused := admin.Post("/editions/"+draft.ID()+"/transitions", object{"to": "open"}, "If-Match", draft.ETag()).Refused(422, "edition_cannot_open")
		if refused.Text("errors.0.code") != "starts_date_missing" || refused.Text("errors.1.code") != "event_missing" {
			t.Errorf("the reasons are %s", refused.Raw)
		}
		var whole struct{ Rules object }
		set.Into(&whole)
		registration := whole.Rules["registration"].(object)
		registration["age"] = object{"limit": 21, "basis": "on_day", "month_day": "02-29"}
		registration["instructors_per_entry"] = 0
		whole.Rules["awards"] = object{"kind": "none", "medals": nil, "percentage": nil}
		wrong := admin.Do("PUT", "/rule-sets/"+set.ID(), whole.Rules, "If-Match", set.ETag()).Refused(422, "rules_invalid")
		for i, want := range []string{"/registration/age/month_day", "/registration/instructors_per_entry", "/registration/past_prizes"} {
			if got := wrong.Text(fmt.Sprintf("errors.%d.pointer", i)); got != want {
				t.Errorf("reason %d is about %q, not %q: %s", i, got, want, wrong.Raw)
			}
		}
		teachers := admin.Post("/editions/"+draft.ID()+"/rule-sets", object{"preset": "teachers"}).Want(201)
		teachers.Into(&whole)
		registration = whole.Rules["registration"].(object)
		registration["past_teams"].(object)["awards"] = []string{"first", "second"}
		both := admin.Do("PUT", "/rule-sets/"+teachers.ID(), whole.Rules, "If-Match", teachers.ETag()).Refused(422, "rules_invalid")
		if both.Text("errors.0.code") != "award_bars_already" || both.Text("errors.0.pointer") != "/registration/past_teams/awards" || both.Text("errors.0.params.awards.1") != "" {
			t.Errorf("who won first is barred, and keeps two in a team: %s", both.Raw)
		}
		registration["past_prizes"].(object)["years_back"] = 1 // a first prize of before bars nobody
		teachers = admin.Do("PUT", "/rule-sets/"+teachers.ID(), whole.Rules, "If-Match", teachers.ETag()).Want(200)
		whole.Rules["awards"] = object{"kind": "none", "medals": nil, "percentage": nil}
		nothing := admin.Do("PUT", "/rule-sets/"+teachers.ID(), whole.Rules, "If-Match", teachers.ETag()).Refused(422, "rules_invalid")
		for i, rule := range []string{"past_prizes", "past_schools", "past_teams"} {
			if nothing.Text(fmt.Sprintf("errors.%d.code", i)) != "nothing_is_won" || nothing.Text(fmt.Sprintf("errors.%d.pointer", i)) != "/registration/"+rule {
				t.Errorf("where nothing is won: %s", nothing.Raw)
			}
		}
	})
}

func TestACompetitorIsOldEnoughOnTheFirstDay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "national_skills_shanghai", "2020-11-05", nil, object{"entries_per_school": 0})
		act(e.clerk, e.enter(person(e.clerk, e.school, "甲", "2004-11-05")), "submission", nil, 1).Want(200)
		young := act(e.clerk, e.enter(person(e.clerk, e.school, "乙", "2004-11-06")), "submission", nil, 1).Refused(422, "entry_not_eligible")
		if young.Text("errors.0.code") != "member_too_young" || young.Text("errors.0.params.on") != "2020-11-05" {
			t.Errorf("the refusal is %s", young.Raw)
		}
	})
}

func TestAnEditionIsDraftedAfterAnother(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 46, "worldskills", "2020-10-19", object{"team_min": 1, "team_max": 2, "group": "中职", "age_limit": 25},
			object{"age": object{"limit": 22, "basis": "on_date", "date": "2020-02-29"}})
		dropped := admin.Post(e.path+"/events", object{"number": "2", "name": object{"zh-CN": "取消的赛项"}}).Want(201)
		admin.Do("PATCH", "/events/"+dropped.ID(), object{"status": "cancelled"}, "If-Match", dropped.ETag()).Want(200)
		admin.Post("/events/"+e.event+"/stages", object{"name": object{"zh-CN": "复赛"}}).Want(201)
		for _, q := range []object{{"per": "organization", "most": 5}, {"per": "event", "event_id": e.event, "most": 9}, {"per": "event", "event_id": dropped.ID(), "most": 1}} {
			admin.Post(e.path+"/quotas", q).Want(201)
		}
		act(e.clerk, e.enter(e.person("李伟")), "submission", nil, 1).Want(200)

		body := object{"number": 47, "year": 2022, "starts_date": "2022-10-10"}
		e.clerk.Post(e.path+"/clones", body).Refused(403, "action_forbidden")
		admin.Post(e.path+"/clones", object{"number": 46, "year": 2022}).Refused(409, "already_exists")
		admin.Post(e.path+"/clones?dry_run=true", body).Want(201)
		clone := admin.Post(e.path+"/clones", body).Want(201)
		if clone.Text("status") != "draft" || clone.Text("name.zh-CN") != "届次" || clone.Text("starts_date") != "2022-10-10" || clone.Text("ends_date") != "" || clone.Text("programme_id") != e.programme {
			t.Errorf("it is %s", clone.Raw)
		}
		path := "/editions/" + clone.ID()
		rules := admin.Get(path + "/rule-sets").Want(200)
		if rules.Text("items.0.status") != "draft" || rules.Text("items.0.version") != "1" || rules.Text("items.0.rules.registration.age.month_day") != "03-01" || rules.Text("items.0.rules.registration.age.date") != "" {
			t.Errorf("its rules are %s", rules.Raw)
		}
		events := admin.Get(path + "/events").Want(200)
		event := events.Text("items.0.id")
		if len(items(events)) != 1 || event == e.event || events.Text("items.0.succeeds.0") != e.event || events.Text("items.0.group") != "中职" || events.Text("items.0.age_limit") != "25" || events.Text("items.0.rule_set_id") != rules.Text("items.0.id") {
			t.Errorf("its events are %s", events.Raw)
		}
		if stages := admin.Get("/events/" + event + "/stages").Want(200); stages.Text("items.1.name.zh-CN") != "复赛" || len(items(stages)) != 2 {
			t.Errorf("its stages are %s", stages.Raw)
		}
		quotas, narrowed := admin.Get(path+"/quotas").Want(200), admin.Get(path+"/quotas?event="+event).Want(200)
		if len(items(quotas)) != 2 || narrowed.Text("items.0.most") != "9" {
			t.Errorf("its quotas are %s", quotas.Raw)
		}
		if entries := items(admin.Get("/entries?edition=" + clone.ID()).Want(200)); len(entries) != 0 {
			t.Errorf("it has entries: %v", entries)
		}
		admin.Post(path+"/transitions", object{"to": "open"}, "If-Match", clone.ETag()).Want(200)
	})
}
