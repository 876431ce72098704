package intercom

import "context"

// HelpCentersService reads help centers, and manages the redirects in them.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/help-center
type HelpCentersService service

// HelpCenter is a site with articles, which are in its collections.
//
//intercom:schema help_center
type HelpCenter struct {
	Object

	ID              ID       `json:"id,omitzero"`
	WorkspaceID     ID       `json:"workspace_id,omitzero"`
	Identifier      string   `json:"identifier,omitzero"`   // in the URL
	DisplayName     string   `json:"display_name,omitzero"` // which teammates alone see
	URL             string   `json:"url,omitzero"`          // with the custom domain, if there is one
	CustomDomain    string   `json:"custom_domain,omitzero"`
	URLPrefix       string   `json:"url_prefix,omitzero"`
	WebsiteTurnedOn bool     `json:"website_turned_on,omitzero"` // the site is public
	Default         bool     `json:"default,omitzero"`           // of the workspace
	Locales         []string `json:"locales,omitzero"`
	CreatedAt       Time     `json:"created_at,omitzero"`
	UpdatedAt       Time     `json:"updated_at,omitzero"`
}

// Get returns the help center with the given id.
func (s *HelpCentersService) Get(ctx context.Context, id ID, opts ...Option) (*HelpCenter, error) {
	return do[*HelpCenter](ctx, s.client, op("GET /help_center/help_centers/{help_center_id}", id), opts)
}

// List lists the help centers of the workspace.
func (s *HelpCentersService) List(ctx context.Context, opts ...Option) *Pager[*HelpCenter] {
	return list[*HelpCenter](ctx, s.client, op("GET /help_center/help_centers").paged(60).numbered(), opts)
}

// HelpCenterRedirect sends visitors of a URL that no longer exists to an article
// or a collection.
//
//intercom:schema help_center_redirect
type HelpCenterRedirect struct {
	Object

	ID           ID             `json:"id,omitzero"`
	HelpCenterID ID             `json:"help_center_id,omitzero"`
	FromURL      string         `json:"from_url,omitzero"`
	Locale       string         `json:"locale,omitzero"` // of the translation of an article, which can differ from the one asked for
	TargetType   RedirectTarget `json:"target_type,omitzero"`
	TargetID     ID             `json:"target_id,omitzero"`
	CreatedAt    Time           `json:"created_at,omitzero"`
	UpdatedAt    Time           `json:"updated_at,omitzero"`
}

// RedirectTarget is the kind of what a redirect leads to.
type RedirectTarget string

// What redirects lead to.
const (
	RedirectTargetArticle    RedirectTarget = "article"
	RedirectTargetCollection RedirectTarget = "collection"
)

// GetRedirect returns a redirect of a help center.
func (s *HelpCentersService) GetRedirect(ctx context.Context, id, redirect ID, opts ...Option) (*HelpCenterRedirect, error) {
	return do[*HelpCenterRedirect](ctx, s.client, op("GET /help_center/help_centers/{help_center_id}/redirects/{id}", id, redirect), opts)
}

// ListRedirects lists the redirects of a help center, the latest change first.
// Pages have 250 of them.
func (s *HelpCentersService) ListRedirects(ctx context.Context, id ID, opts ...Option) *Pager[*HelpCenterRedirect] {
	return list[*HelpCenterRedirect](ctx, s.client, op("GET /help_center/help_centers/{help_center_id}/redirects", id).paged(250).numbered(), opts)
}

// CreateRedirect adds a redirect to a help center. A URL that is redirected
// already is a ConflictError, and one outside of the help center an
// UnprocessableEntityError.
func (s *HelpCentersService) CreateRedirect(
	ctx context.Context, id ID, params HelpCenterCreateRedirect, opts ...Option,
) (*HelpCenterRedirect, error) {
	return do[*HelpCenterRedirect](ctx, s.client, params.request(id), opts)
}

// HelpCenterCreateRedirect describes a redirect.
//
//intercom:schema create_help_center_redirect_request
type HelpCenterCreateRedirect struct {
	private

	FromURL    string         `json:"from_url"`    // required; absolute, within the URL of the help center
	Locale     string         `json:"locale"`      // required
	TargetType RedirectTarget `json:"target_type"` // required
	TargetID   ID             `json:"target_id"`   // required
}

func (p HelpCenterCreateRedirect) request(helpCenter ID) *request {
	return op("POST /help_center/help_centers/{help_center_id}/redirects", helpCenter).require("FromURL", p.FromURL).
		require("Locale", p.Locale).require("TargetType", string(p.TargetType)).require("TargetID", string(p.TargetID)).body(p)
}

// DeleteRedirect deletes a redirect of a help center.
func (s *HelpCentersService) DeleteRedirect(ctx context.Context, id, redirect ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /help_center/help_centers/{help_center_id}/redirects/{id}", id, redirect), opts)
}
