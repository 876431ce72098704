package intercom

import (
	"context"
	"encoding/json"
)

// SubscriptionsService has Intercom call a URL of yours when something happens.
// Legacy, API 1.4; replaced by the webhooks of an app, which are set up in
// Intercom's Developer Hub and have no API. Intercom keeps the old way for the
// apps that had it.
//
// https://developers.intercom.com/docs/references/1.4/rest-api/subscriptions
type SubscriptionsService service

// Subscription is what Intercom calls a URL for.
type Subscription struct {
	Object

	ID          ID                `json:"id,omitzero"`
	CreatedAt   Time              `json:"created_at,omitzero"`
	UpdatedAt   Time              `json:"updated_at,omitzero"`
	ServiceType string            `json:"service_type,omitzero"` // "web"
	AppID       string            `json:"app_id,omitzero"`       // code of the workspace
	URL         string            `json:"url,omitzero"`
	Self        string            `json:"self,omitzero"` // where Intercom has the subscription itself
	Topics      []Topic           `json:"topics,omitzero"`
	Active      bool              `json:"active,omitzero"` // Intercom ends those whose URL fails for long
	Metadata    Attributes        `json:"metadata,omitzero"`
	HubSecret   string            `json:"hub_secret,omitzero"` // what notifications are signed with
	Mode        string            `json:"mode,omitzero"`       // "point"
	Links       SubscriptionLinks `json:"links,omitzero"`
	Notes       []json.RawMessage `json:"notes,omitzero"`
}

// SubscriptionLinks are where Intercom has the notifications of a subscription.
type SubscriptionLinks struct {
	Sent   string `json:"sent,omitzero"`
	Retry  string `json:"retry,omitzero"`
	Errors string `json:"errors,omitzero"`
}

// Get returns the subscription with the given id.
func (s *SubscriptionsService) Get(ctx context.Context, id ID, opts ...Option) (*Subscription, error) {
	return do[*Subscription](ctx, s.client, legacy("GET /subscriptions/{id}", id), opts)
}

// List lists the subscriptions of the app, of which there are 250 at most.
func (s *SubscriptionsService) List(ctx context.Context, opts ...Option) *Pager[*Subscription] {
	return list[*Subscription](ctx, s.client, legacy("GET /subscriptions").in("items", "subscriptions"), opts)
}

// Create subscribes to topics.
func (s *SubscriptionsService) Create(ctx context.Context, params SubscriptionCreate, opts ...Option) (*Subscription, error) {
	return do[*Subscription](ctx, s.client, params.request(), opts)
}

// SubscriptionCreate describes a subscription.
type SubscriptionCreate struct {
	private

	URL         string     `json:"url"`                   // required: what Intercom calls
	Topics      []Topic    `json:"topics"`                // required
	ServiceType string     `json:"service_type,omitzero"` // "web", which is the default
	HubSecret   string     `json:"hub_secret,omitzero"`   // has notifications signed
	Active      Opt[bool]  `json:"active,omitzero"`       // default true
	Metadata    Attributes `json:"metadata,omitzero"`     // such as {"event_names": []string{"placed-order"}}
}

func (p SubscriptionCreate) request() *request {
	r := legacy("POST /subscriptions").require("URL", p.URL)
	if len(p.Topics) == 0 {
		r.invalid("Topics", "is empty")
	}
	return r.body(p)
}

// Update changes a subscription; fields that are not set stay as they are.
func (s *SubscriptionsService) Update(ctx context.Context, id ID, params SubscriptionUpdate, opts ...Option) (*Subscription, error) {
	return do[*Subscription](ctx, s.client, legacy("POST /subscriptions/{id}", id).upsert().body(params), opts)
}

// SubscriptionUpdate is a change of a subscription.
type SubscriptionUpdate struct {
	private

	URL       Opt[string]     `json:"url,omitzero"`
	Topics    Opt[[]Topic]    `json:"topics,omitzero"` // in place of those there are
	HubSecret Opt[string]     `json:"hub_secret,omitzero"`
	Active    Opt[bool]       `json:"active,omitzero"`
	Metadata  Opt[Attributes] `json:"metadata,omitzero"` // in place of what there is
}

// Delete ends a subscription.
func (s *SubscriptionsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, legacy("DELETE /subscriptions/{id}", id), opts)
}

// Ping has Intercom send a notification of TopicPing to the subscription's URL.
func (s *SubscriptionsService) Ping(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, legacy("POST /subscriptions/{id}/ping", id), opts)
}

// ListSent lists the notifications that were sent for a subscription. Intercom
// keeps them for about 30 days.
func (s *SubscriptionsService) ListSent(ctx context.Context, id ID, opts ...Option) *Pager[*Notification] {
	return list[*Notification](ctx, s.client, legacy("GET /subscriptions/{id}/sent", id).in("notifications"), opts)
}

// ListFailed lists the notifications that the subscription's URL did not take,
// with what came back, in HTTPRequest. Intercom keeps them for about 30 days.
func (s *SubscriptionsService) ListFailed(ctx context.Context, id ID, opts ...Option) *Pager[*Notification] {
	return list[*Notification](ctx, s.client, legacy("GET /subscriptions/{id}/error", id).in("notifications"), opts)
}
