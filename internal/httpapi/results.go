package httpapi

import (
	"bytes"
	"context"
	"net/http"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/results"
	"github.com/saichang/saichang/internal/scoring"
)

type resultsAPI struct{ results *results.Service }

func (a resultsAPI) ListResultRuns(ctx context.Context, r api.ListResultRunsRequestObject) (api.ListResultRunsResponseObject, error) {
	all, err := a.results.Runs(ctx, id.From[programmes.Stage](r.StageID))
	if err != nil {
		return nil, err
	}
	items := each(all, func(run results.Run) api.ResultRun { return toRun(ctx, run) })
	return api.ListResultRuns200JSONResponse{Items: items, NextCursor: next("")}, nil
}

func (a resultsAPI) ComputeResults(ctx context.Context, r api.ComputeResultsRequestObject) (api.ComputeResultsResponseObject, error) {
	run, err := a.results.ComputeResults(ctx, id.From[programmes.Stage](r.StageID))
	if err != nil {
		return nil, err
	}
	return api.ComputeResults201JSONResponse{
		Body: toRun(ctx, run), Headers: api.ComputeResults201ResponseHeaders{ETag: etag(run.Revision), Location: "/v1/result-runs/" + run.ID.String()},
	}, nil
}

func (a resultsAPI) GetResultRun(ctx context.Context, r api.GetResultRunRequestObject) (api.GetResultRunResponseObject, error) {
	run, err := a.results.Run(ctx, id.From[results.Run](r.ResultRunID))
	if err != nil {
		return nil, err
	}
	return api.GetResultRun200JSONResponse{Body: toRun(ctx, run), Headers: api.GetResultRun200ResponseHeaders{ETag: etag(run.Revision)}}, nil
}

func (a resultsAPI) ListPlacings(ctx context.Context, r api.ListPlacingsRequestObject) (api.ListPlacingsResponseObject, error) {
	p, err := a.results.Placings(ctx, results.PlacingFilter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Run: id.From[results.Run](r.ResultRunID),
		Standing: scoring.Standing(or(r.Params.Standing, "")), Award: or(r.Params.Award, ""),
	})
	if err != nil {
		return nil, err
	}
	return api.ListPlacings200JSONResponse{Items: each(p.Items, toPlacing), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a resultsAPI) GetPlacing(ctx context.Context, r api.GetPlacingRequestObject) (api.GetPlacingResponseObject, error) {
	p, err := a.results.Placing(ctx, id.From[results.Placing](r.PlacingID))
	if err != nil {
		return nil, err
	}
	return api.GetPlacing200JSONResponse{Body: toPlacing(p), Headers: api.GetPlacing200ResponseHeaders{ETag: etag(p.Revision())}}, nil
}

func (a resultsAPI) ExplainPlacing(ctx context.Context, r api.ExplainPlacingRequestObject) (api.ExplainPlacingResponseObject, error) {
	e, err := a.results.Explain(ctx, id.From[results.Placing](r.PlacingID))
	if err != nil {
		return nil, err
	}
	out := mustConvert[api.Explanation](e.Explanation)
	out.Placing, out.Award = toPlacing(e.Placing), api.Explanation_Award{Award: e.Placing.Final().Award, Because: e.Chinese}
	if detailsOf(ctx).language() == "en" {
		out.Award.Because = e.English
	}
	return api.ExplainPlacing200JSONResponse(out), nil
}

func (a resultsAPI) DecideAward(ctx context.Context, r api.DecideAwardRequestObject) (api.DecideAwardResponseObject, error) {
	p, err := a.results.DecideAward(ctx, results.DecideAward{
		Placing: id.From[results.Placing](r.PlacingID), Expected: revisionOf(r.Params.IfMatch), Award: r.Body.Award, Reason: r.Body.Reason,
	})
	if err != nil {
		return nil, err
	}
	return api.DecideAward200JSONResponse{Body: toPlacing(p), Headers: api.DecideAward200ResponseHeaders{ETag: etag(p.Revision())}}, nil
}

func (a resultsAPI) ExportResultRun(ctx context.Context, r api.ExportResultRunRequestObject) (api.ExportResultRunResponseObject, error) {
	file, err := a.results.ExportRun(ctx, id.From[results.Run](r.ResultRunID))
	if err != nil {
		return nil, err
	}
	return exported{file, r.ResultRunID}, nil
}

// exported is a file to be saved, not shown.
type exported struct {
	file []byte
	run  string
}

func (x exported) VisitExportResultRunResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Disposition", `attachment; filename="`+x.run+`.zip"`)
	return api.ExportResultRun200ApplicationZipResponse{Body: bytes.NewReader(x.file), ContentLength: int64(len(x.file))}.VisitExportResultRunResponse(w)
}

func (a resultsAPI) PublishResults(ctx context.Context, r api.PublishResultsRequestObject) (api.PublishResultsResponseObject, error) {
	p, err := a.results.PublishResults(ctx, results.PublishResults{
		Run: id.From[results.Run](r.ResultRunID), Expected: revisionOf(r.Params.IfMatch), Note: or(r.Body.Note, ""),
	})
	if err != nil {
		return nil, err
	}
	return api.PublishResults201JSONResponse{
		Body: toPublication(p), Headers: api.PublishResults201ResponseHeaders{ETag: etag(p.Revision), Location: "/v1/publications/" + p.ID.String()},
	}, nil
}

// With a stale precondition a run's notes are in English: the reader is not known there.
var _ = represent(func(r results.Run) api.ResultRun { return toRun(context.Background(), r) })

func toRun(ctx context.Context, r results.Run) api.ResultRun {
	out := api.ResultRun{
		ID: r.ID.String(), CreatedAt: instant(r.CreatedAt), UpdatedAt: instant(r.UpdatedAt), Revision: r.Revision, StageID: r.Stage.String(),
		EventID: r.Event.String(), Number: r.Number, Status: api.ResultRunStatus(r.Status), Engine: r.Engine, RulesHash: r.RulesHash,
		InputsHash: r.InputsHash, Digest: r.Digest, Registered: r.Summary.Field.Registered, Present: r.Summary.Field.Present,
		Ranked: r.Summary.Field.Scored, Scale: orNull[api.ResultRun_Scale](nil), Notes: toDetails(ctx, r.Summary.Notes()),
		Ties: each(r.Summary.Ties, func(t results.Tie) api.ResultRun_Ties {
			return api.ResultRun_Ties{Award: t.Award, Rank: t.Rank, Line: t.Line, Free: t.Free, Pieces: t.Pieces, Resolution: api.ResultRunTiesResolution(t.Resolution)}
		}),
	}
	if s := r.Summary.Scale; s != nil {
		scale := api.ResultRun_Scale{
			Method: api.ResultRunScaleMethod(s.Method), Middle: s.Middle, Dispersion: s.Dispersion, Undefined: orNull[api.ResultRunScaleUndefined](nil),
		}
		if s.Undefined != "" {
			why := api.ResultRunScaleUndefined(s.Undefined)
			scale.Undefined = orNull(&why)
		}
		out.Scale = orNull(&scale)
	}
	return out
}

var _ = represent(toPlacing)

func toPlacing(p results.Placing) api.Placing {
	out := api.Placing{
		ID: p.ID.String(), Revision: p.Revision(), ResultRunID: p.Run.String(), PieceCode: p.Code, Position: p.Position, Standing: api.Standing(p.Standing),
		Rank: orNull[int](nil), Tied: p.Tied, Total: orNullText(p.Total), ScaleScore: next(""), BehindBy: next(p.BehindBy),
		ProposedAward: p.Award, Award: p.Final().Award, Decision: orNull[api.Placing_Decision](nil),
		Criteria: each(p.Criteria, func(c results.CriterionPoints) api.CriterionPoints {
			return api.CriterionPoints{Letter: c.Letter, Points: c.Points}
		}),
	}
	if p.Rank > 0 {
		out.Rank = orNull(&p.Rank)
	}
	if p.ScaleScore != nil {
		out.ScaleScore = next(p.ScaleScore.Format(0))
	}
	if d := p.Decision; d != nil {
		decision := api.Placing_Decision{Reason: d.Reason, DecidedAt: instant(d.At), DecidedBy: d.By.String()}
		out.Decision = orNull(&decision)
	}
	return out
}

var _ = represent(toPublication)

func toPublication(p results.Publication) api.Publication {
	return api.Publication{
		ID: p.ID.String(), CreatedAt: instant(p.CreatedAt), UpdatedAt: instant(p.UpdatedAt), Revision: p.Revision, EditionID: p.Edition.String(),
		EventID: p.Event.String(), StageID: p.Stage.String(), ResultRunID: p.Run.String(), Version: p.Version, Status: api.PublicationStatus(p.Status),
		Digest: p.Digest, ResultDigest: p.ResultDigest, Note: p.Note, SupersededByID: orNullText(p.SupersededBy), Rows: p.Rows, Pages: p.Pages,
		EditionName: api.Text(p.EditionName), EventNumber: p.EventNumber, EventName: api.Text(p.EventName),
	}
}

func (a resultsAPI) ListPublications(ctx context.Context, r api.ListPublicationsRequestObject) (api.ListPublicationsResponseObject, error) {
	p, err := a.results.Publications(ctx, results.PublicationFilter{
		Page:    pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count),
		Edition: id.FromPtr[programmes.Edition](r.Params.Edition), Event: id.FromPtr[programmes.Event](r.Params.Event),
		Stage: id.FromPtr[programmes.Stage](r.Params.Stage), Status: results.PublicationStatus(or(r.Params.Status, "")),
	})
	if err != nil {
		return nil, err
	}
	return api.ListPublications200JSONResponse{Items: each(p.Items, toPublication), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a resultsAPI) GetPublication(ctx context.Context, r api.GetPublicationRequestObject) (api.GetPublicationResponseObject, error) {
	p, err := a.results.Publication(ctx, id.From[results.Publication](r.PublicationID))
	if err != nil {
		return nil, err
	}
	return api.GetPublication200JSONResponse{Body: toPublication(p), Headers: api.GetPublication200ResponseHeaders{ETag: etag(p.Revision)}}, nil
}
