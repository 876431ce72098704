package intercomotel

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"

	"github.com/go-intercom/intercom"
)

// split returns the name of a host and its port, which is that of the scheme if
// it is not there.
func split(scheme, host string) (address string, port int) {
	port = 443
	if scheme == "http" {
		port = 80
	}
	name, text, err := net.SplitHostPort(host)
	if err != nil {
		return strings.Trim(host, "[]"), port
	}
	if n, err := strconv.ParseUint(text, 10, 16); err == nil {
		port = int(n)
	}
	return name, port
}

// parse returns what an operation is called in spans, its method, and the template
// of its path, which is empty if the operation is none. What may be an id in the
// path goes.
func parse(operation string) (name string, method attribute.KeyValue, template string) {
	verb, path, _ := strings.Cut(operation, " ")
	method = methodOf(verb)
	if method == semconv.HTTPRequestMethodOther {
		verb = "HTTP" // as the conventions have it
	}
	if !strings.HasPrefix(path, "/") {
		return verb, method, ""
	}
	template = withoutIDs(path)
	return verb + " " + template, method, template
}

// methodOf returns the method as the conventions have it, which know a few.
func methodOf(verb string) attribute.KeyValue {
	switch verb {
	case http.MethodGet:
		return semconv.HTTPRequestMethodGet
	case http.MethodPost:
		return semconv.HTTPRequestMethodPost
	case http.MethodPut:
		return semconv.HTTPRequestMethodPut
	case http.MethodPatch:
		return semconv.HTTPRequestMethodPatch
	case http.MethodDelete:
		return semconv.HTTPRequestMethodDelete
	case http.MethodHead:
		return semconv.HTTPRequestMethodHead
	}
	return semconv.HTTPRequestMethodOther
}

// placeholder stands for a segment that may be an id.
const placeholder = "{id}"

// withoutIDs replaces the segments of a path that may be ids. Those of operations
// that have a method never are; those given to Client.Do can be.
func withoutIDs(path string) string {
	segments := strings.Split(path, "/")
	changed := false
	for i, segment := range segments {
		if !isWord(segment) {
			segments[i], changed = placeholder, true
		}
	}
	if !changed {
		return path
	}
	return strings.Join(segments, "/")
}

// isWord reports whether a segment can only be part of a template: a word, or a
// name in braces.
func isWord(segment string) bool {
	const word = "abcdefghijklmnopqrstuvwxyz_"
	if name, ok := strings.CutPrefix(segment, "{"); ok {
		return strings.Trim(name, word) == "}" && len(name) > 1
	}
	return strings.Trim(segment, word+"-") == ""
}

// longestRequestID is more than the ids of requests have, which are UUIDs or shorter.
const longestRequestID = 40

// isRequestID reports whether a text of the server has the form of an id of a
// request. What is between may send anything: an address, a page, a token of which
// the call knows nothing. Tokens have capitals.
func isRequestID(text string) bool {
	return text != "" && len(text) <= longestRequestID && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// The values of error.type besides statuses.
const (
	timeout    = "timeout"
	canceled   = "canceled"
	connection = "connection"
	other      = "_OTHER"
)

// errorTypeOf returns the error.type of an attempt or a call by its status and
// error, or nothing if it succeeded. It looks at types, never at texts.
func errorTypeOf(status int, err error) string {
	if e, ok := errors.AsType[*intercom.ConnectionError](err); ok { // before what it may wrap
		switch {
		case errors.Is(err, context.Canceled):
			return canceled
		case e.Timeout():
			return timeout
		}
		return connection
	}
	if e, ok := errors.AsType[*intercom.APIError](err); ok {
		status = e.StatusCode
	}
	switch {
	case status >= http.StatusBadRequest:
		return strconv.Itoa(status)
	case err != nil:
		return other
	}
	return ""
}
