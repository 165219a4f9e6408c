package httpapi

import (
	"encoding/binary"
	"encoding/hex"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/saichang/saichang/internal/access"
)

// requestIDHeader carries the id of a request in its answer, where it is also kept meanwhile.
const requestIDHeader = "X-Request-Id"

// requestID is the id of this request in the log, the journal and the answer.
func requestID(c echo.Context) string { return c.Response().Header().Get(requestIDHeader) }

// newRequestID takes the client's id if it is short and plain, and otherwise makes one: nobody may
// do anything because of it, so it only has to be another one each time.
func newRequestID(r *http.Request) string {
	given := r.Header.Get(requestIDHeader)
	if n := len(given); n >= 8 && n <= 64 {
		plain := true
		for _, b := range []byte(given) {
			plain = plain && (b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '-' || b == '_')
		}
		if plain {
			return given
		}
	}
	var b [12]byte
	binary.BigEndian.PutUint64(b[:], rand.Uint64())
	binary.BigEndian.PutUint32(b[8:], rand.Uint32())
	return hex.EncodeToString(b[:])
}

// traceparentHeader is the name as net/http keeps it: it takes long to bring another spelling
// into that form, for every request.
const traceparentHeader = "Traceparent"

// traceparent is the header of W3C Trace Context: version, trace, parent span, flags.
var traceparent = regexp.MustCompile(`^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$`)

// traceOf is the trace that a request says it belongs to; "" if it names none.
func traceOf(r *http.Request) string {
	given := r.Header[traceparentHeader]
	if len(given) == 0 {
		return ""
	}
	m := traceparent.FindStringSubmatch(given[0])
	if m == nil || strings.Trim(m[1], "0") == "" || strings.Trim(m[2], "0") == "" {
		return ""
	}
	return m[1]
}

// traceID is the trace id of the request in the log and in problems: the caller's or, with
// tracing, the span's; the request id where there is neither.
func traceID(c echo.Context) string {
	if trace := traceOf(c.Request()); trace != "" {
		return trace
	}
	return requestID(c)
}

// metrics of the door, by operation; never by id or person.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
	shed     prometheus.Counter
	kinds    sync.Map // kind → *counted, found once
}

// kind is what answers are counted by.
type kind struct {
	route, method string
	status        int
}

// counted are the counter and the histogram of one kind.
type counted struct {
	requests prometheus.Counter
	seconds  prometheus.Observer
}

// count counts an answer.
func (m *metrics) count(k kind, took time.Duration) {
	found, ok := m.kinds.Load(k)
	if !ok {
		found, _ = m.kinds.LoadOrStore(k, &counted{
			m.requests.WithLabelValues(k.route, k.method, strconv.Itoa(k.status)), m.seconds.WithLabelValues(k.route, k.method),
		})
	}
	c := found.(*counted)
	c.requests.Inc()
	c.seconds.Observe(took.Seconds())
}

func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "saichang_requests_total", Help: "Answered requests by route, method and status."}, []string{"route", "method", "status"}),
		seconds:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "saichang_request_seconds", Help: "Time to answer by route and method.", Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route", "method"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "saichang_requests_in_flight", Help: "Requests being answered."}),
		shed:     prometheus.NewCounter(prometheus.CounterOpts{Name: "saichang_requests_shed_total", Help: "Requests turned away because the house was full."}),
	}
	r.MustRegister(m.requests, m.seconds, m.inFlight, m.shed)
	return m
}

// observe gives every request its ids, logs it and counts it, also one whose answer is cut off. The
// log holds the route, never the address, query or body: those can hold personal data.
func (d *door) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		started := time.Now() //nolint:forbidigo // a duration, not an instant of the domain
		h := c.Response().Header()
		usualHeaders(h)
		h[requestIDHeader] = []string{newRequestID(c.Request())}
		if traceOf(c.Request()) != "" {
			h[traceparentHeader] = c.Request().Header[traceparentHeader][:1]
		}
		end := func(string, int) {}
		if d.trace != nil {
			var traced *http.Request
			traced, end = d.trace(c.Request())
			c.SetRequest(traced)
		}
		d.metrics.inFlight.Inc()
		defer func() { d.answered(c, time.Since(started), end) }()
		if err := recovering(c, next); err != nil {
			c.Error(err)
		}
		return nil
	}
}

// answered counts and logs a request that is over.
func (d *door) answered(c echo.Context, took time.Duration, end func(route string, status int)) {
	d.metrics.inFlight.Dec()
	route, code := c.Path(), c.Response().Status
	if route == "" {
		route = "none"
	}
	end(route, code)
	d.metrics.count(kind{route, countedMethod(c.Request().Method), code}, took)
	level := slog.LevelDebug
	if code >= 500 {
		level = slog.LevelError
	} else if c.Request().Method != http.MethodGet || code >= 400 {
		level = slog.LevelInfo
	}
	if !d.log.Enabled(c.Request().Context(), level) {
		return
	}
	d.log.LogAttrs(c.Request().Context(), level, "request", slog.String("route", route), slog.String("method", c.Request().Method),
		slog.Int("status", code), slog.Int64("bytes", c.Response().Size), slog.Duration("took", took),
		slog.String("request_id", requestID(c)), slog.String("trace_id", traceID(c)),
		slog.String("actor", access.ActorOf(c.Request().Context()).Account.String()))
}

// countedMethod is the method of the contract, or "other": a client can make up as many as it
// likes, and every one would be counted for ever.
func countedMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

// takePlace says whether there is room for one more request. Where there is none it is turned away
// at once, instead of letting all of them wait; leavePlace makes room again.
func (d *door) takePlace() bool {
	select {
	case d.places <- struct{}{}:
		return true
	default:
		d.metrics.shed.Inc()
		return false
	}
}

func (d *door) leavePlace() { <-d.places }
