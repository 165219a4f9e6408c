package people

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/vault"
	"github.com/saichang/saichang/internal/work"
)

// NewDocument is what is typed of an identity document.
type NewDocument struct {
	Type   DocumentType
	Number string
}

// AddDocument enters an identity document of a person. One that is this person's already is
// answered as it is; another person's is identity_document_taken.
func (s Service) AddDocument(ctx context.Context, p id.ID[Person], in NewDocument) (Document, error) {
	d, err := changeAbout(ctx, s, p, access.AddDocument, func(u *work.Unit[Store], person Person) (Document, error) {
		return s.addDocument(ctx, u, person, in)
	})
	return d.shown(s.vault), err
}

func (s Service) addDocument(ctx context.Context, u *work.Unit[Store], p Person, in NewDocument) (Document, error) {
	d, err := in.Document(s.vault, id.Random[Document](u.IDs), p, u.Now)
	if err != nil {
		return Document{}, err
	}
	there, err := u.Store.DocumentByHash(ctx, d.Type, d.Hash)
	switch {
	case err == nil && there.Person == p.ID:
		return there, nil
	case err == nil:
		return Document{}, taken(ctx, u, there.Person)
	case !fault.Is(err, fault.NotFound):
		return Document{}, err
	}
	u.Record(DocumentAdded{p.ID, d.ID, d.Type})
	return d, u.Store.AddDocument(ctx, d)
}

// Document is the person's document, its number held against the rules and sealed.
func (in NewDocument) Document(v vault.Vault, d id.ID[Document], p Person, now time.Time) (Document, error) {
	number, err := in.Type.number(in.Number, p.BirthDate)
	if err != nil {
		return Document{}, err
	}
	made := Document{ID: d, CreatedAt: now, Person: p.ID, Type: in.Type, Hash: v.Digest(string(in.Type), number)}
	made.Sealed, err = v.Seal(number, made.about())
	return made, err
}

// taken tells whose document it is only to who may read that person anyway. Everybody else learns
// that it is known, which cannot be hidden where it has to be unique, and nothing more.
func taken(ctx context.Context, u *work.Unit[Store], of id.ID[Person]) error {
	detail := fault.NumberTaken.Detail()
	owner, err := u.Store.Person(ctx, of)
	if err == nil && u.Actor.May(access.ReadPerson, owner.Scope(), u.Now) == nil {
		detail = fault.NumberTaken.Detail("person", owner.ID.String())
	}
	return fault.NumberTaken.New().Listing(detail.At("/number"))
}

// RemoveDocument removes one that was entered by mistake.
func (s Service) RemoveDocument(ctx context.Context, d id.ID[Document]) error {
	_, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (struct{}, error) {
		var none struct{}
		document, err := u.Store.Document(ctx, d)
		if err != nil {
			return none, err
		}
		if _, err := toChange(ctx, u, document.Person, access.RemoveDocument); err != nil {
			return none, err
		}
		now, err := u.Store.Document(ctx, d)
		if err != nil {
			return none, err
		}
		if now.Person != document.Person { // a merger was taken back meanwhile
			return none, fault.NotFound.New()
		}
		u.Record(DocumentRemoved{document.Person, d, document.Type})
		return none, u.Store.RemoveDocument(ctx, d)
	})
	return err
}

// Documents reads those of a person, numbers masked.
func (s Service) Documents(ctx context.Context, p id.ID[Person]) ([]Document, error) {
	all, err := readAbout(ctx, s, p, access.ListDocuments, func(store Store, _ Person) ([]Document, error) {
		return store.Documents(ctx, p)
	})
	return shownAll(s.vault, all), err
}
