package registration

import (
	"slices"
	"testing"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
)

func TestAFiveYearStudentIsOfTheSecondaryGroupForThreeYears(t *testing.T) {
	rule := programmes.StudyGroups{Secondary: "中职", Higher: "高职"}
	for _, c := range []struct {
		says  string
		study people.Enrolment
		on    string
		want  []string
	}{
		{"the third year ends", people.Enrolment{Years: ptr(5), EntryYear: ptr(2018)}, "2021-08-31", []string{"中职"}},
		{"the fourth year begins", people.Enrolment{Years: ptr(5), EntryYear: ptr(2018)}, "2021-09-01", []string{"高职"}},
		{"the level of the major does not matter", people.Enrolment{Years: ptr(5), EntryYear: ptr(2018), Major: &people.Major{Level: "associate"}}, "2021-06-15", []string{"中职"}},
		{"five years without a beginning", people.Enrolment{Years: ptr(5), Major: &people.Major{Level: "associate"}}, "2021-06-15", nil},
		{"three years at a secondary school", people.Enrolment{Years: ptr(3), Major: &people.Major{Level: "secondary"}}, "2021-06-15", []string{"中职"}},
		{"three years at a college", people.Enrolment{Years: ptr(3), Major: &people.Major{Level: "associate"}}, "2021-06-15", []string{"高职"}},
		{"a technician school", people.Enrolment{Major: &people.Major{Level: "technician"}}, "2021-06-15", []string{"中职", "高职"}},
		{"no major", people.Enrolment{Years: ptr(3)}, "2021-06-15", nil},
		{"left the day before", people.Enrolment{Major: &people.Major{Level: "secondary"}, Period: people.Period{Until: ptr("2021-06-14")}}, "2021-06-15", nil},
		{"on the last day", people.Enrolment{Major: &people.Major{Level: "secondary"}, Period: people.Period{Until: ptr("2021-06-15")}}, "2021-06-15", []string{"中职"}},
	} {
		if got := (Past{Enrolments: []people.Enrolment{c.study}}).groups(rule, c.on); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.says, got, c.want)
		}
	}
}

func TestTheGroupOfAnEventHoldsItsStudents(t *testing.T) {
	s, e, o, c := mixed()
	s.Rules = programmes.RegistrationRules{CrossOrganization: true, InstructorsPerEntry: 1, StudyGroups: &programmes.StudyGroups{Secondary: "中职", Higher: "高职"}}
	s.Edition.StartsDate = ptr("2021-06-15")
	studies := func(entry int) Past { return Past{Enrolments: []people.Enrolment{{Years: ptr(5), EntryYear: &entry}}} }
	c.Pasts = map[id.ID[people.Person]]Past{e.Members[0].Person: studies(2018), e.Members[1].Person: studies(2017)}
	s.Event.Group = "中职"
	if r := s.Report(e, o, c, nil).Reasons(); len(r) != 1 || r[0].Code != fault.MemberOfOtherGroup || r[0].Pointer != "/members/1" {
		t.Errorf("a student of the fourth year: %v", r)
	}
	s.Event.Group = "高职"
	if r := s.Report(e, o, c, nil).Reasons(); len(r) != 1 || r[0].Pointer != "/members/0" {
		t.Errorf("a student of the third year: %v", r)
	}
	delete(c.Pasts, e.Members[0].Person)
	if r := s.Report(e, o, c, nil).Reasons(); len(r) != 1 || r[0].Code != fault.EnrolmentUnknown {
		t.Errorf("nothing is known of the first: %v", r)
	}
	s.Event.Group = "教师"
	if r := s.Report(e, o, c, nil).Reasons(); r != nil {
		t.Errorf("another group: %v", r)
	}
}

func TestAnInstructorWhoWorksAtTheSchoolOnTheFirstDayIsItsOwn(t *testing.T) {
	s, e, o, c := mixed()
	s.Edition.StartsDate = ptr("2021-06-15")
	works := func(at byte, from, until string) {
		c.Pasts = map[id.ID[people.Person]]Past{e.Members[2].Person: {Employments: []people.Employment{{
			Organization: one[organizations.Organization](at), Kind: "part_time", Period: people.Period{From: &from, Until: &until},
		}}}}
	}
	for says, given := range map[string]struct {
		at          byte
		from, until string
		own         bool
	}{
		"part time, on the last day":  {1, "2020-09-01", "2021-06-15", true},
		"part time, on the first day": {2, "2021-06-15", "2022-06-15", true},
		"until the day before":        {1, "2020-09-01", "2021-06-14", false},
		"from the day after":          {1, "2021-06-16", "2022-06-14", false},
		"at a fourth school":          {4, "2020-09-01", "2022-06-14", false},
	} {
		works(given.at, given.from, given.until)
		if got := against(s.Report(e, o, c, nil)); slices.Contains(got, InstructorsOwn) == given.own {
			t.Errorf("%s: %v", says, got)
		}
	}
	works(1, "2020-09-01", "2021-06-15")
	s.Rules.CrossOrganization = false
	if r := s.Report(e, o, c, nil).Reasons(); len(r) != 1 || r[0].Pointer != "/members/1" { // the second competitor only
		t.Errorf("teams of one school: %v", r)
	}
}

func TestHalfOfATeamIsDualQualifiedWhereTheRulesSay(t *testing.T) {
	s, e, o, c := mixed()
	s.Rules = programmes.RegistrationRules{CrossOrganization: true, InstructorsPerEntry: 1, DualQualifiedPercent: 50}
	s.Edition.StartsDate, s.Event.TeamMax = ptr("2021-06-15"), 4
	e.Members[2].Role = Competitor // a team of three
	c.Pasts = map[id.ID[people.Person]]Past{}
	qualified := func(n int, until *string) {
		c.Pasts[e.Members[n].Person] = Past{Employments: []people.Employment{{DualQualified: true, Period: people.Period{Until: until}}}}
	}
	qualified(0, nil)
	qualified(1, ptr("2021-06-14"))
	if r := s.Report(e, o, c, nil).Reasons(); len(r) != 1 || r[0].Code != fault.TooFewDualQualified || r[0].Params["have"] != 1 || r[0].Params["of"] != 3 {
		t.Errorf("one of three, and one who was before: %v", r)
	}
	qualified(1, nil)
	if r := s.Report(e, o, c, nil).Reasons(); r != nil {
		t.Errorf("two of three: %v", r)
	}
	s.Rules.DualQualifiedPercent = 67
	if r := s.Report(e, o, c, nil).Reasons(); len(r) != 1 {
		t.Errorf("two of three are less than 67 %%: %v", r)
	}
}
