package scenarios_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

func TestPeopleOfATableAreTheSameByDocumentThenNumberThenNameAndNoReportShowsADocument(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		query := "kind=people&organization=" + school
		title := "姓名,出生日期,身份证号,学号,专业代码,专业目录,专业层次,学制,入学年份\n"
		one, two, wrong := resident("2004-03-01", "123"), resident("2004-03-01", "245"), resident("2004-03-02", "123")
		table := title + "张三,2004-03-01," + one + ",2024001,710205,2021,secondary,5,2024\n" +
			"张三,2004-03-01," + two + ",2024002,,,,,\n" + // a namesake who was born on the same day
			"李四,2004-03-01," + wrong + ",2024003,,,,,\n" +
			"王五,2004-03-01,,2024001,,,,,\n" +
			"赵六,2004-03-01,,2024006,710205,,,12,\n"
		path := imported(clerk, query, table)
		outcomes(t, clerk, path, map[string]int{"created": 2, "rejected": 3})
		rows := clerk.Get(path + "/rows").Want(200)
		for i, want := range map[string]string{"2.problems.0.code": "identity_number_invalid", "3.problems.0.code": "row_repeated", "4.problems.0.code": "limit_broken", "2.problems.0.read": wrong[:3] + "***********" + wrong[14:]} {
			if got := rows.Text("items." + i); got != want {
				t.Errorf("%s is %s and not %s", i, got, want)
			}
		}
		committed(clerk, path, "partial")
		for _, shown := range []*apptest.Answer{rows, clerk.Get(path + "/rows").Want(200), clerk.Get(path + "/corrected?format=csv").Want(200)} {
			for _, number := range []string{one, two, wrong} {
				if strings.Contains(string(shown.Raw), number) {
					t.Errorf("a report shows %s", number)
				}
			}
		}
		found := clerk.Get("/people?external_id=" + url.QueryEscape("学号:2024001")).Want(200)
		person := "/people/" + found.Text("items.0.id")
		if got := clerk.Get(person + "/identity-documents").Want(200); got.Text("items.0.type") != "resident_id" || got.Text("items.0.number_masked") != one[:3]+"***********"+one[14:] {
			t.Errorf("the document is %s", got.Raw)
		}
		if got := clerk.Get(person + "/enrolments").Want(200); got.Text("items.0.major.code") != "710205" || got.Text("items.0.years") != "5" || got.Text("items.0.entry_year") != "2024" {
			t.Errorf("the enrolment is %s", got.Raw)
		}
		outcomes(t, clerk, imported(clerk, query, table), map[string]int{"unchanged": 2, "rejected": 3})

		// the document says who is meant, then the number; who has it was born when he was born
		changes := imported(clerk, query, title+"张叁,2004-03-01,"+strings.ToLower(one)+",,,,,6,\n"+"张四,2004-03-01,,2024002,,,,,\n")
		outcomes(t, clerk, changes, map[string]int{"updated": 2})
		committed(clerk, changes, "atomic")
		if got := clerk.Get(person).Want(200); got.Text("name") != "张叁" || got.Text("external_ids.学号") != "2024001" {
			t.Errorf("the person is %s", got.Raw)
		}
		if got := clerk.Get(person + "/enrolments").Want(200); len(items(got)) != 1 || got.Text("items.0.years") != "6" || got.Text("items.0.major.code") != "710205" {
			t.Errorf("the enrolment is %s", got.Raw)
		}
		outcomes(t, clerk, imported(clerk, query, title+"张叁,2004-03-02,,2024001,,,,,\n张叁,2004-03-01,"+one+",2024002,,,,,\n"), map[string]int{"rejected": 2})

		// another school learns that the number is known, and not whose it is
		other, stranger := schoolIn(h, admin, "other.registrar", "310115")
		taken := imported(stranger, "kind=people&organization="+other, title+"张叁,2004-03-01,"+one+",,,,,,\n")
		if got := stranger.Get(taken + "/rows").Want(200); got.Text("items.0.problems.0.code") != "identity_document_taken" || strings.Contains(string(got.Raw), person[8:]) {
			t.Errorf("the stranger reads %s", got.Raw)
		}
		if at := everything(h); strings.Contains(at, one) || strings.Contains(at, wrong) {
			t.Error("a number lies open in the database")
		}
	})
}

func TestWhoWasMergedOrErasedIsNobodyInATable(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		query, table := "kind=people&organization="+school, "姓名,出生日期,学号\n张三,2004-03-01,\n"
		one, duplicate := person(clerk, school, "张叁", "2004-03-01"), person(clerk, school, "张三", "2004-03-01")
		clerk.Post("/people/"+one+"/merges", object{"duplicate_id": duplicate}).Want(201)
		outcomes(t, clerk, imported(clerk, query, table), map[string]int{"created": 1, "unchanged": 0})
		admin.Post("/people/"+person(clerk, school, "李四", "2004-03-02")+"/erasure", object{"reason": "asked_by_person"}).Want(200)
		outcomes(t, clerk, imported(clerk, query, "姓名,出生日期\n李四,2004-03-02\n"), map[string]int{"created": 1, "unchanged": 0})
	})
}

func TestAnOrganizationIsFoundByEveryNameAndCodeAndTwoThatShareOneAreAskedAbout(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		table := "名称,类型,学校标识码,统一社会信用代码,其他代码,别名\n" +
			"上海信息技术学校,中职学校,3131000123.0,12310000425006,教育部:4131011234；人社：JG0123,上海信校；信校\n信息职校,中职学校,3131000124,,,信校\n"
		path := imported(admin, "kind=organizations", table)
		outcomes(t, admin, path, map[string]int{"created": 2})
		committed(admin, path, "atomic")
		outcomes(t, admin, imported(admin, "kind=organizations", table), map[string]int{"unchanged": 2})
		found := admin.Get("/organizations?external_id=" + url.QueryEscape("人社:JG0123")).Want(200)
		school := found.Text("items.0.id")
		outcomes(t, admin, imported(admin, "kind=organizations", "名称,类型,其他代码\n甲校,中职学校,教育部:4131011234；学校标识码:3131000124\n"), map[string]int{"rejected": 1})
		admin.Do("PATCH", "/organizations/"+school, object{"name": object{"zh-CN": "上海数字技术学校"}, "renamed_date": "2020-08-01"}, "If-Match", `"1"`).Want(200)
		outcomes(t, admin, imported(admin, "kind=organizations", "名称,类型\n上海信息技术学校,中职学校\n"), map[string]int{"unchanged": 1})
		people := imported(admin, "kind=people", "姓名,出生日期,学校\n甲,2004-03-01,上海信息技术学校\n乙,2004-03-01,上海信校\n丙,2004-03-01,3131000123.0\n丁,2004-03-01,信校\n")
		outcomes(t, admin, people, map[string]int{"created": 3, "needs_matching": 1})

		into := admin.Get("/organizations?external_id=" + url.QueryEscape("学校标识码:3131000124")).Want(200)
		admin.Post("/organizations/"+school+"/merger", object{"into_id": into.Text("items.0.id"), "date": "2020-08-31", "reason": "并入"}, "If-Match", `"2"`).Want(200)
		heirs := imported(admin, "kind=people", "姓名,出生日期,学校\n甲,2004-03-01,上海信校\n")
		committed(admin, heirs, "atomic")
		if got := admin.Get("/people?q=" + url.QueryEscape("甲")).Want(200).Text("items.0.organization_id"); got != into.Text("items.0.id") {
			t.Errorf("who is sent to a merged school is in %s", got)
		}
	})
}
