package intercom

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"
)

// RateLimit is what Intercom last said about a token's allowance, which it
// grants in windows of 10 seconds. The zero RateLimit means that it has not
// said anything yet.
type RateLimit struct {
	Limit     int       // requests in a window
	Remaining int       // requests left in it
	Reset     time.Time // when the next one begins, UTC
	Exceeded  bool      // the response was a 429
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

// Priority is whose turn it is when calls wait for the rate limit.
type Priority int8

// The priorities of calls, from the lowest to the highest.
const (
	PriorityLow    Priority = iota - 1 // for bulk work: leaves a tenth of each window to others
	PriorityNormal                     // the default
	PriorityHigh                       // passes all others
)

// WithPriority sets whose turn it is when calls wait for the rate limit: those
// of a higher priority pass the others. Calls of PriorityLow also leave a tenth
// of each window of the rate limit free, less and less of it towards its end, so
// that a call of another priority seldom waits behind them. While calls of
// PriorityHigh come, normal ones leave a twentieth free. A limiter of WithLimiter
// does not know the priority.
func WithPriority(p Priority) Option {
	return option(func(c *config) {
		if p < PriorityLow || p > PriorityHigh {
			c.fail("WithPriority", "is given %d, want PriorityLow, PriorityNormal or PriorityHigh", p)
			return
		}
		c.priority = p
	})
}

// rateLimitOf reads Intercom's headers; ok if they are there.
func rateLimitOf(h http.Header) (r RateLimit, ok bool) {
	limit, err1 := strconv.Atoi(h.Get("X-Ratelimit-Limit")) // names as net/http keeps them cost nothing to look up
	remaining, err2 := strconv.Atoi(h.Get("X-Ratelimit-Remaining"))
	reset, err3 := strconv.ParseInt(h.Get("X-Ratelimit-Reset"), 10, 64)
	if err1 != nil || err2 != nil || err3 != nil || limit < 1 || reset <= 0 || reset >= maxSeconds {
		return RateLimit{}, false
	}
	return RateLimit{Limit: limit, Remaining: max(remaining, 0), Reset: time.Unix(reset, 0).UTC()}, true
}
