package registration

import (
	"fmt"
	"strconv"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
)

// Candidates is what is known of the members of an entry when it is submitted.
type Candidates struct {
	People    map[id.ID[people.Person]]people.Person
	Elsewhere map[id.ID[people.Person]]id.ID[programmes.Event] // where they compete already

	Unconsented map[id.ID[people.Person]]bool // children whose guardians have not consented
}

// Reasons lists everything that the rules have against an entry, all at once.
func (s Setting) Reasons(e Entry, o organizations.Organization, c Candidates) []fault.Detail {
	var reasons []fault.Detail
	if o.Status != organizations.Active {
		reasons = append(reasons, fault.OrganizationClosed.Detail().At("/organization_id"))
	}
	reasons = append(reasons, s.sizeReasons(e.Members)...)
	for i, m := range e.Members {
		at := fmt.Sprintf("/members/%d", i)
		p, there := c.People[m.Person]
		if !there { // merged or erased since
			reasons = append(reasons, fault.ReferenceMissing.Detail("what", "person").At(at+"/person_id"))
			continue
		}
		reasons = append(reasons, s.memberReasons(at, m.Role, e, p, c)...)
	}
	return reasons
}

// sizeReasons holds the numbers of an entry's members against the rules.
func (s Setting) sizeReasons(members []Member) []fault.Detail {
	var reasons []fault.Detail
	have := map[Role]int{}
	for _, m := range members {
		have[m.Role]++
	}
	if n := have[Competitor]; n < s.Event.TeamMin || n > s.Event.TeamMax {
		reasons = append(reasons, fault.TeamSizeWrong.Detail("min", s.Event.TeamMin, "max", s.Event.TeamMax, "have", n).At("/members"))
	}
	if n, most := have[Reserve], s.Rules.ReservesPerEntry; n > most {
		reasons = append(reasons, fault.TooManyReserves.Detail("most", most, "have", n).At("/members"))
	}
	if n, most := have[Instructor], s.Rules.InstructorsPerEntry; n > most {
		reasons = append(reasons, fault.TooManyInstructors.Detail("most", most, "have", n).At("/members"))
	}
	return reasons
}

// memberReasons holds one member against the rules. Instructors and leaders have no age limit.
func (s Setting) memberReasons(at string, role Role, e Entry, p people.Person, c Candidates) []fault.Detail {
	var reasons []fault.Detail
	if p.Organization != e.Organization && !s.Rules.CrossOrganization {
		reasons = append(reasons, fault.MemberOfAnother.Detail().At(at))
	}
	if c.Unconsented[p.ID] {
		reasons = append(reasons, fault.ConsentMissing.Detail("age", people.ConsentAge).At(at))
	}
	if !role.Competes() {
		return reasons
	}
	if rule := s.ageRule(); rule != nil {
		if age, on := ageUnder(*rule, s.Edition.Year, p.BirthDate); age > rule.Limit {
			reasons = append(reasons, fault.MemberTooOld.Detail("limit", rule.Limit, "basis", rule.Basis, "on", on).At(at))
		}
	}
	if event, competes := c.Elsewhere[p.ID]; competes && s.Rules.OneEventPerEdition {
		reasons = append(reasons, fault.CompetesElsewhere.Detail("event", event.String()).At(at))
	}
	return reasons
}

// ageRule is the rule set's, with the limit of the event if that has its own.
func (s Setting) ageRule() *programmes.AgeRule {
	switch {
	case s.Event.AgeLimit == nil:
		return s.Rules.Age
	case s.Rules.Age == nil:
		return &programmes.AgeRule{Limit: *s.Event.AgeLimit, Basis: "in_year"}
	}
	rule := *s.Rules.Age
	rule.Limit = *s.Event.AgeLimit
	return &rule
}

// ageUnder is the age that a rule looks at, and when: the one reached in the edition's year,
// or the one on the rule's date. Both are dates as they stand in documents: no time zone.
func ageUnder(rule programmes.AgeRule, year int, birth string) (age int, on string) {
	if rule.Basis == "on_date" {
		return ageOn(*rule.Date, birth), *rule.Date
	}
	return year - yearOf(birth), strconv.Itoa(year)
}

// ageOn is the age in whole years on a date. Who was born on 29 February is a year older from
// 1 March on in a common year: month and day are compared as they are written.
func ageOn(date, birth string) int {
	age := yearOf(date) - yearOf(birth)
	if date[4:] < birth[4:] {
		age--
	}
	return age
}

// yearOf reads the year of a date YYYY-MM-DD that was checked when it was entered.
func yearOf(date string) int {
	year, _ := strconv.Atoi(date[:4])
	return year
}
