package intercom

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-intercom/intercom/internal/wire"
)

// Known codes of Intercom's errors, as in APIError.Code. Intercom adds others.
const (
	CodeActionForbidden        = "action_forbidden"
	CodeAdminNotFound          = "admin_not_found"
	CodeAPIPlanRestricted      = "api_plan_restricted"
	CodeBadRequest             = "bad_request"
	CodeClientError            = "client_error"
	CodeCompanyNotFound        = "company_not_found"
	CodeConflict               = "conflict"
	CodeContactMerged          = "contact_merged" // see GoneError
	CodeConversationNotFound   = "conversation_not_found"
	CodeDataInvalid            = "data_invalid"
	CodeForbidden              = "forbidden"
	CodeIntercomVersionInvalid = "intercom_version_invalid"
	CodeMissingAuthorization   = "missing_authorization"
	CodeMissingParameter       = "missing_parameter"
	CodeNotFound               = "not_found"
	CodeParameterInvalid       = "parameter_invalid"
	CodeParameterMissing       = "parameter_missing"
	CodeParameterNotFound      = "parameter_not_found"
	CodeRateLimitExceeded      = "rate_limit_exceeded"
	CodeRequestTimeout         = "request_timeout"
	CodeResourceConflict       = "resource_conflict"
	CodeScrollExists           = "scroll_exists" // another scroll of the workspace is open
	CodeServerError            = "server_error"
	CodeServiceUnavailable     = "service_unavailable"
	CodeTagNotFound            = "tag_not_found"
	CodeTeamNotFound           = "team_not_found"
	CodeTicketNotFound         = "ticket_not_found"
	CodeTokenBlocked           = "token_blocked"
	CodeTokenExpired           = "token_expired"
	CodeTokenNotFound          = "token_not_found"
	CodeTokenRevoked           = "token_revoked"
	CodeTokenSuspended         = "token_suspended"    // the workspace of the token is suspended
	CodeTokenUnauthorized      = "token_unauthorized" // the token lacks the scope
	CodeTooManyRequests        = "too_many_requests"
	CodeTypeMismatch           = "type_mismatch"
	CodeUnauthorized           = "unauthorized"
	CodeUniqueUserConstraint   = "unique_user_constraint" // several people share the e-mail address
	CodeUnprocessableEntity    = "unprocessable_entity"
)

// codeKinds are the kinds that a code names, whatever the status.
var codeKinds = map[string]error{
	CodeIntercomVersionInvalid: ErrVersion,
	CodeTokenNotFound:          ErrTokenUnknown,
	CodeTokenRevoked:           ErrTokenRevoked,
	CodeTokenBlocked:           ErrTokenRevoked,
	CodeTokenExpired:           ErrTokenRevoked,
	CodeTokenUnauthorized:      ErrTokenScope,
	CodeTokenSuspended:         ErrSuspended,
	CodeAPIPlanRestricted:      ErrPlanRestricted,
	CodeContactMerged:          ErrMerged,
	CodeScrollExists:           ErrScrollInUse,
	CodeUniqueUserConstraint:   ErrConflict,
}

// codeStatus is the status that a code belongs to, for error lists that come
// with a status of success.
var codeStatus = map[string]int{
	CodeBadRequest: 400, CodeClientError: 400, CodeDataInvalid: 400, CodeMissingParameter: 400, CodeParameterInvalid: 400,
	CodeParameterMissing: 400, CodeParameterNotFound: 400, CodeScrollExists: 400, CodeTypeMismatch: 400, CodeIntercomVersionInvalid: 400,
	CodeMissingAuthorization: 401, CodeTokenBlocked: 401, CodeTokenExpired: 401, CodeTokenNotFound: 401, CodeTokenRevoked: 401,
	CodeTokenSuspended: 401, CodeTokenUnauthorized: 401, CodeUnauthorized: 401,
	CodeActionForbidden: 403, CodeForbidden: 403, CodeAPIPlanRestricted: 403,
	CodeAdminNotFound: 404, CodeCompanyNotFound: 404, CodeConversationNotFound: 404, CodeNotFound: 404, CodeTagNotFound: 404,
	CodeTeamNotFound: 404, CodeTicketNotFound: 404,
	CodeRequestTimeout: 408,
	CodeConflict:       409, CodeResourceConflict: 409, CodeUniqueUserConstraint: 409,
	CodeContactMerged:       410,
	CodeUnprocessableEntity: 422,
	CodeRateLimitExceeded:   429, CodeTooManyRequests: 429,
	CodeServerError: 500, CodeServiceUnavailable: 503,
}

// kind is the status that decides the type of e.
func (e *APIError) kind() int {
	if e.StatusCode >= 300 {
		return e.StatusCode
	}
	return codeStatus[e.Code]
}

// severalMatch distinguishes the conflict of a shared e-mail address from that
// of a duplicate, which names an id.
func (e *APIError) severalMatch() bool {
	if e.Code == CodeUniqueUserConstraint {
		return true
	}
	message := strings.ToLower(e.Message)
	return e.kind() == 409 && (strings.Contains(message, "multiple") || strings.Contains(message, "several"))
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
		conflict := &ConflictError{APIError: e, ID: existingID(e.Message)}
		conflict.Archived = conflict.ID != "" && strings.Contains(strings.ToLower(e.Message), "archived")
		if e.severalMatch() {
			return &MultipleMatchingUsersError{ConflictError: conflict}
		}
		return conflict
	case status == 410:
		return &GoneError{e, canonicalID(e.Header)}
	case status == 422:
		return &UnprocessableEntityError{e}
	case status == 429:
		return &RateLimitError{APIError: e}
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

// existingID reads "id=" and what follows from the message of a conflict.
func existingID(message string) ID {
	for rest := message; ; {
		before, after, found := strings.Cut(rest, "id=")
		if !found {
			return ""
		}
		end := strings.IndexFunc(after, func(r rune) bool { return !isWord(r) && r != '-' })
		if end < 0 {
			end = len(after)
		}
		if end > 0 && (before == "" || !isWord(rune(before[len(before)-1]))) {
			return ID(after[:end])
		}
		rest = after
	}
}

func isWord(r rune) bool {
	return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_'
}

// canonicalID reads Link: </contacts/{id}>; rel="canonical".
func canonicalID(h http.Header) ID {
	for _, links := range h.Values("Link") {
		for rest, found := links, true; found; {
			var target, parameters string
			_, rest, found = strings.Cut(rest, "<")
			target, rest, _ = strings.Cut(rest, ">")
			parameters, _, _ = strings.Cut(rest, ",")
			_, name, isContact := cutLast(target, "/contacts/")
			if end := strings.IndexAny(name, "/?#"); end >= 0 {
				name = name[:end]
			}
			if id, err := url.PathUnescape(name); isContact && err == nil && name != "" && isCanonical(parameters) {
				return ID(id)
			}
		}
	}
	return ""
}

func isCanonical(parameters string) bool {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
		if strings.EqualFold(name, "rel") && strings.EqualFold(strings.Trim(value, `"`), "canonical") {
			return true
		}
	}
	return false
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// errorBody takes all five shapes that Intercom has for errors, and any other:
// what does not fit is left out, as everywhere.
type errorBody struct {
	RequestID string          `json:"request_id"`
	Errors    json.RawMessage `json:"errors"`
	Error     json.RawMessage `json:"error"`
	Code      string          `json:"code"`
	ErrorKey  string          `json:"error_key"`
	Message   string          `json:"message"`
}

// hide takes the token out of everything that e has, as hide does it.
func (e *APIError) hide(hide func(string) string) {
	for _, text := range []*string{&e.Code, &e.Message, &e.RequestID} {
		*text = hide(*text)
	}
	for i, d := range e.Errors {
		e.Errors[i] = ErrorDetail{hide(d.Code), hide(d.Message), hide(d.Field)}
	}
	for _, values := range e.Header {
		for i := range values {
			values[i] = hide(values[i])
		}
	}
	e.Body = []byte(hide(string(e.Body)))
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
		Type    string `json:"type"` // what very old responses call the code
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
