package scenarios_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/apptest"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/store"
	"github.com/saichang/saichang/internal/training"
	"github.com/saichang/saichang/internal/work"
)

// during runs a request while a transaction is open that has taken something it needs, and answers
// what it was told after the rest of the transaction. SQLite has one writer: there is nothing to show.
func during(t *testing.T, h *apptest.House, take func(context.Context, *store.Tx) error, request func() *apptest.Answer, rest func(context.Context, *store.Tx) error) *apptest.Answer {
	t.Helper()
	answered := make(chan *apptest.Answer, 1)
	err := h.DB.Write(t.Context(), func(tx work.Tx) error {
		s := tx.(*store.Tx)
		if err := take(t.Context(), s); err != nil {
			return err
		}
		go func() { answered <- request() }()
		select {
		case got := <-answered:
			t.Errorf("it did not wait, and was answered %d %s", got.Status, got.Raw)
			answered <- got
		case <-time.After(300 * time.Millisecond):
		}
		return rest(t.Context(), s)
	})
	if err != nil {
		t.Fatal(err)
	}
	return <-answered
}

func nothingMore(context.Context, *store.Tx) error { return nil }

// alone takes an edition, so that nobody registers meanwhile.
func alone(edition string) func(context.Context, *store.Tx) error {
	return func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.EditionForEntries(ctx, id.From[programmes.Edition](edition), registration.Exclusive)
		return err
	}
}

func TestAHoldThatEndsWhileItsEntryIsChangedGivesItsPlaceBackOnce(t *testing.T) {
	for _, change := range []string{"submission", "edit"} {
		t.Run(change, func(t *testing.T) {
			h := apptest.Postgres(t)
			admin := h.Administrator()
			edn, event, school, clerk := spacious(h, admin, map[string]any{"hold_minutes": 20})
			q := quota(admin, edn, map[string]any{"per": "total", "most": 1})
			first, second := drafted(clerk, event, school, "甲"), drafted(clerk, event, school, "乙")
			act(clerk, first, "hold", nil, 1).Want(200)
			h.Clock.Set(apptest.Begin.Add(20 * time.Minute)) // its last instant
			got := during(t, h, alone(edn), func() *apptest.Answer {
				if change == "submission" {
					return act(clerk, first, change, nil, 2)
				}
				return clerk.Do("PATCH", "/entries/"+first, object{"name": "队"}, "If-Match", `"2"`)
			}, func(ctx context.Context, tx *store.Tx) error { // it expires
				if _, _, err := tx.TakePlaces(ctx, registration.Limit{Of: id.From[registration.Quota](q).Ref(), Counted: "", Needs: -1, Most: 1}); err != nil {
					return err
				}
				return tx.EndHold(ctx, id.From[registration.Entry](first))
			})
			got.Want(200)
			h.Clock.Add(time.Millisecond)
			wants, status := 200, "submitted"
			if change == "submission" { // it took the place anew
				wants, status = 409, "draft"
			}
			if got := act(clerk, second, "submission", nil, 1); got.Status != wants || clerk.Get("/entries/"+second).Want(200).Text("status") != status {
				t.Errorf("the other entry was answered %d %s", got.Status, got.Raw)
			}
			if got := used(clerk, edn, event, school); got != "1" {
				t.Errorf("%s of 1 places are taken", got)
			}
		})
	}
}

func TestAnEventThatIsChangedWhileItsEditionOpensHasTheRulesOfTheEdition(t *testing.T) {
	h := apptest.Postgres(t)
	admin := h.Administrator()
	edn, event := edition(h, admin)
	before := admin.Get("/events/" + event).Want(200)
	rules := admin.Post("/editions/"+edn+"/rule-sets", map[string]any{"preset": "worldskills"}).Want(201).ID()
	during(t, h, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.LockEdition(ctx, id.From[programmes.Edition](edn))
		return err
	}, func() *apptest.Answer {
		return admin.Do("PATCH", "/events/"+event, object{"sector": "x"}, "If-Match", before.ETag())
	}, func(ctx context.Context, tx *store.Tx) error { // it opens
		_, err := tx.TakeRules(ctx, id.From[programmes.Edition](edn), id.From[programmes.RuleSet](rules))
		return err
	}).Want(200)
	if got := admin.Get("/events/" + event).Want(200).Text("rule_set_id"); got != rules {
		t.Errorf("the event goes by %s, the edition by %s", got, rules)
	}
}

func TestASquadTakesNobodyInWhileItsBaseIsRemoved(t *testing.T) {
	h := apptest.Postgres(t)
	b := newBased(h)
	squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 3}).Want(201).ID()
	p := person(b.clerk, b.school, "王芳", "2002-03-04")
	during(t, h, func(ctx context.Context, tx *store.Tx) error {
		base, err := tx.LockBase(ctx, id.From[training.Base](b.base))
		if err != nil {
			return err
		}
		base.Status, base.Revision = training.Removed, base.Revision+1
		return tx.ChangeBase(ctx, base)
	}, func() *apptest.Answer {
		return b.clerk.Post("/squads/"+squad+"/trainees", object{"person_id": p})
	}, nothingMore).Refused(409, "base_not_recognised")
}

func TestWhoIsErasedWhileAnEntryIsDraftedIsNotInIt(t *testing.T) {
	h := apptest.Postgres(t)
	admin := h.Administrator()
	_, event, school, clerk := spacious(h, admin, nil)
	p := person(clerk, school, "欧阳娜娜", "2002-03-04")
	during(t, h, func(ctx context.Context, tx *store.Tx) error {
		if _, err := tx.LockPerson(ctx, id.From[people.Person](p)); err != nil {
			return err
		}
		return tx.Erase(ctx, id.From[people.Person](p), "（已删除）", h.Clock.Now())
	}, func() *apptest.Answer {
		return clerk.Post("/events/"+event+"/entries", object{"organization_id": school, "members": []any{object{"person_id": p, "role": "competitor"}}}, "Idempotency-Key", "drafted-once")
	}, nothingMore).Refused(422, "reference_missing")
	if found := clerk.Get("/entries?q=" + url.QueryEscape("欧阳")).Want(200); len(items(found)) != 0 {
		t.Errorf("the erased name finds %s", found.Raw)
	}
	for _, table := range []string{"idempotency_keys", "search_keys", "entries"} {
		if strings.Contains(rowsOf(h, table), "欧阳娜娜") {
			t.Errorf("%s hold the erased name", table)
		}
	}
}

func TestAnEntryThatIsChangedDuringAMergeIsNotGivenBackToTheDuplicate(t *testing.T) {
	h := apptest.Postgres(t)
	admin := h.Administrator()
	edn, event, school, clerk := spacious(h, admin, nil)
	p, d := person(clerk, school, "欧阳娜娜", "2002-03-04"), person(clerk, school, "欧阳娜", "2002-03-04")
	e := draft(clerk, event, school, d)
	during(t, h, alone(edn), func() *apptest.Answer {
		return clerk.Do("PATCH", "/entries/"+e, object{"name": "队"}, "If-Match", `"1"`)
	}, func(context.Context, *store.Tx) error {
		clerk.Post("/people/"+p+"/merges", object{"duplicate_id": d}).Want(201)
		return nil
	}).Refused(412, "revision_stale")
	if got := clerk.Get("/entries/" + e).Want(200).Text("members.0.person_id"); got != p {
		t.Errorf("%s is in the entry, not %s", got, p)
	}
}

func TestWhoSignsInWhileTheAccountIsDisabledIsSignedOut(t *testing.T) {
	h := apptest.Postgres(t)
	admin := h.Administrator()
	somebody := h.Somebody(admin, "somebody", "auditor", "")
	account := id.From[accounts.Account](somebody.ID)
	during(t, h, func(ctx context.Context, tx *store.Tx) error {
		_, err := tx.LockCredentials(ctx, account)
		return err
	}, func() *apptest.Answer {
		return admin.Do("PATCH", "/accounts/"+somebody.ID, object{"status": "disabled"}, "If-Match", admin.Get("/accounts/"+somebody.ID).Want(200).ETag())
	}, func(ctx context.Context, tx *store.Tx) error {
		now := h.Clock.Now()
		s := accounts.Session{ID: id.Ordered[accounts.Session](id.System{}, now), Account: account, CreatedAt: now, LastSeenAt: now, ExpiresAt: now.Add(time.Hour)}
		return tx.AddSession(ctx, s, [32]byte{1})
	}).Want(200)
	live := 0
	count := "select count(*) from sessions where revoked_at is null and token_hash = decode(rpad('01', 64, '0'), 'hex')"
	if err := h.Query(count, func(r *sql.Rows) error { return r.Scan(&live) }); err != nil || live != 0 {
		t.Errorf("%d sessions go on, %v", live, err)
	}
}

func TestWhatHappensInAnEditionIsInItsAuditLogWhoeverDidIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		admin := h.Administrator()
		edn, event, school, clerk := spacious(h, admin, map[string]any{"hold_minutes": 1, "waiting_list": true})
		quota(admin, edn, map[string]any{"per": "total", "most": 1})
		act(clerk, drafted(clerk, event, school, "持"), "hold", nil, 1).Want(200)
		waits := drafted(clerk, event, school, "候")
		act(clerk, waits, "submission", nil, 1).Want(200)
		h.Clock.Add(2 * time.Minute)
		h.Eventually("who waited has the place", func() bool { return clerk.Get("/entries/"+waits).Want(200).Text("status") == "submitted" })
		clone := admin.Post("/editions/"+edn+"/clones", object{"number": 2, "year": 2021}).Want(201).ID()
		person(clerk, school, "王小明", "2004-11-02")
		committed(clerk, imported(clerk, "kind=entries&event="+event+"&organization="+school, "姓名,出生日期\n王小明,2004-11-02\n"), "partial")
		for name, of := range map[string]map[string]int{
			"entry.hold_expired": {edn: 1}, "entry.promoted": {edn: 1}, "edition.created": {edn: 1}, "edition.cloned": {clone: 1}, "event.created": {edn: 1, clone: 1}, "entry.created": {edn: 3},
		} {
			all := 0
			for edition, want := range of {
				all += want
				h.Eventually(fmt.Sprintf("%s is %d times in the log of %s", name, want, edition), func() bool {
					return len(items(admin.Get("/audit-log?name="+name+"&edition="+edition).Want(200))) == want
				})
			}
			if got := len(items(admin.Get("/audit-log?name=" + name).Want(200))); got != all {
				t.Errorf("%s: %d in all, want %d", name, got, all)
			}
		}
	})
}
