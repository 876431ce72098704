package intercom_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

type spanKey struct{}

// spans is a call hook that records what it is given.
type spans struct {
	calls   []intercom.Call
	results []intercom.CallResult
}

func (s *spans) begin(ctx context.Context, c intercom.Call) (context.Context, func(intercom.CallResult)) {
	s.calls = append(s.calls, c)
	return context.WithValue(ctx, spanKey{}, len(s.calls)), func(r intercom.CallResult) { s.results = append(s.results, r) }
}

func (s *spans) last(t *testing.T) intercom.CallResult {
	t.Helper()
	require.Len(t, s.results, len(s.calls))
	require.NotEmpty(t, s.results)
	return s.results[len(s.results)-1]
}

func TestCallHook(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s spans
		var seen []any
		var attempts []intercom.Attempt
		transport := scripted(responds(503, "", "Retry-After", "3"), responds(200, `{"id":"7"}`, "X-Request-Id", "r7"))
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			seen = append(seen, req.Context().Value(spanKey{}), intercom.Operation(req.Context()), intercom.AttemptNumber(req.Context()))
			return transport.RoundTrip(req)
		}), intercom.WithCallHook(s.begin), intercom.WithHook(func(ctx context.Context, a intercom.Attempt) {
			seen = append(seen, ctx.Value(spanKey{}))
			attempts = append(attempts, a)
		}))
		_, err := client.Tags.Get(t.Context(), "7")
		require.NoError(t, err)
		assert.Equal(t, []intercom.Call{{Operation: "GET /tags/{tag_id}", Version: "2.16", Scheme: "https", Host: "api.intercom.test"}}, s.calls)
		assert.Equal(t, []any{1, "GET /tags/{tag_id}", 1, 1, 1, "GET /tags/{tag_id}", 2, 1}, seen, "transport and hook have the context of the call")
		r := s.last(t)
		assert.Equal(t, 200, r.StatusCode)
		assert.Equal(t, "r7", r.RequestID)
		assert.Equal(t, 2, r.Attempts)
		assert.NoError(t, r.Err)
		assert.Zero(t, r.Paced)
		assert.InDelta(t, 3, r.Backoff.Seconds(), 0.3)
		assert.Equal(t, 2*time.Second+r.Backoff, r.Duration)
		assert.Equal(t, []time.Duration{time.Second, time.Second}, []time.Duration{attempts[0].Duration, attempts[1].Duration})
		assert.Zero(t, intercom.AttemptNumber(t.Context()))
		assert.Empty(t, intercom.Operation(t.Context()))
	})
}

// A call that is never sent is a call all the same.
func TestCallHookOfWhatIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s spans
		attempts := 0
		server := &limitedAPI{limit: 2, length: 10 * time.Second}
		client := over(t, server, intercom.WithFailFast(), intercom.WithCallHook(s.begin),
			intercom.WithHook(func(context.Context, intercom.Attempt) { attempts++ }))
		for range 2 {
			_, err := client.Tags.Get(t.Context(), "7")
			require.NoError(t, err)
		}
		_, err := client.Tags.Get(t.Context(), "7")
		require.ErrorIs(t, err, intercom.ErrRateLimited)
		assert.Equal(t, intercom.CallResult{Err: err}, s.last(t))

		_, err = client.Tags.Get(t.Context(), "")
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		assert.Equal(t, err, s.last(t).Err)
		assert.Zero(t, s.last(t).Attempts)

		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = client.Tags.Get(cancelled, "7", intercom.WithoutPacing())
		require.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, err, s.last(t).Err)
		assert.Equal(t, 2, attempts)
	})
}

func TestCallHookForms(t *testing.T) {
	t.Parallel()
	var s spans
	var order []string
	named := func(name string) intercom.Option {
		return intercom.WithCallHook(func(context.Context, intercom.Call) (context.Context, func(intercom.CallResult)) {
			order = append(order, "begin "+name)
			return nil, func(intercom.CallResult) { order = append(order, "end "+name) } //nolint:staticcheck // a hook that forgets the context does no harm
		})
	}
	silent := intercom.WithCallHook(func(ctx context.Context, _ intercom.Call) (context.Context, func(intercom.CallResult)) {
		return ctx, nil
	})
	client, api := setup(t, named("outer"), silent, intercom.WithCallHook(s.begin))
	api.on("GET", "/tags/7", 200, `{"id":"7"}`, `<html>`, `{"data":[{"id":"7"}]}`)

	_, err := client.Tags.Get(t.Context(), "7", named("inner"))
	require.NoError(t, err)
	assert.Equal(t, []string{"begin outer", "begin inner", "end inner", "end outer"}, order)

	_, err = client.Tags.Get(t.Context(), "7")
	require.ErrorIs(t, err, intercom.ErrDecode)
	assert.Equal(t, err, s.last(t).Err, "a response that cannot be read is part of the call")

	body, err := client.Open(t.Context(), "GET /tags/7")
	require.NoError(t, err)
	assert.Equal(t, 200, s.last(t).StatusCode, "the call of a stream ends with its header")
	_, err = io.ReadAll(body)
	require.NoError(t, err)
	require.NoError(t, body.Close())

	api.on("GET", "/admins", 200, `{"type":"admin.list","admins":[{"id":"1"},{"id":"2"}]}`)
	before := len(s.calls)
	admins, err := client.Admins.List(t.Context()).Collect()
	require.NoError(t, err)
	assert.Len(t, admins, 2)
	assert.Len(t, s.calls, before+1, "a page is a call")
}

// A wait for the rate limit can be seen, in the hooks and in the log.
func TestWaitsAreSeen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var s spans
		var waited []time.Duration
		var log bytes.Buffer
		server := &limitedAPI{limit: 3, length: 10 * time.Second}
		client := over(t, server, intercom.WithLogger(textLogger(&log)), intercom.WithCallHook(s.begin),
			intercom.WithHook(func(_ context.Context, a intercom.Attempt) { waited = append(waited, a.Waited) }))
		for range 4 {
			_, err := client.Tags.Get(t.Context(), "7")
			require.NoError(t, err)
		}
		assert.Equal(t, make([]time.Duration, 3), waited[:3])
		assert.Greater(t, waited[3], 9*time.Second)
		assert.Equal(t, waited[3], s.last(t).Paced)
		assert.Equal(t, waited[3], s.last(t).Duration)
		var lines []string
		for line := range strings.Lines(log.String()) {
			if strings.Contains(line, "level=INFO") {
				lines = append(lines, line)
			}
		}
		require.Len(t, lines, 1, log.String())
		assert.Contains(t, lines[0], `msg="intercom: waited for the rate limit" operation="GET /tags/{tag_id}" wait=`)
	})
}

func TestLongBackoffIsLogged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		client := over(t, scripted(responds(503, "", "Retry-After", "7"), responds(503, "", "Retry-After", "1"), responds(200, `{"id":"7"}`)),
			intercom.WithLogger(textLogger(&log)))
		_, err := client.Tags.Get(t.Context(), "7")
		require.NoError(t, err)
		assert.Equal(t, 1, strings.Count(log.String(), "level=INFO"), log.String())
		assert.Contains(t, log.String(), `msg="intercom: waiting to retry"`)
	})
}

// limiterFunc is a Limiter that cannot or does not want to wait.
type limiterFunc struct {
	wait func(context.Context) error
	said []intercom.RateLimit
}

func (l *limiterFunc) Wait(ctx context.Context) error { return l.wait(ctx) }

func (l *limiterFunc) Observe(r intercom.RateLimit) { l.said = append(l.said, r) }

func TestLimiterThatIsUnavailable(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := &limiterFunc{wait: func(context.Context) error {
			return errors.Join(errors.New("redis is gone"), intercom.ErrLimiterUnavailable)
		}}
		server := &limitedAPI{limit: 5, length: 10 * time.Second}
		client := over(t, server, intercom.WithLimiter(limiter))
		begun := time.Now()
		for range 12 {
			_, err := client.Tags.Get(t.Context(), "7")
			require.NoError(t, err)
		}
		assert.Greater(t, time.Since(begun), 10*time.Second, "the client paces itself")
		assert.Zero(t, server.refused)
		assert.Len(t, limiter.said, 12, "and the limiter still learns")
	})
}

func TestLimiterWhoseWindowIsClosed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := &limiterFunc{wait: func(context.Context) error { return &intercom.WindowClosedError{Wait: 4 * time.Second} }}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := over(t, &limitedAPI{limit: 5, length: 10 * time.Second}, intercom.WithLimiter(limiter)).Tags.Get(ctx, "7")
		limited, ok := errors.AsType[*intercom.RateLimitError](err)
		require.True(t, ok, "%v", err)
		assert.Equal(t, 4*time.Second, limited.RetryAfter)
		assert.Zero(t, limited.Attempts)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Empty(t, limiter.said)
	})
}

// With WithFailFast a limiter has a tenth of a second, in whatever order the
// options come.
func TestLimiterAndFailFast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		waits := 0
		limiter := &limiterFunc{wait: func(ctx context.Context) error {
			waits++
			<-ctx.Done()
			return context.Cause(ctx)
		}}
		for _, opts := range [][]intercom.Option{
			{intercom.WithLimiter(limiter), intercom.WithFailFast()},
			{intercom.WithFailFast(), intercom.WithLimiter(limiter)},
		} {
			begun := time.Now()
			_, err := over(t, &limitedAPI{limit: 5, length: 10 * time.Second}, opts...).Tags.Get(t.Context(), "7")
			limited, ok := errors.AsType[*intercom.RateLimitError](err)
			require.True(t, ok, "%v", err)
			assert.Equal(t, 10*time.Second, limited.RetryAfter, "the length of a window, as nothing is known")
			assert.NotErrorIs(t, err, context.DeadlineExceeded)
			assert.Equal(t, 100*time.Millisecond, time.Since(begun))
		}
		assert.Equal(t, 2, waits)

		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := over(t, &limitedAPI{}, intercom.WithLimiter(limiter), intercom.WithFailFast()).Tags.Get(cancelled, "7")
		assert.ErrorIs(t, err, context.Canceled)
		assert.NotErrorIs(t, err, intercom.ErrRateLimited)
	})
}

// A limiter learns when the window ends on the clock that it reads itself.
func TestLimiterIsOnOurClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := &limiterFunc{wait: func(context.Context) error { return nil }}
		ahead := time.Hour
		reset := time.Now().Add(ahead + 7*time.Second).Truncate(time.Second)
		client := over(t, roundTrip(func(*http.Request) (*http.Response, error) {
			return reply(200, `{"id":"7"}`, "Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat),
				"X-RateLimit-Limit", "10", "X-RateLimit-Remaining", "3", "X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10)), nil
		}), intercom.WithLimiter(limiter))
		_, err := client.Tags.Get(t.Context(), "7")
		require.NoError(t, err)
		require.Len(t, limiter.said, 1)
		assert.WithinDuration(t, time.Now().Add(7*time.Second), limiter.said[0].Reset, time.Second)
		assert.Equal(t, reset.UTC(), client.RateLimit().Reset, "Client.RateLimit is what Intercom said")
	})
}

// WithLogger of a call has all that the call logs.
func TestLoggerOfACall(t *testing.T) {
	t.Parallel()
	var ofClient, ofCall bytes.Buffer
	client, api := setup(t, intercom.WithLogger(textLogger(&ofClient)))
	api.on("GET", "/tags/7", 200, `{"id":{"a":1}}`)
	_, err := client.Tags.Get(t.Context(), "7", intercom.WithLogger(textLogger(&ofCall)))
	require.NoError(t, err)
	assert.Empty(t, ofClient.String())
	assert.Equal(t, 2, strings.Count(ofCall.String(), "\n"), ofCall.String())
	assert.Contains(t, ofCall.String(), "level=WARN")

	api.on("GET", "/tags", 200, `{"data":[{"id":{"a":1}}]}`)
	ofCall.Reset()
	_, err = client.Tags.List(t.Context(), intercom.WithLogger(textLogger(&ofCall))).Collect()
	require.NoError(t, err)
	assert.Empty(t, ofClient.String())
	assert.Contains(t, ofCall.String(), "level=WARN")
}
