package httpapi

import (
	"context"
	"time"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/training"
)

type trainingAPI struct{ training training.Service }

func (a trainingAPI) ApplyForBase(ctx context.Context, r api.ApplyForBaseRequestObject) (api.ApplyForBaseResponseObject, error) {
	b, err := a.training.ApplyForBase(ctx, training.ApplyForBase{
		Event: id.From[programmes.Event](r.EventID), Organization: id.From[organizations.Organization](r.Body.OrganizationID), Statement: r.Body.Statement,
	})
	if err != nil {
		return nil, err
	}
	return api.ApplyForBase201JSONResponse{
		Body: toBase(b), Headers: api.ApplyForBase201ResponseHeaders{ETag: etag(b.Revision), Location: "/v1/bases/" + b.ID.String()},
	}, nil
}

func (a trainingAPI) ListBases(ctx context.Context, r api.ListBasesRequestObject) (api.ListBasesResponseObject, error) {
	p, err := a.training.Bases(ctx, training.BaseFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Edition: id.FromPtr[programmes.Edition](r.Params.Edition),
		Event: id.FromPtr[programmes.Event](r.Params.Event), Organization: id.FromPtr[organizations.Organization](r.Params.Organization),
		Status: training.BaseStatus(or(r.Params.Status, "")),
	})
	if err != nil {
		return nil, err
	}
	return api.ListBases200JSONResponse{Items: each(p.Items, toBase), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a trainingAPI) GetBase(ctx context.Context, r api.GetBaseRequestObject) (api.GetBaseResponseObject, error) {
	b, err := a.training.Base(ctx, id.From[training.Base](r.BaseID))
	if err != nil {
		return nil, err
	}
	return api.GetBase200JSONResponse{Body: toBase(b), Headers: api.GetBase200ResponseHeaders{ETag: etag(b.Revision)}}, nil
}

func (a trainingAPI) ListBaseEvaluations(ctx context.Context, r api.ListBaseEvaluationsRequestObject) (api.ListBaseEvaluationsResponseObject, error) {
	all, err := a.training.Evaluations(ctx, id.From[training.Base](r.BaseID))
	if err != nil {
		return nil, err
	}
	return api.ListBaseEvaluations200JSONResponse{Items: each(all, toEvaluation), NextCursor: next("")}, nil
}

func (a trainingAPI) EvaluateBase(ctx context.Context, r api.EvaluateBaseRequestObject) (api.EvaluateBaseResponseObject, error) {
	e, err := a.training.EvaluateBase(ctx, training.EvaluateBase{
		Base: id.From[training.Base](r.BaseID), Recommends: r.Body.Recommends, Score: given(r.Body.Score), Text: r.Body.Text,
	})
	if err != nil {
		return nil, err
	}
	return api.EvaluateBase201JSONResponse(toEvaluation(e)), nil
}

func (a trainingAPI) InspectBase(ctx context.Context, r api.InspectBaseRequestObject) (api.InspectBaseResponseObject, error) {
	b, err := a.training.InspectBase(ctx, training.InspectBase{
		Base: id.From[training.Base](r.BaseID), Expected: revisionOf(r.Params.IfMatch),
		Date: r.Body.InspectedDate.String(), Passed: r.Body.Passed, Findings: r.Body.Findings,
	})
	if err != nil {
		return nil, err
	}
	return api.InspectBase200JSONResponse{Body: toBase(b), Headers: api.InspectBase200ResponseHeaders{ETag: etag(b.Revision)}}, nil
}

func (a trainingAPI) DecideBase(ctx context.Context, r api.DecideBaseRequestObject) (api.DecideBaseResponseObject, error) {
	b, err := a.training.DecideBase(ctx, training.DecideBase{
		Base: id.From[training.Base](r.BaseID), Expected: revisionOf(r.Params.IfMatch), Verdict: training.Verdict(r.Body.Verdict),
		Reason: or(given(r.Body.Reason), ""), ValidUntil: dateOf(r.Body.ValidUntilDate),
	})
	if err != nil {
		return nil, err
	}
	return api.DecideBase200JSONResponse{Body: toBase(b), Headers: api.DecideBase200ResponseHeaders{ETag: etag(b.Revision)}}, nil
}

func (a trainingAPI) GetBaseOrder(ctx context.Context, r api.GetBaseOrderRequestObject) (api.GetBaseOrderResponseObject, error) {
	o, err := a.training.Order(ctx, id.From[programmes.Event](r.EventID))
	if err != nil {
		return nil, err
	}
	return api.GetBaseOrder200JSONResponse{Body: toBaseOrder(o), Headers: api.GetBaseOrder200ResponseHeaders{ETag: etag(o.Revision)}}, nil
}

func (a trainingAPI) PublishBaseOrder(ctx context.Context, r api.PublishBaseOrderRequestObject) (api.PublishBaseOrderResponseObject, error) {
	o, err := a.training.PublishOrder(ctx, id.From[programmes.Event](r.EventID), revisionOf(r.Params.IfMatch), each(r.Body.BaseIds, id.From[training.Base]))
	if err != nil {
		return nil, err
	}
	return api.PublishBaseOrder200JSONResponse{Body: toBaseOrder(o), Headers: api.PublishBaseOrder200ResponseHeaders{ETag: etag(o.Revision)}}, nil
}

func (a trainingAPI) ListStaff(ctx context.Context, r api.ListStaffRequestObject) (api.ListStaffResponseObject, error) {
	all, err := a.training.Staff(ctx, id.From[training.Base](r.BaseID))
	if err != nil {
		return nil, err
	}
	return api.ListStaff200JSONResponse{Items: each(all, toAssignment), NextCursor: next("")}, nil
}

func (a trainingAPI) AssignStaff(ctx context.Context, r api.AssignStaffRequestObject) (api.AssignStaffResponseObject, error) {
	s, err := a.training.AssignStaff(ctx, training.AssignStaff{
		Base: id.From[training.Base](r.BaseID), Function: training.Function(r.Body.Function), Account: id.FromPtr[accounts.Account](given(r.Body.AccountID)),
		Person: id.FromPtr[people.Person](given(r.Body.PersonID)), From: r.Body.FromDate.String(), Until: dateOf(r.Body.UntilDate),
	})
	if err != nil {
		return nil, err
	}
	return api.AssignStaff201JSONResponse{Body: toAssignment(s), Headers: api.AssignStaff201ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a trainingAPI) FindStaff(ctx context.Context, r api.FindStaffRequestObject) (api.FindStaffResponseObject, error) {
	p, err := a.training.FindStaff(ctx, training.StaffFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: r.Params.Q, Base: id.From[training.Base](r.BaseID),
	})
	if err != nil {
		return nil, err
	}
	return api.FindStaff200JSONResponse{Items: each(p.Items, toCandidate), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a trainingAPI) EndStaffAssignment(ctx context.Context, r api.EndStaffAssignmentRequestObject) (api.EndStaffAssignmentResponseObject, error) {
	s, err := a.training.EndAssignment(ctx, id.From[training.Assignment](r.StaffAssignmentID), revisionOf(r.Params.IfMatch), r.Body.UntilDate.String())
	if err != nil {
		return nil, err
	}
	return api.EndStaffAssignment200JSONResponse{Body: toAssignment(s), Headers: api.EndStaffAssignment200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a trainingAPI) ReassignStaff(ctx context.Context, r api.ReassignStaffRequestObject) (api.ReassignStaffResponseObject, error) {
	s, err := a.training.Reassign(
		ctx, id.From[training.Assignment](r.StaffAssignmentID), revisionOf(r.Params.IfMatch), id.From[training.Base](r.Body.BaseID), r.Body.FromDate.String(),
	)
	if err != nil {
		return nil, err
	}
	return api.ReassignStaff201JSONResponse{Body: toAssignment(s), Headers: api.ReassignStaff201ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

var _, _, _ = represent(toBase), represent(toBaseOrder), represent(toAssignment)

func toBase(b training.Base) api.Base {
	return api.Base{
		ID: b.ID.String(), CreatedAt: instant(b.CreatedAt), UpdatedAt: instant(b.UpdatedAt), Revision: b.Revision, EditionID: b.Edition.String(),
		EventID: b.Event.String(), OrganizationID: b.Organization.String(), Status: api.BaseStatus(b.Status), Statement: b.Statement,
		Position: orNull(b.Position), ValidUntilDate: toDate(b.ValidUntil),
		Inspections: each(b.Inspections, func(i training.Inspection) api.BaseInspection {
			return api.BaseInspection{InspectedDate: date(i.Date), Passed: i.Passed, Findings: i.Findings, AccountID: orNullText(i.By), CreatedAt: instant(i.At)}
		}),
		Decisions: each(b.Decisions, func(d training.Decision) api.BaseDecision {
			return api.BaseDecision{
				Verdict: api.BaseVerdict(d.Verdict), Reason: textOrNull(d.Reason), ValidUntilDate: toDate(d.ValidUntil), AccountID: orNullText(d.By), CreatedAt: instant(d.At),
			}
		}),
	}
}

func toEvaluation(e training.Evaluation) api.BaseEvaluation {
	return api.BaseEvaluation{
		ID: e.ID.String(), BaseID: e.Base.String(), AccountID: orNullText(e.By), Recommends: e.Recommends, Score: orNull(e.Score), Text: e.Text, CreatedAt: instant(e.CreatedAt),
	}
}

func toBaseOrder(o training.Order) api.BaseOrder {
	var published *time.Time
	if o.Revision > 0 {
		published = &o.UpdatedAt
	}
	return api.BaseOrder{
		EventID: o.Event.String(), Revision: o.Revision, PublishedAt: instantPtr(published), LeadBaseID: orNullText(o.Lead()),
		Bases: each(o.Bases, func(b training.Ordered) api.OrderedBase {
			return api.OrderedBase{BaseID: b.Base.String(), OrganizationID: b.Organization.String(), Position: b.Position}
		}),
	}
}

func toAssignment(a training.Assignment) api.StaffAssignment {
	return api.StaffAssignment{
		ID: a.ID.String(), CreatedAt: instant(a.CreatedAt), UpdatedAt: instant(a.UpdatedAt), Revision: a.Revision, BaseID: a.Base.ID.String(),
		Function: api.StaffFunction(a.Function), AccountID: orNullText(a.Account), PersonID: orNullText(a.Person), Name: a.Name,
		FromDate: date(a.From), UntilDate: toDate(a.Until),
	}
}
