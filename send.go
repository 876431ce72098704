package intercom

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-intercom/intercom/internal/wire"
)

// do sends r and reads the answer into a new T. An answer without a body gives
// the zero T.
func do[T any](ctx context.Context, c *Client, r *request, opts []Option) (*T, error) {
	a, err := c.send(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	v := new(T)
	if err := c.decode(ctx, r, a, v); err != nil {
		return nil, err
	}
	return v, nil
}

// wireForm is a form in which Intercom sends a T where that is not how T reads.
type wireForm[W, T any] interface {
	*W
	value() *T
}

// doAs is do for an answer that has the form W.
func doAs[W, T any, P wireForm[W, T]](ctx context.Context, c *Client, r *request, opts []Option) (*T, error) {
	w, err := do[W](ctx, c, r, opts)
	if err != nil {
		return nil, err
	}
	return P(w).value(), nil
}

// exec sends r and drops the answer.
func exec(ctx context.Context, c *Client, r *request, opts []Option) error {
	_, err := c.send(ctx, r, opts)
	return err
}

// open sends r and returns the answer as a stream.
func open(ctx context.Context, c *Client, r *request, opts []Option) (io.ReadCloser, error) {
	r.stream = true
	r.accept = cmp.Or(r.accept, "application/octet-stream")
	a, err := c.send(ctx, r, opts)
	if err != nil {
		return nil, err
	}
	return a.stream, nil
}

// send makes the call: it applies the options, encodes the body once, and
// repeats the attempt as long as that makes sense.
func (c *Client) send(ctx context.Context, r *request, opts []Option) (*answer, error) {
	cfg := c.cfg
	if len(opts) > 0 {
		merged := c.cfg.apply(levelCall, opts)
		merged.build()
		cfg = &merged
	}
	start := time.Now()
	if cfg.capture != nil {
		*cfg.capture = Response{}
	}
	switch {
	case ctx == nil:
		return nil, &argumentError{r.op, "ctx", "is nil"}
	case r.err != nil:
		return nil, r.err
	case cfg.err != nil:
		return nil, fmt.Errorf("intercom: %s: %w: %w", r.op, ErrInvalidArgument, cfg.err)
	case !r.undocumented && (cfg.body != nil || cfg.path != nil):
		return nil, &argumentError{r.op, "WithBody or WithPath", "is for Client.Do and Client.Open"}
	}
	payload, err := r.encode(cfg)
	if err != nil {
		return nil, err
	}
	call := call{client: c, cfg: cfg, request: r, payload: payload, version: cmp.Or(cfg.pin, r.version, cfg.version)}
	for attempt := 1; ; attempt++ {
		if err := call.pace(ctx, attempt-1); err != nil {
			return nil, err
		}
		begun := time.Now()
		o := call.attempt(ctx)
		wait, again := call.settle(ctx, o, attempt, begun)
		if cfg.capture != nil {
			cfg.capture.fill(o.answer, attempt, time.Since(start))
		}
		if o.err == nil && o.answer.success {
			return o.answer, nil
		}
		if !again {
			return nil, call.failure(ctx, o, attempt, wait)
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, call.interrupted(err, o, attempt)
		}
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

// call is one call on its way.
type call struct {
	client  *Client
	cfg     *config
	request *request
	payload []byte
	version string
	token   string
	gate    *gate
}

// pace learns the token, and waits until its rate limit has room.
func (c *call) pace(ctx context.Context, attempts int) error {
	var err error
	if c.token, err = c.cfg.currentToken(ctx); err != nil {
		return newConnectionError(c.request.op, attempts, err, "")
	}
	c.gate = c.client.shared.gate(c.token)
	switch {
	case c.cfg.limiter != nil && c.cfg.pacing == pacingWait:
		if err = c.cfg.limiter.Wait(ctx); err == nil {
			c.gate.enter()
		}
	case c.cfg.pacing == pacingOff:
		if err = ctx.Err(); err == nil {
			c.gate.enter()
		}
	default:
		err = c.gate.wait(ctx, c.cfg.pacing == pacingFail)
	}
	if err == nil {
		return nil
	}
	var closed *errWindowClosed
	if !errors.As(err, &closed) {
		return newConnectionError(c.request.op, attempts, err, c.token)
	}
	e := &APIError{
		Operation: c.request.op, StatusCode: http.StatusTooManyRequests, Code: codeRateLimited,
		Message: "not sent, " + closed.Error(), Attempts: attempts, RateLimit: c.gate.rateLimit(),
	}
	limited := &RateLimitError{APIError: e, RetryAfter: closed.wait}
	if _, bounded := ctx.Deadline(); bounded && c.cfg.pacing != pacingFail {
		limited.cause = context.DeadlineExceeded
	}
	return limited
}

// attempt makes one exchange.
func (c *call) attempt(ctx context.Context) (o outcome) {
	ctx = context.WithValue(ctx, operationKey{}, c.request.op)
	cancel := func() {}
	if c.cfg.timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, c.cfg.timeout)
	}
	defer func() {
		if o.answer == nil || o.answer.stream == nil {
			cancel()
		}
		c.observe(o) // also if a transport panics
	}()
	var trace *connTrace
	if c.request.class == classWrite {
		trace = &connTrace{}
		ctx = trace.attach(ctx)
	}
	req, err := c.newRequest(ctx)
	if err != nil {
		return outcome{err: err}
	}
	res, err := c.cfg.http.Do(req)
	if err != nil {
		return outcome{err: withoutURL(err), unsent: neverSent(err) || trace.neverConnected()}
	}
	a := &answer{status: res.StatusCode, header: res.Header}
	a.rate, _ = rateLimitOf(res.Header)
	a.ahead = clockAhead(res.Header, time.Now()) // now, as the body may take its time
	switch {
	case c.request.stream && res.StatusCode < 300:
		a.stream, a.success = &stream{res.Body, c.request.op, c.token, cancel}, true
		return outcome{answer: a}
	case res.StatusCode < 300:
		a.body, err = readBody(res.Body, res.ContentLength)
	default:
		a.body, err = readBody(struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, maxErrorBody), res.Body}, min(res.ContentLength, maxErrorBody))
		if ctx.Err() == nil {
			err = nil // the status says enough
		}
	}
	if err != nil { // a body that breaks off is a connection that was lost
		return outcome{err: err}
	}
	a.success = a.status < 300 && !isErrorList(a.body)
	return outcome{answer: a}
}

var (
	jsonType    = []string{"application/json"}
	legacyValue = []string{LegacyAPIVersion}
	modernValue = []string{APIVersion}
)

// newRequest makes a fresh request, as each attempt needs one.
func (c *call) newRequest(ctx context.Context) (*http.Request, error) {
	var body io.Reader
	switch {
	case c.payload != nil:
		body = bytes.NewReader(c.payload)
	case c.request.method == http.MethodGet && c.request.class == classWrite:
		body = io.NopCloser(strings.NewReader("")) // keeps net/http from repeating a GET by itself
	}
	req, err := http.NewRequestWithContext(ctx, c.request.method, "", body)
	if err != nil {
		return nil, err
	}
	c.url(req.URL)
	req.Host = req.URL.Host
	h := req.Header
	h["User-Agent"] = c.cfg.userAgent
	h["Authorization"] = []string{"Bearer " + c.token}
	h["Accept"] = jsonType
	if c.request.accept != "" {
		h["Accept"] = []string{c.request.accept}
	}
	switch c.version {
	case APIVersion:
		h["Intercom-Version"] = modernValue
	case LegacyAPIVersion:
		h["Intercom-Version"] = legacyValue
	default:
		h["Intercom-Version"] = []string{c.version}
	}
	if c.payload != nil {
		h["Content-Type"] = jsonType
	}
	for key, values := range c.cfg.header {
		if values[0] == "" && key != "User-Agent" { // without which net/http sends its own
			delete(h, key)
		} else {
			h[key] = values
		}
	}
	return req, nil
}

// url writes where the request goes into u.
func (c *call) url(u *url.URL) {
	base, r := c.cfg.base, c.request
	*u = *base
	u.Path += r.path
	if r.escaped != "" || base.RawPath != "" {
		u.RawPath = base.EscapedPath() + cmp.Or(r.escaped, r.path)
	}
	params := r.params
	if len(c.cfg.query) > 0 {
		params = url.Values{}
		maps.Copy(params, r.params)
		maps.Copy(params, c.cfg.query)
	}
	u.RawQuery = params.Encode()
}

// settle tells everybody concerned how an attempt went, and decides whether
// there is another one.
func (c *call) settle(ctx context.Context, o outcome, attempt int, begun time.Time) (wait time.Duration, again bool) {
	now := time.Now()
	a := Attempt{Operation: c.request.op, Version: c.version, Number: attempt, Duration: now.Sub(begun)}
	if o.answer != nil {
		a.StatusCode, a.RequestID, a.RateLimit = o.answer.status, o.answer.requestID(), o.answer.rate
	} else {
		a.Err = newConnectionError(c.request.op, attempt, o.err, c.token)
	}
	if a.Err == nil && o.answer.success {
		c.client.shared.budget.earn()
	} else {
		wait, again = c.decide(ctx, o, a, now)
		a.Retry, a.RetryIn = again, wait
	}
	for _, hook := range c.cfg.hooks {
		hook(a)
	}
	if c.cfg.logger != nil {
		c.log(ctx, a)
	}
	return wait, again
}

// observe tells the limiters what the answer says.
func (c *call) observe(o outcome) {
	var said RateLimit
	var ahead time.Duration
	silent := false
	if o.answer != nil {
		silent = o.answer.status < http.StatusInternalServerError
		said, ahead = o.answer.rate, o.answer.ahead
		if o.answer.status == http.StatusTooManyRequests && !o.answer.jobPending() {
			said.Exceeded = true
			if wait, err := retryAfter(o.answer.header, time.Now()); err == nil {
				said.Reset = time.Now().Add(wait + ahead)
			}
		}
	}
	c.gate.observe(said, ahead, silent)
	if c.cfg.limiter != nil && c.cfg.pacing == pacingWait {
		c.cfg.limiter.Observe(said)
	}
}

// decide says whether to try again, and when. With again false, wait is how
// long it would have taken.
func (c *call) decide(ctx context.Context, o outcome, a Attempt, now time.Time) (wait time.Duration, again bool) {
	if ctx.Err() != nil || o.answer != nil && o.answer.status < 300 {
		return 0, false
	}
	cls := c.request.class
	if c.cfg.replay && c.request.paging != pagingScroll { // there it would skip a page
		cls = classRepeatable
	}
	wait, again = o.retry(cls, a.Number, now)
	again = again && wait <= maxWait && !(c.cfg.pacing == pacingFail && a.StatusCode == http.StatusTooManyRequests)
	if a.Number > c.cfg.retries {
		return wait, false
	}
	if c.cfg.policy != nil {
		a.Retry, a.RetryIn = again, wait
		theirs, yes := c.cfg.policy(a)
		if again = yes; yes {
			wait = theirs
		}
	}
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(now.Add(wait)) {
		return wait, false
	}
	if again && c.cfg.policy == nil {
		again = c.client.shared.budget.spend(o)
	}
	return wait, again
}

func (c *call) log(ctx context.Context, a Attempt) {
	lvl, text := slog.LevelDebug, "intercom: attempt"
	if !a.Retry && a.Number > 1 && (a.Err != nil || a.StatusCode >= 300) {
		lvl, text = slog.LevelWarn, "intercom: retries exhausted"
	}
	if !c.cfg.logger.Enabled(ctx, lvl) {
		return
	}
	attrs := []slog.Attr{
		slog.String("operation", a.Operation), slog.String("version", a.Version), slog.Int("attempt", a.Number),
		slog.Int("status", a.StatusCode), slog.Duration("duration", a.Duration), slog.String("request_id", scrub(a.RequestID)),
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
	c.cfg.logger.LogAttrs(ctx, lvl, text, attrs...)
}

// failure makes the error of a call whose last attempt went as o tells.
func (c *call) failure(ctx context.Context, o outcome, attempts int, wait time.Duration) error {
	if o.err != nil {
		err := o.err
		if cause := ctx.Err(); cause != nil && !errors.Is(err, cause) {
			err = fmt.Errorf("%w: %w", cause, err)
		}
		return newConnectionError(c.request.op, attempts, err, c.token)
	}
	err := c.apiError(o.answer, attempts)
	if limited, ok := err.(*RateLimitError); ok { //nolint:errorlint // it was made just now
		limited.RetryAfter = wait
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
			limited.cause = context.DeadlineExceeded
		}
	}
	return err
}

// interrupted makes the error of a call whose context ended while it waited.
func (c *call) interrupted(cause error, o outcome, attempts int) error {
	if o.err != nil {
		cause = fmt.Errorf("%w while waiting to retry after: %w", cause, o.err)
		return newConnectionError(c.request.op, attempts, cause, c.token)
	}
	cause = fmt.Errorf("%w while waiting to retry after: %w", cause, c.apiError(o.answer, attempts))
	return newConnectionError(c.request.op, attempts, cause, c.token)
}

func (c *call) apiError(a *answer, attempts int) error {
	masked := *a
	masked.body = mask(a.body, c.token)
	return newAPIError(c.request.op, c.version, &masked, attempts)
}

// decode reads an answer into v, forgiving what can be forgiven.
func (c *Client) decode(ctx context.Context, r *request, a *answer, v any) error {
	if strings.TrimSpace(a.body) == "" {
		return nil // some operations answer with nothing
	}
	ms, err := reader.Decode(a.body, v)
	if err != nil {
		return r.decodeError(a, "", err)
	}
	c.warn(ctx, r, ms)
	return nil
}

// decodeError tells that the answer is not what it should be.
func (r *request) decodeError(a *answer, field string, err error) error {
	if kind := a.header.Get("Content-Type"); kind != "" && !strings.Contains(kind, "json") {
		err = fmt.Errorf("%w (the answer is %s)", err, kind)
	}
	body := a.body[:min(len(a.body), maxErrorBody)]
	return &DecodeError{Operation: r.op, Field: field, RequestID: a.requestID(), Body: []byte(body), Err: err}
}

// warn logs that an answer had fields of an unexpected form.
func (c *Client) warn(ctx context.Context, r *request, ms []wire.Mismatch) {
	if len(ms) > 0 && c.cfg.logger != nil {
		c.cfg.logger.LogAttrs(ctx, slog.LevelWarn, "intercom: unexpected form of an answer",
			slog.String("operation", r.op), slog.String("first", ms[0].Error()), slog.Int("count", len(ms)))
	}
}
