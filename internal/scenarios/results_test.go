package scenarios_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
	"github.com/saichang/saichang/internal/results"
)

func TestResultsAreComputedOnlyWhenNothingIsMissingAndEverythingMissingIsListed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 3, 3, false)
		c.mark(0, "80.00")
		refused := c.compute().Refused(409, "results_incomplete")
		if n := len(refused.Text("errors.0.code")); n == 0 || refused.Text("errors.1.code") != "sheet_not_locked" || refused.Text("errors.2.code") != "" {
			t.Errorf("two sheets are open: %s", refused.Raw)
		}
		act(c.admin, c.entries[1], "absence", nil, 5).Want(200)
		c.mark(2, "70.00")
		run := c.compute().Want(201)
		if run.Text("registered") != "3" || run.Text("present") != "2" || run.Text("ranked") != "2" {
			t.Errorf("an absent entry is registered and not present: %s", run.Raw)
		}
		if run.Text("scale.undefined") != "too_few_entries" || run.Text("notes.0.code") != "scale_undefined" {
			t.Errorf("two entries have no scale: %s", run.Raw)
		}
		if absent := c.placing(run, 1); absent["standing"] != "absent" || absent["rank"] != nil || absent["award"] != "none" {
			t.Errorf("an absent entry has no rank: %v", absent)
		}
	})
}

func TestNothingIsReadableOfResultsBeforeTheyArePublished(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 3, 3, false)
		public, clerk := h.Public(), h.SignIn("clerk", apptest.Password)
		for i, p := range []string{"80.00", "75.00", "70.00"} {
			c.mark(i, p)
		}
		run := c.compute().Want(201)
		placing := c.placing(run, 0)["id"].(string)
		for _, path := range []string{"/result-runs/" + run.ID(), "/result-runs/" + run.ID() + "/placings", "/placings/" + placing, "/placings/" + placing + "/explanation", "/stages/" + c.stage + "/result-runs"} {
			public.Get(path).Refused(401, "token_missing")
			clerk.Get(path).Refused(404, "not_found")
			c.judges[0].Get(path).Refused(404, "not_found")
		}
		public.Get("/events/"+c.event+"/result-list").Refused(404, "not_found")
		if got := public.Get("/publications?count=exact&event=" + c.event).Want(200).Text("total"); got != "0" {
			t.Errorf("%s publications are counted", got)
		}
		p := c.publish(run, "").Want(201)
		public.Get("/events/" + c.event + "/result-list").Want(200)
		for _, path := range []string{"/result-runs/" + run.ID(), "/placings/" + placing} { // the list is public, the marks are not
			public.Get(path).Refused(401, "token_missing")
			clerk.Get(path).Refused(404, "not_found")
		}
		for _, hidden := range []string{"W-", "per_", "ent_", "2003-03-04", run.ID()} {
			if list := public.Get("/publications/" + p.ID() + "/list").Want(200); bytes.Contains(list.Raw, []byte(hidden)) {
				t.Errorf("the public list holds %q: %s", hidden, list.Raw)
			}
		}
	})
}

func TestAPublishedListIsServedFrozenWithItsETag(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 4, 3, false)
		for i, p := range []string{"80.00", "75.00", "70.00", "50.00"} {
			c.mark(i, p)
		}
		p := c.publish(c.compute().Want(201), "").Want(201)
		public := h.Public()
		list := public.Get("/events/" + c.event + "/result-list").Want(200)
		if got := list.Header.Get("Cache-Control"); got != "public, max-age=2, stale-while-revalidate=30" {
			t.Errorf("it is cached as %q", got)
		}
		for _, known := range []string{list.ETag(), "W/" + list.ETag(), `"other", ` + list.ETag(), "*"} {
			same := public.Do("GET", "/publications/"+p.ID()+"/list", nil, "If-None-Match", known).Want(304)
			if len(same.Raw) != 0 || same.ETag() != list.ETag() {
				t.Errorf("304 has a body, or another ETag: %q %q", same.Raw, same.ETag())
			}
		}
		public.Do("GET", "/publications/"+p.ID()+"/list", nil, "If-None-Match", `"other"`).Want(200)

		r := httptest.NewRequest("GET", "/v1/publications/"+p.ID()+"/list", nil)
		r.Header.Set("Accept-Encoding", "br, gzip;q=0.8")
		packed := h.Send(r)
		z, err := gzip.NewReader(bytes.NewReader(packed.Raw))
		if err != nil {
			t.Fatal(err)
		}
		if text, _ := io.ReadAll(z); !bytes.Equal(text, list.Raw) || packed.ETag() == list.ETag() || packed.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("the packed list is another, or shares its strong ETag %s", packed.ETag())
		}
		if head := public.Do("HEAD", "/publications/"+p.ID()+"/list", nil); head.Status != 200 || len(head.Raw) != 0 || head.ETag() != list.ETag() {
			t.Errorf("HEAD is answered %d with %d bytes", head.Status, len(head.Raw))
		}
		page := public.Get("/publications/" + p.ID() + "/list/1").Want(200)
		if page.Text("rows.3.position") != "4" || page.Text("page") != "1" || page.Text("pages") != "1" {
			t.Errorf("the first page is %s", page.Raw)
		}
		public.Get("/publications/"+p.ID()+"/list/2").Refused(404, "not_found")
		if csv := public.Get("/publications/" + p.ID() + "/csv").Want(200); !strings.HasPrefix(string(csv.Raw), "\ufeffposition,rank,") || strings.Count(string(csv.Raw), "\n") != 5 {
			t.Errorf("the table is %q", csv.Raw)
		}
		html := string(public.Get("/publications/" + p.ID() + "/html").Want(200).Raw)
		for _, shown := range []string{p.Text("digest"), p.Text("result_digest"), "选手00", "金牌"} {
			if !strings.Contains(html, shown) {
				t.Errorf("the printed list does not show %q", shown)
			}
		}
		if got := public.Get("/publications/" + p.ID() + "/list").Want(200); fmt.Sprint(got.Text("rows.0.rank"), got.Text("rows.0.award"), got.Text("rows.0.scale_score")) == "" {
			t.Errorf("the first row is %s", got.Raw)
		}
	})
}

func TestALaterPublicationSupersedesTheEarlierOneWhichStaysReadable(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 3, 3, false)
		for i, p := range []string{"80.00", "75.00", "70.00"} {
			c.mark(i, p)
		}
		one := c.compute().Want(201)
		first := c.publish(one, "").Want(201)
		before := h.Public().Get("/publications/" + first.ID() + "/list").Want(200)
		c.publish(one, "again").Refused(412, "revision_stale")

		path := "/mark-sheets/" + c.sheets[c.pieces[2]]
		c.chief.Post(path+"/reopening", object{"reason": "appeal granted"}, "If-Match", c.chief.Get(path).Want(200).ETag()).Want(200)
		c.compute().Refused(409, "results_incomplete")
		c.judges[1].Do("PUT", path+"/marks/"+c.aspect, object{"observed": object{"kind": "points", "points": "90.00"}, "reason": "counted again"}, "If-Match", `"1"`).Want(200)
		c.lock(path, c.judges[1].Post(path+"/submissions", object{"part": "panel"}, "Idempotency-Key", "submission-again").Want(200).ETag())
		two := c.compute().Want(201)
		c.publish(two, " ").Refused(422, "note_required")
		second := c.publish(two, "E1 was counted again").Want(201)
		if second.Text("version") != "2" || second.Text("note") == "" {
			t.Errorf("the second is %s", second.Raw)
		}

		old := h.Public().Get("/publications/" + first.ID()).Want(200)
		if old.Text("status") != "superseded" || old.Text("superseded_by_id") != second.ID() {
			t.Errorf("the first is not marked: %s", old.Raw)
		}
		after := h.Public().Get("/publications/" + first.ID() + "/list").Want(200)
		if !bytes.Equal(before.Raw, after.Raw) || after.ETag() != before.ETag() {
			t.Error("published bytes have changed")
		}
		if link := after.Header.Get("Link"); !strings.Contains(link, second.ID()) || !strings.Contains(link, "successor-version") {
			t.Errorf("the first does not point to the second: %q", link)
		}
		if now := h.Public().Get("/events/" + c.event + "/result-list").Want(200); now.Text("publication_id") != second.ID() || now.Text("rows.0.competitors.0") != "选手02" {
			t.Errorf("the event still shows the first: %s", now.Raw)
		}
		if run := c.admin.Get("/result-runs/" + one.ID()).Want(200); run.Text("status") != "superseded" {
			t.Errorf("the first run is %s", run.Text("status"))
		}
		for _, table := range []string{"snapshots", "run_inputs", "placings"} {
			if err := h.Exec("delete from " + table); err == nil {
				t.Errorf("the database let rows of %s vanish", table)
			}
		}
	})
}

func TestARunWhoseInputsHaveChangedIsNotPublished(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 3, 3, false)
		for i, p := range []string{"80.00", "75.00", "70.00"} {
			c.mark(i, p)
		}
		run := c.compute().Want(201)
		path := "/mark-sheets/" + c.sheets[c.pieces[0]]
		c.chief.Post(path+"/reopening", object{"reason": "a mark is missing"}, "If-Match", c.chief.Get(path).Want(200).ETag()).Want(200)
		c.publish(run, "").Refused(409, "inputs_changed")
		act(c.admin, c.entries[0], "disqualification", object{"code": "safety", "reason": "removed a guard"}, 5).Want(200)
		c.publish(run, "").Refused(409, "inputs_changed")
		again := c.compute().Want(201)
		c.publish(run, "").Refused(412, "revision_stale") // the later run superseded it
		if out := c.placing(again, 0); out["standing"] != "disqualified" || out["rank"] != nil {
			t.Errorf("a disqualified entry has no rank: %v", out)
		}
		p := c.publish(again, "").Want(201)
		if list := h.Public().Get("/publications/" + p.ID() + "/list").Want(200); strings.Contains(string(list.Raw), "选手00") {
			t.Errorf("the disqualified stands on the public list: %s", list.Raw)
		}
	})
}

func TestATieOnAnAwardLineWaitsForTheOrganiser(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "national_students", 10, 5, true)
		for i, p := range []string{"90.00", "90.00", "85.00", "80.00", "75.00", "70.00", "65.00", "60.00", "55.00", "50.00"} {
			c.mark(i, p)
		}
		run := c.compute().Want(201)
		if run.Text("ties.0.award") != "first" || run.Text("ties.0.resolution") != "ask" || run.Text("ties.0.free") != "1" {
			t.Fatalf("two share rank 1 for one first prize: %s", run.Raw)
		}
		c.publish(run, "").Refused(409, "tie_undecided")
		decide := func(i int, award, tag string) *apptest.Answer {
			return c.admin.Do("PUT", "/placings/"+c.placing(run, i)["id"].(string)+"/award", object{"award": award, "reason": "the jury's vote"}, "If-Match", tag)
		}
		decide(0, "gold", `"1"`).Refused(422, "award_unknown")
		decide(0, "first", `"1"`).Want(200)
		decide(0, "second", `"1"`).Refused(412, "revision_stale")
		c.publish(run, "").Refused(409, "tie_undecided")
		decided := decide(1, "second", `"1"`).Want(200)
		if decided.Text("proposed_award") != "none" || decided.Text("award") != "second" || decided.Text("decision.reason") == "" {
			t.Errorf("proposal and decision are both kept: %s", decided.Raw)
		}
		p := c.publish(run, "").Want(201)
		decide(2, "first", `"1"`).Refused(409, "run_not_current")
		if list := h.Public().Get("/publications/" + p.ID() + "/list").Want(200); list.Text("rows.0.award")+list.Text("rows.1.award") != "firstsecond" && list.Text("rows.0.award")+list.Text("rows.1.award") != "secondfirst" {
			t.Errorf("the decisions do not stand on the list: %s", list.Raw)
		}

		file := c.admin.Post("/result-runs/"+run.ID()+"/exports", nil).Want(200)
		v, err := results.VerifyExport(bytes.NewReader(file.Raw), int64(len(file.Raw)), p.Text("result_digest"))
		if err != nil || len(v.Problems) > 0 || len(v.Decisions) != 2 {
			t.Errorf("the export does not come to the published digest: %v %v", err, v)
		}
		if bytes.Contains(file.Raw, []byte("选手")) {
			t.Error("the export holds names")
		}
	})
}

func TestOfTwoOrganisersWhoPublishAtOnceOneSucceeds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 3, 3, false)
		for i, p := range []string{"80.00", "75.00", "70.00"} {
			c.mark(i, p)
		}
		run := c.compute().Want(201)
		var both sync.WaitGroup
		statuses := make([]int, 6)
		for i := range statuses {
			both.Go(func() {
				statuses[i] = c.admin.Post("/result-runs/"+run.ID()+"/publications", object{}, "If-Match", run.ETag(), "Idempotency-Key", fmt.Sprint("publication-", i)).Status
			})
		}
		both.Wait()
		published := 0
		for _, s := range statuses {
			if s == 201 {
				published++
			} else if s != 412 {
				t.Errorf("a late publisher was answered %d", s)
			}
		}
		if published != 1 {
			t.Errorf("it was published %d times", published)
		}
	})
}

func TestAnExplanationLeadsFromTheMarksToTheAward(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 5, 3, false)
		for i, p := range []string{"80.00", "75.00", "70.00", "65.00", "60.00"} {
			c.mark(i, p)
		}
		run := c.compute().Want(201)
		e := c.chief.Get("/placings/" + c.placing(run, 0)["id"].(string) + "/explanation").Want(200)
		for path, want := range map[string]string{
			"criteria.0.sub_criteria.0.aspects.0.observed.0.points": "80.00", "criteria.0.points": "80.00", "total.rounded": "80.00",
			"keys.0.name": "total", "scale.middle": "70.00", "scale.dispersion": "5.00", "placing.rank": "1", "award.award": "gold",
			"scale.formula": "round(700 + 30 × (80.00 − 70.00) / (1.4826 × 5.00)) = 740", "scale.score": "740",
		} {
			if got := e.Text(path); got != want {
				t.Errorf("%s is %q, want %q", path, got, want)
			}
		}
	})
}

func TestTheDemoSeasonIsPlayedThroughTheAPI(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		season, admin := h.Season()
		current := h.Public().Get("/events/" + season.Event + "/result-list").Want(200)
		if current.Text("version") != "2" || current.Text("rows.0.award") != "gold" || len(current.Text("rows.6.position")) == 0 || current.Text("rows.7.position") != "" {
			t.Errorf("seven of nine entries are ranked, in the second version: %s", current.Raw)
		}
		var all struct {
			Items []struct {
				ID           string
				Status       string
				ResultRunID  string `json:"result_run_id"`
				ResultDigest string `json:"result_digest"`
			}
		}
		h.Public().Get("/publications").Want(200).Into(&all)
		if len(all.Items) != 3 {
			t.Fatalf("there are %d publications", len(all.Items))
		}
		for _, p := range all.Items {
			file := admin.Post("/result-runs/"+p.ResultRunID+"/exports", nil).Want(200)
			v, err := results.VerifyExport(bytes.NewReader(file.Raw), int64(len(file.Raw)), p.ResultDigest)
			if err != nil || len(v.Problems) > 0 {
				t.Errorf("%s does not verify: %v %v", p.ID, err, v.Problems)
			}
			h.Public().Get("/publications/" + p.ID + "/list").Want(200)
		}
		cancelled := admin.Get("/editions?q=" + "第46届世界技能大赛&status=cancelled").Want(200)
		if cancelled.Text("items.0.status_reason") == "" {
			t.Errorf("the cancelled 46th has its reason: %s", cancelled.Raw)
		}
		judge := h.SignIn("judge.teachers.1", apptest.Password)
		if todo := items(judge.Get("/me/mark-sheets?to_do=true&stage=" + season.ToMark).Want(200)); len(todo) == 0 {
			t.Error("the judge of the teachers' contest has nothing to do")
		}
		if scheme := admin.Get("/events/" + season.Event + "/stages").Want(200); scheme.Text("items.0.id") != "" {
			var schemes struct{ Items []struct{ ID string } }
			admin.Get("/stages/" + scheme.Text("items.0.id") + "/marking-schemes").Want(200).Into(&schemes)
			whole := admin.Get("/marking-schemes/" + schemes.Items[0].ID).Want(200)
			measurement, judgement := 0, 0
			for _, c := range decode(whole)["criteria"].([]any) {
				if c.(object)["letter"] == "E" {
					measurement, judgement = count(c.(object))
				}
			}
			if whole.Text("total") != "100.00" || measurement != 30 || judgement != 2 {
				t.Errorf("module E has %d measurement and %d judgement aspects of %s", measurement, judgement, whole.Text("total"))
			}
		}
	})
}

func decode(a *apptest.Answer) (o object) {
	_ = json.Unmarshal(a.Raw, &o) // the caller held it against the contract
	return o
}

// count counts the aspects of a criterion that are measured and judged.
func count(criterion object) (measurement, judgement int) {
	for _, s := range criterion["sub_criteria"].([]any) {
		for _, a := range s.(object)["aspects"].([]any) {
			if a.(object)["definition"].(object)["kind"] == "judgement" {
				judgement++
			} else {
				measurement++
			}
		}
	}
	return measurement, judgement
}
