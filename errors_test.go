package intercom_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// failing returns the error of a call that gets this response, once, wrapped as
// callers do.
func failing(t testing.TB, status int, body string, header ...string) error {
	t.Helper()
	client := over(t, scripted(responds(status, body, header...)), intercom.WithMaxRetries(0))
	_, err := client.Tags.Get(t.Context(), "7")
	require.Error(t, err)
	return fmt.Errorf("sync: %w", err)
}

func apiError(t testing.TB, err error) *intercom.APIError {
	t.Helper()
	e, ok := errors.AsType[*intercom.APIError](err)
	require.True(t, ok, "%v", err)
	return e
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

var statusKinds = []error{
	intercom.ErrBadRequest, intercom.ErrUnauthorized, intercom.ErrForbidden, intercom.ErrNotFound, intercom.ErrConflict, intercom.ErrGone,
	intercom.ErrUnprocessable, intercom.ErrRateLimited, intercom.ErrServer,
}

func TestErrorOfEachStatus(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]struct {
		kind  error
		typed func(error) bool
	}{
		400: {intercom.ErrBadRequest, is[*intercom.BadRequestError]},
		401: {intercom.ErrUnauthorized, is[*intercom.AuthenticationError]},
		403: {intercom.ErrForbidden, is[*intercom.PermissionDeniedError]},
		404: {intercom.ErrNotFound, is[*intercom.NotFoundError]},
		409: {intercom.ErrConflict, is[*intercom.ConflictError]},
		410: {intercom.ErrGone, is[*intercom.GoneError]},
		422: {intercom.ErrUnprocessable, is[*intercom.UnprocessableEntityError]},
		429: {intercom.ErrRateLimited, is[*intercom.RateLimitError]},
		500: {intercom.ErrServer, is[*intercom.ServerError]},
		501: {intercom.ErrServer, is[*intercom.ServerError]},
		502: {intercom.ErrServer, is[*intercom.BadGatewayError]},
		503: {intercom.ErrServer, is[*intercom.ServiceUnavailableError]},
		504: {intercom.ErrServer, is[*intercom.GatewayTimeoutError]},
		599: {intercom.ErrServer, is[*intercom.ServerError]},
		302: {nil, is[*intercom.APIError]},
		402: {nil, is[*intercom.APIError]},
		405: {nil, is[*intercom.APIError]},
		406: {nil, is[*intercom.APIError]},
		408: {nil, is[*intercom.APIError]},
		415: {nil, is[*intercom.APIError]},
	} {
		for name, body := range map[string]string{
			"list": `{"type":"error.list","request_id":"004h01uqo3s6ait1fi20","errors":[{"code":"some_new_code","message":"No.","field":"f"},{"code":"second"}]}`,
			"HTML": "<html><h1>No.</h1></html>", "empty": "", "truncated": `{"type":"error.list","errors":[{"co`,
		} {
			err := failing(t, status, body, "X-Request-Id", "from-header")
			assert.True(t, want.typed(err), "%d %s: %T", status, name, errors.Unwrap(err))
			assert.Equal(t, status >= 500, is[*intercom.ServerError](err), "%d", status)
			for _, kind := range statusKinds {
				assert.Equal(t, kind == want.kind, errors.Is(err, kind), "%d %s is %v", status, name, kind)
			}
			assert.NotErrorIs(t, err, intercom.ErrConnection)
			e := apiError(t, err)
			assert.Equal(t, status, e.StatusCode)
			assert.Equal(t, "GET /tags/{tag_id}", e.Operation)
			assert.Equal(t, 1, e.Attempts)
			assert.Equal(t, body, string(e.Body))
			assert.Contains(t, err.Error(), fmt.Sprintf("GET /tags/{tag_id}: %d", status))
			if name == "list" {
				assert.Equal(t, "004h01uqo3s6ait1fi20", e.RequestID, "the one in the body")
				assert.Equal(t, "some_new_code", e.Code)
				assert.Equal(t, "No.", e.Message)
				assert.Equal(t, []intercom.ErrorDetail{{Code: "some_new_code", Message: "No.", Field: "f"}, {Code: "second"}}, e.Errors)
			} else {
				assert.Equal(t, "from-header", e.RequestID)
				assert.Empty(t, e.Code)
				assert.Empty(t, e.Errors)
			}
		}
	}
}

func TestErrorBodies(t *testing.T) {
	t.Parallel()
	type details = []intercom.ErrorDetail
	for name, tt := range map[string]struct {
		body string
		want details
		id   string
	}{
		"A":                   {`{"type":"error.list","request_id":"apr7l9f98ocvgbpv7dq0","errors":[{"code":"c","message":"m","field":"f"}]}`, details{{Code: "c", Message: "m", Field: "f"}}, "apr7l9f98ocvgbpv7dq0"},
		"A with nulls":        {`{"type":"error.list","request_id":null,"errors":[{"code":"c","message":null,"field":null}]}`, details{{Code: "c"}}, ""},
		"A code only":         {`{"type":"error.list","errors":[{"code":"c"}]}`, details{{Code: "c"}}, ""},
		"B":                   {`{"errors":{"rating":"must be 1 to 5","remark":"is long"}}`, details{{Message: "must be 1 to 5", Field: "rating"}, {Message: "is long", Field: "remark"}}, ""},
		"C":                   {`{"type":"error","request_id":"r","message":"ruleset_id is required"}`, details{{Message: "ruleset_id is required"}}, "r"},
		"D":                   {`{"error_key":"invalid_phone","message":"No number."}`, details{{Code: "invalid_phone", Message: "No number."}}, ""},
		"E empty":             {"", nil, ""},
		"E text":              {"upstream connect error", nil, ""},
		"type for code":       {`{"type":"error.list","errors":[{"type":"not_found","message":"m"}]}`, details{{Code: "not_found", Message: "m"}}, ""},
		"no errors":           {`{"type":"error.list","errors":[]}`, nil, ""},
		"null":                {`{"type":"error.list","errors":null}`, nil, ""},
		"null entries":        {`{"type":"error.list","errors":[null,{}, {"code":"c"}]}`, details{{Code: "c"}}, ""},
		"one object":          {`{"errors":{"code":"c","message":"m"}}`, details{{Code: "c", Message: "m"}}, ""},
		"old error":           {`{"error":"Not today"}`, details{{Message: "Not today"}}, ""},
		"old error object":    {`{"error":{"code":"c","message":"m"}}`, details{{Code: "c", Message: "m"}}, ""},
		"list of texts":       {`{"errors":["one","two"]}`, details{{Message: "one"}, {Message: "two"}}, ""},
		"texts of fields":     {`{"errors":{"email":["is taken","is odd"]}}`, details{{Message: "is taken, is odd", Field: "email"}}, ""},
		"code without text":   {`{"errors":{"code":"c"}}`, details{{Code: "c"}}, ""},
		"wrong types":         {`{"request_id":5,"errors":[{"code":7,"message":true}]}`, details{{Code: "7", Message: "true"}}, "5"},
		"everything is wrong": {`{"type":[],"request_id":{},"errors":5,"message":[],"code":{}}`, nil, ""},
		"bare list":           {`[{"code":"c"}]`, nil, ""},
		"null body":           {`null`, nil, ""},
		"truncated":           {`{"errors":[{"code":"c","mess`, nil, ""},
	} {
		e := apiError(t, failing(t, 400, tt.body))
		assert.ElementsMatch(t, tt.want, e.Errors, name)
		assert.Equal(t, tt.id, e.RequestID, name)
		if len(tt.want) == 1 {
			assert.Equal(t, tt.want[0].Code, e.Code, name)
			assert.Equal(t, tt.want[0].Message, e.Message, name)
		}
	}
}

func TestOversizedErrorBody(t *testing.T) {
	t.Parallel()
	client, _ := loopback(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(502)
		_, _ = io.WriteString(w, strings.Repeat("<p>gate\xffway</p>", 5<<20/16))
	}, intercom.WithMaxRetries(0))
	_, err := client.Tags.Get(t.Context(), "7")
	e := apiError(t, err)
	assert.True(t, is[*intercom.BadGatewayError](err))
	assert.Len(t, e.Body, 1<<20)
	assert.LessOrEqual(t, len(e.Excerpt()), 512)
	assert.Contains(t, e.Excerpt(), "<p>gateway</p>")
	assert.Equal(t, "intercom: GET /tags/{tag_id}: 502 Bad Gateway (1048576 bytes of text/html)", err.Error())

	long := failing(t, 400, `{"errors":[{"code":"`+strings.Repeat("c", 10_000)+`","message":"`+strings.Repeat("m\\n", 10_000)+`"}]}`)
	assert.Less(t, len(long.Error()), 1500)
	assert.NotContains(t, long.Error(), "\n")
}

func TestErrorListWithSuccess(t *testing.T) {
	t.Parallel()
	err := failing(t, 200, ` {"request_id":"r", "type" : "error.list", "errors":[{"code":"not_found","message":"User Not Found"}]}`)
	assert.True(t, is[*intercom.NotFoundError](err))
	assert.ErrorIs(t, err, intercom.ErrNotFound)
	assert.Equal(t, 200, apiError(t, err).StatusCode)
	assert.Contains(t, err.Error(), ": 404 not_found: User Not Found")
	for body, kind := range map[string]error{
		`{"type":"error.list","errors":[{"code":"token_revoked"}]}`: intercom.ErrTokenRevoked,
		`{"type":"error.list","errors":[{"code":"server_error"}]}`:  intercom.ErrServer,
	} {
		assert.ErrorIs(t, failing(t, 202, body), kind)
	}
	for _, body := range []string{`{"type":"error.list","errors":[]}`, `{"type":"error.list"}`, `{"type":"error.list","errors":[{"code":"brand_new"}]}`} {
		assert.Equal(t, 200, apiError(t, failing(t, 200, body)).StatusCode)
	}
	client := over(t, scripted(responds(200, `{"type":"error.list","errors":[{"code":"unauthorized"}]}`)))
	_, err = client.Tags.List(t.Context()).Collect()
	assert.ErrorIs(t, err, intercom.ErrUnauthorized, "never an empty list")
	_, err = over(t, scripted(responds(200, `{"id":"1","name":"error.list"}`))).Tags.Get(t.Context(), "1")
	assert.NoError(t, err)
}

// The codes of both generations, each with a status that it comes with.
func TestErrorCodes(t *testing.T) {
	t.Parallel()
	codes := []struct {
		code   string
		status int
		kinds  []error // besides that of the status
	}{
		{"unauthorized", 401, nil}, {"forbidden", 403, nil},
		{"token_unauthorized", 401, []error{intercom.ErrTokenScope}}, {"token_not_found", 401, []error{intercom.ErrTokenUnknown}},
		{"token_revoked", 401, []error{intercom.ErrTokenRevoked}}, {"token_blocked", 401, []error{intercom.ErrTokenRevoked}},
		{"token_expired", 401, []error{intercom.ErrTokenRevoked}}, {"token_suspended", 403, []error{intercom.ErrSuspended}},
		{"missing_authorization", 401, nil}, {"bad_request", 400, nil}, {"action_forbidden", 403, nil}, {"missing_parameter", 400, nil},
		{"parameter_missing", 400, nil}, {"parameter_invalid", 422, nil}, {"parameter_not_found", 404, nil}, {"client_error", 400, nil},
		{"type_mismatch", 400, nil}, {"data_invalid", 400, nil}, {"unprocessable_entity", 422, nil}, {"not_found", 404, nil},
		{"admin_not_found", 404, nil}, {"company_not_found", 404, nil}, {"team_not_found", 404, nil}, {"team_unavailable", 422, nil},
		{"not_restorable", 422, nil}, {"rate_limit_exceeded", 429, nil}, {"too_many_requests", 429, nil}, {"retry_after", 503, nil},
		{"service_unavailable", 503, nil}, {"server_error", 500, nil}, {"request_timeout", 408, nil}, {"conflict", 409, nil},
		{"unique_user_constraint", 409, []error{intercom.ErrMultipleMatches}}, {"resource_conflict", 409, nil},
		{"api_plan_restricted", 403, []error{intercom.ErrPlanRestricted}}, {"custom_data_limit_reached", 422, nil}, {"invalid_document", 422, nil},
		{"job_closed", 400, nil}, {"scroll_exists", 400, []error{intercom.ErrScrollInUse}},
		{"intercom_version_invalid", 400, []error{intercom.ErrVersion}}, {"unsupported", 415, nil},
		{"contact_merged", 410, []error{intercom.ErrMerged}}, {"never_heard_of", 400, nil},
	}
	special := []error{
		intercom.ErrVersion, intercom.ErrTokenUnknown, intercom.ErrTokenRevoked, intercom.ErrTokenScope, intercom.ErrSuspended, intercom.ErrPlanRestricted,
		intercom.ErrMultipleMatches, intercom.ErrMerged, intercom.ErrScrollInUse, intercom.ErrScrollExpired, intercom.ErrPageLimit, intercom.ErrJobPending,
		intercom.ErrConnection, intercom.ErrTimeout, intercom.ErrCursorLoop, intercom.ErrDecode, intercom.ErrInvalidArgument,
	}
	byStatus := map[int]error{400: statusKinds[0], 401: statusKinds[1], 403: statusKinds[2], 404: statusKinds[3], 409: statusKinds[4], 410: statusKinds[5], 422: statusKinds[6], 429: statusKinds[7], 500: statusKinds[8], 503: statusKinds[8]}
	assert.GreaterOrEqual(t, len(codes), 40)
	for _, c := range codes {
		err := failing(t, c.status, `{"type":"error.list","errors":[{"code":"`+c.code+`","message":"Something."}]}`)
		assert.Equal(t, c.code, apiError(t, err).Code)
		if kind := byStatus[c.status]; kind != nil {
			assert.ErrorIs(t, err, kind, c.code)
		}
		for _, kind := range special {
			want := false
			for _, k := range c.kinds {
				want = want || k == kind
			}
			assert.Equal(t, want, errors.Is(err, kind), "%s is %v", c.code, kind)
		}
	}
	for message, kind := range map[string]struct {
		status int
		kind   error
	}{
		"scroll already exists for this workspace":                              {400, intercom.ErrScrollInUse},
		"scroll parameter not found":                                            {404, intercom.ErrScrollExpired},
		"page limit reached, please use scroll API":                             {400, intercom.ErrPageLimit},
		"'page' not found on model":                                             {400, intercom.ErrPageLimit},
		"multiple existing users match this email address":                      {409, intercom.ErrMultipleMatches},
		"Exceeded rate limit of 5 pending reporting dataset export jobs":        {429, intercom.ErrJobPending},
		"The requested SDK version is incompatible with the version of the API": {400, intercom.ErrVersion},
	} {
		assert.ErrorIs(t, failing(t, kind.status, `{"type":"error.list","errors":[{"code":"","message":"`+message+`"}]}`), kind.kind, message)
	}
}

func TestConflicts(t *testing.T) {
	t.Parallel()
	conflict := func(message string) *intercom.ConflictError {
		e, ok := errors.AsType[*intercom.ConflictError](failing(t, 409, `{"errors":[{"code":"conflict","message":"`+message+`"}]}`))
		require.True(t, ok)
		return e
	}
	e := conflict("A contact matching those details already exists with id=5f7f0d217289f8d2f4262080")
	assert.Equal(t, intercom.ID("5f7f0d217289f8d2f4262080"), e.ID)
	assert.False(t, e.Archived)
	e = conflict("An archived contact matching those details already exists with id=5f7f0d217289f8d2f4262081")
	assert.Equal(t, intercom.ID("5f7f0d217289f8d2f4262081"), e.ID)
	assert.True(t, e.Archived)
	e = conflict("Something that nobody expected")
	assert.Empty(t, e.ID)
	assert.False(t, e.Archived)

	err := failing(t, 409, `{"errors":[{"code":"conflict","message":"Multiple existing users match this email address - must be more specific"}]}`)
	assert.True(t, is[*intercom.MultipleMatchingUsersError](err))
	assert.True(t, is[*intercom.ConflictError](err))
	assert.True(t, is[*intercom.APIError](err))
	assert.ErrorIs(t, err, intercom.ErrConflict)
}

func TestGone(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]intercom.ID{
		`</contacts/5ba682d23d7cf92bef87bfd4>; rel="canonical"`:       "5ba682d23d7cf92bef87bfd4",
		`<https://api.intercom.io/contacts/a%2Fb?x=1>; rel=canonical`: "a/b",
		`</contacts/1>; rel="prev", </contacts/2>; rel="canonical"`:   "2",
		`</contacts/>; rel="canonical"`:                               "",
		`</contacts/9>; rel="next"`:                                   "",
		"":                                                            "",
		`<` + strings.Repeat("/contacts/", 1000) + `5ba682d23d7cf92bef87bfd4>; title="x"; y`: "",
	} {
		e, ok := errors.AsType[*intercom.GoneError](failing(t, 410, `{"errors":[{"code":"contact_merged","message":"x"}]}`, "Link", link))
		require.True(t, ok)
		assert.Equal(t, want, e.CanonicalID, link)
		assert.ErrorIs(t, e, intercom.ErrMerged)
		assert.Equal(t, link, e.Header.Get("Link"))
	}
}

func TestVersionErrorNamesVersionAndOperation(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"errors":[{"code":"intercom_version_invalid","message":"The requested resource does not exist in this version"}]}`,
		`{"errors":[{"message":"The SDK version is incompatible"}]}`,
	} {
		client := over(t, scripted(responds(400, body)))
		_, err := client.Users.Find(t.Context(), intercom.ByID("1"))
		require.ErrorIs(t, err, intercom.ErrVersion)
		assert.Contains(t, err.Error(), "GET /users/{id}: 400")
		assert.Contains(t, err.Error(), "Intercom-Version 1.4")
	}
}

func TestDecodeErrors(t *testing.T) {
	t.Parallel()
	html := "<html><body>Please solve this captcha, bob@example.com</body></html>"
	client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
		return reply(200, html, "Content-Type", "text/html", "X-Request-Id", "r1"), nil
	}))
	_, err := client.Tags.Get(t.Context(), "7")
	e, ok := errors.AsType[*intercom.DecodeError](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, "GET /tags/{tag_id}", e.Operation)
	assert.Equal(t, "r1", e.RequestID)
	assert.Equal(t, html, string(e.Body))
	assert.ErrorIs(t, err, intercom.ErrDecode)
	assert.Contains(t, err.Error(), "text/html")
	assert.NotContains(t, err.Error(), "bob")
	_, err = client.Tags.List(t.Context()).Collect()
	require.ErrorIs(t, err, intercom.ErrDecode)
	_, err = client.Users.Find(t.Context(), intercom.ByEmail("x@y.z"))
	require.ErrorIs(t, err, intercom.ErrDecode)

	_, err = over(t, scripted(responds(200, `{"id":"7","name":`))).Tags.Get(t.Context(), "7")
	require.ErrorIs(t, err, intercom.ErrDecode)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	_, err = over(t, scripted(responds(200, `{"type":"list","data":[],"pages":{"next":5}}`))).Tags.List(t.Context()).Collect()
	require.ErrorIs(t, err, intercom.ErrDecode, "a list of unknown form")
}

func TestConnectionErrors(t *testing.T) {
	t.Parallel()
	_, err := over(t, scripted(breaks(&net.DNSError{Err: "no such host", Name: "api.intercom.test", IsNotFound: true}))).Tags.Get(t.Context(), "7")
	e, ok := errors.AsType[*intercom.ConnectionError](fmt.Errorf("x: %w", err))
	require.True(t, ok)
	assert.Equal(t, 1, e.Attempts)
	assert.Equal(t, "intercom: GET /tags/{tag_id}: no response: lookup api.intercom.test: no such host", err.Error())
	assert.True(t, is[*net.DNSError](err))

	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("shutting down")
	cancel(cause)
	_, err = over(t, scripted(hangs)).Tags.Get(ctx, "7")
	require.ErrorIs(t, err, context.Canceled)
	assert.NotErrorIs(t, err, intercom.ErrTimeout)
	var nobody *intercom.ConnectionError
	assert.NotPanics(t, func() { _ = (&intercom.ConnectionError{Operation: "GET /x"}).Error() })
	assert.Nil(t, nobody)
}

// A token that is a common word, as those of tests are, changes no error: it is
// read first, and only what is long enough to be a token is hidden.
func TestTokensThatAreWords(t *testing.T) {
	t.Parallel()
	call := func(token string, status int, body string) error {
		_, err := over(t, scripted(responds(status, body)), intercom.WithToken(token), intercom.WithMaxRetries(0)).Tags.Get(t.Context(), "7")
		return err
	}
	err := call("token", 401, `{"errors":[{"code":"token_not_found","message":"This token is not known"}]}`)
	require.ErrorIs(t, err, intercom.ErrTokenUnknown)
	require.ErrorContains(t, err, "401 token_not_found: This token is not known")
	err = call("token", 200, `{"type":"error.list","errors":[{"code":"token_unauthorized"}]}`)
	require.ErrorIs(t, err, intercom.ErrTokenScope)
	require.ErrorIs(t, err, intercom.ErrUnauthorized)
	conflict, ok := errors.AsType[*intercom.ConflictError](call("id", 409, `{"errors":[{"code":"conflict","message":"A contact matching those details already exists with id=66f00a"}]}`))
	require.True(t, ok)
	assert.Equal(t, intercom.ID("66f00a"), conflict.ID)
	require.ErrorContains(t, call("t", 404, `{"errors":[{"code":"not_found","message":"Tag not found"}]}`), "404 not_found: Tag not found")
}

// What a server sends back of the token is in no part of an error, in no log and
// in no hook, in whatever encoding.
func TestTokenIsSentBack(t *testing.T) {
	t.Parallel()
	const token = "dG9rOjFhMmIzYzRkX2U1ZjY6MTow="
	for _, form := range []string{token, strings.TrimRight(token, "="), strings.Replace(token, "=", `\u003d`, 1), url.QueryEscape(token), strings.ToLower(token)} {
		header := strings.ReplaceAll(form, `\u003d`, "=")
		for _, status := range []int{200, 401, 404, 500} {
			for _, body := range []string{`{"errors":[{"code":"` + form + `","message":"bad token ` + form + `","field":"` + form + `"}]}`, "no JSON " + form, `{"id":` + form} {
				var log bytes.Buffer
				res := responds(status, body, "X-Request-Id", header, "Content-Type", "text/"+header, "X-Token", header)
				client := over(t, scripted(res), intercom.WithToken(token), intercom.WithMaxRetries(0), intercom.WithLogger(textLogger(&log)),
					intercom.WithHook(func(_ context.Context, a intercom.Attempt) { fmt.Fprintf(&log, "%+v %v", a, a.RequestID) }))
				_, err := client.Tags.Get(t.Context(), "7")
				require.Error(t, err)
				if e, ok := errors.AsType[*intercom.APIError](err); ok {
					fmt.Fprint(&log, e.Code, e.Message, e.Errors, e.RequestID, e.Header, e.Excerpt())
				}
				if e, ok := errors.AsType[*intercom.DecodeError](err); ok {
					fmt.Fprint(&log, e.RequestID, e.Err, string(e.Body))
				}
				shown := strings.ToLower(text(t, err) + log.String())
				assert.NotContains(t, shown, strings.ToLower(strings.TrimRight(token, "=")), "%d %s", status, body)
			}
		}
	}
}
