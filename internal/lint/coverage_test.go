package lint_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/intercomtest"
	"github.com/go-intercom/intercom/internal/spec"
)

var update = flag.Bool("update", false, "write docs/coverage.md")

const updateCoverage = "go test ./internal/lint -run TestCoverage -update"

// The table of what this package has a method for is current.
func TestCoverage(t *testing.T) {
	want := coverageDocument(coverage(t))
	path := filepath.Join(root, "docs", "coverage.md")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
		return
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err, "run: %s", updateCoverage)
	if string(got) == want {
		return
	}
	lines := strings.Split(string(got), "\n")
	for line := range strings.Lines(want) {
		if line = strings.TrimSuffix(line, "\n"); !slices.Contains(lines, line) {
			t.Logf("docs/coverage.md lacks: %s", line)
		}
	}
	t.Errorf("docs/coverage.md is not current, run: %s", updateCoverage)
}

// covered is an operation of the inventories with what there is for it.
type covered struct {
	spec.Operation
	version string
	methods []string // Contacts.Get
	later   bool     // the methods send it in the version that the SDK speaks
	faked   bool
}

// coverage goes through all operations.
func coverage(t *testing.T) []covered {
	t.Helper()
	server := intercomtest.NewServer(intercomtest.WithRateLimit(100_000, time.Second))
	t.Cleanup(server.Close)
	calls := observedCalls(t)
	require.NotEmpty(t, calls)
	var all []covered
	for _, d := range spec.All() {
		for _, o := range d.Operations {
			c := covered{Operation: o, version: d.Version, faked: routed(t, server, o, d.Version)}
			c.methods = senders(calls, o, d.Version)
			if d == spec.Legacy() && c.methods == nil {
				c.methods, c.later = senders(calls, o, spec.Modern().Version), true
			}
			all = append(all, c)
		}
	}
	return all
}

// senders lists the methods that send an operation in a version, sorted.
func senders(calls []observation, o spec.Operation, version string) []string {
	var all []string
	for _, call := range calls {
		if call.Version != version {
			continue
		}
		method, _, _ := strings.Cut(call.Operation, " ")
		for _, name := range append([]string{o.Name()}, o.Alternatives...) {
			if sameShape(call.Operation, name) || method+" "+call.Path == name { // such as .../last/reply
				all = append(all, strings.TrimSuffix(call.Service, "Service")+"."+call.Name)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// routed reports whether the fake has a route for an operation: it records the
// operation by which it knows a request, whatever becomes of that.
func routed(t *testing.T, server *intercomtest.Server, o spec.Operation, version string) bool {
	t.Helper()
	for _, name := range append([]string{o.Name()}, o.Alternatives...) {
		method, path, _ := strings.Cut(name, " ")
		req := httptest.NewRequest(method, pathBraces.ReplaceAllString(path, "1"), http.NoBody)
		req.Header.Set("Authorization", "Bearer "+server.Token())
		req.Header.Set("Intercom-Version", version)
		before := len(server.Requests(""))
		server.ServeHTTP(httptest.NewRecorder(), req)
		recorded := server.Requests("")
		require.Len(t, recorded, before+1, "%s was not recorded", name)
		if sameShape(recorded[before].Operation, name) {
			return true
		}
	}
	return false
}

// coverageDocument is docs/coverage.md.
func coverageDocument(all []covered) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Coverage\n\nThe operations of Intercom's API, with the methods that send them and whether the fake of package\n"+
		"`intercomtest` serves them. The table is generated: `%s`.\n\n", updateCoverage)
	b.WriteString("| API | Operations | With a method | In the fake |\n|---|---|---|---|\n")
	for _, d := range spec.All() {
		version := d.Version
		of := slices.DeleteFunc(slices.Clone(all), func(c covered) bool { return c.version != version })
		withMethod, faked := count(of)
		fmt.Fprintf(&b, "| %s | %d | %d | %d |\n", version, len(of), withMethod, faked)
	}
	withMethod, faked := count(all)
	fmt.Fprintf(&b, "| all | %d | %d | %d |\n\n", len(all), withMethod, faked)
	b.WriteString("`Do` and `Open` of a client call what has no method yet. A row of API 1.4 whose method is of a later version is done there\n" +
		"by the same path. Preview has what no numbered version has; of 2.9 and 2.15 there is what later versions lost.\n")

	chapters := map[string][]covered{}
	var names []string
	for _, c := range all {
		name := c.Tag()
		if newer := legacyNames[name]; newer != "" && c.version == spec.Legacy().Version {
			name = newer
		}
		if chapters[name] == nil {
			names = append(names, name)
		}
		chapters[name] = append(chapters[name], c)
	}
	slices.Sort(names)
	for _, name := range names {
		withMethod, _ := count(chapters[name])
		fmt.Fprintf(&b, "\n## %s\n\n%d of %d operations have a method.\n\n| Operation | Method | API | Fake |\n|---|---|---|---|\n",
			name, withMethod, len(chapters[name]))
		for _, c := range chapters[name] {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Name(), c.methodCell(), c.version, map[bool]string{true: "yes", false: "no"}[c.faked])
		}
	}
	return b.String()
}

func count(all []covered) (withMethod, faked int) {
	for _, c := range all {
		if len(c.methods) > 0 {
			withMethod++
		}
		if c.faked {
			faked++
		}
	}
	return withMethod, faked
}

func (c covered) methodCell() string {
	switch {
	case len(c.methods) > 0:
		cell := "`" + strings.Join(c.methods, "`, `") + "`"
		if c.later {
			cell += " by " + spec.Modern().Version
		}
		return cell
	case c.Uncertain:
		return "none: there is no evidence that Intercom serves it"
	}
	return "not yet"
}

func TestCoverageDocument(t *testing.T) {
	t.Parallel()
	tags := spec.Operation{Method: "GET", Path: "/tags", Tags: []string{"Tags"}}
	events := spec.Operation{Method: "GET", Path: "/events", Tags: []string{"Events"}, Uncertain: true}
	modern, legacy := spec.Modern().Version, spec.Legacy().Version
	text := coverageDocument([]covered{
		{tags, modern, []string{"Tags.Find", "Tags.List"}, false, true},
		{tags, legacy, []string{"Tags.List"}, true, false},
		{events, legacy, nil, true, false},
		{tags, spec.Preview().Version, nil, false, false},
	})
	for _, line := range []string{
		"| all | 4 | 2 | 1 |",
		"| " + legacy + " | 2 | 1 | 0 |",
		"## Data Events",
		"2 of 3 operations have a method.",
		"| `GET /tags` | `Tags.Find`, `Tags.List` | " + modern + " | yes |",
		"| `GET /tags` | `Tags.List` by " + modern + " | " + legacy + " | no |",
		"| `GET /tags` | not yet | " + spec.Preview().Version + " | no |",
		"| `GET /events` | none: there is no evidence that Intercom serves it | " + legacy + " | no |",
	} {
		assert.Contains(t, text, line+"\n")
	}
}
