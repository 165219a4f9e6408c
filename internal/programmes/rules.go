package programmes

import "github.com/saichang/saichang/internal/scoring"

// Rules are everything that differs between competitions, as data. A zero field means what
// its comment says. JSON names are the contract's.
type Rules struct {
	Registration RegistrationRules `json:"registration"`
	Marking      MarkingRules      `json:"marking"`
	Ranking      RankingRules      `json:"ranking"`
	Awards       AwardRules        `json:"awards"`
	Publication  PublicationRules  `json:"publication"`
}

// RegistrationRules say who may take part.
type RegistrationRules struct {
	Age                 *AgeRule `json:"age"`                   // nil: no limit
	EntriesPerSchool    int      `json:"entries_per_school"`    // of one organization in one event; 0: no limit
	OneEventPerEdition  bool     `json:"one_event_per_edition"` // a person competes in one event only
	InstructorsPerEntry int      `json:"instructors_per_entry"` // at most
	ReservesPerEntry    int      `json:"reserves_per_entry"`    // at most
	CompetitorKind      string   `json:"competitor_kind"`       // student, teacher, anyone: what the documents call them
	CheckInRequired     bool     `json:"check_in_required"`     // an entry that is not checked in has no piece
	CrossOrganization   bool     `json:"cross_organization"`    // members of other organizations are allowed

	MinimumAge                 int            `json:"minimum_age"`                        // of competitors and reserves on the edition's first day; 0: none
	InstructorsOwnOrganization bool           `json:"instructors_own_organization"`       // of an organization that a competitor of the entry is from
	EntriesPerInstructor       int            `json:"entries_per_instructor"`             // that one instructor may have in one event; 0: no limit
	MinimumEntries             int            `json:"minimum_entries"`                    // an event with fewer is deferred or cancelled before the edition runs
	SubstitutionDeadline       *int           `json:"substitution_deadline_working_days"` // before the first day; nil: until the event starts
	PastPrizes                 *PastPrizeRule `json:"past_prizes"`                        // nil: nobody is barred
	PastSchools                *PastPrizeRule `json:"past_schools"`                       // bars an organization from the course or major that it won with; nil: none
	PastTeams                  *PastTeamRule  `json:"past_teams"`                         // nil: a team that won competes again as it was
	StudyGroups                *StudyGroups   `json:"study_groups"`                       // nil: an event's group does not depend on what its students study
	DualQualifiedPercent       int            `json:"dual_qualified_percent"`             // of the competitors (双师型), at least; 0: none
}

// CountsFromStart reports rules that need the edition's first day.
func (r RegistrationRules) CountsFromStart() bool {
	return r.SubstitutionDeadline != nil || r.MinimumAge > 0 || r.StudyGroups != nil || r.DualQualifiedPercent > 0
}

// AgeRule limits the age of competitors and reserves.
type AgeRule struct {
	Limit int     `json:"limit"` // years; not older than
	Basis string  `json:"basis"` // in_year: age reached in the edition's year; on_date: age on Date; on_day: age on MonthDay of the edition's year
	Date  *string `json:"date"`  // YYYY-MM-DD, with on_date

	MonthDay *string      `json:"month_day"`                   // MM-DD, with on_day
	LeapDay  LeapBirthday `json:"leap_day_birthday,omitempty"` // in a year without 29 February
}

// LeapBirthday is when somebody who was born on 29 February is a year older in a common year.
type LeapBirthday string

// The birthdays; March1 also where nothing is said.
const (
	March1     LeapBirthday = "march_1"
	February28 LeapBirthday = "february_28"
)

// PastPrizeRule says which prizes of before count. Won is what was published in an event that
// this one succeeds, directly or over events between, under whatever name.
type PastPrizeRule struct {
	Awards        []string `json:"awards"`          // first, gold…
	AnyProgramme  bool     `json:"any_programme"`   // also where the event before belongs to another programme: a provincial contest
	SameGroupOnly bool     `json:"same_group_only"` // only where the event before had the group that this one has
	YearsBack     int      `json:"years_back"`      // only in editions of so many years before this one's; 0: of all
}

// within reports whether every prize that counts by this rule counts by another one as well.
func (r PastPrizeRule) within(o PastPrizeRule) bool {
	return (o.AnyProgramme || !r.AnyProgramme) && (r.SameGroupOnly || !o.SameGroupOnly) &&
		(o.YearsBack == 0 || r.YearsBack != 0 && r.YearsBack <= o.YearsBack)
}

// PastTeamRule has a team that won before change: of two competitors or more.
type PastTeamRule struct {
	PastPrizeRule
	KeepAtMost int `json:"keep_at_most"` // of its competitors
	AddAtLeast int `json:"add_at_least"` // competitors who were not in it
}

// StudyGroups name the groups of events that are for students of one level. Of a programme of
// five years the first three are secondary and the last two higher, whatever the school is.
type StudyGroups struct {
	Secondary string `json:"secondary"` // 中职
	Higher    string `json:"higher"`    // 高职
}

// Has reports a group that is one of the two.
func (g StudyGroups) Has(group string) bool { return group == g.Secondary || group == g.Higher }

// MarkingRules say how pieces are marked. Decimal strings.
type MarkingRules struct {
	SchemeTotal        string `json:"scheme_total"`    // what all aspects must sum to: "100.00"; "": anything, converted to 100
	AspectRounding     string `json:"aspect_rounding"` // step, half up: "0.01"; "": exact
	TotalRounding      string `json:"total_rounding"`  // step, half up
	Judges             int    `json:"judges"`          // that score a judged aspect: 3 for judgement
	DropHighest        int    `json:"drop_highest"`    // with points by n judges
	DropLowest         int    `json:"drop_lowest"`
	SectionVariation   string `json:"section_variation"`  // WSOS: how far aspect sums may be from section weights: "5.00"
	VariationIsError   bool   `json:"variation_is_error"` // otherwise a warning
	ReasonForDeduction bool   `json:"reason_for_deduction"`
}

// RankingRules say how totals become ranks.
type RankingRules struct {
	Scale        string   `json:"scale"`         // none, worldskills_700, worldskills_500
	ScaleMinimum int      `json:"scale_minimum"` // fewer entries: everyone gets the centre, flagged
	TieBreaks    []string `json:"tie_breaks"`    // criteria letters, compared in this order, higher first
}

// AwardRules say who gets what. Exactly one of the kinds.
type AwardRules struct {
	Kind       string           `json:"kind"` // medals, percentage, none
	Medals     *MedalRules      `json:"medals"`
	Percentage *PercentageRules `json:"percentage"`
}

// MedalRules are those of WorldSkills (tolerance until 2024, dense from 2026).
type MedalRules struct {
	Mode                string       `json:"mode"`      // tolerance, dense
	Tolerance           int64        `json:"tolerance"` // scale points
	ExcellenceThreshold int64        `json:"excellence_threshold"`
	ExcellenceLabel     string       `json:"excellence_label"`
	SmallFields         []SmallField `json:"small_fields"`
}

// SmallField says which medals a field of at most so many entries has.
type SmallField struct {
	Entries int      `json:"entries"`
	Medals  []string `json:"medals"` // gold, silver, bronze
}

// PercentageRules are those of the national competition: 10/20/30 % of a base.
type PercentageRules struct {
	Base       string           `json:"base"`       // registered, present, scored
	Rounding   string           `json:"rounding"`   // floor, half_up, ceiling
	Cumulative bool             `json:"cumulative"` // tiers count from the top, not one by one
	Tie        string           `json:"tie"`        // a tie on a line: extend, ask
	Tiers      []PercentageTier `json:"tiers"`
}

// PercentageTier is one prize: "first", 10 %.
type PercentageTier struct {
	Award   string `json:"award"`   // first, second, third
	Percent string `json:"percent"` // decimal string
}

// Share is the tier's part of the base: "10" is 0.1000. The contract lets two decimals pass.
func (t PercentageTier) Share() scoring.Weight {
	w, _ := scoring.ParseWeight(t.Percent) // the rules were checked
	return w / 100
}

// PublicationRules say what a published list shows.
type PublicationRules struct {
	Totals      bool `json:"totals"`       // the raw totals beside ranks
	Names       bool `json:"names"`        // competitors' names
	OnlyAwarded bool `json:"only_awarded"` // entries without an award are left out
}
