package httpapi

import (
	"context"

	"github.com/oapi-codegen/nullable"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

func (a registrationAPI) HoldEntry(ctx context.Context, r api.HoldEntryRequestObject) (api.HoldEntryResponseObject, error) {
	e, err := a.registration.HoldEntry(ctx, id.From[registration.Entry](r.EntryID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.HoldEntry200JSONResponse{Body: toEntry(e), Headers: api.HoldEntry200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a registrationAPI) ReleaseEntry(ctx context.Context, r api.ReleaseEntryRequestObject) (api.ReleaseEntryResponseObject, error) {
	e, err := a.registration.ReleaseEntry(ctx, id.From[registration.Entry](r.EntryID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.ReleaseEntry200JSONResponse{Body: toEntry(e), Headers: api.ReleaseEntry200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a registrationAPI) ListWaiting(ctx context.Context, r api.ListWaitingRequestObject) (api.ListWaitingResponseObject, error) {
	p, err := a.registration.Waiting(ctx, registration.WaitingFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Event: id.From[programmes.Event](r.EventID),
	})
	if err != nil {
		return nil, err
	}
	return api.ListWaiting200JSONResponse{Items: each(p.Items, toWaiting), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a registrationAPI) GetPromotion(ctx context.Context, r api.GetPromotionRequestObject) (api.GetPromotionResponseObject, error) {
	p, err := a.registration.Promotion(ctx, id.From[registration.Entry](r.EntryID))
	if err != nil {
		return nil, err
	}
	return api.GetPromotion200JSONResponse(toPromotion(p)), nil
}

func toWaiting(l registration.InLine) api.Waiting {
	return api.Waiting{
		EntryID: l.Entry.ID.String(), OrganizationID: l.Entry.Organization.String(), DelegationID: orNullText(l.Entry.Delegation),
		Position: l.Position, WaitingSinceAt: instant(*l.Entry.SubmittedAt),
	}
}

func toPromotion(p registration.Promotion) api.Promotion {
	return api.Promotion{
		EntryID: p.Entry.String(), PromotedAt: instant(p.PromotedAt), Cause: api.PromotionCause(p.Why.Cause.Kind),
		ByEntryID: orNullText(p.Why.Cause.Entry), ByQuotaID: orNullText(p.Why.Cause.Quota),
		Freed: each(p.Why.Cause.Freed, toFreed), PassedOver: each(p.Why.Passed, toPassedOver), PassedOverCount: p.Why.Count,
	}
}

func toPassedOver(p registration.Passed) api.PassedOver {
	return api.PassedOver{EntryID: p.Entry.String(), OrganizationID: p.Organization.String(), Lacking: each(p.Lacking, toLacking)}
}

// toFreed leaves out what is used: it was counted before somebody was promoted.
func toFreed(l registration.Limit) api.LimitOfPlaces {
	out := toLacking(l)
	out.Used = nullable.NewNullNullable[int]()
	return out
}

func toLacking(l registration.Limit) api.LimitOfPlaces {
	quota, rules := limiting(l)
	return api.LimitOfPlaces{
		QuotaID: quota, RuleSetID: rules, Per: api.QuotaPer(l.Per), Unit: api.QuotaUnit(l.Unit), Most: l.Most,
		Used: nullable.NewNullableWithValue(l.Used), Count: l.Needs,
	}
}
