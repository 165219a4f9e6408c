package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
)

var _ programmes.Store = (*Tx)(nil)

type programmeRow struct {
	ID           id.ID[programmes.Programme]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Name         document[names.Text]
	SortKey      string
	Organization *id.ID[organizations.Organization]
}

func (programmeRow) TableName() string { return "programmes" }

func toProgrammeRow(p programmes.Programme) programmeRow {
	return programmeRow{p.ID, p.Revision, at(p.CreatedAt), at(p.UpdatedAt), doc(p.Name), names.SortKey(p.Name.In("zh")), p.Organization}
}

func (r programmeRow) programme() programmes.Programme {
	return programmes.Programme{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Name: r.Name.V, Organization: r.Organization,
	}
}

// Programme reads one.
func (tx *Tx) Programme(ctx context.Context, p id.ID[programmes.Programme]) (programmes.Programme, error) {
	var r programmeRow
	err := tx.db.WithContext(ctx).Where("id = ?", p).Take(&r).Error
	return r.programme(), err
}

// AddProgramme inserts one.
func (tx *Tx) AddProgramme(ctx context.Context, p programmes.Programme) error {
	r := toProgrammeRow(p)
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.saveNames(ctx, p.ID.Ref(), p.Name)
}

// ChangeProgramme writes one over the revision before it.
func (tx *Tx) ChangeProgramme(ctx context.Context, p programmes.Programme) error {
	r := toProgrammeRow(p)
	if err := tx.replace(ctx, &r, p.ID[:], p.Revision); err != nil {
		return err
	}
	return tx.saveNames(ctx, p.ID.Ref(), p.Name)
}

// Programmes reads a page.
func (tx *Tx) Programmes(ctx context.Context, f programmes.ProgrammeFilter) (page.Page[programmes.Programme], error) {
	q := tx.named(tx.db.WithContext(ctx).Model(&programmeRow{}), "prg", f.Query)
	rows, err := paged(q, f.Page, order{}, func(r programmeRow) page.Position { return page.Position{ID: r.ID.String()} })
	return page.Map(rows, programmeRow.programme), err
}

type editionRow struct {
	ID                   id.ID[programmes.Edition]
	Revision             int64
	CreatedAt            instant
	UpdatedAt            instant
	Programme            id.ID[programmes.Programme]
	Number               int
	Year                 int
	Name                 document[names.Text]
	SortKey              string
	Host                 document[names.Text]
	Status               programmes.EditionStatus
	StatusReason         *string
	TimeZone             string
	StartsDate           *string
	EndsDate             *string
	RegistrationOpensAt  *instant
	RegistrationClosesAt *instant
	SubstitutionOpensAt  *instant
	SubstitutionClosesAt *instant
	WithdrawalOpensAt    *instant
	WithdrawalClosesAt   *instant
	HoldMinutes          *int
	WaitingList          bool
	ReplacedBy           *id.ID[programmes.Edition]
	RuleSet              *id.ID[programmes.RuleSet]
}

func (editionRow) TableName() string { return "editions" }

func toEditionRow(e programmes.Edition) editionRow {
	return editionRow{
		e.ID, e.Revision, at(e.CreatedAt), at(e.UpdatedAt), e.Programme, e.Number, e.Year, doc(e.Name), names.SortKey(e.Name.In("zh")),
		doc(e.Host), e.Status, e.StatusReason, e.TimeZone, e.StartsDate, e.EndsDate,
		atPtr(e.Registration.OpensAt), atPtr(e.Registration.ClosesAt), atPtr(e.Substitution.OpensAt), atPtr(e.Substitution.ClosesAt),
		atPtr(e.Withdrawal.OpensAt), atPtr(e.Withdrawal.ClosesAt), e.HoldMinutes, e.WaitingList, e.ReplacedBy, e.RuleSet,
	}
}

func (r editionRow) edition() programmes.Edition {
	return programmes.Edition{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Programme: r.Programme,
		Number: r.Number, Year: r.Year, Name: r.Name.V, Host: r.Host.V, Status: r.Status, StatusReason: r.StatusReason,
		TimeZone: r.TimeZone, StartsDate: r.StartsDate, EndsDate: r.EndsDate,
		Registration: programmes.Window{OpensAt: timePtr(r.RegistrationOpensAt), ClosesAt: timePtr(r.RegistrationClosesAt)},
		Substitution: programmes.Window{OpensAt: timePtr(r.SubstitutionOpensAt), ClosesAt: timePtr(r.SubstitutionClosesAt)},
		Withdrawal:   programmes.Window{OpensAt: timePtr(r.WithdrawalOpensAt), ClosesAt: timePtr(r.WithdrawalClosesAt)},
		HoldMinutes:  r.HoldMinutes, WaitingList: r.WaitingList, ReplacedBy: r.ReplacedBy, RuleSet: r.RuleSet,
	}
}

// Edition reads one.
func (tx *Tx) Edition(ctx context.Context, e id.ID[programmes.Edition]) (programmes.Edition, error) {
	return takeEdition(tx.db.WithContext(ctx), e)
}

// LockEdition reads one that the unit is going to change or add to.
func (tx *Tx) LockEdition(ctx context.Context, e id.ID[programmes.Edition]) (programmes.Edition, error) {
	return takeEdition(tx.locked(ctx), e)
}

// HoldEdition reads one that nobody changes until the unit is over.
func (tx *Tx) HoldEdition(ctx context.Context, e id.ID[programmes.Edition]) (programmes.Edition, error) {
	return takeEdition(tx.db.WithContext(ctx).Clauses(clause.Locking{Strength: "SHARE"}), e)
}

func takeEdition(q *gorm.DB, e id.ID[programmes.Edition]) (programmes.Edition, error) {
	var r editionRow
	err := q.Where("id = ?", e).Take(&r).Error
	return r.edition(), translate(err)
}

// AddEdition inserts one.
func (tx *Tx) AddEdition(ctx context.Context, e programmes.Edition) error {
	r := toEditionRow(e)
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.saveNames(ctx, e.ID.Ref(), e.Name)
}

// ChangeEdition writes one over the revision before it.
func (tx *Tx) ChangeEdition(ctx context.Context, e programmes.Edition) error {
	r := toEditionRow(e)
	if err := tx.replace(ctx, &r, e.ID[:], e.Revision); err != nil {
		return err
	}
	return tx.saveNames(ctx, e.ID.Ref(), e.Name)
}

// Editions reads a page.
func (tx *Tx) Editions(ctx context.Context, f programmes.EditionFilter) (page.Page[programmes.Edition], error) {
	q := tx.named(tx.db.WithContext(ctx).Model(&editionRow{}), "edn", f.Query)
	if f.Programme != nil {
		q = q.Where("programme = ?", *f.Programme)
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	if f.Year != 0 {
		q = q.Where("year = ?", f.Year)
	}
	o := order{desc: f.Descending}
	if f.ByName {
		o.column = "sort_key"
	}
	rows, err := paged(q, f.Page, o, func(r editionRow) page.Position { return page.Position{Key: r.SortKey, ID: r.ID.String()} })
	return page.Map(rows, editionRow.edition), err
}
