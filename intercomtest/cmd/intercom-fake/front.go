package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-intercom/intercom"
)

// intercomHost is the host in the links of Intercom's responses.
const intercomHost = "https://api.intercom.io"

// front stands before a handler: it logs the requests, and has the links in the
// responses lead to where the request went instead of to Intercom.
type front struct {
	next    http.Handler
	log     io.Writer               // nil: no log
	version string                  // of requests that name none; empty: they stay as they are
	hosts   []string                // that links lead to
	address func(u *url.URL) string // how the log shows an address
}

// ServeHTTP lets the handler respond, and passes its response on as a whole.
func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	version := r.Header.Get("Intercom-Version")
	if version == "" && f.version != "" {
		version = f.version
		r = r.Clone(r.Context())
		r.Header.Set("Intercom-Version", version)
	}
	c := &capture{to: w, header: http.Header{}, bodiless: r.Method == http.MethodHead}
	f.next.ServeHTTP(c, r)
	c.send(w, f.hosts, "http://"+r.Host)
	if f.log == nil {
		return
	}
	fields := []string{
		began.Format("15:04:05.000"), r.Method, f.address(r.URL), plainWord(cmp.Or(version, "-")), c.outcome(),
		strconv.FormatFloat(float64(time.Since(began).Microseconds())/1000, 'f', 1, 64) + "ms",
	}
	if why := c.refusal(); why != "" {
		fields = append(fields, why)
	}
	fmt.Fprintln(f.log, strings.Join(fields, " "))
}

// addressAsIs is the address of a request as it came.
func addressAsIs(u *url.URL) string { return plainWord(u.RequestURI()) }

// plainWord is a text that a line of the log can have, as it is if it is one word.
func plainWord(text string) string {
	if quoted := strconv.Quote(text); quoted != `"`+text+`"` || strings.Contains(text, " ") {
		return quoted
	}
	return text
}

// capture keeps a response until it is complete.
type capture struct {
	to     http.ResponseWriter
	header http.Header
	status int // 0: there is none
	body   bytes.Buffer
	lost   bool // the connection
	cut    bool // the body is shorter than announced

	bodiless bool // by the method
}

// Header is what the response will have.
func (c *capture) Header() http.Header { return c.header }

// WriteHeader keeps the status, once.
func (c *capture) WriteHeader(status int) { c.status = cmp.Or(c.status, status) }

// Write keeps what belongs to the body.
func (c *capture) Write(b []byte) (int, error) {
	c.WriteHeader(http.StatusOK)
	return c.body.Write(b)
}

// Hijack hands the connection to a handler that loses it.
func (c *capture) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	c.lost = true
	return http.NewResponseController(c.to).Hijack()
}

// send passes the response on, with the links to some hosts led to base.
func (c *capture) send(w http.ResponseWriter, hosts []string, base string) {
	if c.status == 0 {
		return
	}
	body := c.body.Bytes()
	if isJSON(c.header.Get("Content-Type")) {
		for _, host := range hosts {
			body = bytes.ReplaceAll(body, []byte(`"`+host+`/`), []byte(`"`+base+`/`))
		}
	}
	if announced, err := strconv.Atoi(c.header.Get("Content-Length")); err == nil {
		c.cut = c.body.Len() < announced && !c.bodiless
		c.header.Set("Content-Length", strconv.Itoa(announced+len(body)-c.body.Len()))
	}
	for _, host := range hosts {
		if rest, ok := strings.CutPrefix(c.header.Get("Location"), host+"/"); ok {
			c.header.Set("Location", base+"/"+rest)
		}
	}
	for name, values := range c.header {
		w.Header()[name] = values
	}
	w.WriteHeader(c.status)
	w.Write(body) //nolint:errcheck // the client may be gone
}

func isJSON(contentType string) bool { return strings.HasPrefix(contentType, "application/json") }

// outcome is the status as the log has it.
func (c *capture) outcome() string {
	if c.status == 0 {
		return "-"
	}
	return strconv.Itoa(c.status)
}

// refusal is why a request got no success, as the response or its loss has it.
func (c *capture) refusal() string {
	switch {
	case c.lost:
		return "the connection was lost"
	case c.status == 0:
		return "the client went away"
	case c.cut:
		return "the response was cut off"
	case c.status < http.StatusBadRequest:
		return ""
	}
	if e := firstError(c.body.Bytes()); e != "" {
		return e
	}
	return oneLine("the body is " + cmp.Or(c.header.Get("Content-Type"), "empty"))
}

// firstError is the first error of an error list, as code and message.
func firstError(body []byte) string {
	var list struct {
		Errors []struct{ Code, Message string }
	}
	if json.Unmarshal(body, &list) != nil || len(list.Errors) == 0 {
		return ""
	}
	return oneLine(list.Errors[0].Code + ": " + list.Errors[0].Message)
}

// writeError responds with an error in the form of Intercom's own.
func writeError(w http.ResponseWriter, status int, code, message string) {
	body, err := json.Marshal(map[string]any{
		"type": "error.list", "request_id": "intercom-fake", "errors": []map[string]string{{"code": code, "message": message}},
	})
	if err != nil {
		panic(err) // strings are always fit for JSON
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body) //nolint:errcheck // the client may be gone
}

// defaultVersion is that of requests that name none.
const defaultVersion = intercom.APIVersion
