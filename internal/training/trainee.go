package training

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
)

// Trainee is one person's time in a squad (集训选手).
type Trainee struct {
	ID         id.ID[Trainee]
	Revision   int64
	CreatedAt  time.Time
	UpdatedAt  time.Time
	Squad      id.ID[Squad]
	Base       Base
	Person     id.ID[people.Person]
	Status     TraineeStatus
	SeededFrom *id.ID[Squad]
	Insurance  *Insurance
	History    []Step

	Name         string // the person's, as they are now
	NameLatin    *string
	Organization id.ID[organizations.Organization]
	BirthDate    string
	Consented    bool // a guardian's consent counts

	Withheld bool // from who organises: a child's guardian has not consented
}

// IDPrefix is "trn".
func (Trainee) IDPrefix() string { return "trn" }

// Scope is what permissions are asked on: a trainee lies within the squad. One who is withheld lies
// within the base and its organization alone.
func (t Trainee) Scope() access.Scope {
	if t.Withheld {
		return access.Scope{t.ID.Ref(), t.Squad.Ref(), t.Base.ID.Ref(), t.Base.Organization.Ref()}
	}
	return append(t.Base.Scope(), t.Squad.Ref(), t.ID.Ref())
}

// At is the trainee as seen at an instant: withheld while a child without a guardian's consent.
func (t Trainee) At(now time.Time) Trainee {
	t.Withheld = t.BirthDate > people.BornAfter(people.ConsentAge, now) && !t.Consented
	return t
}

// Insurance is the proof that a trainee is insured.
type Insurance struct {
	Insurer, Policy string
	Until           string // last day
}

// Step is one change of a trainee's state, when and why.
type Step struct {
	Status TraineeStatus            `json:"status"`
	Reason string                   `json:"reason"`
	By     *id.ID[accounts.Account] `json:"by"`
	At     time.Time                `json:"at"`
}

// TraineeStatus is where a trainee is.
type TraineeStatus string

// The states. A nomination alone makes competitors and reserves.
const (
	Selected   TraineeStatus = "selected"
	Training   TraineeStatus = "training"
	Advanced   TraineeStatus = "advanced"
	Eliminated TraineeStatus = "eliminated"
	Withdrawn  TraineeStatus = "withdrawn"
	Injured    TraineeStatus = "injured"
	Competitor TraineeStatus = "competitor"
	Reserve    TraineeStatus = "reserve"
	Competed   TraineeStatus = "competed"
)

// After lists the states that may follow by a move. Who advanced trains on until the next
// elimination; who was injured may come back.
func (s TraineeStatus) After() []TraineeStatus {
	switch s {
	case Selected:
		return []TraineeStatus{Training, Withdrawn, Injured}
	case Training:
		return []TraineeStatus{Advanced, Eliminated, Withdrawn, Injured}
	case Advanced:
		return []TraineeStatus{Training, Eliminated, Withdrawn, Injured}
	case Injured:
		return []TraineeStatus{Training, Eliminated, Withdrawn}
	case Competitor, Reserve:
		return []TraineeStatus{Competed, Withdrawn, Injured}
	}
	return nil
}

// Live reports a trainee who has not left the squad.
func (s TraineeStatus) Live() bool { return s != Eliminated && s != Withdrawn }

// needsReason reports the states that nobody gets without being told why.
func (s TraineeStatus) needsReason() bool { return !s.Live() || s == Injured }

// move is the trainee in another state.
func (t Trainee) move(s Step) (Trainee, error) {
	allowed := t.Status.After()
	switch {
	case !slices.Contains(allowed, s.Status):
		return Trainee{}, fault.TraineeTransition.With("status", string(t.Status), "to", string(s.Status), "allowed", texts(allowed))
	case s.Reason == "" && s.Status.needsReason():
		return Trainee{}, fault.ReasonRequired.New().Listing(fault.ReasonRequired.Detail().At("/reason"))
	}
	return t.step(s), nil
}

func (t Trainee) step(s Step) Trainee {
	t.Status, t.History = s.Status, append(slices.Clone(t.History), s)
	t.Revision, t.UpdatedAt = t.Revision+1, s.At
	return t
}

// Insure is the trainee with another proof of insurance.
func (t Trainee) Insure(proof Insurance, now time.Time) Trainee {
	t.Insurance = &Insurance{names.Clean(proof.Insurer), names.Clean(proof.Policy), proof.Until}
	t.Revision, t.UpdatedAt = t.Revision+1, now
	return t
}

// Insured reports valid proof of insurance on the local date of an instant.
func (t Trainee) Insured(at time.Time) bool {
	return t.Insurance != nil && t.Insurance.Until >= today(at, t.Base.TimeZone)
}

// pointer is a JSON pointer of names and indices.
func pointer(parts ...any) string {
	var out strings.Builder
	for _, p := range parts {
		fmt.Fprintf(&out, "/%v", p)
	}
	return out.String()
}
