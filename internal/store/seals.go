package store

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/relay"
)

var _ relay.Store = (*Tx)(nil)

// sealRow keeps the units one after the other, 16 bytes each.
type sealRow struct {
	Number   int64
	First    int64
	Facts    int
	Units    []byte
	Previous []byte
	Digest   []byte
	SealedAt instant
}

func (sealRow) TableName() string { return "seals" }

func toSealRow(s journal.Seal) sealRow {
	units := make([]byte, 0, 16*len(s.Units))
	for _, u := range s.Units {
		units = append(units, u[:]...)
	}
	return sealRow{s.Number, s.First, s.Count, units, s.Previous[:], s.Digest[:], at(s.SealedAt)}
}

// seal reads a row. Bytes of another length than they were written with make another seal,
// which the check then finds broken.
func (r sealRow) seal() journal.Seal {
	s := journal.Seal{Number: r.Number, First: r.First, Count: r.Facts, SealedAt: r.SealedAt.Time}
	copy(s.Previous[:], r.Previous)
	copy(s.Digest[:], r.Digest)
	for units := r.Units; len(units) >= 16; units = units[16:] {
		s.Units = append(s.Units, [16]byte(units))
	}
	return s
}

type treeRow struct {
	Position int64
	Hash     []byte
}

func (treeRow) TableName() string { return "seal_tree" }

type checkpointRow struct {
	Seals    int64
	Facts    int64
	Note     string
	SignedAt instant
}

func (checkpointRow) TableName() string { return "checkpoints" }

func (r checkpointRow) signed() journal.Signed {
	return journal.Signed{Seals: r.Seals, Facts: r.Facts, Note: r.Note, SignedAt: r.SignedAt.Time}
}

// sealingLock is the advisory lock of the one sealer on PostgreSQL.
const sealingLock int64 = 0x5365616c696e67 // "Sealing"

// TakeSealing makes this transaction the only one that seals until it ends; false if
// another process is at it. SQLite has one writer anyway.
func (tx *Tx) TakeSealing(ctx context.Context) (alone bool, err error) {
	if tx.dialect != "postgres" {
		return true, nil
	}
	err = tx.db.WithContext(ctx).Raw("select pg_try_advisory_xact_lock(?)", sealingLock).Scan(&alone).Error
	return alone, err
}

// UnitsWaiting lists units that wait for their seal, the oldest ids first.
func (tx *Tx) UnitsWaiting(ctx context.Context, most int) ([][16]byte, error) {
	var rows []unsealedRow
	err := tx.db.WithContext(ctx).Order("unit").Limit(most).Find(&rows).Error
	units := make([][16]byte, len(rows))
	for i, r := range rows {
		units[i] = r.Unit
	}
	return units, err
}

// UnitsToSeal lists units that wait for their seal, the oldest ids first, until they are too
// many or hold too many facts for one seal; more says that others are left.
func (tx *Tx) UnitsToSeal(ctx context.Context, mostUnits, mostFacts int) (units [][16]byte, more bool, err error) {
	var rows []struct {
		Unit  id.ID[anything]
		Facts int
	}
	err = tx.db.WithContext(ctx).Raw("select u.unit, (select count(*) from journal j where j.unit = u.unit) as facts"+
		" from unsealed u order by u.unit limit ?", mostUnits+1).Scan(&rows).Error
	facts := 0
	for i, r := range rows {
		if facts += r.Facts; i == mostUnits || i > 0 && facts > mostFacts {
			return units, true, err
		}
		units = append(units, r.Unit)
	}
	return units, false, err
}

// LastSeal is the newest seal, without its units; nil if there is none.
func (tx *Tx) LastSeal(ctx context.Context) (*journal.Seal, error) {
	var r sealRow
	err := tx.db.WithContext(ctx).Omit("units").Order("number desc").Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	s := r.seal()
	return &s, err
}

// SealsAfter reads seals in order.
func (tx *Tx) SealsAfter(ctx context.Context, number int64, most int) ([]journal.Seal, error) {
	var rows []sealRow
	err := tx.db.WithContext(ctx).Where("number > ?", number).Order("number").Limit(most).Find(&rows).Error
	seals := make([]journal.Seal, len(rows))
	for i, r := range rows {
		seals[i] = r.seal()
	}
	return seals, err
}

// AddSeal appends a seal with its tree hashes; its units wait no longer.
func (tx *Tx) AddSeal(ctx context.Context, s journal.Seal, hashes []tlog.Hash) error {
	db := tx.db.WithContext(ctx)
	row := toSealRow(s)
	if err := db.Create(&row).Error; err != nil {
		return err
	}
	tree := make([]treeRow, len(hashes))
	for i, h := range hashes {
		tree[i] = treeRow{journal.LeafPosition(s.Number) + int64(i), h[:]}
	}
	if err := db.Create(&tree).Error; err != nil {
		return err
	}
	condition, list := tx.among("unit", s.Units)
	done := db.Exec("delete from unsealed where "+condition, list)
	if done.Error == nil && done.RowsAffected != int64(len(s.Units)) {
		return fault.InternalError.New().Because(fmt.Errorf("store: %d units were sealed, %d had waited", len(s.Units), done.RowsAffected))
	}
	return done.Error
}

// SealTree reads the Merkle tree over the seals.
func (tx *Tx) SealTree(ctx context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(positions []int64) ([]tlog.Hash, error) {
		if len(positions) == 0 {
			return nil, nil
		}
		var rows []treeRow
		if err := tx.db.WithContext(ctx).Where("position in ?", positions).Find(&rows).Error; err != nil {
			return nil, err
		}
		found := make(map[int64]tlog.Hash, len(rows))
		for _, r := range rows {
			var h tlog.Hash
			copy(h[:], r.Hash)
			found[r.Position] = h
		}
		hashes := make([]tlog.Hash, len(positions))
		for i, p := range positions {
			h, ok := found[p]
			if !ok {
				return nil, fmt.Errorf("store: the seal tree has no hash at position %d", p)
			}
			hashes[i] = h
		}
		return hashes, nil
	})
}

// LastCheckpoint is the newest checkpoint; nil if there is none.
func (tx *Tx) LastCheckpoint(ctx context.Context) (*journal.Signed, error) {
	var r checkpointRow
	err := tx.db.WithContext(ctx).Order("seals desc").Take(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	s := r.signed()
	return &s, err
}

// AddCheckpoint keeps a checkpoint; one for the same seals that is there already stays.
func (tx *Tx) AddCheckpoint(ctx context.Context, s journal.Signed) error {
	return tx.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).
		Create(&checkpointRow{s.Seals, s.Facts, s.Note, at(s.SignedAt)}).Error
}
