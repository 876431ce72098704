package intercom

// Admin is a teammate: somebody with a seat in the workspace.
//
//intercom:schema admin
type Admin struct {
	Object

	Type               string            `json:"type,omitzero"` // "admin", or "team" and "bot" where those can stand as well
	ID                 ID                `json:"id,omitzero"`
	Name               string            `json:"name,omitzero"`
	Email              string            `json:"email,omitzero"`
	JobTitle           string            `json:"job_title,omitzero"`
	AwayModeEnabled    bool              `json:"away_mode_enabled,omitzero"`
	AwayModeReassign   bool              `json:"away_mode_reassign,omitzero"` // new replies go to the default inbox
	AwayStatusReasonID ID                `json:"away_status_reason_id,omitzero"`
	HasInboxSeat       bool              `json:"has_inbox_seat,omitzero"`
	TeamIDs            []ID              `json:"team_ids,omitzero"`
	Avatar             Avatar            `json:"avatar,omitzero"`
	TeamPriorityLevel  TeamPriorityLevel `json:"team_priority_level,omitzero"`
	Role               AdminRole         `json:"role,omitzero"`
}

// TeamPriorityLevel says which teams an admin helps first and second.
//
//intercom:schema team_priority_level
type TeamPriorityLevel struct {
	PrimaryTeamIDs   []ID `json:"primary_team_ids,omitzero"`
	SecondaryTeamIDs []ID `json:"secondary_team_ids,omitzero"`
}

// AdminRole is what an admin may do.
type AdminRole struct {
	Type string `json:"type,omitzero"`
	ID   ID     `json:"id,omitzero"`
	Name string `json:"name,omitzero"`
}
