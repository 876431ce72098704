package lint_test

import (
	"context"
	"go/ast"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/calls"
	"github.com/go-intercom/intercom/internal/spec"
)

// observation is a request that a method of a service was seen to make.
type observation struct {
	calls.Method
	calls.Sent
	alone      bool // the method made no other request
	repeatable bool // it would be repeated after a 500
}

var observations struct {
	sync.Once
	all []observation
}

// observedCalls has what every method sends, however it is called. Methods that
// cannot be called are reported by the tests of package calls.
func observedCalls(t *testing.T) []observation {
	t.Helper()
	observations.Do(func() {
		synctest.Test(t, func(t *testing.T) { // some methods wait
			for _, m := range calls.Methods() {
				sets, err := m.Arguments(t.Context())
				if err != nil {
					continue
				}
				for _, args := range sets {
					observations.all = append(observations.all, observeCall(t.Context(), m, args)...)
				}
			}
		})
	})
	return observations.all
}

func observeCall(ctx context.Context, m calls.Method, args calls.Arguments) []observation {
	repeatable := map[string]bool{}
	m.Call(ctx, args, func(req *http.Request) *http.Response { return calls.Answer(req, http.StatusInternalServerError, "{}") },
		intercom.WithMaxRetries(1),
		intercom.WithRetryPolicy(func(a intercom.Attempt) (time.Duration, bool) {
			repeatable[a.Operation] = a.Retry
			return 0, false
		}))
	var all []observation
	o := m.Call(ctx, args, calls.OK)
	for _, sent := range o.Sent {
		all = append(all, observation{m, sent, len(o.Sent) == 1, repeatable[sent.Operation]})
	}
	return all
}

// operationOf finds the operation that a name in the code stands for. A legacy
// name may also be an alternative of one in the inventory.
func operationOf(name, version string) (spec.Operation, bool) {
	d := spec.Of(version)
	if d == nil {
		return spec.Operation{}, false
	}
	if o, ok := d.Operation(name); ok || d != spec.Legacy() {
		return o, ok
	}
	for _, o := range spec.Legacy().Operations {
		if slices.ContainsFunc(o.Alternatives, func(other string) bool { return sameShape(other, name) }) {
			return o, true
		}
	}
	return spec.Operation{}, false
}

var pathBraces = regexp.MustCompile(`\{[^/{}]*\}`)

func sameShape(a, b string) bool { return spec.Shape(a) == spec.Shape(b) }

// undescribed are operations that no description has.
var undescribed = map[string]string{
	"GET /event-stream":      "it is at another host, under the address that Fin.Start and others return",
	"POST /auth/eagle/token": "it is how OAuth gets the token that all others need",
}

// Every operation in the code exists, in its generation, and its braces are filled.
func TestOperationsExist(t *testing.T) {
	t.Parallel()

	literals := parseSource(t).literals(t)
	require.NotEmpty(t, literals)
	for _, l := range literals {
		if _, ok := operationOf(l.name, l.version); !ok && undescribed[l.name] == "" {
			t.Errorf("%s: there is no %s in %s", l.at, l.name, l.version)
		}
		if l.args >= 0 {
			assert.Equal(t, len(pathBraces.FindAllString(l.name, -1)), l.args, "%s: arguments of %s", l.at, l.name)
		}
	}
}

// legacyNames are the chapters of the legacy documentation that the modern one
// calls otherwise.
var legacyNames = map[string]string{"Events": "Data Events"}

// chaptersOf returns the tags of the inventories whose pages the comment of a
// service links to.
func chaptersOf(doc string) []string {
	var all []string
	for _, d := range spec.All() {
		for _, tag := range d.Tags() {
			link := chapterLink(d, tag)
			if regexp.MustCompile(regexp.QuoteMeta(link) + `(\s|$)`).MatchString(doc) {
				all = append(all, tag)
			}
		}
	}
	for old, name := range legacyNames {
		if slices.Contains(all, name) {
			all = append(all, old)
		}
	}
	return all
}

// chapterLink is the page of a chapter. What is no longer in the current version
// has its page in the last one that had it, or in that of its chapter.
func chapterLink(d *spec.Document, tag string) string {
	const references = "https://developers.intercom.com/docs/references/"
	slug := strings.ReplaceAll(strings.ToLower(tag), " ", "-")
	switch {
	case d == spec.Modern() || slices.Contains(spec.Modern().Tags(), tag) && d != spec.Legacy():
		return references + "rest-api/api.intercom.io/" + slug
	case d == spec.Legacy():
		return references + "1.4/rest-api/" + slug
	}
	return references + strings.ToLower(d.Version) + "/rest-api/api.intercom.io/" + slug
}

// Every service links to its chapter of the documentation, and its methods send
// what belongs into it.
func TestOperationsInTheirService(t *testing.T) {
	t.Parallel()

	services := parseSource(t).services()
	for name, s := range services {
		assert.NotEmpty(t, chaptersOf(s.doc), "%s links to no chapter of the documentation", name)
	}
	for _, s := range observedCalls(t) {
		o, ok := operationOf(s.Operation, s.Version)
		if !ok {
			if undescribed[s.Operation] == "" {
				t.Errorf("%s: there is no %s in %s", s.Method, s.Operation, s.Version)
			}
			continue
		}
		if s.alone {
			chapters := chaptersOf(services[s.Service].doc)
			if owner := services[ownerOf(t, s.Method)]; owner != nil {
				chapters = append(chapters, chaptersOf(owner.doc)...)
			}
			found := slices.ContainsFunc(o.Tags, func(tag string) bool {
				return slices.Contains(chapters, tag)
			})
			assert.True(t, found, "%s: %s belongs to %v", s.Method, s.Operation, o.Tags)
		}
	}
}

// ownerOf names the service of what a relation belongs to: the relation itself
// lives with what it returns. Companies own Contacts.ListForCompany.
func ownerOf(t *testing.T, m calls.Method) string {
	t.Helper()
	if name := relation.FindStringSubmatch(m.Name); name != nil {
		return parseSource(t).singulars()[name[2]]
	}
	return ""
}

// Every chapter has a service, and no operation lacks a method. Of API 1.4 a
// method will do that sends what replaced the operation.
func TestOperationsComplete(t *testing.T) {
	t.Parallel()

	services := parseSource(t).services()
	built := map[string][]string{} // by chapter
	for name, s := range services {
		for _, tag := range chaptersOf(s.doc) {
			built[tag] = append(built[tag], name)
		}
	}
	literals := parseSource(t).literals(t)
	for _, d := range spec.All() {
		for _, o := range d.Operations {
			if built[o.Tag()] == nil && built[legacyNames[o.Tag()]] == nil {
				t.Errorf("%s: no service for the chapter of %s", o.Tag(), o.Name())
				continue
			}
			covered := slices.ContainsFunc(literals, func(l opLiteral) bool { return l.version == d.Version && sameShape(l.name, o.Name()) })
			if d == spec.Legacy() {
				covered = o.Uncertain || coversLegacy(t, o, built[o.Tag()])
			}
			assert.True(t, covered, "%s: no method for %s of %s", o.Tag(), o.Name(), d.Version)
		}
	}
}

// coversLegacy reports whether the services do what a legacy operation does, by it
// or by the modern operation on the same path.
func coversLegacy(t *testing.T, o spec.Operation, services []string) bool {
	t.Helper()
	names := append([]string{o.Name()}, o.Alternatives...)
	for _, s := range observedCalls(t) {
		if !slices.Contains(services, s.Service) && !slices.Contains(services, ownerOf(t, s.Method)) {
			continue
		}
		for _, name := range names {
			method, _, _ := strings.Cut(s.Operation, " ")
			if sameShape(s.Operation, name) || method+" "+s.Path == name { // such as .../last/reply
				return true
			}
		}
	}
	return false
}

// TestOperationsRead finds POSTs that only read and are not marked so, and
// writes that are.
func TestOperationsRead(t *testing.T) {
	t.Parallel()

	source := parseSource(t)
	marked := map[string]bool{}
	for _, f := range source.funcs {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "readOnly" {
				ast.Inspect(sel.X, func(n ast.Node) bool {
					if lit, ok := n.(*ast.BasicLit); ok && operationName.MatchString(unquoted(lit)) {
						marked[unquoted(lit)] = true
					}
					return true
				})
			}
			return true
		})
	}
	for name := range marked {
		assert.True(t, onlyReads(name), "%s is marked as a read", name)
	}
	for _, s := range observedCalls(t) {
		if onlyReads(s.Operation) {
			assert.True(t, s.repeatable, "%s: %s only reads and is not marked so", s.Method, s.Operation)
		}
	}
}

// onlyReads reports whether an operation changes nothing, whatever its method.
func onlyReads(name string) bool {
	for _, end := range []string{"/search", "/list", "/merge/preview", "/fin/capabilities"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return strings.HasPrefix(name, "GET ")
}

// Methods of services are one statement, and end in options.
func TestMethodsLookAlike(t *testing.T) {
	t.Parallel()

	source := parseSource(t)
	services := source.services()
	require.NotEmpty(t, services)
	for _, f := range source.funcs {
		if services[receiverOf(f)] == nil || !f.Name.IsExported() {
			continue
		}
		name := receiverOf(f) + "." + f.Name.Name
		assert.NotNil(t, f.Doc, "%s has no comment", name)
		if callsOp(f) {
			assert.Len(t, f.Body.List, 1, "%s: statements of %s", source.at(f), name)
		}
		params := f.Type.Params.List
		last := params[len(params)-1]
		_, variadic := last.Type.(*ast.Ellipsis)
		assert.True(t, variadic && last.Names[0].Name == "opts", "%s: the last parameter of %s is not opts ...Option", source.at(f), name)
	}
}

// callsOp distinguishes methods that make one call from helpers on top of them,
// which call other methods.
func callsOp(f *ast.FuncDecl) bool {
	own := f.Recv.List[0].Names
	helper := false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			sel, _ := call.Fun.(*ast.SelectorExpr)
			if sel == nil || !sel.Sel.IsExported() {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && len(own) > 0 && x.Name == own[0].Name {
				helper = true // s.Get(...)
			}
			if x, ok := sel.X.(*ast.SelectorExpr); ok {
				if inner, ok := x.X.(*ast.SelectorExpr); ok && inner.Sel.Name == "client" {
					helper = true // s.client.Tags.Get(...)
				}
			}
		}
		return true
	})
	return !helper
}

// What methods return is a resource: an Object with values and no pointers.
func TestResultsAreObjects(t *testing.T) {
	t.Parallel()

	for _, m := range calls.Methods() {
		result, _ := m.Result()
		if result == nil || result.Kind() != reflect.Struct || !hasNames(result) {
			continue
		}
		embedded, ok := result.FieldByName("Object")
		assert.True(t, ok && embedded.Anonymous && embedded.Type == reflect.TypeFor[intercom.Object](), "%s returns %s, which embeds no Object", m, result)
		assertValues(t, result, map[reflect.Type]bool{})
	}
}

// hasNames distinguishes structs that are read from JSON from those that the
// package makes, such as reports of several calls and counts whose names are keys.
func hasNames(v reflect.Type) bool {
	for _, f := range reflect.VisibleFields(v) {
		if f.Tag.Get("json") != "" {
			return true
		}
	}
	return false
}

// assertValues looks for pointers in the exported fields of a struct of this package.
func assertValues(t *testing.T, v reflect.Type, seen map[reflect.Type]bool) {
	t.Helper()
	for v.Kind() == reflect.Slice || v.Kind() == reflect.Map || v.Kind() == reflect.Array {
		v = v.Elem()
	}
	if seen[v] || v.Kind() != reflect.Struct || !strings.HasPrefix(v.PkgPath(), "github.com/go-intercom/") {
		return
	}
	seen[v] = true
	for i := range v.NumField() {
		f := v.Field(i)
		if !f.IsExported() {
			continue
		}
		assert.NotEqual(t, reflect.Pointer, f.Type.Kind(), "%s.%s is a pointer", v, f.Name)
		assertValues(t, f.Type, seen)
	}
}
