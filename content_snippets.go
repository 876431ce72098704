package intercom

import (
	"context"
	"encoding/json"
)

// ContentSnippetsService reads and writes short pieces of knowledge for AI agents.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/content-snippets
type ContentSnippetsService service

// ContentSnippet is a short piece of knowledge, which Fin and Copilot use.
//
//intercom:schema content_snippet
type ContentSnippet struct {
	Object

	ID                       ID              `json:"id,omitzero"`
	Title                    string          `json:"title,omitzero"`
	Locale                   string          `json:"locale,omitzero"`
	JSONBlocks               json.RawMessage `json:"json_blocks,omitzero"` // the text: [{"type": "paragraph", "text": "..."}]
	BodyMarkdown             string          `json:"body_markdown,omitzero"`
	AIChatbotAvailability    bool            `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability    bool            `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability bool            `json:"ai_sales_agent_availability,omitzero"`
	CreatedAt                Time            `json:"created_at,omitzero"`
	UpdatedAt                Time            `json:"updated_at,omitzero"`
	AudienceIDs              []ID            `json:"audience_ids,omitzero"` // whom Fin uses it for; empty: for all

	// ChatbotAvailability is 1 or 0.
	//
	// Deprecated: use AIChatbotAvailability.
	ChatbotAvailability int `json:"chatbot_availability,omitzero"`

	// CopilotAvailability is 1 or 0.
	//
	// Deprecated: use AICopilotAvailability.
	CopilotAvailability int `json:"copilot_availability,omitzero"`
}

// Get returns the snippet with the given id.
func (s *ContentSnippetsService) Get(ctx context.Context, id ID, opts ...Option) (*ContentSnippet, error) {
	return do[*ContentSnippet](ctx, s.client, op("GET /content_snippets/{id}", id), opts)
}

// List lists the snippets.
func (s *ContentSnippetsService) List(ctx context.Context, opts ...Option) *Pager[*ContentSnippet] {
	return list[*ContentSnippet](ctx, s.client, op("GET /content_snippets").paged(50).numbered(), opts)
}

// Create creates a snippet.
func (s *ContentSnippetsService) Create(ctx context.Context, params ContentSnippetCreate, opts ...Option) (*ContentSnippet, error) {
	return do[*ContentSnippet](ctx, s.client, params.request(), opts)
}

// ContentSnippetCreate describes a snippet. It has either JSONBlocks or
// BodyMarkdown. Tags are put on it by Tags.AddToContentSnippet.
//
//intercom:schema content_snippet_create_request
type ContentSnippetCreate struct {
	private

	Title                    string          `json:"title"`                // required, at most 255 characters
	JSONBlocks               json.RawMessage `json:"json_blocks,omitzero"` // such as [{"type": "paragraph", "text": "..."}]
	BodyMarkdown             string          `json:"body_markdown,omitzero"`
	Locale                   string          `json:"locale,omitzero"`       // default "en"; one that Fin lacks is an UnprocessableEntityError
	AudienceIDs              []NumberID      `json:"audience_ids,omitzero"` // an unknown one is a NotFoundError
	AIChatbotAvailability    bool            `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability    bool            `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability bool            `json:"ai_sales_agent_availability,omitzero"`
}

func (p ContentSnippetCreate) request() *request {
	return op("POST /content_snippets").require("Title", p.Title).
		either("JSONBlocks", len(p.JSONBlocks) > 0, "BodyMarkdown", p.BodyMarkdown != "").body(p)
}

// Update changes a snippet; fields that are not set stay as they are.
func (s *ContentSnippetsService) Update(
	ctx context.Context, id ID, params ContentSnippetUpdate, opts ...Option,
) (*ContentSnippet, error) {
	return do[*ContentSnippet](ctx, s.client, params.request(id), opts)
}

// ContentSnippetUpdate is a change of a snippet.
//
//intercom:schema content_snippet_update_request
type ContentSnippetUpdate struct {
	private

	Title                    Opt[string]          `json:"title,omitzero"`
	JSONBlocks               Opt[json.RawMessage] `json:"json_blocks,omitzero"`
	BodyMarkdown             Opt[string]          `json:"body_markdown,omitzero"` // instead of JSONBlocks
	Locale                   Opt[string]          `json:"locale,omitzero"`
	AudienceIDs              Opt[[]NumberID]      `json:"audience_ids,omitzero"` // empty clears them
	AIChatbotAvailability    Opt[bool]            `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability    Opt[bool]            `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability Opt[bool]            `json:"ai_sales_agent_availability,omitzero"`
}

func (p ContentSnippetUpdate) request(id ID) *request {
	return op("PUT /content_snippets/{id}", id).either("JSONBlocks", !p.JSONBlocks.IsZero(), "BodyMarkdown", !p.BodyMarkdown.IsZero()).body(p)
}

// Delete deletes a snippet. It fails with an UnprocessableEntityError, code
// content_has_procedure_dependencies, while a procedure of Fin needs it.
func (s *ContentSnippetsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /content_snippets/{id}", id), opts)
}
