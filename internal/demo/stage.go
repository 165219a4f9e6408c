package demo

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
)

// stage is one stage that is being marked.
type stage struct {
	*story
	id, event string
	chief     client
	judges    []client
	scheme    answer
	makers    map[string]string // piece code → who made it: marks follow the maker
}

// stageOf finds an event's first stage.
func (s *story) stageOf(event string, chief client, judges ...client) *stage {
	return &stage{
		story: s, id: s.admin.get("/events/"+event+"/stages").text("items", 0, "id"), event: event, chief: chief, judges: judges,
		makers: map[string]string{},
	}
}

// prepare writes the scheme, imports the CIS tables into it, seats the panel, locks, and opens
// the sheets.
func (g *stage) prepare(content object, tables ...[]byte) {
	scheme := g.chief.post("/stages/"+g.id+"/marking-schemes", object{"title": content["title"]})
	path := "/marking-schemes/" + scheme.id()
	scheme = g.chief.put(path, content, scheme)
	for _, table := range tables {
		scheme = g.chief.act(path+"/imports", table, scheme)
	}
	panel := g.chief.post("/stages/"+g.id+"/panels", object{"name": "第一裁判组"}).id()
	for _, j := range g.judges {
		g.chief.post("/panels/"+panel+"/judges", object{"account_id": j.id})
	}
	g.scheme = g.chief.get(path)
	var codes list
	for _, form := range g.forms() {
		codes = append(codes, form.text("code"))
	}
	scheme = g.chief.put(path+"/assignments", object{"assignments": list{object{"panel_id": panel, "sub_criteria": codes}}}, scheme)
	scheme = g.chief.act(path+"/validation", nil, scheme)
	g.chief.act(path+"/lock", nil, scheme)
	g.admin.post("/stages/"+g.id+"/pieces", nil)
	for _, p := range g.admin.get("/stages/" + g.id + "/pieces?limit=200").items() {
		g.makers[p.text("code")] = p.text("name")
	}
	g.chief.post("/stages/"+g.id+"/mark-sheets", nil)
}

// forms are the sub-criteria of the scheme.
func (g *stage) forms() (all []answer) {
	criteria, _ := g.scheme.at("criteria").([]any)
	for _, c := range criteria {
		subs, _ := answer{body: c}.at("sub_criteria").([]any)
		for _, s := range subs {
			all = append(all, answer{body: s})
		}
	}
	return all
}

// sheets are those of a stage in a state, all pages, in the order of makers and forms.
func (g *stage) sheets(status string) (all []answer) {
	cursor := ""
	for {
		page := g.chief.get("/stages/" + g.id + "/mark-sheets?limit=200&status=" + status + cursor)
		all = append(all, page.items()...)
		if page.text("next_cursor") == "" {
			slices.SortFunc(all, func(a, b answer) int {
				return strings.Compare(g.makers[a.text("piece_code")]+a.text("sub_criterion"), g.makers[b.text("piece_code")]+b.text("sub_criterion"))
			})
			return all
		}
		cursor = "&cursor=" + page.text("next_cursor")
	}
}

// mark has the judges mark sheets and submit them.
func (g *stage) mark(sheets []answer) {
	for i, sheet := range sheets {
		for _, form := range g.forms() {
			if form.text("code") == sheet.text("sub_criterion") {
				g.markOne(sheet, form)
			}
		}
		if (i+1)%50 == 0 {
			g.say("  %d of %d sheets are marked", i+1, len(sheets))
		}
	}
}

func (g *stage) markOne(sheet, form answer) {
	path := "/mark-sheets/" + sheet.id()
	maker := g.makers[sheet.text("piece_code")]
	able := ability(maker)
	aspects, _ := form.at("aspects").([]any)
	together, alone := list{}, make([]list, len(g.judges))
	for _, x := range aspects {
		a := answer{body: x}
		r := chance(maker, form.text("code"), a.text("description"), a.text("extra"))
		switch kind := a.text("definition", "kind"); kind {
		case "judgement", "judge_points":
			for i, seen := range g.scores(a, kind, able, r) {
				alone[i] = append(alone[i], object{"aspect_id": a.id(), "observed": seen, "expected_revision": 0})
			}
		default:
			seen, reason := measured(a, able, r)
			together = append(together, object{"aspect_id": a.id(), "observed": seen, "reason": reason, "expected_revision": 0})
		}
	}
	if len(together) > 0 {
		g.judges[0].do("PUT", path+"/marks", object{"marks": together}, "")
		g.judges[0].post(path+"/submissions", object{"part": "panel"})
	}
	for i, marks := range alone {
		if len(marks) > 0 {
			g.judges[i].do("PUT", path+"/marks", object{"marks": marks}, "")
			g.judges[i].post(path+"/submissions", object{"part": "own"})
		}
	}
}

// chance is the same every time for the same words.
func chance(words ...string) *rand.Rand {
	h := fnv.New64a()
	for _, w := range words {
		_, _ = h.Write([]byte(w + "\x00")) // a hash never fails
	}
	return rand.New(rand.NewPCG(46, h.Sum64()))
}

// ability is how good a maker is.
func ability(maker string) float64 { return 0.6 + 0.38*chance(maker).Float64() }

// measured is what the panel sees of an aspect, with the reason for a deduction.
func measured(a answer, able float64, r *rand.Rand) (object, string) {
	good := r.Float64() < able
	switch a.text("definition", "kind") {
	case "stepped_deduction":
		if good {
			return object{"kind": "occurrences", "occurrences": 0}, ""
		}
		return object{"kind": "occurrences", "occurrences": 1}, "one state is missing"
	default:
		if good {
			return object{"kind": "achieved", "achieved": true}, ""
		}
		return object{"kind": "achieved", "achieved": false}, "not as the test project describes"
	}
}

// scores are what the judges give, one each. Judgement scores differ by at most one.
func (g *stage) scores(a answer, kind string, able float64, r *rand.Rand) (all []object) {
	base := able + 0.1*(r.Float64()-0.5)
	for range g.judges {
		if kind == "judgement" {
			score := int(base * 3.4)
			if r.Float64() < 0.3 && score < 3 {
				score++
			}
			all = append(all, object{"kind": "score", "score": min(score, 3)})
			continue
		}
		var most float64
		_, _ = fmt.Sscan(a.text("definition", "max"), &most) // a decimal of the contract
		points := most * min(1, base+0.08*(r.Float64()-0.5))
		all = append(all, object{"kind": "points", "points": fmt.Sprintf("%.1f", points)})
	}
	return all
}

// sign has the chief judge sign and lock every submitted sheet.
func (g *stage) sign() {
	for _, sheet := range g.sheets("submitted") {
		path := "/mark-sheets/" + sheet.id()
		signed := g.chief.act(path+"/signatures", nil, g.chief.get(path))
		g.chief.act(path+"/lock", nil, signed)
	}
}

// compute computes the stage.
func (g *stage) compute() answer { return g.admin.post("/stages/"+g.id+"/result-runs", nil) }

// publish publishes a run.
func (g *stage) publish(run answer, note string) answer {
	return g.admin.act("/result-runs/"+run.id()+"/publications", object{"note": note}, run)
}

// correct opens one locked sheet again, changes a mark, and locks it.
func (g *stage) correct(reason string) {
	for _, sheet := range g.sheets("locked") {
		path := "/mark-sheets/" + sheet.id()
		for _, m := range g.chief.get(path + "/marks").items() {
			if m.at("observed", "achieved") != false {
				continue
			}
			g.chief.act(path+"/reopening", object{"reason": reason}, g.chief.get(path))
			mark := path + "/marks/" + m.text("aspect_id")
			g.judges[0].put(mark, object{"observed": object{"kind": "achieved", "achieved": true}}, g.judges[0].get(mark))
			for _, p := range sheet.at("parts").([]any) {
				part := answer{body: p}
				who, own := g.judges[0], "panel"
				if part.text("part") == "judge" {
					own = "own"
					for _, j := range g.judges {
						if j.id == part.text("judge_id") {
							who = j
						}
					}
				}
				who.post(path+"/submissions", object{"part": own})
			}
			g.sign()
			return
		}
	}
}

// aspects writes aspects of one kind, their maxima parted by spaces.
func aspects(kind, maxima string, names ...string) (all list) {
	for i, most := range strings.Fields(maxima) {
		a := object{"description": names[i%len(names)], "section": "", "definition": object{"kind": kind, "max": most}}
		if kind == "judge_points" {
			a["definition"].(object)["drop_highest"], a["definition"].(object)["drop_lowest"] = 1, 1
		}
		if kind == "judgement" {
			a["descriptors"] = list{"低于行业标准", "达到行业标准", "高于行业标准", "优秀"}
		}
		all = append(all, a)
	}
	return all
}

func subCriterion(code, name string, day int, aspects ...list) object {
	var all list
	for _, some := range aspects {
		all = append(all, some...)
	}
	return object{"code": code, "name": name, "day": day, "aspects": all}
}
