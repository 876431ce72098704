package sdktest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/trace"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomotel"
	"github.com/go-intercom/intercom/intercomtest"
)

// A call with two attempts, by all that is reported of it.
func TestCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newTelemetry(t, intercomotel.WithAttributes(attribute.String("intercom.workspace", "acme")))
		transport := responds(
			with(503, "", "Retry-After", "3", "X-Request-Id", "r1"),
			with(200, `{"id":"7"}`, "X-Request-Id", "r2", "X-RateLimit-Limit", "100", "X-RateLimit-Remaining", "42", "X-RateLimit-Reset", "946684810"),
		)
		client := o.client(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			return transport(req)
		}))
		begun := time.Now()
		ctx, outer := o.tracers.Tracer("program").Start(t.Context(), "outer")
		_, err := client.Tags.Get(ctx, "7")
		require.NoError(t, err)
		outer.End()

		all := o.spans.GetSpans()
		require.Len(t, all, 4)
		first, second, call := all[0], all[1], all[2]
		for _, s := range all[:3] {
			assert.Equal(t, "GET /tags/{tag_id}", s.Name)
			assert.Equal(t, "github.com/go-intercom/intercom/intercomotel", s.InstrumentationScope.Name)
			assert.Equal(t, intercom.Version, s.InstrumentationScope.Version)
			assert.Equal(t, "https://opentelemetry.io/schemas/1.43.0", s.InstrumentationScope.SchemaURL)
			assert.Empty(t, s.Events)
			assert.Empty(t, s.Links)
			assert.Empty(t, s.Status.Description)
		}
		assert.Equal(t, trace.SpanKindInternal, call.SpanKind)
		assert.Equal(t, outer.SpanContext().SpanID(), call.Parent.SpanID())
		assert.ElementsMatch(t, []attribute.KeyValue{attribute.String("intercom.workspace", "acme"), attribute.Int("intercom.attempts", 2)}, call.Attributes)
		assert.Equal(t, codes.Unset, call.Status.Code)
		assert.Equal(t, begun, call.StartTime)

		assert.Equal(t, trace.SpanKindClient, first.SpanKind)
		assert.Equal(t, call.SpanContext.SpanID(), first.Parent.SpanID())
		assert.Equal(t, codes.Error, first.Status.Code)
		assert.Equal(t, "error.type=503 http.request.method=GET http.response.status_code=503 intercom.request_id=r1 intercom.version=2.16 "+
			"intercom.workspace=acme url.template=/tags/{tag_id}", labels(first.Attributes))
		assert.Equal(t, begun, first.StartTime)
		assert.Equal(t, begun.Add(time.Second), first.EndTime)

		assert.Equal(t, call.SpanContext.SpanID(), second.Parent.SpanID())
		assert.Equal(t, codes.Unset, second.Status.Code)
		assert.Equal(t, "http.request.method=GET http.request.resend_count=1 http.response.status_code=200 intercom.request_id=r2 intercom.version=2.16 "+
			"intercom.workspace=acme url.template=/tags/{tag_id}", labels(second.Attributes))
		assert.Equal(t, second.EndTime, call.EndTime)
		assert.Equal(t, time.Second, second.EndTime.Sub(second.StartTime))

		const route = "http.request.method=GET intercom.workspace=acme url.template=/tags/{tag_id}"
		failed := "error.type=503 http.request.method=GET http.response.status_code=503 intercom.workspace=acme url.template=/tags/{tag_id}"
		succeeded := "http.request.method=GET http.response.status_code=200 intercom.workspace=acme url.template=/tags/{tag_id}"
		assert.Equal(t, map[string]string{failed: "1: 1", succeeded: "1: 1"}, o.values(t, "http.client.request.duration"))
		assert.Equal(t, map[string]string{"error.type=503 " + route: "1"}, o.values(t, "intercom.client.retries"))
		assert.Equal(t, map[string]string{"intercom.workspace=acme": "42"}, o.values(t, "intercom.client.rate_limit.remaining"))
		assert.Equal(t, map[string]string{"intercom.workspace=acme": "2: 0"}, o.values(t, "intercom.client.rate_limit.wait"))
		calls := o.values(t, "intercom.client.call.duration")
		assert.Len(t, calls, 1)
		assert.Regexp(t, `^1: 5(\.\d+)?$`, calls[succeeded])
	})
}

// Instruments have the names, units and buckets that are documented.
func TestInstruments(t *testing.T) {
	t.Parallel()
	o := newTelemetry(t)
	client := o.client(t, responds(
		with(500, ""), with(200, `{"id":"7"}`, "X-RateLimit-Limit", "9", "X-RateLimit-Remaining", "8", "X-RateLimit-Reset", "946684810")))
	_, err := client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	scopes := o.collect(t).ScopeMetrics
	require.Len(t, scopes, 1)
	assert.Equal(t, "github.com/go-intercom/intercom/intercomotel", scopes[0].Scope.Name)
	assert.Equal(t, intercom.Version, scopes[0].Scope.Version)
	assert.Equal(t, "https://opentelemetry.io/schemas/1.43.0", scopes[0].Scope.SchemaURL)
	got := map[string]string{}
	conventional := []float64{0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10}
	for _, m := range scopes[0].Metrics {
		got[m.Name] = m.Unit
		assert.NotEmpty(t, m.Description, m.Name)
		if h, ok := m.Data.(metricdata.Histogram[float64]); ok {
			bounds := h.DataPoints[0].Bounds
			if m.Name != "http.client.request.duration" {
				assert.Equal(t, []float64{20, 30, 60, 120}, bounds[len(bounds)-4:], m.Name)
				bounds = bounds[:len(bounds)-4]
			}
			assert.Equal(t, conventional, bounds, m.Name)
		}
	}
	assert.Equal(t, map[string]string{
		"http.client.request.duration": "s", "intercom.client.call.duration": "s", "intercom.client.rate_limit.wait": "s",
		"intercom.client.retries": "{retry}", "intercom.client.rate_limit.remaining": "{request}",
	}, got)
}

// errUntyped has words in its text that must not matter.
var errUntyped = errors.New("connection reset by peer, timeout, 404")

func TestErrorTypes(t *testing.T) {
	t.Parallel()
	fails := func(err error) func() (*http.Response, error) {
		return func() (*http.Response, error) { return nil, err }
	}
	for name, c := range map[string]struct {
		respond       func() (*http.Response, error)
		attempt, call string
	}{
		"not found":         {with(404, `{"type":"error.list","errors":[{"code":"not_found"}]}`), "404", "404"},
		"server":            {with(502, `<html>`), "502", "502"},
		"rate limit":        {with(429, `{"type":"error.list","errors":[]}`), "429", "429"},
		"lost":              {fails(errUntyped), "connection", "connection"},
		"redirect":          {with(302, ""), "", "_OTHER"},
		"error as success":  {with(200, `{"type":"error.list","errors":[{"code":"not_found"}]}`), "", "_OTHER"},
		"not JSON":          {with(200, `<html>`), "", "_OTHER"},
		"too large":         {with(200, `{"id":"7","name":"a long name that is longer than allowed"}`), "_OTHER", "_OTHER"},
		"cut by deadline":   {fails(context.DeadlineExceeded), "timeout", "timeout"},
		"transport gave up": {fails(context.Canceled), "canceled", "canceled"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newTelemetry(t)
			opts := []intercom.Option{intercom.WithMaxRetries(0)}
			if name == "too large" {
				opts = append(opts, intercom.WithMaxResponseSize(20))
			}
			_, err := o.client(t, responds(c.respond), opts...).Tags.Get(t.Context(), "7")
			require.Error(t, err)
			attempt, call := o.attempts()[0], o.calls()[0]
			assert.Equal(t, c.attempt, value(attempt, "error.type"))
			assert.Equal(t, c.call, value(call, "error.type"))
			assert.Equal(t, c.attempt != "", attempt.Status.Code == codes.Error)
			assert.Equal(t, codes.Error, call.Status.Code)
			for series := range o.values(t, "intercom.client.call.duration") {
				assert.Contains(t, series, "error.type="+c.call+" ")
			}
			assert.Empty(t, o.values(t, "intercom.client.retries"))
		})
	}
}

// Errors of calls that were not sent, or that ended while they waited.
func TestErrorTypesWithoutAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newTelemetry(t)
		last := func() string {
			calls := o.calls()
			return value(calls[len(calls)-1], "error.type")
		}
		limited := responds(with(200, `{"id":"7"}`, "X-RateLimit-Limit", "1", "X-RateLimit-Remaining", "0",
			"X-RateLimit-Reset", strconv.FormatInt(time.Now().Add(10*time.Second).Unix(), 10)))
		client := o.client(t, limited, intercom.WithFailFast())
		_, err := client.Tags.Get(t.Context(), "7")
		require.NoError(t, err)
		_, err = client.Tags.Get(t.Context(), "7")
		require.ErrorIs(t, err, intercom.ErrRateLimited)
		assert.Equal(t, "429", last())

		_, err = client.Tags.Get(t.Context(), "")
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		assert.Equal(t, "_OTHER", last())

		err = client.Do(t.Context(), "nonsense", nil)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		assert.Equal(t, "HTTP", o.calls()[len(o.calls())-1].Name)

		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = client.Tags.Get(cancelled, "7", intercom.WithoutPacing())
		require.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, "canceled", last())
		assert.Len(t, o.attempts(), 1)

		// While it waits to try again, after an error of another kind.
		waiting := o.client(t, responds(with(503, "", "Retry-After", "20")))
		short, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err = waiting.Tags.Get(short, "7")
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, intercom.ErrServer)
		assert.Equal(t, "canceled", last())
		assert.Empty(t, o.values(t, "intercom.client.retries"), "no further attempt was made")
	})
}

// A timeout of an attempt, and one of the call.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newTelemetry(t)
		client := o.client(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			return nil, req.Context().Err()
		}), intercom.WithTimeout(2*time.Second), intercom.WithMaxRetries(1))
		_, err := client.Tags.Get(t.Context(), "7")
		require.ErrorIs(t, err, intercom.ErrTimeout)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = client.Tags.Get(ctx, "7")
		require.ErrorIs(t, err, intercom.ErrTimeout)
		assert.Len(t, o.attempts(), 3)
		for _, s := range o.spans.GetSpans() {
			assert.Equal(t, "timeout", value(s, "error.type"))
			assert.Empty(t, value(s, "http.response.status_code"))
		}
		assert.Equal(t, map[string]string{"error.type=timeout http.request.method=GET url.template=/tags/{tag_id}": "1"},
			o.values(t, "intercom.client.retries"))
	})
}

// What a call waits for the rate limit is seen in its span and in the metrics.
func TestWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := newTelemetry(t)
		server := intercomtest.NewServer(intercomtest.WithRateLimit(2, 10*time.Second))
		client := server.Client(o.opts...)
		for range 3 {
			_, err := client.Admins.Me(t.Context())
			require.NoError(t, err)
		}
		calls := o.calls()
		require.Len(t, calls, 3)
		assert.Empty(t, value(calls[0], "intercom.rate_limit.wait"))
		assert.Empty(t, value(calls[0], "intercom.attempts"))
		waited, err := strconv.ParseFloat(value(calls[2], "intercom.rate_limit.wait"), 64)
		require.NoError(t, err)
		assert.InDelta(t, 10, waited, 1)
		last := o.attempts()[2]
		assert.InDelta(t, waited, last.StartTime.Sub(calls[2].StartTime).Seconds(), 0.01, "the attempt begins after the wait")
		for series, v := range o.values(t, "intercom.client.rate_limit.wait") {
			assert.Equal(t, "server.address=api.intercom.io", series)
			assert.Regexp(t, `^3: (9|10)`, v)
		}
		assert.Equal(t, map[string]string{"server.address=api.intercom.io": "1"}, o.values(t, "intercom.client.rate_limit.remaining"))
	})
}

func TestPages(t *testing.T) {
	t.Parallel()
	o := newTelemetry(t)
	server := intercomtest.NewServer()
	require.NoError(t, server.Seed(func(client *intercom.Client) error {
		for _, name := range []string{"ada", "bob", "cleo"} {
			if _, err := client.Contacts.Create(t.Context(), intercom.ContactCreate{Email: name + "@example.com"}); err != nil {
				return err
			}
		}
		return nil
	}))
	contacts, err := server.Client(o.opts...).Contacts.List(t.Context()).PerPage(2).Collect()
	require.NoError(t, err)
	assert.Len(t, contacts, 3)
	calls, attempts := o.calls(), o.attempts()
	require.Len(t, calls, 2)
	require.Len(t, attempts, 2)
	for i := range calls {
		assert.Equal(t, "GET /contacts", calls[i].Name)
		assert.False(t, calls[i].Parent.IsValid(), "a page is not within another")
		assert.Equal(t, calls[i].SpanContext.SpanID(), attempts[i].Parent.SpanID())
	}
}

func TestStream(t *testing.T) {
	t.Parallel()
	o := newTelemetry(t)
	body, err := o.client(t, responds(with(200, "a,b\n1,2\n", "Content-Type", "text/csv"))).Open(t.Context(), "GET /download/{id}", intercom.WithPath("5"))
	require.NoError(t, err)
	require.Len(t, o.calls(), 1, "the call ends with the header")
	assert.Equal(t, "GET /download/{id}", o.calls()[0].Name)
	content, err := io.ReadAll(body)
	require.NoError(t, err)
	require.NoError(t, body.Close())
	assert.Equal(t, "a,b\n1,2\n", string(content))
	assert.Len(t, o.spans.GetSpans(), 2)
}

// Exemplars of the duration lead to the attempt, those of the call to the call.
func TestExemplars(t *testing.T) {
	t.Parallel()
	o := newTelemetry(t)
	_, err := o.client(t, responds(with(200, `{"id":"7"}`))).Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	want := map[string]trace.SpanID{
		"http.client.request.duration": o.attempts()[0].SpanContext.SpanID(), "intercom.client.call.duration": o.calls()[0].SpanContext.SpanID(),
	}
	for _, m := range o.collect(t).ScopeMetrics[0].Metrics {
		if id, ok := want[m.Name]; ok {
			exemplars := m.Data.(metricdata.Histogram[float64]).DataPoints[0].Exemplars
			require.Len(t, exemplars, 1, m.Name)
			assert.Equal(t, id[:], exemplars[0].SpanID, m.Name)
		}
	}
}

// Several workspaces in one process have series of their own.
func TestWorkspaces(t *testing.T) {
	t.Parallel()
	remaining := func(n string) roundTrip {
		return responds(with(200, `{"id":"7"}`, "X-RateLimit-Limit", "100", "X-RateLimit-Remaining", n, "X-RateLimit-Reset", "4102444800"))
	}
	o := newTelemetry(t)
	base, err := intercom.NewClient(intercom.WithToken(testToken), intercom.WithBaseURL("http://[::1]:8080/v1"), intercom.WithLogger(nil))
	require.NoError(t, err)
	for name, n := range map[string]string{"acme": "42", "umbrella": "17"} {
		opts, err := intercomotel.Options(intercomotel.WithTracerProvider(o.tracers), intercomotel.WithMeterProvider(o.meters),
			intercomotel.WithAttributes(attribute.String("workspace", "overwritten"), attribute.String("workspace", name)))
		require.NoError(t, err)
		_, err = base.With(append(opts, intercom.WithToken("token-of-"+name), intercom.WithHTTPClient(&http.Client{Transport: remaining(n)}))...).
			Tags.Get(t.Context(), "7")
		require.NoError(t, err)
	}
	assert.Equal(t, map[string]string{
		"server.address=::1 server.port=8080 workspace=acme": "42", "server.address=::1 server.port=8080 workspace=umbrella": "17",
	}, o.values(t, "intercom.client.rate_limit.remaining"))
	for _, s := range o.spans.GetSpans() {
		assert.Contains(t, []string{"acme", "umbrella"}, value(s, "workspace"))
	}
}
