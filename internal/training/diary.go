package training

import (
	"time"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
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

// AssessmentKind tells a rehearsal from what counts.
type AssessmentKind string

// The kinds.
const (
	Mock     AssessmentKind = "mock"
	Official AssessmentKind = "official"
)

// Assessment is what the trainees of a squad reached on one occasion.
type Assessment struct {
	ID        id.ID[Assessment]
	CreatedAt time.Time
	Squad     id.ID[Squad]
	Kind      AssessmentKind
	Name      string
	Date      string
	Results   []Result
	By        *id.ID[accounts.Account]
}

// IDPrefix is "asm".
func (Assessment) IDPrefix() string { return "asm" }

// Result is what one trainee reached; no points: absent.
type Result struct {
	Trainee id.ID[Trainee] `json:"trainee"`
	Points  *string        `json:"points"` // decimal, out of 100
}
