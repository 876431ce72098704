package intercom

import "context"

// InternalArticlesService reads and writes articles that only teammates and AI agents read.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/internal-articles
type InternalArticlesService service

// InternalArticle is an article for teammates and AI agents.
//
//intercom:schema internal_article internal_article_list_item
type InternalArticle struct {
	Object

	ID                       ID           `json:"id,omitzero"`
	Title                    string       `json:"title,omitzero"`
	Body                     string       `json:"body,omitzero"` // HTML
	BodyMarkdown             string       `json:"body_markdown,omitzero"`
	OwnerID                  ID           `json:"owner_id,omitzero"`  // an admin
	AuthorID                 ID           `json:"author_id,omitzero"` // an admin
	Locale                   string       `json:"locale,omitzero"`
	CreatedAt                Time         `json:"created_at,omitzero"`
	UpdatedAt                Time         `json:"updated_at,omitzero"`
	FolderID                 ID           `json:"folder_id,omitzero"`    // API Preview
	Tags                     Sublist[Tag] `json:"tags,omitzero"`         // API Preview
	AudienceIDs              []ID         `json:"audience_ids,omitzero"` // whom Fin uses it for; empty: for all
	AIChatbotAvailability    bool         `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability    bool         `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability bool         `json:"ai_sales_agent_availability,omitzero"`
}

// Get returns the internal article with the given id.
func (s *InternalArticlesService) Get(ctx context.Context, id ID, opts ...Option) (*InternalArticle, error) {
	return do[*InternalArticle](ctx, s.client, op("GET /internal_articles/{internal_article_id}", id), opts)
}

// List lists the internal articles.
func (s *InternalArticlesService) List(ctx context.Context, opts ...Option) *Pager[*InternalArticle] {
	return list[*InternalArticle](ctx, s.client, op("GET /internal_articles").paged(60).numbered(), opts)
}

// ListForFolder lists the internal articles in a folder.
func (s *InternalArticlesService) ListForFolder(ctx context.Context, folder ID, opts ...Option) *Pager[*InternalArticle] {
	return list[*InternalArticle](ctx, s.client, op("GET /internal_articles/search").paged(60).numbered().in("data.internal_articles").
		selected("folder_id", string(folder)), opts)
}

// Create creates an internal article.
func (s *InternalArticlesService) Create(ctx context.Context, params InternalArticleCreate, opts ...Option) (*InternalArticle, error) {
	return do[*InternalArticle](ctx, s.client, params.request(), opts)
}

// InternalArticleCreate describes an internal article. Tags are put on it by
// Tags.AddToInternalArticle.
//
//intercom:schema create_internal_article_request
type InternalArticleCreate struct {
	private

	Title                    string     `json:"title"`                  // required
	AuthorID                 NumberID   `json:"author_id"`              // required, an admin
	OwnerID                  NumberID   `json:"owner_id"`               // required, an admin
	Body                     string     `json:"body,omitzero"`          // HTML
	BodyMarkdown             string     `json:"body_markdown,omitzero"` // instead of Body
	Locale                   string     `json:"locale,omitzero"`
	FolderID                 NumberID   `json:"folder_id,omitzero"`    // API Preview
	AudienceIDs              []NumberID `json:"audience_ids,omitzero"` // an unknown one is a NotFoundError
	AIChatbotAvailability    bool       `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability    bool       `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability bool       `json:"ai_sales_agent_availability,omitzero"`
}

func (p InternalArticleCreate) request() *request {
	return op("POST /internal_articles").require("Title", p.Title).require("AuthorID", string(p.AuthorID)).require("OwnerID", string(p.OwnerID)).
		either("Body", p.Body != "", "BodyMarkdown", p.BodyMarkdown != "").preview("FolderID", p.FolderID != "").body(p)
}

// Update changes an internal article; fields that are not set stay as they are.
func (s *InternalArticlesService) Update(
	ctx context.Context, id ID, params InternalArticleUpdate, opts ...Option,
) (*InternalArticle, error) {
	return do[*InternalArticle](ctx, s.client, params.request(id), opts)
}

// InternalArticleUpdate is a change of an internal article.
//
//intercom:schema update_internal_article_request
type InternalArticleUpdate struct {
	private

	Title                    Opt[string]     `json:"title,omitzero"`
	Body                     Opt[string]     `json:"body,omitzero"`          // HTML
	BodyMarkdown             Opt[string]     `json:"body_markdown,omitzero"` // instead of Body
	AuthorID                 Opt[NumberID]   `json:"author_id,omitzero"`     // an admin
	OwnerID                  Opt[NumberID]   `json:"owner_id,omitzero"`      // an admin
	FolderID                 Opt[NumberID]   `json:"folder_id,omitzero"`     // API Preview
	AudienceIDs              Opt[[]NumberID] `json:"audience_ids,omitzero"`  // empty clears them
	AIChatbotAvailability    Opt[bool]       `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability    Opt[bool]       `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability Opt[bool]       `json:"ai_sales_agent_availability,omitzero"`
}

func (p InternalArticleUpdate) request(id ID) *request {
	return op("PUT /internal_articles/{internal_article_id}", id).
		either("Body", !p.Body.IsZero(), "BodyMarkdown", !p.BodyMarkdown.IsZero()).preview("FolderID", !p.FolderID.IsZero()).body(p)
}

// Delete deletes an internal article.
func (s *InternalArticlesService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /internal_articles/{internal_article_id}", id), opts)
}
