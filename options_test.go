package intercom_test

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// env clears what NewClient reads, and sets some of it.
func env(t *testing.T, pairs ...string) {
	for _, key := range []string{"INTERCOM_ACCESS_TOKEN", "INTERCOM_BASE_URL", "INTERCOM_LOG"} {
		t.Setenv(key, "")
	}
	for i := 0; i < len(pairs); i += 2 {
		t.Setenv(pairs[i], pairs[i+1])
	}
}

// sends returns the request that a client made with opts sends.
func sends(t *testing.T, opts ...intercom.Option) *http.Request {
	t.Helper()
	var sent *http.Request
	client, err := intercom.NewClient(append([]intercom.Option{intercom.WithHTTPClient(&http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
		sent = req
		return reply(200, `{"id":"7"}`), nil
	})})}, opts...)...)
	require.NoError(t, err)
	_, err = client.Tags.Get(t.Context(), "7")
	require.NoError(t, err)
	return sent
}

func TestEnvironment(t *testing.T) {
	env(t, "INTERCOM_ACCESS_TOKEN", " from-env\n", "INTERCOM_BASE_URL", "http://env.test/p/")
	req := sends(t)
	assert.Equal(t, "Bearer from-env", req.Header.Get("Authorization"))
	assert.Equal(t, "http://env.test/p/tags/7", req.URL.String())
	assert.Equal(t, "Bearer mine", sends(t, intercom.WithToken("mine")).Header.Get("Authorization"))
	assert.Equal(t, "api.eu.intercom.io", sends(t, intercom.WithRegion(intercom.EU)).URL.Host)
	source := intercom.WithTokenSource(func(context.Context) (string, error) { return "sourced", nil })
	assert.Equal(t, "Bearer sourced", sends(t, source).Header.Get("Authorization"))
	assert.Equal(t, "Bearer mine", sends(t, source, intercom.WithToken("mine")).Header.Get("Authorization"), "the last one given")

	client, err := intercom.NewClient(intercom.WithHTTPClient(&http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
		assert.Equal(t, "Bearer from-env", req.Header.Get("Authorization"))
		return reply(200, `{"id":"7"}`), nil
	})}))
	require.NoError(t, err)
	env(t)
	_, err = client.Tags.Get(t.Context(), "7")
	require.NoError(t, err, "it is read once")

	_, err = intercom.NewClient()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Contains(t, err.Error(), "WithToken")
	assert.Contains(t, err.Error(), "INTERCOM_ACCESS_TOKEN")

	env(t, "INTERCOM_ACCESS_TOKEN", "two words")
	_, err = intercom.NewClient()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Contains(t, err.Error(), "INTERCOM_ACCESS_TOKEN is invalid: token has spaces")
	assert.NotContains(t, err.Error(), "words")
	_, err = intercom.NewClient(intercom.WithToken("good"))
	require.NoError(t, err)

	env(t, "INTERCOM_ACCESS_TOKEN", "good", "INTERCOM_BASE_URL", "nonsense")
	_, err = intercom.NewClient()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Contains(t, err.Error(), "INTERCOM_BASE_URL")

	env(t, "INTERCOM_ACCESS_TOKEN", "good", "INTERCOM_LOG", "nonsense")
	assert.Equal(t, "https://api.intercom.io/tags/7", sends(t).URL.String())
}

func TestTokens(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{"tok": "tok", " tok\r\n": "tok", "dG9r=": "dG9r=", "\ttok": "tok"} {
		assert.Equal(t, "Bearer "+want, sends(t, intercom.WithToken(given)).Header.Get("Authorization"))
	}
	for _, given := range []string{"", "  ", "two words", "a\nb", "a\x00b", "töken", "a\tb", "a\x7f"} {
		_, err := intercom.NewClient(intercom.WithToken(given))
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, "%q", given)
		assert.Contains(t, err.Error(), "WithToken is invalid: token ")
		assert.NotContains(t, err.Error(), "words")
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	tok := intercom.WithToken("tok")
	for given, want := range map[string]string{
		"https://proxy.test":           "https://proxy.test/tags/7",
		"https://proxy.test/":          "https://proxy.test/tags/7",
		" http://127.0.0.1:8080/a/b/ ": "http://127.0.0.1:8080/a/b/tags/7",
		"http://[::1]:80/x%2Fy":        "http://[::1]:80/x%2Fy/tags/7",
		"HTTPS://proxy.test/a%20b":     "https://proxy.test/a%20b/tags/7",
	} {
		req := sends(t, tok, intercom.WithBaseURL(given))
		assert.Equal(t, want, req.URL.String())
		assert.Equal(t, req.URL.Host, req.Host)
	}
	for _, given := range []string{
		"", "not a url", "api.intercom.io", "/path", "ftp://x", "http://", "https:///x", "https://u:p@x", "https://x?", "https://x?a=b", "https://x#f",
		"https:x", "http://a b", "http://x:port", "https://%zz", "http://:80",
	} {
		_, err := intercom.NewClient(tok, intercom.WithBaseURL(given))
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, "%q", given)
		assert.Contains(t, err.Error(), "base URL")
	}
	for region, want := range map[intercom.Region]string{intercom.US: "api.intercom.io", intercom.EU: "api.eu.intercom.io", intercom.AU: "api.au.intercom.io"} {
		assert.Equal(t, want, sends(t, tok, intercom.WithRegion(region)).URL.Host)
	}
	_, err := intercom.NewClient(tok, intercom.WithRegion("mars"))
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Contains(t, err.Error(), `"mars"`)
}

func TestVersions(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "2.16", intercom.APIVersion)
	client, api := setup(t, intercom.WithVersion("2.15"))
	api.on("GET", "/tags/7", 200, `{"id":"7"}`)
	api.on("GET", "/users/7", 200, `{"id":"7"}`)
	for _, tt := range []struct {
		legacy bool
		opts   []intercom.Option
		want   string
	}{
		{false, nil, "2.15"},
		{true, nil, "1.4"},
		{false, []intercom.Option{intercom.WithVersion("Preview")}, "Preview"},
		{true, []intercom.Option{intercom.WithVersion("1.1")}, "1.1"},
	} {
		var err error
		if tt.legacy {
			_, err = client.Users.Find(t.Context(), intercom.ByID("7"), tt.opts...)
		} else {
			_, err = client.Tags.Get(t.Context(), "7", tt.opts...)
		}
		require.NoError(t, err)
		assert.Equal(t, tt.want, api.last().Version)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	tok := intercom.WithToken("tok")
	h := sends(t, tok).Header
	assert.Equal(t, http.Header{
		"Authorization":    {"Bearer tok"},
		"Accept":           {"application/json"},
		"Intercom-Version": {"2.16"},
		"User-Agent":       {"intercom-go/" + intercom.Version + " (" + runtime.Version() + "; " + runtime.GOOS + "/" + runtime.GOARCH + ")"},
	}, h)
	h = sends(t, tok, intercom.WithAppInfo("billing", "1.2"), intercom.WithHeader("x-trace", "a b"), intercom.WithHeader("accept", "")).Header
	assert.True(t, strings.HasSuffix(h.Get("User-Agent"), ") billing/1.2"), h.Get("User-Agent"))
	assert.Equal(t, "a b", h.Get("X-Trace"))
	assert.NotContains(t, h, "Accept")
	assert.True(t, strings.HasSuffix(sends(t, tok, intercom.WithAppInfo("billing", "")).Header.Get("User-Agent"), ") billing"))
	assert.Equal(t, []string{""}, sends(t, tok, intercom.WithHeader("User-Agent", "")).Header["User-Agent"], "so that net/http sends none of its own")

	client, api := setup(t)
	api.on("POST", "/tags", 200, `{}`)
	_, err := client.Tags.Create(t.Context(), "x")
	require.NoError(t, err)
	assert.Equal(t, "application/json", api.last().Header.Get("Content-Type"))
}

func TestQueryAndBodyFields(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/tags", 200, `{}`)
	api.on("GET", "/users", 200, `{"type":"user.list","users":[]}`)
	_, err := client.Tags.Create(t.Context(), "blue", intercom.WithBodyField("new.deep", []int{1}), intercom.WithBodyField("new.other", nil),
		intercom.WithBodyField("name.x", 9007199254740993), intercom.WithQuery("q", "a&b"), intercom.WithQuery("q", "c"))
	require.NoError(t, err)
	api.wants("POST", "/tags", "q=c", "2.16", `{"name":{"x":9007199254740993},"new":{"deep":[1],"other":null}}`)
	assert.Contains(t, api.last().Body, "9007199254740993")

	_, err = client.Users.List(t.Context(), intercom.UserListOptions{Email: "a@b.c"}, intercom.WithQuery("email", "d@e.f"), intercom.WithQuery("x", "")).Collect()
	require.NoError(t, err)
	api.wants("GET", "/users", "email=d%40e.f&x=", "1.4", "")

	require.NoError(t, client.Do(t.Context(), "POST /tags", nil, intercom.WithBodyField("a", 1)))
	assert.JSONEq(t, `{"a":1}`, api.last().Body)

	n := api.count()
	_, err = client.Tags.Get(t.Context(), "7", intercom.WithBodyField("a", 1))
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	require.ErrorIs(t, client.Do(t.Context(), "POST /tags", nil, intercom.WithBody([]int{1}), intercom.WithBodyField("a", 1)), intercom.ErrInvalidArgument)
	require.ErrorIs(t, client.Do(t.Context(), "POST /tags", nil, intercom.WithBodyField("a", make(chan int))), intercom.ErrInvalidArgument)
	assert.Equal(t, n, api.count())
}

func TestOptionsRefuseNonsense(t *testing.T) {
	t.Parallel()
	var none intercom.Response
	clientOnly := map[string]intercom.Option{
		"WithResponse": intercom.WithResponse(&none),
		"WithBody":     intercom.WithBody(1),
		"WithPath":     intercom.WithPath("1"),
	}
	everywhere := map[string][]intercom.Option{
		"WithToken":       {intercom.WithToken("a b")},
		"WithTokenSource": {intercom.WithTokenSource(nil)},
		"WithRegion":      {intercom.WithRegion("")},
		"WithBaseURL":     {intercom.WithBaseURL("x")},
		"WithVersion":     {intercom.WithVersion(""), intercom.WithVersion("2.16\r\nX: y"), intercom.WithVersion("2 16")},
		"WithTimeout":     {intercom.WithTimeout(-1), intercom.WithTimeout(5), intercom.WithTimeout(time.Millisecond - 1)},
		"WithMaxRetries":  {intercom.WithMaxRetries(-1)},
		"WithLimiter":     {intercom.WithLimiter(nil)},
		"WithHeader": {
			intercom.WithHeader("", "x"), intercom.WithHeader("a b", "x"), intercom.WithHeader("X\r\nY", "x"), intercom.WithHeader("Ä", "x"), intercom.WithHeader("X(", "x"),
			intercom.WithHeader("X", "a\nb"), intercom.WithHeader("X", "a\x01b"), intercom.WithHeader("authorization", "x"), intercom.WithHeader("idempotency-key", "1"),
		},
		"WithMaxResponseSize": {intercom.WithMaxResponseSize(-1)},
		"WithQuery":           {intercom.WithQuery("", "x")},
		"WithBodyField":       {intercom.WithBodyField("", 1), intercom.WithBodyField("a..b", 1), intercom.WithBodyField(".", 1)},
		"WithHTTPClient":      {intercom.WithHTTPClient(nil)},
		"WithTransport":       {intercom.WithTransport(nil)},
		"WithHook":            {intercom.WithHook(nil)},
		"WithAppInfo":         {intercom.WithAppInfo("", "1"), intercom.WithAppInfo("a b", ""), intercom.WithAppInfo("a", "1\n"), intercom.WithAppInfo("ä", "")},
		"WithResponse":        {intercom.WithResponse(nil)},
	}
	client, api := setup(t)
	for name, opts := range everywhere {
		for i, opt := range opts {
			_, err := intercom.NewClient(intercom.WithToken("tok"), opt)
			require.ErrorIs(t, err, intercom.ErrInvalidArgument, "%s %d", name, i)
			assert.Contains(t, err.Error(), name)
			_, err = client.Tags.Get(t.Context(), "7", opt)
			require.ErrorIs(t, err, intercom.ErrInvalidArgument, "%s %d", name, i)
			assert.Contains(t, err.Error(), "GET /tags/{tag_id}")
			assert.Contains(t, err.Error(), name)
			_, err = client.With(opt).Tags.List(t.Context()).Collect()
			require.ErrorIs(t, err, intercom.ErrInvalidArgument, "%s %d", name, i)
		}
	}
	for name, opt := range clientOnly {
		_, err := intercom.NewClient(intercom.WithToken("tok"), opt)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, name)
		assert.Contains(t, err.Error(), name+" belongs to a call")
	}
	assert.Zero(t, api.count())
	_, err := intercom.NewClient(intercom.WithToken("tok"), nil)
	assert.NoError(t, err, "a nil option is none")
}

func TestLoggerNil(t *testing.T) {
	env(t, "INTERCOM_ACCESS_TOKEN", "tok", "INTERCOM_LOG", "debug")
	assert.NotNil(t, sends(t, intercom.WithLogger(nil)))
}

// An option applies to the call that it is given to, and to no other.
func TestCallOptionsStayWithTheCall(t *testing.T) {
	t.Parallel()
	transport := scripted(breaks(io.EOF))
	client := over(t, transport, intercom.WithMaxRetries(1), intercom.WithRetryPolicy(func(a intercom.Attempt) (time.Duration, bool) { return 0, a.Retry }))
	for _, want := range []int{4, 2} {
		transport.at = nil
		var opts []intercom.Option
		if want == 4 {
			opts = append(opts, intercom.WithMaxRetries(3))
		}
		_, err := client.Tags.Get(t.Context(), "7", opts...)
		require.Error(t, err)
		assert.Equal(t, want, transport.count())
	}
}

func TestBadInputIsNamed(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()
	milliseconds := intercom.At(time.Unix(time.Now().UnixMilli(), 0))
	for name, call := range map[string]func() error{
		"SignedUpAt": func() error {
			return got(client.Users.Create(ctx, intercom.UserCreate{UserID: "1", SignedUpAt: milliseconds}))
		},
		"RemoteCreatedAt": func() error {
			return got(client.Companies.Create(ctx, intercom.CompanyCreate{CompanyID: "1", RemoteCreatedAt: milliseconds}))
		},
		"CustomAttributes": func() error {
			return got(client.Contacts.Update(ctx, "1", intercom.ContactUpdate{CustomAttributes: intercom.Attributes{"a": make(chan int)}}))
		},
		"User":    func() error { return client.Users.Save(ctx, nil) },
		"Lead":    func() error { return client.Leads.Save(ctx, nil) },
		"Company": func() error { return client.Companies.Save(ctx, nil) },
		"Contact": func() error { return client.Contacts.Save(ctx, nil) },
	} {
		err := call()
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, name)
		assert.Contains(t, err.Error(), name)
	}
	assert.Zero(t, api.count())
}
