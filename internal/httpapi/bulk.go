package httpapi

import (
	"context"

	"github.com/oapi-codegen/nullable"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/bulk"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
)

type bulkAPI struct{ bulk *bulk.Service }

func (a bulkAPI) ListOperations(ctx context.Context, r api.ListOperationsRequestObject) (api.ListOperationsResponseObject, error) {
	p, err := a.bulk.Operations(ctx, bulk.OperationFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), State: bulk.State(or(r.Params.State, "")),
	})
	if err != nil {
		return nil, err
	}
	items := each(p.Items, func(o bulk.Operation) api.Operation { return toOperation(ctx, o) })
	return api.ListOperations200JSONResponse{Items: items, NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a bulkAPI) GetOperation(ctx context.Context, r api.GetOperationRequestObject) (api.GetOperationResponseObject, error) {
	o, err := a.bulk.Operation(ctx, id.From[bulk.Operation](r.OperationID))
	if err != nil {
		return nil, err
	}
	return api.GetOperation200JSONResponse{Body: toOperation(ctx, o), Headers: api.GetOperation200ResponseHeaders{ETag: etag(o.Revision)}}, nil
}

func (a bulkAPI) CancelOperation(ctx context.Context, r api.CancelOperationRequestObject) (api.CancelOperationResponseObject, error) {
	o, err := a.bulk.CancelOperation(ctx, id.From[bulk.Operation](r.OperationID))
	if err != nil {
		return nil, err
	}
	return api.CancelOperation202JSONResponse{Body: toOperation(ctx, o), Headers: api.CancelOperation202ResponseHeaders{Location: locationOf(o)}}, nil
}

// locationOf is where to ask how far an operation is.
func locationOf(o bulk.Operation) string { return "/v1/operations/" + o.ID.String() }

func toOperation(ctx context.Context, o bulk.Operation) api.Operation {
	out := api.Operation{
		ID: o.ID.String(), CreatedAt: instant(o.CreatedAt), UpdatedAt: instant(o.UpdatedAt), Revision: o.Revision, Kind: api.OperationKind(o.Kind),
		State: api.OperationState(o.State), StartedBy: o.Account.String(), Done: o.Done, Total: o.Total, Cancelling: o.Cancelling,
		Result: nullable.NewNullNullable[string](), Problem: nullable.NewNullNullable[api.ProblemDetail](),
		StartedAt: instantPtr(o.StartedAt), EndedAt: instantPtr(o.EndedAt),
	}
	if o.State.Ended() {
		out.Result.Set("/v1/imports/" + o.Subject.String())
	}
	if p := o.Problem; p != nil {
		out.Problem.Set(toProblemDetail(fault.Detail{Code: p.Code, Params: p.Params}, detailsOf(ctx).language()))
	}
	return out
}
