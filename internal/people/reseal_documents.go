package people

import (
	"context"
	"errors"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/vault"
	"github.com/saichang/saichang/internal/work"
)

// Resealing is how far it has come.
type Resealing struct {
	Resealed   int
	Unreadable int // their keys are missing: they stay as they are
}

// resealBatch is how many documents one transaction looks at: others wait for few of them, and
// not for long.
const resealBatch = 500

// ResealDocuments seals under the present key what other keys have sealed, and tells after every
// transaction how far it is. The digests by which numbers are found, and found to be taken, have a
// key of their own and stay. Whoever is interrupted begins again: what is sealed anew is not looked
// at.
func (s Service) ResealDocuments(ctx context.Context, told func(Resealing)) error {
	var sum Resealing
	var after id.ID[Document]
	for {
		var last id.ID[Document]
		some, err := work.Do(ctx, s.units, func(u *work.Unit[Store]) (r Resealing, err error) {
			if err := u.Allow(access.ResealDocuments, nil); err != nil {
				return r, err
			}
			found, err := u.Store.DocumentsUnderOther(ctx, s.vault.Current(), after, resealBatch)
			for _, d := range found {
				last = d.ID
				switch err := s.reseal(ctx, u, d); {
				case errors.Is(err, vault.ErrKeyMissing):
					r.Unreadable++
				case err != nil:
					return r, err
				default:
					r.Resealed++
				}
			}
			if r.Resealed > 0 {
				u.Record(DocumentsResealed{s.vault.Current(), r.Resealed})
			}
			return r, err
		})
		if err != nil || some == (Resealing{}) {
			return err
		}
		sum.Resealed, sum.Unreadable, after = sum.Resealed+some.Resealed, sum.Unreadable+some.Unreadable, last
		told(sum)
	}
}

func (s Service) reseal(ctx context.Context, u *work.Unit[Store], d Document) error {
	number, err := s.vault.Open(d.Sealed, d.about())
	if err != nil {
		return err
	}
	sealed, err := s.vault.Seal(number, d.about())
	if err != nil {
		return err
	}
	return u.Store.ResealDocument(ctx, d.ID, sealed)
}
