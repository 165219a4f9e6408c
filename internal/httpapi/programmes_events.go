package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
)

func (a programmesAPI) ListEvents(ctx context.Context, r api.ListEventsRequestObject) (api.ListEventsResponseObject, error) {
	key, desc := descending(string(or(r.Params.Sort, "number")))
	p, err := a.programmes.Events(ctx, programmes.EventFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Edition: id.From[programmes.Edition](r.EditionID),
		Query: or(r.Params.Q, ""), Number: or(r.Params.Number, ""), Sector: or(r.Params.Sector, ""),
		Status: programmes.EventStatus(or(r.Params.Status, "")), ByName: key == "name", Descending: desc,
	})
	if err != nil {
		return nil, err
	}
	return api.ListEvents200JSONResponse{Items: each(p.Items, toEvent), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a programmesAPI) CreateEvent(ctx context.Context, r api.CreateEventRequestObject) (api.CreateEventResponseObject, error) {
	e, err := a.programmes.CreateEvent(ctx, programmes.CreateEvent{
		Edition: id.From[programmes.Edition](r.EditionID), Number: r.Body.Number, Name: names.Text(r.Body.Name), Sector: or(r.Body.Sector, ""),
		TeamMin: or(r.Body.TeamMin, 1), TeamMax: or(r.Body.TeamMax, 1), AgeLimit: given(r.Body.AgeLimit), Official: or(r.Body.Official, true),
		Mixed: given(r.Body.CrossOrganization), Group: or(r.Body.Group, ""), Succeeds: each(or(r.Body.Succeeds, nil), id.From[programmes.Event]),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateEvent201JSONResponse{
		Body: toEvent(e), Headers: api.CreateEvent201ResponseHeaders{ETag: etag(e.Revision), Location: "/v1/events/" + e.ID.String()},
	}, nil
}

func (a programmesAPI) GetEvent(ctx context.Context, r api.GetEventRequestObject) (api.GetEventResponseObject, error) {
	e, err := a.programmes.Event(ctx, id.From[programmes.Event](r.EventID))
	if err != nil {
		return nil, err
	}
	return api.GetEvent200JSONResponse{Body: toEvent(e), Headers: api.GetEvent200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a programmesAPI) UpdateEvent(ctx context.Context, r api.UpdateEventRequestObject) (api.UpdateEventResponseObject, error) {
	in := programmes.UpdateEvent{
		Event: id.From[programmes.Event](r.EventID), Expected: revisionOf(r.Params.IfMatch), Number: r.Body.Number, Name: patchOf(r.Body.Name),
		Sector: r.Body.Sector, Status: (*programmes.EventStatus)(r.Body.Status), TeamMin: r.Body.TeamMin, TeamMax: r.Body.TeamMax,
		AgeLimit: fromNullable(r.Body.AgeLimit), Official: r.Body.Official, Mixed: fromNullable(r.Body.CrossOrganization), Group: r.Body.Group,
	}
	if r.Body.Succeeds != nil {
		before := each(*r.Body.Succeeds, id.From[programmes.Event])
		in.Succeeds = &before
	}
	e, err := a.programmes.UpdateEvent(ctx, in)
	if err != nil {
		return nil, err
	}
	return api.UpdateEvent200JSONResponse{Body: toEvent(e), Headers: api.UpdateEvent200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

var _ = represent(toEvent)

func toEvent(e programmes.Event) api.Event {
	return api.Event{
		ID: e.ID.String(), CreatedAt: instant(e.CreatedAt), UpdatedAt: instant(e.UpdatedAt), Revision: e.Revision, EditionID: e.Edition.String(),
		Number: e.Number, Name: api.Text(e.Name), Sector: e.Sector, Status: api.EventStatus(e.Status), TeamMin: e.TeamMin, TeamMax: e.TeamMax,
		AgeLimit: orNull(e.AgeLimit), Official: e.Official, RuleSetID: e.RuleSet.String(),
		CrossOrganization: orNull(e.Mixed), Group: e.Group, Succeeds: each(e.Succeeds, id.ID[programmes.Event].String),
	}
}

func (a programmesAPI) ListStages(ctx context.Context, r api.ListStagesRequestObject) (api.ListStagesResponseObject, error) {
	all, err := a.programmes.Stages(ctx, id.From[programmes.Event](r.EventID))
	if err != nil {
		return nil, err
	}
	return api.ListStages200JSONResponse{Items: each(all, toStage), NextCursor: next("")}, nil
}

func (a programmesAPI) CreateStage(ctx context.Context, r api.CreateStageRequestObject) (api.CreateStageResponseObject, error) {
	s, err := a.programmes.CreateStage(ctx, programmes.CreateStage{
		Event: id.From[programmes.Event](r.EventID), Name: names.Text(r.Body.Name), BlindLevel: or(r.Body.BlindLevel, 0),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateStage201JSONResponse{
		Body: toStage(s), Headers: api.CreateStage201ResponseHeaders{ETag: etag(s.Revision), Location: "/v1/stages/" + s.ID.String()},
	}, nil
}

func (a programmesAPI) GetStage(ctx context.Context, r api.GetStageRequestObject) (api.GetStageResponseObject, error) {
	s, err := a.programmes.Stage(ctx, id.From[programmes.Stage](r.StageID))
	if err != nil {
		return nil, err
	}
	return api.GetStage200JSONResponse{Body: toStage(s), Headers: api.GetStage200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func toStage(s programmes.Stage) api.Stage {
	return api.Stage{
		ID: s.ID.String(), CreatedAt: instant(s.CreatedAt), UpdatedAt: instant(s.UpdatedAt), Revision: s.Revision,
		EventID: s.Event.String(), Position: s.Position, Name: api.Text(s.Name), BlindLevel: s.BlindLevel,
	}
}
