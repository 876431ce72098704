package intercomtest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// tester talks to a fake in plain HTTP, so that no code is shared between what
// is tested and what tests.
type tester struct {
	t       testing.TB
	fake    *Server
	client  *http.Client
	base    string
	version string
}

func newTester(t testing.TB, opts ...Option) *tester {
	fake := NewServer(opts...)
	t.Cleanup(fake.Close)
	return &tester{t: t, fake: fake, client: &http.Client{Transport: fake.Transport(), CheckRedirect: noRedirect}, base: apiHost, version: "2.16"}
}

// noRedirect has redirects come as they are.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// as returns a tester of the same fake in another API version.
func (a *tester) as(version string) *tester {
	b := *a
	b.version = version
	return &b
}

func (a *tester) request(op, body string) *http.Request {
	a.t.Helper()
	method, path, _ := strings.Cut(op, " ")
	r, err := http.NewRequestWithContext(a.t.Context(), method, a.base+path, strings.NewReader(body))
	require.NoError(a.t, err)
	r.Header.Set("Authorization", "Bearer "+a.fake.Token())
	r.Header.Set("Intercom-Version", a.version)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// send returns the response and its body.
func (a *tester) send(op, body string) (*http.Response, []byte) {
	a.t.Helper()
	res, err := a.client.Do(a.request(op, body))
	require.NoError(a.t, err, op)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	require.NoError(a.t, err, op)
	return res, b
}

// ok sends a request that must succeed and returns the object in the response.
func (a *tester) ok(op, body string) object {
	a.t.Helper()
	res, b := a.send(op, body)
	require.Equal(a.t, 2, res.StatusCode/100, "%s: %s", op, b)
	return parse(a.t, b)
}

// fails sends a request that must fail and returns the message.
func (a *tester) fails(op, body string, status int, code string) string {
	a.t.Helper()
	res, b := a.send(op, body)
	require.Equal(a.t, status, res.StatusCode, "%s: %s", op, b)
	o := parse(a.t, b)
	require.Equal(a.t, "error.list", o["type"], op)
	require.Equal(a.t, res.Header.Get("X-Request-Id"), o["request_id"], op)
	list, err := o.objects("errors")
	require.NoError(a.t, err)
	require.Equal(a.t, code, list[0]["code"], op)
	return list[0].text("message")
}

func parse(t testing.TB, b []byte) object {
	t.Helper()
	if len(b) == 0 {
		return nil
	}
	var o object
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	require.NoError(t, d.Decode(&o), "%s", b)
	return o
}

// at follows a path of keys: "companies.total_count".
func (o object) at(path string) any {
	var v any = map[string]any(o)
	for key := range strings.SplitSeq(path, ".") {
		m, _ := v.(map[string]any)
		v = m[key]
	}
	if n, ok := v.(json.Number); ok {
		i, _ := n.Int64()
		return int(i)
	}
	return v
}

// list returns one field of each object in the list at path.
func (o object) list(path, field string) []string {
	out := []string{}
	items, _ := o.at(path).([]any)
	for _, item := range items {
		m, _ := item.(map[string]any)
		out = append(out, object(m).text(field))
	}
	return out
}
