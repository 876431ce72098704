package sdktest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomotel"
)

// What must never be reported.
const (
	secretToken    = "dG9rOnBsYW50ZWQtc2VjcmV0LXRva2Vu"
	secretEmail    = "planted.person@secret-mail.example"
	secretID       = "65f0planted5c95"
	secretBody     = "planted-body-text"
	secretQuery    = "planted-query-value"
	secretHeader   = "planted-header-value"
	secretResponse = "planted-response-text"
	secretPlace    = "planted-redirect-place"
	secretError    = "planted-error-text"
	secretBaggage  = "planted-baggage"
)

var secrets = []string{
	secretToken, "planted", "secret-mail", url.QueryEscape(secretEmail), secretEmail, secretID, secretBody, secretQuery, secretHeader, secretResponse,
	secretPlace, secretError, secretBaggage, "files.example",
}

// responsesWithSecrets are what a server, or what is between, may send.
var responsesWithSecrets = map[string]func() (*http.Response, error){
	"success": with(200, `{"id":"`+secretID+`","name":"`+secretResponse+`"}`, "X-Request-Id", secretEmail),
	"an error": with(422, `{"type":"error.list","request_id":"`+secretResponse+`","errors":[{"code":"`+secretResponse+`","message":"`+secretEmail+`"}]}`,
		"X-Request-Id", "token "+secretToken),
	"an error with a status of success": with(200, `{"type":"error.list","errors":[{"code":"`+secretResponse+`","message":"`+secretToken+`"}]}`),
	"a conflict":                        with(409, `{"type":"error.list","errors":[{"code":"conflict","message":"exists with id=`+secretID+`"}]}`),
	"a page of a gateway":               with(503, "<html>"+secretResponse+"</html>", "Content-Type", "text/html; "+secretResponse, "X-Request-Id", strings.Repeat(secretToken, 9)),
	"no JSON":                           with(200, "<html>"+secretResponse+"</html>", "Content-Encoding", secretHeader, "X-Request-Id", secretToken),
	"a redirect to elsewhere":           with(302, "", "Location", "https://files.example/"+secretPlace+"?token="+secretToken),
	"a redirect that is not followed":   with(302, "", "Location", "gopher://files.example/"+secretPlace),
	"an error of the connection": func() (*http.Response, error) {
		return nil, &url.Error{Op: "Get", URL: "https://files.example/" + secretPlace, Err: errors.New(secretError + secretEmail)}
	},
	"a broken body": func() (*http.Response, error) {
		res := reply(200, "")
		res.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"id":"`+secretID), broken{}))
		return res, nil
	},
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New(secretError) }

// callsWithSecrets have a secret wherever a caller can put one.
var callsWithSecrets = map[string]func(context.Context, *intercom.Client) error{
	"id in the path": func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Tags.Get(ctx, secretID)
		return err
	},
	"e-mail address in the query": func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Users.Find(ctx, intercom.ByEmail(secretEmail))
		return err
	},
	"e-mail address as an id": func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Contacts.Get(ctx, secretEmail)
		return err
	},
	"body": func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Contacts.Create(ctx, intercom.ContactCreate{Email: secretEmail, Name: secretBody})
		return err
	},
	"list": func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Contacts.List(ctx, intercom.WithQuery(secretQuery, secretQuery)).Collect()
		return err
	},
	"redirected stream": func(ctx context.Context, c *intercom.Client) error {
		body, err := c.Calls.OpenRecording(ctx, secretID)
		if err != nil {
			return err
		}
		_, err = io.ReadAll(body)
		return errors.Join(err, body.Close())
	},
	"headers": func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Admins.Me(ctx, intercom.WithHeader("X-Planted", secretHeader), intercom.WithToken(secretToken+"2"))
		return err
	},
	"operation": func(ctx context.Context, c *intercom.Client) error {
		return c.Do(ctx, "PUT /things/"+secretID+"/parts/"+secretToken, nil, intercom.WithBody(map[string]string{"a": secretBody}))
	},
	"path of an operation": func(ctx context.Context, c *intercom.Client) error {
		return c.Do(ctx, "POST /things/{thing_id}", nil, intercom.WithPath(intercom.ID(secretID)), intercom.WithQuery("q", secretQuery))
	},
	"operation that is none": func(ctx context.Context, c *intercom.Client) error {
		return c.Do(ctx, "GET /things/"+secretEmail+"?q="+secretQuery, nil)
	},
	"source of tokens": func(ctx context.Context, c *intercom.Client) error {
		source := func(context.Context) (string, error) { return "", errors.New(secretError + secretToken) }
		_, err := c.Admins.Me(ctx, intercom.WithTokenSource(source))
		return err
	},
	"limiter": func(ctx context.Context, c *intercom.Client) error {
		_, err := c.Admins.Me(ctx, intercom.WithLimiter(refusing{}))
		return err
	},
	"stream of Fin": func(ctx context.Context, c *intercom.Client) error {
		for _, err := range c.Fin.Events(ctx, "https://api.intercom.test/event-stream/"+secretPlace+"?accessToken="+secretToken) {
			return err
		}
		return nil
	},
}

type refusing struct{}

func (refusing) Wait(context.Context) error { return errors.New(secretError) }
func (refusing) Observe(intercom.RateLimit) {}

// atOnce tries again without a pause.
func atOnce(intercom.Attempt) (time.Duration, bool) { return 0, true }

// No URL, id, e-mail address, token or text gets into a span or a metric.
func TestNoSecrets(t *testing.T) {
	t.Parallel()
	for name, respond := range responsesWithSecrets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newTelemetry(t, intercomotel.WithPropagation())
			client := o.client(t, roundTrip(func(req *http.Request) (*http.Response, error) {
				if req.URL.Host == "files.example" {
					return reply(404, secretResponse), nil
				}
				return responds(respond).RoundTrip(req)
			}), intercom.WithToken(secretToken), intercom.WithMaxRetries(1), intercom.WithRetryPolicy(atOnce), intercom.WithAppInfo("planted", "1"))
			for what, call := range callsWithSecrets {
				before := len(o.calls())
				_ = call(t.Context(), client)
				assert.Greater(t, len(o.calls()), before, "%s is reported", what)
			}
			dump := o.dump(t)
			require.Contains(t, dump, "http.client.request.duration")
			require.Contains(t, dump, "PUT /things/{id}/parts/{id}")
			require.Contains(t, dump, "GET /tags/{tag_id}")
			for _, secret := range secrets {
				for _, form := range []string{secret, fmt.Sprintf("%x", secret), strings.ToUpper(secret)} {
					at := strings.Index(dump, form)
					if at >= 0 {
						t.Errorf("%q is reported: ...%s", secret, dump[max(0, at-150):min(len(dump), at+80)])
					}
				}
			}
			for _, s := range o.spans.GetSpans() {
				assert.Empty(t, s.Events)
				assert.Empty(t, s.Status.Description)
				for _, a := range s.Attributes {
					assert.Contains(t, documented, string(a.Key), "only what is documented is set")
				}
			}
		})
	}
}

// documented are the attributes of spans.
var documented = []string{
	"http.request.method", "http.request.resend_count", "http.response.status_code", "server.address", "server.port", "url.template", "error.type",
	"intercom.attempts", "intercom.rate_limit.wait", "intercom.request_id", "intercom.version",
}
