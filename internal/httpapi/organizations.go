package httpapi

import (
	"context"

	"github.com/oapi-codegen/nullable"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/divisions"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/organizations"
)

type organizationsAPI struct {
	organizations organizations.Service
	divisions     divisions.Service
}

func (a organizationsAPI) ListOrganizations(ctx context.Context, r api.ListOrganizationsRequestObject) (api.ListOrganizationsResponseObject, error) {
	key, desc := descending(string(or(r.Params.Sort, "created_at")))
	p, err := a.organizations.Organizations(ctx, organizations.Filter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: or(r.Params.Q, ""),
		Kind: organizations.Kind(or(r.Params.Kind, "")), Status: organizations.Status(or(r.Params.Status, "")),
		MergedInto: id.FromPtr[organizations.Organization](r.Params.MergedInto), District: divisions.Short(or(r.Params.District, "")), Code: organizations.CleanCode(or(r.Params.ExternalID, "")), ByName: key == "name", Descending: desc,
	})
	if err != nil {
		return nil, err
	}
	items := each(p.Items, func(o organizations.Organization) api.Organization { return toOrganization(on(o, r.Params.At)) })
	return api.ListOrganizations200JSONResponse{Items: items, NextCursor: next(p.Next), Total: p.Total}, nil
}

// on is an organization as it was called on a day; nil is today.
func on(o organizations.Organization, date *api.At) organizations.Organization {
	if date == nil {
		return o
	}
	return o.On(date.String())
}

func (a organizationsAPI) CreateOrganization(ctx context.Context, r api.CreateOrganizationRequestObject) (api.CreateOrganizationResponseObject, error) {
	o, err := a.organizations.CreateOrganization(ctx, organizations.CreateOrganization{
		Name: names.Text(r.Body.Name), FormerNames: formerNamesOf(r.Body.FormerNames), Aliases: or(r.Body.Aliases, nil),
		Kind: organizations.Kind(r.Body.Kind), District: given(r.Body.District), ExternalIDs: externalIDsOf(r.Body.ExternalIds),
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
	return api.GetOrganization200JSONResponse{Body: toOrganization(on(o, r.Params.At)), Headers: api.GetOrganization200ResponseHeaders{ETag: etag(o.Revision)}}, nil
}

func (a organizationsAPI) UpdateOrganization(ctx context.Context, r api.UpdateOrganizationRequestObject) (api.UpdateOrganizationResponseObject, error) {
	o, err := a.organizations.UpdateOrganization(ctx, organizations.UpdateOrganization{
		Organization: id.From[organizations.Organization](r.OrganizationID), Expected: revisionOf(r.Params.IfMatch),
		Text: patchOf(r.Body.Name), Codes: patchOf(r.Body.ExternalIds),
		Changes: organizations.Changes{
			Renamed: dayOf(r.Body.RenamedDate), FormerNames: formerNamesOf(r.Body.FormerNames), Aliases: or(r.Body.Aliases, nil),
			Kind: (*organizations.Kind)(r.Body.Kind), District: fromNullable(r.Body.District),
		},
	})
	if err != nil {
		return nil, err
	}
	return api.UpdateOrganization200JSONResponse{Body: toOrganization(o), Headers: api.UpdateOrganization200ResponseHeaders{ETag: etag(o.Revision)}}, nil
}

func (a organizationsAPI) EnterOrganizations(ctx context.Context, r api.EnterOrganizationsRequestObject) (api.EnterOrganizationsResponseObject, error) {
	in := organizations.EnterOrganizations{Partial: or(r.Params.Mode, "") == api.EnterOrganizationsParamsModePartial}
	for _, item := range r.Body.Items {
		kind := organizations.Kind(item.Kind)
		in.Items = append(in.Items, organizations.Changes{
			Name: names.Text(item.Name), Renamed: dayOf(item.RenamedDate), Aliases: or(item.Aliases, nil), Kind: &kind,
			District: fromNullable(item.District), ExternalIDs: item.ExternalIds,
		})
	}
	out, err := a.organizations.EnterOrganizations(ctx, in)
	if err != nil {
		return nil, err
	}
	return api.EnterOrganizations200JSONResponse(toBatchResult(ctx, out)), nil
}

func (a organizationsAPI) CloseOrganization(ctx context.Context, r api.CloseOrganizationRequestObject) (api.CloseOrganizationResponseObject, error) {
	o, err := a.organizations.CloseOrganization(ctx, organizations.CloseOrganization{
		Organization: id.From[organizations.Organization](r.OrganizationID), Expected: revisionOf(r.Params.IfMatch),
		Closure: organizations.Closure{Date: r.Body.Date.String(), Reason: r.Body.Reason},
	})
	if err != nil {
		return nil, err
	}
	return api.CloseOrganization200JSONResponse{Body: toOrganization(o), Headers: api.CloseOrganization200ResponseHeaders{ETag: etag(o.Revision)}}, nil
}

func (a organizationsAPI) MergeOrganization(ctx context.Context, r api.MergeOrganizationRequestObject) (api.MergeOrganizationResponseObject, error) {
	o, err := a.organizations.MergeOrganization(ctx, organizations.MergeOrganization{
		Organization: id.From[organizations.Organization](r.OrganizationID), Expected: revisionOf(r.Params.IfMatch),
		Into: id.From[organizations.Organization](r.Body.IntoID), Closure: organizations.Closure{Date: r.Body.Date.String(), Reason: r.Body.Reason},
	})
	if err != nil {
		return nil, err
	}
	return api.MergeOrganization200JSONResponse{Body: toOrganization(o), Headers: api.MergeOrganization200ResponseHeaders{ETag: etag(o.Revision)}}, nil
}

func (a organizationsAPI) ReopenOrganization(ctx context.Context, r api.ReopenOrganizationRequestObject) (api.ReopenOrganizationResponseObject, error) {
	o, err := a.organizations.ReopenOrganization(ctx, organizations.ReopenOrganization{
		Organization: id.From[organizations.Organization](r.OrganizationID), Expected: revisionOf(r.Params.IfMatch),
	})
	if err != nil {
		return nil, err
	}
	return api.ReopenOrganization200JSONResponse{Body: toOrganization(o), Headers: api.ReopenOrganization200ResponseHeaders{ETag: etag(o.Revision)}}, nil
}

var _ = represent(toOrganization)

func toOrganization(o organizations.Organization) api.Organization {
	out := api.Organization{
		ID: o.ID.String(), CreatedAt: instant(o.CreatedAt), UpdatedAt: instant(o.UpdatedAt), Revision: o.Revision,
		Name: api.Text(o.Name), FormerNames: each(o.FormerNames, toFormerName), Aliases: each(o.Aliases, func(a string) string { return a }),
		Kind: api.OrganizationKind(o.Kind), District: orNull(o.District), DistrictName: nullable.NewNullNullable[string](),
		Status: api.OrganizationStatus(o.Status), ClosedDate: toDate(nil), ClosedReason: nullable.NewNullNullable[string](),
		MergedIntoID: orNullText(o.MergedInto), ExternalIds: externalIDs(o.ExternalIDs),
	}
	if o.Closure != nil {
		out.ClosedDate, out.ClosedReason = toDate(&o.Closure.Date), orNull(&o.Closure.Reason)
	}
	if o.District != nil {
		if d, known := divisions.Find(*o.District); known {
			out.DistrictName = orNull(&d.FullName)
		}
	}
	return out
}

func toFormerName(f organizations.FormerName) api.FormerName {
	return api.FormerName{Name: api.Text(f.Name), ReplacedDate: date(f.ReplacedDate)}
}

func formerNamesOf(former *api.FormerNames) []organizations.FormerName {
	if former == nil {
		return nil
	}
	return each(*former, func(f api.FormerName) organizations.FormerName {
		return organizations.FormerName{Name: names.Text(f.Name), ReplacedDate: f.ReplacedDate.String()}
	})
}
