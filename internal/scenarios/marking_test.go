package scenarios_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

func achieved(yes bool) map[string]any { return map[string]any{"kind": "achieved", "achieved": yes} }
func score(n int) map[string]any       { return map[string]any{"kind": "score", "score": n} }

func TestASheetIsMarkedSubmittedSignedLockedAndOpenedAgain(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event := edition(h, admin)
		s := h.Sheet(admin, edn, event)
		one, two, three := s.Judges[0], s.Judges[1], s.Judges[2]
		path := "/mark-sheets/" + s.ID
		cell := func(aspect string) string { return path + "/marks/" + aspect }

		one.Do("PUT", cell(s.Measured), map[string]any{"observed": achieved(true)}).Refused(428, "precondition_required")
		first := one.Do("PUT", cell(s.Measured), map[string]any{"observed": achieved(true)}, "If-None-Match", "*").Want(200)
		one.Do("PUT", cell(s.Measured), map[string]any{"observed": achieved(true)}, "If-None-Match", "*").Want(200) // a retry
		stale := two.Do("PUT", cell(s.Measured), map[string]any{"observed": achieved(false), "reason": "unreachable"}, "If-None-Match", "*").Refused(412, "revision_stale")
		if stale.Text("current.author_id") != one.ID || stale.Text("current.observed.achieved") != "true" {
			t.Errorf("the refusal does not show both: %s", stale.Raw)
		}
		two.Do("PUT", cell(s.Measured), map[string]any{"observed": achieved(false)}, "If-Match", first.ETag()).Refused(422, "deduction_reason_required")
		two.Do("PUT", cell(s.Measured), map[string]any{"observed": achieved(false), "reason": "unreachable"}, "If-Match", first.ETag()).Want(200)
		one.Do("PUT", cell(s.Judged), map[string]any{"observed": achieved(true)}, "If-None-Match", "*").Refused(422, "observed_refused")
		if n := len(items(one.Get(cell(s.Measured) + "/revisions").Want(200))); n != 2 {
			t.Errorf("%d revisions were kept, want 2", n)
		}

		blank := one.Post(path+"/submissions", map[string]any{"part": "own"}, "Idempotency-Key", "blank-own-1").Refused(422, "sheet_has_blanks")
		if blank.Text("errors.0.params.aspect") != s.Judged {
			t.Errorf("the blank aspect is not named: %s", blank.Raw)
		}
		for judge, n := range map[*apptest.Caller]int{one: 3, two: 2, three: 0} {
			judge.Do("PUT", path+"/marks", map[string]any{"marks": []any{map[string]any{"aspect_id": s.Judged, "observed": score(n), "expected_revision": 0}}}).Want(200)
		}
		if seen := len(items(one.Get(path + "/marks").Want(200))); seen != 2 {
			t.Errorf("a judge sees %d marks, want the own and the panel's", seen)
		}
		if seen := len(items(s.Chief.Get(path + "/marks").Want(200))); seen != 4 {
			t.Errorf("the chief judge sees %d marks, want 4", seen)
		}
		submit := func(j *apptest.Caller, part, key string) *apptest.Answer {
			return j.Post(path+"/submissions", map[string]any{"part": part}, "Idempotency-Key", key).Want(200)
		}
		submit(one, "panel", "panel-1-key")
		submit(one, "own", "one-own-key")
		one.Do("PUT", cell(s.Judged), map[string]any{"observed": score(1)}, "If-Match", `"1"`).Refused(409, "part_submitted")
		submit(two, "own", "two-own-key")
		held := submit(three, "own", "three-own-key")
		if held.Text("status") != "open" || held.Text("held_aspects.0") != s.Judged {
			t.Fatalf("scores of 3, 2 and 0 have to be held: %s", held.Raw)
		}
		three.Do("PUT", cell(s.Judged), map[string]any{"observed": score(2)}, "If-Match", `"1"`).Want(200)
		submit(one, "own", "one-own-again")
		submit(two, "own", "two-own-again")
		done := submit(three, "own", "three-own-again")
		if done.Text("status") != "submitted" {
			t.Fatalf("the sheet is %s", done.Raw)
		}

		one.Post(path+"/signatures", nil, "If-Match", done.ETag(), "Idempotency-Key", "sign-key-0").Refused(403, "action_forbidden")
		signed := s.Chief.Post(path+"/signatures", nil, "If-Match", done.ETag(), "Idempotency-Key", "sign-key-1").Want(200)
		locked := s.Chief.Post(path+"/lock", nil, "If-Match", signed.ETag()).Want(200)
		one.Do("PUT", cell(s.Measured), map[string]any{"observed": achieved(true)}, "If-Match", `"2"`).Refused(409, "sheet_not_open")
		if err := h.Exec("update marks set revision = 99"); err == nil {
			t.Error("the database let a mark of a locked sheet change")
		}
		if err := h.Exec("delete from mark_revisions"); err == nil {
			t.Error("the database let revisions vanish")
		}
		s.Chief.Post(path+"/reopening", map[string]any{"reason": "appeal granted"}, "If-Match", locked.ETag()).Want(200)
		if voided := s.Chief.Get(path + "/signatures").Want(200).Text("items.0.voided_at"); voided == "" {
			t.Error("reopening has to void the signature")
		}
		one.Do("PUT", cell(s.Measured), map[string]any{"observed": achieved(true)}, "If-Match", `"2"`).Want(200)
		if got := admin.Get("/events/" + event + "/progress").Want(200).Text("items.0.sheets_open"); got != "1" {
			t.Errorf("progress counts %s open sheets", got)
		}
	})
}

func TestOfTwoMarksForOneCellInOneRequestTheSecondIsStale(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event := edition(h, admin)
		s := h.Sheet(admin, edn, event)
		path := "/mark-sheets/" + s.ID + "/marks"
		entry := func(n int) map[string]any {
			return map[string]any{"aspect_id": s.Judged, "observed": score(n), "expected_revision": 0}
		}
		twice := map[string]any{"marks": []any{entry(1), entry(2)}}
		refused := s.Judges[0].Do("PUT", path, twice).Refused(422, "marks_refused")
		if refused.Text("errors.0.pointer") != "/marks/1" || refused.Text("errors.0.code") != "revision_stale" {
			t.Errorf("the second mark is not named: %s", refused.Raw)
		}
		if n := len(items(s.Judges[0].Get(path).Want(200))); n != 0 {
			t.Errorf("%d marks were kept of a request that was refused", n)
		}
		kept := s.Judges[0].Do("PUT", path+"?mode=partial", twice).Want(200)
		if kept.Text("items.0.status") != "200" || kept.Text("items.1.status") != "412" {
			t.Errorf("the first is to be kept and the second is stale: %s", kept.Raw)
		}
	})
}

func TestWhoIsNotOnThePanelDoesNotSeeTheSheet(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event := edition(h, admin)
		s := h.Sheet(admin, edn, event)
		stranger := h.Somebody(admin, "stranger", "", "")
		for _, path := range []string{"/mark-sheets/" + s.ID, "/mark-sheets/" + s.ID + "/marks", "/mark-sheets/" + s.ID + "/marks/" + s.Measured} {
			foreign := stranger.Get(path).Refused(404, "not_found")
			if foreign.Text("detail") != stranger.Get("/mark-sheets/sht_01jd2kxq4ve9bs3d3fg8yx1j6m").Text("detail") {
				t.Error("a hidden sheet is answered differently from a missing one")
			}
		}
		stranger.Do("PUT", "/mark-sheets/"+s.ID+"/marks/"+s.Measured, map[string]any{"observed": achieved(true)}, "If-None-Match", "*").Refused(404, "not_found")
	})
}

func TestOfManyJudgesWhoCorrectOneMarkAtOnceExactlyOneSucceeds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event := edition(h, admin)
		s := h.Sheet(admin, edn, event)
		path := "/mark-sheets/" + s.ID + "/marks/" + s.Measured
		s.Judges[0].Do("PUT", path, map[string]any{"observed": achieved(true)}, "If-None-Match", "*").Want(200)
		var wg sync.WaitGroup
		answers := make([]int, 24)
		for i := range answers {
			wg.Go(func() {
				body := map[string]any{"observed": achieved(false), "reason": fmt.Sprintf("reason %d", i)}
				answers[i] = s.Judges[i%3].Do("PUT", path, body, "If-Match", `"1"`).Status
			})
		}
		wg.Wait()
		saved, stale := 0, 0
		for _, status := range answers {
			switch status {
			case 200:
				saved++
			case 412:
				stale++
			}
		}
		if saved != 1 || stale != len(answers)-1 {
			t.Errorf("%d were saved and %d stale of %d: %v", saved, stale, len(answers), answers)
		}
		if n := len(items(s.Chief.Get(path + "/revisions").Want(200))); n != 2 {
			t.Errorf("%d revisions were kept, want 2", n)
		}
	})
}

func items(a *apptest.Answer) []any {
	var p struct{ Items []any }
	a.Into(&p)
	return p.Items
}
