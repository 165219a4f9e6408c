package store

import (
	"context"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"strings"

	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
)

// unitList is many units as one parameter: a uuid array on PostgreSQL, a JSON list of
// hexadecimal text on SQLite.
type unitList struct {
	units   [][16]byte
	dialect string
}

func (l unitList) Value() (driver.Value, error) {
	texts := make([]string, len(l.units))
	for i, u := range l.units {
		texts[i] = hex.EncodeToString(u[:])
	}
	if l.dialect == "postgres" {
		return "{" + strings.Join(texts, ",") + "}", nil
	}
	text, err := json.Marshal(texts)
	return string(text), err
}

// among is a condition on a column of units, and its parameter. One text for any number of
// units keeps one prepared statement.
func (tx *Tx) among(column string, units [][16]byte) (condition string, list unitList) {
	if tx.dialect == "postgres" {
		return column + " = any(?)", unitList{units, tx.dialect}
	}
	return column + " in (select unhex(value) from json_each(?))", unitList{units, tx.dialect}
}

const journalColumns = "j.unit, j.ordinal, j.at, j.actor, j.action, j.name, j.subject, j.within, j.edition, j.request, j.data, j.personal_hash"

// EachEntry calls fn with the entries of these units, by unit, then by ordinal, one at a time
// as they arrive: a unit can hold very many. Personal values are left where they are.
func (tx *Tx) EachEntry(ctx context.Context, units [][16]byte, fn func(journal.Found) error) error {
	if len(units) == 0 {
		return nil
	}
	condition, list := tx.among("j.unit", units)
	q := tx.db.WithContext(ctx).Raw("select "+journalColumns+" from journal j where "+condition+" order by j.unit, j.ordinal", list)
	return eachFound(q, false, fn)
}

// EachFound is EachEntry with the personal values, for a check that nothing was changed.
func (tx *Tx) EachFound(ctx context.Context, units [][16]byte, fn func(journal.Found) error) error {
	if len(units) == 0 {
		return nil
	}
	condition, list := tx.among("j.unit", units)
	q := tx.db.WithContext(ctx).Raw("select "+journalColumns+", p.person, p.salt, p.body from journal j"+
		" left join journal_personal p on p.unit = j.unit and p.ordinal = j.ordinal where "+condition+" order by j.unit, j.ordinal", list)
	return eachFound(q, true, fn)
}

func eachFound(q *gorm.DB, personal bool, fn func(journal.Found) error) error {
	rows, err := q.Rows()
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r journalRow
		var p struct {
			person, body *string
			salt         []byte
		}
		into := []any{
			&r.Unit, &r.Ordinal, &r.At, &r.Actor, &r.Action, &r.Name, &r.Subject, &r.Within, &r.Edition, &r.Request, &r.Data, &r.PersonalHash,
		}
		if personal {
			into = append(into, &p.person, &p.salt, &p.body)
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		f := r.found()
		if p.person != nil {
			f.beside(*p.person, p.salt, *p.body)
		}
		if err := fn(f.Found); err != nil {
			return err
		}
	}
	return rows.Err()
}

// foundRow is a row on its way to being an entry.
type foundRow struct{ journal.Found }

// found reads a row. What cannot have been written by Append is a flaw rather than an error:
// one row that somebody forged must not stop the sealing or the check of all others.
func (r journalRow) found() (f foundRow) {
	f.Entry = journal.Entry{
		Unit: r.Unit, Ordinal: r.Ordinal, At: r.At.Time, Action: r.Action, Name: r.Name, Request: r.Request, Data: []byte(r.Data),
	}
	f.Actor, f.Subject = f.ref("actor", r.Actor), f.ref("subject", r.Subject)
	for _, text := range strings.Fields(r.Within) {
		f.Within = append(f.Within, f.ref("within", text))
	}
	if want := editionAmong(f.Within); (want == nil) != (r.Edition == nil) || want != nil && *want != *r.Edition {
		f.Flaw = "its edition is not the one that it lies within"
	}
	if r.PersonalHash != nil {
		f.Personal = &journal.Personal{Hash: *r.PersonalHash}
	}
	return f
}

func (f *foundRow) ref(column, text string) id.Ref {
	if text == "" {
		return id.Ref{}
	}
	ref, err := id.ParseRef(text)
	if err != nil {
		f.Flaw = "its " + column + " is no id"
	}
	return ref
}

// beside adds the personal values that lie beside the row.
func (f *foundRow) beside(person string, salt []byte, body string) {
	if f.Personal == nil {
		f.Flaw = "personal values lie beside it, and it was written without any"
		return
	}
	f.Personal.Person, f.Personal.Salt, f.Personal.Values = f.ref("person", person), salt, []byte(body)
}
