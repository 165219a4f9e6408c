package store

import (
	"bytes"
	"context"
	"time"

	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/work"
)

type keyRow struct {
	Actor, Operation, Key string
	RequestHash           []byte
	Result                *string
	CreatedAt             instant
}

func (keyRow) TableName() string { return "idempotency_keys" }

// ClaimKey inserts the key first: a second request with the same key waits here for the
// first one's commit, at most the lock time-out.
func (tx *Tx) ClaimKey(ctx context.Context, k work.Key, now time.Time) ([]byte, bool, error) {
	made := tx.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).
		Create(&keyRow{Actor: k.Actor.String(), Operation: k.Operation, Key: k.Key, RequestHash: k.Hash[:], CreatedAt: at(now)})
	if err := made.Error; err != nil {
		if f := fault.As(translate(err)); f.Code == fault.RecordBusy {
			return nil, false, fault.KeyInFlight.New().After(time.Second).Because(err)
		}
		return nil, false, err
	}
	if made.RowsAffected == 1 {
		return nil, false, nil
	}
	var kept keyRow
	err := tx.db.WithContext(ctx).Where("actor = ? and operation = ? and key = ?", k.Actor.String(), k.Operation, k.Key).Take(&kept).Error
	switch {
	case err != nil:
		return nil, false, err
	case !bytes.Equal(kept.RequestHash, k.Hash[:]):
		return nil, false, fault.KeyReused.New()
	case kept.Result == nil:
		return nil, false, fault.KeyInFlight.New().After(time.Second)
	}
	return []byte(*kept.Result), true, nil
}

// KeepResult stores what a repeated request will be answered.
func (tx *Tx) KeepResult(ctx context.Context, k work.Key, result []byte) error {
	return tx.db.WithContext(ctx).Exec("update idempotency_keys set result = ? where actor = ? and operation = ? and key = ?",
		string(result), k.Actor.String(), k.Operation, k.Key).Error
}

// ExpireKeys forgets some of the keys that were claimed before an instant, the oldest first,
// and says how many.
func (tx *Tx) ExpireKeys(ctx context.Context, before time.Time, most int) (int, error) {
	done := tx.db.WithContext(ctx).Exec("delete from idempotency_keys where (actor, operation, key) in"+
		" (select actor, operation, key from idempotency_keys where created_at < ? order by created_at limit ?)", at(before), most)
	return int(done.RowsAffected), done.Error
}
