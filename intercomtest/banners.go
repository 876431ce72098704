package intercomtest

import "slices"

func (w *workspace) bannerRoutes() routes {
	return routes{modern: {
		"GET /contacts/{id}/banners":                    w.showBanners,
		"POST /contacts/{id}/banners/{view_id}/dismiss": w.dismissBanner,
	}}
}

// banner is shown to contacts, each of whom has a view of it.
type banner struct {
	entry
	title    string
	body     string
	contacts []string // who it is for; everyone if there are none
	views    []*bannerView
}

// bannerView is what one contact saw of a banner.
type bannerView struct {
	entry
	contact   string
	shown     int
	dismissed bool
}

// AddBanner adds a live banner with a body of HTML, and returns its id; the API
// itself has no way to. It is for the given contacts, or for everyone if none are
// given.
func (s *Server) AddBanner(title, body string, contactIDs ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	b := &banner{entry: w.newEntry(), title: title, body: markup(body), contacts: contactIDs}
	return w.banners.add(b.id, b).id
}

// BannerImpressions returns how often a banner counts as shown, to all contacts
// together. It panics if there is no such banner.
func (s *Server) BannerImpressions(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.workspace.banners.get(id)
	if !ok {
		panic("intercomtest: no banner " + id)
	}
	shown := 0
	for _, v := range b.views {
		shown += v.shown
	}
	return shown
}

// viewBy finds a contact's view of a banner, or nil.
func (b *banner) viewBy(contact string) *bannerView {
	for _, v := range b.views {
		if v.contact == contact {
			return v
		}
	}
	return nil
}

// showBanners lists the banners for a contact that it did not dismiss. Each of
// them then counts as shown.
func (w *workspace) showBanners(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	list := []object{}
	for b := range w.banners.all() {
		if len(b.contacts) > 0 && !slices.Contains(b.contacts, p.id) {
			continue
		}
		v := b.viewBy(p.id)
		if v == nil {
			v = &bannerView{entry: w.newEntry(), contact: p.id}
			b.views = append(b.views, v)
		}
		if v.dismissed {
			continue
		}
		v.shown++
		list = append(list, object{
			"type":                "banner",
			"id":                  b.id,
			"view_id":             v.id,
			"title":               nullable(b.title),
			"body":                nullable(b.body),
			"style":               "inline",
			"position":            "top",
			"show_dismiss_button": true,
			"action":              nil,
			"client_targeting":    nil,
			"created_at":          v.createdAt,
		})
	}
	return object{"type": "list", "data": list}, nil
}

func (w *workspace) dismissBanner(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	for b := range w.banners.all() {
		if v := b.viewBy(p.id); v != nil && v.id == x.param("view_id") {
			v.dismissed = true
			return object{"type": "banner_dismiss", "view_id": v.id, "dismissed": true}, nil
		}
	}
	return nil, notFound("Resource Not Found")
}
