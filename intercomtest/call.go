package intercomtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// call is one request on its way through the server.
type call struct {
	method     string
	path       string // escaped
	version    string
	generation generation
	query      url.Values
	header     http.Header
	raw        []byte
	body       object // what raw holds, once the call is handled
	route      route
	params     map[string]string
	arrived    time.Time
	now        int64 // when it is handled, in Unix seconds
	status     int   // of the answer if all goes well
	id         string
	window     allowance // zero until the caller is known
	record     *Request
}

func newCall(r *http.Request) *call {
	c := &call{
		method:  r.Method,
		path:    r.URL.EscapedPath(),
		version: r.Header.Get("Intercom-Version"),
		query:   r.URL.Query(),
		header:  r.Header.Clone(),
		arrived: time.Now(),
		status:  http.StatusOK,
		id:      requestID(),
	}
	if c.version == "" {
		c.version = newest
	}
	c.generation = generationOf(c.version)
	if r.Body != nil {
		c.raw, _ = io.ReadAll(r.Body) // a body that breaks off is invalid JSON
	}
	return c
}

// param returns a parameter of the path by whichever name it has: the
// generations differ.
func (c *call) param(names ...string) string {
	for _, name := range names {
		if v, ok := c.params[name]; ok {
			return v
		}
	}
	return ""
}

// readBody reads what was sent as a JSON object.
func (c *call) readBody() error {
	c.body = object{}
	if len(c.raw) == 0 {
		return nil
	}
	if !strings.HasPrefix(c.header.Get("Content-Type"), "application/json") {
		return failure(http.StatusBadRequest, "parameter_invalid", "Content-Type must be application/json")
	}
	d := json.NewDecoder(bytes.NewReader(c.raw))
	d.UseNumber()
	if err := d.Decode(&c.body); err != nil || d.More() {
		return failure(http.StatusBadRequest, "parameter_invalid", "invalid JSON in request body")
	}
	return nil
}

// answer is what goes back. A body shorter than its Content-Length breaks off.
type answer struct {
	status int // 0: the connection is lost instead
	header http.Header
	body   []byte
}

func (c *call) succeeded(v any) *answer {
	var body []byte
	if v != nil {
		body = mustJSON(v)
	}
	return c.answer(c.status, body)
}

func (c *call) failed(err error) *answer {
	e, ok := errors.AsType[*apiError](err)
	if !ok {
		e = failure(http.StatusInternalServerError, "server_error", "%v", err)
	}
	detail := object{"code": e.code, "message": e.message}
	if e.field != "" {
		detail["field"] = e.field
	}
	a := c.answer(e.status, mustJSON(object{
		"type":       "error.list",
		"request_id": c.id,
		"errors":     []object{detail},
	}))
	if e.link != "" {
		a.header.Set("Link", e.link)
	}
	return a
}

// answer puts the headers on that Intercom itself sends. Those of the rate
// limit are missing when the caller is not known.
func (c *call) answer(status int, body []byte) *answer {
	h := http.Header{}
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("X-Request-Id", c.id)
	h.Set("X-Runtime", strconv.FormatFloat(time.Since(c.arrived).Seconds(), 'f', 6, 64))
	h.Set("X-Intercom-Version", "intercomtest")
	c.window.writeTo(h)
	return newAnswer(status, h, body)
}

func newAnswer(status int, h http.Header, body []byte) *answer {
	h.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return &answer{status: status, header: h, body: body}
}

// cut makes the body break off. Without a body the whole answer is lost.
func (a *answer) cut() {
	if a.body = a.body[:len(a.body)/2]; len(a.body) == 0 {
		a.status = 0
	}
}

func (a *answer) write(w http.ResponseWriter) {
	if a.status == 0 {
		reset(w)
		return
	}
	for k, v := range a.header {
		w.Header()[k] = v
	}
	w.WriteHeader(a.status)
	w.Write(a.body) //nolint:errcheck // the client may be gone
}

// apiError is an error of the API, as the caller will read it.
type apiError struct {
	status  int
	code    string
	message string
	field   string
	link    string // in the header
}

func (e *apiError) Error() string { return e.code + ": " + e.message }

func failure(status int, code, format string, args ...any) *apiError {
	return &apiError{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

func notFound(message string) *apiError {
	return &apiError{status: http.StatusNotFound, code: "not_found", message: message}
}

// invalid complains about one parameter.
func invalid(field, format string, args ...any) *apiError {
	e := failure(http.StatusBadRequest, "parameter_invalid", format, args...)
	e.field = field
	return e
}

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic("intercomtest: " + err.Error()) // only what JSON can hold is ever kept
	}
	return b
}
