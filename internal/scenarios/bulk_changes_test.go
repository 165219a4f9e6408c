package scenarios_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

func TestWhatBecameOfAPersonBetweenCheckAndCommitKeepsNoOtherRowOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		query := "kind=people&organization=" + school
		renamed, erased, twin := person(clerk, school, "甲", "2004-03-01"), person(clerk, school, "乙", "2004-03-02"), person(clerk, school, "丙", "2004-03-03")
		path := imported(clerk, query, "姓名,出生日期,拼音姓名\n甲,2004-03-01,Jia\n乙,2004-03-02,Yi\n丙,2004-03-03,Bing\n丁,2004-03-04,Ding\n")
		outcomes(t, clerk, path, map[string]int{"updated": 3, "created": 1})
		clerk.Do("PATCH", "/people/"+renamed, object{"name": "甲二"}, "If-Match", `"1"`).Want(200)
		kept := person(clerk, school, "丙二", "2004-03-03")
		clerk.Post("/people/"+kept+"/merges", object{"duplicate_id": twin}).Want(201)
		if got := committed(clerk, path, "partial"); got.Text("state") != "succeeded" {
			t.Fatalf("the commit ended as %s", got.Raw)
		}
		if got := clerk.Get("/people/" + renamed).Want(200); got.Text("name") != "甲二" || got.Text("name_latin") != "" {
			t.Errorf("who was renamed is %s", got.Raw)
		}
		if n := len(items(clerk.Get("/people?q=" + url.QueryEscape("丁")).Want(200))); n != 1 {
			t.Errorf("%d were entered", n)
		}

		admin.Post("/people/"+erased+"/erasure", object{"reason": "asked_by_person"}).Want(200)
		if at := everything(h); strings.Contains(at, "2004-03-02") {
			t.Error("the report of an import still knows who was erased")
		}
		admin.Get("/people?q=" + url.QueryEscape("乙")).Want(200)
	})
}

func TestANumberTwiceInATableIsARowsProblemWhoeverTheRowsAreAbout(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		person(clerk, school, "甲", "2004-03-01")
		person(clerk, school, "乙", "2004-03-02")
		path := imported(clerk, "kind=people&organization="+school, "姓名,出生日期,学号\n甲,2004-03-01,S1\n乙,2004-03-02,S1\n丙,2004-03-03,S1\n丁,2004-03-04,S2\n")
		outcomes(t, clerk, path, map[string]int{"updated": 1, "created": 1, "rejected": 2})
		committed(clerk, path, "partial")
		outcomes(t, clerk, path, map[string]int{"applied": 2})

		admin.Post("/organizations", object{"name": object{"zh-CN": "一校"}, "kind": "school"}).Want(201)
		admin.Post("/organizations", object{"name": object{"zh-CN": "二校"}, "kind": "school"}).Want(201)
		schools := imported(admin, "kind=organizations", "名称,类型,学校标识码\n一校,中职学校,311\n二校,中职学校,311\n三校,中职学校,312\n")
		outcomes(t, admin, schools, map[string]int{"updated": 1, "created": 1, "rejected": 1})
		committed(admin, schools, "partial")
		outcomes(t, admin, schools, map[string]int{"applied": 2})
	})
}

func TestWhatIsNotToBeReadOfATableIsNotKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		_, _, school, clerk := registering(h, admin)
		const number = "310101200401017890"
		path := imported(clerk, "kind=people&organization="+school, "姓名,出生日期,备注\n甲,2004-03-01,"+number+"\n")
		clerk.Do("PUT", path+"/columns", object{"columns": object{"备注": nil}}, "If-Match", clerk.Get(path).Want(200).ETag()).Want(202)
		path = imported(clerk, "kind=people&organization="+school, "姓名,出生日期,备注\n甲,2004-03-01,"+number+"\n")
		if got := clerk.Get(path + "/rows").Want(200); strings.Contains(string(got.Raw), number) || strings.Contains(everything(h), number) {
			t.Errorf("it is kept: %s", got.Raw)
		}
		committed(clerk, path, "partial")
		clerk.Do("PUT", path+"/columns", object{"columns": object{"备注": "name_latin"}}, "If-Match", clerk.Get(path).Want(200).ETag()).Refused(409, "import_not_checked")
		outcomes(t, clerk, path, map[string]int{"applied": 1, "created": 1})
	})
}

func TestAMemberWhoIsRefusedKeepsTheWholeTeamOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		e := hold(h, h.Administrator(), 1, "teachers", "2020-06-01", object{"team_max": 3}, nil)
		for _, name := range []string{"甲", "乙", "丙"} {
			person(e.clerk, e.school, name, "1985-01-01")
		}
		path := imported(e.clerk, "kind=entries&event="+e.event+"&organization="+e.school, "队名,姓名,角色\n一队,甲,选手\n一队,乙,教练员\n二队,丙,选手\n")
		outcomes(t, e.clerk, path, map[string]int{"created": 1, "rejected": 2})
		if got := e.clerk.Get(path + "/rows?outcome=rejected").Want(200); got.Text("items.0.problems.0.code") != "group_refused" || got.Text("items.1.problems.0.code") != "choice_unknown" {
			t.Errorf("the rows are %s", got.Raw)
		}
	})
}

func TestAWrongChoiceIsMadeAnew(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		for _, district := range []string{"310115", "310104"} {
			admin.Post("/organizations", object{"name": object{"zh-CN": "实验学校"}, "kind": "school", "district": district}).Want(201)
		}
		path := imported(admin, "kind=people", "姓名,出生日期,学校\n甲,2004-03-01,实验学校\n")
		for _, candidate := range []string{"0", "1", "1"} {
			chosen := admin.Get(path + "/rows").Want(200).Text("items.0.candidates." + candidate + ".id")
			matched := admin.Do("PUT", path+"/rows/2/match", object{"column": "organization", "id": chosen}, "If-Match", admin.Get(path).Want(200).ETag()).Want(200)
			if matched.Text("outcome") != "created" {
				t.Errorf("the choice of %s is %s", chosen, matched.Raw)
			}
		}
		second := admin.Get(path + "/rows").Want(200).Text("items.0.candidates.1.id")
		committed(admin, path, "atomic")
		if got := admin.Get("/people?q=" + url.QueryEscape("甲")).Want(200).Text("items.0.organization_id"); got != second {
			t.Errorf("the person is in %s, chosen was %s", got, second)
		}
	})
}

func TestTheAuditLogIsReadPageByPageToItsEnd(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		for _, name := range []string{"一校", "二校", "三校", "四校"} {
			admin.Post("/organizations", object{"name": object{"zh-CN": name}, "kind": "school"}).Want(201)
		}
		whole := items(admin.Get("/audit-log?limit=200").Want(200))
		var read []any
		for path := "/audit-log?limit=2"; ; {
			p := admin.Get(path).Want(200)
			read = append(read, items(p)...)
			next := p.Text("next_cursor")
			if next == "" {
				break
			}
			path = "/audit-log?limit=2&cursor=" + url.QueryEscape(next)
		}
		if len(read) != len(whole) || len(read) < 5 {
			t.Fatalf("%d entries are read page by page, %d at once", len(read), len(whole))
		}
		for i := range whole {
			if read[i].(object)["id"] != whole[i].(object)["id"] {
				t.Errorf("entry %d is another one", i)
			}
		}
	})
}
