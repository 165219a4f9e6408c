package store

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
)

type eventRow struct {
	ID        id.ID[programmes.Event]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	Edition   id.ID[programmes.Edition]
	Number    string
	Name      document[names.Text]
	SortKey   string
	Sector    string
	Status    programmes.EventStatus
	TeamMin   int
	TeamMax   int
	AgeLimit  *int
	Official  bool
	RuleSet   id.ID[programmes.RuleSet]
	Programme id.ID[programmes.Programme] `gorm:"->"` // of the edition
}

func (eventRow) TableName() string { return "events" }

func toEventRow(e programmes.Event) eventRow {
	return eventRow{
		e.ID, e.Revision, at(e.CreatedAt), at(e.UpdatedAt), e.Edition, e.Number, doc(e.Name), names.SortKey(e.Name.In("zh")), e.Sector,
		e.Status, e.TeamMin, e.TeamMax, e.AgeLimit, e.Official, e.RuleSet, e.Programme,
	}
}

func (r eventRow) event() programmes.Event {
	return programmes.Event{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Edition: r.Edition, Programme: r.Programme,
		Number: r.Number, Name: r.Name.V, Sector: r.Sector, Status: r.Status, TeamMin: r.TeamMin, TeamMax: r.TeamMax,
		AgeLimit: r.AgeLimit, Official: r.Official, RuleSet: r.RuleSet,
	}
}

const eventColumns = "events.*, (select programme from editions where editions.id = events.edition) as programme"

// Event reads one.
func (tx *Tx) Event(ctx context.Context, e id.ID[programmes.Event]) (programmes.Event, error) {
	var r eventRow
	err := tx.db.WithContext(ctx).Select(eventColumns).Where("id = ?", e).Take(&r).Error
	return r.event(), err
}

// AddEvent inserts one.
func (tx *Tx) AddEvent(ctx context.Context, e programmes.Event) error {
	r := toEventRow(e)
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.saveNames(ctx, e.ID.Ref(), e.Name)
}

// ChangeEvent writes one over the revision before it.
func (tx *Tx) ChangeEvent(ctx context.Context, e programmes.Event) error {
	r := toEventRow(e)
	if err := tx.replace(ctx, &r, e.ID[:], e.Revision); err != nil {
		return err
	}
	return tx.saveNames(ctx, e.ID.Ref(), e.Name)
}

// Events reads a page of an edition's events.
func (tx *Tx) Events(ctx context.Context, f programmes.EventFilter) (page.Page[programmes.Event], error) {
	q := tx.named(tx.db.WithContext(ctx).Model(&eventRow{}).Select(eventColumns).Where("edition = ?", f.Edition), "evt", f.Query)
	if f.Number != "" {
		q = q.Where("number = ?", f.Number)
	}
	if f.Sector != "" {
		q = q.Where("sector = ?", f.Sector)
	}
	if f.Status != "" {
		q = q.Where("status = ?", f.Status)
	}
	o, key := order{"number", f.Descending}, func(r eventRow) page.Position { return page.Position{Key: r.Number, ID: r.ID.String()} }
	if f.ByName {
		o.column, key = "sort_key", func(r eventRow) page.Position { return page.Position{Key: r.SortKey, ID: r.ID.String()} }
	}
	rows, err := paged(q, f.Page, o, key)
	return page.Map(rows, eventRow.event), err
}

type stageRow struct {
	ID         id.ID[programmes.Stage]
	Revision   int64
	CreatedAt  instant
	UpdatedAt  instant
	Event      id.ID[programmes.Event]
	Position   int
	Name       document[names.Text]
	BlindLevel int
	Edition    id.ID[programmes.Edition]   `gorm:"->"`
	Programme  id.ID[programmes.Programme] `gorm:"->"`
}

func (stageRow) TableName() string { return "stages" }

func (r stageRow) stage() programmes.Stage {
	return programmes.Stage{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Event: r.Event, Edition: r.Edition,
		Programme: r.Programme, Position: r.Position, Name: r.Name.V, BlindLevel: r.BlindLevel,
	}
}

const stageColumns = `stages.*, (select edition from events where events.id = stages.event) as edition,
	(select programme from editions where editions.id = (select edition from events where events.id = stages.event)) as programme`

// Stage reads one.
func (tx *Tx) Stage(ctx context.Context, s id.ID[programmes.Stage]) (programmes.Stage, error) {
	var r stageRow
	err := tx.db.WithContext(ctx).Select(stageColumns).Where("id = ?", s).Take(&r).Error
	return r.stage(), err
}

// Stages reads the stages of an event, in order.
func (tx *Tx) Stages(ctx context.Context, e id.ID[programmes.Event]) ([]programmes.Stage, error) {
	var rows []stageRow
	err := tx.db.WithContext(ctx).Select(stageColumns).Where("event = ?", e).Order("position").Find(&rows).Error
	out := make([]programmes.Stage, len(rows))
	for i, r := range rows {
		out[i] = r.stage()
	}
	return out, err
}

// AddStage inserts one.
func (tx *Tx) AddStage(ctx context.Context, s programmes.Stage) error {
	r := stageRow{s.ID, s.Revision, at(s.CreatedAt), at(s.UpdatedAt), s.Event, s.Position, doc(s.Name), s.BlindLevel, s.Edition, s.Programme}
	return tx.db.WithContext(ctx).Create(&r).Error
}
