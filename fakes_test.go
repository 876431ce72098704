package intercom_test

import (
	"bytes"
	"context"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// roundTrip is a transport in memory, which works on virtual time too.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// reply makes a response; header has keys and values in turn.
func reply(status int, body string, header ...string) *http.Response {
	res := &http.Response{
		StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: int64(len(body)),
		Body: io.NopCloser(strings.NewReader(body)),
	}
	for i := 0; i < len(header); i += 2 {
		res.Header.Set(header[i], header[i+1])
	}
	return res
}

// over returns a client on a transport.
func over(t testing.TB, transport http.RoundTripper, opts ...intercom.Option) *intercom.Client {
	t.Helper()
	client, err := intercom.NewClient(append([]intercom.Option{
		intercom.WithToken(token),
		intercom.WithBaseURL(host + prefix),
		intercom.WithHTTPClient(&http.Client{Transport: transport}),
		intercom.WithLogger(nil),
	}, opts...)...)
	require.NoError(t, err)
	return client
}

// script responds with one step after the other, the last one for ever, and
// counts.
type script struct {
	mu    sync.Mutex
	steps []func(*http.Request) (*http.Response, error)
	at    []time.Time // when requests came
}

func scripted(steps ...func(*http.Request) (*http.Response, error)) *script {
	return &script{steps: steps}
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	step := s.steps[min(len(s.at), len(s.steps)-1)]
	s.at = append(s.at, time.Now())
	s.mu.Unlock()
	return step(req)
}

func (s *script) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.at)
}

func responds(status int, body string, header ...string) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return reply(status, body, header...), nil }
}

func breaks(err error) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// hangs until the request's context ends.
func hangs(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, context.Cause(req.Context())
}

// loopback returns a client with its own transport, and the server on a real
// port that it talks to.
func loopback(t testing.TB, handler http.HandlerFunc, opts ...intercom.Option) (*intercom.Client, *httptest.Server) {
	t.Helper()
	srv := httptest.NewUnstartedServer(handler)
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.Start()
	t.Cleanup(srv.Close)
	client, err := intercom.NewClient(append([]intercom.Option{
		intercom.WithToken(token), intercom.WithBaseURL(srv.URL), intercom.WithLogger(nil),
	}, opts...)...)
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client, srv
}

// resets ends the connection of a request without a response.
func resets(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if c, ok := conn.(interface{ SetLinger(int) error }); ok {
		_ = c.SetLinger(0)
	}
	_ = conn.Close()
}

// limitedAPI grants requests in windows that begin at multiples of its length, as
// Intercom does. Its clock can differ from ours.
type limitedAPI struct {
	limit    int
	length   time.Duration
	latency  time.Duration // there and back
	skew     time.Duration // how much its clock is ahead
	date     bool          // whether it sends its clock
	outsider int           // requests of other processes at the start of each window

	mu      sync.Mutex
	window  int64
	used    int
	total   int
	refused int
	at      []time.Time // when requests were accepted, on our clock
}

func (s *limitedAPI) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := pause(req.Context(), s.latency/2); err != nil {
		return nil, err
	}
	return delayed(req, s.latency/2, s.response())
}

func (s *limitedAPI) response() *http.Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now().Add(s.skew)
	if w := now.UnixNano() / int64(s.length); w != s.window {
		s.window, s.used = w, s.outsider
	}
	s.used++
	s.total++
	reset := (time.Unix(0, (s.window+1)*int64(s.length)).UnixNano() + int64(time.Second) - 1) / int64(time.Second)
	header := []string{
		"X-RateLimit-Limit", strconv.Itoa(s.limit),
		"X-RateLimit-Remaining", strconv.Itoa(max(0, s.limit-s.used)),
		"X-RateLimit-Reset", strconv.FormatInt(reset, 10),
	}
	if s.date {
		header = append(header, "Date", now.UTC().Format(http.TimeFormat))
	}
	if s.used > s.limit {
		s.refused++
		return reply(429, `{"type":"error.list","errors":[{"code":"rate_limit_exceeded","message":"Exceeded rate limit"}]}`, header...)
	}
	s.at = append(s.at, time.Now())
	return reply(200, `{"type":"tag","id":"7"}`, header...)
}

func (s *limitedAPI) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	res := s.response()
	for key, values := range res.Header {
		w.Header()[key] = values
	}
	w.WriteHeader(res.StatusCode)
	_, _ = io.Copy(w, res.Body)
}

// pause waits in a way that ends with the context.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// delayed responds after d.
func delayed(req *http.Request, d time.Duration, res *http.Response) (*http.Response, error) {
	if err := pause(req.Context(), d); err != nil {
		return nil, err
	}
	return res, nil
}

// cutBody is a body that breaks off.
func cutBody(part string) io.ReadCloser {
	return io.NopCloser(io.MultiReader(bytes.NewReader([]byte(part)), failingReader{io.ErrUnexpectedEOF}))
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

// hangingBody gives its text and then nothing, until the context ends.
type hangingBody struct {
	ctx  context.Context
	text io.Reader
}

func (b hangingBody) Read(p []byte) (int, error) {
	if n, _ := b.text.Read(p); n > 0 {
		return n, nil
	}
	<-b.ctx.Done()
	return 0, context.Cause(b.ctx)
}

func (b hangingBody) Close() error { return nil }

// newTLSServer speaks HTTP/2 as well, with a certificate that nobody knows.
func newTLSServer(t testing.TB) *httptest.Server {
	t.Helper()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Proto", r.Proto)
		_, _ = w.Write([]byte(`{"id":"7"}`))
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.EnableHTTP2 = true
	srv.StartTLS()
	t.Cleanup(srv.Close)
	return srv
}

// textLogger logs everything.
func textLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func steps(all ...func(*http.Request) (*http.Response, error)) []func(*http.Request) (*http.Response, error) {
	return all
}
