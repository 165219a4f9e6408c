package scenarios_test

import (
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

// next opens another stage and has the last one lead to it.
func (c *contest) next(places int, ties string, weights ...object) (stage, edge string) {
	c.T.Helper()
	stage = c.admin.Post("/events/"+c.event+"/stages", object{"name": object{"zh-CN": "下一次考核"}}).Want(201).ID()
	edge = c.admin.Post("/stages/"+c.stage+"/edges", object{
		"to_stage_id": stage, "places": places, "ties": ties, "substitution": "none", "weights": weights,
	}).Want(201).ID()
	return stage, edge
}

func weight(stage, w string) object { return object{"stage_id": stage, "weight": w} }

// fates are the fates of a proposal's lines, in their order.
func fates(p *apptest.Answer) string {
	var all []string
	for _, l := range listed(p, "lines") {
		all = append(all, l.(object)["fate"].(string))
	}
	return strings.Join(all, " ")
}

func listed(a *apptest.Answer, name string) []any {
	all := map[string]any{}
	a.Into(&all)
	list, _ := all[name].([]any)
	return list
}

// Rules 29 and 31, and the assessments of a squad: 5 → 3 → 1.
func TestWhoAdvancesIsProposedConfirmedAndHasAPieceInTheNextStage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		c := newContest(h, "worldskills", 5, 1, false)
		first := c.stage
		second, edge := c.next(3, "ask", weight(first, "1"))
		path := "/stage-edges/" + edge
		c.admin.Get(path+"/proposal").Refused(409, "stage_not_computed")
		c.admin.Post("/stages/"+first+"/edges", object{"to_stage_id": second, "places": 1, "ties": "ask", "substitution": "none", "weights": []object{weight(first, "0.5")}}).
			Refused(422, "weights_wrong")
		for i, points := range []string{"90.00", "85.00", "80.00", "80.00", "10.00"} {
			c.mark(i, points)
		}
		c.compute().Want(201)
		p := c.admin.Get(path + "/proposal").Want(200)
		if got := fates(p); got != "advances advances undecided undecided stays" || p.Text("free") != "1" {
			t.Fatalf("%s: %s", got, p.Raw)
		}
		confirm := func(chosen []string, reason any, digest string) *apptest.Answer {
			return c.admin.Post(path+"/confirmation", object{"digest": digest, "chosen_entry_ids": chosen, "reason": reason}, "If-Match", p.ETag())
		}
		confirm([]string{}, nil, p.Text("digest")).Refused(422, "choice_wrong")
		confirm([]string{c.entries[4]}, "x", p.Text("digest")).Refused(422, "choice_wrong")
		confirm([]string{c.entries[3]}, nil, p.Text("digest")).Refused(422, "reason_required")
		confirm([]string{c.entries[3]}, "抽签", strings.Repeat("0", 64)).Refused(409, "inputs_changed")
		done := confirm([]string{c.entries[3]}, "抽签", p.Text("digest")).Want(200)
		if done.Text("pieces_created") != "3" || done.Text("stage_edge.advanced") != "3" {
			t.Errorf("not three went on: %s", done.Raw)
		}
		if again := c.admin.Post("/stages/"+second+"/pieces", nil).Want(200); again.Text("total") != "3" {
			t.Errorf("who stayed behind has a piece: %s", again.Raw)
		}
		c.stage = second
		c.finishes(first, second)
	})
}

// finishes marks the second stage, at which one of the three is excused, and cuts at 1.
func (c *contest) finishes(first, second string) {
	c.T.Helper()
	_, edge := c.next(1, "tie_break", weight(first, "0.3"), weight(second, "0.7"))
	if got := items(c.admin.Get("/stages/" + second + "/edges").Want(200)); len(got) != 2 {
		c.T.Errorf("the event has %d edges", len(got))
	}
	c.admin.Post("/stages/"+second+"/approved-absences", object{"entry_id": c.entries[0], "reason": "住院"}).Want(201)
	c.admin.Post("/stages/"+second+"/approved-absences", object{"entry_id": c.entries[0], "reason": "住院"}).Refused(409, "already_exists")
	now := c.admin.Get("/entries/" + c.entries[0]).Want(200)
	c.admin.Post("/entries/"+c.entries[0]+"/absence", nil, "If-Match", now.ETag()).Want(200)
	c.sheets = map[string]string{}
	c.open()
	c.mark(1, "70.00")
	c.mark(3, "90.00")
	c.compute().Want(201)
	p := c.admin.Get("/stage-edges/" + edge + "/proposal").Want(200)
	if got := fates(p); got != "advances stays no_total" || p.Text("lines.0.entry_id") != c.entries[3] || p.Text("lines.0.total") != "87.00" {
		c.T.Errorf("%s: %s", got, p.Raw)
	}
}
