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

// Employment is where a person works or worked (任职).
type Employment struct {
	ID            id.ID[Employment]
	Revision      int64
	CreatedAt     time.Time
	UpdatedAt     time.Time
	Person        id.ID[Person]
	Organization  id.ID[organizations.Organization]
	Title         *string
	Kind          EmploymentKind
	DualQualified bool // 双师型
	Period
}

// IDPrefix is "emp".
func (Employment) IDPrefix() string { return "emp" }

// EmploymentKind is full or part time (专任, 兼职).
type EmploymentKind string

// clean is the employment with its title in normal form; nil for an empty one.
func (e Employment) clean() Employment {
	if e.Title != nil {
		title := names.Clean(*e.Title)
		if e.Title = &title; title == "" {
			e.Title = nil
		}
	}
	return e
}

// AddEmployment enters where a person works. Of the argument the organization and what follows it
// are read.
func (s Service) AddEmployment(ctx context.Context, p id.ID[Person], e Employment) (Employment, error) {
	return changeAbout(ctx, s, p, access.AddEmployment, func(u *work.Unit[Store], person Person) (Employment, error) {
		if err := known(ctx, u.Store, e.Organization); err != nil {
			return Employment{}, err
		}
		if err := e.check(); err != nil {
			return Employment{}, err
		}
		e = e.clean()
		e.ID, e.Revision, e.CreatedAt, e.UpdatedAt, e.Person = id.Random[Employment](u.IDs), 1, u.Now, u.Now, p
		u.Record(EmploymentAdded{p, e.ID, e.Organization})
		return e, u.Store.AddEmployment(ctx, e)
	})
}

// UpdateEmployment says what to change; nil leaves a field as it is.
type UpdateEmployment struct {
	Employment    id.ID[Employment]
	Expected      int64
	Title         **string
	Kind          *EmploymentKind
	DualQualified *bool
	Period        PeriodChange
}

// UpdateEmployment changes one; revision_stale shows it as it is now.
func (s Service) UpdateEmployment(ctx context.Context, in UpdateEmployment) (Employment, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Employment, error) {
		e, err := u.Store.Employment(ctx, in.Employment)
		if err != nil {
			return Employment{}, err
		}
		if _, err := toChange(ctx, u, e.Person, access.UpdateEmployment); err != nil {
			return Employment{}, err
		}
		if e.Revision != in.Expected {
			return Employment{}, fault.RevisionStale.New().Showing(e)
		}
		if in.Title != nil {
			e.Title = *in.Title
		}
		if in.Kind != nil {
			e.Kind = *in.Kind
		}
		if in.DualQualified != nil {
			e.DualQualified = *in.DualQualified
		}
		e = e.clean()
		e.Period, e.Revision, e.UpdatedAt = e.with(in.Period), e.Revision+1, u.Now
		if err := e.check(); err != nil {
			return Employment{}, err
		}
		u.Record(EmploymentUpdated{e.Person, e.ID, e.Revision})
		return e, u.Store.ChangeEmployment(ctx, e)
	})
}

// Employments reads those of a person, the oldest first.
func (s Service) Employments(ctx context.Context, p id.ID[Person]) ([]Employment, error) {
	return readAbout(ctx, s, p, access.ListEmployments, func(store Store, _ Person) ([]Employment, error) {
		return store.Employments(ctx, p)
	})
}
