package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/divisions"
)

func (a organizationsAPI) ListDivisions(ctx context.Context, r api.ListDivisionsRequestObject) (api.ListDivisionsResponseObject, error) {
	p, err := a.divisions.Divisions(ctx, divisions.Filter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: or(r.Params.Q, ""), Parent: or(r.Params.Parent, ""),
		Level: divisions.Level(or(r.Params.Level, "")), SeparatelyPlanned: r.Params.SeparatelyPlanned,
	})
	if err != nil {
		return nil, err
	}
	return api.ListDivisions200JSONResponse{Items: each(p.Items, toDivision), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a organizationsAPI) GetDivision(ctx context.Context, r api.GetDivisionRequestObject) (api.GetDivisionResponseObject, error) {
	d, err := a.divisions.Division(ctx, r.DivisionCode)
	if err != nil {
		return nil, err
	}
	return api.GetDivision200JSONResponse(toDivision(d)), nil
}

func toDivision(d divisions.Division) api.Division {
	return api.Division{
		Code: d.Code, Name: d.Name, FullName: d.FullName, Level: api.DivisionLevel(d.Level()), Parent: next(d.Parent()), SeparatelyPlanned: d.SeparatelyPlanned(),
	}
}
