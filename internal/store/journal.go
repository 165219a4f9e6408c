package store

import (
	"context"
	"strings"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
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

type unsealedRow struct{ Unit id.ID[anything] }

func (unsealedRow) TableName() string { return "unsealed" }

// Append adds the entries of one unit, or of several, and notes that they wait for their
// seal.
func (tx *Tx) Append(ctx context.Context, entries []journal.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	rows := make([]journalRow, len(entries))
	var personal []personalRow
	var units []unsealedRow
	for i, e := range entries {
		rows[i] = toJournalRow(e)
		if p := e.Personal; p != nil {
			personal = append(personal, personalRow{rows[i].Unit, e.Ordinal, p.Person.String(), p.Salt, string(p.Values)})
		}
		if i == 0 || e.Unit != entries[i-1].Unit {
			units = append(units, unsealedRow{rows[i].Unit})
		}
	}
	if err := insert(ctx, tx, rows); err != nil {
		return err
	}
	if err := insert(ctx, tx, personal); err != nil {
		return err
	}
	return insert(ctx, tx, units)
}

// textOfRefs are ids as a column holds them, one after the other.
func textOfRefs(refs []id.Ref) string {
	all := make([]string, len(refs))
	for i, ref := range refs {
		all[i] = ref.String()
	}
	return strings.Join(all, " ")
}

func toJournalRow(e journal.Entry) journalRow {
	r := journalRow{
		Unit: e.Unit, Ordinal: e.Ordinal, At: at(e.At), Actor: e.Actor.String(), Action: e.Action, Name: e.Name,
		Subject: e.Subject.String(), Within: textOfRefs(e.Within), Edition: editionAmong(e.Within), Request: e.Request, Data: string(e.Data),
	}
	if e.Personal != nil {
		r.PersonalHash = &e.Personal.Hash
	}
	return r
}

// editionAmong finds the edition by which an entry can be filtered.
func editionAmong(within []id.Ref) *string {
	for _, ref := range within {
		if ref.Prefix == "edn" {
			text := ref.String()
			return &text
		}
	}
	return nil
}
