package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

func (a registrationAPI) ListDelegations(ctx context.Context, r api.ListDelegationsRequestObject) (api.ListDelegationsResponseObject, error) {
	p, err := a.registration.Delegations(ctx, registration.DelegationFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: or(r.Params.Q, ""),
		Edition: id.From[programmes.Edition](r.EditionID), Kind: registration.DelegationKind(or(r.Params.Kind, "")),
		Organization: id.FromPtr[organizations.Organization](r.Params.Organization),
	})
	if err != nil {
		return nil, err
	}
	return api.ListDelegations200JSONResponse{Items: each(p.Items, toDelegation), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a registrationAPI) CreateDelegation(ctx context.Context, r api.CreateDelegationRequestObject) (api.CreateDelegationResponseObject, error) {
	d, err := a.registration.CreateDelegation(ctx, registration.CreateDelegation{
		Edition: id.From[programmes.Edition](r.EditionID), Kind: registration.DelegationKind(r.Body.Kind), Name: names.Text(r.Body.Name),
		Organization:  id.FromPtr[organizations.Organization](given(r.Body.OrganizationID)),
		Organizations: each(r.Body.OrganizationIds, id.From[organizations.Organization]),
		Leader:        id.FromPtr[people.Person](given(r.Body.LeaderID)),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateDelegation201JSONResponse{
		Body: toDelegation(d), Headers: api.CreateDelegation201ResponseHeaders{ETag: etag(d.Revision), Location: "/v1/delegations/" + d.ID.String()},
	}, nil
}

func (a registrationAPI) GetDelegation(ctx context.Context, r api.GetDelegationRequestObject) (api.GetDelegationResponseObject, error) {
	d, err := a.registration.Delegation(ctx, id.From[registration.Delegation](r.DelegationID))
	if err != nil {
		return nil, err
	}
	return api.GetDelegation200JSONResponse{Body: toDelegation(d), Headers: api.GetDelegation200ResponseHeaders{ETag: etag(d.Revision)}}, nil
}

func (a registrationAPI) UpdateDelegation(ctx context.Context, r api.UpdateDelegationRequestObject) (api.UpdateDelegationResponseObject, error) {
	in := registration.UpdateDelegation{
		Delegation: id.From[registration.Delegation](r.DelegationID), Expected: revisionOf(r.Params.IfMatch), Name: patchOf(r.Body.Name),
		Organization: idPatch[organizations.Organization](r.Body.OrganizationID), Leader: idPatch[people.Person](r.Body.LeaderID),
	}
	if r.Body.OrganizationIds != nil {
		all := each(r.Body.OrganizationIds, id.From[organizations.Organization])
		in.Organizations = &all
	}
	d, err := a.registration.UpdateDelegation(ctx, in)
	if err != nil {
		return nil, err
	}
	return api.UpdateDelegation200JSONResponse{Body: toDelegation(d), Headers: api.UpdateDelegation200ResponseHeaders{ETag: etag(d.Revision)}}, nil
}

func (a registrationAPI) DeleteDelegation(ctx context.Context, r api.DeleteDelegationRequestObject) (api.DeleteDelegationResponseObject, error) {
	if err := a.registration.DeleteDelegation(ctx, id.From[registration.Delegation](r.DelegationID), revisionOf(r.Params.IfMatch)); err != nil {
		return nil, err
	}
	return api.DeleteDelegation204Response{}, nil
}

var _ = represent(toDelegation)

func toDelegation(d registration.Delegation) api.Delegation {
	return api.Delegation{
		ID: d.ID.String(), CreatedAt: instant(d.CreatedAt), UpdatedAt: instant(d.UpdatedAt), Revision: d.Revision, EditionID: d.Edition.String(),
		Kind: api.DelegationKind(d.Kind), Name: api.Text(d.Name), OrganizationID: orNullText(d.Organization),
		OrganizationIds: each(d.Organizations, id.ID[organizations.Organization].String), LeaderID: orNullText(d.Leader),
	}
}
