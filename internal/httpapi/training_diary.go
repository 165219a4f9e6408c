package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/training"
)

func (a trainingAPI) ListTrainingLog(ctx context.Context, r api.ListTrainingLogRequestObject) (api.ListTrainingLogResponseObject, error) {
	p, err := a.training.Log(ctx, id.From[training.Squad](r.SquadID), pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count))
	if err != nil {
		return nil, err
	}
	return api.ListTrainingLog200JSONResponse{Items: each(p.Items, toLogEntry), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a trainingAPI) WriteTrainingLog(ctx context.Context, r api.WriteTrainingLogRequestObject) (api.WriteTrainingLogResponseObject, error) {
	e, err := a.training.WriteLog(ctx, id.From[training.Squad](r.SquadID), r.Body.LogDate.String(), r.Body.Text)
	if err != nil {
		return nil, err
	}
	return api.WriteTrainingLog201JSONResponse(toLogEntry(e)), nil
}

func (a trainingAPI) ListAttendance(ctx context.Context, r api.ListAttendanceRequestObject) (api.ListAttendanceResponseObject, error) {
	f := training.AttendanceFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Squad: id.From[training.Squad](r.SquadID),
		Trainee: id.FromPtr[training.Trainee](r.Params.Trainee), Date: dayOf(r.Params.Date),
	}
	p, err := a.training.Attendance(ctx, f)
	if err != nil {
		return nil, err
	}
	return api.ListAttendance200JSONResponse{Items: each(p.Items, func(d training.Attendance) api.AttendanceDay {
		return api.AttendanceDay{TraineeID: d.Trainee.String(), AttendedDate: date(d.Date), Presence: api.Presence(d.Presence), UpdatedAt: instant(d.UpdatedAt)}
	}), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a trainingAPI) KeepAttendance(ctx context.Context, r api.KeepAttendanceRequestObject) (api.KeepAttendanceResponseObject, error) {
	kept, err := a.training.KeepAttendance(ctx, id.From[training.Squad](r.SquadID), each(r.Body.Days, func(d api.AttendanceDayKeep) training.Attendance {
		return training.Attendance{Trainee: id.From[training.Trainee](d.TraineeID), Date: d.AttendedDate.String(), Presence: training.Presence(d.Presence)}
	}))
	if err != nil {
		return nil, err
	}
	return api.KeepAttendance200JSONResponse{Kept: kept}, nil
}

func (a trainingAPI) ListAssessments(ctx context.Context, r api.ListAssessmentsRequestObject) (api.ListAssessmentsResponseObject, error) {
	p, err := a.training.Assessments(ctx, training.AssessmentFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Squad: id.From[training.Squad](r.SquadID),
		Kind: training.AssessmentKind(or(r.Params.Kind, "")),
	})
	if err != nil {
		return nil, err
	}
	return api.ListAssessments200JSONResponse{Items: each(p.Items, toAssessment), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a trainingAPI) RecordAssessment(ctx context.Context, r api.RecordAssessmentRequestObject) (api.RecordAssessmentResponseObject, error) {
	s, err := a.training.RecordAssessment(ctx, training.RecordAssessment{
		Squad: id.From[training.Squad](r.SquadID), Name: r.Body.Name, Date: r.Body.HeldDate.String(),
		Results: each(r.Body.Results, func(o api.AssessmentResultCreate) training.Result {
			return training.Result{Trainee: id.From[training.Trainee](o.TraineeID), Points: given(o.Points)}
		}),
	})
	if err != nil {
		return nil, err
	}
	return api.RecordAssessment201JSONResponse(toAssessment(s)), nil
}

func toLogEntry(e training.LogEntry) api.TrainingLogEntry {
	return api.TrainingLogEntry{ID: e.ID.String(), CreatedAt: instant(e.CreatedAt), LogDate: date(e.Date), Text: e.Text, AccountID: orNullText(e.By)}
}

func toAssessment(a training.Assessment) api.Assessment {
	return api.Assessment{
		ID: a.ID.String(), CreatedAt: instant(a.CreatedAt), SquadID: a.Squad.String(), Kind: api.AssessmentKind(a.Kind), Name: a.Name,
		HeldDate: date(a.Date), AccountID: orNullText(a.By), StageID: orNullText(a.Stage), PublicationID: orNullText(a.Publication),
		Results: each(a.Results, func(r training.Result) api.AssessmentResult {
			return api.AssessmentResult{TraineeID: r.Trainee.String(), Rank: orNull(r.Rank), Points: orNull(r.Points)}
		}),
	}
}
