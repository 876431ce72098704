package sdktest

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/trace"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomotel"
)

// fixed is a transport that responds at once, and always the same.
type fixed struct{ header http.Header }

func (f *fixed) RoundTrip(*http.Request) (*http.Response, error) {
	const body = `{"type":"tag","id":"7","name":"gold"}`
	return &http.Response{StatusCode: 200, Header: f.header, ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(body))}, nil
}

// benchClient makes calls that cost nothing but what the SDK and telemetry do. The
// limit of the rate is one that no benchmark reaches.
func benchClient(tb testing.TB, opts ...intercom.Option) *intercom.Client {
	tb.Helper()
	server := &fixed{http.Header{
		"Content-Type": {"application/json"}, "X-Request-Id": {"b2f1c7e09a"},
		"X-Ratelimit-Limit": {"1000000000"}, "X-Ratelimit-Remaining": {"999999999"}, "X-Ratelimit-Reset": {"1700000000"},
	}}
	client, err := intercom.NewClient(append(opts, intercom.WithToken("dG9rOjEyMzQ1Njc4"), intercom.WithBaseURL("https://api.intercom.test"),
		intercom.WithLogger(nil), intercom.WithHTTPClient(&http.Client{Transport: server}))...)
	require.NoError(tb, err)
	return client
}

// recorded are options that record all spans, which an exporter then drops, and
// all metrics.
func recorded(tb testing.TB) []intercom.Option {
	tb.Helper()
	opts, err := intercomotel.Options(
		intercomotel.WithTracerProvider(trace.NewTracerProvider(trace.WithSpanProcessor(dropped{}))),
		intercomotel.WithMeterProvider(metric.NewMeterProvider(metric.WithReader(metric.NewManualReader()))),
		intercomotel.WithAttributes(attribute.String("intercom.workspace", "acme")),
	)
	require.NoError(tb, err)
	return opts
}

// BenchmarkCall is the cost of a call against a fixed transport: without
// telemetry, with that of no SDK, and with all spans and metrics recorded. The
// last one also reports what it costs above the first.
func BenchmarkCall(b *testing.B) {
	call := func(b *testing.B, client *intercom.Client) {
		b.Helper()
		b.ReportAllocs()
		ctx := b.Context()
		for b.Loop() {
			if _, err := client.Tags.Get(ctx, "7"); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("none", func(b *testing.B) { call(b, benchClient(b)) })
	b.Run("no SDK", func(b *testing.B) {
		opts, err := intercomotel.Options()
		require.NoError(b, err)
		call(b, benchClient(b, opts...))
	})
	b.Run("recorded", func(b *testing.B) { call(b, benchClient(b, recorded(b)...)) })

	// Both in turn, so that the noise of a busy machine hits them alike.
	b.Run("difference", func(b *testing.B) {
		without, with := benchClient(b), benchClient(b, recorded(b)...)
		ctx := b.Context()
		var took [2]time.Duration
		for b.Loop() {
			for i, client := range []*intercom.Client{without, with} {
				begun := time.Now()
				for range 10 {
					if _, err := client.Tags.Get(ctx, "7"); err != nil {
						b.Fatal(err)
					}
				}
				took[i] += time.Since(begun)
			}
		}
		b.ReportMetric(float64(took[1]-took[0])/float64(10*b.N), "ns/call-above-none")
		b.ReportMetric(0, "ns/op")
	})
}

// most is how many allocations telemetry may add to a call.
const most = 45

func TestAllocations(t *testing.T) {
	ctx := t.Context()
	allocs := func(client *intercom.Client) float64 {
		return testing.AllocsPerRun(500, func() {
			if _, err := client.Tags.Get(ctx, "7"); err != nil {
				t.Fatal(err)
			}
		})
	}
	without, with := allocs(benchClient(t)), allocs(benchClient(t, recorded(t)...))
	assert.LessOrEqual(t, with-without, float64(most), "%v without telemetry, %v with", without, with)
}
