package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/saichang/saichang/internal/audit"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/page"
)

var _ audit.Store = (*Tx)(nil)

// unitSlack is how far an entry's instant may be from its unit's, which is its batch's. The
// bounds on units only help the index; the bounds on instants decide.
const unitSlack = 10 * time.Minute

// AuditEntries reads a page, newest first. Every filter on a thing has its index, ordered by
// unit; action and name only thin out what the others leave.
func (tx *Tx) AuditEntries(ctx context.Context, f audit.Filter) (page.Page[journal.Entry], error) {
	q := tx.db.WithContext(ctx).Model(&journalRow{})
	for column, value := range map[string]string{
		"actor": f.Actor.String(), "action": f.Action, "name": f.Name, "subject": f.Subject.String(), "edition": f.Edition.String(),
	} {
		if value != "" {
			q = q.Where(column+" = ?", value)
		}
	}
	if !f.Since.IsZero() {
		floor := journal.UnitFloor(f.Since.Add(-unitSlack))
		q = q.Where("unit >= ? and at >= ?", floor[:], upToMillisecond(f.Since))
	}
	if !f.Until.IsZero() {
		floor := journal.UnitFloor(f.Until.Add(unitSlack))
		q = q.Where("unit < ? and at < ?", floor[:], upToMillisecond(f.Until))
	}
	after, err := f.Page.After()
	if err != nil {
		return page.Page[journal.Entry]{}, err
	}
	if after != nil {
		unit, ordinal, err := parseEntryPosition(after.Key)
		if err != nil {
			return page.Page[journal.Entry]{}, err
		}
		// Rows are not compared as such: gorm takes bytes apart that follow a bracket.
		q = q.Where("unit <= ? and (unit < ? or ordinal < ?)", unit, unit, ordinal)
	}
	var rows []journalRow
	if err := q.Order("unit desc, ordinal desc").Limit(f.Page.Size() + 1).Find(&rows).Error; err != nil {
		return page.Page[journal.Entry]{}, err
	}
	p := page.Cut(f.Page, rows, func(r journalRow) page.Position { return page.Position{Key: entryPosition(r)} })
	return page.Map(p, func(r journalRow) journal.Entry { return r.found().Entry }), nil
}

// upToMillisecond is the first instant that the journal can hold not before this one.
func upToMillisecond(t time.Time) instant {
	return at(t.Add(time.Millisecond - time.Nanosecond).Truncate(time.Millisecond))
}

func entryPosition(r journalRow) string {
	return hex.EncodeToString(r.Unit[:]) + "." + strconv.Itoa(r.Ordinal)
}

func parseEntryPosition(key string) (unit []byte, ordinal int, err error) {
	text, place, _ := strings.Cut(key, ".")
	unit, err = hex.DecodeString(text)
	if err == nil {
		ordinal, err = strconv.Atoi(place)
	}
	if err != nil {
		return nil, 0, fault.InvalidCursor.New().Because(err)
	}
	return unit, ordinal, nil
}

// Checkpoints reads a page, newest first.
func (tx *Tx) Checkpoints(ctx context.Context, r page.Request) (page.Page[journal.Signed], error) {
	q := tx.db.WithContext(ctx)
	after, err := r.After()
	if err != nil {
		return page.Page[journal.Signed]{}, err
	}
	if after != nil {
		seals, err := strconv.ParseInt(after.Key, 10, 64)
		if err != nil {
			return page.Page[journal.Signed]{}, fault.InvalidCursor.New().Because(err)
		}
		q = q.Where("seals < ?", seals)
	}
	var rows []checkpointRow
	if err := q.Order("seals desc").Limit(r.Size() + 1).Find(&rows).Error; err != nil {
		return page.Page[journal.Signed]{}, err
	}
	p := page.Cut(r, rows, func(r checkpointRow) page.Position { return page.Position{Key: fmt.Sprint(r.Seals)} })
	return page.Map(p, checkpointRow.signed), nil
}

// CheckpointsAfter reads checkpoints over more seals than that, in order.
func (tx *Tx) CheckpointsAfter(ctx context.Context, seals int64, most int) ([]journal.Signed, error) {
	var rows []checkpointRow
	err := tx.db.WithContext(ctx).Where("seals > ?", seals).Order("seals").Limit(most).Find(&rows).Error
	signed := make([]journal.Signed, len(rows))
	for i, r := range rows {
		signed[i] = r.signed()
	}
	return signed, err
}

// TreeHashes reads the stored hashes at the positions from one on, in order, until one is
// missing.
func (tx *Tx) TreeHashes(ctx context.Context, from int64, most int) ([]tlog.Hash, error) {
	var rows []treeRow
	err := tx.db.WithContext(ctx).Where("position >= ?", from).Order("position").Limit(most).Find(&rows).Error
	var hashes []tlog.Hash
	for i, r := range rows {
		if r.Position != from+int64(i) {
			break
		}
		var h tlog.Hash
		copy(h[:], r.Hash)
		hashes = append(hashes, h)
	}
	return hashes, err
}

// TreeSize is how many tree hashes are stored.
func (tx *Tx) TreeSize(ctx context.Context) (int64, error) {
	var n int64
	err := tx.db.WithContext(ctx).Model(&treeRow{}).Count(&n).Error
	return n, err
}

// JournalUnits lists the units that the journal has entries of, after one (nil: from the
// first), in order.
func (tx *Tx) JournalUnits(ctx context.Context, after *[16]byte, most int) ([][16]byte, error) {
	return tx.unitsOf(ctx, "journal", after, most)
}

// UnitsWaitingAfter lists the units that wait for their seal, after one (nil: from the
// first), in order.
func (tx *Tx) UnitsWaitingAfter(ctx context.Context, after *[16]byte, most int) ([][16]byte, error) {
	return tx.unitsOf(ctx, "unsealed", after, most)
}

func (tx *Tx) unitsOf(ctx context.Context, table string, after *[16]byte, most int) ([][16]byte, error) {
	q := tx.db.WithContext(ctx).Table(table).Distinct("unit")
	if after != nil {
		q = q.Where("unit > ?", after[:])
	}
	var rows []struct{ Unit id.ID[anything] }
	err := q.Order("unit").Limit(most).Find(&rows).Error
	units := make([][16]byte, len(rows))
	for i, r := range rows {
		units[i] = r.Unit
	}
	return units, err
}
