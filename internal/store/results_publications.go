package store

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/results"
)

type publicationRow struct {
	ID           id.ID[results.Publication]
	Revision     int64
	CreatedAt    instant
	UpdatedAt    instant
	Edition      id.ID[programmes.Edition]
	Event        id.ID[programmes.Event]
	Stage        id.ID[programmes.Stage]
	Run          id.ID[results.Run]
	Version      int
	Status       results.PublicationStatus
	Digest       string
	ResultDigest string
	Note         string
	SupersededBy *id.ID[results.Publication]
	RowCount     int
	PageCount    int

	EditionName document[names.Text] `gorm:"->"`
	EventNumber string               `gorm:"->"`
	EventName   document[names.Text] `gorm:"->"`
}

func (publicationRow) TableName() string { return "publications" }

const publicationColumns = `publications.*, (select name from editions where editions.id = publications.edition) as edition_name,
	(select number from events where events.id = publications.event) as event_number,
	(select name from events where events.id = publications.event) as event_name`

func toPublicationRow(p results.Publication) publicationRow {
	return publicationRow{
		ID: p.ID, Revision: p.Revision, CreatedAt: at(p.CreatedAt), UpdatedAt: at(p.UpdatedAt), Edition: p.Edition, Event: p.Event, Stage: p.Stage,
		Run: p.Run, Version: p.Version, Status: p.Status, Digest: p.Digest, ResultDigest: p.ResultDigest, Note: p.Note, SupersededBy: p.SupersededBy,
		RowCount: p.Rows, PageCount: p.Pages,
	}
}

func (r publicationRow) publication() results.Publication {
	return results.Publication{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Edition: r.Edition, Event: r.Event, Stage: r.Stage,
		Run: r.Run, Version: r.Version, Status: r.Status, Digest: r.Digest, ResultDigest: r.ResultDigest, Note: r.Note, SupersededBy: r.SupersededBy,
		Rows: r.RowCount, Pages: r.PageCount, EditionName: r.EditionName.V, EventNumber: r.EventNumber, EventName: r.EventName.V,
	}
}

// FirstPublished is when a stage was first published; nil if it never was.
func (tx *Tx) FirstPublished(ctx context.Context, s id.ID[programmes.Stage]) (*time.Time, error) {
	var rows []instant
	err := tx.db.WithContext(ctx).Model(&publicationRow{}).Where("stage = ? and version = 1", s).Pluck("created_at", &rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0].Time, nil
}

// Makers reads who made the pieces of a run, under the names that organizations had on a day.
func (tx *Tx) Makers(ctx context.Context, r id.ID[results.Run], on, childrenBornAfter string) (map[id.ID[judging.Piece]]results.Maker, error) {
	var pieces []id.ID[judging.Piece]
	if err := tx.db.WithContext(ctx).Table("placings").Where("run = ?", r).Pluck("piece", &pieces).Error; err != nil {
		return nil, err
	}
	found, err := tx.makers(ctx, idBytes(pieces, func(p id.ID[judging.Piece]) [16]byte { return p }), on)
	out := make(map[id.ID[judging.Piece]]results.Maker, len(found))
	if err != nil {
		return nil, err
	}
	var nameless []id.ID[judging.Piece]
	err = tx.db.WithContext(ctx).Table("piece_entries l").Joins("join entries on entries.id = l.entry").
		Where("l.piece in (select piece from placings where run = ?) and "+withheld, r, childrenBornAfter).Pluck("l.piece", &nameless).Error
	for _, piece := range nameless {
		found[piece] = maker{Organization: found[piece].Organization}
	}
	for piece, m := range found {
		out[piece] = results.Maker(m)
	}
	return out, err
}

// CurrentPublication is the one that counts for a stage; nil if there is none.
func (tx *Tx) CurrentPublication(ctx context.Context, s id.ID[programmes.Stage]) (*results.Publication, error) {
	var rows []publicationRow
	err := tx.db.WithContext(ctx).Select(publicationColumns).Where("stage = ? and status = 'current'", s).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	p := rows[0].publication()
	return &p, nil
}

// CurrentOfEvent is the one of the event's last published stage; nil if there is none.
func (tx *Tx) CurrentOfEvent(ctx context.Context, e id.ID[programmes.Event]) (*id.ID[results.Publication], error) {
	var rows []struct{ ID id.ID[results.Publication] }
	err := tx.db.WithContext(ctx).Raw(`select p.id from publications p join stages s on s.id = p.stage
		where p.event = ? and p.status = 'current' order by s.position desc limit 1`, e).Scan(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0].ID, nil
}

// Publication reads one.
func (tx *Tx) Publication(ctx context.Context, p id.ID[results.Publication]) (results.Publication, error) {
	var row publicationRow
	err := tx.db.WithContext(ctx).Select(publicationColumns).Where("id = ?", p).Take(&row).Error
	return row.publication(), err
}

// Publications reads a page, the newest first.
func (tx *Tx) Publications(ctx context.Context, f results.PublicationFilter) (page.Page[results.Publication], error) {
	q := tx.db.WithContext(ctx).Model(&publicationRow{}).Select(publicationColumns)
	if f.Edition != nil {
		q = q.Where("edition = ?", *f.Edition)
	}
	if f.Event != nil {
		q = q.Where("event = ?", *f.Event)
	}
	if f.Stage != nil {
		q = q.Where("stage = ?", *f.Stage)
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	rows, err := paged(q, f.Page, order{desc: true}, func(r publicationRow) page.Position { return page.Position{ID: r.ID.String()} })
	return page.Map(rows, publicationRow.publication), err
}

type snapshotRow struct {
	Publication id.ID[results.Publication]
	Form        string
	Coding      string
	MediaType   string
	Etag        string
	Body        []byte
}

func (snapshotRow) TableName() string { return "snapshots" }

// AddPublication inserts one with its bytes.
func (tx *Tx) AddPublication(ctx context.Context, p results.Publication, frozen []results.Frozen) error {
	db := tx.db.WithContext(ctx)
	row := toPublicationRow(p)
	if err := db.Create(&row).Error; err != nil {
		return err
	}
	var rows []snapshotRow
	for _, f := range frozen {
		rows = append(rows,
			snapshotRow{p.ID, f.Form, "identity", f.MediaType, f.ETag, f.Body},
			snapshotRow{p.ID, f.Form, "gzip", f.MediaType, f.GzipETag(), f.Gzip})
	}
	return db.CreateInBatches(&rows, 50).Error
}

// Supersede ends a publication and its run in favour of another.
func (tx *Tx) Supersede(ctx context.Context, p results.Publication, by id.ID[results.Publication], now time.Time) error {
	db := tx.db.WithContext(ctx)
	done := db.Exec("update publications set status = 'superseded', superseded_by = ?, revision = revision + 1, updated_at = ? where id = ? and revision = ?", by, at(now), p.ID, p.Revision)
	if done.Error == nil && done.RowsAffected == 0 {
		return fault.RevisionStale.New()
	}
	if done.Error != nil {
		return done.Error
	}
	return db.Exec("update result_runs set status = 'superseded', revision = revision + 1, updated_at = ? where id = ?", at(now), p.Run).Error
}

// Frozen reads one form of a publication, in both codings.
func (tx *Tx) Frozen(ctx context.Context, p id.ID[results.Publication], form string) (results.Frozen, error) {
	var rows []snapshotRow
	if err := tx.db.WithContext(ctx).Where("publication = ? and form = ?", p, form).Find(&rows).Error; err != nil {
		return results.Frozen{}, err
	}
	f := results.Frozen{Form: form}
	for _, r := range rows {
		if r.Coding == "gzip" {
			f.Gzip = r.Body
		} else {
			f.MediaType, f.ETag, f.Body = r.MediaType, r.Etag, r.Body
		}
	}
	if len(rows) != 2 {
		return f, fault.NotFound.New()
	}
	return f, nil
}

// EntriesCompeted tells the entries behind a run's present pieces that they competed.
func (tx *Tx) EntriesCompeted(ctx context.Context, r id.ID[results.Run], now time.Time) error {
	return tx.db.WithContext(ctx).Exec(`update entries set status = 'competed', revision = revision + 1, updated_at = ?
		where status in ('confirmed', 'checked_in') and id in (
			select l.entry from piece_entries l join pieces p on p.id = l.piece join placings g on g.piece = p.id where g.run = ? and p.status = 'present')`, at(now), r).Error
}
