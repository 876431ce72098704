package intercom_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// flood sends n updates by so many workers and returns how many failed.
func flood(ctx context.Context, client *intercom.Client, n, workers int) (failed int64) {
	var next, failures atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for next.Add(1) <= int64(n) {
				if err := client.Do(ctx, "PUT /tags/{id}", nil, intercom.WithPath("7"), intercom.WithBody(map[string]any{"name": "x"})); err != nil {
					failures.Add(1)
				}
			}
		})
	}
	wg.Wait()
	return failures.Load()
}

// hammer lets so many goroutines call without a pause, until it is stopped.
func hammer(t *testing.T, client *intercom.Client, workers int) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				_, _ = client.Tags.Get(ctx, "7")
			}
		})
	}
	return func() {
		cancel()
		wg.Wait()
	}
}

func TestPacingKeepsToTheLimit(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		server      *limitedAPI
		n, workers  int
		most        time.Duration // 0: no bound
		mostRefused int
	}{
		"3000 by 64":          {&limitedAPI{limit: 500}, 3000, 64, 51 * time.Second, 0},
		"3000 by 64, slow":    {&limitedAPI{limit: 500, latency: 200 * time.Millisecond}, 3000, 64, 52 * time.Second, 0},
		"3000 at once":        {&limitedAPI{limit: 500}, 3000, 3000, 51 * time.Second, 0},
		"3000 at once, slow":  {&limitedAPI{limit: 500, latency: 300 * time.Millisecond}, 3000, 3000, 51 * time.Second, 0},
		"1660 by 500":         {&limitedAPI{limit: 166, latency: 80 * time.Millisecond}, 1660, 500, 91 * time.Second, 16},
		"clock ahead by 1 h":  {&limitedAPI{limit: 50, latency: 20 * time.Millisecond, skew: time.Hour, date: true}, 200, 40, 45 * time.Second, 0},
		"clock behind by 1 h": {&limitedAPI{limit: 50, latency: 20 * time.Millisecond, skew: -time.Hour, date: true}, 200, 40, 45 * time.Second, 0},
		"clock ahead a bit":   {&limitedAPI{limit: 50, latency: 20 * time.Millisecond, skew: 1400 * time.Millisecond, date: true}, 200, 40, 50 * time.Second, 0},
		"clock behind a bit":  {&limitedAPI{limit: 50, latency: 20 * time.Millisecond, skew: -1400 * time.Millisecond, date: true}, 200, 40, 60 * time.Second, 160},
		"clock behind a lot":  {&limitedAPI{limit: 50, latency: 20 * time.Millisecond, skew: -2900 * time.Millisecond, date: true}, 200, 40, 80 * time.Second, 160},
		"others take most":    {&limitedAPI{limit: 50, latency: 20 * time.Millisecond, outsider: 40}, 100, 50, 110 * time.Second, 250},
		"others take all but": {&limitedAPI{limit: 50, latency: 20 * time.Millisecond, outsider: 47}, 10, 3, 120 * time.Second, 30},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := tt.server
				server.length = 10 * time.Second
				client := over(t, server)
				start := time.Now()
				failed := flood(t.Context(), client, tt.n, tt.workers)
				took := time.Since(start)
				t.Logf("%d calls by %d: took %v, sent %d, refused %d, failed %d", tt.n, tt.workers, took, server.total, server.refused, failed)
				assert.Zero(t, failed)
				assert.LessOrEqual(t, server.refused, tt.mostRefused)
				if tt.most > 0 {
					assert.LessOrEqual(t, took, tt.most)
				}
			})
		})
	}
}

// Of 500 goroutines that never stop asking, almost none is refused, and they
// use what there is.
func TestPacingUsesWhatIsAllowed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &limitedAPI{limit: 166, length: 10 * time.Second, latency: 120 * time.Millisecond}
		client := over(t, server)
		stop := hammer(t, client, 500)
		time.Sleep(100 * time.Second)
		stop()
		share, refused := float64(len(server.at))/1660, float64(server.refused)/float64(server.total)
		t.Logf("%d of 1660 used (%.1f %%), %d refused", len(server.at), 100*share, server.refused)
		assert.Less(t, refused, 0.01)
		assert.GreaterOrEqual(t, share, 0.9)
	})
}

func TestPacingForReal(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a window of ten seconds")
	}
	t.Parallel()
	server := &limitedAPI{limit: 60, length: 10 * time.Second}
	client, _ := loopback(t, server.ServeHTTP)
	start := time.Now()
	failed := flood(t.Context(), client, 90, 50)
	t.Logf("took %v, %d refused", time.Since(start), server.refused)
	assert.Zero(t, failed)
	assert.Zero(t, server.refused)
	assert.Less(t, time.Since(start), 11*time.Second)
}

// After a 429 those who waited do not come back in one herd.
func TestNoHerdAfterRefusal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &limitedAPI{limit: 50, length: 10 * time.Second, latency: 10 * time.Millisecond}
		client := over(t, server)
		server.response() // so that the window exists
		server.used = 50
		assert.Zero(t, flood(t.Context(), client, 50, 50))
		require.Len(t, server.at, 51)
		came := server.at[1:]
		t.Logf("refused %d, released over %v", server.refused, came[49].Sub(came[0]))
		assert.LessOrEqual(t, server.refused, 8, "only the probes are refused")
		assert.GreaterOrEqual(t, came[49].Sub(came[0]), 5*time.Second)
		for i := 10; i < 50; i++ {
			assert.GreaterOrEqual(t, came[i].Sub(came[i-10]), time.Second, "ten at once")
		}
	})
}

// Those who waited for a window that was used up are spread as well, over less.
func TestWaitersAreSpread(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &limitedAPI{limit: 100, length: 10 * time.Second, latency: 10 * time.Millisecond}
		client := over(t, server)
		assert.Zero(t, flood(t.Context(), client, 200, 200))
		require.Len(t, server.at, 200)
		assert.Zero(t, server.refused)
		second := server.at[100:]
		assert.GreaterOrEqual(t, second[99].Sub(second[0]), 400*time.Millisecond)
		assert.GreaterOrEqual(t, second[50].Sub(second[0]), 200*time.Millisecond)
	})
}

func TestStartProbes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		gateway := true
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			most.Store(max(most.Load(), now.Add(1)))
			defer now.Add(-1)
			if err := pause(req.Context(), 900*time.Millisecond); err != nil {
				return nil, err
			}
			if gateway { // what a gateway responds says nothing about the limit
				return reply(502, "<html>"), nil
			}
			return reply(200, `{"id":"7"}`), nil
		}), intercom.WithMaxRetries(0))
		assert.Equal(t, int64(20), flood(t.Context(), client, 20, 20))
		assert.Equal(t, int64(8), most.Load(), "while the limit is not known, few go at once")
		gateway = false
		start := time.Now()
		most.Store(0)
		assert.Zero(t, flood(t.Context(), client, 500, 100))
		assert.Equal(t, int64(100), most.Load(), "a server without headers sets no limit")
		assert.Less(t, time.Since(start), 8*time.Second)
	})
}

// Responses arrive in another order than they were made, and the gate still never
// lets more through than there is.
func TestAnswersOutOfOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &limitedAPI{limit: 20, length: 10 * time.Second}
		var n atomic.Int64
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			res := server.response()
			slow := time.Duration(n.Add(1)%7) * 300 * time.Millisecond
			if n.Load()%11 == 0 {
				slow = 12 * time.Second // processed in one window, arriving in the next
			}
			return delayed(req, slow, res)
		}))
		assert.Zero(t, flood(t.Context(), client, 100, 30))
		assert.Zero(t, server.refused)
	})
}

func TestOddRateLimitHeaders(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		past := strconv.FormatInt(time.Now().Add(-time.Hour).Unix(), 10)
		for _, h := range [][3]string{
			{"", "", ""}, {"x", "y", "z"}, {"-5", "3", "99"}, {"0", "0", "0"}, {"10", "0", "-1"}, {"10", "0", "99999999999999999999"},
			{"10", "0", "1700000000000"}, {"1e3", "0", "5"}, {"10", "", past}, {"10", "0", past}, {"99999999999999999999999", "0", past},
		} {
			client := over(t, roundTrip(func(*http.Request) (*http.Response, error) {
				return reply(200, `{"id":"7"}`, "X-RateLimit-Limit", h[0], "X-RateLimit-Remaining", h[1], "X-RateLimit-Reset", h[2]), nil
			}))
			start := time.Now()
			assert.Zero(t, flood(t.Context(), client, 40, 10))
			assert.Less(t, time.Since(start), 61*time.Second, h)
			if h[2] != past {
				assert.Zero(t, time.Since(start), h)
				assert.Zero(t, client.RateLimit(), h)
			}
		}
	})
}

func TestFailFast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &limitedAPI{limit: 10, length: 10 * time.Second, latency: time.Second}
		client := over(t, server, intercom.WithFailFast())
		start := time.Now()
		assert.Equal(t, int64(15), flood(t.Context(), client, 25, 25))
		assert.LessOrEqual(t, time.Since(start), 2*time.Second)
		assert.Zero(t, server.refused)

		_, err := client.Tags.Get(t.Context(), "7")
		limited, ok := errors.AsType[*intercom.RateLimitError](err)
		require.True(t, ok, "%v", err)
		assert.Zero(t, limited.Attempts)
		assert.Equal(t, 429, limited.StatusCode)
		assert.InDelta(t, 8, limited.RetryAfter.Seconds(), 0.3)
		assert.Equal(t, 10, limited.RateLimit.Limit)
		assert.ErrorIs(t, err, intercom.ErrRateLimited)
		assert.NotErrorIs(t, err, context.DeadlineExceeded)

		time.Sleep(limited.RetryAfter)
		_, err = client.Tags.Get(t.Context(), "7")
		assert.NoError(t, err)
		server.used = 10
		_, err = client.Tags.Get(t.Context(), "7")
		require.ErrorIs(t, err, intercom.ErrRateLimited)
		assert.Equal(t, 1, server.refused, "a 429 is not waited out either")
	})
}

func TestWithoutPacing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &limitedAPI{limit: 10, length: 10 * time.Second}
		client := over(t, server, intercom.WithoutPacing(), intercom.WithMaxRetries(0))
		start := time.Now()
		assert.Equal(t, int64(30), flood(t.Context(), client, 40, 40))
		assert.Zero(t, time.Since(start))
		assert.Equal(t, 30, server.refused)
	})
}

// countingLimiter checks that Wait and Observe come in pairs.
type countingLimiter struct {
	mu              sync.Mutex
	waits, observed int
	said            []intercom.RateLimit
	err             error
}

func (l *countingLimiter) Wait(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := ctx.Err(); err != nil || l.err != nil {
		return errors.Join(err, l.err)
	}
	l.waits++
	return nil
}

func (l *countingLimiter) Observe(r intercom.RateLimit) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.observed++
	l.said = append(l.said, r)
}

func TestLimiter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := &countingLimiter{}
		reset := time.Now().Add(5 * time.Second).Truncate(time.Second)
		limits := []string{"X-RateLimit-Limit", "10", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10)}
		later := []string{"X-RateLimit-Limit", "10", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", strconv.FormatInt(reset.Unix()+10, 10)}
		transport := scripted(breaks(io.ErrUnexpectedEOF), responds(429, "", limits...), responds(200, `{"id":"7"}`, later...))
		client := over(t, transport, intercom.WithLimiter(limiter))
		_, err := client.Tags.Get(t.Context(), "7")
		require.NoError(t, err)
		assert.Equal(t, 3, limiter.waits)
		assert.Equal(t, 3, limiter.observed)
		want := intercom.RateLimit{Limit: 10, Reset: reset.UTC()}
		assert.Equal(t, intercom.RateLimit{}, limiter.said[0])
		want.Exceeded = true
		assert.Equal(t, want, limiter.said[1])
		want.Exceeded, want.Reset = false, reset.Add(10*time.Second).UTC()
		assert.Equal(t, want, limiter.said[2])

		limiter.err = errors.New("store is gone")
		for range 20 { // a request that was not let through is not in flight either
			_, err = client.Tags.Get(t.Context(), "7")
			require.ErrorIs(t, err, limiter.err)
			require.ErrorIs(t, err, intercom.ErrConnection)
		}
		assert.Equal(t, 3, limiter.observed)
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		for range 20 {
			_, err = client.Tags.Get(cancelled, "7", intercom.WithoutPacing())
			require.ErrorIs(t, err, context.Canceled)
		}
		time.Sleep(time.Minute)
		limiter.err = nil
		start := time.Now()
		_, err = client.With(intercom.WithFailFast()).Tags.Get(t.Context(), "7")
		require.NoError(t, err)
		assert.Zero(t, time.Since(start))
		assert.Equal(t, 4, limiter.observed, "the limiter is asked with WithFailFast, too")
	})
}

func TestEachTokenHasItsLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		servers := map[string]*limitedAPI{
			"Bearer one": {limit: 5, length: 10 * time.Second},
			"Bearer two": {limit: 50, length: 10 * time.Second},
		}
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			return servers[req.Header.Get("Authorization")].RoundTrip(req)
		}), intercom.WithToken("one"))
		two := client.With(intercom.WithToken("two"))
		assert.Zero(t, flood(t.Context(), client, 5, 5))
		start := time.Now()
		assert.Zero(t, flood(t.Context(), two, 50, 10))
		assert.Zero(t, time.Since(start), "the window of the other token is used up, not ours")
		assert.Equal(t, 5, client.RateLimit().Limit)
		assert.Equal(t, 50, two.RateLimit().Limit)
		assert.Zero(t, flood(t.Context(), client.With(intercom.WithMaxRetries(0)), 1, 1), "a derived client shares the limit")
		assert.InDelta(t, 10, time.Since(start).Seconds(), 1)
		assert.Zero(t, servers["Bearer one"].refused)
	})
}

func TestRateLimitIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reset := time.Now().Add(7 * time.Second).Truncate(time.Second)
		header := []string{"X-RateLimit-Limit", "166", "X-RateLimit-Remaining", "80", "X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10)}
		transport := scripted(responds(200, `{"id":"7"}`, header...), responds(429, "", append(header, "X-RateLimit-Remaining", "0")...))
		client := over(t, transport, intercom.WithMaxRetries(0))
		assert.Zero(t, client.RateLimit())
		var res intercom.Response
		_, err := client.Tags.Get(t.Context(), "7", intercom.WithResponse(&res))
		require.NoError(t, err)
		want := intercom.RateLimit{Limit: 166, Remaining: 80, Reset: reset.UTC()}
		assert.Equal(t, want, res.RateLimit)
		assert.Equal(t, want, client.RateLimit())

		_, err = client.Tags.Get(t.Context(), "7", intercom.WithResponse(&res))
		limited, ok := errors.AsType[*intercom.RateLimitError](err)
		require.True(t, ok)
		assert.InDelta(t, 7, limited.RetryAfter.Seconds(), 0.5)
		assert.Zero(t, limited.RateLimit.Remaining)
		assert.Equal(t, 429, res.StatusCode)
		got := client.RateLimit()
		assert.True(t, got.Exceeded)
		assert.Zero(t, got.Remaining)
	})
}
