package intercomtest

import (
	"net/http"
)

func (w *workspace) teamRoutes() routes {
	teams := plain(w, &w.teams, rules[team]{
		read: teamJSON,
		list: listing{kind: "team.list", key: "teams"},
		none: teamNotFound(),
	})
	reasons := plain(w, &w.awayReasons, rules[awayReason]{read: awayReasonJSON})
	return routes{
		legacy: {
			"GET /teams":      teams.all,
			"GET /teams/{id}": teams.get,
		},
		modern: {
			"GET /away_status_reasons":     reasons.all,
			"GET /teams":                   teams.all,
			"GET /teams/{team_id}":         teams.get,
			"GET /teams/{team_id}/metrics": w.teamMetrics,
			"PUT /teams/{id}":              teams.on(w.setTeamMembers),
		},
	}
}

// team is a group of admins.
type team struct {
	entry
	name   string
	admins []*admin
}

func teamJSON(x *exchange, t *team) object {
	o := object{
		"type":      "team",
		"id":        t.id,
		"name":      t.name,
		"admin_ids": render(t.admins, func(a *admin) int { return integer(a.id) }),
	}
	if x.atLeast("2.14") {
		o["distribution_method"] = "round_robin"
		o["assignment_limit"] = nil // a team has one if it balances load
	}
	return o
}

// setTeamMembers replaces the admins of a team.
func (w *workspace) setTeamMembers(x *exchange, t *team) error {
	list, ok := x.body["admin_ids"].([]any)
	if !ok {
		return failure(http.StatusBadRequest, "parameter_not_found", "admin_ids not specified")
	}
	t.admins = nil
	for _, id := range textsOf(list) {
		a, ok := w.admins.get(id)
		if !ok {
			return failure(http.StatusNotFound, "admin_not_found", "Admin not found")
		}
		t.admins = append(t.admins, a)
	}
	return nil
}

func teamNotFound() error {
	return failure(http.StatusNotFound, "team_not_found", "Team not found")
}

// AddTeam adds a team of the given admins and returns its id; the API itself
// has no way to. It panics if there is no such admin.
func (s *Server) AddTeam(name string, adminIDs ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	t := &team{entry: w.newEntry(), name: name}
	for _, id := range adminIDs {
		a, ok := w.admins.get(id)
		if !ok {
			panic("intercomtest: no admin " + id)
		}
		t.admins = append(t.admins, a)
		a.teams = append(a.teams, t)
	}
	w.log(w.me(), "app_team_creation", w.me().name+" created the team "+name+".", object{
		"team": object{"id": integer(t.id), "name": name},
	})
	return w.teams.add(t.id, t).id
}

// teamMetrics counts the conversations of each admin of a team. Those are idle
// that wait for a reply for longer than a threshold.
func (w *workspace) teamMetrics(x *exchange) (any, error) {
	t, ok := w.teams.get(x.param("team_id"))
	if !ok {
		return nil, teamNotFound()
	}
	threshold, err := x.number("idle_threshold", 1800)
	if err != nil {
		return nil, err
	}
	idleSince := x.now - int64(min(threshold, 86400))
	return object{"type": "team_metric.list", "data": render(t.admins, func(a *admin) object {
		own := w.conversationsWhere(func(conv *conversation) bool { return conv.adminID == a.id })
		return object{
			"type":     "team_metric",
			"admin_id": a.id,
			"open":     countIf(own, func(conv *conversation) bool { return conv.state == "open" }),
			"idle": countIf(own, func(conv *conversation) bool {
				return conv.state == "open" && conv.waitingSince != 0 && conv.waitingSince < idleSince
			}),
			"snoozed": countIf(own, func(conv *conversation) bool { return conv.state == "snoozed" }),
		}
	})}, nil
}

// awayReason is why an admin can be away.
type awayReason struct {
	entry
	emoji   string
	label   string
	order   int
	deleted bool
}

func awayReasonJSON(_ *exchange, r *awayReason) object {
	return object{
		"type":       "away_status_reason",
		"id":         r.id,
		"emoji":      r.emoji,
		"label":      r.label,
		"order":      r.order,
		"deleted":    r.deleted,
		"created_at": r.createdAt,
		"updated_at": r.updatedAt,
	}
}

// AddAwayStatusReason adds a reason to be away and returns its id; the API
// itself has no way to.
func (s *Server) AddAwayStatusReason(emoji, label string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	r := &awayReason{entry: w.newEntry(), emoji: emoji, label: label, order: len(w.awayReasons.ids) + 1}
	return w.awayReasons.add(r.id, r).id
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
