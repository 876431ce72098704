package intercom

import "context"

// NewsItemsService reads and writes news.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/news
type NewsItemsService service

// NewsItem is a piece of news.
//
//intercom:schema news_item
type NewsItem struct {
	Object

	ID                  ID                   `json:"id,omitzero"`
	WorkspaceID         ID                   `json:"workspace_id,omitzero"`
	Title               string               `json:"title,omitzero"`
	Body                string               `json:"body,omitzero"`      // HTML
	SenderID            ID                   `json:"sender_id,omitzero"` // of an admin
	State               NewsItemState        `json:"state,omitzero"`
	NewsfeedAssignments []NewsfeedAssignment `json:"newsfeed_assignments,omitzero"` // where it appears
	Labels              []string             `json:"labels,omitzero"`               // what it is filed under
	CoverImageURL       string               `json:"cover_image_url,omitzero"`
	Reactions           []string             `json:"reactions,omitzero"` // emoji to choose from, empty where there is none
	DeliverSilently     bool                 `json:"deliver_silently,omitzero"`
	CreatedAt           Time                 `json:"created_at,omitzero"`
	UpdatedAt           Time                 `json:"updated_at,omitzero"`
}

// NewsItemState is whether readers can see an item.
type NewsItemState string

// The states of items.
const (
	NewsItemStateDraft NewsItemState = "draft"
	NewsItemStateLive  NewsItemState = "live"
)

// NewsfeedAssignment puts an item into a newsfeed.
//
//intercom:schema newsfeed_assignment
type NewsfeedAssignment struct {
	NewsfeedID  NumberID `json:"newsfeed_id,omitzero"`
	PublishedAt Time     `json:"published_at,omitzero"` // zero: when the item goes live; it cannot be later than now
}

// Get returns the item with the given id.
func (s *NewsItemsService) Get(ctx context.Context, id ID, opts ...Option) (*NewsItem, error) {
	return do[*NewsItem](ctx, s.client, op("GET /news/news_items/{news_item_id}", id), opts)
}

// List lists the items of all newsfeeds, drafts among them.
func (s *NewsItemsService) List(ctx context.Context, opts ...Option) *Pager[*NewsItem] {
	return list[*NewsItem](ctx, s.client, op("GET /news/news_items").paged(60).numbered(), opts)
}

// ListForNewsfeed lists the items that are live in a newsfeed.
func (s *NewsItemsService) ListForNewsfeed(ctx context.Context, newsfeed ID, opts ...Option) *Pager[*NewsItem] {
	return list[*NewsItem](ctx, s.client, op("GET /news/newsfeeds/{newsfeed_id}/items", newsfeed).paged(60).numbered(), opts)
}

// Create writes an item, as a draft unless State is NewsItemStateLive.
func (s *NewsItemsService) Create(ctx context.Context, params NewsItemCreate, opts ...Option) (*NewsItem, error) {
	return do[*NewsItem](ctx, s.client, params.request(), opts)
}

// NewsItemCreate describes an item.
//
//intercom:schema news_item_request
type NewsItemCreate struct {
	private

	Title               string               `json:"title"`          // required
	SenderID            NumberID             `json:"sender_id"`      // required: an admin
	Body                string               `json:"body,omitzero"`  // HTML
	State               NewsItemState        `json:"state,omitzero"` // a draft unless it is set
	NewsfeedAssignments []NewsfeedAssignment `json:"newsfeed_assignments,omitzero"`
	Labels              []string             `json:"labels,omitzero"`
	Reactions           []string             `json:"reactions,omitzero"`        // emoji in their order; none unless they are set
	DeliverSilently     bool                 `json:"deliver_silently,omitzero"` // without a badge in the Messenger
}

func (p NewsItemCreate) request() *request {
	return op("POST /news/news_items").require("Title", p.Title).require("SenderID", string(p.SenderID)).body(p)
}

// Update changes an item; fields that are not set stay as they are. Title and
// SenderID have to be given even if they stay.
func (s *NewsItemsService) Update(ctx context.Context, id ID, params NewsItemUpdate, opts ...Option) (*NewsItem, error) {
	return do[*NewsItem](ctx, s.client, params.request(id), opts)
}

// NewsItemUpdate is a change of an item. Lists take the place of those there are.
//
//intercom:schema news_item_request
type NewsItemUpdate struct {
	private

	Title               string                    `json:"title"`         // required
	SenderID            NumberID                  `json:"sender_id"`     // required: an admin
	Body                Opt[string]               `json:"body,omitzero"` // HTML
	State               Opt[NewsItemState]        `json:"state,omitzero"`
	NewsfeedAssignments Opt[[]NewsfeedAssignment] `json:"newsfeed_assignments,omitzero"`
	Labels              Opt[[]string]             `json:"labels,omitzero"`
	Reactions           Opt[[]string]             `json:"reactions,omitzero"`
	DeliverSilently     Opt[bool]                 `json:"deliver_silently,omitzero"`
}

func (p NewsItemUpdate) request(id ID) *request {
	return op("PUT /news/news_items/{news_item_id}", id).require("Title", p.Title).require("SenderID", string(p.SenderID)).body(p)
}

// Delete deletes an item.
func (s *NewsItemsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /news/news_items/{news_item_id}", id), opts)
}

// NewsfeedsService reads the feeds that news appear in.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/news
type NewsfeedsService service

// Newsfeed is a feed of news for some of the people. It is made in Intercom
// itself; what is in it is listed by NewsItems.ListForNewsfeed.
//
//intercom:schema newsfeed
type Newsfeed struct {
	Object

	ID        ID     `json:"id,omitzero"`
	Name      string `json:"name,omitzero"` // for teammates only
	CreatedAt Time   `json:"created_at,omitzero"`
	UpdatedAt Time   `json:"updated_at,omitzero"`
}

// Get returns the newsfeed with the given id.
func (s *NewsfeedsService) Get(ctx context.Context, id ID, opts ...Option) (*Newsfeed, error) {
	return do[*Newsfeed](ctx, s.client, op("GET /news/newsfeeds/{newsfeed_id}", id), opts)
}

// List lists the newsfeeds.
func (s *NewsfeedsService) List(ctx context.Context, opts ...Option) *Pager[*Newsfeed] {
	return list[*Newsfeed](ctx, s.client, op("GET /news/newsfeeds").paged(60).numbered(), opts)
}
