package intercom

import "context"

// AwayStatusReasonsService reads why admins can be away.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/away-status-reasons
type AwayStatusReasonsService service

// AwayStatusReason is a reason to be away, such as a break. See
// AdminsService.SetAway.
//
//intercom:schema away_status_reason
type AwayStatusReason struct {
	Object

	ID        ID     `json:"id,omitzero"`
	Label     string `json:"label,omitzero"`
	Emoji     string `json:"emoji,omitzero"`
	Order     int    `json:"order,omitzero"` // its place where reasons are shown
	Deleted   bool   `json:"deleted,omitzero"`
	CreatedAt Time   `json:"created_at,omitzero"`
	UpdatedAt Time   `json:"updated_at,omitzero"`
}

// List lists the reasons of the workspace, deleted ones as well. Intercom sends
// them all at once.
func (s *AwayStatusReasonsService) List(ctx context.Context, opts ...Option) *Pager[*AwayStatusReason] {
	return list[*AwayStatusReason](ctx, s.client, op("GET /away_status_reasons"), opts)
}
