package intercom_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// bareErrors are all error types as a fake may return them: with nothing in
// them, or with the least. Each has the kind that it belongs to.
var bareErrors = []struct {
	err  error
	kind error
	text string
}{
	{&intercom.APIError{}, nil, "intercom: API error"},
	{&intercom.BadRequestError{}, intercom.ErrBadRequest, "intercom: bad request"},
	{&intercom.BadRequestError{APIError: &intercom.APIError{}}, intercom.ErrBadRequest, "intercom: bad request"},
	{&intercom.AuthenticationError{}, intercom.ErrUnauthorized, "intercom: unauthorized"},
	{&intercom.AuthenticationError{APIError: &intercom.APIError{}}, intercom.ErrUnauthorized, "intercom: unauthorized"},
	{&intercom.PermissionDeniedError{}, intercom.ErrForbidden, "intercom: forbidden"},
	{&intercom.PermissionDeniedError{APIError: &intercom.APIError{}}, intercom.ErrForbidden, "intercom: forbidden"},
	{&intercom.NotFoundError{}, intercom.ErrNotFound, "intercom: not found"},
	{&intercom.NotFoundError{APIError: &intercom.APIError{}}, intercom.ErrNotFound, "intercom: not found"},
	{&intercom.NotFoundError{APIError: &intercom.APIError{Message: "No such tag"}}, intercom.ErrNotFound, "intercom: not found: No such tag"},
	{&intercom.NotFoundError{APIError: &intercom.APIError{StatusCode: 404}}, intercom.ErrNotFound, "intercom: 404 Not Found"},
	{&intercom.NotFoundError{APIError: &intercom.APIError{Code: intercom.CodeTagNotFound}}, intercom.ErrNotFound, "intercom: 404 tag_not_found"},
	{&intercom.ConflictError{}, intercom.ErrConflict, "intercom: conflict"},
	{&intercom.ConflictError{APIError: &intercom.APIError{}, ID: "7"}, intercom.ErrConflict, "intercom: conflict"},
	{&intercom.MultipleMatchingUsersError{}, intercom.ErrMultipleMatches, "intercom: several people match"},
	{&intercom.MultipleMatchingUsersError{}, intercom.ErrConflict, "intercom: several people match"},
	{&intercom.MultipleMatchingUsersError{ConflictError: &intercom.ConflictError{}}, intercom.ErrMultipleMatches, "intercom: several people match"},
	{&intercom.MultipleMatchingUsersError{ConflictError: &intercom.ConflictError{APIError: &intercom.APIError{}}}, intercom.ErrConflict, "intercom: several people match"},
	{&intercom.GoneError{}, intercom.ErrGone, "intercom: gone"},
	{&intercom.GoneError{APIError: &intercom.APIError{}}, intercom.ErrGone, "intercom: gone"},
	{&intercom.UnprocessableEntityError{}, intercom.ErrUnprocessable, "intercom: unprocessable entity"},
	{&intercom.UnprocessableEntityError{APIError: &intercom.APIError{}}, intercom.ErrUnprocessable, "intercom: unprocessable entity"},
	{&intercom.RateLimitError{}, intercom.ErrRateLimited, "intercom: rate limited"},
	{&intercom.RateLimitError{APIError: &intercom.APIError{}}, intercom.ErrRateLimited, "intercom: rate limited"},
	{&intercom.ServerError{}, intercom.ErrServer, "intercom: server error"},
	{&intercom.ServerError{APIError: &intercom.APIError{}}, intercom.ErrServer, "intercom: server error"},
	{&intercom.BadGatewayError{}, intercom.ErrServer, "intercom: server error"},
	{&intercom.BadGatewayError{ServerError: &intercom.ServerError{}}, intercom.ErrServer, "intercom: server error"},
	{&intercom.ServiceUnavailableError{}, intercom.ErrServer, "intercom: server error"},
	{&intercom.ServiceUnavailableError{ServerError: &intercom.ServerError{APIError: &intercom.APIError{}}}, intercom.ErrServer, "intercom: server error"},
	{&intercom.GatewayTimeoutError{}, intercom.ErrServer, "intercom: server error"},
	{&intercom.GatewayTimeoutError{ServerError: &intercom.ServerError{}}, intercom.ErrServer, "intercom: server error"},
	{&intercom.ConnectionError{}, intercom.ErrConnection, "intercom: no response"},
	{&intercom.ConnectionError{Err: io.EOF}, intercom.ErrConnection, "intercom: no response: EOF"},
	{&intercom.DecodeError{}, intercom.ErrDecode, "intercom: decode"},
	{&intercom.DecodeError{Operation: "GET /tags", Err: io.ErrUnexpectedEOF}, intercom.ErrDecode, "intercom: GET /tags: decode: unexpected EOF"},
	{&intercom.ArgumentError{}, intercom.ErrInvalidArgument, "intercom: invalid argument"},
	{&intercom.ArgumentError{Operation: "POST /tags", Parameter: "name", Problem: "is empty"}, intercom.ErrInvalidArgument, "intercom: POST /tags: invalid argument: name is empty"},
}

func TestErrorsOfFakes(t *testing.T) {
	t.Parallel()
	for _, tt := range bareErrors {
		name := fmt.Sprintf("%T", tt.err)
		assert.Equal(t, tt.text, tt.err.Error())
		for _, err := range []error{tt.err, fmt.Errorf("fake: %w", tt.err)} {
			if tt.kind != nil {
				assert.ErrorIs(t, err, tt.kind, name)
			}
			assert.NotErrorIs(t, err, io.ErrClosedPipe, name)
			if e, ok := errors.AsType[*intercom.APIError](err); ok {
				assert.NotNil(t, e, name)
			}
			if e, ok := errors.AsType[*intercom.ServerError](err); ok {
				assert.NotNil(t, e, name)
			}
		}
		value := reflect.ValueOf(tt.err).Elem().Interface()
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d"} {
			for _, v := range []any{tt.err, []any{tt.err}, value, []any{value}} {
				assert.NotContains(t, fmt.Sprintf(format, v), "PANIC", name)
			}
			if _, ok := tt.err.(*intercom.ArgumentError); !ok && format != "%q" {
				assert.Equal(t, tt.text, fmt.Sprintf(format, tt.err))
				assert.Equal(t, tt.text, fmt.Sprintf(format, value), name)
			}
		}
		var b strings.Builder
		for _, handler := range []slog.Handler{slog.NewTextHandler(&b, nil), slog.NewJSONHandler(&b, nil)} {
			slog.New(handler).Error("failed", "err", tt.err)
		}
		assert.NotContains(t, b.String(), "panic", name)
		assert.NotContains(t, b.String(), "!ERROR", name)
		_, err := json.Marshal(tt.err)
		assert.NoError(t, err, name)
	}
}

// Each error type is in the table.
func TestErrorsOfFakesAreComplete(t *testing.T) {
	t.Parallel()
	covered := map[string]bool{}
	for _, tt := range bareErrors {
		covered[reflect.TypeOf(tt.err).Elem().Name()] = true
	}
	names := exportedTypes(t, "errors*.go", "Error")
	for _, name := range names {
		assert.True(t, covered[name], name)
	}
	assert.Len(t, names, len(covered))
}

func TestNilAPIError(t *testing.T) {
	t.Parallel()
	var e *intercom.APIError
	assert.Equal(t, "intercom: API error", e.Error())
	assert.Empty(t, e.Excerpt())
	assert.False(t, e.Is(intercom.ErrNotFound))
	assert.Equal(t, "intercom: API error", e.LogValue().String())
	b, err := e.MarshalJSON()
	require.NoError(t, err)
	assert.Equal(t, "null", string(b))
}

func TestArgumentError(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	for _, tt := range []struct {
		err                  error
		operation, parameter string
	}{
		{last(client.Tags.Create(t.Context(), "")), "POST /tags", "name"},
		{last(client.Tags.Get(t.Context(), "")), "GET /tags/{tag_id}", "tag_id"},
		{last(client.Contacts.Create(t.Context(), intercom.ContactCreate{})), "POST /contacts", "Email, ExternalID or Role"},
		{last(client.Users.Find(t.Context(), intercom.ByEmail(""))), "GET /users", "email"},
		{last(client.Users.Create(t.Context(), intercom.UserCreate{UserID: "1", Companies: []intercom.UserCompany{{CompanyID: "1", CustomAttributes: intercom.Attributes{"a.b": 1}}}})), "POST /users", "Companies[0].CustomAttributes"},
		{last(client.Users.Create(t.Context(), intercom.UserCreate{UserID: "1", SignedUpAt: intercom.At(time.UnixMilli(1e17))})), "POST /users", "SignedUpAt"},
		{client.Do(t.Context(), "GET /things", nil, intercom.WithBodyField("a", 1)), "GET /things", "WithBodyField"},
		{intercom.Decode([]byte("{}"), intercom.Tag{}), "Decode", "v"},
		{last(intercom.Load[intercom.Tag](t.Context(), client, intercom.Reference{Type: "team", ID: "1"})), "Load", "ref"},
		{client.Contacts.Save(t.Context(), nil), "Save", "Contact"},
	} {
		bad, ok := errors.AsType[*intercom.ArgumentError](fmt.Errorf("x: %w", tt.err))
		require.True(t, ok, "%v", tt.err)
		assert.Equal(t, tt.operation, bad.Operation)
		assert.Equal(t, tt.parameter, bad.Parameter)
		assert.NotEmpty(t, bad.Problem)
		assert.Equal(t, "intercom: "+bad.Operation+": invalid argument: "+bad.Parameter+" "+bad.Problem, tt.err.Error())
		assert.ErrorIs(t, tt.err, intercom.ErrInvalidArgument)
	}
	assert.Zero(t, api.count(), "nothing was sent")

	cause := errors.New("cannot write " + secretEmail)
	err := client.Do(t.Context(), "POST /things", nil, intercom.WithBody(struct{ Name any }{unwritable{cause}}))
	require.ErrorIs(t, err, cause)
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	// Go 1.27 names the type as a pointer.
	assert.Equal(t, "intercom: POST /things: invalid argument: Name is invalid: json: error calling MarshalJSON for type intercom_test.unwritable: cannot write [redacted]",
		strings.Replace(err.Error(), "type *intercom_test", "type intercom_test", 1))
}

type unwritable struct{ err error }

func (u unwritable) MarshalJSON() ([]byte, error) { return nil, u.err }

func TestErrorHasItsOwnHeader(t *testing.T) {
	t.Parallel()
	var res intercom.Response
	client := over(t, scripted(responds(404, "", "X-Test", "1")))
	_, err := client.Tags.Get(t.Context(), "7", intercom.WithResponse(&res))
	apiError(t, err).Header.Set("X-Test", "2")
	assert.Equal(t, "1", res.Header.Get("X-Test"))
}
