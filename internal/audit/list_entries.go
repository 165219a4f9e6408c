package audit

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/work"
)

// Filter narrows the list of entries. Zero values do not narrow.
type Filter struct {
	Page    page.Request
	Actor   id.Ref // account or service token
	Action  string
	Name    string // of the fact
	Subject id.Ref
	Edition id.Ref    // only what lay within it
	Since   time.Time // not before
	Until   time.Time // before
}

// ListEntries reads a page of the audit log, newest first: by the instants of their units,
// within one millisecond in an order of its own, within a unit the last fact first. Who
// audits one edition only has to name it, and is otherwise forbidden.
func (s Service) ListEntries(ctx context.Context, f Filter) (page.Page[journal.Entry], error) {
	return work.View(ctx, s.units, func(u *work.Unit[Store]) (page.Page[journal.Entry], error) {
		var scope access.Scope
		if !f.Edition.IsZero() {
			scope = access.Scope{f.Edition}
		}
		if err := u.Allow(access.ReadAuditLog, scope); err != nil {
			return page.Page[journal.Entry]{}, err
		}
		return u.Store.AuditEntries(ctx, f)
	})
}
