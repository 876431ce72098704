package intercom

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Kinds of failure, for errors.Is. The first group goes by status; those below
// it go by the error code of the response, or need no response.
var (
	ErrBadRequest    = errors.New("bad request")          // 400
	ErrUnauthorized  = errors.New("unauthorized")         // 401
	ErrForbidden     = errors.New("forbidden")            // 403
	ErrNotFound      = errors.New("not found")            // 404
	ErrConflict      = errors.New("conflict")             // 409
	ErrGone          = errors.New("gone")                 // 410
	ErrUnprocessable = errors.New("unprocessable entity") // 422
	ErrRateLimited   = errors.New("rate limited")         // 429
	ErrServer        = errors.New("server error")         // 500 and above

	ErrVersion         = errors.New("API version not accepted")                       // the resource is not part of the API version that was sent
	ErrTokenUnknown    = errors.New("access token unknown")                           // no such token
	ErrTokenRevoked    = errors.New("access token revoked")                           // withdrawn, blocked or expired
	ErrTokenScope      = errors.New("access token lacks the scope")                   // valid, not for this
	ErrSuspended       = errors.New("workspace suspended")                            // the workspace of the token is suspended
	ErrPlanRestricted  = errors.New("not part of the plan")                           // the workspace's plan lacks the feature
	ErrMultipleMatches = errors.New("several people match")                           // an e-mail address that several people share
	ErrMerged          = errors.New("contact was merged")                             // GoneError.CanonicalID names the contact it was merged into
	ErrScrollInUse     = errors.New("another scroll is open")                         // a workspace has one scroll at a time
	ErrScrollExpired   = errors.New("scroll expired")                                 // a scroll lives for one minute between pages
	ErrPageLimit       = errors.New("page limit reached")                             // lists end at 10,000 items, a scroll does not
	ErrJobPending      = errors.New("a job is pending")                               // a 429 that no waiting for the window cures
	ErrJobFailed       = errors.New("the job failed")                                 // returned by Jobs.Wait and its like
	ErrConnection      = errors.New("connection failed")                              // there was no response
	ErrTimeout         = errors.New("timed out")                                      // there was no response in time
	ErrCursorLoop      = errors.New("the list points back at a page that was read")   // returned by Pager
	ErrDecode          = errors.New("the response is not the JSON that it should be") // see DecodeError
	ErrInvalidArgument = errors.New("invalid argument")                               // see ArgumentError
)

// APIError is a response of Intercom that is not a success. Every error type
// that is named after a status wraps one, so that
//
//	e, ok := errors.AsType[*intercom.APIError](err)
//
// finds it in any of them.
//
// The text, the log value and the JSON of an APIError carry no customer data:
// they have the template of the operation instead of the URL, no body, and
// e-mail addresses in Intercom's message are masked. The fields are complete.
type APIError struct {
	Operation  string // such as "GET /tags/{tag_id}"
	StatusCode int    // of the response; 429 in an error that kept a call from being sent
	Code       string // of the first entry of Errors, such as CodeNotFound
	Message    string // of the first entry of Errors
	RequestID  string // quote it to Intercom's support
	Errors     []ErrorDetail
	Header     http.Header // a copy, which the caller owns
	Body       []byte      // at most the first MiB
	Attempts   int         // how often the call was sent
	RateLimit  RateLimit   // zero if the response does not report it
	version    string      // that was sent
}

// ErrorDetail is one entry of Intercom's error list.
type ErrorDetail struct {
	Code    string `json:"code"`
	Message string `json:"message,omitzero"`
	Field   string `json:"field,omitzero"` // the parameter at fault, if Intercom names it
}

// excerptSize is how much of a body an Excerpt shows.
const excerptSize = 512

// Excerpt returns the first 512 bytes of the body. It can hold customer data.
// The HTML page of a gateway, for one, says there what went wrong.
func (e *APIError) Excerpt() string {
	if e == nil {
		return ""
	}
	return strings.ToValidUTF8(string(e.Body[:min(len(e.Body), excerptSize)]), "")
}

var errAPI = errors.New("API error")

// Error describes the failure on one line, without customer data.
func (e *APIError) Error() string { return e.describe(errAPI) }

// describe is the text of e. Without a status, as in errors that users build
// in their tests, it has the name of the kind instead.
func (e *APIError) describe(kind error) string {
	if e == nil {
		e = &APIError{}
	}
	var b strings.Builder
	b.WriteString("intercom: ")
	if e.Operation != "" {
		b.WriteString(e.Operation + ": ")
	}
	if status := cmp.Or(e.kind(), e.StatusCode); status != 0 {
		b.WriteString(strconv.Itoa(status))
	} else {
		b.WriteString(kind.Error())
	}
	switch {
	case e.Code != "":
		b.WriteString(" " + scrub(e.Code))
	case e.Message == "" && e.StatusCode != 0:
		b.WriteString(" " + http.StatusText(e.StatusCode))
		if len(e.Body) > 0 {
			fmt.Fprintf(&b, " (%d bytes of %s)", len(e.Body), e.contentType())
		}
	}
	if e.Message != "" {
		b.WriteString(": " + scrub(e.Message))
	}
	if e.Is(ErrVersion) {
		b.WriteString(" (sent Intercom-Version " + e.version + ")")
	}
	if e.Attempts > 1 {
		fmt.Fprintf(&b, " (after %d attempts)", e.Attempts)
	}
	if e.RequestID != "" {
		b.WriteString(" (request " + scrub(e.RequestID) + ")")
	}
	return b.String()
}

func (e *APIError) contentType() string {
	kind, _, _ := strings.Cut(e.Header.Get("Content-Type"), ";")
	if kind == "" {
		return "unknown type"
	}
	return scrub(kind)
}

// Format writes the text of Error for every verb, so that no format string
// brings out the body or the headers.
func (e APIError) Format(f fmt.State, verb rune) { formatError(f, verb, e.Error()) }

// LogValue gives slog the facts without customer data.
func (e *APIError) LogValue() slog.Value {
	if e == nil {
		return slog.StringValue(e.Error())
	}
	return slog.GroupValue(
		slog.String("operation", e.Operation),
		slog.Int("status", e.StatusCode),
		slog.String("code", scrub(e.Code)),
		slog.String("message", scrub(e.Message)),
		slog.String("request_id", scrub(e.RequestID)),
		slog.Int("attempts", e.Attempts),
	)
}

// MarshalJSON writes the same facts as LogValue.
func (e *APIError) MarshalJSON() ([]byte, error) {
	if e == nil {
		return []byte("null"), nil
	}
	facts := map[string]any{}
	for _, a := range e.LogValue().Group() {
		facts[a.Key] = a.Value.Any()
	}
	return json.Marshal(facts)
}

var statusKinds = map[int]error{
	400: ErrBadRequest, 401: ErrUnauthorized, 403: ErrForbidden, 404: ErrNotFound,
	409: ErrConflict, 410: ErrGone, 422: ErrUnprocessable, 429: ErrRateLimited,
}

// Is reports whether target is a kind that e belongs to.
func (e *APIError) Is(target error) bool {
	if e == nil {
		return false
	}
	status := e.kind()
	if kind := statusKinds[status]; kind != nil && kind == target {
		return true
	}
	if kind := codeKinds[e.Code]; kind != nil && kind == target {
		return true
	}
	message := strings.ToLower(e.Message)
	switch target {
	case ErrServer:
		return status >= 500
	case ErrVersion:
		return status == 400 && strings.Contains(message, "version is incompatible")
	case ErrMultipleMatches:
		return e.severalMatch()
	case ErrScrollInUse:
		return status == 400 && strings.Contains(message, "scroll already exists")
	case ErrScrollExpired:
		return status == 404 && strings.Contains(message, "scroll parameter")
	case ErrPageLimit:
		return status == 400 && (strings.Contains(message, "scroll api") || strings.Contains(message, "'page' not found"))
	case ErrJobPending:
		return status == 429 && strings.Contains(message, "pending") && strings.Contains(message, "job")
	}
	return false
}

// is is Is for an error whose type says its kind.
func (e *APIError) is(target, kind error) bool { return target == kind || e.Is(target) }

// One type per status. Each unwraps to the *APIError that it embeds, and
// belongs to its kind without one too: a fake may return
// &intercom.NotFoundError{}.
type (
	BadRequestError          struct{ *APIError }    // 400
	AuthenticationError      struct{ *APIError }    // 401
	PermissionDeniedError    struct{ *APIError }    // 403
	NotFoundError            struct{ *APIError }    // 404; with StatusCode 200 where Find got a list without anybody
	UnprocessableEntityError struct{ *APIError }    // 422
	ServerError              struct{ *APIError }    // 500 and above
	BadGatewayError          struct{ *ServerError } // 502
	ServiceUnavailableError  struct{ *ServerError } // 503
	GatewayTimeoutError      struct{ *ServerError } // 504
)

// ConflictError is a 409: the thing exists already.
type ConflictError struct {
	*APIError
	ID       ID   // of what exists, empty if Intercom's message does not name it
	Archived bool // what exists is archived; unarchive it by its ID
}

// MultipleMatchingUsersError is a ConflictError: several people share the
// e-mail address that should name one of them. Find by an e-mail address also
// returns it if Intercom responds with a list of several users; its StatusCode
// is then 200, and IDs names them.
type MultipleMatchingUsersError struct {
	*ConflictError
	IDs []ID
}

// GoneError is a 410: a contact that was merged into another one.
type GoneError struct {
	*APIError
	CanonicalID ID // of the contact it was merged into
}

// RateLimitError is a 429 that outlasted the retries, or a call that was not
// sent because the window would open too late for it. In the second case
// Attempts is 0, and errors.Is also finds context.DeadlineExceeded if it is
// the caller's deadline that comes first.
type RateLimitError struct {
	*APIError
	RetryAfter time.Duration // from when the error was returned
	cause      error
}

// ConnectionError means that there was no response: the connection could not
// be made or was lost, time ran out, or the caller's context ended.
type ConnectionError struct {
	Operation string
	Attempts  int   // how often the call was sent
	Err       error // the cause, without the URL; its own text can quote a broken response
	text      string

	// MaybeProcessed is set if Intercom may have got the request and done what
	// it asks for. It is not set if the request certainly never arrived.
	MaybeProcessed bool
}

// withoutURL unwraps what net/http wraps its errors in, whose text has the URL.
func withoutURL(err error) error {
	for {
		u, ok := err.(*url.Error) //nolint:errorlint // only the outermost
		if !ok {
			return err
		}
		err = u.Err
	}
}

// newConnectionError makes the error of an operation. What hide takes out of a
// text is a token.
func newConnectionError(op string, attempts int, err error, hide func(string) string) *ConnectionError {
	return &ConnectionError{Operation: op, Attempts: attempts, Err: err, text: scrub(hide(hideWire(err.Error())))}
}

// asItIs hides nothing, where there is no token.
func asItIs(text string) string { return text }

// Error describes the failure on one line, without customer data.
func (e *ConnectionError) Error() string {
	s := "intercom: "
	if e.Operation != "" {
		s += e.Operation + ": "
	}
	s += "no response"
	switch {
	case e.text != "":
		s += ": " + e.text
	case e.Err != nil:
		s += ": " + scrub(e.Err.Error())
	}
	if e.MaybeProcessed && !strings.HasPrefix(e.Operation, http.MethodGet+" ") {
		s += "; the request may have been processed"
	}
	if e.Attempts > 1 {
		s += fmt.Sprintf(" (after %d attempts)", e.Attempts)
	}
	return s
}

// Format writes the text of Error for every verb.
func (e ConnectionError) Format(f fmt.State, verb rune) { formatError(f, verb, e.Error()) }

// LogValue gives slog the text of Error.
func (e *ConnectionError) LogValue() slog.Value { return slog.StringValue(e.Error()) }

// MarshalJSON writes the text of Error.
func (e *ConnectionError) MarshalJSON() ([]byte, error) { return json.Marshal(e.Error()) }

// Unwrap returns the cause.
func (e *ConnectionError) Unwrap() error { return e.Err }

// Is reports whether target is ErrConnection, or ErrTimeout after a timeout.
func (e *ConnectionError) Is(target error) bool {
	return target == ErrConnection || target == ErrTimeout && e.Timeout()
}

// Timeout reports whether time ran out, as net.Error does.
func (e *ConnectionError) Timeout() bool {
	var t interface{ Timeout() bool }
	return errors.Is(e.Err, context.DeadlineExceeded) || errors.As(e.Err, &t) && t.Timeout()
}

// DecodeError means that a success came with a body that is not JSON, such as
// a page of a proxy, with a list of unknown form, or with a file of an export that
// cannot be read.
type DecodeError struct {
	Operation string
	Field     string // where in the response, if it is not the whole of it
	RequestID string
	Body      []byte // at most the first MiB
	Err       error
}

// Error describes the failure on one line, without the body.
func (e *DecodeError) Error() string {
	s := "intercom: "
	if e.Operation != "" {
		s += e.Operation + ": "
	}
	s += "decode"
	if e.Field != "" {
		s += " " + e.Field
	}
	if e.Err != nil {
		s += ": " + scrub(e.Err.Error())
	}
	if e.RequestID != "" {
		s += " (request " + scrub(e.RequestID) + ")"
	}
	return s
}

// Format writes the text of Error for every verb.
func (e DecodeError) Format(f fmt.State, verb rune) { formatError(f, verb, e.Error()) }

// LogValue gives slog the text of Error.
func (e *DecodeError) LogValue() slog.Value { return slog.StringValue(e.Error()) }

// MarshalJSON writes the text of Error.
func (e *DecodeError) MarshalJSON() ([]byte, error) { return json.Marshal(e.Error()) }

// Unwrap returns the cause.
func (e *DecodeError) Unwrap() error { return e.Err }

// Is reports whether target is ErrDecode.
func (e *DecodeError) Is(target error) bool { return target == ErrDecode }

// ArgumentError is a mistake in a call or an option, found before anything was
// sent. Its kind is ErrInvalidArgument.
type ArgumentError struct {
	// Operation is that of the call, such as "POST /tags", or the function
	// that is none, such as "Load".
	Operation string
	// Parameter is spelled as in Go: the field of a struct ("Email",
	// "Companies[2].CompanyID"; for several, "Email, ExternalID or Role"), a
	// parameter of the method ("name"), or an option ("WithBodyField"). What
	// stands in the URL has its name there: an id ("tag_id"), the key of a
	// selector ("email"), a time ("created_at_after").
	Parameter string
	Problem   string // follows the parameter in a sentence, such as "is empty"
	cause     error
}

// Error describes the mistake on one line, without the argument's value.
func (e *ArgumentError) Error() string {
	s := "intercom: "
	if e.Operation != "" {
		s += e.Operation + ": "
	}
	s += ErrInvalidArgument.Error()
	if about := strings.TrimSpace(e.Parameter + " " + e.Problem); about != "" {
		s += ": " + about
	}
	return s
}

// of returns e as a mistake in a call of the operation.
func (e *ArgumentError) of(operation string) error {
	return &ArgumentError{operation, e.Parameter, e.Problem, e.cause}
}

// Is reports whether target is ErrInvalidArgument.
func (e *ArgumentError) Is(target error) bool { return target == ErrInvalidArgument }

// Unwrap returns the cause, or nil.
func (e *ArgumentError) Unwrap() error { return e.cause }
