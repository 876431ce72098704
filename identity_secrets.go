package intercom

import (
	"context"
	"fmt"
	"log/slog"
)

// IdentitySecretsService manages the secrets that verify the identity of users in the Messenger.
// It is of API Preview.
//
// https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/identity-verification-secrets
type IdentitySecretsService service

// IdentitySecret is a secret that the user_hash of users is signed with.
//
//intercom:schema identity_verification_secret identity_verification_secret_with_material
type IdentitySecret struct {
	Object

	ID              ID                `json:"id,omitzero"`
	Name            string            `json:"name,omitzero"`
	Secret          IdentitySecretKey `json:"secret,omitzero"` // only in the response to Create
	SupportsAndroid bool              `json:"supports_android,omitzero"`
	SupportsIOS     bool              `json:"supports_ios,omitzero"`
	SupportsWeb     bool              `json:"supports_web,omitzero"`
	CreatedAt       Time              `json:"created_at,omitzero"`
}

// IdentitySecretKey is the key of HMAC-SHA256 itself: 32 bytes in base64url.
// fmt and slog print "[redacted]" in its place; a conversion reveals it, as in
// string(secret.Secret), and encoding/json writes it.
type IdentitySecretKey string

// Format writes "[redacted]" for every verb.
func (IdentitySecretKey) Format(f fmt.State, verb rune) { formatError(f, verb, redacted) }

// LogValue gives slog "[redacted]".
func (IdentitySecretKey) LogValue() slog.Value { return slog.StringValue(redacted) }

// List lists the secrets, without their keys.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *IdentitySecretsService) List(ctx context.Context, opts ...Option) *Pager[*IdentitySecret] {
	return list[*IdentitySecret](ctx, s.client, preview("GET /secure_mode_secrets"), opts)
}

// Create makes a new secret. Its key is in this response alone: store it at
// once. If the response is lost, as after a ConnectionError, delete the secret
// that List then shows, and create another one.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *IdentitySecretsService) Create(ctx context.Context, params IdentitySecretCreate, opts ...Option) (*IdentitySecret, error) {
	return do[*IdentitySecret](ctx, s.client, params.request(), opts)
}

// IdentitySecretCreate describes a secret. At least one platform is required.
//
//intercom:schema create_identity_verification_secret_request
type IdentitySecretCreate struct {
	private

	Name            string `json:"name"` // required
	SupportsAndroid bool   `json:"supports_android,omitzero"`
	SupportsIOS     bool   `json:"supports_ios,omitzero"`
	SupportsWeb     bool   `json:"supports_web,omitzero"`
}

func (p IdentitySecretCreate) request() *request {
	r := preview("POST /secure_mode_secrets").require("Name", p.Name)
	if !p.SupportsAndroid && !p.SupportsIOS && !p.SupportsWeb {
		r.invalid("SupportsWeb", "is false like SupportsAndroid and SupportsIOS: one platform is required")
	}
	return r.body(p)
}

// Delete deletes a secret, and ends the sessions in the Messenger that depend on
// it. To rotate secrets, create the new one, sign with it everywhere, and then
// delete the old one.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *IdentitySecretsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, preview("DELETE /secure_mode_secrets/{id}", id), opts)
}
