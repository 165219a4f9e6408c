package store

import (
	"context"

	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
)

type eventRow struct {
	ID         id.ID[programmes.Event]
	Revision   int64
	CreatedAt  instant
	UpdatedAt  instant
	Edition    id.ID[programmes.Edition]
	Number     string
	Name       document[names.Text]
	SortKey    string
	Sector     string
	Status     programmes.EventStatus
	TeamMin    int
	TeamMax    int
	AgeLimit   *int
	Official   bool
	RuleSet    id.ID[programmes.RuleSet]
	EventGroup string
	Deferred   bool

	CrossOrganization *bool
	Programme         id.ID[programmes.Programme] `gorm:"->"` // of the edition
}

func (eventRow) TableName() string { return "events" }

func toEventRow(e programmes.Event) eventRow {
	stands := e.Status
	if stands == programmes.EventDeferred {
		stands = programmes.EventOpen
	}
	return eventRow{
		e.ID, e.Revision, at(e.CreatedAt), at(e.UpdatedAt), e.Edition, e.Number, doc(e.Name), names.SortKey(e.Name.In("zh")), e.Sector,
		stands, e.TeamMin, e.TeamMax, e.AgeLimit, e.Official, e.RuleSet, e.Group, e.Status == programmes.EventDeferred, e.Mixed, e.Programme,
	}
}

func (r eventRow) event() programmes.Event {
	return programmes.Event{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Edition: r.Edition, Programme: r.Programme,
		Number: r.Number, Name: r.Name.V, Sector: r.Sector, Status: eventStatus(r.Status, r.Deferred), TeamMin: r.TeamMin, TeamMax: r.TeamMax,
		AgeLimit: r.AgeLimit, Official: r.Official, RuleSet: r.RuleSet, Group: r.EventGroup, Mixed: r.CrossOrganization,
	}
}

// eventStatus tells a deferred event from an open one.
func eventStatus(stands programmes.EventStatus, deferred bool) programmes.EventStatus {
	if deferred && stands == programmes.EventOpen {
		return programmes.EventDeferred
	}
	return stands
}

// succession fills in what events succeed, in the order of the ids.
func (tx *Tx) succession(ctx context.Context, events ...programmes.Event) error {
	var rows []successionRow
	err := tx.db.WithContext(ctx).Where("event in ?", idBytes(events, func(e programmes.Event) [16]byte { return e.ID })).Order("succeeds").Find(&rows).Error
	of := map[id.ID[programmes.Event]][]id.ID[programmes.Event]{}
	for _, r := range rows {
		of[r.Event] = append(of[r.Event], r.Succeeds)
	}
	for i := range events {
		events[i].Succeeds = of[events[i].ID]
	}
	return err
}

type successionRow struct{ Event, Succeeds id.ID[programmes.Event] }

func (successionRow) TableName() string { return "event_successions" }

// saveEvent writes what stands beside an event's row.
func (tx *Tx) saveEvent(ctx context.Context, e programmes.Event) error {
	db := tx.db.WithContext(ctx)
	if err := db.Exec("delete from event_successions where event = ?", e.ID).Error; err != nil {
		return err
	}
	rows := make([]successionRow, len(e.Succeeds))
	for i, before := range e.Succeeds {
		rows[i] = successionRow{e.ID, before}
	}
	if len(rows) > 0 {
		if err := db.Create(&rows).Error; err != nil {
			return err
		}
	}
	return tx.saveNames(ctx, e.ID.Ref(), e.Name)
}

const eventColumns = "events.*, (select programme from editions where editions.id = events.edition) as programme"

// Event reads one.
func (tx *Tx) Event(ctx context.Context, e id.ID[programmes.Event]) (programmes.Event, error) {
	var r eventRow
	if err := tx.db.WithContext(ctx).Select(eventColumns).Where("id = ?", e).Take(&r).Error; err != nil {
		return programmes.Event{}, translate(err)
	}
	found := []programmes.Event{r.event()}
	err := tx.succession(ctx, found...)
	return found[0], err
}

// AddEvent inserts one.
func (tx *Tx) AddEvent(ctx context.Context, e programmes.Event) error {
	r := toEventRow(e)
	if err := tx.db.WithContext(ctx).Create(&r).Error; err != nil {
		return err
	}
	return tx.saveEvent(ctx, e)
}

// ChangeEvent writes one over the revision before it.
func (tx *Tx) ChangeEvent(ctx context.Context, e programmes.Event) error {
	r := toEventRow(e)
	if err := tx.replace(ctx, &r, e.ID[:], e.Revision); err != nil {
		return err
	}
	return tx.saveEvent(ctx, e)
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
	switch f.Status {
	case "":
	case programmes.EventDeferred:
		q = q.Where("status = ? and deferred", programmes.EventOpen)
	case programmes.EventOpen:
		q = q.Where("status = ? and not deferred", f.Status)
	default:
		q = q.Where("status = ?", f.Status)
	}
	o, key := order{"number", f.Descending}, func(r eventRow) page.Position { return page.Position{Key: r.Number, ID: r.ID.String()} }
	if f.ByName {
		o.column, key = "sort_key", func(r eventRow) page.Position { return page.Position{Key: r.SortKey, ID: r.ID.String()} }
	}
	rows, err := paged(q, f.Page, o, key)
	if err != nil {
		return page.Page[programmes.Event]{}, err
	}
	events := page.Map(rows, eventRow.event)
	return events, tx.succession(ctx, events.Items...)
}

// EventsOf reads all events of an edition, by number.
func (tx *Tx) EventsOf(ctx context.Context, e id.ID[programmes.Edition]) ([]programmes.Event, error) {
	var rows []eventRow
	err := tx.db.WithContext(ctx).Select(eventColumns).Where("edition = ?", e).Order("number, id").Find(&rows).Error
	events := make([]programmes.Event, len(rows))
	for i, r := range rows {
		events[i] = r.event()
	}
	if err != nil {
		return nil, err
	}
	return events, tx.succession(ctx, events...)
}

// Fields counts the official entries that hold a place in each open event of an edition.
func (tx *Tx) Fields(ctx context.Context, e id.ID[programmes.Edition]) ([]programmes.Field, error) {
	var rows []struct {
		ID      id.ID[programmes.Event]
		Number  string
		Entries int
		Rules   document[programmes.Rules]
	}
	// as Entry.HoldsPlaces
	err := tx.db.WithContext(ctx).Raw(`select v.id, v.number, r.rules, (select count(*) from entries n
			where n.event = v.id and n.official and n.submitted_at is not null and n.status <> 'withdrawn') as entries
		from events v join rule_sets r on r.id = v.rule_set
		where v.edition = ? and v.status = 'open' and not v.deferred order by v.number, v.id`, e).Find(&rows).Error
	fields := make([]programmes.Field, len(rows))
	for i, r := range rows {
		fields[i] = programmes.Field{Event: r.ID, Number: r.Number, Entries: r.Entries, Minimum: r.Rules.V.Registration.MinimumEntries}
	}
	return fields, err
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
