package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
)

type programmesAPI struct{ programmes programmes.Service }

func (a programmesAPI) ListProgrammes(ctx context.Context, r api.ListProgrammesRequestObject) (api.ListProgrammesResponseObject, error) {
	p, err := a.programmes.Programmes(ctx, programmes.ProgrammeFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: or(r.Params.Q, ""),
	})
	if err != nil {
		return nil, err
	}
	return api.ListProgrammes200JSONResponse{Items: each(p.Items, toProgramme), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a programmesAPI) CreateProgramme(ctx context.Context, r api.CreateProgrammeRequestObject) (api.CreateProgrammeResponseObject, error) {
	p, err := a.programmes.CreateProgramme(ctx, programmes.CreateProgramme{
		Name: names.Text(r.Body.Name), Organization: id.FromPtr[organizations.Organization](given(r.Body.OrganizationID)),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateProgramme201JSONResponse{
		Body: toProgramme(p), Headers: api.CreateProgramme201ResponseHeaders{ETag: etag(p.Revision), Location: "/v1/programmes/" + p.ID.String()},
	}, nil
}

func (a programmesAPI) GetProgramme(ctx context.Context, r api.GetProgrammeRequestObject) (api.GetProgrammeResponseObject, error) {
	p, err := a.programmes.Programme(ctx, id.From[programmes.Programme](r.ProgrammeID))
	if err != nil {
		return nil, err
	}
	return api.GetProgramme200JSONResponse{Body: toProgramme(p), Headers: api.GetProgramme200ResponseHeaders{ETag: etag(p.Revision)}}, nil
}

func (a programmesAPI) UpdateProgramme(ctx context.Context, r api.UpdateProgrammeRequestObject) (api.UpdateProgrammeResponseObject, error) {
	p, err := a.programmes.UpdateProgramme(ctx, programmes.UpdateProgramme{
		Programme: id.From[programmes.Programme](r.ProgrammeID), Expected: revisionOf(r.Params.IfMatch),
		Name: patchOf(r.Body.Name), Organization: idPatch[organizations.Organization](r.Body.OrganizationID),
	})
	if err != nil {
		return nil, err
	}
	return api.UpdateProgramme200JSONResponse{Body: toProgramme(p), Headers: api.UpdateProgramme200ResponseHeaders{ETag: etag(p.Revision)}}, nil
}

var _ = represent(toProgramme)

func toProgramme(p programmes.Programme) api.Programme {
	return api.Programme{
		ID: p.ID.String(), CreatedAt: instant(p.CreatedAt), UpdatedAt: instant(p.UpdatedAt), Revision: p.Revision,
		Name: api.Text(p.Name), OrganizationID: orNullText(p.Organization),
	}
}
