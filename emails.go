package intercom

import "context"

// EmailsService reads the addresses that the workspace sends e-mail from.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/emails
type EmailsService service

// EmailSetting is an address that the workspace sends e-mail from.
//
//intercom:schema email_setting
type EmailSetting struct {
	Object

	ID                           ID     `json:"id,omitzero"`
	Email                        string `json:"email,omitzero"`
	Domain                       string `json:"domain,omitzero"` // of Email
	Verified                     bool   `json:"verified,omitzero"`
	BrandID                      ID     `json:"brand_id,omitzero"`
	ForwardingEnabled            bool   `json:"forwarding_enabled,omitzero"`               // what arrives there becomes conversations
	ForwardedEmailLastReceivedAt Time   `json:"forwarded_email_last_received_at,omitzero"` // zero: never
	CreatedAt                    Time   `json:"created_at,omitzero"`
	UpdatedAt                    Time   `json:"updated_at,omitzero"`
}

// Get returns the address with the given id.
func (s *EmailsService) Get(ctx context.Context, id ID, opts ...Option) (*EmailSetting, error) {
	return do[*EmailSetting](ctx, s.client, op("GET /emails/{id}", id), opts)
}

// List lists the addresses of all brands.
func (s *EmailsService) List(ctx context.Context, opts ...Option) *Pager[*EmailSetting] {
	return list[*EmailSetting](ctx, s.client, op("GET /emails"), opts)
}
