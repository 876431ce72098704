package sdktest

import (
	"context"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/baggage"
	"go.opentelemetry.io/otel/trace"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomotel"
	"github.com/go-intercom/intercom/intercomtest"
)

// traced is a context with a span, a state and baggage.
func traced(t *testing.T, o *telemetry) context.Context {
	t.Helper()
	state, err := trace.ParseTraceState("vendor=opaque")
	require.NoError(t, err)
	member, err := baggage.NewMember("customer", "wash")
	require.NoError(t, err)
	bag, err := baggage.New(member)
	require.NoError(t, err)
	ctx := trace.ContextWithSpanContext(t.Context(), trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{1}, SpanID: trace.SpanID{2}, TraceFlags: trace.FlagsSampled, TraceState: state,
	}))
	ctx, span := o.tracers.Tracer("program").Start(baggage.ContextWithBaggage(ctx, bag), "outer")
	t.Cleanup(func() { span.End() })
	return ctx
}

// Intercom gets no header by default.
func TestNoPropagation(t *testing.T) {
	t.Parallel()
	o := newTelemetry(t)
	with, without := intercomtest.NewServer(), intercomtest.NewServer()
	_, err := with.Client(o.opts...).Admins.Me(traced(t, o))
	require.NoError(t, err)
	_, err = without.Client().Admins.Me(t.Context())
	require.NoError(t, err)
	assert.Equal(t, without.Requests("")[0].Header, with.Requests("")[0].Header)
}

// With WithPropagation it gets that of the attempt, and no other host does.
func TestPropagation(t *testing.T) {
	t.Parallel()
	o := newTelemetry(t, intercomotel.WithPropagation())
	var hosts []string
	headers := map[string]http.Header{}
	client := o.client(t, roundTrip(func(req *http.Request) (*http.Response, error) {
		hosts = append(hosts, req.URL.Host)
		headers[req.URL.Host] = req.Header.Clone()
		switch {
		case len(hosts) == 1:
			return reply(503, ""), nil
		case req.URL.Host == "api.intercom.test":
			return reply(302, "", "Location", "https://files.example/recording"), nil
		}
		return reply(200, "sound", "Content-Type", "audio/mpeg"), nil
	}))
	body, err := client.Calls.OpenRecording(traced(t, o), "7")
	require.NoError(t, err)
	require.NoError(t, body.Close())
	assert.Equal(t, []string{"api.intercom.test", "api.intercom.test", "files.example"}, hosts)
	attempts := o.attempts()
	require.Len(t, attempts, 2, "a redirect is part of its attempt")
	own := headers["api.intercom.test"]
	assert.Equal(t, "00-"+attempts[1].SpanContext.TraceID().String()+"-"+attempts[1].SpanContext.SpanID().String()+"-01", own.Get("Traceparent"))
	assert.Equal(t, "vendor=opaque", own.Get("Tracestate"))
	assert.Empty(t, own.Get("Baggage"))
	for name := range headers["files.example"] {
		assert.Contains(t, []string{"Accept", "Accept-Encoding"}, name)
	}

	for range client.Fin.Events(traced(t, o), "https://stream.example/event-stream?accessToken=x") {
		break
	}
	assert.NotContains(t, headers["stream.example"], "Traceparent", "a stream has a token of its own")
	assert.Contains(t, headers["stream.example"], "Accept")
}

// What the transports below report belongs to the attempt.
func TestTransportsBelow(t *testing.T) {
	t.Parallel()
	o := newTelemetry(t)
	client := o.client(t, roundTrip(func(req *http.Request) (*http.Response, error) {
		assert.Equal(t, "GET /tags/{tag_id}", intercom.Operation(req.Context()))
		_, span := o.tracers.Tracer("below").Start(req.Context(), "below")
		span.End()
		return reply(200, `{"id":"7"}`), nil
	}))
	_, err := client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	all := o.spans.GetSpans()
	require.Len(t, all, 3)
	assert.Equal(t, o.attempts()[0].SpanContext.SpanID(), all[0].Parent.SpanID())
}

// A transport of others that responds by itself does not call ours.
func TestTransportThatRespondsItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newTelemetry(t)
		client := o.client(t, nil, intercom.WithTransport(func(http.RoundTripper) http.RoundTripper {
			return roundTrip(func(*http.Request) (*http.Response, error) {
				time.Sleep(time.Second)
				return reply(200, `{"id":"7"}`), nil
			})
		}))
		begun := time.Now()
		_, err := client.Tags.Get(t.Context(), "7")
		require.NoError(t, err)
		require.Len(t, o.attempts(), 1)
		s := o.attempts()[0]
		assert.Equal(t, begun, s.StartTime)
		assert.Equal(t, begun.Add(time.Second), s.EndTime)
		assert.Equal(t, "200", value(s, "http.response.status_code"))
		assert.Equal(t, o.calls()[0].SpanContext.SpanID(), s.Parent.SpanID())
	})
}

// One that sends each request twice at a time makes one attempt of it.
func TestTransportThatHedges(t *testing.T) {
	t.Parallel()
	o := newTelemetry(t)
	client := o.client(t, roundTrip(func(*http.Request) (*http.Response, error) { return reply(200, `{"id":"7"}`), nil }),
		intercom.WithTransport(func(next http.RoundTripper) http.RoundTripper {
			return roundTrip(func(req *http.Request) (*http.Response, error) {
				late := make(chan struct{})
				go func() {
					defer close(late)
					_, _ = next.RoundTrip(req)
				}()
				t.Cleanup(func() { <-late })
				return next.RoundTrip(req)
			})
		}))
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			_, err := client.Tags.Get(t.Context(), "7")
			assert.NoError(t, err)
		})
	}
	wait.Wait()
	assert.Len(t, o.attempts(), 20)
	assert.Len(t, o.calls(), 20)
}

// A transport that panics leaves no span open.
func TestTransportThatPanics(t *testing.T) {
	t.Parallel()
	o := newTelemetry(t)
	client := o.client(t, roundTrip(func(*http.Request) (*http.Response, error) { panic("planted") }))
	assert.PanicsWithValue(t, "planted", func() { _, _ = client.Tags.Get(t.Context(), "7") })
	all := o.spans.GetSpans()
	require.Len(t, all, 2)
	for _, s := range all {
		assert.Equal(t, "_OTHER", value(s, "error.type"))
	}
}

// Another hook may put a context in place of the one that has the call.
func TestContextOfOthers(t *testing.T) {
	t.Parallel()
	o := newTelemetry(t, intercomotel.WithPropagation())
	client := o.client(t, responds(with(200, `{"id":"7"}`)),
		intercom.WithCallHook(func(context.Context, intercom.Call) (context.Context, func(intercom.CallResult)) {
			return t.Context(), nil
		}))
	_, err := client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	assert.Len(t, o.calls(), 1)
	assert.Empty(t, o.attempts())
}

// Two sets of options do not get in each other's way, nor does one that is given
// twice.
func TestOptionsTwice(t *testing.T) {
	t.Parallel()
	one, two := newTelemetry(t), newTelemetry(t)
	client := one.client(t, responds(with(200, `{"id":"7"}`)), two.opts...).With(two.opts...)
	_, err := client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	assert.Len(t, one.calls(), 1)
	assert.Len(t, one.attempts(), 1)
	assert.Len(t, two.attempts(), 1)
	assert.Equal(t, map[string]string{"http.request.method=GET http.response.status_code=200 url.template=/tags/{tag_id}": "1"},
		counts(two.values(t, "http.client.request.duration")))
}

// counts keeps the counts of histograms.
func counts(values map[string]string) map[string]string {
	for series, v := range values {
		values[series], _, _ = strings.Cut(v, ":")
	}
	return values
}

// Whoever uses the module gets the API of OpenTelemetry and nothing else of it.
func TestDependencies(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-C", "../..", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", ".").Output()
	require.NoError(t, err)
	allowed := map[string]bool{
		"github.com/go-intercom/intercom": true, "github.com/go-intercom/intercom/intercomotel": true,
		"go.opentelemetry.io/otel": true, "go.opentelemetry.io/otel/log": true, "go.opentelemetry.io/otel/metric": true,
		"go.opentelemetry.io/otel/trace": true, "go.opentelemetry.io/auto/sdk": true,
		"github.com/cespare/xxhash/v2": true, "github.com/go-logr/logr": true, "github.com/go-logr/stdr": true,
	}
	for module := range strings.FieldsSeq(string(out)) {
		assert.True(t, allowed[module], "%s is a dependency", module)
	}
	out, err = exec.CommandContext(t.Context(), "go", "list", "-C", "../..", "-m", "all").Output()
	require.NoError(t, err)
	assert.NotContains(t, string(out), "go.opentelemetry.io/otel/sdk", "nor is the SDK of it in the list of modules")
}
