package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
)

func (a judgingAPI) ListPieces(ctx context.Context, r api.ListPiecesRequestObject) (api.ListPiecesResponseObject, error) {
	p, err := a.judging.Pieces(ctx, judging.PieceFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Stage: id.From[programmes.Stage](r.StageID),
		Status: judging.PieceStatus(or(r.Params.Status, "")),
	})
	if err != nil {
		return nil, err
	}
	return api.ListPieces200JSONResponse{Items: each(p.Items, toPiece), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a judgingAPI) CreatePieces(ctx context.Context, r api.CreatePiecesRequestObject) (api.CreatePiecesResponseObject, error) {
	made, err := a.judging.CreatePieces(ctx, id.From[programmes.Stage](r.StageID))
	if err != nil {
		return nil, err
	}
	return api.CreatePieces200JSONResponse{Created: made.Created, Total: made.Total, Waiting: made.Waiting}, nil
}

func toPiece(p judging.Piece) api.Piece {
	return api.Piece{
		ID: p.ID.String(), CreatedAt: instant(p.CreatedAt), UpdatedAt: instant(p.UpdatedAt), Revision: p.Revision, StageID: p.Stage.String(),
		Code: p.Code, Status: api.PieceStatus(p.Status), Official: p.Official, Name: orNull(p.Name),
	}
}
