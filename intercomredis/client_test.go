package intercomredis

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// api is an Intercom with one window, which ends in ten seconds on a clock of
// its own.
type api struct {
	limit   int
	ends    time.Time
	used    atomic.Int64
	refused atomic.Int64
}

func newAPI(t testing.TB, limit int) *api {
	t.Helper()
	return &api{limit: limit, ends: time.Now().Add(10 * time.Second).Truncate(time.Second)}
}

func (a *api) RoundTrip(req *http.Request) (*http.Response, error) {
	res := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: req, Body: io.NopCloser(strings.NewReader(`{"type":"tag","id":"7"}`))}
	used := int(a.used.Add(1))
	if used > a.limit {
		a.refused.Add(1)
		res.StatusCode = http.StatusTooManyRequests
	}
	res.Header.Set("X-RateLimit-Limit", strconv.Itoa(a.limit))
	res.Header.Set("X-RateLimit-Remaining", strconv.Itoa(max(a.limit-used, 0)))
	res.Header.Set("X-RateLimit-Reset", strconv.FormatInt(a.ends.Unix(), 10))
	return res, nil
}

func (a *api) client(t testing.TB, opts ...intercom.Option) *intercom.Client {
	t.Helper()
	client, err := intercom.NewClient(append([]intercom.Option{
		intercom.WithToken("token-of-a-test"), intercom.WithBaseURL("https://api.intercom.test"), intercom.WithLogger(nil),
		intercom.WithHTTPClient(&http.Client{Transport: a}),
	}, opts...)...)
	require.NoError(t, err)
	return client
}

// Clients of two processes use up one window without a 429, and know when it is
// used up.
func TestClients(t *testing.T) {
	t.Parallel()
	api := newAPI(t, 90)
	one := api.client(t, intercom.WithLimiter(newLimiter(t, connect(t), 10*seconds)), intercom.WithFailFast())
	two := api.client(t, intercom.WithLimiter(newLimiter(t, connect(t), 10*seconds)), intercom.WithFailFast())
	_, err := one.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	var sent, refused atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		client := []*intercom.Client{one, two}[i%2]
		wg.Go(func() {
			for range 10 {
				_, err := client.Tags.Get(t.Context(), "7")
				limited, ok := errors.AsType[*intercom.RateLimitError](err)
				switch {
				case ok:
					refused.Add(1)
					assert.Zero(t, limited.Attempts, "it was not sent")
					assert.Positive(t, limited.RetryAfter)
					assert.LessOrEqual(t, limited.RetryAfter, 11*seconds)
				default:
					assert.NoError(t, err)
					sent.Add(1)
				}
			}
		})
	}
	wg.Wait()
	assert.Equal(t, int64(89), sent.Load(), "all there is")
	assert.Equal(t, int64(111), refused.Load())
	assert.Zero(t, api.refused.Load())
}
