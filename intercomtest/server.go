package intercomtest

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	apiHost     = "https://api.intercom.io" // the host in links, whatever host was asked
	workspaceID = "qz81kf0p"
	newest      = "2.16"
)

// Server is a fake Intercom workspace. It is an [http.Handler], it can be
// reached without a network through [Server.Transport] and [Server.Client],
// and on a loopback port through [Server.URL]. It is safe for concurrent use.
type Server struct {
	token   string
	latency time.Duration
	lag     time.Duration
	zone    *time.Location
	tables  map[generation]table
	started time.Time

	listening listening

	mu       sync.Mutex // guards everything below
	window   window
	requests []*Request
	faults   map[string][]Fault
	scroll   *scroll
	sequence uint32

	admins                 store[*admin]
	teams                  store[*team]
	awayReasons            store[*awayReason]
	activities             store[*activity]
	attributes             store[*dataAttribute]
	people                 store[*person]
	merged                 map[string]merge // by the id of who is gone
	visitors               store[*person]
	companies              store[*company]
	plans                  map[string]string
	tags                   store[*tag]
	segments               store[*segment]
	conversations          store[*conversation]
	deleted                []deletedConversation
	statuses               []*messageStatus
	tickets                store[*ticket]
	notes                  store[*note]
	subscriptionTypes      store[*subscriptionType]
	events                 []*event
	eventSums              []*eventSummary
	jobs                   store[*job]
	bulkJobs               store[*bulkJob]
	subscriptions          store[*subscription]
	ticketTypes            store[*ticketType]
	conversationAttributes store[*conversationAttribute]
}

// resources lists the routes of every resource. A further resource is a
// further file with such a method, and a line here.
func (s *Server) resources() []routes {
	return []routes{
		s.adminRoutes(),
		s.companyRoutes(),
		s.contactRoutes(),
		s.conversationAttributeRoutes(),
		s.conversationRoutes(),
		s.countRoutes(),
		s.dataAttributeRoutes(),
		s.eventRoutes(),
		s.jobRoutes(),
		s.leadRoutes(),
		s.messageRoutes(),
		s.noteRoutes(),
		s.segmentRoutes(),
		s.subscriptionRoutes(),
		s.subscriptionTypeRoutes(),
		s.tagRoutes(),
		s.teamRoutes(),
		s.userRoutes(),
		s.visitorRoutes(),
	}
}

// NewServer starts a fake workspace with one admin, the owner of the token,
// and nothing else in it. Nothing listens on a port until [Server.URL] is
// called.
func NewServer(opts ...Option) *Server {
	s := &Server{
		token:   "tok_intercomtest",
		started: time.Now(),
		window:  window{limit: 1666, length: 10 * time.Second},
		faults:  map[string][]Fault{},
		plans:   map[string]string{},
		merged:  map[string]merge{},
		zone:    time.UTC,
	}
	for _, opt := range opts {
		opt(s)
	}
	s.tables = tables(s.resources())
	s.AddAdmin("Ole Brandt", "ole@qz.test")
	return s
}

// Option configures a [Server].
type Option func(*Server)

// WithToken sets the access token the server expects.
func WithToken(token string) Option {
	return func(s *Server) { s.token = token }
}

// WithRateLimit sets how many requests are allowed in a window of the given
// length. Windows start at multiples of their length on the Unix clock.
// The default is 1,666 requests in 10 seconds, a sixth of 10,000 a minute.
func WithRateLimit(requests int, length time.Duration) Option {
	return func(s *Server) { s.window = window{limit: requests, length: length} }
}

// WithLatency delays every request by d.
func WithLatency(d time.Duration) Option {
	return func(s *Server) { s.latency = d }
}

// WithLag sets how long Intercom takes for what it does after it has answered,
// such as deleting a company, or letting searches find a new contact. The
// default is no time at all.
func WithLag(d time.Duration) Option {
	return func(s *Server) { s.lag = d }
}

// WithTimeZone sets where the workspace is. Up to API 2.16 searches for contacts
// compare times by its calendar day. The default is UTC.
func WithTimeZone(zone *time.Location) Option {
	return func(s *Server) { s.zone = zone }
}

// Token returns the access token the server expects.
func (s *Server) Token() string { return s.token }

// ServeHTTP answers one request to the API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := s.receive(r)
	if !sleep(r.Context(), s.latency) {
		return
	}
	fault, a := s.admit(c)
	if !sleep(r.Context(), fault.delay) {
		return
	}
	if a == nil {
		a = s.answer(c, fault)
	}
	s.finish(c, a)
	a.write(w)
}

// receive reads and records a request.
func (s *Server) receive(r *http.Request) *call {
	c := newCall(r)
	if t, ok := s.tables[c.generation]; ok {
		c.route, c.params = t.match(c.method, c.path)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.record = c.recorded()
	s.requests = append(s.requests, c.record)
	return c
}

// admit lets a request in or says why not. Faults are for requests that would
// otherwise be handled, so a refused request uses none up.
func (s *Server) admit(c *call) (Fault, *answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.authenticate(c.header.Get("Authorization")); err != nil {
		return Fault{}, c.failed(err)
	}
	c.window = s.window.spend(time.Now())
	if c.window.exceeded {
		return Fault{}, c.failed(c.window.err())
	}
	return s.nextFault(c.route.operation), nil
}

// answer handles an admitted request, or lets the fault do it.
func (s *Server) answer(c *call, fault Fault) *answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.now = time.Now().Unix()
	if fault.answer != nil {
		return fault.answer(c)
	}
	a := s.handle(c)
	if fault.cut {
		a.cut()
	}
	return a
}

func (s *Server) handle(c *call) *answer {
	if c.route.handle == nil {
		return c.failed(s.unrouted(c))
	}
	if err := c.readBody(); err != nil {
		return c.failed(err)
	}
	if err := s.validate(c); err != nil {
		return c.failed(err)
	}
	s.sweep()
	s.runBulk()
	v, err := c.route.handle(c)
	if err != nil {
		return c.failed(err)
	}
	return c.succeeded(v)
}

// unrouted says what is wrong with a request that has no route.
func (s *Server) unrouted(c *call) error {
	t, ok := s.tables[c.generation]
	if !ok {
		return failure(http.StatusBadRequest, "intercom_version_invalid", "The requested version %q is not valid", c.version)
	}
	if t.knows(c.path) {
		if c.generation == legacy {
			return failure(http.StatusMethodNotAllowed, "client_error", "Method Not Allowed")
		}
		return notFound("Resource Not Found")
	}
	for _, other := range s.tables {
		if other.knows(c.path) {
			return failure(http.StatusBadRequest, "intercom_version_invalid", "%s does not exist in version %s", c.path, c.version)
		}
	}
	return notFound("Unknown path, nothing serves " + c.method + " " + c.path)
}

func (s *Server) finish(c *call, a *answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.record.Status = a.status
}

// authenticate takes the token as a bearer token, or in the older form as the
// user name of basic authentication.
func (s *Server) authenticate(authorization string) error {
	if authorization == "" {
		return failure(http.StatusUnauthorized, "missing_authorization", "Authorization header is missing")
	}
	scheme, credentials, _ := strings.Cut(authorization, " ")
	switch {
	case strings.EqualFold(scheme, "Bearer") && credentials == s.token:
		return nil
	case strings.EqualFold(scheme, "Basic"):
		r := http.Request{Header: http.Header{"Authorization": {authorization}}}
		if user, password, ok := r.BasicAuth(); ok && user == s.token && password == "" {
			return nil
		}
	}
	return failure(http.StatusUnauthorized, "unauthorized", "Access Token Invalid")
}
