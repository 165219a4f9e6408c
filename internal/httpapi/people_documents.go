package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/people"
)

func (a peopleAPI) ListIdentityDocuments(ctx context.Context, r api.ListIdentityDocumentsRequestObject) (api.ListIdentityDocumentsResponseObject, error) {
	all, err := a.people.Documents(ctx, id.From[people.Person](r.PersonID))
	if err != nil {
		return nil, err
	}
	return api.ListIdentityDocuments200JSONResponse{Items: each(all, toDocument), NextCursor: next("")}, nil
}

func (a peopleAPI) AddIdentityDocument(ctx context.Context, r api.AddIdentityDocumentRequestObject) (api.AddIdentityDocumentResponseObject, error) {
	d, err := a.people.AddDocument(ctx, id.From[people.Person](r.PersonID), people.NewDocument{Type: people.DocumentType(r.Body.Type), Number: r.Body.Number})
	if err != nil {
		return nil, err
	}
	return api.AddIdentityDocument201JSONResponse(toDocument(d)), nil
}

func (a peopleAPI) RemoveIdentityDocument(ctx context.Context, r api.RemoveIdentityDocumentRequestObject) (api.RemoveIdentityDocumentResponseObject, error) {
	if err := a.people.RemoveDocument(ctx, id.From[people.Document](r.IdentityDocumentID)); err != nil {
		return nil, err
	}
	return api.RemoveIdentityDocument204Response{}, nil
}

func (a peopleAPI) DiscloseIdentityDocument(ctx context.Context, r api.DiscloseIdentityDocumentRequestObject) (api.DiscloseIdentityDocumentResponseObject, error) {
	d, number, err := a.people.DiscloseDocument(ctx, id.From[people.Document](r.IdentityDocumentID), people.Purpose(r.Body.Purpose))
	if err != nil {
		return nil, err
	}
	return api.DiscloseIdentityDocument200JSONResponse{ID: d.ID.String(), Type: api.IdentityDocumentType(d.Type), Number: number}, nil
}

func (a peopleAPI) ListConsents(ctx context.Context, r api.ListConsentsRequestObject) (api.ListConsentsResponseObject, error) {
	all, err := a.people.Consents(ctx, id.From[people.Person](r.PersonID))
	if err != nil {
		return nil, err
	}
	return api.ListConsents200JSONResponse{Items: each(all, toConsent), NextCursor: next("")}, nil
}

func (a peopleAPI) GiveConsent(ctx context.Context, r api.GiveConsentRequestObject) (api.GiveConsentResponseObject, error) {
	c, err := a.people.GiveConsent(ctx, id.From[people.Person](r.PersonID), people.Consent{
		GivenBy: r.Body.GivenBy, Relation: people.Relation(r.Body.Relation), GivenDate: r.Body.GivenDate.String(), Evidence: r.Body.Evidence,
	})
	if err != nil {
		return nil, err
	}
	return api.GiveConsent201JSONResponse{Body: toConsent(c), Headers: api.GiveConsent201ResponseHeaders{ETag: etag(c.Revision)}}, nil
}

func (a peopleAPI) WithdrawConsent(ctx context.Context, r api.WithdrawConsentRequestObject) (api.WithdrawConsentResponseObject, error) {
	c, err := a.people.WithdrawConsent(ctx, id.From[people.Consent](r.ConsentID))
	if err != nil {
		return nil, err
	}
	return api.WithdrawConsent200JSONResponse{Body: toConsent(c), Headers: api.WithdrawConsent200ResponseHeaders{ETag: etag(c.Revision)}}, nil
}

func toDocument(d people.Document) api.IdentityDocument {
	return api.IdentityDocument{
		ID: d.ID.String(), CreatedAt: instant(d.CreatedAt), PersonID: d.Person.String(), Type: api.IdentityDocumentType(d.Type), NumberMasked: d.Masked,
	}
}

func toConsent(c people.Consent) api.GuardianConsent {
	return api.GuardianConsent{
		ID: c.ID.String(), CreatedAt: instant(c.CreatedAt), UpdatedAt: instant(c.UpdatedAt), Revision: c.Revision, PersonID: c.Person.String(),
		GivenBy: c.GivenBy, Relation: api.GuardianConsentRelation(c.Relation), GivenDate: date(c.GivenDate), Evidence: c.Evidence,
		WithdrawnAt: instantPtr(c.WithdrawnAt),
	}
}
