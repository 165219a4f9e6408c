package registration

import (
	"testing"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
)

func ptr[T any](v T) *T { return &v }

// numbered ids, so that examples can name people and schools.
func one[T id.Noun](n byte) id.ID[T] { return id.ID[T]{15: n} }

func TestTheAgeLimitIsThatOfTheDateTheDayOrTheYear(t *testing.T) {
	onDay := func(leap programmes.LeapBirthday, day string) programmes.AgeRule {
		return programmes.AgeRule{Limit: 21, Basis: "on_day", MonthDay: ptr(day), LeapDay: leap}
	}
	for _, c := range []struct {
		rule programmes.AgeRule
		year int
		born string
		old  bool
	}{
		{programmes.AgeRule{Limit: 21, Basis: "on_date", Date: ptr("2020-11-01")}, 2020, "1998-11-02", false},
		{programmes.AgeRule{Limit: 21, Basis: "on_date", Date: ptr("2020-11-01")}, 2020, "1998-11-01", true},
		{onDay("", "11-01"), 2020, "1998-11-02", false},
		{onDay("", "11-01"), 2020, "1998-11-01", true},
		{onDay("", "11-01"), 2021, "1998-11-02", true},
		{onDay("", "02-28"), 2022, "2000-02-29", false},                    // 22 on 1 March 2022
		{onDay("", "03-01"), 2022, "2000-02-29", true},                     //
		{onDay(programmes.March1, "02-28"), 2022, "2000-02-29", false},     //
		{onDay(programmes.February28, "02-28"), 2022, "2000-02-29", true},  // 22 on 28 February 2022
		{onDay(programmes.February28, "02-27"), 2022, "2000-02-29", false}, //
		{onDay(programmes.February28, "02-28"), 2024, "2002-02-29", false}, // 2024 has its 29 February
		{programmes.AgeRule{Limit: 22, Basis: "in_year"}, 2021, "1999-12-31", false},
		{programmes.AgeRule{Limit: 22, Basis: "in_year"}, 2021, "1998-12-31", true},
	} {
		s := Setting{Edition: programmes.Edition{Year: c.year}, Rules: programmes.RegistrationRules{Age: &c.rule}}
		if age := s.ageRule().age(c.year, c.born); (age > c.rule.Limit) != c.old {
			t.Errorf("%s %v, born %s: %d years", c.rule.Basis, s.ageRule().on(c.year), c.born, age)
		}
	}
}

// mixed is a team of two schools with an instructor of a third.
func mixed() (Setting, Entry, organizations.Organization, Candidates) {
	s := Setting{
		Edition: programmes.Edition{Year: 2021}, Event: programmes.Event{ID: one[programmes.Event](1), TeamMin: 2, TeamMax: 3},
		Rules: programmes.RegistrationRules{
			CrossOrganization: true, InstructorsPerEntry: 1, InstructorsOwnOrganization: true, EntriesPerInstructor: 2, OneEventPerEdition: true,
			Age: &programmes.AgeRule{Limit: 22, Basis: "in_year"}, PastPrizes: &programmes.PastPrizeRule{Awards: []string{"first"}},
		},
	}
	e := Entry{Event: s.Event.ID, Organization: one[organizations.Organization](1)}
	c := Candidates{People: map[id.ID[people.Person]]people.Person{}}
	for n, role := range []Role{Competitor, Competitor, Instructor} {
		p := people.Person{ID: one[people.Person](byte(n + 1)), BirthDate: "2002-01-01", Organization: one[organizations.Organization](byte(n + 1))}
		e.Members, c.People[p.ID] = append(e.Members, Member{Person: p.ID, Role: role}), p
	}
	return s, e, organizations.Organization{Status: organizations.Active}, c
}

// against lists the rules that did not pass.
func against(r Report) (rules []RuleName) {
	for _, c := range r.Checks {
		if !c.Passed() {
			rules = append(rules, c.Rule)
		}
	}
	return rules
}

func TestInstructorsAreFromTheCompetitorsSchoolsAndHaveSoManyEntries(t *testing.T) {
	s, e, o, c := mixed()
	if got := against(s.Report(e, o, c, nil)); len(got) != 1 || got[0] != InstructorsOwn {
		t.Errorf("an instructor of a third school: %v", got)
	}
	coach := e.Members[2].Person
	p := c.People[coach]
	p.Organization = one[organizations.Organization](2) // the second competitor's
	c.People[coach] = p
	c.Instructing = map[id.ID[people.Person]]int{coach: 1}
	if got := against(s.Report(e, o, c, nil)); got != nil {
		t.Errorf("an instructor of the second school, with one entry beside: %v", got)
	}
	c.Instructing[coach] = 2
	if got := against(s.Report(e, o, c, nil)); len(got) != 1 || got[0] != EntriesPerInstructor {
		t.Errorf("a third entry: %v", got)
	}
	s.Rules.CrossOrganization = false
	if r := s.Report(e, o, c, nil); against(r)[0] != OwnOrganization || len(r.Reasons()) != 3 {
		t.Errorf("a mixed team where the event does not allow one: %v %v", against(r), r.Reasons())
	}
}

func TestAnOverrideStandsForWhatItWasGivenForAndNothingElse(t *testing.T) {
	s, e, o, c := mixed()
	s.Rules.InstructorsOwnOrganization = false
	first, second := e.Members[0].Person, e.Members[1].Person
	grow := func(p id.ID[people.Person]) { old := c.People[p]; old.BirthDate = "1990-01-01"; c.People[p] = old }
	grow(first)
	r := s.Report(e, o, c, nil)
	var given Override
	for _, check := range r.Checks {
		if check.Rule == Age {
			given = Override{Rule: Age, Covers: []string{check.open()[0].key()}}
		}
	}
	if r = s.Report(e, o, c, []Override{given}); len(r.Reasons()) != 0 {
		t.Errorf("it does not stand: %v", r.Reasons())
	}
	grow(second)
	if r = s.Report(e, o, c, []Override{given}); len(r.Reasons()) != 1 || r.Reasons()[0].Pointer != "/members/1" {
		t.Errorf("it lets somebody else through: %v", r.Reasons())
	}
	e.Members = e.Members[:1] // one competitor: another rule
	if got := against(s.Report(e, o, c, []Override{given})); len(got) != 1 || got[0] != TeamSize {
		t.Errorf("it stands for another rule: %v", got)
	}
}

func TestWhoWonOrCompetesElsewhereIsRefusedAndAnInstructorIsNot(t *testing.T) {
	s, e, o, c := mixed()
	s.Rules.InstructorsOwnOrganization = false
	coach := e.Members[2].Person
	c.Prizes = []Prize{{Year: 2020, Award: "first", Competitors: []id.ID[people.Person]{coach}}}
	c.Elsewhere = map[id.ID[people.Person]]id.ID[programmes.Event]{coach: one[programmes.Event](2)}
	if got := against(s.Report(e, o, c, nil)); got != nil {
		t.Errorf("the instructor is held against %v", got)
	}
	winner := e.Members[0].Person
	c.Prizes[0].Competitors, c.Elsewhere[winner] = []id.ID[people.Person]{coach, winner}, c.Elsewhere[coach]
	codes := map[fault.Code]bool{}
	for _, reason := range s.Report(e, o, c, nil).Reasons() {
		codes[reason.Code] = true
	}
	if len(codes) != 2 || !codes[fault.WonBefore] || !codes[fault.CompetesElsewhere] {
		t.Errorf("the winner is refused for %v", codes)
	}
}
