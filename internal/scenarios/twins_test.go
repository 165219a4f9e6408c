package scenarios_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

// consent has a guardian consent for a child, and answers the path of the withdrawal.
func consent(c *apptest.Caller, child string) string {
	given := c.Post("/people/"+child+"/consents", object{"given_by": "王建国", "relation": "father", "given_date": "2020-08-31", "evidence": "paper form"}).Want(201)
	return "/consents/" + given.ID() + "/withdrawal"
}

func TestAnImportNeverTouchesAnotherSchoolsEntry(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "worldskills", "2020-11-05", object{"cross_organization": true}, nil)
		other, rival := schoolIn(h, admin, "rival", "310107")
		lent := e.person("甲")
		body := single(lent)
		body["organization_id"], body["name"] = other, "混合队"
		theirs := rival.Post("/events/"+e.event+"/entries", body).Want(201)
		path := imported(e.clerk, "kind=entries&event="+e.event+"&organization="+e.school, "姓名,队名\n甲,我们的队\n")
		outcomes(t, e.clerk, path, map[string]int{"rejected": 1, "updated": 0})
		row := e.clerk.Get(path + "/rows").Want(200)
		if row.Text("items.0.problems.0.code") != "person_already_entered" || strings.Contains(string(row.Raw), theirs.ID()) {
			t.Errorf("the report says %s", row.Raw)
		}
		committed(e.clerk, path, "partial")
		if now := rival.Get("/entries/" + theirs.ID()).Want(200); now.Text("name") != "混合队" || now.ETag() != theirs.ETag() {
			t.Errorf("the other school's entry is now %s", now.Raw)
		}
	})
}

func TestWhoTurnedOutToBeAnotherIsNotMeantByATable(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, event, school, clerk := registering(h, admin)
		one, same := person(clerk, school, "李伟", "2002-03-04"), person(clerk, school, "李伟", "2002-03-04")
		table := "姓名,出生日期\n李伟,2002-03-04\n"
		outcomes(t, clerk, imported(clerk, "kind=people&organization="+school, table), map[string]int{"needs_matching": 1})
		clerk.Post("/people/"+one+"/merges", object{"duplicate_id": same}).Want(201)
		outcomes(t, clerk, imported(clerk, "kind=people&organization="+school, table), map[string]int{"unchanged": 1})
		outcomes(t, clerk, imported(clerk, "kind=entries&event="+event+"&organization="+school, table), map[string]int{"created": 1})
	})
}

func TestTrainingAndSubstitutionsFollowWhoTurnedOutToBeAnother(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 3}).Want(201).ID()
		trains := func(p string) *apptest.Answer {
			return b.clerk.Post("/squads/"+squad+"/trainees", object{"person_id": p})
		}
		one, same, third := person(b.clerk, b.school, "李伟", "2002-03-04"), person(b.clerk, b.school, "李伟", "2002-03-04"), person(b.clerk, b.school, "王芳", "2002-03-04")
		trainee := trains(same).Want(201).ID()
		e := draft(b.clerk, b.event, b.school, third)
		act(b.clerk, e, "submission", nil, 1).Want(200)
		asked := b.clerk.Post("/entries/"+e+"/substitutions", object{"person_id": third, "substitute_id": same, "reason": "训练中受伤"}).Want(201)
		merged := b.clerk.Post("/people/"+one+"/merges", object{"duplicate_id": same}).Want(201)
		if got := b.clerk.Get("/trainees/" + trainee).Want(200).Text("person_id"); got != one {
			t.Errorf("%s trains", got)
		}
		trains(same).Refused(422, "reference_missing")
		trains(one).Refused(409, "trainee_elsewhere")
		b.clerk.Post("/bases/"+b.base+"/staff", object{"function": "interpreter", "person_id": same, "from_date": "2020-09-01"}).Refused(422, "reference_missing")
		b.organiser.Post("/substitutions/"+asked.ID()+"/approval", nil, "If-Match", asked.ETag()).Refused(412, "revision_stale") // it names another now
		asked = b.organiser.Get("/substitutions/" + asked.ID()).Want(200)
		b.organiser.Post("/substitutions/"+asked.ID()+"/approval", nil, "If-Match", asked.ETag()).Want(200)
		if got := b.clerk.Get("/entries/" + e).Want(200).Text("members.0.person_id"); got != one {
			t.Errorf("%s competes", got)
		}
		b.clerk.Post("/merges/"+merged.ID()+"/undo", nil).Want(200)
		if got := b.clerk.Get("/trainees/" + trainee).Want(200).Text("person_id"); got != same {
			t.Errorf("after all %s trains", got)
		}
		trains(one).Want(201)
		refused := b.clerk.Post("/people/"+one+"/merges", object{"duplicate_id": same}).Refused(409, "merge_refused")
		if refused.Text("errors.0.code") != "both_in_squads" {
			t.Errorf("it is not said why: %s", refused.Raw)
		}
	})
}

func TestAChildWhoseGuardianNoLongerConsentsIsNamedToNoOrganiser(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := registering(h, admin)
		organiser := h.Somebody(admin, "organiser", "organiser", edn)
		child, adult, other := person(clerk, school, "小明", "2006-09-02"), person(clerk, school, "大伟", "2003-01-01"), person(clerk, school, "小红", "2006-10-01")
		withdrawal, second := consent(clerk, child), consent(clerk, other)
		e := draft(clerk, event, school, child)
		act(clerk, e, "submission", nil, 1).Want(200)
		substitute := func(out, in string) *apptest.Answer {
			return clerk.Post("/entries/"+e+"/substitutions", object{"person_id": out, "substitute_id": in, "reason": "训练中受伤"}).Want(201)
		}
		past := substitute(child, adult)
		organiser.Post("/substitutions/"+past.ID()+"/approval", nil, "If-Match", past.ETag()).Want(200)
		asked := substitute(adult, other)
		sees := func(c *apptest.Caller, n int) {
			t.Helper()
			entry, list := c.Get("/entries/"+e).Want(200), c.Get("/entries/"+e+"/substitutions").Want(200)
			if strings.Contains(string(entry.Raw), "小明") != (n > 0) || len(items(list)) != n {
				t.Errorf("the entry is %s, and its substitutions are %s", entry.Raw, list.Raw)
			}
			if strings.Contains(string(c.Get("/entries?event="+event).Want(200).Raw), "小明") != (n > 0) {
				t.Error("the list shows otherwise than the entry")
			}
		}
		sees(organiser, 2)
		clerk.Post(withdrawal, nil).Want(200)
		clerk.Post(second, nil).Want(200)
		sees(organiser, 0)
		sees(clerk, 2)
		for _, s := range []*apptest.Answer{past, asked} {
			organiser.Get("/substitutions/"+s.ID()).Refused(404, "not_found")
			organiser.Post("/substitutions/"+s.ID()+"/approval", nil, "If-Match", s.ETag()).Refused(404, "not_found")
		}
	})
}

func TestAChildTrainsUnseenByTheOrganiserUntilAGuardianConsents(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 3}).Want(201).ID()
		child := person(b.clerk, b.school, "小明", "2006-09-02")
		selects := func(c *apptest.Caller) *apptest.Answer {
			return c.Post("/squads/"+squad+"/trainees", object{"person_id": child})
		}
		selects(b.organiser).Refused(422, "reference_missing")
		trainee := selects(b.clerk).Want(201)
		total := func(c *apptest.Caller) string {
			return c.Get("/trainees?count=exact&squad=" + squad).Want(200).Text("total")
		}
		if total(b.organiser) != "0" || total(b.clerk) != "1" || total(b.admin) != "1" {
			t.Errorf("the organiser sees %s, the school %s", total(b.organiser), total(b.clerk))
		}
		b.organiser.Get("/trainees/"+trainee.ID()).Refused(404, "not_found")
		b.organiser.Post("/trainees/"+trainee.ID()+"/moves", object{"to": "training"}, "If-Match", trainee.ETag()).Refused(404, "not_found")
		consent(b.clerk, child)
		b.organiser.Get("/trainees/" + trainee.ID()).Want(200)
		if total(b.organiser) != "1" {
			t.Errorf("the organiser sees %s", total(b.organiser))
		}
	})
}

func TestWhatAChildWithoutConsentDidInASquadIsListedToItsBaseAndNotToTheOrganiser(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		coach := h.Somebody(b.admin, "coach", "", "")
		b.clerk.Post("/bases/"+b.base+"/staff", object{"function": "coach", "account_id": coach.ID, "from_date": "2020-09-01"}).Want(201)
		path := "/squads/" + b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 3}).Want(201).ID()
		child, adult := person(b.clerk, b.school, "小明", "2006-09-02"), person(b.clerk, b.school, "大伟", "2003-01-01")
		var trainees []string
		var days, reached []any
		for _, p := range []string{child, adult} {
			trainee := b.clerk.Post(path+"/trainees", object{"person_id": p}).Want(201).ID()
			trainees = append(trainees, trainee)
			days = append(days, object{"trainee_id": trainee, "attended_date": "2020-09-01", "presence": "present"})
			reached = append(reached, object{"trainee_id": trainee, "points": "80.00"})
		}
		coach.Post(path+"/attendance", object{"days": days}).Want(200)
		coach.Post(path+"/assessments", object{"name": "模拟考核", "held_date": "2020-09-01", "results": reached}).Want(201)
		sees := func(who string, c *apptest.Caller, n int) {
			t.Helper()
			came, one, held := c.Get(path+"/attendance?count=exact").Want(200), c.Get(path+"/attendance?count=exact&trainee="+trainees[0]).Want(200), c.Get(path+"/assessments").Want(200)
			if len(items(came)) != n || came.Text("total") != fmt.Sprint(n) || one.Text("total") != fmt.Sprint(n-1) {
				t.Errorf("the %s reads who came: %s, and of the child %s", who, came.Raw, one.Raw)
			}
			if got := len(items(held)[0].(object)["results"].([]any)); got != n || strings.Contains(string(held.Raw), trainees[0]) != (n == 2) {
				t.Errorf("the %s reads what was reached: %s", who, held.Raw)
			}
		}
		auditor := h.Somebody(b.admin, "auditor", "auditor", b.edition)
		sees("organiser", b.organiser, 1)
		sees("auditor of the edition", auditor, 1)
		sees("coach", coach, 2)
		sees("registrar", b.clerk, 2)
		sees("administrator", b.admin, 2)
		consent(b.clerk, child)
		sees("organiser", b.organiser, 2)
		sees("auditor of the edition", auditor, 2)
	})
}

func TestAChildWithoutConsentStandsInNoProposalThatTheOrganiserReadsAndIsChosenByNone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 3, 1, false)
		organiser := h.Somebody(c.admin, "organiser", "organiser", c.edition)
		_, edge := c.next(2, "ask", weight(c.stage, "1"))
		for i, points := range []string{"90.00", "80.00", "80.00"} {
			c.mark(i, points)
		}
		c.compute().Want(201)
		path, child := "/stage-edges/"+edge, c.entries[2]
		before := organiser.Get(path + "/proposal").Want(200)
		member := c.admin.Get("/entries/" + child).Want(200).Text("members.0.person_id")
		c.admin.Do("PATCH", "/people/"+member, object{"birth_date": "2007-03-04"}, "If-Match", c.admin.Get("/people/"+member).Want(200).ETag()).Want(200)
		p := organiser.Get(path + "/proposal").Want(200)
		if fates(before) != "advances undecided undecided" || fates(p) != "advances undecided" || strings.Contains(string(p.Raw), child) || p.Text("free") != "1" {
			t.Errorf("before: %s\nthe organiser reads now: %s", before.Raw, p.Raw)
		}
		if all := c.admin.Get(path + "/proposal").Want(200); fates(all) != fates(before) || all.Text("digest") != p.Text("digest") {
			t.Errorf("the administrator reads %s", all.Raw)
		}
		absent := object{"entry_id": child, "reason": "住院"}
		missing := organiser.Post("/stages/"+c.stage+"/approved-absences", absent).Refused(422, "reference_missing")
		if none := organiser.Post("/stages/"+c.stage+"/approved-absences", object{"entry_id": "ent_01jd2kxq4ve9bs3d3fg8yx1j6m", "reason": "住院"}); said(none) != said(missing) {
			t.Errorf("who is withheld is not like who does not exist: %s, %s", missing.Raw, none.Raw)
		}
		confirm := func(chosen string) *apptest.Answer {
			return organiser.Post(path+"/confirmation", object{"digest": p.Text("digest"), "chosen_entry_ids": []string{chosen}, "reason": "抽签"}, "If-Match", p.ETag())
		}
		confirm(child).Refused(422, "choice_wrong")
		confirm(c.entries[1]).Want(200)
		c.admin.Post("/stages/"+c.stage+"/approved-absences", absent).Want(201)
	})
}

func TestAPromotionNamesNoChildThatWasPassedOverToTheOrganiser(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := spacious(h, admin, object{"waiting_list": true})
		organiser := h.Somebody(admin, "organiser", "organiser", edn)
		other, rival := schoolIn(h, admin, "rival", "310107")
		quota(admin, edn, object{"per": "total", "most": 2})
		quota(admin, edn, object{"per": "organization", "most": 1})
		submitted := func(c *apptest.Caller, school, person string) string {
			h.Clock.Add(time.Second)
			e := draft(c, event, school, person)
			act(c, e, "submission", nil, 1).Want(200)
			return e
		}
		child := person(clerk, school, "小明", "2006-09-02")
		withdrawal := consent(clerk, child)
		submitted(clerk, school, person(clerk, school, "甲", "2003-01-01"))
		first := submitted(rival, other, person(rival, other, "乙", "2003-01-01"))
		passed := submitted(clerk, school, child)
		promoted := submitted(rival, other, person(rival, other, "丁", "2003-01-01"))
		act(rival, first, "withdrawal", object{"reason": "ill"}, 2).Want(200)
		path := "/entries/" + promoted + "/promotion"
		if got := organiser.Get(path).Want(200).Text("passed_over.0.entry_id"); got != passed {
			t.Errorf("%q was passed over", got)
		}
		clerk.Post(withdrawal, nil).Want(200)
		if got := organiser.Get(path).Want(200); got.Text("passed_over_count") != "1" || strings.Contains(string(got.Raw), passed) {
			t.Errorf("the organiser reads %s", got.Raw)
		}
		if got := organiser.Get("/events/" + event + "/waiting-list?count=exact").Want(200).Text("total"); got != "0" {
			t.Errorf("the organiser sees %s who wait", got)
		}
		if got := admin.Get(path).Want(200).Text("passed_over.0.entry_id"); got != passed {
			t.Errorf("the administrator reads of %q", got)
		}
	})
}

func TestAPieceOfAChildWithoutConsentHasNoNameForTheOrganiser(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 2, 1, false)
		organiser := h.Somebody(c.admin, "organiser", "organiser", c.edition)
		names := func(by *apptest.Caller) (n int) {
			for _, p := range items(by.Get("/stages/" + c.stage + "/pieces").Want(200)) {
				if p.(object)["name"] != nil {
					n++
				}
			}
			return n
		}
		if names(organiser) != 2 {
			t.Errorf("the organiser reads %d names", names(organiser))
		}
		member := c.admin.Get("/entries/" + c.entries[0]).Want(200).Text("members.0.person_id")
		now := c.admin.Get("/people/" + member).Want(200)
		c.admin.Do("PATCH", "/people/"+member, object{"birth_date": "2007-03-04"}, "If-Match", now.ETag()).Want(200)
		if names(organiser) != 1 || names(c.chief) != 1 || names(c.admin) != 2 {
			t.Errorf("the organiser reads %d names, the administrator %d", names(organiser), names(c.admin))
		}
	})
}

func TestOfAnErasedTraineeNeitherTheInsuranceNorTheReasonsAreKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 3}).Want(201).ID()
		p := person(b.clerk, b.school, "李伟", "2002-03-04")
		trainee := b.clerk.Post("/squads/"+squad+"/trainees", object{"person_id": p}).Want(201)
		b.clerk.Do("PUT", "/trainees/"+trainee.ID()+"/insurance", object{"insurer": "平安保险", "policy_number": "POL-77", "valid_until_date": "2021-12-31"}, "If-Match", trainee.ETag()).Want(200)
		moved(b.clerk, trainee.ID(), "左腿骨折", "withdrawn")
		b.admin.Post("/people/"+p+"/erasure", object{"reason": "asked_by_person"}).Want(200)
		kept := rowsOf(h, "trainees")
		for _, gone := range []string{"POL-77", "平安保险", "左腿骨折"} {
			if strings.Contains(kept, gone) {
				t.Errorf("%q is kept", gone)
			}
		}
		if got := b.clerk.Get("/trainees/" + trainee.ID()).Want(200); got.Text("name") != "（已删除）" || got.Text("status") != "withdrawn" {
			t.Errorf("the squad shows %s", got.Raw)
		}
	})
}
