package httpapi

import (
	"context"
	"time"

	"github.com/oapi-codegen/nullable"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
)

func (a programmesAPI) CreateEdition(ctx context.Context, r api.CreateEditionRequestObject) (api.CreateEditionResponseObject, error) {
	e, err := a.programmes.CreateEdition(ctx, programmes.CreateEdition{
		Programme: id.From[programmes.Programme](r.ProgrammeID), Number: r.Body.Number, Year: r.Body.Year,
		Name: names.Text(r.Body.Name), Host: names.Text(r.Body.Host), TimeZone: r.Body.TimeZone,
		StartsDate: dateOf(r.Body.StartsDate), EndsDate: dateOf(r.Body.EndsDate),
		HoldMinutes: given(r.Body.HoldMinutes), WaitingList: or(r.Body.WaitingList, false),
		Windows: map[programmes.WindowKind]programmes.Ends{
			programmes.RegistrationWindow: {Opens: momentPatch(r.Body.RegistrationOpensAt), Closes: momentPatch(r.Body.RegistrationClosesAt)},
			programmes.SubstitutionWindow: {Opens: momentPatch(r.Body.SubstitutionOpensAt), Closes: momentPatch(r.Body.SubstitutionClosesAt)},
			programmes.WithdrawalWindow:   {Opens: momentPatch(r.Body.WithdrawalOpensAt), Closes: momentPatch(r.Body.WithdrawalClosesAt)},
		},
	})
	if err != nil {
		return nil, err
	}
	return api.CreateEdition201JSONResponse{
		Body: toEdition(e), Headers: api.CreateEdition201ResponseHeaders{ETag: etag(e.Revision), Location: "/v1/editions/" + e.ID.String()},
	}, nil
}

func (a programmesAPI) CloneEdition(ctx context.Context, r api.CloneEditionRequestObject) (api.CloneEditionResponseObject, error) {
	e, err := a.programmes.CloneEdition(ctx, programmes.CloneEdition{
		Template: id.From[programmes.Edition](r.EditionID), Number: r.Body.Number, Year: r.Body.Year,
		Name: textOf(r.Body.Name), Host: textOf(r.Body.Host), TimeZone: r.Body.TimeZone,
		StartsDate: dateOf(r.Body.StartsDate), EndsDate: dateOf(r.Body.EndsDate),
		Windows: map[programmes.WindowKind]programmes.Ends{
			programmes.RegistrationWindow: {Opens: momentPatch(r.Body.RegistrationOpensAt), Closes: momentPatch(r.Body.RegistrationClosesAt)},
			programmes.SubstitutionWindow: {Opens: momentPatch(r.Body.SubstitutionOpensAt), Closes: momentPatch(r.Body.SubstitutionClosesAt)},
			programmes.WithdrawalWindow:   {Opens: momentPatch(r.Body.WithdrawalOpensAt), Closes: momentPatch(r.Body.WithdrawalClosesAt)},
		},
	})
	if err != nil {
		return nil, err
	}
	return api.CloneEdition201JSONResponse{
		Body: toEdition(e), Headers: api.CloneEdition201ResponseHeaders{ETag: etag(e.Revision), Location: "/v1/editions/" + e.ID.String()},
	}, nil
}

func (a programmesAPI) ListEditions(ctx context.Context, r api.ListEditionsRequestObject) (api.ListEditionsResponseObject, error) {
	key, desc := descending(string(or(r.Params.Sort, "created_at")))
	p, err := a.programmes.Editions(ctx, programmes.EditionFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: or(r.Params.Q, ""),
		Programme: id.FromPtr[programmes.Programme](r.Params.Programme), Status: programmes.EditionStatus(or(r.Params.Status, "")),
		Year: or(r.Params.Year, 0), ByName: key == "name", Descending: desc,
	})
	if err != nil {
		return nil, err
	}
	return api.ListEditions200JSONResponse{Items: each(p.Items, toEdition), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a programmesAPI) GetEdition(ctx context.Context, r api.GetEditionRequestObject) (api.GetEditionResponseObject, error) {
	e, err := a.programmes.Edition(ctx, id.From[programmes.Edition](r.EditionID))
	if err != nil {
		return nil, err
	}
	return api.GetEdition200JSONResponse{Body: toEdition(e), Headers: api.GetEdition200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a programmesAPI) UpdateEdition(ctx context.Context, r api.UpdateEditionRequestObject) (api.UpdateEditionResponseObject, error) {
	e, err := a.programmes.UpdateEdition(ctx, programmes.UpdateEdition{
		Edition: id.From[programmes.Edition](r.EditionID), Expected: revisionOf(r.Params.IfMatch),
		Number: r.Body.Number, Year: r.Body.Year, Name: patchOf(r.Body.Name), Host: patchOf(r.Body.Host), TimeZone: r.Body.TimeZone,
		StartsDate: datePatch(r.Body.StartsDate), EndsDate: datePatch(r.Body.EndsDate),
		Windows: map[programmes.WindowKind]programmes.Ends{
			programmes.RegistrationWindow: {Opens: momentPatch(r.Body.RegistrationOpensAt), Closes: momentPatch(r.Body.RegistrationClosesAt)},
			programmes.SubstitutionWindow: {Opens: momentPatch(r.Body.SubstitutionOpensAt), Closes: momentPatch(r.Body.SubstitutionClosesAt)},
			programmes.WithdrawalWindow:   {Opens: momentPatch(r.Body.WithdrawalOpensAt), Closes: momentPatch(r.Body.WithdrawalClosesAt)},
		},
		HoldMinutes: fromNullable(r.Body.HoldMinutes), WaitingList: r.Body.WaitingList,
		ReplacedBy: idPatch[programmes.Edition](r.Body.ReplacedBy),
	})
	if err != nil {
		return nil, err
	}
	return api.UpdateEdition200JSONResponse{Body: toEdition(e), Headers: api.UpdateEdition200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a programmesAPI) MoveEdition(ctx context.Context, r api.MoveEditionRequestObject) (api.MoveEditionResponseObject, error) {
	e, err := a.programmes.MoveEdition(ctx, programmes.MoveEdition{
		Edition: id.From[programmes.Edition](r.EditionID), Expected: revisionOf(r.Params.IfMatch),
		To: programmes.EditionStatus(r.Body.To), Reason: or(given(r.Body.Reason), ""),
	})
	if err != nil {
		return nil, err
	}
	return api.MoveEdition200JSONResponse{Body: toEdition(e), Headers: api.MoveEdition200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

var _ = represent(toEdition)

func toEdition(e programmes.Edition) api.Edition {
	return api.Edition{
		ID: e.ID.String(), CreatedAt: instant(e.CreatedAt), UpdatedAt: instant(e.UpdatedAt), Revision: e.Revision,
		ProgrammeID: e.Programme.String(), Number: e.Number, Year: e.Year, Name: api.Text(e.Name), Host: api.Text(e.Host),
		Status: api.EditionStatus(e.Status), StatusReason: orNull(e.StatusReason), TimeZone: e.TimeZone,
		StartsDate: toDate(e.StartsDate), EndsDate: toDate(e.EndsDate),
		RegistrationOpensAt: instantPtr(e.Registration.OpensAt), RegistrationClosesAt: instantPtr(e.Registration.ClosesAt),
		SubstitutionOpensAt: instantPtr(e.Substitution.OpensAt), SubstitutionClosesAt: instantPtr(e.Substitution.ClosesAt),
		WithdrawalOpensAt: instantPtr(e.Withdrawal.OpensAt), WithdrawalClosesAt: instantPtr(e.Withdrawal.ClosesAt),
		HoldMinutes: orNull(e.HoldMinutes), WaitingList: e.WaitingList,
		ReplacedBy: orNullText(e.ReplacedBy), RuleSetID: orNullText(e.RuleSet),
	}
}

func (a programmesAPI) ListWindows(ctx context.Context, r api.ListWindowsRequestObject) (api.ListWindowsResponseObject, error) {
	now, err := a.programmes.Windows(ctx, id.From[programmes.Edition](r.EditionID))
	if err != nil {
		return nil, err
	}
	return api.ListWindows200JSONResponse{Items: each(programmes.WindowKinds, func(k programmes.WindowKind) api.Window { return toWindow(now, k) }), NextCursor: next("")}, nil
}

func toWindow(now programmes.Openings, kind programmes.WindowKind) api.Window {
	local := func(t *time.Time) nullable.Nullable[string] {
		if t == nil {
			return next("")
		}
		return next(now.Edition.Local(*t))
	}
	w := now.Edition.Window(kind)
	return api.Window{
		Window: api.WindowKind(kind), Open: now.Open(kind), OpensAt: instantPtr(w.OpensAt), ClosesAt: instantPtr(w.ClosesAt),
		OpensLocal: local(w.OpensAt), ClosesLocal: local(w.ClosesAt), TimeZone: now.Edition.TimeZone,
	}
}

// momentPatch reads an end of a window: nil where it is absent, a pointer to nil where it is
// null.
func momentPatch(n nullable.Nullable[api.Moment]) **programmes.Moment {
	text := fromNullable(n)
	if text == nil {
		return nil
	}
	p := (*programmes.Moment)(*text)
	return &p
}
