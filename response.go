package intercom

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"
	"unsafe"

	"github.com/go-intercom/intercom/internal/wire"
)

// Response is the response to a call beside its value; see WithResponse.
type Response struct {
	StatusCode int // of the last response, 0 if there was none
	Header     http.Header
	RequestID  string // Intercom's, for its support
	RateLimit  RateLimit
	Attempts   int           // how often the call was sent
	Duration   time.Duration // of the call, with all waits
	Body       []byte        // as it came; nil for a stream
}

func (res *Response) fill(x *exchange, a *response) {
	*res = Response{Attempts: x.attempts, Duration: time.Since(x.started)}
	if a != nil {
		res.StatusCode, res.Header, res.RequestID, res.RateLimit = a.status, a.header, x.requestID(a), a.rate
		if a.stream == nil {
			res.Body = []byte(a.body)
		}
	}
}

// response is what came back from one attempt.
type response struct {
	status  int
	success bool // by its status and its body
	header  http.Header
	body    string        // of a success until release; text returns a copy to keep
	buf     []byte        // that body is in, if it is to be given back
	stream  io.ReadCloser // instead of body, for downloads
	rate    RateLimit     // zero if the headers do not have it

	sent, received time.Time
}

// text returns the body as a string that outlives a.
func (a *response) text() string {
	if a.buf == nil {
		return a.body
	}
	return strings.Clone(a.body)
}

// borrow makes buf the body without a copy, and without one it must not be
// kept: it is overwritten by another response after release.
func (a *response) borrow(buf []byte) {
	a.buf, a.body = buf, textOf(buf)
}

// textOf is what bytes have, without a copy: they must not change afterwards.
func textOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// release gives the buffer of the body back.
func (a *response) release() {
	if a.buf != nil {
		buffers.put(a.buf)
		a.buf, a.body = nil, ""
	}
}

// jobPending reports the 429s that are not about the rate of requests.
func (a *response) jobPending() bool {
	if a.status != http.StatusTooManyRequests || !strings.Contains(a.body, "pending") {
		return false
	}
	e := &APIError{StatusCode: a.status}
	e.read(a.body)
	return e.Is(ErrJobPending)
}

// maxErrorBody is how much is read of a response that is no success.
const maxErrorBody = 1 << 20

// ErrResponseTooLarge is found in the DecodeError of a response that is larger
// than WithMaxResponseSize allows.
var ErrResponseTooLarge = errors.New("the response is too large")

// read reads the body of res to its end, or as much as is allowed, and closes
// it.
func (a *response) read(ctx context.Context, res *http.Response, limit int64) outcome {
	defer res.Body.Close()
	switch {
	case a.status < 200: // a connection that was switched to another protocol ends with no context
		return outcome{response: a}
	case a.status >= 300:
		buf, err := readBody(ctx, io.LimitReader(res.Body, maxErrorBody), min(res.ContentLength, maxErrorBody), 0)
		a.body = string(buf)
		buffers.put(buf)
		if err != nil && ctx.Err() != nil { // otherwise the status says enough
			return outcome{err: err}
		}
		return outcome{response: a}
	}
	buf, err := readBody(ctx, res.Body, res.ContentLength, limit)
	switch {
	case errors.Is(err, ErrResponseTooLarge):
		a.body = string(buf[:min(len(buf), maxErrorBody)])
		buffers.put(buf)
		return outcome{response: a, err: err}
	case err != nil: // a body that breaks off is a connection that was lost
		buffers.put(buf)
		return outcome{err: err}
	}
	a.borrow(buf)
	if a.success = !isErrorList(a.body); !a.success {
		a.body, a.buf = a.text(), nil
		buffers.put(buf)
	}
	return outcome{response: a}
}

// readBody reads body to its end, unless it has more bytes than limit (0: no
// limit) or ctx ends. The result is one of buffers.
func readBody(ctx context.Context, body io.Reader, size, limit int64) ([]byte, error) {
	buf := buffers.get()
	if limit > 0 && size > limit {
		return buf, tooLarge(limit)
	}
	if size = min(size, maxTrusted); size >= int64(cap(buf)) {
		buffers.put(buf)
		buf = make([]byte, 0, size+1) // one more to meet the end in
	}
	for {
		if len(buf) == cap(buf) {
			buf = grow(buf, limit)
		}
		n, err := body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case limit > 0 && int64(len(buf)) > limit:
			return buf, tooLarge(limit)
		case err == io.EOF:
			return buf, nil
		case err != nil:
			return buf, err
		case ctx.Err() != nil: // what is unpacked from memory does not look at it
			return buf, ctx.Err()
		}
	}
}

// maxTrusted is the largest Content-Length for which there is a buffer before
// anything has come.
const maxTrusted = 4 << 20

// grow doubles buf, up to a byte more than limit.
func grow(buf []byte, limit int64) []byte {
	size := 2 * cap(buf)
	if limit > 0 && int64(size) > limit {
		size = max(int(limit)+1, cap(buf)+1)
	}
	larger := make([]byte, len(buf), size)
	copy(larger, buf)
	return larger
}

func tooLarge(limit int64) error {
	size := fmt.Sprintf("%d bytes", limit)
	if limit%(1<<20) == 0 {
		size = fmt.Sprintf("%d MiB", limit>>20)
	}
	return fmt.Errorf("%w: more than %s, the limit of WithMaxResponseSize", ErrResponseTooLarge, size)
}

// bufferList keeps buffers for the bodies of responses. Unlike a sync.Pool it
// outlives collections and is one for all processors; otherwise buffers would be
// grown again for nearly every page.
type bufferList struct {
	mu   sync.Mutex
	free [][]byte
}

var buffers bufferList

const (
	firstBuffer = 8 << 10
	maxBuffer   = 1 << 20 // which keeps a huge response from staying in memory for ever
	maxBuffers  = 8
)

func (l *bufferList) get() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n := len(l.free); n > 0 {
		buf := l.free[n-1]
		l.free = l.free[:n-1]
		return buf[:0]
	}
	return make([]byte, 0, firstBuffer)
}

func (l *bufferList) put(buf []byte) {
	if cap(buf) > maxBuffer {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.free) < maxBuffers {
		l.free = append(l.free, buf)
	}
}

// isErrorList reports whether a body that came with a status of success is an
// error all the same: an object of the type, or one without a type that has
// nothing but errors. Nearly all successes begin with another type or a list,
// which is all that is read of them.
func isErrorList(body string) bool {
	if kind, ok := strings.CutPrefix(body, `{"type":"`); ok {
		return strings.HasPrefix(kind, `error.list"`)
	}
	if begin := strings.TrimLeft(body, jsonSpace); !strings.HasPrefix(begin, "{") || strings.HasPrefix(begin, `{"data":[`) {
		return false
	}
	errs, other := false, false
	for key, raw := range wire.Keys(body) {
		switch key {
		case "type":
			return raw == `"error.list"`
		case "errors":
			errs = strings.Trim(raw, "[]{} \t\r\n") != "" && (raw[0] == '[' || raw[0] == '{')
		case "request_id", "code", "error_key", "message", "status":
		default:
			other = other || raw != "null"
		}
	}
	return errs && !other
}

// openStream makes the stream of a success, unless it is an error list.
func (x *exchange) openStream(a *response, res *http.Response, bound bound) outcome {
	var start []byte
	if kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type")); kind == "application/json" || strings.HasSuffix(kind, "+json") {
		var listed bool
		var err error
		start, listed, err = peek(res.Body)
		if err != nil || listed {
			res.Body.Close()
		}
		switch {
		case err != nil:
			return outcome{err: err}
		case listed:
			a.body = string(start)
			return outcome{response: a}
		}
	}
	s := &stream{io.MultiReader(bytes.NewReader(start), res.Body), res.Body, x, bound}
	a.stream, a.success = s, true
	return outcome{response: a}
}

// peek reads as much of a JSON body as it takes to know whether it is an error
// list: the first key, and all of what may be one.
func peek(body io.Reader) (start []byte, listed bool, err error) {
	chunk := make([]byte, 1<<10)
	first, sure := "", false
	for {
		n, err := body.Read(chunk)
		start = append(start, chunk[:n]...)
		if !sure {
			first, sure = firstOf(string(start))
		}
		switch {
		case err == io.EOF:
			return start, isErrorList(string(start)), nil
		case err != nil:
			return nil, false, err
		case !sure && len(start) >= maxSpace:
			return start, false, nil
		case sure && first != "errors" && first != "error.list" && first != "request_id":
			return start, false, nil
		case len(start) >= maxErrorBody: // cut off, so that it cannot be read
			return start, first != "request_id", nil
		}
	}
}

// maxSpace is how much space a body can begin with.
const maxSpace = 64 << 10

// firstOf returns the first key of an object that begins so, or its type if that
// comes first, and whether it is there.
func firstOf(start string) (key string, sure bool) {
	start = strings.TrimLeft(start, jsonSpace)
	rest, ok := strings.CutPrefix(start, "{")
	if !ok {
		return "", start != ""
	}
	key, rest, sure = cutString(rest)
	if key == "type" && sure {
		key, _, sure = cutString(strings.TrimLeft(rest, jsonSpace+":"))
	}
	return key, sure
}

// cutString returns the JSON string that s begins with, and what follows.
func cutString(s string) (text, rest string, whole bool) {
	s = strings.TrimLeft(s, jsonSpace)
	if s == "" {
		return "", "", false
	}
	text, rest, whole = strings.Cut(s[1:], `"`)
	if s[0] != '"' {
		return "", "", true // something else
	}
	return text, rest, whole
}

// jsonSpace is what may surround a value; a byte order mark is forgiven.
const jsonSpace = " \t\r\n\ufeff"

// stream is the body of a download. Its timeout runs until it is closed.
type stream struct {
	io.Reader
	io.Closer
	x     *exchange
	bound bound
}

func (s *stream) Read(p []byte) (int, error) {
	if s.x.request.patient {
		s.bound.again()
		defer s.bound.begun()
	}
	n, err := s.Reader.Read(p)
	if err == nil || err == io.EOF {
		return n, err
	}
	e := s.x.connectionError(s.bound.explain(err))
	e.MaybeProcessed = true // as there is a response
	return n, e
}

func (s *stream) Close() error {
	defer s.bound.cancel()
	return s.Closer.Close()
}
