package scenarios_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

func TestAPersonConfirmedInOneEventIsRefusedInAnotherUnderAnyDocument(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		another := admin.Post("/editions/"+edn+"/events", object{"number": "18", "name": object{"zh-CN": "烹饪"}}).Want(201).ID()
		p := person(clerk, school, "李伟", "2002-03-04")
		document(clerk, p, "resident_id", resident("2002-03-04", "123")).Want(201)
		e := draft(clerk, event, school, p)
		act(clerk, e, "submission", nil, 1).Want(200)
		act(admin, e, "approval", nil, 2).Want(200)
		act(admin, e, "confirmation", nil, 3).Want(200)
		document(clerk, p, "passport", "E12345678").Want(201)
		refused := act(clerk, draft(clerk, another, school, p), "submission", nil, 1).Refused(422, "entry_not_eligible")
		if refused.Text("errors.0.code") != "person_competes_elsewhere" || refused.Text("errors.0.params.event") != event {
			t.Errorf("it does not say where: %s", refused.Raw)
		}
		twin := person(clerk, school, "李伟", "2002-03-04")
		document(clerk, twin, "passport", "E12345678").Refused(409, "identity_document_taken")
	})
}

func TestATeamOfTwoSchoolsIsTakenOnlyWhereTheEventAllowsIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "school_contest", "2020-10-19", object{"team_max": 2, "cross_organization": true}, nil)
		alone := admin.Post(e.path+"/events", object{"number": "2", "name": object{"zh-CN": "单校组队的赛项"}, "team_max": 2}).Want(201).ID()
		other := admin.Post("/organizations", object{"name": object{"zh-CN": "另一所学校"}, "kind": "school"}).Want(201).ID()
		foreign := person(admin, other, "乙", "2004-01-01")
		mixed := object{"organization_id": e.school, "members": []any{
			object{"person_id": e.person("甲"), "role": "competitor"}, object{"person_id": foreign, "role": "competitor"},
		}}
		refused := e.clerk.Post("/events/"+alone+"/entries", mixed).Refused(422, "reference_missing") // does not exist for the clerk there
		if refused.Text("errors.0.pointer") != "/members/1/person_id" {
			t.Errorf("it does not say who: %s", refused.Raw)
		}
		act(e.clerk, e.clerk.Post("/events/"+e.event+"/entries", mixed).Want(201).ID(), "submission", nil, 1).Want(200)
	})
}

func TestTwoRecordsThatCompeteInTwoEventsOfAnEditionAreNotMerged(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "worldskills", "2020-10-19", nil, object{"entries_per_school": 0})
		another := admin.Post(e.path+"/events", object{"number": "2", "name": object{"zh-CN": "烹饪"}}).Want(201).ID()
		one, same := e.person("李伟"), e.person("李伟")
		merge := func() *apptest.Answer { return e.clerk.Post("/people/"+one+"/merges", object{"duplicate_id": same}) }
		twice := func(code, where, at string, entries ...string) {
			t.Helper()
			var p struct {
				Errors []struct {
					Code   string
					Params map[string]any
				}
			}
			refused := merge().Refused(409, "merge_refused")
			refused.Into(&p)
			if len(p.Errors) != 1 || p.Errors[0].Code != code || p.Errors[0].Params[where] != at || fmt.Sprint(p.Errors[0].Params["entries"]) != fmt.Sprint(entries) {
				t.Errorf("want %s in %s with %v: %s", code, at, entries, refused.Raw)
			}
		}
		mine, theirs := e.enter(one), draft(e.clerk, another, e.school, same)
		act(e.clerk, mine, "submission", nil, 1).Want(200)
		e.clerk.Post("/people/"+one+"/merges?dry_run=true", object{"duplicate_id": same}).Want(201) // a draft is held against the rules later
		act(e.clerk, theirs, "submission", nil, 1).Want(200)
		twice("both_in_edition", "edition", e.edition, mine, theirs)
		act(admin, theirs, "return", object{"reasons": []string{"核对姓名"}}, 2).Want(200)
		twice("both_in_edition", "edition", e.edition, mine, theirs) // it comes back without being asked about
		act(e.clerk, theirs, "withdrawal", object{"reason": "重复录入"}, 3).Want(200)
		in := e.enter(same)
		twice("both_in_event", "event", e.event, mine, in)
		act(e.clerk, in, "withdrawal", object{"reason": "重复录入"}, 1).Want(200)

		merged := merge().Want(201)
		e.clerk.Post("/merges/"+merged.ID()+"/undo", nil).Want(200)
		if got := e.clerk.Get("/entries/" + theirs).Want(200).Text("members.0.person_id"); got != same {
			t.Errorf("after all %s was entered", got)
		}
		again := draft(e.clerk, another, e.school, same)
		act(e.clerk, again, "submission", nil, 1).Want(200)
		twice("both_in_edition", "edition", e.edition, mine, again)
		admin.Post(e.path+"/transitions", object{"to": "cancelled", "reason": "疫情"}, "If-Match", `"2"`).Want(200)
		merge().Want(201) // what was, is not undone by two records
	})
}

func TestTwoRecordsThatCompeteInTwoEventsAreMergedWhereTheRulesLetAPersonDoThat(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "worldskills", "2020-10-19", nil, object{"one_event_per_edition": false})
		another := admin.Post(e.path+"/events", object{"number": "2", "name": object{"zh-CN": "烹饪"}}).Want(201).ID()
		one, same := e.person("李伟"), e.person("李伟")
		theirs := draft(e.clerk, another, e.school, same)
		act(e.clerk, e.enter(one), "submission", nil, 1).Want(200)
		act(e.clerk, theirs, "submission", nil, 1).Want(200)
		merged := e.clerk.Post("/people/"+one+"/merges", object{"duplicate_id": same}).Want(201)
		if got := e.clerk.Get("/entries/" + theirs).Want(200).Text("members.0.person_id"); got != one {
			t.Errorf("%s competes", got)
		}
		e.clerk.Post("/merges/"+merged.ID()+"/undo", nil).Want(200)
		if got := e.clerk.Get("/entries/" + theirs).Want(200).Text("members.0.person_id"); got != same {
			t.Errorf("after all %s competes", got)
		}
	})
}

func TestASubmissionAndAMergeAtOnceLeaveNobodyInTwoEvents(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "worldskills", "2020-10-19", nil, object{"entries_per_school": 0})
		another := admin.Post(e.path+"/events", object{"number": "2", "name": object{"zh-CN": "烹饪"}}).Want(201).ID()
		for range 5 {
			one, same := e.person("李伟"), e.person("李伟")
			act(e.clerk, e.enter(one), "submission", nil, 1).Want(200)
			theirs := draft(e.clerk, another, e.school, same)
			var both sync.WaitGroup
			var submitted, merged int
			both.Go(func() { submitted = act(e.clerk, theirs, "submission", nil, 1).Status })
			both.Go(func() { merged = e.clerk.Post("/people/"+one+"/merges", object{"duplicate_id": same}).Status })
			both.Wait()
			if got := []int{submitted, merged}; !slices.Equal(got, []int{200, 409}) && !slices.Equal(got, []int{412, 201}) && !slices.Equal(got, []int{422, 201}) {
				t.Errorf("the submission is %d, the merge %d", submitted, merged)
			}
		}
	})
}
