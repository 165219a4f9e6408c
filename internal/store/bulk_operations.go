package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/bulk"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
)

var _ bulk.Store = (*Tx)(nil)

type operationRow struct {
	ID           id.ID[bulk.Operation]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Kind         bulk.Work
	State        bulk.State
	Account      string
	Organization *id.ID[organizations.Organization]
	Subject      string
	Done         int
	Total        int
	Problem      document[*bulk.Problem]
	Cancelling   bool
	Runner       string
	LeaseUntil   *instant
	StartedAt    *instant
	EndedAt      *instant
}

func (operationRow) TableName() string { return "operations" }

func toOperationRow(o bulk.Operation) operationRow {
	return operationRow{
		o.ID, o.Revision, at(o.CreatedAt), at(o.UpdatedAt), o.Kind, o.State, o.Account.String(), o.Organization, o.Subject.String(),
		o.Done, o.Total, doc(o.Problem), o.Cancelling, o.Runner, atPtr(o.LeaseUntil), atPtr(o.StartedAt), atPtr(o.EndedAt),
	}
}

func (r operationRow) operation() bulk.Operation {
	return bulk.Operation{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Kind: r.Kind, State: r.State,
		Account: refOf(r.Account), Organization: r.Organization, Subject: refOf(r.Subject), Done: r.Done, Total: r.Total, Problem: r.Problem.V,
		Cancelling: r.Cancelling, Runner: r.Runner, LeaseUntil: timePtr(r.LeaseUntil), StartedAt: timePtr(r.StartedAt), EndedAt: timePtr(r.EndedAt),
	}
}

// refOf reads an id that this package has written; zero for none.
func refOf(text string) id.Ref {
	ref, _ := id.ParseRef(text)
	return ref
}

// Operation reads one.
func (tx *Tx) Operation(ctx context.Context, o id.ID[bulk.Operation]) (bulk.Operation, error) {
	var r operationRow
	err := tx.db.WithContext(ctx).Where("id = ?", o).Take(&r).Error
	return r.operation(), translate(err)
}

// AddOperation inserts one.
func (tx *Tx) AddOperation(ctx context.Context, o bulk.Operation) error {
	r := toOperationRow(o)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangeOperation writes one over the revision before it.
func (tx *Tx) ChangeOperation(ctx context.Context, o bulk.Operation) error {
	r := toOperationRow(o)
	return tx.replace(ctx, &r, o.ID[:], o.Revision)
}

// Operations reads a page, the newest first.
func (tx *Tx) Operations(ctx context.Context, f bulk.OperationFilter) (page.Page[bulk.Operation], error) {
	q := tx.db.WithContext(ctx).Model(&operationRow{})
	if !f.Everybodys {
		q = q.Where("account = ?", f.Account.String())
	}
	if f.State != "" {
		q = q.Where("state = ?", f.State)
	}
	rows, err := paged(q, f.Page, order{desc: true}, func(r operationRow) page.Position { return page.Position{ID: r.ID.String()} })
	return page.Map(rows, operationRow.operation), err
}

// NextOperation reads and locks the oldest that waits, or whose runner has let its time pass.
func (tx *Tx) NextOperation(ctx context.Context, now time.Time) (*bulk.Operation, error) {
	var r operationRow
	err := tx.db.WithContext(ctx).Clauses(clause.Locking{Strength: "UPDATE", Options: clause.LockingOptionsSkipLocked}).
		Where("state = 'queued' or (state = 'running' and lease_until < ?)", at(now)).Order("id").Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	o := r.operation()
	return &o, err
}

// Abandoned has the next NextOperation find what was running.
func (tx *Tx) Abandoned(ctx context.Context) error {
	return tx.db.WithContext(ctx).Exec("update operations set state = 'queued', runner = '', revision = revision + 1 where state = 'running'").Error
}
