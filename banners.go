package intercom

import (
	"context"
	"encoding/json"
)

// BannersService shows banners in places of your own.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/banners
type BannersService service

// Banner is a banner as one contact sees it.
//
//intercom:schema banner
type Banner struct {
	Object

	ID                ID              `json:"id,omitzero"`      // of the banner, the same for all contacts
	ViewID            ID              `json:"view_id,omitzero"` // of the contact's view of it, for Dismiss
	Title             string          `json:"title,omitzero"`
	Body              string          `json:"body,omitzero"`     // HTML
	Style             string          `json:"style,omitzero"`    // such as "inline"
	Position          string          `json:"position,omitzero"` // such as "top"
	ShowDismissButton bool            `json:"show_dismiss_button,omitzero"`
	Action            BannerAction    `json:"action,omitzero"`           // zero if there is nothing to do but read
	ClientTargeting   json.RawMessage `json:"client_targeting,omitzero"` // reserved: null so far
	CreatedAt         Time            `json:"created_at,omitzero"`       // of the view
}

// BannerAction is what a contact can do about a banner.
type BannerAction struct {
	Type        BannerActionType `json:"type,omitzero"`
	Label       string           `json:"label,omitzero"`        // of a URL
	Target      string           `json:"target,omitzero"`       // the URL
	ReactionSet []BannerReaction `json:"reaction_set,omitzero"` // to choose from
	TourID      ID               `json:"tour_id,omitzero"`
	TourURL     string           `json:"tour_url,omitzero"`
}

// BannerActionType is a kind of actions.
type BannerActionType string

// The kinds of actions.
const (
	BannerActionTypeURL            BannerActionType = "url"
	BannerActionTypeReaction       BannerActionType = "reaction"
	BannerActionTypeEmailCollector BannerActionType = "email_collector"
	BannerActionTypeProductTour    BannerActionType = "product_tour"
)

// BannerReaction is a reaction that a contact can choose.
type BannerReaction struct {
	Index           int    `json:"index,omitzero"`
	UnicodeEmoticon string `json:"unicode_emoticon,omitzero"`
}

// ListForContact lists the banners that are for a contact at this moment.
//
// The list has an effect: Intercom takes each banner in it as shown. List them
// just before they are displayed, and not to look whether there are any. What is
// sent again after a lost response counts again; see [WithMaxRetries].
func (s *BannersService) ListForContact(ctx context.Context, contact ID, opts ...Option) *Pager[*Banner] {
	return list[*Banner](ctx, s.client, op("GET /contacts/{id}/banners", contact), opts)
}

// Dismiss records that a contact closed a banner, which is then shown nowhere
// any more, not in the Messenger either. It takes Banner.ViewID, and changes
// nothing the second time.
func (s *BannersService) Dismiss(ctx context.Context, contact, view ID, opts ...Option) (*BannerDismissal, error) {
	return do[*BannerDismissal](ctx, s.client, op("POST /contacts/{id}/banners/{view_id}/dismiss", contact, view).upsert(), opts)
}

// BannerDismissal confirms that a banner is closed.
//
//intercom:schema banner_dismiss
type BannerDismissal struct {
	Object

	ViewID    ID   `json:"view_id,omitzero"`
	Dismissed bool `json:"dismissed,omitzero"`
}
