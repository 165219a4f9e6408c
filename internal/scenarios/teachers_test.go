package scenarios_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

// reasons are the codes of a refusal, in their order.
func reasons(a *apptest.Answer) (codes []string) {
	var p struct{ Errors []struct{ Code string } }
	a.Into(&p)
	for _, e := range p.Errors {
		codes = append(codes, e.Code)
	}
	return codes
}

func TestAFirstPrizeBarsTheTeamAndItsSchoolFromTheCourseAndASecondPrizeTeamChanges(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newTeamContest(h, "teachers", 2, 5, true, 4, "语文")
		c.mark(0, "90.00")
		c.mark(1, "80.00")
		run := c.compute().Want(201)
		for i, award := range []string{"first", "second"} { // 10 and 20 % of two are nobody: the jury decides
			c.admin.Do("PUT", "/placings/"+c.placing(run, i)["id"].(string)+"/award", object{"award": award, "reason": "the jury's vote"}, "If-Match", `"1"`).Want(200)
		}
		c.publish(run, "").Want(201)
		programme := c.admin.Get("/editions/" + c.edition).Want(200).Text("programme_id")
		e := holdIn(h, c.admin, programme, 2, "teachers", "2021-06-01", object{"team_max": 4, "succeeds": []string{c.event}}, nil)
		clerk := h.SignIn("clerk", apptest.Password)
		winners := func(i int) (all []string) {
			for k := range 4 {
				all = append(all, clerk.Get("/entries/"+c.entries[i]).Want(200).Text(fmt.Sprintf("members.%d.person_id", k)))
			}
			return all
		}
		members := func(people ...string) []any {
			all := []any{}
			for _, p := range people {
				all = append(all, object{"person_id": p, "role": "competitor"})
			}
			return all
		}
		fresh := func(i int) string { return person(clerk, c.organizations[i], "新教师", "1985-01-01") }
		first, second := winners(0), winners(1)
		draft := func(i int, people ...string) string {
			return clerk.Post("/events/"+e.event+"/entries", object{"organization_id": c.organizations[i], "course": " 语文 ", "members": members(people...)}).Want(201).ID()
		}
		change := func(entry string, revision int, body object) {
			t.Helper()
			clerk.Do("PATCH", "/entries/"+entry, body, "If-Match", fmt.Sprintf(`"%d"`, revision)).Want(200)
		}
		refused := func(entry string, revision int, want ...string) *apptest.Answer {
			t.Helper()
			a := act(clerk, entry, "submission", nil, revision).Refused(422, "entry_not_eligible")
			if got := reasons(a); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("it is refused for %v, want %v: %s", got, want, a.Raw)
			}
			return a
		}

		again := draft(0, first...)
		refused(again, 1, "won_before", "won_before", "won_before", "won_before", "school_won_before")
		change(again, 1, object{"members": members(fresh(0), fresh(0))})
		barred := refused(again, 2, "school_won_before")
		if barred.Text("errors.0.params.have") != "语文" || barred.Text("errors.0.params.event") != c.event || barred.Text("errors.0.params.year") != "2020" || barred.Text("errors.0.pointer") != "/course" {
			t.Errorf("it does not say what was won: %s", barred.Raw)
		}
		change(again, 2, object{"course": nil})
		refused(again, 3, "course_missing")
		clerk.Do("PATCH", "/entries/"+again, object{"major": object{"catalogue": "2021", "level": "secondary", "code": "4.11101E+09"}}, "If-Match", `"3"`).Refused(422, "code_rounded")
		if blank := clerk.Do("PATCH", "/entries/"+again, object{"major": object{"catalogue": " ", "level": "secondary", "code": " "}}, "If-Match", `"3"`).Refused(400, "invalid_request"); blank.Text("errors.1.pointer") != "/major/code" {
			t.Errorf("a major of blanks: %s", blank.Raw)
		}
		change(again, 3, object{"major": object{"catalogue": "2021", "level": "secondary", "code": "710205.0"}})
		if got := act(clerk, again, "submission", nil, 4).Want(200); got.Text("major.code") != "710205" || got.Text("course") != "" {
			t.Errorf("it is entered with %s", got.Raw)
		}

		recombined := draft(1, second[0], second[1], second[2], fresh(1))
		kept := refused(recombined, 1, "team_keeps_too_many", "team_keeps_too_many", "team_keeps_too_many")
		if kept.Text("errors.2.pointer") != "/members/2" || kept.Text("errors.2.params.keeps") != "3" || kept.Text("errors.2.params.most") != "2" {
			t.Errorf("it does not say whom: %s", kept.Raw)
		}
		c.admin.Post("/entries/"+recombined+"/eligibility/overrides", object{"rule": "past_teams", "reason": "原校合并"}).Want(200)
		if report := clerk.Get("/entries/" + recombined + "/eligibility").Want(200); report.Text("eligible") != "true" {
			t.Errorf("the override does not stand: %s", report.Raw)
		}
		change(recombined, 1, object{"members": members(second[0], second[3])})
		refused(recombined, 2, "team_adds_too_few")
		change(recombined, 2, object{"members": members(second[0], second[3], fresh(1))})
		act(clerk, recombined, "submission", nil, 3).Want(200)

		heir := c.admin.Post("/organizations", object{"name": object{"zh-CN": "合并后的学校"}, "kind": "school"}).Want(201).ID()
		won := c.admin.Get("/organizations/" + c.organizations[0]).Want(200)
		c.admin.Post("/organizations/"+c.organizations[0]+"/merger", object{"into_id": heir, "date": "2020-08-31", "reason": "合并"}, "If-Match", won.ETag()).Want(200)
		clerk = h.Somebody(c.admin, "clerk.of.the.heir", "registrar", heir)
		teacher := func(name string) string { return person(clerk, heir, name, "1985-01-01") }
		inherited := clerk.Post("/events/"+e.event+"/entries", object{"organization_id": heir, "course": "语文", "members": members(teacher("甲老师"), teacher("乙老师"))}).Want(201).ID()
		refused(inherited, 1, "school_won_before")
	})
}

func TestATableOfTeachersTeamsNamesTheCourseOrTheMajorOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		e := hold(h, h.Administrator(), 1, "teachers", "2020-06-01", object{"team_max": 3}, nil)
		for _, name := range []string{"李老师", "王老师"} {
			person(e.clerk, e.school, name, "1985-01-01")
		}
		enter := func(table string, want map[string]int) *apptest.Answer {
			t.Helper()
			path := imported(e.clerk, "kind=entries&event="+e.event+"&organization="+e.school, "姓名,队名,课程,专业代码,专业目录,专业层次\n"+table)
			committed(e.clerk, path, "partial")
			outcomes(t, e.clerk, path, want)
			return e.clerk.Get("/entries?event=" + e.event).Want(200)
		}
		enter("李老师,甲队,语文,,,\n王老师,甲队,数学,,,\n", map[string]int{"rejected": 2})
		enter("李老师,甲队,,710205,,\n王老师,甲队,,,,\n", map[string]int{"rejected": 2})
		drafted := enter("李老师,甲队,,,,\n王老师,甲队, 语文 ,710205.0,2021,secondary\n", map[string]int{"created": 2})
		if drafted.Text("items.0.course") != "语文" || drafted.Text("items.0.major.code") != "710205" {
			t.Errorf("the team is entered so: %s", drafted.Raw)
		}
		enter("李老师,甲队,,,,\n王老师,甲队,语文,710205,2021,secondary\n", map[string]int{"unchanged": 2})
		if got := string(e.clerk.Get("/entries/export?format=csv").Want(200).Raw); !strings.Contains(got, ",甲队,语文,2021,secondary,710205,competitor,") {
			t.Errorf("the table of entries is %s", got)
		}
		changed := enter("李老师,甲队,数学,,,\n王老师,甲队,,,,\n", map[string]int{"updated": 2})
		if changed.Text("items.0.course") != "数学" || changed.Text("items.0.major.code") != "710205" {
			t.Errorf("what the table does not name is changed too: %s", changed.Raw)
		}
	})
}
