package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/advancement"
	"github.com/saichang/saichang/internal/audit"
	"github.com/saichang/saichang/internal/bulk"
	"github.com/saichang/saichang/internal/calendar"
	"github.com/saichang/saichang/internal/divisions"
	"github.com/saichang/saichang/internal/httpapi/docs"
	"github.com/saichang/saichang/internal/judging"
	"github.com/saichang/saichang/internal/majors"
	"github.com/saichang/saichang/internal/organizations"
	"github.com/saichang/saichang/internal/page"
	"github.com/saichang/saichang/internal/people"
	"github.com/saichang/saichang/internal/programmes"
	"github.com/saichang/saichang/internal/registration"
	"github.com/saichang/saichang/internal/results"
	"github.com/saichang/saichang/internal/training"
	"github.com/saichang/saichang/internal/work"
)

// Server implements every operation of the contract: one embedded part per noun, so that an
// operation which is missing, or done twice, does not compile.
type Server struct {
	serviceAPI
	accountsAPI
	organizationsAPI
	majorsAPI
	programmesAPI
	calendarAPI
	peopleAPI
	registrationAPI
	trainingAPI
	judgingAPI
	resultsAPI
	advancementAPI
	bulkAPI
	exportsAPI
	auditAPI
}

var _ api.StrictServerInterface = Server{}

// Config is what the door needs.
type Config struct {
	Log            *slog.Logger
	Clock          work.Clock
	Metrics        prometheus.Registerer
	Cursors        page.Sealer
	TrustedProxies []*net.IPNet // whose X-Forwarded-For is believed; none by default
	CORS           []string     // origins that may call; none by default
	Places         int          // requests worked on at once; 0 is 512
	Demo           bool
	Version        string
	Contract       []byte                      // openapi.yaml as it was written
	Ready          func(context.Context) error // for /readyz

	// Trace begins the trace of a request before it is worked on: it answers the request with a
	// traceparent of its own, and what is called once the request is answered. nil: no traces.
	Trace func(*http.Request) (traced *http.Request, end func(route string, status int))

	Accounts      *accounts.Service
	Organizations organizations.Service
	Divisions     divisions.Service
	Majors        majors.Service
	Programmes    programmes.Service
	Calendar      calendar.Service
	People        people.Service
	Registration  registration.Service
	Training      training.Service
	Judging       *judging.Service
	Results       *results.Service
	Advancement   advancement.Service
	Bulk          *bulk.Service
	Audit         audit.Service
}

// door is the assembled adapter.
type door struct {
	log     *slog.Logger
	auth    Authenticator
	cursors page.Sealer
	metrics *metrics
	places  chan struct{}
	trace   func(*http.Request) (traced *http.Request, end func(route string, status int))
	marking func() bool // somebody waits for a mark to be written
}

// contract is read once in a process.
var contract = sync.OnceValues(readContract)

// ReadAhead reads the contract, which takes half of a start, while something else is done.
func ReadAhead() { go func() { _, _ = contract() }() }

// readContract does not leave the JSON to openapi3's loader, which reads it as YAML: that takes
// half as long again.
func readContract() (*openapi3.T, error) {
	text, err := api.GetSpecJSON()
	if err != nil {
		return nil, err
	}
	var doc openapi3.T
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	return &doc, openapi3.NewLoader().ResolveRefsIn(&doc, nil)
}

// New assembles the door. It fails if the contract is not what the house needs.
func New(c Config) (http.Handler, error) {
	doc, err := contract()
	if err != nil {
		return nil, fmt.Errorf("the contract cannot be read: %w", err)
	}
	ops, err := operations(doc)
	if err != nil {
		return nil, err
	}
	if c.Places == 0 {
		c.Places = 512
	}
	d := &door{
		log: c.Log, auth: c.Accounts, cursors: c.Cursors, metrics: newMetrics(c.Metrics), places: make(chan struct{}, c.Places), trace: c.Trace,
		marking: c.Judging.Marking,
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Binder = binder{}
	e.HTTPErrorHandler = d.answerProblem
	e.IPExtractor = peerExtractor(c.TrustedProxies)
	e.Use(d.observe)
	if len(c.CORS) > 0 {
		e.Use(middleware.CORSWithConfig(middleware.CORSConfig{
			AllowOrigins:  c.CORS,
			AllowMethods:  []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"},
			AllowHeaders:  []string{"Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "X-Request-Id", "traceparent", "Accept-Language"},
			ExposeHeaders: []string{"ETag", "Location", "Retry-After", "Idempotency-Replayed", "X-Request-Id"},
			MaxAge:        600,
		}))
	}
	shelf := resultsAPI{c.Results}.shelf()
	for name := range shelf {
		if ops[name] == nil {
			return nil, fmt.Errorf("the contract has no operation %s", name)
		}
	}
	entrances := map[string][]echo.MiddlewareFunc{}
	for name, op := range ops {
		entrances[name] = []echo.MiddlewareFunc{d.entrance(op, shelf[name])}
	}
	server := Server{
		serviceAPI:       serviceAPI{accounts: c.Accounts, clock: c.Clock, demo: c.Demo, version: c.Version, contract: c.Contract},
		accountsAPI:      accountsAPI{accounts: c.Accounts, demo: c.Demo},
		organizationsAPI: organizationsAPI{c.Organizations, c.Divisions},
		majorsAPI:        majorsAPI{c.Majors},
		programmesAPI:    programmesAPI{c.Programmes},
		calendarAPI:      calendarAPI{c.Calendar},
		peopleAPI:        peopleAPI{c.People},
		registrationAPI:  registrationAPI{c.Registration},
		trainingAPI:      trainingAPI{c.Training},
		judgingAPI:       judgingAPI{c.Judging},
		resultsAPI:       resultsAPI{c.Results},
		advancementAPI:   advancementAPI{c.Advancement},
		bulkAPI:          bulkAPI{c.Bulk},
		exportsAPI:       exportsAPI{c.People, c.Organizations, c.Accounts, c.Majors, c.Programmes, c.Registration, c.Training, c.Judging, c.Results, c.Audit},
		auditAPI:         auditAPI{c.Audit},
	}
	api.RegisterHandlersWithOptions(e, api.NewStrictHandler(server, nil), api.RegisterHandlersOptions{BaseURL: "/v1", OperationMiddlewares: entrances})
	e.GET("/healthz", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	e.GET("/readyz", func(ec echo.Context) error {
		if err := c.Ready(ec.Request().Context()); err != nil {
			return err
		}
		return ec.NoContent(http.StatusNoContent)
	})
	for _, path := range []string{"/docs", "/docs/*"} {
		e.GET(path, echo.WrapHandler(docs.Handler()))
	}
	return answerHead(e), nil
}

// peerExtractor believes X-Forwarded-For only from the configured proxies; echo itself would
// believe anybody.
func peerExtractor(trusted []*net.IPNet) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, n := range trusted {
		options = append(options, echo.TrustIPRange(n))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// The values are shared by all answers: they are replaced, and never changed in place.
var noStore, noSniff, noReferrer, byCaller = []string{"private, no-store"}, []string{"nosniff"}, []string{"no-referrer"}, []string{"Authorization"}

// usualHeaders are those of every answer; operations that can be cached say so themselves.
func usualHeaders(h http.Header) {
	h["Cache-Control"], h["X-Content-Type-Options"], h["Referrer-Policy"], h["Vary"] = noStore, noSniff, noReferrer, byCaller
}

// recovering turns a defect into a 500 with a trace id, and its stack into a log line.
func recovering(c echo.Context, handle echo.HandlerFunc) (err error) {
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(error); ok && errors.Is(e, http.ErrAbortHandler) {
				panic(r)
			}
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return handle(c)
}

// answerHead lets every GET answer HEAD: the same headers, no body.
func answerHead(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			get := r.Clone(r.Context())
			get.Method = http.MethodGet
			next.ServeHTTP(headWriter{w}, get)
			return
		}
		next.ServeHTTP(w, r)
	})
}

type headWriter struct{ http.ResponseWriter }

func (w headWriter) Write(b []byte) (int, error) { return len(b), nil }
