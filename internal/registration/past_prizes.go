package registration

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
)

// Prize is an award that was published in an event that another one succeeds, with the entry
// that won it.
type Prize struct {
	Entry        id.ID[Entry]
	Event        id.ID[programmes.Event]
	Group        string // of the event
	Programme    id.ID[programmes.Programme]
	Year         int
	Award        string
	Organization id.ID[organizations.Organization] // the one asked about, where this one lives on in it
	Course       *string
	Major        *people.Major
	Competitors  []id.ID[people.Person]
}

// count are those prizes that count by a rule.
func (s Setting) count(rule programmes.PastPrizeRule, prizes []Prize) (all []Prize) {
	for _, p := range prizes {
		switch {
		case !slices.Contains(rule.Awards, p.Award):
		case !rule.AnyProgramme && p.Programme != s.Edition.Programme:
		case rule.SameGroupOnly && p.Group != s.Event.Group:
		case rule.YearsBack > 0 && s.Edition.Year-p.Year > rule.YearsBack:
		default:
			all = append(all, p)
		}
	}
	return all
}

// winners are who won these prizes. Of several it is the latest.
func winners(prizes []Prize) map[id.ID[people.Person]]Prize {
	won := map[id.ID[people.Person]]Prize{}
	for _, p := range prizes {
		for _, c := range p.Competitors {
			won[c] = p
		}
	}
	return won
}

// won names a prize in a reason, after what else it is about.
func (p Prize) won(pairs ...any) []any {
	return append(pairs, "event", p.Event.String(), "year", strconv.Itoa(p.Year), "award", p.Award)
}

// pastSchoolCheck holds the organization against what it won with the same course or major.
func (s Setting) pastSchoolCheck(e Entry, prizes []Prize) Check {
	rule := *s.Rules.PastSchools
	check := Check{
		Rule: PastSchools, Params: fault.Params{"awards": rule.Awards},
		Chinese: "曾以同一课程或专业在前身赛项获得所列奖项的机构不得再以此参赛。",
		English: "An organization that won one of these awards in an event that this one succeeds does not enter the same course or major again.",
	}
	if e.Course == nil && e.Major == nil {
		check.Against = []Finding{{Detail: fault.CourseMissing.Detail().At("/course")}}
	}
	for _, p := range s.count(rule, prizes) {
		if p.Organization != e.Organization {
			continue
		}
		if e.Course != nil && p.Course != nil && strings.EqualFold(*e.Course, *p.Course) {
			check.Against = append(check.Against, Finding{Detail: fault.SchoolWonBefore.Detail(p.won("have", *e.Course)...).At("/course")})
		}
		if e.Major != nil && p.Major != nil && *e.Major == *p.Major {
			major := e.Major.Catalogue + " " + e.Major.Level + " " + e.Major.Code
			check.Against = append(check.Against, Finding{Detail: fault.SchoolWonBefore.Detail(p.won("have", major)...).At("/major")})
		}
	}
	return check
}

// pastTeamCheck holds the members against the teams that won before: of each so many compete
// again, beside so many who were not in it. A single winner was no team.
func (s Setting) pastTeamCheck(e Entry, prizes []Prize) Check {
	rule := *s.Rules.PastTeams
	check := Check{
		Rule: PastTeams, Params: fault.Params{"awards": rule.Awards, "most": rule.KeepAtMost, "least": rule.AddAtLeast},
		Chinese: fmt.Sprintf("曾在前身赛项获得所列奖项的团队再次参赛，原成员最多 %d 人，新选手至少 %d 人。", rule.KeepAtMost, rule.AddAtLeast),
		English: fmt.Sprintf("Of a team that won one of these awards in an event that this one succeeds at most %d compete again, with at least %d new competitors.", rule.KeepAtMost, rule.AddAtLeast),
	}
	for _, p := range s.count(rule.PastPrizeRule, prizes) {
		var kept []int
		added := 0
		for i, m := range e.Members {
			switch {
			case m.Role.Competes() && slices.Contains(p.Competitors, m.Person):
				kept = append(kept, i)
			case m.Role == Competitor:
				added++
			}
		}
		if len(kept) == 0 || len(p.Competitors) < 2 {
			continue
		}
		if len(kept) > rule.KeepAtMost {
			for _, i := range kept {
				d := fault.TeamKeepsTooMany.Detail(p.won("most", rule.KeepAtMost, "keeps", len(kept))...)
				check.Against = append(check.Against, Finding{d.At(fmt.Sprintf("/members/%d", i)), e.Members[i].Person})
			}
		}
		if added < rule.AddAtLeast {
			check.Against = append(check.Against, Finding{Detail: fault.TeamAddsTooFew.Detail(p.won("least", rule.AddAtLeast, "have", added)...).At("/members")})
		}
	}
	return check
}
