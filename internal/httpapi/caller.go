package httpapi

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"net/http"
	"sort"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/saichang/saichang/internal/access"
	"github.com/saichang/saichang/internal/fault"
	"github.com/saichang/saichang/internal/work"
)

// details are what one request carries through its context beside the actor. What few
// operations ask of the request is read when they ask.
type details struct {
	door    *door
	op      *operation
	request *http.Request
	peer    string // the network peer: the client's address, or what a trusted proxy says
	body    []byte // the JSON body as it came
	value   any    // what it says, with defaults
	checked bool   // and that it is what the contract says
}

// list names the list that the request is about: what a cursor is bound to.
func (d *details) list() string { return listOf(d.op, d.request) }

// language is "zh" or "en": what the caller reads; English where there is no request, as when a
// stale precondition shows the thing as it is.
func (d *details) language() string {
	if d.request == nil {
		return "en"
	}
	return languageOf(d.request)
}

// gzip reports a caller who takes it.
func (d *details) gzip() bool { return takesGzip(d.request) }

type detailsKey struct{}

func detailsOf(ctx context.Context) *details {
	if d, ok := ctx.Value(detailsKey{}).(*details); ok {
		return d
	}
	return &details{}
}

// peerOf is the network peer of the request.
func peerOf(ctx context.Context) string { return detailsOf(ctx).peer }

// Authenticator turns a token into an actor; a token that is worth nothing is a fault.
type Authenticator interface {
	Authenticate(ctx context.Context, token string) (access.Actor, error)
}

// entrance is the one middleware of an operation. What lies on the shelf is answered at once, and
// never turned away; every other request takes a place, and enters.
func (d *door) entrance(op *operation, kept onShelf) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if kept != nil {
				if f, ok := d.fromShelf(c, op, kept); ok {
					return f.visit(c.Response())
				}
			}
			if !d.takePlace() {
				return fault.Overloaded.New().After(time.Second)
			}
			defer d.leavePlace()
			if err := d.enter(c, op); err != nil {
				return err
			}
			return next(c)
		}
	}
}

// enter asks who is calling, whether the request is what the contract says, and whether it may be
// repeated.
func (d *door) enter(c echo.Context, op *operation) error {
	r := c.Request()
	carried := &details{door: d, op: op, request: r, peer: c.RealIP()}
	ctx := context.WithValue(r.Context(), detailsKey{}, carried)
	actor, err := d.caller(ctx, op, r)
	if err != nil {
		return err
	}
	ctx = access.WithActor(ctx, actor)
	request := &work.Request{ID: requestID(c)}
	ctx = work.WithRequest(ctx, request)
	c.SetRequest(r.WithContext(ctx))
	if err := op.check(c); err != nil {
		return err
	}
	request.DryRun = op.query["dry_run"] && r.URL.Query().Get("dry_run") == "true"
	if key := r.Header.Get("Idempotency-Key"); key != "" && op.headers["Idempotency-Key"] {
		request.Key = &work.Key{Actor: actor.Account, Operation: op.id, Key: key, Hash: d.hashOf(r, carried.body)}
		c.Response().Before(func() {
			if request.Replayed {
				c.Response().Header().Set("Idempotency-Replayed", "true")
			}
		})
	}
	return nil
}

// caller reads the bearer token. A public operation takes callers without one; a token that
// is given is always checked.
func (d *door) caller(ctx context.Context, op *operation, r *http.Request) (access.Actor, error) {
	header := r.Header.Values("Authorization")
	if len(header) == 0 {
		if op.public {
			return access.Anonymous, nil
		}
		return access.Actor{}, fault.TokenMissing.New()
	}
	scheme, token, _ := strings.Cut(header[0], " ")
	if len(header) != 1 || !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > 200 || !Showable(token) {
		return access.Actor{}, fault.TokenInvalid.New()
	}
	return d.auth.Authenticate(ctx, token)
}

// listOf names the list that a request is about: the operation, its address, its filters and
// its order, without the position.
func listOf(op *operation, r *http.Request) string {
	var parts []string
	for name, values := range r.URL.Query() {
		if name != "cursor" && name != "limit" && name != "count" {
			parts = append(parts, name+"="+values[0])
		}
	}
	sort.Strings(parts)
	return op.id + " " + r.URL.Path + "?" + strings.Join(parts, "&")
}

// hashOf tells a repeated request from another one under the same key. It is keyed: bodies hold
// birth dates and identity numbers, which a plain digest in the database would let be guessed.
func (d *door) hashOf(r *http.Request, body []byte) [32]byte {
	h := hmac.New(sha256.New, d.cursors.Key)
	for _, part := range [][]byte{[]byte(r.Method), []byte(r.URL.Path), []byte(r.URL.Query().Encode()), []byte(r.Header.Get("If-Match")), body} {
		sum := sha256.Sum256(part)
		h.Write(sum[:])
	}
	return [32]byte(h.Sum(nil))
}
