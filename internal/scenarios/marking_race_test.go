package scenarios_test

import (
	"testing"
	"time"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/apptest"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/work"
)

// A mark that was sent before its part was submitted waits for the submission, and then finds
// the part as it is, not as it was when the mark was sent. On PostgreSQL, where both can be
// under way at once.
func TestAMarkThatWaitedForASubmissionIsRefused(t *testing.T) {
	h := apptest.Postgres(t)
	admin := h.Administrator()
	edn, event := edition(h, admin)
	s := h.Sheet(admin, edn, event)
	judge := s.Judges[0]
	cell := "/mark-sheets/" + s.ID + "/marks/" + s.Judged
	judge.Do("PUT", cell, object{"observed": score(2)}, "If-None-Match", "*").Want(200)

	account, _ := id.ParseRef(judge.ID)
	by := id.ID[accounts.Account](account.UUID)
	answered := make(chan *apptest.Answer, 1)
	err := h.DB.Write(t.Context(), func(tx work.Tx) error {
		store := tx.(judging.Store)
		sheet, err := store.LockSheet(t.Context(), id.From[judging.Sheet](s.ID))
		if err != nil {
			return err
		}
		go func() { answered <- judge.Do("PUT", cell, object{"observed": score(3)}, "If-Match", `"1"`) }()
		select {
		case a := <-answered:
			t.Errorf("the mark did not wait: %s", a.Raw)
		case <-time.After(300 * time.Millisecond): // it waits
		}
		now := h.Clock.Now()
		for i, p := range sheet.Parts {
			if p.Of == account {
				sheet.Parts[i].SubmittedAt, sheet.Parts[i].SubmittedBy = &now, &by
			}
		}
		sheet.Revision++
		return store.ChangeSheet(t.Context(), sheet)
	})
	if err != nil {
		t.Fatal(err)
	}
	(<-answered).Refused(409, "part_submitted")
	if got := judge.Get(cell).Want(200).Text("observed.score"); got != "2" {
		t.Errorf("the mark of a submitted part is %s", got)
	}
}
