package intercom

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// RateLimit is what Intercom last said about a token's allowance, which it
// grants in windows of 10 seconds. The zero RateLimit means that it has not
// said anything yet.
type RateLimit struct {
	Limit     int       // requests in a window
	Remaining int       // requests left in it
	Reset     time.Time // when the next one begins, UTC
	Exceeded  bool      // the answer was a 429
}

// A Limiter decides when a request may go. One that speaks to a shared store
// keeps several processes within one allowance; see WithLimiter. Its methods
// must be safe for concurrent use.
type Limiter interface {
	// Wait returns nil when a request may be sent, and ctx's error once ctx
	// is done. If the window is used up and ctx ends before the next one, it
	// can return a *WindowClosedError at once: the call is then a
	// RateLimitError. With ErrLimiterUnavailable the call is paced by the
	// client's own gate instead.
	Wait(ctx context.Context) error

	// Observe is called when an attempt is over: once for each Wait that
	// returned nil or ErrLimiterUnavailable, unless the call ended before it
	// was sent. The RateLimit is zero if there was no response or if it did
	// not say; its Reset is on the clock of this machine.
	Observe(RateLimit)
}

// ErrLimiterUnavailable is what a Limiter returns from Wait if it cannot
// decide, such as when its store does not respond.
var ErrLimiterUnavailable = errors.New("limiter is unavailable")

// WindowClosedError is what a Limiter returns from Wait if the window of the
// rate limit is used up, and the next one begins too late for the call.
type WindowClosedError struct {
	Wait time.Duration // until the next window begins
}

// Error describes the problem.
func (e *WindowClosedError) Error() string { return "the window of the rate limit is used up" }

const (
	// probes is how many requests go at once before the first answer tells
	// the limit.
	probes = 8

	// burst is the time over which the first requests of a new window are
	// spread: enough to keep waiters from arriving in one herd, and short
	// against a window.
	burst = 500 * time.Millisecond

	// margin keeps requests from arriving before a window that begins on
	// the server's clock.
	margin = 100 * time.Millisecond

	// windowLength is Intercom's, for the case that a window ends before an
	// answer has told of the next one.
	windowLength = 10 * time.Second

	// maxWait is the longest wait that a call takes upon itself.
	maxWait = time.Minute
)

// gate is the Limiter of a client. What it lets through is bound by what the
// last answers said is left, less the requests that are still in flight: that
// is never more than what is really left, in whatever order answers arrive.
type gate struct {
	mu        sync.Mutex
	last      RateLimit     // what was last said, for Client.RateLimit
	limit     int           // 0: not known
	remaining int           // the lowest that was said of the current window
	reset     time.Time     // the end of the current window, on our clock
	told      time.Time     // the latest end of a window that an answer told
	closed    time.Time     // a 429 keeps the gate shut until then
	inFlight  int           // let through and not yet observed
	silent    bool          // proper answers come and do not tell: nothing to obey
	congested bool          // a 429 was drawn: spread the next window evenly
	next      time.Time     // not before this one, when releases are spread
	spacing   time.Duration // between releases while the window is fresh
	waiting   int           // how many stand in line

	line    chan struct{} // held by the first in line; the rest wait to hold it
	changed chan struct{} // wakes the first in line
}

func newGate() *gate {
	return &gate{line: make(chan struct{}, 1), changed: make(chan struct{}, 1)}
}

// wait takes a place in line: only the first in line sleeps and asks, so that
// the end of a window wakes one goroutine, which then wakes the next. It gives
// up at once if told to, or if ctx ends before the gate opens.
func (g *gate) wait(ctx context.Context, failFast bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g.mu.Lock()
	if g.waiting == 0 && g.take(time.Now()) == 0 {
		g.mu.Unlock()
		return nil
	}
	g.waiting++
	g.mu.Unlock()
	defer func() {
		g.mu.Lock()
		g.waiting--
		g.mu.Unlock()
	}()
	if err := g.hopeless(ctx, failFast); err != nil {
		return err
	}
	select {
	case g.line <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-g.line }()
	for {
		g.mu.Lock()
		wait := g.take(time.Now())
		g.mu.Unlock()
		if wait == 0 {
			return nil
		}
		if err := g.hopeless(ctx, failFast); err != nil {
			return err
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-g.changed:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// hopeless tells that the window is used up and a new one comes too late. What
// is in flight may be counted in what remains already: its answers will tell.
func (g *gate) hopeless(ctx context.Context, failFast bool) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	wait := g.closed.Sub(now)
	if g.limit > 0 && now.Before(g.reset) && g.remaining <= 0 {
		wait = max(wait, g.reset.Sub(now))
	}
	deadline, bounded := ctx.Deadline()
	if wait > 0 && (failFast || wait > maxWait || bounded && deadline.Before(now.Add(wait))) {
		return &WindowClosedError{wait}
	}
	return nil
}

// take lets one request through and returns 0, or returns how long to wait
// before asking again.
func (g *gate) take(now time.Time) time.Duration {
	if wait := g.closed.Sub(now); wait > 0 {
		return wait
	}
	if g.limit > 0 && !now.Before(g.reset) {
		g.open(now)
	}
	switch {
	case g.limit == 0 && !g.silent && g.inFlight >= probes:
		return windowLength // or until the first answer
	case g.limit > 0 && g.remaining <= g.inFlight:
		return g.reset.Sub(now) // or until an answer tells of more
	}
	if wait := g.next.Sub(now); wait > 0 {
		return wait
	}
	g.next = g.next.Add(g.spacing)
	g.inFlight++
	return 0
}

// open begins a window that no answer has told of yet. If nobody had to wait
// for it there is no herd to spread.
func (g *gate) open(now time.Time) {
	for !g.reset.After(now) { // windows follow each other without a gap
		g.reset = g.reset.Add(windowLength)
	}
	g.remaining, g.next, g.spacing = g.limit, now, 0
	switch {
	case g.congested:
		g.spacing = windowLength / time.Duration(g.limit)
	case g.waiting > 0:
		g.spacing = burst / time.Duration(g.limit)
	}
	g.congested = false
}

// enter counts a request that does not wait.
func (g *gate) enter() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inFlight++
}

// observe takes over what an answer says, of a server whose clock is ahead of
// ours. Silent are proper answers that do not tell.
func (g *gate) observe(r RateLimit, ahead time.Duration, silent bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inFlight = max(g.inFlight-1, 0)
	if r.Exceeded {
		g.congested = true
		// A 429 for a window that is over by our clock: the clocks differ, by
		// no more than two such waits.
		g.closed = time.Now().Add(max(time.Until(r.Reset.Add(margin-ahead)), clockSlack/2))
	}
	if r.Limit > 0 {
		g.learn(r, r.Reset.Add(margin-ahead))
	} else {
		g.remaining = max(g.remaining-1, 0) // it may have been counted all the same
		g.silent = g.silent || silent
	}
	select {
	case g.changed <- struct{}{}:
	default:
	}
}

// learn takes over what is newer. Answers arrive out of order: within one
// window the lowest count stands, and an earlier window counts no more.
func (g *gate) learn(r RateLimit, reset time.Time) {
	if !r.Reset.Before(g.last.Reset) {
		g.last = r
	}
	g.limit = r.Limit
	const rounding = time.Second
	switch {
	case g.told.IsZero() || reset.After(g.told.Add(rounding)):
		g.told, g.reset, g.remaining = reset, reset, r.Remaining
	case reset.After(g.told.Add(-rounding)) && !g.reset.After(g.told):
		g.remaining = min(g.remaining, r.Remaining)
	}
}

func (g *gate) rateLimit() RateLimit {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.last
}

// untilReset is how long the current window lasts, as far as that is known.
func (g *gate) untilReset() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if g.limit > 0 && now.Before(g.reset) {
		return max(g.reset.Sub(now), g.closed.Sub(now))
	}
	return max(windowLength, g.closed.Sub(now))
}

// idle reports whether the gate holds nothing that would be missed.
func (g *gate) idle(now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.inFlight == 0 && g.waiting == 0 && !now.Before(g.reset)
}

// rateLimitOf reads Intercom's headers; ok if they tell.
func rateLimitOf(h http.Header) (r RateLimit, ok bool) {
	limit, err1 := strconv.Atoi(h.Get("X-Ratelimit-Limit")) // names as net/http keeps them cost nothing to look up
	remaining, err2 := strconv.Atoi(h.Get("X-Ratelimit-Remaining"))
	reset, err3 := strconv.ParseInt(h.Get("X-Ratelimit-Reset"), 10, 64)
	if err1 != nil || err2 != nil || err3 != nil || limit < 1 || reset <= 0 || reset >= maxSeconds {
		return RateLimit{}, false
	}
	return RateLimit{Limit: limit, Remaining: max(remaining, 0), Reset: time.Unix(reset, 0).UTC()}, true
}
