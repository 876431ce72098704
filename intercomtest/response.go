package intercomtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"time"
)

// response is what goes back. A body shorter than its Content-Length breaks off.
type response struct {
	status int // 0: the connection is lost instead
	header http.Header
	body   []byte
}

func (x *exchange) succeeded(v any) *response {
	switch v := v.(type) {
	case nil:
		return x.respond(x.status, nil)
	case file:
		res := x.respond(x.status, v.content)
		res.header.Set("Content-Type", v.mediaType)
		return res
	case redirect:
		res := x.respond(http.StatusFound, nil)
		res.header.Set("Location", string(v))
		return res
	}
	return x.respond(x.status, mustJSON(withLists(v)))
}

// file is what a handler returns in place of JSON.
type file struct {
	mediaType string
	content   []byte
}

// redirect is the address of what a handler returns.
type redirect string

func (x *exchange) failed(err error) *response {
	e, ok := errors.AsType[*apiError](err)
	if !ok {
		e = failure(http.StatusInternalServerError, "server_error", "%v", err)
	}
	detail := object{"code": e.code, "message": e.message}
	if e.field != "" {
		detail["field"] = e.field
	}
	res := x.respond(e.status, mustJSON(object{
		"type":       "error.list",
		"request_id": x.id,
		"errors":     []object{detail},
	}))
	if e.link != "" {
		res.header.Set("Link", e.link)
	}
	return res
}

// withLists copies a value and replaces slices that are nil by empty ones: where
// Intercom has a list, it sends [] if nothing is in it, and never null.
func withLists(v any) any {
	r := reflect.ValueOf(v)
	switch {
	case r.Kind() == reflect.Slice:
		list := make([]any, r.Len())
		for i := range list {
			list[i] = withLists(r.Index(i).Interface())
		}
		return list
	case r.Kind() == reflect.Map && !r.IsNil():
		o := make(object, r.Len())
		for key, value := range r.Seq2() {
			o[key.String()] = withLists(value.Interface())
		}
		return o
	}
	return v
}

// respond makes a response with the headers that Intercom itself sends.
func (x *exchange) respond(status int, body []byte) *response {
	return newResponse(status, x.headers(), body)
}

// headers are those of Intercom's own responses. Those of the rate limit are
// missing if the caller is not known.
func (x *exchange) headers() http.Header {
	h := http.Header{}
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("X-Request-Id", x.id)
	h.Set("X-Runtime", strconv.FormatFloat(time.Since(x.began).Seconds(), 'f', 6, 64))
	h.Set("X-Intercom-Version", "intercomtest")
	x.window.writeTo(h)
	return h
}

func newResponse(status int, h http.Header, body []byte) *response {
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return &response{status: status, header: h, body: body}
}

// cut makes the body break off. Without a body the whole response is lost.
func (res *response) cut() {
	if res.body = res.body[:len(res.body)/2]; len(res.body) == 0 {
		res.status = 0
	}
}

func (res *response) write(w http.ResponseWriter) {
	if res.status == 0 {
		reset(w)
		return
	}
	for k, v := range res.header {
		w.Header()[k] = v
	}
	w.WriteHeader(res.status)
	w.Write(res.body) //nolint:errcheck // the client may be gone
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
