package registration

import (
	"fmt"
	"slices"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
)

// RuleName is a rule that entries are held against. It is part of the contract.
type RuleName string

// The rules, in the order of a report.
const (
	OrganizationActive   RuleName = "organization_active"
	MembersKnown         RuleName = "members_known"
	GuardianConsent      RuleName = "guardian_consent"
	TeamSize             RuleName = "team_size"
	ReservesRule         RuleName = "reserves"
	InstructorsRule      RuleName = "instructors"
	OwnOrganization      RuleName = "own_organization"
	InstructorsOwn       RuleName = "instructors_own_organization"
	EntriesPerInstructor RuleName = "entries_per_instructor"
	Age                  RuleName = "age"
	MinimumAge           RuleName = "minimum_age"
	OneEvent             RuleName = "one_event_per_edition"
	PastPrizes           RuleName = "past_prizes"
	StudyGroup           RuleName = "study_group"
	PastSchools          RuleName = "past_schools"
	PastTeams            RuleName = "past_teams"
	DualQualified        RuleName = "dual_qualified"
)

// Candidates is what is known of the members of an entry when it is held against the rules.
type Candidates struct {
	People      map[id.ID[people.Person]]people.Person           // those who were not merged or erased since
	Unconsented map[id.ID[people.Person]]bool                    // children whose guardians have not consented
	Elsewhere   map[id.ID[people.Person]]id.ID[programmes.Event] // where they compete already
	Instructing map[id.ID[people.Person]]int                     // other submitted entries of the event that they instruct
	Prizes      []Prize                                          // that they or the organization won in events that this one succeeds, the latest last
	Pasts       map[id.ID[people.Person]]Past                    // where they study and work
}

// Finding is one thing that a rule has against an entry.
type Finding struct {
	fault.Detail
	Person id.ID[people.Person] // whom it is about; zero: the entry as a whole
}

// key tells findings apart, so that an override stands for what it was given for, and for
// nothing that comes later.
func (f Finding) key() string {
	if f.Person.IsZero() {
		return fmt.Sprint(f.Code, " ", f.Params["have"])
	}
	return string(f.Code) + " " + f.Person.String()
}

// Check is one rule held against an entry. Chinese and English say what the rule wants.
type Check struct {
	Rule             RuleName
	Chinese, English string
	Params           fault.Params
	Against          []Finding
	Overrides        []Override // those that were given for this rule
}

// open are the findings that no override stands for.
func (c Check) open() (left []Finding) {
	covered := map[string]bool{}
	for _, o := range c.Overrides {
		for _, key := range o.Covers {
			covered[key] = true
		}
	}
	for _, f := range c.Against {
		if !covered[f.key()] {
			left = append(left, f)
		}
	}
	return left
}

// overridable reports a rule of the competition: nobody lets an entry through what the law wants,
// or enters somebody who is no longer there.
func (r RuleName) overridable() bool { return r != GuardianConsent && r != MembersKnown }

// Passed reports whether the rule lets the entry through, perhaps by override.
func (c Check) Passed() bool { return len(c.open()) == 0 }

// Report holds every rule that applies against an entry.
type Report struct {
	Entry   id.ID[Entry]
	Event   id.ID[programmes.Event]
	RuleSet id.ID[programmes.RuleSet]
	Checks  []Check
}

// Reasons lists everything that keeps the entry out, all at once.
func (r Report) Reasons() (reasons []fault.Detail) {
	for _, c := range r.Checks {
		for _, f := range c.open() {
			reasons = append(reasons, f.Detail)
		}
	}
	return reasons
}

// Report evaluates every rule that the entry's event has.
func (s Setting) Report(e Entry, o organizations.Organization, c Candidates, overrides []Override) Report {
	r := Report{Entry: e.ID, Event: e.Event, RuleSet: s.Event.RuleSet}
	r.Checks = append(r.Checks, activeCheck(o))
	r.Checks = append(r.Checks, s.sizeChecks(e.Members)...)
	r.Checks = append(r.Checks, s.memberChecks(e, c)...)
	if s.Rules.PastSchools != nil {
		r.Checks = append(r.Checks, s.pastSchoolCheck(e, c.Prizes))
	}
	if s.Rules.PastTeams != nil {
		r.Checks = append(r.Checks, s.pastTeamCheck(e, c.Prizes))
	}
	if s.Rules.DualQualifiedPercent > 0 {
		r.Checks = append(r.Checks, s.dualQualifiedCheck(e.Members, c))
	}
	for i, check := range r.Checks {
		for _, given := range overrides {
			if given.Rule == check.Rule {
				r.Checks[i].Overrides = append(r.Checks[i].Overrides, given)
			}
		}
	}
	return r
}

func activeCheck(o organizations.Organization) Check {
	c := Check{Rule: OrganizationActive, Chinese: "报名机构应为启用状态。", English: "The organization is active."}
	if o.Status != organizations.Active {
		c.Against = append(c.Against, Finding{Detail: fault.OrganizationClosed.Detail().At("/organization_id")})
	}
	return c
}

// sizeChecks hold the numbers of an entry's members against the rules.
func (s Setting) sizeChecks(members []Member) []Check {
	have := map[Role]int{}
	for _, m := range members {
		have[m.Role]++
	}
	least, most := s.Event.TeamMin, s.Event.TeamMax
	size := Check{
		Rule: TeamSize, Params: fault.Params{"min": least, "max": most, "have": have[Competitor]},
		Chinese: fmt.Sprintf("参赛选手 %d 至 %d 人。", least, most), English: fmt.Sprintf("%d to %d competitors.", least, most),
	}
	if n := have[Competitor]; n < least || n > most {
		size.Against = []Finding{{Detail: fault.TeamSizeWrong.Detail("min", least, "max", most, "have", n).At("/members")}}
	}
	atMost := func(rule RuleName, code fault.Code, role Role, most int, chinese, english string) Check {
		c := Check{
			Rule: rule, Params: fault.Params{"most": most, "have": have[role]},
			Chinese: fmt.Sprintf("%s最多 %d 人。", chinese, most), English: fmt.Sprintf("At most %d %s.", most, english),
		}
		if n := have[role]; n > most {
			c.Against = []Finding{{Detail: code.Detail("most", most, "have", n).At("/members")}}
		}
		return c
	}
	return []Check{
		size,
		atMost(ReservesRule, fault.TooManyReserves, Reserve, s.Rules.ReservesPerEntry, "替补选手", "reserves"),
		atMost(InstructorsRule, fault.TooManyInstructors, Instructor, s.Rules.InstructorsPerEntry, "指导教师", "instructors"),
	}
}

// memberChecks hold each member against the rules that apply. Instructors and leaders have no
// age limit, and may have won what they like.
func (s Setting) memberChecks(e Entry, c Candidates) (checks []Check) {
	each := func(check Check, against func(m Member, p people.Person) *fault.Detail) {
		for i, m := range e.Members {
			p, there := c.People[m.Person]
			if !there {
				continue
			}
			if d := against(m, p); d != nil {
				check.Against = append(check.Against, Finding{d.At(fmt.Sprintf("/members/%d", i)), m.Person})
			}
		}
		checks = append(checks, check)
	}
	known := Check{Rule: MembersKnown, Chinese: "成员均在册。", English: "All members are still on record."}
	for i, m := range e.Members {
		if _, there := c.People[m.Person]; !there {
			known.Against = append(known.Against, Finding{fault.ReferenceMissing.Detail("what", "person").At(fmt.Sprintf("/members/%d/person_id", i)), m.Person})
		}
	}
	checks = append(checks, known)
	each(Check{
		Rule: GuardianConsent, Params: fault.Params{"age": people.ConsentAge},
		Chinese: fmt.Sprintf("未满 %d 周岁的成员有监护人同意。", people.ConsentAge), English: fmt.Sprintf("Of members under %d a guardian has consented.", people.ConsentAge),
	}, func(m Member, _ people.Person) *fault.Detail {
		return refused(c.Unconsented[m.Person], fault.ConsentMissing, "age", people.ConsentAge)
	})
	if !s.Rules.CrossOrganization {
		each(Check{Rule: OwnOrganization, Chinese: "所有成员属于报名机构；指导教师可以在该机构任职（含兼职）。", English: "All members are of the entry's organization; instructors may work there, part time too."},
			func(m Member, p people.Person) *fault.Detail {
				return refused(!s.may(m.Role, p, c.Pasts[p.ID], e.Organization), fault.MemberOfAnother)
			})
	}
	if s.Rules.InstructorsOwnOrganization {
		own := map[id.ID[organizations.Organization]]bool{}
		for _, m := range e.Members {
			own[c.People[m.Person].Organization] = own[c.People[m.Person].Organization] || m.Role == Competitor
		}
		on := s.firstDay()
		each(Check{
			Rule: InstructorsOwn, Params: fault.Params{"on": on},
			Chinese: fmt.Sprintf("指导教师属于参赛选手所在的机构，或在 %s 在该机构任职（含兼职）。", on),
			English: fmt.Sprintf("Instructors are of an organization that a competitor is of, or work there on %s, part time too.", on),
		}, func(m Member, p people.Person) *fault.Detail {
			teaches := own[p.Organization]
			for o, competes := range own {
				teaches = teaches || competes && c.Pasts[p.ID].worksAt(o, on)
			}
			return refused(m.Role == Instructor && !teaches, fault.InstructorOfAnother)
		})
	}
	if most := s.Rules.EntriesPerInstructor; most > 0 {
		each(Check{
			Rule: EntriesPerInstructor, Params: fault.Params{"most": most},
			Chinese: fmt.Sprintf("每位指导教师在本赛项最多指导 %d 个报名。", most), English: fmt.Sprintf("An instructor has at most %d entries of the event.", most),
		}, func(m Member, p people.Person) *fault.Detail {
			have := c.Instructing[m.Person]
			return refused(m.Role == Instructor && have >= most, fault.InstructsTooMany, "most", most, "have", have)
		})
	}
	if rule := s.ageRule(); rule != nil {
		on := rule.on(s.Edition.Year)
		each(Check{
			Rule: Age, Params: fault.Params{"limit": rule.Limit, "basis": rule.Basis, "on": on},
			Chinese: fmt.Sprintf("参赛选手和替补不超过 %d 岁（%s）。", rule.Limit, on), English: fmt.Sprintf("Competitors and reserves are at most %d years old (%s).", rule.Limit, on),
		}, func(m Member, p people.Person) *fault.Detail {
			return refused(m.Role.Competes() && rule.age(s.Edition.Year, p.BirthDate) > rule.Limit, fault.MemberTooOld, "limit", rule.Limit, "basis", rule.Basis, "on", on)
		})
	}
	if least := s.Rules.MinimumAge; least > 0 {
		on := s.firstDay()
		each(Check{
			Rule: MinimumAge, Params: fault.Params{"minimum": least, "on": on},
			Chinese: fmt.Sprintf("参赛选手和替补在 %s 年满 %d 周岁。", on, least), English: fmt.Sprintf("Competitors and reserves are at least %d years old on %s.", least, on),
		}, func(m Member, p people.Person) *fault.Detail {
			return refused(m.Role.Competes() && ageOn(on, p.BirthDate, programmes.March1) < least, fault.MemberTooYoung, "minimum", least, "on", on)
		})
	}
	if s.Rules.OneEventPerEdition {
		each(Check{Rule: OneEvent, Chinese: "每人每届只参加一个赛项。", English: "A person competes in one event of the edition."},
			func(m Member, p people.Person) *fault.Detail {
				event, elsewhere := c.Elsewhere[m.Person]
				return refused(m.Role.Competes() && elsewhere, fault.CompetesElsewhere, "event", event.String())
			})
	}
	if rule := s.Rules.PastPrizes; rule != nil {
		won := winners(s.count(*rule, c.Prizes))
		each(Check{
			Rule: PastPrizes, Params: fault.Params{"awards": rule.Awards},
			Chinese: "曾在前身赛项获得所列奖项者不得参赛。", English: "Who won one of these awards in an event that this one succeeds does not compete again.",
		}, func(m Member, p people.Person) *fault.Detail {
			prize, barred := won[m.Person]
			return refused(m.Role.Competes() && barred, fault.WonBefore, prize.won()...)
		})
	}
	if rule := s.Rules.StudyGroups; rule != nil && rule.Has(s.Event.Group) {
		on, group := s.firstDay(), s.Event.Group
		each(Check{
			Rule: StudyGroup, Params: fault.Params{"group": group, "on": on},
			Chinese: fmt.Sprintf("参赛选手和替补按 %s 的学籍属于%s组；五年制前三年为%s组，后两年为%s组。", on, group, rule.Secondary, rule.Higher),
			English: fmt.Sprintf("Competitors and reserves are students of group %s on %s; of a five-year programme the first three years are %s, the last two %s.", group, on, rule.Secondary, rule.Higher),
		}, func(m Member, p people.Person) *fault.Detail {
			groups := c.Pasts[p.ID].groups(*rule, on)
			if len(groups) == 0 {
				return refused(m.Role.Competes(), fault.EnrolmentUnknown, "on", on)
			}
			return refused(m.Role.Competes() && !slices.Contains(groups, group), fault.MemberOfOtherGroup, "group", groups[0], "wanted", group, "on", on)
		})
	}
	return checks
}

// dualQualifiedCheck holds the share of dual-qualified teachers among the competitors against
// the rules.
func (s Setting) dualQualifiedCheck(members []Member, c Candidates) Check {
	on, least, have, of := s.firstDay(), s.Rules.DualQualifiedPercent, 0, 0
	for _, m := range members {
		if m.Role != Competitor {
			continue
		}
		of++
		if c.Pasts[m.Person].dualQualified(on) {
			have++
		}
	}
	check := Check{
		Rule: DualQualified, Params: fault.Params{"percent": least, "have": have, "of": of, "on": on},
		Chinese: fmt.Sprintf("参赛教师中双师型不少于 %d%%（%s）。", least, on), English: fmt.Sprintf("At least %d %% of the competitors are dual-qualified teachers on %s.", least, on),
	}
	if have*100 < least*of {
		check.Against = []Finding{{Detail: fault.TooFewDualQualified.Detail("percent", least, "have", have, "of", of).At("/members")}}
	}
	return check
}

// refused is a reason where there is one.
func refused(is bool, code fault.Code, pairs ...any) *fault.Detail {
	if !is {
		return nil
	}
	d := code.Detail(pairs...)
	return &d
}
