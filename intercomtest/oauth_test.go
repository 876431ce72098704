package intercomtest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// addOAuth adds to the world what oauthRequests name.
func addOAuth(a *tester, world map[string]string) { world["code"] = a.fake.AddOAuthCode() }

const oauthRequests = `
2.16 GET /oauth?client_id=client_intercomtest&redirect_uri=https%3A%2F%2Fapp.test%2Fback&state=s
2.16 POST /auth/eagle/token {"client_id":"client_intercomtest","client_secret":"secret_intercomtest","code":"$code"}
`

// agree opens the page for admins, and returns the query that the browser comes
// back with.
func agree(t *testing.T, client *http.Client, address string) url.Values {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	res, err := client.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	require.Equal(t, http.StatusFound, res.StatusCode)
	back, err := res.Location()
	require.NoError(t, err)
	assert.Equal(t, "https://app.test/back", back.Scheme+"://"+back.Host+back.Path)
	return back.Query()
}

func TestOAuthInstallsAnApp(t *testing.T) {
	t.Parallel()
	a := newTester(t, WithToken("tok_of-this-workspace"))
	app := a.fake.OAuth()
	app.RedirectURI = "https://app.test/back?x=1"
	address, err := app.AuthorizeURL("s&t=")
	require.NoError(t, err)
	back := agree(t, a.client, address)
	code := back.Get("code")
	assert.Equal(t, url.Values{"x": {"1"}, "state": {"s&t="}, "code": {code}}, back)
	assert.True(t, strings.HasSuffix(code, "="), "as Intercom's are")

	granted, err := app.Exchange(t.Context(), code)
	require.NoError(t, err)
	assert.Equal(t, "tok_of-this-workspace", granted)
	me, err := a.fake.Client(intercom.WithToken(granted)).Admins.Me(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "qz81kf0p", me.App.IDCode)

	_, err = app.Exchange(t.Context(), code)
	require.ErrorIs(t, err, intercom.ErrUnauthorized, "a code is for one exchange")
	require.ErrorContains(t, err, "Unauthorized Code")
	assert.Len(t, a.fake.Requests("POST /auth/eagle/token"), 2)
	assert.NotContains(t, a.fake.Requests("POST /auth/eagle/token")[0].Header, "Authorization")
}

// What golang.org/x/oauth2 sends with the configuration that intercom.OAuth
// documents, which is more than Intercom asks for.
func TestOAuthTakesWhatOAuth2Sends(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	back := agree(t, a.client, "https://app.intercom.com/oauth?access_type=offline&client_id="+clientID+"&redirect_uri=https%3A%2F%2Fapp.test%2Fback&response_type=code&state=s")
	form := url.Values{
		"client_id": {clientID}, "client_secret": {clientSecret}, "code": {back.Get("code")},
		"grant_type": {"authorization_code"}, "redirect_uri": {"https://app.test/back"},
	}
	r := a.request("POST /auth/eagle/token", form.Encode())
	r.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	res, err := a.client.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	assert.Equal(t, http.StatusOK, res.StatusCode)
	assert.Empty(t, res.Header.Get("X-RateLimit-Limit"))
}

func TestOAuthTakesJSON(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	body := `{"client_id":"` + clientID + `","client_secret":"` + clientSecret + `","code":"` + a.fake.AddOAuthCode() + `"}`
	o := a.ok("POST /auth/eagle/token", body)
	assert.Equal(t, object{"token_type": "Bearer", "token": a.fake.Token(), "access_token": a.fake.Token()}, o)
	assert.Equal(t, "Unauthorized Code", a.fails("POST /auth/eagle/token", body, 401, "unauthorized"))
}

func TestOAuthRefuses(t *testing.T) {
	t.Parallel()
	a := newTester(t)
	code := a.fake.AddOAuthCode()
	for name, spoil := range map[string]func(o *intercom.OAuth, code *string){
		"another app":    func(o *intercom.OAuth, _ *string) { o.ClientID = "x" },
		"another secret": func(o *intercom.OAuth, _ *string) { o.ClientSecret = "x" },
		"another code":   func(_ *intercom.OAuth, code *string) { *code = "x" },
		"a code cut off": func(_ *intercom.OAuth, code *string) { *code = strings.TrimRight(*code, "=") },
	} {
		app, given := a.fake.OAuth(), code
		spoil(&app, &given)
		_, err := app.Exchange(t.Context(), given)
		require.ErrorIs(t, err, intercom.ErrUnauthorized, name)
	}
	_, err := a.fake.OAuth().Exchange(t.Context(), code)
	require.NoError(t, err, "what was refused did not use up the code")

	a.fails("POST /auth/eagle/token", "", 401, "unauthorized")
	a.fails("GET /oauth?client_id=x&redirect_uri=https%3A%2F%2Fapp.test", "", 400, "parameter_invalid")
	for _, address := range []string{"", "&redirect_uri=", "&redirect_uri=%2Fback", "&redirect_uri=%25zz"} {
		a.fails("GET /oauth?client_id="+clientID+address, "", 400, "parameter_invalid")
	}
	r := a.request("POST /auth/eagle/token", "code=%zz")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := a.client.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	assert.Equal(t, http.StatusBadRequest, res.StatusCode)
	r = a.request("POST /tags", "name=x")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err = a.client.Do(r)
	require.NoError(t, err)
	defer res.Body.Close()
	assert.Equal(t, http.StatusBadRequest, res.StatusCode, "others take no forms")
}

func TestOAuthCodesEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := NewServer()
		early, late := fake.AddOAuthCode(), fake.AddOAuthCode()
		time.Sleep(5 * time.Minute)
		_, err := fake.OAuth().Exchange(t.Context(), early)
		require.NoError(t, err)
		time.Sleep(time.Second)
		_, err = fake.OAuth().Exchange(t.Context(), late)
		require.ErrorIs(t, err, intercom.ErrUnauthorized)
	})
}

func TestOAuthFaults(t *testing.T) {
	t.Parallel()
	fake := NewServer()
	fake.Fail("POST /auth/eagle/token", Reset())
	_, err := fake.OAuth().Exchange(t.Context(), fake.AddOAuthCode())
	var lost *intercom.ConnectionError
	require.ErrorAs(t, err, &lost)
	assert.True(t, lost.MaybeProcessed)
	assert.Len(t, fake.Requests("POST /auth/eagle/token"), 1)
}
