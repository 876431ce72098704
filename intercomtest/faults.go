package intercomtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// Fault is something that goes wrong with one request; see [Server.Fail].
type Fault struct {
	delay   time.Duration
	cut     bool
	header  http.Header               // put on the response
	respond func(*exchange) *response // instead of handling the request
}

// WithHeader returns the fault with a header for the response, which replaces the
// one that the response would have by that name.
func (f Fault) WithHeader(key, value string) Fault {
	f.header = f.header.Clone()
	if f.header == nil {
		f.header = http.Header{}
	}
	f.header.Set(key, value)
	return f
}

// spoil does to a response what the fault is for.
func (f Fault) spoil(res *response) {
	maps.Copy(res.header, f.header)
	if f.cut {
		res.cut()
	}
}

// Fail makes the next requests of an operation fail, each by the next of the
// faults; after them everything works again. The operation "" stands for any,
// and its faults come after those of the operation itself. Requests that are
// refused for their token or the rate limit use no fault up, and neither do
// those of [Server.Seed]. Fail panics if the server knows no such operation;
// [Server.Handle] makes one known.
func (s *Server) Fail(operation string, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if operation != "" {
		s.mustKnow(operation)
	}
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

// Status responds with an error as Intercom writes it, and does not process the
// request.
func Status(status int, code, message string) Fault {
	return Fault{respond: func(x *exchange) *response {
		return x.failed(failure(status, code, "%s", message))
	}}
}

// JSON responds with a status and a body, and does not process the request. A
// body that is a string, a []byte or a [json.RawMessage] is sent as it is, valid
// or not; of everything else the JSON is sent. JSON panics if there is none.
func JSON(status int, body any) Fault {
	text := jsonText(body)
	return Fault{respond: func(x *exchange) *response { return x.respond(status, text) }}
}

func jsonText(body any) []byte {
	switch body := body.(type) {
	case string:
		return []byte(body)
	case []byte:
		return body
	case json.RawMessage:
		return body
	}
	return mustJSON(body)
}

// WrongRegion responds with 401 as the API does in a region that does not have
// the workspace, although the token is right; the request is not processed. A
// client without intercom.WithRegion asks the United States, so that a workspace
// in Europe or Australia is first met as this error.
func WrongRegion() Fault {
	return Fault{respond: func(x *exchange) *response {
		x.window = allowance{} // nobody is known here
		return x.failed(tokenInvalid())
	}}
}

// RateLimited responds with 429 and names a time that is wait away as the end of
// the window.
func RateLimited(wait time.Duration) Fault {
	return Fault{respond: func(x *exchange) *response {
		x.window.remaining = 0
		x.window.reset = x.at.Add(wait)
		return x.failed(x.window.err())
	}}
}

// HTML responds with the page of a gateway, not with one of Intercom's errors.
// The request is not processed.
func HTML(status int) Fault {
	return Fault{respond: func(*exchange) *response {
		title := strconv.Itoa(status) + " " + http.StatusText(status)
		page := "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title +
			"</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
		return newResponse(status, http.Header{"Content-Type": {"text/html"}, "Server": {"nginx"}}, []byte(page))
	}}
}

// Empty responds with a status and nothing else. The request is not processed.
func Empty(status int) Fault {
	return Fault{respond: func(*exchange) *response {
		return newResponse(status, http.Header{}, nil)
	}}
}

// Reset loses the connection before a response. The request is not processed,
// which its sender cannot know. On a port, beware that net/http itself repeats
// a GET whose kept-alive connection is lost.
func Reset() Fault {
	return Fault{respond: func(*exchange) *response { return &response{header: http.Header{}} }}
}

// Cut processes the request and loses the connection in the middle of the
// response's body.
func Cut() Fault { return Fault{cut: true} }

// Delay processes the request after d.
func Delay(d time.Duration) Fault { return Fault{delay: d} }
