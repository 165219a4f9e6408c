package httpapi_test

import (
	"fmt"

	"github.com/saichang/saichang/internal/apptest"
)

// train gives the organization a recognised base with staff and a squad in the edition that takes
// entries, a base of which only an application is there, and an earlier squad to seed from.
func (w *world) train(admin *apptest.Caller) {
	w.ids["squad_id"], w.ids["base_id"] = w.squad(admin, w.open)
	person := w.clerk.Post("/people", map[string]any{"name": "李伟二", "birth_date": "1999-03-04", "organization_id": w.ids["organization_id"]}).Want(201).ID()
	w.ids["trainee_id"] = w.clerk.Post("/squads/"+w.ids["squad_id"]+"/trainees", map[string]any{"person_id": person}).Want(201).ID()
	coach := w.Somebody(admin, "coach", "", "")
	w.coach = coach
	assigned := w.clerk.Post("/bases/"+w.ids["base_id"]+"/staff", map[string]any{"function": "coach", "account_id": coach.ID, "from_date": "2020-09-01"}).Want(201)
	w.ids["staff_assignment_id"] = assigned.ID()
	w.ids["applied"] = w.clerk.Post("/events/"+w.ids["event_id"]+"/bases", map[string]any{"organization_id": w.ids["organization_id"], "statement": "a workshop"}).Want(201).ID()
	w.ids["event_beside"] = w.eventIn(admin, w.ids["open_edition_id"], "18")
	w.ids["beside"] = w.recognised(admin, w.ids["event_beside"])
	w.ids["event_earlier"] = w.eventIn(admin, w.ids["edition_id"], "18")
	w.ids["earlier"], _ = w.squad(admin, w.ids["event_earlier"])
}

func (w *world) eventIn(admin *apptest.Caller, edition, number string) string {
	return admin.Post("/editions/"+edition+"/events", map[string]any{"number": number, "name": map[string]any{"en": "Electronics"}}).Want(201).ID()
}

// recognised is a base of the organization that an expert has evaluated.
func (w *world) recognised(admin *apptest.Caller, event string) string {
	base := w.clerk.Post("/events/"+event+"/bases", map[string]any{"organization_id": w.ids["organization_id"], "statement": "a workshop"}).Want(201).ID()
	w.evaluate(base)
	admin.Post("/bases/"+base+"/decisions", map[string]any{"verdict": "recognised"}, "If-Match", `"1"`).Want(200)
	return base
}

// evaluate is done by a program: no account has to be made for it.
func (w *world) evaluate(base string) {
	program := w.token("bases.evaluate", "")
	program.Post("/bases/"+base+"/evaluations", map[string]any{"recommends": true, "text": "well equipped"}).Want(201)
}

func (w *world) squad(admin *apptest.Caller, event string) (squad, base string) {
	base = w.recognised(admin, event)
	return w.clerk.Post("/bases/"+base+"/squads", map[string]any{"most": 10}).Want(201).ID(), base
}

// edge leads from the stage that is marked to the one after it.
func (w world) edge() map[string]any {
	return map[string]any{
		"to_stage_id": w.ids["stage_drafted"], "places": 1, "ties": "ask", "substitution": "none",
		"weights": []any{map[string]any{"stage_id": w.sheet.Stage, "weight": "1"}},
	}
}

// training is what a valid request about bases and squads needs beside the contract's example.
func (w world) training(operation string, c *call) {
	squad, trainee := "/squads/"+w.ids["squad_id"], w.ids["trainee_id"]
	match := func(tag string) { c.headers["If-Match"] = tag }
	switch operation {
	case "createStageEdge":
		c.path = "/stages/" + w.sheet.Stage + "/edges"
		c.body = w.edge()
	case "approveAbsence":
		c.path, c.body = "/stages/"+w.sheet.Stage+"/approved-absences", map[string]any{"entry_id": w.sheet.Entry, "reason": "in hospital"}
	case "confirmAdvancement":
		match(`"1"`)
		digest := w.admin.Get("/stage-edges/" + w.ids["stage_edge_id"] + "/proposal").Want(200).Text("digest")
		c.body = map[string]any{"digest": digest, "chosen_entry_ids": []string{}, "reason": nil}
	case "applyForBase":
		c.by, c.path = w.clerk, "/events/"+w.events[1]+"/bases"
		c.body = map[string]any{"organization_id": w.ids["organization_id"], "statement": "a workshop"}
	case "evaluateBase":
		c.by, c.path = w.evaluator, "/bases/"+w.ids["applied"]+"/evaluations"
	case "decideBase":
		c.body = map[string]any{"verdict": "removed", "reason": "the workshop has burnt down"}
		match(`"2"`)
	case "inspectBase":
		match(`"2"`)
	case "publishBaseOrder":
		c.path, c.body = "/events/"+w.open+"/base-order", map[string]any{"base_ids": []string{w.ids["base_id"]}}
		match(`"0"`)
	case "createSquad":
		c.path = "/bases/" + w.ids["beside"] + "/squads"
	case "assignStaff":
		c.body = map[string]any{"function": "expert", "account_id": w.ids["account_id"], "from_date": "2020-09-01"}
	case "findJudges", "findStaff":
		c.path += "?q=somebody"
	case "endStaffAssignment":
		match(`"1"`)
	case "reassignStaff":
		c.body = map[string]any{"base_id": w.ids["beside"], "from_date": "2021-05-01"}
		match(`"1"`)
	case "replaceTrainingPlan":
		c.by = w.clerk
		match(`"1"`)
	case "selectTrainee":
		c.body = map[string]any{"person_id": w.ids["person_id"]}
	case "seedSquad":
		c.body = map[string]any{"from_squad_id": w.ids["earlier"]}
	case "moveTrainee":
		match(`"1"`)
	case "insureTrainee":
		c.by = w.clerk
		match(`"1"`)
	case "writeTrainingLog", "keepAttendance", "recordAssessment":
		c.by, c.path = w.coach, squad+map[string]string{"writeTrainingLog": "/log", "keepAttendance": "/attendance", "recordAssessment": "/assessments"}[operation]
		switch operation {
		case "keepAttendance":
			c.body = map[string]any{"days": []any{map[string]any{"trainee_id": trainee, "attended_date": "2020-09-01", "presence": "present"}}}
		case "recordAssessment":
			c.body = map[string]any{"name": "Autumn mock", "held_date": "2020-09-01", "results": []any{map[string]any{"trainee_id": trainee, "points": "81.25"}}}
		}
	case "nominateTrainees":
		for i, to := range []string{"training", "advanced"} {
			w.admin.Post("/trainees/"+trainee+"/moves", map[string]any{"to": to}, "If-Match", fmt.Sprintf(`"%d"`, i+1)).Want(200)
		}
		c.by, c.headers["Idempotency-Key"] = w.clerk, "nomination-1"
		c.body = map[string]any{"members": []any{map[string]any{"trainee_id": trainee, "as": "competitor"}}}
	}
}
