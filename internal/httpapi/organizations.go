package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
)

type organizationsAPI struct{ organizations organizations.Service }

func (a organizationsAPI) ListOrganizations(ctx context.Context, r api.ListOrganizationsRequestObject) (api.ListOrganizationsResponseObject, error) {
	key, desc := descending(string(or(r.Params.Sort, "created_at")))
	p, err := a.organizations.Organizations(ctx, organizations.Filter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: or(r.Params.Q, ""),
		Kind: organizations.Kind(or(r.Params.Kind, "")), Status: organizations.Status(or(r.Params.Status, "")),
		District: or(r.Params.District, ""), ExternalID: or(r.Params.ExternalID, ""), ByName: key == "name", Descending: desc,
	})
	if err != nil {
		return nil, err
	}
	return api.ListOrganizations200JSONResponse{Items: each(p.Items, toOrganization), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a organizationsAPI) CreateOrganization(ctx context.Context, r api.CreateOrganizationRequestObject) (api.CreateOrganizationResponseObject, error) {
	o, err := a.organizations.CreateOrganization(ctx, organizations.CreateOrganization{
		Name: names.Text(r.Body.Name), Kind: organizations.Kind(r.Body.Kind), District: given(r.Body.District), ExternalIDs: externalIDsOf(r.Body.ExternalIds),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateOrganization201JSONResponse{
		Body: toOrganization(o), Headers: api.CreateOrganization201ResponseHeaders{ETag: etag(o.Revision), Location: "/v1/organizations/" + o.ID.String()},
	}, nil
}

func (a organizationsAPI) GetOrganization(ctx context.Context, r api.GetOrganizationRequestObject) (api.GetOrganizationResponseObject, error) {
	o, err := a.organizations.Organization(ctx, id.From[organizations.Organization](r.OrganizationID))
	if err != nil {
		return nil, err
	}
	return api.GetOrganization200JSONResponse{Body: toOrganization(o), Headers: api.GetOrganization200ResponseHeaders{ETag: etag(o.Revision)}}, nil
}

func (a organizationsAPI) UpdateOrganization(ctx context.Context, r api.UpdateOrganizationRequestObject) (api.UpdateOrganizationResponseObject, error) {
	o, err := a.organizations.UpdateOrganization(ctx, organizations.UpdateOrganization{
		Organization: id.From[organizations.Organization](r.OrganizationID), Expected: revisionOf(r.Params.IfMatch),
		Name: textOf(r.Body.Name), Kind: (*organizations.Kind)(r.Body.Kind), District: fromNullable(r.Body.District),
		Status: (*organizations.Status)(r.Body.Status), ExternalIDs: externalIDsOf(r.Body.ExternalIds),
	})
	if err != nil {
		return nil, err
	}
	return api.UpdateOrganization200JSONResponse{Body: toOrganization(o), Headers: api.UpdateOrganization200ResponseHeaders{ETag: etag(o.Revision)}}, nil
}

var _ = represent(toOrganization)

func toOrganization(o organizations.Organization) api.Organization {
	return api.Organization{
		ID: o.ID.String(), CreatedAt: instant(o.CreatedAt), UpdatedAt: instant(o.UpdatedAt), Revision: o.Revision,
		Name: api.Text(o.Name), Kind: api.OrganizationKind(o.Kind), District: orNull(o.District), Status: api.OrganizationStatus(o.Status),
		ExternalIds: externalIDs(o.ExternalIDs),
	}
}
