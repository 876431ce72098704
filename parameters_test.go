package intercom_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/calls"
	"github.com/go-intercom/intercom/internal/spec"
)

// pagingParameters are those that a Pager sends.
var pagingParameters = []string{"page", "per_page", "starting_after", "cursor", "scroll_param"}

// unsentParameters are described, and sent by nothing.
var unsentParameters = map[string]string{
	"GET /events filter": "an object in the description, of which each property is a parameter",
}

// Every parameter in a query that the description of an operation has is sent by
// one of its methods, or by its options.
func TestQueryParametersAreSent(t *testing.T) {
	t.Parallel()

	sent := map[string]bool{}
	note := func(version, operation string, query url.Values) {
		d := spec.Of(version)
		if d == nil {
			return
		}
		if o, ok := d.Operation(operation); ok {
			for name := range query {
				sent[version+" "+o.ID+" "+name] = true
			}
		}
	}
	synctest.Test(t, func(t *testing.T) { // some methods wait
		for _, m := range calls.Methods() {
			sets, err := m.Arguments(t.Context())
			require.NoError(t, err)
			for _, args := range append(sets, m.Full(t.Context())...) {
				for _, s := range m.Call(t.Context(), args, calls.OK).Sent {
					note(s.Version, s.Operation, s.Query)
				}
			}
		}
	})
	for _, row := range optionsRows() {
		method, target, _ := strings.Cut(row.request, " ")
		path, text, _ := strings.Cut(target, "?")
		query, err := url.ParseQuery(text)
		require.NoError(t, err)
		for _, o := range operationsAt(row.version, method, path) {
			note(row.version, o.Name(), query)
		}
	}
	for _, d := range spec.All() {
		if d == spec.Legacy() {
			continue
		}
		for _, o := range d.Operations {
			for _, p := range o.ParamsIn("query") {
				key := o.Name() + " " + p.Name
				switch {
				case slices.Contains(pagingParameters, p.Name), sent[d.Version+" "+o.ID+" "+p.Name]:
					assert.Empty(t, unsentParameters[key], "the exception %s is not needed", key)
				default:
					assert.NotEmpty(t, unsentParameters[key], "nothing sends the parameter %s", key)
				}
			}
		}
	}
}

// operationsAt are the operations that a request can be of.
func operationsAt(version, method, path string) (found []spec.Operation) {
	d := spec.Of(version)
	if d == nil {
		return nil
	}
	segments := strings.Split(path, "/")
	for _, o := range d.Operations {
		if o.Method == method && slices.EqualFunc(strings.Split(o.Path, "/"), segments, func(want, got string) bool {
			return want == got || strings.HasPrefix(want, "{")
		}) {
			found = append(found, o)
		}
	}
	return found
}
