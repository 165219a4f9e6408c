package registration

import (
	"context"
	"strconv"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
)

// Past is where a person studies, works, and did before.
type Past struct {
	Enrolments  []people.Enrolment
	Employments []people.Employment
}

// PastStore is the part for it.
type PastStore interface {
	// Pasts reads where these people study and work, with dates; who has nothing is not in it.
	Pasts(ctx context.Context, all []id.ID[people.Person]) (map[id.ID[people.Person]]Past, error)
}

// worksAt reports an employment on a date, full or part time.
func (p Past) worksAt(o id.ID[organizations.Organization], on string) bool {
	for _, e := range p.Employments {
		if e.Organization == o && e.Covers(on) {
			return true
		}
	}
	return false
}

// dualQualified reports a teacher who is recognised as 双师型 where it works on a date.
func (p Past) dualQualified(on string) bool {
	for _, e := range p.Employments {
		if e.DualQualified && e.Covers(on) {
			return true
		}
	}
	return false
}

// may reports who can be entered for an organization where teams are not mixed: its own people,
// and as instructors those who work there on the edition's first day.
func (s Setting) may(role Role, p people.Person, past Past, o id.ID[organizations.Organization]) bool {
	return s.Rules.CrossOrganization || p.Organization == o || role == Instructor && past.worksAt(o, s.firstDay())
}

// groups lists the event groups that a student counts among on a date (中职组, 高职组): by the year
// of study in a programme of five years, by the level of the major in any other. Technician
// schools have both under one level. None: nothing that is entered says.
func (p Past) groups(rule programmes.StudyGroups, on string) (groups []string) {
	for _, e := range p.Enrolments {
		if !e.Covers(on) {
			continue
		}
		switch {
		case e.Years != nil && *e.Years == 5 && e.EntryYear == nil:
		case e.Years != nil && *e.Years == 5 && yearOfStudy(*e.EntryYear, on) <= 3:
			groups = append(groups, rule.Secondary)
		case e.Years != nil && *e.Years == 5:
			groups = append(groups, rule.Higher)
		case e.Major == nil:
		case e.Major.Level == "secondary":
			groups = append(groups, rule.Secondary)
		case e.Major.Level == "technician":
			groups = append(groups, rule.Secondary, rule.Higher)
		default:
			groups = append(groups, rule.Higher)
		}
	}
	return groups
}

// yearOfStudy counts school years, which begin in September.
func yearOfStudy(entry int, on string) int {
	month, _ := strconv.Atoi(on[5:7])
	if month >= 9 {
		entry--
	}
	return yearOf(on) - entry
}
