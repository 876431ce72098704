package intercomtest

import (
	"net/http"
	"strconv"
	"time"
)

// Fault is something that goes wrong with one request; see [Server.Fail].
type Fault struct {
	delay  time.Duration
	cut    bool
	answer func(*call) *answer // instead of handling the request
}

// Fail makes the next requests of an operation fail, each by the next of the
// faults; after them everything works again. The operation "" stands for any,
// and its faults come after those of the operation itself. Requests that are
// refused for their token or the rate limit use no fault up. Fail panics if
// the server knows no such operation.
func (s *Server) Fail(operation string, faults ...Fault) {
	if operation != "" {
		s.mustKnow(operation)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[operation] = append(s.faults[operation], faults...)
}

// nextFault takes the fault that is due, or one that does nothing.
func (s *Server) nextFault(operation string) Fault {
	for _, key := range []string{operation, ""} {
		if queue := s.faults[key]; len(queue) > 0 {
			s.faults[key] = queue[1:]
			return queue[0]
		}
	}
	return Fault{}
}

// Status answers with an error as Intercom writes it, and does not process the
// request.
func Status(status int, code, message string) Fault {
	return Fault{answer: func(c *call) *answer {
		return c.failed(failure(status, code, "%s", message))
	}}
}

// RateLimited answers 429 and names a time that is wait away as the end of the
// window.
func RateLimited(wait time.Duration) Fault {
	return Fault{answer: func(c *call) *answer {
		c.window.remaining = 0
		c.window.reset = time.Now().Add(wait)
		return c.failed(c.window.err())
	}}
}

// HTML answers with the page of a gateway, not with one of Intercom's errors.
// The request is not processed.
func HTML(status int) Fault {
	return Fault{answer: func(*call) *answer {
		title := strconv.Itoa(status) + " " + http.StatusText(status)
		page := "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title +
			"</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
		return newAnswer(status, http.Header{"Content-Type": {"text/html"}, "Server": {"nginx"}}, []byte(page))
	}}
}

// Empty answers with a status and nothing else. The request is not processed.
func Empty(status int) Fault {
	return Fault{answer: func(*call) *answer {
		return newAnswer(status, http.Header{}, nil)
	}}
}

// Reset loses the connection before an answer. The request is not processed,
// which its sender cannot know. On a port, beware that net/http itself repeats
// a GET whose kept-alive connection is lost.
func Reset() Fault {
	return Fault{answer: func(*call) *answer { return &answer{} }}
}

// Cut processes the request and loses the connection in the middle of the
// answer's body.
func Cut() Fault { return Fault{cut: true} }

// Delay processes the request after d.
func Delay(d time.Duration) Fault { return Fault{delay: d} }
