package store

import (
	"context"

	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/training"
)

type assignmentRow struct {
	ID        id.ID[training.Assignment]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	Base      id.ID[training.Base]
	Function  training.Function
	Account   *id.ID[accounts.Account]
	Person    *id.ID[people.Person]
	FromDate  string
	UntilDate *string
	Name      string `gorm:"->"` // of the account or the person
}

func (assignmentRow) TableName() string { return "base_staff" }

func toAssignmentRow(a training.Assignment) assignmentRow {
	return assignmentRow{
		ID: a.ID, Revision: a.Revision, CreatedAt: at(a.CreatedAt), UpdatedAt: at(a.UpdatedAt), Base: a.Base.ID, Function: a.Function,
		Account: a.Account, Person: a.Person, FromDate: a.From, UntilDate: a.Until,
	}
}

const assignmentColumns = `base_staff.*, coalesce((select display_name from accounts where accounts.id = base_staff.account),
	(select name from people where people.id = base_staff.person)) as name`

// assignments reads those that match, with their bases, in the order of their first day.
func (tx *Tx) assignments(ctx context.Context, where string, value any) ([]training.Assignment, error) {
	var rows []assignmentRow
	err := tx.db.WithContext(ctx).Select(assignmentColumns).Where(where, value).Order("from_date, id").Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	bases, err := tx.basesOf(ctx, idBytes(rows, func(r assignmentRow) [16]byte { return r.Base }))
	out := make([]training.Assignment, len(rows))
	for i, r := range rows {
		out[i] = training.Assignment{
			ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Base: bases[r.Base], Function: r.Function,
			Account: r.Account, Person: r.Person, From: r.FromDate, Until: r.UntilDate, Name: r.Name,
		}
	}
	return out, err
}

// Assignment reads one.
func (tx *Tx) Assignment(ctx context.Context, a id.ID[training.Assignment]) (training.Assignment, error) {
	found, err := tx.assignments(ctx, "id = ?", a)
	if err == nil && len(found) == 0 {
		err = gorm.ErrRecordNotFound
	}
	if err != nil {
		return training.Assignment{}, translate(err)
	}
	return found[0], nil
}

// Staff reads all assignments of a base.
func (tx *Tx) Staff(ctx context.Context, b id.ID[training.Base]) ([]training.Assignment, error) {
	return tx.assignments(ctx, "base = ?", b)
}

// StaffCandidates reads a page of active accounts, by name.
func (tx *Tx) StaffCandidates(ctx context.Context, f training.StaffFilter) (page.Page[accounts.Account], error) {
	condition, values := "id in (select account from base_staff)", []any(nil)
	if !f.Seen.Everything {
		condition, values = ofBases("id in (select account from base_staff where base in (select id from bases where %s))", f.Seen.Within)
	}
	return tx.candidates(ctx, f.Page, f.Query, condition, values...)
}

// AddAssignment inserts one.
func (tx *Tx) AddAssignment(ctx context.Context, a training.Assignment) error {
	r := toAssignmentRow(a)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangeAssignment writes one over the revision before it.
func (tx *Tx) ChangeAssignment(ctx context.Context, a training.Assignment) error {
	r := toAssignmentRow(a)
	return tx.replace(ctx, &r, a.ID[:], a.Revision)
}

// staffGrants are the roles that an account has by what it does at bases, past and future ones too.
func (tx *Tx) staffGrants(ctx context.Context, a id.ID[accounts.Account]) ([]accounts.Grant, error) {
	found, err := tx.assignments(ctx, "account = ?", a)
	grants := make([]accounts.Grant, len(found))
	for i, f := range found {
		g := f.Grant()
		grants[i] = accounts.Grant{ID: id.ID[accounts.Grant](f.ID), Account: a, Role: g.Role, On: g.On, From: g.From, Until: g.Until, CreatedAt: f.CreatedAt}
	}
	return grants, err
}
