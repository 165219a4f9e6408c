package training

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// WriteLog adds what was trained on a day. What was written stays.
func (s Service) WriteLog(ctx context.Context, squad id.ID[Squad], date, text string) (LogEntry, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (LogEntry, error) {
		found, err := squadToChange(ctx, u, squad, access.KeepDiary)
		if err != nil {
			return LogEntry{}, err
		}
		if err := found.Base.notAhead(u.Now, date, "/log_date"); err != nil {
			return LogEntry{}, err
		}
		if text, err = said(text, "/text"); err != nil {
			return LogEntry{}, err
		}
		e := LogEntry{ID: id.Ordered[LogEntry](u.IDs, u.Now), CreatedAt: u.Now, Squad: squad, Date: date, Text: text, By: by(u)}
		u.Record(LogWritten{squad, e.ID, date})
		return e, u.Store.AddLogEntry(ctx, e)
	})
}

// KeepAttendance writes down who came, one day of one trainee or many at once: all, or nothing.
// What is kept of the same day already is replaced.
func (s Service) KeepAttendance(ctx context.Context, squad id.ID[Squad], days []Attendance) (int, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (int, error) {
		found, err := squadToChange(ctx, u, squad, access.KeepDiary)
		if err != nil {
			return 0, err
		}
		roster, err := rosterFor(ctx, u, squad, access.KeepDiary)
		if err != nil {
			return 0, err
		}
		now := today(u.Now, found.Base.TimeZone)
		type day struct {
			trainee id.ID[Trainee]
			date    string
		}
		seen := map[day]bool{}
		var wrong []fault.Detail
		for i := range days {
			d := &days[i]
			d.ID, d.UpdatedAt, d.Squad = id.Ordered[Attendance](u.IDs, u.Now), u.Now, squad
			if !holds(roster, d.Trainee) {
				wrong = append(wrong, fault.ReferenceMissing.Detail("what", "trainee").At(pointer("days", i, "trainee_id")))
			}
			if d.Date > now {
				wrong = append(wrong, fault.DateAhead.Detail("today", now).At(pointer("days", i, "attended_date")))
			}
			if seen[day{d.Trainee, d.Date}] {
				wrong = append(wrong, fault.MemberListedTwice.Detail().At(pointer("days", i)))
			}
			seen[day{d.Trainee, d.Date}] = true
		}
		if wrong != nil {
			return 0, fault.AttendanceRefused.New().Listing(wrong...)
		}
		u.Record(AttendanceKept{squad, len(days)})
		return len(days), u.Store.KeepAttendance(ctx, days)
	})
}

// RecordAssessment says what was assessed.
type RecordAssessment struct {
	Squad   id.ID[Squad]
	Name    string
	Date    string
	Results []Result
}

// RecordAssessment keeps what trainees reached in a rehearsal of their base.
func (s Service) RecordAssessment(ctx context.Context, in RecordAssessment) (Assessment, error) {
	return work.Do(ctx, s.units, func(u *work.Unit[Store]) (Assessment, error) {
		found, err := squadToChange(ctx, u, in.Squad, access.RecordAssessment)
		if err != nil {
			return Assessment{}, err
		}
		if err := found.Base.notAhead(u.Now, in.Date, "/held_date"); err != nil {
			return Assessment{}, err
		}
		roster, err := rosterFor(ctx, u, in.Squad, access.RecordAssessment)
		if err != nil {
			return Assessment{}, err
		}
		var wrong []fault.Detail
		seen := map[id.ID[Trainee]]bool{}
		for i, r := range in.Results {
			if !holds(roster, r.Trainee) {
				wrong = append(wrong, fault.ReferenceMissing.Detail("what", "trainee").At(pointer("results", i, "trainee_id")))
			}
			if seen[r.Trainee] {
				wrong = append(wrong, fault.MemberListedTwice.Detail().At(pointer("results", i)))
			}
			seen[r.Trainee] = true
		}
		if wrong != nil {
			return Assessment{}, fault.ReferenceMissing.With("what", "trainee").Listing(wrong...)
		}
		name, err := said(in.Name, "/name")
		if err != nil {
			return Assessment{}, err
		}
		a := Assessment{
			ID: id.Ordered[Assessment](u.IDs, u.Now), CreatedAt: u.Now, Squad: in.Squad, Kind: Mock, Name: name, Date: in.Date,
			Results: in.Results, By: by(u),
		}
		u.Record(AssessmentRecorded{a.Squad, a.ID, len(a.Results)})
		return a, u.Store.AddAssessment(ctx, a)
	})
}
