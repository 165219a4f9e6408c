package app

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// tracing sends a span for each request to a collector. A span holds the route, the method
// and the status, and nothing else of the request: otelhttp would add the peer's address, what
// the client calls itself and the path, and cannot be told not to.
type tracing struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

// farewell is how long the end of the program waits for the collector to take the last spans.
const farewell = 3 * time.Second

// newTracing begins to send to the collector at an OTLP endpoint, http(s)://host:port.
// Further settings of the exporter (headers, certificates, sampling) are the standard OTEL_…
// variables.
func newTracing(ctx context.Context, endpoint, version string, log *slog.Logger) (*tracing, error) {
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.Warn("spans were not sent", "error", err) }))
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(endpoint+"/v1/traces"))
	if err != nil {
		return nil, err
	}
	about := resource.NewSchemaless(attribute.String("service.name", "saichang"), attribute.String("service.version", version))
	t := &tracing{provider: sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(about))}
	t.tracer = t.provider.Tracer("saichang")
	return t, nil
}

// methods are those that a span may name: any other word would be the caller's own.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions,
}

// request begins the span of a request, in the caller's trace if it names one. From then on
// the request carries the span in its traceparent, where the log and the problems find the
// trace id. Questions after health are not traced.
func (t *tracing) request(r *http.Request) (traced *http.Request, end func(route string, status int)) {
	if r.URL.Path == "/healthz" || r.URL.Path == "/readyz" {
		return r, func(string, int) {}
	}
	ctx := propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	if caller := trace.SpanContextFromContext(ctx); caller.IsValid() { // a tracestate can hold anything
		ctx = trace.ContextWithRemoteSpanContext(ctx, caller.WithTraceState(trace.TraceState{}))
	}
	method := r.Method
	if !slices.Contains(methods, method) {
		method = "_OTHER"
	}
	ctx, span := t.tracer.Start(ctx, method, trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(attribute.String("http.request.method", method)))
	traced = r.Clone(ctx)
	propagation.TraceContext{}.Inject(ctx, propagation.HeaderCarrier(traced.Header))
	return traced, func(route string, status int) {
		span.SetName(method + " " + route)
		span.SetAttributes(attribute.String("http.route", route), attribute.Int("http.response.status_code", status))
		if status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, "")
		}
		span.End()
	}
}

// close sends what is left.
func (t *tracing) close() {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	if err := t.provider.Shutdown(ctx); err != nil {
		otel.Handle(err)
	}
}
