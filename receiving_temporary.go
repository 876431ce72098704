package intercom

import (
	"strconv"

	"github.com/go-intercom/intercom/internal/signed"
)

// ErrSignature means that a request has no signature that fits.
var ErrSignature = signed.ErrSignature

// WebhookError is a request that was refused, or how a handler wants it refused.
type WebhookError struct {
	StatusCode int
	Err        error
}

// Error describes the refusal.
func (e *WebhookError) Error() string {
	return "intercom: " + strconv.Itoa(e.StatusCode) + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *WebhookError) Unwrap() error { return e.Err }
