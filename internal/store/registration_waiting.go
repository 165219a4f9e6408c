package store

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

// runOut is true of drafts whose hold has run out, and who still hold something.
const runOut = "held_until < ? and held_entries > 0 and submitted_at is null"

// Overdue reads the drafts of an edition whose holds have run out before an instant.
func (tx *Tx) Overdue(ctx context.Context, e id.ID[programmes.Edition], now time.Time) ([]registration.Entry, error) {
	var rows []entryRow
	err := tx.db.WithContext(ctx).Where(runOut, at(now)).Where("edition = ?", e).Order("held_until, id").Find(&rows).Error
	entries := make([]registration.Entry, len(rows))
	for i, r := range rows {
		entries[i] = r.entry()
	}
	return entries, err
}

// OverdueEditions lists editions with such drafts.
func (tx *Tx) OverdueEditions(ctx context.Context, now time.Time) (editions []id.ID[programmes.Edition], err error) {
	err = tx.db.WithContext(ctx).Table("entries").Distinct("edition").Where(runOut, at(now)).Order("edition").Pluck("edition", &editions).Error
	return editions, err
}

// EndHold has a draft hold nothing any more.
func (tx *Tx) EndHold(ctx context.Context, e id.ID[registration.Entry]) error {
	return tx.db.WithContext(ctx).Exec("update entries set held_entries = 0, held_competitors = 0, held_instructors = 0 where id = ?", e).Error
}

// Line reads everybody who waits in an edition, in the order in which they came.
func (tx *Tx) Line(ctx context.Context, e id.ID[programmes.Edition]) ([]registration.Entry, error) {
	var rows []entryRow
	err := tx.db.WithContext(ctx).Where("edition = ? and status = 'waiting'", e).Order("submitted_at, id").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	return tx.entries(ctx, rows)
}

type promotionRow struct {
	Entry      id.ID[registration.Entry]
	PromotedAt instant
	Why        document[registration.Why]
}

func (promotionRow) TableName() string { return "promotions" }

// AddPromotion keeps why an entry left the line.
func (tx *Tx) AddPromotion(ctx context.Context, p registration.Promotion) error {
	return tx.db.WithContext(ctx).Create(&promotionRow{p.Entry, at(p.PromotedAt), doc(p.Why)}).Error
}

// Promotion reads why an entry left the line.
func (tx *Tx) Promotion(ctx context.Context, e id.ID[registration.Entry]) (registration.Promotion, error) {
	var r promotionRow
	err := tx.db.WithContext(ctx).Where("entry = ?", e).Take(&r).Error
	return registration.Promotion{Entry: r.Entry, PromotedAt: r.PromotedAt.Time, Why: r.Why.V}, translate(err)
}

// Waiting reads a page of those who wait for a place in an event. A position counts all who came
// before, whoever may see them.
func (tx *Tx) Waiting(ctx context.Context, f registration.WaitingFilter) (page.Page[registration.InLine], error) {
	type lineRow struct {
		Entry    entryRow `gorm:"embedded"`
		Position int
	}
	line := tx.db.WithContext(ctx).Table("entries").Select("entries.*, row_number() over (order by submitted_at, id) as position").
		Where("event = ? and status = 'waiting'", f.Event)
	q := seenEntries(tx.db.WithContext(ctx).Table("(?) as entries", line), f.Seen)
	rows, err := paged(q, f.Page, order{column: "submitted_at"}, func(r lineRow) page.Position {
		return page.Position{Key: r.Entry.SubmittedAt.UTC().Format(instantText), ID: r.Entry.ID.String()}
	})
	return page.Map(rows, func(r lineRow) registration.InLine {
		return registration.InLine{Entry: r.Entry.entry(), Position: r.Position}
	}), err
}
