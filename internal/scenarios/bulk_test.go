package scenarios_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/app"
	"github.com/saichang/saichang/internal/apptest"
)

// imported sends a table, waits for its check and answers its path.
func imported(c *apptest.Caller, query, table string) string {
	return strings.TrimPrefix(c.Finished(c.Table("/imports?"+query, []byte(table))).Text("result"), "/v1")
}

// committed has the good rows of an import committed, and answers the operation.
func committed(c *apptest.Caller, path, mode string) *apptest.Answer {
	return c.Finished(c.Post(path+"/commit", map[string]any{"mode": mode}, "If-Match", c.Get(path).Want(200).ETag()))
}

func outcomes(t *testing.T, c *apptest.Caller, path string, want map[string]int) {
	t.Helper()
	report := c.Get(path).Want(200)
	for name, n := range want {
		if got := report.Text("counts." + name); got != fmt.Sprint(n) {
			t.Errorf("%s: %s, want %d: %s", name, got, n, report.Raw)
		}
	}
}

// fourHundred is a registrar's table of 400 people, of whom twelve are not right.
func fourHundred() string {
	var table strings.Builder
	table.WriteString("姓名,出生日期,拼音姓名\n例：王小明,2004-11-02,WANG Xiaoming\n")
	for n := range 400 {
		name, born := fmt.Sprintf("学生%03d", n), fmt.Sprintf("200%d年%d月%d日", n%6, n%12+1, n%28+1)
		switch {
		case n < 4:
			born = "1/3/2004"
		case n < 7:
			name = ""
		case n < 9:
			born = "2003-02-30"
		case n < 11:
			born = "2039-01-01"
		case n == 11:
			name, born = "学生399", "2003年4月8日"
		case n == 399:
			born = "2003-04-08"
		}
		fmt.Fprintf(&table, "%s,%s,\n", name, born)
	}
	return table.String()
}

func TestARegistrarImportsFourHundredPeopleAndSendsTheTwelveAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		path := imported(clerk, "kind=people&organization="+school, fourHundred())
		outcomes(t, clerk, path, map[string]int{"rows": 400, "created": 388, "rejected": 12, "applied": 0})
		if got := clerk.Get("/people?count=exact").Want(200).Text("total"); got != "0" {
			t.Errorf("a check has made %s people", got)
		}
		first := clerk.Get(path + "/rows?outcome=rejected&limit=1").Want(200)
		if first.Text("items.0.number") != "3" || first.Text("items.0.problems.0.code") != "date_unclear" || first.Text("items.0.problems.0.read") != "1/3/2004" ||
			first.Text("items.0.problems.0.column") != "birth_date" {
			t.Errorf("the report does not say what is wrong: %s", first.Raw)
		}
		clerk.Post(path+"/commit", map[string]any{"mode": "atomic"}, "If-Match", clerk.Get(path).ETag()).Refused(409, "import_has_problems")
		if done := committed(clerk, path, "partial"); done.Text("state") != "succeeded" || done.Text("done") != "388" {
			t.Errorf("the commit ends so: %s", done.Raw)
		}
		outcomes(t, clerk, path, map[string]int{"rows": 400, "created": 388, "applied": 388, "rejected": 12})
		if got := clerk.Get("/people?count=exact").Want(200).Text("total"); got != "388" {
			t.Errorf("there are %s people", got)
		}
		if got := clerk.Get("/people?q=%E5%AD%A6%E7%94%9F042").Want(200).Text("items.0.name"); got != "学生042" {
			t.Errorf("who was imported is not found by name: %q", got)
		}
		bad := string(clerk.Get(path + "/corrected?format=csv").Want(200).Raw)
		if lines := strings.Count(bad, "\r\n"); lines != 13 || !strings.Contains(bad, "Birth date: The date is not clear") {
			t.Errorf("the corrected table has %d lines: %s", lines, bad)
		}
		lines := strings.Split(bad, "\r\n")
		for i := range lines[1:] { // the registrar puts every row right
			lines[i+1] = fmt.Sprintf("修正%02d,2004-05-%02d,,", i, i+1)
		}
		again := imported(clerk, "kind=people&organization="+school, strings.Join(lines[:13], "\r\n"))
		outcomes(t, clerk, again, map[string]int{"created": 12, "rejected": 0})
		committed(clerk, again, "atomic")
		whole := imported(clerk, "kind=people&organization="+school, fourHundred())
		outcomes(t, clerk, whole, map[string]int{"unchanged": 388, "created": 0})
		if got := clerk.Get("/people?count=exact").Want(200).Text("total"); got != "400" {
			t.Errorf("there are %s people", got)
		}
		facts := admin.Get("/audit-log?name=person.created&limit=200").Want(200)
		if len(items(facts)) != 200 || facts.Text("items.0.actor") == "" {
			t.Errorf("the people are not on record: %s", facts.Raw[:300])
		}
	})
}

func TestTitlesThatNobodyKnowsAreAskedAboutOnceAndRemembered(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		_, _, school, clerk := registering(h, h.Administrator())
		table := "考生,生日,备注,生日\n张三,38047,x,2004-03-01\n"
		path := imported(clerk, "kind=people&organization="+school, table)
		report := clerk.Get(path).Want(200)
		if report.Text("problems.0.code") != "column_unknown" || report.Text("problems.2.code") != "column_twice" || report.Text("problems.3.code") != "column_missing" {
			t.Errorf("the header is reported so: %s", report.Raw)
		}
		clerk.Post(path+"/commit", map[string]any{"mode": "partial"}, "If-Match", report.ETag()).Refused(409, "header_unclear")
		columns := map[string]any{"columns": map[string]any{"考生": "name", "备注": nil, "生日": nil}}
		clerk.Do("PUT", path+"/columns", map[string]any{"columns": map[string]any{"身高": "name"}}, "If-Match", report.ETag()).Refused(400, "invalid_request")
		clerk.Finished(clerk.Do("PUT", path+"/columns", columns, "If-Match", report.ETag()))
		if got := clerk.Get(path).Want(200); got.Text("problems.0.code") != "column_missing" || got.Text("problems.1.code") != "" {
			t.Errorf("only the birth date is missing now: %s", got.Raw)
		}
		next := imported(clerk, "kind=people&organization="+school, "考生,出生日期,备注\n张三,38047,x\n")
		outcomes(t, clerk, next, map[string]int{"created": 1})
		if cell := clerk.Get(next + "/rows").Want(200).Text("items.0.cells.1"); cell != "38047" {
			t.Errorf("the report shows %q and not what was read", cell)
		}
	})
}

func TestANameThatTwoSchoolsHaveWaitsForAHuman(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		path := imported(admin, "kind=organizations", "名称,类型,区划代码,学校标识码\n第一中学,中职学校,310107.0,4111010001.0\n第一中学,School,310115,4111010002\n职校,学校,,\n")
		outcomes(t, admin, path, map[string]int{"created": 2, "rejected": 1})
		committed(admin, path, "partial")
		found := admin.Get("/organizations?external_id=" + "%E5%AD%A6%E6%A0%A1%E6%A0%87%E8%AF%86%E7%A0%81:4111010001").Want(200)
		if found.Text("items.0.district") != "310107" {
			t.Errorf("the code is not what was typed: %s", found.Raw)
		}
		people := imported(admin, "kind=people", "姓名,出生日期,学校\n张三,2004-03-01,第一中学\n李四,2004/3/2,4111010002\n王五,2004.3.3,无此学校\n")
		outcomes(t, admin, people, map[string]int{"created": 1, "rejected": 1, "needs_matching": 1})
		row := admin.Get(people + "/rows?outcome=needs_matching").Want(200)
		if row.Text("items.0.candidates.1.id") == "" || row.Text("items.0.problems.0.code") != "several_match" {
			t.Errorf("nobody is asked: %s", row.Raw)
		}
		match := func(id string) *apptest.Answer {
			return admin.Do("PUT", people+"/rows/2/match", map[string]any{"column": "organization", "id": id})
		}
		match("org_01jd2kxq4ve9bs3d3fg8yx1j6m").Refused(422, "candidate_unknown")
		if got := match(found.Text("items.0.id")).Want(200); got.Text("outcome") != "created" {
			t.Errorf("the row is matched and %s", got.Raw)
		}
		committed(admin, people, "partial")
		if got := admin.Get("/people?q=zs").Want(200).Text("items.0.organization_id"); got != found.Text("items.0.id") {
			t.Errorf("who was matched is in %s", got)
		}
	})
}

func TestEntriesOfTeamsAreDraftedAndSentAgainChangeNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, event, school, clerk := registering(h, admin)
		for i, name := range []string{"甲", "乙", "丙", "丁"} {
			person(clerk, school, name, fmt.Sprintf("2004-01-0%d", i+1))
		}
		person(clerk, school, "丁", "2005-01-01")
		query := "kind=entries&event=" + event + "&organization=" + school
		table := "组号,姓名,出生日期,角色\n1,甲,2004-01-01,选手\n1,乙,,指导教师\n2,丙,,\n3,丁,,选手\n4,戊,,选手\n"
		path := imported(clerk, query, table)
		outcomes(t, clerk, path, map[string]int{"created": 3, "needs_matching": 1, "rejected": 1})
		committed(clerk, path, "partial")
		entries := clerk.Get("/entries?count=exact&sort=name&event=" + event).Want(200)
		if entries.Text("total") != "2" || entries.Text("items.1.members.1.role") != "instructor" && entries.Text("items.0.members.1.role") != "instructor" {
			t.Errorf("the entries are %s", entries.Raw)
		}
		outcomes(t, clerk, imported(clerk, query, table), map[string]int{"unchanged": 3, "needs_matching": 1, "rejected": 1})
		outcomes(t, clerk, imported(clerk, query, "组号,姓名,角色\n1,甲,选手\n1,丙,替补\n"), map[string]int{"rejected": 2})
	})
}

func TestAnImportIsNobodyElsesAndDoesOnlyWhatItsSenderMay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		other := admin.Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": "另一所学校"}, "kind": "school"}).Want(201).ID()
		stranger := h.Somebody(admin, "other.registrar", "registrar", other)
		began := clerk.Table("/imports?kind=people&organization="+school, []byte("姓名,出生日期\n张三,2004-03-01\n")).Want(202)
		path := strings.TrimPrefix(clerk.Finished(began).Text("result"), "/v1")
		for _, hidden := range []string{path, path + "/rows", path + "/corrected", "/operations/" + began.ID()} {
			stranger.Get(hidden).Refused(404, "not_found")
			admin.Get(hidden).Want(200)
		}
		if got := items(stranger.Get("/operations").Want(200)); len(got) != 0 {
			t.Errorf("a stranger sees %v", got)
		}
		stranger.Table("/imports?kind=people&organization="+school, []byte("姓名,出生日期\n张三,2004-03-01\n")).Refused(403, "action_forbidden")
		stranger.Table("/imports?kind=organizations", []byte("名称,类型\n学校,学校\n")).Refused(403, "action_forbidden")
		sneaky := imported(stranger, "kind=people&organization="+other, "姓名,出生日期,学校\n张三,2004-03-01,上海信息技术学校\n")
		outcomes(t, stranger, sneaky, map[string]int{"rejected": 1})
		grants := admin.Get("/accounts/" + clerk.ID + "/grants").Want(200)
		admin.Do("DELETE", "/grants/"+grants.Text("items.0.id"), nil).Want(204)
		match := map[string]any{"match": map[string]any{"column": "name", "id": other}, "columns": map[string]any{"columns": map[string]any{}}, "commit": map[string]any{"mode": "partial"}}
		gone := func(c *apptest.Caller) {
			for _, hidden := range []string{path, path + "/rows", path + "/corrected"} {
				c.Get(hidden).Refused(404, "not_found")
			}
			c.Do("PUT", path+"/rows/2/match", match["match"]).Refused(404, "not_found")
			c.Do("PUT", path+"/columns", match["columns"], "If-Match", `"2"`).Refused(404, "not_found")
			c.Post(path+"/commit", match["commit"], "If-Match", `"2"`).Refused(404, "not_found")
			if got := c.Get("/imports?count=exact").Want(200); got.Text("total") != "0" {
				t.Errorf("who lost the role is shown %s", got.Raw)
			}
		}
		gone(clerk)
		if done := committed(admin, path, "partial"); done.Text("state") != "succeeded" {
			t.Errorf("%s", done.Raw)
		}
		outcomes(t, admin, path, map[string]int{"applied": 1})
		gone(clerk)
		admin.Post("/accounts/"+clerk.ID+"/grants", map[string]any{"role": "registrar", "on": school}).Want(201)
		outcomes(t, clerk, path, map[string]int{"applied": 1})
	})
}

func TestTheListOfImportsShowsTheOwnNewestFirstAndAnAdministratorEverybodys(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, event, school, clerk := registering(h, admin)
		other, stranger := schoolIn(h, admin, "other.registrar", "310115")
		person(clerk, school, "甲", "2004-01-01")
		first := imported(clerk, "kind=people&organization="+school, "姓名,出生日期\n张三,2004-03-01\n")
		h.Clock.Add(time.Second)
		second := imported(clerk, "kind=entries&event="+event+"&organization="+school, "姓名\n甲\n")
		h.Clock.Add(time.Second)
		third := imported(clerk, "kind=people&organization="+school, "姓名,出生日期\n李四,2004-03-01\n")
		imported(stranger, "kind=people&organization="+other, "姓名,出生日期\n王五,2004-03-01\n")
		committed(clerk, third, "atomic")
		shown := func(c *apptest.Caller, query string) (paths []string) {
			for cursor := ""; ; {
				got := c.Get("/imports?limit=1" + query + cursor).Want(200)
				for range items(got) {
					paths = append(paths, "/imports/"+got.Text("items.0.id"))
				}
				if got.Text("next_cursor") == "" {
					return paths
				}
				cursor = "&cursor=" + url.QueryEscape(got.Text("next_cursor"))
			}
		}
		for query, want := range map[string][]string{
			"": {third, second, first}, "&kind=people": {third, first}, "&status=checked": {second, first}, "&kind=people&status=committed": {third}, "&kind=roster": nil,
		} {
			if got := shown(clerk, query); !slices.Equal(got, want) {
				t.Errorf("%q shows %v and not %v", query, got, want)
			}
		}
		if own, all := shown(stranger, ""), shown(admin, ""); len(own) != 1 || len(all) != 4 {
			t.Errorf("a stranger is shown %v, the administrator %v", own, all)
		}
		if got := clerk.Get(second).Want(200); got.Text("sent_by") != clerk.ID || got.Text("event_id") != event {
			t.Errorf("the import is %s", got.Raw)
		}
	})
}

func TestFilesThatAreNoTablesAreRefusedAtOnceAndSayWhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		send := func(table string) *apptest.Answer { return admin.Table("/imports?kind=people", []byte(table)) }
		send("PK\x03\x04broken").Refused(422, "table_unreadable")
		send("姓名,出生日期\n").Refused(422, "table_empty")
		if got := send("姓名\n"+strings.Repeat("很", 3000)+"\n").Refused(422, "table_too_large"); got.Text("errors.0.row") != "2" || got.Text("errors.0.column") != "A" {
			t.Errorf("it does not say where: %s", got.Raw)
		}
		admin.Table("/imports?kind=entries", []byte("a\nb\n")).Refused(400, "invalid_request")
	})
}

func TestAnOperationGoesOnAfterARestartAndEndsWhenItIsCancelled(t *testing.T) {
	h := apptest.SQLite(t)
	admin := h.Administrator()
	_, _, school, clerk := registering(h, admin)
	var table strings.Builder
	table.WriteString("姓名,出生日期\n")
	for n := range 3000 {
		fmt.Fprintf(&table, "学生%d,2004-03-01\n", n)
	}
	path := imported(clerk, "kind=people&organization="+school, table.String())
	began := clerk.Post(path+"/commit", map[string]any{"mode": "partial"}, "If-Match", clerk.Get(path).ETag()).Want(202)
	h = h.Restart(app.Settings{})
	clerk = clerk.At(h)
	if done := clerk.Finished(began); done.Text("state") != "succeeded" {
		t.Errorf("after the restart: %s", done.Raw)
	}
	outcomes(t, clerk, path, map[string]int{"created": 3000, "applied": 3000})
	again := clerk.Table("/imports?kind=people&organization="+school, []byte(strings.ReplaceAll(table.String(), "学生", "新生"))).Want(202)
	if a := clerk.Post("/operations/"+again.ID()+"/cancellation", nil); a.Status != 202 {
		a.Refused(409, "operation_ended") // it was faster
	} else if done := clerk.Finished(again); done.Text("state") != "cancelled" {
		t.Errorf("it is cancelled and %s", done.Raw)
	}
	clerk.Post("/operations/"+began.ID()+"/cancellation", nil).Refused(409, "operation_ended")
}

func TestAListGoesOutAsATableThatShowsNoMoreThanTheList(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, event, school, clerk := registering(h, admin)
		other := admin.Post("/organizations", map[string]any{"name": map[string]any{"zh-CN": "=1+1"}, "kind": "school"}).Want(201).ID()
		person(admin, other, "李娜", "2004-03-01")
		for n := range 201 { // more than a page
			person(clerk, school, fmt.Sprintf("学生%03d", n), "2000-03-01")
		}
		draft(clerk, event, school, person(clerk, school, "@王伟", "2004-03-02"))
		own := string(clerk.Get("/people/export?format=csv").Want(200).Raw)
		if strings.Count(own, "\r\n") != 203 || strings.Contains(own, "李娜") || !strings.Contains(own, ",'@王伟,") {
			t.Errorf("the registrar's people are %s", own)
		}
		var all []map[string]string
		if admin.Get("/people/export?format=json").Want(200).Into(&all); len(all) != 203 {
			t.Errorf("there are %d people", len(all))
		}
		if got := string(clerk.Get("/organizations/export?format=csv").Want(200).Raw); !strings.Contains(got, ",'=1+1,") {
			t.Errorf("a spreadsheet would run it: %s", got)
		}
		if got := string(clerk.Get("/entries/export?format=csv").Want(200).Raw); !strings.Contains(got, "competitor") || !strings.Contains(got, "'@王伟") {
			t.Errorf("the entries are %s", got)
		}
		if got := clerk.Get("/entries/export").Want(200); string(got.Raw[:2]) != "PK" {
			t.Errorf("no workbook: %q", got.Raw[:20])
		}
		h.Somebody(admin, "nobody.in.particular", "", "").Get("/people/export").Refused(403, "action_forbidden")
		if got := admin.Get("/audit-log?name=person.minor_read").Want(200); len(items(got)) == 0 {
			t.Error("nobody wrote down who read of a minor")
		}
	})
}
