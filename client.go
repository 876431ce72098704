package intercom

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-intercom/intercom/internal/wire"
)

const (
	// Version is that of this package.
	Version = "0.1.0"

	// APIVersion is the version of Intercom's API that this package asks
	// for, unless WithVersion says otherwise.
	APIVersion = "2.16"

	// LegacyAPIVersion is what the operations of API 1.x ask for.
	LegacyAPIVersion = "1.4"
)

const defaultTimeout = time.Minute

// shared is what a client has in common with those that With derives from it.
type shared struct {
	budget budget

	mu    sync.Mutex
	gates map[string]*gate // by token
	locks map[string]chan struct{}
}

// manyGates is when gates of tokens that are no longer used are dropped.
const manyGates = 1024

// gate returns the gate of a token.
func (s *shared) gate(token string) *gate {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.gates[token]
	if g == nil {
		if len(s.gates) >= manyGates {
			now := time.Now()
			for t, old := range s.gates {
				if old.idle(now) {
					delete(s.gates, t)
				}
			}
		}
		g = newGate()
		s.gates[token] = g
	}
	return g
}

// scrollLock returns what the one scroll of a token's workspace holds.
func (s *shared) scrollLock(token string) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	lock := s.locks[token]
	if lock == nil {
		lock = make(chan struct{}, 1)
		s.locks[token] = lock
	}
	return lock
}

// NewClient returns a client. It needs an access token, from WithToken or
// WithTokenSource or the variable INTERCOM_ACCESS_TOKEN. INTERCOM_BASE_URL and
// INTERCOM_LOG stand in for WithBaseURL and WithLogger. The environment is read
// here and never again.
func NewClient(opts ...Option) (*Client, error) {
	cfg := config{retries: defaultRetries, timeout: defaultTimeout, version: APIVersion}
	cfg = cfg.apply(levelClient, opts)
	if token := os.Getenv("INTERCOM_ACCESS_TOKEN"); token != "" && cfg.source == nil && cfg.token.text == nil {
		token, err := checkToken(token)
		if err != nil {
			cfg.fail("INTERCOM_ACCESS_TOKEN: %w", err)
		}
		cfg.token = secret{&token}
	}
	if cfg.base == nil {
		u, err := parseBaseURL(cmp.Or(os.Getenv("INTERCOM_BASE_URL"), string(US)))
		if err != nil {
			cfg.fail("INTERCOM_BASE_URL: %w", err)
		}
		cfg.base = u
	}
	if cfg.logger == nil {
		cfg.logger = loggerFor(os.Getenv("INTERCOM_LOG"))
	}
	if cfg.err == nil && cfg.source == nil && cfg.token.text == nil {
		cfg.fail("no access token: use WithToken or set INTERCOM_ACCESS_TOKEN")
	}
	if cfg.err != nil {
		return nil, fmt.Errorf("intercom: %w: %w", ErrInvalidArgument, cfg.err)
	}
	if cfg.client == nil {
		cfg.client = &http.Client{}
	}
	if cfg.client.Transport == nil {
		client := *cfg.client
		client.Transport, cfg.client = newTransport(), &client
	}
	return newClient(cfg, &shared{gates: map[string]*gate{}, locks: map[string]chan struct{}{}}), nil
}

func newClient(cfg config, s *shared) *Client {
	cfg.build()
	c := &Client{cfg: &cfg, shared: s}
	return c.bind()
}

// newTransport is net/http's default with room for a connection per worker:
// as it stands it keeps two to a host. Where a test has replaced the default
// it is left as it is.
func newTransport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConns = 0
	t.MaxIdleConnsPerHost = 512
	return t
}

func loggerFor(name string) *slog.Logger {
	var lvl slog.Level
	switch strings.ToLower(name) {
	case "debug":
		lvl = slog.LevelDebug
	case "info":
		lvl = slog.LevelInfo
	default:
		return nil
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: lvl}))
}

// build makes what is derived from the options, as far as they changed it.
func (c *config) build() {
	if c.http == nil {
		c.http = c.httpClient()
	}
	if c.userAgent == nil {
		agent := "intercom-go/" + Version + " (" + runtime.Version() + "; " + runtime.GOOS + "/" + runtime.GOARCH + ")"
		c.userAgent = []string{strings.TrimSpace(agent + " " + c.appInfo)}
	}
}

func (c *config) httpClient() *http.Client {
	client := *c.client
	if client.Transport == nil {
		client.Transport = http.DefaultTransport
	}
	for _, wrap := range c.middleware {
		client.Transport = wrap(client.Transport)
	}
	users := client.CheckRedirect
	client.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if err := checkRedirect(req, via); err != nil {
			return err
		}
		if users != nil {
			return users(req, via)
		}
		if len(via) >= 10 {
			return errors.New("too many redirects")
		}
		return nil
	}
	return &client
}

// checkRedirect lets reads follow a redirect, and only reads: a write that is
// turned into a GET would look as if it had succeeded. What is meant for
// Intercom alone goes to no other host.
func checkRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	if first.Method != http.MethodGet && first.Method != http.MethodHead {
		return http.ErrUseLastResponse
	}
	if req.URL.Scheme != first.URL.Scheme || req.URL.Host != first.URL.Host {
		accept := req.Header["Accept"]
		clear(req.Header)
		req.Header["Accept"] = accept
	}
	return nil
}

// With returns a client with other defaults, which shares connections and rate
// limits with c. An option that was given nonsense makes its calls fail.
func (c *Client) With(opts ...Option) *Client {
	return newClient(c.cfg.apply(levelClient, opts), c.shared)
}

// RateLimit returns what Intercom last said about the allowance of the
// client's token; it is zero before the first answer, and with WithTokenSource.
func (c *Client) RateLimit() RateLimit {
	return c.shared.gate(c.cfg.token.reveal()).rateLimit()
}

// Close closes idle connections. Calls under way are not affected, and the
// client can still be used.
func (c *Client) Close() { c.cfg.client.CloseIdleConnections() }

// String describes the client without its token.
func (c Client) String() string { return "intercom.Client(" + c.cfg.base.Host + ")" }

// Format writes the text of String for every verb.
func (c Client) Format(f fmt.State, verb rune) { formatError(f, verb, c.String()) }

// LogValue gives slog the text of String.
func (c Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText writes the text of String.
func (c Client) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// Do calls an operation that this package has no method for, with all it does
// for those that it has: token, version, pacing, retries and errors. WithPath
// fills the braces of the path, WithBody and WithQuery say what is sent. The
// answer is read into out, unless out is nil.
//
//	var thing struct {
//		ID intercom.ID `json:"id"`
//	}
//	err := client.Do(ctx, "GET /new_things/{id}", &thing, intercom.WithPath("42"))
func (c *Client) Do(ctx context.Context, operation string, out any, opts ...Option) error {
	r := c.undocumented(operation, opts)
	a, err := c.send(ctx, r, opts)
	if err != nil || out == nil {
		return err
	}
	return c.decode(ctx, r, a, out)
}

// Open calls an operation that this package has no method for, and returns the
// answer as a stream, which the caller must close. The timeout covers reading.
func (c *Client) Open(ctx context.Context, operation string, opts ...Option) (io.ReadCloser, error) {
	return open(ctx, c, c.undocumented(operation, opts), opts)
}

func (c *Client) undocumented(operation string, opts []Option) *request {
	cfg := config{}.apply(levelCall, opts)
	r := op(operation, cfg.path...)
	method, path, _ := strings.Cut(operation, " ")
	if method == "" || strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || !strings.HasPrefix(path, "/") || strings.ContainsAny(path, " ?#%@") {
		return &request{err: &argumentError{"Do", "operation", `must look like "GET /things/{id}"`}} // which names no customer
	}
	return r.body(cfg.body)
}

// version returns the API version that an operation of the modern API gets.
func (c *Client) version(opts []Option) string {
	cfg := c.cfg.apply(levelCall, opts)
	return cmp.Or(cfg.pin, cfg.version)
}

// operationKey is where a context has the operation.
type operationKey struct{}

// Operation tells inside a transport which operation a request belongs to,
// such as "GET /tags/{tag_id}". It is empty for requests of others.
func Operation(ctx context.Context) string {
	name, _ := ctx.Value(operationKey{}).(string)
	return name
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
		if o.err == nil && o.answer.success() {
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

func (res *Response) fill(a *answer, attempts int, d time.Duration) {
	*res = Response{Attempts: attempts, Duration: d}
	if a != nil {
		res.StatusCode, res.Header, res.RequestID, res.RateLimit = a.status, a.header, a.requestID(), a.rate
		if a.stream == nil {
			res.Body = []byte(a.body)
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
	}()
	var trace connTrace
	if c.request.class == classWrite {
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
		a.stream = &stream{res.Body, c.request.op, c.token, cancel}
		return outcome{answer: a}
	case res.StatusCode < 300:
		a.body, err = readBody(res.Body, res.ContentLength)
	default:
		a.body, err = readBody(struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, maxErrorBody), res.Body}, 0)
		if ctx.Err() == nil {
			err = nil // the status says enough
		}
	}
	if err != nil { // a body that breaks off is a connection that was lost
		return outcome{err: err}
	}
	return outcome{answer: a}
}

// connTrace tells whether a request ever got a connection.
type connTrace struct{ asked, got atomic.Bool }

func (t *connTrace) attach(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.got.Store(true) },
	})
}

// neverConnected is only known of transports that tell.
func (t *connTrace) neverConnected() bool { return t.asked.Load() && !t.got.Load() }

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
		for _, values := range []url.Values{r.params, c.cfg.query} {
			for key, value := range values {
				params[key] = value
			}
		}
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
	c.observe(o, now)
	if a.Err == nil && o.answer.success() {
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
func (c *call) observe(o outcome, now time.Time) {
	var said RateLimit
	var ahead time.Duration
	silent := false
	if o.answer != nil {
		silent = o.answer.status < http.StatusInternalServerError
		said, ahead = o.answer.rate, o.answer.ahead
		if o.answer.status == http.StatusTooManyRequests && !o.answer.jobPending() {
			said.Exceeded = true
			if wait, err := retryAfter(o.answer.header, now); err == nil {
				said.Reset = now.Add(wait + ahead)
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
