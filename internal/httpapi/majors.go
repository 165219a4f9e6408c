package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/majors"
)

type majorsAPI struct{ majors majors.Service }

func (a majorsAPI) ListMajors(ctx context.Context, r api.ListMajorsRequestObject) (api.ListMajorsResponseObject, error) {
	p, err := a.majors.Majors(ctx, majors.Filter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: or(r.Params.Q, ""),
		Key: majors.Key{Catalogue: or(r.Params.Catalogue, ""), Level: majors.Level(or(r.Params.Level, "")), Code: or(r.Params.Code, "")},
	})
	if err != nil {
		return nil, err
	}
	return api.ListMajors200JSONResponse{Items: each(p.Items, toMajor), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a majorsAPI) GetMajor(ctx context.Context, r api.GetMajorRequestObject) (api.GetMajorResponseObject, error) {
	m, err := a.majors.Major(ctx, id.From[majors.Major](r.MajorID))
	if err != nil {
		return nil, err
	}
	return api.GetMajor200JSONResponse{Body: toMajor(m), Headers: api.GetMajor200ResponseHeaders{ETag: etag(m.Revision)}}, nil
}

func (a majorsAPI) EnterMajors(ctx context.Context, r api.EnterMajorsRequestObject) (api.EnterMajorsResponseObject, error) {
	in := majors.EnterMajors{Catalogue: r.Body.Catalogue, Partial: or(r.Params.Mode, "") == api.EnterMajorsParamsModePartial}
	for _, item := range r.Body.Items {
		in.Items = append(in.Items, majors.Item{Level: majors.Level(item.Level), Code: item.Code, Name: item.Name})
	}
	out, err := a.majors.EnterMajors(ctx, in)
	if err != nil {
		return nil, err
	}
	return api.EnterMajors200JSONResponse(toBatchResult(ctx, out)), nil
}

func toMajor(m majors.Major) api.Major {
	return api.Major{
		ID: m.ID.String(), CreatedAt: instant(m.CreatedAt), UpdatedAt: instant(m.UpdatedAt), Revision: m.Revision,
		Catalogue: m.Catalogue, Level: api.MajorLevel(m.Level), Code: m.Code, Name: m.Name,
	}
}
