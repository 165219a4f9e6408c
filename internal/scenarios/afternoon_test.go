package scenarios_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/apptest"
)

// putRight is a corrected table with every row put right.
func putRight(corrected string) string {
	lines := strings.Split(strings.TrimSpace(corrected), "\r\n")
	for i := range lines[1:] {
		lines[i+1] = fmt.Sprintf("修正%02d,2004-05-%02d,,", i, i+1)
	}
	return strings.Join(lines, "\r\n")
}

func TestARegistrarsAfternoonEndsWithEveryEntryInPlaceButTheOneThatAnotherSchoolWasFasterWith(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		e := hold(h, admin, 1, "national_students", "2020-10-19", nil, object{"entries_per_school": 10})
		quota(admin, e.edition, object{"per": "total", "most": 6})
		other, rival := schoolIn(h, admin, "rival", "310115")
		organiser := h.Somebody(admin, "organiser", "organiser", e.edition)

		// four hundred people from a table, and the twelve that were not right
		query := "kind=people&organization=" + e.school
		table := imported(e.clerk, query, fourHundred())
		outcomes(t, e.clerk, table, map[string]int{"created": 388, "rejected": 12})
		committed(e.clerk, table, "partial")
		again := imported(e.clerk, query, putRight(string(e.clerk.Get(table+"/corrected?format=csv").Want(200).Raw)))
		outcomes(t, e.clerk, again, map[string]int{"created": 12, "rejected": 0})
		committed(e.clerk, again, "atomic")
		if got := e.clerk.Get("/people?count=exact").Want(200).Text("total"); got != "400" {
			t.Fatalf("there are %s people", got)
		}

		// six of them compete
		var lines strings.Builder
		lines.WriteString("姓名,角色\n")
		for n := range 6 {
			fmt.Fprintf(&lines, "学生%03d,选手\n", 100+n)
		}
		drafts := imported(e.clerk, "kind=entries&event="+e.event+"&organization="+e.school, lines.String())
		outcomes(t, e.clerk, drafts, map[string]int{"created": 6})
		committed(e.clerk, drafts, "atomic")
		rows, entries := e.clerk.Get(drafts+"/rows").Want(200), make([]string, 6)
		for i := range entries {
			entries[i] = rows.Text(fmt.Sprintf("items.%d.subject_id", i))
		}
		for _, entry := range entries[:5] {
			act(e.clerk, entry, "submission", nil, 1).Want(200)
		}

		// two come back and go out again: their places have stayed theirs
		for _, entry := range entries[:2] {
			act(organiser, entry, "return", object{"reasons": []string{"请补充指导教师"}}, 2).Want(200)
			if got := e.clerk.Get("/entries/" + entry).Want(200); got.Text("status") != "returned" || got.Text("reasons.0") != "请补充指导教师" {
				t.Errorf("the registrar does not read why: %s", got.Raw)
			}
			act(e.clerk, entry, "submission", nil, 3).Want(200)
		}

		// the last place is there when the registrar looks, and gone with the next request
		left := func() string {
			limits := e.clerk.Get("/editions/" + e.edition + "/quotas/availability?event=" + e.event + "&organization=" + e.school).Want(200)
			for i := range items(limits) {
				if at := fmt.Sprintf("items.%d.", i); limits.Text(at+"per") == "total" {
					return limits.Text(at + "remaining")
				}
			}
			return ""
		}
		if got := left(); got != "1" {
			t.Errorf("%s places are left", got)
		}
		act(rival, drafted(rival, e.event, other, "李娜"), "submission", nil, 1).Want(200)
		lost := act(e.clerk, entries[5], "submission", nil, 1).Refused(409, "quota_exhausted")
		if left() != "0" || len(lacking(lost)) != 1 {
			t.Errorf("it does not say what is used up: %s", lost.Raw)
		}
		if got := e.clerk.Get("/entries/" + entries[5]).Want(200).Text("status"); got != "draft" {
			t.Errorf("nobody waits where there is no waiting list, and the entry is %s", got)
		}

		// ten working days before the nineteenth of October lie before the holiday
		member := e.clerk.Get("/entries/" + entries[4]).Want(200).Text("members.0.person_id")
		substitute := e.clerk.Get("/people?q=" + "%E4%BF%AE%E6%AD%A300").Want(200).Text("items.0.id")
		h.Clock.Set(time.Date(2020, 9, 28, 16, 0, 0, 0, time.UTC))
		e.clerk = h.SignIn(strings.ToLower("clerk.1."+e.school[len(e.school)-6:]), apptest.Password)
		late := e.substitute(entries[4], member, substitute).Refused(409, "substitution_too_late")
		if late.Text("params.last_date") != "2020-09-28" || !strings.Contains(late.Text("detail"), "2020-10-01") {
			t.Errorf("it does not name the holiday: %s", late.Raw)
		}
		if got := e.clerk.Get("/entries?count=exact&status=submitted").Want(200).Text("total"); got != "5" {
			t.Errorf("at the end of the day %s entries are submitted", got)
		}
	})
}
