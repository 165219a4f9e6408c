package training

import (
	"time"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
)

// LogEntry is what was trained on a day.
type LogEntry struct {
	ID        id.ID[LogEntry]
	CreatedAt time.Time
	Squad     id.ID[Squad]
	Date      string
	Text      string
	By        *id.ID[accounts.Account]
}

// IDPrefix is "log".
func (LogEntry) IDPrefix() string { return "log" }

// Presence is whether a trainee came.
type Presence string

// The presences.
const (
	Present Presence = "present"
	Late    Presence = "late"
	Excused Presence = "excused"
	Absent  Presence = "absent"
)

// Attendance is one trainee's day.
type Attendance struct {
	ID        id.ID[Attendance]
	UpdatedAt time.Time
	Squad     id.ID[Squad]
	Trainee   id.ID[Trainee]
	Date      string
	Presence  Presence
}

// IDPrefix is "att".
func (Attendance) IDPrefix() string { return "att" }

// AssessmentKind tells a rehearsal, which is recorded, from what counts, which is published.
type AssessmentKind string

// The kinds.
const (
	Mock     AssessmentKind = "mock"
	Official AssessmentKind = "official"
)

// Assessment is what the trainees of a squad reached on one occasion. An official one is nobody's
// record: it is the current publication of a stage that the plan names, and as old as that.
type Assessment struct {
	ID        id.ID[Assessment]
	CreatedAt time.Time
	Squad     id.ID[Squad]
	Kind      AssessmentKind
	Name      string
	Date      string
	Results   []Result
	By        *id.ID[accounts.Account]

	Stage       *id.ID[programmes.Stage] // of an official one, as are the following
	Publication *id.Ref
}

// IDPrefix is "asm".
func (Assessment) IDPrefix() string { return "asm" }

// named is an assessment as a squad calls it: what counts by the plan and the day on which it was
// published.
func (a Assessment) named(s Squad) Assessment {
	if a.Stage != nil {
		a.Name, a.Date = s.assessedBy(*a.Stage).Name, today(a.CreatedAt, s.Base.TimeZone)
	}
	return a
}

// Result is what one trainee reached; no points: absent, or not to be seen. Only what counts has
// ranks.
type Result struct {
	Trainee id.ID[Trainee] `json:"trainee"`
	Rank    *int           `json:"-"`
	Points  *string        `json:"points"` // decimal
}
