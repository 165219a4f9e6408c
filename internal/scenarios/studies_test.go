package scenarios_test

import (
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

// team drafts an entry with roles and submits it.
func (e *held) team(event string, roles map[string]string, order ...string) *apptest.Answer {
	e.T.Helper()
	members := []any{}
	for _, p := range order {
		members = append(members, object{"person_id": p, "role": roles[p]})
	}
	entry := e.clerk.Post("/events/"+event+"/entries", object{"organization_id": e.school, "members": members}).Want(201).ID()
	return act(e.clerk, entry, "submission", nil, 1)
}

func TestAFiveYearStudentIsOfTheGroupOfTheYearAndTheCoachOfTheSchoolOfTheDate(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "national_students", "2020-10-19", object{"group": "中职"}, object{"entries_per_school": 0})
		organiser := h.Somebody(admin, "organiser", "organiser", e.edition)
		higher := admin.Post(e.path+"/events", object{"number": "2", "name": object{"zh-CN": "赛项"}, "group": "高职"}).Want(201).ID()
		student := func(name string, entry int) string {
			p := e.person(name)
			e.clerk.Post("/people/"+p+"/enrolments", object{
				"organization_id": e.school, "major": object{"catalogue": "2021", "level": "secondary", "code": "710205"}, "years": 5, "entry_year": entry, "from_date": "2016-09-01",
			}).Want(201)
			return p
		}
		alone := func(event, p string) *apptest.Answer {
			return e.team(event, map[string]string{p: "competitor"}, p)
		}
		third, fourth, unknown := student("甲", 2018), student("乙", 2017), e.person("丙")
		alone(e.event, third).Want(200)
		alone(higher, fourth).Want(200)
		if got := alone(e.event, unknown).Refused(422, "entry_not_eligible"); got.Text("errors.0.code") != "enrolment_unknown" {
			t.Errorf("of whom nothing is known: %s", got.Raw)
		}
		refused := alone(e.event, student("丁", 2017)).Refused(422, "entry_not_eligible")
		if refused.Text("errors.0.code") != "member_of_other_group" || refused.Text("errors.0.params.group") != "高职" || refused.Text("errors.0.params.on") != "2020-10-19" {
			t.Errorf("a fourth year in the secondary group: %s", refused.Raw)
		}
		entry := refused.Text("current.entry_id")
		organiser.Post("/entries/"+entry+"/eligibility/overrides", object{"rule": "study_group", "reason": "休学一年"}).Want(200)
		e.clerk.Post("/entries/"+entry+"/submission", nil, "If-Match", `"1"`, "Idempotency-Key", "after-the-override").Want(200)

		other := admin.Post("/organizations", object{"name": object{"zh-CN": "另一所学校"}, "kind": "school"}).Want(201).ID()
		coach, gone := person(admin, other, "赵老师", "1980-01-01"), person(admin, other, "钱老师", "1980-01-01")
		for p, until := range map[string]string{coach: "2020-10-19", gone: "2020-10-18"} {
			admin.Post("/people/"+p+"/employments", object{
				"organization_id": e.school, "kind": "part_time", "dual_qualified": false, "from_date": "2019-09-01", "until_date": until,
			}).Want(201)
		}
		members := func(instructor string) object {
			return object{"organization_id": e.school, "members": []any{
				object{"person_id": student("戊", 2019), "role": "competitor"}, object{"person_id": instructor, "role": "instructor"},
			}}
		}
		e.clerk.Post("/events/"+e.event+"/entries", members(gone)).Refused(422, "reference_missing") // does not exist for the clerk
		taught := e.clerk.Post("/events/"+e.event+"/entries", members(coach)).Want(201).ID()
		act(e.clerk, taught, "submission", nil, 1).Want(200)
	})
}

func TestATeacherTeamIsDualQualifiedByHalf(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "teachers", "2020-10-19", object{"team_min": 3, "team_max": 4}, object{"dual_qualified_percent": 50, "past_schools": nil})
		roles := map[string]string{}
		teacher := func(name string, dual bool) string {
			p := e.person(name)
			e.clerk.Post("/people/"+p+"/employments", object{"organization_id": e.school, "kind": "full_time", "dual_qualified": dual, "from_date": "2019-09-01"}).Want(201)
			roles[p] = "competitor"
			return p
		}
		first, second, third, fourth := teacher("甲", true), teacher("乙", false), teacher("丙", false), teacher("丁", true)
		got := e.team(e.event, roles, first, second, third).Refused(422, "entry_not_eligible")
		if got.Text("errors.0.code") != "too_few_dual_qualified" || got.Text("errors.0.params.have") != "1" || got.Text("errors.0.params.of") != "3" {
			t.Errorf("one of three: %s", got.Raw)
		}
		act(e.clerk, got.Text("current.entry_id"), "withdrawal", object{"reason": "换人"}, 1).Want(200)
		e.team(e.event, roles, first, second, third, fourth).Want(200)
	})
}
