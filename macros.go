package intercom

import "context"

// MacrosService reads the saved replies of teammates.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/macros
type MacrosService service

// Macro is a saved reply.
//
//intercom:schema macro
type Macro struct {
	Object

	ID               ID              `json:"id,omitzero"`
	Name             string          `json:"name,omitzero"`
	Body             string          `json:"body,omitzero"`      // HTML; a placeholder is <attribute key="user.name" default="there"/>
	BodyText         string          `json:"body_text,omitzero"` // plain text; a placeholder is {{user.name|fallback:"there"}}
	VisibleTo        MacroVisibility `json:"visible_to,omitzero"`
	VisibleToTeamIDs []ID            `json:"visible_to_team_ids,omitzero"` // of MacroVisibilitySpecificTeams
	AvailableOn      []MacroPlace    `json:"available_on,omitzero"`
	CreatedAt        Time            `json:"created_at,omitzero"`
	UpdatedAt        Time            `json:"updated_at,omitzero"`
}

// MacroVisibility is who can see a macro.
type MacroVisibility string

// Who can see a macro.
const (
	MacroVisibilityEveryone      MacroVisibility = "everyone"
	MacroVisibilitySpecificTeams MacroVisibility = "specific_teams"
)

// MacroPlace is where a macro can be used.
type MacroPlace string

// Where macros can be used.
const (
	MacroPlaceInbox     MacroPlace = "inbox"
	MacroPlaceMessenger MacroPlace = "messenger"
)

// Get returns the macro with the given id. It is a NotFoundError as well if the
// macro is for teams that the token's admin is not in.
func (s *MacrosService) Get(ctx context.Context, id ID, opts ...Option) (*Macro, error) {
	return do[*Macro](ctx, s.client, op("GET /macros/{id}", id), opts)
}

// List lists the macros that the token's admin can see, the latest change first.
func (s *MacrosService) List(ctx context.Context, opts ...Option) *Pager[*Macro] {
	return list[*Macro](ctx, s.client, op("GET /macros").paged(150), opts)
}

// MacroListOptions are the optional parameters of Macros.List.
type MacroListOptions struct {
	private

	UpdatedSince Time // lists those that were changed after this time
}

func (o MacroListOptions) apply(c *config) { c.optional("GET /macros", o) }

func (o MacroListOptions) set(r *request) { r.moment("updated_since", o.UpdatedSince) }
