package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/training"
)

func (a trainingAPI) CreateSquad(ctx context.Context, r api.CreateSquadRequestObject) (api.CreateSquadResponseObject, error) {
	s, err := a.training.CreateSquad(ctx, id.From[training.Base](r.BaseID), r.Body.Most)
	if err != nil {
		return nil, err
	}
	return api.CreateSquad201JSONResponse{
		Body: toSquad(s), Headers: api.CreateSquad201ResponseHeaders{ETag: etag(s.Revision), Location: "/v1/squads/" + s.ID.String()},
	}, nil
}

func (a trainingAPI) ListSquads(ctx context.Context, r api.ListSquadsRequestObject) (api.ListSquadsResponseObject, error) {
	p, err := a.training.Squads(ctx, training.SquadFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Edition: id.FromPtr[programmes.Edition](r.Params.Edition),
		Event: id.FromPtr[programmes.Event](r.Params.Event), Base: id.FromPtr[training.Base](r.Params.Base),
	})
	if err != nil {
		return nil, err
	}
	return api.ListSquads200JSONResponse{Items: each(p.Items, toSquad), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a trainingAPI) GetSquad(ctx context.Context, r api.GetSquadRequestObject) (api.GetSquadResponseObject, error) {
	s, err := a.training.Squad(ctx, id.From[training.Squad](r.SquadID))
	if err != nil {
		return nil, err
	}
	return api.GetSquad200JSONResponse{Body: toSquad(s), Headers: api.GetSquad200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a trainingAPI) ReplaceTrainingPlan(ctx context.Context, r api.ReplaceTrainingPlanRequestObject) (api.ReplaceTrainingPlanResponseObject, error) {
	s, err := a.training.ReplacePlan(ctx, id.From[training.Squad](r.SquadID), revisionOf(r.Params.IfMatch), each(r.Body.Stages, fromPlanStage))
	if err != nil {
		return nil, err
	}
	return api.ReplaceTrainingPlan200JSONResponse{Body: toSquad(s), Headers: api.ReplaceTrainingPlan200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a trainingAPI) SelectTrainee(ctx context.Context, r api.SelectTraineeRequestObject) (api.SelectTraineeResponseObject, error) {
	t, err := a.training.SelectTrainee(ctx, id.From[training.Squad](r.SquadID), id.From[people.Person](r.Body.PersonID))
	if err != nil {
		return nil, err
	}
	return api.SelectTrainee201JSONResponse{
		Body: toTrainee(t), Headers: api.SelectTrainee201ResponseHeaders{ETag: etag(t.Revision), Location: "/v1/trainees/" + t.ID.String()},
	}, nil
}

func (a trainingAPI) SeedSquad(ctx context.Context, r api.SeedSquadRequestObject) (api.SeedSquadResponseObject, error) {
	s, err := a.training.Seed(ctx, id.From[training.Squad](r.SquadID), id.From[training.Squad](r.Body.FromSquadID))
	if err != nil {
		return nil, err
	}
	language := detailsOf(ctx).language()
	return api.SeedSquad200JSONResponse{
		Seeded: each(s.Seeded, toTrainee),
		Refused: each(s.Refused, func(n training.NotSeeded) api.NotSeeded {
			return api.NotSeeded{
				PersonID: n.Person.String(), Name: n.Name,
				Reasons: each(n.Reasons, func(d fault.Detail) api.ProblemDetail { return toProblemDetail(d, language) }),
			}
		}),
	}, nil
}

func (a trainingAPI) ListTrainees(ctx context.Context, r api.ListTraineesRequestObject) (api.ListTraineesResponseObject, error) {
	p, err := a.training.Trainees(ctx, training.TraineeFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Squad: id.FromPtr[training.Squad](r.Params.Squad),
		Person: id.FromPtr[people.Person](r.Params.Person), Status: training.TraineeStatus(or(r.Params.Status, "")),
	})
	if err != nil {
		return nil, err
	}
	return api.ListTrainees200JSONResponse{Items: each(p.Items, toTrainee), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a trainingAPI) GetTrainee(ctx context.Context, r api.GetTraineeRequestObject) (api.GetTraineeResponseObject, error) {
	t, err := a.training.Trainee(ctx, id.From[training.Trainee](r.TraineeID))
	if err != nil {
		return nil, err
	}
	return api.GetTrainee200JSONResponse{Body: toTrainee(t), Headers: api.GetTrainee200ResponseHeaders{ETag: etag(t.Revision)}}, nil
}

func (a trainingAPI) MoveTrainee(ctx context.Context, r api.MoveTraineeRequestObject) (api.MoveTraineeResponseObject, error) {
	t, err := a.training.MoveTrainee(
		ctx, id.From[training.Trainee](r.TraineeID), revisionOf(r.Params.IfMatch), training.TraineeStatus(r.Body.To), or(given(r.Body.Reason), ""),
	)
	if err != nil {
		return nil, err
	}
	return api.MoveTrainee200JSONResponse{Body: toTrainee(t), Headers: api.MoveTrainee200ResponseHeaders{ETag: etag(t.Revision)}}, nil
}

func (a trainingAPI) InsureTrainee(ctx context.Context, r api.InsureTraineeRequestObject) (api.InsureTraineeResponseObject, error) {
	t, err := a.training.Insure(ctx, id.From[training.Trainee](r.TraineeID), revisionOf(r.Params.IfMatch), training.Insurance{
		Insurer: r.Body.Insurer, Policy: r.Body.PolicyNumber, Until: r.Body.ValidUntilDate.String(),
	})
	if err != nil {
		return nil, err
	}
	return api.InsureTrainee200JSONResponse{Body: toTrainee(t), Headers: api.InsureTrainee200ResponseHeaders{ETag: etag(t.Revision)}}, nil
}

func (a trainingAPI) NominateTrainees(ctx context.Context, r api.NominateTraineesRequestObject) (api.NominateTraineesResponseObject, error) {
	e, err := a.training.Nominate(ctx, training.Nominate{
		Squad: id.From[training.Squad](r.SquadID), Name: given(r.Body.Name), Course: given(r.Body.Course), Major: fromMajor(given(r.Body.Major)),
		Members: each(r.Body.Members, func(n api.NomineeCreate) training.Nominee {
			return training.Nominee{Trainee: id.From[training.Trainee](n.TraineeID), As: training.TraineeStatus(n.As)}
		}),
	})
	if err != nil {
		return nil, err
	}
	return api.NominateTrainees201JSONResponse{
		Body: toEntry(e), Headers: api.NominateTrainees201ResponseHeaders{ETag: etag(e.Revision), Location: "/v1/entries/" + e.ID.String()},
	}, nil
}

var _, _ = represent(toSquad), represent(toTrainee)

func toSquad(s training.Squad) api.Squad {
	return api.Squad{
		ID: s.ID.String(), CreatedAt: instant(s.CreatedAt), UpdatedAt: instant(s.UpdatedAt), Revision: s.Revision, BaseID: s.Base.ID.String(),
		EditionID: s.Base.Edition.String(), EventID: s.Base.Event.String(), OrganizationID: s.Base.Organization.String(),
		Most: s.Most, Live: s.Live, Uninsured: s.Uninsured, Plan: each(s.Plan, toPlanStage),
	}
}

func toPlanStage(s training.PlanStage) api.PlanStage {
	return api.PlanStage{Name: s.Name, FromDate: date(s.From), UntilDate: date(s.Until), Keep: orNull(s.Keep), Goals: s.Goals, StageID: orNullText(s.Stage)}
}

func fromPlanStage(s api.PlanStage) training.PlanStage {
	return training.PlanStage{
		Name: s.Name, From: s.FromDate.String(), Until: s.UntilDate.String(), Keep: given(s.Keep), Goals: s.Goals,
		Stage: id.FromPtr[programmes.Stage](given(s.StageID)),
	}
}

func toTrainee(t training.Known) api.Trainee {
	var proof *api.InsuranceProof
	if i := t.Insurance; i != nil {
		proof = &api.InsuranceProof{Insurer: i.Insurer, PolicyNumber: i.Policy, ValidUntilDate: date(i.Until)}
	}
	return api.Trainee{
		ID: t.ID.String(), CreatedAt: instant(t.CreatedAt), UpdatedAt: instant(t.UpdatedAt), Revision: t.Revision, SquadID: t.Squad.String(),
		BaseID: t.Base.ID.String(), PersonID: t.Person.String(), Name: t.Name, NameLatin: orNull(t.NameLatin), OrganizationID: t.Organization.String(),
		Status: api.TraineeStatus(t.Status), SeededFromSquadID: orNullText(t.SeededFrom), Insurance: orNull(proof), Insured: t.Insured,
		History: each(t.History, func(s training.Step) api.TraineeStep {
			return api.TraineeStep{Status: api.TraineeStatus(s.Status), Reason: textOrNull(s.Reason), AccountID: orNullText(s.By), CreatedAt: instant(s.At)}
		}),
	}
}
