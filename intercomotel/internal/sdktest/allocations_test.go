package sdktest

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomotel"
)

// fixed is a transport that responds at once, and always the same.
type fixed struct{ header http.Header }

func (f *fixed) RoundTrip(*http.Request) (*http.Response, error) {
	const body = `{"type":"tag","id":"7","name":"gold"}`
	return &http.Response{StatusCode: 200, Header: f.header, ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(body))}, nil
}

// fixedClient makes calls that cost nothing but what the SDK and telemetry do. Its
// window of the rate limit is one that nothing uses up.
func fixedClient(tb testing.TB, opts ...intercom.Option) *intercom.Client {
	tb.Helper()
	server := &fixed{http.Header{
		"Content-Type": {"application/json"}, "X-Request-Id": {"b2f1c7e09a"},
		"X-Ratelimit-Limit": {"1000000000"}, "X-Ratelimit-Remaining": {"999999999"}, "X-Ratelimit-Reset": {"1700000000"},
	}}
	client, err := intercom.NewClient(append(opts, intercom.WithToken(testToken), intercom.WithBaseURL("https://api.intercom.test"),
		intercom.WithLogger(nil), intercom.WithHTTPClient(&http.Client{Transport: server}))...)
	require.NoError(tb, err)
	return client
}

// recorded are options that record every span and every metric. The spans go to an
// exporter that drops them.
func recorded(tb testing.TB) []intercom.Option {
	tb.Helper()
	opts, err := intercomotel.Options(
		intercomotel.WithTracerProvider(trace.NewTracerProvider(trace.WithSyncer(tracetest.NewNoopExporter()))),
		intercomotel.WithMeterProvider(metric.NewMeterProvider(metric.WithReader(metric.NewManualReader()))),
		intercomotel.WithAttributes(attribute.String("intercom.workspace", "acme")),
	)
	require.NoError(tb, err)
	return opts
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
	without, with := allocs(fixedClient(t)), allocs(fixedClient(t, recorded(t)...))
	assert.LessOrEqual(t, with-without, float64(most), "%v without telemetry, %v with", without, with)
}
