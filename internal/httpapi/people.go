package httpapi

import (
	"context"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/people"
)

type peopleAPI struct{ people people.Service }

func (a peopleAPI) ListPeople(ctx context.Context, r api.ListPeopleRequestObject) (api.ListPeopleResponseObject, error) {
	key, desc := descending(string(or(r.Params.Sort, "created_at")))
	p, err := a.people.People(ctx, people.Filter{
		Page: pageRequest(ctx, r.Params.Limit, r.Params.Cursor, r.Params.Count), Query: or(r.Params.Q, ""),
		Organization: id.FromPtr[organizations.Organization](r.Params.Organization), ExternalID: or(r.Params.ExternalID, ""), ByName: key == "name", Descending: desc,
	})
	if err != nil {
		return nil, err
	}
	return api.ListPeople200JSONResponse{Items: each(p.Items, toPerson), NextCursor: next(p.Next), Total: p.Total}, nil
}

func (a peopleAPI) CreatePerson(ctx context.Context, r api.CreatePersonRequestObject) (api.CreatePersonResponseObject, error) {
	in := people.CreatePerson{
		Name: r.Body.Name, NameLatin: given(r.Body.NameLatin), BirthDate: r.Body.BirthDate.String(),
		Organization: id.From[organizations.Organization](r.Body.OrganizationID), ExternalIDs: externalIDsOf(r.Body.ExternalIds),
	}
	if d := r.Body.IdentityDocument; d != nil {
		in.Document = &people.NewDocument{Type: people.DocumentType(d.Type), Number: d.Number}
	}
	p, err := a.people.CreatePerson(ctx, in)
	if err != nil {
		return nil, err
	}
	return api.CreatePerson201JSONResponse{
		Body: toPerson(p), Headers: api.CreatePerson201ResponseHeaders{ETag: etag(p.Revision), Location: "/v1/people/" + p.ID.String()},
	}, nil
}

func (a peopleAPI) GetPerson(ctx context.Context, r api.GetPersonRequestObject) (api.GetPersonResponseObject, error) {
	p, err := a.people.Person(ctx, id.From[people.Person](r.PersonID))
	if err != nil {
		return nil, err
	}
	return api.GetPerson200JSONResponse{Body: toPerson(p), Headers: api.GetPerson200ResponseHeaders{ETag: etag(p.Revision)}}, nil
}

func (a peopleAPI) UpdatePerson(ctx context.Context, r api.UpdatePersonRequestObject) (api.UpdatePersonResponseObject, error) {
	in := people.UpdatePerson{
		Person: id.From[people.Person](r.PersonID), Expected: revisionOf(r.Params.IfMatch), Name: r.Body.Name,
		NameLatin: fromNullable(r.Body.NameLatin), Organization: id.FromPtr[organizations.Organization](r.Body.OrganizationID),
		ExternalIDs: patchOf(r.Body.ExternalIds),
	}
	if r.Body.BirthDate != nil {
		born := r.Body.BirthDate.String()
		in.BirthDate = &born
	}
	p, err := a.people.UpdatePerson(ctx, in)
	if err != nil {
		return nil, err
	}
	return api.UpdatePerson200JSONResponse{Body: toPerson(p), Headers: api.UpdatePerson200ResponseHeaders{ETag: etag(p.Revision)}}, nil
}

var _ = represent(toPerson)

func toPerson(p people.Person) api.Person {
	return api.Person{
		ID: p.ID.String(), CreatedAt: instant(p.CreatedAt), UpdatedAt: instant(p.UpdatedAt), Revision: p.Revision, Name: p.Name,
		NameLatin: orNull(p.NameLatin), BirthDate: date(p.BirthDate), OrganizationID: p.Organization.String(),
		ExternalIds: externalIDs(p.ExternalIDs), MergedIntoID: orNullText(p.MergedInto),
	}
}
