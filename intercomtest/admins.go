package intercomtest

import "net/http"

func (s *Server) adminRoutes() routes {
	return routes{
		legacy: {
			"GET /admins":      s.listAdmins,
			"GET /admins/{id}": s.getAdmin,
			"GET /me":          s.getMe,
		},
		modern: {
			"GET /admins":            s.listAdmins,
			"GET /admins/{admin_id}": s.getAdmin,
			"GET /me":                s.getMe,
		},
	}
}

type admin struct {
	id    string
	name  string
	email string
}

func adminJSON(a *admin) object {
	return object{
		"type":               "admin",
		"id":                 a.id,
		"name":               a.name,
		"email":              a.email,
		"away_mode_enabled":  false,
		"away_mode_reassign": false,
		"has_inbox_seat":     true,
		"team_ids":           []int{},
	}
}

// AddAdmin adds a teammate and returns its id.
func (s *Server) AddAdmin(name, email string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &admin{id: s.number(), name: name, email: email}
	return s.admins.add(a.id, a).id
}

// me is the admin that owns the token: the first.
func (s *Server) me() *admin {
	a, _ := s.admins.get(s.admins.ids[0])
	return a
}

// actingAdmin is the one that a body names as doing something.
func (s *Server) actingAdmin(c *call) (*admin, error) {
	id := c.body.text("admin_id")
	if id == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "admin_id not specified")
	}
	return s.admin(id)
}

func (s *Server) admin(id string) (*admin, error) {
	a, ok := s.admins.get(id)
	if !ok {
		return nil, failure(http.StatusNotFound, "admin_not_found", "Admin not found")
	}
	return a, nil
}

func (s *Server) listAdmins(*call) (any, error) {
	return object{"type": "admin.list", "admins": render(s.admins.where(func(*admin) bool { return true }), adminJSON)}, nil
}

func (s *Server) getAdmin(c *call) (any, error) {
	a, err := s.admin(c.param("admin_id", "id"))
	if err != nil {
		return nil, err
	}
	return adminJSON(a), nil
}

func (s *Server) getMe(*call) (any, error) {
	o := adminJSON(s.me())
	o["email_verified"] = true
	o["avatar"] = object{"type": "avatar", "image_url": nil}
	o["app"] = object{
		"type":                  "app",
		"id_code":               workspaceID,
		"name":                  "Quay Street",
		"created_at":            s.started.Unix(),
		"secure":                false,
		"identity_verification": false,
		"timezone":              "Europe/Berlin",
		"region":                "US",
	}
	return o, nil
}
