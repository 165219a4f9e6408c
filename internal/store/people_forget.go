package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/bulk"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/training"
)

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

// same is a person and everybody who was merged into it, directly or over others.
func (tx *Tx) same(ctx context.Context, p id.ID[people.Person]) ([]id.ID[people.Person], error) {
	var rows []struct{ ID id.ID[people.Person] }
	err := tx.db.WithContext(ctx).Raw(`with recursive same(id) as (select id from people where id = ? union select p.id from people p join same on p.merged_into = same.id)
		select id from same order by id`, p).Scan(&rows).Error
	all := make([]id.ID[people.Person], len(rows))
	for i, r := range rows {
		all[i] = r.ID
	}
	return all, err
}

// RecordsOf lists what the journal holds about a person and about who was merged into it, the
// oldest first.
func (tx *Tx) RecordsOf(ctx context.Context, p id.ID[people.Person]) ([]people.Record, error) {
	all, err := tx.same(ctx, p)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(all))
	for i, one := range all {
		texts[i] = one.String()
	}
	var rows []struct {
		At    instant
		Name  string
		Actor string
		Body  *string
	}
	err = tx.db.WithContext(ctx).Raw(`select j.at, j.name, j.actor, v.body from journal j
		left join journal_personal v on v.unit = j.unit and v.ordinal = j.ordinal
		where j.subject in ? order by j.unit, j.ordinal`, texts).Scan(&rows).Error
	out := make([]people.Record, len(rows))
	for i, r := range rows {
		out[i] = people.Record{At: r.At.Time, Name: r.Name, Actor: r.Actor, Values: r.Body}
	}
	return out, err
}

// TrainingsOf lists where a person trains or trained, the oldest first.
func (tx *Tx) TrainingsOf(ctx context.Context, p id.ID[people.Person]) ([]people.Training, error) {
	db := tx.db.WithContext(ctx)
	var rows []struct {
		Row  traineeRow `gorm:"embedded"`
		Base id.ID[training.Base]
		Over bool
	}
	err := db.Raw(`select t.*, s.base, d.status in ('completed', 'archived', 'cancelled') as over
		from trainees t join squads s on s.id = t.squad join editions d on d.id = t.edition where t.person = ? order by t.created_at, t.id`, p).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	out := make([]people.Training, len(rows))
	for i, r := range rows {
		t := people.Training{
			Trainee: r.Row.ID.Ref(), Squad: r.Row.Squad.Ref(), Base: r.Base.Ref(), Edition: r.Row.Edition.Ref(), Status: string(r.Row.Status),
			Live: r.Row.Live && !r.Over, Insurer: r.Row.Insurer, Policy: r.Row.Policy, InsuredUntil: r.Row.InsuredUntil,
		}
		for _, step := range r.Row.History.V {
			t.Steps = append(t.Steps, people.TrainingStep{Status: string(step.Status), Reason: step.Reason, At: step.At})
		}
		if err := db.Raw("select attended_date as date, presence from attendance where trainee = ? order by attended_date", r.Row.ID).Scan(&t.Days).Error; err != nil {
			return nil, err
		}
		var held []assessmentRow
		if err := db.Where("squad = ?", r.Row.Squad).Order("id").Find(&held).Error; err != nil {
			return nil, err
		}
		for _, a := range held {
			for _, reached := range a.Results.V {
				if reached.Trainee == r.Row.ID {
					t.Results = append(t.Results, people.TrainingResult{Kind: string(a.Kind), Name: a.Name, Date: a.HeldDate, Points: reached.Points})
				}
			}
		}
		out[i] = t
	}
	return out, nil
}

// SwapsOf lists the substitutions that a person leaves or comes by, the oldest first.
func (tx *Tx) SwapsOf(ctx context.Context, p id.ID[people.Person]) ([]people.Swap, error) {
	var rows []substitutionRow
	err := tx.db.WithContext(ctx).Where("person = ? or substitute = ?", p, p).Order("created_at, id").Find(&rows).Error
	out := make([]people.Swap, len(rows))
	for i, r := range rows {
		out[i] = people.Swap{Substitution: r.ID.Ref(), Entry: r.Entry.Ref(), Leaves: r.Person == p, Status: string(r.Status), Reason: r.Reason}
	}
	return out, err
}

// DutiesOf lists what a person does at bases and in delegations, the oldest first.
func (tx *Tx) DutiesOf(ctx context.Context, p id.ID[people.Person]) ([]people.Duty, error) {
	var led []struct {
		ID id.ID[registration.Delegation]
	}
	if err := tx.db.WithContext(ctx).Table("delegations").Select("id").Where("leader = ?", p).Order("created_at, id").Find(&led).Error; err != nil {
		return nil, err
	}
	var out []people.Duty
	for _, d := range led {
		out = append(out, people.Duty{On: d.ID.Ref(), Function: "delegation_leader"})
	}
	staff, err := tx.assignments(ctx, "person = ?", p)
	for _, a := range staff {
		out = append(out, people.Duty{On: a.Base.ID.Ref(), Function: string(a.Function), Period: people.Period{From: &a.From, Until: a.Until}})
	}
	return out, err
}

// Erase forgets everything about a person but the id, and about who was merged into it. Kept
// answers to repeated requests go too, because they hold names.
func (tx *Tx) Erase(ctx context.Context, p id.ID[people.Person], name string, now time.Time) error {
	db := tx.db.WithContext(ctx)
	all, err := tx.same(ctx, p)
	if err != nil {
		return err
	}
	for _, one := range all {
		if err := tx.forgetReasons(ctx, one); err != nil {
			return err
		}
		if err := tx.forgetReports(ctx, one); err != nil {
			return err
		}
		for _, h := range hanging {
			if h.forget == "" {
				continue
			}
			if err := db.Exec(h.forget+" where "+h.column+" = ?", one).Error; err != nil {
				return err
			}
		}
		text := one.String()
		for _, forget := range []struct {
			statement string
			values    []any
		}{
			{"delete from person_external_ids where person = ?", []any{one}},
			{"delete from journal_personal where person = ?", []any{text}},
			{"delete from search_keys where subject = ?", []any{one}},
			{"update people set name = ?, name_latin = null, sort_key = ?, birth_date = '', erased_at = ?, revision = revision + 1, updated_at = ? where id = ?",
				[]any{name, names.SortKey(name), at(now), at(now), one}},
		} {
			if err := db.Exec(forget.statement, forget.values...).Error; err != nil {
				return err
			}
		}
		if err := tx.ForgetResults(ctx, one); err != nil {
			return err
		}
		if err := tx.renameInEntries(ctx, one); err != nil {
			return err
		}
	}
	return nil
}

// forgetReports drops the tables and reports of imports of which a row made or found the person, or
// something that the person is in, before their time. One that is at work is left to it.
func (tx *Tx) forgetReports(ctx context.Context, p id.ID[people.Person]) error {
	db := tx.db.WithContext(ctx)
	made := []string{p.String()}
	entries, err := idsOf[registration.Entry](db, "entry_members", "entry", p)
	if err != nil {
		return err
	}
	trainees, err := idsOf[training.Trainee](db, "trainees", "id", p)
	if err != nil {
		return err
	}
	staff, err := idsOf[training.Assignment](db, "base_staff", "id", p)
	if err != nil {
		return err
	}
	made = slices.Concat(made, entries, trainees, staff)
	var rows []struct{ Import id.ID[bulk.Import] }
	err = db.Raw(`select distinct r.import from import_rows r join imports i on i.id = r.import
		where (r.subject in ? or r.body like ?) and i.status not in ('checking', 'committing') order by r.import`, made, "%"+p.String()+"%").Scan(&rows).Error
	if err != nil {
		return err
	}
	all := make([]id.ID[bulk.Import], len(rows))
	for i, r := range rows {
		all[i] = r.Import
	}
	return tx.dropReports(ctx, all)
}

// idsOf are the ids of a noun that stand beside a person, as text.
func idsOf[T id.Noun](db *gorm.DB, table, column string, p id.ID[people.Person]) ([]string, error) {
	var rows []struct{ ID id.ID[T] }
	err := db.Table(table).Select(column+" as id").Where("person = ?", p).Find(&rows).Error
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = r.ID.String()
	}
	return all, err
}

// forgetReasons empties what was said about a trainee's states: injuries are nobody's business any more.
func (tx *Tx) forgetReasons(ctx context.Context, p id.ID[people.Person]) error {
	var rows []traineeRow
	if err := tx.db.WithContext(ctx).Where("person = ?", p).Order("id").Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		for i := range r.History.V {
			r.History.V[i].Reason = ""
		}
		if err := tx.db.WithContext(ctx).Model(&traineeRow{}).Where("id = ?", r.ID).Update("history", r.History).Error; err != nil {
			return err
		}
	}
	return nil
}
