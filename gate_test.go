package intercom_test

import (
	"context"
	"errors"
	"fmt"
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

// Clocks that differ, with and without a Date header to show by how much, cost
// no calls.
func TestClocksThatDiffer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		skew        time.Duration
		date        bool
		mostRefused int
		most        time.Duration
	}{
		"the same":                    {0, true, 0, 62 * time.Second},
		"behind by 2.5 s":             {-2500 * time.Millisecond, true, 0, 62 * time.Second},
		"behind by 0.7 s":             {-700 * time.Millisecond, true, 60, 72 * time.Second},
		"ahead by 2.5 s":              {2500 * time.Millisecond, true, 0, 62 * time.Second},
		"behind by 1 h":               {-time.Hour, true, 0, 62 * time.Second},
		"ahead by 1 h":                {time.Hour, true, 0, 62 * time.Second},
		"ahead by 1 h without date":   {time.Hour, false, 0, 75 * time.Second},
		"behind by 1 h without date":  {-time.Hour, false, 0, 75 * time.Second},
		"behind by 4 s without date":  {-4 * time.Second, false, 64, 90 * time.Second},
		"ahead by 4 s without date":   {4 * time.Second, false, 0, 62 * time.Second},
		"ahead by 15 s without date":  {15 * time.Second, false, 0, 75 * time.Second},
		"behind by 15 s without date": {-15 * time.Second, false, 0, 75 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &limitedAPI{limit: 166, length: 10 * time.Second, latency: 80 * time.Millisecond, skew: tt.skew, date: tt.date}
				client := over(t, server)
				start := time.Now()
				failed := flood(t.Context(), client, 1000, 64)
				t.Logf("took %v, sent %d, refused %d, failed %d", time.Since(start), server.total, server.refused, failed)
				assert.Zero(t, failed)
				assert.LessOrEqual(t, server.refused, tt.mostRefused)
				assert.LessOrEqual(t, time.Since(start), tt.most)
			})
		})
	}
}

// The same for a server whose Date is right and whose ends of windows are not.
func TestResetsThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, wrong := range []time.Duration{time.Hour, -time.Hour, 30 * time.Second, -30 * time.Second, 5 * time.Second, -5 * time.Second} {
		t.Run(wrong.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &limitedAPI{limit: 166, length: 10 * time.Second, latency: 80 * time.Millisecond, date: true}
				client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
					res, err := server.RoundTrip(req)
					if err == nil {
						reset, _ := strconv.ParseInt(res.Header.Get("X-RateLimit-Reset"), 10, 64)
						res.Header.Set("X-RateLimit-Reset", strconv.FormatInt(reset+int64(wrong/time.Second), 10))
					}
					return res, err
				}))
				start := time.Now()
				failed := flood(t.Context(), client, 1000, 64)
				t.Logf("took %v, sent %d, refused %d, failed %d", time.Since(start), server.total, server.refused, failed)
				assert.Zero(t, failed)
				assert.LessOrEqual(t, server.refused, 128)
				assert.LessOrEqual(t, time.Since(start), 110*time.Second)
			})
		})
	}
}

// bareAPI is limitedAPI behind a proxy that takes the headers away.
func bareAPI(server *limitedAPI) roundTrip {
	return func(req *http.Request) (*http.Response, error) {
		res, err := server.RoundTrip(req)
		if err == nil {
			for _, key := range []string{"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Date"} {
				res.Header.Del(key)
			}
		}
		return res, err
	}
}

// Without any header the limit is learned from what is refused.
func TestLimitThatIsNotTold(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{8, 64, 500} {
		t.Run(strconv.Itoa(workers), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &limitedAPI{limit: 166, length: 10 * time.Second, latency: 80 * time.Millisecond}
				start := time.Now()
				failed := flood(t.Context(), over(t, bareAPI(server)), 2000, workers)
				t.Logf("took %v, sent %d, refused %d, failed %d", time.Since(start), server.total, server.refused, failed)
				assert.LessOrEqual(t, failed, int64(4))
				assert.LessOrEqual(t, time.Since(start), 260*time.Second)
			})
		})
	}
}

// A 429 that does not say when to come back is waited out for the rest of a
// window, and longer if that was not enough.
func TestRefusalWithoutAHint(t *testing.T) {
	t.Parallel()
	for _, busy := range []time.Duration{9 * time.Second, 25 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			client := over(t, roundTrip(func(*http.Request) (*http.Response, error) {
				if time.Since(start) < busy {
					return reply(429, `{"errors":[{"code":"rate_limit_exceeded"}]}`), nil
				}
				return reply(200, `{"id":"7"}`), nil
			}))
			_, err := client.Contacts.Get(t.Context(), "7")
			require.NoError(t, err)
			assert.Less(t, time.Since(start), busy+16*time.Second)

			start = time.Now()
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			_, err = client.Contacts.Get(ctx, "7")
			require.ErrorIs(t, err, intercom.ErrRateLimited)
			assert.Zero(t, time.Since(start), "a wait beyond the deadline is not begun")
		})
	}
}

// Slow calls at the start do not keep a quick one waiting.
func TestColdStart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			if req.URL.Path == prefix+"/tags/slow" {
				if err := pause(req.Context(), 50*time.Second); err != nil {
					return nil, err
				}
			}
			return reply(200, `{"id":"7"}`), nil
		}))
		var slow sync.WaitGroup
		for range 20 {
			slow.Go(func() { _, _ = client.Tags.Get(t.Context(), "slow") })
		}
		synctest.Wait()
		start := time.Now()
		_, err := client.Tags.Get(t.Context(), "quick", intercom.WithPriority(intercom.PriorityHigh))
		require.NoError(t, err)
		assert.LessOrEqual(t, time.Since(start), time.Second)
		slow.Wait()
		assert.LessOrEqual(t, time.Since(start), 62*time.Second)
	})
}

// A deadline that cannot be met behind so many others fails at once, and one
// that passes in the queue is the rate limit's fault, not a lost connection.
func TestDeadlinesInTheQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &limitedAPI{limit: 166, length: 10 * time.Second, latency: 80 * time.Millisecond}
		client := over(t, server)
		stopBulk := hammer(t, client, 670)
		time.Sleep(15 * time.Second)
		for _, deadline := range []time.Duration{2 * time.Second, 12 * time.Second, 25 * time.Second} {
			start := time.Now()
			short, stop := context.WithTimeout(t.Context(), deadline)
			_, err := client.Tags.Get(short, "7")
			limited, ok := errors.AsType[*intercom.RateLimitError](err)
			require.True(t, ok, "%v", err)
			assert.Greater(t, limited.RetryAfter, deadline)
			assert.Zero(t, limited.Attempts)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			assert.Zero(t, time.Since(start), "%v", deadline)
			stop()
		}
		start := time.Now()
		long, stop := context.WithTimeout(t.Context(), 65*time.Second)
		defer stop()
		_, err := client.Tags.Get(long, "7")
		require.NoError(t, err, "one that can be met is")
		assert.Greater(t, time.Since(start), 25*time.Second)
		stopBulk()
	})
	synctest.Test(t, func(t *testing.T) { // others take what we hoped for
		server := &limitedAPI{limit: 10, length: 10 * time.Second, outsider: 9}
		client := over(t, server)
		ctx, cancel := context.WithTimeout(t.Context(), 12*time.Second)
		defer cancel()
		var limits, lost atomic.Int32
		var calls sync.WaitGroup
		for range 15 {
			calls.Go(func() {
				_, err := client.Tags.Get(ctx, "7")
				switch {
				case errors.Is(err, intercom.ErrRateLimited):
					limits.Add(1)
				case err != nil:
					lost.Add(1)
				}
			})
		}
		calls.Wait()
		assert.Positive(t, limits.Load())
		assert.Zero(t, lost.Load())
	})
}

// An interactive call passes bulk work, whichever of the two says what it is.
func TestPriority(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ bulk, interactive intercom.Priority }{
		"bulk is low":         {intercom.PriorityLow, intercom.PriorityNormal},
		"interactive is high": {intercom.PriorityNormal, intercom.PriorityHigh},
		"both":                {intercom.PriorityLow, intercom.PriorityHigh},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &limitedAPI{limit: 166, length: 10 * time.Second, latency: 80 * time.Millisecond}
				client := over(t, server)
				bulk := client.With(intercom.WithPriority(tt.bulk))
				interactive := client.With(intercom.WithPriority(tt.interactive))
				stopBulk := hammer(t, bulk, 500)
				time.Sleep(15 * time.Second)
				if tt.bulk == intercom.PriorityNormal { // nobody knew that such calls would come
					_, err := interactive.Tags.Get(t.Context(), "7")
					require.NoError(t, err)
					time.Sleep(10 * time.Second)
				}
				for range 40 {
					time.Sleep(1300 * time.Millisecond)
					start := time.Now()
					_, err := interactive.Tags.Get(t.Context(), "7")
					require.NoError(t, err)
					assert.LessOrEqual(t, time.Since(start), time.Second)
				}
				server.mu.Lock()
				total := len(server.at)
				server.mu.Unlock()
				stopBulk()
				t.Logf("%d calls, %d refused", total, server.refused)
				assert.Zero(t, server.refused)
				assert.GreaterOrEqual(t, total, 6*150, "nearly all of each window is used")
			})
		})
	}
}

func TestPriorityIsChecked(t *testing.T) {
	t.Parallel()
	client, _ := setup(t)
	_, err := client.Tags.Get(t.Context(), "7", intercom.WithPriority(5))
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.ErrorContains(t, err, "WithPriority")
}

// The trouble of one token does not spend the retries of another.
func TestRetryBudgetOfAToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sent := map[string]int{}
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			sent[req.Header.Get("Authorization")]++
			return reply(502, "<html>"), nil
		}))
		for range 60 {
			_, err := client.Tags.Get(t.Context(), "7", intercom.WithToken("tenant_a"))
			require.ErrorIs(t, err, intercom.ErrServer)
		}
		assert.Less(t, sent["Bearer tenant_a"], 3*60)
		_, err := client.Tags.Get(t.Context(), "7", intercom.WithToken("tenant_b"))
		require.ErrorIs(t, err, intercom.ErrServer)
		assert.Equal(t, 3, sent["Bearer tenant_b"])
	})
}

// BenchmarkManyTokens is the cost of a call for each of n tokens in turn.
func BenchmarkManyTokens(b *testing.B) {
	reset := strconv.FormatInt(time.Now().Add(time.Hour).Unix(), 10)
	transport := roundTrip(func(*http.Request) (*http.Response, error) {
		return reply(200, `{"id":"7"}`, "X-RateLimit-Limit", "100", "X-RateLimit-Remaining", "99", "X-RateLimit-Reset", reset), nil
	})
	for _, n := range []int{10, 1000, 10_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			client := over(b, transport)
			for b.Loop() {
				for i := range n {
					if _, err := client.Tags.Get(b.Context(), "7", intercom.WithToken(fmt.Sprint("token", i))); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/call")
		})
	}
}
