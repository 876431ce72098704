package intercom

import (
	"context"
	"maps"
	"slices"

	"github.com/go-intercom/intercom/internal/wire"
)

// ArticlesService reads and writes the articles of help centers, and their drafts and
// versions.
//
// A published article can have a draft beside it: UpdateDraft changes the draft
// alone, and PublishDraft puts it in the place of what readers see. Update changes
// what readers see at once.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles
type ArticlesService service

// Article is an article of a help center. Where the help center has several
// languages, its own text, author, state and times are those of the default one.
//
//intercom:schema article article_list_item
type Article struct {
	Object

	ID                            ID                        `json:"id,omitzero"`
	WorkspaceID                   ID                        `json:"workspace_id,omitzero"`
	Title                         string                    `json:"title,omitzero"`
	Description                   string                    `json:"description,omitzero"`
	Body                          string                    `json:"body,omitzero"` // HTML
	BodyMarkdown                  string                    `json:"body_markdown,omitzero"`
	AuthorID                      ID                        `json:"author_id,omitzero"` // an admin
	State                         ArticleState              `json:"state,omitzero"`
	CreatedAt                     Time                      `json:"created_at,omitzero"`
	UpdatedAt                     Time                      `json:"updated_at,omitzero"`
	HasUnpublishedChanges         bool                      `json:"has_unpublished_changes,omitzero"` // false for one that was never published
	DraftUpdatedAt                Time                      `json:"draft_updated_at,omitzero"`        // zero if there is no draft beside it
	URL                           string                    `json:"url,omitzero"`                     // empty until it is published
	ParentIDs                     []ID                      `json:"parent_ids,omitzero"`              // collections
	ParentID                      ID                        `json:"parent_id,omitzero"`               // up to API 2.15
	ParentType                    ArticleParentType         `json:"parent_type,omitzero"`             // up to API 2.15
	FolderID                      ID                        `json:"folder_id,omitzero"`               // API Preview
	AIChatbotAvailability         bool                      `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability         bool                      `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability      bool                      `json:"ai_sales_agent_availability,omitzero"`
	AudienceIDs                   []ID                      `json:"audience_ids,omitzero"`  // whom Fin uses it for; only with one language
	CreatedByID                   ID                        `json:"created_by_id,omitzero"` // an admin
	UpdatedByID                   ID                        `json:"updated_by_id,omitzero"` // an admin
	ExcludeFromArticleSuggestions bool                      `json:"exclude_from_article_suggestions,omitzero"`
	HelpCenterAudience            HelpCenterAudience        `json:"help_center_audience,omitzero"`
	ScheduledPublishAt            Time                      `json:"scheduled_publish_at,omitzero"`
	ScheduledUnpublishAt          Time                      `json:"scheduled_unpublish_at,omitzero"`
	DefaultLocale                 string                    `json:"default_locale,omitzero"`                    // only with several languages
	Translations                  map[string]ArticleContent `json:"translated_content,omitzero" wire:"entries"` // by locale; only with several languages
	Tags                          Sublist[Tag]              `json:"tags,omitzero"`
	Statistics                    ArticleStatistics         `json:"statistics,omitzero"` // not in lists
}

// ArticleState is whether readers see an article.
type ArticleState string

// The states of articles. ArticleStateAll is for searches.
const (
	ArticleStatePublished ArticleState = "published"
	ArticleStateDraft     ArticleState = "draft"
	ArticleStateAll       ArticleState = "all"
)

// ArticleParentType is what an article is in.
type ArticleParentType string

// What an article can be in. Sections were gone after API 2.9.
const (
	ArticleParentTypeCollection ArticleParentType = "collection"
	ArticleParentTypeSection    ArticleParentType = "section"
)

// HelpCenterAudience is who can read an article in the help center.
type HelpCenterAudience string

// The audiences of help centers.
const (
	HelpCenterAudienceEveryone            HelpCenterAudience = "everyone"
	HelpCenterAudienceAllUsers            HelpCenterAudience = "all_users"
	HelpCenterAudienceAllVisitors         HelpCenterAudience = "all_visitors"
	HelpCenterAudienceAllLeads            HelpCenterAudience = "all_leads"
	HelpCenterAudienceAllVisitorsAndLeads HelpCenterAudience = "all_visitors_and_leads"
	HelpCenterAudienceRestricted          HelpCenterAudience = "restricted" // by rules of the workspace
)

// ArticleContent is an article in one language.
//
//intercom:schema article_content
type ArticleContent struct {
	Title                    string       `json:"title,omitzero"`
	Description              string       `json:"description,omitzero"`
	Body                     string       `json:"body,omitzero"` // HTML
	BodyMarkdown             string       `json:"body_markdown,omitzero"`
	AuthorID                 ID           `json:"author_id,omitzero"` // an admin
	State                    ArticleState `json:"state,omitzero"`
	CreatedAt                Time         `json:"created_at,omitzero"`
	UpdatedAt                Time         `json:"updated_at,omitzero"`
	HasUnpublishedChanges    bool         `json:"has_unpublished_changes,omitzero"`
	DraftUpdatedAt           Time         `json:"draft_updated_at,omitzero"` // zero if there is no draft beside it
	URL                      string       `json:"url,omitzero"`
	AudienceIDs              []ID         `json:"audience_ids,omitzero"` // whom Fin uses it for
	AIChatbotAvailability    bool         `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability    bool         `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability bool         `json:"ai_sales_agent_availability,omitzero"`
	CreatedByID              ID           `json:"created_by_id,omitzero"` // an admin
	UpdatedByID              ID           `json:"updated_by_id,omitzero"` // an admin
}

// ArticleStatistics counts what readers did with an article, in all languages.
// Percentages are from 0 to 100.
//
//intercom:schema article_statistics
type ArticleStatistics struct {
	Views                     int     `json:"views,omitzero"`
	Conversations             int     `json:"conversations,omitzero" wire:"alias=conversions"` // begun from the article
	Reactions                 int     `json:"reactions,omitzero"`
	HappyReactionPercentage   float64 `json:"happy_reaction_percentage,omitzero"`
	NeutralReactionPercentage float64 `json:"neutral_reaction_percentage,omitzero"`
	SadReactionPercentage     float64 `json:"sad_reaction_percentage,omitzero"`
	FinInvolvements           int     `json:"fin_involvements,omitzero"`    // conversations in which Fin used it
	FinResolutions            int     `json:"fin_resolutions,omitzero"`     // those of them that Fin resolved
	FinResolutionRate         float64 `json:"fin_resolution_rate,omitzero"` // percentage
}

// Get returns the article with the given id, as readers see it: what is staged
// for it is in GetDraft.
func (s *ArticlesService) Get(ctx context.Context, id ID, opts ...Option) (*Article, error) {
	return do[*Article](ctx, s.client, op("GET /articles/{article_id}", id), opts)
}

// List lists the articles, published or not, those that changed last first. They
// have no Statistics.
func (s *ArticlesService) List(ctx context.Context, opts ...Option) *Pager[*Article] {
	return list[*Article](ctx, s.client, op("GET /articles").paged(60).numbered(), opts)
}

// Search lists the articles that have a phrase in their text. An empty phrase is
// not sent: all articles are found that fit the options.
func (s *ArticlesService) Search(ctx context.Context, phrase string, opts ...Option) *Pager[*ArticleMatch] {
	return highlighted(list[*ArticleMatch](ctx, s.client, op("GET /articles/search").paged(60).numbered().in("data.articles").
		query("phrase", phrase), opts))
}

// ArticleSearchOptions are the optional parameters of Articles.Search.
type ArticleSearchOptions struct {
	private

	State        ArticleState // ArticleStateAll, or one of the others
	HelpCenterID ID
	Highlight    bool // fills ArticleMatch.Highlights
}

func (o ArticleSearchOptions) apply(c *config) { c.optional("GET /articles/search", o) }

func (o ArticleSearchOptions) set(r *request) {
	r.query("state", string(o.State)).query("help_center_id", string(o.HelpCenterID)).flag("highlight", o.Highlight)
}

// ArticleMatch is an article that a search found.
type ArticleMatch struct {
	Article

	Highlights ArticleHighlights `json:"highlights,omitzero"` // with ArticleSearchOptions.Highlight
}

// ArticleHighlights is where an article has what was searched for. A text is cut
// into pieces, which together are the text.
//
//intercom:schema article_search_highlights
type ArticleHighlights struct {
	ArticleID ID                  `json:"article_id,omitzero"`
	Title     []HighlightedText   `json:"highlighted_title,omitzero"`
	Summary   [][]HighlightedText `json:"highlighted_summary,omitzero"` // passages of the description and the body
}

// HighlightedText is a piece of a text.
type HighlightedText struct {
	Type HighlightedTextType `json:"type,omitzero"`
	Text string              `json:"text,omitzero"`
}

// HighlightedTextType is whether a piece of a text is what was searched for.
type HighlightedTextType string

// The kinds of pieces of a text.
const (
	HighlightedTextTypeHighlight HighlightedTextType = "highlight"
	HighlightedTextTypePlain     HighlightedTextType = "plain"
)

// highlighted gives each match the highlights that a page has of it beside the
// articles.
func highlighted(p *Pager[*ArticleMatch]) *Pager[*ArticleMatch] {
	p.listing.join = func(body string, items []any) {
		var all []ArticleHighlights
		if raw, ok := wire.Lookup(body, "data", "highlights"); ok {
			_, _ = reader.Decode(raw, &all) // the articles are worth having without them
		}
		for _, item := range items {
			match := item.(*ArticleMatch)
			if i := slices.IndexFunc(all, func(h ArticleHighlights) bool { return h.ArticleID == match.ID }); i >= 0 {
				match.Highlights = all[i]
			}
		}
	}
	return p
}

// Create creates an article. It is a draft unless its state is published.
func (s *ArticlesService) Create(ctx context.Context, params ArticleCreate, opts ...Option) (*Article, error) {
	return do[*Article](ctx, s.client, params.request(), opts)
}

// ArticleCreate describes an article. Tags are put on it by Tags.AddToArticle.
// A schedule is in the future, and either for publishing or for the opposite.
//
//intercom:schema create_article_request
type ArticleCreate struct {
	private

	Title                    string                          `json:"title"`     // required
	AuthorID                 NumberID                        `json:"author_id"` // required, an admin
	Description              string                          `json:"description,omitzero"`
	Body                     string                          `json:"body,omitzero"`          // HTML
	BodyMarkdown             string                          `json:"body_markdown,omitzero"` // instead of Body
	State                    ArticleState                    `json:"state,omitzero"`         // default ArticleStateDraft
	ParentID                 NumberID                        `json:"parent_id,omitzero"`
	ParentType               ArticleParentType               `json:"parent_type,omitzero"`        // default "collection" if there is a ParentID
	ParentIDs                []NumberID                      `json:"parent_ids,omitzero"`         // API Preview; in place of ParentID, empty for none
	FolderID                 NumberID                        `json:"folder_id,omitzero"`          // API Preview
	Translations             map[string]ArticleContentCreate `json:"translated_content,omitzero"` // by locale, such as "fr" or "pt-BR"
	AudienceIDs              []NumberID                      `json:"audience_ids,omitzero"`       // for all languages; an unknown one is a NotFoundError
	AIChatbotAvailability    Opt[bool]                       `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability    Opt[bool]                       `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability Opt[bool]                       `json:"ai_sales_agent_availability,omitzero"`
	ScheduledPublishAt       Opt[DateTime]                   `json:"scheduled_publish_at,omitzero"`   // with ArticleStatePublished
	ScheduledUnpublishAt     Opt[DateTime]                   `json:"scheduled_unpublish_at,omitzero"` // a BadRequestError, as it was never published
}

// ArticleContentCreate is a new article in one language.
type ArticleContentCreate struct {
	private

	Title                    string       `json:"title,omitzero"`
	Description              string       `json:"description,omitzero"`
	Body                     string       `json:"body,omitzero"`          // HTML
	BodyMarkdown             string       `json:"body_markdown,omitzero"` // instead of Body
	AuthorID                 NumberID     `json:"author_id,omitzero"`
	State                    ArticleState `json:"state,omitzero"`
	AudienceIDs              []NumberID   `json:"audience_ids,omitzero"` // those of the article win
	AIChatbotAvailability    Opt[bool]    `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability    Opt[bool]    `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability Opt[bool]    `json:"ai_sales_agent_availability,omitzero"`
}

func (p ArticleCreate) request() *request {
	r := op("POST /articles").require("Title", p.Title).require("AuthorID", string(p.AuthorID)).
		either("Body", p.Body != "", "BodyMarkdown", p.BodyMarkdown != "").
		either("ScheduledPublishAt", !p.ScheduledPublishAt.IsZero(), "ScheduledUnpublishAt", !p.ScheduledUnpublishAt.IsZero()).
		preview("ParentIDs", p.ParentIDs != nil).preview("FolderID", p.FolderID != "")
	eachTranslation(p.Translations, func(where string, content ArticleContentCreate) {
		r.either(where+"Body", content.Body != "", where+"BodyMarkdown", content.BodyMarkdown != "")
	})
	if p.ParentID != "" && p.ParentType == "" {
		p.ParentType = ArticleParentTypeCollection
	}
	return r.body(p)
}

// eachTranslation checks what an article is in each of its languages, in their
// order, so that of several mistakes it is always the same one that is reported.
func eachTranslation[T any](translations map[string]T, check func(where string, content T)) {
	for _, locale := range slices.Sorted(maps.Keys(translations)) {
		check("Translations["+locale+"].", translations[locale])
	}
}

// Update changes an article; fields that are not set stay as they are. Readers of
// a published article see the change at once, with two exceptions: beside a draft
// the text goes into the draft until the state is set to published, and with a
// ScheduledPublishAt it waits for that time.
func (s *ArticlesService) Update(ctx context.Context, id ID, params ArticleUpdate, opts ...Option) (*Article, error) {
	return do[*Article](ctx, s.client, params.request(id), opts)
}

// ArticleUpdate is a change of an article. A schedule is in the future, and either
// for publishing or for the opposite, of an article that was published before.
//
//intercom:schema update_article_request
type ArticleUpdate struct {
	private

	Title                    Opt[string]                     `json:"title,omitzero"`
	Description              Opt[string]                     `json:"description,omitzero"`
	Body                     Opt[string]                     `json:"body,omitzero"`          // HTML
	BodyMarkdown             Opt[string]                     `json:"body_markdown,omitzero"` // instead of Body
	AuthorID                 Opt[NumberID]                   `json:"author_id,omitzero"`     // an admin
	State                    Opt[ArticleState]               `json:"state,omitzero"`
	ParentID                 Opt[ID]                         `json:"parent_id,omitzero"`
	ParentType               Opt[ArticleParentType]          `json:"parent_type,omitzero"`        // default "collection" if a ParentID is set
	ParentIDs                Opt[[]NumberID]                 `json:"parent_ids,omitzero"`         // API Preview; in place of ParentID, empty for none
	FolderID                 Opt[NumberID]                   `json:"folder_id,omitzero"`          // API Preview
	Translations             map[string]ArticleContentUpdate `json:"translated_content,omitzero"` // by locale; others stay
	AudienceIDs              Opt[[]NumberID]                 `json:"audience_ids,omitzero"`       // for all languages; empty clears them
	AIChatbotAvailability    Opt[bool]                       `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability    Opt[bool]                       `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability Opt[bool]                       `json:"ai_sales_agent_availability,omitzero"`
	ScheduledPublishAt       Opt[DateTime]                   `json:"scheduled_publish_at,omitzero"`   // with ArticleStatePublished; null cancels it
	ScheduledUnpublishAt     Opt[DateTime]                   `json:"scheduled_unpublish_at,omitzero"` // null cancels it
}

// ArticleContentUpdate is a change of an article in one language, or a further
// language of it.
type ArticleContentUpdate struct {
	private

	Title                    Opt[string]       `json:"title,omitzero"`
	Description              Opt[string]       `json:"description,omitzero"`
	Body                     Opt[string]       `json:"body,omitzero"`          // HTML
	BodyMarkdown             Opt[string]       `json:"body_markdown,omitzero"` // instead of Body
	AuthorID                 Opt[NumberID]     `json:"author_id,omitzero"`     // an admin
	State                    Opt[ArticleState] `json:"state,omitzero"`
	AudienceIDs              Opt[[]NumberID]   `json:"audience_ids,omitzero"` // those of the article win
	AIChatbotAvailability    Opt[bool]         `json:"ai_chatbot_availability,omitzero"`
	AICopilotAvailability    Opt[bool]         `json:"ai_copilot_availability,omitzero"`
	AISalesAgentAvailability Opt[bool]         `json:"ai_sales_agent_availability,omitzero"`
}

func (p ArticleUpdate) request(id ID) *request {
	_, publishes := p.ScheduledPublishAt.Get()
	_, unpublishes := p.ScheduledUnpublishAt.Get()
	r := op("PUT /articles/{article_id}", id).
		either("Body", !p.Body.IsZero(), "BodyMarkdown", !p.BodyMarkdown.IsZero()).
		either("ScheduledPublishAt", publishes, "ScheduledUnpublishAt", unpublishes).
		preview("ParentIDs", !p.ParentIDs.IsZero()).preview("FolderID", !p.FolderID.IsZero())
	eachTranslation(p.Translations, func(where string, content ArticleContentUpdate) {
		r.either(where+"Body", !content.Body.IsZero(), where+"BodyMarkdown", !content.BodyMarkdown.IsZero())
	})
	if parent, ok := p.ParentID.Get(); ok && parent != "" && p.ParentType.IsZero() {
		p.ParentType = Set(ArticleParentTypeCollection)
	}
	return r.body(p)
}

// Delete deletes an article in all languages.
func (s *ArticlesService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /articles/{article_id}", id), opts)
}

// GetDraft returns an article with what is staged for it in place of what readers
// see. If nothing is staged it fails with a NotFoundError, also for an article that
// was never published: that one is in Get.
func (s *ArticlesService) GetDraft(ctx context.Context, id ID, opts ...Option) (*Article, error) {
	return do[*Article](ctx, s.client, op("GET /articles/{id}/draft", id).emptyIfNone(), opts)
}

// UpdateDraft stages text for a published article, on top of what is staged
// already, and returns the article with it. What readers see stays until
// PublishDraft. For an article that was never published it fails with an
// UnprocessableEntityError: change that one by Update.
func (s *ArticlesService) UpdateDraft(ctx context.Context, id ID, params ArticleUpdateDraft, opts ...Option) (*Article, error) {
	return do[*Article](ctx, s.client, params.request(id), opts)
}

// ArticleUpdateDraft is a change of the draft of an article. It has what versions
// have; all else is changed by Update.
type ArticleUpdateDraft struct {
	private

	Title        Opt[string]                          `json:"title,omitzero"`
	Description  Opt[string]                          `json:"description,omitzero"`
	Body         Opt[string]                          `json:"body,omitzero"`               // HTML
	BodyMarkdown Opt[string]                          `json:"body_markdown,omitzero"`      // instead of Body
	AuthorID     Opt[NumberID]                        `json:"author_id,omitzero"`          // an admin
	Translations map[string]ArticleContentUpdateDraft `json:"translated_content,omitzero"` // by locale; others stay
}

// ArticleContentUpdateDraft is a change of a draft in one language.
type ArticleContentUpdateDraft struct {
	private

	Title        Opt[string]   `json:"title,omitzero"`
	Description  Opt[string]   `json:"description,omitzero"`
	Body         Opt[string]   `json:"body,omitzero"`          // HTML
	BodyMarkdown Opt[string]   `json:"body_markdown,omitzero"` // instead of Body
	AuthorID     Opt[NumberID] `json:"author_id,omitzero"`     // an admin
}

func (p ArticleUpdateDraft) request(id ID) *request {
	r := op("PUT /articles/{id}/draft", id).either("Body", !p.Body.IsZero(), "BodyMarkdown", !p.BodyMarkdown.IsZero())
	eachTranslation(p.Translations, func(where string, content ArticleContentUpdateDraft) {
		r.either(where+"Body", !content.Body.IsZero(), where+"BodyMarkdown", !content.BodyMarkdown.IsZero())
	})
	return r.body(p)
}

// PublishDraft puts what is staged in the place of what readers see. It fails with
// an UnprocessableEntityError if nothing is staged, in one of the languages, and if
// there are several languages and none is named.
func (s *ArticlesService) PublishDraft(ctx context.Context, id ID, params ArticlePublishDraft, opts ...Option) (*Article, error) {
	return do[*Article](ctx, s.client, params.request(id), opts)
}

// ArticlePublishDraft names the languages to publish. It is empty where there is
// only one.
//
//intercom:schema publish_article_draft_request
type ArticlePublishDraft struct {
	private

	Locales []string `json:"locales,omitzero"` // such as "en"; required if there are several languages
}

func (p ArticlePublishDraft) request(id ID) *request {
	r := op("POST /articles/{id}/draft/publish", id)
	if len(p.Locales) > 0 {
		r.body(p)
	}
	return r
}

// ArticleVersion is an earlier or the present text of an article in one language.
//
//intercom:schema article_version article_version_summary
type ArticleVersion struct {
	Object

	ID            ID           `json:"id,omitzero"`
	ArticleID     ID           `json:"article_id,omitzero"`
	Title         string       `json:"title,omitzero"`
	Description   string       `json:"description,omitzero"`
	Body          string       `json:"body,omitzero"`            // HTML; not in lists
	BodyMarkdown  string       `json:"body_markdown,omitzero"`   // not in lists
	AuthorID      ID           `json:"author_id,omitzero"`       // an admin
	CreatedByID   ID           `json:"created_by_id,omitzero"`   // an admin
	CreatedVia    string       `json:"created_via,omitzero"`     // such as "web" or "api"
	FromVersionID ID           `json:"from_version_id,omitzero"` // empty for the first one
	State         ArticleState `json:"state,omitzero"`           // published for the one that readers see
	CreatedAt     Time         `json:"created_at,omitzero"`
	UpdatedAt     Time         `json:"updated_at,omitzero"` // not in lists
}

// ListVersions lists the versions of an article, newest first, without their
// bodies.
func (s *ArticlesService) ListVersions(ctx context.Context, id ID, opts ...Option) *Pager[*ArticleVersion] {
	return list[*ArticleVersion](ctx, s.client, op("GET /articles/{article_id}/versions", id).paged(60).numbered(), opts)
}

// ArticleListVersionsOptions are the optional parameters of Articles.ListVersions.
type ArticleListVersionsOptions struct {
	private

	Locale string // one that the workspace lacks is a BadRequestError
}

func (o ArticleListVersionsOptions) apply(c *config) {
	c.optional("GET /articles/{article_id}/versions", o)
}

func (o ArticleListVersionsOptions) set(r *request) { r.query("locale", o.Locale) }

// GetVersion returns a version of an article with its body.
func (s *ArticlesService) GetVersion(ctx context.Context, id, version ID, opts ...Option) (*ArticleVersion, error) {
	return do[*ArticleVersion](ctx, s.client, op("GET /articles/{article_id}/versions/{id}", id, version), opts)
}

// ArticleGetVersionOptions are the optional parameters of Articles.GetVersion.
type ArticleGetVersionOptions struct {
	private

	Locale string // one that the workspace lacks is a BadRequestError
}

func (o ArticleGetVersionOptions) apply(c *config) {
	c.optional("GET /articles/{article_id}/versions/{id}", o)
}

func (o ArticleGetVersionOptions) set(r *request) { r.query("locale", o.Locale) }
