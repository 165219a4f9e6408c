package store

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

type pieceRow struct {
	ID        id.ID[judging.Piece]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	Stage     id.ID[programmes.Stage]
	Code      string
	Status    judging.PieceStatus
	Official  bool
}

func (pieceRow) TableName() string { return "pieces" }

func (r pieceRow) piece() judging.Piece {
	return judging.Piece{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Stage: r.Stage, Code: r.Code,
		Status: r.Status, Official: r.Official,
	}
}

// EntriesToPiece reads the entries of a stage's event that have no piece in it, by their
// random ids; where an edge leads into the stage, only those that advanced.
func (tx *Tx) EntriesToPiece(ctx context.Context, s programmes.Stage) ([]judging.EntryToPiece, error) {
	var rows []struct {
		ID       id.ID[registration.Entry]
		Status   registration.Status
		Official bool
	}
	err := tx.db.WithContext(ctx).Table("entries").Select("id, status, official").
		Where("event = ? and id not in (select entry from piece_entries where stage = ?)", s.Event, s.ID).
		Where("(not exists (select 1 from stage_edges where to_stage = ?) or id in (select entry from advancements where stage = ?))", s.ID, s.ID).Order("id").Find(&rows).Error
	out := make([]judging.EntryToPiece, len(rows))
	for i, r := range rows {
		out[i] = judging.EntryToPiece{Entry: r.ID, Status: r.Status, Official: r.Official}
	}
	return out, err
}

// PieceCodes reads the codes that a stage has.
func (tx *Tx) PieceCodes(ctx context.Context, s id.ID[programmes.Stage]) (map[string]bool, error) {
	var codes []string
	err := tx.db.WithContext(ctx).Table("pieces").Where("stage = ?", s).Pluck("code", &codes).Error
	taken := make(map[string]bool, len(codes))
	for _, c := range codes {
		taken[c] = true
	}
	return taken, err
}

type pieceEntryRow struct {
	Piece id.ID[judging.Piece]
	Stage id.ID[programmes.Stage]
	Entry id.ID[registration.Entry]
}

func (pieceEntryRow) TableName() string { return "piece_entries" }

// AddPieces inserts pieces and, in a table of their own, which entry each belongs to.
func (tx *Tx) AddPieces(ctx context.Context, pieces []judging.Piece, of []id.ID[registration.Entry]) error {
	if len(pieces) == 0 {
		return nil
	}
	rows, links := make([]pieceRow, len(pieces)), make([]pieceEntryRow, len(pieces))
	for i, p := range pieces {
		rows[i] = pieceRow{p.ID, p.Revision, at(p.CreatedAt), at(p.UpdatedAt), p.Stage, p.Code, p.Status, p.Official}
		links[i] = pieceEntryRow{p.ID, p.Stage, of[i]}
	}
	if err := insert(ctx, tx, rows); err != nil {
		return err
	}
	return insert(ctx, tx, links)
}

// Pieces reads a page, by code.
func (tx *Tx) Pieces(ctx context.Context, f judging.PieceFilter) (page.Page[judging.Piece], error) {
	q := tx.db.WithContext(ctx).Model(&pieceRow{}).Where("stage = ?", f.Stage)
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	rows, err := paged(q, f.Page, order{column: "code"}, func(r pieceRow) page.Position { return page.Position{Key: r.Code, ID: r.ID.String()} })
	if err != nil {
		return page.Page[judging.Piece]{}, err
	}
	p := page.Map(rows, pieceRow.piece)
	if !f.Named {
		return p, nil
	}
	named := rows.Items
	if f.ChildrenBornAfter != "" {
		if named, err = tx.namable(ctx, named, f.ChildrenBornAfter); err != nil {
			return p, err
		}
	}
	makers, err := tx.makers(ctx, idBytes(named, func(r pieceRow) [16]byte { return r.ID }), "")
	for i := range p.Items {
		if m, ok := makers[p.Items[i].ID]; ok {
			name := m.String()
			p.Items[i].Name = &name
		}
	}
	return p, err
}

// namable are the pieces whose entries are not withheld.
func (tx *Tx) namable(ctx context.Context, pieces []pieceRow, bornAfter string) (rows []pieceRow, err error) {
	err = tx.db.WithContext(ctx).Where("id in ?", idBytes(pieces, func(r pieceRow) [16]byte { return r.ID })).
		Where("id in (select l.piece from piece_entries l join entries on entries.id = l.entry where not "+withheld+")", bornAfter).Find(&rows).Error
	return rows, err
}

// maker is who made a piece.
type maker struct {
	Team         *string
	Competitors  []string
	Organization names.Text
}

// String names a maker for people: the team or the competitors, and where they are from.
func (m maker) String() string {
	who := ""
	if m.Team != nil {
		who = *m.Team
	} else {
		for i, c := range m.Competitors {
			if i > 0 {
				who += "、"
			}
			who += c
		}
	}
	return who + " · " + m.Organization.In("zh")
}

// makers reads who made some pieces, under the names that organizations had on a day; "" is
// today. Only stages that are not blind may ask.
func (tx *Tx) makers(ctx context.Context, pieces [][]byte, on string) (map[id.ID[judging.Piece]]maker, error) {
	out := map[id.ID[judging.Piece]]maker{}
	for len(pieces) > 0 {
		some := pieces[:min(500, len(pieces))]
		pieces = pieces[len(some):]
		var rows []struct {
			Piece        id.ID[judging.Piece]
			Team         *string
			Organization document[names.Text]
			FormerNames  document[[]organizations.FormerName]
			Competitor   *string
		}
		err := tx.db.WithContext(ctx).Raw(`select l.piece, e.name as team, o.name as organization, o.former_names, p.name as competitor
			from piece_entries l join entries e on e.id = l.entry join organizations o on o.id = e.organization
			left join entry_members m on m.entry = e.id and m.role = 'competitor' left join people p on p.id = m.person
			where l.piece in ? order by l.piece, m.position`, some).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			m := out[r.Piece]
			m.Team, m.Organization = r.Team, r.Organization.V
			if on != "" {
				m.Organization = organizations.Organization{Name: r.Organization.V, FormerNames: r.FormerNames.V}.NameOn(on)
			}
			if r.Competitor != nil {
				m.Competitors = append(m.Competitors, *r.Competitor)
			}
			out[r.Piece] = m
		}
	}
	return out, nil
}
