package store

import (
	"bytes"
	"context"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/work"
)

type journalRow struct {
	Unit         id.ID[anything]
	Ordinal      int
	At           instant
	Actor        string
	Action       string
	Name         string
	Subject      string
	Within       string
	Edition      *string
	Request      string
	Data         string
	PersonalHash *string
}

func (journalRow) TableName() string { return "journal" }

type personalRow struct {
	Unit    id.ID[anything]
	Ordinal int
	Person  string
	Salt    []byte
	Body    string
}

func (personalRow) TableName() string { return "journal_personal" }

// Append adds the entries of one unit, and notes that the unit waits for its seal.
func (tx *Tx) Append(ctx context.Context, entries []journal.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	db := tx.db.WithContext(ctx)
	rows := make([]journalRow, len(entries))
	var personal []personalRow
	for i, e := range entries {
		rows[i] = toJournalRow(e)
		if p := e.Personal; p != nil {
			personal = append(personal, personalRow{rows[i].Unit, e.Ordinal, p.Person.String(), p.Salt, string(p.Values)})
		}
	}
	if err := db.CreateInBatches(&rows, 500).Error; err != nil {
		return err
	}
	if len(personal) > 0 {
		if err := db.CreateInBatches(&personal, 500).Error; err != nil {
			return err
		}
	}
	return db.Exec("insert into unsealed (unit) values (?)", rows[0].Unit).Error
}

func toJournalRow(e journal.Entry) journalRow {
	r := journalRow{
		Unit: e.Unit, Ordinal: e.Ordinal, At: at(e.At), Actor: e.Actor.String(), Action: e.Action, Name: e.Name,
		Subject: e.Subject.String(), Request: e.Request, Data: string(e.Data),
	}
	within := make([]string, len(e.Within))
	for i, ref := range e.Within {
		within[i] = ref.String()
		if ref.Prefix == "edn" {
			r.Edition = &within[i]
		}
	}
	r.Within = strings.Join(within, " ")
	if e.Personal != nil {
		r.PersonalHash = &e.Personal.Hash
	}
	return r
}

func (r journalRow) entry() (journal.Entry, error) {
	e := journal.Entry{Unit: r.Unit, Ordinal: r.Ordinal, At: r.At.Time, Action: r.Action, Name: r.Name, Request: r.Request, Data: []byte(r.Data)}
	var err error
	for text, into := range map[string]*id.Ref{r.Actor: &e.Actor, r.Subject: &e.Subject} {
		if text != "" {
			if *into, err = id.ParseRef(text); err != nil {
				return e, err
			}
		}
	}
	for _, text := range strings.Fields(r.Within) {
		ref, err := id.ParseRef(text)
		if err != nil {
			return e, err
		}
		e.Within = append(e.Within, ref)
	}
	if r.PersonalHash != nil {
		e.Personal = &journal.Personal{Hash: *r.PersonalHash}
	}
	return e, nil
}

// ClaimKey inserts the key first: a second request with the same key waits here for the
// first one's commit, at most the lock time-out.
func (tx *Tx) ClaimKey(ctx context.Context, k work.Key, now time.Time) ([]byte, bool, error) {
	type keyRow struct {
		Actor, Operation, Key string
		RequestHash           []byte
		Result                *string
		CreatedAt             instant
	}
	db := tx.db.WithContext(ctx).Table("idempotency_keys")
	made := db.Clauses(clause.OnConflict{DoNothing: true}).
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
	err := tx.db.WithContext(ctx).Table("idempotency_keys").Where("actor = ? and operation = ? and key = ?", k.Actor.String(), k.Operation, k.Key).Take(&kept).Error
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
