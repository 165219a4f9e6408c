package work

import (
	"context"
	"time"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/id"
)

// Key makes a repeated request harmless: the first one's result is kept, and given again.
type Key struct {
	Actor     id.Ref
	Operation string
	Key       string
	Hash      [32]byte // of the request, so that another request under the same key is noticed
}

// Kept is what is kept under a key: a result, and what was asked about last before it was given.
type Kept struct {
	Result []byte
	Action access.Action
	Within access.Scope
}

// Request is what the door knows of a request and a unit needs.
type Request struct {
	ID       string // for the journal and the log
	Key      *Key   // nil: the caller gave none
	DryRun   bool   // do everything, then roll back
	Replayed bool   // set by Do: the result is the one of an earlier request

	Patience time.Duration // how long the unit may take; 0 is what a request may
}

type requestKey struct{}

// WithRequest attaches what the door knows. Do sets Replayed in it.
func WithRequest(ctx context.Context, r *Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

// RequestOf is what the door said; an empty Request where there was no door.
func RequestOf(ctx context.Context) *Request {
	if r, ok := ctx.Value(requestKey{}).(*Request); ok {
		return r
	}
	return &Request{}
}
