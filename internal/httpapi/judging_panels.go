package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
)

func (a judgingAPI) ListPanels(ctx context.Context, r api.ListPanelsRequestObject) (api.ListPanelsResponseObject, error) {
	all, err := a.judging.Panels(ctx, id.From[programmes.Stage](r.StageID))
	if err != nil {
		return nil, err
	}
	return api.ListPanels200JSONResponse{Items: each(all, toPanel), NextCursor: next("")}, nil
}

func (a judgingAPI) CreatePanel(ctx context.Context, r api.CreatePanelRequestObject) (api.CreatePanelResponseObject, error) {
	p, err := a.judging.CreatePanel(ctx, id.From[programmes.Stage](r.StageID), r.Body.Name)
	if err != nil {
		return nil, err
	}
	return api.CreatePanel201JSONResponse{
		Body: toPanel(p), Headers: api.CreatePanel201ResponseHeaders{ETag: etag(p.Revision), Location: "/v1/panels/" + p.ID.String()},
	}, nil
}

func (a judgingAPI) GetPanel(ctx context.Context, r api.GetPanelRequestObject) (api.GetPanelResponseObject, error) {
	p, err := a.judging.Panel(ctx, id.From[judging.Panel](r.PanelID))
	if err != nil {
		return nil, err
	}
	return api.GetPanel200JSONResponse{Body: toPanel(p), Headers: api.GetPanel200ResponseHeaders{ETag: etag(p.Revision)}}, nil
}

func (a judgingAPI) UpdatePanel(ctx context.Context, r api.UpdatePanelRequestObject) (api.UpdatePanelResponseObject, error) {
	p, err := a.judging.RenamePanel(ctx, id.From[judging.Panel](r.PanelID), revisionOf(r.Params.IfMatch), or(r.Body.Name, ""))
	if err != nil {
		return nil, err
	}
	return api.UpdatePanel200JSONResponse{Body: toPanel(p), Headers: api.UpdatePanel200ResponseHeaders{ETag: etag(p.Revision)}}, nil
}

func (a judgingAPI) SeatJudge(ctx context.Context, r api.SeatJudgeRequestObject) (api.SeatJudgeResponseObject, error) {
	p, err := a.judging.SeatJudge(ctx, id.From[judging.Panel](r.PanelID), id.From[accounts.Account](r.Body.AccountID))
	if err != nil {
		return nil, err
	}
	return api.SeatJudge200JSONResponse{Body: toPanel(p), Headers: api.SeatJudge200ResponseHeaders{ETag: etag(p.Revision)}}, nil
}

func (a judgingAPI) UnseatJudge(ctx context.Context, r api.UnseatJudgeRequestObject) (api.UnseatJudgeResponseObject, error) {
	p, err := a.judging.UnseatJudge(ctx, id.From[judging.Panel](r.PanelID), id.From[accounts.Account](r.AccountID))
	if err != nil {
		return nil, err
	}
	return api.UnseatJudge200JSONResponse{Body: toPanel(p), Headers: api.UnseatJudge200ResponseHeaders{ETag: etag(p.Revision)}}, nil
}

func (a judgingAPI) FindJudges(ctx context.Context, r api.FindJudgesRequestObject) (api.FindJudgesResponseObject, error) {
	p, err := a.judging.FindJudges(ctx, judging.JudgeFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: r.Params.Q, Event: id.From[programmes.Event](r.EventID),
	})
	if err != nil {
		return nil, err
	}
	return api.FindJudges200JSONResponse{Items: each(p.Items, toCandidate), NextCursor: next(p.Next), Total: p.Total}, nil
}

var _ = represent(toPanel)

func toPanel(p judging.Panel) api.Panel {
	return api.Panel{
		ID: p.ID.String(), CreatedAt: instant(p.CreatedAt), UpdatedAt: instant(p.UpdatedAt), Revision: p.Revision, StageID: p.Stage.String(), Name: p.Name,
		Judges: each(p.Judges, func(s judging.Seat) api.Panel_Judges {
			return api.Panel_Judges{AccountID: s.Account.String(), DisplayName: s.Name}
		}),
	}
}
