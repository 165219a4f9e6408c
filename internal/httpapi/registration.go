package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
)

type registrationAPI struct{ registration registration.Service }

func (a registrationAPI) CreateEntry(ctx context.Context, r api.CreateEntryRequestObject) (api.CreateEntryResponseObject, error) {
	e, err := a.registration.CreateEntry(ctx, registration.CreateEntry{
		Event: id.From[programmes.Event](r.EventID), Organization: id.From[organizations.Organization](r.Body.OrganizationID),
		Delegation: id.FromPtr[registration.Delegation](given(r.Body.DelegationID)), Name: given(r.Body.Name),
		Course: given(r.Body.Course), Major: fromMajor(given(r.Body.Major)), Members: each(r.Body.Members, fromMember),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateEntry201JSONResponse{
		Body: toEntry(e), Headers: api.CreateEntry201ResponseHeaders{ETag: etag(e.Revision), Location: "/v1/entries/" + e.ID.String()},
	}, nil
}

func (a registrationAPI) ListEntries(ctx context.Context, r api.ListEntriesRequestObject) (api.ListEntriesResponseObject, error) {
	key, desc := descending(string(or(r.Params.Sort, "created_at")))
	p, err := a.registration.Entries(ctx, registration.Filter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: or(r.Params.Q, ""),
		Edition: id.FromPtr[programmes.Edition](r.Params.Edition), Event: id.FromPtr[programmes.Event](r.Params.Event),
		Organization: id.FromPtr[organizations.Organization](r.Params.Organization), Delegation: id.FromPtr[registration.Delegation](r.Params.Delegation),
		Status: registration.Status(or(r.Params.Status, "")),
		ByName: key == "name", Descending: desc,
	})
	if err != nil {
		return nil, err
	}
	return api.ListEntries200JSONResponse{Items: each(p.Items, toEntry), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a registrationAPI) GetEntry(ctx context.Context, r api.GetEntryRequestObject) (api.GetEntryResponseObject, error) {
	e, err := a.registration.Entry(ctx, id.From[registration.Entry](r.EntryID))
	if err != nil {
		return nil, err
	}
	return api.GetEntry200JSONResponse{Body: toEntry(e), Headers: api.GetEntry200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a registrationAPI) UpdateEntry(ctx context.Context, r api.UpdateEntryRequestObject) (api.UpdateEntryResponseObject, error) {
	in := registration.UpdateEntry{
		Entry: id.From[registration.Entry](r.EntryID), Expected: revisionOf(r.Params.IfMatch),
		Delegation: idPatch[registration.Delegation](r.Body.DelegationID), Name: fromNullable(r.Body.Name),
		Course: fromNullable(r.Body.Course), Major: majorPatch(r.Body.Major),
	}
	if r.Body.Members != nil {
		members := each(r.Body.Members, fromMember)
		in.Members = &members
	}
	e, err := a.registration.UpdateEntry(ctx, in)
	if err != nil {
		return nil, err
	}
	return api.UpdateEntry200JSONResponse{Body: toEntry(e), Headers: api.UpdateEntry200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a registrationAPI) SubmitEntry(ctx context.Context, r api.SubmitEntryRequestObject) (api.SubmitEntryResponseObject, error) {
	e, err := a.registration.SubmitEntry(ctx, id.From[registration.Entry](r.EntryID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.SubmitEntry200JSONResponse{Body: toEntry(e), Headers: api.SubmitEntry200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a registrationAPI) ReturnEntry(ctx context.Context, r api.ReturnEntryRequestObject) (api.ReturnEntryResponseObject, error) {
	e, err := a.registration.ReturnEntry(ctx, id.From[registration.Entry](r.EntryID), revisionOf(r.Params.IfMatch), r.Body.Reasons)
	if err != nil {
		return nil, err
	}
	return api.ReturnEntry200JSONResponse{Body: toEntry(e), Headers: api.ReturnEntry200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a registrationAPI) ApproveEntry(ctx context.Context, r api.ApproveEntryRequestObject) (api.ApproveEntryResponseObject, error) {
	e, err := a.registration.ApproveEntry(ctx, id.From[registration.Entry](r.EntryID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.ApproveEntry200JSONResponse{Body: toEntry(e), Headers: api.ApproveEntry200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a registrationAPI) ConfirmEntry(ctx context.Context, r api.ConfirmEntryRequestObject) (api.ConfirmEntryResponseObject, error) {
	e, err := a.registration.ConfirmEntry(ctx, id.From[registration.Entry](r.EntryID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.ConfirmEntry200JSONResponse{Body: toEntry(e), Headers: api.ConfirmEntry200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a registrationAPI) WithdrawEntry(ctx context.Context, r api.WithdrawEntryRequestObject) (api.WithdrawEntryResponseObject, error) {
	e, err := a.registration.WithdrawEntry(ctx, id.From[registration.Entry](r.EntryID), revisionOf(r.Params.IfMatch), r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return api.WithdrawEntry200JSONResponse{Body: toEntry(e), Headers: api.WithdrawEntry200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a registrationAPI) CheckInEntry(ctx context.Context, r api.CheckInEntryRequestObject) (api.CheckInEntryResponseObject, error) {
	e, err := a.registration.CheckInEntry(ctx, id.From[registration.Entry](r.EntryID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.CheckInEntry200JSONResponse{Body: toEntry(e), Headers: api.CheckInEntry200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a registrationAPI) MarkAbsent(ctx context.Context, r api.MarkAbsentRequestObject) (api.MarkAbsentResponseObject, error) {
	e, err := a.registration.MarkAbsent(ctx, id.From[registration.Entry](r.EntryID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.MarkAbsent200JSONResponse{Body: toEntry(e), Headers: api.MarkAbsent200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a registrationAPI) DisqualifyEntry(ctx context.Context, r api.DisqualifyEntryRequestObject) (api.DisqualifyEntryResponseObject, error) {
	e, err := a.registration.Disqualify(ctx, id.From[registration.Entry](r.EntryID), revisionOf(r.Params.IfMatch), registration.ReasonCode(r.Body.Code), r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return api.DisqualifyEntry200JSONResponse{Body: toEntry(e), Headers: api.DisqualifyEntry200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

var _ = represent(toEntry)

func fromMember(m api.MemberCreate) registration.Member {
	return registration.Member{Person: id.From[people.Person](m.PersonID), Role: registration.Role(m.Role)}
}

func toEntry(e registration.Entry) api.Entry {
	return api.Entry{
		ID: e.ID.String(), CreatedAt: instant(e.CreatedAt), UpdatedAt: instant(e.UpdatedAt), Revision: e.Revision,
		EditionID: e.Edition.String(), EventID: e.Event.String(), OrganizationID: e.Organization.String(),
		DelegationID: orNullText(e.Delegation), HeldUntilAt: instantPtr(e.HeldUntil), Status: api.EntryStatus(e.Status),
		Reasons: each(e.Reasons, func(s string) string { return s }), ReasonCode: orNull((*api.DisqualificationCode)(e.ReasonCode)),
		Name: orNull(e.Name), Course: orNull(e.Course), Major: toMajorReference(e.Major), Official: e.Official, SubmittedAt: instantPtr(e.SubmittedAt), Members: each(e.Members, toMember),
		ShortHanded: e.ShortHanded, FormerMembers: each(e.Former, toFormerMember),
	}
}

func toMember(m registration.Member) api.Member {
	return api.Member{
		PersonID: m.Person.String(), Role: api.MemberRole(m.Role), Name: m.Name, NameLatin: orNull(m.NameLatin), OrganizationID: m.Organization.String(),
	}
}
