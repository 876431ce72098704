package intercomtest

import (
	"net/http"
	"time"
)

func (s *Server) teamRoutes() routes {
	return routes{
		legacy: {
			"GET /teams":      s.listTeams,
			"GET /teams/{id}": s.getTeam,
		},
		modern: {
			"GET /away_status_reasons":     s.listAwayReasons,
			"GET /teams":                   s.listTeams,
			"GET /teams/{team_id}":         s.getTeam,
			"GET /teams/{team_id}/metrics": s.teamMetrics,
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
	t := &team{id: s.number(), name: name}
	for _, id := range adminIDs {
		a, ok := s.admins.get(id)
		if !ok {
			panic("intercomtest: no admin " + id)
		}
		t.admins = append(t.admins, a)
		a.teams = append(a.teams, t)
	}
	s.log(s.me(), "app_team_creation", s.me().name+" created the team "+name+".", object{"team": object{"id": integer(t.id), "name": name}})
	return s.teams.add(t.id, t).id
}

func (s *Server) listTeams(*call) (any, error) {
	return object{"type": "team.list", "teams": render(s.teams.where(func(*team) bool { return true }), teamJSON)}, nil
}

func (s *Server) team(c *call) (*team, error) {
	t, ok := s.teams.get(c.param("team_id", "id"))
	if !ok {
		return nil, failure(http.StatusNotFound, "team_not_found", "Team not found")
	}
	return t, nil
}

func (s *Server) getTeam(c *call) (any, error) {
	t, err := s.team(c)
	if err != nil {
		return nil, err
	}
	return teamJSON(t), nil
}

// teamMetrics shows the admins of a team. Nobody in it has anything to do, as
// conversations of the fake are not assigned.
func (s *Server) teamMetrics(c *call) (any, error) {
	t, err := s.team(c)
	if err != nil {
		return nil, err
	}
	if _, err := c.number("idle_threshold", 1800); err != nil {
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
	r := &awayReason{id: s.number(), emoji: emoji, label: label, order: len(s.awayReasons.ids) + 1, createdAt: time.Now().Unix()}
	return s.awayReasons.add(r.id, r).id
}

// DeleteAwayStatusReason marks a reason as deleted: lists show it all the same,
// and nobody can be away for it any more. It panics if there is no such reason.
func (s *Server) DeleteAwayStatusReason(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, ok := s.awayReasons.get(id)
	if !ok {
		panic("intercomtest: no away status reason " + id)
	}
	r.deleted = true
}

func (s *Server) listAwayReasons(*call) (any, error) {
	reasons := s.awayReasons.where(func(*awayReason) bool { return true })
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
