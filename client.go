package intercom

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
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

// defaults are what goes for a client without options.
var defaults = config{retries: defaultRetries, timeout: defaultTimeout, maxSize: defaultMaxSize, version: APIVersion}

// shared is what a client has in common with those that With derives from it.
type shared struct {
	mu     sync.Mutex
	states map[string]*tokenState // by token
	sweep  int                    // how many there are when those that are not used are dropped
}

// tokenState is what is kept for the workspace of a token.
type tokenState struct {
	gate   *gate
	budget budget
	scroll chan struct{} // held by the one scroll of the workspace
}

func newTokenState() *tokenState { return &tokenState{gate: newGate(), scroll: make(chan struct{}, 1)} }

// idle reports whether there is nothing that would be missed.
func (s *tokenState) idle(now time.Time) bool { return len(s.scroll) == 0 && s.gate.idle(now) }

// manyTokens is when the state of tokens that are no longer used is dropped.
const manyTokens = 1024

// state returns what is kept for a token.
func (s *shared) state(token string) *tokenState {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := s.states[token]
	if state == nil {
		if len(s.states) >= max(s.sweep, manyTokens) {
			now := time.Now()
			for t, old := range s.states {
				if old.idle(now) {
					delete(s.states, t)
				}
			}
			s.sweep = 2 * len(s.states) // a sweep that frees little must not come with each new token
		}
		state = newTokenState()
		s.states[token] = state
	}
	return state
}

// NewClient returns a client. It needs an access token, from WithToken or
// WithTokenSource or the variable INTERCOM_ACCESS_TOKEN. INTERCOM_BASE_URL and
// INTERCOM_LOG stand in for WithBaseURL and WithLogger. The environment is read
// here and never again.
func NewClient(opts ...Option) (*Client, error) {
	cfg := defaults.apply(levelClient, opts)
	if token := os.Getenv("INTERCOM_ACCESS_TOKEN"); token != "" && cfg.source == nil && cfg.token.text == nil {
		token, err := checkToken(token)
		if err != nil {
			cfg.fail("INTERCOM_ACCESS_TOKEN", "is invalid: %w", err)
		}
		cfg.token = secret{&token}
	}
	if cfg.base == nil {
		u, err := parseBaseURL(cmp.Or(os.Getenv("INTERCOM_BASE_URL"), string(US)))
		if err != nil {
			cfg.fail("INTERCOM_BASE_URL", "is invalid: %w", err)
		}
		cfg.base = u
	}
	if cfg.logger == nil {
		cfg.logger = loggerFor(os.Getenv("INTERCOM_LOG"))
	}
	if cfg.err == nil && cfg.source == nil && cfg.token.text == nil {
		cfg.fail("WithToken", "is missing, and INTERCOM_ACCESS_TOKEN is not set")
	}
	if cfg.err != nil {
		return nil, cfg.err.of("NewClient")
	}
	if cfg.client == nil {
		cfg.client = &http.Client{}
	}
	if cfg.client.Transport == nil {
		client := *cfg.client
		client.Transport, cfg.client = newTransport(), &client
	}
	cfg.warnUnencrypted()
	return newClient(cfg, &shared{states: map[string]*tokenState{}}), nil
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

// With returns a client with other defaults, which shares connections and rate
// limits with c. An option that was given nonsense makes its calls fail.
func (c *Client) With(opts ...Option) *Client {
	return newClient(c.cfg.apply(levelClient, opts), c.shared)
}

// RateLimit returns what Intercom last said about the allowance of the
// client's token; it is zero before the first response, and with WithTokenSource.
func (c *Client) RateLimit() RateLimit {
	return c.shared.state(c.cfg.token.reveal()).gate.rateLimit()
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
// response is read into out, unless out is nil.
//
//	var thing struct {
//		ID intercom.ID `json:"id"`
//	}
//	err := client.Do(ctx, "GET /new_things/{id}", &thing, intercom.WithPath("42"))
func (c *Client) Do(ctx context.Context, operation string, out any, opts ...Option) error {
	cfg := c.resolve(opts)
	read := readValue
	if out == nil {
		read = readNothing
	}
	return c.call(ctx, cfg.request(operation), cfg, out, read)
}

// Open calls an operation that this package has no method for, and returns the
// response as a stream, which the caller must close. The timeout covers reading.
func (c *Client) Open(ctx context.Context, operation string, opts ...Option) (io.ReadCloser, error) {
	cfg := c.resolve(opts)
	return c.open(ctx, cfg.request(operation), cfg)
}

// request makes the request of an operation without a method, which only the
// options describe.
func (c *config) request(operation string) *request {
	r := op(operation, c.path...)
	if !isTemplate(operation) {
		return &request{err: &ArgumentError{Operation: "Do", Parameter: "operation", Problem: `must look like "GET /things/{id}"`}}
	}
	r.undocumented = true
	r.body(c.body).complete(c)
	return r
}

// isTemplate reports whether an operation is a method and a path without what
// names a customer.
func isTemplate(operation string) bool {
	method, path, _ := strings.Cut(operation, " ")
	return method != "" && strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" &&
		strings.HasPrefix(path, "/") && !strings.ContainsAny(path, " ?#%@")
}
