package store

import (
	"context"

	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/results"
	"github.com/saichang/saichang/internal/training"
)

type logRow struct {
	ID        id.ID[training.LogEntry]
	CreatedAt instant
	Squad     id.ID[training.Squad]
	LogDate   string
	Body      string
	Account   *id.ID[accounts.Account]
}

func (logRow) TableName() string { return "training_log" }

// AddLogEntry inserts one.
func (tx *Tx) AddLogEntry(ctx context.Context, e training.LogEntry) error {
	return tx.db.WithContext(ctx).Create(&logRow{e.ID, at(e.CreatedAt), e.Squad, e.Date, e.Text, e.By}).Error
}

// Log reads a page, newest first.
func (tx *Tx) Log(ctx context.Context, s id.ID[training.Squad], p page.Request) (page.Page[training.LogEntry], error) {
	q := tx.db.WithContext(ctx).Model(&logRow{}).Where("squad = ?", s)
	rows, err := paged(q, p, order{desc: true}, func(r logRow) page.Position { return page.Position{ID: r.ID.String()} })
	return page.Map(rows, func(r logRow) training.LogEntry {
		return training.LogEntry{ID: r.ID, CreatedAt: r.CreatedAt.Time, Squad: r.Squad, Date: r.LogDate, Text: r.Body, By: r.Account}
	}), err
}

type attendanceRow struct {
	ID           id.ID[training.Attendance]
	UpdatedAt    instant
	Squad        id.ID[training.Squad]
	Trainee      id.ID[training.Trainee]
	AttendedDate string
	Presence     training.Presence
}

func (attendanceRow) TableName() string { return "attendance" }

// KeepAttendance writes days of trainees, each in the place of what was kept of it.
func (tx *Tx) KeepAttendance(ctx context.Context, all []training.Attendance) error {
	rows := make([]attendanceRow, len(all))
	for i, a := range all {
		rows[i] = attendanceRow{a.ID, at(a.UpdatedAt), a.Squad, a.Trainee, a.Date, a.Presence}
	}
	return tx.db.WithContext(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "trainee"}, {Name: "attended_date"}}, DoUpdates: clause.AssignmentColumns([]string{"presence", "updated_at"}),
	}).CreateInBatches(&rows, 500).Error
}

// Attendance reads a page of those in f.Seen, in the order in which it was first kept.
func (tx *Tx) Attendance(ctx context.Context, f training.AttendanceFilter) (page.Page[training.Attendance], error) {
	q := tx.db.WithContext(ctx).Model(&attendanceRow{}).Where("squad = ?", f.Squad).
		Where("trainee in ?", idBytes(f.Seen, func(t training.Trainee) [16]byte { return t.ID }))
	if f.Trainee != nil {
		q = q.Where("trainee = ?", *f.Trainee)
	}
	if f.Date != nil {
		q = q.Where("attended_date = ?", *f.Date)
	}
	rows, err := paged(q, f.Page, order{}, func(r attendanceRow) page.Position { return page.Position{ID: r.ID.String()} })
	return page.Map(rows, func(r attendanceRow) training.Attendance {
		return training.Attendance{ID: r.ID, UpdatedAt: r.UpdatedAt.Time, Squad: r.Squad, Trainee: r.Trainee, Date: r.AttendedDate, Presence: r.Presence}
	}), err
}

type assessmentRow struct {
	ID        id.ID[training.Assessment]
	CreatedAt instant
	Squad     id.ID[training.Squad]
	Kind      training.AssessmentKind
	Name      string
	HeldDate  string
	Results   document[[]training.Result]
	Account   *id.ID[accounts.Account]

	Stage *id.ID[programmes.Stage] `gorm:"->"` // of a publication, as is the following
	Run   *id.ID[results.Run]      `gorm:"->"`
}

func (assessmentRow) TableName() string { return "assessments" }

// assessment is a row as it is read. What was published is as old as its publication, and has its id.
func (r assessmentRow) assessment() training.Assessment {
	a := training.Assessment{
		ID: r.ID, CreatedAt: r.CreatedAt.Time, Squad: r.Squad, Kind: r.Kind, Name: r.Name, Date: r.HeldDate, Results: r.Results.V, By: r.Account, Stage: r.Stage,
	}
	if r.Stage != nil {
		published := id.ID[results.Publication](r.ID).Ref()
		a.Publication = &published
	}
	return a
}

// AddAssessment inserts one.
func (tx *Tx) AddAssessment(ctx context.Context, a training.Assessment) error {
	return tx.db.WithContext(ctx).Create(&assessmentRow{
		ID: a.ID, CreatedAt: at(a.CreatedAt), Squad: a.Squad, Kind: a.Kind, Name: a.Name, HeldDate: a.Date, Results: doc(a.Results), Account: a.By,
	}).Error
}

// allAssessments are those of a squad that were recorded, and the current publications of some stages.
const allAssessments = `(select id, created_at, squad, kind, name, held_date, results, account, null as stage, null as run from assessments where squad = ?
	union all select id, created_at, ?, 'official', '', '', '[]', null, stage, run from publications where status = 'current' and stage in ?) as assessments`

// Assessments reads a page, oldest first.
func (tx *Tx) Assessments(ctx context.Context, f training.AssessmentFilter) (page.Page[training.Assessment], error) {
	stages := idBytes(f.Official, func(s id.ID[programmes.Stage]) [16]byte { return s })
	q := tx.db.WithContext(ctx).Table(allAssessments, f.Squad, f.Squad, stages)
	if f.Kind != "" {
		q = q.Where("kind = ?", f.Kind)
	}
	rows, err := paged(q, f.Page, order{}, func(r assessmentRow) page.Position { return page.Position{ID: r.ID.String()} })
	if err != nil {
		return page.Page[training.Assessment]{}, err
	}
	found := page.Map(rows, assessmentRow.assessment)
	for i, r := range rows.Items {
		if r.Run != nil {
			if found.Items[i].Results, err = tx.published(ctx, f.Squad, *r.Stage, *r.Run); err != nil {
				return page.Page[training.Assessment]{}, err
			}
		}
	}
	return found, nil
}

// published is what a published list shows of a squad, in the order of the list: its own trainees
// who competed, if the list names people. Who was selected twice has it once, the last time.
func (tx *Tx) published(ctx context.Context, s id.ID[training.Squad], stage id.ID[programmes.Stage], run id.ID[results.Run]) ([]training.Result, error) {
	db := tx.db.WithContext(ctx)
	var competed []struct {
		Event   id.ID[programmes.Event]
		Piece   id.ID[judging.Piece]
		Trainee id.ID[training.Trainee]
	}
	err := db.Raw(`select g.event, l.piece, t.id as trainee from trainees t join entry_members m on m.person = t.person and m.role = 'competitor'
		join piece_entries l on l.entry = m.entry join stages g on g.id = l.stage
		where t.squad = ? and l.stage = ? and not exists (select 1 from trainees a where a.squad = t.squad and a.person = t.person and a.id > t.id)
		order by t.id`, s, stage).Scan(&competed).Error
	if err != nil || len(competed) == 0 {
		return nil, err
	}
	rules, err := tx.RulesOf(ctx, competed[0].Event)
	if err != nil {
		return nil, err
	}
	placings, err := tx.AllPlacings(ctx, run)
	var out []training.Result
	for _, p := range placings {
		row, shown := p.NamedRow(rules)
		for _, c := range competed {
			if !shown || c.Piece != p.Piece {
				continue
			}
			r := training.Result{Trainee: c.Trainee, Rank: row.Rank}
			if row.Total != nil {
				points := row.Total.String()
				r.Points = &points
			}
			out = append(out, r)
		}
	}
	return out, err
}
