package store

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/backup"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/vault"
)

type retiredKeyRow struct {
	Name      string
	RetiredAt instant
}

func (retiredKeyRow) TableName() string { return "retired_keys" }

// keysLock is the advisory lock on PostgreSQL that whoever keeps something sealed shares, and
// whoever retires a key has alone. SQLite has one writer anyway.
const keysLock int64 = 0x52657469726564 // "Retired"

// sealing refuses what a retired key has sealed: sealing_key_retired. Until this unit ends nobody
// retires a key.
func (tx *Tx) sealing(ctx context.Context, all ...vault.Sealed) error {
	var keys []string
	for _, s := range all {
		if !slices.Contains(keys, s.Key) {
			keys = append(keys, s.Key)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	db := tx.db.WithContext(ctx)
	if tx.dialect == "postgres" {
		if err := db.Exec("select pg_advisory_xact_lock_shared(?)", keysLock).Error; err != nil {
			return err
		}
	}
	var retired int64
	if err := db.Table("retired_keys").Where("name in ?", keys).Count(&retired).Error; err != nil || retired == 0 {
		return err
	}
	return fault.SealingKeyRetired.New().After(time.Minute)
}

// RetireKeys has nothing sealed with these keys any more from this unit's commit on, by whichever
// process.
func (tx *Tx) RetireKeys(ctx context.Context, names []string, now time.Time) error {
	db := tx.db.WithContext(ctx)
	if tx.dialect == "postgres" {
		if err := db.Exec("select pg_advisory_xact_lock(?)", keysLock).Error; err != nil {
			return err
		}
	}
	for _, name := range names {
		if err := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&retiredKeyRow{name, at(now)}).Error; err != nil {
			return err
		}
	}
	return nil
}

// SealedRows finds the sealing keys that rows of a table cannot be read without; nil if nothing
// in it is sealed. It reads a row as a backup does, of this database or of an archive.
func SealedRows(t backup.Table) func(row []any) ([]string, error) {
	for i, c := range t.Columns {
		switch {
		case c.Name == "key_id":
			return func(row []any) ([]string, error) {
				if name, _ := row[i].(string); name != "" {
					return []string{name}, nil
				}
				return nil, nil // of the time before it was sealed
			}
		case t.Name == (importedRow{}).TableName() && c.Name == "body":
			return func(row []any) (names []string, err error) {
				text, _ := row[i].(string)
				var body rowBody
				err = json.Unmarshal([]byte(text), &body)
				for _, s := range body.Sealed {
					if !slices.Contains(names, s.Key) {
						names = append(names, s.Key)
					}
				}
				return names, err
			}
		}
	}
	return nil
}
