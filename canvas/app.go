package canvas

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/internal/signed"
)

// App makes the handlers of an app, one for each of its URLs. They check the
// signature of a request before anything else. Set the fields before it serves; an
// App is safe for concurrent use then. Give the http.Server a ReadTimeout, as for any
// URL that is public.
//
// The handlers respond like this:
//
//	HEAD                                        200, without a signature
//	another method than HEAD and POST           405
//	X-Body-Signature missing, in another form   401, and the body is not read
//	more than 1 MiB                             413
//	a signature that does not fit               401
//	no JSON object                              400
//	an error of your function                   500, or the status of an *intercom.WebhookError
//	a response that cannot be sent              500
//
// The body of a failure has the name of the status and nothing else. A panic goes on
// to net/http. The context of a request ends when Intercom hangs up.
type App struct {
	// OnError learns of what was refused, where r is nil, and of what failed: errors
	// of your functions, and what they returned that cannot be sent. Without it they
	// only show in the responses.
	OnError func(ctx context.Context, r *Request, err error)

	secrets []string
}

// NewApp returns an app that takes requests signed with one of secrets, the client
// secret of the app. There are two while the secret changes. It is an
// intercom.ErrInvalidArgument if there is none that is not blank.
func NewApp(secrets ...string) (*App, error) {
	if err := checkSecrets("canvas.NewApp", secrets); err != nil {
		return nil, err
	}
	return &App{secrets: slices.Clone(secrets)}, nil
}

// String describes the app without its secrets.
func (App) String() string { return "canvas.App" }

// Format writes the text of String for every verb.
func (a App) Format(f fmt.State, verb rune) { format(f, verb, a.String()) }

// LogValue gives slog the text of String.
func (a App) LogValue() slog.Value { return slog.StringValue(a.String()) }

// MarshalText writes the text of String.
func (a App) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// Handler returns the handler of one URL with the function f for an app that has
// no other: see App.Handler.
func Handler(f func(ctx context.Context, r *Request) (*Response, error), secrets ...string) (http.Handler, error) {
	app, err := NewApp(secrets...)
	if err != nil {
		return nil, err
	}
	if f == nil {
		return nil, &intercom.ArgumentError{Operation: "canvas.Handler", Parameter: "f", Problem: "is nil"}
	}
	return app.Handler(f), nil
}

// Handler returns the handler of a URL for one of the flows configure, initialize,
// submit, and submit of a sheet. What f returns is checked and sent. It panics if f
// is nil, as http.HandleFunc does.
func (a *App) Handler(f func(ctx context.Context, r *Request) (*Response, error)) http.Handler {
	mustHave("App.Handler", f != nil)
	return a.handler(func(ctx context.Context, r *Request) ([]byte, error) {
		res, err := f(ctx, r)
		if err != nil {
			return nil, err
		}
		if res == nil {
			res = new(Response)
		}
		return res.MarshalJSON()
	})
}

// ContentHandler returns the handler of the ContentURL of live canvases. What f
// returns is checked and sent. It panics if f is nil, as http.HandleFunc does.
func (a *App) ContentHandler(f func(ctx context.Context, r *Request) (*Content, error)) http.Handler {
	mustHave("App.ContentHandler", f != nil)
	return a.handler(func(ctx context.Context, r *Request) ([]byte, error) {
		content, err := f(ctx, r)
		if err != nil {
			return nil, err
		}
		if content == nil {
			content = new(Content)
		}
		text, p := content.encode()
		if p != nil {
			return nil, p.in("Content").err()
		}
		return append(append([]byte(`{"content":`), text...), '}'), nil
	})
}

// SheetHandler returns the handler of the URL of a SheetAction. It checks the
// request as ParseSheet does, in place of the signature that it does not have, and
// f writes the page. The Messenger shows it in a frame, so it has to come over
// https:// without redirects, and without X-Frame-Options or frame-ancestors. It
// panics if f is nil, as http.HandleFunc does.
func (a *App) SheetHandler(f func(w http.ResponseWriter, r *http.Request, s *Sheet)) http.Handler {
	mustHave("App.SheetHandler", f != nil)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			return
		}
		sheet, err := ParseSheet(r, a.secrets...)
		if err != nil {
			a.fail(w, r, nil, err)
			return
		}
		f(w, r, sheet)
	})
}

func mustHave(operation string, ok bool) {
	if !ok {
		panic(&intercom.ArgumentError{Operation: "canvas." + operation, Parameter: "f", Problem: "is nil"})
	}
}

// handler serves requests that are signed, and sends the JSON that respond returns.
func (a *App) handler(respond func(ctx context.Context, r *Request) ([]byte, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			return
		}
		req, err := Parse(r, a.secrets...)
		if err != nil {
			a.fail(w, r, nil, err)
			return
		}
		body, err := respond(r.Context(), req)
		if err != nil {
			a.fail(w, r, req, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body) // an error means that Intercom has gone
	})
}

// fail reports an error and responds with its status.
func (a *App) fail(w http.ResponseWriter, r *http.Request, req *Request, err error) {
	if a.OnError != nil {
		a.OnError(r.Context(), req, err)
	}
	status := http.StatusInternalServerError
	if refused, ok := errors.AsType[*intercom.WebhookError](err); ok && refused != nil {
		status = refused.StatusCode
	}
	signed.Fail(w, status)
}
