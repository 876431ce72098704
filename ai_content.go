package intercom

import "context"

// ContentImportSourcesService manages where external pages come from. Each
// source is the root of a website.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ai-content
type ContentImportSourcesService service

// ContentImportSource is where external pages come from. Intercom reads the
// pages by itself, or you write them through ExternalPages.
//
//intercom:schema content_import_source
type ContentImportSource struct {
	Object

	ID           ID                        `json:"id,omitzero"`
	URL          string                    `json:"url,omitzero"` // the root of the website
	SyncBehavior SyncBehavior              `json:"sync_behavior,omitzero"`
	Status       ContentImportSourceStatus `json:"status,omitzero"`
	AudienceIDs  []ID                      `json:"audience_ids,omitzero"` // whom its pages are for; empty: everybody
	CreatedAt    Time                      `json:"created_at,omitzero"`
	UpdatedAt    Time                      `json:"updated_at,omitzero"`
	LastSyncedAt Time                      `json:"last_synced_at,omitzero"`
}

// SyncBehavior is the way in which the pages of a source get to Intercom.
type SyncBehavior string

// The ways in which pages get to Intercom.
const (
	SyncBehaviorAPI       SyncBehavior = "api"       // through ExternalPages
	SyncBehaviorAutomatic SyncBehavior = "automatic" // Intercom reads them again and again
	SyncBehaviorManual    SyncBehavior = "manual"    // Intercom reads them when an admin wants it

	syncBehaviorAutomated SyncBehavior = "automated" // what requests call SyncBehaviorAutomatic
)

// ContentImportSourceStatus is whether a source is used.
type ContentImportSourceStatus string

// The states of a source.
const (
	ContentImportSourceStatusActive      ContentImportSourceStatus = "active"
	ContentImportSourceStatusDeactivated ContentImportSourceStatus = "deactivated"
)

// List lists the sources of the workspace.
func (s *ContentImportSourcesService) List(ctx context.Context, opts ...Option) *Pager[*ContentImportSource] {
	return list[*ContentImportSource](ctx, s.client, op("GET /ai/content_import_sources").paged(50).numbered(), opts)
}

// Get returns the source with the given id.
func (s *ContentImportSourcesService) Get(ctx context.Context, id ID, opts ...Option) (*ContentImportSource, error) {
	return do[*ContentImportSource](ctx, s.client, op("GET /ai/content_import_sources/{source_id}", id), opts)
}

// Create creates a source of pages that are written through ExternalPages.
// Sources that Intercom reads by itself are created in its web application.
func (s *ContentImportSourcesService) Create(
	ctx context.Context, params ContentImportSourceCreate, opts ...Option,
) (*ContentImportSource, error) {
	return do[*ContentImportSource](ctx, s.client, params.request(), opts)
}

// ContentImportSourceCreate describes a source.
type ContentImportSourceCreate struct {
	private

	URL         string                    `json:"url"`                   // required: the root of the website
	Status      ContentImportSourceStatus `json:"status,omitzero"`       // default ContentImportSourceStatusActive
	AudienceIDs []NumberID                `json:"audience_ids,omitzero"` // whom its pages are for; empty: everybody
}

func (p ContentImportSourceCreate) request() *request {
	return op("POST /ai/content_import_sources").require("URL", p.URL).body(contentImportSourceBody{p, SyncBehaviorAPI})
}

// contentImportSourceBody adds to a new source what is the same for all.
//
//intercom:schema create_content_import_source_request
type contentImportSourceBody struct {
	ContentImportSourceCreate

	SyncBehavior SyncBehavior `json:"sync_behavior"`
}

// Update changes a source; fields that are not set stay as they are.
func (s *ContentImportSourcesService) Update(
	ctx context.Context, id ID, params ContentImportSourceUpdate, opts ...Option,
) (*ContentImportSource, error) {
	return do[*ContentImportSource](ctx, s.client, params.request(id), opts)
}

// ContentImportSourceUpdate is a change of a source.
//
//intercom:schema update_content_import_source_request
type ContentImportSourceUpdate struct {
	private

	SyncBehavior                   SyncBehavior                   `json:"sync_behavior"` // required; no change to or from SyncBehaviorAPI
	URL                            string                         `json:"url"`           // required; only with SyncBehaviorAPI it can be another one
	Status                         Opt[ContentImportSourceStatus] `json:"status,omitzero"`
	AudienceIDs                    Opt[[]NumberID]                `json:"audience_ids,omitzero"` // empty or null: everybody
	ApplyAudienceToExistingContent Opt[bool]                      `json:"apply_audience_to_existing_content,omitzero"`
}

func (p ContentImportSourceUpdate) request(id ID) *request {
	r := op("PUT /ai/content_import_sources/{source_id}", id).require("SyncBehavior", string(p.SyncBehavior)).require("URL", p.URL)
	if p.SyncBehavior == SyncBehaviorAutomatic {
		p.SyncBehavior = syncBehaviorAutomated
	}
	return r.body(p)
}

// Delete deletes a source, and all pages that came from it.
func (s *ContentImportSourcesService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /ai/content_import_sources/{source_id}", id), opts)
}

// ExternalPagesService reads and writes pages from elsewhere that AI agents
// draw on. Each page belongs to a source; see ContentImportSources.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ai-content
type ExternalPagesService service

// ExternalPage is a page from elsewhere.
//
//intercom:schema external_page
type ExternalPage struct {
	Object

	ID                       ID     `json:"id,omitzero"`
	SourceID                 ID     `json:"source_id,omitzero"`   // the ContentImportSource
	ExternalID               string `json:"external_id,omitzero"` // the source's own id of the page
	Title                    string `json:"title,omitzero"`
	HTML                     string `json:"html,omitzero"`
	URL                      string `json:"url,omitzero"` // what Fin refers to; empty: it refers to nothing
	Locale                   string `json:"locale,omitzero"`
	AIAgentAvailability      bool   `json:"ai_agent_availability,omitzero"`       // Fin may use it
	AICopilotAvailability    bool   `json:"ai_copilot_availability,omitzero"`     // Copilot may use it, which helps admins
	AISalesAgentAvailability bool   `json:"ai_sales_agent_availability,omitzero"` // the sales agent may use it
	FinAvailability          bool   `json:"fin_availability,omitzero"`            // what there was before the three others
	CreatedAt                Time   `json:"created_at,omitzero"`
	UpdatedAt                Time   `json:"updated_at,omitzero"`
	LastIngestedAt           Time   `json:"last_ingested_at,omitzero"`
}

// List lists the pages of all sources.
func (s *ExternalPagesService) List(ctx context.Context, opts ...Option) *Pager[*ExternalPage] {
	return list[*ExternalPage](ctx, s.client, op("GET /ai/external_pages").paged(50).numbered(), opts)
}

// Get returns the page with the given id.
func (s *ExternalPagesService) Get(ctx context.Context, id ID, opts ...Option) (*ExternalPage, error) {
	return do[*ExternalPage](ctx, s.client, op("GET /ai/external_pages/{page_id}", id), opts)
}

// Upsert creates a page, or updates the one that the source has under the
// external id.
func (s *ExternalPagesService) Upsert(ctx context.Context, params ExternalPageUpsert, opts ...Option) (*ExternalPage, error) {
	return do[*ExternalPage](ctx, s.client, params.request(), opts)
}

// ExternalPageUpsert describes a page. What is not set is empty or false for a
// new page, and stays as it is for another one.
type ExternalPageUpsert struct {
	private

	SourceID                 NumberID    `json:"source_id"`    // required: a ContentImportSource with SyncBehaviorAPI
	ExternalID               string      `json:"external_id"`  // required: your own id of the page, unique in the source
	Title                    string      `json:"title"`        // required
	HTML                     string      `json:"html"`         // required
	URL                      Opt[string] `json:"url,omitzero"` // what Fin refers to; empty: it refers to nothing
	AIAgentAvailability      Opt[bool]   `json:"ai_agent_availability,omitzero"`
	AICopilotAvailability    Opt[bool]   `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability Opt[bool]   `json:"ai_sales_agent_availability,omitzero"` // API Preview
}

func (p ExternalPageUpsert) request() *request {
	return op("POST /ai/external_pages").upsert().
		require("SourceID", string(p.SourceID)).require("ExternalID", p.ExternalID).require("Title", p.Title).require("HTML", p.HTML).
		body(externalPageUpsertBody{p, externalPageLocale}).
		preview("AISalesAgentAvailability", !p.AISalesAgentAvailability.IsZero())
}

// externalPageLocale is the only language that pages can have.
const externalPageLocale = "en"

// externalPageUpsertBody adds to a page what is the same for all.
//
//intercom:schema create_external_page_request
type externalPageUpsertBody struct {
	ExternalPageUpsert

	Locale string `json:"locale"`
}

// Update changes a page that was written through the API.
func (s *ExternalPagesService) Update(ctx context.Context, id ID, params ExternalPageUpdate, opts ...Option) (*ExternalPage, error) {
	return do[*ExternalPage](ctx, s.client, params.request(id), opts)
}

// ExternalPageUpdate is a change of a page.
type ExternalPageUpdate struct {
	private

	SourceID                 NumberID    `json:"source_id"` // required
	Title                    string      `json:"title"`     // required
	HTML                     string      `json:"html"`      // required
	URL                      string      `json:"url"`       // required
	ExternalID               Opt[string] `json:"external_id,omitzero"`
	FinAvailability          Opt[bool]   `json:"fin_availability,omitzero"`            // for Fin and Copilot; Intercom describes true as the default
	AIAgentAvailability      Opt[bool]   `json:"ai_agent_availability,omitzero"`       // API Preview
	AICopilotAvailability    Opt[bool]   `json:"ai_copilot_availability,omitzero"`     // API Preview
	AISalesAgentAvailability Opt[bool]   `json:"ai_sales_agent_availability,omitzero"` // API Preview
}

func (p ExternalPageUpdate) request(id ID) *request {
	return op("PUT /ai/external_pages/{page_id}", id).
		require("SourceID", string(p.SourceID)).require("Title", p.Title).require("HTML", p.HTML).require("URL", p.URL).
		body(externalPageUpdateBody{p, externalPageLocale}).
		preview("AIAgentAvailability", !p.AIAgentAvailability.IsZero()).
		preview("AICopilotAvailability", !p.AICopilotAvailability.IsZero()).
		preview("AISalesAgentAvailability", !p.AISalesAgentAvailability.IsZero())
}

// externalPageUpdateBody adds to a change what is the same for all.
//
//intercom:schema update_external_page_request
type externalPageUpdateBody struct {
	ExternalPageUpdate

	Locale string `json:"locale"`
}

// Delete takes a page out of what AI agents draw on.
func (s *ExternalPagesService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /ai/external_pages/{page_id}", id), opts)
}
