package store

import (
	"context"

	"gorm.io/gorm"

	"github.com/saichang/saichang/internal/advancement"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/scoring"
)

var _ advancement.Store = (*Tx)(nil)

type edgeRow struct {
	ID        id.ID[advancement.Edge]
	Revision  int64
	CreatedAt instant
	UpdatedAt instant
	FromStage id.ID[programmes.Stage]
	ToStage   id.ID[programmes.Stage]
	Rules     document[advancement.Rules]
	Advanced  *document[[]id.ID[registration.Entry]]
	Reason    string
}

func (edgeRow) TableName() string { return "stage_edges" }

func toEdgeRow(e advancement.Edge) edgeRow {
	r := edgeRow{e.ID, e.Revision, at(e.CreatedAt), at(e.UpdatedAt), e.From.ID, e.To.ID, doc(e.Rules), nil, e.Reason}
	if e.Confirmed() {
		advanced := doc(e.Advanced)
		r.Advanced = &advanced
	}
	return r
}

// edges reads those that match, with their stages, in the order of the stages.
func (tx *Tx) edges(ctx context.Context, where string, value any) ([]advancement.Edge, error) {
	db := tx.db.WithContext(ctx)
	var rows []edgeRow
	if err := db.Where(where, value).Order("(select position from stages where stages.id = stage_edges.from_stage), id").Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	ends := append(idBytes(rows, func(r edgeRow) [16]byte { return r.FromStage }), idBytes(rows, func(r edgeRow) [16]byte { return r.ToStage })...)
	var found []stageRow
	err := db.Select(stageColumns).Where("id in ?", ends).Find(&found).Error
	stages := map[id.ID[programmes.Stage]]programmes.Stage{}
	for _, s := range found {
		stages[s.ID] = s.stage()
	}
	out := make([]advancement.Edge, len(rows))
	for i, r := range rows {
		out[i] = advancement.Edge{
			ID: r.ID, Revision: r.Revision, CreatedAt: r.CreatedAt.Time, UpdatedAt: r.UpdatedAt.Time, From: stages[r.FromStage], To: stages[r.ToStage],
			Rules: r.Rules.V, Reason: r.Reason,
		}
		if r.Advanced != nil {
			out[i].Advanced = r.Advanced.V
		}
	}
	return out, err
}

// Edge reads one.
func (tx *Tx) Edge(ctx context.Context, e id.ID[advancement.Edge]) (advancement.Edge, error) {
	found, err := tx.edges(ctx, "id = ?", e)
	if err == nil && len(found) == 0 {
		err = gorm.ErrRecordNotFound
	}
	if err != nil {
		return advancement.Edge{}, err
	}
	return found[0], nil
}

// Edges reads those of an event.
func (tx *Tx) Edges(ctx context.Context, e id.ID[programmes.Event]) ([]advancement.Edge, error) {
	return tx.edges(ctx, "from_stage in (select id from stages where event = ?)", e)
}

// AddEdge inserts one.
func (tx *Tx) AddEdge(ctx context.Context, e advancement.Edge) error {
	r := toEdgeRow(e)
	return tx.db.WithContext(ctx).Create(&r).Error
}

// ConfirmEdge writes who advanced over the revision before it.
func (tx *Tx) ConfirmEdge(ctx context.Context, e advancement.Edge) error {
	db := tx.db.WithContext(ctx)
	done := db.Exec("update stage_edges set advanced = ?, reason = ?, revision = ?, updated_at = ? where id = ? and revision = ?",
		doc(e.Advanced), e.Reason, e.Revision, at(e.UpdatedAt), e.ID, e.Revision-1)
	if done.Error == nil && done.RowsAffected == 0 {
		return fault.RevisionStale.New()
	}
	if done.Error != nil {
		return done.Error
	}
	for _, entry := range e.Advanced {
		if err := db.Exec("insert into advancements (stage, entry) values (?, ?)", e.To.ID, entry).Error; err != nil {
			return err
		}
	}
	return nil
}

// AddAbsence inserts one.
func (tx *Tx) AddAbsence(ctx context.Context, a advancement.Absence) error {
	return tx.db.WithContext(ctx).Exec("insert into approved_absences (stage, entry, reason, created_at) values (?, ?, ?, ?)",
		a.Stage, a.Entry, a.Reason, at(a.CreatedAt)).Error
}

// Computed reports a stage that has a result run which counts.
func (tx *Tx) Computed(ctx context.Context, s id.ID[programmes.Stage]) (bool, error) {
	return tx.exists(ctx, "result_runs", "stage = ? and status <> 'superseded'", s)
}

// Candidates reads the entries before the cut, with what they reached in every stage that counts:
// in its last run, which is the only one that was not superseded, or the newest of them.
func (tx *Tx) Candidates(ctx context.Context, e advancement.Edge) ([]advancement.Candidate, error) {
	db := tx.db.WithContext(ctx)
	var entries []struct{ Entry id.ID[registration.Entry] }
	err := db.Table("piece_entries l").Select("l.entry").Joins("join pieces p on p.id = l.piece").
		Where("l.stage = ? and p.official and p.status in ('present', 'absent')", e.From.ID).Order("l.entry").Find(&entries).Error
	if err != nil {
		return nil, err
	}
	out, place := make([]advancement.Candidate, len(entries)), map[id.ID[registration.Entry]]int{}
	for i, r := range entries {
		out[i], place[r.Entry] = advancement.Candidate{Entry: r.Entry, Attempts: make([]advancement.Attempt, len(e.Rules.Weights))}, i
	}
	for n, w := range e.Rules.Weights {
		var reached []struct {
			Entry id.ID[registration.Entry]
			Total *scoring.Points
		}
		err := db.Raw(`select l.entry, p.total from placings p join piece_entries l on l.piece = p.piece
			where p.run = (select id from result_runs where stage = ? and status <> 'superseded' order by number desc limit 1)`, w.Stage).Scan(&reached).Error
		if err != nil {
			return nil, err
		}
		for _, r := range reached {
			if i, is := place[r.Entry]; is {
				out[i].Attempts[n].Total = r.Total
			}
		}
		var excused []struct{ Entry id.ID[registration.Entry] }
		if err := db.Table("approved_absences").Select("entry").Where("stage = ?", w.Stage).Find(&excused).Error; err != nil {
			return nil, err
		}
		for _, r := range excused {
			if i, is := place[r.Entry]; is {
				out[i].Attempts[n].Excused = true
			}
		}
	}
	return out, nil
}
