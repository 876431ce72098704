package intercom

import "context"

// IPAllowlistService reads and replaces the addresses from which the workspace can be used.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ip-allowlist
type IPAllowlistService service

// IPAllowlist names the addresses from which the workspace can be used.
//
//intercom:schema ip_allowlist
type IPAllowlist struct {
	Object

	Enabled bool     `json:"enabled,omitzero"`
	IPs     []string `json:"ip_allowlist,omitzero"` // addresses, and ranges such as 192.168.0.0/24
}

// Get returns the list. API Preview does not have it.
func (s *IPAllowlistService) Get(ctx context.Context, opts ...Option) (*IPAllowlist, error) {
	return do[*IPAllowlist](ctx, s.client, op("GET /ip_allowlist"), opts)
}

// Replace puts another list in place of the whole one. A list that is enabled
// and lacks the address that the call comes from is an UnprocessableEntityError,
// code parameter_invalid, as it would lock the caller out. API Preview does not
// have it.
func (s *IPAllowlistService) Replace(ctx context.Context, params IPAllowlistReplace, opts ...Option) (*IPAllowlist, error) {
	return do[*IPAllowlist](ctx, s.client, params.request(), opts)
}

// IPAllowlistReplace is a new list.
//
//intercom:schema ip_allowlist
type IPAllowlistReplace struct {
	private

	Enabled bool     `json:"enabled"`      // required
	IPs     []string `json:"ip_allowlist"` // required, but it can be empty: addresses, and ranges such as 192.168.0.0/24
}

func (p IPAllowlistReplace) request() *request {
	r := op("PUT /ip_allowlist")
	if p.IPs == nil {
		r.invalid("IPs", "is nil: for a list without addresses it must be empty")
	}
	return r.body(p)
}
