package intercom_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

const (
	appSecret = "8b7f1c3e-5d2a-4c0b-9f6e-2a1d3c4b5e6f"
	appCode   = "Wm9lIFdhc2hidXJuZQ+/Zm9yLWEtY29kZQ=="
)

// app returns an app that talks to a transport.
func app(transport http.RoundTripper) intercom.OAuth {
	return intercom.OAuth{ClientID: "app-7", ClientSecret: appSecret, HTTPClient: &http.Client{Transport: transport}}
}

const granted = `{"token_type":"Bearer","token":"dG9rOmdyYW50ZWQ=","access_token":"dG9rOmdyYW50ZWQ="}`

func TestAuthorizeURL(t *testing.T) {
	t.Parallel()
	for _, v := range []struct {
		app  intercom.OAuth
		want string
	}{
		{intercom.OAuth{}, "https://app.intercom.com/oauth?client_id=app+7&state=a%26b%3D"},
		{intercom.OAuth{Region: intercom.US}, "https://app.intercom.com/oauth?client_id=app+7&state=a%26b%3D"},
		{intercom.OAuth{Region: intercom.EU}, "https://app.eu.intercom.com/oauth?client_id=app+7&state=a%26b%3D"},
		{intercom.OAuth{Region: intercom.AU}, "https://app.au.intercom.com/oauth?client_id=app+7&state=a%26b%3D"},
		{intercom.OAuth{BaseURL: "http://127.0.0.1:80/fake/", Region: intercom.EU}, "http://127.0.0.1:80/fake/oauth?client_id=app+7&state=a%26b%3D"},
		{intercom.OAuth{RedirectURI: "https://example.com/back?x=1"},
			"https://app.intercom.com/oauth?client_id=app+7&redirect_uri=https%3A%2F%2Fexample.com%2Fback%3Fx%3D1&state=a%26b%3D"},
	} {
		v.app.ClientID = "app 7"
		got, err := v.app.AuthorizeURL("a&b=")
		require.NoError(t, err)
		assert.Equal(t, v.want, got)
	}
}

func TestOAuthRefusesBadInput(t *testing.T) {
	t.Parallel()
	none := roundTrip(func(*http.Request) (*http.Response, error) { panic("nothing is sent") })
	for parameter, spoil := range map[string]func(o *intercom.OAuth, text *string){
		"ClientID":     func(o *intercom.OAuth, _ *string) { o.ClientID = " " },
		"ClientSecret": func(o *intercom.OAuth, _ *string) { o.ClientSecret = "" },
		"Region":       func(o *intercom.OAuth, _ *string) { o.Region = "https://" + intercom.Region(secretBody) },
		"BaseURL":      func(o *intercom.OAuth, _ *string) { o.BaseURL = "https://u:" + secretBody + "@x.test" },
		"RedirectURI":  func(o *intercom.OAuth, _ *string) { o.RedirectURI = "/back?" + secretBody },
		"text":         func(_ *intercom.OAuth, text *string) { *text = "\t" },
	} {
		o, given := app(none), appCode
		spoil(&o, &given)
		refused := func(err error, operation, name string) {
			var bad *intercom.ArgumentError
			require.ErrorAs(t, err, &bad, parameter)
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
			assert.Equal(t, []string{operation, strings.Replace(parameter, "text", name, 1)}, []string{bad.Operation, bad.Parameter})
			silent(t, text(t, err), parameter)
			assert.NotContains(t, text(t, err), appSecret)
		}
		if parameter != "ClientSecret" {
			address, err := o.AuthorizeURL(given)
			assert.Empty(t, address)
			refused(err, "OAuth.AuthorizeURL", "state")
		}
		if parameter != "RedirectURI" {
			token, err := o.Exchange(t.Context(), given)
			assert.Empty(t, token)
			refused(err, "POST /auth/eagle/token", "code")
		}
	}
	o := app(none)
	o.ClientSecret += "\n"
	_, err := o.Exchange(t.Context(), appCode)
	require.ErrorContains(t, err, "ClientSecret has white space around it")
	var nobody context.Context
	_, err = app(none).Exchange(nobody, appCode)
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	for _, opt := range []intercom.Option{
		intercom.WithBody("x"), intercom.WithPath("x"), intercom.WithBodyField("x", 1), intercom.WithTimeout(-1), intercom.AdminListOptions{},
		intercom.WithHTTPClient(nil), intercom.WithHeader("Authorization", "x"),
	} {
		_, err := app(none).Exchange(t.Context(), appCode, opt)
		require.ErrorIs(t, err, intercom.ErrInvalidArgument)
		require.ErrorContains(t, err, "POST /auth/eagle/token")
	}
}

// What is sent is a form with the three values, and nothing that is for the API.
func TestExchangeRequest(t *testing.T) {
	t.Parallel()
	for region, want := range map[intercom.Region]string{
		"": "https://api.intercom.io", intercom.US: "https://api.intercom.io", intercom.EU: "https://api.eu.intercom.io", intercom.AU: "https://api.au.intercom.io",
	} {
		var sent *http.Request
		var body []byte
		o := app(roundTrip(func(req *http.Request) (*http.Response, error) {
			var err error
			body, err = io.ReadAll(req.Body)
			sent = req
			return reply(200, granted), err
		}))
		o.Region = region
		got, err := o.Exchange(t.Context(), appCode)
		require.NoError(t, err)
		assert.Equal(t, "dG9rOmdyYW50ZWQ=", got)
		assert.Equal(t, []string{"POST", want + "/auth/eagle/token"}, []string{sent.Method, sent.URL.String()})
		assert.Equal(t, "client_id=app-7&client_secret="+appSecret+"&code="+url.QueryEscape(appCode), string(body))
		assert.EqualValues(t, len(body), sent.ContentLength)
		assert.Nil(t, sent.GetBody, "nobody can send it again")
		assert.Len(t, sent.Header, 3)
		assert.Equal(t, []string{"application/x-www-form-urlencoded"}, sent.Header["Content-Type"])
		assert.Equal(t, []string{"application/json"}, sent.Header["Accept"])
		assert.Contains(t, sent.Header.Get("User-Agent"), "intercom-go/")
	}
}

func TestExchangeOptions(t *testing.T) {
	t.Parallel()
	var sent *http.Request
	o := app(nil)
	o.BaseURL = "https://proxy.test/prefix"
	limiter := &strictLimiter{}
	var calls []intercom.Call
	var res intercom.Response
	_, err := o.Exchange(t.Context(), appCode, intercom.WithToken(secretToken), intercom.WithVersion("2.15"), intercom.WithHeader("X-Proxy", "1"),
		intercom.WithQuery("q", "2"), intercom.WithAppInfo("harbor", "1.2"), intercom.WithResponse(&res), intercom.WithLimiter(limiter),
		intercom.WithHTTPClient(&http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			sent = req
			assert.Equal(t, "POST /auth/eagle/token", intercom.Operation(req.Context()))
			return reply(200, granted), nil
		})}),
		intercom.WithCallHook(func(ctx context.Context, c intercom.Call) (context.Context, func(intercom.CallResult)) {
			calls = append(calls, c)
			return ctx, nil
		}))
	require.NoError(t, err)
	assert.Equal(t, "https://proxy.test/prefix/auth/eagle/token?q=2", sent.URL.String())
	assert.Equal(t, "1", sent.Header.Get("X-Proxy"))
	assert.Contains(t, sent.Header.Get("User-Agent"), "harbor/1.2")
	assert.NotContains(t, sent.Header, "Authorization")
	assert.NotContains(t, sent.Header, "Intercom-Version")
	assert.Equal(t, 200, res.StatusCode)
	assert.Equal(t, []string{"POST /auth/eagle/token", "proxy.test"}, []string{calls[0].Operation, calls[0].Host})
	assert.Zero(t, limiter.asked, "no limit counts it")

	_, err = o.Exchange(t.Context(), appCode, intercom.WithRegion(intercom.AU), intercom.WithHTTPClient(&http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
		assert.Equal(t, "api.au.intercom.io", req.URL.Host, "options win over fields")
		return reply(200, granted), nil
	})}))
	require.NoError(t, err)
}

// strictLimiter lets nothing through.
type strictLimiter struct{ asked int }

func (l *strictLimiter) Wait(context.Context) error {
	l.asked++
	return errors.New("no")
}
func (l *strictLimiter) Observe(intercom.RateLimit) { l.asked++ }

func TestExchangeReadsTheToken(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"access_token":"t1"}`:                   "t1",
		`{"token":"t2"}`:                          "t2",
		`{"token":"t3","access_token":null}`:      "t3",
		`{"token":null,"access_token":" t4\n"}`:   "t4",
		"\ufeff" + `{"access_token":"t5","x":[]}`: "t5",
	} {
		got, err := app(scripted(responds(200, body))).Exchange(t.Context(), appCode)
		require.NoError(t, err, body)
		assert.Equal(t, want, got)
	}
	for body, problem := range map[string]string{
		``: "token is empty", `{}`: "token is empty", `null`: "token is empty", `{"access_token":{}}`: "token is empty",
		`{"access_token":"two words"}`: "token has spaces", `<html>`: "", `[]`: "",
		`{"access_token":"` + strings.Repeat("x", 1<<20) + `"}`: "more than 1 MiB",
	} {
		got, err := app(scripted(responds(200, body))).Exchange(t.Context(), appCode)
		assert.Empty(t, got)
		require.ErrorIs(t, err, intercom.ErrDecode, body)
		require.ErrorContains(t, err, problem)
		assert.NotContains(t, err.Error(), "two words")
	}
}

// A server that sends back what it got, in every form, does not have it printed.
func TestExchangeFailuresKeepSecrets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, code := range []string{appCode, "short", "a+/b/c=", "short words and \"marks\""} {
			form := url.Values{"code": {code}, "client_secret": {appSecret}}.Encode()
			echo := "Unauthorized Code " + code + " of " + appSecret + " " + strings.ToUpper(appSecret) + " " + form
			quoted, err := json.Marshal(echo)
			require.NoError(t, err)
			list := `{"type":"error.list","errors":[{"code":"unauthorized","message":` + string(quoted) + `,"field":` + string(quoted) + `}]}`
			header := []string{"X-Request-Id", "r-" + code, "X-Echo", echo}
			for name, v := range map[string]struct {
				step func(*http.Request) (*http.Response, error)
				want error
				fits func(error) bool
			}{
				"401":        {responds(401, list, header...), intercom.ErrUnauthorized, is[*intercom.AuthenticationError]},
				"200":        {responds(200, list, header...), intercom.ErrUnauthorized, is[*intercom.AuthenticationError]},
				"400":        {responds(400, list, header...), intercom.ErrBadRequest, is[*intercom.BadRequestError]},
				"500":        {responds(500, echo, append(header, "Content-Type", echo)...), intercom.ErrServer, is[*intercom.ServerError]},
				"redirect":   {responds(302, echo, append(header, "Location", "https://x.test/?"+form)...), nil, is[*intercom.APIError]},
				"no JSON":    {responds(200, echo, append(header, "Content-Type", echo)...), intercom.ErrDecode, is[*intercom.DecodeError]},
				"no token":   {responds(200, `{"access_token":`+string(quoted)+`}`, header...), intercom.ErrDecode, is[*intercom.DecodeError]},
				"lost":       {breaks(errors.New("broken by " + echo)), intercom.ErrConnection, is[*intercom.ConnectionError]},
				"URL":        {breaks(&url.Error{Op: "Post", URL: "https://x.test/?" + form, Err: io.EOF}), intercom.ErrConnection, is[*intercom.ConnectionError]},
				"bad header": {breaks(fmt.Errorf("malformed MIME header: %s", form)), intercom.ErrConnection, is[*intercom.ConnectionError]},
				"timeout":    {hangs, intercom.ErrTimeout, is[*intercom.ConnectionError]},
			} {
				var out strings.Builder
				hook := func(_ context.Context, a intercom.Attempt) { out.WriteString(text(t, a)) }
				ended := func(ctx context.Context, c intercom.Call) (context.Context, func(intercom.CallResult)) {
					return ctx, func(r intercom.CallResult) { out.WriteString(text(t, c) + text(t, r)) }
				}
				got, err := app(scripted(v.step)).Exchange(t.Context(), code, intercom.WithLogger(textLogger(&out)), intercom.WithHook(hook), intercom.WithCallHook(ended))
				assert.Empty(t, got)
				require.Error(t, err, name)
				if v.want != nil {
					require.ErrorIs(t, err, v.want, name)
				}
				require.True(t, v.fits(err), "%s: %T", name, err)
				require.ErrorContains(t, err, "POST /auth/eagle/token: ")
				printed := text(t, err) + out.String()
				if e, ok := errors.AsType[*intercom.APIError](err); ok {
					assert.Equal(t, "POST /auth/eagle/token", e.Operation)
					printed += fmt.Sprint(e.Code, e.Message, e.RequestID, e.Errors, e.Header, string(e.Body))
				}
				for _, secret := range []string{code, url.QueryEscape(code), appSecret, strings.ToUpper(appSecret), "9f6e-2a1d"} {
					assert.NotContains(t, printed, secret, "%s shows %q", name, secret)
				}
			}
		}
	})
}

// A code can be used once, so an exchange that may have arrived is not repeated.
func TestExchangeRetries(t *testing.T) {
	t.Parallel()
	refused := breaks(&net.OpError{Op: "dial", Err: errors.New("connection refused")})
	again := intercom.WithRetryPolicy(func(intercom.Attempt) (time.Duration, bool) { return 0, true })
	for name, v := range map[string]struct {
		steps []func(*http.Request) (*http.Response, error)
		sent  int
		want  error
	}{
		"lost":           {steps(breaks(lostConnection), responds(200, granted)), 1, intercom.ErrConnection},
		"cut off":        {steps(breaks(io.ErrUnexpectedEOF), responds(200, granted)), 1, intercom.ErrConnection},
		"500":            {steps(responds(500, ""), responds(200, granted)), 1, intercom.ErrServer},
		"502":            {steps(responds(502, ""), responds(200, granted)), 1, intercom.ErrServer},
		"503":            {steps(responds(503, ""), responds(200, granted)), 1, intercom.ErrServer},
		"504":            {steps(responds(504, ""), responds(200, granted)), 1, intercom.ErrServer},
		"timeout":        {steps(hangs, responds(200, granted)), 1, intercom.ErrTimeout},
		"401":            {steps(responds(401, ""), responds(200, granted)), 1, intercom.ErrUnauthorized},
		"never arrived":  {steps(refused, refused, responds(200, granted)), 3, nil},
		"nobody there":   {steps(refused), 3, intercom.ErrConnection},
		"turned away":    {steps(responds(429, "", "Retry-After", "2"), responds(200, granted)), 2, nil},
		"come later":     {steps(responds(503, "", "Retry-After", "2"), responds(200, granted)), 2, nil},
		"for good":       {steps(responds(429, "", "Retry-After", "2")), 3, intercom.ErrRateLimited},
		"half a success": {steps(halfASuccess, responds(200, granted)), 1, intercom.ErrConnection},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := scripted(v.steps...)
				_, err := app(server).Exchange(t.Context(), appCode, intercom.WithReplay(), again)
				require.ErrorIs(t, err, v.want)
				assert.Equal(t, v.sent, server.count())
				if e, ok := errors.AsType[*intercom.ConnectionError](err); ok {
					assert.Equal(t, name != "nobody there", e.MaybeProcessed)
				}
			})
		})
	}
}

// halfASuccess breaks off within the token.
func halfASuccess(*http.Request) (*http.Response, error) {
	res := reply(200, granted)
	res.Body, res.ContentLength = cutBody(`{"token":"dG9r`), 100
	return res, nil
}

func TestExchangeFollowsNoRedirect(t *testing.T) {
	t.Parallel()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, client := range []http.Client{{}, {Jar: jar}, {Timeout: time.Hour}} {
			server := scripted(responds(status, "", "Location", "https://elsewhere.test/auth/eagle/token"), responds(200, granted))
			o := app(server)
			client.Transport = server
			o.HTTPClient = &client
			_, err := o.Exchange(t.Context(), appCode)
			var e *intercom.APIError
			require.ErrorAs(t, err, &e)
			assert.Equal(t, status, e.StatusCode)
			assert.Equal(t, 1, server.count())
		}
	}
}

func TestExchangeEndsInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		_, err := app(scripted(hangs)).Exchange(t.Context(), appCode)
		require.ErrorIs(t, err, intercom.ErrTimeout)
		assert.Equal(t, time.Minute, time.Since(begun), "as other calls")

		begun = time.Now()
		_, err = app(scripted(hangs)).Exchange(t.Context(), appCode, intercom.WithTimeout(5*time.Second))
		require.ErrorIs(t, err, intercom.ErrTimeout)
		assert.Equal(t, 5*time.Second, time.Since(begun))

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = app(scripted(hangs)).Exchange(ctx, appCode)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		_, err = app(scripted(hangs)).Exchange(ctx, appCode)
		require.ErrorIs(t, err, context.DeadlineExceeded, "one that ended before")

		slow := func(req *http.Request) (*http.Response, error) {
			res := reply(200, "")
			res.Body, res.ContentLength = hangingBody{req.Context(), strings.NewReader(`{"token":`)}, -1
			return res, nil
		}
		_, err = app(scripted(slow)).Exchange(t.Context(), appCode)
		require.ErrorIs(t, err, intercom.ErrTimeout, "a body counts")
	})
}

func TestExchangeWarnsOfPlainHTTP(t *testing.T) {
	t.Parallel()
	for address, warned := range map[string]bool{"http://10.1.2.3": true, "http://127.0.0.1": false, "https://10.1.2.3": false} {
		var out strings.Builder
		o := app(scripted(responds(200, granted)))
		o.BaseURL = address
		_, err := o.Exchange(t.Context(), appCode, intercom.WithLogger(slog.New(slog.NewTextHandler(&out, nil))))
		require.NoError(t, err)
		assert.Equal(t, warned, strings.Contains(out.String(), "unencrypted"), address)
	}
}

// Without a client of its own an app uses net/http's transport, and so keeps no
// connections that nobody closes.
func TestExchangeOverTheDefaultTransport(t *testing.T) {
	t.Parallel()
	_, srv := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		assert.NoError(t, r.ParseForm())
		assert.Equal(t, url.Values{"client_id": {"app-7"}, "client_secret": {appSecret}, "code": {appCode}}, r.PostForm)
		_, _ = io.WriteString(w, granted)
	})
	o := intercom.OAuth{ClientID: "app-7", ClientSecret: appSecret, BaseURL: srv.URL}
	got, err := o.Exchange(t.Context(), appCode)
	require.NoError(t, err)
	assert.Equal(t, "dG9rOmdyYW50ZWQ=", got)
}

func TestOAuthPrintsNoSecret(t *testing.T) {
	t.Parallel()
	o := intercom.OAuth{ClientID: "app-7", ClientSecret: secretToken, RedirectURI: "https://x.test/?" + secretQuery, BaseURL: "https://" + secretBody}
	for _, v := range []any{o, &o, []intercom.OAuth{o}, map[string]*intercom.OAuth{"a": &o}, struct{ App intercom.OAuth }{o}} {
		silent(t, text(t, v), fmt.Sprintf("%T", v))
	}
	inside := struct{ app *intercom.OAuth }{&o}
	silent(t, fmt.Sprintf("%v %+v %#v", inside, inside, inside), "a pointer in an unexported field")
	assert.Equal(t, "intercom.OAuth(app-7)", fmt.Sprintf("%+v", o))
	b, err := json.Marshal(o)
	require.NoError(t, err)
	assert.Equal(t, `"intercom.OAuth(app-7)"`, string(b))
}

// Whatever is given is refused, or arrives as it was given.
func FuzzOAuth(f *testing.F) {
	f.Add("app-7", appSecret, appCode, "state", "https://x.test/back?a=b", "")
	f.Add("a&b", "s=é\xff", "%zz", "\n s", "/back", "http://[::1]:80/a%2Fb/")
	f.Add("", " ", "", "", "https://u@x", "https://x?y")
	f.Fuzz(func(t *testing.T, id, secret, code, state, back, base string) {
		var form, query url.Values
		o := intercom.OAuth{ClientID: id, ClientSecret: secret, RedirectURI: back, BaseURL: base, HTTPClient: &http.Client{
			Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
				body, err := io.ReadAll(req.Body)
				require.NoError(t, err)
				form, err = url.ParseQuery(string(body))
				require.NoError(t, err)
				return reply(200, granted), nil
			}),
		}}
		if token, err := o.Exchange(t.Context(), code); err != nil {
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
			require.Empty(t, token)
		} else {
			require.Equal(t, url.Values{"client_id": {id}, "client_secret": {secret}, "code": {code}}, form)
		}
		address, err := o.AuthorizeURL(state)
		if err != nil {
			require.ErrorIs(t, err, intercom.ErrInvalidArgument)
			require.Empty(t, address)
			return
		}
		u, err := url.Parse(address)
		require.NoError(t, err)
		require.True(t, strings.HasSuffix(u.Path, "/oauth"))
		query = url.Values{"client_id": {id}, "state": {state}}
		if back != "" {
			query.Set("redirect_uri", back)
		}
		require.Equal(t, query, u.Query())
	})
}

// The configuration of golang.org/x/oauth2 in the comment is for the addresses
// that this package has, and the package is not needed for it.
func TestOAuthDocumentsOAuth2(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("oauth.go")
	require.NoError(t, err)
	comment, _, found := strings.Cut(string(source), "\ntype OAuth struct")
	require.True(t, found)
	page, err := intercom.OAuth{ClientID: "x"}.AuthorizeURL("y")
	require.NoError(t, err)
	page, _, _ = strings.Cut(page, "?")
	assert.Contains(t, comment, `AuthURL:   "`+page+`"`)
	var address string
	_, err = app(roundTrip(func(req *http.Request) (*http.Response, error) {
		address = req.URL.String()
		return reply(200, granted), nil
	})).Exchange(t.Context(), appCode)
	require.NoError(t, err)
	assert.Contains(t, comment, `TokenURL:  "`+address+`"`)
	assert.Contains(t, comment, "AuthStyle: oauth2.AuthStyleInParams")

	module, err := os.ReadFile("go.mod")
	require.NoError(t, err)
	assert.NotContains(t, string(module), "golang.org/x/oauth2")
}
