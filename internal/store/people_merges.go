package store

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

// Alike reads people who are called or spelled like this one.
func (tx *Tx) Alike(ctx context.Context, p people.Person, seen people.Seen, most int) ([]people.Person, error) {
	sound := names.Sound(p.Name) + " " // what sort keys begin with
	var rows []personRow
	err := seenPeople(tx.db.WithContext(ctx), seen).
		Where("id <> ? and (sort_key = ? or (birth_date = ? and substr(sort_key, 1, ?) = ?))",
			p.ID, names.SortKey(p.Name), p.BirthDate, utf8.RuneCountInString(sound), sound).
		Order("birth_date").Order("id").Limit(most).Find(&rows).Error
	if err != nil {
		return nil, err
	}
	return tx.people(ctx, rows)
}

// BothIn lists the events in which both stand in an entry that was not withdrawn, and those whose
// squads the other trains in while the one is in a squad of the same edition.
func (tx *Tx) BothIn(ctx context.Context, one, other id.ID[people.Person]) ([]id.Ref, error) {
	var rows []struct{ Event id.ID[programmes.Event] }
	err := tx.db.WithContext(ctx).Raw(`select a.event from entry_members a join entry_members b on b.event = a.event
			where a.person = ? and b.person = ? and a.live and b.live
		union select s.event from trainees a join trainees b on b.edition = a.edition join squads q on q.id = b.squad join bases s on s.id = q.base
			where a.person = ? and b.person = ? and a.live and b.live
		order by 1`, one, other, one, other).Scan(&rows).Error
	refs := make([]id.Ref, len(rows))
	for i, r := range rows {
		refs[i] = r.Event.Ref()
	}
	return refs, err
}

type mergeRow struct {
	ID        id.ID[people.Merge]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	Person    id.ID[people.Person]
	Duplicate id.ID[people.Person]
	Moved     document[people.Moved]
	UndoneAt  *instant
}

func (mergeRow) TableName() string { return "person_merges" }

func toMergeRow(m people.Merge) mergeRow {
	return mergeRow{m.ID, m.Revision, at(m.CreatedAt), at(m.UpdatedAt), m.Person, m.Duplicate, doc(m.Moved), atPtr(m.UndoneAt)}
}

func (r mergeRow) merge() people.Merge {
	return people.Merge{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Person: r.Person, Duplicate: r.Duplicate,
		Moved: r.Moved.V, UndoneAt: timePtr(r.UndoneAt),
	}
}

// Merge reads one.
func (tx *Tx) Merge(ctx context.Context, m id.ID[people.Merge]) (people.Merge, error) {
	var r mergeRow
	err := tx.db.WithContext(ctx).Where("id = ?", m).Take(&r).Error
	return r.merge(), translate(err)
}

// Merges reads those into a person, the oldest first.
func (tx *Tx) Merges(ctx context.Context, p id.ID[people.Person]) ([]people.Merge, error) {
	return hangingOn(ctx, tx, p, mergeRow.merge)
}

// hanging are the tables whose rows belong to a person, each with the column that says to whom,
// the column that names a row of it, and what rows cannot be moved because the other person has
// their like. Moved has them by what they are called here.
var hanging = []struct{ called, table, person, column, unless string }{
	{"identity_documents", "identity_documents", "person", "id", ""},
	{"enrolments", "enrolments", "person", "id", ""},
	{"employments", "employments", "person", "id", ""},
	{"guardian_consents", "guardian_consents", "person", "id", ""},
	{"entry_members", "entry_members", "person", "entry", "entry in (select entry from entry_members where person = ?)"},
	{"substitutions", "substitutions", "person", "id", ""},
	{"substitutes", "substitutions", "substitute", "id", ""},
	{"trainees", "trainees", "person", "id", ""},
	{"base_staff", "base_staff", "person", "id", ""},
}

// MergeInto moves what hangs on the duplicate to the person and fills Moved.
func (tx *Tx) MergeInto(ctx context.Context, m people.Merge) (people.Merge, error) {
	db := tx.db.WithContext(ctx)
	m.Moved = people.Moved{}
	for _, h := range hanging {
		var rows []struct{ ID id.ID[anything] }
		q := db.Table(h.table).Select(h.column+" as id").Where(h.person+" = ?", m.Duplicate)
		if h.unless != "" {
			q = q.Where("not "+h.unless, m.Person)
		}
		if err := q.Order(h.column).Find(&rows).Error; err != nil {
			return m, err
		}
		for _, r := range rows {
			m.Moved[h.called] = append(m.Moved[h.called], r.ID.String())
		}
	}
	var sources []struct{ Source string }
	if err := db.Raw("select source from person_external_ids where person = ? and source not in (select source from person_external_ids where person = ?) order by source",
		m.Duplicate, m.Person).Scan(&sources).Error; err != nil {
		return m, err
	}
	for _, s := range sources {
		m.Moved["person_external_ids"] = append(m.Moved["person_external_ids"], s.Source)
	}
	if err := tx.rehang(ctx, m.Moved, m.Duplicate, m.Person); err != nil {
		return m, err
	}
	r := toMergeRow(m)
	if err := db.Create(&r).Error; err != nil {
		return m, err
	}
	return m, tx.mergedInto(ctx, m, &m.Person)
}

// TakeApart moves back what is still there, and makes the duplicate a person again.
func (tx *Tx) TakeApart(ctx context.Context, m people.Merge) error {
	r := toMergeRow(m)
	if err := tx.replace(ctx, &r, m.ID[:], m.Revision); err != nil {
		return err
	}
	if err := tx.rehang(ctx, m.Moved, m.Person, m.Duplicate); err != nil {
		return err
	}
	return tx.mergedInto(ctx, m, nil)
}

// rehang gives rows of one person to another.
func (tx *Tx) rehang(ctx context.Context, moved people.Moved, from, to id.ID[people.Person]) error {
	db := tx.db.WithContext(ctx)
	for _, h := range hanging {
		if len(moved[h.called]) == 0 {
			continue
		}
		rows := make([][]byte, len(moved[h.called]))
		for i, text := range moved[h.called] {
			row := id.From[anything](text)
			rows[i] = row[:]
		}
		if err := db.Exec("update "+h.table+" set "+h.person+" = ? where "+h.person+" = ? and "+h.column+" in ?", to, from, rows).Error; err != nil {
			return err
		}
	}
	if sources := moved["person_external_ids"]; len(sources) > 0 {
		return db.Exec("update person_external_ids set person = ? where person = ? and source in ?", to, from, sources).Error
	}
	return nil
}

// mergedInto notes who the duplicate is, and has the entries of both found by the right names.
func (tx *Tx) mergedInto(ctx context.Context, m people.Merge, into *id.ID[people.Person]) error {
	db := tx.db.WithContext(ctx)
	for _, p := range []struct {
		id   id.ID[people.Person]
		into *id.ID[people.Person]
	}{{m.Person, nil}, {m.Duplicate, into}} {
		if err := db.Exec("update people set merged_into = ?, revision = revision + 1, updated_at = ? where id = ?", p.into, at(m.UpdatedAt), p.id).Error; err != nil {
			return err
		}
		if err := tx.renameInEntries(ctx, p.id); err != nil {
			return err
		}
	}
	return nil
}

// EntriesOf lists where a person stands, the oldest first.
func (tx *Tx) EntriesOf(ctx context.Context, p id.ID[people.Person]) ([]people.Standing, error) {
	var rows []struct {
		Entry   id.ID[registration.Entry]
		Event   id.ID[programmes.Event]
		Edition id.ID[programmes.Edition]
		Role    string
		Status  string
		Live    bool
	}
	err := tx.db.WithContext(ctx).Raw(`select e.id as entry, e.event, e.edition, m.role, e.status,
			(m.live and d.status not in ('completed', 'archived', 'cancelled')) as live
		from entry_members m join entries e on e.id = m.entry join editions d on d.id = e.edition
		where m.person = ? order by e.created_at, e.id`, p).Scan(&rows).Error
	out := make([]people.Standing, len(rows))
	for i, r := range rows {
		out[i] = people.Standing{Entry: r.Entry.Ref(), Event: r.Event.Ref(), Edition: r.Edition.Ref(), Role: r.Role, Status: r.Status, Live: r.Live}
	}
	return out, err
}

// RecordsOf lists what the journal holds about a person, the oldest first.
func (tx *Tx) RecordsOf(ctx context.Context, p id.ID[people.Person]) ([]people.Record, error) {
	var rows []struct {
		At    instant
		Name  string
		Actor string
		Body  *string
	}
	err := tx.db.WithContext(ctx).Raw(`select j.at, j.name, j.actor, v.body from journal j
		left join journal_personal v on v.unit = j.unit and v.ordinal = j.ordinal
		where j.subject = ? order by j.unit, j.ordinal`, p.String()).Scan(&rows).Error
	out := make([]people.Record, len(rows))
	for i, r := range rows {
		out[i] = people.Record{At: r.At.Time, Name: r.Name, Actor: r.Actor, Values: r.Body}
	}
	return out, err
}

// forgetTraining forgets the insurance of a person who trained, and the reasons that were given for
// what became of the person; when it did stays.
func (tx *Tx) forgetTraining(ctx context.Context, p id.ID[people.Person], name string) error {
	db := tx.db.WithContext(ctx)
	var rows []traineeRow
	if err := db.Where("person = ?", p).Order("id").Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		for i := range r.History.V {
			if r.History.V[i].Reason != "" {
				r.History.V[i].Reason = name
			}
		}
		err := db.Exec("update trainees set insurer = null, policy = null, insured_until = null, history = ? where id = ?", r.History, r.ID).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// Erase forgets everything about a person but the id, and about who was merged into it. Kept
// answers to repeated requests go too, because they hold names.
func (tx *Tx) Erase(ctx context.Context, p id.ID[people.Person], name string, now time.Time) error {
	db := tx.db.WithContext(ctx)
	var all []struct{ ID id.ID[people.Person] }
	err := db.Raw(`with recursive same(id) as (select id from people where id = ? union select p.id from people p join same on p.merged_into = same.id)
		select id from same order by id`, p).Scan(&all).Error
	if err != nil {
		return err
	}
	for _, one := range all {
		for _, table := range []string{"identity_documents", "enrolments", "employments", "guardian_consents", "person_external_ids"} {
			if err := db.Exec("delete from "+table+" where person = ?", one.ID).Error; err != nil {
				return err
			}
		}
		if err := tx.forgetTraining(ctx, one.ID, name); err != nil {
			return err
		}
		text := one.ID.String()
		for _, forget := range []struct {
			statement string
			values    []any
		}{
			{"delete from journal_personal where person = ?", []any{text}},
			{"delete from idempotency_keys where result like ?", []any{"%" + text + "%"}},
			{"delete from search_keys where subject = ?", []any{one.ID}},
			{"update substitutions set reason = ? where person = ? or substitute = ?", []any{name, one.ID, one.ID}},
			{"update substitutions set refusal = ? where refusal is not null and (person = ? or substitute = ?)", []any{name, one.ID, one.ID}},
			{"update people set name = ?, name_latin = null, sort_key = ?, birth_date = '', erased_at = ?, revision = revision + 1, updated_at = ? where id = ?",
				[]any{name, names.SortKey(name), at(now), at(now), one.ID}},
		} {
			if err := db.Exec(forget.statement, forget.values...).Error; err != nil {
				return err
			}
		}
		if err := tx.renameInEntries(ctx, one.ID); err != nil {
			return err
		}
	}
	return nil
}
