package store

import (
	"context"

	"gorm.io/gorm/clause"

	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/page"
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

// Attendance reads a page, in the order in which it was first kept.
func (tx *Tx) Attendance(ctx context.Context, f training.AttendanceFilter) (page.Page[training.Attendance], error) {
	q := tx.db.WithContext(ctx).Model(&attendanceRow{}).Where("squad = ?", f.Squad)
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
}

func (assessmentRow) TableName() string { return "assessments" }

// AddAssessment inserts one.
func (tx *Tx) AddAssessment(ctx context.Context, a training.Assessment) error {
	return tx.db.WithContext(ctx).Create(&assessmentRow{a.ID, at(a.CreatedAt), a.Squad, a.Kind, a.Name, a.Date, doc(a.Results), a.By}).Error
}

// Assessments reads a page, oldest first.
func (tx *Tx) Assessments(ctx context.Context, f training.AssessmentFilter) (page.Page[training.Assessment], error) {
	q := tx.db.WithContext(ctx).Model(&assessmentRow{}).Where("squad = ?", f.Squad)
	if f.Kind != "" {
		q = q.Where("kind = ?", f.Kind)
	}
	rows, err := paged(q, f.Page, order{}, func(r assessmentRow) page.Position { return page.Position{ID: r.ID.String()} })
	return page.Map(rows, func(r assessmentRow) training.Assessment {
		return training.Assessment{
			ID: r.ID, CreatedAt: r.CreatedAt.Time, Squad: r.Squad, Kind: r.Kind, Name: r.Name, Date: r.HeldDate, Results: r.Results.V, By: r.Account,
		}
	}), err
}
