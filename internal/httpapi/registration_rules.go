package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/registration"
)

func (a registrationAPI) GetEligibility(ctx context.Context, r api.GetEligibilityRequestObject) (api.GetEligibilityResponseObject, error) {
	report, err := a.registration.Eligibility(ctx, id.From[registration.Entry](r.EntryID))
	if err != nil {
		return nil, err
	}
	return api.GetEligibility200JSONResponse(toReport(report, detailsOf(ctx).language())), nil
}

func (a registrationAPI) OverrideRule(ctx context.Context, r api.OverrideRuleRequestObject) (api.OverrideRuleResponseObject, error) {
	report, err := a.registration.OverrideRule(ctx, id.From[registration.Entry](r.EntryID), registration.RuleName(r.Body.Rule), r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return api.OverrideRule200JSONResponse(toReport(report, detailsOf(ctx).language())), nil
}

var _ = represent(func(r registration.Report) api.EligibilityReport { return toReport(r, "en") })

func toReport(r registration.Report, lang string) api.EligibilityReport {
	return api.EligibilityReport{
		EntryID: r.Entry.String(), EventID: r.Event.String(), RuleSetID: r.RuleSet.String(), Eligible: len(r.Reasons()) == 0,
		Rules: each(r.Checks, func(c registration.Check) api.EligibilityCheck {
			detail := c.English
			if lang == "zh" {
				detail = c.Chinese
			}
			return api.EligibilityCheck{
				Rule: api.EligibilityRule(c.Rule), Passed: c.Passed(), Detail: detail, Params: shown(c.Params),
				Reasons:   each(c.Against, func(f registration.Finding) api.ProblemDetail { return toProblemDetail(f.Detail, lang) }),
				Overrides: each(c.Overrides, toOverride),
			}
		}),
	}
}

func toOverride(o registration.Override) api.Override {
	return api.Override{ID: o.ID.String(), At: instant(o.At), By: o.By.String(), Reason: o.Reason}
}

func (a registrationAPI) ListSubstitutions(ctx context.Context, r api.ListSubstitutionsRequestObject) (api.ListSubstitutionsResponseObject, error) {
	all, err := a.registration.Substitutions(ctx, id.From[registration.Entry](r.EntryID))
	if err != nil {
		return nil, err
	}
	return api.ListSubstitutions200JSONResponse{Items: each(all, toSubstitution), NextCursor: next("")}, nil
}

func (a registrationAPI) RequestSubstitution(ctx context.Context, r api.RequestSubstitutionRequestObject) (api.RequestSubstitutionResponseObject, error) {
	s, err := a.registration.RequestSubstitution(ctx, registration.RequestSubstitution{
		Entry: id.From[registration.Entry](r.EntryID), Person: id.From[people.Person](r.Body.PersonID),
		Substitute: id.From[people.Person](r.Body.SubstituteID), Reason: r.Body.Reason,
	})
	if err != nil {
		return nil, err
	}
	return api.RequestSubstitution201JSONResponse{
		Body: toSubstitution(s), Headers: api.RequestSubstitution201ResponseHeaders{ETag: etag(s.Revision), Location: "/v1/substitutions/" + s.ID.String()},
	}, nil
}

func (a registrationAPI) GetSubstitution(ctx context.Context, r api.GetSubstitutionRequestObject) (api.GetSubstitutionResponseObject, error) {
	s, err := a.registration.Substitution(ctx, id.From[registration.Substitution](r.SubstitutionID))
	if err != nil {
		return nil, err
	}
	return api.GetSubstitution200JSONResponse{Body: toSubstitution(s), Headers: api.GetSubstitution200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a registrationAPI) ApproveSubstitution(ctx context.Context, r api.ApproveSubstitutionRequestObject) (api.ApproveSubstitutionResponseObject, error) {
	s, err := a.registration.ApproveSubstitution(ctx, id.From[registration.Substitution](r.SubstitutionID), revisionOf(r.Params.IfMatch))
	if err != nil {
		return nil, err
	}
	return api.ApproveSubstitution200JSONResponse{Body: toSubstitution(s), Headers: api.ApproveSubstitution200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

func (a registrationAPI) RefuseSubstitution(ctx context.Context, r api.RefuseSubstitutionRequestObject) (api.RefuseSubstitutionResponseObject, error) {
	s, err := a.registration.RefuseSubstitution(ctx, id.From[registration.Substitution](r.SubstitutionID), revisionOf(r.Params.IfMatch), r.Body.Reason)
	if err != nil {
		return nil, err
	}
	return api.RefuseSubstitution200JSONResponse{Body: toSubstitution(s), Headers: api.RefuseSubstitution200ResponseHeaders{ETag: etag(s.Revision)}}, nil
}

var _ = represent(toSubstitution)

func toSubstitution(s registration.Substitution) api.Substitution {
	return api.Substitution{
		ID: s.ID.String(), CreatedAt: instant(s.CreatedAt), UpdatedAt: instant(s.UpdatedAt), Revision: s.Revision, EntryID: s.Entry.String(),
		Status: api.SubstitutionStatus(s.Status), Role: api.MemberRole(s.Role), PersonID: s.Person.String(), Name: s.Name,
		SubstituteID: s.Substitute.String(), SubstituteName: s.SubName, Reason: s.Reason, LastDate: toDate(s.LastDate),
		Refusal: orNull(s.Refusal), DecidedAt: instantPtr(s.DecidedAt),
	}
}

func toFormerMember(m registration.FormerMember) api.FormerMember {
	return api.FormerMember{
		PersonID: m.Person.String(), Role: api.MemberRole(m.Role), Name: m.Name, NameLatin: orNull(m.NameLatin), OrganizationID: m.Organization.String(),
		SubstituteID: m.Substitute.String(), SubstitutionID: m.Substitution.String(), LeftAt: instant(m.LeftAt),
	}
}
