package main

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// The command that is printed works as it stands.
func TestPrintedCommand(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"-token", "it's$a\"token"}, {"-seed", "example-seed.json"}} {
		p := start(t, args...)
		commands := p.stdout.lines("curl")
		require.Len(t, commands, 1)
		res := p.curl(commands[0])
		assert.Equal(t, 200, res.status, res.body)
		assert.Contains(t, res.body, "Ole Brandt")
	}
	p := start(t, "-seed", "example-seed.json")
	assert.Contains(t, p.stdout.String(), ", with 2 admins, 1 team, 2 tags, 1 segment, 1 data attribute, 1 company, 2 contacts, 1 event, "+
		"2 conversations, 1 ticket type, 1 ticket, 1 collection, 1 article. Try:\n")
}

func TestToken(t *testing.T) {
	t.Parallel()
	p := start(t, "-token", "tok_mine")
	assert.Equal(t, 401, p.send("GET", "/me", "").status)
	assert.Equal(t, 200, p.send("GET", "/me", "", "Authorization", "Bearer tok_mine").status)
}

func TestVersion(t *testing.T) {
	t.Parallel()
	p := start(t, "-api-version", "1.4")
	assert.Contains(t, p.send("GET", "/users", "").body, `"type":"user.list"`)
	assert.Contains(t, p.send("GET", "/contacts", "", "Intercom-Version", "2.9").body, `"type":"list"`)
	assert.Regexp(t, ` GET /users 1\.4 200 `, p.stderr)
}

func TestLimit(t *testing.T) {
	t.Parallel()
	p := start(t, "-limit", "2/1h")
	assert.Equal(t, "2", p.send("GET", "/me", "").header.Get("X-RateLimit-Limit"))
	p.send("GET", "/me", "")
	assert.Equal(t, 429, p.send("GET", "/me", "").status)
	assert.Regexp(t, `GET /me 2\.16 429 [0-9.]+ms rate_limit_exceeded: Exceeded rate limit of 2 in`, p.stderr)
}

func TestLatencyAndLag(t *testing.T) {
	t.Parallel()
	p := start(t, "-latency", "50ms", "-lag", "1h")
	began := time.Now()
	p.send("POST", "/contacts", `{"email": "mira@harbor.test"}`)
	assert.GreaterOrEqual(t, time.Since(began), 50*time.Millisecond)
	found := p.send("POST", "/contacts/search", `{"query": {"field": "email", "operator": "=", "value": "mira@harbor.test"}}`)
	assert.Contains(t, found.body, `"total_count":0`)
}

// Links lead to the fake, so that they can be followed.
func TestLinks(t *testing.T) {
	t.Parallel()
	p := start(t)
	for _, name := range []string{"a", "b", "c"} {
		made := p.send("POST", "/users", `{"user_id": "`+name+`", "name": "See https://api.intercom.io/x"}`, "Intercom-Version", "1.4")
		require.Equal(t, 200, made.status)
	}
	page := p.send("GET", "/users?per_page=2", "", "Intercom-Version", "1.4").json(t)
	next := page["pages"].(map[string]any)["next"].(string)
	assert.True(t, strings.HasPrefix(next, p.base+"/users?"), next)
	assert.Contains(t, p.send("GET", next, "", "Intercom-Version", "1.4").body, "See https://api.intercom.io/x")
}

func TestLog(t *testing.T) {
	t.Parallel()
	p := start(t)
	p.send("GET", "/contacts?per_page=3&email=mira%40harbor.test", "")
	p.send("POST", "/contacts", `{"email": 7}`)
	p.send("GET", "/nothing", "", "Intercom-Version", "a b")
	for _, want := range []string{
		`(?m)^\d\d:\d\d:\d\d\.\d{3} GET /contacts\?per_page=3&email=mira%40harbor\.test 2\.16 200 [0-9.]+ms$`,
		`(?m) POST /contacts 2\.16 400 [0-9.]+ms parameter_invalid: email is malformed$`,
		`(?m) GET /nothing "a b" 400 [0-9.]+ms intercom_version_invalid: The requested version "a b" is not valid$`,
	} {
		assert.Regexp(t, want, p.stderr)
	}
	quiet := start(t, "-quiet")
	quiet.send("GET", "/me", "")
	assert.Empty(t, quiet.stderr.String())
	assert.Contains(t, quiet.stdout.String(), "curl")
}

func TestFaults(t *testing.T) {
	t.Parallel()
	p := start(t, "-fault", "GET /contacts/{id} 503 x2 Retry-After=5", "-fault", "GET /tags html:502", "-fault", "GET /me reset",
		"-fault", "GET /admins cut", "-fault", "GET /segments delay:40ms", "-fault", "GET /teams empty:504", "-fault", "GET /companies 429:30s",
		"-fault", `POST /tags json:201 {"type": "tag", "name": "a  b"}`, "-fault", "GET /conversations wrong-region", "-fault", "GET /data_attributes 404 gone")
	for range 2 {
		res := p.send("GET", "/contacts/x", "")
		assert.Equal(t, 503, res.status)
		assert.Equal(t, "5", res.header.Get("Retry-After"))
		assert.Contains(t, res.body, `"code":"service_unavailable"`)
	}
	assert.Equal(t, 404, p.send("GET", "/contacts/x", "").status)
	assert.Contains(t, p.send("GET", "/tags", "").body, "<center>nginx</center>")
	_, err := p.try("POST", "/me", "")
	assert.NoError(t, err)
	_, err = p.try("GET", "/me", "")
	assert.Error(t, err)
	_, err = p.try("GET", "/admins", "")
	assert.Error(t, err)
	began := time.Now()
	p.send("GET", "/segments", "")
	assert.GreaterOrEqual(t, time.Since(began), 40*time.Millisecond)
	assert.Equal(t, response{status: 504}, response{status: p.send("GET", "/teams", "").status})
	assert.Equal(t, 429, p.send("GET", "/companies", "").status)
	res := p.send("POST", "/tags", `{"name": "x"}`)
	assert.Equal(t, 201, res.status)
	assert.Equal(t, `{"type": "tag", "name": "a  b"}`, res.body)
	assert.Equal(t, 401, p.send("GET", "/conversations", "").status)
	assert.Contains(t, p.send("GET", "/data_attributes", "").body, `"code":"gone"`)
	assert.Equal(t, exitOK, p.stop())
	for _, want := range []string{
		"GET /me 2.16 - ", "the connection was lost", "GET /admins 2.16 200 ", "the response was cut off",
		"GET /tags 2.16 502 ", "the body is text/html", "the body is empty",
	} {
		assert.Contains(t, p.stderr.String(), want)
	}
	anything := start(t, "-fault", "500 x2")
	assert.Equal(t, 500, anything.send("GET", "/me", "").status)
	assert.Equal(t, 500, anything.send("GET", "/tags", "").status)
	assert.Equal(t, 200, anything.send("GET", "/tags", "").status)
}

func TestMistakesInFaults(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                      "what goes wrong is missing",
		"GET":                   "GET is followed by the path of an operation",
		"GET /me":               "what goes wrong is missing",
		"GET me 503":            "GET is followed by the path",
		"GET /contact/{id} 503": `is it "GET /contacts/{contact_id}"?`,
		"PUT /me 503":           "the fake does not know the operation",
		"nonsense":              `"nonsense" is no kind of fault`,
		"200":                   `"200" is no kind of fault`,
		"700":                   `"700" is no kind of fault`,
		"503 x0":                "x0 is no number of times",
		"503 x999999":           "x999999 is no number of times",
		"503 a b":               `"a b" is no error code`,
		"reset 5":               `"5" is neither a number of times`,
		"429:1s code":           `"code" is neither a number of times`,
		"429:soon":              `"soon" is no time`,
		"delay":                 `"" is no time`,
		"delay:-1s":             `"-1s" is no time`,
		"html":                  `"" is no status`,
		"empty:99":              `"99" is no status`,
		"json:200":              `"" is no JSON`,
		"json:200 {":            `"{" is no JSON`,
		"json:x {}":             `"x" is no status`,
	} {
		status, _, stderr := ended(t, "-addr", "127.0.0.1:0", "-fault", text)
		assert.Equal(t, exitUsage, status, text)
		assert.Contains(t, strings.ReplaceAll(stderr, `\"`, `"`), want, text)
	}
}

func TestWebhook(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var got []intercom.Topic
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			return
		}
		n, err := intercom.ParseWebhook(r, "the secret")
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		got = append(got, n.Topic)
	}))
	t.Cleanup(app.Close)
	p := start(t, "-webhook", app.URL+"/hook", "-webhook-secret", "the secret", "-topics", "contact.user.created, contact.deleted", "-seed", "example-seed.json")
	contact := p.send("POST", "/contacts", `{"role": "user", "email": "new@harbor.test"}`).json(t)
	p.send("PUT", "/contacts/"+contact["id"].(string), `{"name": "Nina"}`)
	p.send("DELETE", "/contacts/"+contact["id"].(string), "")
	assert.Eventually(t, func() bool { return len(p.stderr.lines("webhook contact.deleted")) == 1 }, 5*time.Second, 5*time.Millisecond)
	mu.Lock()
	defer mu.Unlock()
	assert.Equal(t, []intercom.Topic{"contact.user.created", "contact.deleted"}, got)
	assert.Regexp(t, `webhook contact\.user\.created `+regexp.QuoteMeta(app.URL)+`/hook 200 [0-9.]+ms`, p.stderr)
}

// What a subscription of API 1.4 names is not reached if it is not of this machine.
func TestWebhookReachesNobodyElse(t *testing.T) {
	t.Parallel()
	p := start(t)
	made := p.send("POST", "/subscriptions", `{"service_type": "web", "url": "https://example.com/hook", "topics": ["user.created"]}`, "Intercom-Version", "1.4")
	require.Equal(t, 200, made.status, made.body)
	p.send("POST", "/users", `{"user_id": "1"}`, "Intercom-Version", "1.4")
	assert.Eventually(t, func() bool { return len(p.stderr.lines("notifications go to this machine")) > 0 }, 5*time.Second, 5*time.Millisecond, p.stderr)
}

func TestTrigger(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	got := map[intercom.Topic]string{}
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := intercom.ParseWebhook(r, "the secret")
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		got[n.Topic] = string(n.Raw())
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(app.Close)
	_, list, _ := ended(t, "trigger", "-list")
	topics := strings.Fields(list)
	assert.Greater(t, len(topics), 100)
	for _, topic := range topics {
		status, stdout, stderr := ended(t, "trigger", topic, "-to", app.URL, "-secret", "the secret")
		assert.Equal(t, exitOK, status, stderr)
		assert.Equal(t, topic+": 202 Accepted\n", stdout)
	}
	assert.Len(t, got, len(topics))

	status, _, stderr := ended(t, "trigger", "-secret", "another", "contact.archived", "-to", app.URL)
	assert.Equal(t, exitFailed, status)
	assert.Contains(t, stderr, "did not take contact.archived: 401 Unauthorized")

	status, _, _ = ended(t, "trigger", "contact.archived", "-item", write(t, `{"id": "my own"}`), "-to", app.URL, "-secret", "the secret")
	assert.Equal(t, exitOK, status)
	assert.Contains(t, got["contact.archived"], "my own")

	_, modern, _ := ended(t, "trigger", "conversation.user.replied", "-print")
	_, old, _ := ended(t, "trigger", "conversation.user.replied", "-print", "-legacy")
	assert.Contains(t, modern, `"topic":"conversation.user.replied"`)
	assert.NotContains(t, modern, `"conversation_message"`)
	assert.Contains(t, old, `"conversation_message"`)
}

// No mistake in a fault is a panic.
func FuzzFault(f *testing.F) {
	for _, seed := range []string{"503", "GET /me 429:3s x2", "json:200 {}", `PUT / json:500 x3 A=b "x"`, "delay:1h a=b", "GET  /x  cut"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := parseFault(text)
		if err == nil {
			assert.Positive(t, p.times)
		}
	})
}
