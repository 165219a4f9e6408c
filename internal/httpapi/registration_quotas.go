package httpapi

import (
	"context"

	"github.com/oapi-codegen/nullable"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

func (a registrationAPI) ListQuotas(ctx context.Context, r api.ListQuotasRequestObject) (api.ListQuotasResponseObject, error) {
	p, err := a.registration.Quotas(ctx, registration.QuotaFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Edition: id.From[programmes.Edition](r.EditionID),
		Per: registration.Per(or(r.Params.Per, "")), Event: id.FromPtr[programmes.Event](r.Params.Event), Group: r.Params.Group,
		Organization: id.FromPtr[organizations.Organization](r.Params.Organization), Delegation: id.FromPtr[registration.Delegation](r.Params.Delegation),
	})
	if err != nil {
		return nil, err
	}
	return api.ListQuotas200JSONResponse{Items: each(p.Items, toQuota), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a registrationAPI) CreateQuota(ctx context.Context, r api.CreateQuotaRequestObject) (api.CreateQuotaResponseObject, error) {
	q, err := a.registration.CreateQuota(ctx, registration.CreateQuota{
		Edition: id.From[programmes.Edition](r.EditionID), Per: registration.Per(r.Body.Per), Unit: registration.Unit(or(r.Body.Unit, "entries")), Most: r.Body.Most,
		Event: id.FromPtr[programmes.Event](given(r.Body.EventID)), Group: given(r.Body.Group),
		Organization: id.FromPtr[organizations.Organization](given(r.Body.OrganizationID)),
		Delegation:   id.FromPtr[registration.Delegation](given(r.Body.DelegationID)), District: given(r.Body.District),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateQuota201JSONResponse{Body: toQuota(q), Headers: api.CreateQuota201ResponseHeaders{ETag: etag(q.Revision)}}, nil
}

func (a registrationAPI) GetAvailability(ctx context.Context, r api.GetAvailabilityRequestObject) (api.GetAvailabilityResponseObject, error) {
	limits, err := a.registration.Places(
		ctx, id.From[programmes.Edition](r.EditionID), id.From[programmes.Event](r.Params.Event),
		id.From[organizations.Organization](r.Params.Organization), id.FromPtr[registration.Delegation](r.Params.Delegation),
	)
	if err != nil {
		return nil, err
	}
	return api.GetAvailability200JSONResponse{Items: each(limits, toPlaceLimit), NextCursor: next("")}, nil
}

func (a registrationAPI) UpdateQuota(ctx context.Context, r api.UpdateQuotaRequestObject) (api.UpdateQuotaResponseObject, error) {
	q, err := a.registration.UpdateQuota(ctx, registration.UpdateQuota{
		Quota: id.From[registration.Quota](r.QuotaID), Expected: revisionOf(r.Params.IfMatch), Most: r.Body.Most,
	})
	if err != nil {
		return nil, err
	}
	return api.UpdateQuota200JSONResponse{Body: toQuota(q), Headers: api.UpdateQuota200ResponseHeaders{ETag: etag(q.Revision)}}, nil
}

func (a registrationAPI) DeleteQuota(ctx context.Context, r api.DeleteQuotaRequestObject) (api.DeleteQuotaResponseObject, error) {
	if err := a.registration.DeleteQuota(ctx, id.From[registration.Quota](r.QuotaID), revisionOf(r.Params.IfMatch)); err != nil {
		return nil, err
	}
	return api.DeleteQuota204Response{}, nil
}

var _ = represent(toQuota)

func toQuota(q registration.Quota) api.Quota {
	return api.Quota{
		ID: q.ID.String(), CreatedAt: instant(q.CreatedAt), UpdatedAt: instant(q.UpdatedAt), Revision: q.Revision, EditionID: q.Edition.String(),
		Per: api.QuotaPer(q.Per), Unit: api.QuotaUnit(q.Unit), EventID: orNullText(q.Event), Group: orNull(q.Group), OrganizationID: orNullText(q.Organization),
		DelegationID: orNullText(q.Delegation), District: orNull(q.District), Most: q.Most,
	}
}

func toPlaceLimit(l registration.Limit) api.PlaceLimit {
	quota, rules := limiting(l)
	return api.PlaceLimit{
		QuotaID: quota, RuleSetID: rules, Per: api.QuotaPer(l.Per), Unit: api.QuotaUnit(l.Unit), Group: textOrNull(l.Group),
		Most: l.Most, Used: l.Used, Remaining: l.Remaining(), Binds: l.Binds,
	}
}

// limiting is the quota or the rule set whose limit it is.
func limiting(l registration.Limit) (quota, rules nullable.Nullable[string]) {
	if l.Of.Prefix == id.Prefix[registration.Quota]() {
		return next(l.Of.String()), next("")
	}
	return next(""), next(l.Of.String())
}
