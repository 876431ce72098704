package intercomotel

import (
	"reflect"
	"slices"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/go-intercom/intercom"
)

// An Option changes what Options reports, and to whom.
type Option interface{ apply(*config) }

// option is an Option that a function of this package returns.
type option func(*config)

func (o option) apply(c *config) { o(c) }

// config is what all options together come to.
type config struct {
	tracers    trace.TracerProvider
	meters     metric.MeterProvider
	own        []attribute.KeyValue
	propagator propagation.TextMapPropagator // nil: nothing is sent
	err        error                         // of the first option that was given nonsense
}

func defaults() *config {
	return &config{tracers: otel.GetTracerProvider(), meters: otel.GetMeterProvider()}
}

func (c *config) fail(option, problem string) {
	if c.err == nil {
		c.err = &intercom.ArgumentError{Operation: "intercomotel.Options", Parameter: option, Problem: problem}
	}
}

// WithTracerProvider sends spans to p. The default is the provider of
// otel.SetTracerProvider, which may be set later.
func WithTracerProvider(p trace.TracerProvider) Option {
	return option(func(c *config) {
		if isNil(p) {
			c.fail("WithTracerProvider", "is given nil")
			return
		}
		c.tracers = p
	})
}

// WithMeterProvider sends metrics to p. The default is the provider of
// otel.SetMeterProvider, which may be set later.
func WithMeterProvider(p metric.MeterProvider) Option {
	return option(func(c *config) {
		if isNil(p) {
			c.fail("WithMeterProvider", "is given nil")
			return
		}
		c.meters = p
	})
}

// isNil reports whether an interface holds nothing, or a pointer that is nil.
func isNil(v any) bool {
	return v == nil || reflect.ValueOf(v).Kind() == reflect.Pointer && reflect.ValueOf(v).IsNil()
}

// reserved are the attributes that only this package sets.
var reserved = []attribute.Key{
	semconv.HTTPRequestMethodKey, semconv.HTTPRequestResendCountKey, semconv.HTTPResponseStatusCodeKey, semconv.ServerAddressKey,
	semconv.ServerPortKey, semconv.URLTemplateKey, semconv.ErrorTypeKey, attemptsKey, waitKey, requestIDKey, versionKey,
}

// WithAttributes adds attributes to each span and each metric, besides those
// given before; of two with one key the later one counts. It is how several
// workspaces in one process are distinguished. Each value makes series of its own, so
// there should be few, and they are sent as they are: no personal data.
// Attributes that this package sets are refused.
func WithAttributes(kv ...attribute.KeyValue) Option {
	return option(func(c *config) {
		for _, a := range kv {
			switch {
			case !a.Valid():
				c.fail("WithAttributes", "is given an attribute without a key or value")
			case slices.Contains(reserved, a.Key):
				c.fail("WithAttributes", "is given "+string(a.Key)+", which Options sets")
			}
		}
		c.own = append(slices.Clip(c.own), kv...)
	})
}

// WithPropagation sends the identity of the span with each request, as the
// headers traceparent and tracestate (https://www.w3.org/TR/trace-context/).
// They go where the access token goes, and not to another host that a request is
// redirected to. Baggage is never sent.
//
// Without it nothing is sent: Intercom is another company, and cannot report spans
// to you. It is for a gateway or proxy of yours; see [intercom.WithBaseURL].
func WithPropagation() Option {
	return option(func(c *config) { c.propagator = propagation.TraceContext{} })
}

// Options returns options for [intercom.NewClient] or [intercom.Client.With]
// that report all calls of the client. Transports of [intercom.WithTransport]
// belong to the spans of attempts if they are given before these options. To report
// several workspaces apart, derive the client of each from one that does not report
// yet.
//
// The errors are an [intercom.ArgumentError] for an option that was given
// nonsense, and what the meter provider returns for an instrument that it refuses.
func Options(opts ...Option) ([]intercom.Option, error) {
	c := defaults()
	for _, o := range opts {
		if !isNil(o) {
			o.apply(c)
		}
	}
	if c.err != nil {
		return nil, c.err
	}
	t, err := newTelemetry(c)
	if err != nil {
		return nil, err
	}
	return []intercom.Option{
		intercom.WithCallHook(t.begin), intercom.WithHook(t.attempted), intercom.WithTransport(t.transport),
	}, nil
}
