package scenarios_test

import (
	"strings"
	"testing"

	"github.com/saichang/saichang/internal/apptest"
)

func TestATraineeInTwoSquadsOfAnEditionIsNotMergedAndOneWhoLeftIs(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		squad := b.clerk.Post("/bases/"+b.base+"/squads", object{"most": 5}).Want(201).ID()
		one, same := person(b.clerk, b.school, "李伟", "2002-03-04"), person(b.clerk, b.school, "李伟", "2002-03-04")
		enrol := func(p string) string {
			return b.clerk.Post("/squads/"+squad+"/trainees", object{"person_id": p}).Want(201).ID()
		}
		kept, left := enrol(one), enrol(same)
		delegation := b.admin.Post("/editions/"+b.edition+"/delegations", object{
			"kind": "district", "name": object{"zh-CN": "徐汇"}, "organization_ids": []string{b.school}, "leader_id": same,
		}).Want(201).ID()
		merge := func() *apptest.Answer { return b.admin.Post("/people/"+one+"/merges", object{"duplicate_id": same}) }
		refused := merge().Refused(409, "merge_refused")
		if refused.Text("errors.0.code") != "both_in_squads" || refused.Text("errors.0.params.edition") != b.edition {
			t.Errorf("it is not said why: %s", refused.Raw)
		}
		moved(b.clerk, left, "重复录入", "withdrawn")
		merged := merge().Want(201)
		b.clerk.Post("/squads/"+squad+"/trainees", object{"person_id": same}).Refused(422, "reference_missing")
		if got := b.admin.Get("/delegations/" + delegation).Want(200).Text("leader_id"); got != one {
			t.Errorf("the delegation is led by %s", got)
		}
		data := b.admin.Get("/people/" + one + "/data").Want(200)
		if !strings.Contains(string(data.Raw), kept) || !strings.Contains(string(data.Raw), `"reason":"重复录入"`) ||
			data.Text("functions.0.on_id") != delegation || data.Text("functions.0.function") != "delegation_leader" {
			t.Errorf("the data are not all: %s", data.Raw)
		}
		if got := b.admin.Post("/people/"+one+"/erasure", object{"reason": "asked_by_person"}).Refused(409, "person_in_use"); got.Text("errors.0.params.trainee") != kept {
			t.Errorf("it is not said which trainee: %s", got.Raw)
		}
		b.admin.Post("/merges/"+merged.ID()+"/undo", nil).Want(200)
		if got := b.admin.Get("/trainees/" + left).Want(200).Text("person_id"); got != same {
			t.Errorf("the trainee did not go back: %s", got)
		}
		b.admin.Post("/people/"+same+"/erasure", object{"reason": "entered_by_mistake"}).Want(200)
		if strings.Contains(rowsOf(h, "trainees"), "重复录入") || b.admin.Get("/delegations/"+delegation).Want(200).Text("leader_id") == same {
			t.Error("an erased person is still spoken of")
		}
	})
}

func TestWhatNamesAMergedSchoolStaysWithIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, h *apptest.House) {
		b := newBased(h)
		delegation := b.admin.Post("/editions/"+b.edition+"/delegations", object{
			"kind": "district", "name": object{"zh-CN": "徐汇"}, "organization_ids": []string{b.school},
		}).Want(201).ID()
		quota := b.admin.Post("/editions/"+b.edition+"/quotas", object{"per": "organization", "organization_id": b.school, "most": 1}).Want(201).ID()
		held := draft(b.clerk, b.event, b.school, person(b.clerk, b.school, "甲", "2002-03-04"))
		act(b.clerk, held, "submission", nil, 1).Want(200)
		waits := draft(b.clerk, b.event, b.school, person(b.clerk, b.school, "乙", "2002-03-04"))
		survivor := b.admin.Post("/organizations", object{"name": object{"zh-CN": "合并后的学校"}, "kind": "school"}).Want(201).ID()
		old := b.admin.Get("/organizations/" + b.school).Want(200)
		b.admin.Post("/organizations/"+b.school+"/merger", object{"into_id": survivor, "date": "2020-08-31", "reason": "合并"}, "If-Match", old.ETag()).Want(200)

		if got := b.admin.Get("/delegations/" + delegation).Want(200); got.Text("organization_ids.0") != b.school {
			t.Errorf("the delegation became %s", got.Raw)
		}
		if got := b.admin.Get("/editions/" + b.edition + "/quotas?organization=" + b.school).Want(200); got.Text("items.0.id") != quota {
			t.Errorf("the quota became %s", got.Raw)
		}
		if got := b.admin.Get("/bases/" + b.base).Want(200); got.Text("status") != "recognised" || got.Text("organization_id") != b.school {
			t.Errorf("the base became %s", got.Raw)
		}
		if got := b.admin.Get("/entries/" + held).Want(200); got.Text("status") != "submitted" || got.Text("delegation_id") != delegation {
			t.Errorf("the entry became %s", got.Raw)
		}
		act(b.clerk, waits, "submission", nil, 1).Refused(422, "entry_not_eligible") // the school is closed
		clerk := h.Somebody(b.admin, "survivor", "registrar", survivor)
		for _, name := range []string{"丙", "丁"} { // the quota is another school's
			e := draft(clerk, b.event, survivor, person(clerk, survivor, name, "2002-03-04"))
			if got := act(clerk, e, "submission", nil, 1).Want(200); got.Text("delegation_id") == delegation {
				t.Errorf("the other school came into the delegation: %s", got.Raw)
			}
		}
	})
}
