package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	recordingFormat = 1
	longestBody     = 64 << 20
)

// recordingHead is the first line of a recording; the others are interactions.
type recordingHead struct {
	Format int `json:"intercom_fake_recording"`
}

// interaction is a request and its response, as a recording has them.
type interaction struct {
	Request  recordedRequest  `json:"request"`
	Response recordedResponse `json:"response"`
}

type recordedRequest struct {
	Method  string          `json:"method"`
	Path    string          `json:"path"`
	Query   string          `json:"query,omitempty"` // in order
	Version string          `json:"version,omitempty"`
	Body    json.RawMessage `json:"body,omitempty"` // JSON
	Text    string          `json:"text,omitempty"` // instead of a body that is not JSON
}

type recordedResponse struct {
	Status int               `json:"status"`
	Header map[string]string `json:"header,omitempty"`
	Body   json.RawMessage   `json:"body,omitempty"`
	Text   string            `json:"text,omitempty"`
}

var methodForm = regexp.MustCompile(`^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$`)

// request redacts a request.
func (r *redactor) request(method string, u *url.URL, h http.Header, body []byte) recordedRequest {
	recorded := recordedRequest{Method: "OTHER", Path: r.path(u.EscapedPath()), Query: r.query(u.RawQuery)}
	if methodForm.MatchString(method) {
		recorded.Method = method
	}
	if v := h.Get("Intercom-Version"); version.MatchString(v) {
		recorded.Version = v
	}
	recorded.Body, recorded.Text = r.body(h, body)
	return recorded
}

// body redacts a body: as JSON if it is JSON, and otherwise as a text.
func (r *redactor) body(h http.Header, body []byte) (json.RawMessage, string) {
	if len(body) == 0 {
		return nil, ""
	}
	if redacted, ok := r.json(body); ok {
		return redacted, ""
	}
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	switch {
	case kind == "application/x-www-form-urlencoded":
		return nil, r.form(string(body))
	case strings.HasPrefix(kind, "text/") && utf8.Valid(body):
		return nil, r.prose(string(body))
	}
	return nil, fmt.Sprintf("%d bytes that were not recorded", len(body))
}

// recorder writes interactions to a file.
type recorder struct {
	file   *os.File
	redact *redactor
	failed error
}

// newRecorder makes the file of a recording. It must not be there yet.
func newRecorder(name string, redact *redactor) (*recorder, error) {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot record: %w", err)
	}
	rec := &recorder{file: file, redact: redact}
	rec.line(recordingHead{recordingFormat})
	return rec, rec.failed
}

// line writes one line. After a failure nothing is written, so that no line is half there.
func (rec *recorder) line(v any) {
	if rec.failed != nil {
		return
	}
	text, err := json.Marshal(v)
	if err == nil {
		_, err = rec.file.Write(append(text, '\n'))
	}
	rec.failed = err
}

// close ends the recording, and returns what went wrong with it.
func (rec *recorder) close() error {
	err := rec.file.Close()
	if rec.failed != nil {
		err = rec.failed
	}
	if err != nil {
		return fmt.Errorf("the recording is not complete: %w", err)
	}
	return nil
}

// readRecording reads a recording.
func readRecording(name string) ([]*interaction, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := bufio.NewReader(file)
	var all []*interaction
	for n, end := 1, false; !end; n++ {
		text, err := lines.ReadBytes('\n')
		if end = errors.Is(err, io.EOF); err != nil && !end {
			return nil, err
		}
		var head recordingHead
		each := new(interaction)
		switch {
		case n == 1 && (json.Unmarshal(text, &head) != nil || head.Format != recordingFormat):
			return nil, fmt.Errorf("%s is no recording: intercom-fake record FILE makes one", name)
		case n == 1 || len(bytes.TrimSpace(text)) == 0:
			continue
		}
		if err := json.Unmarshal(text, each); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if each.Response.Status < 200 || each.Response.Status > 599 || each.Request.Method == "" {
			return nil, fmt.Errorf("%s:%d: the line is no request with its response", name, n)
		}
		all = append(all, each)
	}
	return all, nil
}
