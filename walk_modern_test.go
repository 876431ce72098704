package intercom_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// The README of the Python SDK for API 2.x, a test for each of its claims.
// What has to be written out in full has tests beside its code.

const walkMe = `{"type":"admin","id":"7","name":"Ada","email":"ada@example.com","app":{"type":"app","id_code":"qz81kf0p","name":"Harbor","region":"EU"}}`

func TestWalkModernTokenAndBaseURLFromEnvironment(t *testing.T) {
	env(t, "INTERCOM_ACCESS_TOKEN", "from-env", "INTERCOM_BASE_URL", "https://gateway.example.test/intercom")
	req := sends(t)
	assert.Equal(t, "Bearer from-env", req.Header.Get("Authorization"))
	assert.Equal(t, "https://gateway.example.test/intercom/tags/7", req.URL.String())
	assert.Equal(t, "https://other.example.test/tags/7", sends(t, intercom.WithBaseURL("https://other.example.test")).URL.String())
}

func TestWalkModernEnvironments(t *testing.T) {
	env(t, "INTERCOM_ACCESS_TOKEN", "from-env")
	for region, want := range map[intercom.Region]string{
		intercom.US: "api.intercom.io", intercom.EU: "api.eu.intercom.io", intercom.AU: "api.au.intercom.io",
	} {
		assert.Equal(t, want, sends(t, intercom.WithRegion(region)).URL.Host)
	}
}

func TestWalkModernMe(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/me", 200, walkMe)
	me, err := client.Admins.Me(t.Context())
	require.NoError(t, err)
	api.wants("GET", "/me", "", "2.16", "")
	assert.Equal(t, "Ada", me.Name)
	assert.Equal(t, "Harbor", me.App.Name)
}

func TestWalkModernTypedParameters(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/contacts", 200, `{"type":"contact","id":"5f00"}`)
	_, err := client.Contacts.Create(t.Context(), intercom.ContactCreate{
		Role: intercom.ContactRoleLead, Email: "joe@example.com", SignedUpAt: intercom.At(time.Unix(1700000000, 0)),
		UnsubscribedFromEmails: intercom.Set(false), CustomAttributes: intercom.Attributes{"plan": "fleet"},
	})
	require.NoError(t, err)
	api.wants("POST", "/contacts", "", "2.16",
		`{"role":"lead","email":"joe@example.com","signed_up_at":1700000000,"unsubscribed_from_emails":false,"custom_attributes":{"plan":"fleet"}}`)
}

func TestWalkModernResponsesAsJSON(t *testing.T) {
	t.Parallel()
	const sent = `{"type":"admin","id":"7","name":"Ada","away_mode_enabled":true,"team_ids":["1","2"]}`
	client, api := setup(t)
	api.on("GET", "/admins/7", 200, sent)
	admin, err := client.Admins.Get(t.Context(), "7")
	require.NoError(t, err)
	b, err := json.Marshal(admin)
	require.NoError(t, err)
	assert.JSONEq(t, sent, string(b), "Intercom's names, and nothing that was not sent")
	assert.Equal(t, sent, string(admin.Raw()))
}

func TestWalkModernManyGoroutines(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/me", 200, walkMe)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			me, err := client.Admins.Me(t.Context())
			if assert.NoError(t, err) {
				assert.Equal(t, intercom.ID("7"), me.ID)
			}
		})
	}
	all.Wait()
	assert.Equal(t, 50, api.count())
}

func TestWalkModernConnectionErrorHasItsCause(t *testing.T) {
	t.Parallel()
	cause := errors.New("connection refused by peer")
	err := got(over(t, scripted(breaks(cause)), intercom.WithMaxRetries(0)).Admins.Me(t.Context()))
	e, ok := errors.AsType[*intercom.ConnectionError](err)
	require.True(t, ok)
	require.ErrorIs(t, e.Err, cause)
	require.ErrorIs(t, err, cause)
	assert.NotErrorIs(t, err, intercom.ErrTimeout)
}

func TestWalkModernStatusErrors(t *testing.T) {
	t.Parallel()
	for status, typed := range map[int]func(error) bool{
		400: is[*intercom.BadRequestError],
		401: is[*intercom.AuthenticationError],
		403: is[*intercom.PermissionDeniedError],
		404: is[*intercom.NotFoundError],
		422: is[*intercom.UnprocessableEntityError],
		429: is[*intercom.RateLimitError],
		500: is[*intercom.ServerError],
	} {
		client, api := setup(t, intercom.WithMaxRetries(0))
		api.on("GET", "/me", status, `{"type":"error.list","request_id":"r1","errors":[{"code":"some_code","message":"No."}]}`)
		err := got(client.Admins.Me(t.Context()))
		assert.True(t, typed(err), "%d: %T", status, err)
		e, ok := errors.AsType[*intercom.APIError](err)
		require.True(t, ok)
		assert.Equal(t, status, e.StatusCode)
		assert.Equal(t, "some_code", e.Code)
		assert.Equal(t, "004h01uqo3s6ait1fi20", e.Header.Get("X-Request-Id"))
		assert.Contains(t, string(e.Body), "error.list")
	}
}

func TestWalkModernRetries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		attempts := func(onClient, onCall []intercom.Option) []time.Time {
			transport := scripted(responds(500, ""))
			require.ErrorIs(t, got(over(t, transport, onClient...).Admins.Me(t.Context(), onCall...)), intercom.ErrServer)
			return transport.at
		}
		none, five := []intercom.Option{intercom.WithMaxRetries(0)}, []intercom.Option{intercom.WithMaxRetries(5)}
		at := attempts(nil, nil)
		require.Len(t, at, 3, "two retries")
		first, second := at[1].Sub(at[0]), at[2].Sub(at[1])
		assert.InDelta(t, 0.375, first.Seconds(), 0.126)
		assert.InDelta(t, 0.75, second.Seconds(), 0.251, "twice as long")
		assert.Len(t, attempts(none, nil), 1, "per client")
		assert.Len(t, attempts(none, five), 6, "per call")
	})
}

func TestWalkModernTimeouts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		takes := func(onClient, onCall []intercom.Option) time.Duration {
			start := time.Now()
			err := got(over(t, scripted(hangs), append(onClient, intercom.WithMaxRetries(0))...).Admins.Me(t.Context(), onCall...))
			require.ErrorIs(t, err, intercom.ErrTimeout)
			assert.True(t, is[*intercom.ConnectionError](err))
			return time.Since(start)
		}
		assert.Equal(t, time.Minute, takes(nil, nil))
		client, call := []intercom.Option{intercom.WithTimeout(20 * time.Second)}, []intercom.Option{intercom.WithTimeout(5 * time.Second)}
		assert.Equal(t, 20*time.Second, takes(client, nil))
		assert.Equal(t, 5*time.Second, takes(client, call))

		transport := scripted(hangs, hangs, responds(200, walkMe))
		require.NoError(t, got(over(t, transport).Admins.Me(t.Context())), "timed out twice, and retried")
		assert.Equal(t, 3, transport.count())
	})
}

func TestWalkModernFinerTimeouts(t *testing.T) {
	t.Parallel()
	client, _ := loopback(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		intercom.WithMaxRetries(0),
		intercom.WithHTTPClient(&http.Client{Transport: &http.Transport{ResponseHeaderTimeout: 20 * time.Millisecond, DisableKeepAlives: true}}))
	require.ErrorIs(t, got(client.Admins.Me(t.Context())), intercom.ErrTimeout)
}

func TestWalkModernLoggingByVariable(t *testing.T) {
	env(t, "INTERCOM_ACCESS_TOKEN", token, "INTERCOM_LOG", "debug")
	r, w, err := os.Pipe()
	require.NoError(t, err)
	stderr := os.Stderr
	os.Stderr = w
	defer func() { os.Stderr = stderr }()
	sends(t)
	require.NoError(t, w.Close())
	log, err := io.ReadAll(r)
	require.NoError(t, err)
	assert.Contains(t, string(log), "level=DEBUG")
	assert.Contains(t, string(log), "GET /tags/{tag_id}")
	assert.NotContains(t, string(log), token)
}

func TestWalkModernNullAndMissing(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/contacts/5f00", 200, `{"type":"contact","id":"5f00","phone":null}`)
	contact, err := client.Contacts.Get(t.Context(), "5f00")
	require.NoError(t, err)
	assert.Empty(t, contact.Phone)
	assert.True(t, contact.Has("phone"))
	assert.True(t, contact.IsNull("phone"))
	assert.Empty(t, contact.Name)
	assert.False(t, contact.Has("name"))
	assert.False(t, contact.IsNull("name"))
}

func TestWalkModernRawResponse(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/me", 200, walkMe)
	var res intercom.Response
	me, err := client.Admins.Me(t.Context(), intercom.WithResponse(&res))
	require.NoError(t, err)
	assert.Equal(t, "Ada", me.Name)
	assert.Equal(t, 200, res.StatusCode)
	assert.Equal(t, "004h01uqo3s6ait1fi20", res.Header.Get("X-Request-Id"))
	assert.JSONEq(t, walkMe, string(res.Body))
}

func TestWalkModernStreaming(t *testing.T) {
	t.Parallel()
	client, _ := loopback(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Export", "1")
		_, _ = io.Copy(w, strings.NewReader(strings.Repeat("line\n", 1000)))
	})
	var res intercom.Response
	stream, err := client.Open(t.Context(), "GET /exports/{id}", intercom.WithPath("7"), intercom.WithResponse(&res))
	require.NoError(t, err)
	defer stream.Close()
	assert.Equal(t, "1", res.Header.Get("X-Export"))
	first := make([]byte, 5)
	_, err = io.ReadFull(stream, first)
	require.NoError(t, err)
	assert.Equal(t, "line\n", string(first))
	rest, err := io.ReadAll(stream)
	require.NoError(t, err)
	assert.Len(t, rest, 4995)
}

func TestWalkModernProxiesAndTransports(t *testing.T) {
	t.Parallel()
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.String())
		_, _ = w.Write([]byte(walkMe))
	}))
	defer proxy.Close()
	at, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	transport := &http.Transport{Proxy: http.ProxyURL(at)}
	defer transport.CloseIdleConnections()
	wrapped := 0
	client := over(t, transport, intercom.WithBaseURL("http://api.example.test"), intercom.WithTransport(func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			wrapped++
			return next.RoundTrip(r)
		})
	}))
	require.NoError(t, got(client.Admins.Me(t.Context())))
	assert.Equal(t, []string{"http://api.example.test/me"}, asked)
	assert.Equal(t, 1, wrapped)
}

func TestWalkModernUndocumented(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/foo", 200, `{"type":"foo","unknown_prop":"x"}`)
	var foo struct {
		Unknown string `json:"unknown_prop"`
	}
	require.NoError(t, client.Do(t.Context(), "POST /foo", &foo, intercom.WithBody(map[string]bool{"my_param": true})), "an endpoint")
	api.wants("POST", "/foo", "", "2.16", `{"my_param":true}`)
	assert.Equal(t, "x", foo.Unknown)

	api.on("POST", "/tags", 200, `{"type":"tag","id":"7","name":"vip","color":"red"}`)
	tag, err := client.Tags.Create(t.Context(), "vip",
		intercom.WithQuery("dry", "true"), intercom.WithBodyField("color", "red"), intercom.WithHeader("X-Experiment", "7"))
	require.NoError(t, err)
	api.wants("POST", "/tags", "dry=true", "2.16", `{"name":"vip","color":"red"}`) // parameters
	assert.Equal(t, "7", api.last().Header.Get("X-Experiment"))

	color, ok := tag.Lookup("color") // properties
	assert.True(t, ok)
	assert.JSONEq(t, `"red"`, string(color))
	assert.Equal(t, map[string]json.RawMessage{"color": json.RawMessage(`"red"`)}, tag.Extra())
}

func TestWalkModernClose(t *testing.T) {
	t.Parallel()
	var closed bool
	over(t, closing{scripted(responds(200, walkMe)), &closed}).Close()
	assert.True(t, closed)
}

func TestWalkModernVersion(t *testing.T) {
	t.Parallel()
	assert.Regexp(t, regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`), intercom.Version)
	changelog, err := os.ReadFile("CHANGELOG.md")
	require.NoError(t, err)
	assert.True(t, bytes.Contains(changelog, []byte(intercom.Version)), "the changelog tells what is in it")
	client, api := setup(t)
	api.on("GET", "/me", 200, walkMe)
	require.NoError(t, got(client.Admins.Me(t.Context())))
	assert.Contains(t, api.last().Header.Get("User-Agent"), "intercom-go/"+intercom.Version)
}
