package intercomtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Request is a request that a [Server] received.
type Request struct {
	Operation string // such as "GET /tags/{tag_id}"; empty for an unknown path
	Version   string // the Intercom-Version that applied
	Method    string
	Path      string // as sent, escaped
	Query     url.Values
	Header    http.Header
	Body      []byte
	Status    int // of the response; 0 while there is none, and if it was lost
	Time      time.Time
}

// JSON reads the body into v.
func (r Request) JSON(v any) error {
	if err := json.Unmarshal(r.Body, v); err != nil {
		return fmt.Errorf("intercomtest: body of %s: %w", r.Operation, err)
	}
	return nil
}

// Requests returns the requests of an operation in the order they came, those
// of both generations if the operation has the same name in both. The
// operation "" stands for all. Requests of [Server.Seed] are not among them.
// Requests panics if the server knows no such operation, so that a typing error
// does not pass for silence.
func (s *Server) Requests(operation string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	if operation != "" {
		s.mustKnow(operation)
	}
	var found []Request
	for _, r := range s.requests {
		if operation == "" || r.Operation == operation {
			found = append(found, *r)
		}
	}
	return found
}

// record keeps what was received.
func (s *Server) record(x *exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x.recorded = &Request{
		Operation: x.route.operation,
		Version:   x.version,
		Method:    x.method,
		Path:      x.path,
		Query:     x.query,
		Header:    x.header,
		Body:      x.raw,
		Time:      x.arrived,
	}
	s.requests = append(s.requests, x.recorded)
	if s.keep > 0 && len(s.requests) > s.keep {
		s.requests = slices.Delete(s.requests, 0, len(s.requests)-s.keep)
	}
}

// finish keeps how a recorded request ended.
func (s *Server) finish(x *exchange, res *response) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x.recorded.Status = res.status
}
