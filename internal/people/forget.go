package people

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// Standing is one place of a person in an entry. The words are registration's.
type Standing struct {
	Entry   id.Ref
	Event   id.Ref
	Edition id.Ref
	Role    string
	Status  string
	Live    bool // results may still depend on it: it was not withdrawn, and its edition is not over
}

// Training is one time of a person in a squad. The words are training's.
type Training struct {
	Trainee, Squad, Base, Edition id.Ref
	Status                        string
	Live                          bool // the person has not left, and the edition is not over
	Insurer, Policy, InsuredUntil *string
	Steps                         []TrainingStep
	Days                          []TrainingDay
	Results                       []TrainingResult
}

// TrainingStep is one change of a trainee's state.
type TrainingStep struct {
	Status, Reason string
	At             time.Time
}

// TrainingDay is whether a trainee came.
type TrainingDay struct{ Date, Presence string }

// TrainingResult is what a trainee reached in an assessment.
type TrainingResult struct {
	Kind, Name, Date string
	Points           *string // nil: did not take part
}

// Swap is a substitution that a person leaves or comes by.
type Swap struct {
	Substitution, Entry id.Ref
	Leaves              bool
	Status, Reason      string
}

// Duty is what a person does for a delegation, or at a base from one date to another.
type Duty struct {
	On       id.Ref
	Function string
	Period
}

// Record is one note of the journal about a person.
type Record struct {
	At     time.Time
	Name   string
	Actor  string
	Values *string // JSON; nil where there are none, or none any more
}

// Data is everything that is held about a person.
type Data struct {
	Person      Person
	Documents   []Document
	Enrolments  []Enrolment
	Employments []Employment
	Consents    []Consent
	Merges      []Merge
	Entries     []Standing
	Trainings   []Training
	Swaps       []Swap
	Duties      []Duty
	Records     []Record
}

// PersonData reads everything that is held about a person. It is written down before the answer
// is given.
func (s Service) PersonData(ctx context.Context, p id.ID[Person]) (Data, error) {
	d, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (d Data, err error) {
		if d.Person, err = u.Store.Person(ctx, p); err != nil {
			return d, err
		}
		if err := u.Allow(access.ReadPersonData, d.Person.Scope()); err != nil {
			return d, err
		}
		u.Record(DataRead{p})
		for _, read := range []func() error{
			func() (err error) { d.Documents, err = u.Store.Documents(ctx, p); return err },
			func() (err error) { d.Enrolments, err = u.Store.Enrolments(ctx, p); return err },
			func() (err error) { d.Employments, err = u.Store.Employments(ctx, p); return err },
			func() (err error) { d.Consents, err = u.Store.Consents(ctx, p); return err },
			func() (err error) { d.Merges, err = u.Store.Merges(ctx, p); return err },
			func() (err error) { d.Entries, err = u.Store.EntriesOf(ctx, p); return err },
			func() (err error) { d.Trainings, err = u.Store.TrainingsOf(ctx, p); return err },
			func() (err error) { d.Swaps, err = u.Store.SwapsOf(ctx, p); return err },
			func() (err error) { d.Duties, err = u.Store.DutiesOf(ctx, p); return err },
			func() (err error) { d.Records, err = u.Store.RecordsOf(ctx, p); return err },
		} {
			if err := read(); err != nil {
				return d, err
			}
		}
		return d, nil
	})
	d.Documents = shownAll(s.vault, d.Documents)
	return d, err
}

// ErasureReason is why a person is erased.
type ErasureReason string

// Erasure is what was done; it holds nothing of the person.
type Erasure struct {
	Person   id.ID[Person]
	Reason   ErasureReason
	ErasedAt time.Time
}

// erasedName stands in the place of an erased person's name.
const erasedName = "（已删除）"

// ErasePerson forgets a person: names, birth date and all that hangs on the person, here, in what
// is searched and in the erasable part of the journal. The id stays in old entries. Published lists
// keep what they were printed with. person_in_use lists the entries that results still depend on, and
// the squads that the person trains in.
func (s Service) ErasePerson(ctx context.Context, p id.ID[Person], reason ErasureReason) (Erasure, error) {
	return changeAbout(ctx, s, p, access.ErasePerson, func(u *work.Unit[Store], person Person) (Erasure, error) {
		entries, err := u.Store.EntriesOf(ctx, p)
		if err != nil {
			return Erasure{}, err
		}
		var live []fault.Detail
		for _, e := range entries {
			if e.Live {
				live = append(live, fault.EntryStillLive.Detail("entry", e.Entry.String(), "status", e.Status))
			}
		}
		trainings, err := u.Store.TrainingsOf(ctx, p)
		if err != nil {
			return Erasure{}, err
		}
		for _, t := range trainings {
			if t.Live {
				live = append(live, fault.TraineeStillLive.Detail("trainee", t.Trainee.String(), "status", t.Status))
			}
		}
		if live != nil {
			return Erasure{}, fault.PersonInUse.New().Listing(live...)
		}
		u.Record(PersonErased{p, reason})
		return Erasure{p, reason, u.Now}, u.Store.Erase(ctx, p, erasedName, u.Now)
	})
}
