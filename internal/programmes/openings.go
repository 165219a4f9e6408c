package programmes

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/work"
)

// Openings are the windows of an edition as they are at one instant.
type Openings struct {
	Edition Edition
	At      time.Time
}

// Open reports whether acts of this kind are possible then.
func (o Openings) Open(kind WindowKind) bool { return o.Edition.Takes(kind, o.At) == nil }

// Windows reads the windows of an edition, as they are now.
func (s Service) Windows(ctx context.Context, e id.ID[Edition]) (Openings, error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (Openings, error) {
		found, err := u.Store.Edition(ctx, e)
		if err != nil {
			return Openings{}, err
		}
		return Openings{found, u.Now}, u.Allow(access.ReadEdition, found.Scope())
	})
}
