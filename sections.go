package intercom

import "context"

// SectionsService reads and writes the sections of collections, which API 2.9 was the last
// to have: they became collections inside of collections.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/help-center
//
// Deprecated: use Collections with a ParentID.
type SectionsService service

// Section is a part of a collection.
//
// Deprecated: it is of API 2.9. Use a Collection with a ParentID.
//
//intercom:schema section
type Section struct {
	Object

	ID            ID                           `json:"id,omitzero"`
	WorkspaceID   ID                           `json:"workspace_id,omitzero"`
	Name          string                       `json:"name,omitzero"`                              // in the default locale
	URL           string                       `json:"url,omitzero"`                               // in the default locale
	Icon          string                       `json:"icon,omitzero"`                              // "book-bookmark"
	Order         int                          `json:"order,omitzero"`                             // in its collection, from 0
	ParentID      ID                           `json:"parent_id,omitzero"`                         // of its collection
	DefaultLocale string                       `json:"default_locale,omitzero"`                    // of a help center with several locales
	Translations  map[string]CollectionContent `json:"translated_content,omitzero" wire:"entries"` // by locale: "en", "pt-BR"
	CreatedAt     Time                         `json:"created_at,omitzero"`
	UpdatedAt     Time                         `json:"updated_at,omitzero"`
}

// Get returns the section with the given id.
//
// Deprecated: it asks API 2.9. Use Collections.Get.
func (s *SectionsService) Get(ctx context.Context, id ID, opts ...Option) (*Section, error) {
	return do[*Section](ctx, s.client, removed("2.9", "GET /help_center/sections/{id}", id), opts)
}

// List lists the sections of all collections, the latest change first.
//
// Deprecated: it asks API 2.9. Use Collections.List.
func (s *SectionsService) List(ctx context.Context, opts ...Option) *Pager[*Section] {
	return list[*Section](ctx, s.client, removed("2.9", "GET /help_center/sections").paged(60).numbered(), opts)
}

// Create creates a section.
//
// Deprecated: it asks API 2.9. Use Collections.Create with a ParentID.
func (s *SectionsService) Create(ctx context.Context, params SectionCreate, opts ...Option) (*Section, error) {
	return do[*Section](ctx, s.client, params.request(), opts)
}

// SectionCreate describes a section.
//
// Deprecated: it is of API 2.9. Use CollectionCreate with a ParentID.
//
//intercom:schema create_section_request
type SectionCreate struct {
	private

	Name         string                       `json:"name"`      // required; in the default locale
	ParentID     NumberID                     `json:"parent_id"` // required; the collection
	Translations map[string]CollectionContent `json:"translated_content,omitzero"`
}

func (p SectionCreate) request() *request {
	return removed("2.9", "POST /help_center/sections").require("Name", p.Name).require("ParentID", string(p.ParentID)).body(p)
}

// Update changes a section; fields that are not set stay as they are.
//
// Deprecated: it asks API 2.9. Use Collections.Update.
func (s *SectionsService) Update(ctx context.Context, id ID, params SectionUpdate, opts ...Option) (*Section, error) {
	return do[*Section](ctx, s.client, removed("2.9", "PUT /help_center/sections/{id}", id).body(params), opts)
}

// SectionUpdate is a change of a section.
//
// Deprecated: it is of API 2.9. Use CollectionUpdate.
//
//intercom:schema update_section_request
type SectionUpdate struct {
	private

	Name         Opt[string]                  `json:"name,omitzero"`
	ParentID     Opt[ID]                      `json:"parent_id,omitzero"` // the collection
	Translations map[string]CollectionContent `json:"translated_content,omitzero"`
}

// Delete deletes a section.
//
// Deprecated: it asks API 2.9. Use Collections.Delete.
func (s *SectionsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, removed("2.9", "DELETE /help_center/sections/{id}", id), opts)
}
