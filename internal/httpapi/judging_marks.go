package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/scoring"
)

func (a judgingAPI) ListMarks(ctx context.Context, r api.ListMarksRequestObject) (api.ListMarksResponseObject, error) {
	marks, err := a.judging.SheetMarks(ctx, id.From[judging.Sheet](r.MarkSheetID))
	if err != nil {
		return nil, err
	}
	return api.ListMarks200JSONResponse{Items: each(marks, toMark), NextCursor: next("")}, nil
}

func (a judgingAPI) GetMark(ctx context.Context, r api.GetMarkRequestObject) (api.GetMarkResponseObject, error) {
	m, err := a.judging.Mark(ctx, id.From[judging.Sheet](r.MarkSheetID), id.From[judging.Aspect](r.AspectID))
	if err != nil {
		return nil, err
	}
	return api.GetMark200JSONResponse{Body: toMark(m), Headers: api.GetMark200ResponseHeaders{ETag: etag(m.Revision)}}, nil
}

func (a judgingAPI) EnterMark(ctx context.Context, r api.EnterMarkRequestObject) (api.EnterMarkResponseObject, error) {
	if (r.Params.IfMatch == nil) == (r.Params.IfNoneMatch == nil) {
		return nil, fault.PreconditionRequired.With("header", "If-Match / If-None-Match: *")
	}
	seen, err := fromObserved(r.Body.Observed)
	if err != nil {
		return nil, err
	}
	m, err := a.judging.EnterMark(ctx, judging.EnterMark{
		Sheet: id.From[judging.Sheet](r.MarkSheetID), Aspect: id.From[judging.Aspect](r.AspectID),
		Expected: revisionOf(or(r.Params.IfMatch, `"0"`)), Observed: seen, Reason: or(r.Body.Reason, ""),
	})
	if err != nil {
		return nil, err
	}
	return api.EnterMark200JSONResponse{Body: toMark(m), Headers: api.EnterMark200ResponseHeaders{ETag: etag(m.Revision)}}, nil
}

func (a judgingAPI) EnterMarks(ctx context.Context, r api.EnterMarksRequestObject) (api.EnterMarksResponseObject, error) {
	in := judging.EnterMarks{Sheet: id.From[judging.Sheet](r.MarkSheetID), Partial: or(r.Params.Mode, "atomic") == "partial"}
	for _, m := range r.Body.Marks {
		seen, err := fromObserved(m.Observed)
		if err != nil {
			return nil, err
		}
		in.Marks = append(in.Marks, judging.EnterMark{
			Aspect: id.From[judging.Aspect](m.AspectID), Observed: seen, Reason: or(m.Reason, ""), Expected: m.ExpectedRevision,
		})
	}
	out, err := a.judging.EnterMarks(ctx, in)
	if err != nil {
		return nil, err
	}
	lang := detailsOf(ctx).language()
	items := make([]api.MarkBatchResult_Items, len(out))
	for i, e := range out {
		items[i] = toEntered(e, lang)
	}
	return api.EnterMarks200JSONResponse{Items: items}, nil
}

func (a judgingAPI) ListMarkRevisions(ctx context.Context, r api.ListMarkRevisionsRequestObject) (api.ListMarkRevisionsResponseObject, error) {
	marks, err := a.judging.Revisions(ctx, id.From[judging.Sheet](r.MarkSheetID), id.From[judging.Aspect](r.AspectID))
	if err != nil {
		return nil, err
	}
	return api.ListMarkRevisions200JSONResponse{Items: each(marks, toMark), NextCursor: next("")}, nil
}

var _ = represent(toMark)

func toMark(m judging.Mark) api.Mark {
	out := api.Mark{
		AspectID: m.Aspect.String(), Part: api.MarkPartPanel, JudgeID: next(""), Revision: m.Revision, Observed: toObserved(m.Observed),
		Reason: m.Reason, AuthorID: m.Author.String(), EnteredAt: instant(m.EnteredAt),
	}
	if m.Part.Prefix == "acc" {
		out.Part, out.JudgeID = api.MarkPartJudge, next(m.Part.String())
	}
	return out
}

func toEntered(e judging.Entered, lang string) api.MarkBatchResult_Items {
	if e.Err == nil {
		mark := toMark(e.Mark)
		return api.MarkBatchResult_Items{Status: 200, Mark: orNull(&mark), Code: orNull[api.ProblemCode](nil), Detail: next("")}
	}
	f := fault.As(e.Err)
	code, text := api.ProblemCode(f.Code), f.Code.Sentence(lang, f.Params)
	out := api.MarkBatchResult_Items{Status: status[f.Kind()], Mark: orNull[api.Mark](nil), Code: orNull(&code), Detail: orNull(&text)}
	if current, ok := f.Current.(judging.Mark); ok {
		mark := toMark(current)
		out.Mark = orNull(&mark)
	}
	return out
}

// fromObserved reads what was seen; fields that its kind does not name are refused.
func fromObserved(o api.Observed) (seen scoring.Observed, err error) {
	fields := 0
	for _, given := range []bool{
		o.Achieved != nil, o.Points != nil, o.Score != nil, o.Value != nil, o.Choice != nil, o.Occurrences != nil, o.Seconds != nil, o.Count != nil,
	} {
		if given {
			fields++
		}
	}
	switch own := fields == 1; {
	case own && o.Kind == api.ObservedKindAchieved && o.Achieved != nil:
		return scoring.SawAchieved(*o.Achieved), nil
	case own && o.Kind == api.ObservedKindScore && o.Score != nil:
		return scoring.SawScore(*o.Score), nil
	case own && o.Kind == api.ObservedKindOccurrences && o.Occurrences != nil:
		return scoring.SawOccurrences(*o.Occurrences), nil
	case own && o.Kind == api.ObservedKindCount && o.Count != nil:
		return scoring.SawCount(*o.Count), nil
	case own && o.Kind == api.ObservedKindChoice && o.Choice != nil:
		return scoring.SawChoice(*o.Choice), nil
	case own && o.Kind == api.ObservedKindPoints && o.Points != nil:
		return sawDecimal(*o.Points, scoring.ParsePoints, scoring.SawPoints)
	case own && o.Kind == api.ObservedKindValue && o.Value != nil:
		return sawDecimal(*o.Value, scoring.ParseQuantity, scoring.SawValue)
	case own && o.Kind == api.ObservedKindSeconds && o.Seconds != nil:
		return sawDecimal(*o.Seconds, scoring.ParseQuantity, scoring.SawSeconds)
	case fields == 0 && o.Kind == api.ObservedKindNotAttempted:
		return scoring.SawNotAttempted(), nil
	}
	return seen, fault.ObservedUnclear.New()
}

func sawDecimal[T any](text string, parse func(string) (T, error), saw func(T) scoring.Observed) (scoring.Observed, error) {
	v, err := parse(text)
	if err != nil {
		return scoring.Observed{}, fault.ObservedUnclear.New().Because(err)
	}
	return saw(v), nil
}

func toObserved(o scoring.Observed) api.Observed {
	out := api.Observed{Kind: api.ObservedKind(o.Kind())}
	switch o.Kind() {
	case scoring.ObservedAchieved:
		out.Achieved = new(o.Achieved())
	case scoring.ObservedScore:
		out.Score = new(o.Int())
	case scoring.ObservedOccurrences:
		out.Occurrences = new(o.Int())
	case scoring.ObservedCount:
		out.Count = new(o.Int())
	case scoring.ObservedChoice:
		out.Choice = new(o.Choice())
	case scoring.ObservedPoints:
		out.Points = new(o.Points().String())
	case scoring.ObservedValue:
		out.Value = new(o.Quantity().String())
	case scoring.ObservedSeconds:
		out.Seconds = new(o.Quantity().String())
	}
	return out
}
