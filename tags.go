package intercom

import "context"

// TagsService reads and writes tags, and puts them on people, companies,
// conversations, tickets and knowledge.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tags
type TagsService service

// Tag is a label.
//
//intercom:schema tag tag_basic tag_create_response
type Tag struct {
	Object

	ID        ID        `json:"id,omitzero"`
	Name      string    `json:"name,omitzero"`
	AppliedAt Time      `json:"applied_at,omitzero"` // when it was put on what it was read from
	AppliedBy Reference `json:"applied_by,omitzero"` // the admin who put it there
	Users     []Tagging `json:"users,omitzero"`      // only in responses to TagUsers and UntagUsers
	Companies []Tagging `json:"companies,omitzero"`  // only in responses to TagCompanies and UntagCompanies
}

func (*Tag) load(ref Reference) *request {
	if ref.Type != "tag" {
		return nil
	}
	return op("GET /tags/{tag_id}", ref.ID)
}

// Tagging is the result of putting a tag on something.
type Tagging struct {
	ID     ID   `json:"id,omitzero"`     // of the user or company, as it was named in the call
	Tagged bool `json:"tagged,omitzero"` // false if there is no such user or company
}

// Get returns the tag with the given id.
func (s *TagsService) Get(ctx context.Context, id ID, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, op("GET /tags/{tag_id}", id), opts)
}

// List lists the tags of the workspace.
func (s *TagsService) List(ctx context.Context, opts ...Option) *Pager[*Tag] {
	return list[*Tag](ctx, s.client, op("GET /tags").in("tags"), opts)
}

// ListForContact lists the tags of a contact.
func (s *TagsService) ListForContact(ctx context.Context, contact ID, opts ...Option) *Pager[*Tag] {
	return list[*Tag](ctx, s.client, op("GET /contacts/{contact_id}/tags", contact).in("tags"), opts)
}

// Create creates a tag, or returns the one that has the name.
func (s *TagsService) Create(ctx context.Context, name string, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, op("POST /tags").upsert().require("name", name).body(tagBody{Name: name}), opts)
}

// Rename gives the tag with the given id another name.
func (s *TagsService) Rename(ctx context.Context, id ID, name string, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, op("POST /tags").upsert().require("id", string(id)).require("name", name).body(tagBody{ID: id, Name: name}), opts)
}

// Delete deletes a tag, and takes it off everything. It fails with a
// BadRequestError, code tag_has_dependent_objects, while a segment or the like
// is defined by the tag.
func (s *TagsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /tags/{tag_id}", id), opts)
}

// TagUsers puts the named tag on users and leads, and creates the tag if there
// is none. It asks API 1.4, which takes every kind of selector.
func (s *TagsService) TagUsers(ctx context.Context, name string, users []UserRef, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, tagging[UserRef]{name, "users", users, UserRef.userRef, false}.request(legacy("POST /tags")), opts)
}

// UntagUsers takes the named tag off users and leads.
func (s *TagsService) UntagUsers(ctx context.Context, name string, users []UserRef, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, tagging[UserRef]{name, "users", users, UserRef.userRef, true}.request(legacy("POST /tags")), opts)
}

// TagCompanies puts the named tag on companies, and creates the tag if there
// is none. Tag.Companies says which companies do not exist.
func (s *TagsService) TagCompanies(ctx context.Context, name string, companies []CompanyRef, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, tagging[CompanyRef]{name, "companies", companies, CompanyRef.companyRef, false}.request(op("POST /tags")), opts)
}

// UntagCompanies takes the named tag off companies.
func (s *TagsService) UntagCompanies(ctx context.Context, name string, companies []CompanyRef, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, tagging[CompanyRef]{name, "companies", companies, CompanyRef.companyRef, true}.request(op("POST /tags")), opts)
}

// AddToContact puts a tag on a contact.
func (s *TagsService) AddToContact(ctx context.Context, contact, id ID, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, tagBody{ID: id}.request(op("POST /contacts/{contact_id}/tags", contact)), opts)
}

// RemoveFromContact takes a tag off a contact.
func (s *TagsService) RemoveFromContact(ctx context.Context, contact, id ID, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, op("DELETE /contacts/{contact_id}/tags/{tag_id}", contact, id), opts)
}

// AddToConversation puts a tag on a conversation, on behalf of an admin.
func (s *TagsService) AddToConversation(ctx context.Context, conversation, id ID, as AsAdmin, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, tagBody{ID: id, AdminID: as}.request(op("POST /conversations/{conversation_id}/tags", conversation)).
		require("as", string(as)), opts)
}

// RemoveFromConversation takes a tag off a conversation, on behalf of an admin.
func (s *TagsService) RemoveFromConversation(ctx context.Context, conversation, id ID, as AsAdmin, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, op("DELETE /conversations/{conversation_id}/tags/{tag_id}", conversation, id).
		require("as", string(as)).body(tagBody{AdminID: as}), opts)
}

// AddToTicket puts a tag on a ticket, on behalf of an admin.
func (s *TagsService) AddToTicket(ctx context.Context, ticket, id ID, as AsAdmin, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, tagBody{ID: id, AdminID: as}.request(op("POST /tickets/{ticket_id}/tags", ticket)).
		require("as", string(as)), opts)
}

// RemoveFromTicket takes a tag off a ticket, on behalf of an admin.
func (s *TagsService) RemoveFromTicket(ctx context.Context, ticket, id ID, as AsAdmin, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, op("DELETE /tickets/{ticket_id}/tags/{tag_id}", ticket, id).
		require("as", string(as)).body(tagBody{AdminID: as}), opts)
}

// AddToArticle puts a tag on an article. If as is empty the token's owner does it;
// the permission to manage knowledge is needed either way.
func (s *TagsService) AddToArticle(ctx context.Context, article, id ID, as AsAdmin, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, tagBody{ID: id, AdminID: as}.request(op("POST /articles/{article_id}/tags", article)), opts)
}

// RemoveFromArticle takes a tag off an article. The tag has no AppliedAt and
// AppliedBy any more.
func (s *TagsService) RemoveFromArticle(ctx context.Context, article, id ID, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, op("DELETE /articles/{article_id}/tags/{id}", article, id), opts)
}

// AddToInternalArticle puts a tag on an internal article, as AddToArticle does on an article.
func (s *TagsService) AddToInternalArticle(ctx context.Context, internalArticle, id ID, as AsAdmin, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, tagBody{ID: id, AdminID: as}.
		request(op("POST /internal_articles/{internal_article_id}/tags", internalArticle)), opts)
}

// RemoveFromInternalArticle takes a tag off an internal article.
func (s *TagsService) RemoveFromInternalArticle(ctx context.Context, internalArticle, id ID, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, op("DELETE /internal_articles/{internal_article_id}/tags/{id}", internalArticle, id), opts)
}

// AddToContentSnippet puts a tag on a content snippet, as AddToArticle does on an article.
func (s *TagsService) AddToContentSnippet(ctx context.Context, contentSnippet, id ID, as AsAdmin, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, tagBody{ID: id, AdminID: as}.
		request(op("POST /content_snippets/{content_snippet_id}/tags", contentSnippet)), opts)
}

// RemoveFromContentSnippet takes a tag off a content snippet.
func (s *TagsService) RemoveFromContentSnippet(ctx context.Context, contentSnippet, id ID, opts ...Option) (*Tag, error) {
	return do[*Tag](ctx, s.client, op("DELETE /content_snippets/{content_snippet_id}/tags/{id}", contentSnippet, id), opts)
}

type tagBody struct {
	ID      ID      `json:"id,omitzero"`
	Name    string  `json:"name,omitzero"`
	AdminID AsAdmin `json:"admin_id,omitzero"`
}

// request makes r put the tag on something, which can be repeated.
func (b tagBody) request(r *request) *request {
	return r.upsert().require("id", string(b.ID)).body(b)
}

// tagging puts the named tag on the things that refs name, or takes it off.
type tagging[R any] struct {
	name  string
	field string
	refs  []R
	key   func(R) (key, value string)
	untag bool
}

func (t tagging[R]) request(r *request) *request {
	r.upsert().require("name", t.name)
	if len(t.refs) == 0 {
		r.invalid(t.field, "is empty")
	}
	things := make([]map[string]any, len(t.refs))
	for i, ref := range t.refs {
		if any(ref) == nil {
			return r.invalid(t.field, "has a nil selector")
		}
		k, v := t.key(ref)
		r.require(t.field+"."+k, v)
		things[i] = map[string]any{k: v}
		if t.untag {
			things[i]["untag"] = true
		}
	}
	return r.body(map[string]any{"name": t.name, t.field: things})
}
