package intercom

import "context"

// CollectionsService reads and writes the collections of articles in help centers.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/help-center
type CollectionsService service

// Collection holds articles and other collections.
//
//intercom:schema collection
type Collection struct {
	Object

	ID            ID                           `json:"id,omitzero"`
	WorkspaceID   ID                           `json:"workspace_id,omitzero"`
	Name          string                       `json:"name,omitzero"`        // in the default locale
	Description   string                       `json:"description,omitzero"` // in the default locale
	URL           string                       `json:"url,omitzero"`         // in the default locale
	Icon          string                       `json:"icon,omitzero"`        // "book-bookmark"
	Order         int                          `json:"order,omitzero"`       // among its siblings, from 0
	ParentID      ID                           `json:"parent_id,omitzero"`   // empty: at the top level
	HelpCenterID  ID                           `json:"help_center_id,omitzero"`
	DefaultLocale string                       `json:"default_locale,omitzero"`                    // of a help center with several locales
	Translations  map[string]CollectionContent `json:"translated_content,omitzero" wire:"entries"` // by locale: "en", "pt-BR"
	CreatedAt     Time                         `json:"created_at,omitzero"`
	UpdatedAt     Time                         `json:"updated_at,omitzero"`
}

// CollectionContent is what a collection is called in one locale.
//
//intercom:schema group_content
type CollectionContent struct {
	private

	Name        string `json:"name,omitzero"`
	Description string `json:"description,omitzero"`
}

// Get returns the collection with the given id.
func (s *CollectionsService) Get(ctx context.Context, id ID, opts ...Option) (*Collection, error) {
	return do[*Collection](ctx, s.client, op("GET /help_center/collections/{collection_id}", id), opts)
}

// List lists the collections of all help centers and levels, the latest change
// first.
func (s *CollectionsService) List(ctx context.Context, opts ...Option) *Pager[*Collection] {
	return list[*Collection](ctx, s.client, op("GET /help_center/collections").paged(60).numbered(), opts)
}

// Create creates a collection.
func (s *CollectionsService) Create(ctx context.Context, params CollectionCreate, opts ...Option) (*Collection, error) {
	return do[*Collection](ctx, s.client, params.request(), opts)
}

// CollectionCreate describes a collection.
//
//intercom:schema create_collection_request
type CollectionCreate struct {
	private

	Name         string                       `json:"name"`                    // required; in the default locale
	Description  string                       `json:"description,omitzero"`    // in the default locale
	ParentID     ID                           `json:"parent_id,omitzero"`      // empty: at the top level
	HelpCenterID NumberID                     `json:"help_center_id,omitzero"` // empty: the default one
	Translations map[string]CollectionContent `json:"translated_content,omitzero"`
}

func (p CollectionCreate) request() *request {
	return op("POST /help_center/collections").require("Name", p.Name).body(p)
}

// Update changes a collection; fields that are not set stay as they are.
func (s *CollectionsService) Update(ctx context.Context, id ID, params CollectionUpdate, opts ...Option) (*Collection, error) {
	return do[*Collection](ctx, s.client, op("PUT /help_center/collections/{collection_id}", id).body(params), opts)
}

// CollectionUpdate is a change of a collection.
//
//intercom:schema update_collection_request
type CollectionUpdate struct {
	private

	Name         Opt[string]                  `json:"name,omitzero"`
	Description  Opt[string]                  `json:"description,omitzero"`
	ParentID     Opt[ID]                      `json:"parent_id,omitzero"` // null: to the top level
	Translations map[string]CollectionContent `json:"translated_content,omitzero"`
}

// Delete deletes a collection.
func (s *CollectionsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /help_center/collections/{collection_id}", id), opts)
}
