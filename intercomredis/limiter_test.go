package intercomredis

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

var _ intercom.Limiter = (*Limiter)(nil)

func TestNew(t *testing.T) {
	t.Parallel()
	rdb := nowhere(t)
	for name, tt := range map[string]struct {
		rdb  redis.UniversalClient
		key  string
		want string
	}{
		"no connection":        {nil, "a", "rdb is nil"},
		"no connection either": {(*redis.Client)(nil), "a", "rdb is nil"},
		"no cluster":           {(*redis.ClusterClient)(nil), "a", "rdb is nil"},
		"no key":               {rdb, "", "key is empty"},
		"a blank key":          {rdb, " \t", "key is empty"},
	} {
		l, err := New(tt.rdb, tt.key)
		assert.Nil(t, l, name)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, name)
		e, ok := errors.AsType[*intercom.ArgumentError](err)
		require.True(t, ok, name)
		assert.Equal(t, "intercomredis.New", e.Operation, name)
		assert.ErrorContains(t, err, tt.want, name)
	}
	l, err := New(rdb, "workspace:app", nil)
	require.NoError(t, err)
	assert.Equal(t, "intercom:limit:workspace:app", l.key)
	assert.Equal(t, windowLength, l.length)
}

// Nothing that prints a Limiter shows how to connect to Redis.
func TestLimiterPrintsNoSecret(t *testing.T) {
	t.Parallel()
	rdb := redis.NewClient(&redis.Options{Addr: "redis.internal:6379", Username: "planted-user", Password: "planted-secret"})
	defer func() { _ = rdb.Close() }()
	l, err := New(rdb, "workspace:app")
	require.NoError(t, err)
	const want = "intercomredis.Limiter(intercom:limit:workspace:app)"
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%d", "%x"} {
		assert.Equal(t, want, fmt.Sprintf(verb, l))
	}
	assert.Equal(t, `"`+want+`"`, fmt.Sprintf("%q", l))
	assert.NotContains(t, fmt.Sprintf("%+v %#v", struct{ L intercom.Limiter }{l}, []any{l}), "planted")
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("made", "limiter", l)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("made", "limiter", l)
	assert.Equal(t, 2, strings.Count(log.String(), want))
	assert.NotContains(t, log.String(), "planted")
}

// Many goroutines share a round trip, and each permit is given once.
func TestPermitsAreTakenTogether(t *testing.T) {
	t.Parallel()
	rdb := connect(t)
	trips := &tripCounter{}
	rdb.AddHook(trips)
	l := newLimiter(t, rdb, 10*seconds)
	known(t, l, 5000, 5000, 9*seconds)
	begun := trips.n.Load()
	const n = 640
	var wg sync.WaitGroup
	l.mu.Lock() // all of them come at once
	for range n {
		wg.Go(func() { assert.NoError(t, l.Wait(t.Context())) })
	}
	time.Sleep(20 * time.Millisecond)
	l.mu.Unlock()
	wg.Wait()
	idle(t, l)
	made := trips.n.Load() - begun
	t.Logf("%d permits in %d round trips", n, made)
	assert.GreaterOrEqual(t, made, int64(n/mostAtOnce))
	assert.Less(t, made, int64(n/4))
	assert.Equal(t, "640", rdb.HGet(t.Context(), l.key, "granted").Val())
}

// Two processes get the whole window between them, and nobody more than that.
func TestWindowIsShared(t *testing.T) {
	t.Parallel()
	const limit, length = 60, 700 * time.Millisecond
	one := newLimiter(t, connect(t), length)
	two := newLimiter(t, connect(t), length)
	begun := time.Now()
	known(t, one, limit, limit, length)
	var mu sync.Mutex
	var at []time.Duration
	var wg sync.WaitGroup
	for i := range 3 * limit {
		l := []*Limiter{one, two}[i%2]
		wg.Go(func() {
			assert.NoError(t, l.Wait(t.Context()))
			mu.Lock()
			defer mu.Unlock()
			at = append(at, time.Since(begun))
		})
	}
	wg.Wait()
	first, second := 0, 0
	for _, d := range at {
		switch {
		case d < length:
			first++
		case d < 2*length:
			second++
		}
	}
	assert.LessOrEqual(t, first, limit)
	assert.LessOrEqual(t, second, limit)
	assert.Less(t, time.Since(begun), 3*length+seconds)
}

// What others took of the window is not given once more.
func TestShareOfOthers(t *testing.T) {
	t.Parallel()
	l := newLimiter(t, connect(t), 10*seconds)
	known(t, l, 50, 20, 8*seconds)
	for range 5 {
		require.NoError(t, l.Wait(t.Context()))
	}
	l.Observe(said(50, 2, 8*seconds)) // 5 of ours, and 13 more of others
	require.NoError(t, l.Wait(t.Context()))
	require.NoError(t, l.Wait(t.Context()))
	assertClosed(t, l, 8*seconds)
}

// assertClosed asserts that the window is used up and ends in about so long.
func assertClosed(t *testing.T, l *Limiter, ends time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*seconds)
	defer cancel()
	begun := time.Now()
	err := l.Wait(ctx)
	closed, ok := errors.AsType[*intercom.WindowClosedError](err)
	require.True(t, ok, "%v", err)
	assert.InDelta(t, (ends + margin).Seconds(), closed.Wait.Seconds(), 3)
	assert.Less(t, time.Since(begun), time.Second, "it is clear at once")
}

// A deadline before the next window is refused at once, also where a caller
// waits for the window already. A later one is not.
func TestDeadlines(t *testing.T) {
	t.Parallel()
	l := newLimiter(t, connect(t), 600*time.Millisecond)
	known(t, l, 5, 0, 1500*time.Millisecond)
	var wg sync.WaitGroup
	wg.Go(func() { assert.NoError(t, l.Wait(t.Context())) })
	require.Eventually(t, func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.opens.After(time.Now())
	}, seconds, time.Millisecond)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begun := time.Now()
	closed, ok := errors.AsType[*intercom.WindowClosedError](l.Wait(ctx))
	require.True(t, ok)
	assert.Greater(t, closed.Wait, 300*time.Millisecond)
	assert.Less(t, time.Since(begun), 200*time.Millisecond)

	ended, end := context.WithTimeout(t.Context(), -1)
	defer end()
	require.ErrorIs(t, l.Wait(ended), context.DeadlineExceeded)

	later, cancelLater := context.WithTimeout(t.Context(), 10*seconds)
	defer cancelLater()
	require.NoError(t, l.Wait(later))
	assert.GreaterOrEqual(t, time.Since(begun), closed.Wait-10*time.Millisecond)
	wg.Wait()
}

// A caller whose context is cancelled leaves the queue, and the last one stops
// the work.
func TestCancelWhileWaiting(t *testing.T) {
	t.Parallel()
	l := newLimiter(t, connect(t), 10*seconds)
	known(t, l, 5, 0, 9*seconds)
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() { assert.ErrorIs(t, l.Wait(ctx), context.Canceled) })
	}
	require.Eventually(t, func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.queue.Len() == 50
	}, 5*seconds, time.Millisecond)
	cancel()
	wg.Wait()
	idle(t, l)
	require.ErrorIs(t, l.Wait(ctx), context.Canceled)
	assertClosed(t, l, 9*seconds)
}

// A permit whose caller is gone goes to the next one, until its window ends.
func TestSparePermits(t *testing.T) {
	t.Parallel()
	rdb := connect(t)
	trips := &tripCounter{}
	rdb.AddHook(trips)
	l := newLimiter(t, rdb, 10*seconds)
	known(t, l, 5, 5, 9*seconds)
	l.mu.Lock()
	l.spare, l.spareEnd = 2, time.Now().Add(seconds)
	l.mu.Unlock()
	begun := trips.n.Load()
	require.NoError(t, l.Wait(t.Context()))
	assert.Equal(t, begun, trips.n.Load())
	l.mu.Lock()
	l.spareEnd = time.Now()
	l.mu.Unlock()
	require.NoError(t, l.Wait(t.Context()))
	assert.Equal(t, begun+1, trips.n.Load())
	idle(t, l)
	assert.Zero(t, l.spare)
}

// While nobody knows the limit, 8 requests are under way over all processes. The
// first response opens the window for all of them.
func TestUnknownLimit(t *testing.T) {
	t.Parallel()
	limiters := []*Limiter{newLimiter(t, connect(t), 10*seconds), newLimiter(t, connect(t), 10*seconds)}
	var granted atomic.Int64
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			assert.NoError(t, limiters[i%2].Wait(t.Context()))
			granted.Add(1)
		})
	}
	time.Sleep(300 * time.Millisecond)
	assert.Equal(t, int64(8), granted.Load())
	for i := range 3 { // attempts that failed say nothing, and let others try
		limiters[i%2].Observe(intercom.RateLimit{})
	}
	require.Eventually(t, func() bool { return granted.Load() > 8 }, 5*seconds, time.Millisecond)
	time.Sleep(200 * time.Millisecond)
	assert.LessOrEqual(t, granted.Load(), int64(11))
	limiters[0].Observe(said(500, 490, 9*seconds))
	wg.Wait()
}

// A call with a deadline is not held up by an unknown limit: the client can
// decide about it.
func TestUnknownLimitAndDeadline(t *testing.T) {
	t.Parallel()
	l := newLimiter(t, connect(t), 10*seconds)
	for range 8 {
		require.NoError(t, l.Wait(t.Context()))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 120*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, l.Wait(ctx), intercom.ErrLimiterUnavailable)
}

// A 429 that one process draws closes the window for the others at once.
func TestRefusalIsShared(t *testing.T) {
	t.Parallel()
	one := newLimiter(t, connect(t), 10*seconds)
	two := newLimiter(t, connect(t), 10*seconds)
	known(t, one, 500, 499, 9*seconds)
	require.NoError(t, two.Wait(t.Context()))
	r := said(500, 0, 5*seconds)
	r.Exceeded = true
	one.Observe(r)
	idle(t, one)
	assertClosed(t, two, 5*seconds)
	assertClosed(t, one, 5*seconds)
}

// A 429 that says nothing else closes a window's length.
func TestRefusalWithoutHeaders(t *testing.T) {
	t.Parallel()
	l := newLimiter(t, connect(t), 4*seconds)
	known(t, l, 500, 499, 4*seconds)
	l.Observe(intercom.RateLimit{Exceeded: true})
	idle(t, l)
	assertClosed(t, l, 4*seconds)
}

// The clock of Redis may be anywhere.
func TestClocksDiffer(t *testing.T) {
	t.Parallel()
	rdb := connect(t)
	for name, ahead := range map[string]int{"ahead": 86_400, "behind": -86_400, "far behind": -1_600_000_000} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLimiter(t, rdb, 400*time.Millisecond)
			l.script = atTime(t, fmt.Sprintf("(function() local t = redis.call('TIME'); t[1] = t[1] + %d; return t end)()", ahead))
			known(t, l, 2, 2, 400*time.Millisecond)
			begun := time.Now()
			for range 4 {
				require.NoError(t, l.Wait(t.Context()))
			}
			took := time.Since(begun)
			assert.Greater(t, took, 350*time.Millisecond)
			assert.Less(t, took, 2*seconds)
		})
	}
}

// Nothing that a response says makes trouble.
func FuzzObserve(f *testing.F) {
	now := time.Unix(1_700_000_000, 0)
	f.Add(500, 499, int64(5*seconds), false)
	f.Add(-1, math.MinInt, int64(math.MinInt64), true)
	f.Add(math.MaxInt, -5, int64(math.MaxInt64), true)
	f.Fuzz(func(t *testing.T, limit, remaining int, in int64, exceeded bool) {
		var h heard
		h.add(intercom.RateLimit{Limit: 500, Remaining: 400, Reset: now.Add(5 * seconds)}, now, windowLength)
		h.add(intercom.RateLimit{Limit: limit, Remaining: remaining, Reset: now.Add(time.Duration(in)), Exceeded: exceeded}, now, windowLength)
		q := question{length: windowLength}
		h.report(&q, now)
		assert.Positive(t, q.limit)
		assert.GreaterOrEqual(t, q.remaining, 0)
		assert.LessOrEqual(t, q.remaining, q.limit)
		assert.GreaterOrEqual(t, q.refused, time.Duration(0))
		for _, arg := range q.args() {
			if n, ok := arg.(int64); ok {
				assert.LessOrEqual(t, n, time.Hour.Milliseconds())
			}
		}
		again := question{}
		h.report(&again, now)
		assert.Zero(t, again, "Redis hears it once")
	})
}

func TestHeard(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	at := func(limit, remaining int, in time.Duration) intercom.RateLimit {
		return intercom.RateLimit{Limit: limit, Remaining: remaining, Reset: now.Add(in)}
	}
	for name, tt := range map[string]struct {
		said []intercom.RateLimit
		want question
	}{
		"nothing":                    {nil, question{}},
		"no headers":                 {[]intercom.RateLimit{{}}, question{}},
		"one response":               {[]intercom.RateLimit{at(500, 80, 5*seconds)}, question{limit: 500, remaining: 80, ends: 5100 * time.Millisecond}},
		"the lowest of a window":     {[]intercom.RateLimit{at(500, 80, 5*seconds), at(500, 90, 5*seconds)}, question{limit: 500, remaining: 80, ends: 5100 * time.Millisecond}},
		"the latest end of a window": {[]intercom.RateLimit{at(500, 80, 5*seconds), at(500, 90, 6*seconds)}, question{limit: 500, remaining: 80, ends: 6100 * time.Millisecond}},
		"a later window":             {[]intercom.RateLimit{at(500, 80, 1*seconds), at(500, 499, 11*seconds)}, question{limit: 500, remaining: 499, ends: 11100 * time.Millisecond}},
		"an earlier window":          {[]intercom.RateLimit{at(500, 499, 11*seconds), at(500, 80, 1*seconds)}, question{limit: 500, remaining: 499, ends: 11100 * time.Millisecond}},
		"another limit":              {[]intercom.RateLimit{at(500, 80, 5*seconds), at(83, 82, 5*seconds)}, question{limit: 83, remaining: 80, ends: 5100 * time.Millisecond}},
		"an end that cannot be":      {[]intercom.RateLimit{at(500, 80, 500*time.Hour), at(500, 79, 9*seconds)}, question{limit: 500, remaining: 79, ends: 10100 * time.Millisecond}},
		"a 429": {
			[]intercom.RateLimit{at(500, 80, 5*seconds), {Limit: 500, Reset: now.Add(5 * seconds), Exceeded: true}},
			question{limit: 500, ends: 5100 * time.Millisecond, refused: 5100 * time.Millisecond},
		},
		"a 429 that is over": {[]intercom.RateLimit{{Reset: now.Add(-seconds), Exceeded: true}}, question{ends: -1}},
	} {
		var h heard
		for _, r := range tt.said {
			h.add(r, now, windowLength)
		}
		var got question
		h.report(&got, now)
		if tt.want.ends == -1 { // of no window
			tt.want.ends = got.ends
		}
		assert.Equal(t, tt.want, got, name)
	}
}

// The version that go.mod asks for is that of the package beside it, as users'
// builds do not see the replacement.
func TestVersion(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("go.mod")
	require.NoError(t, err)
	assert.Contains(t, string(content), "\n\tgithub.com/go-intercom/intercom v"+intercom.Version+"\n")
}

// BenchmarkWait is what a call costs: Wait and Observe, alone and with 64
// goroutines for each processor.
func BenchmarkWait(b *testing.B) {
	for _, goroutines := range []int{0, 64} {
		b.Run(fmt.Sprintf("goroutines=%d", goroutines), func(b *testing.B) {
			rdb := connect(b)
			trips := &tripCounter{}
			rdb.AddHook(trips)
			l := newLimiter(b, rdb, time.Minute)
			known(b, l, 1e9, 1e9, 50*seconds)
			call := func() {
				if err := l.Wait(b.Context()); err != nil {
					b.Error(err)
				}
				l.Observe(said(1e9, 1e9, 50*seconds))
			}
			b.ReportAllocs()
			begun := trips.n.Load()
			if goroutines == 0 {
				for b.Loop() {
					call()
				}
			} else {
				b.SetParallelism(goroutines)
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						call()
					}
				})
			}
			b.ReportMetric(float64(trips.n.Load()-begun)/float64(b.N), "trips/op")
		})
	}
}
