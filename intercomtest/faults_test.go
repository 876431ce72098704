package intercomtest

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestJSONFault(t *testing.T) {
	t.Parallel()
	overBoth(t, func(t *testing.T, a *tester) {
		a.fake.Fail("GET /tags",
			JSON(200, `{"type":"list","data":[{"id":7}`),
			JSON(202, []byte(`[]`)),
			JSON(500, json.RawMessage(`null`)),
			JSON(503, map[string]any{"tags": []string{"vip"}}).WithHeader("Retry-After", "3").WithHeader("x-request-id", "mine"))
		for _, want := range []struct {
			status int
			body   string
		}{
			{200, `{"type":"list","data":[{"id":7}`},
			{202, `[]`},
			{500, `null`},
			{503, `{"tags":["vip"]}`},
		} {
			res, b := a.send("GET /tags", "")
			assert.Equal(t, want.status, res.StatusCode)
			assert.Equal(t, want.body, string(b))
			assert.Equal(t, "application/json; charset=utf-8", res.Header.Get("Content-Type"))
			assert.NotEmpty(t, res.Header.Get("X-Ratelimit-Remaining"))
			if want.status == 503 {
				assert.Equal(t, []string{"3", "mine"}, []string{res.Header.Get("Retry-After"), res.Header.Get("X-Request-Id")})
			}
		}
		assert.Empty(t, a.ok("GET /tags", "").list("data", "id"))
	})
	assert.Panics(t, func() { JSON(200, func() {}) })
}

func TestWithHeader(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	plain := Status(500, "server_error", "boom")
	marked := plain.WithHeader("X-A", "1")
	a.fake.Fail("GET /me", marked.WithHeader("X-B", "2"), marked, plain, Delay(0).WithHeader("X-A", "3"), Reset().WithHeader("X-A", "4"))
	for _, want := range [][]string{{"1", "2"}, {"1", ""}, {"", ""}, {"3", ""}} {
		res, _ := a.send("GET /me", "")
		assert.Equal(t, want, []string{res.Header.Get("X-A"), res.Header.Get("X-B")})
	}
	_, err := a.client.Do(a.request("GET /me", ""))
	assert.Error(t, err)
}

func TestWrongRegion(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	a.fake.Fail("", WrongRegion())
	assert.Equal(t, "Access Token Invalid", a.fails("GET /me", "", 401, "unauthorized"))
	a.ok("GET /me", "")
}

// A test tool must not fill the memory either.
func TestBodyLimit(t *testing.T) {
	t.Parallel()
	overBoth(t, func(t *testing.T, a *tester) {
		r := a.request("POST /tags", "x")
		r.ContentLength = -1
		r.Body = io.NopCloser(&zeros{left: maxBody + 1})
		res, err := a.client.Do(r)
		require.NoError(t, err)
		b, err := io.ReadAll(res.Body)
		res.Body.Close()
		require.NoError(t, err)
		assert.Equal(t, http.StatusRequestEntityTooLarge, res.StatusCode)
		assert.Contains(t, string(b), "payload_too_large")
		a.ok("POST /tags", `{"name":"`+strings.Repeat("x", 1<<20)+`"}`)
	})
}

// What goes beyond the limit is not even read.
func TestBodyBeyondTheLimit(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	r := a.request("POST /tags", "x")
	body := &zeros{left: 4 * maxBody}
	r.ContentLength, r.Body = -1, io.NopCloser(body)
	res, err := a.client.Do(r)
	require.NoError(t, err)
	res.Body.Close()
	assert.Equal(t, http.StatusRequestEntityTooLarge, res.StatusCode)
	assert.Greater(t, body.left, 2*maxBody)
}

// zeros is a long body.
type zeros struct{ left int }

func (z *zeros) Read(p []byte) (int, error) {
	if z.left <= 0 {
		return 0, io.EOF
	}
	n := min(len(p), z.left)
	clear(p[:n])
	z.left -= n
	return n, nil
}
