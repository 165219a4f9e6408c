package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/advancement"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/scoring"
)

type advancementAPI struct{ advancement advancement.Service }

func (a advancementAPI) CreateStageEdge(ctx context.Context, r api.CreateStageEdgeRequestObject) (api.CreateStageEdgeResponseObject, error) {
	e, err := a.advancement.CreateEdge(ctx, id.From[programmes.Stage](r.StageID), id.From[programmes.Stage](r.Body.ToStageID), advancement.Rules{
		Places: r.Body.Places, Ties: advancement.Ties(r.Body.Ties), Substitution: advancement.Substitution(r.Body.Substitution),
		Weights: each(r.Body.Weights, func(w api.StageWeight) advancement.StageWeight {
			weight, _ := scoring.ParseWeight(w.Weight) // the contract has checked it
			return advancement.StageWeight{Stage: id.From[programmes.Stage](w.StageID), Weight: weight}
		}),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateStageEdge201JSONResponse{Body: toEdge(e), Headers: api.CreateStageEdge201ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a advancementAPI) ListStageEdges(ctx context.Context, r api.ListStageEdgesRequestObject) (api.ListStageEdgesResponseObject, error) {
	all, err := a.advancement.Edges(ctx, id.From[programmes.Stage](r.StageID))
	if err != nil {
		return nil, err
	}
	return api.ListStageEdges200JSONResponse{Items: each(all, toEdge), NextCursor: next("")}, nil
}

func (a advancementAPI) ApproveAbsence(ctx context.Context, r api.ApproveAbsenceRequestObject) (api.ApproveAbsenceResponseObject, error) {
	b, err := a.advancement.ApproveAbsence(ctx, id.From[programmes.Stage](r.StageID), id.From[registration.Entry](r.Body.EntryID), r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return api.ApproveAbsence201JSONResponse{StageID: b.Stage.String(), EntryID: b.Entry.String(), Reason: b.Reason, CreatedAt: instant(b.CreatedAt)}, nil
}

func (a advancementAPI) ProposeAdvancement(ctx context.Context, r api.ProposeAdvancementRequestObject) (api.ProposeAdvancementResponseObject, error) {
	p, err := a.advancement.Propose(ctx, id.From[advancement.Edge](r.StageEdgeID))
	if err != nil {
		return nil, err
	}
	return api.ProposeAdvancement200JSONResponse{
		Body: api.AdvancementProposal{
			StageEdgeID: p.Edge.ID.String(), Digest: p.Digest, Free: p.Free,
			Lines: each(p.Lines, func(l advancement.Line) api.AdvancementLine {
				var rank *int
				if l.Rank > 0 {
					rank = &l.Rank
				}
				return api.AdvancementLine{EntryID: l.Entry.String(), Rank: orNull(rank), Total: textOrNull(l.Total), Fate: api.AdvancementLineFate(l.Fate)}
			}),
		},
		Headers: api.ProposeAdvancement200ResponseHeaders{ETag: etag(p.Edge.Revision)},
	}, nil
}

func (a advancementAPI) ConfirmAdvancement(ctx context.Context, r api.ConfirmAdvancementRequestObject) (api.ConfirmAdvancementResponseObject, error) {
	c, err := a.advancement.Confirm(ctx, advancement.Confirm{
		Edge: id.From[advancement.Edge](r.StageEdgeID), Expected: revisionOf(r.Params.IfMatch), Digest: r.Body.Digest,
		Chosen: each(r.Body.ChosenEntryIds, id.From[registration.Entry]), Reason: or(given(r.Body.Reason), ""),
	})
	if err != nil {
		return nil, err
	}
	return api.ConfirmAdvancement200JSONResponse{
		Body:    api.ConfirmedAdvancement{StageEdge: toEdge(c.Edge), PiecesCreated: c.Pieces.Created},
		Headers: api.ConfirmAdvancement200ResponseHeaders{ETag: etag(c.Edge.Revision)},
	}, nil
}

var _ = represent(toEdge)

func toEdge(e advancement.Edge) api.StageEdge {
	return api.StageEdge{
		ID: e.ID.String(), CreatedAt: instant(e.CreatedAt), UpdatedAt: instant(e.UpdatedAt), Revision: e.Revision,
		FromStageID: e.From.ID.String(), ToStageID: e.To.ID.String(), Places: e.Rules.Places, Ties: api.AdvancementTies(e.Rules.Ties),
		Substitution: api.AdvancementSubstitution(e.Rules.Substitution), Confirmed: e.Confirmed(), Advanced: len(e.Advanced), Reason: textOrNull(e.Reason),
		Weights: each(e.Rules.Weights, func(w advancement.StageWeight) api.StageWeight {
			return api.StageWeight{StageID: w.Stage.String(), Weight: w.Weight.String()}
		}),
	}
}
