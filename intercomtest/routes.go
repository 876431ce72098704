package intercomtest

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// generation is a family of API versions that share their paths.
type generation string

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

// since tells whether the version of a call is 2.minor or later, as previews are.
func (c *call) since(minor int) bool {
	n, err := strconv.Atoi(strings.TrimPrefix(c.version, "2."))
	return c.generation == modern && (err != nil || n >= minor)
}

// handler handles one request. Its answer is sent as JSON; nil is an empty
// body. The server is locked meanwhile.
type handler func(c *call) (any, error)

// routes are the operations of a resource.
type routes map[generation]map[string]handler

type route struct {
	operation string
	method    string
	segments  []string
	handle    handler
}

// table holds the routes of a generation. Where two match, the one with a
// literal in place of a parameter comes first: http.ServeMux would refuse
// overlaps that Intercom has.
type table []route

func tables(resources []routes) map[generation]table {
	all := map[generation]table{}
	for _, r := range resources {
		for g, operations := range r {
			for operation, handle := range operations {
				method, path, _ := strings.Cut(operation, " ")
				all[g] = append(all[g], route{operation, method, split(path), handle})
			}
		}
	}
	for _, t := range all {
		slices.SortFunc(t, func(a, b route) int {
			return slices.CompareFunc(a.segments, b.segments, func(x, y string) int {
				return cmp.Or(boolCompare(isParam(x), isParam(y)), strings.Compare(x, y))
			})
		})
	}
	return all
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

// knows tells whether the path exists, with any method.
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
		if plain, err := url.PathUnescape(s); err == nil {
			segments[i] = plain
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
