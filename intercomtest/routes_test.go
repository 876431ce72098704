package intercomtest

import (
	"cmp"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/calls"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	nop := func(*exchange) (any, error) { return nil, nil }
	tab := tables([]routes{{modern: {
		"GET /a/{x}":     nop,
		"GET /a/list":    nop,
		"POST /a/{x}":    nop,
		"GET /{k}/b/{y}": nop,
		"GET /a/{x}/c":   nop,
		"GET /a/b/{y}":   nop,
	}}})[modern]
	for _, test := range []struct {
		method, path, want string
		params             map[string]string
	}{
		{"GET", "/a/list", "GET /a/list", map[string]string{}},
		{"GET", "/a/7", "GET /a/{x}", map[string]string{"x": "7"}},
		{"GET", "/a/7/", "GET /a/{x}", map[string]string{"x": "7"}},
		{"POST", "/a/list", "POST /a/{x}", map[string]string{"x": "list"}},
		{"GET", "/a/b%2Fc", "GET /a/{x}", map[string]string{"x": "b/c"}},
		{"GET", "/a/b/c", "GET /a/b/{y}", map[string]string{"y": "c"}},
		{"GET", "/z/b/c", "GET /{k}/b/{y}", map[string]string{"k": "z", "y": "c"}},
		{"GET", "/a/z/c", "GET /a/{x}/c", map[string]string{"x": "z"}},
		{"PUT", "/a/7", "", nil},
		{"GET", "/a//c", "", nil},
		{"GET", "/", "", nil},
	} {
		r, params := tab.match(test.method, test.path)
		assert.Equal(t, test.want, r.operation, test.path)
		assert.Equal(t, test.params, params, test.path)
	}
	assert.True(t, tab.knows("/a/7"))
	assert.False(t, tab.knows("/b"))
}

// A request has to be found in [Server.Requests] under the name that the SDK
// gives its operation in errors and logs.
func TestEveryMethodHasARoute(t *testing.T) {
	t.Parallel()
	served := NewServer().tables
	missing := map[string]bool{}
	synctest.Test(t, func(t *testing.T) { // some methods wait
		for _, m := range calls.Methods() {
			sets, err := m.Arguments(t.Context())
			require.NoError(t, err)
			for _, args := range sets {
				for _, sent := range m.Call(t.Context(), args, calls.OK).Sent {
					method, _, _ := strings.Cut(sent.Operation, " ")
					r, _ := served[generationOf(cmp.Or(sent.Version, newest))].match(method, sent.Path)
					if r.operation != sent.Operation {
						missing[fmt.Sprintf("%s sends %s of %s, which the fake knows as %q", m, sent.Operation, sent.Version, r.operation)] = true
					}
				}
			}
		}
	})
	assert.Empty(t, missing)
}
