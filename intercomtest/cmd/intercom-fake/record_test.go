package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// session is what a client does with a workspace, and what it finds there.
func session(t *testing.T, p *running) (seen []string) {
	t.Helper()
	client, err := intercom.NewClient(intercom.WithToken("tok_intercomtest"), intercom.WithBaseURL(p.base), intercom.WithMaxRetries(0))
	require.NoError(t, err)
	for contact, err := range client.Contacts.List(t.Context()).PerPage(1).All() {
		require.NoError(t, err)
		seen = append(seen, string(contact.ID), string(contact.Role))
		again, err := client.Contacts.Get(t.Context(), contact.ID)
		require.NoError(t, err)
		seen = append(seen, string(again.ID))
	}
	_, err = client.Contacts.Get(t.Context(), "nobody")
	require.ErrorIs(t, err, intercom.ErrNotFound)
	return seen
}

func TestRecordAndReplay(t *testing.T) {
	t.Parallel()
	upstream := start(t, "-seed", "example-seed.json")
	name := recordingFile(t)
	rec := start(t, "record", name, "-upstream", upstream.base, "-key", "any words")
	assert.Contains(t, rec.stdout.String(), "What goes through "+rec.base+" to "+upstream.base+" is recorded in "+name)
	real := session(t, rec)
	search := `{"query": {"field": "email", "operator": "=", "value": "mira@harbor.test"}}`
	found := rec.send("POST", "/contacts/search", search)
	assert.Contains(t, found.body, "Mira Holm")
	assert.Equal(t, 200, rec.send("GET", "/contacts/find_by_external_id/25", "").status)
	assert.Equal(t, 401, rec.send("GET", "/me", "", "Authorization", "Bearer dG9rOnNlY3JldA").status)
	assert.Equal(t, exitOK, rec.stop())

	content := contentOf(t, name)
	assertNoTraces(t, content, []string{
		"mira@harbor.test", "Mira Holm", "+4940123456", "tok_intercomtest", "dG9rOnNlY3JldA", "guest@wharf.test", "A guest", "Harbor Ltd", "https://harbor.test",
		"Bearer", "Met at the fair.", "nobody",
	})
	for _, id := range real {
		if len(id) == 24 {
			assert.NotContains(t, content, id)
			assert.NotContains(t, rec.stderr.String(), id)
		}
	}
	info, err := os.Stat(name)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	assert.Regexp(t, ` GET /contacts/[a-z]+ 2\.16 404 [0-9.]+ms not_found: User Not Found`, rec.stderr)

	play := start(t, "replay", name, "-key", "any words")
	assert.Contains(t, play.stdout.String(), "The 8 responses of "+name+" are at "+play.base)
	replayed := session(t, play)
	require.Len(t, replayed, len(real))
	for i := range real {
		if len(real[i]) == 24 {
			assert.Regexp(t, `^[0-9a-f]{24}$`, replayed[i])
		} else {
			assert.Equal(t, real[i], replayed[i])
		}
	}
	assert.Equal(t, replayed[0], replayed[2], "references hold")
	body := play.send("POST", "/contacts/search", strings.ReplaceAll(search, "mira", "another")).body
	assert.Contains(t, body, `"total_count":1`)
	assert.NotContains(t, body, "Mira")
}

// The proxy changes nothing of what passes through but links.
func TestRecordPassesOn(t *testing.T) {
	t.Parallel()
	var upstream *httptest.Server
	upstream = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		switch r.URL.Path {
		case "/redirect":
			http.Redirect(w, r, upstream.URL+"/elsewhere", http.StatusFound)
		case "/gzip":
			assert.Equal(t, "gzip", r.Header.Get("Accept-Encoding"))
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Type", "application/json")
			packed := gzip.NewWriter(w)
			fmt.Fprint(packed, `{"name": "Mira Holm"}`)
			packed.Close()
		case "/page":
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusBadGateway)
			fmt.Fprint(w, "<p>Sorry, Mira</p>")
		case "/nothing":
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header().Set("X-Seen", strings.Join([]string{r.Method, r.Header.Get("Authorization"), r.Header.Get("X-Own"), r.Header.Get("Keep-Alive")}, " "))
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"uri": %q, "sent": %q, "next": "https://api.intercom.io/a", "self": "%s/b", "host": %q}`, r.RequestURI, sent, upstream.URL, r.Host)
		}
	}))
	t.Cleanup(upstream.Close)
	name := recordingFile(t)
	p := start(t, "record", name, "-upstream", upstream.URL+"/")
	res := p.send("PATCH", "/any%2Fthing?b=2&a=1", "x=y", "X-Own", "mine", "Keep-Alive", "no")
	assert.Equal(t, "PATCH Bearer tok_intercomtest mine", res.header.Get("X-Seen"))
	assert.JSONEq(t, `{"uri": "/any%2Fthing?b=2&a=1", "sent": "x=y", "next": "`+p.base+`/a", "self": "`+p.base+`/b", "host": "`+
		strings.TrimPrefix(upstream.URL, "http://")+`"}`, res.body)
	assert.Contains(t, p.send("GET", "/gzip", "", "Accept-Encoding", "br").body, "Mira Holm")
	assert.Equal(t, 502, p.send("GET", "/page", "").status)
	assert.Equal(t, 204, p.send("GET", "/nothing", "").status)
	_, err := p.try("GET", "/redirect", "") // which the client follows, to here
	require.NoError(t, err)
	assert.Len(t, p.stderr.lines(" 302 "), 1)
	assert.Equal(t, 200, p.send("HEAD", "/x", "").status)
	assert.NotContains(t, p.stderr.String(), "cut off")
	upstream.Close()
	res = p.send("GET", "/me?email=mira%40harbor.test", "")
	assert.Equal(t, 502, res.status)
	assert.Contains(t, res.body, `"code":"upstream_unreachable"`)
	assert.Equal(t, exitOK, p.stop())
	assert.NotContains(t, p.stderr.String(), "mira")

	all, err := readRecording(name)
	require.NoError(t, err)
	assert.Len(t, all, 7, "without what had no response")
	play := start(t, "replay", name, "-quiet")
	assert.Equal(t, 204, play.send("GET", all[3].Request.Path, "").status)
	page := play.send("GET", all[2].Request.Path, "")
	assert.Equal(t, 502, page.status)
	assert.Regexp(t, `^<p>[A-Z][a-z]+ [A-Z][a-z]+</p>$`, page.body)
	assert.Empty(t, play.stderr.String())
}

func TestRecordingFails(t *testing.T) {
	t.Parallel()
	rec, err := newRecorder(recordingFile(t), newRedactor(""))
	require.NoError(t, err)
	require.NoError(t, rec.file.Close())
	target, err := upstreamURL("http://127.0.0.1:1")
	require.NoError(t, err)
	var log output
	relay := newRelay(target, rec, &log)
	res := &http.Response{StatusCode: 200, Header: http.Header{}}
	for range 2 {
		relay.keep(httptest.NewRequestWithContext(t.Context(), "GET", "/me", nil), nil, res, nil)
	}
	assert.Equal(t, 1, strings.Count(log.String(), "intercom-fake: nothing is recorded any more: "))
	assert.ErrorContains(t, relay.close(), "the recording is not complete: ")
}

// played makes a recording of requests and responses, and replays it.
func played(t *testing.T, args []string, interactions ...interaction) *running {
	t.Helper()
	name := recordingFile(t)
	rec, err := newRecorder(name, newRedactor(""))
	require.NoError(t, err)
	for _, each := range interactions {
		rec.line(each)
	}
	require.NoError(t, rec.close())
	return start(t, append([]string{"replay", name}, args...)...)
}

func saved(method, path, query, body string, status int, response string) interaction {
	each := interaction{
		Request:  recordedRequest{Method: method, Path: path, Query: query},
		Response: recordedResponse{Status: status, Header: map[string]string{"Content-Type": "application/json"}, Body: json.RawMessage(response)},
	}
	if body != "" {
		each.Request.Body = json.RawMessage(body)
	}
	return each
}

// What is asked several times has the responses in their order, and then the last one.
func TestReplayOrder(t *testing.T) {
	t.Parallel()
	p := played(t, nil,
		saved("GET", "/contacts/1", "", "", 404, `{"errors": [{"code": "not_found", "message": "x"}]}`),
		saved("POST", "/contacts", "", `{"name": "a", "ids": [1, 2]}`, 200, `"first"`),
		saved("POST", "/contacts", "", `{"name": "b", "ids": []}`, 200, `"empty"`),
		saved("POST", "/contacts", "", `{"name": "c", "ids": [3]}`, 200, `"second"`),
		saved("GET", "/contacts/1", "", "", 200, `{"next": "https://api.intercom.io/x"}`),
		saved("GET", "/tags", "", "", 200, `"no version"`),
		interaction{
			Request:  recordedRequest{Method: "GET", Path: "/tags", Version: "1.4"},
			Response: recordedResponse{Status: 200, Header: map[string]string{"X-RateLimit-Limit": "7"}, Body: json.RawMessage(`"1.4"`)},
		},
	)
	assert.Equal(t, 404, p.send("GET", "/contacts/1", "").status)
	for range 2 {
		assert.Equal(t, `{"next":"`+p.base+`/x"}`, strings.ReplaceAll(p.send("GET", "/contacts/1", "").body, " ", ""))
	}
	assert.Equal(t, `"second"`, p.send("POST", "/contacts", `{"ids":[3],"name":"c"}`).body, "the same body")
	assert.Equal(t, `"first"`, p.send("POST", "/contacts", `{"name":"z","ids":[9]}`).body, "the same form")
	assert.Equal(t, `"second"`, p.send("POST", "/contacts", `{"name":"z","ids":[9]}`).body, "the last one")
	assert.Equal(t, `"empty"`, p.send("POST", "/contacts", `{"name":"z","ids":[]}`).body)
	assert.Equal(t, `"no version"`, p.send("GET", "/tags", "").body)
	old := p.send("GET", "/tags", "", "Intercom-Version", "1.4")
	assert.Equal(t, `"1.4"`, old.body)
	assert.Equal(t, "7", old.header.Get("X-RateLimit-Limit"))
	assert.Regexp(t, ` GET /contacts/1 - 404 [0-9.]+ms not_found: x`, p.stderr)
}

func TestNotRecorded(t *testing.T) {
	t.Parallel()
	p := played(t, nil,
		saved("GET", "/contacts", "page=1", "", 200, `{}`), saved("GET", "/contacts", "page=2", "", 200, `{}`),
		saved("POST", "/tags", "", `{"name": "a", "users": [{"id": 1}]}`, 200, `{}`))
	for _, test := range []struct{ method, path, body, want string }{
		{"GET", "/contacts?page=3", "", " has GET /contacts only with other queries: page=1, page=2"},
		{"POST", "/tags", `{"name": null}`, " has POST /tags only with a body of another form: {name:string,users:[{id:number}]}"},
		{"POST", "/tags", "", " has POST /tags only with a body of another form"},
		{"POST", "/tags", "text", " has POST /tags only with a body of another form"},
		{"GET", "/admins", "", " does not have GET /admins; it has GET /contacts, POST /tags."},
		{"DELETE", "/contacts?page=1", "", " does not have DELETE /contacts"},
	} {
		res := p.send(test.method, test.path, test.body)
		assert.Equal(t, 501, res.status)
		e := firstError([]byte(res.body))
		assert.True(t, strings.HasPrefix(e, "not_recorded: "), e)
		assert.Contains(t, e, test.want)
		assert.Contains(t, p.stderr.String(), test.want)
	}
	empty := played(t, nil)
	assert.Contains(t, empty.send("GET", "/me", "").body, " has no requests")
	assert.Equal(t, "a, b, c, d, e and 2 more", some([]string{"g", "a", "b", "c", "d", "e", "f", "a"}))
}

// With the key of the recording a replay knows what the values of the client became.
func TestKey(t *testing.T) {
	t.Parallel()
	upstream := start(t, "-seed", "example-seed.json")
	name := recordingFile(t)
	rec := start(t, "record", name, "-upstream", upstream.base, "-key", "open sesame")
	for _, path := range []string{"/contacts/find_by_external_id/25", "/contacts?email=mira%40harbor.test"} {
		require.Equal(t, 200, rec.send("GET", path, "").status)
	}
	require.Equal(t, exitOK, rec.stop())
	assert.NotContains(t, contentOf(t, name), "sesame")

	play := start(t, "replay", name, "-key", "open sesame")
	assert.Equal(t, 200, play.send("GET", "/contacts/find_by_external_id/25", "").status)
	assert.Equal(t, 200, play.send("GET", "/contacts?email=mira%40harbor.test", "").status)
	assert.Equal(t, 501, play.send("GET", "/contacts/find_by_external_id/26", "").status)
	without := start(t, "replay", name)
	assert.Equal(t, 501, without.send("GET", "/contacts/find_by_external_id/25", "").status)
}

func TestBrokenRecordings(t *testing.T) {
	t.Parallel()
	const head = `{"intercom_fake_recording":1}` + "\n"
	const line = `{"request":{"method":"GET","path":"/me"},"response":{"status":200}}`
	for content, want := range map[string]string{
		"":                              " is no recording",
		"nonsense":                      " is no recording",
		`{"intercom_fake_recording":2}`: " is no recording",
		head + line + "\n" + line[:30]:  ":3: unexpected end of JSON input",
		head + "{}":                     ":2: the line is no request with its response",
		head + "\n" + `{"request":{"method":"GET"},"response":{"status":700}}`: ":3: the line is no request with its response",
	} {
		file := write(t, content)
		status, _, stderr := ended(t, "replay", file)
		assert.Equal(t, exitFailed, status)
		assert.Contains(t, stderr, "cannot replay: "+file+want, content)
	}
	all, err := readRecording(write(t, head+line+"\n\n"+line))
	require.NoError(t, err)
	assert.Len(t, all, 2)
}
