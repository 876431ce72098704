package intercom_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// The base URL has a path, so that a request that forgets it is found out.
const (
	host   = "https://api.intercom.test"
	prefix = "/prefix"
	token  = "tok_secret-of-tests"
)

// seen is what arrived at a fakeAPI.
type seen struct {
	Method  string
	Path    string // escaped, without the prefix
	Query   url.Values
	Version string
	Header  http.Header
	Body    string
}

// fakeAPI responds as it was set up, and fails the test on anything else.
type fakeAPI struct {
	*httpmock.MockTransport
	t testing.TB

	mu   sync.Mutex
	seen []seen
}

// setup returns a client and what it talks to. No environment reaches it.
func setup(t testing.TB, opts ...intercom.Option) (*intercom.Client, *fakeAPI) {
	t.Helper()
	api := &fakeAPI{MockTransport: httpmock.NewMockTransport(), t: t}
	api.RegisterNoResponder(func(req *http.Request) (*http.Response, error) {
		t.Errorf("unexpected request: %s %s", req.Method, req.URL)
		return httpmock.NewStringResponse(http.StatusTeapot, ""), nil
	})
	client, err := intercom.NewClient(append([]intercom.Option{
		intercom.WithToken(token),
		intercom.WithBaseURL(host + prefix),
		intercom.WithHTTPClient(&http.Client{Transport: api}),
		intercom.WithLogger(nil),
	}, opts...)...)
	require.NoError(t, err)
	return client, api
}

// on responds to a method and path, with whatever query, with a status and a body.
// Given several times it responds with one after the other, the last one for ever.
func (a *fakeAPI) on(method, path string, status int, bodies ...string) {
	a.t.Helper()
	n := 0
	a.RegisterResponder(method, host+prefix+path, func(req *http.Request) (*http.Response, error) {
		a.note(req)
		a.mu.Lock()
		defer a.mu.Unlock()
		body := ""
		if len(bodies) > 0 {
			body = bodies[min(n, len(bodies)-1)]
		}
		n++
		res := httpmock.NewStringResponse(status, body)
		res.Header.Set("Content-Type", "application/json; charset=utf-8")
		res.Header.Set("X-Request-Id", "004h01uqo3s6ait1fi20")
		res.Request = req
		return res, nil
	})
}

func (a *fakeAPI) note(req *http.Request) {
	var body []byte
	if req.Body != nil {
		var err error
		body, err = io.ReadAll(req.Body)
		assert.NoError(a.t, err)
	}
	assert.Equal(a.t, "Bearer "+token, req.Header.Get("Authorization"))
	kind := req.Header.Get("Content-Type")
	assert.Equal(a.t, len(body) > 0, kind == "application/json" || strings.HasPrefix(kind, "multipart/form-data;"), "Content-Type goes with a body")
	a.mu.Lock()
	defer a.mu.Unlock()
	a.seen = append(a.seen, seen{
		req.Method, req.URL.EscapedPath()[len(prefix):], req.URL.Query(), req.Header.Get("Intercom-Version"), req.Header, string(body),
	})
}

// last returns the latest request.
func (a *fakeAPI) last() seen {
	a.t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	require.NotEmpty(a.t, a.seen, "nothing was sent")
	return a.seen[len(a.seen)-1]
}

// count returns how many requests arrived.
func (a *fakeAPI) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.seen)
}

// wants asserts what the latest request was. An empty body means none. The size
// of a page counts if the query has one: TestSizesOfLists looks after the rest.
func (a *fakeAPI) wants(method, path, query, version, body string) {
	a.t.Helper()
	got := a.last()
	want, err := url.ParseQuery(query)
	require.NoError(a.t, err)
	assert.Equal(a.t, method+" "+path, got.Method+" "+got.Path)
	if !want.Has("per_page") {
		got.Query.Del("per_page")
	}
	assert.Equal(a.t, want, got.Query)
	assert.Equal(a.t, version, got.Version)
	if body == "" {
		assert.Empty(a.t, got.Body)
	} else {
		if !strings.Contains(body, `"pagination"`) {
			got.Body = strings.Replace(got.Body, `,"pagination":{"per_page":150}`, "", 1)
		}
		assert.JSONEq(a.t, body, got.Body)
	}
}
