package store

import (
	"context"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
	"github.com/saichang/saichang/internal/work"
)

type markRow struct {
	Sheet     id.ID[judging.Sheet]
	Aspect    id.ID[judging.Aspect]
	Part      id.ID[anything]
	Revision  int64
	Observed  document[scoring.Observed]
	Reason    string
	Author    id.ID[accounts.Account]
	EnteredAt instant
	Panel     id.ID[judging.Panel] `gorm:"->"`
}

func (r markRow) mark() judging.Mark {
	return judging.Mark{
		Sheet: r.Sheet, Aspect: r.Aspect, Part: partRef(r.Part, r.Panel), Revision: r.Revision, Observed: r.Observed.V, Reason: r.Reason,
		Author: r.Author, EnteredAt: r.EnteredAt.Time,
	}
}

// selectMarks reads marks from a table of them, with the panel that tells whose part each is.
func selectMarks(table string) string {
	return "select m.sheet, m.aspect, m.part, m.revision, m.observed, m.reason, m.author, m.entered_at, s.panel from " + table + " m join mark_sheets s on s.id = m.sheet"
}

// Marks reads the current marks of a sheet, all parts.
func (tx *Tx) Marks(ctx context.Context, s id.ID[judging.Sheet]) (judging.Marks, error) {
	if tx.pool != nil {
		return tx.readMarksDirectly(ctx, selectMarks("marks")+" where m.sheet = $1 order by m.aspect, m.part", s)
	}
	return readMarks(tx.db.WithContext(ctx).Raw(selectMarks("marks")+" where m.sheet = ? order by m.aspect, m.part", s).Rows())
}

// MarkRevisions reads every revision of an aspect's marks, oldest first.
func (tx *Tx) MarkRevisions(ctx context.Context, s id.ID[judging.Sheet], a id.ID[judging.Aspect]) (judging.Marks, error) {
	return readMarks(tx.db.WithContext(ctx).Raw(selectMarks("mark_revisions")+" where m.sheet = ? and m.aspect = ? order by m.entered_at, m.part, m.revision", s, a).Rows())
}

// SheetFacts reads what entering a mark needs to know of a sheet.
func (tx *Tx) SheetFacts(ctx context.Context, s id.ID[judging.Sheet]) (judging.SheetFacts, error) {
	sheet, err := tx.Sheet(ctx, s)
	if err != nil {
		return judging.SheetFacts{}, err
	}
	f := judging.SheetFacts{Sheet: s, Panel: sheet.Panel, Scope: sheet.Scope()}
	db := tx.db.WithContext(ctx)
	rules, err := tx.RulesOf(ctx, sheet.Event)
	if err != nil {
		return f, err
	}
	f.Reasons = rules.Marking.ReasonForDeduction
	var edition struct{ Status programmes.EditionStatus }
	if err := db.Table("editions").Select("status").Where("id = ?", sheet.Edition).Take(&edition).Error; err != nil {
		return f, err
	}
	f.Edition = edition.Status
	var judges int64
	if err := db.Table("panel_judges").Where("panel = ?", sheet.Panel).Count(&judges).Error; err != nil {
		return f, err
	}
	f.Judges = int(judges)
	var aspects []struct {
		ID         id.ID[judging.Aspect]
		Definition document[scoring.Aspect]
	}
	err = db.Table("aspects").Select("id, definition").Where("sub_criterion = ?", sheet.SubCriterion).Order("position").Find(&aspects).Error
	for _, a := range aspects {
		f.Aspects = append(f.Aspects, judging.AspectFacts{ID: a.ID, Definition: a.Definition.V})
	}
	return f, err
}

// EnterMarks writes the marks that it can, each with its revision and its journal entry.
func (tx *Tx) EnterMarks(ctx context.Context, items []work.Item[judging.EnterMark]) ([]work.Outcome[judging.Mark], error) {
	if len(items) == 0 {
		return nil, nil
	}
	outcomes := make([]work.Outcome[judging.Mark], len(items))
	write := tx.enterMarksSQLite
	if tx.dialect == "postgres" {
		write = tx.enterMarksPostgres
	}
	saved, err := write(ctx, items)
	if err != nil {
		return nil, err
	}
	for i, item := range items {
		if saved[i] {
			outcomes[i] = work.Outcome[judging.Mark]{Saved: true, Out: markOf(item)}
		} else if outcomes[i], err = tx.whyNotEntered(ctx, item); err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

func markOf(item work.Item[judging.EnterMark]) judging.Mark {
	author, _ := id.As[accounts.Account](item.Actor.Account)
	return judging.Mark{
		Sheet: item.In.Sheet, Aspect: item.In.Aspect, Part: item.In.Part, Revision: item.In.Expected + 1, Observed: item.In.Observed,
		Reason: item.In.Reason, Author: author, EnteredAt: item.Now,
	}
}

// enterMarksPostgresSQL is one statement for all marks: a transaction of its own when there is
// none around it. Share locks on the sheet and on its part keep a submission from slipping
// between the check and the mark: whoever waited for one reads both rows as they are then. (A
// key share would wait and then go by the rows as they were.)
//
// It is written so that it is planned once and reads by keys, however many marks there are and
// however little the planner knows of the tables:
//   - The arrays hide in scalar subqueries. Where the planner sees how long they are, it finds
//     a small batch cheaper than the general case, and plans anew each time: 0.5 ms of 0.6.
//   - What has to be true of the sheet is asked for each mark, by a lateral query with a lock,
//     which the planner cannot turn around into a walk over all open sheets.
//   - The mark that stands stays where the same author sees the same again.
//   - A correction is an update. As an upsert it would need a query of its own for the mark
//     that has to be there.
const enterMarksPostgresSQL = `
with input as (
	select * from unnest((select $1::int[]), (select $2::uuid[]), (select $3::uuid[]), (select $4::uuid[]), (select $5::bigint[]), (select $6::text[]),
		(select $7::text[]), (select $8::uuid[]), (select $9::timestamptz[]), (select $10::text[]), (select $11::text[]), (select $12::text[]),
		(select $13::text[]), (select $14::text[]), (select $15::text[]), (select $16::text[]))
		as i(n, sheet, aspect, part, expected, observed, reason, author, at, actor, name, subject, within, edition, request, data)
)` + allowedSQL + `, corrected as (` + correctSQL + `), first as (` + firstSQL + `), written as (
	select * from corrected union all select i.* from input i join first using (sheet, aspect, part)
)` + keepSQL

// correctMarkPostgresSQL and firstMarkPostgresSQL are the same for one mark alone, which is spared
// the arrays and what is not done with it.
const (
	correctMarkPostgresSQL = oneMarkSQL + allowedSQL + `, written as (` + correctSQL + `)` + keepSQL
	firstMarkPostgresSQL   = oneMarkSQL + allowedSQL + `, first as (` + firstSQL + `), written as (select i.* from input i join first using (sheet, aspect, part))` + keepSQL
)

const oneMarkSQL = `
with input(n, sheet, aspect, part, expected, observed, reason, author, at, actor, name, subject, within, edition, request, data) as (
	select $1::int, $2::uuid, $3::uuid, $4::uuid, $5::bigint, $6::text, $7::text, $8::uuid, $9::timestamptz, $10::text, $11::text, $12::text,
		$13::text, $14::text, $15::text, $16::text
)`

const allowedSQL = `, allowed as (
	select i.* from input i cross join lateral (
		select from mark_sheets s join sheet_parts p on p.sheet = s.id
		where s.id = i.sheet and s.status = 'open' and p.part = i.part and p.submitted_at is null
			and exists (select 1 from editions d where d.id = s.edition and d.status = 'running')
			and exists (select 1 from panel_judges j where j.panel = s.panel and j.account = i.author)
		for share of s, p) open
)`

const correctSQL = `
	update marks m set revision = a.expected + 1, observed = a.observed, reason = a.reason, author = a.author, entered_at = a.at
	from allowed a
	where a.expected > 0 and m.sheet = a.sheet and m.aspect = a.aspect and m.part = a.part and m.revision = a.expected
		and (m.observed, m.reason, m.author) is distinct from (a.observed, a.reason, a.author)
	returning a.*
`

const firstSQL = `
	insert into marks (sheet, aspect, part, revision, observed, reason, author, entered_at)
	select sheet, aspect, part, 1, observed, reason, author, at from allowed where expected = 0
	on conflict do nothing
	returning sheet, aspect, part
`

const keepSQL = `, kept as (
	insert into mark_revisions (sheet, aspect, part, revision, observed, reason, author, entered_at)
	select sheet, aspect, part, expected + 1, observed, reason, author, at from written
), noted as (
	insert into journal (unit, ordinal, at, actor, action, name, subject, within, edition, request, data)
	select $17::uuid, n, at, actor, $18::text, name, subject, within, nullif(edition, ''), request, data from written where name <> ''
), waiting as (
	insert into unsealed (unit) select $17::uuid where exists (select 1 from written where name <> '')
)
select n from written`

func (tx *Tx) enterMarksPostgres(ctx context.Context, items []work.Item[judging.EnterMark]) ([]bool, error) {
	marks := newMarkArrays(items)
	statement, arguments := enterMarksPostgresSQL, marks.arguments()
	if len(marks.n) == 1 {
		if statement, arguments = correctMarkPostgresSQL, marks.first(); marks.expected[0] == 0 {
			statement = firstMarkPostgresSQL
		}
	}
	written, err := tx.numbers(ctx, statement, arguments...)
	if err != nil {
		return nil, err
	}
	saved := make([]bool, len(items))
	for _, n := range written {
		saved[n] = true
	}
	return saved, nil
}

// enterMarksSQLite writes row by row: the transaction is the only writer.
func (tx *Tx) enterMarksSQLite(ctx context.Context, items []work.Item[judging.EnterMark]) ([]bool, error) {
	db := tx.db.WithContext(ctx)
	saved := make([]bool, len(items))
	var entries []journal.Entry
	for i, item := range items {
		m := markOf(item)
		seen := doc(m.Observed)
		done := db.Exec(`insert into marks (sheet, aspect, part, revision, observed, reason, author, entered_at)
			select ?, ?, ?, ?, ?, ?, ?, ? from mark_sheets s
			where s.id = ? and s.status = 'open'
				and exists (select 1 from editions d where d.id = s.edition and d.status = 'running')
				and exists (select 1 from panel_judges j where j.panel = s.panel and j.account = ?)
				and exists (select 1 from sheet_parts p where p.sheet = s.id and p.part = ? and p.submitted_at is null)
				and (? = 0 or exists (select 1 from marks m where m.sheet = s.id and m.aspect = ? and m.part = ?))
			on conflict (sheet, aspect, part) do update
				set revision = excluded.revision, observed = excluded.observed, reason = excluded.reason, author = excluded.author, entered_at = excluded.entered_at
				where marks.revision = excluded.revision - 1
					and (marks.observed, marks.reason, marks.author) is not (excluded.observed, excluded.reason, excluded.author)`,
			m.Sheet, m.Aspect, m.Part.UUID[:], m.Revision, seen, m.Reason, m.Author, at(m.EnteredAt),
			m.Sheet, m.Author, m.Part.UUID[:], item.In.Expected, m.Aspect, m.Part.UUID[:])
		if done.Error != nil {
			return nil, done.Error
		}
		if saved[i] = done.RowsAffected == 1; !saved[i] {
			continue
		}
		err := db.Exec("insert into mark_revisions (sheet, aspect, part, revision, observed, reason, author, entered_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
			m.Sheet, m.Aspect, m.Part.UUID[:], m.Revision, seen, m.Reason, m.Author, at(m.EnteredAt)).Error
		if err != nil {
			return nil, err
		}
		if item.Entry.Name != "" {
			entries = append(entries, item.Entry)
		}
	}
	return saved, tx.Append(ctx, entries)
}

// whyNotEntered says what kept a mark from being written.
func (tx *Tx) whyNotEntered(ctx context.Context, item work.Item[judging.EnterMark]) (work.Outcome[judging.Mark], error) {
	refused := func(f *fault.Fault) (work.Outcome[judging.Mark], error) {
		return work.Outcome[judging.Mark]{Err: f}, nil
	}
	sheet, err := tx.Sheet(ctx, item.In.Sheet)
	if err != nil {
		return work.Outcome[judging.Mark]{}, err
	}
	author, _ := id.As[accounts.Account](item.Actor.Account)
	var seated int64
	err = tx.db.WithContext(ctx).Table("panel_judges").Where("panel = ? and account = ?", sheet.Panel, author).Count(&seated).Error
	if err != nil {
		return work.Outcome[judging.Mark]{}, err
	}
	if seated == 0 {
		return refused(fault.NotFound.New()) // who is not on the panel does not see the sheet
	}
	current, found, err := tx.currentMark(ctx, item.In)
	if err != nil {
		return work.Outcome[judging.Mark]{}, err
	}
	if found && current.Author == author && current.Observed == item.In.Observed && current.Reason == item.In.Reason {
		return work.Outcome[judging.Mark]{Out: current}, nil // a retry after a lost answer
	}
	edition, err := tx.Edition(ctx, sheet.Edition)
	if err != nil {
		return work.Outcome[judging.Mark]{}, err
	}
	if edition.Status != programmes.Running {
		return refused(fault.EditionNotRunning.With("status", string(edition.Status)))
	}
	if sheet.Status != judging.SheetOpen {
		return refused(fault.SheetNotOpen.With("status", sheet.Status))
	}
	for _, p := range sheet.Parts {
		if p.Of == item.In.Part && p.SubmittedAt != nil {
			return refused(fault.PartSubmitted.New())
		}
	}
	if !found && item.In.Expected == 0 {
		return refused(fault.PartMissing.New())
	}
	stale := fault.RevisionStale.With("aspect", item.In.Aspect.String(), "expected", item.In.Expected)
	if found {
		stale.Showing(current)
	}
	return refused(stale)
}

func (tx *Tx) currentMark(ctx context.Context, in judging.EnterMark) (judging.Mark, bool, error) {
	marks, err := readMarks(tx.db.WithContext(ctx).Raw(selectMarks("marks")+" where m.sheet = ? and m.aspect = ? and m.part = ?", in.Sheet, in.Aspect, in.Part.UUID[:]).Rows())
	if err != nil || len(marks) == 0 {
		return judging.Mark{}, false, err
	}
	return marks[0], true, nil
}
