package intercom

import (
	"fmt"
	"log/slog"
	"slices"
)

// The methods of the typed errors. An error that embeds nothing, as fakes
// return it, has the text and the kind of its type all the same.

// Error describes the failure on one line, without customer data.
func (e *BadRequestError) Error() string            { return e.describe(ErrBadRequest) }
func (e *AuthenticationError) Error() string        { return e.describe(ErrUnauthorized) }
func (e *PermissionDeniedError) Error() string      { return e.describe(ErrForbidden) }
func (e *NotFoundError) Error() string              { return e.describe(ErrNotFound) }
func (e *UnprocessableEntityError) Error() string   { return e.describe(ErrUnprocessable) }
func (e *ServerError) Error() string                { return e.api().describe(ErrServer) }
func (e *ConflictError) Error() string              { return e.api().describe(ErrConflict) }
func (e *MultipleMatchingUsersError) Error() string { return e.api().describe(ErrMultipleMatches) }
func (e *GoneError) Error() string                  { return e.describe(ErrGone) }
func (e *RateLimitError) Error() string             { return e.describe(ErrRateLimited) }

// Is reports whether target is a kind that e belongs to.
func (e *BadRequestError) Is(target error) bool          { return e.is(target, ErrBadRequest) }
func (e *AuthenticationError) Is(target error) bool      { return e.is(target, ErrUnauthorized) }
func (e *PermissionDeniedError) Is(target error) bool    { return e.is(target, ErrForbidden) }
func (e *NotFoundError) Is(target error) bool            { return e.is(target, ErrNotFound) }
func (e *UnprocessableEntityError) Is(target error) bool { return e.is(target, ErrUnprocessable) }
func (e *ServerError) Is(target error) bool              { return e.api().is(target, ErrServer) }
func (e *ConflictError) Is(target error) bool            { return e.api().is(target, ErrConflict) }
func (e *MultipleMatchingUsersError) Is(target error) bool {
	return e.api().is(target, ErrMultipleMatches) || target == ErrConflict
}
func (e *GoneError) Is(target error) bool      { return e.is(target, ErrGone) }
func (e *RateLimitError) Is(target error) bool { return e.is(target, ErrRateLimited) }

// Unwrap returns what e embeds, or nil if that is nil.
func (e *BadRequestError) Unwrap() error            { return orNil(e.APIError) }
func (e *AuthenticationError) Unwrap() error        { return orNil(e.APIError) }
func (e *PermissionDeniedError) Unwrap() error      { return orNil(e.APIError) }
func (e *NotFoundError) Unwrap() error              { return orNil(e.APIError) }
func (e *UnprocessableEntityError) Unwrap() error   { return orNil(e.APIError) }
func (e *ServerError) Unwrap() error                { return orNil(e.APIError) }
func (e *BadGatewayError) Unwrap() error            { return orNil(e.ServerError) }
func (e *ServiceUnavailableError) Unwrap() error    { return orNil(e.ServerError) }
func (e *GatewayTimeoutError) Unwrap() error        { return orNil(e.ServerError) }
func (e *ConflictError) Unwrap() error              { return orNil(e.APIError) }
func (e *MultipleMatchingUsersError) Unwrap() error { return orNil(e.ConflictError) }
func (e *GoneError) Unwrap() error                  { return orNil(e.APIError) }

// Unwrap returns the APIError, and what made waiting hopeless.
func (e *RateLimitError) Unwrap() []error {
	return slices.DeleteFunc([]error{orNil(e.APIError), e.cause}, func(err error) bool { return err == nil })
}

// orNil keeps a nil pointer from becoming an error that is not nil.
func orNil[E interface {
	comparable
	error
}](e E) error {
	var none E
	if e == none {
		return nil
	}
	return e
}

// Format writes the text of Error for every verb.
func (e BadRequestError) Format(f fmt.State, verb rune)            { formatError(f, verb, e.Error()) }
func (e AuthenticationError) Format(f fmt.State, verb rune)        { formatError(f, verb, e.Error()) }
func (e PermissionDeniedError) Format(f fmt.State, verb rune)      { formatError(f, verb, e.Error()) }
func (e NotFoundError) Format(f fmt.State, verb rune)              { formatError(f, verb, e.Error()) }
func (e UnprocessableEntityError) Format(f fmt.State, verb rune)   { formatError(f, verb, e.Error()) }
func (e ServerError) Format(f fmt.State, verb rune)                { formatError(f, verb, e.Error()) }
func (e BadGatewayError) Format(f fmt.State, verb rune)            { formatError(f, verb, e.Error()) }
func (e ServiceUnavailableError) Format(f fmt.State, verb rune)    { formatError(f, verb, e.Error()) }
func (e GatewayTimeoutError) Format(f fmt.State, verb rune)        { formatError(f, verb, e.Error()) }
func (e ConflictError) Format(f fmt.State, verb rune)              { formatError(f, verb, e.Error()) }
func (e MultipleMatchingUsersError) Format(f fmt.State, verb rune) { formatError(f, verb, e.Error()) }
func (e GoneError) Format(f fmt.State, verb rune)                  { formatError(f, verb, e.Error()) }
func (e RateLimitError) Format(f fmt.State, verb rune)             { formatError(f, verb, e.Error()) }

// api returns the APIError of an error that others embed, which may be nil.
func (e *ServerError) api() *APIError {
	if e == nil {
		return nil
	}
	return e.APIError
}

func (e *ConflictError) api() *APIError {
	if e == nil {
		return nil
	}
	return e.APIError
}

// LogValue gives slog the facts without customer data.
func (e *ServerError) LogValue() slog.Value   { return e.api().LogValue() }
func (e *ConflictError) LogValue() slog.Value { return e.api().LogValue() }

// MarshalJSON writes the same facts as LogValue.
func (e *ServerError) MarshalJSON() ([]byte, error)   { return e.api().MarshalJSON() }
func (e *ConflictError) MarshalJSON() ([]byte, error) { return e.api().MarshalJSON() }
