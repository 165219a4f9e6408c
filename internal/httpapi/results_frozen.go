package httpapi

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/id"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/results"
)

// frozen answers the bytes of a published list as they are kept: no JSON is written, nothing
// is compressed.
type frozen struct {
	shown results.Shown
	known string // If-None-Match
	gzip  bool   // the reader takes it
}

// publicFor is how long a list may be shown without asking again: a correction is seen within
// seconds, and a crowd is one question to us. The values are shared by all answers.
var publicFor, byCoding, zipped = []string{"public, max-age=2, stale-while-revalidate=30"}, []string{"Accept-Encoding"}, []string{"gzip"}

func (f frozen) visit(w http.ResponseWriter) error {
	h := w.Header()
	tag, body := f.shown.ETag, f.shown.Body
	if f.gzip {
		tag, body = f.shown.GzipETag(), f.shown.Gzip
	}
	h["Etag"], h["Cache-Control"], h["Vary"] = []string{`"` + tag + `"`}, publicFor, byCoding
	if by := f.shown.SupersededBy; by != nil {
		h.Set("Link", `</v1/publications/`+by.String()+`/list>; rel="successor-version"`)
	}
	if f.isKnown() {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if strings.HasPrefix(f.shown.MediaType, "text/html") {
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	}
	h["Content-Type"], h["Content-Length"] = []string{f.shown.MediaType}, []string{strconv.Itoa(len(body))}
	if f.gzip {
		h["Content-Encoding"] = zipped
	}
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(body)
	return err
}

// isKnown compares weakly, as RFC 9110 wants it: either coding that is known is the same list.
func (f frozen) isKnown() bool {
	for known := range strings.SplitSeq(f.known, ",") {
		tag := strings.Trim(strings.TrimPrefix(strings.TrimSpace(known), "W/"), `"`)
		if tag == "*" || tag != "" && (tag == f.shown.ETag || tag == f.shown.GzipETag()) {
			return true
		}
	}
	return false
}

func (f frozen) VisitGetResultListResponse(w http.ResponseWriter) error        { return f.visit(w) }
func (f frozen) VisitGetResultListPageResponse(w http.ResponseWriter) error    { return f.visit(w) }
func (f frozen) VisitGetResultListCsvResponse(w http.ResponseWriter) error     { return f.visit(w) }
func (f frozen) VisitGetResultListHTMLResponse(w http.ResponseWriter) error    { return f.visit(w) }
func (f frozen) VisitGetCurrentResultListResponse(w http.ResponseWriter) error { return f.visit(w) }

// toFrozen answers a list in the coding that the reader takes.
func toFrozen(ctx context.Context, shown results.Shown, known *string) frozen {
	return frozen{shown, or(known, ""), detailsOf(ctx).gzip()}
}

// courtesy is how long a reader of the shelf stands back while somebody waits for a mark to be
// written: a thousandth of a second that nobody notices gives judges twice as many marks in the
// same time while a list is stormed, because readers would otherwise always be first.
const courtesy = time.Millisecond

// onShelf says where the answer of an operation may lie.
type onShelf func(echo.Context) (results.Shown, bool)

// fromShelf finds what can be answered at once, without the way of an operation: when a list is
// published, thousands ask for the same bytes. Whatever is not as usual goes the usual way: a
// caller with a token, a query, a body, an id that is none, a list that is not on the shelf.
func (d *door) fromShelf(c echo.Context, op *operation, kept onShelf) (frozen, bool) {
	r := c.Request()
	if r.URL.RawQuery != "" || r.ContentLength != 0 || len(r.Header["Authorization"]) > 0 || !op.parametersAreFine(c) {
		return frozen{}, false
	}
	shown, ok := kept(c)
	if ok && d.marking() {
		time.Sleep(courtesy)
	}
	return frozen{shown, r.Header.Get("If-None-Match"), takesGzip(r)}, ok
}

// shelf says where the answers of operations may lie.
func (a resultsAPI) shelf() map[string]onShelf {
	list := func(form string) onShelf {
		return func(c echo.Context) (results.Shown, bool) {
			return a.results.Kept(id.From[results.Publication](c.Param("publication_id")), form)
		}
	}
	return map[string]onShelf{
		"getResultList": list("list"), "getResultListCsv": list("csv"), "getResultListHtml": list("html"),
		"getCurrentResultList": func(c echo.Context) (results.Shown, bool) {
			return a.results.KeptCurrent(id.From[programmes.Event](c.Param("event_id")))
		},
	}
}

// takesGzip reads Accept-Encoding.
func takesGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if coding = strings.TrimSpace(coding); coding == "gzip" || coding == "*" {
			return strings.Trim(strings.TrimPrefix(strings.ReplaceAll(weight, " ", ""), "q="), "0.") != "" || weight == ""
		}
	}
	return false
}

func (a resultsAPI) GetResultList(ctx context.Context, r api.GetResultListRequestObject) (api.GetResultListResponseObject, error) {
	shown, err := a.results.List(ctx, id.From[results.Publication](r.PublicationID), "list")
	if err != nil {
		return nil, err
	}
	return toFrozen(ctx, shown, r.Params.IfNoneMatch), nil
}

func (a resultsAPI) GetResultListPage(ctx context.Context, r api.GetResultListPageRequestObject) (api.GetResultListPageResponseObject, error) {
	shown, err := a.results.ListPage(ctx, id.From[results.Publication](r.PublicationID), r.Page)
	if err != nil {
		return nil, err
	}
	return toFrozen(ctx, shown, r.Params.IfNoneMatch), nil
}

func (a resultsAPI) GetResultListCsv(ctx context.Context, r api.GetResultListCsvRequestObject) (api.GetResultListCsvResponseObject, error) {
	shown, err := a.results.List(ctx, id.From[results.Publication](r.PublicationID), "csv")
	if err != nil {
		return nil, err
	}
	return toFrozen(ctx, shown, r.Params.IfNoneMatch), nil
}

func (a resultsAPI) GetResultListHTML(ctx context.Context, r api.GetResultListHTMLRequestObject) (api.GetResultListHTMLResponseObject, error) {
	shown, err := a.results.List(ctx, id.From[results.Publication](r.PublicationID), "html")
	if err != nil {
		return nil, err
	}
	return toFrozen(ctx, shown, r.Params.IfNoneMatch), nil
}

func (a resultsAPI) GetCurrentResultList(ctx context.Context, r api.GetCurrentResultListRequestObject) (api.GetCurrentResultListResponseObject, error) {
	shown, err := a.results.CurrentList(ctx, id.From[programmes.Event](r.EventID))
	if err != nil {
		return nil, err
	}
	return toFrozen(ctx, shown, r.Params.IfNoneMatch), nil
}
