package scenarios_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

func TestARosterIsTakenIntoASquadByTheRulesOfOneAndSentAgainChangesNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 3}).Want(201).ID()
		for name, born := range map[string]string{"甲": "2002-03-04", "乙": "2002-03-05", "老李": "1990-01-01", "丙": "2002-03-07"} {
			person(b.clerk, b.school, name, born)
		}
		second := person(b.clerk, b.school, "乙", "2002-03-06")
		query, title := "kind=roster&squad="+squad, "姓名,出生日期,学校,保险公司,保单号,保险到期日\n"
		table := title + "甲,2002年3月4日,上海信息技术学校,中国人寿,2020310000123.0,2021-08-31\n乙,,,,,\n老李,,,,,\n无此人,,,,,\n甲,,,,,\n丙,,,中国人寿,,1/3/2004\n"
		path := imported(b.clerk, query, table)
		outcomes(t, b.clerk, path, map[string]int{"created": 1, "needs_matching": 1, "rejected": 4})
		rows := b.clerk.Get(path + "/rows").Want(200)
		for at, want := range map[string]string{
			"2.problems.0.code": "member_too_old", "2.problems.0.column": "name", "3.problems.0.code": "reference_missing", "4.problems.0.code": "row_repeated",
			"5.problems.0.code": "missing_value", "5.problems.0.column": "policy_number", "5.problems.1.code": "date_unclear", "5.problems.1.read": "1/3/2004",
		} {
			if got := rows.Text("items." + at); got != want {
				t.Errorf("%s is %q and not %q", at, got, want)
			}
		}
		h.Clock.Add(time.Second)
		if got := b.clerk.Do("PUT", path+"/rows/3/match", object{"column": "name", "id": second}).Want(200); got.Text("outcome") != "created" {
			t.Errorf("who was matched is %s", got.Raw)
		}
		committed(b.clerk, path, "partial")
		outcomes(t, b.clerk, path, map[string]int{"created": 2, "applied": 2})
		trainees := b.clerk.Get("/trainees?squad=" + squad).Want(200)
		if trainees.Text("items.0.name") != "甲" || trainees.Text("items.0.insured") != "true" || trainees.Text("items.0.insurance.policy_number") != "2020310000123" || trainees.Text("items.1.person_id") != second {
			t.Errorf("the squad is %s", trainees.Raw)
		}
		if got := b.clerk.Get(path).Want(200); got.Text("squad_id") != squad || got.Text("base_id") != b.base || got.Text("organization_id") != b.school {
			t.Errorf("the import does not say what it is for: %s", got.Raw)
		}

		settled := strings.ReplaceAll(strings.SplitAfter(table, "老李")[0], "乙,,", "乙,2002-03-06,")
		settled = settled[:strings.LastIndex(settled, "\n")+1]
		outcomes(t, b.clerk, imported(b.clerk, query, settled), map[string]int{"rows": 2, "unchanged": 2})
		again := imported(b.clerk, query, strings.ReplaceAll(settled, "2021-08-31", "2022-08-31"))
		outcomes(t, b.clerk, again, map[string]int{"updated": 1, "unchanged": 1})
		committed(b.clerk, again, "atomic")
		first := b.clerk.Get("/trainees?squad=" + squad).Want(200).Text("items.0.id")
		if got := b.clerk.Get("/trainees/" + first).Want(200).Text("insurance.valid_until_date"); got != "2022-08-31" {
			t.Errorf("the proof of insurance is valid until %s", got)
		}
		moved(b.clerk, first, "转学", "withdrawn")
		outcomes(t, b.clerk, imported(b.clerk, query, settled), map[string]int{"updated": 1, "unchanged": 1, "created": 0})

		person(b.clerk, b.school, "丁", "2002-03-08")
		person(b.clerk, b.school, "戊", "2002-03-09")
		full := imported(b.clerk, query, "姓名\n丙\n丁\n戊\n")
		outcomes(t, b.clerk, full, map[string]int{"created": 2, "rejected": 1})
		if got := b.clerk.Get(full + "/rows?outcome=rejected").Want(200); got.Text("items.0.problems.0.code") != "squad_full" {
			t.Errorf("who does not fit is %s", got.Raw)
		}
		facts := b.admin.Get("/audit-log?name=trainee.selected&edition=" + b.edition).Want(200)
		if len(items(facts)) != 2 || facts.Text("items.0.action") != "imports.commit" {
			t.Errorf("the trainees are not on record: %s", facts.Raw)
		}
	})
}

func TestARosterIsSentByWhoeverMaySelectTraineesAndNamesNobodyWhomTheyMayNotSee(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 9}).Want(201).ID()
		own := person(b.clerk, b.school, "甲", "2002-03-04")
		_, school, stranger := b.another(b.event, "第二基地学校", "registrar.2")
		foreign := person(stranger, school, "乙", "2002-03-05")
		coach := h.Somebody(b.admin, "coach", "", "")
		b.clerk.Post("/bases/"+b.base+"/staff", object{"function": "coach", "account_id": coach.ID, "from_date": "2020-09-01"}).Want(201)
		send := func(c *apptest.Caller, query string) *apptest.Answer {
			return c.Table("/imports?kind=roster"+query, []byte("姓名\n甲\n"))
		}
		send(stranger, "&squad="+squad).Refused(403, "action_forbidden")
		send(stranger, "&squad=sqd_01jd2kxq4ve9bs3d3fg8yx1j6m").Refused(403, "action_forbidden")
		send(b.admin, "&squad=sqd_01jd2kxq4ve9bs3d3fg8yx1j6m").Refused(422, "reference_missing")
		send(coach, "&squad="+squad).Refused(403, "action_forbidden")
		send(b.clerk, "").Refused(400, "invalid_request")
		send(b.clerk, "&squad="+squad+"&organization="+b.school).Refused(400, "invalid_request")
		table := fmt.Sprintf("姓名,学校,人员编号\n甲,,%s\n乙,第二基地学校,\n乙,,%s\n甲,,%s\n丙,,per_x\n", own, foreign, foreign)
		for sender, want := range map[*apptest.Caller]map[string]int{
			b.clerk:     {"created": 1, "rejected": 4}, // for whom nobody of another school exists
			b.organiser: {"created": 2, "rejected": 3}, // who lists nobody, and is told ids
			b.admin:     {"created": 2, "rejected": 3}, // the id and the name are one person
		} {
			path := imported(sender, "kind=roster&squad="+squad, table)
			outcomes(t, sender, path, want)
			for _, row := range items(sender.Get(path + "/rows?outcome=rejected").Want(200)) {
				if code := fmt.Sprint(row); !strings.Contains(code, "reference_missing") && !strings.Contains(code, "row_repeated") {
					t.Errorf("a row is refused so: %s", code)
				}
			}
		}
		path := imported(b.organiser, "kind=roster&squad="+squad, table)
		committed(b.organiser, path, "partial")
		outcomes(t, b.organiser, path, map[string]int{"applied": 2})
		if got := b.organiser.Get("/imports?kind=roster&count=exact").Want(200); got.Text("total") != "2" {
			t.Errorf("the organiser's imports are %s", got.Raw)
		}
		grants := b.admin.Get("/accounts/" + b.organiser.ID + "/grants").Want(200)
		b.admin.Do("DELETE", "/grants/"+grants.Text("items.0.id"), nil).Want(204)
		b.organiser.Get(path).Refused(404, "not_found")
		if got := b.organiser.Get("/imports?count=exact").Want(200); got.Text("total") != "0" {
			t.Errorf("who lost the role is shown %s", got.Raw)
		}
	})
}

func TestStaffOfATableIsAssignedOnceAndEndsWhereTheTableSaysSo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		coach := h.Somebody(b.admin, "coach", "", "")
		person(b.clerk, b.school, "场地经理", "1980-05-06")
		query, title := "kind=staff&base="+b.base, "岗位,姓名,账号编号,起始日期,截止日期\n"
		table := title + "教练,," + coach.ID + ",2020-09-01,\nWorkshop manager,场地经理,,2020/9/1,2021年9月1日\n"
		wrong := "教练,,,2020-09-01,\n教练,,acc_x,2020-09-01,\n裁判,场地经理,,2020-09-01,\n翻译,场地经理,,2020-09-01,2020-09-01\n教练,," + coach.ID + ",2020-10-01,\n翻译,," + b.clerk.ID + ",2020-09-01,\n"
		path := imported(b.clerk, query, table+wrong)
		outcomes(t, b.clerk, path, map[string]int{"created": 2, "rejected": 6})
		rows := b.clerk.Get(path + "/rows?outcome=rejected").Want(200)
		for i, want := range []string{"missing_value", "invalid_value", "choice_unknown", "ends_before_start", "assignment_overlaps", "grant_to_self"} {
			if got := rows.Text(fmt.Sprintf("items.%d.problems.0.code", i)); got != want {
				t.Errorf("row %d is refused as %s and not as %s", i, got, want)
			}
		}
		coach.Get("/bases/"+b.base).Refused(404, "not_found")
		committed(b.clerk, path, "partial")
		coach.Get("/bases/" + b.base).Want(200)
		outcomes(t, b.clerk, imported(b.clerk, query, table), map[string]int{"unchanged": 2})
		ends := imported(b.clerk, query, title+"教练,,"+coach.ID+",2020-09-01,2020-12-01\n场地经理,场地经理,,2020-09-01,2022-09-01\n")
		outcomes(t, b.clerk, ends, map[string]int{"updated": 1, "rejected": 1})
		committed(b.clerk, ends, "partial")
		staff := b.clerk.Get("/bases/" + b.base + "/staff").Want(200)
		if len(items(staff)) != 2 || !strings.Contains(string(staff.Raw), "2020-12-01") || !strings.Contains(string(staff.Raw), "2021-09-01") {
			t.Errorf("the staff is %s", staff.Raw)
		}
		for _, name := range []string{"staff_assignment.created", "staff_assignment.ended"} {
			if got := b.admin.Get("/audit-log?edition=" + b.edition + "&name=" + name).Want(200); got.Text("items.0.action") != "imports.commit" {
				t.Errorf("%s is not on record: %s", name, got.Raw)
			}
		}
		_, _, stranger := b.another(b.event, "第二基地学校", "registrar.2")
		stranger.Table("/imports?"+query, []byte(table)).Refused(403, "action_forbidden")
		exported := b.clerk.Get("/bases/" + b.base + "/staff/export?format=csv").Want(200)
		outcomes(t, b.clerk, imported(b.clerk, query, string(exported.Raw)), map[string]int{"unchanged": 2})
	})
}

func TestTheTemplatesOfRostersAndStaffAreReadAsTheyAreFilledIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 9}).Want(201).ID()
		for kind, query := range map[string]string{"roster": "&squad=" + squad, "staff": "&base=" + b.base} {
			for language, titles := range map[string]string{"zh": map[string]string{"roster": "姓名 *", "staff": "岗位 *"}[kind], "en": map[string]string{"roster": "Name *", "staff": "Function *"}[kind]} {
				empty := b.clerk.Do("GET", "/import-templates/"+kind+"?format=csv", nil, "Accept-Language", language).Want(200)
				if !strings.Contains(string(empty.Raw), titles) || !strings.Contains(string(empty.Raw), "例：") {
					t.Errorf("the %s template of %s is %s", language, kind, empty.Raw)
				}
				b.clerk.Table("/imports?kind="+kind+query, empty.Raw).Refused(422, "table_empty")
			}
			book := b.clerk.Get("/import-templates/" + kind).Want(200)
			b.clerk.Table("/imports?kind="+kind+query, book.Raw).Refused(422, "table_empty")
		}
	})
}

func TestListsOfTrainingRegistrationAndResultsGoOutAsTablesThatShowNoMoreThanTheLists(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 9}).Want(201).ID()
		trainee := selected(b.clerk, squad, b.school, "@王伟", "2002-03-04")
		moved(b.clerk, trainee, "", "training")
		coach := h.Somebody(b.admin, "coach", "", "")
		b.clerk.Post("/bases/"+b.base+"/staff", object{"function": "coach", "account_id": coach.ID, "from_date": "2020-09-01"}).Want(201)
		coach.Post("/squads/"+squad+"/attendance", object{"days": []any{object{"trainee_id": trainee, "attended_date": "2020-09-01", "presence": "late"}}}).Want(200)
		coach.Post("/squads/"+squad+"/assessments", object{"name": "=考核", "held_date": "2020-09-01", "results": []any{object{"trainee_id": trainee, "points": "90.25"}}}).Want(201)
		coach.Post("/squads/"+squad+"/log", object{"log_date": "2020-09-01", "text": "+模块 A 两轮"}).Want(201)
		b.admin.Post("/editions/"+b.edition+"/quotas", object{"per": "event", "most": 7}).Want(201)
		b.admin.Post("/editions/"+b.edition+"/delegations", object{"kind": "school", "name": object{"zh-CN": "=代表队"}, "organization_ids": []string{b.school}}).Want(201)
		_, _, stranger := b.another(b.event, "第二基地学校", "registrar.2")
		for path, shows := range map[string]string{
			"/bases/export": b.base, "/squads/export": squad, "/trainees/export": ",'@王伟,", "/trainees/export?status=training&squad=" + squad: trainee,
			"/bases/" + b.base + "/staff/export": coach.ID, "/squads/" + squad + "/attendance/export": ",2020-09-01,late", "/squads/" + squad + "/assessments/export": ",'=考核,2020-09-01," + trainee + ",,90.25",
			"/squads/" + squad + "/log/export": "2020-09-01,'+模块 A 两轮," + coach.ID,
		} {
			separator := "?"
			if strings.Contains(path, "?") {
				separator = "&"
			}
			if got := string(b.clerk.Get(path + separator + "format=csv").Want(200).Raw); !strings.Contains(got, shows) {
				t.Errorf("%s is %s", path, got)
			}
			var all []map[string]string
			if b.clerk.Get(path + separator + "format=json").Want(200).Into(&all); len(all) != 1 {
				t.Errorf("%s has %v", path, all)
			}
			if got := b.clerk.Get(path).Want(200); string(got.Raw[:2]) != "PK" {
				t.Errorf("%s is no workbook", path)
			}
			got := stranger.Get(path + separator + "format=csv")
			if strings.Contains(string(got.Raw), shows) || got.Status != 200 && got.Status != 404 {
				t.Errorf("%s shows a stranger %d %s", path, got.Status, got.Raw)
			}
		}
		for path, shows := range map[string]string{
			"/editions/" + b.edition + "/events/export": b.event, "/editions/" + b.edition + "/quotas/export?per=event": ",7", "/editions/" + b.edition + "/delegations/export": ",'=代表队,", "/accounts/export?q=coach": "coach", "/audit-log/export?name=trainee.selected": trainee,
			"/bases/" + b.base + "/evaluations/export": ",true,91.50,条件优越,", "/programmes/export": b.programme, "/editions/export?programme=" + b.programme: b.edition + "," + b.programme,
		} {
			separator := map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]
			if got := string(b.admin.Get(path + separator + "format=csv").Want(200).Raw); !strings.Contains(got, shows) {
				t.Errorf("%s is %s", path, got)
			}
		}
		b.clerk.Get("/bases/"+b.base+"/evaluations/export").Refused(403, "action_forbidden")
		b.clerk.Get("/accounts/export").Refused(403, "action_forbidden")
		b.clerk.Get("/audit-log/export").Refused(403, "action_forbidden")
		coach.Get("/trainees/export").Want(200)
	})
}

func TestThePlacingsOfARunGoOutAsATableWithAColumnForEachCriterion(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 3, 3, false)
		for i, p := range []string{"80.00", "75.00", "70.00"} {
			c.mark(i, p)
		}
		run := c.compute().Want(201)
		path := "/result-runs/" + run.ID() + "/placings/export"
		var all []map[string]string
		c.admin.Get(path + "?format=json").Want(200).Into(&all)
		list := items(c.admin.Get("/result-runs/" + run.ID() + "/placings?limit=200").Want(200))
		if len(all) != 3 || all[0]["rank"] != "1" || all[0]["award"] != "gold" {
			t.Fatalf("the placings are %v", all)
		}
		for i, one := range list {
			p := one.(map[string]any)
			for _, criterion := range p["criteria"].([]any) {
				c := criterion.(map[string]any)
				if got := all[i][c["letter"].(string)]; got != c["points"] || got == "" {
					t.Errorf("criterion %v of %v is %q", c, p["piece_code"], got)
				}
			}
			if all[i]["total"] != p["total"] || all[i]["piece"] != p["piece_code"] {
				t.Errorf("the list has %v, the table %v", p, all[i])
			}
		}
		if got := string(c.admin.Get("/stages/" + c.stage + "/pieces/export?format=csv").Want(200).Raw); !strings.Contains(got, all[0]["piece"]) {
			t.Errorf("the pieces are %s", got)
		}
		if got := string(c.admin.Get("/stages/" + c.stage + "/mark-sheets/export?format=csv").Want(200).Raw); !strings.Contains(got, all[0]["piece"]) || !strings.Contains(got, "locked") {
			t.Errorf("the sheets are %s", got)
		}
		panels := "/stages/" + c.stage + "/panels/export"
		if got := string(c.admin.Get(panels + "?format=csv").Want(200).Raw); strings.Count(got, c.judges[0].ID) != 1 {
			t.Errorf("the panels are %s", got)
		}
		sheet := c.admin.Get("/stages/" + c.stage + "/mark-sheets").Want(200).Text("items.0.id")
		marks := "/mark-sheets/" + sheet + "/marks"
		var seen []map[string]string
		c.judges[0].Get(marks + "/export?format=json").Want(200).Into(&seen)
		first := items(c.judges[0].Get(marks).Want(200))
		if len(seen) == 0 || len(seen) != len(first) || seen[0]["aspect"] != first[0].(object)["aspect_id"] || !strings.Contains(seen[0]["observed"], `"kind":"`) {
			t.Errorf("the list has %v, the table %v", first, seen)
		}
		h.SignIn("clerk", apptest.Password).Get(marks+"/export").Refused(404, "not_found")
		for _, hidden := range []string{path, panels, "/stages/" + c.stage + "/pieces/export", "/stages/" + c.stage + "/mark-sheets/export"} {
			h.SignIn("clerk", apptest.Password).Get(hidden).Refused(404, "not_found")
			c.judges[0].Get(hidden).Refused(404, "not_found")
		}
	})
}

func TestWhoMayNotInsureTraineesLosesNoPlaceOfTheSquadToARowThatDoes(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 1}).Want(201).ID()
		insured, plain := person(b.clerk, b.school, "甲", "2002-03-04"), person(b.clerk, b.school, "乙", "2002-03-05")
		table := fmt.Sprintf("姓名,人员编号,保险公司,保单号,保险到期日\n甲,%s,中国人寿,2020310000123,2021-08-31\n乙,%s,,,\n", insured, plain)
		path := imported(b.organiser, "kind=roster&squad="+squad, table)
		outcomes(t, b.organiser, path, map[string]int{"created": 1, "rejected": 1})
		if got := b.organiser.Get(path + "/rows?outcome=rejected").Want(200); got.Text("items.0.problems.0.code") != "action_forbidden" || !strings.Contains(string(got.Raw), "中国人寿") {
			t.Errorf("the row with a proof is %s", got.Raw)
		}
		outcomes(t, b.clerk, imported(b.clerk, "kind=roster&squad="+squad, table), map[string]int{"created": 1, "rejected": 1}) // who may, has one place
	})
}
