package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestRun(t *testing.T) {
	t.Setenv("INTERCOM_CLIENT_ID", "")
	t.Setenv("INTERCOM_CLIENT_SECRET", "")
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out, nil))
	assert.Equal(t, `Talking to a fake Intercom in this process, as INTERCOM_CLIENT_ID is not set.
/ leads to /: <!doctype html><title>Install</title><a href="/install">Connect with Intercom</a>
/install leads to /callback: <!doctype html><title>Installed</title><p>Installed in the workspace qz81kf0p by Ole Brandt.</p>
`, out.String())
	require.Error(t, run(t.Context(), &out, []string{"-unknown"}))
	require.Error(t, run(t.Context(), &out, []string{"-addr", "localhost:-1"}))
}

func TestServesUntilItIsStopped(t *testing.T) {
	t.Setenv("INTERCOM_CLIENT_ID", "a1b2")
	t.Setenv("INTERCOM_CLIENT_SECRET", "s3")
	require.ErrorContains(t, run(t.Context(), io.Discard, nil), "-addr")

	free, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	addr := free.Addr().String()
	require.NoError(t, free.Close())
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	var out strings.Builder
	go func() { ended <- run(ctx, &out, []string{"-addr", addr, "-redirect", "https://app.test/callback"}) }()
	b := newBrowser(t)
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	var res *http.Response
	require.Eventually(t, func() bool {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+"/install", nil)
		require.NoError(t, err)
		if res, err = b.Do(req); err != nil {
			return false
		}
		res.Body.Close()
		return true
	}, 10*time.Second, 5*time.Millisecond)
	to, err := res.Location()
	require.NoError(t, err)
	assert.Equal(t, "app.intercom.com", to.Host)
	assert.Equal(t, "https://app.test/callback", to.Query().Get("redirect_uri"))
	state := res.Cookies()[0]
	assert.Equal(t, to.Query().Get("state"), state.Value)
	assert.Len(t, state.Value, 26)
	assert.True(t, state.Secure && state.HttpOnly && state.SameSite == http.SameSiteLaxMode)
	stop()
	require.NoError(t, <-ended)
	assert.Equal(t, "Open http://"+addr+"\n", out.String())
}

// browser keeps cookies and follows redirects.
type browser struct {
	http.Client
	t *testing.T
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &browser{http.Client{Jar: jar}, t}
}

// open returns the status and the text of a page.
func (b *browser) open(address string) (int, string) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, address, nil)
	require.NoError(b.t, err)
	res, err := b.Do(req)
	require.NoError(b.t, err)
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	require.NoError(b.t, err)
	return res.StatusCode, string(content)
}

// serve returns the address of an installer, its fake, and what it logs.
func serve(t *testing.T) (string, *intercomtest.Server, *strings.Builder) {
	t.Helper()
	fake := intercomtest.NewServer()
	t.Cleanup(fake.Close)
	log := &strings.Builder{}
	in := &installer{app: fake.OAuth(), out: log}
	srv := httptest.NewServer(in.routes())
	t.Cleanup(srv.Close)
	in.app.BaseURL, in.app.RedirectURI = fake.URL(), srv.URL+"/callback"
	return srv.URL, fake, log
}

func TestRefusesAnotherState(t *testing.T) {
	t.Parallel()
	page, fake, log := serve(t)
	code := url.QueryEscape(fake.AddOAuthCode())
	for name, query := range map[string]string{
		"none": "?code=" + code, "empty": "?state=&code=" + code, "another": "?state=x&code=" + code,
	} {
		for _, began := range []bool{false, true} {
			b := newBrowser(t)
			if began {
				b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
				status, _ := b.open(page + "/install")
				require.Equal(t, http.StatusFound, status)
			}
			status, content := b.open(page + "/callback" + query)
			assert.Equal(t, http.StatusForbidden, status, name)
			assert.Contains(t, content, "did not begin in this browser")
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, page+"/callback?state=&code="+code, nil)
	require.NoError(t, err)
	req.AddCookie(&http.Cookie{Name: stateCookie})
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	assert.Equal(t, http.StatusForbidden, res.StatusCode, "an empty cookie is none")
	assert.Empty(t, fake.Requests("POST /auth/eagle/token"), "nothing was exchanged")
	assert.Empty(t, log.String())
}

func TestAStateIsForOneInstallation(t *testing.T) {
	t.Parallel()
	page, fake, _ := serve(t)
	b := newBrowser(t)
	var back string
	b.CheckRedirect = func(req *http.Request, _ []*http.Request) error {
		back = req.URL.String()
		return nil
	}
	status, content := b.open(page + "/install")
	require.Equal(t, http.StatusOK, status, content)
	status, _ = b.open(back)
	assert.Equal(t, http.StatusForbidden, status)
	assert.Len(t, fake.Requests("POST /auth/eagle/token"), 1)
	assert.Len(t, fake.Requests("GET /me"), 1)
}

func TestFailures(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]struct {
		fault  intercomtest.Fault
		status int
		text   string
	}{
		"refused": {intercomtest.Status(401, "unauthorized", "Unauthorized Code"), http.StatusBadRequest, "did not accept"},
		"lost":    {intercomtest.Reset(), http.StatusBadGateway, "could not be reached"},
		"down":    {intercomtest.HTML(502), http.StatusBadGateway, "could not be reached"},
	} {
		page, fake, log := serve(t)
		fake.Fail("POST /auth/eagle/token", v.fault)
		b := newBrowser(t)
		var code string
		b.CheckRedirect = func(req *http.Request, _ []*http.Request) error {
			code = req.URL.Query().Get("code")
			return nil
		}
		status, content := b.open(page + "/install")
		assert.Equal(t, v.status, status, name)
		assert.Contains(t, content, v.text)
		assert.Contains(t, log.String(), "intercom: POST /auth/eagle/token: ")
		require.NotEmpty(t, code)
		assert.NotContains(t, log.String()+content, code)
	}

	page, fake, log := serve(t)
	fake.Fail("GET /me", intercomtest.Status(403, "forbidden", "No."))
	status, _ := newBrowser(t).open(page + "/install")
	assert.Equal(t, http.StatusBadGateway, status)
	assert.Contains(t, log.String(), "GET /me: 403")

	in := &installer{app: intercom.OAuth{}, out: log}
	w := httptest.NewRecorder()
	in.routes().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/install", nil))
	assert.Equal(t, http.StatusBadRequest, w.Code)
}
