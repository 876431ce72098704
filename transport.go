package intercom

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// roundTrip makes one exchange over HTTP. Where the user's client has nothing
// of its own to add, the transport is called without it, which saves the copies
// that http.Client makes of each request.
func (c *config) roundTrip(req *http.Request, r *request) (*http.Response, error) {
	var first *http.Response
	if c.http.Jar == nil && c.http.Timeout == 0 {
		res, err := c.http.Transport.RoundTrip(req)
		switch {
		case err != nil:
			return nil, err
		case res == nil:
			return nil, errNoResponse
		case res.Body == nil:
			res.Body = http.NoBody
		}
		if r.location || !follows(req, res) {
			return res, nil
		}
		first = res
	}
	client := *c.http
	switch check := client.CheckRedirect; {
	case r.location:
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	case r.detached:
		client.CheckRedirect = func(req *http.Request, via []*http.Request) error {
			forget(req)
			return check(req, via)
		}
	}
	client.Transport = &hops{first, c.http.Transport}
	if req.ContentLength == 0 { // without a body http.Client follows every redirect
		req = req.WithContext(req.Context())
		req.Body, req.TransferEncoding = nil, nil
	}
	return client.Do(req)
}

var errNoResponse = errors.New("the transport returned neither a response nor an error")

// follows reports whether res is a redirect that checkRedirect may follow.
func follows(req *http.Request, res *http.Response) bool {
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		return false
	}
	return redirects(res)
}

// redirects reports whether res names another address.
func redirects(res *http.Response) bool {
	switch res.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return res.Header.Get("Location") != ""
	}
	return false
}

// hops is the transport of an http.Client that follows redirects. If the first
// response is there already it is not asked for again.
type hops struct {
	first *http.Response
	next  http.RoundTripper
}

func (h *hops) RoundTrip(req *http.Request) (*http.Response, error) {
	if first := h.first; first != nil {
		h.first = nil
		return first, nil
	}
	if req.Body == nil {
		req = req.WithContext(req.Context())
		sendOnce(req, nil)
	}
	return h.next.RoundTrip(req)
}

// ErrInsecureRedirect is returned where a redirect leads from https to http:
// anybody on the way could have written what is there.
var ErrInsecureRedirect = errors.New("redirect from https to http, which is not followed")

var errRedirectScheme = errors.New("redirect to something else than http or https, which is not followed")

// checkRedirect lets reads follow a redirect, and only reads: a write that is
// turned into a GET would look as if it had succeeded. What is meant for
// Intercom alone goes to no other host.
func checkRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	if first.Method != http.MethodGet && first.Method != http.MethodHead {
		return http.ErrUseLastResponse
	}
	switch {
	case req.URL.Scheme != "https" && via[len(via)-1].URL.Scheme == "https":
		return ErrInsecureRedirect
	case req.URL.Scheme != "https" && req.URL.Scheme != "http":
		return errRedirectScheme
	}
	if req.URL.Scheme != first.URL.Scheme || req.URL.Host != first.URL.Host {
		forget(req)
	}
	return nil
}

// forget leaves no more headers in a request than it takes to ask for a file.
func forget(req *http.Request) {
	for name := range req.Header {
		if name != "Accept" && name != "Accept-Encoding" {
			delete(req.Header, name)
		}
	}
}

// warnUnencrypted logs that the token can be read on its way. On the loopback
// nobody else is there.
func (c *config) warnUnencrypted() {
	host := c.base.Hostname()
	ip := net.ParseIP(host)
	if c.logger == nil || c.base.Scheme != "http" || host == "localhost" || strings.HasSuffix(host, ".localhost") || ip.IsLoopback() {
		return
	}
	c.logger.LogAttrs(context.Background(), slog.LevelWarn,
		"intercom: the base URL begins with http:// and its host is not this one: the access token is sent unencrypted")
}

var (
	asIs        = []string{"identity"}
	jsonType    = []string{"application/json"}
	legacyValue = []string{LegacyAPIVersion}
	modernValue = []string{APIVersion}
)

var blankRequest = &http.Request{Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}

// newRequest makes a fresh request, as each attempt needs one.
func (x *exchange) newRequest(ctx context.Context) *http.Request {
	h := make(http.Header, 8)
	req := blankRequest.WithContext(ctx) // a copy
	req.Method, req.Header, req.URL = x.request.method, h, x.url()
	req.Host = req.URL.Host
	sendOnce(req, x.payload)
	h["User-Agent"] = x.cfg.userAgent
	h["Accept"] = jsonType
	if x.request.accept != "" {
		h["Accept"] = []string{x.request.accept}
	}
	if x.request.accept == fileType { // otherwise net/http would ask for it compressed, and unpack what is a file of that kind
		h["Accept-Encoding"] = asIs
	}
	if x.request.signed != nil {
		return req
	}
	if x.request.credentials == nil {
		x.identify(h)
	}
	if x.payload != nil {
		h["Content-Type"] = jsonType
		if other, ok := x.request.payload.(encoded); ok {
			h["Content-Type"] = []string{other.contentType}
		}
	}
	for key, values := range x.cfg.header {
		if values[0] == "" && key != "User-Agent" { // without which net/http sends its own
			delete(h, key)
		} else {
			h[key] = values
		}
	}
	return req
}

// identify writes whose call it is, and for which version of the API.
func (x *exchange) identify(h http.Header) {
	h["Authorization"] = []string{"Bearer " + x.token}
	switch x.version {
	case APIVersion:
		h["Intercom-Version"] = modernValue
	case LegacyAPIVersion:
		h["Intercom-Version"] = legacyValue
	default:
		h["Intercom-Version"] = []string{x.version}
	}
}

// sendOnce gives req a body that net/http cannot send again. By itself it
// repeats a request after a lost connection, a GOAWAY or a RST_STREAM, with Go
// 1.26 even a POST that the server has read to its end, and neither pacing nor
// hooks would see it. It does so if there is no body or if there is a GetBody,
// so there is always the one and never the other.
func sendOnce(req *http.Request, payload []byte) {
	// In this form net/http sees that the body is in memory, and sends it together
	// with the header.
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(payload)), int64(len(payload))
	if len(payload) > 0 {
		return
	}
	switch req.Method {
	case http.MethodGet, http.MethodHead, http.MethodDelete:
		req.TransferEncoding = asIs // over HTTP/1.1 it is sent as if there were no body
	}
}

// url returns where the request goes.
func (x *exchange) url() *url.URL {
	base, r := x.cfg.base, x.request
	if r.signed != nil {
		u := *r.signed
		return &u
	}
	u := *base
	u.Path += r.path
	if r.escaped != "" || base.RawPath != "" {
		u.RawPath = base.EscapedPath() + cmp.Or(r.escaped, r.path)
	}
	params := r.params
	if len(x.cfg.query) > 0 {
		params = url.Values{}
		maps.Copy(params, r.params)
		maps.Copy(params, x.cfg.query)
	}
	u.RawQuery = params.Encode()
	return &u
}

// bound is what bounds an attempt: the context of the call, and WithTimeout.
type bound struct {
	call, ctx context.Context
	cancel    context.CancelFunc
	timeout   time.Duration
	start     *time.Timer // if the timeout is for the beginning only
}

func boundBy(call context.Context, timeout time.Duration) bound {
	b := bound{call: call, ctx: call, cancel: func() {}, timeout: timeout}
	if timeout > 0 {
		b.ctx, b.cancel = context.WithTimeout(call, timeout)
	}
	return b
}

// startBy is boundBy for an attempt that the timeout bounds until begun.
func startBy(call context.Context, timeout time.Duration) bound {
	ctx, cancel := context.WithCancelCause(call)
	b := bound{call: call, ctx: ctx, timeout: timeout, cancel: func() { cancel(nil) }}
	if timeout > 0 {
		b.start = time.AfterFunc(timeout, func() { cancel(&timeoutError{timeout}) })
		b.cancel = func() {
			b.start.Stop()
			cancel(nil)
		}
	}
	return b
}

// begun ends the timeout of what startBy bounds.
func (b bound) begun() {
	if b.start != nil {
		b.start.Stop()
	}
}

// again starts the timeout of what startBy bounds anew.
func (b bound) again() {
	if b.start != nil {
		b.start.Reset(b.timeout)
	}
}

// explain returns the error of an attempt, or the reason why it was cut off.
func (b bound) explain(err error) error {
	if err == nil || b.call.Err() != nil {
		return err
	}
	_, late := errors.AsType[*timeoutError](context.Cause(b.ctx))
	if late || b.ctx.Err() == context.DeadlineExceeded {
		return &timeoutError{b.timeout}
	}
	return err
}

// timeoutError means that WithTimeout ended an attempt, and not the caller.
type timeoutError struct{ timeout time.Duration }

func (e *timeoutError) Error() string { return fmt.Sprintf("WithTimeout %v ran out", e.timeout) }
func (e *timeoutError) Unwrap() error { return context.DeadlineExceeded }
func (e *timeoutError) Timeout() bool { return true }

// neverSent reports failures to reach the server.
func neverSent(err error) bool {
	if e, ok := errors.AsType[*net.OpError](err); ok && (e.Op == "dial" || e.Op == "proxyconnect") {
		return true
	}
	_, ok := errors.AsType[*net.DNSError](err)
	return ok
}

// The texts of net/http for streams that the server did not process, by its own
// account (RFC 9113, sections 6.8 and 8.7). The errors have no type, and the
// texts are whole: no part of them is the server's.
const (
	cannotRetry   = "http2: Transport: cannot retry err ["
	afterGoAway   = "http2: Transport received Server's graceful shutdown GOAWAY"
	firstGoAway   = "http2: Transport received GOAWAY from server ErrCode:"
	streamError   = "stream error: stream ID "
	refusedStream = "; REFUSED_STREAM; received from peer"
)

// notProcessed reports whether the server said over HTTP/2 that it did not
// process the request.
func notProcessed(err error) bool {
	text := strings.TrimPrefix(err.Error(), cannotRetry)
	if strings.HasPrefix(text, afterGoAway) || strings.HasPrefix(text, firstGoAway) {
		return true
	}
	id, ok := strings.CutPrefix(text, streamError)
	return ok && strings.HasPrefix(strings.TrimLeft(id, "0123456789"), refusedStream)
}

// connTrace records how far a request came.
type connTrace struct {
	asked, got, kept, wrote atomic.Bool
	hooks                   httptrace.ClientTrace
}

func (t *connTrace) attach(ctx context.Context) context.Context {
	t.hooks = httptrace.ClientTrace{
		GetConn: func(string) { t.asked.Store(true) },
		GotConn: func(info httptrace.GotConnInfo) {
			t.got.Store(true)
			t.kept.Store(info.Reused && !multiplexed(info.Conn))
		},
		WroteHeaders: func() { t.wrote.Store(true) },
	}
	return httptrace.WithClientTrace(ctx, &t.hooks)
}

// multiplexed reports whether a connection is one of HTTP/2.
func multiplexed(conn net.Conn) bool {
	secure, ok := conn.(interface{ ConnectionState() tls.ConnectionState })
	return ok && secure.ConnectionState().NegotiatedProtocol == "h2"
}

// oneWrite is the size of a body that net/http hands to the connection together
// with the header.
const oneWrite = 2 << 10

// unsent reports whether the request never left, which is only known of
// transports that say how far it came: it got no connection, or a kept one that
// the server had closed, so that it was not written or not taken by the system.
func (t *connTrace) unsent(err error, size int) bool {
	timeout, ok := errors.AsType[net.Error](err)
	switch {
	case !t.asked.Load() || ok && timeout.Timeout() && t.got.Load():
		return false
	case !t.wrote.Load():
		return !t.got.Load() || t.kept.Load()
	}
	failed, ok := errors.AsType[*net.OpError](err)
	return ok && failed.Op == "write" && t.kept.Load() && size <= oneWrite
}
