package intercom

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-intercom/intercom/internal/wire"
)

// Kinds of failure, for errors.Is. The first group goes by status; those below
// it are told by the error code of Intercom's answer, or need no answer.
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

	ErrVersion         = errors.New("API version not accepted")                     // the resource is not part of the API version that was sent
	ErrTokenUnknown    = errors.New("access token unknown")                         // no such token
	ErrTokenRevoked    = errors.New("access token revoked")                         // withdrawn, blocked or expired
	ErrTokenScope      = errors.New("access token lacks the scope")                 // valid, not for this
	ErrSuspended       = errors.New("workspace suspended")                          // the workspace of the token is suspended
	ErrPlanRestricted  = errors.New("not part of the plan")                         // the workspace's plan lacks the feature
	ErrMultipleMatches = errors.New("several people match")                         // an e-mail address that several people share
	ErrMerged          = errors.New("contact was merged")                           // GoneError.CanonicalID has its heir
	ErrScrollInUse     = errors.New("another scroll is open")                       // a workspace has one scroll at a time
	ErrScrollExpired   = errors.New("scroll expired")                               // a scroll lives for one minute between pages
	ErrPageLimit       = errors.New("page limit reached")                           // lists end at 10,000 items, a scroll does not
	ErrJobPending      = errors.New("a job is pending")                             // a 429 that no waiting for the window cures
	ErrJobFailed       = errors.New("the job failed")                               // returned by Jobs.Wait and its like
	ErrConnection      = errors.New("connection failed")                            // there was no answer
	ErrTimeout         = errors.New("timed out")                                    // there was no answer in time
	ErrCursorLoop      = errors.New("the list points back at a page that was read") // returned by Pager
	ErrDecode          = errors.New("the answer is not the JSON that it should be") // see DecodeError
	ErrInvalidArgument = errors.New("invalid argument")                             // found before anything was sent
)

// APIError is an answer of Intercom that is not a success. Every error type
// that is named after a status wraps one, so that
//
//	e, ok := errors.AsType[*intercom.APIError](err)
//
// gets hold of any of them.
//
// The text, the log value and the JSON of an APIError carry no customer data:
// they have the template of the operation instead of the URL, no body, and
// e-mail addresses in Intercom's message are masked. The fields are complete.
type APIError struct {
	Operation  string // such as "GET /tags/{tag_id}"
	StatusCode int    // of the answer; 429 in an error that kept a call from being sent
	Code       string // of the first entry of Errors, such as "not_found"
	Message    string // of the first entry of Errors
	RequestID  string // quote it to Intercom's support
	Errors     []ErrorDetail
	Header     http.Header
	Body       []byte    // at most the first MiB
	Attempts   int       // how often the call was sent
	RateLimit  RateLimit // zero if the answer does not tell
	version    string    // that was sent
}

// ErrorDetail is one entry of Intercom's error list.
type ErrorDetail struct {
	Code    string `json:"code"`
	Message string `json:"message,omitzero"`
	Field   string `json:"field,omitzero"` // the parameter at fault, if Intercom names it
}

// excerptSize is how much of a body an Excerpt shows.
const excerptSize = 512

// Excerpt returns the first 512 bytes of the body. It can hold customer data,
// and an HTML page of a gateway tells there what went wrong.
func (e *APIError) Excerpt() string {
	return strings.ToValidUTF8(string(e.Body[:min(len(e.Body), excerptSize)]), "")
}

// Error describes the failure on one line, without customer data.
func (e *APIError) Error() string {
	var b strings.Builder
	b.WriteString("intercom: " + e.Operation + ": " + strconv.Itoa(cmp.Or(e.kind(), e.StatusCode)))
	switch {
	case e.Code == "" && e.Message == "":
		b.WriteString(" " + http.StatusText(e.StatusCode))
		if len(e.Body) > 0 {
			fmt.Fprintf(&b, " (%d bytes of %s)", len(e.Body), e.contentType())
		}
	case e.Code != "":
		b.WriteString(" " + scrub(e.Code))
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
	facts := map[string]any{}
	for _, a := range e.LogValue().Group() {
		facts[a.Key] = a.Value.Any()
	}
	return json.Marshal(facts)
}

const (
	codeVersionInvalid = "intercom_version_invalid"
	codeRateLimited    = "rate_limit_exceeded"
)

// codeKinds are the kinds that a code tells, whatever the status.
var codeKinds = map[string]error{
	codeVersionInvalid:       ErrVersion,
	"token_not_found":        ErrTokenUnknown,
	"token_revoked":          ErrTokenRevoked,
	"token_blocked":          ErrTokenRevoked,
	"token_expired":          ErrTokenRevoked,
	"token_unauthorized":     ErrTokenScope,
	"token_suspended":        ErrSuspended,
	"api_plan_restricted":    ErrPlanRestricted,
	"contact_merged":         ErrMerged,
	"scroll_exists":          ErrScrollInUse,
	"unique_user_constraint": ErrConflict,
}

// codeStatus is the status that a code belongs to, for error lists that come
// with a status of success.
var codeStatus = map[string]int{
	"unauthorized": 401, "token_unauthorized": 401, "token_not_found": 401, "token_revoked": 401, "token_blocked": 401,
	"token_expired": 401, "token_suspended": 401, "missing_authorization": 401,
	"forbidden": 403, "action_forbidden": 403, "api_plan_restricted": 403,
	"not_found": 404, "admin_not_found": 404, "company_not_found": 404, "team_not_found": 404, "tag_not_found": 404,
	"conversation_not_found": 404, "ticket_not_found": 404,
	"request_timeout": 408,
	"conflict":        409, "unique_user_constraint": 409, "resource_conflict": 409,
	"contact_merged":       410,
	"unprocessable_entity": 422,
	codeRateLimited:        429, "too_many_requests": 429,
	"server_error": 500, "service_unavailable": 503,
	"bad_request": 400, "missing_parameter": 400, "parameter_missing": 400, "parameter_invalid": 400,
	"parameter_not_found": 400, "client_error": 400, "type_mismatch": 400, "data_invalid": 400,
	codeVersionInvalid: 400, "scroll_exists": 400,
}

// kind is the status that decides the type of e.
func (e *APIError) kind() int {
	if e.StatusCode >= 300 {
		return e.StatusCode
	}
	return codeStatus[e.Code]
}

var statusKinds = map[int]error{
	400: ErrBadRequest, 401: ErrUnauthorized, 403: ErrForbidden, 404: ErrNotFound,
	409: ErrConflict, 410: ErrGone, 422: ErrUnprocessable, 429: ErrRateLimited,
}

// Is reports whether target is a kind that e belongs to.
func (e *APIError) Is(target error) bool {
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
		return status == 400 && strings.Contains(message, "scroll api")
	case ErrJobPending:
		return status == 429 && strings.Contains(message, "pending")
	}
	return false
}

// severalMatch tells the conflict of a shared e-mail address from that of a
// duplicate, which names an id.
func (e *APIError) severalMatch() bool {
	if e.Code == "unique_user_constraint" {
		return true
	}
	message := strings.ToLower(e.Message)
	return e.kind() == 409 && (strings.Contains(message, "multiple") || strings.Contains(message, "several"))
}

// One type per status. Each unwraps to the *APIError that it embeds.
type (
	BadRequestError          struct{ *APIError }    // 400
	AuthenticationError      struct{ *APIError }    // 401
	PermissionDeniedError    struct{ *APIError }    // 403
	NotFoundError            struct{ *APIError }    // 404
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
// e-mail address that should name one of them. It is also what Find by an
// e-mail address returns if the list that Intercom answers has several users;
// its StatusCode is then 200, and IDs tells who they are.
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

func (e *BadRequestError) Unwrap() error            { return e.APIError }
func (e *AuthenticationError) Unwrap() error        { return e.APIError }
func (e *PermissionDeniedError) Unwrap() error      { return e.APIError }
func (e *NotFoundError) Unwrap() error              { return e.APIError }
func (e *UnprocessableEntityError) Unwrap() error   { return e.APIError }
func (e *ServerError) Unwrap() error                { return e.APIError }
func (e *BadGatewayError) Unwrap() error            { return e.ServerError }
func (e *ServiceUnavailableError) Unwrap() error    { return e.ServerError }
func (e *GatewayTimeoutError) Unwrap() error        { return e.ServerError }
func (e *ConflictError) Unwrap() error              { return e.APIError }
func (e *MultipleMatchingUsersError) Unwrap() error { return e.ConflictError }
func (e *GoneError) Unwrap() error                  { return e.APIError }

// Unwrap returns the APIError, and what made waiting hopeless.
func (e *RateLimitError) Unwrap() []error {
	if e.cause == nil {
		return []error{e.APIError}
	}
	return []error{e.APIError, e.cause}
}

// typed gives e the type of its status.
func (e *APIError) typed() error {
	switch status := e.kind(); {
	case status == 400:
		return &BadRequestError{e}
	case status == 401:
		return &AuthenticationError{e}
	case status == 403:
		return &PermissionDeniedError{e}
	case status == 404:
		return &NotFoundError{e}
	case status == 409:
		conflict := &ConflictError{APIError: e}
		if m := existingID.FindStringSubmatch(e.Message); m != nil {
			conflict.ID, conflict.Archived = ID(m[1]), strings.Contains(strings.ToLower(e.Message), "archived")
		}
		if e.severalMatch() {
			return &MultipleMatchingUsersError{ConflictError: conflict}
		}
		return conflict
	case status == 410:
		return &GoneError{e, canonicalID(e.Header)}
	case status == 422:
		return &UnprocessableEntityError{e}
	case status == 429:
		wait, _ := serverDelay(e.Header, time.Now())
		return &RateLimitError{APIError: e, RetryAfter: wait}
	case status == 502:
		return &BadGatewayError{&ServerError{e}}
	case status == 503:
		return &ServiceUnavailableError{&ServerError{e}}
	case status == 504:
		return &GatewayTimeoutError{&ServerError{e}}
	case status >= 500:
		return &ServerError{e}
	}
	return e
}

var (
	existingID    = regexp.MustCompile(`\bid=([0-9A-Za-z_-]+)`)
	canonicalLink = regexp.MustCompile(`<[^>]*/contacts/([^/?#>]+)[^>]*>\s*;[^,]*\brel="?canonical"?`)
)

// canonicalID reads Link: </contacts/{id}>; rel="canonical".
func canonicalID(h http.Header) ID {
	for _, link := range h.Values("Link") {
		if m := canonicalLink.FindStringSubmatch(link); m != nil {
			if id, err := url.PathUnescape(m[1]); err == nil {
				return ID(id)
			}
		}
	}
	return ""
}

// errorBody takes all five shapes that Intercom has for errors, and whatever
// else: what does not fit is left out, as everywhere.
type errorBody struct {
	RequestID string          `json:"request_id"`
	Errors    json.RawMessage `json:"errors"`
	Error     json.RawMessage `json:"error"`
	Code      string          `json:"code"`
	ErrorKey  string          `json:"error_key"`
	Message   string          `json:"message"`
}

// newAPIError makes the error of an answer.
func newAPIError(op, version string, a *answer, attempts int) error {
	e := &APIError{
		Operation: op, StatusCode: a.status, Header: a.header, Body: []byte(a.body),
		RequestID: a.requestID(), Attempts: attempts, RateLimit: a.rate, version: version,
	}
	e.read(a.body)
	return e.typed()
}

func (e *APIError) read(body string) {
	var b errorBody
	if _, err := reader.Decode(body, &b); err != nil {
		return // HTML, text, or cut off: the status alone speaks
	}
	if b.RequestID != "" {
		e.RequestID = b.RequestID
	}
	e.Errors = errorDetails(string(b.Errors))
	switch {
	case len(e.Errors) > 0:
	case b.Message != "" || b.ErrorKey != "" || b.Code != "":
		e.Errors = []ErrorDetail{{Code: b.Code + b.ErrorKey, Message: b.Message}}
	default:
		e.Errors = errorDetails(string(b.Error))
	}
	if len(e.Errors) > 0 {
		e.Code, e.Message = e.Errors[0].Code, e.Errors[0].Message
	}
}

// errorDetails reads a list of errors or of texts, a single one, or an object
// of messages by field.
func errorDetails(raw string) []ErrorDetail {
	var list []json.RawMessage
	if json.Unmarshal([]byte(raw), &list) != nil {
		return errorDetail(raw)
	}
	var details []ErrorDetail
	for _, item := range list {
		details = append(details, errorDetail(string(item))...)
	}
	return details
}

func errorDetail(raw string) []ErrorDetail {
	var details []ErrorDetail
	var item struct {
		Code    string `json:"code"`
		Type    string `json:"type"` // what very old answers call the code
		Message string `json:"message"`
		Field   string `json:"field"`
	}
	if _, err := reader.Decode(raw, &item); err != nil {
		return nil
	}
	d := ErrorDetail{item.Code, item.Message, item.Field}
	if d.Code == "" {
		d.Code = item.Type
	}
	if d == (ErrorDetail{}) {
		d.Message = texts(raw)
	}
	if d != (ErrorDetail{}) {
		return append(details, d)
	}
	for field, value := range wire.Keys(raw) {
		if message := texts(value); message != "" {
			details = append(details, ErrorDetail{Message: message, Field: field})
		}
	}
	return details
}

// texts reads a text, or a list of them.
func texts(raw string) string {
	var one string
	var several []string
	if json.Unmarshal([]byte(raw), &one) != nil {
		_ = json.Unmarshal([]byte(raw), &several)
		one = strings.Join(several, ", ")
	}
	return one
}

// ConnectionError means that there was no answer: the connection could not be
// made or was lost, time ran out, or the caller's context ended.
type ConnectionError struct {
	Operation string
	Attempts  int   // how often the call was sent
	Err       error // the cause, without the URL
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

func newConnectionError(op string, attempts int, err error, token string) *ConnectionError {
	return &ConnectionError{Operation: op, Attempts: attempts, Err: err, text: scrub(mask(err.Error(), token))}
}

// Error describes the failure on one line, without customer data.
func (e *ConnectionError) Error() string {
	text := e.text
	if text == "" && e.Err != nil {
		text = scrub(e.Err.Error())
	}
	s := "intercom: " + e.Operation + ": no answer: " + text
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
// a page of a proxy, or with a list of unknown form.
type DecodeError struct {
	Operation string
	Field     string // where in the answer, if it is not the whole of it
	RequestID string
	Body      []byte // at most the first MiB
	Err       error
}

// Error describes the failure on one line, without the body.
func (e *DecodeError) Error() string {
	s := "intercom: " + e.Operation + ": decode"
	if e.Field != "" {
		s += " " + e.Field
	}
	s += ": " + scrub(e.Err.Error())
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

// argumentError is a mistake in the call, found before anything was sent.
type argumentError struct{ op, parameter, problem string }

func (e *argumentError) Error() string {
	return "intercom: " + e.op + ": " + e.parameter + " " + e.problem
}

func (e *argumentError) Is(target error) bool { return target == ErrInvalidArgument }

func formatError(f fmt.State, verb rune, text string) {
	if verb == 'q' {
		text = strconv.Quote(text)
	}
	_, _ = io.WriteString(f, text)
}

var (
	emails  = regexp.MustCompile(`[^\s"'<>=,;:/?&\\()\[\]{}]+(?:@|%40)[^\s"'<>=,;:/?&\\()\[\]{}]+`)
	queries = regexp.MustCompile(`(\w://[^\s"?]*)\?[^\s"]*`)
)

// scrub makes text from elsewhere fit for an error: on one line, short, and
// without e-mail addresses or the queries of URLs.
func scrub(s string) string {
	const most = 500
	if len(s) > 2*most {
		s = s[:2*most]
	}
	if strings.Contains(s, "://") {
		s = queries.ReplaceAllString(s, "$1?[redacted]")
	}
	if strings.Contains(s, "@") || strings.Contains(s, "%40") {
		s = emails.ReplaceAllString(s, "[redacted]")
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return s
}

// mask takes the token out of text.
func mask(s, token string) string {
	if token == "" {
		return s
	}
	return strings.ReplaceAll(s, token, redacted)
}

const redacted = "[redacted]"
