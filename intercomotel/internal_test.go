package intercomotel

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/spec"
)

// The operations that have a method are reported as they are.
func TestOperationsAreTemplates(t *testing.T) {
	t.Parallel()
	n := 0
	for _, document := range spec.All() {
		for _, operation := range document.Operations {
			name, method, template := parse(operation.Name())
			assert.Equal(t, operation.Name(), name)
			assert.Equal(t, name, method.Value.AsString()+" "+template)
			n++
		}
	}
	assert.Greater(t, n, 200)
	name, _, _ := parse("GET /event-stream") // which no description has
	assert.Equal(t, "GET /event-stream", name)
}

func TestParse(t *testing.T) {
	t.Parallel()
	for operation, want := range map[string][3]string{
		"GET /tags/{tag_id}":                  {"GET /tags/{tag_id}", "GET", "/tags/{tag_id}"},
		"GET /tags/7":                         {"GET /tags/{id}", "GET", "/tags/{id}"},
		"GET /things/dG9rOjEy/parts/{id}/":    {"GET /things/{id}/parts/{id}/", "GET", "/things/{id}/parts/{id}/"},
		"GET /things/wash@serenity.example":   {"GET /things/{id}", "GET", "/things/{id}"},
		"GET /things/{":                       {"GET /things/{id}", "GET", "/things/{id}"},
		"GET /things/{}":                      {"GET /things/{id}", "GET", "/things/{id}"},
		"GET /things/{a}b}":                   {"GET /things/{id}", "GET", "/things/{id}"},
		"GET /things/{5c95}":                  {"GET /things/{id}", "GET", "/things/{id}"},
		"GET /things?email=wash":              {"GET /{id}", "GET", "/{id}"},
		"BREW /things":                        {"HTTP /things", "_OTHER", "/things"},
		"HEAD /":                              {"HEAD /", "HEAD", "/"},
		"PATCH wash@serenity.example":         {"PATCH", "PATCH", ""},
		"wash@serenity.example":               {"HTTP", "_OTHER", ""},
		"":                                    {"HTTP", "_OTHER", ""},
		"DELETE /a b":                         {"DELETE /{id}", "DELETE", "/{id}"},
		"PUT /a/../b":                         {"PUT /a/{id}/b", "PUT", "/a/{id}/b"},
		"POST /a/\x00/\xff/\u00e4/A/_-/{a_b}": {"POST /a/{id}/{id}/{id}/{id}/_-/{a_b}", "POST", "/a/{id}/{id}/{id}/{id}/_-/{a_b}"},
	} {
		name, method, template := parse(operation)
		assert.Equal(t, want, [3]string{name, method.Value.AsString(), template}, "%q", operation)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"api.intercom.io": "api.intercom.io 443", "localhost:8080": "localhost 8080", "[::1]:80": "::1 80", "[::1]": "::1 443", "": " 443",
		"a:b": "a 443", "a:99999": "a 443", "a:b:c": "a:b:c 443", "a:": "a 443",
	} {
		address, port := split("https", host)
		assert.Equal(t, want, fmt.Sprint(address, " ", port), host)
	}
	_, port := split("http", "localhost")
	assert.Equal(t, 80, port)
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"b2f1c9f2-6a52-4f0e-93a1-3c1d5b6f0a11": true, "tdlikgfhrh4hvcmqtcc0": true, "req_12345": true,
		"": false, "dG9rOjEyMzQ1Njc4": false, "[redacted]": false, "wash@serenity.example": false, "a b": false, "a\n": false,
		strings.Repeat("a", longestRequestID): true, strings.Repeat("a", longestRequestID+1): false,
	} {
		assert.Equal(t, want, isRequestID(text), text)
	}
}

// Errors are distinguished by their types alone.
func TestErrorTypeOf(t *testing.T) {
	t.Parallel()
	connectionOf := func(err error) error { return &intercom.ConnectionError{Err: err} }
	notFound := &intercom.NotFoundError{APIError: &intercom.APIError{StatusCode: 404}}
	for _, c := range []struct {
		status int
		err    error
		want   string
	}{
		{200, nil, ""}, {302, nil, ""}, {0, nil, ""}, {404, nil, "404"}, {503, nil, "503"},
		{0, notFound, "404"},
		{0, fmt.Errorf("x: %w", notFound), "404"},
		{0, &intercom.RateLimitError{APIError: &intercom.APIError{StatusCode: 429}}, "429"},
		{0, &intercom.NotFoundError{APIError: &intercom.APIError{StatusCode: 200}}, "_OTHER"},
		{404, &intercom.NotFoundError{}, "404"},
		{0, &intercom.NotFoundError{}, "_OTHER"},
		{200, &intercom.DecodeError{}, "_OTHER"},
		{0, &intercom.ArgumentError{}, "_OTHER"},
		{0, errors.New("404 timeout canceled connection"), "_OTHER"},
		{0, connectionOf(errors.New("canceled timeout 404")), "connection"},
		{0, connectionOf(nil), "connection"},
		{0, connectionOf(context.DeadlineExceeded), "timeout"},
		{0, connectionOf(context.Canceled), "canceled"},
		{0, connectionOf(fmt.Errorf("%w after %w", context.Canceled, connectionOf(context.DeadlineExceeded))), "canceled"},
		{0, connectionOf(fmt.Errorf("%w after %w", context.DeadlineExceeded, notFound)), "timeout"},
	} {
		assert.Equal(t, c.want, errorTypeOf(c.status, c.err), "%d, %v", c.status, c.err)
	}
}

// Operations without end do not fill the memory.
func TestRoutesHaveAnEnd(t *testing.T) {
	t.Parallel()
	rs := routes{all: map[intercom.Call]*route{}}
	first := rs.of(intercom.Call{Operation: "GET /tags"}, nil)
	for i := range manyRoutes + 10 {
		r := rs.of(intercom.Call{Operation: fmt.Sprintf("GET /things/%d", i)}, nil)
		require.Equal(t, "GET /things/{id}", r.name)
	}
	assert.Len(t, rs.all, manyRoutes)
	assert.Same(t, first, rs.of(intercom.Call{Operation: "GET /tags"}, nil))
}

// Nothing that a server or a caller of Client.Do can send makes it panic, or shows
// in a name.
func FuzzReport(f *testing.F) {
	f.Add("GET /tags/{tag_id}", "2.16", "https", "api.intercom.io", "r7", 200, 1, 9)
	f.Add("GET /things/wash@serenity.example", "Preview", "http", "[::1]:8080", "dG9rOjEyMzQ1Njc4", 503, 2, 0)
	f.Add("", "", "", ":", "\x00", -1, 0, -1)
	f.Fuzz(func(t *testing.T, operation, version, scheme, host, requestID string, status, number, limit int) {
		tel, err := newTelemetry(defaults())
		require.NoError(t, err)
		name, _, template := parse(operation)
		for segment := range strings.SplitSeq(template, "/") {
			assert.True(t, isWord(segment), "%q", segment)
		}
		assert.Regexp(t, "^(GET|POST|PUT|PATCH|DELETE|HEAD|HTTP)( /|$)", name)
		ctx, end := tel.begin(t.Context(), intercom.Call{Operation: operation, Version: version, Scheme: scheme, Host: host})
		tel.attempted(ctx, intercom.Attempt{
			Operation: operation, Number: number, StatusCode: status, RequestID: requestID, RateLimit: intercom.RateLimit{Limit: limit},
			Duration: time.Duration(number), Err: errors.New(requestID),
		})
		end(intercom.CallResult{StatusCode: status, RequestID: requestID, Attempts: number, Err: errors.New(requestID)})
		tel.attempted(t.Context(), intercom.Attempt{})
	})
}
