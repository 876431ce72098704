package intercomtest

import (
	"cmp"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// generation is a family of API versions that share their paths.
type generation string

const newest = "2.16" // what a request without a version gets

const (
	legacy generation = "1.x"
	modern generation = "2.x"
)

var (
	legacyVersion = regexp.MustCompile(`^1\.[0-4]$`)
	modernVersion = regexp.MustCompile(`^(2\.([0-9]|1[0-7])|(?i:preview|unstable))$`)
)

// generationOf returns "" for a version that never was.
func generationOf(version string) generation {
	switch {
	case legacyVersion.MatchString(version):
		return legacy
	case modernVersion.MatchString(version):
		return modern
	}
	return ""
}

// atLeast reports whether the version of a request is the given one or a later
// one. Previews are later than all that have a number.
func (x *exchange) atLeast(version string) bool { return rank(x.version) >= rank(version) }

// rank puts versions in their order: 1.4 before 2.0, 2.9 before 2.10.
func rank(version string) int {
	family, minor, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(minor)
	if err != nil {
		return math.MaxInt
	}
	return int(family[0])<<16 + n
}

// handler handles one request. What it returns is sent as JSON; nil is an empty
// body. The server is locked meanwhile.
type handler func(x *exchange) (any, error)

// routes are the operations of a resource.
type routes map[generation]map[string]handler

type route struct {
	operation string
	method    string
	segments  []string
	handle    handler
	custom    http.HandlerFunc // instead of handle; see [Server.Handle]
}

func newRoute(operation string) route {
	method, path, _ := strings.Cut(operation, " ")
	return route{operation: operation, method: method, segments: split(path)}
}

// table holds the routes of a generation. Where two match, the one with a
// literal in place of a parameter comes first: http.ServeMux would refuse
// overlaps that Intercom has.
type table []route

func tables(resources []routes) map[generation]table {
	all := map[generation]table{legacy: nil, modern: nil}
	for _, r := range resources {
		for g, operations := range r {
			for operation, handle := range operations {
				r := newRoute(operation)
				r.handle = handle
				all[g] = append(all[g], r)
			}
		}
	}
	for _, t := range all {
		t.sort()
	}
	return all
}

func (t table) sort() {
	slices.SortFunc(t, func(a, b route) int {
		return slices.CompareFunc(a.segments, b.segments, func(x, y string) int {
			return cmp.Or(boolCompare(isParam(x), isParam(y)), strings.Compare(x, y))
		})
	})
}

// match finds the route of a request and the values of its parameters.
func (t table) match(method, path string) (route, map[string]string) {
	segments := split(path)
	for _, r := range t {
		if r.method == method && r.matches(segments) {
			params := map[string]string{}
			for i, s := range r.segments {
				if isParam(s) {
					params[strings.Trim(s, "{}")] = segments[i]
				}
			}
			return r, params
		}
	}
	return route{}, nil
}

// knows reports whether the path exists, with any method.
func (t table) knows(path string) bool {
	segments := split(path)
	return slices.ContainsFunc(t, func(r route) bool { return r.matches(segments) })
}

func (r route) matches(segments []string) bool {
	return slices.EqualFunc(r.segments, segments, func(want, got string) bool {
		return want == got || isParam(want) && got != ""
	})
}

// split cuts an escaped path into its segments, so that an escaped slash stays
// inside one. A slash at the end does not count: Intercom ignores it too.
func split(path string) []string {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	for i, s := range segments {
		if unescaped, err := url.PathUnescape(s); err == nil {
			segments[i] = unescaped
		}
	}
	return segments
}

func isParam(segment string) bool { return strings.HasPrefix(segment, "{") }

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// mustKnow panics on an operation that no route has: a typing error in a test
// must not look like a request that was never sent.
func (s *Server) mustKnow(operation string) {
	var known []string
	method, _, _ := strings.Cut(operation, " ")
	for _, t := range s.tables {
		for _, r := range t {
			if r.operation == operation {
				return
			}
			if r.method == method {
				known = append(known, r.operation)
			}
		}
	}
	slices.Sort(known)
	panic("intercomtest: unknown operation " + strings.TrimSpace(operation) + "; known are:\n\t" + strings.Join(slices.Compact(known), "\n\t"))
}

// Operations returns the names of the operations that the server serves, those of
// [Server.Handle] too, in the order of their paths. An operation that both
// generations have by one name is there once.
func (s *Server) Operations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, t := range s.tables {
		for _, r := range t {
			all = append(all, r.operation)
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		ofA, pathA, _ := strings.Cut(a, " ")
		ofB, pathB, _ := strings.Cut(b, " ")
		return cmp.Or(cmp.Compare(pathA, pathB), cmp.Compare(ofA, ofB))
	})
	return slices.Compact(all)
}
