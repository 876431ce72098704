package conformance

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom/internal/calls"
	"github.com/go-intercom/intercom/internal/spec"
)

// validator checks requests and responses by the description of a version.
type validator struct {
	doc    *openapi3.T
	routes map[string]*routers.Route // by the method and the path without the names of its parameters
}

var validators sync.Map // by version

// validatorOf loads the description of a version. It skips the test where there
// is none, and returns nil for a version that no description is of.
func validatorOf(t *testing.T, version string) *validator {
	t.Helper()
	file, ok := map[string]string{"2.16": "2.16.yaml", "Preview": "preview.yaml", "2.15": "2.15-custom-channel.yaml"}[version]
	if !ok {
		return nil
	}
	path := filepath.Join(descriptions(), file)
	if _, err := os.Stat(path); os.IsNotExist(err) {
		t.Skipf("skipped, as there is no %s: set INTERCOM_OPENAPI_DIR to where Intercom's descriptions are", path)
	}
	if v, ok := validators.Load(version); ok {
		return v.(*validator)
	}
	doc, err := openapi3.NewLoader().LoadFromFile(path)
	require.NoError(t, err)
	v := &validator{doc, map[string]*routers.Route{}}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			v.routes[spec.Shape(method+" "+path)] = &routers.Route{Spec: doc, Path: path, PathItem: item, Method: method, Operation: operation}
		}
	}
	validators.Store(version, v)
	return v
}

// exchanged is a request, and what came back unless only the request counts.
type exchanged struct {
	Version   string
	Operation string
	Path      string // escaped
	Query     url.Values
	Header    http.Header
	Body      string
	Status    int
	Response  http.Header
	Content   string
}

// input is the request in the form that the validator takes. There is none for
// an operation that the description lacks.
func (v *validator) input(e exchanged) *openapi3filter.RequestValidationInput {
	route := v.routes[spec.Shape(e.Operation)]
	if route == nil {
		return nil
	}
	method, _, _ := strings.Cut(e.Operation, " ")
	req, err := http.NewRequest(method, "https://api.intercom.io"+e.Path+"?"+e.Query.Encode(), strings.NewReader(e.Body))
	if err != nil {
		panic(err)
	}
	req.Header = e.Header.Clone()
	params := map[string]string{}
	segments := strings.Split(e.Path, "/")
	for i, name := range strings.Split(route.Path, "/") {
		if i < len(segments) && strings.HasPrefix(name, "{") {
			params[strings.Trim(name, "{}")], _ = url.PathUnescape(segments[i])
		}
	}
	return &openapi3filter.RequestValidationInput{
		Request: req, PathParams: params, QueryParams: e.Query, Route: route,
		Options: &openapi3filter.Options{MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
}

// request lists what is wrong with a request.
func (v *validator) request(e exchanged) []string {
	in := v.input(e)
	if in == nil {
		return []string{"there is no such operation"}
	}
	problems := reasons(openapi3filter.ValidateRequest(context.Background(), in))
	for name := range e.Query {
		if in.Route.Operation.Parameters.GetByInAndName("query", name) == nil && in.Route.PathItem.Parameters.GetByInAndName("query", name) == nil {
			problems = append(problems, "query "+name+": is not described")
		}
	}
	return problems
}

// response lists what is wrong with a response.
func (v *validator) response(e exchanged) []string {
	in := v.input(e)
	if in == nil {
		return []string{"there is no such operation"}
	}
	return reasons(openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: e.Status, Header: e.Response, Body: io.NopCloser(strings.NewReader(e.Content)), Options: in.Options,
	}))
}

// reasons lists what an error consists of, each as a path and a reason.
func reasons(err error) []string {
	switch e := err.(type) { //nolint:errorlint // the tree is walked
	case nil:
		return nil
	case openapi3.MultiError:
		var all []string
		for _, inner := range e {
			all = append(all, reasons(inner)...)
		}
		return all
	case *openapi3filter.RequestError:
		where := "body"
		if e.Parameter != nil {
			where = e.Parameter.In + " " + e.Parameter.Name
		}
		if e.Err == nil {
			return []string{where + ": " + e.Reason}
		}
		var all []string
		for _, reason := range reasons(e.Err) {
			all = append(all, where+" "+reason)
		}
		return all
	case *openapi3filter.ResponseError:
		if e.Err == nil {
			return []string{e.Reason}
		}
		return reasons(e.Err)
	case *openapi3.SchemaError:
		path := strings.Join(e.JSONPointer(), ".")
		if e.Origin != nil {
			if inner := reasons(e.Origin); len(inner) > 0 && e.SchemaField != "oneOf" && e.SchemaField != "anyOf" {
				return inner
			}
		}
		reason, _, _ := strings.Cut(e.Reason, "\n")
		return []string{index.ReplaceAllString(path, "[]") + ": " + reason}
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	return []string{text}
}

var index = regexp.MustCompile(`\b\d+\b`)

// defect is something that a description forbids and Intercom does.
type defect struct {
	operation string // "*" for any
	path      string // "*" for any, "*.x" for any that ends in x
	reason    string // its beginning, or "*" for any
	used      bool
}

func (d *defect) covers(operation, problem string) bool {
	path, reason, _ := strings.Cut(problem, ": ")
	path = strings.TrimSpace(path)
	end, anywhere := strings.CutPrefix(d.path, "*")
	return (d.operation == "*" || d.operation == operation) && (d.reason == "*" || strings.HasPrefix(reason, d.reason)) &&
		(path == d.path || anywhere && strings.HasSuffix("."+path, end))
}

type defects []*defect

// readDefects reads the part of defects.txt that is about requests, or responses.
func readDefects(t *testing.T, section string) defects {
	t.Helper()
	text, err := os.ReadFile("defects.txt")
	require.NoError(t, err)
	var all defects
	for line := range strings.Lines(string(text)) {
		columns := strings.Split(strings.TrimSpace(line), " | ")
		if columns[0] == "" || strings.HasPrefix(line, "#") {
			continue
		}
		require.Len(t, columns, 5, "defects.txt: %s", line)
		for i, column := range columns {
			columns[i] = strings.TrimSpace(column)
			require.NotEmpty(t, columns[i], "defects.txt: %s", line)
		}
		if columns[0] == section {
			all = append(all, &defect{operation: columns[1], path: columns[2], reason: columns[3]})
		}
	}
	return all
}

// without drops what is known to be wrong in the description.
func (d defects) without(operation string, problems []string) []string {
	return slices.DeleteFunc(problems, func(problem string) bool {
		for _, known := range d {
			if known.covers(operation, problem) {
				known.used = true
				return true
			}
		}
		return false
	})
}

func (d defects) unused(t *testing.T) {
	t.Helper()
	for _, known := range d {
		assert.True(t, known.used, "defects.txt: %s %s is not needed", known.operation, known.path)
	}
}

// TestRequestsAreValid checks every request that a method makes, with as few
// arguments as it takes and with every field of its parameters.
func TestRequestsAreValid(t *testing.T) {
	t.Parallel()
	known := readDefects(t, "request")
	valid := map[string]bool{}
	var sent []calls.Sent
	synctest.Test(t, func(t *testing.T) { // some methods wait
		for _, m := range calls.Methods() {
			sets, err := m.Arguments(t.Context())
			require.NoError(t, err)
			for _, args := range append(sets, m.Full(t.Context())...) {
				sent = append(sent, m.Call(t.Context(), args, calls.OK).Sent...)
			}
		}
	})
	for _, s := range sent {
		v := validatorOf(t, s.Version)
		if v == nil {
			continue
		}
		e := exchanged{Operation: s.Operation, Path: s.Path, Query: s.Query, Header: s.Header, Body: s.Body}
		for _, problem := range known.without(s.Operation, v.request(e)) {
			t.Errorf("%s %s: %s: %s", s.Version, s.Operation, problem, s.Body)
		}
		valid[s.Version+" "+spec.Shape(s.Operation)] = true
	}
	for _, version := range []string{"2.16", "Preview"} {
		for operation := range validatorOf(t, version).routes {
			assert.True(t, valid[version+" "+operation] || valid["2.16 "+operation], "%s %s was never sent", version, operation)
		}
	}
	known.unused(t)
}

// notIntercoms are operations of the fake that the descriptions do not have: those at
// addresses that Intercom hands out, streams of Fin and files of recordings, and those
// of OAuth.
var notIntercoms = map[string]bool{
	"GET /event-stream": true, "GET /recordings/{recording_id}": true, "GET /oauth": true, "POST /auth/eagle/token": true,
}

// TestResponsesOfTheFakeAreValid runs the fake through a script that touches
// every operation, and checks what it responds with.
func TestResponsesOfTheFakeAreValid(t *testing.T) {
	t.Parallel()
	validatorOf(t, "2.16")
	record := filepath.Join(t.TempDir(), "exchanges")
	run := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-run", "^TestEveryOperation$", "./intercomtest")
	run.Dir = filepath.Join("..", "..")
	run.Env = append(os.Environ(), "INTERCOMTEST_RECORD="+record, "GOFLAGS=-mod=mod")
	out, err := run.CombinedOutput()
	require.NoError(t, err, "%s", out)

	known := readDefects(t, "response")
	valid := map[string]bool{}
	file, err := os.Open(record)
	require.NoError(t, err)
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e exchanged
		require.NoError(t, json.Unmarshal(lines.Bytes(), &e))
		v := validatorOf(t, e.Version)
		if v == nil || notIntercoms[e.Operation] {
			continue
		}
		for _, problem := range known.without(e.Operation, v.response(e)) {
			t.Errorf("%s %s: %s", e.Version, e.Operation, problem)
		}
		valid[e.Version+" "+spec.Shape(e.Operation)] = true
	}
	require.NoError(t, lines.Err())
	for operation := range validatorOf(t, "2.16").routes {
		assert.True(t, valid["2.16 "+operation], "%s has no response of the fake", operation)
	}
	for operation := range validatorOf(t, "Preview").routes {
		assert.True(t, valid["Preview "+operation] || valid["2.16 "+operation], "Preview %s has no response of the fake", operation)
	}
	known.unused(t)
}
