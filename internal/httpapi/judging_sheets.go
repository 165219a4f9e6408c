package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/names"
	"github.com/saichang/saichang/internal/programmes"
)

type judgingAPI struct{ judging *judging.Service }

func (a judgingAPI) ListMarkSheets(ctx context.Context, r api.ListMarkSheetsRequestObject) (api.ListMarkSheetsResponseObject, error) {
	stage := id.From[programmes.Stage](r.StageID)
	p, err := a.judging.Sheets(ctx, judging.SheetFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Stage: &stage,
		Status: judging.SheetStatus(or(r.Params.Status, "")), Code: or(r.Params.SubCriterion, ""), Piece: or(r.Params.Piece, ""),
	})
	if err != nil {
		return nil, err
	}
	return api.ListMarkSheets200JSONResponse{Items: each(p.Items, toMarkSheet), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a judgingAPI) OpenMarkSheets(ctx context.Context, r api.OpenMarkSheetsRequestObject) (api.OpenMarkSheetsResponseObject, error) {
	opened, err := a.judging.OpenSheets(ctx, id.From[programmes.Stage](r.StageID))
	if err != nil {
		return nil, err
	}
	return api.OpenMarkSheets200JSONResponse{Created: opened.Created, Total: opened.Total}, nil
}

func (a judgingAPI) ListMyMarkSheets(ctx context.Context, r api.ListMyMarkSheetsRequestObject) (api.ListMyMarkSheetsResponseObject, error) {
	p, err := a.judging.MySheets(ctx, judging.SheetFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Stage: id.FromPtr[programmes.Stage](r.Params.Stage),
		Open: or(r.Params.ToDo, false), Code: or(r.Params.SubCriterion, ""),
	})
	if err != nil {
		return nil, err
	}
	return api.ListMyMarkSheets200JSONResponse{Items: each(p.Items, toMarkSheet), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a judgingAPI) GetMarkSheet(ctx context.Context, r api.GetMarkSheetRequestObject) (api.GetMarkSheetResponseObject, error) {
	s, err := a.judging.Sheet(ctx, id.From[judging.Sheet](r.MarkSheetID))
	if err != nil {
		return nil, err
	}
	return api.GetMarkSheet200JSONResponse{Body: toMarkSheet(s), Headers: api.GetMarkSheet200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a judgingAPI) SubmitMarkSheet(ctx context.Context, r api.SubmitMarkSheetRequestObject) (api.SubmitMarkSheetResponseObject, error) {
	s, err := a.judging.SubmitSheet(ctx, judging.SubmitSheet{Sheet: id.From[judging.Sheet](r.MarkSheetID), Panel: r.Body.Part == api.SheetSubmissionPartPanel})
	if err != nil {
		return nil, err
	}
	return api.SubmitMarkSheet200JSONResponse{Body: toMarkSheet(s), Headers: api.SubmitMarkSheet200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a judgingAPI) SignMarkSheet(ctx context.Context, r api.SignMarkSheetRequestObject) (api.SignMarkSheetResponseObject, error) {
	s, err := a.judging.SignSheet(ctx, id.From[judging.Sheet](r.MarkSheetID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.SignMarkSheet200JSONResponse{Body: toMarkSheet(s), Headers: api.SignMarkSheet200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a judgingAPI) LockMarkSheet(ctx context.Context, r api.LockMarkSheetRequestObject) (api.LockMarkSheetResponseObject, error) {
	s, err := a.judging.LockSheet(ctx, id.From[judging.Sheet](r.MarkSheetID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.LockMarkSheet200JSONResponse{Body: toMarkSheet(s), Headers: api.LockMarkSheet200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a judgingAPI) ReopenMarkSheet(ctx context.Context, r api.ReopenMarkSheetRequestObject) (api.ReopenMarkSheetResponseObject, error) {
	s, err := a.judging.ReopenSheet(ctx, id.From[judging.Sheet](r.MarkSheetID), revisionOf(r.Params.IfMatch), r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return api.ReopenMarkSheet200JSONResponse{Body: toMarkSheet(s), Headers: api.ReopenMarkSheet200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a judgingAPI) ListSignatures(ctx context.Context, r api.ListSignaturesRequestObject) (api.ListSignaturesResponseObject, error) {
	all, err := a.judging.Signatures(ctx, id.From[judging.Sheet](r.MarkSheetID))
	if err != nil {
		return nil, err
	}
	return api.ListSignatures200JSONResponse{Items: each(all, toSignature), NextCursor: next("")}, nil
}

func (a judgingAPI) GetProgress(ctx context.Context, r api.GetProgressRequestObject) (api.GetProgressResponseObject, error) {
	all, err := a.judging.EventProgress(ctx, id.From[programmes.Event](r.EventID))
	if err != nil {
		return nil, err
	}
	items := each(all, func(p judging.Progress) api.Progress {
		return api.Progress{
			StageID: p.Stage.String(), Name: api.Text(names.Text(p.Name)), Pieces: p.Pieces, SheetsOpen: p.Open, SheetsSubmitted: p.Submitted,
			SheetsSigned: p.Signed, SheetsLocked: p.Locked, MarksEntered: p.MarksEntered,
		}
	})
	return api.GetProgress200JSONResponse{Items: items, NextCursor: next("")}, nil
}

var _ = represent(toMarkSheet)

func toMarkSheet(s judging.Sheet) api.MarkSheet {
	out := api.MarkSheet{
		ID: s.ID.String(), CreatedAt: instant(s.CreatedAt), UpdatedAt: instant(s.UpdatedAt), Revision: s.Revision, StageID: s.Stage.String(),
		PieceCode: s.PieceCode, SubCriterion: s.Code, Name: s.Name, Day: orNull(s.Day), PanelID: s.Panel.String(),
		Status: api.MarkSheetStatus(s.Status), Reason: orNull(s.Reason), HeldAspects: each(s.Held, id.ID[judging.Aspect].String),
	}
	out.Parts = each(s.Parts, func(p judging.Part) api.MarkSheet_Parts {
		part := api.MarkSheet_Parts{Part: api.MarkSheetPartsPartPanel, JudgeID: next(""), Submitted: p.SubmittedAt != nil, SubmittedAt: instantPtr(p.SubmittedAt)}
		if p.Of.Prefix == "acc" {
			part.Part, part.JudgeID = api.MarkSheetPartsPartJudge, next(p.Of.String())
		}
		return part
	})
	return out
}

func toSignature(s judging.Signature) api.Signature {
	return api.Signature{
		AccountID: s.Account.String(), Role: string(s.Role), Digest: s.Digest, SignedAt: instant(s.SignedAt), VoidedAt: instantPtr(s.VoidedAt),
	}
}
