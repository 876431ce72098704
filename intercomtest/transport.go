package intercomtest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// Transport returns a transport that reaches the server without a network,
// whatever host a request names. It starts no goroutines, so it works in
// [testing/synctest] bubbles.
func (s *Server) Transport() http.RoundTripper { return transport{s.ServeHTTP} }

// HandlerTransport returns a transport that reaches a handler without a network,
// whatever URL a request has, such as one for [WithWebhookTransport].
func HandlerTransport(handler http.Handler) http.RoundTripper { return transport{handler.ServeHTTP} }

type transport struct{ serve http.HandlerFunc }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	var body []byte
	if r.Body != nil {
		defer r.Body.Close()
		var err error
		if body, err = io.ReadAll(io.LimitReader(r.Body, maxBody+1)); err != nil {
			return nil, err
		}
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	received := r.Clone(ctx)
	received.Body, received.RequestURI, received.RemoteAddr = io.NopCloser(bytes.NewReader(body)), r.URL.RequestURI(), "127.0.0.1:443"
	w := &memoryWriter{header: http.Header{}}
	t.serve(w, received)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if w.err != nil {
		return nil, w.err
	}
	return w.response(r), nil
}

// memoryWriter collects a response.
type memoryWriter struct {
	header http.Header
	status int
	body   bytes.Buffer
	err    error
}

func (w *memoryWriter) Header() http.Header         { return w.header }
func (w *memoryWriter) Write(b []byte) (int, error) { return w.body.Write(b) }

// WriteHeader sets the status, once.
func (w *memoryWriter) WriteHeader(status int) { w.status = cmp.Or(w.status, status) }

func (w *memoryWriter) response(r *http.Request) *http.Response {
	length, err := strconv.ParseInt(w.header.Get("Content-Length"), 10, 64)
	if err != nil {
		length = int64(w.body.Len())
	}
	status := cmp.Or(w.status, http.StatusOK)
	return &http.Response{
		Status:        strconv.Itoa(status) + " " + http.StatusText(status),
		StatusCode:    status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        w.header,
		Body:          &memoryBody{ctx: r.Context(), from: &w.body, missing: length > int64(w.body.Len())},
		ContentLength: length,
		Request:       r,
	}
}

// memoryBody ends as a body from a network does: with the context, and with an
// error if something is missing.
type memoryBody struct {
	ctx     context.Context
	from    io.Reader
	missing bool
}

func (b *memoryBody) Read(p []byte) (int, error) {
	if b.ctx.Err() != nil {
		return 0, context.Cause(b.ctx)
	}
	n, err := b.from.Read(p)
	if err == io.EOF && b.missing {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func (b *memoryBody) Close() error { return nil }

// reset loses the connection.
func reset(w http.ResponseWriter) {
	if m, ok := w.(*memoryWriter); ok {
		m.err = &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0) //nolint:errcheck // then the client sees an end of file instead
	}
	conn.Close() //nolint:errcheck // it is meant to break
}

// listening is the server's port, if it has one.
type listening struct {
	mu     sync.Mutex
	server *http.Server
	url    string
	done   chan struct{}
}

// URL returns the server's base URL on a loopback port, for clients in other
// processes and HTTP clients of other making. The first call starts to listen;
// it panics if no port can be had. [Server.Close] ends it.
func (s *Server) URL() string {
	l := &s.listening
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.server != nil {
		return l.url
	}
	port, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic("intercomtest: " + err.Error())
	}
	l.url = "http://" + port.Addr().String()
	l.server = &http.Server{Handler: s, ErrorLog: log.New(io.Discard, "", 0), ReadHeaderTimeout: time.Minute}
	l.done = make(chan struct{})
	go func(server *http.Server, done chan struct{}) {
		defer close(done)
		if err := server.Serve(port); !errors.Is(err, http.ErrServerClosed) {
			panic("intercomtest: " + err.Error())
		}
	}(l.server, l.done)
	return l.url
}

// Close closes the port that [Server.URL] opened, and its connections, and ends
// the deliveries of webhooks, whose handlers it waits for. The state stays, and so
// does [Server.Transport].
func (s *Server) Close() {
	s.stopDeliveries()
	l := &s.listening
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.server == nil {
		return
	}
	l.server.Close() //nolint:errcheck // nothing is left to do about it
	<-l.done
	l.server = nil
}

// sleep waits for d and reports whether the caller is still there.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
