package intercomtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maxBody is how long the body of a request can be.
const maxBody = 32 << 20

// exchange is one request on its way through the server.
type exchange struct {
	request    *http.Request
	method     string
	path       string // escaped
	version    string
	generation generation
	query      url.Values
	header     http.Header
	raw        []byte
	body       object // what raw holds, once the request is handled
	route      route
	params     map[string]string
	arrived    time.Time // by the clock of the workspace
	began      time.Time
	at         time.Time // when it is handled
	now        int64     // the same in Unix seconds
	status     int       // of the response if all goes well
	id         string
	window     allowance // zero until the caller is known
	recorded   *Request  // nil while seeding
}

func newExchange(r *http.Request) *exchange {
	x := &exchange{
		request: r,
		method:  r.Method,
		path:    r.URL.EscapedPath(),
		version: cmp.Or(r.Header.Get("Intercom-Version"), newest),
		query:   r.URL.Query(),
		header:  r.Header.Clone(),
		began:   time.Now(),
		status:  http.StatusOK,
		id:      requestID(),
	}
	x.generation = generationOf(x.version)
	if r.Body != nil {
		x.raw, _ = io.ReadAll(io.LimitReader(r.Body, maxBody+1)) // a body that breaks off is invalid JSON
	}
	return x
}

// param returns a parameter of the path by whichever name it has: the
// generations differ.
func (x *exchange) param(names ...string) string {
	for _, name := range names {
		if v, ok := x.params[name]; ok {
			return v
		}
	}
	return ""
}

// lastParam returns the last parameter of the path: the id of what a request is
// about, whatever it is called.
func (x *exchange) lastParam() string {
	for _, segment := range slices.Backward(x.route.segments) {
		if isParam(segment) {
			return x.params[strings.Trim(segment, "{}")]
		}
	}
	return ""
}

// readBody reads what was sent as a JSON object.
func (x *exchange) readBody() error {
	x.body = object{}
	switch {
	case len(x.raw) == 0:
		return nil
	case len(x.raw) > maxBody:
		return failure(http.StatusRequestEntityTooLarge, "payload_too_large", "the request body is larger than %d bytes", maxBody)
	}
	kind, params, _ := mime.ParseMediaType(x.header.Get("Content-Type"))
	switch {
	case kind == "multipart/form-data":
		return x.readForm(params["boundary"])
	case kind == "application/x-www-form-urlencoded" && x.route.operation == codeExchange:
		return x.readPairs()
	}
	if kind != "application/json" {
		return failure(http.StatusBadRequest, "parameter_invalid", "Content-Type must be application/json")
	}
	d := json.NewDecoder(bytes.NewReader(x.raw))
	d.UseNumber()
	if err := d.Decode(&x.body); err != nil || d.More() {
		return failure(http.StatusBadRequest, "parameter_invalid", "invalid JSON in request body")
	}
	return nil
}

// readForm reads what was sent as a form. A file is kept as text.
func (x *exchange) readForm(boundary string) error {
	form := multipart.NewReader(bytes.NewReader(x.raw), boundary)
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			var content []byte
			content, err = io.ReadAll(part)
			x.body[part.FormName()] = string(content)
		}
		if err != nil {
			return failure(http.StatusBadRequest, "parameter_invalid", "invalid form in request body")
		}
	}
}

// readPairs reads what was sent as a form without files.
func (x *exchange) readPairs() error {
	form, err := url.ParseQuery(string(x.raw))
	if err != nil {
		return failure(http.StatusBadRequest, "parameter_invalid", "invalid form in request body")
	}
	for name := range form {
		x.body[name] = form.Get(name)
	}
	return nil
}

// backdate takes the time of a request from its body, if it says one:
// this is how conversations from elsewhere keep their times.
func (x *exchange) backdate() error {
	if x.body["created_at"] == nil {
		return nil
	}
	f := &fields{object: x.body}
	f.moment("created_at", &x.now)
	return f.err
}
