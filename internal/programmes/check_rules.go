package programmes

import (
	"fmt"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/scoring"
)

// Problems holds rules against each other, and lists everything that is wrong. The contract
// has already checked each value alone.
func (r Rules) Problems() []fault.Detail {
	var wrong []fault.Detail
	add := func(code fault.Code, pointer string, pairs ...any) {
		wrong = append(wrong, code.Detail(pairs...).At(pointer))
	}
	wrong = append(wrong, r.Registration.problems(r.Awards)...)
	m := r.Marking
	if m.DropHighest+m.DropLowest >= m.Judges {
		add(fault.TooFewJudges, "/marking/judges", "judges", m.Judges, "dropped", m.DropHighest+m.DropLowest)
	}
	for _, step := range [][2]string{
		{"/marking/scheme_total", m.SchemeTotal}, {"/marking/aspect_rounding", m.AspectRounding}, {"/marking/total_rounding", m.TotalRounding},
	} {
		if p, err := Decimal(step[1]); err != nil || (step[1] != "" && p <= 0) {
			add(fault.InvalidValue, step[0])
		}
	}
	if _, err := Decimal(m.SectionVariation); err != nil {
		add(fault.InvalidValue, "/marking/section_variation")
	}
	if r.Ranking.Scale != "none" && m.TotalRounding == "" && (m.AspectRounding == "" || m.SchemeTotal == "") {
		add(fault.ScaleNeedsRounding, "/marking/total_rounding")
	}
	return append(wrong, r.Awards.problems(r.Ranking.Scale)...)
}

// problems holds the rules of registration against each other and against the awards that can
// be won.
func (r RegistrationRules) problems(awards AwardRules) (wrong []fault.Detail) {
	if r.Age != nil {
		wrong = r.Age.problems()
	}
	if r.InstructorsPerEntry == 0 && (r.EntriesPerInstructor > 0 || r.InstructorsOwnOrganization) {
		wrong = append(wrong, fault.NoInstructors.Detail().At("/registration/instructors_per_entry"))
	}
	wrong = append(wrong, r.pastProblems(awards)...)
	if g := r.StudyGroups; g != nil && g.Secondary == g.Higher {
		wrong = append(wrong, fault.AlreadyExists.Detail("what", "group").At("/registration/study_groups/higher"))
	}
	return wrong
}

// pastProblems holds the rules about what was won before against each other.
func (r RegistrationRules) pastProblems(awards AwardRules) (wrong []fault.Detail) {
	won := func(p *PastPrizeRule, pointer string) {
		if p != nil && awards.Kind == "none" && !p.AnyProgramme {
			wrong = append(wrong, fault.NothingIsWon.Detail().At(pointer))
		}
	}
	won(r.PastPrizes, "/registration/past_prizes")
	won(r.PastSchools, "/registration/past_schools")
	if r.PastTeams == nil {
		return wrong
	}
	won(&r.PastTeams.PastPrizeRule, "/registration/past_teams")
	if r.PastPrizes != nil && r.PastTeams.within(*r.PastPrizes) {
		var barred []string
		for _, award := range r.PastTeams.Awards {
			if slices.Contains(r.PastPrizes.Awards, award) {
				barred = append(barred, award)
			}
		}
		if barred != nil {
			wrong = append(wrong, fault.AwardBarsAlready.Detail("awards", barred).At("/registration/past_teams/awards"))
		}
	}
	return wrong
}

func (a AgeRule) problems() (wrong []fault.Detail) {
	switch {
	case a.Basis == "on_date" && a.Date == nil:
		wrong = append(wrong, fault.MissingValue.Detail().At("/registration/age/date"))
	case a.Basis == "on_day" && a.MonthDay == nil:
		wrong = append(wrong, fault.MissingValue.Detail().At("/registration/age/month_day"))
	}
	if a.Date != nil {
		if _, err := time.Parse(time.DateOnly, *a.Date); err != nil {
			wrong = append(wrong, fault.InvalidValue.Detail().At("/registration/age/date"))
		}
	}
	if a.MonthDay != nil {
		if _, err := time.Parse(time.DateOnly, "2001-"+*a.MonthDay); err != nil { // a day that every year has
			wrong = append(wrong, fault.InvalidValue.Detail().At("/registration/age/month_day"))
		}
	}
	return wrong
}

// Decimal reads a step or a total; "" is 0.
func Decimal(text string) (scoring.Points, error) {
	if text == "" {
		return 0, nil
	}
	return scoring.ParsePoints(text)
}

func (a AwardRules) problems(scale string) []fault.Detail {
	switch a.Kind {
	case "medals":
		if a.Medals == nil {
			return []fault.Detail{fault.MissingValue.Detail().At("/awards/medals")}
		}
		if scale == "none" {
			return []fault.Detail{fault.MedalsNeedScale.Detail().At("/ranking/scale")}
		}
		return a.Medals.problems()
	case "percentage":
		if a.Percentage == nil {
			return []fault.Detail{fault.MissingValue.Detail().At("/awards/percentage")}
		}
		return a.Percentage.problems()
	}
	return nil
}

func (m MedalRules) problems() (wrong []fault.Detail) {
	seen := map[int]bool{}
	for i, f := range m.SmallFields {
		if seen[f.Entries] {
			wrong = append(wrong, fault.AlreadyExists.Detail("what", "entries").At(fmt.Sprintf("/awards/medals/small_fields/%d/entries", i)))
		}
		seen[f.Entries] = true
	}
	return wrong
}

func (p PercentageRules) problems() (wrong []fault.Detail) {
	var sum scoring.Weight
	seen := map[string]bool{}
	for i, t := range p.Tiers {
		at := fmt.Sprintf("/awards/percentage/tiers/%d", i)
		w, err := scoring.ParseWeight(t.Percent)
		if err != nil || w <= 0 {
			wrong = append(wrong, fault.InvalidValue.Detail().At(at+"/percent"))
		}
		if seen[t.Award] {
			wrong = append(wrong, fault.AlreadyExists.Detail("what", "award").At(at+"/award"))
		}
		seen[t.Award] = true
		if p.Cumulative && w <= sum {
			wrong = append(wrong, fault.InvalidValue.Detail().At(at+"/percent"))
		}
		if sum += w; p.Cumulative {
			sum = w
		}
	}
	if hundred, _ := scoring.ParseWeight("100"); sum > hundred {
		wrong = append(wrong, fault.SharesAboveAll.Detail("sum", sum.String()).At("/awards/percentage/tiers"))
	}
	return wrong
}
