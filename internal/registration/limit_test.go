package registration

import (
	"maps"
	"slices"
	"testing"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
)

func TestWhatAPlaceIsCountedBy(t *testing.T) {
	xuhui, event, school, ningbo := "310104", id.ID[programmes.Event]{1}, id.ID[organizations.Organization]{2}, id.ID[Delegation]{3}
	placed := Place{event, "中职", school, &ningbo, &xuhui}
	nowhere := Place{Event: event, Organization: school}
	always := []Per{PerTotal, PerEvent, PerOrganization, PerOrganizationAndEvent}
	for per, want := range map[Per]string{
		PerTotal: "", PerEvent: event.String(), PerOrganization: school.String(), PerOrganizationAndEvent: school.String() + " " + event.String(),
		PerDistrict: "310104", PerDistrictAndEvent: "310104 " + event.String(), PerDelegation: ningbo.String(), PerDelegationAndEvent: ningbo.String() + " " + event.String(),
		PerGroup: "中职", PerOrganizationAndGroup: school.String() + " 中职", PerDistrictAndGroup: "310104 中职", PerDelegationAndGroup: ningbo.String() + " 中职",
	} {
		if got, counts := per.Counted(placed); !counts || got != want {
			t.Errorf("per %s: %q, want %q", per, got, want)
		}
		if _, counts := per.Counted(nowhere); counts != slices.Contains(always, per) {
			t.Errorf("per %s counts what is of no district, delegation or group: %v", per, counts)
		}
	}
}

func TestAQuotaOfAGroupCountsNoOtherGroupAndNothingThatIsOfNone(t *testing.T) {
	secondary := "中职"
	s := Setting{Event: programmes.Event{Group: secondary}}
	quotas := []Quota{
		{Per: PerTotal, Unit: Entries, Group: &secondary, Most: 1}, {Per: PerGroup, Unit: Entries, Most: 2}, {Per: PerOrganization, Unit: Entries, Most: 3},
	}
	for group, want := range map[string]map[int]string{
		"中职": {1: "中职", 2: "中职", 3: ""}, "高职": {2: "高职", 3: ""}, "": {3: ""},
	} {
		s.Event.Group = group
		got := map[int]string{}
		for _, l := range s.Limits(quotas, s.place(Entry{}), Size{Entries: 1}) {
			got[l.Most] = l.Group
		}
		if !maps.Equal(got, want) {
			t.Errorf("of group %q the limits are %v, want %v", group, got, want)
		}
	}
}

func TestAQuotaIsNarrowedToADistrictWithAllThatLiesInIt(t *testing.T) {
	shanghai, xuhui, ningbo := "31", "310104", "330200"
	q := Quota{Per: PerTotal, District: &shanghai}
	for district, want := range map[*string]bool{&xuhui: true, &ningbo: false, nil: false} {
		if _, got := q.Counted(Place{District: district}); got != want {
			t.Errorf("%v is limited: %v", district, got)
		}
	}
}

func TestTheLimitThatBindsEndsFirstForTheSmallestTeam(t *testing.T) {
	setting := Setting{Event: programmes.Event{TeamMin: 3, TeamMax: 5}}
	limits := setting.binding([]Limit{
		{Unit: Entries, Most: 4, Used: 1},       // three more entries
		{Unit: Competitors, Most: 20, Used: 13}, // seven competitors are two teams
		{Unit: Instructors, Most: 1, Used: 1},   // nobody needs an instructor
		{Unit: Entries, Most: 2, Used: 0},       // two more entries
	})
	for i, want := range []bool{false, true, false, true} {
		if limits[i].Binds != want {
			t.Errorf("limit %d binds: %v", i, limits[i].Binds)
		}
	}
}

func TestTheDelegationOfAnEntryIsTheOnlyOneOrTheOneThatIsNamed(t *testing.T) {
	one, two, other := Delegation{ID: id.ID[Delegation]{1}}, Delegation{ID: id.ID[Delegation]{2}}, id.ID[Delegation]{3}
	if d, err := choose(nil, nil); d != nil || err != nil {
		t.Errorf("of none: %v, %v", d, err)
	}
	if d, err := choose([]Delegation{one}, nil); err != nil || d.ID != one.ID {
		t.Errorf("of one: %v, %v", d, err)
	}
	if _, err := choose([]Delegation{one, two}, nil); err == nil {
		t.Error("one of two was guessed")
	}
	if d, err := choose([]Delegation{one, two}, &two.ID); err != nil || d.ID != two.ID {
		t.Errorf("the one that is named: %v, %v", d, err)
	}
	if _, err := choose([]Delegation{one, two}, &other); err == nil {
		t.Error("somebody else's delegation was taken")
	}
}
