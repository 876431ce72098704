package intercomotel

import (
	"fmt"
	"slices"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/semconv/v1.43.0/httpconv"
	"go.opentelemetry.io/otel/trace"

	"github.com/go-intercom/intercom"
)

// scope is the name of the instrumentation.
const scope = "github.com/go-intercom/intercom/intercomotel"

// The attributes that the conventions have no name for.
const (
	attemptsKey  = attribute.Key("intercom.attempts")
	waitKey      = attribute.Key("intercom.rate_limit.wait")
	requestIDKey = attribute.Key("intercom.request_id")
	versionKey   = attribute.Key("intercom.version")
)

var (
	// conventional are the buckets that the conventions give for requests.
	conventional = []float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10}

	// patient are buckets for what waits for the rate limit, whose windows have 10
	// seconds: nearly all of the waits that matter would be beyond the last one.
	patient = append(slices.Clip(conventional), 20, 30, 60, 120)
)

// telemetry is what the options of a client have in common.
type telemetry struct {
	tracer     trace.Tracer
	propagator propagation.TextMapPropagator // nil: nothing is sent
	own        []attribute.KeyValue          // of WithAttributes, each key once
	routes     routes

	attempts, calls, waits metric.Float64Histogram
	retries                metric.Int64Counter
	remaining              metric.Int64Gauge
}

func newTelemetry(c *config) (*telemetry, error) {
	own := attribute.NewSet(slices.Clone(c.own)...)
	t := &telemetry{
		tracer: c.tracers.Tracer(scope,
			trace.WithInstrumentationVersion(intercom.Version), trace.WithSchemaURL(semconv.SchemaURL)),
		propagator: c.propagator,
		own:        own.ToSlice(),
		routes:     routes{all: map[intercom.Call]*route{}},
	}
	meter := c.meters.Meter(scope, metric.WithInstrumentationVersion(intercom.Version), metric.WithSchemaURL(semconv.SchemaURL))
	var err error
	histogram := func(name, description string, buckets []float64) (h metric.Float64Histogram) {
		if err == nil {
			h, err = meter.Float64Histogram(name,
				metric.WithDescription(description), metric.WithUnit("s"), metric.WithExplicitBucketBoundaries(buckets...))
		}
		return h
	}
	request := httpconv.ClientRequestDuration{}
	t.attempts = histogram(request.Name(), request.Description(), conventional)
	t.calls = histogram("intercom.client.call.duration", "Duration of calls, with all their attempts and waits.", patient)
	t.waits = histogram("intercom.client.rate_limit.wait", "How long attempts waited for the rate limit.", patient)
	if err == nil {
		t.retries, err = meter.Int64Counter("intercom.client.retries",
			metric.WithDescription("Attempts after the first one of a call."), metric.WithUnit("{retry}"))
	}
	if err == nil {
		t.remaining, err = meter.Int64Gauge("intercom.client.rate_limit.remaining",
			metric.WithDescription("Requests left in the window of the rate limit, by the last response."), metric.WithUnit("{request}"))
	}
	if err != nil {
		return nil, fmt.Errorf("intercomotel.Options: meter provider: %w", err)
	}
	return t, nil
}
