package scenarios_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

// candidates are the logins that somebody finds, in the order of the list.
func candidates(c *apptest.Caller, path, typed string) string {
	var logins []string
	for _, one := range items(c.Get(path + "?q=" + url.QueryEscape(typed)).Want(200)) {
		logins = append(logins, one.(object)["login"].(string))
	}
	return strings.Join(logins, " ")
}

// account makes one that nobody has given anything to do.
func account(admin *apptest.Caller, login, name string) *apptest.Answer {
	return admin.Post("/accounts", object{"login": login, "display_name": name, "password": "first password to change"}).Want(201)
}

func TestAnOrganiserFindsAJudgeByTheWholeLoginAndSeatsHimWithoutTheAdministrator(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event := edition(h, admin)
		other := admin.Post("/editions/"+edn+"/events", object{"number": "99", "name": object{"en": "Another"}}).Want(201).ID()
		organiser, chief := h.Somebody(admin, "organiser", "organiser", edn), h.Somebody(admin, "chief", "chief_judge", event)
		beside := h.Somebody(admin, "chief.beside", "chief_judge", other)
		judge := account(admin, "zhang.san", "张三")
		account(admin, "zhang.si", "张四")
		path := "/events/" + event + "/judge-candidates"

		organiser.Get("/accounts").Refused(403, "action_forbidden")
		for typed, want := range map[string]string{"zhang.san": "zhang.san", " ZHANG.San ": "zhang.san", "zhang.sa": "", "zhang": "", "张三": "", "\u200b": ""} {
			if got := candidates(organiser, path, typed); got != want {
				t.Errorf("%q finds %q", typed, got)
			}
		}
		found := organiser.Get(path + "?q=zhang.san").Want(200)
		if one := items(found)[0].(object); len(one) != 3 || one["account_id"] != judge.ID() || one["display_name"] != "张三" {
			t.Errorf("more or less is told than to seat him needs: %s", found.Raw)
		}
		panel := organiser.Post("/stages/"+organiser.Get("/events/"+event+"/stages").Want(200).Text("items.0.id")+"/panels", object{"name": "Panel"}).Want(201).ID()
		organiser.Post("/panels/"+panel+"/judges", object{"account_id": found.Text("items.0.account_id")}).Want(200)

		for _, typed := range []string{"张", "zs", "zhangsan"} {
			if got := candidates(organiser, path, typed) + ", " + candidates(organiser, "/events/"+other+"/judge-candidates", typed) + ", " + candidates(chief, path, typed); got != "zhang.san, zhang.san, zhang.san" {
				t.Errorf("who judges is not found by %q: %s", typed, got)
			}
			if got := candidates(beside, "/events/"+other+"/judge-candidates", typed); got != "" {
				t.Errorf("who answers for another event finds %q by %q", got, typed)
			}
		}
		if got := candidates(organiser, path, "chief"); got != "chief chief.beside" {
			t.Errorf("of those who lead the organiser finds %q", got)
		}
		if got := candidates(chief, path, "chief"); got != "chief" {
			t.Errorf("of those who lead the chief judge finds %q", got)
		}
		beside.Get(path+"?q=zhang.san").Refused(404, "not_found")
		h.Somebody(admin, "auditor", "auditor", "").Get(path+"?q=zhang.san").Refused(403, "action_forbidden")
		organiser.Get(path).Refused(400, "invalid_request")
		admin.Do("PATCH", "/accounts/"+judge.ID(), object{"status": "disabled"}, "If-Match", judge.ETag()).Want(200)
		if got := candidates(organiser, path, "zhang.san") + candidates(organiser, path, "张"); got != "" {
			t.Errorf("%s is disabled, and found", got)
		}
	})
}

func TestARegistrarFindsACoachByTheWholeLoginAndByNameOnlyWhoWorksAtTheOwnBases(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		other, _, rival := b.another(b.event, "第二基地学校", "registrar.2")
		coach := account(b.admin, "wang.wu", "王五")
		path := "/bases/" + b.base + "/staff-candidates"
		found := b.clerk.Get(path + "?q=wang.wu").Want(200)
		if one := items(found)[0].(object); len(one) != 3 || one["account_id"] != coach.ID() || candidates(b.clerk, path, "王") != "" {
			t.Errorf("not he alone is found, by his login alone: %s", found.Raw)
		}
		b.clerk.Post("/bases/"+b.base+"/staff", object{"function": "coach", "account_id": found.Text("items.0.account_id"), "from_date": "2020-09-01"}).Want(201)
		for name, c := range map[string]*apptest.Caller{"registrar": b.clerk, "organiser": b.organiser, "administrator": b.admin} {
			if got := candidates(c, path, "王"); got != "wang.wu" {
				t.Errorf("the %s finds %q", name, got)
			}
		}
		if got := candidates(rival, "/bases/"+other+"/staff-candidates", "王"); got != "" {
			t.Errorf("another school's registrar finds %q", got)
		}
		rival.Get(path+"?q=wang.wu").Refused(404, "not_found")
		b.evaluator.Get(path+"?q=wang.wu").Refused(403, "action_forbidden")
	})
}
