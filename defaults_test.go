package intercom_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// What README.md and doc.go say about defaults is tested here.

// responder is a transport.
type responder func(*http.Request) (*http.Response, error)

func (f responder) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// respondedBy is a client whose requests all get their response from f.
func respondedBy(t *testing.T, f responder, opts ...intercom.Option) *intercom.Client {
	t.Helper()
	client, err := intercom.NewClient(append([]intercom.Option{
		intercom.WithToken(token), intercom.WithBaseURL(host), intercom.WithLogger(nil),
		intercom.WithHTTPClient(&http.Client{Transport: f}),
	}, opts...)...)
	require.NoError(t, err)
	return client
}

func responseOf(status int, header, body string) *http.Response {
	res := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
	if key, value, ok := strings.Cut(header, ": "); ok {
		res.Header.Set(key, value)
	}
	return res
}

func TestDefaultRequest(t *testing.T) {
	t.Setenv("INTERCOM_ACCESS_TOKEN", token)
	t.Setenv("INTERCOM_BASE_URL", "")
	var got *http.Request
	var left time.Duration
	client, err := intercom.NewClient(intercom.WithHTTPClient(&http.Client{Transport: responder(func(r *http.Request) (*http.Response, error) {
		got = r
		deadline, _ := r.Context().Deadline()
		left = time.Until(deadline)
		return responseOf(200, "", `{"id":"7"}`), nil
	})}))
	require.NoError(t, err)

	_, err = client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	assert.Equal(t, "https://api.intercom.io/tags/7", got.URL.String())
	assert.Equal(t, "2.16", got.Header.Get("Intercom-Version"))
	assert.Equal(t, "Bearer "+token, got.Header.Get("Authorization"))
	assert.InDelta(t, time.Minute, left, float64(10*time.Second))

	_, err = client.Users.Find(t.Context(), intercom.ByID("7"))
	require.NoError(t, err)
	assert.Equal(t, "1.4", got.Header.Get("Intercom-Version"))
}

func TestDefaultRetries(t *testing.T) {
	t.Parallel()
	lost := &net.OpError{Op: "read", Err: errors.New("connection reset by peer")}
	const waiting = "Retry-After: 1"
	for _, tt := range []struct {
		name        string
		status      int
		header      string
		body        string
		err         error
		safe, other int // attempts
	}{
		{"never sent", 0, "", "", &net.OpError{Op: "dial", Err: errors.New("connection refused")}, 3, 3},
		{"429", 429, "", "", nil, 3, 3},
		{"429 that tells", 429, waiting, "", nil, 3, 3},
		{"503 with Retry-After", 503, waiting, "", nil, 3, 3},
		{"503", 503, "", "", nil, 3, 1},
		{"408", 408, "", "", nil, 3, 1},
		{"500", 500, "", "", nil, 3, 1},
		{"502", 502, "", "", nil, 3, 1},
		{"504", 504, "", "", nil, 3, 1},
		{"connection lost", 0, "", "", lost, 3, 1},
		{"response cut off", 200, "", "cut", nil, 3, 1},
		{"timed out", 0, "", "", context.DeadlineExceeded, 3, 1},
		{"409", 409, "", "", nil, 1, 1},
		{"404", 404, "", "", nil, 1, 1},
		{"pending job", 429, "", `{"errors":[{"code":"rate_limit_exceeded","message":"Exceeded rate limit of 1 pending message data export jobs"}]}`, nil, 1, 1},
		{"unknown host", 0, "", "", &net.DNSError{IsNotFound: true}, 1, 1},
		{"bad certificate", 0, "", "", x509.UnknownAuthorityError{}, 1, 1},
		{"context ended", 0, "", "", context.Canceled, 1, 1},
		{"long wait", 429, "Retry-After: 61", "", nil, 1, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				attempts := 0
				client := respondedBy(t, func(*http.Request) (*http.Response, error) {
					attempts++
					if tt.err != nil {
						return nil, tt.err
					}
					res := responseOf(tt.status, tt.header, tt.body)
					if tt.body == "cut" {
						res.Body = io.NopCloser(io.MultiReader(strings.NewReader("{"), iotest.ErrReader(io.ErrUnexpectedEOF)))
					}
					return res, nil
				})
				require.Error(t, client.Do(t.Context(), "GET /things", nil))
				assert.Equal(t, tt.safe, attempts, "safe to repeat")
				attempts = 0
				time.Sleep(2 * time.Minute) // whatever the last response closed is open again
				require.Error(t, client.Do(t.Context(), "POST /things", nil))
				assert.Equal(t, tt.other, attempts, "other writes")
				if tt.other == 1 && tt.safe == 3 {
					attempts = 0
					require.Error(t, client.Do(t.Context(), "POST /things", nil, intercom.WithReplay()))
					assert.Equal(t, 3, attempts, "with replay")
				}
			})
		})
	}
}

func TestDefaultBackoff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var waits []time.Duration
		client := respondedBy(t, func(*http.Request) (*http.Response, error) { return responseOf(500, "", ""), nil },
			intercom.WithMaxRetries(8), intercom.WithHook(func(_ context.Context, a intercom.Attempt) { waits = append(waits, a.RetryIn) }))
		require.ErrorIs(t, client.Do(t.Context(), "GET /things", nil), intercom.ErrServer)
		require.Len(t, waits, 9)
		for i, wait := range waits[:8] {
			most := min(500*time.Millisecond<<i, 8*time.Second)
			assert.GreaterOrEqual(t, wait, most/2)
			assert.Less(t, wait, most)
		}
	})
}

func TestDefaultDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := respondedBy(t, func(*http.Request) (*http.Response, error) { return responseOf(429, "Retry-After: 20", ""), nil })
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		err := client.Do(ctx, "GET /things", nil)
		assert.Zero(t, time.Since(start), "a wait beyond the deadline is not begun")
		limited, ok := errors.AsType[*intercom.RateLimitError](err)
		require.True(t, ok)
		assert.GreaterOrEqual(t, limited.RetryAfter, 20*time.Second)
	})
}

func TestDefaultBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		attempts, status := 0, 500
		client := respondedBy(t, func(*http.Request) (*http.Response, error) {
			attempts++
			return responseOf(status, "", "{}"), nil
		})
		const calls = 200
		for range calls {
			require.Error(t, client.Do(t.Context(), "GET /things", nil))
		}
		assert.Equal(t, 100, attempts-calls, "retries until the budget is spent")

		status = 200
		for range 10 {
			require.NoError(t, client.Do(t.Context(), "GET /things", nil))
		}
		attempts, status = 0, 500
		require.Error(t, client.Do(t.Context(), "GET /things", nil))
		assert.Equal(t, 3, attempts, "ten successes pay for two retries")
	})
}

func TestDefaultPerPage(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/tags", 200, `{"type":"list","data":[]}`)
	_, err := client.Tags.List(t.Context()).PerPage(150).Page()
	require.NoError(t, err)
	_, err = client.Tags.List(t.Context()).PerPage(151).Page()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
}

func TestErrorTable(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]struct {
		kind error
		typ  func(error) bool
	}{
		400: {intercom.ErrBadRequest, hasType[*intercom.BadRequestError]},
		401: {intercom.ErrUnauthorized, hasType[*intercom.AuthenticationError]},
		403: {intercom.ErrForbidden, hasType[*intercom.PermissionDeniedError]},
		404: {intercom.ErrNotFound, hasType[*intercom.NotFoundError]},
		409: {intercom.ErrConflict, hasType[*intercom.ConflictError]},
		410: {intercom.ErrGone, hasType[*intercom.GoneError]},
		422: {intercom.ErrUnprocessable, hasType[*intercom.UnprocessableEntityError]},
		429: {intercom.ErrRateLimited, hasType[*intercom.RateLimitError]},
		500: {intercom.ErrServer, hasType[*intercom.ServerError]},
		502: {intercom.ErrServer, hasType[*intercom.BadGatewayError]},
		503: {intercom.ErrServer, hasType[*intercom.ServiceUnavailableError]},
		504: {intercom.ErrServer, hasType[*intercom.GatewayTimeoutError]},
		418: {nil, hasType[*intercom.APIError]},
	} {
		client := respondedBy(t, func(*http.Request) (*http.Response, error) { return responseOf(status, "", ""), nil }, intercom.WithMaxRetries(0))
		err := client.Do(t.Context(), "GET /things", nil)
		assert.True(t, want.typ(err), status)
		assert.True(t, hasType[*intercom.APIError](err), status)
		if want.kind != nil {
			assert.ErrorIs(t, err, want.kind, status)
		}
	}
}

func hasType[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
