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

// again is a team of teachers of 2021 by number, under rules that have nothing against it, and
// the team of 1, 2, 3 and 4 that won before, with the course.
func again(teachers ...byte) (Setting, Entry, organizations.Organization, Candidates) {
	s := Setting{
		Edition: programmes.Edition{Year: 2021, Programme: one[programmes.Programme](1)},
		Event:   programmes.Event{ID: one[programmes.Event](2), TeamMin: 1, TeamMax: 9, Group: "中职"},
		Rules:   programmes.RegistrationRules{ReservesPerEntry: 1},
	}
	e := Entry{Event: s.Event.ID, Organization: one[organizations.Organization](1), Course: ptr("语文")}
	c := Candidates{People: map[id.ID[people.Person]]people.Person{}}
	for _, n := range teachers {
		p := people.Person{ID: one[people.Person](n), BirthDate: "1985-01-01", Organization: e.Organization}
		e.Members, c.People[p.ID] = append(e.Members, Member{Person: p.ID, Role: Competitor}), p
	}
	won := Prize{
		Entry: one[Entry](1), Event: one[programmes.Event](1), Group: "中职", Programme: s.Edition.Programme, Year: 2020, Award: "first",
		Organization: e.Organization, Course: ptr("语文"),
	}
	for n := range byte(4) {
		won.Competitors = append(won.Competitors, one[people.Person](n+1))
	}
	c.Prizes = []Prize{won}
	return s, e, organizations.Organization{Status: organizations.Active}, c
}

// codes are those of all reasons, in their order.
func codes(r Report) (all []fault.Code) {
	for _, reason := range r.Reasons() {
		all = append(all, reason.Code)
	}
	return all
}

func TestEveryTeacherOfATeamWithAFirstPrizeIsBarred(t *testing.T) {
	s, e, o, c := again(1, 2, 3, 4, 5)
	s.Rules.PastPrizes = &programmes.PastPrizeRule{Awards: []string{"first"}}
	r := s.Report(e, o, c, nil)
	if reasons := r.Reasons(); len(reasons) != 4 || reasons[3].Code != fault.WonBefore || reasons[3].Pointer != "/members/3" || reasons[0].Params["year"] != "2020" {
		t.Errorf("of five the four who won are barred, and it says %v", reasons)
	}
}

func TestTheSchoolOfATeamWithAFirstPrizeIsBarredFromTheSameCourseOrMajor(t *testing.T) {
	web := people.Major{Catalogue: "2021", Level: "secondary", Code: "710205"}
	other := web
	other.Catalogue = "2010"
	for says, given := range map[string]struct {
		change func(e *Entry, won *Prize)
		want   []fault.Code
	}{
		"the same course":                       {func(*Entry, *Prize) {}, []fault.Code{fault.SchoolWonBefore}},
		"the same course, by other letters":     {func(e *Entry, won *Prize) { e.Course, won.Course = ptr("PYTHON"), ptr("Python") }, []fault.Code{fault.SchoolWonBefore}},
		"another course":                        {func(e *Entry, _ *Prize) { e.Course = ptr("数学") }, nil},
		"another school":                        {func(_ *Entry, won *Prize) { won.Organization = one[organizations.Organization](2) }, nil},
		"a second prize":                        {func(_ *Entry, won *Prize) { won.Award = "second" }, nil},
		"the same major":                        {func(e *Entry, won *Prize) { e.Course, e.Major, won.Major = nil, &web, ptr(web) }, []fault.Code{fault.SchoolWonBefore}},
		"the same code in another catalogue":    {func(e *Entry, won *Prize) { e.Course, e.Major, won.Major = nil, &web, &other }, nil},
		"another course of the same major":      {func(e *Entry, won *Prize) { e.Course, e.Major, won.Major = ptr("网站"), &web, &web }, []fault.Code{fault.SchoolWonBefore}},
		"neither a course nor a major is named": {func(e *Entry, _ *Prize) { e.Course = nil }, []fault.Code{fault.CourseMissing}},
		"the entry that won named neither":      {func(_ *Entry, won *Prize) { won.Course = nil }, nil},
	} {
		s, e, o, c := again(5, 6)
		s.Rules.PastSchools = &programmes.PastPrizeRule{Awards: []string{"first"}}
		given.change(&e, &c.Prizes[0])
		if got := codes(s.Report(e, o, c, nil)); !slices.Equal(got, given.want) {
			t.Errorf("%s: %v, want %v", says, got, given.want)
		}
	}
}

func TestAPrizeCountsByItsLevelItsProgrammeItsGroupAndItsYear(t *testing.T) {
	for says, given := range map[string]struct {
		rule   programmes.PastPrizeRule
		change func(won *Prize)
		counts bool
	}{
		"any year":                       {programmes.PastPrizeRule{}, func(won *Prize) { won.Year = 1999 }, true},
		"two years back":                 {programmes.PastPrizeRule{YearsBack: 2}, func(won *Prize) { won.Year = 2019 }, true},
		"three years back":               {programmes.PastPrizeRule{YearsBack: 2}, func(won *Prize) { won.Year = 2018 }, false},
		"of another programme":           {programmes.PastPrizeRule{}, func(won *Prize) { won.Programme = one[programmes.Programme](9) }, false},
		"of another programme, wherever": {programmes.PastPrizeRule{AnyProgramme: true}, func(won *Prize) { won.Programme = one[programmes.Programme](9) }, true},
		"of another group":               {programmes.PastPrizeRule{SameGroupOnly: true}, func(won *Prize) { won.Group = "高职" }, false},
		"of another group, wherever":     {programmes.PastPrizeRule{}, func(won *Prize) { won.Group = "高职" }, true},
		"of another level":               {programmes.PastPrizeRule{}, func(won *Prize) { won.Award = "third" }, false},
	} {
		s, _, _, c := again()
		given.rule.Awards = []string{"first"}
		given.change(&c.Prizes[0])
		if counts := len(s.count(given.rule, c.Prizes)) > 0; counts != given.counts {
			t.Errorf("%s: counts %v", says, counts)
		}
	}
}

func TestATeamWithASecondPrizeKeepsAtMostTwoAndAddsANewOne(t *testing.T) {
	keep, add := fault.TeamKeepsTooMany, fault.TeamAddsTooFew
	for _, given := range []struct {
		says  string
		team  []byte
		roles map[int]Role
		want  []fault.Code
	}{
		{"nobody of the team", []byte{5, 6, 7}, nil, nil},
		{"two and a new one", []byte{1, 2, 5}, nil, nil},
		{"two and two new ones", []byte{3, 4, 5, 6}, nil, nil},
		{"two alone", []byte{1, 2}, nil, []fault.Code{add}},
		{"three and a new one", []byte{1, 2, 3, 5}, nil, []fault.Code{keep, keep, keep}},
		{"the whole team as it was", []byte{1, 2, 3, 4}, nil, []fault.Code{keep, keep, keep, keep, add}},
		{"two, and the third as a reserve", []byte{1, 2, 5, 3}, map[int]Role{3: Reserve}, []fault.Code{keep, keep, keep}},
		{"two, and the new one as a reserve", []byte{1, 2, 5}, map[int]Role{2: Reserve}, []fault.Code{add}},
		{"two and a new one, led by the third", []byte{1, 2, 5, 3}, map[int]Role{3: Leader}, nil},
	} {
		s, e, o, c := again(given.team...)
		for i, role := range given.roles {
			e.Members[i].Role = role
		}
		s.Rules.PastTeams = &programmes.PastTeamRule{PastPrizeRule: programmes.PastPrizeRule{Awards: []string{"second"}}, KeepAtMost: 2, AddAtLeast: 1}
		if got := codes(s.Report(e, o, c, nil)); got != nil {
			t.Errorf("%s, of a team with a first prize: %v", given.says, got)
		}
		c.Prizes[0].Award = "second"
		if got := codes(s.Report(e, o, c, nil)); !slices.Equal(got, given.want) {
			t.Errorf("%s: %v, want %v", given.says, got, given.want)
		}
		c.Prizes[0].Competitors = c.Prizes[0].Competitors[:1]
		if got := codes(s.Report(e, o, c, nil)); got != nil {
			t.Errorf("%s, where one teacher won alone: %v", given.says, got)
		}
	}
}

func TestAnOverrideForAPastTeamOrCourseStandsForNoOther(t *testing.T) {
	s, e, o, c := again(1, 2, 3, 5)
	c.Prizes[0].Award = "second"
	c.Prizes = append(c.Prizes, Prize{Award: "second", Programme: s.Edition.Programme, Organization: e.Organization, Course: ptr("数学")})
	rule := programmes.PastPrizeRule{Awards: []string{"second"}}
	s.Rules.PastSchools, s.Rules.PastTeams = &rule, &programmes.PastTeamRule{PastPrizeRule: rule, KeepAtMost: 2, AddAtLeast: 1}
	var given []Override
	for _, check := range s.Report(e, o, c, nil).Checks {
		o := Override{Rule: check.Rule}
		for _, f := range check.open() {
			o.Covers = append(o.Covers, f.key())
		}
		given = append(given, o)
	}
	if got := codes(s.Report(e, o, c, given)); got != nil {
		t.Errorf("they do not stand: %v", got)
	}
	e.Course = ptr("数学")
	if got := codes(s.Report(e, o, c, given)); !slices.Equal(got, []fault.Code{fault.SchoolWonBefore}) {
		t.Errorf("with another course that the school has won with: %v", got)
	}
	e.Course = ptr("英语")
	e.Members = append(e.Members, Member{Person: one[people.Person](4), Role: Competitor})
	c.People[one[people.Person](4)] = people.Person{ID: one[people.Person](4), Organization: e.Organization}
	if got := codes(s.Report(e, o, c, given)); !slices.Equal(got, []fault.Code{fault.TeamKeepsTooMany}) {
		t.Errorf("with the fourth of the team: %v", got)
	}
}
