package training

import (
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

// BaseApplied : an organization applied for a base.
type BaseApplied struct {
	Base         id.ID[Base]                       `json:"base"`
	Event        id.ID[programmes.Event]           `json:"event"`
	Organization id.ID[organizations.Organization] `json:"organization"`
}

// Fact names it.
func (f BaseApplied) Fact() (string, id.Ref) { return "base.applied", f.Base.Ref() }

// BaseEvaluated : an expert gave an opinion of an application, which stands in the evaluation.
type BaseEvaluated struct {
	Base       id.ID[Base]       `json:"base"`
	Evaluation id.ID[Evaluation] `json:"evaluation"`
	Recommends bool              `json:"recommends"`
}

// Fact names it.
func (f BaseEvaluated) Fact() (string, id.Ref) { return "base.evaluated", f.Base.Ref() }

// BaseInspected : a base was visited.
type BaseInspected struct {
	Base   id.ID[Base] `json:"base"`
	Date   string      `json:"date"`
	Passed bool        `json:"passed"`
}

// Fact names it.
func (f BaseInspected) Fact() (string, id.Ref) { return "base.inspected", f.Base.Ref() }

// BaseDecided : a base was recognised, refused, renewed or removed.
type BaseDecided struct {
	Base       id.ID[Base] `json:"base"`
	Verdict    Verdict     `json:"verdict"`
	ValidUntil *string     `json:"valid_until,omitempty"`
}

// Fact names it.
func (f BaseDecided) Fact() (string, id.Ref) { return "base.decided", f.Base.Ref() }

// OrderPublished : the order of an event's bases was published.
type OrderPublished struct {
	Event    id.ID[programmes.Event] `json:"event"`
	Revision int64                   `json:"revision"`
	Bases    []id.ID[Base]           `json:"bases"`
}

// Fact names it.
func (f OrderPublished) Fact() (string, id.Ref) { return "base_order.published", f.Event.Ref() }

// StaffAssigned : somebody does something at a base from a date on.
type StaffAssigned struct {
	Assignment id.ID[Assignment]        `json:"assignment"`
	Base       id.ID[Base]              `json:"base"`
	Function   Function                 `json:"function"`
	Account    *id.ID[accounts.Account] `json:"account,omitempty"`
	From       string                   `json:"from"`
	Until      *string                  `json:"until,omitempty"`
}

// Fact names it.
func (f StaffAssigned) Fact() (string, id.Ref) {
	return "staff_assignment.created", f.Assignment.Ref()
}

// StaffEnded : an assignment ends on a date.
type StaffEnded struct {
	Assignment id.ID[Assignment]        `json:"assignment"`
	Account    *id.ID[accounts.Account] `json:"account,omitempty"`
	Until      string                   `json:"until"`
}

// Fact names it.
func (f StaffEnded) Fact() (string, id.Ref) { return "staff_assignment.ended", f.Assignment.Ref() }

// SquadCreated : a base has a squad.
type SquadCreated struct {
	Squad id.ID[Squad] `json:"squad"`
	Base  id.ID[Base]  `json:"base"`
	Most  int          `json:"most"`
}

// Fact names it.
func (f SquadCreated) Fact() (string, id.Ref) { return "squad.created", f.Squad.Ref() }

// PlanReplaced : a squad trains by another plan.
type PlanReplaced struct {
	Squad    id.ID[Squad] `json:"squad"`
	Revision int64        `json:"revision"`
	Stages   int          `json:"stages"`
}

// Fact names it.
func (f PlanReplaced) Fact() (string, id.Ref) { return "squad.planned", f.Squad.Ref() }

// TraineeSelected : somebody joined a squad.
type TraineeSelected struct {
	Trainee    id.ID[Trainee]       `json:"trainee"`
	Squad      id.ID[Squad]         `json:"squad"`
	Person     id.ID[people.Person] `json:"person"`
	SeededFrom *id.ID[Squad]        `json:"seeded_from,omitempty"`
}

// Fact names it.
func (f TraineeSelected) Fact() (string, id.Ref) { return "trainee.selected", f.Trainee.Ref() }

// TraineeMoved : a trainee went on, or left; why stands in the trainee.
type TraineeMoved struct {
	Trainee id.ID[Trainee] `json:"trainee"`
	From    TraineeStatus  `json:"from"`
	To      TraineeStatus  `json:"to"`
}

// Fact names it.
func (f TraineeMoved) Fact() (string, id.Ref) { return "trainee.moved", f.Trainee.Ref() }

// TraineeInsured : proof of insurance was shown.
type TraineeInsured struct {
	Trainee id.ID[Trainee] `json:"trainee"`
	Until   string         `json:"until"`
}

// Fact names it.
func (f TraineeInsured) Fact() (string, id.Ref) { return "trainee.insured", f.Trainee.Ref() }

// LogWritten : the log of a squad has another entry.
type LogWritten struct {
	Squad id.ID[Squad]    `json:"squad"`
	Entry id.ID[LogEntry] `json:"entry"`
	Date  string          `json:"date"`
}

// Fact names it.
func (f LogWritten) Fact() (string, id.Ref) { return "squad.log_written", f.Squad.Ref() }

// AttendanceKept : it was written down who came.
type AttendanceKept struct {
	Squad id.ID[Squad] `json:"squad"`
	Days  int          `json:"days"`
}

// Fact names it.
func (f AttendanceKept) Fact() (string, id.Ref) { return "squad.attendance_kept", f.Squad.Ref() }

// AssessmentRecorded : a squad was assessed by its base.
type AssessmentRecorded struct {
	Squad      id.ID[Squad]      `json:"squad"`
	Assessment id.ID[Assessment] `json:"assessment"`
	Results    int               `json:"results"`
}

// Fact names it.
func (f AssessmentRecorded) Fact() (string, id.Ref) { return "squad.assessed", f.Squad.Ref() }

// SquadNominated : trainees of a squad were entered.
type SquadNominated struct {
	Squad   id.ID[Squad]              `json:"squad"`
	Entry   id.ID[registration.Entry] `json:"entry"`
	Members int                       `json:"members"`
}

// Fact names it.
func (f SquadNominated) Fact() (string, id.Ref) { return "squad.nominated", f.Squad.Ref() }
