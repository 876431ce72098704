package intercom

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
)

// OAuth is an app that workspaces install. It sends their admins to Intercom,
// where they agree, and gets an access token for the workspace of each:
//
//	app := intercom.OAuth{ClientID: id, ClientSecret: secret}
//	address, err := app.AuthorizeURL(state)             // where to send the browser
//	token, err := app.Exchange(ctx, r.FormValue("code")) // when it comes back
//	client, err := intercom.NewClient(intercom.WithToken(token))
//
// A token does not expire. It ends when the workspace uninstalls the app, and
// its calls then return an AuthenticationError. Client.Admins.Me says of which
// workspace it is, and of which admin. If that is how people sign in to your
// application, refuse an Admin without EmailVerified.
//
// Package golang.org/x/oauth2 does the same with this configuration. Without the
// AuthStyle it would try its first exchange in another style, and a code can be
// used once.
//
//	oauth2.Config{
//		ClientID: id, ClientSecret: secret,
//		Endpoint: oauth2.Endpoint{
//			AuthURL:   "https://app.intercom.com/oauth",
//			TokenURL:  "https://api.intercom.io/auth/eagle/token",
//			AuthStyle: oauth2.AuthStyleInParams,
//		},
//	}
//
// fmt, slog and encoding/json print the ClientID of an OAuth and nothing else.
//
// https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth
type OAuth struct {
	ClientID     string       // of the app, from its page in the Developer Hub
	ClientSecret string       // the same
	RedirectURI  string       // where the browser comes back to: one of those in the Developer Hub; empty: the first of them
	Region       Region       // of the workspaces; empty: US
	BaseURL      string       // in place of both addresses of the region, such as that of a fake
	HTTPClient   *http.Client // nil: one with the transport of http.DefaultClient
}

// String describes the app without its secret.
func (o OAuth) String() string { return "intercom.OAuth(" + o.ClientID + ")" }

// Format writes the text of String for every verb.
func (o OAuth) Format(f fmt.State, verb rune) { formatError(f, verb, o.String()) }

// LogValue gives slog the text of String.
func (o OAuth) LogValue() slog.Value { return slog.StringValue(o.String()) }

// MarshalText writes the text of String.
func (o OAuth) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// appHost is where browsers are sent for a region, or empty.
func appHost(region Region) string {
	switch region {
	case US:
		return "https://app.intercom.com"
	case EU:
		return "https://app.eu.intercom.com"
	case AU:
		return "https://app.au.intercom.com"
	}
	return ""
}

// apiHost is where programs ask for a region, or empty.
func apiHost(region Region) string {
	if appHost(region) == "" {
		return ""
	}
	return string(region)
}

// AuthorizeURL returns the page of Intercom on which an admin can install the
// app. Intercom sends the browser back to the RedirectURI, with a code and with
// the state.
//
// The state is what keeps others from having a browser finish what it did not
// begin. Make it with rand.Text of crypto/rand, keep it in a cookie, and refuse
// whoever comes back without it or with another one.
//
// A state or a field that is blank or has another form is an ErrInvalidArgument.
func (o OAuth) AuthorizeURL(state string) (string, error) {
	r := (&request{op: "OAuth.AuthorizeURL"}).require("ClientID", o.ClientID).require("state", state)
	host := o.host(r, appHost)
	r.query("client_id", o.ClientID).query("state", state)
	if o.RedirectURI != "" {
		r.address("RedirectURI", o.RedirectURI)
		r.query("redirect_uri", o.RedirectURI)
	}
	if r.err != nil {
		return "", r.err
	}
	page := host.JoinPath("oauth")
	page.RawQuery = r.params.Encode()
	return page.String(), nil
}

// host returns the address of the region, or what stands in for it. It is nil if
// there is none.
func (o OAuth) host(r *request, hostOf func(Region) string) *url.URL {
	host := hostOf(cmp.Or(o.Region, US))
	if host == "" {
		r.invalid("Region", "is none of intercom.US, EU and AU")
		return nil
	}
	u, err := parseBaseURL(cmp.Or(o.BaseURL, host))
	r.check("BaseURL", err)
	return u
}

// Exchange returns the access token of the workspace whose admin came back with
// a code. A code can be used once, and for a few minutes.
//
// It is an AuthenticationError if the code is none, was used, or is not for this
// app. As a code can be used once, the exchange is sent again only if it did not
// arrive or was turned away, as with 429, whatever WithReplay and WithRetryPolicy
// say: after a ConnectionError with MaybeProcessed begin anew with AuthorizeURL.
//
// Options are those of a call, and win over the fields. No token is sent, and no
// rate limit counts. Neither the ClientSecret nor the code is in the text of an
// error or in a log. Fields and a code that are blank are an ErrInvalidArgument.
func (o OAuth) Exchange(ctx context.Context, code string, opts ...Option) (string, error) {
	r := o.request(code)
	cfg := defaults
	cfg.base, cfg.client, cfg.maxSize = o.host(r, apiHost), o.HTTPClient, maxErrorBody
	cfg = cfg.apply(levelCall, opts)
	if cfg.client == nil {
		cfg.client = &http.Client{}
	}
	cfg.unpaced, cfg.replay, cfg.policy = true, false, nil
	r.complete(&cfg)
	if r.err == nil {
		cfg.warnUnencrypted()
	}
	var token string
	c := newClient(cfg, &shared{})
	if err := c.call(ctx, r, c.cfg, &token, readToken); err != nil {
		return "", err
	}
	return token, nil
}

func (o OAuth) request(code string) *request {
	r := op("POST /auth/eagle/token").require("ClientID", o.ClientID).requireSecret("ClientSecret", o.ClientSecret).require("code", code)
	form := url.Values{"client_id": {o.ClientID}, "client_secret": {o.ClientSecret}, "code": {code}}
	r.body(encoded{"application/x-www-form-urlencoded", []byte(form.Encode())})
	return r.provenBy(o.ClientSecret, code, url.QueryEscape(o.ClientSecret), url.QueryEscape(code))
}

// readToken reads what an exchange grants. Both fields have the token.
func readToken(ctx context.Context, x *exchange, a *response, v any) error {
	var granted struct {
		AccessToken string `json:"access_token"`
		Token       string `json:"token"`
	}
	if err := x.decode(ctx, a, &granted); err != nil {
		return err
	}
	token, err := checkToken(cmp.Or(granted.AccessToken, granted.Token))
	if err != nil {
		return x.decodeError(a, err)
	}
	*v.(*string) = token
	return nil
}
