package people

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/work"
)

// Enrolment is where a person studies or studied (学籍).
type Enrolment struct {
	ID           id.ID[Enrolment]
	Revision     int64
	CreatedAt    time.Time
	UpdatedAt    time.Time
	Person       id.ID[Person]
	Organization id.ID[organizations.Organization]
	Major        *Major
	Years        *int // length of the programme
	EntryYear    *int
	Period
}

// IDPrefix is "enr".
func (Enrolment) IDPrefix() string { return "enr" }

// Major refers to a major (专业): a code means something in one version of a catalogue and on one
// level only.
type Major struct {
	Catalogue string `json:"catalogue"`
	Level     string `json:"level"`
	Code      string `json:"code"`
}

// Period is from one local date to another, both included; nil is open.
type Period struct {
	From  *string
	Until *string
}

// check refuses a period that ends before it starts.
func (p Period) check() error {
	if p.From != nil && p.Until != nil && *p.Until < *p.From { // dates of this form order as text
		return fault.EndsBeforeStart.New().Listing(fault.EndsBeforeStart.Detail().At("/until_date"))
	}
	return nil
}

// Covers reports a local date within the period.
func (p Period) Covers(date string) bool {
	return (p.From == nil || *p.From <= date) && (p.Until == nil || date <= *p.Until)
}

// PeriodChange says what to change of a period; nil leaves, a pointer to nil removes.
type PeriodChange struct{ From, Until **string }

func (p Period) with(c PeriodChange) Period {
	if c.From != nil {
		p.From = *c.From
	}
	if c.Until != nil {
		p.Until = *c.Until
	}
	return p
}

// CleanMajor is a major as it can be compared.
func CleanMajor(m *Major) (*Major, error) {
	if m == nil {
		return nil, nil
	}
	clean := Major{Catalogue: names.Code(m.Catalogue), Level: names.Clean(m.Level), Code: names.Code(m.Code)}
	if names.Rounded(clean.Code) {
		return nil, fault.CodeRounded.With("code", clean.Code).Listing(fault.CodeRounded.Detail("code", clean.Code).At("/major/code"))
	}
	var missing []fault.Detail
	for _, part := range [][2]string{{"catalogue", clean.Catalogue}, {"level", clean.Level}, {"code", clean.Code}} {
		if part[1] == "" {
			missing = append(missing, fault.MissingValue.Detail().At("/major/"+part[0]))
		}
	}
	if missing != nil {
		return nil, fault.InvalidRequest.New().Listing(missing...)
	}
	return &clean, nil
}

// AddEnrolment enters where a person studies. Of the argument the organization and what follows
// it are read.
func (s Service) AddEnrolment(ctx context.Context, p id.ID[Person], e Enrolment) (Enrolment, error) {
	return changeAbout(ctx, s, p, access.AddEnrolment, func(u *work.Unit[Store], person Person) (Enrolment, error) {
		if err := known(ctx, u.Store, e.Organization); err != nil {
			return Enrolment{}, err
		}
		if err := e.check(); err != nil {
			return Enrolment{}, err
		}
		major, err := CleanMajor(e.Major)
		if err != nil {
			return Enrolment{}, err
		}
		e.Major = major
		e.ID, e.Revision, e.CreatedAt, e.UpdatedAt, e.Person = id.Random[Enrolment](u.IDs), 1, u.Now, u.Now, p
		u.Record(EnrolmentAdded{p, e.ID, e.Organization})
		return e, u.Store.AddEnrolment(ctx, e)
	})
}

// UpdateEnrolment says what to change; nil leaves a field as it is.
type UpdateEnrolment struct {
	Enrolment id.ID[Enrolment]
	Expected  int64
	Major     **Major
	Years     **int
	EntryYear **int
	Period    PeriodChange
}

// UpdateEnrolment changes one; revision_stale shows it as it is now.
func (s Service) UpdateEnrolment(ctx context.Context, in UpdateEnrolment) (Enrolment, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Enrolment, error) {
		e, err := u.Store.Enrolment(ctx, in.Enrolment)
		if err != nil {
			return Enrolment{}, err
		}
		if _, err := toChange(ctx, u, e.Person, access.UpdateEnrolment); err != nil {
			return Enrolment{}, err
		}
		if e.Revision != in.Expected {
			return Enrolment{}, fault.RevisionStale.New().Showing(e)
		}
		if in.Major != nil {
			if e.Major, err = CleanMajor(*in.Major); err != nil {
				return Enrolment{}, err
			}
		}
		if in.Years != nil {
			e.Years = *in.Years
		}
		if in.EntryYear != nil {
			e.EntryYear = *in.EntryYear
		}
		e.Period, e.Revision, e.UpdatedAt = e.with(in.Period), e.Revision+1, u.Now
		if err := e.check(); err != nil {
			return Enrolment{}, err
		}
		u.Record(EnrolmentUpdated{e.Person, e.ID, e.Revision})
		return e, u.Store.ChangeEnrolment(ctx, e)
	})
}

// Enrolments reads those of a person, the oldest first.
func (s Service) Enrolments(ctx context.Context, p id.ID[Person]) ([]Enrolment, error) {
	return readAbout(ctx, s, p, access.ListEnrolments, func(store Store, _ Person) ([]Enrolment, error) {
		return store.Enrolments(ctx, p)
	})
}
