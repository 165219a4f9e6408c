package httpapi

import (
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/fault"
)

// status is the only place where a kind of refusal becomes a number.
var status = map[fault.Kind]int{
	fault.Malformed:       http.StatusBadRequest,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.Missing:         http.StatusNotFound,
	fault.NotAllowed:      http.StatusMethodNotAllowed,
	fault.NotAcceptable:   http.StatusNotAcceptable,
	fault.Conflict:        http.StatusConflict,
	fault.Stale:           http.StatusPreconditionFailed,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.UnsupportedType: http.StatusUnsupportedMediaType,
	fault.Unprocessable:   http.StatusUnprocessableEntity,
	fault.Unconditional:   http.StatusPreconditionRequired,
	fault.Throttled:       http.StatusTooManyRequests,
	fault.Internal:        http.StatusInternalServerError,
	fault.Unavailable:     http.StatusServiceUnavailable,
}

// answerProblem renders every error of every operation and of the router.
func (d *door) answerProblem(err error, c echo.Context) {
	if c.Response().Committed { // half an answer: the connection is cut, or it would pass for a whole one
		d.log.LogAttrs(c.Request().Context(), slog.LevelWarn, "an answer broke off", slog.String("error", err.Error()),
			slog.String("request_id", requestID(c)), slog.String("route", c.Path()))
		panic(http.ErrAbortHandler)
	}
	f := asFault(err)
	p := toProblem(f, c)
	if says := toOperator(f); says != "" {
		d.log.LogAttrs(c.Request().Context(), slog.LevelError, says, slog.String("error", err.Error()),
			slog.String("request_id", requestID(c)), slog.String("trace_id", p.TraceID), slog.String("route", c.Path()))
	}
	h := c.Response().Header()
	h.Del("ETag")
	if f.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds()))))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="saichang"`)
	}
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", languageOf(c.Request()))
	h.Add("Vary", "Accept-Language")
	text, err := json.Marshal(p)
	if err != nil {
		d.log.Error("problem cannot be rendered", slog.String("error", err.Error()), slog.String("code", string(f.Code)))
		text = []byte(`{"type":"/docs/#problem-internal_error","title":"Internal error","status":500,"detail":"","code":"internal_error","trace_id":""}`)
		p.Status = http.StatusInternalServerError
	}
	c.Response().WriteHeader(p.Status)
	_, _ = c.Response().Write(text)
}

// toOperator says what an error means for who runs the machine, if it is for them: a defect, or
// a database that is away, or does not let us in.
func toOperator(f *fault.Fault) string {
	switch {
	case f.Kind() == fault.Internal:
		return "request failed"
	case f.Code == fault.DatabaseUnavailable:
		return "the database is not available"
	}
	return ""
}

// asFault finds the refusal in an error of a use case, of echo's router or of a body reader.
func asFault(err error) *fault.Fault {
	var f *fault.Fault
	var router *echo.HTTPError
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &large):
		return fault.BodyTooLarge.With("limit", large.Limit)
	case errors.As(err, &router):
		switch router.Code {
		case http.StatusNotFound:
			return fault.NotFound.New()
		case http.StatusMethodNotAllowed:
			return fault.MethodNotAllowed.New()
		case http.StatusBadRequest:
			return fault.InvalidRequest.New().Because(err)
		}
	}
	return fault.As(err)
}

func toProblem(f *fault.Fault, c echo.Context) api.Problem {
	lang := languageOf(c.Request())
	instance := c.Request().URL.EscapedPath()
	p := api.Problem{
		Type: "/docs/#problem-" + string(f.Code), Title: f.Kind().Title(lang), Status: status[f.Kind()],
		Detail: f.Code.Sentence(lang, f.Params), Instance: &instance, Code: api.ProblemCode(f.Code), TraceID: traceID(c),
		Params: shown(f.Params),
	}
	for _, d := range f.Details {
		p.Errors = append(p.Errors, toProblemDetail(d, lang))
	}
	if f.Current != nil {
		p.Current = currentOf(f.Current)
	}
	return p
}

func toProblemDetail(d fault.Detail, lang string) api.ProblemDetail {
	out := api.ProblemDetail{Code: api.ProblemCode(d.Code), Detail: d.Sentence(lang), Params: shown(d.Params)}
	if d.Pointer != "" || (d.Parameter == "" && d.Row == 0) {
		out.Pointer = &d.Pointer
	}
	if d.Parameter != "" {
		out.Parameter = &d.Parameter
	}
	if d.Row > 0 {
		out.Row, out.Column = &d.Row, &d.Column
	}
	return out
}

// shown writes instants the way the contract does.
func shown(p fault.Params) map[string]any {
	if len(p) == 0 {
		return nil
	}
	out := make(map[string]any, len(p))
	for name, v := range p {
		if t, ok := v.(time.Time); ok {
			v = instant(t)
		}
		out[name] = v
	}
	return out
}

// currentOf turns the thing that a stale precondition shows into its contract form: the
// nouns' files register how.
func currentOf(v any) map[string]any {
	for _, translate := range representations {
		if r, ok := translate(v); ok {
			text, err := json.Marshal(r)
			var out map[string]any
			if err != nil || json.Unmarshal(text, &out) != nil {
				return nil
			}
			return out
		}
	}
	return nil
}

var representations []func(any) (any, bool)

// represent registers how a noun's thing is shown with a stale precondition.
func represent[T, R any](translate func(T) R) struct{} {
	representations = append(representations, func(v any) (any, bool) {
		t, ok := v.(T)
		if !ok {
			return nil, false
		}
		return translate(t), true
	})
	return struct{}{}
}

var languages = language.NewMatcher([]language.Tag{language.Chinese, language.English})

// languageOf is "zh" or "en", by Accept-Language; Chinese where nothing is asked.
func languageOf(r *http.Request) string {
	header := r.Header.Get("Accept-Language")
	if header == "" || len(header) > 200 {
		return "zh"
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return "zh"
	}
	_, index, _ := languages.Match(tags...)
	return []string{"zh", "en"}[index]
}
