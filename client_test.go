package intercom_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestDo(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/new_things/a%2Fb%20c%3Fd@e/parts", 200, `{"id":42,"when":"2026-03-01T12:00:00Z"}`)
	var out struct {
		ID   intercom.ID
		When intercom.Time
	}
	err := client.Do(t.Context(), "POST /new_things/{id}/parts", &out, intercom.WithPath("a/b c?d@e"), intercom.WithBody(map[string]int{"n": 1}),
		intercom.WithQuery("q", "x y"), intercom.WithVersion("Preview"))
	require.NoError(t, err)
	api.wants("POST", "/new_things/a%2Fb%20c%3Fd@e/parts", "q=x+y", "Preview", `{"n":1}`)
	assert.Equal(t, intercom.ID("42"), out.ID)
	assert.Equal(t, int64(1772366400), out.When.Unix())

	api.on("DELETE", "/new_things", 204)
	require.NoError(t, client.Do(t.Context(), "DELETE /new_things", &out))
	require.NoError(t, client.Do(t.Context(), "DELETE /new_things", nil))
	api.wants("DELETE", "/new_things", "", "2.16", "")

	n := api.count()
	for _, operation := range []string{
		"", "GET", "/things", " /things", "GET things", "get /things", "GET /a b", "GET /a?b=c", "GET /a#b", "GET /a%20b", "GE(T /a",
		"GET /people/bob@example.com", "GET /things/{id}", "GET /things/{id",
	} {
		err := client.Do(t.Context(), operation, nil)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, operation)
		assert.NotContains(t, err.Error(), "bob")
	}
	require.ErrorIs(t, client.Do(t.Context(), "GET /things", nil, intercom.WithPath("1")), intercom.ErrInvalidArgument)
	require.ErrorIs(t, client.Do(t.Context(), "POST /things", nil, intercom.WithBody(make(chan int))), intercom.ErrInvalidArgument)
	assert.Equal(t, n, api.count())
}

func TestPathEscaping(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	for id, want := range map[intercom.ID]string{
		"7":                        "7",
		"a/b c?d@e":                "a%2Fb%20c%3Fd@e",
		"ünïcødé/☃":                "%C3%BCn%C3%AFc%C3%B8d%C3%A9%2F%E2%98%83",
		"100%":                     "100%25",
		"%2e%2e":                   "%252e%252e",
		"a;b,c:d&e=f+g":            "a%3Bb%2Cc:d&e=f%2Bg",
		"...":                      "...",
		"../..":                    "..%2F..",
		"a#b":                      "a%23b",
		"{id}":                     "%7Bid%7D",
		"\x00\n\x7f":               "%00%0A%7F",
		"\xff":                     "%FF",
		"a\\b":                     "a%5Cb",
		"6566b4a0-1f9e-4f6e-8c1d-": "6566b4a0-1f9e-4f6e-8c1d-",
	} {
		api.RegisterNoResponder(func(req *http.Request) (*http.Response, error) {
			api.note(req)
			return reply(200, `{"id":"7"}`), nil
		})
		_, err := client.Tags.RemoveFromContact(t.Context(), id, "t")
		require.NoError(t, err, "%q", id)
		assert.Equal(t, "/contacts/"+want+"/tags/t", api.last().Path, "%q", id)
	}
	n := api.count()
	for _, id := range []intercom.ID{"", ".", ".."} {
		for i, ids := range [][2]intercom.ID{{id, "1"}, {"1", id}} {
			_, err := client.Tags.RemoveFromContact(t.Context(), ids[0], ids[1])
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
			assert.Contains(t, err.Error(), "DELETE /contacts/{contact_id}/tags/{tag_id}: invalid argument: "+[]string{"contact_id", "tag_id"}[i])
		}
	}
	assert.Equal(t, n, api.count(), "nothing was sent")
}

func TestNilContext(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	var ctx context.Context
	_, err := client.Tags.Get(ctx, "7")
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	_, err = client.Tags.List(ctx).Collect()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	_, err = client.Users.Scroll(ctx).Prefetch().Collect()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	_, err = client.Open(ctx, "GET /x")
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Zero(t, api.count())
}

// A read never returns an empty object as a success, and a write may: it is done
// whatever the response has to say about it.
func TestResponseWithNothingInIt(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for _, body := range []string{"", "  \n", "null", "{}", "[]", `"ok"`, `{"type":"list","data":[{"id":"7"}]}`, `{"id":null}`, `{"id":""}`} {
		client, api := setup(t)
		reads := map[string]func() error{
			"Tags.Get":       func() error { _, err := client.Tags.Get(ctx, "7"); return err },
			"Contacts.Get":   func() error { _, err := client.Contacts.Get(ctx, "7"); return err },
			"Contacts.Find":  func() error { _, err := client.Contacts.Find(ctx, intercom.ByExternalID("7")); return err },
			"Companies.Find": func() error { _, err := client.Companies.Find(ctx, intercom.ByCompanyID("7")); return err },
		}
		for _, path := range []string{"/tags/7", "/contacts/7", "/contacts/find_by_external_id/7", "/companies"} {
			api.on("GET", path, 200, body)
		}
		for name, read := range reads {
			if strings.HasSuffix(name, ".Find") && strings.Contains(body, "data") {
				require.NoError(t, read(), "a list of one is what is found")
				continue
			}
			err := read()
			require.ErrorIs(t, err, intercom.ErrDecode, "%s of %q", name, body)
			assert.ErrorContains(t, err, "want an object")
		}
		api.on("POST", "/tags", 200, body)
		_, err := client.Tags.Create(ctx, "vip")
		require.NoError(t, err, body)
	}
	client, api := setup(t)
	api.on("GET", "/tags/7", 200, `{"id":{"odd":1},"name":"vip"}`)
	tag, err := client.Tags.Get(ctx, "7")
	require.NoError(t, err, "what does not fit loses nothing else")
	assert.Equal(t, "vip", tag.Name)
}

func TestWithResponse(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/tags/7", 200, `{"id":"7"}`)
	api.on("GET", "/tags/8", 404, `{"errors":[{"code":"tag_not_found"}]}`)
	var res intercom.Response
	_, err := client.Tags.Get(t.Context(), "7", intercom.WithResponse(&res))
	require.NoError(t, err)
	assert.Equal(t, 200, res.StatusCode)
	assert.Equal(t, "004h01uqo3s6ait1fi20", res.RequestID)
	assert.Equal(t, `{"id":"7"}`, string(res.Body))
	assert.Equal(t, 1, res.Attempts)
	assert.Positive(t, res.Duration)
	assert.NotEmpty(t, res.Header)

	_, err = client.Tags.Get(t.Context(), "8", intercom.WithResponse(&res))
	require.ErrorIs(t, err, intercom.ErrNotFound)
	assert.Equal(t, 404, res.StatusCode)
	assert.Contains(t, string(res.Body), "tag_not_found")

	_, err = client.Tags.Get(t.Context(), "", intercom.WithResponse(&res))
	require.Error(t, err)
	assert.Zero(t, res, "nothing came back")

	_, err = over(t, scripted(breaks(io.EOF))).Tags.Get(t.Context(), "7", intercom.WithResponse(&res), intercom.WithMaxRetries(0))
	require.Error(t, err)
	assert.Zero(t, res.StatusCode)
	assert.Equal(t, 1, res.Attempts)
}

func TestOpen(t *testing.T) {
	t.Parallel()
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/fail":
			w.WriteHeader(404)
			_, _ = w.Write([]byte(`{"errors":[{"code":"job_not_found"}]}`))
		case "/slow":
			_, _ = w.Write([]byte("first"))
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		case "/cut":
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("first"))
		default:
			_, _ = w.Write([]byte(r.Header.Get("Accept") + " " + r.PathValue("x")))
		}
	})
	var res intercom.Response
	s, err := client.Open(t.Context(), "GET /download/{id}", intercom.WithPath("1"), intercom.WithResponse(&res))
	require.NoError(t, err)
	b, err := io.ReadAll(s)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.NoError(t, s.Close(), "again does no harm")
	assert.Equal(t, "application/octet-stream ", string(b))
	assert.Equal(t, 200, res.StatusCode)
	assert.Nil(t, res.Body)

	_, err = client.Open(t.Context(), "GET /fail")
	require.ErrorIs(t, err, intercom.ErrNotFound)
	e, ok := errors.AsType[*intercom.APIError](err)
	require.True(t, ok)
	assert.Equal(t, "job_not_found", e.Code)

	start := time.Now()
	s, err = client.Open(t.Context(), "GET /slow", intercom.WithTimeout(150*time.Millisecond))
	require.NoError(t, err)
	b, err = io.ReadAll(s)
	assert.Equal(t, "first", string(b))
	require.ErrorIs(t, err, intercom.ErrTimeout, "the timeout covers reading")
	assert.Contains(t, err.Error(), "GET /slow")
	assert.Less(t, time.Since(start), 5*time.Second)
	require.NoError(t, s.Close())

	s, err = client.Open(t.Context(), "GET /cut")
	require.NoError(t, err)
	_, err = io.ReadAll(s)
	require.ErrorIs(t, err, intercom.ErrConnection)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.NoError(t, s.Close())
}

func TestCloseEndsAStream(t *testing.T) {
	t.Parallel()
	gone := make(chan struct{})
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write(make([]byte, 1<<20))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
		close(gone)
	})
	s, err := client.Open(t.Context(), "GET /slow")
	require.NoError(t, err)
	require.NoError(t, s.Close())
	select {
	case <-gone:
	case <-time.After(5 * time.Second):
		t.Error("the server still sends")
	}
}

// Not parallel, as it looks at the heap.
func TestStreamsAreNotBuffered(t *testing.T) {
	const size = 128 << 20
	client, _ := loopback(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 64<<10)
		for sent := 0; sent < size; sent += len(chunk) {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	s, err := client.Open(t.Context(), "GET /download/content")
	require.NoError(t, err)
	buf, read := make([]byte, 256<<10), 0
	var most uint64
	for next := 0; ; {
		n, err := s.Read(buf)
		if read += n; read >= next {
			most, next = max(most, heap()), next+size/8
		}
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
	}
	require.NoError(t, s.Close())
	assert.Equal(t, size, read)
	assert.Less(t, int64(most)-int64(before), int64(8<<20))
}

func TestConnectionsAreKept(t *testing.T) {
	t.Parallel()
	const workers = 64
	var conns sync.Map
	var n atomic.Int64
	count := func(_ http.ResponseWriter, r *http.Request) {
		if _, known := conns.LoadOrStore(r.RemoteAddr, true); !known {
			n.Add(1)
		}
		time.Sleep(time.Millisecond)
	}
	client, _ := loopback(t, count)
	assert.Zero(t, flood(t.Context(), client, 1000, workers))
	assert.LessOrEqual(t, n.Load(), int64(workers*3/2))
	n.Store(0)
	plain, _ := loopback(t, count, intercom.WithHTTPClient(&http.Client{Timeout: time.Minute}))
	assert.Zero(t, flood(t.Context(), plain, 1000, workers))
	assert.LessOrEqual(t, n.Load(), int64(workers*3/2), "a client without a transport gets ours")
}

func TestHTTP2(t *testing.T) {
	t.Parallel()
	srv := newTLSServer(t)
	client, err := intercom.NewClient(intercom.WithToken(token), intercom.WithBaseURL(srv.URL), intercom.WithHTTPClient(srv.Client()))
	require.NoError(t, err)
	defer client.Close()
	var res intercom.Response
	_, err = client.Tags.Get(t.Context(), "7", intercom.WithResponse(&res))
	require.NoError(t, err)
	assert.Equal(t, "HTTP/2.0", res.Header.Get("X-Proto"))
	require.NoError(t, client.Do(t.Context(), "POST /x", nil, intercom.WithBody(map[string]int{"a": 1}), intercom.WithResponse(&res)))
	assert.Equal(t, "HTTP/2.0", res.Header.Get("X-Proto"))
}

func TestProxies(t *testing.T) {
	t.Parallel()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusProxyAuthRequired)
		_, _ = w.Write([]byte("<html><body>Who are you?</body></html>"))
	}))
	defer proxy.Close()
	at, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.Proxy = http.ProxyURL(at)
	defer transport.CloseIdleConnections()

	_, err = over(t, transport, intercom.WithBaseURL("http://api.example.test")).Tags.Get(t.Context(), "7")
	e, ok := errors.AsType[*intercom.APIError](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, 407, e.StatusCode)
	assert.Equal(t, "intercom: GET /tags/{tag_id}: 407 Proxy Authentication Required (38 bytes of text/html)", err.Error())
	assert.Contains(t, e.Excerpt(), "Who are you?")

	_, err = over(t, transport, intercom.WithBaseURL("https://api.example.test"), intercom.WithMaxRetries(0)).Tags.Get(t.Context(), "7")
	require.ErrorIs(t, err, intercom.ErrConnection)
	assert.Contains(t, err.Error(), "Proxy Authentication Required")
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	var elsewhere []http.Header
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		elsewhere = append(elsewhere, r.Header.Clone())
		if r.URL.Path == "/on" {
			http.Redirect(w, r, "/recording", http.StatusFound)
			return
		}
		_, _ = w.Write([]byte(`{"id":"elsewhere"}`))
	}))
	defer other.Close()
	var here []http.Header
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		here = append(here, r.Header.Clone())
		switch r.URL.Path {
		case "/moved":
			http.Redirect(w, r, "/tags/7", http.StatusMovedPermanently)
		case "/other":
			http.Redirect(w, r, other.URL+"/recording", http.StatusFound)
		case "/other2":
			http.Redirect(w, r, other.URL+"/on", http.StatusFound)
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		default:
			_, _ = w.Write([]byte(`{"id":"here"}`))
		}
	}, intercom.WithHeader("X-Secret", "planted"), intercom.WithMaxRetries(0))
	var out intercom.Tag

	require.NoError(t, client.Do(t.Context(), "GET /moved", &out))
	assert.Equal(t, intercom.ID("here"), out.ID)
	assert.Equal(t, "Bearer "+token, here[1].Get("Authorization"))
	for _, path := range []string{"/other", "/other2"} {
		require.NoError(t, client.Do(t.Context(), "GET "+path, &out))
		assert.Equal(t, intercom.ID("elsewhere"), out.ID)
	}
	s, err := client.Open(t.Context(), "GET /other")
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.Len(t, elsewhere, 4)
	for _, h := range elsewhere {
		for _, key := range []string{"Authorization", "X-Secret", "Intercom-Version", "Referer", "Cookie"} {
			assert.Empty(t, h.Values(key), key)
		}
	}
	for _, operation := range []string{"POST /moved", "PUT /moved", "DELETE /moved", "PATCH /other", "POST /other"} {
		n := len(here)
		err := client.Do(t.Context(), operation, &out, intercom.WithBody(map[string]int{"a": 1}))
		e, ok := errors.AsType[*intercom.APIError](err)
		require.True(t, ok, "%s: %v", operation, err)
		assert.Equal(t, 3, e.StatusCode/100)
		assert.Len(t, here, n+1, "%s is not followed", operation)
	}
	assert.Len(t, elsewhere, 4)
	require.ErrorIs(t, client.Do(t.Context(), "GET /loop", nil), intercom.ErrConnection)
}

func TestTransportsAndOperation(t *testing.T) {
	t.Parallel()
	var seen []string
	wrap := func(name string) intercom.Option {
		return intercom.WithTransport(func(next http.RoundTripper) http.RoundTripper {
			return roundTrip(func(req *http.Request) (*http.Response, error) {
				seen = append(seen, name+" "+intercom.Operation(req.Context()))
				return next.RoundTrip(req)
			})
		})
	}
	mine := &http.Client{Transport: scripted(responds(200, `{"id":"7"}`)), Timeout: time.Minute}
	before := *mine
	client, err := intercom.NewClient(intercom.WithToken(token), intercom.WithHTTPClient(mine), wrap("first"), wrap("second"))
	require.NoError(t, err)
	_, err = client.With(wrap("third")).Tags.Get(t.Context(), "7", wrap("call"))
	require.NoError(t, err)
	const op = " GET /tags/{tag_id}"
	assert.Equal(t, []string{"call" + op, "third" + op, "second" + op, "first" + op}, seen)
	seen = nil
	_, err = client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	assert.Equal(t, []string{"second" + op, "first" + op}, seen, "what others added is theirs")
	assert.Equal(t, before.Timeout, mine.Timeout)
	assert.Same(t, before.Transport, mine.Transport)
	assert.Nil(t, mine.CheckRedirect)
	assert.Empty(t, intercom.Operation(t.Context()))
}

// closing is a transport that notes CloseIdleConnections.
type closing struct {
	http.RoundTripper
	closed *bool
}

func (c closing) CloseIdleConnections() { *c.closed = true }

func TestClose(t *testing.T) {
	t.Parallel()
	var closed bool
	client := over(t, closing{scripted(responds(200, `{"id":"7"}`)), &closed}, intercom.WithTransport(func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(next.RoundTrip)
	}))
	client.Close()
	assert.True(t, closed, "middleware does not hide the connections")
	_, err := client.Tags.Get(t.Context(), "7")
	assert.NoError(t, err)
}

func TestHooksAndLog(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var attempts []intercom.Attempt
		note := intercom.WithHook(func(_ context.Context, a intercom.Attempt) { attempts = append(attempts, a) })
		var log bytes.Buffer
		client := over(t, scripted(responds(503, "", "X-Request-Id", "r1"), breaks(lostConnection), responds(200, `{"id":"7"}`, "X-RateLimit-Limit", "9",
			"X-RateLimit-Remaining", "8", "X-RateLimit-Reset", "1700000000")), note, intercom.WithLogger(textLogger(&log)))
		_, err := client.Users.Find(t.Context(), intercom.ByID("7"), note)
		require.NoError(t, err)
		require.Len(t, attempts, 6, "both hooks, three attempts")
		first, second, third := attempts[0], attempts[2], attempts[4]
		assert.Equal(t, first, attempts[1])
		assert.Equal(t, "GET /users/{id}", first.Operation)
		assert.Equal(t, "1.4", first.Version)
		assert.Equal(t, 503, first.StatusCode)
		assert.Equal(t, "r1", first.RequestID)
		assert.True(t, first.Retry)
		assert.Positive(t, first.RetryIn)
		assert.Equal(t, 2, second.Number)
		assert.ErrorIs(t, second.Err, lostConnection)
		assert.Equal(t, 200, third.StatusCode)
		assert.False(t, third.Retry)
		assert.Equal(t, 9, third.RateLimit.Limit)
		lines := strings.Split(strings.TrimSpace(log.String()), "\n")
		require.Len(t, lines, 3)
		assert.Contains(t, lines[0], `level=DEBUG msg="intercom: attempt" operation="GET /users/{id}" version=1.4 attempt=1 status=503`)
		assert.Contains(t, lines[0], "retry_in=")
		assert.Contains(t, lines[1], "connection reset by peer")
		assert.Contains(t, lines[2], "rate_remaining=8")

		log.Reset()
		_, err = over(t, scripted(responds(503, "")), intercom.WithLogger(textLogger(&log))).Tags.Get(t.Context(), "7")
		require.Error(t, err)
		assert.Equal(t, 1, strings.Count(log.String(), "level=WARN"))
		assert.Contains(t, log.String(), "retries exhausted")

		log.Reset()
		_, err = over(t, scripted(responds(200, `{"id":{"planted":1},"name":"x"}`)), intercom.WithLogger(textLogger(&log))).Tags.Get(t.Context(), "7")
		require.NoError(t, err)
		assert.Contains(t, log.String(), "unexpected form")
		assert.NotContains(t, log.String(), "planted")
	})
}

// One client serves everybody.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	srv := intercomtest.NewServer(intercomtest.WithRateLimit(100_000, 10*time.Second))
	client := srv.Client(intercom.WithHook(func(context.Context, intercom.Attempt) {}))
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			ctx, c := t.Context(), client
			if i%3 == 0 {
				c = client.With(intercom.WithTimeout(time.Minute), intercom.WithHeader("X-N", "1"))
			}
			var res intercom.Response
			tag, err := c.Tags.Create(ctx, "tag", intercom.WithResponse(&res), intercom.WithQuery("n", "1"))
			if !assert.NoError(t, err) {
				return
			}
			_, err = c.Tags.Get(ctx, tag.ID)
			assert.NoError(t, err)
			for _, err := range c.Tags.List(ctx).Prefetch().All() {
				assert.NoError(t, err)
			}
			_ = client.RateLimit()
			_ = client.String()
		})
	}
	wg.Wait()
}

// Tokens of many workspaces over one transport are never mixed up.
func TestTokensDoNotMix(t *testing.T) {
	t.Parallel()
	type key struct{}
	client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
		want := "Bearer " + req.URL.Query().Get("want")
		if got := req.Header.Get("Authorization"); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		return reply(200, `{"id":"7"}`), nil
	}), intercom.WithTokenSource(func(ctx context.Context) (string, error) { return ctx.Value(key{}).(string), nil }))
	var wg sync.WaitGroup
	for _, tok := range []string{"one", "two"} {
		ctx := context.WithValue(t.Context(), key{}, tok)
		for range 50 {
			wg.Go(func() {
				for range 10 {
					_, err := client.Tags.Get(ctx, "7", intercom.WithQuery("want", tok))
					assert.NoError(t, err)
					_, err = client.Tags.Get(ctx, "7", intercom.WithQuery("want", "own"+tok), intercom.WithToken("own"+tok))
					assert.NoError(t, err)
				}
			})
		}
	}
	wg.Wait()
}

func TestTokenSource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := 0
		var sent []string
		transport := scripted(responds(503, ""), responds(200, `{"id":"7"}`))
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			sent = append(sent, req.Header.Get("Authorization"))
			return transport.RoundTrip(req)
		}), intercom.WithTokenSource(func(context.Context) (string, error) {
			n++
			return " rotating-" + strings.Repeat("x", n) + "\n", nil
		}))
		_, err := client.Tags.Get(t.Context(), "7")
		require.NoError(t, err)
		assert.Equal(t, []string{"Bearer rotating-x", "Bearer rotating-xx"}, sent, "asked before each attempt")
		assert.Zero(t, client.RateLimit())

		vault := errors.New("vault is sealed")
		for _, source := range []func(context.Context) (string, error){
			func(context.Context) (string, error) { return "", vault },
			func(context.Context) (string, error) { return "planted secret", nil },
			func(context.Context) (string, error) { return "", nil },
		} {
			count := transport.count()
			_, err = client.Tags.Get(t.Context(), "7", intercom.WithTokenSource(source))
			require.ErrorIs(t, err, intercom.ErrConnection)
			assert.Contains(t, err.Error(), "token source")
			assert.NotContains(t, err.Error(), "planted")
			assert.Equal(t, count, transport.count())
			_, err = client.Users.Scroll(t.Context(), intercom.WithTokenSource(source)).Page()
			require.ErrorIs(t, err, intercom.ErrConnection)
		}
		_, err = client.Tags.Get(t.Context(), "7", intercom.WithTokenSource(func(context.Context) (string, error) { return "", vault }))
		require.ErrorIs(t, err, vault)
	})
}

func TestWithSharesAndDiffers(t *testing.T) {
	t.Parallel()
	client, api := setup(t, intercom.WithHeader("X-A", "1"), intercom.WithQuery("a", "1"))
	api.on("GET", "/tags/7", 200, `{"id":"7"}`)
	other := client.With(intercom.WithHeader("X-A", "2"), intercom.WithHeader("X-B", "2"), intercom.WithQuery("b", "2"), intercom.WithVersion("2.14"))
	_, err := other.Tags.Get(t.Context(), "7", intercom.WithQuery("b", "3"))
	require.NoError(t, err)
	api.wants("GET", "/tags/7", "a=1&b=3", "2.14", "")
	assert.Equal(t, "2", api.last().Header.Get("X-A"))
	_, err = client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	api.wants("GET", "/tags/7", "a=1", "2.16", "")
	assert.Equal(t, "1", api.last().Header.Get("X-A"))
	assert.Empty(t, api.last().Header.Get("X-B"))

	broken := client.With(intercom.WithMaxRetries(-1))
	n := api.count()
	_, err = broken.Tags.Get(t.Context(), "7")
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Contains(t, err.Error(), "WithMaxRetries")
	_, err = broken.Users.Scroll(t.Context()).Page()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Equal(t, n, api.count())
}
