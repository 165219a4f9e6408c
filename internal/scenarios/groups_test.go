package scenarios_test

import (
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

func TestEachGroupHasPlacesOfItsOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, ungrouped, school, clerk := spacious(h, admin, object{"hold_minutes": 20})
		event := func(number, group string) string {
			return admin.Post("/editions/"+edn+"/events", object{"number": number, "name": object{"zh-CN": "赛项"}, "group": group}).Want(201).ID()
		}
		web, cooking, higher := event("2", "中职"), event("3", "中职"), event("4", "高职")
		quotas := "/editions/" + edn + "/quotas"
		each := quota(admin, edn, object{"per": "organization_and_group", "most": 1})
		secondary := quota(admin, edn, object{"per": "total", "group": " 中职 ", "most": 2})
		for body, at := range map[*object]string{
			{"per": "total", "group": "中专", "most": 2}:                     "/group",
			{"per": "total", "group": "中职", "event_id": higher, "most": 2}: "/event_id",
		} {
			if got := admin.Post(quotas, *body).Refused(422, "reference_missing"); got.Text("errors.0.pointer") != at {
				t.Errorf("it is about %s: %s", at, got.Raw)
			}
		}
		if got := items(admin.Get(quotas + "?group=中职").Want(200)); len(got) != 1 || got[0].(object)["group"] != "中职" || got[0].(object)["id"] != secondary {
			t.Errorf("quotas of the group: %v", got)
		}

		if got := string(admin.Get(quotas + "/export?format=csv&group=中职").Want(200).Raw); strings.Count(got, secondary) != 1 || strings.Contains(got, each) || !strings.Contains(got, ",中职,") {
			t.Errorf("the table of the group's quotas is %s", got)
		}

		submit := func(c *apptest.Caller, event, school string) *apptest.Answer {
			return act(c, drafted(c, event, school, "选手"), "submission", nil, 1)
		}
		lacks := func(a *apptest.Answer, want ...string) {
			t.Helper()
			got := lacking(a.Refused(409, "quota_exhausted"))
			for _, q := range want {
				if !got[q] {
					t.Errorf("it lacks %v, not %s", got, q)
				}
			}
			if len(got) != len(want) {
				t.Errorf("it lacks %v, want %v", got, want)
			}
		}
		first := submit(clerk, web, school).Want(200)
		lacks(submit(clerk, cooking, school), each) // one of the school in the group, whatever the event
		submit(clerk, higher, school).Want(200)
		submit(clerk, ungrouped, school).Want(200)
		submit(clerk, ungrouped, school).Want(200)
		other, second := schoolIn(h, admin, "second", "310107")
		submit(second, cooking, other).Want(200)
		third, clerks := schoolIn(h, admin, "third", "310107")
		waits := drafted(clerks, web, third, "选手")
		lacks(act(clerks, waits, "submission", nil, 1), secondary)

		// used is what a limit shows for an event: used, group and remaining.
		used := func(c *apptest.Caller, event, school, quota string) object {
			for _, l := range items(c.Get(quotas + "/availability?event=" + event + "&organization=" + school).Want(200)) {
				if l.(object)["quota_id"] == quota {
					return l.(object)
				}
			}
			return nil
		}
		if got := used(clerks, web, third, secondary); got["used"] != 2.0 || got["remaining"] != 0.0 || got["group"] != "中职" || got["binds"] != true {
			t.Errorf("the group has %v", got)
		}
		if got := used(clerks, higher, third, each); got["used"] != 0.0 || got["group"] != "高职" {
			t.Errorf("the school has %v in the other group", got)
		}
		if used(clerks, higher, third, secondary) != nil || used(clerks, ungrouped, third, each) != nil {
			t.Error("an event of another group, or of none, is limited by the group")
		}

		admin.Post(quotas, object{"per": "group", "most": 1}).Refused(409, "quota_below_use")
		both := quota(admin, edn, object{"per": "group", "unit": "competitors", "most": 2}) // what is there counts
		if got, of := used(clerks, web, third, both), used(clerks, higher, third, both); got["used"] != 2.0 || of["used"] != 1.0 {
			t.Errorf("the groups have %v and %v competitors", got, of)
		}
		act(clerks, drafted(clerks, higher, third, "选手"), "hold", nil, 1).Want(200)
		lacks(submit(second, higher, other), both)
		h.Clock.Add(20*time.Minute + time.Millisecond)
		if got, of := used(clerks, web, third, both), used(clerks, higher, third, both); got["used"] != 2.0 || of["used"] != 1.0 {
			t.Errorf("once the hold has run out the groups have %v and %v", got, of)
		}
		submit(second, higher, other).Want(200)
		act(clerk, first.ID(), "withdrawal", object{"reason": "ill"}, 2).Want(200)
		act(clerks, waits, "submission", nil, 1).Want(200)
	})
}
