package httpapi

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/oapi-codegen/nullable"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/audit"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/journal"
)

type auditAPI struct{ audit audit.Service }

func (a auditAPI) ListAuditLog(ctx context.Context, r api.ListAuditLogRequestObject) (api.ListAuditLogResponseObject, error) {
	q := r.Params
	p, err := a.audit.ListEntries(ctx, audit.Filter{
		Page: pageRequest(ctx, q.Limit, q.Cursor, none), Actor: refFilter(q.Actor), Action: or(q.Action, ""), Name: or(q.Name, ""),
		Subject: refFilter(q.Subject), Edition: refFilter(q.Edition), Since: or(q.Since, api.Instant{}).Time, Until: or(q.Until, api.Instant{}).Time,
	})
	if err != nil {
		return nil, err
	}
	return api.ListAuditLog200JSONResponse{Items: each(p.Items, toAuditEntry), NextCursor: next(p.Next)}, nil
}

func (a auditAPI) ListCheckpoints(ctx context.Context, r api.ListCheckpointsRequestObject) (api.ListCheckpointsResponseObject, error) {
	p, err := a.audit.ListCheckpoints(ctx, pageRequest(ctx, r.Params.Limit, r.Params.Cursor, none))
	if err != nil {
		return nil, err
	}
	return api.ListCheckpoints200JSONResponse{Items: each(p.Items, toCheckpoint), NextCursor: next(p.Next)}, nil
}

// refFilter is the thing that a list is narrowed to; nil does not narrow. Text that is no id,
// which the contract has refused before, narrows to nothing rather than to everything.
func refFilter(text *string) id.Ref {
	if text == nil {
		return id.Ref{}
	}
	r, err := id.ParseRef(*text)
	if err != nil {
		return id.Ref{Prefix: "none"}
	}
	return r
}

func toAuditEntry(e journal.Entry) api.AuditEntry {
	actor := nullable.NewNullNullable[string]()
	if !e.Actor.IsZero() && e.Actor != access.Installation.Account {
		actor.Set(e.Actor.String())
	}
	return api.AuditEntry{
		At: instant(e.At), Actor: actor, Action: e.Action, Name: e.Name, Subject: e.Subject.String(),
		Within: each(e.Within, id.Ref.String), RequestID: e.Request, Data: factData(e.Data),
	}
}

// factData reads a fact as an object, its numbers digit by digit as they were written.
func factData(data []byte) map[string]any {
	object := map[string]any{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&object); err != nil || object == nil {
		return map[string]any{} // forged: saichang verify --audit says so
	}
	return object
}

func toCheckpoint(s journal.Signed) api.Checkpoint {
	return api.Checkpoint{Seals: s.Seals, Facts: s.Facts, Note: s.Note, SignedAt: instant(s.SignedAt)}
}
