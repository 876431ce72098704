package faults

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// warmUp is the path of the request that opens a connection, which every server
// responds to as it should.
const warmUp = "/warm/up"

// key is the query parameter that names the call that a request belongs to.
const key = "call"

// arrivals counts the requests of each call whose header came whole.
type arrivals struct {
	mu sync.Mutex
	n  map[string]int
}

func (a *arrivals) add(call string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.n == nil {
		a.n = map[string]int{}
	}
	a.n[call]++
}

func (a *arrivals) of(call string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.n[call]
}

// listen serves connections until the test ends, and returns the address.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var wg sync.WaitGroup
	done := make(chan struct{})
	t.Cleanup(func() {
		close(done)
		_ = l.Close()
		wg.Wait()
	})
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				ended := make(chan struct{})
				defer close(ended)
				wg.Go(func() {
					select {
					case <-done:
					case <-ended:
					}
					_ = conn.Close()
				})
				serve(conn)
			})
		}
	})
	return l.Addr().String()
}

// reset ends a connection with RST.
func reset(conn net.Conn) {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.Close()
}

// A fault1 is what a server of HTTP/1.1 does with a connection on which a
// request begins. It returns whether another one may follow.
type fault1 func(c *conn1) (more bool)

// conn1 is a connection of HTTP/1.1.
type conn1 struct {
	net.Conn
	r    *bufio.Reader
	seen *arrivals
	was  bool // a request got its response before
}

// header reads the header of a request and counts it.
func (c *conn1) header() *http.Request {
	req, err := http.ReadRequest(c.r)
	if err != nil {
		return nil
	}
	if req.URL.Path != warmUp {
		c.seen.add(req.URL.Query().Get(key))
	}
	return req
}

// request reads a request to its end.
func (c *conn1) request() *http.Request {
	req := c.header()
	if req == nil {
		return nil
	}
	b, err := io.ReadAll(req.Body)
	if err != nil {
		return nil
	}
	req.Body = io.NopCloser(bytes.NewReader(b))
	return req
}

// answer writes a whole response as JSON.
func (c *conn1) answer(status int, body string, header ...string) bool {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n", status, http.StatusText(status), len(body))
	for i := 0; i < len(header); i += 2 {
		b.WriteString(header[i] + ": " + header[i+1] + "\r\n")
	}
	return c.write(b.String() + "\r\n" + body)
}

func (c *conn1) write(text string) bool {
	_, err := io.WriteString(c.Conn, text)
	return err == nil
}

// serve1 is a server of HTTP/1.1. If the fault is for warm connections each
// begins with a response to the first request.
func serve1(seen *arrivals, fault fault1, warm bool) func(net.Conn) {
	return func(conn net.Conn) {
		defer conn.Close()
		c := &conn1{Conn: conn, r: bufio.NewReader(conn), seen: seen}
		if warm {
			req := c.header()
			if req == nil {
				return
			}
			if req.URL.Path != warmUp { // a new connection after the lost one
				_, _ = io.Copy(io.Discard, req.Body)
			}
			if !c.answer(http.StatusOK, success) {
				return
			}
			if _, err := c.r.Peek(1); err != nil {
				return
			}
		}
		for fault(c) {
		}
	}
}

// frames2 is a connection of HTTP/2.
type frames2 struct {
	*http2.Framer
	conn net.Conn
	seen *arrivals
	last uint32
	open map[uint32]string // paths of requests whose bodies come
}

// A fault2 is what a server of HTTP/2 does when a request has come: its header,
// or its end if it has a body as well.
type fault2 struct {
	header func(c *frames2, id uint32) (more bool) // nil: waits for the end
	end    func(c *frames2, id uint32) (more bool)
}

func (c *frames2) headers(id uint32, end bool, pairs ...string) bool {
	var b bytes.Buffer
	enc := hpack.NewEncoder(&b)
	for i := 0; i < len(pairs); i += 2 {
		_ = enc.WriteField(hpack.HeaderField{Name: pairs[i], Value: pairs[i+1]})
	}
	return c.WriteHeaders(http2.HeadersFrameParam{StreamID: id, BlockFragment: b.Bytes(), EndHeaders: true, EndStream: end}) == nil
}

// answer writes a whole response as JSON.
func (c *frames2) answer(id uint32, status int, body string, header ...string) bool {
	pairs := append([]string{":status", fmt.Sprint(status), "content-type", "application/json"}, header...)
	if !c.headers(id, body == "", pairs...) {
		return false
	}
	for len(body) > 0 {
		part := body[:min(len(body), 16<<10)] // the largest frame
		if body = body[len(part):]; c.WriteData(id, body == "", []byte(part)) != nil {
			return false
		}
	}
	return true
}

func serve2(config *tls.Config, seen *arrivals, fault fault2) func(net.Conn) {
	return func(raw net.Conn) {
		conn := tls.Server(raw, config)
		defer conn.Close()
		preface := make([]byte, len(http2.ClientPreface))
		if _, err := io.ReadFull(conn, preface); err != nil {
			return
		}
		c := &frames2{Framer: http2.NewFramer(conn, conn), conn: conn, seen: seen, open: map[uint32]string{}}
		c.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
		if c.WriteSettings() != nil {
			return
		}
		for c.step(fault) {
		}
	}
}

// step reads a frame and does what follows from it.
func (c *frames2) step(fault fault2) bool {
	frame, err := c.ReadFrame()
	if err != nil {
		return false
	}
	switch f := frame.(type) {
	case *http2.SettingsFrame:
		return f.IsAck() || c.WriteSettingsAck() == nil
	case *http2.PingFrame:
		return f.IsAck() || c.WritePing(true, f.Data) == nil
	case *http2.MetaHeadersFrame:
		path := f.PseudoValue("path")
		if !strings.HasPrefix(path, warmUp) {
			_, call, _ := strings.Cut(path, key+"=")
			call, _, _ = strings.Cut(call, "&")
			c.seen.add(call)
			if fault.header != nil && !fault.header(c, f.StreamID) {
				return false
			}
		}
		c.open[f.StreamID], c.last = path, f.StreamID
		if f.StreamEnded() {
			return c.ended(f.StreamID, fault)
		}
	case *http2.DataFrame:
		if f.StreamEnded() {
			return c.ended(f.StreamID, fault)
		}
	}
	return true
}

func (c *frames2) ended(id uint32, fault fault2) bool {
	path, ok := c.open[id]
	delete(c.open, id)
	switch {
	case !ok:
		return true
	case strings.HasPrefix(path, warmUp):
		return c.answer(id, http.StatusOK, success)
	case fault.end == nil:
		return true
	}
	return fault.end(c, id)
}

// certificate makes a certificate for 127.0.0.1, and the pool that trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	leaf, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: private, Leaf: leaf}},
		NextProtos:   []string{"h2"}, MinVersion: tls.VersionTLS13,
	}, roots
}
