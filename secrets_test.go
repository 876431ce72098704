package intercom_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// What must never come out in any text.
const (
	secretToken  = "dG9rOnBsYW50ZWQtc2VjcmV0LXRva2Vu"
	secretEmail  = "planted.person@secret-mail.example"
	secretBody   = "planted-body-text"
	secretQuery  = "planted-query-value"
	secretHeader = "planted-header-value"
	secretAnswer = "planted-answer-text"
	secretPath   = "planted-path-id"
)

var secrets = []string{
	secretToken, secretEmail, "planted.person", "secret-mail", url.QueryEscape(secretEmail), secretBody, secretQuery, secretHeader, secretAnswer, secretPath,
}

// text writes v in every way that comes to mind.
func text(t testing.TB, v any) string {
	t.Helper()
	var b strings.Builder
	for i, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%t", "%10.3v"} {
		fmt.Fprintf(&b, format+"\n", v)
		if i < 3 {
			fmt.Fprintf(&b, format+"\n", []any{v, struct{ V any }{v}})
		}
	}
	if err, ok := v.(error); ok {
		b.WriteString(err.Error())
		fmt.Fprintf(&b, "%v %+v %#v", fmt.Errorf("x: %w", err), errors.Join(err, io.EOF), fmt.Errorf("x: %w", err))
	}
	if j, err := json.Marshal(v); err == nil {
		b.Write(j)
	}
	if j, err := json.Marshal(map[string]any{"v": v}); err == nil {
		b.Write(j)
	}
	options := &slog.HandlerOptions{Level: slog.LevelDebug}
	for _, h := range []slog.Handler{slog.NewTextHandler(&b, options), slog.NewJSONHandler(&b, options)} {
		slog.New(h).Info("x", "v", v, slog.Group("g", "v", v))
	}
	return b.String()
}

// silent asserts that there is no secret in a text, in whatever encoding.
func silent(t testing.TB, text, what string) {
	t.Helper()
	for _, secret := range secrets {
		for _, form := range []string{secret, fmt.Sprintf("%x", secret), fmt.Sprintf("%X", secret)} {
			if strings.Contains(text, form) {
				at := strings.Index(text, form)
				t.Errorf("%s shows %q: ...%s", what, secret, text[max(0, at-200):min(len(text), at+100)])
			}
		}
	}
}

func secretOptions() []intercom.Option {
	return []intercom.Option{
		intercom.WithToken(secretToken), intercom.WithHeader("X-Secret", secretHeader), intercom.WithQuery("secret", secretQuery),
	}
}

func TestClientAndOptionsKeepSecrets(t *testing.T) {
	t.Parallel()
	client, err := intercom.NewClient(secretOptions()...)
	require.NoError(t, err)
	silent(t, text(t, client), "*Client")
	silent(t, text(t, *client), "Client")
	silent(t, text(t, client.With(intercom.WithBodyField("a", secretBody))), "derived client")
	silent(t, text(t, client.Tags), "service")
	silent(t, text(t, struct{ Client *intercom.Client }{client}), "struct with client")
	for _, opt := range append(secretOptions(), intercom.WithTokenSource(func(context.Context) (string, error) { return secretToken, nil })) {
		silent(t, text(t, opt), "option")
	}
	pager := client.Users.List(t.Context(), intercom.UserListOptions{Email: secretEmail})
	silent(t, text(t, pager), "*Pager")
	silent(t, text(t, *pager), "Pager")
	assert.Equal(t, "intercom.Client(api.intercom.io)", fmt.Sprint(client))
	assert.Contains(t, fmt.Sprintf("%+v", pager), "GET /users")

	for _, opt := range []intercom.Option{
		intercom.WithToken(secretToken + " " + secretBody), intercom.WithBaseURL("https://u:" + secretToken + "@x"), intercom.WithBaseURL("https://x?" + secretQuery),
		intercom.WithBaseURL("https://" + secretToken + "%zz"), intercom.WithHeader("X", secretHeader+"\n"), intercom.WithBodyField("..", secretBody),
		intercom.WithAppInfo("", secretBody),
	} {
		_, err := intercom.NewClient(intercom.WithToken("t"), opt)
		require.Error(t, err)
		silent(t, text(t, err), "option error")
		_, err = client.Tags.Get(t.Context(), "7", opt)
		require.Error(t, err)
		silent(t, text(t, err), "call option error")
	}
}

// On no way that a call can fail does a secret come out: not in errors, not in
// logs, not in hooks.
func TestFailuresKeepSecrets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		echo := `Token ` + secretToken + ` of ` + secretEmail + ` <` + secretEmail + `> mailto:` + secretEmail + ` https://x.test/users?email=` + url.QueryEscape(secretEmail) + `&q=` + secretQuery
		quoted, err := json.Marshal(echo)
		require.NoError(t, err)
		message := string(quoted)
		steps := map[string]func(*http.Request) (*http.Response, error){
			"reset":      breaks(lostConnection),
			"url error":  breaks(&url.Error{Op: "Get", URL: "https://x.test/users?email=" + secretEmail + "&t=" + secretToken, Err: io.EOF}),
			"nested url": breaks(fmt.Errorf("proxy: %w", &url.Error{Op: "Get", URL: "https://x.test/u?email=" + secretEmail, Err: errors.New(secretToken)})),
			"dial":       breaks(&net.OpError{Op: "dial", Err: errors.New("no route to host")}),
			"timeout":    hangs,
			"cut": func(*http.Request) (*http.Response, error) {
				res := reply(200, "")
				res.Body = cutBody(`{"id":"` + secretAnswer)
				return res, nil
			},
			"HTML 200":    responds(200, "<html>"+secretAnswer+echo, "Content-Type", "text/html"),
			"not JSON":    responds(200, `{"id":"7","x":`+secretAnswer+secretEmail),
			"redirect":    responds(302, secretAnswer, "Location", "https://x.test/?t="+secretToken),
			"list of 200": responds(200, `{"type":"error.list","errors":[{"code":"not_found","message":`+message+`}]}`),
			"drift":       responds(200, `{"id":{"x":"`+secretAnswer+`"},"email":["`+secretEmail+`"],"name":"`+secretAnswer+`","custom_attributes":"`+secretEmail+`"}`),
		}
		for _, status := range []int{301, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 415, 418, 422, 429, 500, 501, 502, 503, 504, 599} {
			name := fmt.Sprint(status)
			steps[name] = responds(status, `{"type":"error.list","request_id":"r","errors":[{"code":"parameter_invalid","message":`+message+`,"field":`+message+`},{"code":`+message+`}]}`)
			if status != 400 && status != 503 {
				continue
			}
			steps[name+" code"] = responds(status, `{"errors":[{"code":`+message+`}]}`)
			steps[name+" text"] = responds(status, echo+secretAnswer)
			steps[name+" HTML"] = responds(status, "<html>"+echo+secretAnswer, "Content-Type", "text/html")
			steps[name+" wait"] = responds(status, `{"message":`+message+`}`, "Retry-After", "3600")
		}
		for name, step := range steps {
			var mu sync.Mutex
			var out bytes.Buffer
			options := &slog.HandlerOptions{Level: slog.LevelDebug}
			hook := intercom.WithHook(func(_ context.Context, a intercom.Attempt) {
				mu.Lock()
				defer mu.Unlock()
				fmt.Fprintf(&out, "%v %+v %#v %v %s %q %x", a, a, a.Err, &a, a.Err, a.Err, a.Err)
				assert.NoError(t, json.NewEncoder(&out).Encode(a))
				slog.New(slog.NewJSONHandler(&out, nil)).Info("attempt", "a", a, "err", a.Err)
			})
			client := over(t, scripted(step), append(secretOptions(), hook, intercom.WithTimeout(time.Second))...)
			for i, handler := range []slog.Handler{slog.NewTextHandler(&out, options), slog.NewJSONHandler(&out, options)} {
				c := client.With(intercom.WithLogger(slog.New(handler)), intercom.WithMaxRetries(i))
				errs := map[string]error{"get": last(c.Tags.Get(t.Context(), secretPath))}
				if i == 1 && !strings.Contains(name, " ") {
					errs["find"] = last(c.Users.Find(t.Context(), intercom.ByEmail(secretEmail)))
					errs["create"] = last(c.Users.Create(t.Context(), intercom.UserCreate{Email: secretEmail, Name: secretBody}))
					errs["list"] = last(c.Users.List(t.Context(), intercom.UserListOptions{Email: secretEmail}).Collect())
					errs["scroll"] = last(c.Users.Scroll(t.Context()).Collect())
					errs["do"] = c.Do(t.Context(), "POST /x/{id}", nil, intercom.WithPath(secretPath), intercom.WithBody(secretBody))
					errs["open"] = last(c.Open(t.Context(), "GET /x/{id}", intercom.WithPath(secretPath)))
				}
				for call, err := range errs {
					if err == nil {
						continue
					}
					silent(t, text(t, err), call+" after "+name)
					if e := errors.Unwrap(err); e != nil && strings.Contains(fmt.Sprintf("%T", e), "intercom.") {
						silent(t, text(t, e), fmt.Sprintf("%s after %s, %T", call, name, e))
					}
				}
			}
			silent(t, out.String(), "log and hooks after "+name)
			assert.NotZero(t, out.Len())
		}
	})
}

func last[T any](_ T, err error) error { return err }

func TestOtherErrorsKeepSecrets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := over(t, scripted(responds(503, `{"message":"`+secretEmail+`"}`)), secretOptions()...)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { time.Sleep(10 * time.Millisecond); cancel() }()
		_, err := client.Users.Find(ctx, intercom.ByEmail(secretEmail))
		require.ErrorIs(t, err, context.Canceled)
		silent(t, text(t, err), "interrupted")

		for name, err := range map[string]error{
			"nil ref":      last(client.Users.Find(t.Context(), nil)),
			"no company":   last(client.Users.AddToCompany(t.Context(), intercom.ByEmail(secretEmail), intercom.UserCompany{Name: secretBody})),
			"attribute":    last(client.Users.Create(t.Context(), intercom.UserCreate{Email: secretEmail, CustomAttributes: intercom.Attributes{"a": []string{secretBody}}})),
			"cursor":       last(client.Tags.List(t.Context()).From(secretBody + ":" + secretToken).Page()),
			"do":           client.Do(t.Context(), "GET /users/"+secretEmail, nil),
			"token source": last(client.Tags.Get(t.Context(), "7", intercom.WithTokenSource(func(context.Context) (string, error) { return secretToken + " x", nil }))),
			"bad time":     last(client.Users.Create(t.Context(), intercom.UserCreate{Email: secretEmail, SignedUpAt: intercom.At(time.UnixMilli(1e17))})),
		} {
			require.Error(t, err, name)
			silent(t, text(t, err), name)
		}
		several := over(t, scripted(responds(200, `{"type":"user.list","users":[{"id":"1","email":"`+secretEmail+`"},{"id":"2"}]}`)), secretOptions()...)
		_, err = several.Users.Find(t.Context(), intercom.ByEmail(secretEmail))
		require.ErrorIs(t, err, intercom.ErrMultipleMatches)
		silent(t, text(t, err), "several")
	})
}
