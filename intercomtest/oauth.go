package intercomtest

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/url"
	"time"

	"github.com/go-intercom/intercom"
)

const (
	installPage  = "GET /oauth"
	codeExchange = "POST /auth/eagle/token"

	clientID     = "client_intercomtest"
	clientSecret = "secret_intercomtest"
)

func (w *workspace) oauthRoutes() routes {
	return routes{
		modern: {
			installPage:  w.install,
			codeExchange: w.exchangeCode,
		},
	}
}

// OAuth returns an app that can be installed in the workspace. It reaches the
// server without a network; for a browser set its BaseURL to [Server.URL].
//
// On the page for admins the fake agrees at once, and sends the browser on to the
// redirect_uri with a code. There is no Developer Hub, so that a redirect_uri is
// required, and can be any. The code can be exchanged once, in the next five
// minutes, for [Server.Token].
func (s *Server) OAuth() intercom.OAuth {
	return intercom.OAuth{ClientID: clientID, ClientSecret: clientSecret, HTTPClient: &http.Client{Transport: s.Transport()}}
}

// AddOAuthCode returns a code as a browser brings it back from the page for
// admins.
func (s *Server) AddOAuthCode() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.workspace.newCode()
}

const codeLife = 5 * time.Minute

// newCode makes a code as Intercom's are: base64, with what URLs must escape.
func (w *workspace) newCode() string {
	var b [32]byte
	rand.Read(b[:])
	code := base64.StdEncoding.EncodeToString(b[:])
	w.codes[code] = w.now().Add(codeLife)
	return code
}

// install is the page on which an admin agrees.
func (w *workspace) install(x *exchange) (any, error) {
	if x.query.Get("client_id") != clientID {
		return nil, invalid("client_id", "client_id is not that of an app")
	}
	back, err := url.Parse(x.query.Get("redirect_uri"))
	if err != nil || back.Host == "" {
		return nil, invalid("redirect_uri", "redirect_uri must be a URL: the fake knows of none that were registered")
	}
	query := back.Query()
	query.Set("code", w.newCode())
	if x.query.Has("state") {
		query.Set("state", x.query.Get("state"))
	}
	back.RawQuery = query.Encode()
	return redirect(back.String()), nil
}

// exchangeCode grants the token for a code.
func (w *workspace) exchangeCode(x *exchange) (any, error) {
	until, known := w.codes[x.body.text("code")]
	if x.body.text("client_id") != clientID || x.body.text("client_secret") != clientSecret || !known || x.at.After(until) {
		return nil, failure(http.StatusUnauthorized, "unauthorized", "Unauthorized Code")
	}
	delete(w.codes, x.body.text("code"))
	return object{"token_type": "Bearer", "token": w.token, "access_token": w.token}, nil
}
