package httpapi

import (
	"context"

	"github.com/oapi-codegen/nullable"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
)

func (a peopleAPI) ListEnrolments(ctx context.Context, r api.ListEnrolmentsRequestObject) (api.ListEnrolmentsResponseObject, error) {
	all, err := a.people.Enrolments(ctx, id.From[people.Person](r.PersonID))
	if err != nil {
		return nil, err
	}
	return api.ListEnrolments200JSONResponse{Items: each(all, toEnrolment), NextCursor: next("")}, nil
}

func (a peopleAPI) AddEnrolment(ctx context.Context, r api.AddEnrolmentRequestObject) (api.AddEnrolmentResponseObject, error) {
	e, err := a.people.AddEnrolment(ctx, id.From[people.Person](r.PersonID), people.Enrolment{
		Organization: id.From[organizations.Organization](r.Body.OrganizationID), Major: fromMajor(given(r.Body.Major)),
		Years: given(r.Body.Years), EntryYear: given(r.Body.EntryYear), Period: people.Period{From: dateOf(r.Body.FromDate), Until: dateOf(r.Body.UntilDate)},
	})
	if err != nil {
		return nil, err
	}
	return api.AddEnrolment201JSONResponse{Body: toEnrolment(e), Headers: api.AddEnrolment201ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a peopleAPI) UpdateEnrolment(ctx context.Context, r api.UpdateEnrolmentRequestObject) (api.UpdateEnrolmentResponseObject, error) {
	in := people.UpdateEnrolment{
		Enrolment: id.From[people.Enrolment](r.EnrolmentID), Expected: revisionOf(r.Params.IfMatch),
		Years: fromNullable(r.Body.Years), EntryYear: fromNullable(r.Body.EntryYear),
		Major:  majorPatch(r.Body.Major),
		Period: people.PeriodChange{From: datePatch(r.Body.FromDate), Until: datePatch(r.Body.UntilDate)},
	}
	e, err := a.people.UpdateEnrolment(ctx, in)
	if err != nil {
		return nil, err
	}
	return api.UpdateEnrolment200JSONResponse{Body: toEnrolment(e), Headers: api.UpdateEnrolment200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a peopleAPI) ListEmployments(ctx context.Context, r api.ListEmploymentsRequestObject) (api.ListEmploymentsResponseObject, error) {
	all, err := a.people.Employments(ctx, id.From[people.Person](r.PersonID))
	if err != nil {
		return nil, err
	}
	return api.ListEmployments200JSONResponse{Items: each(all, toEmployment), NextCursor: next("")}, nil
}

func (a peopleAPI) AddEmployment(ctx context.Context, r api.AddEmploymentRequestObject) (api.AddEmploymentResponseObject, error) {
	e, err := a.people.AddEmployment(ctx, id.From[people.Person](r.PersonID), people.Employment{
		Organization: id.From[organizations.Organization](r.Body.OrganizationID), Title: given(r.Body.Title), Kind: people.EmploymentKind(r.Body.Kind),
		DualQualified: or(r.Body.DualQualified, false), Period: people.Period{From: dateOf(r.Body.FromDate), Until: dateOf(r.Body.UntilDate)},
	})
	if err != nil {
		return nil, err
	}
	return api.AddEmployment201JSONResponse{Body: toEmployment(e), Headers: api.AddEmployment201ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

func (a peopleAPI) UpdateEmployment(ctx context.Context, r api.UpdateEmploymentRequestObject) (api.UpdateEmploymentResponseObject, error) {
	e, err := a.people.UpdateEmployment(ctx, people.UpdateEmployment{
		Employment: id.From[people.Employment](r.EmploymentID), Expected: revisionOf(r.Params.IfMatch), Title: fromNullable(r.Body.Title),
		Kind: (*people.EmploymentKind)(r.Body.Kind), DualQualified: r.Body.DualQualified,
		Period: people.PeriodChange{From: datePatch(r.Body.FromDate), Until: datePatch(r.Body.UntilDate)},
	})
	if err != nil {
		return nil, err
	}
	return api.UpdateEmployment200JSONResponse{Body: toEmployment(e), Headers: api.UpdateEmployment200ResponseHeaders{ETag: etag(e.Revision)}}, nil
}

var (
	_ = represent(toEnrolment)
	_ = represent(toEmployment)
)

func toEnrolment(e people.Enrolment) api.Enrolment {
	return api.Enrolment{
		ID: e.ID.String(), CreatedAt: instant(e.CreatedAt), UpdatedAt: instant(e.UpdatedAt), Revision: e.Revision, PersonID: e.Person.String(),
		OrganizationID: e.Organization.String(), Major: toMajorReference(e.Major), Years: orNull(e.Years), EntryYear: orNull(e.EntryYear),
		FromDate: toDate(e.From), UntilDate: toDate(e.Until),
	}
}

func toMajorReference(m *people.Major) nullable.Nullable[api.MajorReference] {
	if m == nil {
		return nullable.NewNullNullable[api.MajorReference]()
	}
	return nullable.NewNullableWithValue(api.MajorReference{Catalogue: m.Catalogue, Level: m.Level, Code: m.Code})
}

func fromMajor(m *api.MajorReference) *people.Major {
	if m == nil {
		return nil
	}
	return &people.Major{Catalogue: m.Catalogue, Level: m.Level, Code: m.Code}
}

// majorPatch reads a major of a merge patch, as idPatch does.
func majorPatch(n nullable.Nullable[api.MajorReference]) **people.Major {
	said := fromNullable(n)
	if said == nil {
		return nil
	}
	m := fromMajor(*said)
	return &m
}

func toEmployment(e people.Employment) api.Employment {
	return api.Employment{
		ID: e.ID.String(), CreatedAt: instant(e.CreatedAt), UpdatedAt: instant(e.UpdatedAt), Revision: e.Revision, PersonID: e.Person.String(),
		OrganizationID: e.Organization.String(), Title: orNull(e.Title), Kind: api.EmploymentKind(e.Kind), DualQualified: e.DualQualified,
		FromDate: toDate(e.From), UntilDate: toDate(e.Until),
	}
}
