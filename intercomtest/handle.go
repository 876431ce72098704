package intercomtest

import (
	"bytes"
	"cmp"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Handle lets a handler serve an operation: one that the fake does not know, in
// every version of the API, or one that it does, which the handler then replaces
// in the generations that have it by this name. A handler that is an
// [http.Handler] is given by its method ServeHTTP; nil undoes an earlier Handle.
//
// The operation has the form "GET /articles/{article_id}", and the handler reads
// article_id with [http.Request.PathValue]. Token, rate limit, faults and
// [Server.Requests] work as for other operations, and the response has the
// headers that Intercom sends unless the handler sets others. It is sent as a
// whole when the handler returns. The handler can use the server.
//
// Handle panics if the operation has another form, or if the fake knows it with
// other names in the braces.
func (s *Server) Handle(operation string, handler http.HandlerFunc) {
	r := newRoute(operation)
	if r.method == "" || r.method != strings.ToUpper(r.method) || !strings.HasPrefix(operation, r.method+" /") {
		panic("intercomtest: " + operation + ` is no operation such as "GET /articles/{article_id}"`)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	known, otherName := false, ""
	for g, t := range s.tables {
		for i := range t {
			switch {
			case t[i].operation == operation:
				known = true
				t[i].custom = handler
			case t[i].sameShape(r):
				otherName = t[i].operation
			}
		}
		s.tables[g] = slices.DeleteFunc(t, route.unserved)
	}
	switch {
	case known || handler == nil:
		return
	case otherName != "":
		panic("intercomtest: " + operation + " is known as " + otherName)
	}
	r.custom = handler
	for g := range s.tables {
		s.tables[g] = append(s.tables[g], r)
		s.tables[g].sort()
	}
}

func (r route) unserved() bool { return r.handle == nil && r.custom == nil }

// sameShape reports whether two operations differ in the names of their
// parameters at most.
func (r route) sameShape(other route) bool {
	return r.method == other.method && slices.EqualFunc(r.segments, other.segments, func(a, b string) bool {
		return a == b || isParam(a) && isParam(b)
	})
}

// delegate lets the handler of [Server.Handle] make the response.
func (x *exchange) delegate() *response {
	r := x.request.Clone(x.request.Context())
	r.Body = io.NopCloser(bytes.NewReader(x.raw))
	for name, value := range x.params {
		r.SetPathValue(name, value)
	}
	w := &memoryWriter{header: x.headers()}
	x.route.custom(w, r)
	return newResponse(cmp.Or(w.status, http.StatusOK), w.header, w.body.Bytes())
}
