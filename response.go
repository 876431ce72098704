package intercom

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Response tells of the answer to a call; see WithResponse.
type Response struct {
	StatusCode int // of the last answer, 0 if there was none
	Header     http.Header
	RequestID  string // Intercom's, for its support
	RateLimit  RateLimit
	Attempts   int           // how often the call was sent
	Duration   time.Duration // of the call, with all waits
	Body       []byte        // as it came; nil for a stream
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

// answer is what came back from one attempt.
type answer struct {
	status         int
	success        bool // by its status and its body
	header         http.Header
	body           string
	stream         io.ReadCloser // instead of body, for downloads
	rate           RateLimit     // zero if the headers do not tell
	sent, received time.Time
}

func (a *answer) requestID() string { return a.header.Get("X-Request-Id") }

// jobPending tells the 429s that are not about the rate of requests.
func (a *answer) jobPending() bool {
	return a.status == http.StatusTooManyRequests && strings.Contains(a.body, "pending")
}

// maxErrorBody is how much is read of an answer that is no success.
const maxErrorBody = 1 << 20

const chunkSize = 16 << 10

var (
	buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	chunks  = sync.Pool{New: func() any { return new([chunkSize]byte) }}
)

// maxPooled keeps one huge answer from staying in memory for ever.
const maxPooled = 4 << 20

// readBody reads body to its end and closes it. A size below 0 is not known:
// only then is there a copy to make.
func readBody(body io.ReadCloser, size int64) (string, error) {
	defer body.Close()
	if size >= 0 && size <= maxPooled {
		chunk := chunks.Get().(*[chunkSize]byte)
		defer chunks.Put(chunk)
		var text strings.Builder
		text.Grow(int(size))
		for {
			n, err := body.Read(chunk[:])
			text.Write(chunk[:n])
			if err == io.EOF {
				return text.String(), nil
			}
			if err != nil {
				return text.String(), err
			}
		}
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= maxPooled {
			buf.Reset()
			buffers.Put(buf)
		}
	}()
	_, err := buf.ReadFrom(body)
	return buf.String(), err
}

// stream is the body of a download. Its timeout runs until it is closed.
type stream struct {
	io.ReadCloser
	op     string
	token  string
	cancel context.CancelFunc
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = newConnectionError(s.op, 1, err, s.token)
	}
	return n, err
}

func (s *stream) Close() error {
	defer s.cancel()
	return s.ReadCloser.Close()
}
