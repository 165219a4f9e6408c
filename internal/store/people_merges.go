package store

import (
	"context"
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

// BothIn pairs the entries of one edition that were not withdrawn and in which the two stand.
func (tx *Tx) BothIn(ctx context.Context, one, other id.ID[people.Person]) ([]people.Pair, error) {
	var rows []struct {
		Edition    id.ID[programmes.Edition]
		Status     programmes.EditionStatus
		Event      id.ID[programmes.Event]
		OtherEvent id.ID[programmes.Event]
		Entry      id.ID[registration.Entry]
		OtherEntry id.ID[registration.Entry]
		Rules      document[programmes.Rules]
		OtherRules document[programmes.Rules]
		Compete    bool
	}
	err := tx.db.WithContext(ctx).Raw(`select d.id as edition, d.status, a.event, b.event as other_event, a.entry, b.entry as other_entry,
			ra.rules, rb.rules as other_rules, a.role in ('competitor', 'reserve') and b.role in ('competitor', 'reserve')
				and ea.submitted_at is not null and eb.submitted_at is not null as compete
		from entry_members a join entries ea on ea.id = a.entry join events va on va.id = a.event join rule_sets ra on ra.id = va.rule_set
		join entries eb on eb.edition = ea.edition join entry_members b on b.entry = eb.id join events vb on vb.id = b.event join rule_sets rb on rb.id = vb.rule_set
		join editions d on d.id = ea.edition
		where a.person = ? and b.person = ? and a.live and b.live order by a.event, a.entry, b.event, b.entry`, one, other).Scan(&rows).Error
	pairs := make([]people.Pair, len(rows))
	for i, r := range rows {
		pairs[i] = people.Pair{
			Edition: r.Edition.Ref(), Events: [2]id.Ref{r.Event.Ref(), r.OtherEvent.Ref()}, Entries: [2]id.Ref{r.Entry.Ref(), r.OtherEntry.Ref()},
			Compete: r.Compete, Over: r.Status.Over(),
			OneEvent: r.Rules.V.Registration.OneEventPerEdition || r.OtherRules.V.Registration.OneEventPerEdition,
		}
	}
	return pairs, err
}

// BothTraining lists the editions in which both are in a squad that they have not left.
func (tx *Tx) BothTraining(ctx context.Context, one, other id.ID[people.Person]) ([]id.Ref, error) {
	var rows []struct{ Edition id.ID[programmes.Edition] }
	err := tx.db.WithContext(ctx).Raw(`select distinct a.edition from trainees a join trainees b on b.edition = a.edition
		where a.person = ? and b.person = ? and a.live and b.live order by a.edition`, one, other).Scan(&rows).Error
	refs := make([]id.Ref, len(rows))
	for i, r := range rows {
		refs[i] = r.Edition.Ref()
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

// hangs is a column that refers to a person.
type hangs struct {
	table, column string
	key           string // names a row
	unless        string // what cannot be moved, because the other person has its like
	forget        string // what an erasure does with the rows; "": the id stays, under a name that says so
}

// hanging are the columns that make their row something of a person's.
var hanging = []hangs{
	{"identity_documents", "person", "id", "", "delete from identity_documents"},
	{"enrolments", "person", "id", "", "delete from enrolments"},
	{"employments", "person", "id", "", "delete from employments"},
	{"guardian_consents", "person", "id", "", "delete from guardian_consents"},
	{"entry_members", "person", "entry", "entry in (select entry from entry_members where person = ?)", ""},
	{"substitutions", "person", "id",
		"(status = 'requested' and entry in (select entry from substitutions where status = 'requested' and person = ?))",
		"update substitutions set reason = '', refusal = null, revision = revision + 1"},
	{"substitutions", "substitute", "id", "", "update substitutions set reason = '', refusal = null, revision = revision + 1"},
	{"delegations", "leader", "id", "", "update delegations set leader = null, revision = revision + 1"},
	{"base_staff", "person", "id", "", ""},
	{"trainees", "person", "id", "", "update trainees set insurer = null, policy = null, insured_until = null, revision = revision + 1"},
}

// apart are the columns that refer to people and that a merger and an erasure treat each in its
// own way. Everything else that refers to people has to be in hanging: a test reads the schema.
var apart = []string{"people.merged_into", "person_external_ids.person", "person_merges.duplicate", "person_merges.person"}

// holder is the table whose revision says that a row of a column has changed; "" where there is none.
func (h hangs) holder() string {
	switch h.table {
	case "entry_members":
		return "entries"
	case "identity_documents":
		return ""
	}
	return h.table
}

// moved is what Moved calls the rows of a column.
func (h hangs) moved() string {
	if h.column == "person" {
		return h.table
	}
	return h.table + "." + h.column
}

// MergeInto moves what hangs on the duplicate to the person and fills Moved.
func (tx *Tx) MergeInto(ctx context.Context, m people.Merge) (people.Merge, error) {
	db := tx.db.WithContext(ctx)
	m.Moved = people.Moved{}
	for _, h := range hanging {
		var rows []struct{ ID id.ID[anything] }
		q := db.Table(h.table).Select(h.key+" as id").Where(h.column+" = ?", m.Duplicate)
		if h.unless != "" {
			q = q.Where("not "+h.unless, m.Person)
		}
		if err := q.Order(h.key).Find(&rows).Error; err != nil {
			return m, err
		}
		for _, r := range rows {
			m.Moved[h.moved()] = append(m.Moved[h.moved()], r.ID.String())
		}
	}
	var covering []struct{ ID id.ID[anything] }
	if err := db.Raw("select id from overrides where covers like ? and covers not like ? order by id", "%"+m.Duplicate.String()+"%", "%"+m.Person.String()+"%").
		Scan(&covering).Error; err != nil {
		return m, err
	}
	for _, o := range covering {
		m.Moved["overrides"] = append(m.Moved["overrides"], o.ID.String())
	}
	var sources []struct{ Source string }
	if err := db.Raw("select source from person_external_ids where person = ? and source not in (select source from person_external_ids where person = ?) order by source",
		m.Duplicate, m.Person).Scan(&sources).Error; err != nil {
		return m, err
	}
	for _, s := range sources {
		m.Moved["person_external_ids"] = append(m.Moved["person_external_ids"], s.Source)
	}
	if err := tx.rehang(ctx, m, m.Duplicate, m.Person); err != nil {
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
	if err := tx.rehang(ctx, m, m.Person, m.Duplicate); err != nil {
		return err
	}
	return tx.mergedInto(ctx, m, nil)
}

// rehang gives rows of one person to another. Whoever is about to write one as it was before has
// the wrong revision.
func (tx *Tx) rehang(ctx context.Context, m people.Merge, from, to id.ID[people.Person]) error {
	db := tx.db.WithContext(ctx)
	for _, h := range hanging {
		rows := keysOf(m.Moved[h.moved()])
		if len(rows) == 0 {
			continue
		}
		if err := db.Exec("update "+h.table+" set "+h.column+" = ? where "+h.column+" = ? and "+h.key+" in ?", to, from, rows).Error; err != nil {
			return err
		}
		if h.holder() == "" {
			continue
		}
		if err := db.Exec("update "+h.holder()+" set revision = revision + 1, updated_at = ? where id in ?", at(m.UpdatedAt), rows).Error; err != nil {
			return err
		}
	}
	if rows := keysOf(m.Moved["overrides"]); len(rows) > 0 { // what was let through names whom it was about
		if err := db.Exec("update overrides set covers = replace(covers, ?, ?) where id in ?", from.String(), to.String(), rows).Error; err != nil {
			return err
		}
	}
	if sources := m.Moved["person_external_ids"]; len(sources) > 0 {
		return db.Exec("update person_external_ids set person = ? where person = ? and source in ?", to, from, sources).Error
	}
	return nil
}

func keysOf(ids []string) [][]byte {
	rows := make([][]byte, len(ids))
	for i, text := range ids {
		row := id.From[anything](text)
		rows[i] = row[:]
	}
	return rows
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
