package intercomtest

func (w *workspace) brandRoutes() routes {
	brands := plain(w, &w.brands, rules[brand]{read: w.brandJSON, none: notFound("Brand not found")})
	return routes{modern: {
		"GET /brands":      brands.all,
		"GET /brands/{id}": brands.get,
	}}
}

// brand is a name of the workspace. There is always the default one, whose id is
// that of the workspace.
type brand struct {
	entry
	name string
}

// AddBrand adds a brand beside the default one, and returns its id; the API
// itself has no way to.
func (s *Server) AddBrand(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	b := &brand{entry: w.newEntry(), name: name}
	return w.brands.add(b.id, b).id
}

// addDefaultBrand is for a new workspace.
func (w *workspace) addDefaultBrand() {
	now := w.unix()
	w.brands.add(workspaceID, &brand{entry{workspaceID, now, now}, "Quay Street"})
}

func (w *workspace) brandJSON(_ *exchange, b *brand) object {
	o := object{
		"type":                        "brand",
		"id":                          b.id,
		"name":                        b.name,
		"is_default":                  b.id == workspaceID,
		"help_center_id":              nil,
		"default_address_settings_id": nil,
		"created_at":                  b.createdAt,
		"updated_at":                  b.updatedAt,
	}
	if e := first(w.emails.where(func(e *emailSetting) bool { return e.brand == b.id })); e != nil {
		o["default_address_settings_id"] = e.id
	}
	return o
}
