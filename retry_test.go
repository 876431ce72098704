package intercom_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

var (
	lostConnection = &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	noConnection   = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
)

// the calls whose retry classes the tests look at
func retryCalls(client *intercom.Client) map[string]struct {
	repeatable bool
	call       func(ctx context.Context, opts ...intercom.Option) error
} {
	type m = map[string]struct {
		repeatable bool
		call       func(ctx context.Context, opts ...intercom.Option) error
	}
	do := func(operation string, body any) func(ctx context.Context, opts ...intercom.Option) error {
		return func(ctx context.Context, opts ...intercom.Option) error {
			return client.Do(ctx, operation, nil, append(opts, intercom.WithBody(body))...)
		}
	}
	return m{
		"GET":    {true, do("GET /tags", nil)},
		"PUT":    {true, do("PUT /tags", 1)},
		"DELETE": {true, do("DELETE /tags", nil)},
		"POST":   {false, do("POST /messages", 1)},
		"PATCH":  {false, do("PATCH /data_connectors", 1)},
		"upsert": {true, func(ctx context.Context, opts ...intercom.Option) error {
			_, err := client.Companies.Create(ctx, intercom.CompanyCreate{CompanyID: "6"}, opts...)
			return err
		}},
		"search": {true, func(ctx context.Context, opts ...intercom.Option) error {
			_, err := client.Companies.List(ctx, opts...).Page()
			return err
		}},
		"session": {false, func(ctx context.Context, opts ...intercom.Option) error {
			_, err := client.Users.StartSession(ctx, intercom.ByID("1"), opts...)
			return err
		}},
	}
}

func TestRetryClasses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const twice, ambiguous, never = 2, 1, 0
		for name, failure := range map[string]struct {
			step func(*http.Request) (*http.Response, error)
			kind int // never, ambiguous or twice
		}{
			"500":         {responds(500, ""), ambiguous},
			"502 HTML":    {responds(502, "<html>", "Content-Type", "text/html"), ambiguous},
			"503":         {responds(503, ""), ambiguous},
			"408":         {responds(408, ""), ambiguous},
			"reset":       {breaks(lostConnection), ambiguous},
			"end of file": {breaks(io.EOF), ambiguous},
			"timeout":     {hangs, ambiguous},
			"cut body": {func(*http.Request) (*http.Response, error) {
				r := reply(200, "")
				r.Body = cutBody(`{"id"`)
				return r, nil
			}, ambiguous},
			"429":             {responds(429, ""), twice},
			"503 Retry-After": {responds(503, "", "Retry-After", "1"), twice},
			"dial":            {breaks(noConnection), twice},
			"DNS":             {breaks(&net.DNSError{Err: "server misbehaving", IsTemporary: true}), twice},
			"409":             {responds(409, ""), never},
			"404":             {responds(404, ""), never},
			"422":             {responds(422, ""), never},
			"error list 200":  {responds(200, `{"type":"error.list","errors":[]}`), never},
			"pending job":     {responds(429, `{"errors":[{"code":"rate_limit_exceeded","message":"Exceeded rate limit of 1 pending message data export jobs"}]}`), never},
		} {
			transport := scripted(failure.step, failure.step, responds(200, `{"id":"7"}`))
			client := over(t, transport)
			for call, c := range retryCalls(client) {
				transport.at = nil
				err := c.call(t.Context())
				want := 1
				if failure.kind == twice || failure.kind == ambiguous && c.repeatable {
					want = 3
				}
				assert.Equal(t, want, transport.count(), "%s after %s", call, name)
				assert.Equal(t, want == 3, err == nil, "%s after %s: %v", call, name, err)

				transport.at = nil
				err = c.call(t.Context(), intercom.WithMaxRetries(0))
				assert.Equal(t, 1, transport.count(), "%s after %s", call, name)
				assert.Error(t, err)

				if failure.kind == ambiguous {
					transport.at = nil
					assert.NoError(t, c.call(t.Context(), intercom.WithReplay()), "%s after %s", call, name)
					assert.Equal(t, 3, transport.count())
				}
			}
		}
	})
}

func TestEachAttemptSendsTheWholeBody(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var bodies []string
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			b, err := io.ReadAll(req.Body)
			require.NoError(t, err)
			require.Nil(t, req.GetBody, "with it net/http sends a request again by itself")
			require.Equal(t, int64(len(b)), req.ContentLength)
			bodies = append(bodies, string(b))
			if len(bodies) < 3 {
				return nil, lostConnection
			}
			return reply(200, `{"id":"1"}`), nil
		}))
		_, err := client.Tags.Create(t.Context(), "blue")
		require.NoError(t, err)
		assert.Equal(t, []string{`{"name":"blue"}`, `{"name":"blue"}`, `{"name":"blue"}`}, bodies)
	})
}

func TestRetryExhausted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := scripted(breaks(io.EOF), responds(502, ""), responds(503, `{"errors":[{"code":"service_unavailable","message":"third"}]}`))
		client := over(t, transport)
		var res intercom.Response
		start := time.Now()
		_, err := client.Tags.Get(t.Context(), "7", intercom.WithResponse(&res))
		e, ok := errors.AsType[*intercom.ServiceUnavailableError](err)
		require.True(t, ok, "%v", err)
		assert.Equal(t, 3, e.Attempts)
		assert.Equal(t, "third", e.Message)
		assert.Contains(t, err.Error(), "after 3 attempts")
		assert.Equal(t, 3, res.Attempts)
		assert.Equal(t, time.Since(start), res.Duration)
		assert.InDelta(t, 0.81, res.Duration.Seconds(), 0.3, "25 to 100 ms after a lost connection, 0.5 to 1 s after the second failure")

		_, err = over(t, scripted(breaks(lostConnection))).Tags.Get(t.Context(), "7", intercom.WithMaxRetries(4))
		lost, ok := errors.AsType[*intercom.ConnectionError](err)
		require.True(t, ok)
		assert.Equal(t, 5, lost.Attempts)
		assert.ErrorIs(t, err, syscall.ECONNRESET)
		assert.ErrorIs(t, err, intercom.ErrConnection)
		assert.NotErrorIs(t, err, intercom.ErrTimeout)
	})
}

// Waiting that cannot help is not begun.
func TestHopelessWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		transport := scripted(responds(429, "", "Retry-After", "3600"))
		client := over(t, transport)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		for sent := range 2 {
			_, err := client.Tags.Get(ctx, "7")
			require.ErrorIs(t, err, intercom.ErrRateLimited)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			e, ok := errors.AsType[*intercom.RateLimitError](err)
			require.True(t, ok)
			assert.InDelta(t, time.Hour.Seconds(), e.RetryAfter.Seconds(), 2)
			assert.Equal(t, 1-sent, e.Attempts, "the second is not even sent")
		}
		_, err := client.Tags.Get(t.Context(), "7")
		require.ErrorIs(t, err, intercom.ErrRateLimited, "an hour is too long without a deadline as well")
		require.NotErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 1, transport.count())

		down := scripted(responds(503, "", "Retry-After", "30"))
		_, err = over(t, down).Tags.Get(ctx, "7")
		require.ErrorIs(t, err, intercom.ErrServer)
		down = scripted(responds(503, "", "Retry-After", "120"))
		_, err = over(t, down).Tags.Get(t.Context(), "7")
		require.ErrorIs(t, err, intercom.ErrServer)
		assert.Equal(t, 1, down.count())
		assert.Zero(t, time.Since(start))
	})
}

func TestAttemptTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := scripted(hangs, func(req *http.Request) (*http.Response, error) {
			res := reply(200, "")
			res.Body = hangingBody{req.Context(), strings.NewReader(`{"id":`)}
			return res, nil
		}, responds(200, `{"id":"7"}`))
		client := over(t, transport, intercom.WithTimeout(3*time.Second))
		start := time.Now()
		_, err := client.Tags.Get(t.Context(), "7")
		require.NoError(t, err, "each attempt has its own timeout")
		assert.Equal(t, 3, transport.count())
		assert.InDelta(t, 7, time.Since(start).Seconds(), 0.5)

		_, err = over(t, scripted(hangs)).Tags.Get(t.Context(), "7", intercom.WithTimeout(time.Second), intercom.WithMaxRetries(1))
		e, ok := errors.AsType[*intercom.ConnectionError](err)
		require.True(t, ok)
		assert.True(t, e.Timeout())
		assert.Equal(t, 2, e.Attempts)
		assert.ErrorIs(t, err, intercom.ErrTimeout)
		assert.ErrorIs(t, err, context.DeadlineExceeded)

		start = time.Now()
		_, err = over(t, scripted(hangs)).Tags.Get(t.Context(), "7", intercom.WithMaxRetries(0))
		require.ErrorIs(t, err, intercom.ErrTimeout)
		assert.Equal(t, time.Minute, time.Since(start), "the default")

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		hanging := scripted(hangs)
		_, err = over(t, hanging).Tags.Get(ctx, "7")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 1, hanging.count())

		hour := over(t, scripted(func(req *http.Request) (*http.Response, error) {
			return delayed(req, time.Hour, reply(200, `{"id":"7"}`))
		}))
		_, err = hour.Tags.Get(t.Context(), "7", intercom.WithTimeout(0))
		require.NoError(t, err, "0 is no bound")
	})
}

func TestRetryPolicy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var asked []intercom.Attempt
		transport := scripted(responds(404, ""), responds(500, ""), responds(200, `{"id":"7"}`))
		client := over(t, transport, intercom.WithRetryPolicy(func(a intercom.Attempt) (time.Duration, bool) {
			asked = append(asked, a)
			return 7 * time.Second, true
		}))
		start := time.Now()
		require.NoError(t, client.Do(t.Context(), "POST /messages", nil))
		assert.Equal(t, 14*time.Second, time.Since(start))
		require.Len(t, asked, 2)
		assert.Equal(t, 404, asked[0].StatusCode)
		assert.Equal(t, 1, asked[0].Number)
		assert.False(t, asked[0].Retry)
		assert.Equal(t, "POST /messages", asked[1].Operation)

		transport = scripted(responds(429, "", "Retry-After", "4"))
		_, err := over(t, transport, intercom.WithRetryPolicy(func(a intercom.Attempt) (time.Duration, bool) {
			assert.True(t, a.Retry)
			assert.InDelta(t, 4, a.RetryIn.Seconds(), 0.3)
			return 0, false
		})).Tags.Get(t.Context(), "7")
		e, ok := errors.AsType[*intercom.RateLimitError](err)
		require.True(t, ok)
		assert.InDelta(t, 4, e.RetryAfter.Seconds(), 0.3, "told whatever the policy")
		assert.Equal(t, 1, transport.count())

		transport = scripted(responds(500, ""))
		_, err = over(t, transport, intercom.WithMaxRetries(6), intercom.WithRetryPolicy(func(intercom.Attempt) (time.Duration, bool) {
			return 0, true
		})).Tags.Get(t.Context(), "7")
		require.Error(t, err)
		assert.Equal(t, 7, transport.count())
	})
}

// A server that is down is not hit three times as often by everybody for ever.
func TestRetryBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		transport := scripted(responds(503, ""))
		client := over(t, transport)
		assert.Equal(t, int64(1000), flood(t.Context(), client, 1000, 8))
		assert.Equal(t, 1100, transport.count())
	})
}

func TestThreeAttemptsUseOneConnection(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	var conns sync.Map
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		conns.Store(r.RemoteAddr, true)
		if n.Add(1) < 3 {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(503)
			_, _ = w.Write([]byte(strings.Repeat("x", 5000)))
			return
		}
		_, _ = w.Write([]byte(`{"id":"7"}`))
	})
	_, err := client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	assert.Equal(t, int64(3), n.Load())
	conns.Range(func(addr, _ any) bool { n.Add(-1); return true })
	assert.Equal(t, int64(2), n.Load(), "one connection")
}

// A POST is on the wire once, whatever becomes of it.
func TestWritesAreSentOnceForReal(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		n.Add(1)
		switch r.URL.Query().Get("how") {
		case "reset":
			resets(w)
		case "cut":
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"id":`))
			_ = http.NewResponseController(w).Flush()
		case "500":
			w.WriteHeader(500)
		case "hang":
			<-r.Context().Done()
		default:
			_, _ = w.Write([]byte(`{}`))
		}
	})
	for _, how := range []string{"reset", "cut", "500", "hang"} {
		require.NoError(t, client.Do(t.Context(), "POST /messages", nil), "warms a connection up")
		n.Store(0)
		err := client.Do(t.Context(), "POST /messages", nil, intercom.WithQuery("how", how), intercom.WithBody(map[string]any{"a": 1}),
			intercom.WithTimeout(300*time.Millisecond))
		assert.Error(t, err, how)
		assert.Equal(t, int64(1), n.Load(), how)
	}
}

func TestUnsentWritesAreRetriedForReal(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	client, err := intercom.NewClient(intercom.WithToken(token), intercom.WithBaseURL("http://"+l.Addr().String()), intercom.WithLogger(nil))
	require.NoError(t, err)
	err = client.Do(t.Context(), "POST /messages", nil, intercom.WithMaxRetries(1))
	e, ok := errors.AsType[*intercom.ConnectionError](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, 2, e.Attempts)
	assert.ErrorIs(t, err, syscall.ECONNREFUSED)
}

// The page of a scroll whose response was lost is gone: not even net/http, which
// repeats a GET on a kept connection by itself, may skip it.
func TestLostPageOfScrollIsNotSkippedForReal(t *testing.T) {
	t.Parallel()
	var n atomic.Int64
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Empty(t, r.TransferEncoding)
		assert.Zero(t, r.ContentLength)
		switch n.Add(1) {
		case 1:
			_, _ = w.Write([]byte(`{"users":[{"id":"1"}],"scroll_param":"s"}`))
		case 2:
			resets(w)
		case 3:
			_, _ = w.Write([]byte(`{"users":[{"id":"3"}],"scroll_param":"s"}`))
		default:
			_, _ = w.Write([]byte(`{"users":[],"scroll_param":"s"}`))
		}
	})
	users, err := client.Users.Scroll(t.Context()).Collect()
	require.ErrorIs(t, err, intercom.ErrConnection)
	assert.Len(t, users, 1)
	assert.Equal(t, int64(2), n.Load())
}

// Of 2,000 reads over a bad network none fails.
func TestReadsSurviveForReal(t *testing.T) {
	t.Parallel()
	var requests atomic.Int64
	client, _ := loopback(t, func(w http.ResponseWriter, _ *http.Request) {
		n := requests.Add(1)
		body := `{"id":"7","name":"` + strings.Repeat("x", 200) + `"}`
		switch {
		case n%50 == 0:
			w.WriteHeader(503)
		case n%97 == 0:
			resets(w)
		case n%101 == 0:
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
			_, _ = w.Write([]byte(body[:len(body)/2]))
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		default:
			_, _ = w.Write([]byte(body))
		}
	})
	var wg sync.WaitGroup
	var left, failed, retried atomic.Int64
	left.Store(2000)
	for range 32 {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				var res intercom.Response
				tag, err := client.Tags.Get(t.Context(), "7", intercom.WithResponse(&res), intercom.WithMaxRetries(5)) // more than two, as three failures in a row are a matter of chance
				if err != nil || tag.ID != "7" {
					failed.Add(1)
					t.Log(err)
				}
				retried.Add(int64(res.Attempts - 1))
			}
		})
	}
	wg.Wait()
	t.Logf("%d requests, %d retries of ours", requests.Load(), retried.Load())
	assert.Zero(t, failed.Load())
	assert.Greater(t, retried.Load(), int64(50))
}

func TestHopelessConnectionsForReal(t *testing.T) {
	t.Parallel()
	client, _ := loopback(t, func(http.ResponseWriter, *http.Request) {})
	var attempts atomic.Int64
	count := intercom.WithHook(func(context.Context, intercom.Attempt) { attempts.Add(1) })
	srv := newTLSServer(t)
	_, err := client.Tags.Get(t.Context(), "7", intercom.WithBaseURL(srv.URL), count)
	require.ErrorIs(t, err, intercom.ErrConnection)
	assert.Contains(t, err.Error(), "certificate")
	assert.Equal(t, int64(1), attempts.Load())
}
