package app_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// received is a collector that keeps what it was sent.
type received struct {
	*httptest.Server
	mu    sync.Mutex
	raw   []byte
	spans []*spans.Span
	about []string // the attributes of the sender
}

func newCollector(t *testing.T) *received {
	c := &received{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		body, err := io.ReadAll(r.Body)
		var sent collector.ExportTraceServiceRequest
		if err == nil {
			err = proto.Unmarshal(body, &sent)
		}
		if err != nil || r.URL.Path != "/v1/traces" {
			t.Errorf("%s was sent what cannot be read: %v", r.URL.Path, err)
		}
		c.raw = append(c.raw, body...)
		for _, from := range sent.GetResourceSpans() {
			for _, a := range from.GetResource().GetAttributes() {
				c.about = append(c.about, a.GetKey()+"="+a.GetValue().GetStringValue())
			}
			for _, s := range from.GetScopeSpans() {
				c.spans = append(c.spans, s.GetSpans()...)
			}
		}
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	t.Cleanup(c.Close)
	return c
}

// named is the one span of this name.
func (c *received) named(t *testing.T, name string) *spans.Span {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []*spans.Span
	var all []string
	for _, s := range c.spans {
		if all = append(all, s.GetName()); s.GetName() == name {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d spans are called %q: %v", len(found), name, all)
	}
	return found[0]
}

// call asks with headers, given as name, value, name, value.
func (s *serving) call(method, path, body string, headers ...string) *http.Response {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), method, "http://"+s.api+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		s.Fatal(err)
	}
	_ = answer.Body.Close()
	answer.Body = io.NopCloser(bytes.NewReader(text))
	return answer
}

// stop ends it and gives the trace ids that its log tells, by route.
func (s *serving) stop() map[string][]string {
	s.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		s.Errorf("it ended with %v", err)
	}
	traces := map[string][]string{}
	for line := range strings.Lines(s.out.String()) {
		var l struct {
			Route string
			Trace string `json:"trace_id"`
		}
		if json.Unmarshal([]byte(line), &l) == nil && l.Route != "" {
			traces[l.Route] = append(traces[l.Route], l.Trace)
		}
	}
	return traces
}

func traceIDOf(t *testing.T, answer *http.Response) string {
	t.Helper()
	var problem struct {
		Trace string `json:"trace_id"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&problem); err != nil {
		t.Fatal(err)
	}
	return problem.Trace
}

const (
	caller      = "4bf92f3577b34da6a3ce929d0e0e4736"
	traceparent = "00-" + caller + "-00f067aa0ba902b7-01"
)

func TestSpansContinueTheCallersTraceAndTellNothingPersonal(t *testing.T) {
	c := newCollector(t)
	s := serve(t, "--otlp-endpoint", c.URL, "--log-level", "debug")
	continued := s.call("GET", "/v1/organizations?q=secret-name", "", "traceparent", traceparent, "tracestate", "secret=state",
		"User-Agent", "secret-agent", "X-Forwarded-For", "203.0.113.77", "X-Request-Id", "request-0001")
	if got := continued.Header.Get("traceparent"); got != traceparent || continued.Header.Get("X-Request-Id") != "request-0001" {
		t.Errorf("echoed %q and %q", got, continued.Header.Get("X-Request-Id"))
	}
	if id := traceIDOf(t, continued); continued.StatusCode != 401 || id != caller {
		t.Errorf("%d in the trace %q", continued.StatusCode, id)
	}
	own := s.call("POST", "/v1/sessions", `{"login":"secret-login","password":"secret password"}`, "Content-Type", "application/json")
	ownTrace := traceIDOf(t, own)
	if own.StatusCode != 401 || !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(ownTrace) || own.Header.Get("traceparent") != "" {
		t.Errorf("%d in the trace %q, echoed %q", own.StatusCode, ownTrace, own.Header.Get("traceparent"))
	}
	s.call("SECRET", "/v1/secret-path", "")
	s.call("GET", "/v1/service", "", "traceparent", "00-00000000000000000000000000000000-00f067aa0ba902b7-01")
	s.call("GET", "/v1/setup", "", "traceparent", "00-"+caller+"-00f067aa0ba902b7-00") // the caller does not sample
	logged := s.stop()

	first := c.named(t, "GET /v1/organizations")
	if hex.EncodeToString(first.GetTraceId()) != caller || hex.EncodeToString(first.GetParentSpanId()) != "00f067aa0ba902b7" || first.GetTraceState() != "" {
		t.Errorf("the caller's trace is not continued: %v", first)
	}
	second := c.named(t, "POST /v1/sessions")
	if hex.EncodeToString(second.GetTraceId()) != ownTrace || len(second.GetParentSpanId()) != 0 {
		t.Errorf("its own trace is %s: %v", ownTrace, second)
	}
	for route, want := range map[string]string{"/v1/organizations": caller, "/v1/sessions": ownTrace} {
		if !slices.Contains(logged[route], want) {
			t.Errorf("the log says of %s: %v, want %s", route, logged[route], want)
		}
	}
	for _, a := range first.GetAttributes() {
		if !slices.Contains([]string{"http.request.method", "http.route", "http.response.status_code"}, a.GetKey()) {
			t.Errorf("a span tells %v", a)
		}
	}
	if len(first.GetAttributes()) != 3 || first.GetKind() != spans.Span_SPAN_KIND_SERVER {
		t.Errorf("%v", first)
	}
	c.named(t, "_OTHER none")
	if zero := c.named(t, "GET /v1/service"); len(zero.GetParentSpanId()) != 0 || !slices.Contains(logged["/v1/service"], hex.EncodeToString(zero.GetTraceId())) {
		t.Errorf("a trace of zeros was continued: %v, logged %v", zero, logged["/v1/service"])
	}
	if !slices.Contains(c.about, "service.name=saichang") || !slices.Contains(c.about, "service.version=v1.2.3") {
		t.Errorf("the sender says of itself %v", c.about)
	}
	if len(c.spans) != 4 {
		t.Errorf("%d spans; those of /readyz and of whom the caller does not sample are none", len(c.spans))
	}
	for _, secret := range []string{"secret", "SECRET", "127.0.0.1", "203.0.113.77"} {
		if bytes.Contains(c.raw, []byte(secret)) {
			t.Errorf("%q was sent", secret)
		}
	}
}

func TestWithoutACollectorTheCallersTraceIsStillTold(t *testing.T) {
	s := serve(t)
	answer := s.call("GET", "/v1/organizations", "", "traceparent", traceparent)
	if id := traceIDOf(t, answer); id != caller || answer.Header.Get("traceparent") != traceparent {
		t.Errorf("in the trace %q, echoed %q", id, answer.Header.Get("traceparent"))
	}
	for _, wrong := range []string{"", "x", strings.ToUpper(traceparent), "ff" + traceparent[2:], traceparent + "-x", "00-" + strings.Repeat("0", 32) + traceparent[35:]} {
		answer := s.call("GET", "/v1/organizations", "", "traceparent", wrong, "X-Request-Id", "request-0001")
		if id := traceIDOf(t, answer); id != "request-0001" || answer.Header.Get("traceparent") != "" {
			t.Errorf("%q: in the trace %q, echoed %q", wrong, id, answer.Header.Get("traceparent"))
		}
	}
	if logged := s.stop(); !slices.Contains(logged["/v1/organizations"], caller) {
		t.Errorf("logged %v", logged)
	}
}

func TestACollectorThatIsAwayHoldsUpNobody(t *testing.T) {
	s := serve(t, "--otlp-endpoint", "http://"+free(t))
	if answer := s.call("GET", "/v1/service", ""); answer.StatusCode != http.StatusOK {
		t.Errorf("answered %d", answer.StatusCode)
	}
	s.stop()
	if !strings.Contains(s.out.String(), "spans were not sent") {
		t.Errorf("the log does not say so: %s", s.out.String())
	}
}
