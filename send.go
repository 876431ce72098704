package intercom

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/go-intercom/intercom/internal/wire"
)

// do sends r and returns what the response was read into. T is a pointer, as
// generic code is compiled once for all pointers. A response without a body
// gives a pointer to zero.
func do[T any](ctx context.Context, c *Client, r *request, opts []Option) (none T, err error) {
	v := newOf[T]()
	if err := c.call(ctx, r, c.prepare(r, opts), v, readValue); err != nil {
		return none, err
	}
	return v, nil
}

// newOf returns a pointer to a new zero value of what T points to.
func newOf[T any]() T { return reflect.New(reflect.TypeFor[T]().Elem()).Interface().(T) }

// wireForm is a form in which Intercom sends a T where that is not how T reads.
type wireForm[T any] interface{ value() T }

// doAs is do for a response that has the form W.
func doAs[W wireForm[T], T any](ctx context.Context, c *Client, r *request, opts []Option) (none T, err error) {
	w, err := do[W](ctx, c, r, opts)
	if err != nil {
		return none, err
	}
	return w.value(), nil
}

// exec sends r and drops the response.
func exec(ctx context.Context, c *Client, r *request, opts []Option) error {
	return c.call(ctx, r, c.prepare(r, opts), nil, readNothing)
}

// open sends r and returns the response as a stream.
func open(ctx context.Context, c *Client, r *request, opts []Option) (io.ReadCloser, error) {
	return c.open(ctx, r, c.prepare(r, opts))
}

// fileType is what a stream is unless its operation names another one.
const fileType = "application/octet-stream"

func (c *Client) open(ctx context.Context, r *request, cfg *config) (io.ReadCloser, error) {
	var body io.ReadCloser
	r.stream = true
	r.accept = cmp.Or(r.accept, fileType)
	if err := c.call(ctx, r, cfg, &body, readStream); err != nil {
		return nil, err
	}
	return body, nil
}

// locate sends r and returns the address that the response redirects to.
func locate(ctx context.Context, c *Client, r *request, opts []Option) (string, error) {
	var address string
	if err := c.call(ctx, r.locating(), c.prepare(r, opts), &address, readLocation); err != nil {
		return "", err
	}
	return address, nil
}

// call makes a call, and has its response read into v.
func (c *Client) call(ctx context.Context, r *request, cfg *config, v any, read reading) (err error) {
	if ctx == nil {
		return &ArgumentError{Operation: r.op, Parameter: "ctx", Problem: "is nil"}
	}
	x := &exchange{client: c, cfg: cfg, request: r, version: cfg.versionFor(r), started: time.Now()}
	if len(cfg.callHooks) > 0 {
		begun, end := x.begin(ctx)
		ctx = begun
		defer func() { end(err) }()
	}
	a, err := x.send(ctx)
	if err != nil {
		return err
	}
	err = read(ctx, x, a, v)
	a.release()
	return err
}

// reading reads the response of a call into v.
type reading func(ctx context.Context, x *exchange, a *response, v any) error

func readNothing(context.Context, *exchange, *response, any) error { return nil }

// readValue reads an object. A read of one that has nothing in it did not find
// it; writes are met with less than that.
func readValue(ctx context.Context, x *exchange, a *response, v any) error {
	if x.request.method == http.MethodGet && !x.request.undocumented {
		return readObject(ctx, x, a, v)
	}
	return x.decode(ctx, a, v)
}

// readObject is readValue for what must be an object, with an id if its type has
// one.
func readObject(ctx context.Context, x *exchange, a *response, v any) error {
	if x.request.orEmpty && strings.TrimSpace(a.body) == "" {
		return x.matchError(a, CodeNotFound, "the response is empty").typed()
	}
	if err := x.decode(ctx, a, v); err != nil {
		return err
	}
	if !strings.HasPrefix(strings.TrimLeft(a.body, " \t\r\n\ufeff"), "{") {
		return x.decodeError(a, errNoObject)
	}
	if id := idOf(v); id != nil && *id == "" {
		if raw, ok := wire.Lookup(a.body, "id"); !ok || raw == "null" || raw == `""` {
			return x.decodeError(a, errNoID)
		}
	}
	return nil
}

var (
	errNoObject = errors.New("want an object")
	errNoID     = errors.New("want an object with an id")
)

// idOf returns the field ID of what v points to, nil if it has none.
func idOf(v any) *ID {
	s := reflect.ValueOf(v).Elem()
	field := idField(s.Type())
	if field == nil {
		return nil
	}
	return s.FieldByIndex(field).Addr().Interface().(*ID)
}

// idField is where a type has the field ID, nil if it has none.
func idField(t reflect.Type) []int {
	if t.Kind() != reflect.Struct {
		return nil
	}
	if f, ok := t.FieldByName("ID"); ok && f.Type == reflect.TypeFor[ID]() {
		return f.Index
	}
	return nil
}

func readStream(_ context.Context, _ *exchange, a *response, v any) error {
	*v.(*io.ReadCloser) = a.stream
	return nil
}

func readLocation(_ context.Context, x *exchange, a *response, v any) error {
	address, err := x.url().Parse(a.header.Get("Location"))
	if err != nil || a.header.Get("Location") == "" || address.Scheme != "https" && address.Scheme != "http" || address.Host == "" {
		return x.decodeError(a, errNoLocation)
	}
	*v.(*string) = address.String()
	return nil
}

var errNoLocation = errors.New("want a redirect")

// exchange is one call on its way: what its steps have in common.
type exchange struct {
	client  *Client
	cfg     *config
	request *request
	payload []byte
	version string
	token   string
	state   *tokenState
	started time.Time

	attempts int           // begun so far
	took     time.Duration // the attempt
	closed   time.Duration // how long the rate limit refuses, after a 429
	waited   time.Duration // for the rate limit, before the attempt
	paced    time.Duration // for the rate limit, in all
	backoff  time.Duration // between attempts, in all
	last     *response     // nil: the last attempt had no response
	doubtful bool          // an attempt may have been processed
}

// send makes the call: it encodes the body once, and repeats the attempt as
// long as that makes sense.
func (x *exchange) send(ctx context.Context) (*response, error) {
	if x.cfg.capture != nil {
		*x.cfg.capture = Response{}
	}
	if err := x.encode(); err != nil {
		return nil, err
	}
	for {
		if err := x.authorize(ctx); err != nil {
			return nil, err
		}
		if err := x.pace(ctx); err != nil {
			return nil, err
		}
		o := x.attempt(ctx)
		d := x.decide(ctx, o)
		x.report(ctx, o, d)
		if o.succeeded() {
			return o.response, nil
		}
		if !d.again {
			return nil, x.failure(ctx, o, d)
		}
		if err := x.wait(ctx, d.wait); err != nil {
			return nil, x.interrupted(err, o)
		}
		if o.lost() && o.stale {
			x.cfg.client.CloseIdleConnections() // more of them may be as old, and the next attempt can be the last
		}
	}
}

// encode writes the body, unless the call has a mistake in it.
func (x *exchange) encode() (err error) {
	r, cfg := x.request, x.cfg
	switch {
	case r.err != nil:
		return r.err
	case cfg.err != nil:
		return cfg.err.of(r.op)
	case !r.undocumented && (cfg.body != nil || cfg.path != nil):
		return &ArgumentError{Operation: r.op, Parameter: "WithBody or WithPath", Problem: "is for Client.Do and Client.Open"}
	}
	x.payload, err = r.encode(cfg)
	return err
}

// authorize learns the token, and with it whose rate limit counts.
func (x *exchange) authorize(ctx context.Context) (err error) {
	if x.request.credentials != nil {
		if x.state == nil {
			x.state = newTokenState()
		}
		return nil
	}
	if x.token, err = x.cfg.currentToken(ctx); err != nil {
		return x.connectionError(err)
	}
	x.state = x.client.shared.state(x.token)
	return nil
}

// pace waits until the rate limit of the token has room.
func (x *exchange) pace(ctx context.Context) error {
	begun := time.Now()
	err := x.enter(ctx)
	x.waited = time.Since(begun)
	x.paced += x.waited
	x.cfg.logWait(ctx, x.request.op, "waited for the rate limit", x.waited)
	if err == nil {
		return nil
	}
	closed, ok := errors.AsType[*WindowClosedError](err)
	if !ok {
		return x.connectionError(err)
	}
	e := &APIError{
		Operation: x.request.op, StatusCode: http.StatusTooManyRequests, Code: CodeRateLimitExceeded,
		Message: "not sent, " + closed.Error(), Attempts: x.attempts, RateLimit: x.state.gate.rateLimit(),
	}
	limited := &RateLimitError{APIError: e, RetryAfter: closed.Wait}
	if _, bounded := ctx.Deadline(); bounded && !x.cfg.failFast {
		limited.cause = context.DeadlineExceeded
	}
	return limited
}

// enter asks the limiter, or the client's own gate, for leave to send.
func (x *exchange) enter(ctx context.Context) error {
	gate := x.state.gate
	switch {
	case x.cfg.unpaced:
		if err := ctx.Err(); err != nil {
			return err
		}
		gate.enter()
		return nil
	case x.cfg.limiter != nil:
		err := x.askLimiter(ctx)
		if err == nil {
			gate.enter()
		}
		if !errors.Is(err, ErrLimiterUnavailable) {
			return err
		}
	}
	return gate.wait(ctx, x.cfg.priority, x.cfg.failFast)
}

// failFastWait is how long a limiter may take for a call that does not
// want to wait for the rate limit.
const failFastWait = 100 * time.Millisecond

func (x *exchange) askLimiter(ctx context.Context) error {
	if !x.cfg.failFast {
		return x.cfg.limiter.Wait(ctx)
	}
	short, cancel := context.WithTimeout(ctx, failFastWait)
	defer cancel()
	err := x.cfg.limiter.Wait(short)
	if errors.Is(err, context.DeadlineExceeded) && short.Err() != nil && ctx.Err() == nil {
		return &WindowClosedError{x.state.gate.untilReset()}
	}
	return err
}

// wait is the pause before another attempt.
func (x *exchange) wait(ctx context.Context, d time.Duration) error {
	x.cfg.logWait(ctx, x.request.op, "waiting to retry", d)
	x.backoff += d
	return sleep(ctx, d)
}

// longWait is a wait that is worth a line in the log.
const longWait = 2 * time.Second

// logWait logs a wait that one would ask about.
func (c *config) logWait(ctx context.Context, operation, text string, d time.Duration) {
	if d > longWait && c.logger != nil {
		c.logger.LogAttrs(ctx, slog.LevelInfo, "intercom: "+text, slog.String("operation", operation), slog.Duration("wait", d))
	}
}

// sleep waits for d, or until ctx is done.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// attempt makes one exchange.
func (x *exchange) attempt(ctx context.Context) (o outcome) {
	x.attempts++
	begun := time.Now()
	ctx = &attemptContext{ctx, x.request.op, x.attempts}
	bounding := boundBy
	if x.request.signed != nil || x.request.patient {
		bounding = startBy
	}
	bound := bounding(ctx, x.cfg.timeout)
	defer func() {
		if o.response == nil || o.response.stream == nil {
			bound.cancel()
		}
		x.took = time.Since(begun)
		x.observe(o) // also if a transport panics
	}()
	o = x.trip(bound)
	if o.response == nil {
		o.err = bound.explain(o.err)
	}
	x.doubtful = x.doubtful || o.doubtful()
	return o
}

// trip sends a request and reads what comes back. What bounds the attempt also
// bounds the stream that it may return.
func (x *exchange) trip(bound bound) outcome {
	var trace connTrace
	begun := time.Now()
	res, err := x.cfg.roundTrip(x.newRequest(trace.attach(bound.ctx)), x.request)
	if err != nil {
		err = withoutURL(err)
		return outcome{err: err, unsent: neverSent(err) || notProcessed(err) || trace.unsent(err, len(x.payload)), stale: trace.kept.Load()}
	}
	a := &response{status: res.StatusCode, header: res.Header}
	a.rate, _ = rateLimitOf(res.Header)
	a.sent, a.received = begun, time.Now() // now, as the body may take its time
	if x.request.stream && a.status >= 200 && a.status < 300 {
		o := x.openStream(a, res, bound)
		bound.begun()
		return o
	}
	o := a.read(bound.ctx, res, x.cfg.maxSize)
	if x.request.location && redirects(res) {
		a.success = true
	}
	return o
}

// observe reports to the limiters what the response says.
func (x *exchange) observe(o outcome) {
	var h heard
	if a := o.response; a != nil {
		h = heard{rate: a.rate, sent: a.sent, received: a.received, date: a.header.Get("Date"), retryAfter: -1}
		h.proper = a.status < http.StatusInternalServerError
		h.refused = a.status == http.StatusTooManyRequests && !a.jobPending()
		h.rate.Exceeded = h.refused
		if wait, err := retryAfter(a.header, a.received); h.refused && err == nil {
			h.retryAfter = wait
		}
	}
	reset, closed := x.state.gate.observe(h)
	x.closed = closed
	if x.cfg.limiter != nil && !x.cfg.unpaced {
		said := h.rate
		switch {
		case h.retryAfter < 0 && said.Limit > 0:
			said.Reset = reset.UTC()
		case h.refused:
			said.Reset = h.received.Add(closed).UTC()
		}
		x.cfg.limiter.Observe(said)
	}
}

// decision is what follows an attempt.
type decision struct {
	again bool
	wait  time.Duration // before the next attempt, or how long it would have been
}

// decide returns whether to try again, and when.
func (x *exchange) decide(ctx context.Context, o outcome) decision {
	if o.succeeded() {
		x.state.budget.earn()
		return decision{}
	}
	if ctx.Err() != nil || o.response != nil && o.response.status < 300 {
		return decision{}
	}
	cls := x.request.class
	if x.cfg.replay && x.request.paging != pagingScroll { // there it would skip a page
		cls = classRepeatable
	}
	now := time.Now()
	d := o.retry(cls, x.attempts, now, x.closed)
	limited := o.response != nil && o.response.status == http.StatusTooManyRequests
	d.again = d.again && d.wait <= maxWait && !(x.cfg.failFast && limited)
	if x.request.divisible && o.timedOut() {
		d.again = false // the list asks for less
	}
	if x.attempts > x.cfg.retries {
		d.again = false
		return d
	}
	if x.cfg.policy != nil {
		if wait, again := x.cfg.policy(x.describe(o, d)); again {
			d = decision{true, wait}
		} else {
			d.again = false
		}
	}
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(now.Add(d.wait)) {
		d.again = false
	}
	if d.again && x.cfg.policy == nil {
		d.again = x.state.budget.spend(o)
	}
	return d
}

// hide takes out of a text what nobody else may read: the token, and what the
// call has in place of one.
func (x *exchange) hide(text string) string {
	text = hideToken(text, x.token)
	for _, credential := range x.request.credentials {
		text = hideSecret(text, credential)
	}
	return text
}

// connectionError makes the error of a call that ends without a response.
func (x *exchange) connectionError(err error) *ConnectionError {
	e := newConnectionError(x.request.op, x.attempts, err, x.hide)
	e.MaybeProcessed = x.doubtful
	return e
}

// failure makes the error of a call after its last attempt.
func (x *exchange) failure(ctx context.Context, o outcome, d decision) error {
	if o.err != nil && o.response != nil {
		return x.decodeError(o.response, o.err)
	}
	if o.err != nil {
		err := o.err
		if cause := ctx.Err(); cause != nil && !errors.Is(err, cause) {
			err = fmt.Errorf("%w: %w", cause, err)
		}
		return x.connectionError(err)
	}
	err := x.apiError(o.response)
	if limited, ok := err.(*RateLimitError); ok { //nolint:errorlint // it was made just now
		limited.RetryAfter = d.wait
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d.wait {
			limited.cause = context.DeadlineExceeded
		}
	}
	return err
}

// interrupted makes the error of a call whose context ended while it waited.
func (x *exchange) interrupted(cause error, o outcome) error {
	reason := o.err
	if reason == nil {
		reason = x.apiError(o.response)
	}
	return x.connectionError(fmt.Errorf("%w while waiting to retry after: %w", cause, reason))
}

// apiError makes the error of a response. It is read as it came; then the token
// goes, if the server sent it back.
func (x *exchange) apiError(a *response) error {
	e := x.newAPIError(a)
	e.read(a.body)
	typed := e.typed()
	e.hide(x.hide)
	return typed
}

// newAPIError has the facts of a response, and nothing of what its body says.
func (x *exchange) newAPIError(a *response) *APIError {
	return &APIError{
		Operation: x.request.op, StatusCode: a.status, RequestID: x.requestID(a), Header: a.header.Clone(), Body: []byte(a.body),
		Attempts: x.attempts, RateLimit: a.rate, version: x.version,
	}
}

// requestID is Intercom's id of the request.
func (x *exchange) requestID(a *response) string {
	return x.hide(a.header.Get("X-Request-Id"))
}

// decode reads a response into v, forgiving what can be forgiven.
func (x *exchange) decode(ctx context.Context, a *response, v any) error {
	if strings.TrimSpace(a.body) == "" {
		return nil // some operations respond with nothing
	}
	ms, err := reader.Decode(a.text(), v)
	if err != nil {
		return x.decodeError(a, err)
	}
	x.cfg.warn(ctx, x.request.op, ms)
	return nil
}

// decodeError reports that the response is not what it should be.
func (x *exchange) decodeError(a *response, err error) error {
	if kind := a.header.Get("Content-Type"); kind != "" && !strings.Contains(kind, "json") {
		err = fmt.Errorf("%w (the response is %s)", err, kind)
	}
	if coding := a.header.Get("Content-Encoding"); coding != "" {
		err = fmt.Errorf("%w (the response is encoded as %s, which was not asked for)", err, scrub(coding))
	}
	if text := x.hide(err.Error()); text != err.Error() {
		err = errors.New(text)
	}
	body := x.hide(a.body[:min(len(a.body), maxErrorBody)])
	return &DecodeError{Operation: x.request.op, RequestID: x.requestID(a), Body: []byte(body), Err: err}
}

// warn logs that a response had fields of an unexpected form.
func (c *config) warn(ctx context.Context, operation string, ms []wire.Mismatch) {
	if len(ms) > 0 && c.logger != nil {
		c.logger.LogAttrs(ctx, slog.LevelWarn, "intercom: unexpected form of a response",
			slog.String("operation", operation), slog.String("first", ms[0].Error()), slog.Int("count", len(ms)))
	}
}
