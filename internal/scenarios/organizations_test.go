package scenarios_test

import (
	"encoding/csv"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

func zh(text string) object { return object{"zh-CN": text} }

// school enters a school.
func school(admin *apptest.Caller, name string, more object) *apptest.Answer {
	body := object{"name": zh(name), "kind": "school"}
	for field, value := range more {
		body[field] = value
	}
	return admin.Post("/organizations", body)
}

// found lists the ids of the organizations that a query gives.
func found(c *apptest.Caller, query string) (ids []string) {
	for _, item := range items(c.Get("/organizations?" + query).Want(200)) {
		ids = append(ids, item.(object)["id"].(string))
	}
	return ids
}

func q(typed string) string { return "q=" + url.QueryEscape(typed) }

func coded(code string) string { return "external_id=" + url.QueryEscape("学校标识码:"+code) }

func TestASchoolIsRenamedClosedMergedAndReopenedAndStaysTheSameSchool(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		old := school(admin, "上海市电子工业学校", object{"aliases": []string{"电校", " 电校 "}, "external_ids": object{"学校标识码": "3131000123.0"}, "district": "310107"}).Want(201)
		path := "/organizations/" + old.ID()
		if old.Text("external_ids.学校标识码") != "3131000123" || old.Text("aliases.0") != "电校" || old.Text("aliases.1") != "" || old.Text("district_name") != "上海市普陀区" {
			t.Errorf("it was entered as %s", old.Raw)
		}
		clerk := h.Somebody(admin, "registrar", "registrar", old.ID())
		li := person(clerk, old.ID(), "李伟", "2002-03-04")

		// A new name since a day: the same school, with both names.
		renamed := admin.Do("PATCH", path, object{"name": zh("上海电子信息学校"), "renamed_date": "2019-09-01"}, "If-Match", old.ETag()).Want(200)
		if renamed.ID() != old.ID() || renamed.Text("name.zh-CN") != "上海电子信息学校" || renamed.Text("former_names.0.replaced_date") != "2019-09-01" {
			t.Errorf("it was renamed to %s", renamed.Raw)
		}
		for day, want := range map[string]string{"2019-08-31": "上海市电子工业学校", "2019-09-01": "上海电子信息学校"} {
			if got := clerk.Get(path + "?at=" + day).Want(200).Text("name.zh-CN"); got != want {
				t.Errorf("on %s it was %s", day, got)
			}
			if got := clerk.Get("/organizations?" + q("bj") + "&at=" + day).Want(200); len(items(got)) != 0 {
				t.Errorf("a name that it never had finds %s", got.Raw)
			}
			if got := clerk.Get("/organizations?" + q("shdzxx") + "&at=" + day).Want(200).Text("items.0.name.zh-CN"); got != want {
				t.Errorf("in a list of %s it was %q", day, got)
			}
		}
		for _, typed := range []string{"上海电子", "上海市电子", "shsdz", "电校", "dianxiao"} { // now, before, by initials, by alias
			if ids := found(clerk, q(typed)); len(ids) != 1 || ids[0] != old.ID() {
				t.Errorf("%q finds %v", typed, ids)
			}
		}
		admin.Do("PATCH", path, object{"name": zh("别的学校"), "renamed_date": "2019-09-01"}, "If-Match", renamed.ETag()).Refused(422, "ends_before_start")
		admin.Do("PATCH", path, object{"name": zh("别的学校"), "renamed_date": "2020-09-03"}, "If-Match", renamed.ETag()).Refused(422, "date_in_future")
		admin.Do("PATCH", path, object{"renamed_date": "2020-01-01"}, "If-Match", renamed.ETag()).Refused(400, "invalid_request")

		// Closed with a reason: readable, and takes nobody.
		clerk.Post(path+"/closure", object{"date": "2020-08-31", "reason": "停办"}, "If-Match", renamed.ETag()).Refused(403, "action_forbidden")
		admin.Post(path+"/closure", object{"date": "2020-08-31", "reason": "\u3000"}, "If-Match", renamed.ETag()).Refused(422, "reason_required")
		closed := admin.Post(path+"/closure", object{"date": "2020-08-31", "reason": "停办"}, "If-Match", renamed.ETag()).Want(200)
		if closed.Text("status") != "closed" || closed.Text("closed_date") != "2020-08-31" || closed.Text("closed_reason") != "停办" {
			t.Errorf("it was closed as %s", closed.Raw)
		}
		clerk.Post("/people", object{"name": "王芳", "birth_date": "2002-03-04", "organization_id": old.ID()}).Refused(409, "organization_closed")
		clerk.Get("/people/" + li).Want(200)
		admin.Post(path+"/closure", object{"date": "2020-08-31", "reason": "停办"}, "If-Match", closed.ETag()).Refused(409, "organization_closed")
		open := admin.Post(path+"/reopening", nil, "If-Match", closed.ETag()).Want(200)
		if open.Text("status") != "active" || open.Text("closed_date") != "" {
			t.Errorf("it was reopened as %s", open.Raw)
		}
		admin.Post(path+"/reopening", nil, "If-Match", open.ETag()).Refused(409, "organization_active")

		// Merged: the survivor answers for its code and names, and nothing has moved.
		survivor := school(admin, "上海信息技术学校", object{"aliases": []string{"电校"}, "external_ids": object{"学校标识码": "3131000456"}}).Want(201)
		admin.Post(path+"/merger", object{"into_id": old.ID(), "date": "2020-08-31", "reason": "合并"}, "If-Match", open.ETag()).Refused(400, "invalid_request")
		admin.Post(path+"/merger", object{"into_id": "org_01jd2kxq4ve9bs3d3fg8yx1j6m", "date": "2020-08-31", "reason": "合并"}, "If-Match", open.ETag()).Refused(422, "reference_missing")
		merged := admin.Post(path+"/merger", object{"into_id": survivor.ID(), "date": "2020-08-31", "reason": "合并"}, "If-Match", open.ETag()).Want(200)
		if merged.Text("merged_into_id") != survivor.ID() || merged.Text("status") != "closed" {
			t.Errorf("it was merged as %s", merged.Raw)
		}
		if ids := found(clerk, coded("3131000123")); len(ids) != 1 || ids[0] != survivor.ID() {
			t.Errorf("its code answers %v", ids)
		}
		if ids := found(clerk, q("上海市电子")); len(ids) != 2 {
			t.Errorf("its name answers %v", ids)
		}
		if ids := found(clerk, q("上海市电子")+"&status=active"); len(ids) != 1 || ids[0] != survivor.ID() {
			t.Errorf("its name answers %v among the active", ids)
		}
		if ids := found(clerk, "merged_into="+survivor.ID()); len(ids) != 1 || ids[0] != old.ID() {
			t.Errorf("%v were merged into it", ids)
		}
		clerk.Get("/people/" + li).Want(200)
		admin.Post(path+"/merger", object{"into_id": survivor.ID(), "date": "2020-08-31", "reason": "合并"}, "If-Match", merged.ETag()).Refused(409, "organization_merged")
		third := school(admin, "第三所学校", nil).Want(201)
		admin.Post("/organizations/"+third.ID()+"/merger", object{"into_id": old.ID(), "date": "2020-08-31", "reason": "合并"}, "If-Match", third.ETag()).Refused(409, "organization_closed")
		further := admin.Post("/organizations/"+survivor.ID()+"/merger", object{"into_id": third.ID(), "date": "2020-09-01", "reason": "合并"}, "If-Match", survivor.ETag()).Want(200)
		if ids := found(clerk, coded("3131000123")); len(ids) != 1 || ids[0] != third.ID() {
			t.Errorf("after two mergers its code answers %v", ids)
		}
		admin.Post("/organizations/"+survivor.ID()+"/reopening", nil, "If-Match", further.ETag()).Want(200)
		admin.Post(path+"/reopening", nil, "If-Match", merged.ETag()).Want(200)
		if ids := found(clerk, coded("3131000123")); len(ids) != 1 || ids[0] != old.ID() {
			t.Errorf("its own code answers %v", ids)
		}
		person(clerk, old.ID(), "王芳", "2002-03-04")
		for _, fact := range []string{"renamed", "closed", "reopened", "merged"} {
			if log := items(admin.Get("/audit-log?name=organization." + fact).Want(200)); len(log) == 0 {
				t.Errorf("%s is not on record", fact)
			}
		}
	})
}

func TestTwoSchoolsNeverBecomeEachOthers(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		one, two := school(admin, "第一所学校", nil).Want(201).ID(), school(admin, "第二所学校", nil).Want(201).ID()
		var both sync.WaitGroup
		status := make([]int, 2)
		for i, pair := range [][2]string{{one, two}, {two, one}} {
			both.Go(func() {
				status[i] = admin.Post("/organizations/"+pair[0]+"/merger", object{"into_id": pair[1], "date": "2020-08-31", "reason": "合并"}, "If-Match", `"1"`).Status
			})
		}
		both.Wait()
		if status[0]+status[1] != 200+409 {
			t.Errorf("they are answered %v", status)
		}
	})
}

func TestAnAliasMayBeSharedAndACodeMayNot(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		codes := object{"学校标识码": "４１１１０１０００１"}
		one := school(admin, "北京市商业学校", object{"aliases": []string{"商校"}, "external_ids": codes}).Want(201)
		two := school(admin, "天津市商业学校", object{"aliases": []string{"商校"}}).Want(201)
		if ids := found(admin, q("商校")); len(ids) != 2 || !slices.Contains(ids, one.ID()) || !slices.Contains(ids, two.ID()) {
			t.Errorf("the alias finds %v", ids)
		}
		school(admin, "另一所", object{"external_ids": object{"学校标识码": "4111010001.0"}}).Refused(409, "already_exists")
		school(admin, "另一所", object{"external_ids": object{"学校标识码": "4.11101E+09"}}).Refused(422, "code_rounded")
		school(admin, "另一所", object{"external_ids": object{"学校标识码": 4111010001}}).Refused(400, "invalid_request")
		school(admin, "另一所", object{"external_ids": object{"统一社会信用代码": "4111010001"}}).Want(201) // another source
		for _, written := range []string{"4111010001", "4111010001.0", "４１１１０１０００１"} {
			if ids := found(admin, coded(written)); len(ids) != 1 || ids[0] != one.ID() {
				t.Errorf("%s finds %v", written, ids)
			}
		}
	})
}

func TestADistrictHasToBeKnownAndOneThatIsKeptStays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		refused := school(admin, "南汇的学校", object{"district": "310119"}).Refused(422, "division_unknown")
		if refused.Text("errors.0.pointer") != "/district" || refused.Text("errors.0.params.code") != "310119" {
			t.Errorf("it is refused with %s", refused.Raw)
		}
		o := school(admin, "宁波的学校", object{"district": "330200"}).Want(201)
		if o.Text("district") != "3302" || o.Text("district_name") != "浙江省宁波市" {
			t.Errorf("it is in %s", o.Raw)
		}
		// A code that was valid when it was entered, and is not in the list any more.
		if err := h.Exec("update organizations set district = '310119'"); err != nil {
			t.Fatal(err)
		}
		path := "/organizations/" + o.ID()
		kept := admin.Do("PATCH", path, object{"name": zh("南汇的学校"), "district": "310119"}, "If-Match", o.ETag()).Want(200)
		if kept.Text("district") != "310119" || kept.Text("district_name") != "" {
			t.Errorf("it became %s", kept.Raw)
		}
		admin.Do("PATCH", path, object{"district": "310118"}, "If-Match", kept.ETag()).Want(200)
	})
}

func TestAPrintedListKeepsTheNamesOfTheDayOfItsFirstPublication(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 3, 3, false)
		for i, p := range []string{"80.00", "75.00", "70.00"} {
			c.mark(i, p)
		}
		printed := func(p *apptest.Answer) string {
			return h.Public().Get("/publications/" + p.ID() + "/list").Want(200).Text("rows.0.organization.zh-CN")
		}
		before := printed(c.publish(c.compute().Want(201), "").Want(201))
		path := "/organizations/" + found(c.admin, q(before))[0]
		h.Clock.Set(h.Clock.Now().AddDate(0, 0, 20))
		admin := h.SignIn("admin", apptest.Password)
		day := h.Clock.Now().AddDate(0, 0, -1).Format("2006-01-02")
		admin.Do("PATCH", path, object{"name": zh("改名后的学校"), "renamed_date": day}, "If-Match", `"1"`).Want(200)
		c.admin = admin
		if got := printed(c.publish(c.compute().Want(201), "更正").Want(201)); got != before {
			t.Errorf("the correction prints %s, not the name of then", got)
		}
	})
}

func TestTheMinistrysListOf2740InstitutionsIsEnteredAsItIsAndAgain(t *testing.T) {
	file, err := os.Open("testdata/regular_hei_2020-06-30.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) != 2741 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		districts := districtsByName(admin)
		var list []object
		placed := map[string]string{} // by code
		for _, row := range rows[1:] {
			name, code, province, city := row[1], row[2], row[4], row[5]
			district, known := districts[province+city]
			if !known {
				district = districts[province] // the municipalities stand there twice: 北京市, 北京市
			}
			if district == "" {
				t.Fatalf("%s lies nowhere: %s %s", name, province, city)
			}
			placed[code] = district
			list = append(list, object{"external_ids": object{"学校标识码": code + ".0"}, "name": zh(name), "kind": "higher_education", "district": district})
		}
		enter := func(outcome string) {
			for n := 0; n < len(list); n += 1000 {
				some := list[n:min(n+1000, len(list))]
				got := admin.Post("/organizations/batch", object{"items": some}, "Idempotency-Key", fmt.Sprint(outcome, "-from-", n)).Want(200)
				if got.Text(outcome) != fmt.Sprint(len(some)) {
					t.Errorf("from %d: %s %s of %d, %s rejected", n, got.Text(outcome), outcome, len(some), got.Text("rejected"))
				}
			}
		}
		enter("created")
		enter("unchanged")
		if total := admin.Get("/organizations?limit=1&count=exact").Want(200).Text("total"); total != "2740" {
			t.Errorf("there are %s", total)
		}
		for code, want := range map[string]string{"4111010001": "北京大学", "4213051721": "", "3622000335": "", "4133010335": "浙江大学"} {
			got := admin.Get("/organizations?" + coded(code)).Want(200)
			if len(items(got)) != 1 || want != "" && got.Text("items.0.name.zh-CN") != want || got.Text("items.0.district") != placed[code] {
				t.Errorf("%s is %s", code, got.Raw)
			}
		}
		if got := found(admin, q("bjdx")); len(got) == 0 {
			t.Error("北京大学 is not found by its initials")
		}
	})
}

// districtsByName reads all provinces, cities and counties: full name → code.
func districtsByName(c *apptest.Caller) map[string]string {
	all := map[string]string{}
	for cursor := ""; ; {
		page := c.Get("/divisions?limit=200&cursor=" + url.QueryEscape(cursor)).Want(200)
		for _, d := range items(page) {
			d := d.(object)
			all[d["full_name"].(string)] = d["code"].(string)
		}
		if cursor = page.Text("next_cursor"); cursor == "" {
			return all
		}
	}
}

func TestOfAListThatIsEnteredAtOnceEachItemIsAnswered(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		item := func(code, name string, more object) object {
			out := object{"external_ids": object{"学校标识码": code}, "name": zh(name), "kind": "school"}
			for field, value := range more {
				out[field] = value
			}
			return out
		}
		list := object{"items": []any{
			item("1", "第一学校", nil), item("2", "第二学校", object{"district": "990000"}), item(" 1.0", "又是第一学校", nil),
			item("3", "\u200b", nil), item("4.1E+9", "第四学校", nil), item("5", "第五学校", object{"aliases": []string{"五校"}, "district": "31"}),
		}}
		refused := admin.Post("/organizations/batch", list).Refused(422, "batch_refused")
		for i, want := range []string{"/items/1/district division_unknown", "/items/2/external_ids already_exists", "/items/3/name missing_value", "/items/4/external_ids code_rounded"} {
			if got := fmt.Sprint(refused.Text(fmt.Sprint("errors.", i, ".pointer")), " ", refused.Text(fmt.Sprint("errors.", i, ".code"))); got != want {
				t.Errorf("reason %d is %q, want %q", i, got, want)
			}
		}
		if total := admin.Get("/organizations?count=exact").Want(200).Text("total"); total != "0" {
			t.Fatalf("%s were kept", total)
		}
		counts := func(a *apptest.Answer) string {
			return strings.Join([]string{a.Text("created"), a.Text("updated"), a.Text("unchanged"), a.Text("rejected")}, " ")
		}
		if got := counts(admin.Post("/organizations/batch?mode=partial&dry_run=true", list).Want(200)); got != "2 0 0 4" {
			t.Errorf("would be: %s", got)
		}
		first := admin.Post("/organizations/batch?mode=partial", list, "Idempotency-Key", "list-of-schools").Want(200)
		again := admin.Post("/organizations/batch?mode=partial", list, "Idempotency-Key", "list-of-schools").Want(200)
		if counts(first) != "2 0 0 4" || string(again.Raw) != string(first.Raw) || first.Text("items.1.outcome") != "rejected" || first.Text("items.1.id") != "" {
			t.Errorf("it is answered %s, and again %s", first.Raw, again.Raw)
		}
		if got := counts(admin.Post("/organizations/batch?mode=partial", list).Want(200)); got != "0 0 2 4" {
			t.Errorf("the second time: %s", got)
		}

		// What is known by a code is changed, whichever of its codes is given; the rest stays.
		fifth := first.Text("items.5.id")
		other := object{"学校标识码": "5", "统一社会信用代码": "12310000X"}
		changed := admin.Post("/organizations/batch", object{"items": []any{item("5", "第五职业学校", object{"external_ids": other, "renamed_date": "2020-01-01"})}}).Want(200)
		if counts(changed) != "0 1 0 0" || changed.Text("items.0.id") != fifth {
			t.Errorf("it is answered %s", changed.Raw)
		}
		o := admin.Get("/organizations/" + fifth + "?at=2019-12-31").Want(200)
		if o.Text("name.zh-CN") != "第五学校" || o.Text("aliases.0") != "五校" || o.Text("district") != "31" || o.Text("external_ids.统一社会信用代码") != "12310000X" || o.Text("revision") != "2" {
			t.Errorf("it became %s", o.Raw)
		}
		both := item("1", "哪一所", object{"external_ids": object{"学校标识码": "1", "统一社会信用代码": "12310000X"}})
		if got := admin.Post("/organizations/batch?mode=partial", object{"items": []any{both}}).Want(200); got.Text("items.0.errors.0.code") != "codes_disagree" {
			t.Errorf("codes of two schools are answered %s", got.Raw)
		}
	})
}

func TestTwoWhoEnterTheSameListAtOnceEnterItOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		var list []any
		for i := range 50 {
			list = append(list, object{"external_ids": object{"学校标识码": fmt.Sprint(1000 + i)}, "name": zh(fmt.Sprint("学校", i)), "kind": "school"})
		}
		var all sync.WaitGroup
		created := make([]string, 2)
		for i := range created {
			all.Go(func() {
				if a := admin.Post("/organizations/batch", object{"items": list}); a.Status == 200 {
					created[i] = a.Text("created")
				}
			})
		}
		all.Wait()
		if got := created[0] + " " + created[1]; got != "50 0" && got != "0 50" {
			t.Errorf("they created %s", got)
		}
		if total := admin.Get("/organizations?count=exact").Want(200).Text("total"); total != "50" {
			t.Errorf("there are %s", total)
		}
	})
}

func TestAMajorIsKnownByItsCatalogueLevelAndCode(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		anybody := h.Somebody(admin, "anybody", "", "")
		enter := func(catalogue, level, code, name string) *apptest.Answer {
			return admin.Post("/majors/batch?mode=partial", object{"catalogue": catalogue, "items": []any{object{"level": level, "code": code, "name": name}}})
		}
		one := enter("2021", "secondary", "７１０２０２", "计算机网络技术").Want(200)
		enter("2010", "secondary", "090500", "计算机网络技术").Want(200)
		enter("2010", "secondary", "710202", "别的专业").Want(200) // the same code, in another catalogue
		if again := enter("2021", "secondary", "710202.0", "计算机网络技术").Want(200); again.Text("unchanged") != "1" || again.Text("items.0.id") != one.Text("items.0.id") {
			t.Errorf("it is answered %s", again.Raw)
		}
		if got := enter("2021", "secondary", "710202", "计算机网络").Want(200); got.Text("updated") != "1" {
			t.Errorf("a correction is answered %s", got.Raw)
		}
		if got := enter("2021", "secondary", "7.1E+5", "计算机网络").Want(200); got.Text("items.0.errors.0.code") != "code_rounded" {
			t.Errorf("a rounded code is answered %s", got.Raw)
		}
		anybody.Get("/majors?code=710202").Refused(422, "major_ambiguous")
		got := anybody.Get("/majors?catalogue=2021&level=secondary&code=710202&count=exact").Want(200)
		if got.Text("total") != "1" || got.Text("items.0.name") != "计算机网络" || got.Text("items.0.code") != "710202" {
			t.Errorf("it is %s", got.Raw)
		}
		if n := len(items(anybody.Get("/majors?" + q("jsjwl")).Want(200))); n != 2 {
			t.Errorf("%d are found by initials", n)
		}
		anybody.Get("/majors/" + one.Text("items.0.id")).Want(200)
		var table []map[string]string
		if anybody.Get("/majors/export?format=json&catalogue=2021&level=secondary").Want(200).Into(&table); len(table) == 0 || table[0]["catalogue"] != "2021" || table[0]["code"] == "" {
			t.Errorf("the table is %v", table)
		}
		anybody.Post("/majors/batch", object{"catalogue": "2021", "items": []any{object{"level": "secondary", "code": "1", "name": "x"}}}).Refused(403, "action_forbidden")
	})
}

func TestWhatARegistrarSeesOfOrganizationsIsWhatEverybodySees(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		own, other := school(admin, "自己的学校", nil).Want(201).ID(), school(admin, "别人的学校", nil).Want(201)
		clerk, stranger := h.Somebody(admin, "clerk", "registrar", own), h.Somebody(admin, "stranger", "registrar", other.ID())
		secret := person(stranger, other.ID(), "李伟", "2002-03-04")
		merged := admin.Post("/organizations/"+other.ID()+"/merger", object{"into_id": own, "date": "2020-08-31", "reason": "合并"}, "If-Match", other.ETag()).Want(200)
		// The merger gives the clerk nobody: people stay where they are until a role is given on both.
		clerk.Get("/people/"+secret).Refused(404, "not_found")
		if got := clerk.Get("/people?count=exact").Want(200).Text("total"); got != "0" {
			t.Errorf("the clerk counts %s people", got)
		}
		stranger.Get("/people/" + secret).Want(200)
		for _, c := range []*apptest.Caller{clerk, stranger, admin} {
			if a := c.Get("/organizations/" + other.ID()).Want(200); string(a.Raw) != string(merged.Raw) {
				t.Errorf("one sees %s", a.Raw)
			}
		}
		admin.Post("/accounts/"+clerk.ID+"/grants", object{"role": "registrar", "on": other.ID()}).Want(201)
		h.SignIn("clerk", apptest.Password).Get("/people/" + secret).Want(200)
	})
}
