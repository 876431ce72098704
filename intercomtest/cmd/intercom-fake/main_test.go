package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// output collects what a program writes while it runs.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// lines are those that have a text.
func (o *output) lines(with string) (found []string) {
	for line := range strings.Lines(o.String()) {
		if strings.Contains(line, with) {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return found
}

// running is a program that serves.
type running struct {
	t              *testing.T
	base           string
	stdout, stderr *output
	stop           func() int // and the exit status
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// start runs a command that serves, on a port of its own, until the test ends.
func start(t *testing.T, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	p := &running{t: t, stdout: new(output), stderr: new(output)}
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, append(args, "-addr", "127.0.0.1:0"), p.stdout, p.stderr) }()
	p.stop = sync.OnceValue(func() int {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { p.stop() })
	require.Eventually(t, func() bool {
		p.base = address.FindString(p.stdout.String())
		return p.base != "" && strings.HasSuffix(p.stdout.String(), "\n\n") || len(ended) > 0
	}, 5*time.Second, time.Millisecond)
	require.Empty(t, ended, "the program ended: %s", p.stderr)
	return p
}

// response is what came back.
type response struct {
	status int
	header http.Header
	body   string
}

func (r response) json(t *testing.T) (v map[string]any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(r.body), &v), r.body)
	return v
}

// send sends a request with the token of the fake. The headers are pairs.
func (p *running) send(method, path, body string, headers ...string) response {
	p.t.Helper()
	res, err := p.try(method, path, body, headers...)
	require.NoError(p.t, err)
	return res
}

func (p *running) try(method, path, body string, headers ...string) (response, error) {
	address := path
	if !strings.HasPrefix(path, "http") {
		address = p.base + path
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		return response{}, err
	}
	req.Header.Set("Authorization", "Bearer tok_intercomtest")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		return response{}, err
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	return response{res.StatusCode, res.Header, string(content)}, err
}

// ended runs a command that ends by itself.
func ended(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs output
	status = run(t.Context(), args, &out, &errs)
	return status, out.String(), errs.String()
}

// write makes a file.
func write(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file.json")
	require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
	return name
}

func TestHelp(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-h"}, {"-help"}, {"help"}, {"record", "-h"}, {"trigger", "--help"}} {
		status, stdout, stderr := ended(t, args...)
		assert.Equal(t, exitOK, status)
		assert.Equal(t, help, stdout)
		assert.Empty(t, stderr)
	}
	for line := range strings.Lines(help) {
		assert.LessOrEqual(t, len(line), 105, line)
	}
}

// Every flag is explained.
func TestHelpIsComplete(t *testing.T) {
	t.Parallel()
	source, err := filepath.Glob("*.go")
	require.NoError(t, err)
	flag := regexp.MustCompile(`flags\.\w+\(.*?, "([a-z-]+)"`)
	found := 0
	for _, name := range source {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, m := range flag.FindAllStringSubmatch(string(content), -1) {
			found++
			assert.Contains(t, help, "-"+m[1]+" ", name)
		}
	}
	assert.Greater(t, found, 20)
}

func TestMistakesInArguments(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		args string
		want string
	}{
		{"-nonsense", "flag provided but not defined: -nonsense"},
		{"nonsense", `"nonsense" is no command: there are record, replay, trigger and operations`},
		{"-quiet more", `"more" is one argument too many`},
		{"-limit 7", "a limit has the form 1666/10s"},
		{"-limit x/10s", "a limit has the form 1666/10s"},
		{"-limit -1/10s", "a limit has the form 1666/10s"},
		{"-limit 5/0s", "a limit has the form 1666/10s"},
		{"-latency fast", `invalid value "fast" for flag -latency`},
		{"-latency -1s", "cannot be negative"},
		{"-token ", "-token must be a word"},
		{"-token ü", "-token must be a word"},
		{"-seed ", "-seed needs the name of a file"},
		{"-api-version 9.9", `-api-version "9.9" is no version of the API, such as 2.16, 1.4 or Preview`},
		{"-webhook http://127.0.0.1:9/", "-webhook needs -webhook-secret"},
		{"-webhook nonsense -webhook-secret s", "-webhook must be a URL such as"},
		{"-webhook-secret s", "-webhook URL, which is missing"},
		{"-topics contact.archived", "-webhook URL, which is missing"},
		{"-topics contact.unarchvd", `"contact.unarchvd" is no topic; is it "contact.unarchive"?`},
		{"record", "record needs the name of the file to make"},
		{"record f -upstream http://example.com", "-upstream must be an https URL"},
		{"record f -upstream https://example.com/x", "-upstream must have a host and nothing behind it"},
		{"record f -upstream https://a:b@example.com", "-upstream must have a host and nothing behind it"},
		{"record f -upstream nonsense", "-upstream must be a URL"},
		{"record a b", `"b" is one argument too many`},
		{"replay", "replay needs the file of a recording"},
		{"replay -x", "flag provided but not defined: -x"},
		{"trigger", "trigger needs a topic"},
		{"trigger contact.archived", "trigger needs -to URL and -secret S"},
		{"trigger contact.archived -to nonsense -secret s", "-to must be a URL"},
		{"trigger contact.unarchvd -to http://127.0.0.1:9 -secret s", `is it "contact.unarchive"?`},
		{"trigger contact.archived -legacy -item x", "-item is your own"},
		{"operations -x", "flag provided but not defined: -x"},
		{"operations x", `"x" is one argument too many`},
	} {
		status, stdout, stderr := ended(t, strings.Split(test.args, " ")...)
		assert.Equal(t, exitUsage, status, test.args)
		assert.Empty(t, stdout, test.args)
		assert.Contains(t, stderr, test.want, test.args)
		assert.Equal(t, 1, strings.Count(stderr, "\n"), "%s: %s", test.args, stderr)
		assert.True(t, strings.HasPrefix(stderr, "intercom-fake: "), stderr)
	}
}

func TestFailures(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { taken.Close() })
	refusing := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(refusing.Close)
	existing := write(t, "{}")
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"-addr", taken.Addr().String()}, taken.Addr().String() + " is in use: choose another address with -addr"},
		{[]string{"-addr", "nonsense"}, "cannot listen on nonsense: address nonsense: missing port in address"},
		{[]string{"-seed", "missing.json"}, "-seed: open missing.json: no such file"},
		{[]string{"record", existing, "-addr", "127.0.0.1:0"}, "cannot record: open " + existing + ": file exists"},
		{[]string{"record", existing, "-addr", taken.Addr().String()}, "is in use"},
		{[]string{"replay", "missing.json"}, "cannot replay: open missing.json: no such file"},
		{[]string{"replay", existing}, existing + " is no recording: intercom-fake record FILE makes one"},
		{[]string{"-addr", "127.0.0.1:0", "-webhook", refusing.URL, "-webhook-secret", "s"}, "-webhook: " + refusing.URL + " responds to HEAD with 404"},
		{[]string{"-addr", "127.0.0.1:0", "-webhook", "http://127.0.0.1:1/x", "-webhook-secret", "s"},
			"-webhook: start your app first: there is no response to HEAD http://127.0.0.1:1/x: connect: connection refused"},
		{[]string{"trigger", "contact.archived", "-secret", "s", "-to", refusing.URL}, refusing.URL + " did not take contact.archived: 404 Not Found"},
		{[]string{"trigger", "contact.archived", "-secret", "s", "-to", "http://127.0.0.1:1"}, "there is no response from http://127.0.0.1:1: connect: connection refused"},
		{[]string{"trigger", "contact.archived", "-item", "missing.json"}, "-item: open missing.json: no such file"},
		{[]string{"trigger", "contact.archived", "-item", write(t, "{")}, ":1: the file is no JSON: unexpected end of JSON input"},
	} {
		status, stdout, stderr := ended(t, test.args...)
		assert.Equal(t, exitFailed, status, test.args)
		assert.Empty(t, stdout, test.args)
		assert.Contains(t, stderr, test.want)
		assert.Equal(t, 1, strings.Count(stderr, "\n"), stderr)
	}
}

// A signal ends the program without a word, and the requests under way get their responses.
func TestStop(t *testing.T) {
	t.Parallel()
	p := start(t, "-latency", "100ms")
	got := make(chan response, 1)
	go func() {
		res, _ := p.try("GET", "/me", "")
		got <- res
	}()
	time.Sleep(30 * time.Millisecond) // it is under way
	assert.Equal(t, exitOK, p.stop())
	assert.Equal(t, 200, (<-got).status)
	assert.Len(t, p.stderr.lines("GET /me"), 1)
	_, err := p.try("GET", "/me", "")
	assert.Error(t, err)
}

func TestOperations(t *testing.T) {
	t.Parallel()
	status, stdout, _ := ended(t, "operations")
	assert.Equal(t, exitOK, status)
	assert.Contains(t, stdout, "\nGET /contacts/{contact_id}\n")
}

// A Go client can use the program too.
func TestClientOfTheSDK(t *testing.T) {
	t.Parallel()
	p := start(t, "-token", "tok_mine")
	client, err := intercom.NewClient(intercom.WithToken("tok_mine"), intercom.WithBaseURL(p.base))
	require.NoError(t, err)
	me, err := client.Admins.Me(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "Ole Brandt", me.Name)
}
