package canvas_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/canvas"
)

// observed is an app with what its OnError heard.
type observed struct {
	*canvas.App

	requests []*canvas.Request
	errs     []error
}

func newApp(t *testing.T, secrets ...string) *observed {
	t.Helper()
	app, err := canvas.NewApp(secrets...)
	require.NoError(t, err)
	o := &observed{App: app}
	app.OnError = func(ctx context.Context, r *canvas.Request, err error) {
		assert.NotNil(t, ctx)
		o.requests, o.errs = append(o.requests, r), append(o.errs, err)
	}
	return o
}

func serve(h http.Handler, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(t *testing.T, res *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return string(body)
}

func TestHandlersRespond(t *testing.T) {
	t.Parallel()
	app := newApp(t, "another", secret)
	show := app.Handler(func(ctx context.Context, r *canvas.Request) (*canvas.Response, error) {
		assert.NotNil(t, ctx.Value(http.LocalAddrContextKey))
		return canvas.Show(&canvas.Text{Text: r.ComponentID}), nil
	})
	live := app.ContentHandler(func(_ context.Context, r *canvas.Request) (*canvas.Content, error) {
		return &r.CurrentCanvas.Content, nil
	})
	for _, test := range []struct {
		handler    http.Handler
		body, want string
	}{
		{show, `{"component_id":"go"}`, `{"canvas":{"content":{"components":[{"type":"text","text":"go"}]}}}`},
		{live, `{"canvas":{"content":{"components":[{"type":"new"}]}}}`, `{"content":{"components":[{"type":"new"}]}}`},
	} {
		r := post(test.body)
		res := serve(test.handler, r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, "here")))
		assert.Equal(t, http.StatusOK, res.StatusCode)
		assert.Equal(t, "application/json", res.Header.Get("Content-Type"))
		assert.Equal(t, test.want, bodyOf(t, res))
	}
	assert.Empty(t, app.errs)
}

// handlers are one of each kind. None of them may be reached.
func handlers(t *testing.T, app *canvas.App) map[string]http.Handler {
	t.Helper()
	return map[string]http.Handler{
		"Handler": app.Handler(func(context.Context, *canvas.Request) (*canvas.Response, error) {
			t.Error("reached")
			return nil, nil
		}),
		"ContentHandler": app.ContentHandler(func(context.Context, *canvas.Request) (*canvas.Content, error) {
			t.Error("reached")
			return nil, nil
		}),
		"SheetHandler": app.SheetHandler(func(http.ResponseWriter, *http.Request, *canvas.Sheet) { t.Error("reached") }),
	}
}

func TestHandlersRefuse(t *testing.T) {
	t.Parallel()
	app := newApp(t, secret)
	for name, h := range handlers(t, app.App) {
		res := serve(h, httptest.NewRequest(http.MethodHead, "/", http.NoBody))
		assert.Equal(t, http.StatusOK, res.StatusCode, name)
		assert.Empty(t, bodyOf(t, res))
		assert.Empty(t, app.errs, "HEAD is no failure")

		for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodOptions} {
			res = serve(h, httptest.NewRequest(method, "/", untouched{t}))
			assert.Equal(t, http.StatusMethodNotAllowed, res.StatusCode, name)
			assert.Equal(t, "HEAD, POST", res.Header.Get("Allow"))
		}
		for status, refused := range map[int]*http.Request{
			http.StatusUnauthorized:          form(sheetJSON("forged")),
			http.StatusRequestEntityTooLarge: post(strings.Repeat("x", 1<<20+1)),
			http.StatusBadRequest:            post("mira@example.com"),
		} {
			app.requests, app.errs = nil, nil
			res = serve(h, refused)
			assert.Equal(t, status, res.StatusCode, name)
			assert.Equal(t, http.StatusText(status)+"\n", bodyOf(t, res))
			require.Len(t, app.errs, 1)
			assert.Nil(t, app.requests[0])
			assertRefused(t, app.errs[0], status)
		}
		app.requests, app.errs = nil, nil
	}
	forged := httptest.NewRequest(http.MethodPost, "/", untouched{t})
	forged.Header.Set(header, "sha256="+strings.Repeat("0", 64))
	assert.Equal(t, http.StatusUnauthorized, serve(handlers(t, app.App)["Handler"], forged).StatusCode)
}

func TestErrorsOfFunctions(t *testing.T) {
	t.Parallel()
	private := errors.New("mira@example.com is not there")
	for _, test := range []struct {
		err    error
		status int
	}{
		{private, http.StatusInternalServerError},
		{&intercom.WebhookError{StatusCode: http.StatusForbidden, Err: private}, http.StatusForbidden},
		{fmt.Errorf("found: %w", &intercom.WebhookError{StatusCode: http.StatusServiceUnavailable, Err: private}), http.StatusServiceUnavailable},
		{&intercom.WebhookError{StatusCode: http.StatusOK, Err: private}, http.StatusInternalServerError},
		{&intercom.WebhookError{StatusCode: 999, Err: private}, http.StatusInternalServerError},
		{&intercom.WebhookError{Err: private}, http.StatusInternalServerError},
		{(*intercom.WebhookError)(nil), http.StatusInternalServerError},
	} {
		app := newApp(t, secret)
		for _, h := range []http.Handler{
			app.Handler(func(context.Context, *canvas.Request) (*canvas.Response, error) { return canvas.Finish(nil), test.err }),
			app.ContentHandler(func(context.Context, *canvas.Request) (*canvas.Content, error) { return nil, test.err }),
		} {
			app.requests, app.errs = nil, nil
			res := serve(h, post(`{"component_id":"go"}`))
			assert.Equal(t, test.status, res.StatusCode)
			assert.Equal(t, http.StatusText(test.status)+"\n", bodyOf(t, res))
			require.Len(t, app.errs, 1)
			assert.Equal(t, test.err, app.errs[0])
			assert.Equal(t, "go", app.requests[0].ComponentID)
		}
		app.OnError = nil
		h := app.Handler(func(context.Context, *canvas.Request) (*canvas.Response, error) { return nil, test.err })
		assert.Equal(t, test.status, serve(h, post("{}")).StatusCode)
	}
}

func TestResponsesThatCannotBeSent(t *testing.T) {
	t.Parallel()
	app := newApp(t, secret)
	wrong := &canvas.Content{Components: []canvas.Component{&canvas.Text{}}}
	for place, h := range map[string]http.Handler{
		"Canvas or Results": app.Handler(func(context.Context, *canvas.Request) (*canvas.Response, error) { return nil, nil }),
		"Canvas.Content.Components[0].Text": app.Handler(func(context.Context, *canvas.Request) (*canvas.Response, error) {
			return canvas.Show(wrong.Components...), nil
		}),
		"Content.Components":         app.ContentHandler(func(context.Context, *canvas.Request) (*canvas.Content, error) { return nil, nil }),
		"Content.Components[0].Text": app.ContentHandler(func(context.Context, *canvas.Request) (*canvas.Content, error) { return wrong, nil }),
	} {
		app.errs = nil
		res := serve(h, post("{}"))
		assert.Equal(t, http.StatusInternalServerError, res.StatusCode)
		assert.Equal(t, "Internal Server Error\n", bodyOf(t, res))
		require.Len(t, app.errs, 1)
		assertInvalid(t, app.errs[0], place)
	}
}

func TestPanicsGoOn(t *testing.T) {
	t.Parallel()
	app := newApp(t, secret)
	h := app.Handler(func(context.Context, *canvas.Request) (*canvas.Response, error) { panic("overboard") })
	assert.PanicsWithValue(t, "overboard", func() { serve(h, post("{}")) })
	assert.Empty(t, app.errs)
}

func TestSheetHandler(t *testing.T) {
	t.Parallel()
	app := newApp(t, "another", sheetSecret)
	h := app.SheetHandler(func(w http.ResponseWriter, r *http.Request, s *canvas.Sheet) {
		assert.Equal(t, "/sheet", r.URL.Path)
		fmt.Fprintf(w, "<!doctype html><p>%s", s.User.ID)
	})
	res := serve(h, form(sheetJSON(sheetUser)))
	assert.Equal(t, http.StatusOK, res.StatusCode)
	assert.Equal(t, "text/html; charset=utf-8", res.Header.Get("Content-Type"))
	assert.Equal(t, "<!doctype html><p>5c95", bodyOf(t, res))
	assert.Empty(t, app.errs)
}

func TestMakingApps(t *testing.T) {
	t.Parallel()
	none := func(context.Context, *canvas.Request) (*canvas.Response, error) { return canvas.Finish(nil), nil }
	for _, secrets := range [][]string{nil, {""}, {" ", "\t\n"}} {
		_, err := canvas.NewApp(secrets...)
		assertInvalid(t, err, "secrets")
		_, err = canvas.Handler(none, secrets...)
		assertInvalid(t, err, "secrets")
	}
	_, err := canvas.Handler(nil, secret)
	assertInvalid(t, err, "f")
	h, err := canvas.Handler(none, secret)
	require.NoError(t, err)
	assert.Equal(t, `{"results":{}}`, bodyOf(t, serve(h, post("{}"))))

	app := newApp(t, secret)
	assert.Panics(t, func() { app.Handler(nil) })
	assert.Panics(t, func() { app.ContentHandler(nil) })
	assert.Panics(t, func() { app.SheetHandler(nil) })

	secrets := []string{secret}
	kept, err := canvas.NewApp(secrets...)
	require.NoError(t, err)
	secrets[0] = "another"
	assert.Equal(t, http.StatusOK, serve(kept.Handler(none), post("{}")).StatusCode, "the app has a copy of its secrets")
}

// Over a real connection, where what is not read matters.
func TestHandlersOverHTTP(t *testing.T) {
	t.Parallel()
	app := newApp(t, secret)
	srv := httptest.NewServer(app.Handler(func(context.Context, *canvas.Request) (*canvas.Response, error) {
		return canvas.Show(&canvas.Divider{}), nil
	}))
	defer srv.Close()
	send := func(body, signature string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL, strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set(header, signature)
		res, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		defer res.Body.Close()
		return res.StatusCode, bodyOf(t, res)
	}
	status, body := send("{}", canvas.Sign([]byte("{}"), secret))
	assert.Equal(t, http.StatusOK, status)
	assert.True(t, json.Valid([]byte(body)))
	status, _ = send("{}", "none")
	assert.Equal(t, http.StatusUnauthorized, status)
	res, err := http.Head(srv.URL)
	require.NoError(t, err)
	defer res.Body.Close()
	assert.Equal(t, http.StatusOK, res.StatusCode)
}
