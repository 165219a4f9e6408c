package training

import (
	"context"
	"slices"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/work"
)

// Store is what this noun needs from a database, beside what a nomination needs to become an
// entry. What reads one thing answers not_found if there is none; Lock reads one that the unit is
// going to change, or to change something in.
type Store interface {
	registration.Store
	Account(ctx context.Context, a id.ID[accounts.Account]) (accounts.Account, error)
	Person(ctx context.Context, p id.ID[people.Person]) (people.Person, error)

	BaseStore
	StaffStore
	SquadStore
	DiaryStore
}

// BaseStore is the part for bases.
type BaseStore interface {
	Base(ctx context.Context, b id.ID[Base]) (Base, error)
	LockBase(ctx context.Context, b id.ID[Base]) (Base, error)
	// AddBase inserts one; already_exists if the organization has applied for the event before.
	AddBase(ctx context.Context, b Base) error
	// ChangeBase writes one over the revision before it.
	ChangeBase(ctx context.Context, b Base) error
	// Bases reads a page of those that f.Seen allows.
	Bases(ctx context.Context, f BaseFilter) (page.Page[Base], error)
	// AddEvaluation inserts one; already_exists if the account has evaluated the base.
	AddEvaluation(ctx context.Context, e Evaluation) error
	// Evaluations reads those of a base, oldest first.
	Evaluations(ctx context.Context, b id.ID[Base]) ([]Evaluation, error)
	// Stages reads those of an event, in order.
	Stages(ctx context.Context, e id.ID[programmes.Event]) ([]programmes.Stage, error)
	// RecognisedBases lists an event's, by id.
	RecognisedBases(ctx context.Context, e id.ID[programmes.Event]) ([]id.ID[Base], error)
	// Order reads the published order of an event; revision 0 if there is none.
	Order(ctx context.Context, e id.ID[programmes.Event]) (Order, error)
	// PublishOrder writes an order in the place of the one before.
	PublishOrder(ctx context.Context, o Order) error
}

// StaffStore is the part for staff.
type StaffStore interface {
	Assignment(ctx context.Context, a id.ID[Assignment]) (Assignment, error)
	AddAssignment(ctx context.Context, a Assignment) error
	// ChangeAssignment writes one over the revision before it.
	ChangeAssignment(ctx context.Context, a Assignment) error
	// Staff reads all assignments of a base, in the order of their first day.
	Staff(ctx context.Context, b id.ID[Base]) ([]Assignment, error)
	// StaffCandidates reads a page of active accounts, by name.
	StaffCandidates(ctx context.Context, f StaffFilter) (page.Page[accounts.Account], error)
}

// SquadStore is the part for squads and trainees. At is the instant at which proof of insurance
// is looked at.
type SquadStore interface {
	Squad(ctx context.Context, s id.ID[Squad], at time.Time) (Squad, error)
	LockSquad(ctx context.Context, s id.ID[Squad], at time.Time) (Squad, error)
	// AddSquad inserts one; already_exists if the base has one.
	AddSquad(ctx context.Context, s Squad) error
	// ChangeSquad writes one over the revision before it.
	ChangeSquad(ctx context.Context, s Squad) error
	// Squads reads a page of those that f.Seen allows.
	Squads(ctx context.Context, f SquadFilter, at time.Time) (page.Page[Squad], error)

	Trainee(ctx context.Context, t id.ID[Trainee]) (Trainee, error)
	// AddTrainee inserts one; trainee_elsewhere if the person is in a squad of the edition.
	AddTrainee(ctx context.Context, t Trainee) error
	// ChangeTrainee writes one over the revision before it.
	ChangeTrainee(ctx context.Context, t Trainee) error
	// Trainees reads a page of those that f.Seen allows.
	Trainees(ctx context.Context, f TraineeFilter) (page.Page[Trainee], error)
	// Roster reads all who are or were in a squad, in the order of their selection.
	Roster(ctx context.Context, s id.ID[Squad]) ([]Trainee, error)
	// InSquads lists those of these persons who are in a squad of an edition.
	InSquads(ctx context.Context, e id.ID[programmes.Edition], all []id.ID[people.Person]) (map[id.ID[people.Person]]bool, error)
}

// DiaryStore is the part for the diary.
type DiaryStore interface {
	AddLogEntry(ctx context.Context, e LogEntry) error
	// Log reads a page, newest first.
	Log(ctx context.Context, s id.ID[Squad], p page.Request) (page.Page[LogEntry], error)
	// KeepAttendance writes days of trainees, each in the place of what was kept of it.
	KeepAttendance(ctx context.Context, all []Attendance) error
	// Attendance reads a page of those in f.Seen, in the order in which it was first kept.
	Attendance(ctx context.Context, f AttendanceFilter) (page.Page[Attendance], error)
	AddAssessment(ctx context.Context, a Assessment) error
	// Assessments reads a page, oldest first: what was recorded, and what the current publications
	// of f.Official show of the squad.
	Assessments(ctx context.Context, f AssessmentFilter) (page.Page[Assessment], error)
}

// Service runs the use cases.
type Service struct{ units work.Units[Store] }

// New gives the use cases their units of work.
func New(units work.Units[Store]) Service { return Service{units} }

// Seen says which bases the caller may see, with all that belongs to them: every one that lies
// within one of these.
type Seen struct {
	Everything bool
	Within     access.Scope

	ChildrenBornAfter string // a trainee who is younger needs a guardian's consent, or only the base and its organization see them
}

// Own are the bases and organizations among the things within which the caller sees.
func (s Seen) Own() access.Scope {
	return slices.DeleteFunc(slices.Clone(s.Within), func(r id.Ref) bool { return r.Prefix != "bas" && r.Prefix != "org" })
}

// kinds are the things that a caller's grant can make bases visible by.
var kinds = []string{"prg", "edn", "evt", "org", "bas"}

// seen is the one place that says whose bases a list shows.
func seen(u *work.Unit[Store], action access.Action) (Seen, error) {
	within, everything := u.Actor.Reach(action, u.Now, kinds...)
	return Seen{everything, within, people.BornAfter(people.ConsentAge, u.Now)}, u.Allow(action, within)
}

// rosterFor are all who are or were in a squad and with whom the caller may do this, in the order
// of their selection: a child who is withheld is nobody.
func rosterFor(ctx context.Context, u *work.Unit[Store], squad id.ID[Squad], action access.Action) ([]Trainee, error) {
	all, err := u.Store.Roster(ctx, squad)
	return slices.DeleteFunc(all, func(t Trainee) bool { return u.Actor.May(action, t.At(u.Now).Scope(), u.Now) != nil }), err
}

// holds reports somebody who is on a roster.
func holds(roster []Trainee, trainee id.ID[Trainee]) bool {
	return slices.ContainsFunc(roster, func(t Trainee) bool { return t.ID == trainee })
}

// by is the account that acts; nil for a program.
func by[S Store](u *work.Unit[S]) *id.ID[accounts.Account] {
	if a, ok := id.As[accounts.Account](u.Actor.Account); ok {
		return &a
	}
	return nil
}

// baseToChange reads a base that the unit is going to change, or to change something in. The
// edition does not move meanwhile.
func baseToChange(ctx context.Context, u *work.Unit[Store], base id.ID[Base], action access.Action) (Base, error) {
	found, err := u.Store.Base(ctx, base)
	if err != nil {
		return Base{}, err
	}
	if err := u.Allow(action, found.Scope()); err != nil {
		return Base{}, err
	}
	return lockBase(ctx, u, found)
}

func lockBase[S Store](ctx context.Context, u *work.Unit[S], b Base) (Base, error) {
	if _, err := u.Store.EditionForEntries(ctx, b.Edition, registration.Shared); err != nil {
		return Base{}, err
	}
	return u.Store.LockBase(ctx, b.ID)
}

// squadToChange is baseToChange for a squad.
func squadToChange(ctx context.Context, u *work.Unit[Store], squad id.ID[Squad], action access.Action) (Squad, error) {
	found, err := u.Store.Squad(ctx, squad, u.Now)
	if err != nil {
		return Squad{}, err
	}
	if err := u.Allow(action, found.Scope()); err != nil {
		return Squad{}, err
	}
	return lockSquad(ctx, u, found)
}

// lockSquad locks the squad of a recognised base.
func lockSquad[S Store](ctx context.Context, u *work.Unit[S], s Squad) (Squad, error) {
	locked, err := holdSquad(ctx, u, s.Base, s.ID)
	if err != nil {
		return Squad{}, err
	}
	return locked, locked.Base.recognised(u.Now)
}

// holdSquad locks a squad and its base, in an edition that does not end meanwhile.
func holdSquad[S Store](ctx context.Context, u *work.Unit[S], of Base, squad id.ID[Squad]) (Squad, error) {
	if _, err := u.Store.EditionForEntries(ctx, of.Edition, registration.Shared); err != nil {
		return Squad{}, err
	}
	if _, err := u.Store.LockBase(ctx, of.ID); err != nil {
		return Squad{}, err
	}
	return u.Store.LockSquad(ctx, squad, u.Now)
}

// said is a text in normal form, which has to say something.
func said(text, pointer string) (string, error) {
	if text = names.Clean(text); text == "" {
		return "", fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At(pointer))
	}
	return text, nil
}

// missing is the refusal of a reference to what does not exist, or not for the caller.
func missing(what, pointer string) error {
	return fault.ReferenceMissing.With("what", what).Listing(fault.ReferenceMissing.Detail("what", what).At(pointer))
}
