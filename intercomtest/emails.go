package intercomtest

import "strings"

func (w *workspace) emailRoutes() routes {
	emails := plain(w, &w.emails, rules[emailSetting]{read: emailJSON, none: notFound("Email setting not found")})
	return routes{modern: {
		"GET /emails":      emails.all,
		"GET /emails/{id}": emails.get,
	}}
}

// emailSetting is an address that the workspace sends e-mail from.
type emailSetting struct {
	entry
	address string
	brand   string
}

// AddEmail adds a verified address that a brand sends e-mail from, and returns
// its id; the API itself has no way to. The brand is the default one if it is
// empty. The first address of a brand is its default. AddEmail panics if there is
// no such brand.
func (s *Server) AddEmail(address, brandID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	if brandID == "" {
		brandID = workspaceID
	}
	if _, ok := w.brands.get(brandID); !ok {
		panic("intercomtest: no brand " + brandID)
	}
	e := &emailSetting{entry: w.newEntry(), address: address, brand: brandID}
	return w.emails.add(e.id, e).id
}

// emailJSON has times in ISO 8601, which the documentation shows in seconds.
func emailJSON(_ *exchange, e *emailSetting) object {
	_, domain, _ := strings.Cut(e.address, "@")
	return object{
		"type":                             "email_setting",
		"id":                               e.id,
		"email":                            e.address,
		"verified":                         true,
		"domain":                           domain,
		"brand_id":                         e.brand,
		"forwarding_enabled":               false,
		"forwarded_email_last_received_at": nil,
		"created_at":                       isoTime(e.createdAt),
		"updated_at":                       isoTime(e.updatedAt),
	}
}
