package intercom_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// raw returns a client of a server that writes text in response to each request,
// and then keeps the connection open until the test ends.
func raw(t *testing.T, text string, opts ...intercom.Option) *intercom.Client {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = conn.Close() })
			go func() {
				if req, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
					_, _ = io.Copy(io.Discard, req.Body)
					_, _ = io.WriteString(conn, text)
				}
			}()
		}
	}()
	client, err := intercom.NewClient(append([]intercom.Option{
		intercom.WithToken(token), intercom.WithBaseURL("http://" + l.Addr().String()), intercom.WithLogger(nil),
	}, opts...)...)
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client
}

// What is below 200 is no success, and its body is not waited for: that of a 101
// ends with no context.
func TestSwitchedProtocolIsAnError(t *testing.T) {
	t.Parallel()
	const text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"
	for name, httpClient := range map[string]*http.Client{"": {}, "with a timeout of its own": {Timeout: time.Minute}} {
		client := raw(t, text, intercom.WithHTTPClient(httpClient))
		begun := time.Now()
		err := client.Do(t.Context(), "POST /messages", nil)
		e, ok := errors.AsType[*intercom.APIError](err)
		require.True(t, ok, "%v, %s", err, name)
		assert.Equal(t, 101, e.StatusCode)
		_, err = client.Open(t.Context(), "GET /export")
		_, ok = errors.AsType[*intercom.APIError](err)
		assert.True(t, ok, "%v, %s", err, name)
		assert.Less(t, time.Since(begun), 10*time.Second)
	}
}

// With a cookie jar or a timeout the user's http.Client does its own part.
func TestHTTPClientKeepsItsPart(t *testing.T) {
	t.Parallel()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	var cookies []string
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		cookies = append(cookies, r.Header.Get("Cookie"))
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		_, _ = io.WriteString(w, `{"id":"7"}`)
	}, intercom.WithHTTPClient(&http.Client{Jar: jar}))
	for range 2 {
		_, err := client.Tags.Get(t.Context(), "7")
		require.NoError(t, err)
	}
	assert.Equal(t, []string{"", "a=b"}, cookies)

	client, _ = loopback(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		intercom.WithHTTPClient(&http.Client{Timeout: 50 * time.Millisecond}), intercom.WithMaxRetries(0))
	_, err = client.Tags.Get(t.Context(), "7")
	require.ErrorIs(t, err, intercom.ErrTimeout)
}

func TestTransportsThatReturnNothing(t *testing.T) {
	t.Parallel()
	client := over(t, roundTrip(func(*http.Request) (*http.Response, error) { return nil, nil }), intercom.WithMaxRetries(0))
	_, err := client.Tags.Get(t.Context(), "7")
	require.ErrorIs(t, err, intercom.ErrConnection)
	client = over(t, roundTrip(func(*http.Request) (*http.Response, error) { return &http.Response{StatusCode: 404}, nil }))
	_, err = client.Tags.Get(t.Context(), "7")
	require.ErrorIs(t, err, intercom.ErrNotFound)
}

func TestRedirectsAskOnce(t *testing.T) {
	t.Parallel()
	var paths []string
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.Path)
		if r.URL.Path == "/tags/7" {
			http.Redirect(w, r, "/tags/8", http.StatusTemporaryRedirect)
			return
		}
		_, _ = io.WriteString(w, `{"id":"8"}`)
	})
	tag, err := client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	assert.Equal(t, intercom.ID("8"), tag.ID)
	assert.Equal(t, []string{"/tags/7", "/tags/8"}, paths)
}

func TestNoRedirectFromHTTPSToHTTP(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = io.WriteString(w, `{"id":"7"}`)
	}))
	defer plain.Close()
	var first atomic.Int64
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if first.Add(1); r.URL.Path == "/tags/8" {
			http.Redirect(w, r, "/tags/7", http.StatusFound)
			return
		}
		http.Redirect(w, r, plain.URL, http.StatusFound)
	}))
	defer secure.Close()
	client := over(t, secure.Client().Transport, intercom.WithBaseURL(secure.URL))
	for want, id := range map[int64]intercom.ID{1: "7", 2: "8"} {
		first.Store(0)
		_, err := client.Tags.Get(t.Context(), id)
		require.ErrorIs(t, err, intercom.ErrInsecureRedirect)
		require.ErrorIs(t, err, intercom.ErrConnection)
		assert.Equal(t, want, first.Load(), "it is not tried again")
	}
	assert.Zero(t, asked.Load())
}

func TestUnencryptedBaseURLIsLogged(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]int{
		"http://intercom.test": 1, "http://10.0.0.1:80": 1, "https://intercom.test": 0, "http://localhost:1": 0,
		"http://127.0.0.7:1": 0, "http://[::1]:1": 0, "http://a.localhost": 0,
	} {
		var log bytes.Buffer
		client, err := intercom.NewClient(intercom.WithToken(token), intercom.WithBaseURL(url), intercom.WithLogger(textLogger(&log)))
		require.NoError(t, err)
		client.With(intercom.WithMaxRetries(1))
		assert.Equal(t, want, strings.Count(log.String(), "access token is sent unencrypted"), url)
		assert.Equal(t, want, strings.Count(log.String(), "\n"), url)
	}
}

func TestSizeLimit(t *testing.T) {
	t.Parallel()
	body := `{"id":"7","name":"` + strings.Repeat("x", 1000) + `"}`
	size := int64(len(body))
	for _, length := range []int64{size, -1} {
		transport := scripted(func(*http.Request) (*http.Response, error) {
			res := reply(200, body)
			res.ContentLength = length
			return res, nil
		})
		client := over(t, transport)
		for _, limit := range []int64{0, size} {
			_, err := client.Tags.Get(t.Context(), "7", intercom.WithMaxResponseSize(limit))
			require.NoError(t, err)
		}
		sent := transport.count()
		var hooked intercom.Attempt
		_, err := client.Tags.Get(t.Context(), "7", intercom.WithMaxResponseSize(size-1),
			intercom.WithHook(func(_ context.Context, a intercom.Attempt) { hooked = a }))
		require.ErrorIs(t, err, intercom.ErrResponseTooLarge)
		e, ok := errors.AsType[*intercom.DecodeError](err)
		require.True(t, ok)
		assert.Contains(t, err.Error(), fmt.Sprintf("more than %d bytes, the limit of WithMaxResponseSize", size-1))
		assert.LessOrEqual(t, int64(len(e.Body)), size)
		assert.Equal(t, sent+1, transport.count(), "it would be as large again")
		assert.Equal(t, 200, hooked.StatusCode)
		require.ErrorIs(t, hooked.Err, intercom.ErrDecode)
		s, err := client.Open(t.Context(), "GET /export", intercom.WithMaxResponseSize(10))
		require.NoError(t, err, "streams have no limit")
		b, err := io.ReadAll(s)
		require.NoError(t, err)
		assert.Equal(t, body, string(b))
	}
}

// Not parallel, as it looks at the heap.
func TestGzipBomb(t *testing.T) {
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	_, err := zip.Write(bytes.Repeat([]byte(" "), 1<<20))
	require.NoError(t, err)
	require.NoError(t, zip.Close())
	bomb := bytes.Repeat(b.Bytes(), 256) // of 256 MiB
	client, _ := loopback(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	}, intercom.WithMaxRetries(0))
	peak := peakHeap(t, func() {
		_, err := client.Tags.Get(t.Context(), "7")
		require.ErrorIs(t, err, intercom.ErrResponseTooLarge)
		assert.Contains(t, err.Error(), "64 MiB")
	})
	assert.Less(t, peak, 200)
	t.Logf("a heap of %d MiB", peak)

	begun := time.Now()
	peak = peakHeap(t, func() {
		_, err := client.Tags.Get(t.Context(), "7", intercom.WithMaxResponseSize(1<<40), intercom.WithTimeout(20*time.Millisecond))
		require.ErrorIs(t, err, intercom.ErrTimeout)
	})
	assert.Less(t, time.Since(begun), 2*time.Second, "unpacking ends with the timeout")
	t.Logf("a heap of %d MiB, %v", peak, time.Since(begun))
}

// peakHeap returns by how many MiB the heap grew at most while f ran.
func peakHeap(t *testing.T, f func()) int {
	t.Helper()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	heap := func() int { // without stopping the world
		metrics.Read(sample)
		return int(sample[0].Value.Uint64() >> 20)
	}
	runtime.GC()
	before, most := heap(), 0
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
				most = max(most, heap())
			}
		}
	})
	f()
	close(done)
	wg.Wait()
	return most - before
}

func TestErrorListsOfAnySize(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 3<<20)
	space := strings.Repeat(" ", 500)
	for name, body := range map[string]string{
		"type first":     `{"type":"error.list","errors":[{"code":"bad_request","message":"` + long + `"}]}`,
		"type last":      `{"errors":[{"code":"bad_request","message":"` + long + `"}],"request_id":"r","type":"error.list"}`,
		"space":          space + "{" + space + `"type"` + space + ":" + space + `"error.list"` + space + `,"errors":[{"code":"bad_request"}]}`,
		"no type":        `{"errors":[{"code":"bad_request"}]}`,
		"no data":        `{"request_id":"r","data":null,"errors":[{"code":"bad_request"}]}`,
		"mark and break": "\ufeff\n" + `{"errors":[{"code":"bad_request"}]}`,
	} {
		client := over(t, scripted(responds(200, body)))
		var out intercom.Tag
		for what, call := range map[string]func() error{
			"object":  func() error { _, err := client.Tags.Get(t.Context(), "7"); return err },
			"list":    func() error { _, err := client.Tags.List(t.Context()).Collect(); return err },
			"nothing": func() error { return client.Do(t.Context(), "DELETE /x", nil) },
			"write":   func() error { return client.Do(t.Context(), "POST /messages", &out) },
			"stream":  func() error { _, err := client.Open(t.Context(), "GET /export"); return err },
		} {
			err := call()
			e, ok := errors.AsType[*intercom.APIError](err)
			require.True(t, ok, "%s, %s: %v", name, what, err)
			assert.Equal(t, 200, e.StatusCode)
			if what == "stream" && len(body) > 1<<20 {
				continue // of which the first MiB is read
			}
			require.ErrorIs(t, err, intercom.ErrBadRequest, "%s, %s", name, what)
		}
	}
	for name, body := range map[string]string{
		"data and errors": `{"data":[{"id":"7"}],"errors":[{"code":"x"}]}`,
		"another type":    `{"type":"job","errors":[{"code":"x"}],"id":"7"}`,
		"an object":       `{"id":"7","errors":[{"code":"x"}]}`,
		"no errors":       `{"errors":[],"id":"7"}`,
		"a text":          `{"id":"7","name":"\"type\":\"error.list\""}`,
		"inside":          `{"id":"7","x":{"type":"error.list","errors":[{}]}}`,
	} {
		client := over(t, scripted(responds(200, body)))
		require.NoError(t, client.Do(t.Context(), "GET /x", new(intercom.Tag)), name)
		s, err := client.Open(t.Context(), "GET /export")
		require.NoError(t, err, name)
		b, err := io.ReadAll(s)
		require.NoError(t, err)
		assert.Equal(t, body, string(b), name)
	}
}

// Open returns as soon as it is clear that the JSON which comes is no error.
func TestPeekingDoesNotWait(t *testing.T) {
	t.Parallel()
	more := make(chan struct{})
	client, _ := loopback(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		for _, part := range []string{` `, `{"`, `id`, `":1`} {
			_, _ = io.WriteString(w, part)
			_ = http.NewResponseController(w).Flush()
		}
		<-more
		_, _ = io.WriteString(w, `}`)
	})
	s, err := client.Open(t.Context(), "GET /export", intercom.WithTimeout(20*time.Second))
	require.NoError(t, err)
	close(more)
	b, err := io.ReadAll(s)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	assert.Equal(t, ` {"id":1}`, string(b))

	client = over(t, roundTrip(func(*http.Request) (*http.Response, error) {
		res := reply(200, "")
		res.Body = cutBody(`{"i`)
		return res, nil
	}), intercom.WithMaxRetries(0))
	_, err = client.Open(t.Context(), "GET /export")
	require.ErrorIs(t, err, intercom.ErrConnection)
}

func TestUnknownEncodingIsNamed(t *testing.T) {
	t.Parallel()
	client := over(t, scripted(responds(200, "\x1f\x8b\x08", "Content-Encoding", "gzip")))
	_, err := client.Tags.Get(t.Context(), "7")
	require.ErrorIs(t, err, intercom.ErrDecode)
	assert.Contains(t, err.Error(), "encoded as gzip")
}

func TestWhoseTimeItWas(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := over(t, roundTrip(hangs), intercom.WithMaxRetries(0))
		_, err := client.Tags.Get(t.Context(), "7", intercom.WithTimeout(5*time.Second))
		require.ErrorIs(t, err, intercom.ErrTimeout)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Contains(t, err.Error(), "WithTimeout 5s")
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = client.Tags.Get(ctx, "7", intercom.WithTimeout(5*time.Second))
		require.ErrorIs(t, err, intercom.ErrTimeout)
		assert.NotContains(t, err.Error(), "WithTimeout")
		assert.Contains(t, err.Error(), "context deadline exceeded")
	})
}

func TestMaybeProcessed(t *testing.T) {
	t.Parallel()
	refused := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	unprocessed := errors.New("http2: Transport: cannot retry err [stream error: stream ID 3; REFUSED_STREAM; received from peer] after Request.Body was written; define Request.GetBody to avoid this error")
	synctest.Test(t, func(t *testing.T) {
		for name, c := range map[string]struct {
			transport http.RoundTripper
			want      bool
		}{
			"lost":                      {scripted(breaks(io.ErrUnexpectedEOF)), true},
			"never sent":                {scripted(breaks(refused)), false},
			"not processed":             {scripted(breaks(unprocessed)), false},
			"never sent, then lost":     {scripted(breaks(refused), breaks(io.EOF)), true},
			"body cut off":              {scripted(func(*http.Request) (*http.Response, error) { r := reply(200, ""); r.Body = cutBody("{"); return r, nil }), true},
			"refused for now, unsent":   {scripted(responds(429, "", "Retry-After", "1"), breaks(refused)), false},
			"a 503 with a time, unsent": {scripted(responds(503, "", "Retry-After", "1"), breaks(refused)), true},
		} {
			err := over(t, c.transport).Do(t.Context(), "POST /messages", nil)
			e, ok := errors.AsType[*intercom.ConnectionError](err)
			require.True(t, ok, "%s: %v", name, err)
			assert.Equal(t, c.want, e.MaybeProcessed, name)
			assert.Equal(t, c.want, strings.Contains(err.Error(), "the request may have been processed"), "%s: %v", name, err)
		}
		_, err := over(t, scripted(breaks(io.EOF))).Tags.Get(t.Context(), "7")
		assert.NotContains(t, err.Error(), "may have been processed", "a read does not matter")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err = over(t, scripted(responds(200, "{}"))).Do(ctx, "POST /messages", nil)
		e, ok := errors.AsType[*intercom.ConnectionError](err)
		require.True(t, ok)
		assert.False(t, e.MaybeProcessed)
	})
}

// The body of a response is read into a buffer that others use after it: nothing
// that is returned may refer to it.
func TestBuffersAreNotShared(t *testing.T) {
	t.Parallel()
	client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
		id := strings.TrimPrefix(req.URL.Path, prefix+"/tags/")
		if n, ok := strings.CutPrefix(id, "list"); ok {
			return reply(200, `{"type":"list","data":[{"id":"`+n+`","name":"`+strings.Repeat(n, 50)+`"}],"pages":{"next":"https://x.test/?page=`+n+`"}}`), nil
		}
		if n, ok := strings.CutPrefix(id, "bad"); ok {
			return reply(200, `<html>`+n), nil
		}
		return reply(200, `{"id":"`+id+`","name":"`+strings.Repeat(id, 50)+`","new":{"x":"`+id+`"}}`), nil
	}))
	var wg sync.WaitGroup
	for worker := range 16 {
		wg.Go(func() {
			for i := range 200 {
				n := fmt.Sprint(1000*worker + i)
				var res intercom.Response
				tag, err := client.Tags.Get(t.Context(), intercom.ID(n), intercom.WithResponse(&res))
				assert.NoError(t, err)
				var out map[string]any
				assert.NoError(t, client.Do(t.Context(), "GET /tags/{id}", &out, intercom.WithPath(intercom.ID(n))))
				var page struct{ Data []intercom.Tag }
				assert.NoError(t, client.Do(t.Context(), "GET /tags/{id}", &page, intercom.WithPath("list"+intercom.ID(n))))
				_, err = client.Tags.Get(t.Context(), "bad"+intercom.ID(n))
				bad, _ := errors.AsType[*intercom.DecodeError](err)
				_, err = client.Tags.Get(t.Context(), "0") // overwrites
				assert.NoError(t, err)
				assert.Equal(t, strings.Repeat(n, 50), tag.Name)
				assert.Contains(t, string(tag.Raw()), `"x":"`+n+`"`)
				assert.Contains(t, string(res.Body), `"id":"`+n+`"`)
				assert.Equal(t, n, out["id"])
				assert.Equal(t, strings.Repeat(n, 50), page.Data[0].Name)
				assert.Equal(t, "<html>"+n, string(bad.Body))
			}
		})
	}
	wg.Wait()
}

func TestPagesAreNotShared(t *testing.T) {
	t.Parallel()
	var page atomic.Int64
	client := over(t, roundTrip(func(*http.Request) (*http.Response, error) {
		n := fmt.Sprint(1000 + page.Add(1))
		next := `"https://x.test/?page=` + n + `"`
		if page.Load()%50 == 0 {
			next = "null"
		}
		return reply(200, `{"type":"list","data":[{"id":"`+n+`","name":"`+strings.Repeat(n, 50)+`"}],"pages":{"next":`+next+`}}`), nil
	}))
	tags, err := client.Tags.List(t.Context()).Collect()
	require.NoError(t, err)
	require.Len(t, tags, 50)
	for i, tag := range tags {
		n := fmt.Sprint(1001 + i)
		assert.Equal(t, intercom.ID(n), tag.ID)
		assert.Equal(t, strings.Repeat(n, 50), tag.Name)
		assert.Contains(t, string(tag.Raw()), n)
	}
}

func TestBodyFieldsApplyInOrder(t *testing.T) {
	t.Parallel()
	mine := map[string]any{"a": 1, "deep": map[string]any{"x": 1}}
	for range 20 {
		client, api := setup(t)
		api.on("POST", "/tags", 200, `{"id":"7"}`)
		send := func(opts ...intercom.Option) string {
			_, err := client.Tags.Create(t.Context(), "blue", opts...)
			require.NoError(t, err)
			return api.last().Body
		}
		assert.JSONEq(t, `{"name":"blue","c":{"a":1,"b":2,"deep":{"x":1,"y":3}}}`, send(
			intercom.WithBodyField("c", mine), intercom.WithBodyField("c.b", 2), intercom.WithBodyField("c.deep.y", 3)))
		assert.JSONEq(t, `{"name":"blue","c":{"a":1,"deep":{"x":1}}}`, send(
			intercom.WithBodyField("c.b", 2), intercom.WithBodyField("c", mine)), "the last one counts")
		assert.JSONEq(t, `{"name":"blue","c":{"a":"1","b":2}}`, send(
			intercom.WithBodyField("c", struct {
				A string `json:"a"`
			}{"1"}), intercom.WithBodyField("c.b", 2)))
		assert.JSONEq(t, `{"name":"blue","c":{"b":2}}`, send(intercom.WithBodyField("c", "text"), intercom.WithBodyField("c.b", 2)))
	}
	assert.Equal(t, map[string]any{"a": 1, "deep": map[string]any{"x": 1}}, mine, "the caller's map is not written to")
}

// What net/http quotes of a response that it cannot read is in no text.
func TestBrokenResponsesAreNotQuoted(t *testing.T) {
	t.Parallel()
	const planted = "planted-piece"
	for _, response := range []string{
		planted + " of a body\r\n\r\n",
		"HTTP/1.1 2x0 " + planted + "\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: " + planted + "\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: " + planted + "\r\n\r\n",
		"HTTP/1.1 200 OK\r\n" + planted + " without a colon\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2" + planted + "\r\n\r\n",
		"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://%zz/" + planted + "\r\n\r\n",
		"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ftp://" + planted + "/\r\n\r\n",
	} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		t.Cleanup(func() { _ = listener.Close() })
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				_, _ = http.ReadRequest(bufio.NewReader(conn))
				_, _ = io.WriteString(conn, response)
				_ = conn.Close()
			}
		}()
		var log bytes.Buffer
		client, err := intercom.NewClient(intercom.WithToken(token), intercom.WithBaseURL("http://"+listener.Addr().String()),
			intercom.WithMaxRetries(0), intercom.WithLogger(textLogger(&log)))
		require.NoError(t, err)
		_, err = client.Tags.Get(t.Context(), "7")
		require.Error(t, err, response)
		assert.NotContains(t, text(t, err)+log.String(), planted, response)
		client.Close()
	}
}
