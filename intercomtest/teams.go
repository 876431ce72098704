package intercomtest

import (
	"net/http"
)

func (w *workspace) teamRoutes() routes {
	return routes{
		legacy: {
			"GET /teams":      w.listTeams,
			"GET /teams/{id}": w.getTeam,
		},
		modern: {
			"GET /away_status_reasons":     w.listAwayReasons,
			"GET /teams":                   w.listTeams,
			"GET /teams/{team_id}":         w.getTeam,
			"GET /teams/{team_id}/metrics": w.teamMetrics,
		},
	}
}

// team is a group of admins.
type team struct {
	id     string
	name   string
	admins []*admin
}

func teamJSON(t *team) object {
	return object{
		"type":      "team",
		"id":        t.id,
		"name":      t.name,
		"admin_ids": render(t.admins, func(a *admin) int { return integer(a.id) }),
	}
}

// AddTeam adds a team of the given admins and returns its id; the API itself
// has no way to. It panics if there is no such admin.
func (s *Server) AddTeam(name string, adminIDs ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &team{id: s.workspace.number(), name: name}
	for _, id := range adminIDs {
		a, ok := s.workspace.admins.get(id)
		if !ok {
			panic("intercomtest: no admin " + id)
		}
		t.admins = append(t.admins, a)
		a.teams = append(a.teams, t)
	}
	s.workspace.log(s.workspace.me(), "app_team_creation", s.workspace.me().name+" created the team "+name+".", object{"team": object{"id": integer(t.id), "name": name}})
	return s.workspace.teams.add(t.id, t).id
}

func (w *workspace) listTeams(*exchange) (any, error) {
	return object{"type": "team.list", "teams": render(w.teams.where(func(*team) bool { return true }), teamJSON)}, nil
}

func (w *workspace) team(x *exchange) (*team, error) {
	t, ok := w.teams.get(x.param("team_id", "id"))
	if !ok {
		return nil, failure(http.StatusNotFound, "team_not_found", "Team not found")
	}
	return t, nil
}

func (w *workspace) getTeam(x *exchange) (any, error) {
	t, err := w.team(x)
	if err != nil {
		return nil, err
	}
	return teamJSON(t), nil
}

// teamMetrics shows the admins of a team. Nobody in it has anything to do, as
// conversations of the fake are not assigned.
func (w *workspace) teamMetrics(x *exchange) (any, error) {
	t, err := w.team(x)
	if err != nil {
		return nil, err
	}
	if _, err := x.number("idle_threshold", 1800); err != nil {
		return nil, err
	}
	return object{"type": "team_metric.list", "data": render(t.admins, func(a *admin) object {
		return object{"type": "team_metric", "admin_id": a.id, "open": 0, "idle": 0, "snoozed": 0}
	})}, nil
}

// awayReason is why an admin can be away.
type awayReason struct {
	id        string
	emoji     string
	label     string
	order     int
	deleted   bool
	createdAt int64
}

// AddAwayStatusReason adds a reason to be away and returns its id; the API
// itself has no way to.
func (s *Server) AddAwayStatusReason(emoji, label string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &awayReason{id: s.workspace.number(), emoji: emoji, label: label, order: len(s.workspace.awayReasons.ids) + 1, createdAt: s.workspace.unix()}
	return s.workspace.awayReasons.add(r.id, r).id
}

// DeleteAwayStatusReason marks a reason as deleted: lists show it all the same,
// and nobody can be away for it any more. It panics if there is no such reason.
func (s *Server) DeleteAwayStatusReason(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.workspace.awayReasons.get(id)
	if !ok {
		panic("intercomtest: no away status reason " + id)
	}
	r.deleted = true
}

func (w *workspace) listAwayReasons(*exchange) (any, error) {
	reasons := w.awayReasons.where(func(*awayReason) bool { return true })
	return object{"type": "list", "data": render(reasons, func(r *awayReason) object {
		return object{
			"type":       "away_status_reason",
			"id":         r.id,
			"emoji":      r.emoji,
			"label":      r.label,
			"order":      r.order,
			"deleted":    r.deleted,
			"created_at": r.createdAt,
			"updated_at": r.createdAt,
		}
	})}, nil
}
