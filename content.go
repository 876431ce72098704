package intercom

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"
)

// ContentService searches everything that AI agents and help centers draw on,
// and changes many items of it at once.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/content
type ContentService service

// ContentItem is a piece of knowledge, as a search finds it.
//
//intercom:schema content_search_default_item content_search_article_item
type ContentItem struct {
	Object

	Type     ContentType          `json:"type,omitzero"`
	ID       ID                   `json:"id,omitzero"`
	Title    string               `json:"title,omitzero"`
	Contents []ContentTranslation `json:"contents,omitzero"` // of an article, one for each locale
}

// ContentType is a kind of knowledge.
type ContentType string

// The kinds of knowledge.
const (
	ContentTypeArticle         ContentType = "article"             // of a help center, in all locales
	ContentTypeArticleContent  ContentType = "article_content"     // an article in one locale
	ContentTypeInternalArticle ContentType = "internal_article"    // for teammates
	ContentTypeSnippet         ContentType = "content_snippet"     // a short text for AI agents
	ContentTypeExternalPage    ContentType = "external_content"    // of a site that was imported
	ContentTypeFile            ContentType = "file_source_content" // that was uploaded
)

// ContentTranslation is an article in one locale.
//
//intercom:schema content_search_article_content_item
type ContentTranslation struct {
	Type   ContentType `json:"type,omitzero"`
	ID     ID          `json:"id,omitzero"` // by which bulk actions name it, as ContentTypeArticleContent
	Title  string      `json:"title,omitzero"`
	Locale string      `json:"locale,omitzero"`
}

// Search finds content whose title or body matches a text of at most 500
// characters. With an empty one it lists all content, the latest first. Pages
// have 50 items.
func (s *ContentService) Search(ctx context.Context, text string, opts ...Option) *Pager[*ContentItem] {
	return list[*ContentItem](ctx, s.client, contentText(text).request(), opts)
}

// contentText is what a search looks for.
type contentText string

func (t contentText) request() *request {
	r := op("GET /content/search").paged(50).numbered()
	if utf8.RuneCountInString(string(t)) > 500 {
		return r.invalid("text", "is longer than 500 characters")
	}
	return r.query("query", string(t))
}

// ContentSearchOptions are the optional parameters of Content.Search. What is
// found meets all of them.
type ContentSearchOptions struct {
	private

	Types            []ContentType  // articles, internal articles, snippets, external pages, files; empty: all of them
	States           []ContentState // empty: in any state
	Locales          []string       // "en", "pt-BR"
	TagIDs           []NumberID     // with any of these tags, or as TagOperator is
	TagOperator      ContentTagOperator
	AnyTagIDs        []NumberID // with any of these tags, besides TagIDs
	FolderIDs        []NumberID // in any of these folders
	ForCopilot       Opt[bool]  // whether Copilot, for teammates, uses it
	ForFin           Opt[bool]  // whether Fin, for customers, uses it
	ForSales         Opt[bool]  // whether Fin as a sales agent uses it
	CreatedByIDs     []NumberID // admins
	LastUpdatedByIDs []NumberID // admins
	CreatedAfter     Time       // inclusive, as the other times are
	CreatedBefore    Time
	UpdatedAfter     Time
	UpdatedBefore    Time
}

// ContentState is whether content is public.
type ContentState string

// The states of content.
const (
	ContentStatePublished ContentState = "published"
	ContentStateDraft     ContentState = "draft"
)

// ContentTagOperator is how a search looks at tags.
type ContentTagOperator string

// The ways to look at tags.
const (
	ContentTagOperatorIn    ContentTagOperator = "IN"  // with any of them
	ContentTagOperatorNotIn ContentTagOperator = "NIN" // with none of them
)

func (o ContentSearchOptions) apply(c *config) { c.optional("GET /content/search", o) }

func (o ContentSearchOptions) set(r *request) {
	o.tagged(r)
	if len(o.FolderIDs) > 0 {
		r.joined("folder_ids", stringsOf(o.FolderIDs)).query("folder_entity_type", "folder")
	}
	r.joined("content_types", o.types(r)).joined("states", stringsOf(o.States)).joined("locales", o.Locales).
		query("copilot_state", onOrOff(o.ForCopilot)).query("fin_service_state", onOrOff(o.ForFin)).query("fin_sales_state", onOrOff(o.ForSales)).
		joined("created_by_ids", stringsOf(o.CreatedByIDs)).joined("last_updated_by_ids", stringsOf(o.LastUpdatedByIDs)).
		moment("created_at_after", o.CreatedAfter).moment("created_at_before", o.CreatedBefore).
		moment("updated_at_after", o.UpdatedAfter).moment("updated_at_before", o.UpdatedBefore)
}

// tagged sets the tags, and how to look at them: the one needs the other.
func (o ContentSearchOptions) tagged(r *request) {
	operator := o.TagOperator
	switch {
	case len(o.TagIDs) == 0 && operator != "":
		r.invalid("TagIDs", "is empty, but TagOperator is set")
	case len(o.TagIDs) > 0 && operator == "":
		operator = ContentTagOperatorIn
	}
	r.joined("tag_ids", stringsOf(o.TagIDs)).query("tag_operator", string(operator)).joined("any_tag_ids", stringsOf(o.AnyTagIDs))
}

// types are the names of the types in a search, where snippets have another one.
func (o ContentSearchOptions) types(r *request) []string {
	names := stringsOf(o.Types)
	for i, t := range o.Types {
		switch t {
		case ContentTypeSnippet:
			names[i] = "snippet"
		case ContentTypeArticleContent:
			r.invalid("Types", "cannot have article_content: search for article, which has its contents")
		}
	}
	return names
}

func stringsOf[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

func onOrOff(o Opt[bool]) string {
	on, set := o.Get()
	switch {
	case on:
		return "on"
	case set:
		return "off"
	}
	return ""
}

// ContentItemRef names an item for a bulk action.
type ContentItemRef struct {
	private

	Type ContentType `json:"type"` // required
	ID   ID          `json:"id"`   // required
}

// ContentBulkAction acknowledges a bulk action. Intercom carries it out later,
// and reports neither when nor with which result.
//
//intercom:schema content_bulk_action_response
type ContentBulkAction struct {
	Object

	Status string `json:"status,omitzero"` // "queued"
}

// Publish makes articles public, each in one locale: at most 1,000 items, all of
// ContentTypeArticleContent.
func (s *ContentService) Publish(ctx context.Context, items []ContentItemRef, opts ...Option) (*ContentBulkAction, error) {
	return do[*ContentBulkAction](ctx, s.client, contentAction{Action: "publish", Items: items}.request(), opts)
}

// Unpublish makes drafts of articles, each in one locale: at most 1,000 items,
// all of ContentTypeArticleContent.
func (s *ContentService) Unpublish(ctx context.Context, items []ContentItemRef, opts ...Option) (*ContentBulkAction, error) {
	return do[*ContentBulkAction](ctx, s.client, contentAction{Action: "unpublish", Items: items}.request(), opts)
}

// Delete deletes at most 1,000 items for good. They can be of
// ContentTypeArticleContent, ContentTypeInternalArticle, ContentTypeSnippet and
// ContentTypeFile. Articles that are synchronized with another system stay.
func (s *ContentService) Delete(ctx context.Context, items []ContentItemRef, opts ...Option) (*ContentBulkAction, error) {
	return do[*ContentBulkAction](ctx, s.client, contentAction{Action: "delete", Items: items}.request(), opts)
}

// SetAvailability chooses which AI agents use at most 1,000 items. They can be
// of any type but ContentTypeArticle.
func (s *ContentService) SetAvailability(
	ctx context.Context, items []ContentItemRef, params ContentSetAvailability, opts ...Option,
) (*ContentBulkAction, error) {
	return do[*ContentBulkAction](ctx, s.client, params.request(items), opts)
}

// ContentSetAvailability is which AI agents use content. What is not set stays
// as it is; one at least must be set.
type ContentSetAvailability struct {
	private

	AIAgent    Opt[bool] `json:"ai_agent,omitzero"`    // Fin, for customers
	Copilot    Opt[bool] `json:"copilot,omitzero"`     // for teammates
	SalesAgent Opt[bool] `json:"sales_agent,omitzero"` // Fin, as a sales agent
}

func (p ContentSetAvailability) request(items []ContentItemRef) *request {
	r := contentAction{Action: "set_availability", Items: items, Availability: p}.request()
	if p == (ContentSetAvailability{}) {
		return r.invalid("params", "sets nothing")
	}
	return r
}

// SetAudience changes for whom at most 1,000 items are. They can be of any type
// but ContentTypeArticle.
func (s *ContentService) SetAudience(
	ctx context.Context, items []ContentItemRef, params ContentSetAudience, opts ...Option,
) (*ContentBulkAction, error) {
	return do[*ContentBulkAction](ctx, s.client, params.request(items), opts)
}

// ContentSetAudience is a change of the segments that content is for. Content
// without segments is for everybody.
type ContentSetAudience struct {
	private

	AddSegmentIDs    []NumberID `json:"add_segment_ids,omitzero"`
	RemoveSegmentIDs []NumberID `json:"remove_segment_ids,omitzero"`
	RemoveAll        bool       `json:"remove_all,omitzero"`
}

func (p ContentSetAudience) request(items []ContentItemRef) *request {
	r := contentAction{Action: "set_audience", Items: items, Audience: p}.request()
	if len(p.AddSegmentIDs) == 0 && len(p.RemoveSegmentIDs) == 0 && !p.RemoveAll {
		return r.invalid("params", "changes nothing")
	}
	return r
}

// UpdateTags puts tags on at most 1,000 items, or takes them off. They can be of
// any type but ContentTypeArticleContent: the tags of an article are those of
// all its locales. A tag that does not exist is an UnprocessableEntityError.
func (s *ContentService) UpdateTags(
	ctx context.Context, items []ContentItemRef, params ContentUpdateTags, opts ...Option,
) (*ContentBulkAction, error) {
	return do[*ContentBulkAction](ctx, s.client, params.request(items), opts)
}

// ContentUpdateTags has the tags to put on content and those to take off: at
// least one, and at most 100 in all.
type ContentUpdateTags struct {
	private

	AddTagIDs    []NumberID `json:"add_tag_ids,omitzero"`
	RemoveTagIDs []NumberID `json:"remove_tag_ids,omitzero"`
}

func (p ContentUpdateTags) request(items []ContentItemRef) *request {
	r := contentAction{Action: "update_tags", Items: items, Tags: p}.request()
	tags := slices.Concat(p.AddTagIDs, p.RemoveTagIDs)
	slices.Sort(tags)
	switch n := len(slices.Compact(tags)); {
	case n == 0:
		return r.invalid("params", "changes nothing")
	case n > 100:
		return r.invalid("params", "has more than 100 tags")
	}
	return r
}

// contentAction is the body of a bulk action.
//
//intercom:schema content_bulk_action_request
type contentAction struct {
	Action       string                 `json:"action"`
	Items        []ContentItemRef       `json:"content_ids"`
	Availability ContentSetAvailability `json:"availability,omitzero"`
	Audience     ContentSetAudience     `json:"audience,omitzero"`
	Tags         ContentUpdateTags      `json:"tags,omitzero"`
}

// targets are the types that an action is for: Intercom ignores items of others.
func (a contentAction) targets() []ContentType {
	switch a.Action {
	case "publish", "unpublish":
		return []ContentType{ContentTypeArticleContent}
	case "delete":
		return []ContentType{ContentTypeArticleContent, ContentTypeInternalArticle, ContentTypeSnippet, ContentTypeFile}
	case "update_tags":
		return []ContentType{ContentTypeArticle, ContentTypeInternalArticle, ContentTypeSnippet, ContentTypeExternalPage, ContentTypeFile}
	}
	return []ContentType{ContentTypeArticleContent, ContentTypeInternalArticle, ContentTypeSnippet, ContentTypeExternalPage, ContentTypeFile}
}

func (a contentAction) request() *request {
	r := op("POST /content/bulk_actions")
	switch n := len(a.Items); {
	case n == 0:
		r.invalid("items", "is empty")
	case n > 1000:
		r.invalid("items", fmt.Sprintf("has %d items, more than 1000", n))
	}
	targets := a.targets()
	for i, item := range a.Items {
		where := fmt.Sprintf("items[%d]", i)
		r.require(where+".ID", string(item.ID))
		if !slices.Contains(targets, item.Type) {
			r.invalid(where+".Type", fmt.Sprintf("must be one of %q", targets))
		}
	}
	return r.body(a)
}
