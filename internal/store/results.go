package store

import (
	"context"
	"strconv"
	"time"

	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/results"
	"github.com/saichang/saichang/internal/scoring"
)

var _ results.Store = (*Tx)(nil)

type runRow struct {
	ID         id.ID[results.Run]
	Revision   int64
	CreatedAt  instant
	UpdatedAt  instant
	Stage      id.ID[programmes.Stage]
	Event      id.ID[programmes.Event]
	Number     int
	Status     results.RunStatus
	Engine     string
	RulesHash  string
	InputsHash string
	Digest     string
	Body       document[results.Summary]
	ComputedBy id.ID[accounts.Account]

	Edition   id.ID[programmes.Edition]   `gorm:"->"`
	Programme id.ID[programmes.Programme] `gorm:"->"`
}

func (runRow) TableName() string { return "result_runs" }

func toRunRow(r results.Run) runRow {
	return runRow{
		ID: r.ID, Revision: r.Revision, CreatedAt: at(r.CreatedAt), UpdatedAt: at(r.UpdatedAt), Stage: r.Stage, Event: r.Event, Number: r.Number,
		Status: r.Status, Engine: r.Engine, RulesHash: r.RulesHash, InputsHash: r.InputsHash, Digest: r.Digest, Body: doc(r.Summary), ComputedBy: r.ComputedBy,
	}
}

func (r runRow) run() results.Run {
	return results.Run{
		ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, Stage: r.Stage, Event: r.Event,
		Edition: r.Edition, Programme: r.Programme, Number: r.Number, Status: r.Status, Engine: r.Engine, RulesHash: r.RulesHash,
		InputsHash: r.InputsHash, Digest: r.Digest, ComputedBy: r.ComputedBy, Summary: r.Body.V,
	}
}

const runColumns = `result_runs.*, (select edition from events where events.id = result_runs.event) as edition,
	(select programme from editions where editions.id = (select edition from events where events.id = result_runs.event)) as programme`

// Run reads one.
func (tx *Tx) Run(ctx context.Context, r id.ID[results.Run]) (results.Run, error) {
	var row runRow
	err := tx.db.WithContext(ctx).Select(runColumns).Where("id = ?", r).Take(&row).Error
	return row.run(), err
}

// Runs reads a stage's runs, the newest first.
func (tx *Tx) Runs(ctx context.Context, s id.ID[programmes.Stage]) ([]results.Run, error) {
	var rows []runRow
	err := tx.db.WithContext(ctx).Select(runColumns).Where("stage = ?", s).Order("number desc").Find(&rows).Error
	out := make([]results.Run, len(rows))
	for i, r := range rows {
		out[i] = r.run()
	}
	return out, err
}

// Material reads what a stage is computed from. The sheets are locked against change: who
// wants to open one again waits until the unit ends.
func (tx *Tx) Material(ctx context.Context, s programmes.Stage) (results.Material, error) {
	db := tx.db.WithContext(ctx)
	m := results.Material{Unpieced: map[registration.Status]int{}}
	err := db.Clauses(clause.Locking{Strength: "SHARE", Table: clause.Table{Name: "mark_sheets"}}).Table("mark_sheets").
		Select("mark_sheets.piece, sub_criteria.code, mark_sheets.status").Joins("join sub_criteria on sub_criteria.id = mark_sheets.sub_criterion").
		Where("mark_sheets.stage = ?", s.ID).Order("mark_sheets.id").Find(&m.Sheets).Error
	if err != nil {
		return m, err
	}
	var locked struct{ ID id.ID[judging.Scheme] }
	found := db.Table("marking_schemes").Select("id").Where("stage = ? and status = 'locked'", s.ID).Limit(1).Find(&locked)
	if found.Error != nil {
		return m, found.Error
	}
	if found.RowsAffected > 0 {
		scheme, err := tx.Scheme(ctx, locked.ID)
		if err != nil {
			return m, err
		}
		m.Scheme = &scheme
	}
	var pieces []pieceRow
	if err := db.Where("stage = ?", s.ID).Order("code").Find(&pieces).Error; err != nil {
		return m, err
	}
	for _, p := range pieces {
		m.Pieces = append(m.Pieces, p.piece())
	}
	entries, err := tx.EntriesToPiece(ctx, s)
	for _, e := range entries {
		m.Unpieced[e.Status]++
	}
	if err == nil {
		m.Marks, err = tx.stageMarks(ctx, s.ID)
	}
	return m, err
}

// stageMarks reads every mark of a stage.
func (tx *Tx) stageMarks(ctx context.Context, s id.ID[programmes.Stage]) ([]results.Seen, error) {
	rows, err := tx.db.WithContext(ctx).Raw(`select s.piece, m.aspect, m.observed from mark_sheets s join marks m on m.sheet = s.id
		where s.stage = ? order by s.piece, m.aspect, m.part`, s).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var all []results.Seen
	for rows.Next() {
		var seen results.Seen
		var observed document[scoring.Observed]
		if err := rows.Scan(&seen.Piece, &seen.Aspect, &observed); err != nil {
			return nil, err
		}
		seen.Observed = observed.V
		all = append(all, seen)
	}
	return all, rows.Err()
}

type placingRow struct {
	ID       id.ID[results.Placing]
	Run      id.ID[results.Run]
	Piece    id.ID[judging.Piece]
	Position int
	Rank     *int
	Total    *int64
	Scale    *int64
	Award    string
	Standing scoring.Standing
	Body     document[results.Computed]
}

func (placingRow) TableName() string { return "placings" }

func (r placingRow) placing() results.Placing {
	return results.Placing{ID: r.ID, Run: r.Run, Piece: r.Piece, Position: r.Position, Computed: r.Body.V}
}

type inputsRow struct {
	Run    id.ID[results.Run]
	Inputs string
}

func (inputsRow) TableName() string { return "run_inputs" }

// AddRun inserts one with its inputs and placings.
func (tx *Tx) AddRun(ctx context.Context, r results.Run, inputs []byte, placings []results.Placing) error {
	db := tx.db.WithContext(ctx)
	row := toRunRow(r)
	if err := db.Create(&row).Error; err != nil {
		return err
	}
	if err := db.Create(&inputsRow{r.ID, string(inputs)}).Error; err != nil {
		return err
	}
	rows := make([]placingRow, len(placings))
	for i, p := range placings {
		rows[i] = placingRow{
			ID: p.ID, Run: p.Run, Piece: p.Piece, Position: p.Position, Total: (*int64)(p.Total), Scale: (*int64)(p.ScaleScore), Award: p.Award,
			Standing: p.Standing, Body: doc(p.Computed),
		}
		if p.Rank > 0 {
			rows[i].Rank = &placings[i].Rank
		}
	}
	return db.CreateInBatches(&rows, 500).Error
}

// ChangeRun writes one over the revision before it.
func (tx *Tx) ChangeRun(ctx context.Context, r results.Run) error {
	row := toRunRow(r)
	return tx.replace(ctx, &row, r.ID[:], r.Revision)
}

// SupersedeComputed ends the runs of a stage that were computed and not published.
func (tx *Tx) SupersedeComputed(ctx context.Context, s id.ID[programmes.Stage], now time.Time) error {
	return tx.db.WithContext(ctx).Exec("update result_runs set status = 'superseded', revision = revision + 1, updated_at = ? where stage = ? and status = 'computed'", at(now), s).Error
}

// RunInputs reads what a run was computed from, as JSON.
func (tx *Tx) RunInputs(ctx context.Context, r id.ID[results.Run]) ([]byte, error) {
	var row inputsRow
	err := tx.db.WithContext(ctx).Where("run = ?", r).Take(&row).Error
	return []byte(row.Inputs), err
}

// Placing reads one with the decision that counts.
func (tx *Tx) Placing(ctx context.Context, p id.ID[results.Placing]) (results.Placing, error) {
	var row placingRow
	if err := tx.db.WithContext(ctx).Where("id = ?", p).Take(&row).Error; err != nil {
		return results.Placing{}, err
	}
	found, err := tx.decided(ctx, []placingRow{row})
	if err != nil {
		return results.Placing{}, err
	}
	return found[0], nil
}

// latest is the award that counts: the newest decision, or the proposal.
const latest = "coalesce((select d.award from award_decisions d where d.placing_id = placings.id order by d.revision desc limit 1), placings.award)"

// Placings reads a page of a run, in the order of the list.
func (tx *Tx) Placings(ctx context.Context, f results.PlacingFilter) (page.Page[results.Placing], error) {
	q := tx.db.WithContext(ctx).Model(&placingRow{}).Where("run = ?", f.Run)
	if f.Award != "" {
		q = q.Where(latest+" = ?", f.Award)
	}
	if f.Standing != "" {
		q = q.Where("standing = ?", f.Standing)
	}
	rows, err := paged(q, f.Page, order{column: "position"}, func(r placingRow) page.Position {
		return page.Position{Key: strconv.Itoa(r.Position), ID: r.ID.String()}
	})
	if err != nil {
		return page.Page[results.Placing]{}, err
	}
	placings, err := tx.decided(ctx, rows.Items)
	return page.Page[results.Placing]{Items: placings, Next: rows.Next, Total: rows.Total}, err
}

// AllPlacings reads those of a run, in the order of the list.
func (tx *Tx) AllPlacings(ctx context.Context, r id.ID[results.Run]) ([]results.Placing, error) {
	var rows []placingRow
	if err := tx.db.WithContext(ctx).Where("run = ?", r).Order("position").Find(&rows).Error; err != nil {
		return nil, err
	}
	return tx.decided(ctx, rows)
}

type decisionRow struct {
	PlacingID id.ID[results.Placing]
	Revision  int64
	Award     string
	Reason    string
	DecidedBy id.ID[accounts.Account]
	DecidedAt instant
}

func (decisionRow) TableName() string { return "award_decisions" }

// decided adds the decisions that count.
func (tx *Tx) decided(ctx context.Context, rows []placingRow) ([]results.Placing, error) {
	out := make([]results.Placing, len(rows))
	place := map[id.ID[results.Placing]]int{}
	for i, r := range rows {
		out[i], place[r.ID] = r.placing(), i
	}
	if len(rows) == 0 {
		return out, nil
	}
	var decisions []decisionRow
	err := tx.db.WithContext(ctx).Where("placing_id in (select id from placings where run = ?)", rows[0].Run).Order("revision").Find(&decisions).Error
	for _, d := range decisions {
		if i, here := place[d.PlacingID]; here {
			out[i].Decision = &results.Decision{Placing: d.PlacingID, Revision: d.Revision, Award: d.Award, Reason: d.Reason, By: d.DecidedBy, At: d.DecidedAt.Time}
		}
	}
	return out, err
}

// AddDecision inserts one; revision_stale if another was faster.
func (tx *Tx) AddDecision(ctx context.Context, d results.Decision) error {
	return tx.db.WithContext(ctx).Create(&decisionRow{d.Placing, d.Revision, d.Award, d.Reason, d.By, at(d.At)}).Error
}
