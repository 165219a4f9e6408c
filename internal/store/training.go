package store

import (
	"context"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/training"
)

var _ training.Store = (*Tx)(nil)

type baseRow struct {
	ID           id.ID[training.Base]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Event        id.ID[programmes.Event]
	Organization id.ID[organizations.Organization]
	Status       training.BaseStatus
	Statement    string
	Position     *int
	ValidUntil   *string
	Inspections  document[[]training.Inspection]
	Decisions    document[[]training.Decision]

	Edition       id.ID[programmes.Edition]   `gorm:"->"`
	Programme     id.ID[programmes.Programme] `gorm:"->"`
	EditionStatus programmes.EditionStatus    `gorm:"->"`
	EditionYear   int                         `gorm:"->"`
	TimeZone      string                      `gorm:"->"`
}

func (baseRow) TableName() string { return "bases" }

func toBaseRow(b training.Base) baseRow {
	return baseRow{
		ID: b.ID, Revision: b.Revision, CreatedAt: at(b.CreatedAt), UpdatedAt: at(b.UpdatedAt), Event: b.Event, Organization: b.Organization,
		Status: b.Status, Statement: b.Statement, Position: b.Position, ValidUntil: b.ValidUntil, Inspections: doc(b.Inspections), Decisions: doc(b.Decisions),
	}
}

func (r baseRow) base() training.Base {
	return training.Base{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Event: r.Event, Organization: r.Organization,
		Status: r.Status, Statement: r.Statement, Position: r.Position, ValidUntil: r.ValidUntil, Inspections: r.Inspections.V, Decisions: r.Decisions.V,
		Edition: r.Edition, Programme: r.Programme, EditionStatus: r.EditionStatus, EditionYear: r.EditionYear, TimeZone: r.TimeZone,
	}
}

// baseColumns are those of a base with what it has of its event and edition.
var baseColumns = func() string {
	columns := "bases.*, (select edition from events where events.id = bases.event) as edition"
	for _, of := range [][2]string{{"programme", "programme"}, {"status", "edition_status"}, {"year", "edition_year"}, {"time_zone", "time_zone"}} {
		columns += ", (select " + of[0] + " from editions where editions.id = (select edition from events where events.id = bases.event)) as " + of[1]
	}
	return columns
}()

// Base reads one.
func (tx *Tx) Base(ctx context.Context, b id.ID[training.Base]) (training.Base, error) {
	var r baseRow
	err := tx.db.WithContext(ctx).Select(baseColumns).Where("id = ?", b).Take(&r).Error
	return r.base(), translate(err)
}

// LockBase reads one that the unit is going to change, or to change something in.
func (tx *Tx) LockBase(ctx context.Context, b id.ID[training.Base]) (training.Base, error) {
	var r baseRow
	err := tx.locked(ctx).Select(baseColumns).Where("id = ?", b).Take(&r).Error
	return r.base(), translate(err)
}

// AddBase inserts one.
func (tx *Tx) AddBase(ctx context.Context, b training.Base) error {
	r := toBaseRow(b)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangeBase writes one over the revision before it.
func (tx *Tx) ChangeBase(ctx context.Context, b training.Base) error {
	r := toBaseRow(b)
	return tx.replace(ctx, &r, b.ID[:], b.Revision)
}

// Bases reads a page of those that f.Seen allows, oldest first.
func (tx *Tx) Bases(ctx context.Context, f training.BaseFilter) (page.Page[training.Base], error) {
	q := seenBases(tx.db.WithContext(ctx).Model(&baseRow{}).Select(baseColumns), "", f.Seen)
	if f.Edition != nil {
		q = q.Where("event in (select id from events where edition = ?)", *f.Edition)
	}
	if f.Event != nil {
		q = q.Where("event = ?", *f.Event)
	}
	if f.Organization != nil {
		q = q.Where("organization = ?", *f.Organization)
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	rows, err := paged(q, f.Page, order{}, func(r baseRow) page.Position { return page.Position{ID: r.ID.String()} })
	return page.Map(rows, baseRow.base), err
}

// seenBases narrows a list to what belongs to bases within one of the caller's things. Of is how
// a row's bases are found: "%s" stands for a condition on bases; "" where the rows are bases.
func seenBases(q *gorm.DB, of string, s training.Seen) *gorm.DB {
	if s.Everything {
		return q
	}
	condition, values := ofBases(of, s.Within)
	return q.Where(condition, values...)
}

// ofBases is the condition for what belongs to bases within one of these things.
func ofBases(of string, within access.Scope) (condition string, values []any) {
	column := map[string]string{
		"bas": "id = ?", "org": "organization = ?", "evt": "event = ?", "edn": "event in (select id from events where edition = ?)",
		"prg": "event in (select v.id from events v join editions e on e.id = v.edition where e.programme = ?)",
	}
	parts := []string{"1 = 0"}
	for _, ref := range within {
		if c, ok := column[ref.Prefix]; ok {
			parts, values = append(parts, c), append(values, ref.UUID[:])
		}
	}
	condition = "(" + strings.Join(parts, " or ") + ")"
	if of != "" {
		condition = strings.Replace(of, "%s", condition, 1)
	}
	return condition, values
}

// basesOf reads some bases.
func (tx *Tx) basesOf(ctx context.Context, ids [][]byte) (map[id.ID[training.Base]]training.Base, error) {
	var rows []baseRow
	err := tx.db.WithContext(ctx).Select(baseColumns).Where("id in ?", ids).Find(&rows).Error
	out := make(map[id.ID[training.Base]]training.Base, len(rows))
	for _, r := range rows {
		out[r.ID] = r.base()
	}
	return out, err
}

type evaluationRow struct {
	ID         id.ID[training.Evaluation]
	Base       id.ID[training.Base]
	Account    *id.ID[accounts.Account]
	Recommends bool
	Score      *string
	Body       string
	CreatedAt  instant
}

func (evaluationRow) TableName() string { return "base_evaluations" }

// AddEvaluation inserts one.
func (tx *Tx) AddEvaluation(ctx context.Context, e training.Evaluation) error {
	return tx.db.WithContext(ctx).Create(&evaluationRow{e.ID, e.Base, e.By, e.Recommends, e.Score, e.Text, at(e.CreatedAt)}).Error
}

// Evaluations reads those of a base, oldest first.
func (tx *Tx) Evaluations(ctx context.Context, b id.ID[training.Base]) ([]training.Evaluation, error) {
	var rows []evaluationRow
	err := tx.db.WithContext(ctx).Where("base = ?", b).Order("id").Find(&rows).Error
	out := make([]training.Evaluation, len(rows))
	for i, r := range rows {
		out[i] = training.Evaluation{ID: r.ID, Base: r.Base, By: r.Account, Recommends: r.Recommends, Score: r.Score, Text: r.Body, CreatedAt: r.CreatedAt.Time}
	}
	return out, err
}

// RecognisedBases lists an event's, by id.
func (tx *Tx) RecognisedBases(ctx context.Context, e id.ID[programmes.Event]) ([]id.ID[training.Base], error) {
	var rows []struct{ ID id.ID[training.Base] }
	err := tx.db.WithContext(ctx).Table("bases").Select("id").Where("event = ? and status = ?", e, training.Recognised).Order("id").Find(&rows).Error
	out := make([]id.ID[training.Base], len(rows))
	for i, r := range rows {
		out[i] = r.ID
	}
	return out, err
}

type baseOrderRow struct {
	Event     id.ID[programmes.Event] `gorm:"primaryKey"`
	Revision  int64
	UpdatedAt instant
}

func (baseOrderRow) TableName() string { return "base_orders" }

// Order reads the published order of an event; revision 0 if there is none.
func (tx *Tx) Order(ctx context.Context, e id.ID[programmes.Event]) (training.Order, error) {
	db := tx.db.WithContext(ctx)
	var published []baseOrderRow
	if err := db.Where("event = ?", e).Find(&published).Error; err != nil || len(published) == 0 {
		return training.Order{Event: e}, err
	}
	order := training.Order{Event: e, Revision: published[0].Revision, UpdatedAt: published[0].UpdatedAt.Time}
	var rows []struct {
		ID           id.ID[training.Base]
		Organization id.ID[organizations.Organization]
		Position     int
	}
	err := db.Table("bases").Select("id, organization, position").Where("event = ? and position is not null", e).Order("position").Find(&rows).Error
	for _, r := range rows {
		order.Bases = append(order.Bases, training.Ordered{Base: r.ID, Organization: r.Organization, Position: r.Position})
	}
	return order, err
}

// PublishOrder writes an order in the place of the one before.
func (tx *Tx) PublishOrder(ctx context.Context, o training.Order) error {
	db := tx.db.WithContext(ctx)
	err := db.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "event"}}, DoUpdates: clause.AssignmentColumns([]string{"revision", "updated_at"})}).
		Create(&baseOrderRow{o.Event, o.Revision, at(o.UpdatedAt)}).Error
	if err != nil {
		return err
	}
	if err := db.Exec("update bases set position = null where event = ?", o.Event).Error; err != nil {
		return err
	}
	for _, b := range o.Bases {
		if err := db.Exec("update bases set position = ?, revision = revision + 1, updated_at = ? where id = ?", b.Position, at(o.UpdatedAt), b.Base).Error; err != nil {
			return err
		}
	}
	return nil
}
