package intercom

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
)

// An Option changes how calls are made. Given to NewClient or to Client.With
// it is the default of that client; given to a method it is for that call.
//
// The optional parameters of an operation are Options too, structs such as
// ContactGetOptions. They are for the method that they are named after; given
// to another one, or to a client, they are refused with ErrInvalidArgument.
type Option interface{ apply(*config) }

// option is an Option that a function of this package returns.
type option func(*config)

func (o option) apply(c *config) { o(c) }

// operationOptions are the optional parameters of one operation. The type is
// named after the method, and set puts the parameters into its request.
type operationOptions interface {
	Option
	set(*request)
}

// parameters is what operationOptions come to.
type parameters struct {
	operations []string // one, unless the method chooses among several
	version    string   // as in request
	set        operationOptions
}

// optional notes the optional parameters of an operation of the modern API, or
// of those that a method chooses among.
func (c *config) optional(operation string, o operationOptions, others ...string) {
	c.parameterize(append([]string{operation}, others...), "", o)
}

// optionalLegacy notes the optional parameters of an operation of API 1.4.
func (c *config) optionalLegacy(operation string, o operationOptions) {
	c.parameterize([]string{operation}, LegacyAPIVersion, o)
}

// optionalPreview notes the optional parameters of an operation of API Preview.
func (c *config) optionalPreview(operation string, o operationOptions) {
	c.parameterize([]string{operation}, previewVersion, o)
}

func (c *config) parameterize(operations []string, version string, o operationOptions) {
	if c.level == levelClient {
		c.fail(nameOf(o), "belongs to a call, not to a client")
		return
	}
	c.parameters = append(slices.Clip(c.parameters), parameters{operations, version, o})
}

func nameOf(o operationOptions) string { return reflect.TypeOf(o).Name() }

// Region is where a workspace is hosted.
type Region string

// The regions of Intercom. A token works in the region of its workspace.
const (
	US Region = "https://api.intercom.io"
	EU Region = "https://api.eu.intercom.io"
	AU Region = "https://api.au.intercom.io"
)

// level is what an option is applied to.
type level uint8

const (
	levelClient level = iota
	levelCall
)

// config is what all options together come to.
type config struct {
	level level
	err   *ArgumentError // of the first option that was given nonsense

	token   secret
	source  func(context.Context) (string, error)
	base    *url.URL
	version string // for operations of the modern API
	pin     string // for whatever is called

	timeout  time.Duration
	maxSize  int64 // of a response in bytes, 0: no limit
	retries  int
	policy   func(Attempt) (time.Duration, bool)
	replay   bool
	limiter  Limiter // nil: the client's own
	unpaced  bool
	failFast bool
	priority Priority

	header     http.Header
	query      url.Values
	parameters []parameters // of the operation that is called
	fields     []bodyField  // in the order of the options
	body       any
	path       []ID
	appInfo    string

	client     *http.Client // as the user gave it, or the default
	middleware []func(http.RoundTripper) http.RoundTripper
	http       *http.Client // made of the two above; nil: to be made

	logger    *slog.Logger
	hooks     []func(context.Context, Attempt)
	callHooks []func(context.Context, Call) (context.Context, func(CallResult))
	capture   *Response

	userAgent []string // nil: to be made
}

// secret keeps a token out of everything that prints a struct: behind a
// pointer, fmt shows an address.
type secret struct{ text *string }

func (s secret) reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

func (c *config) fail(option, problem string, args ...any) {
	if c.err == nil {
		cause := fmt.Errorf(problem, args...)
		c.err = &ArgumentError{Parameter: option, Problem: cause.Error(), cause: errors.Unwrap(cause)}
	}
}

// apply returns c with opts on top.
func (c config) apply(lvl level, opts []Option) config {
	c.level = lvl
	for _, opt := range opts {
		if v := reflect.ValueOf(opt); opt != nil && (v.Kind() != reflect.Pointer || !v.IsNil()) {
			opt.apply(&c)
		}
	}
	return c
}

// versionFor returns the API version that a request is sent with.
func (c *config) versionFor(r *request) string { return cmp.Or(c.pin, r.version, c.version) }

// resolve returns what the options of a call come to. It is done once for each
// call, and for each list.
func (c *Client) resolve(opts []Option) *config {
	if len(opts) == 0 {
		return c.cfg
	}
	cfg := c.cfg.apply(levelCall, opts)
	cfg.build()
	return &cfg
}

// WithToken sets the access token: that of a workspace, or one that OAuth
// granted. Without it, INTERCOM_ACCESS_TOKEN is used.
//
// Given to a call it lets one client serve many workspaces: each token has a
// rate limit of its own.
func WithToken(token string) Option {
	return option(func(c *config) {
		token, err := checkToken(token)
		if err != nil {
			c.fail("WithToken", "is invalid: %w", err)
			return
		}
		c.token, c.source = secret{&token}, nil
	})
}

// WithTokenSource asks source for the token before each attempt. It is for
// tokens that change; source caches as it sees fit.
func WithTokenSource(source func(ctx context.Context) (string, error)) Option {
	return option(func(c *config) {
		if source == nil {
			c.fail("WithTokenSource", "is given nil")
			return
		}
		c.source = source
	})
}

// checkToken trims white space, as a variable or file often ends with a
// newline. The error never has what it was given.
func checkToken(token string) (string, error) {
	token = strings.TrimSpace(token)
	if token == "" {
		return "", errors.New("token is empty")
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > unicode.MaxASCII || r == 0x7f }) {
		return "", errors.New("token has spaces, control or non-ASCII characters")
	}
	return token, nil
}

// currentToken returns the token that a request is sent with now.
func (c *config) currentToken(ctx context.Context) (string, error) {
	if c.source == nil {
		return c.token.reveal(), nil
	}
	token, err := c.source(ctx)
	if err == nil {
		token, err = checkToken(token)
	}
	if err != nil {
		return "", fmt.Errorf("token source: %w", err)
	}
	return token, nil
}

// WithRegion selects the region that hosts the workspace; the default is US.
func WithRegion(region Region) Option {
	return option(func(c *config) {
		switch region {
		case US, EU, AU:
			WithBaseURL(string(region)).apply(c)
		default:
			c.fail("WithRegion", "is given %q, want intercom.US, EU or AU", string(region))
		}
	})
}

// WithBaseURL sends requests to another address, such as a proxy or a fake. A
// path in it is kept as a prefix. Without this option and WithRegion,
// INTERCOM_BASE_URL is used.
func WithBaseURL(rawURL string) Option {
	return option(func(c *config) {
		u, err := parseBaseURL(rawURL)
		if err != nil {
			c.fail("WithBaseURL", "is invalid: %w", err)
			return
		}
		c.base = u
	})
}

func parseBaseURL(rawURL string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(rawURL))
	switch {
	case err != nil:
		return nil, errors.New("base URL does not parse")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("base URL must begin with http:// or https://")
	case u.Hostname() == "":
		return nil, errors.New("base URL has no host")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("base URL must not have a user, query or fragment")
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = strings.TrimRight(u.RawPath, "/")
	return u, nil
}

// previewVersion is the version of what is in no numbered one yet.
const previewVersion = "Preview"

// WithVersion selects an API version, such as "2.15" or "Preview". Given to a
// client it is for operations of the modern API, those of API 1.x keep theirs;
// given to a call it is sent whatever the operation.
func WithVersion(version string) Option {
	return option(func(c *config) {
		ok := version != "" && strings.Trim(version, "0123456789.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
		if strings.EqualFold(version, previewVersion) {
			version = previewVersion // the only spelling that Intercom takes
		}
		switch {
		case !ok:
			c.fail("WithVersion", "is given %q, which is no version", version)
		case c.level == levelCall:
			c.pin = version
		default:
			c.version = version
		}
	})
}

// WithTimeout bounds each attempt of a call, from its connection to the last
// byte of the response; the default is one minute, 0 is no bound, and less than
// a millisecond is refused. An attempt that timed out is retried like one whose
// connection was lost. To bound the call as a whole use its context.
func WithTimeout(d time.Duration) Option {
	return option(func(c *config) {
		switch {
		case d < 0:
			c.fail("WithTimeout", "is given %v, which is negative", d)
		case d > 0 && d < time.Millisecond:
			c.fail("WithTimeout", "is given %v, which is less than a millisecond; write it as 5*time.Second", d)
		default:
			c.timeout = d
		}
	})
}

// defaultMaxSize is 64 MiB, a hundred times what a large page has.
const defaultMaxSize = 64 << 20

// WithMaxResponseSize bounds how many bytes the body of a response may have,
// unpacked; the default is 64 MiB, 0 is no bound. Beyond it a call returns a
// DecodeError for which errors.Is finds ErrResponseTooLarge. Streams, such as
// that of Client.Open, have no bound.
func WithMaxResponseSize(bytes int64) Option {
	return option(func(c *config) {
		if bytes < 0 {
			c.fail("WithMaxResponseSize", "is given %d, which is negative", bytes)
			return
		}
		c.maxSize = bytes
	})
}

// WithMaxRetries sets how often a call is sent again after a failure that a
// repetition may cure; the default is 2, and 0 means exactly one attempt.
func WithMaxRetries(n int) Option {
	return option(func(c *config) {
		if n < 0 {
			c.fail("WithMaxRetries", "is given %d, which is negative", n)
			return
		}
		c.retries = n
	})
}

// WithRetryPolicy decides about retries in place of the default policy. It is
// asked after each attempt that failed, up to WithMaxRetries; the Attempt has
// the default decision in Retry and RetryIn.
func WithRetryPolicy(policy func(Attempt) (wait time.Duration, again bool)) Option {
	return option(func(c *config) { c.policy = policy })
}

// WithReplay lets writes be sent again after a failure that leaves open
// whether Intercom processed them. Without it a message, reply or note is
// never sent twice; with it, it can be.
func WithReplay() Option {
	return option(func(c *config) { c.replay = true })
}

// WithLimiter paces requests by l, such as one in a store that several
// processes share, in place of the client's own pacing and of WithoutPacing
// given before.
func WithLimiter(l Limiter) Option {
	return option(func(c *config) {
		if l == nil {
			c.fail("WithLimiter", "is given nil; WithoutPacing turns pacing off")
			return
		}
		c.limiter, c.unpaced = l, false
	})
}

// WithoutPacing sends requests at once, even if the rate limit's window is
// known to be used up. A limiter given before is not asked.
func WithoutPacing() Option {
	return option(func(c *config) { c.unpaced = true })
}

// WithFailFast returns a RateLimitError at once where a call would have to
// wait for the next window of the rate limit, and after a 429. A limiter has
// 100 milliseconds to give leave.
func WithFailFast() Option {
	return option(func(c *config) { c.failFast = true })
}

// isControl reports what the value of a header cannot have.
func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// headerChars are those that the name of a header consists of.
const headerChars = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// WithHeader sends a header with each request. An empty value removes one that
// is sent by default.
func WithHeader(key, value string) Option {
	return option(func(c *config) {
		key = http.CanonicalHeaderKey(key)
		switch {
		case key == "" || strings.Trim(key, headerChars) != "" || strings.ContainsFunc(value, isControl):
			c.fail("WithHeader", "is given %q, which has characters that a header cannot have", key)
		case key == "Idempotency-Key" || key == "X-Idempotency-Key":
			c.fail("WithHeader", "cannot set an idempotency key: Intercom has none, and net/http takes one as leave to send a write twice")
		case key == "Authorization":
			c.fail("WithHeader", "cannot set Authorization, which is that of WithToken")
		default:
			if c.header = c.header.Clone(); c.header == nil {
				c.header = http.Header{}
			}
			c.header.Set(key, value)
		}
	})
}

// WithQuery adds a query parameter, such as one that this package does not
// know yet. It replaces one of the same name.
func WithQuery(key, value string) Option {
	return option(func(c *config) {
		if key == "" {
			c.fail("WithQuery", "is given an empty key")
			return
		}
		if c.query = maps.Clone(c.query); c.query == nil {
			c.query = url.Values{}
		}
		c.query.Set(key, value)
	})
}

// forCall refuses opt, which has the given name, where it would be a default.
func forCall(name string, opt option) Option {
	return option(func(c *config) {
		if c.level == levelClient {
			c.fail(name, "belongs to a call, not to a client")
			return
		}
		opt.apply(c)
	})
}

// WithBodyField sets a field of the request's JSON body, such as one that this
// package does not know yet. Dots in path lead into nested objects. Several
// apply in their order; value is not changed.
func WithBodyField(path string, value any) Option {
	return option(func(c *config) {
		if path == "" || slices.Contains(strings.Split(path, "."), "") {
			c.fail("WithBodyField", "is given the path %q, which has an empty part", path)
			return
		}
		c.fields = append(slices.Clip(c.fields), bodyField{strings.Split(path, "."), value})
	})
}

type bodyField struct {
	path  []string
	value any
}

// set puts the field into an object. What it is inside of is copied before it
// is changed, as it can be the caller's.
func (f bodyField) set(fields map[string]any) {
	last := len(f.path) - 1
	for _, key := range f.path[:last] {
		inner := objectOf(fields[key])
		fields[key] = inner
		fields = inner
	}
	fields[f.path[last]] = f.value
}

// objectOf returns a copy of v if JSON has it as an object, or else an empty one.
func objectOf(v any) map[string]any {
	if m, ok := v.(map[string]any); ok && m != nil {
		return maps.Clone(m)
	}
	m := map[string]any{}
	if b, err := json.Marshal(v); err == nil && b[0] == '{' {
		_, _ = reader.Decode(string(b), &m)
	}
	return m
}

// withoutBody returns what opts are for the other calls of a method, once the one
// that they are for was sent: the fields of its body are for no other.
func withoutBody(opts []Option) []Option {
	return append(slices.Clip(opts), option(func(c *config) { c.fields = nil }))
}

// WithBody sets the JSON body of a call of Client.Do or Client.Open.
func WithBody(v any) Option {
	return forCall("WithBody", func(c *config) { c.body = v })
}

// WithPath fills the braces in the path of a call of Client.Do or Client.Open.
func WithPath(ids ...ID) Option {
	return forCall("WithPath", func(c *config) { c.path = ids })
}

// WithHTTPClient sends requests through client, of which a copy is used. Its
// Timeout, if any, bounds each attempt.
func WithHTTPClient(client *http.Client) Option {
	return option(func(c *config) {
		if client == nil {
			c.fail("WithHTTPClient", "is given nil")
			return
		}
		c.client, c.http = client, nil
	})
}

// WithTransport wraps the HTTP transport, to see or change every request.
// Inside it, Operation(req.Context()) returns which operation it is. Of several
// the last one given is the outermost. Requests have no GetBody, so that nothing
// below sends one again that the retries do not know of.
func WithTransport(wrap func(http.RoundTripper) http.RoundTripper) Option {
	return option(func(c *config) {
		if wrap == nil {
			c.fail("WithTransport", "is given nil")
			return
		}
		c.middleware, c.http = append(slices.Clip(c.middleware), wrap), nil
	})
}

// WithLogger logs each attempt at level debug; failed retries and responses of
// an unexpected form at level warn. Operations are named by their template:
// no URL, header, body or token is ever logged. Without it, INTERCOM_LOG=debug
// or =info logs to standard error; with nil, nothing is logged.
func WithLogger(logger *slog.Logger) Option {
	return option(func(c *config) {
		if logger == nil {
			logger = slog.New(slog.DiscardHandler)
		}
		c.logger = logger
	})
}

// WithResponse stores what came back in r: status, header, request id, rate
// limit and body. It is filled for errors too, and belongs to a single call.
func WithResponse(r *Response) Option {
	return forCall("WithResponse", func(c *config) {
		if r == nil {
			c.fail("WithResponse", "is given nil")
			return
		}
		c.capture = r
	})
}

// WithAppInfo adds the name and version of your application to the User-Agent.
func WithAppInfo(name, version string) Option {
	return option(func(c *config) {
		info := name
		if version != "" {
			info += "/" + version
		}
		if name == "" || strings.ContainsFunc(info, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
			c.fail("WithAppInfo", "needs a name and a version of printable ASCII without spaces")
			return
		}
		c.appInfo, c.userAgent = info, nil
	})
}
