package intercomtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
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
	Status    int // of the answer; 0 while there is none, and if it was lost
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
// operation "" stands for all. Requests panics if the server knows no such
// operation, so that a typing error does not pass for silence.
func (s *Server) Requests(operation string) []Request {
	if operation != "" {
		s.mustKnow(operation)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Request
	for _, r := range s.requests {
		if operation == "" || r.Operation == operation {
			found = append(found, *r)
		}
	}
	return found
}

func (c *call) recorded() *Request {
	return &Request{
		Operation: c.route.operation,
		Version:   c.version,
		Method:    c.method,
		Path:      c.path,
		Query:     c.query,
		Header:    c.header,
		Body:      c.raw,
		Time:      c.arrived,
	}
}
