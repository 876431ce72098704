package intercomtest

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Server is a fake Intercom workspace. It is an [http.Handler], it can be
// reached without a network through [Server.Transport] and [Server.Client],
// and on a loopback port through [Server.URL]. It is safe for concurrent use.
type Server struct {
	latency time.Duration

	listening  listening
	deliveries deliveries

	mu        sync.Mutex // guards everything below
	workspace *workspace
	tables    map[generation]table
	window    window
	requests  []*Request
	keep      int // so many of them; 0: all
	faults    map[string][]Fault
}

// NewServer starts a fake workspace with one admin, the owner of the token,
// and nothing else in it. Nothing listens on a port until [Server.URL] is
// called.
func NewServer(opts ...Option) *Server {
	s := &Server{
		workspace: newWorkspace(),
		window:    window{limit: 1666, length: 10 * time.Second},
		faults:    map[string][]Fault{},
	}
	for _, opt := range opts {
		opt(s)
	}
	s.workspace.started = s.workspace.now()
	s.startDeliveries()
	s.tables = tables(s.workspace.routes())
	s.AddAdmin("Ole Brandt", "ole@qz.test")
	s.workspace.addDefaultBrand()
	return s
}

// Option configures a [Server].
type Option func(*Server)

// WithToken sets the access token the server expects.
func WithToken(token string) Option {
	return func(s *Server) { s.workspace.token = token }
}

// WithRateLimit sets how many requests are allowed in a window of the given
// length. Windows start at multiples of their length on the Unix clock.
// The default is 1,666 requests in 10 seconds, a sixth of 10,000 a minute.
// Requests of [Server.Seed] do not count.
func WithRateLimit(requests int, length time.Duration) Option {
	return func(s *Server) { s.window = window{limit: requests, length: length} }
}

// WithLatency delays every request by d.
func WithLatency(d time.Duration) Option {
	return func(s *Server) { s.latency = d }
}

// WithLag sets how long Intercom takes for what it does after it has responded,
// such as deleting a company, or letting searches find a new contact. The
// default is no time at all.
func WithLag(d time.Duration) Option {
	return func(s *Server) { s.workspace.lag = d }
}

// WithTimeZone sets where the workspace is. Up to API 2.16 searches for contacts
// compare times by its calendar day. The default is UTC.
func WithTimeZone(zone *time.Location) Option {
	return func(s *Server) { s.workspace.zone = zone }
}

// WithClock sets the clock of the workspace, which is [time.Now] by default: all
// times that the server keeps, compares or sends come from it, the Date header
// and the windows of the rate limit too. Latency and [Delay] take real time. The
// function has to be safe for concurrent use, and must not call the server.
//
// A clock is for tests that cannot run in a [testing/synctest] bubble, such as
// those with a second process. [Server.SetTimes] changes the times of one thing.
func WithClock(now func() time.Time) Option {
	return func(s *Server) { s.workspace.clock = now }
}

// WithLastRequests has [Server.Requests] return no more than the last n requests.
// By default the server keeps all of them, which is too much for one that runs
// for days. WithLastRequests panics if n is not positive.
func WithLastRequests(n int) Option {
	if n <= 0 {
		panic("intercomtest: WithLastRequests needs a positive number")
	}
	return func(s *Server) { s.keep = n }
}

// Token returns the access token the server expects.
func (s *Server) Token() string { return s.workspace.token }

// ServeHTTP serves one request to the API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := s.receive(r)
	s.record(x)
	if !sleep(r.Context(), s.latency) {
		return
	}
	fault, refused := s.admit(x)
	if !sleep(r.Context(), fault.delay) {
		return
	}
	res := refused
	if res == nil {
		res = s.respond(x, fault)
	}
	s.finish(x, res)
	s.write(w, res)
}

// serveSeed serves a request of [Server.Seed].
func (s *Server) serveSeed(w http.ResponseWriter, r *http.Request) {
	s.write(w, s.respond(s.receive(r), Fault{}))
}

// receive reads a request and finds its route.
func (s *Server) receive(r *http.Request) *exchange {
	x := newExchange(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	x.arrived = s.workspace.now()
	if t, ok := s.tables[x.generation]; ok {
		x.route, x.params = t.match(x.method, x.path)
	}
	return x
}

// tokenless are operations that are not parts of the API. They take no token, and
// no rate limit counts them.
var tokenless = []string{finStream, recordingFile, installPage, codeExchange}

// admit lets a request in or says why not. Faults are for requests that would
// otherwise be handled, so a refused request uses none up.
func (s *Server) admit(x *exchange) (Fault, *response) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if op := x.route.operation; slices.Contains(tokenless, op) {
		return s.nextFault(op), nil
	}
	if err := s.authenticate(x.header.Get("Authorization")); err != nil {
		return Fault{}, x.failed(err)
	}
	x.window = s.window.spend(s.workspace.now())
	if x.window.exceeded {
		return Fault{}, x.failed(x.window.err())
	}
	return s.nextFault(x.route.operation), nil
}

// respond makes the response to an admitted request, or lets the fault do it.
func (s *Server) respond(x *exchange, fault Fault) *response {
	x.at = s.workspace.now()
	x.now = x.at.Unix()
	var res *response
	switch {
	case fault.respond != nil:
		res = fault.respond(x)
	case x.route.custom != nil:
		res = x.delegate()
	default:
		res = s.handle(x)
	}
	fault.spoil(res)
	return res
}

// handle lets the workspace handle a request.
func (s *Server) handle(x *exchange) *response {
	s.mu.Lock()
	defer s.mu.Unlock()
	if x.route.handle == nil {
		return x.failed(s.unrouted(x))
	}
	if !x.inVersion() {
		return x.failed(notInVersion(x))
	}
	if err := s.accept(x); err != nil {
		return x.failed(err)
	}
	s.workspace.catchUp()
	s.workspace.silent = x.recorded == nil // what Server.Seed prepares
	defer func() { s.workspace.silent = false }()
	v, err := x.route.handle(x)
	if err != nil {
		return x.failed(err)
	}
	return x.succeeded(v)
}

// accept reads the body of a request that has a route. Every check that does
// not depend on the state of the workspace belongs here: it comes before the
// handler of the route.
func (s *Server) accept(x *exchange) error {
	if err := x.readBody(); err != nil {
		return err
	}
	return s.workspace.validate(x)
}

// unrouted reports what is wrong with a request that has no route.
func (s *Server) unrouted(x *exchange) error {
	t, ok := s.tables[x.generation]
	if !ok {
		return failure(http.StatusBadRequest, "intercom_version_invalid", "The requested version %q is not valid", x.version)
	}
	if t.knows(x.path) {
		if x.generation == legacy {
			return failure(http.StatusMethodNotAllowed, "client_error", "Method Not Allowed")
		}
		return notFound("Resource Not Found")
	}
	for _, other := range s.tables {
		if other.knows(x.path) {
			return notInVersion(x)
		}
	}
	return notFound("Unknown path, nothing serves " + x.method + " " + x.path)
}

func notInVersion(x *exchange) error {
	return failure(http.StatusBadRequest, "intercom_version_invalid", "%s does not exist in version %s", x.path, x.version)
}

// write sends a response, and with it the time by the server's clock.
func (s *Server) write(w http.ResponseWriter, res *response) {
	if res.status != 0 && res.header.Get("Date") == "" {
		res.header.Set("Date", s.workspace.now().UTC().Format(http.TimeFormat))
	}
	res.write(w)
}

// authenticate takes the token as a bearer token, or in the older form as the
// user name of basic authentication.
func (s *Server) authenticate(authorization string) error {
	if authorization == "" {
		return failure(http.StatusUnauthorized, "missing_authorization", "Authorization header is missing")
	}
	scheme, credentials, _ := strings.Cut(authorization, " ")
	switch {
	case strings.EqualFold(scheme, "Bearer") && credentials == s.workspace.token:
		return nil
	case strings.EqualFold(scheme, "Basic"):
		r := http.Request{Header: http.Header{"Authorization": {authorization}}}
		if user, password, ok := r.BasicAuth(); ok && user == s.workspace.token && password == "" {
			return nil
		}
	}
	return tokenInvalid()
}

func tokenInvalid() *apiError {
	return failure(http.StatusUnauthorized, "unauthorized", "Access Token Invalid")
}
