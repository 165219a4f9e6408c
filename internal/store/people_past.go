package store

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
)

type enrolmentRow struct {
	ID           id.ID[people.Enrolment]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Person       id.ID[people.Person]
	Organization id.ID[organizations.Organization]
	Major        document[*people.Major]
	Years        *int
	EntryYear    *int
	FromDate     *string
	UntilDate    *string
}

func (enrolmentRow) TableName() string { return "enrolments" }

func toEnrolmentRow(e people.Enrolment) enrolmentRow {
	return enrolmentRow{
		e.ID, e.Revision, at(e.CreatedAt), at(e.UpdatedAt), e.Person, e.Organization, doc(e.Major), e.Years, e.EntryYear, e.From, e.Until,
	}
}

func (r enrolmentRow) enrolment() people.Enrolment {
	return people.Enrolment{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Person: r.Person, Organization: r.Organization,
		Major: r.Major.V, Years: r.Years, EntryYear: r.EntryYear, Period: people.Period{From: r.FromDate, Until: r.UntilDate},
	}
}

// Enrolment reads one.
func (tx *Tx) Enrolment(ctx context.Context, e id.ID[people.Enrolment]) (people.Enrolment, error) {
	var r enrolmentRow
	err := tx.db.WithContext(ctx).Where("id = ?", e).Take(&r).Error
	return r.enrolment(), translate(err)
}

// Enrolments reads those of a person, the oldest first.
func (tx *Tx) Enrolments(ctx context.Context, p id.ID[people.Person]) ([]people.Enrolment, error) {
	return hangingOn(ctx, tx, p, enrolmentRow.enrolment)
}

// AddEnrolment inserts one.
func (tx *Tx) AddEnrolment(ctx context.Context, e people.Enrolment) error {
	r := toEnrolmentRow(e)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangeEnrolment writes one over the revision before it.
func (tx *Tx) ChangeEnrolment(ctx context.Context, e people.Enrolment) error {
	r := toEnrolmentRow(e)
	return tx.replace(ctx, &r, e.ID[:], e.Revision)
}

type employmentRow struct {
	ID            id.ID[people.Employment]
	Revision      int64
	CreatedAt     instant
	UpdatedAt     instant
	Person        id.ID[people.Person]
	Organization  id.ID[organizations.Organization]
	Title         *string
	Kind          people.EmploymentKind
	DualQualified bool
	FromDate      *string
	UntilDate     *string
}

func (employmentRow) TableName() string { return "employments" }

func toEmploymentRow(e people.Employment) employmentRow {
	return employmentRow{
		e.ID, e.Revision, at(e.CreatedAt), at(e.UpdatedAt), e.Person, e.Organization, e.Title, e.Kind, e.DualQualified, e.From, e.Until,
	}
}

func (r employmentRow) employment() people.Employment {
	return people.Employment{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Person: r.Person, Organization: r.Organization,
		Title: r.Title, Kind: r.Kind, DualQualified: r.DualQualified, Period: people.Period{From: r.FromDate, Until: r.UntilDate},
	}
}

// Employment reads one.
func (tx *Tx) Employment(ctx context.Context, e id.ID[people.Employment]) (people.Employment, error) {
	var r employmentRow
	err := tx.db.WithContext(ctx).Where("id = ?", e).Take(&r).Error
	return r.employment(), translate(err)
}

// Employments reads those of a person, the oldest first.
func (tx *Tx) Employments(ctx context.Context, p id.ID[people.Person]) ([]people.Employment, error) {
	return hangingOn(ctx, tx, p, employmentRow.employment)
}

// AddEmployment inserts one.
func (tx *Tx) AddEmployment(ctx context.Context, e people.Employment) error {
	r := toEmploymentRow(e)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangeEmployment writes one over the revision before it.
func (tx *Tx) ChangeEmployment(ctx context.Context, e people.Employment) error {
	r := toEmploymentRow(e)
	return tx.replace(ctx, &r, e.ID[:], e.Revision)
}
