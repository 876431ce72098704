package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"
)

// upstreamTimeout is how long the upstream can take for a response.
const upstreamTimeout = 2 * time.Minute

// record passes requests on to Intercom until the context ends, and records them.
func (p *program) record(ctx context.Context, args []string) error {
	var addr, upstream, key string
	var quiet bool
	flags := newFlags("record")
	flags.StringVar(&addr, "addr", defaultAddr, "")
	flags.StringVar(&upstream, "upstream", intercomHost, "")
	flags.StringVar(&key, "key", "", "")
	flags.BoolVar(&quiet, "quiet", false, "")
	files, err := parse(flags, args, 1)
	switch {
	case err != nil:
		return err
	case len(files) == 0:
		return usagef("record needs the name of the file to make; %s", seeHelp)
	}
	target, err := upstreamURL(upstream)
	if err != nil {
		return err
	}
	port, err := listen(addr)
	if err != nil {
		return err
	}
	rec, err := newRecorder(files[0], newRedactor(key))
	if err != nil {
		port.Close() //nolint:errcheck // nothing was served
		return err
	}
	base := baseURL(port)
	fmt.Fprintf(p.stdout, "What goes through %s to %s is recorded in %s. Try:\n\n  curl -H \"Authorization: Bearer $INTERCOM_ACCESS_TOKEN\" %s/me\n\n",
		base, target, files[0], base)
	relay := newRelay(target, rec, p.stderr)
	handler := &front{next: relay, hosts: hostsOf(target), address: func(u *url.URL) string {
		return plainWord((&url.URL{Path: rec.redact.path(u.EscapedPath()), RawQuery: rec.redact.query(u.RawQuery)}).RequestURI())
	}}
	if !quiet {
		handler.log = p.stderr
	}
	err = serveOn(ctx, port, handler)
	return errors.Join(err, relay.close())
}

// upstreamURL reads where requests go. What has a token goes nowhere unencrypted,
// except within this machine.
func upstreamURL(text string) (*url.URL, error) {
	if err := checkURL("-upstream", text); err != nil {
		return nil, err
	}
	u, err := url.Parse(strings.TrimSuffix(text, "/"))
	switch {
	case err != nil || u.Path != "" || u.RawQuery != "" || u.User != nil || u.Fragment != "":
		return nil, usagef("-upstream must have a host and nothing behind it, such as https://api.eu.intercom.io")
	case u.Scheme == "http" && u.Hostname() != "localhost" && !net.ParseIP(u.Hostname()).IsLoopback():
		return nil, usagef("-upstream must be an https URL: the token would be readable on the way")
	}
	return u, nil
}

// hostsOf are the hosts in the links of an upstream's responses.
func hostsOf(target *url.URL) []string {
	hosts := []string{intercomHost}
	if target.String() != intercomHost {
		hosts = append(hosts, target.String())
	}
	return hosts
}

// relay passes requests on and records them.
type relay struct {
	target *url.URL
	client *http.Client
	log    io.Writer

	mu  sync.Mutex
	rec *recorder
}

func newRelay(target *url.URL, rec *recorder, log io.Writer) *relay {
	return &relay{target: target, rec: rec, log: log, client: &http.Client{
		Timeout:       upstreamTimeout,
		Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// close ends the recording.
func (rl *relay) close() error {
	rl.client.CloseIdleConnections()
	rl.mu.Lock()
	defer rl.mu.Unlock()
	return rl.rec.close()
}

// ServeHTTP sends a request on, and its response back. Only then it is recorded.
func (rl *relay) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	sent, err := readAll(r.Body)
	if err != nil {
		writeError(w, http.StatusBadRequest, "request_unreadable", "The body of the request cannot be read to its end")
		return
	}
	res, got, err := rl.exchange(r, sent)
	if err != nil {
		writeError(w, http.StatusBadGateway, "upstream_unreachable", "There was no response from "+rl.target.Host+": "+reasonOf(err))
		return
	}
	for name, values := range res.Header {
		if !isHopByHop(name) {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(res.StatusCode)
	w.Write(got) //nolint:errcheck // the client may be gone
	rl.keep(r, sent, res, got)
}

// exchange sends a request to the upstream, and reads the response.
func (rl *relay) exchange(r *http.Request, body []byte) (*http.Response, []byte, error) {
	address := *r.URL
	address.Scheme, address.Host = rl.target.Scheme, rl.target.Host
	req, err := http.NewRequestWithContext(r.Context(), r.Method, address.String(), bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	if len(body) == 0 {
		req.Body = http.NoBody
	}
	for name, values := range r.Header {
		if !isHopByHop(name) && name != "Accept-Encoding" { // which is left to the transport, as bodies have to be read
			req.Header[name] = values
		}
	}
	res, err := rl.client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	got, err := readAll(res.Body)
	return res, got, err
}

var errLarge = fmt.Errorf("a body is larger than %d MB", longestBody>>20)

func readAll(body io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(body, longestBody+1))
	if err == nil && len(content) > longestBody {
		err = errLarge
	}
	return content, err
}

// keep records an interaction.
func (rl *relay) keep(r *http.Request, sent []byte, res *http.Response, got []byte) {
	redact := rl.rec.redact
	body, text := redact.body(res.Header, got)
	each := interaction{
		Request:  redact.request(r.Method, r.URL, r.Header, sent),
		Response: recordedResponse{Status: res.StatusCode, Header: redact.headers(res.Header), Body: body, Text: text},
	}
	rl.mu.Lock()
	defer rl.mu.Unlock()
	failed := rl.rec.failed
	rl.rec.line(each)
	if failed == nil && rl.rec.failed != nil {
		fmt.Fprintln(rl.log, "intercom-fake: nothing is recorded any more:", rl.rec.failed)
	}
}

// reasonOf is what went wrong with a request, without its URL.
func reasonOf(err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	if e, ok := errors.AsType[*net.OpError](err); ok {
		err = e.Err
	}
	if os.IsTimeout(err) {
		return "it took too long"
	}
	return oneLine(err.Error())
}

// isHopByHop reports whether a header is about a connection rather than a message.
func isHopByHop(name string) bool {
	switch name {
	case "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
		return true
	}
	return false
}
