package httpapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/scoring"
)

func (a judgingAPI) ListMarkingSchemes(ctx context.Context, r api.ListMarkingSchemesRequestObject) (api.ListMarkingSchemesResponseObject, error) {
	all, err := a.judging.Schemes(ctx, id.From[programmes.Stage](r.StageID))
	if err != nil {
		return nil, err
	}
	items := each(all, func(s judging.Scheme) api.MarkingSchemeSummary {
		return api.MarkingSchemeSummary{
			ID: s.ID.String(), CreatedAt: instant(s.CreatedAt), UpdatedAt: instant(s.UpdatedAt), Revision: s.Revision,
			Version: s.Version, Status: api.SchemeStatus(s.Status), Title: s.Title,
		}
	})
	return api.ListMarkingSchemes200JSONResponse{Items: items, NextCursor: next("")}, nil
}

func (a judgingAPI) CreateMarkingScheme(ctx context.Context, r api.CreateMarkingSchemeRequestObject) (api.CreateMarkingSchemeResponseObject, error) {
	s, err := a.judging.CreateScheme(ctx, judging.CreateScheme{
		Stage: id.From[programmes.Stage](r.StageID), Title: r.Body.Title, CopyOf: id.FromPtr[judging.Scheme](given(r.Body.CopyOf)),
	})
	if err != nil {
		return nil, err
	}
	return api.CreateMarkingScheme201JSONResponse{
		Body:    toScheme(s),
		Headers: api.CreateMarkingScheme201ResponseHeaders{ETag: etag(s.Revision), Location: "/v1/marking-schemes/" + s.ID.String()},
	}, nil
}

func (a judgingAPI) GetMarkingScheme(ctx context.Context, r api.GetMarkingSchemeRequestObject) (api.GetMarkingSchemeResponseObject, error) {
	s, err := a.judging.Scheme(ctx, id.From[judging.Scheme](r.MarkingSchemeID))
	if err != nil {
		return nil, err
	}
	return api.GetMarkingScheme200JSONResponse{Body: toScheme(s), Headers: api.GetMarkingScheme200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a judgingAPI) ReplaceMarkingScheme(ctx context.Context, r api.ReplaceMarkingSchemeRequestObject) (api.ReplaceMarkingSchemeResponseObject, error) {
	content, err := fromContent(*r.Body)
	if err != nil {
		return nil, err
	}
	s, err := a.judging.ReplaceScheme(ctx, id.From[judging.Scheme](r.MarkingSchemeID), revisionOf(r.Params.IfMatch), content)
	if err != nil {
		return nil, err
	}
	return api.ReplaceMarkingScheme200JSONResponse{Body: toScheme(s), Headers: api.ReplaceMarkingScheme200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a judgingAPI) ImportMarkingScheme(ctx context.Context, r api.ImportMarkingSchemeRequestObject) (api.ImportMarkingSchemeResponseObject, error) {
	table, err := wholeBody(r.Body)
	if err != nil {
		return nil, err
	}
	report, err := a.judging.ImportScheme(ctx, id.From[judging.Scheme](r.MarkingSchemeID), revisionOf(r.Params.IfMatch), bytes.NewReader(table))
	if err != nil {
		return nil, err
	}
	return api.ImportMarkingScheme200JSONResponse{
		Body: toSchemeReport(ctx, report), Headers: api.ImportMarkingScheme200ResponseHeaders{ETag: etag(report.Scheme.Revision)},
	}, nil
}

// wholeBody reads a body that is not JSON; its size is bounded at the door.
func wholeBody(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(r)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, err
	case err != nil:
		return nil, fault.InvalidRequest.New().Because(err)
	case len(text) == 0:
		return nil, fault.InvalidRequest.New().Listing(fault.MissingValue.Detail().At(""))
	}
	return text, nil
}

func (a judgingAPI) ValidateMarkingScheme(ctx context.Context, r api.ValidateMarkingSchemeRequestObject) (api.ValidateMarkingSchemeResponseObject, error) {
	report, err := a.judging.ValidateScheme(ctx, id.From[judging.Scheme](r.MarkingSchemeID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.ValidateMarkingScheme200JSONResponse{
		Body: toSchemeReport(ctx, report), Headers: api.ValidateMarkingScheme200ResponseHeaders{ETag: etag(report.Scheme.Revision)},
	}, nil
}

func (a judgingAPI) LockMarkingScheme(ctx context.Context, r api.LockMarkingSchemeRequestObject) (api.LockMarkingSchemeResponseObject, error) {
	s, err := a.judging.LockScheme(ctx, id.From[judging.Scheme](r.MarkingSchemeID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.LockMarkingScheme200JSONResponse{Body: toScheme(s), Headers: api.LockMarkingScheme200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a judgingAPI) AssignPanels(ctx context.Context, r api.AssignPanelsRequestObject) (api.AssignPanelsResponseObject, error) {
	all := each(r.Body.Assignments, func(x api.Assignments_Assignments) judging.Assignment {
		return judging.Assignment{Panel: id.From[judging.Panel](x.PanelID), SubCriteria: x.SubCriteria}
	})
	s, err := a.judging.AssignPanels(ctx, id.From[judging.Scheme](r.MarkingSchemeID), revisionOf(r.Params.IfMatch), all)
	if err != nil {
		return nil, err
	}
	return api.AssignPanels200JSONResponse{Body: toScheme(s), Headers: api.AssignPanels200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a judgingAPI) GetMarkSheetForm(ctx context.Context, r api.GetMarkSheetFormRequestObject) (api.GetMarkSheetFormResponseObject, error) {
	form, err := a.judging.SheetForm(ctx, id.From[judging.Sheet](r.MarkSheetID))
	if err != nil {
		return nil, err
	}
	return api.GetMarkSheetForm200JSONResponse(toSubCriterion(form)), nil
}

var _ = represent(toScheme)

func toScheme(s judging.Scheme) api.MarkingScheme {
	return api.MarkingScheme{
		ID: s.ID.String(), CreatedAt: instant(s.CreatedAt), UpdatedAt: instant(s.UpdatedAt), Revision: s.Revision, StageID: s.Stage.String(),
		Version: s.Version, Status: api.SchemeStatus(s.Status), Title: s.Title, Total: s.Total().String(),
		Sections: each(s.Sections, func(x judging.Section) api.WsosSection {
			return api.WsosSection{ID: x.ID, Name: x.Name, Weight: orNullText(x.Weight), Aspects: s.SectionSum(x.ID).String()}
		}),
		Criteria: each(s.Criteria, func(c judging.Criterion) api.Criterion {
			return api.Criterion{Letter: c.Letter, Name: c.Name, Max: c.Max().String(), SubCriteria: each(c.SubCriteria, toSubCriterion)}
		}),
	}
}

func toSubCriterion(s judging.SubCriterion) api.SubCriterion {
	return api.SubCriterion{
		ID: s.ID.String(), Code: s.Code, Name: s.Name, Day: orNull(s.Day), StartsWith: orNullText(s.Starts), Max: s.Max().String(),
		PanelID: orNullText(s.Panel), Aspects: each(s.Aspects, toAspect),
	}
}

func toAspect(a judging.Aspect) api.Aspect {
	return api.Aspect{
		ID: a.ID.String(), Description: a.Description, Extra: a.Extra, Requirement: a.Requirement, Heading: a.Heading, Section: a.Section,
		Descriptors: each(a.Descriptors, func(d string) string { return d }), Definition: mustConvert[api.AspectDefinition](a.Definition),
	}
}

func toSchemeReport(ctx context.Context, r judging.Report) api.MarkingSchemeReport {
	return api.MarkingSchemeReport{MarkingScheme: toScheme(r.Scheme), Warnings: toDetails(ctx, r.Warnings)}
}

// toDetails writes warnings the way refusals list their reasons.
func toDetails(ctx context.Context, all []fault.Detail) []api.ProblemDetail {
	lang := detailsOf(ctx).language()
	return each(all, func(d fault.Detail) api.ProblemDetail { return toProblemDetail(d, lang) })
}

// fromContent reads what experts wrote. Values that the arithmetic cannot hold are pointed at.
func fromContent(c api.MarkingSchemeContent) (judging.Content, error) {
	refused := fault.InvalidRequest.New()
	points := func(text *string, pointer string) *scoring.Points {
		if text == nil {
			return nil
		}
		p, err := scoring.ParsePoints(*text)
		if err != nil {
			refused.Listing(fault.InvalidValue.Detail().At(pointer))
		}
		return &p
	}
	out := judging.Content{Title: c.Title}
	for i, s := range c.Sections {
		out.Sections = append(out.Sections, judging.Section{ID: s.ID, Name: or(s.Name, ""), Weight: points(given(s.Weight), pointer("sections", i, "weight"))})
	}
	for i, criterion := range c.Criteria {
		to := judging.Criterion{Letter: criterion.Letter, Name: or(criterion.Name, "")}
		for j, s := range criterion.SubCriteria {
			at := pointer("criteria", i, "sub_criteria", j)
			form := judging.SubCriterion{Code: s.Code, Name: s.Name, Day: given(s.Day), Starts: points(given(s.StartsWith), at+"/starts_with")}
			for k, x := range s.Aspects {
				definition, err := convert[scoring.Aspect](x.Definition)
				if err != nil {
					refused.Listing(fault.InvalidValue.Detail().At(at + pointer("aspects", k, "definition")))
				}
				form.Aspects = append(form.Aspects, judging.Aspect{
					Description: x.Description, Extra: or(x.Extra, ""), Requirement: or(x.Requirement, ""), Heading: or(x.Heading, ""),
					Section: or(x.Section, ""), Descriptors: x.Descriptors, Definition: definition,
				})
			}
			to.SubCriteria = append(to.SubCriteria, form)
		}
		out.Criteria = append(out.Criteria, to)
	}
	if refused.Details != nil {
		return judging.Content{}, refused
	}
	return out, nil
}
