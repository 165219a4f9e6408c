package scenarios_test

import (
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

func TestAYearsWorkingDaysAreAnnouncedEnteredOrRefused(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		anyone := h.Somebody(admin, "anyone", "", "")
		announced := anyone.Get("/calendar/2020").Want(200)
		if announced.Text("source") != "announced" || announced.Text("days_off.0") != "2020-01-01" || announced.Text("make_up_workdays.0") != "2020-01-19" || announced.ETag() != `"0"` {
			t.Errorf("2020 is %s", announced.Raw)
		}
		anyone.Get("/calendar/2027").Refused(409, "calendar_missing")
		year := map[string]any{"days_off": []string{"2027-01-02", "2027-01-01"}, "make_up_workdays": []string{"2027-01-10"}}
		anyone.Do("PUT", "/calendar/2027", year, "If-Match", `"0"`).Refused(403, "action_forbidden")
		wrong := map[string]any{"days_off": []string{"2026-12-31", "2027-01-01"}, "make_up_workdays": []string{"2027-01-01", "2027-01-04"}}
		refused := admin.Do("PUT", "/calendar/2027", wrong, "If-Match", `"0"`).Refused(422, "calendar_invalid")
		for i, want := range []string{"day_outside_year", "already_exists", "make_up_not_weekend"} {
			if got := refused.Text("errors." + string(rune('0'+i)) + ".code"); got != want {
				t.Errorf("reason %d is %q, not %q: %s", i, got, want, refused.Raw)
			}
		}
		entered := admin.Do("PUT", "/calendar/2027", year, "If-Match", `"0"`).Want(200)
		if entered.Text("days_off.0") != "2027-01-01" || entered.Text("source") != "entered" || entered.Text("working_days") != "261" {
			t.Errorf("2027 is %s", entered.Raw)
		}
		stale := admin.Do("PUT", "/calendar/2027", year, "If-Match", `"0"`).Refused(412, "revision_stale")
		if stale.Text("current.revision") != "1" {
			t.Errorf("it is not shown as it is: %s", stale.Raw)
		}
		admin.Do("PUT", "/calendar/2027", year, "If-Match", entered.ETag()).Want(200)
		if got := anyone.Get("/calendar/2027").Want(200); got.ETag() != `"2"` {
			t.Errorf("the correction is %s", got.Raw)
		}
	})
}
