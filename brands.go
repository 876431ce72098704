package intercom

import "context"

// BrandsService reads the brands of the workspace.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/brands
type BrandsService service

// Brand is a name under which the workspace appears.
//
//intercom:schema brand
type Brand struct {
	Object

	ID                       ID     `json:"id,omitzero"` // that of the workspace, if IsDefault
	Name                     string `json:"name,omitzero"`
	IsDefault                bool   `json:"is_default,omitzero"`
	HelpCenterID             ID     `json:"help_center_id,omitzero"`
	DefaultAddressSettingsID ID     `json:"default_address_settings_id,omitzero"` // for Emails.Get
	CreatedAt                Time   `json:"created_at,omitzero"`
	UpdatedAt                Time   `json:"updated_at,omitzero"`
}

// Get returns the brand with the given id.
func (s *BrandsService) Get(ctx context.Context, id ID, opts ...Option) (*Brand, error) {
	return do[*Brand](ctx, s.client, op("GET /brands/{id}", id), opts)
}

// List lists the brands, of which one is the default.
func (s *BrandsService) List(ctx context.Context, opts ...Option) *Pager[*Brand] {
	return list[*Brand](ctx, s.client, op("GET /brands"), opts)
}
