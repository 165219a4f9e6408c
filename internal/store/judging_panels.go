package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
)

type panelRow struct {
	ID        id.ID[judging.Panel]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	Stage     id.ID[programmes.Stage]
	Name      string

	Event     id.ID[programmes.Event]     `gorm:"->"`
	Edition   id.ID[programmes.Edition]   `gorm:"->"`
	Programme id.ID[programmes.Programme] `gorm:"->"`
}

func (panelRow) TableName() string { return "panels" }

func toPanelRow(p judging.Panel) panelRow {
	return panelRow{ID: p.ID, Revision: p.Revision, CreatedAt: at(p.CreatedAt), UpdatedAt: at(p.UpdatedAt), Stage: p.Stage, Name: p.Name}
}

func (r panelRow) panel() judging.Panel {
	return judging.Panel{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Stage: r.Stage, Event: r.Event,
		Edition: r.Edition, Programme: r.Programme, Name: r.Name,
	}
}

// Panel reads one with its judges.
func (tx *Tx) Panel(ctx context.Context, p id.ID[judging.Panel]) (judging.Panel, error) {
	found, err := tx.panels(ctx, "id = ?", p)
	if err == nil && len(found) == 0 {
		err = gorm.ErrRecordNotFound
	}
	if err != nil {
		return judging.Panel{}, err
	}
	return found[0], nil
}

// Panels reads a stage's panels with their judges, by name.
func (tx *Tx) Panels(ctx context.Context, s id.ID[programmes.Stage]) ([]judging.Panel, error) {
	return tx.panels(ctx, "stage = ?", s)
}

func (tx *Tx) panels(ctx context.Context, where string, value any) ([]judging.Panel, error) {
	db := tx.db.WithContext(ctx)
	var rows []panelRow
	if err := db.Select(withinStage("panels")).Where(where, value).Order("name, id").Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	out, place := make([]judging.Panel, len(rows)), map[id.ID[judging.Panel]]int{}
	for i, r := range rows {
		out[i], place[r.ID] = r.panel(), i
	}
	var seats []struct {
		Panel       id.ID[judging.Panel]
		Account     id.ID[accounts.Account]
		DisplayName string
	}
	err := db.Table("panel_judges j").Select("j.panel, j.account, a.display_name").Joins("join accounts a on a.id = j.account").
		Where("j.panel in ?", idBytes(rows, func(r panelRow) [16]byte { return r.ID })).Order("a.sort_key, a.id").Find(&seats).Error
	for _, s := range seats {
		p := &out[place[s.Panel]]
		p.Judges = append(p.Judges, judging.Seat{Account: s.Account, Name: s.DisplayName})
	}
	return out, err
}

// AddPanel inserts one.
func (tx *Tx) AddPanel(ctx context.Context, p judging.Panel) error {
	r := toPanelRow(p)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ChangePanel writes one over the revision before it, without its judges.
func (tx *Tx) ChangePanel(ctx context.Context, p judging.Panel) error {
	r := toPanelRow(p)
	return tx.replace(ctx, &r, p.ID[:], p.Revision)
}

// SeatJudge gives an account a seat and the role that goes with it.
func (tx *Tx) SeatJudge(ctx context.Context, p id.ID[judging.Panel], a id.ID[accounts.Account], grant id.ID[accounts.Grant], now time.Time) error {
	db := tx.db.WithContext(ctx)
	if err := db.Exec("insert into panel_judges (panel, account) values (?, ?)", p, a).Error; err != nil {
		return err
	}
	return db.Exec("insert into grants (id, account, role, on_ref, created_at) values (?, ?, ?, ?, ?)", grant, a, access.Judge, p.String(), at(now)).Error
}

// UnseatJudge takes both away.
func (tx *Tx) UnseatJudge(ctx context.Context, p id.ID[judging.Panel], a id.ID[accounts.Account]) error {
	db := tx.db.WithContext(ctx)
	done := db.Exec("delete from panel_judges where panel = ? and account = ?", p, a)
	if done.Error == nil && done.RowsAffected == 0 {
		return gorm.ErrRecordNotFound
	}
	if done.Error != nil {
		return done.Error
	}
	return db.Exec("delete from grants where account = ? and role = ? and on_ref = ?", a, access.Judge, p.String()).Error
}

// PanelHasSheets reports whether a panel marks already.
func (tx *Tx) PanelHasSheets(ctx context.Context, p id.ID[judging.Panel]) (bool, error) {
	return tx.exists(ctx, "mark_sheets", "panel = ?", p)
}

// JudgeCandidates reads a page of active accounts, by name. Who judges sits on a panel or leads.
func (tx *Tx) JudgeCandidates(ctx context.Context, f judging.JudgeFilter) (page.Page[accounts.Account], error) {
	var events []id.ID[programmes.Event]
	q := tx.db.WithContext(ctx).Table("events")
	if q = q.Where("id = ?", f.Event); f.InEdition {
		q = q.Or("edition = (select edition from events where id = ?)", f.Event)
	}
	if err := q.Pluck("id", &events).Error; err != nil {
		return page.Page[accounts.Account]{}, err
	}
	led := make([]string, len(events))
	for i, e := range events {
		led[i] = e.String()
	}
	within := idBytes(events, func(e id.ID[programmes.Event]) [16]byte { return e })
	return tx.candidates(ctx, f.Page, f.Query, `id in (select j.account from panel_judges j join panels p on p.id = j.panel join stages s on s.id = p.stage where s.event in ?)
		or id in (select account from grants where role = ? and on_ref in ? and `+counts+`)`, within, access.ChiefJudge, led, at(f.At), at(f.At))
}
