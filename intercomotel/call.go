package intercomotel

import (
	"context"
	"slices"
	"sync"
	"time"

	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/go-intercom/intercom"
)

// shortWait is a wait for the rate limit that is none: the time it takes to see
// that a call may go.
const shortWait = time.Millisecond

// call is a call on its way. It is also its context, in which hooks and
// transports find it by its telemetry.
type call struct {
	context.Context // with the span

	telemetry *telemetry
	route     *route
	span      trace.Span
	reason    string // error.type of the last attempt that ended

	mu      sync.Mutex // a transport may send a request twice at the same time
	number  int        // of the last attempt that began
	attempt trace.Span // that is on its way, or nil
}

// begin is the call hook: it starts the span of a call.
func (t *telemetry) begin(ctx context.Context, c intercom.Call) (context.Context, func(intercom.CallResult)) {
	x := &call{telemetry: t, route: t.routes.of(c, t.own)}
	x.Context, x.span = t.tracer.Start(ctx, x.route.name, x.route.call...)
	return x, x.end
}

// callOf returns the call that ctx belongs to. There is none if another hook put
// a context in its place that does not come from it.
func (t *telemetry) callOf(ctx context.Context) *call {
	x, _ := ctx.Value(t).(*call)
	return x
}

// Value finds the call itself by its telemetry.
func (x *call) Value(key any) any {
	if key == x.telemetry {
		return x
	}
	return x.Context.Value(key)
}

// start starts the span of an attempt, unless that has been done, and returns ctx
// with it.
func (x *call) start(ctx context.Context, number int, opts ...trace.SpanStartOption) context.Context {
	x.mu.Lock()
	defer x.mu.Unlock()
	if number > x.number {
		x.number = number
		if number > 1 {
			opts = append(opts, trace.WithAttributes(semconv.HTTPRequestResendCount(number-1)))
		}
		ctx, x.attempt = x.telemetry.tracer.Start(ctx, x.route.name, append(slices.Clip(x.route.attempt), opts...)...)
		return ctx
	}
	if x.attempt == nil { // it is over
		return ctx
	}
	return trace.ContextWithSpan(ctx, x.attempt)
}

// take returns the span of the attempt on its way, or nil, and forgets it.
func (x *call) take() trace.Span {
	x.mu.Lock()
	defer x.mu.Unlock()
	span := x.attempt
	x.attempt = nil
	return span
}

// attempted is the hook of attempts: it reports one that ended.
func (t *telemetry) attempted(ctx context.Context, a intercom.Attempt) {
	x := t.callOf(ctx)
	if x == nil {
		return
	}
	// The span has been started, unless a transport of others did not call ours.
	ctx = x.start(ctx, a.Number, trace.WithTimestamp(time.Now().Add(-a.Duration)))
	span := x.take()
	if span == nil { // it has been reported: the client was given the same options twice
		return
	}
	errorType := errorTypeOf(a.StatusCode, a.Err)
	t.attempts.Record(ctx, a.Duration.Seconds(), x.route.series(a.StatusCode, errorType).record...)
	t.waits.Record(ctx, a.Waited.Seconds(), x.route.server.record...)
	if a.RateLimit.Limit > 0 {
		t.remaining.Record(ctx, int64(a.RateLimit.Remaining), x.route.server.record...)
	}
	if a.Number > 1 {
		t.retries.Add(ctx, 1, x.route.series(0, x.reason).add...)
	}
	x.reason = errorType

	if span.IsRecording() {
		if a.StatusCode != 0 {
			span.SetAttributes(semconv.HTTPResponseStatusCode(a.StatusCode))
		}
		if isRequestID(a.RequestID) {
			span.SetAttributes(requestIDKey.String(a.RequestID))
		}
	}
	finish(span, errorType)
}

// end reports the call as a whole.
func (x *call) end(r intercom.CallResult) {
	errorType := errorTypeOf(0, r.Err)
	if unfinished := x.take(); unfinished != nil { // as a transport panicked
		errorType = other
		finish(unfinished, errorType)
	}
	x.telemetry.calls.Record(x, r.Duration.Seconds(), x.route.series(r.StatusCode, errorType).record...)
	if x.span.IsRecording() {
		if r.Attempts > 1 {
			x.span.SetAttributes(attemptsKey.Int(r.Attempts))
		}
		if r.Paced >= shortWait {
			x.span.SetAttributes(waitKey.Float64(r.Paced.Seconds()))
		}
	}
	finish(x.span, errorType)
}

// finish ends a span. What an error says stays out of it.
func finish(span trace.Span, errorType string) {
	if errorType != "" {
		span.SetAttributes(semconv.ErrorTypeKey.String(errorType))
		span.SetStatus(codes.Error, "")
	}
	span.End()
}
