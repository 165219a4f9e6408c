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
	"github.com/saichang/saichang/internal/scoring"
)

type sheetRow struct {
	ID           id.ID[judging.Sheet]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Stage        id.ID[programmes.Stage]
	Piece        id.ID[judging.Piece]
	Scheme       id.ID[judging.Scheme]
	SubCriterion id.ID[judging.SubCriterion]
	Panel        id.ID[judging.Panel]
	Status       judging.SheetStatus
	Reason       *string
	Round        int
	Held         document[[]id.ID[judging.Aspect]]
	Edition      id.ID[programmes.Edition]

	// of what it lies within
	PieceCode string                      `gorm:"->"`
	Code      string                      `gorm:"->"`
	Name      string                      `gorm:"->"`
	Day       *int                        `gorm:"->"`
	Event     id.ID[programmes.Event]     `gorm:"->"`
	Programme id.ID[programmes.Programme] `gorm:"->"`
}

func (sheetRow) TableName() string { return "mark_sheets" }

func (r sheetRow) sheet() judging.Sheet {
	return judging.Sheet{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Stage: r.Stage, Event: r.Event,
		Edition: r.Edition, Programme: r.Programme, Piece: r.Piece, PieceCode: r.PieceCode, Scheme: r.Scheme, SubCriterion: r.SubCriterion,
		Code: r.Code, Name: r.Name, Day: r.Day, Panel: r.Panel, Status: r.Status, Reason: r.Reason, Round: r.Round, Held: r.Held.V,
	}
}

// sheetColumns reads a sheet with what it lies within.
const sheetColumns = `mark_sheets.*,
	(select code from pieces where pieces.id = mark_sheets.piece) as piece_code,
	(select code from sub_criteria where sub_criteria.id = mark_sheets.sub_criterion) as code,
	(select name from sub_criteria where sub_criteria.id = mark_sheets.sub_criterion) as name,
	(select day from sub_criteria where sub_criteria.id = mark_sheets.sub_criterion) as day,
	(select event from stages where stages.id = mark_sheets.stage) as event,
	(select d.programme from editions d join events e on e.edition = d.id join stages t on t.event = e.id where t.id = mark_sheets.stage) as programme`

type partRow struct {
	Sheet       id.ID[judging.Sheet]
	Part        id.ID[anything]
	SubmittedAt *instant
	SubmittedBy *id.ID[accounts.Account]
}

func (partRow) TableName() string { return "sheet_parts" }

// partRef says whose part it is: only the panel's own part carries the panel's id.
func partRef(part [16]byte, panel id.ID[judging.Panel]) id.Ref {
	if part == [16]byte(panel) {
		return panel.Ref()
	}
	return id.ID[accounts.Account](part).Ref()
}

// Sheet reads one with its parts.
func (tx *Tx) Sheet(ctx context.Context, s id.ID[judging.Sheet]) (judging.Sheet, error) {
	return tx.takeSheet(ctx, tx.db.WithContext(ctx), s)
}

// LockSheet reads one that the unit is going to change: marks wait meanwhile.
func (tx *Tx) LockSheet(ctx context.Context, s id.ID[judging.Sheet]) (judging.Sheet, error) {
	return tx.takeSheet(ctx, tx.locked(ctx), s)
}

func (tx *Tx) takeSheet(ctx context.Context, q *gorm.DB, s id.ID[judging.Sheet]) (judging.Sheet, error) {
	var r sheetRow
	if err := q.Select(sheetColumns).Where("id = ?", s).Take(&r).Error; err != nil {
		return judging.Sheet{}, err
	}
	sheets := []judging.Sheet{r.sheet()}
	err := tx.addParts(ctx, sheets)
	return sheets[0], err
}

// addParts reads the parts of several sheets.
func (tx *Tx) addParts(ctx context.Context, sheets []judging.Sheet) error {
	if len(sheets) == 0 {
		return nil
	}
	ids, at := make([][]byte, len(sheets)), map[id.ID[judging.Sheet]]int{}
	for i, s := range sheets {
		ids[i], at[s.ID] = s.ID[:], i
	}
	var rows []partRow
	if err := tx.db.WithContext(ctx).Where("sheet in ?", ids).Order("sheet, part").Find(&rows).Error; err != nil {
		return err
	}
	for _, r := range rows {
		s := &sheets[at[r.Sheet]]
		s.Parts = append(s.Parts, judging.Part{Of: partRef(r.Part, s.Panel), SubmittedAt: timePtr(r.SubmittedAt), SubmittedBy: r.SubmittedBy})
	}
	return nil
}

// takesPart says of a sheet that somebody waits for it: the piece is there to be judged.
const takesPart = "exists (select 1 from pieces w where w.id = mark_sheets.piece and w.status = 'present')"

// Sheets reads a page.
func (tx *Tx) Sheets(ctx context.Context, f judging.SheetFilter) (page.Page[judging.Sheet], error) {
	q := tx.db.WithContext(ctx).Model(&sheetRow{}).Select(sheetColumns)
	if f.Stage != nil {
		q = q.Where("stage = ?", *f.Stage)
	}
	if f.Judge != nil {
		mine := "panel in (select panel from panel_judges where account = ?)"
		if q = q.Where(mine, *f.Judge); f.Open {
			q = q.Where("status = 'open' and "+takesPart+" and exists (select 1 from sheet_parts p where p.sheet = mark_sheets.id and p.part in (?, mark_sheets.panel) and p.submitted_at is null)", *f.Judge)
		}
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	if f.Code != "" {
		q = q.Where("sub_criterion in (select id from sub_criteria where code = ?)", f.Code)
	}
	if f.Piece != "" {
		q = q.Where("piece in (select id from pieces where code = ?)", f.Piece)
	}
	rows, err := paged(q, f.Page, order{}, func(r sheetRow) page.Position { return page.Position{ID: r.ID.String()} })
	if err != nil {
		return page.Page[judging.Sheet]{}, err
	}
	p := page.Map(rows, sheetRow.sheet)
	return p, tx.addParts(ctx, p.Items)
}

// AddSheets inserts sheets with their parts.
func (tx *Tx) AddSheets(ctx context.Context, sheets []judging.Sheet) error {
	if len(sheets) == 0 {
		return nil
	}
	rows := make([]sheetRow, len(sheets))
	var parts []partRow
	for i, s := range sheets {
		rows[i] = toSheetRow(s)
		parts = append(parts, toPartRows(s)...)
	}
	if err := insert(ctx, tx, rows); err != nil {
		return err
	}
	return insert(ctx, tx, parts)
}

func toSheetRow(s judging.Sheet) sheetRow {
	held := s.Held
	if held == nil {
		held = []id.ID[judging.Aspect]{}
	}
	return sheetRow{
		ID: s.ID, Revision: s.Revision, CreatedAt: at(s.CreatedAt), UpdatedAt: at(s.UpdatedAt), Stage: s.Stage, Piece: s.Piece, Scheme: s.Scheme,
		SubCriterion: s.SubCriterion, Panel: s.Panel, Status: s.Status, Reason: s.Reason, Round: s.Round, Held: doc(held), Edition: s.Edition,
	}
}

func toPartRows(s judging.Sheet) []partRow {
	rows := make([]partRow, len(s.Parts))
	for i, p := range s.Parts {
		rows[i] = partRow{s.ID, p.Of.UUID, atPtr(p.SubmittedAt), p.SubmittedBy}
	}
	return rows
}

// ChangeSheet writes one over the revision before it, with the state of its parts.
func (tx *Tx) ChangeSheet(ctx context.Context, s judging.Sheet) error {
	r := toSheetRow(s)
	if err := tx.replace(ctx, &r, s.ID[:], s.Revision); err != nil {
		return err
	}
	for _, p := range toPartRows(s) {
		err := tx.db.WithContext(ctx).Exec("update sheet_parts set submitted_at = ?, submitted_by = ? where sheet = ? and part = ?", p.SubmittedAt, p.SubmittedBy, p.Sheet, p.Part).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// SheetPlan reads what a stage needs sheets for.
func (tx *Tx) SheetPlan(ctx context.Context, stage id.ID[programmes.Stage]) (judging.SheetPlan, error) {
	db := tx.db.WithContext(ctx)
	p := judging.SheetPlan{Have: map[judging.Cell]bool{}}
	var scheme struct{ ID id.ID[judging.Scheme] }
	found := db.Table("marking_schemes").Select("id").Where("stage = ? and status = 'locked'", stage).Limit(1).Find(&scheme)
	if found.Error != nil || found.RowsAffected == 0 {
		return p, found.Error
	}
	p.Scheme = scheme.ID
	var pieces []struct{ ID id.ID[judging.Piece] }
	if err := db.Table("pieces").Select("id").Where("stage = ? and status = 'present'", stage).Order("id").Find(&pieces).Error; err != nil {
		return p, err
	}
	for _, r := range pieces {
		p.Pieces = append(p.Pieces, r.ID)
	}
	var have []struct {
		Piece        id.ID[judging.Piece]
		SubCriterion id.ID[judging.SubCriterion]
	}
	if err := db.Table("mark_sheets").Select("piece, sub_criterion").Where("stage = ?", stage).Find(&have).Error; err != nil {
		return p, err
	}
	for _, r := range have {
		p.Have[judging.Cell{Piece: r.Piece, SubCriterion: r.SubCriterion}] = true
	}
	var err error
	p.SubCriteria, err = tx.plannedSubCriteria(ctx, p.Scheme)
	return p, err
}

func (tx *Tx) plannedSubCriteria(ctx context.Context, scheme id.ID[judging.Scheme]) ([]judging.PlannedSubCriterion, error) {
	db := tx.db.WithContext(ctx)
	var subs []struct {
		ID    id.ID[judging.SubCriterion]
		Code  string
		Panel *id.ID[judging.Panel]
	}
	if err := db.Table("sub_criteria").Select("id, code, panel").Where("scheme = ?", scheme).Order("position").Find(&subs).Error; err != nil {
		return nil, err
	}
	var aspects []struct {
		SubCriterion id.ID[judging.SubCriterion]
		Definition   document[scoring.Aspect]
	}
	if err := db.Table("aspects").Select("sub_criterion, definition").Where("scheme = ?", scheme).Find(&aspects).Error; err != nil {
		return nil, err
	}
	out := make([]judging.PlannedSubCriterion, len(subs))
	for i, s := range subs {
		out[i] = judging.PlannedSubCriterion{ID: s.ID, Code: s.Code, Panel: s.Panel}
		for _, a := range aspects {
			if a.SubCriterion == s.ID {
				out[i].Judged = out[i].Judged || a.Definition.V.Judged()
				out[i].Together = out[i].Together || !a.Definition.V.Judged()
			}
		}
		var judges []struct{ Account id.ID[accounts.Account] }
		if err := db.Table("panel_judges").Select("account").Where("panel = ?", s.Panel).Order("account").Find(&judges).Error; err != nil {
			return nil, err
		}
		for _, j := range judges {
			out[i].Judges = append(out[i].Judges, j.Account.Ref())
		}
	}
	return out, nil
}

type signatureRow struct {
	Sheet    id.ID[judging.Sheet]
	Round    int
	Account  id.ID[accounts.Account]
	Role     access.Role
	Digest   string
	SignedAt instant
	VoidedAt *instant
}

func (signatureRow) TableName() string { return "signatures" }

// AddSignature inserts one.
func (tx *Tx) AddSignature(ctx context.Context, s judging.Signature) error {
	return tx.db.WithContext(ctx).Create(&signatureRow{s.Sheet, s.Round, s.Account, s.Role, s.Digest, at(s.SignedAt), atPtr(s.VoidedAt)}).Error
}

// VoidSignatures makes all signatures of a sheet void.
func (tx *Tx) VoidSignatures(ctx context.Context, s id.ID[judging.Sheet], now time.Time) error {
	return tx.db.WithContext(ctx).Exec("update signatures set voided_at = ? where sheet = ? and voided_at is null", at(now), s).Error
}

// Signatures reads all signatures of a sheet, oldest first.
func (tx *Tx) Signatures(ctx context.Context, s id.ID[judging.Sheet]) ([]judging.Signature, error) {
	var rows []signatureRow
	err := tx.db.WithContext(ctx).Where("sheet = ?", s).Order("round, signed_at").Find(&rows).Error
	out := make([]judging.Signature, len(rows))
	for i, r := range rows {
		out[i] = judging.Signature{Sheet: r.Sheet, Round: r.Round, Account: r.Account, Role: r.Role, Digest: r.Digest, SignedAt: r.SignedAt.Time, VoidedAt: timePtr(r.VoidedAt)}
	}
	return out, err
}

// Progress counts, stage by stage.
func (tx *Tx) Progress(ctx context.Context, e id.ID[programmes.Event]) ([]judging.Progress, error) {
	stages, err := tx.Stages(ctx, e)
	if err != nil {
		return nil, err
	}
	out := make([]judging.Progress, len(stages))
	for i, s := range stages {
		p := judging.Progress{Stage: s.ID, Name: s.Name}
		var counts []struct {
			Status judging.SheetStatus
			N      int
		}
		db := tx.db.WithContext(ctx)
		if err := db.Table("mark_sheets").Select("status, count(*) as n").Where("stage = ? and "+takesPart, s.ID).Group("status").Find(&counts).Error; err != nil {
			return nil, err
		}
		for _, c := range counts {
			switch c.Status {
			case judging.SheetOpen:
				p.Open = c.N
			case judging.SheetSubmitted:
				p.Submitted = c.N
			case judging.SheetSigned:
				p.Signed = c.N
			case judging.SheetLocked:
				p.Locked = c.N
			}
		}
		err := db.Raw(`select (select count(*) from pieces where stage = ? and status = 'present') as pieces,
			(select count(*) from marks where sheet in (select id from mark_sheets where stage = ?)) as marks_entered`, s.ID, s.ID).Row().Scan(&p.Pieces, &p.MarksEntered)
		if err != nil {
			return nil, err
		}
		out[i] = p
	}
	return out, nil
}
