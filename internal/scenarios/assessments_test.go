package scenarios_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

// assessed is a contest whose first two entries are of trainees of one squad, the first of the base's
// own school; the third is somebody else's. The squad's plan ends with the stage.
type assessed struct {
	*contest
	clerk, coach, organiser *apptest.Caller
	squad                   string
	trainees, people        []string
}

func newAssessed(h *apptest.House) assessed {
	h.T.Helper()
	a := assessed{contest: newContest(h, "worldskills", 3, 1, false)}
	a.organiser = h.Somebody(a.admin, "organiser", "organiser", a.edition)
	a.clerk = h.Somebody(a.admin, "registrar", "registrar", a.organizations[0])
	b := based{h: h, admin: a.admin, evaluator: h.Somebody(a.admin, "evaluator", "evaluator", a.event)}
	base := b.recognised(a.clerk, a.event, a.organizations[0])
	a.coach = h.Somebody(a.admin, "coach", "", "")
	a.clerk.Post("/bases/"+base+"/staff", object{"function": "coach", "account_id": a.coach.ID, "from_date": "2020-09-01"}).Want(201)
	a.squad = a.clerk.Post("/bases/"+base+"/squads", object{"most": 10}).Want(201).ID()
	for i := range 2 {
		p := a.admin.Get("/entries/" + a.entries[i]).Want(200).Text("members.0.person_id")
		a.people = append(a.people, p)
		a.trainees = append(a.trainees, a.organiser.Post("/squads/"+a.squad+"/trainees", object{"person_id": p}).Want(201).ID())
	}
	a.plan(a.stage).Want(200)
	return a
}

// plan replaces the plan of the squad by a part for each of these stages of the event.
func (a assessed) plan(stages ...string) *apptest.Answer {
	a.T.Helper()
	parts := []any{}
	for i, stage := range stages {
		parts = append(parts, object{
			"name": fmt.Sprintf("第%d阶段", i+1), "from_date": fmt.Sprintf("202%d-01-01", i), "until_date": fmt.Sprintf("202%d-12-31", i), "keep": nil, "goals": "", "stage_id": stage,
		})
	}
	return a.coach.Do("PUT", "/squads/"+a.squad+"/plan", object{"stages": parts}, "If-Match", a.coach.Get("/squads/"+a.squad).Want(200).ETag())
}

// official are the squad's official assessments as somebody reads them: "1=90.00 2=70.00" by trainee,
// "; " between them.
func (a assessed) official(by *apptest.Caller) string {
	a.T.Helper()
	var all []string
	for _, one := range items(by.Get("/squads/" + a.squad + "/assessments?kind=official").Want(200)) {
		var results []string
		for _, r := range one.(object)["results"].([]any) {
			for i, trainee := range a.trainees {
				if r.(object)["trainee_id"] == trainee {
					results = append(results, fmt.Sprintf("%d:%v=%v", i+1, r.(object)["rank"], r.(object)["points"]))
				}
			}
		}
		if len(results) != len(one.(object)["results"].([]any)) {
			a.T.Errorf("somebody stands there who is not of the squad: %v", one)
		}
		all = append(all, strings.Join(results, " "))
	}
	return strings.Join(all, "; ")
}

func TestASquadsOfficialAssessmentsAreThePublishedResultsOfTheStagesOfItsPlan(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		a := newAssessed(h)
		path := "/squads/" + a.squad + "/assessments"
		mock := object{"name": "模拟考核", "held_date": "2020-09-01", "results": []any{object{"trainee_id": a.trainees[1], "points": "66.50"}}}
		a.coach.Post(path, mock).Want(201)
		a.organiser.Post(path, mock).Refused(403, "action_forbidden")
		for i, points := range []string{"70.00", "90.00", "80.00"} {
			a.mark(i, points)
		}
		run := a.compute().Want(201)
		for name, by := range map[string]*apptest.Caller{"coach": a.coach, "organiser": a.organiser, "administrator": a.admin} {
			if got := items(by.Get(path).Want(200)); len(got) != 1 || a.official(by) != "" {
				t.Errorf("before it is published the %s reads %v", name, got)
			}
		}
		h.Clock.Add(time.Second)
		published := a.publish(run, "").Want(201)
		all := a.coach.Get(path + "?count=exact").Want(200)
		if all.Text("total") != "2" || all.Text("items.0.kind") != "mock" || all.Text("items.0.results.0.rank") != "" || all.Text("items.1.kind") != "official" ||
			all.Text("items.1.publication_id") != published.ID() || all.Text("items.1.stage_id") != a.stage || all.Text("items.1.name") != "第1阶段" ||
			all.Text("items.1.held_date") != "2020-09-01" || all.Text("items.1.account_id") != "" {
			t.Errorf("they are not beside each other: %s", all.Raw)
		}
		if got := a.official(a.coach); got != "2:1=90.00 1:3=70.00" {
			t.Errorf("the coach reads %s", got)
		}
		if got := string(a.coach.Get(path + "/export?format=csv").Want(200).Raw); !strings.Contains(got, a.trainees[1]+",1,90.00") || !strings.Contains(got, a.trainees[1]+",,66.50") {
			t.Errorf("the table of assessments is %s", got)
		}
		first := a.coach.Get(path + "?limit=1").Want(200)
		if next := a.coach.Get(path + "?limit=1&cursor=" + first.Text("next_cursor")).Want(200); next.Text("items.0.publication_id") != published.ID() || next.Text("next_cursor") != "" {
			t.Errorf("the second page is %s", next.Raw)
		}

		act(a.admin, a.entries[2], "disqualification", object{"code": "safety", "reason": "removed a guard"}, a.revision(2)).Want(200)
		later := a.compute().Want(201)
		if got := a.official(a.coach); got != "2:1=90.00 1:3=70.00" {
			t.Errorf("a run that is not published has changed it to %s", got)
		}
		a.publish(later, "an entry was disqualified").Want(201)
		if got := a.official(a.coach); got != "2:1=90.00 1:2=70.00" {
			t.Errorf("after the later publication the coach reads %s", got)
		}
	})
}

// revision is that of an entry.
func (c *contest) revision(i int) (n int) {
	_, _ = fmt.Sscan(c.admin.Get("/entries/"+c.entries[i]).Want(200).Text("revision"), &n)
	return n
}

func TestAnOfficialAssessmentShowsNoMoreThanThePublishedListAndNoChildThatIsWithheld(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		a := newAssessed(h)
		for i, points := range []string{"70.00", "90.00", "10.00"} {
			a.mark(i, points)
		}
		run := a.compute().Want(201)
		a.admin.Do("PUT", "/placings/"+a.placing(run, 0)["id"].(string)+"/award", object{"award": "none", "reason": "he asked for it"}, "If-Match", `"1"`).Want(200)
		a.publish(run, "").Want(201)
		shows := func(name string, is bool) {
			t.Helper()
			if err := h.Exec("update rule_sets set rules = replace(rules, ?, ?)", fmt.Sprintf(`"%s":%t`, name, !is), fmt.Sprintf(`"%s":%t`, name, is)); err != nil {
				t.Fatal(err)
			}
		}
		shows("totals", false)
		if got := a.official(a.coach); got != "2:1=<nil> 1:2=<nil>" {
			t.Errorf("where the list has no totals the coach reads %s", got)
		}
		shows("only_awarded", true)
		if got := a.official(a.coach); got != "2:1=<nil>" {
			t.Errorf("where the list has nobody without an award the coach reads %s", got)
		}
		shows("only_awarded", false)
		shows("names", false)
		if got := a.official(a.coach); got != "" {
			t.Errorf("where the list names nobody the coach reads %s", got)
		}
		shows("names", true)
		now := a.admin.Get("/people/" + a.people[1]).Want(200)
		a.admin.Do("PATCH", "/people/"+a.people[1], object{"birth_date": "2007-03-04"}, "If-Match", now.ETag()).Want(200)
		if got := a.official(a.organiser); got != "1:2=<nil>" {
			t.Errorf("of a child without consent the organiser reads %s", got)
		}
		if got := a.official(a.coach); got != "2:1=<nil> 1:2=<nil>" {
			t.Errorf("of the own child the coach reads %s", got)
		}
	})
}

func TestAPlanNamesEachStageOfItsEventOnceAndNoOther(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		a := newAssessed(h)
		twice := a.plan(a.stage, a.stage).Refused(422, "plan_invalid")
		if twice.Text("errors.0.code") != "plan_stage_twice" || twice.Text("errors.0.pointer") != "/stages/1/stage_id" {
			t.Errorf("it is not said which: %s", twice.Raw)
		}
		_, event := edition(h, a.admin)
		foreign := a.plan(a.admin.Get("/events/"+event+"/stages").Want(200).Text("items.0.id")).Refused(422, "plan_invalid")
		if foreign.Text("errors.0.code") != "reference_missing" || foreign.Text("errors.0.pointer") != "/stages/0/stage_id" {
			t.Errorf("it is not said what is missing: %s", foreign.Raw)
		}
	})
}
