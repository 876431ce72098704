package sdktest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomotel"
)

const testToken = "dG9rOjEyMzQ1Njc4"

// telemetry keeps what is reported in memory.
type telemetry struct {
	spans   *tracetest.InMemoryExporter
	tracers *trace.TracerProvider
	metrics *metric.ManualReader
	meters  *metric.MeterProvider
	opts    []intercom.Option
}

func newTelemetry(t testing.TB, opts ...intercomotel.Option) *telemetry {
	t.Helper()
	o := &telemetry{spans: tracetest.NewInMemoryExporter(), metrics: metric.NewManualReader()}
	o.tracers = trace.NewTracerProvider(trace.WithSyncer(o.spans))
	o.meters = metric.NewMeterProvider(metric.WithReader(o.metrics))
	var err error
	o.opts, err = intercomotel.Options(append([]intercomotel.Option{
		intercomotel.WithTracerProvider(o.tracers),
		intercomotel.WithMeterProvider(o.meters),
	}, opts...)...)
	require.NoError(t, err)
	return o
}

// client returns a client that reports, over a transport.
func (o *telemetry) client(t testing.TB, transport http.RoundTripper, opts ...intercom.Option) *intercom.Client {
	t.Helper()
	client, err := intercom.NewClient(append(append([]intercom.Option{
		intercom.WithToken(testToken), intercom.WithBaseURL("https://api.intercom.test"), intercom.WithLogger(nil),
		intercom.WithHTTPClient(&http.Client{Transport: transport}),
	}, o.opts...), opts...)...)
	require.NoError(t, err)
	return client
}

// calls returns the spans of calls, attempts those of attempts, as they ended.
func (o *telemetry) calls() tracetest.SpanStubs    { return o.ofKind("internal") }
func (o *telemetry) attempts() tracetest.SpanStubs { return o.ofKind("client") }

func (o *telemetry) ofKind(kind string) (found tracetest.SpanStubs) {
	for _, s := range o.spans.GetSpans() {
		if s.SpanKind.String() == kind {
			found = append(found, s)
		}
	}
	return found
}

// collect returns what is measured now.
func (o *telemetry) collect(t testing.TB) metricdata.ResourceMetrics {
	t.Helper()
	var all metricdata.ResourceMetrics
	require.NoError(t, o.metrics.Collect(context.Background(), &all))
	return all
}

// values returns the points of a metric by their attributes: the count and the sum
// of a histogram, the value of what is none.
func (o *telemetry) values(t testing.TB, name string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, scope := range o.collect(t).ScopeMetrics {
		for _, m := range scope.Metrics {
			if m.Name != name {
				continue
			}
			switch data := m.Data.(type) {
			case metricdata.Histogram[float64]:
				for _, p := range data.DataPoints {
					found[labels(p.Attributes.ToSlice())] = fmt.Sprintf("%d: %.3g", p.Count, p.Sum)
				}
			case metricdata.Sum[int64]:
				assert.True(t, data.IsMonotonic)
				for _, p := range data.DataPoints {
					found[labels(p.Attributes.ToSlice())] = fmt.Sprint(p.Value)
				}
			case metricdata.Gauge[int64]:
				for _, p := range data.DataPoints {
					found[labels(p.Attributes.ToSlice())] = fmt.Sprint(p.Value)
				}
			default:
				t.Errorf("%s is a %T", name, data)
			}
		}
	}
	return found
}

// labels writes attributes on a line, sorted, without where they are from.
func labels(kv []attribute.KeyValue) string {
	set := attribute.NewSet(kv...)
	var b strings.Builder
	for _, a := range set.ToSlice() {
		if a.Key == "server.address" && a.Value.AsString() == "api.intercom.test" || a.Key == "server.port" && a.Value.AsInt64() == 443 {
			continue
		}
		fmt.Fprintf(&b, "%s=%s ", a.Key, a.Value.String())
	}
	return strings.TrimSpace(b.String())
}

// value returns an attribute of a span, or nothing.
func value(s tracetest.SpanStub, key attribute.Key) string {
	for _, a := range s.Attributes {
		if a.Key == key {
			return a.Value.String()
		}
	}
	return ""
}

// dump is everything that was reported, for tests of what must not be in it.
func (o *telemetry) dump(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	for _, s := range o.spans.GetSpans() {
		fmt.Fprintf(&b, "%s %s %q %v\n", s.Name, s.Status.Code, s.Status.Description, s.SpanContext.TraceState())
		fmt.Fprintf(&b, "%+v %+v %+v %v\n", s.Attributes, s.Events, s.Links, s.Resource)
		for _, a := range s.Attributes {
			fmt.Fprintf(&b, "%s=%s\n", a.Key, a.Value.String())
		}
	}
	j, err := json.Marshal(o.collect(t))
	require.NoError(t, err)
	b.Write(j)
	return b.String()
}

// roundTrip is a transport.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// reply is a response with headers, given as names and values.
func reply(status int, body string, header ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
}

// responds is a transport that gives each response in turn, and the last one for
// ever.
func responds(responses ...func() (*http.Response, error)) roundTrip {
	n := 0
	return func(req *http.Request) (*http.Response, error) {
		respond := responses[min(n, len(responses)-1)]
		n++
		res, err := respond()
		if res != nil {
			res.Request = cmp.Or(res.Request, req)
		}
		return res, err
	}
}

func with(status int, body string, header ...string) func() (*http.Response, error) {
	return func() (*http.Response, error) { return reply(status, body, header...), nil }
}
