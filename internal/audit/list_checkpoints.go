package audit

import (
	"context"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// ListCheckpoints reads a page of the signed checkpoints, newest first. Everybody may: the
// more people keep one, the harder it is to rewrite the past.
func (s Service) ListCheckpoints(ctx context.Context, r page.Request) (page.Page[journal.Signed], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[journal.Signed], error) {
		if err := u.Allow(access.ReadCheckpoint, nil); err != nil {
			return page.Page[journal.Signed]{}, err
		}
		return u.Store.Checkpoints(ctx, r)
	})
}
