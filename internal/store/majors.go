package store

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/majors"
	"github.com/saichang/saichang/internal/page"
)

var _ majors.Store = (*Tx)(nil)

type majorRow struct {
	ID        id.ID[majors.Major]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	Catalogue string
	Level     majors.Level
	Code      string
	Name      string
}

func (majorRow) TableName() string { return "majors" }

func toMajorRow(m majors.Major) majorRow {
	return majorRow{m.ID, m.Revision, at(m.CreatedAt), at(m.UpdatedAt), m.Catalogue, m.Level, m.Code, m.Name}
}

func (r majorRow) major() majors.Major {
	return majors.Major{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time,
		Key: majors.Key{Catalogue: r.Catalogue, Level: r.Level, Code: r.Code}, Name: r.Name,
	}
}

// Major reads one.
func (tx *Tx) Major(ctx context.Context, m id.ID[majors.Major]) (majors.Major, error) {
	var r majorRow
	err := tx.db.WithContext(ctx).Where("id = ?", m).Take(&r).Error
	return r.major(), translate(err)
}

// MajorsOf reads all of a version of the catalogue.
func (tx *Tx) MajorsOf(ctx context.Context, catalogue string) (map[majors.Key]majors.Major, error) {
	var rows []majorRow
	err := tx.db.WithContext(ctx).Where("catalogue = ?", catalogue).Find(&rows).Error
	out := make(map[majors.Key]majors.Major, len(rows))
	for _, r := range rows {
		m := r.major()
		out[m.Key] = m
	}
	return out, err
}

// AddMajors inserts some.
func (tx *Tx) AddMajors(ctx context.Context, all []majors.Major) error {
	if len(all) == 0 {
		return nil
	}
	rows := make([]majorRow, len(all))
	var keys []searchKeyRow
	for i, m := range all {
		rows[i] = toMajorRow(m)
		keys = append(keys, searchKeyRows(m.ID.Ref(), m.Name)...)
	}
	if err := insert(ctx, tx, rows); err != nil {
		return err
	}
	return insert(ctx, tx, keys)
}

// ChangeMajor writes one over the revision before it.
func (tx *Tx) ChangeMajor(ctx context.Context, m majors.Major) error {
	r := toMajorRow(m)
	if err := tx.replace(ctx, &r, m.ID[:], m.Revision); err != nil {
		return err
	}
	return tx.saveSearchKeys(ctx, m.ID.Ref(), m.Name)
}

// Majors reads a page, by code.
func (tx *Tx) Majors(ctx context.Context, f majors.Filter) (page.Page[majors.Major], error) {
	q := tx.named(tx.db.WithContext(ctx).Model(&majorRow{}), "maj", f.Query)
	for column, value := range map[string]string{"catalogue": f.Catalogue, "level": string(f.Level), "code": f.Code} {
		if value != "" {
			q = q.Where(column+" = ?", value)
		}
	}
	rows, err := paged(q, f.Page, order{column: "code"}, func(r majorRow) page.Position { return page.Position{Key: r.Code, ID: r.ID.String()} })
	return page.Map(rows, majorRow.major), err
}
