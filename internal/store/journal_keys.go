package store

import (
	"bytes"
	"context"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/work"
)

type keyRow struct {
	Actor, Operation, Key string
	RequestHash           []byte
	Result                *string
	Action, Within        string // what was asked about last
	CreatedAt             instant
}

func (keyRow) TableName() string { return "idempotency_keys" }

// ClaimKey inserts the key first: a second request with the same key waits here for the
// first one's commit, at most the lock time-out.
func (tx *Tx) ClaimKey(ctx context.Context, k work.Key, now time.Time) (none work.Kept, _ bool, err error) {
	made := tx.db.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).
		Create(&keyRow{Actor: k.Actor.String(), Operation: k.Operation, Key: k.Key, RequestHash: k.Hash[:], CreatedAt: at(now)})
	if err := made.Error; err != nil {
		if f := fault.As(translate(err)); f.Code == fault.RecordBusy {
			return none, false, fault.KeyInFlight.New().After(time.Second).Because(err)
		}
		return none, false, err
	}
	if made.RowsAffected == 1 {
		return none, false, nil
	}
	var kept keyRow
	err = tx.db.WithContext(ctx).Where("actor = ? and operation = ? and key = ?", k.Actor.String(), k.Operation, k.Key).Take(&kept).Error
	switch {
	case err != nil:
		return none, false, err
	case !bytes.Equal(kept.RequestHash, k.Hash[:]):
		return none, false, fault.KeyReused.New()
	case kept.Result == nil:
		return none, false, fault.KeyInFlight.New().After(time.Second)
	}
	found := work.Kept{Result: []byte(*kept.Result), Action: access.Action(kept.Action)}
	for _, text := range strings.Fields(kept.Within) {
		ref, err := id.ParseRef(text)
		if err != nil {
			return none, false, err
		}
		found.Within = append(found.Within, ref)
	}
	return found, true, nil
}

// KeepResult stores what a repeated request will be answered.
func (tx *Tx) KeepResult(ctx context.Context, k work.Key, kept work.Kept) error {
	return tx.db.WithContext(ctx).Exec("update idempotency_keys set result = ?, action = ?, within = ? where actor = ? and operation = ? and key = ?",
		string(kept.Result), string(kept.Action), textOfRefs(kept.Within), k.Actor.String(), k.Operation, k.Key).Error
}

// ForgetResults forgets the kept answers that name a person.
func (tx *Tx) ForgetResults(ctx context.Context, p id.ID[people.Person]) error {
	return tx.db.WithContext(ctx).Exec("delete from idempotency_keys where result like ?", "%"+p.String()+"%").Error
}

// ExpireKeys forgets some of the keys that were claimed before an instant, the oldest first,
// and says how many.
func (tx *Tx) ExpireKeys(ctx context.Context, before time.Time, most int) (int, error) {
	done := tx.db.WithContext(ctx).Exec("delete from idempotency_keys where (actor, operation, key) in"+
		" (select actor, operation, key from idempotency_keys where created_at < ? order by created_at limit ?)", at(before), most)
	return int(done.RowsAffected), done.Error
}
