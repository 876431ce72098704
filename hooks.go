package intercom

import (
	"context"
	"log/slog"
	"slices"
	"time"
)

// Call describes a call that begins; see WithCallHook.
type Call struct {
	Operation string // such as "GET /tags/{tag_id}"
	Version   string // of the API that is asked for
	Scheme    string // "https", or "http"
	Host      string // with its port if there is one
}

// CallResult describes a call that ended. It carries no customer data.
type CallResult struct {
	StatusCode int           // of the last response, 0 if there was none
	RequestID  string        // Intercom's, of the last response
	RateLimit  RateLimit     // zero if the last response does not say
	Attempts   int           // 0 for a call that was not sent
	Duration   time.Duration // of the whole call
	Paced      time.Duration // of it, how long the call waited for the rate limit
	Backoff    time.Duration // of it, how long the call waited between attempts
	Err        error         // what the method returns, nil if it succeeded
}

// Attempt describes one attempt of a call, after it ended. It carries no
// customer data: the operation is the template of the path.
type Attempt struct {
	Operation  string        // such as "GET /tags/{tag_id}"
	Version    string        // of the API that was asked for
	Number     int           // 1 for the first attempt
	StatusCode int           // 0 if there was no response
	RequestID  string        // Intercom's
	RateLimit  RateLimit     // zero if the response does not say
	Waited     time.Duration // for the rate limit, before this attempt
	Duration   time.Duration // of this attempt, without waiting
	Err        error         // why there was no response, or none that could be read
	Retry      bool          // whether another attempt follows
	RetryIn    time.Duration // how long it waits
}

// WithCallHook calls begin when a call begins, besides hooks given before, and
// the function that begin returns when the call has ended. A call is what a
// method does, with all its attempts and waits, or one page of a list. Calls
// that are refused before anything is sent are reported as well.
//
// The context that begin returns is that of the limiter, of WithHook and of the
// transport: it is where a span belongs. Both functions must be safe for
// concurrent use. The call of a stream ends when its body can be read.
func WithCallHook(begin func(ctx context.Context, c Call) (context.Context, func(CallResult))) Option {
	return option(func(c *config) {
		if begin == nil {
			c.fail("WithCallHook", "is given nil")
			return
		}
		c.callHooks = append(slices.Clip(c.callHooks), begin)
	})
}

// WithHook calls hook after each attempt, for metrics and the like, besides
// hooks given before. The context is that of the call. The hook must be safe
// for concurrent use and should be quick.
func WithHook(hook func(ctx context.Context, a Attempt)) Option {
	return option(func(c *config) {
		if hook == nil {
			c.fail("WithHook", "is given nil")
			return
		}
		c.hooks = append(slices.Clip(c.hooks), hook)
	})
}

// attemptContext is the context of an attempt, which Operation and AttemptNumber
// find by attemptKey.
type attemptContext struct {
	context.Context
	operation string
	number    int
}

type attemptKey struct{}

func (c *attemptContext) Value(key any) any {
	if key == (attemptKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// attemptOf returns the attempt that ctx belongs to, or an empty one.
func attemptOf(ctx context.Context) *attemptContext {
	if c, ok := ctx.Value(attemptKey{}).(*attemptContext); ok {
		return c
	}
	return &attemptContext{}
}

// Operation returns, inside a transport, the operation that a request belongs
// to, such as "GET /tags/{tag_id}". It is empty for requests of others.
func Operation(ctx context.Context) string {
	return attemptOf(ctx).operation
}

// AttemptNumber returns, inside a transport, which attempt of its call a
// request is: 1 for the first one. It is 0 for requests of others.
func AttemptNumber(ctx context.Context) int {
	return attemptOf(ctx).number
}

// begin runs the hooks at the beginning of a call, and returns its context and
// what to run at its end.
func (x *exchange) begin(ctx context.Context) (context.Context, func(error)) {
	call := Call{Operation: x.request.op, Version: x.version}
	if base := x.cfg.base; base != nil {
		call.Scheme, call.Host = base.Scheme, base.Host
	}
	ends := make([]func(CallResult), 0, len(x.cfg.callHooks))
	for _, begin := range x.cfg.callHooks {
		begun, end := begin(ctx, call)
		if begun != nil {
			ctx = begun
		}
		if end != nil {
			ends = append(ends, end)
		}
	}
	return ctx, func(err error) {
		result := x.result(err)
		for _, end := range slices.Backward(ends) {
			end(result)
		}
	}
}

// result describes the call as it is now.
func (x *exchange) result(err error) CallResult {
	r := CallResult{Attempts: x.attempts, Duration: time.Since(x.started), Paced: x.paced, Backoff: x.backoff, Err: err}
	if x.last != nil {
		r.StatusCode, r.RequestID, r.RateLimit = x.last.status, x.requestID(x.last), x.last.rate
	}
	return r
}

// report gives everybody concerned the facts about the attempt that ended.
func (x *exchange) report(ctx context.Context, o outcome, d decision) {
	x.last = o.response
	if x.cfg.capture != nil {
		x.cfg.capture.fill(x, o.response)
	}
	if len(x.cfg.hooks) == 0 && x.cfg.logger == nil {
		return
	}
	a := x.describe(o, d)
	for _, hook := range x.cfg.hooks {
		hook(ctx, a)
	}
	if x.cfg.logger != nil {
		x.cfg.logAttempt(ctx, a)
	}
}

func (x *exchange) describe(o outcome, d decision) Attempt {
	a := Attempt{
		Operation: x.request.op, Version: x.version, Number: x.attempts, Waited: x.waited, Duration: x.took,
		Retry: d.again, RetryIn: d.wait,
	}
	switch {
	case o.response == nil:
		e := newConnectionError(x.request.op, x.attempts, o.err, x.hide)
		e.MaybeProcessed = o.doubtful()
		a.Err = e
		return a
	case o.err != nil:
		a.Err = x.decodeError(o.response, o.err)
	}
	a.StatusCode, a.RequestID, a.RateLimit = o.response.status, x.requestID(o.response), o.response.rate
	return a
}

func (c *config) logAttempt(ctx context.Context, a Attempt) {
	lvl, text := slog.LevelDebug, "intercom: attempt"
	if !a.Retry && a.Number > 1 && (a.Err != nil || a.StatusCode >= 300) {
		lvl, text = slog.LevelWarn, "intercom: retries exhausted"
	}
	if !c.logger.Enabled(ctx, lvl) {
		return
	}
	attrs := []slog.Attr{
		slog.String("operation", a.Operation), slog.String("version", a.Version), slog.Int("attempt", a.Number),
		slog.Int("status", a.StatusCode), slog.Duration("duration", a.Duration), slog.String("request_id", scrub(a.RequestID)),
	}
	if a.Waited >= time.Millisecond {
		attrs = append(attrs, slog.Duration("waited", a.Waited))
	}
	if a.RateLimit.Limit > 0 {
		attrs = append(attrs, slog.Int("rate_remaining", a.RateLimit.Remaining))
	}
	if a.Retry {
		attrs = append(attrs, slog.Duration("retry_in", a.RetryIn))
	}
	if a.Err != nil {
		attrs = append(attrs, slog.String("error", a.Err.Error()))
	}
	c.logger.LogAttrs(ctx, lvl, text, attrs...)
}
