package intercomtest

import (
	"net/http"
	"strconv"
)

func (w *workspace) adminRoutes() routes {
	return routes{
		legacy: {
			"GET /admins":               w.listAdmins,
			"GET /admins/activity_logs": w.listActivities,
			"GET /admins/{id}":          w.getAdmin,
			"PUT /admins/{id}/away":     w.setAway,
			"GET /me":                   w.getMe,
		},
		modern: {
			"GET /admins":                          w.listAdmins,
			"GET /admins/activity_log_event_types": w.listActivityTypes,
			"GET /admins/activity_logs":            w.listActivities,
			"POST /admins/activity_logs/search":    w.searchActivities,
			"GET /admins/{admin_id}":               w.getAdmin,
			"PUT /admins/{admin_id}/away":          w.setAway,
			"GET /me":                              w.getMe,
		},
	}
}

type admin struct {
	id         string
	name       string
	email      string
	away       bool
	reassign   bool
	awayReason string
	teams      []*team
}

func adminJSON(a *admin) object {
	return object{
		"type":                  "admin",
		"id":                    a.id,
		"name":                  a.name,
		"email":                 a.email,
		"away_mode_enabled":     a.away,
		"away_mode_reassign":    a.reassign,
		"away_status_reason_id": nullable(a.awayReason),
		"has_inbox_seat":        true,
		"team_ids":              render(a.teams, func(t *team) int { return integer(t.id) }),
	}
}

// integer is an id in one of the places where Intercom has it as a number.
func integer(id string) int {
	n, _ := strconv.Atoi(id)
	return n
}

// AddAdmin adds a teammate and returns its id.
func (s *Server) AddAdmin(name, email string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	a := &admin{id: w.number(), name: name, email: email}
	w.adminHappened("admin.added_to_workspace", w.admins.add(a.id, a))
	w.log(a, "app_admin_join", name+" joined the workspace.", nil)
	return a.id
}

// me is the admin that owns the token: the first.
func (w *workspace) me() *admin {
	a, _ := w.admins.get(w.admins.ids[0])
	return a
}

// actingAdmin is the one that a body names as doing something.
func (w *workspace) actingAdmin(x *exchange) (*admin, error) {
	id := x.body.text("admin_id")
	if id == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "admin_id not specified")
	}
	return w.admin(id)
}

func (w *workspace) admin(id string) (*admin, error) {
	a, ok := w.admins.get(id)
	if !ok {
		return nil, failure(http.StatusNotFound, "admin_not_found", "Admin not found")
	}
	return a, nil
}

// listAdmins lists the admins; before 1.4 the teams stand among them.
func (w *workspace) listAdmins(x *exchange) (any, error) {
	var list []object
	for a := range w.admins.all() {
		o := adminJSON(a)
		if x.query.Get("display_avatar") == "true" {
			o["avatar"] = noAvatar()
		}
		list = append(list, o)
	}
	if x.generation == legacy && x.version != "1.4" {
		for t := range w.teams.all() {
			list = append(list, teamJSON(x, t))
		}
	}
	return object{"type": "admin.list", "admins": list}, nil
}

func (w *workspace) getAdmin(x *exchange) (any, error) {
	a, err := w.admin(x.param("admin_id", "id"))
	if err != nil {
		return nil, err
	}
	return adminJSON(a), nil
}

func noAvatar() object { return object{"type": "avatar", "image_url": nil} }

func (w *workspace) getMe(*exchange) (any, error) {
	o := adminJSON(w.me())
	o["email_verified"] = true
	o["avatar"] = noAvatar()
	o["app"] = object{
		"type":                  "app",
		"id_code":               workspaceID,
		"name":                  "Quay Street",
		"created_at":            w.started.Unix(),
		"secure":                false,
		"identity_verification": false,
		"timezone":              "Europe/Berlin",
		"region":                "US",
	}
	return o, nil
}

// setAway changes the away mode of an admin.
func (w *workspace) setAway(x *exchange) (any, error) {
	a, ok := w.admins.get(x.param("admin_id", "id"))
	if !ok {
		return nil, failure(http.StatusNotFound, "admin_not_found", "Admin for admin_id not found")
	}
	draft := *a
	f := &fields{object: x.body}
	f.flag("away_mode_enabled", &draft.away)
	f.flag("away_mode_reassign", &draft.reassign)
	f.text("away_status_reason_id", &draft.awayReason)
	label := ""
	if !draft.away {
		draft.awayReason = ""
	} else if draft.awayReason != "" {
		r, ok := w.awayReasons.get(draft.awayReason)
		switch {
		case !ok:
			f.fail(failure(http.StatusBadRequest, "parameter_invalid", "Away status reason not found"))
		case r.deleted:
			f.fail(failure(http.StatusBadRequest, "parameter_invalid", "Away status reason is deleted"))
		default:
			label = r.emoji + " " + r.label
		}
	}
	if f.err != nil {
		return nil, f.err
	}
	*a = draft
	w.adminHappened("admin.away_mode_updated", a)
	w.log(a, "admin_away_mode_change", a.name+" changed the away mode.", object{
		"away_mode":              a.away,
		"away_status_reason":     nullable(label),
		"reassign_conversations": a.reassign,
		"source":                 "admin update from api - Admin id: " + w.me().id,
		"update_by":              integer(w.me().id),
		"update_by_name":         w.me().name,
		"auto_changed":           nil,
	})
	return adminJSON(a), nil
}
