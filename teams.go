package intercom

import (
	"context"
	"time"
)

// TeamsService reads teams, and how busy their admins are.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/teams
type TeamsService service

// Team is a group of admins that conversations can be assigned to.
//
//intercom:schema team
type Team struct {
	Object

	ID                 ID                 `json:"id,omitzero"`
	Name               string             `json:"name,omitzero"`
	AdminIDs           []ID               `json:"admin_ids,omitzero"`
	AdminPriorityLevel AdminPriorityLevel `json:"admin_priority_level,omitzero"`
	AssignmentLimit    int                `json:"assignment_limit,omitzero"` // only if DistributionMethod balances the load
	DistributionMethod string             `json:"distribution_method,omitzero"`
}

// AdminPriorityLevel lists which admins help a team first and second.
//
//intercom:schema admin_priority_level
type AdminPriorityLevel struct {
	PrimaryAdminIDs   []ID `json:"primary_admin_ids,omitzero"`
	SecondaryAdminIDs []ID `json:"secondary_admin_ids,omitzero"`
}

// Get returns the team with the given id.
func (s *TeamsService) Get(ctx context.Context, id ID, opts ...Option) (*Team, error) {
	return do[*Team](ctx, s.client, op("GET /teams/{team_id}", id), opts)
}

// List lists the teams of the workspace. Intercom sends them all at once.
func (s *TeamsService) List(ctx context.Context, opts ...Option) *Pager[*Team] {
	return list[*Team](ctx, s.client, op("GET /teams").in("teams"), opts)
}

// SetMembers makes the named admins the members of a team, and no others. The
// order in which they take part comes with AdminPriorityLevel. While another
// request changes the members it is a ConflictError: read the team then, as the
// change can be partly done, and call again.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *TeamsService) SetMembers(ctx context.Context, id ID, params TeamSetMembers, opts ...Option) (*Team, error) {
	return do[*Team](ctx, s.client, params.request(id), opts)
}

// TeamSetMembers are all members of a team.
//
//intercom:schema update_team_members_request
type TeamSetMembers struct {
	private

	AdminIDs           []NumberID             `json:"admin_ids"` // required; empty for nobody
	AdminPriorityLevel TeamAdminPriorityLevel `json:"admin_priority_level,omitzero"`
}

func (p TeamSetMembers) request(id ID) *request {
	r := preview("PUT /teams/{id}", id).body(p)
	if p.AdminIDs == nil {
		r.invalid("AdminIDs", "is nil: name all members, or give an empty list for nobody")
	}
	return r
}

// TeamAdminPriorityLevel lists which members help a team first and second.
//
//intercom:schema admin_priority_level_request
type TeamAdminPriorityLevel struct {
	PrimaryAdminIDs   []NumberID `json:"primary_admin_ids,omitzero"`
	SecondaryAdminIDs []NumberID `json:"secondary_admin_ids,omitzero"`
}

// ListMetrics lists how many conversations each admin of a team has at the
// moment. The workspace needs the feature realtime_monitoring.
func (s *TeamsService) ListMetrics(ctx context.Context, id ID, opts ...Option) *Pager[*TeamMetric] {
	return list[*TeamMetric](ctx, s.client, op("GET /teams/{team_id}/metrics", id), opts)
}

// TeamListMetricsOptions are the optional parameters of Teams.ListMetrics.
type TeamListMetricsOptions struct {
	private

	IdleThreshold time.Duration // how long a conversation waits for an admin until it is idle: a second to a day, default 30 minutes
}

func (o TeamListMetricsOptions) apply(c *config) { c.optional("GET /teams/{team_id}/metrics", o) }

func (o TeamListMetricsOptions) set(r *request) {
	if o.IdleThreshold != 0 && (o.IdleThreshold < time.Second || o.IdleThreshold > 24*time.Hour) {
		r.invalid("IdleThreshold", "is not between a second and a day")
	}
	r.duration("idle_threshold", o.IdleThreshold)
}

// TeamMetric is how many conversations are assigned to an admin of a team.
//
//intercom:schema team_metric
type TeamMetric struct {
	Object

	AdminID ID  `json:"admin_id,omitzero"`
	Open    int `json:"open,omitzero"`
	Idle    int `json:"idle,omitzero"` // open, and waiting for longer than the threshold
	Snoozed int `json:"snoozed,omitzero"`
}
