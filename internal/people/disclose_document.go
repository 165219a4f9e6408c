package people

import (
	"context"
	"errors"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/vault"
	"github.com/saichang/saichang/internal/work"
)

// Purpose is what somebody needs a whole number for.
type Purpose string

// DiscloseDocument shows the whole number. Who asked, and what for, is committed to the journal
// before the number is opened.
func (s Service) DiscloseDocument(ctx context.Context, d id.ID[Document], purpose Purpose) (Document, string, error) {
	document, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (Document, error) {
		document, err := u.Store.Document(ctx, d)
		if err != nil {
			return Document{}, err
		}
		person, err := u.Store.Person(ctx, document.Person)
		if err != nil {
			return Document{}, err
		}
		u.Record(DocumentDisclosed{document.Person, d, document.Type, purpose})
		return document, u.Allow(access.DiscloseDocument, person.Scope())
	})
	if err != nil {
		return Document{}, "", err
	}
	number, err := s.vault.Open(document.Sealed, document.about())
	if errors.Is(err, vault.ErrKeyMissing) {
		err = fault.NumberUnreadable.New().Because(err)
	}
	return document, number, err
}
