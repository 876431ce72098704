package intercomtest

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

func (w *workspace) helpCenterRoutes() routes {
	const redirectsOf = "/help_center/help_centers/{help_center_id}/redirects"
	centers := plain(w, &w.helpCenters, rules[helpCenter]{read: w.helpCenterJSON, list: listing{paging: byPage}})
	redirects := plain(w, nil, rules[helpCenterRedirect]{
		read:  helpCenterRedirectJSON,
		write: w.writeHelpCenterRedirect,
		param: "id",
		under: w.redirectsOfHelpCenter,
		gone:  marked("help_center_redirect"),
		none:  notFound("Resource not found"),
	})
	return routes{modern: {
		"GET /help_center/help_centers":                  centers.all,
		"GET /help_center/help_centers/{help_center_id}": centers.get,
		"GET " + redirectsOf:                             w.listHelpCenterRedirects,
		"POST " + redirectsOf:                            redirects.create,
		"GET " + redirectsOf + "/{id}":                   redirects.get,
		"DELETE " + redirectsOf + "/{id}":                redirects.remove,
	}}
}

// helpCenter is a site with articles. The first one is the default.
type helpCenter struct {
	entry
	name       string
	identifier string
	isDefault  bool
	redirects  store[*helpCenterRedirect]
}

func (h *helpCenter) url() string { return "https://intercom.help/" + h.identifier }

func (w *workspace) helpCenterJSON(_ *exchange, h *helpCenter) object {
	return object{
		"id":                h.id,
		"workspace_id":      workspaceID,
		"identifier":        h.identifier,
		"display_name":      h.name,
		"url":               h.url(),
		"custom_domain":     nil,
		"website_turned_on": true,
		"default":           h.isDefault,
		"locales":           w.languages(),
		"created_at":        h.createdAt,
		"updated_at":        h.updatedAt,
	}
}

// AddHelpCenter adds a help center and returns its id; the API itself has no way
// to. The first one is the default: what is put into no other one is in it.
func (s *Server) AddHelpCenter(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	h := &helpCenter{entry: w.newEntry(), name: name, identifier: slug(name), isDefault: len(w.helpCenters.ids) == 0}
	for other := range w.helpCenters.all() {
		if other.identifier == h.identifier {
			h.identifier += "-" + h.id
			break
		}
	}
	return w.helpCenters.add(h.id, h).id
}

// defaultHelpCenter is nil if there are no help centers.
func (w *workspace) defaultHelpCenter() *helpCenter {
	return first(w.helpCenters.where(func(h *helpCenter) bool { return h.isDefault }))
}

// helpCenterRedirect leads from a URL of a help center to something in it.
type helpCenterRedirect struct {
	entry
	center     *helpCenter
	from       string
	locale     string
	targetType string
	targetID   string
}

func helpCenterRedirectJSON(_ *exchange, r *helpCenterRedirect) object {
	return object{
		"id":             r.id,
		"type":           "help_center_redirect",
		"from_url":       r.from,
		"locale":         r.locale,
		"help_center_id": r.center.id,
		"target_type":    r.targetType,
		"target_id":      r.targetID,
		"created_at":     r.createdAt,
		"updated_at":     r.updatedAt,
	}
}

// helpCenterOf finds the help center of the path.
func (w *workspace) helpCenterOf(x *exchange) (*helpCenter, error) {
	h, ok := w.helpCenters.get(x.param("help_center_id"))
	if !ok {
		return nil, notFound("Resource not found")
	}
	return h, nil
}

func (w *workspace) redirectsOfHelpCenter(x *exchange) (*store[*helpCenterRedirect], error) {
	h, err := w.helpCenterOf(x)
	if err != nil {
		return nil, err
	}
	return &h.redirects, nil
}

func (w *workspace) listHelpCenterRedirects(x *exchange) (any, error) {
	h, err := w.helpCenterOf(x)
	if err != nil {
		return nil, err
	}
	return listed(x, listing{paging: byPage, most: 250, total: true}, latestFirst(slices.Collect(h.redirects.all())),
		func(r *helpCenterRedirect) string { return r.id }, func(r *helpCenterRedirect) object { return helpCenterRedirectJSON(x, r) })
}

// latestFirst sorts things by their last change. Of those that were changed in
// the same second the one that was created last comes first.
func latestFirst[T any, P entryOf[T]](things []P) []P {
	things = slices.Clone(things)
	slices.Reverse(things)
	slices.SortStableFunc(things, func(a, b P) int { return cmp.Compare(b.stored().updatedAt, a.stored().updatedAt) })
	return things
}

// writeHelpCenterRedirect takes a URL once, and only one of the help center.
func (w *workspace) writeHelpCenterRedirect(x *exchange, f *fields, r *helpCenterRedirect) {
	h, err := w.helpCenterOf(x)
	if err != nil {
		f.fail(err)
		return
	}
	r.center = h
	f.need("from_url", "locale", "target_type", "target_id")
	f.text("from_url", &r.from)
	f.text("locale", &r.locale)
	f.text("target_type", &r.targetType)
	f.text("target_id", &r.targetID)
	if r.from != h.url() && !strings.HasPrefix(r.from, h.url()+"/") {
		f.fail(failure(http.StatusUnprocessableEntity, "data_invalid", "from_url must be an absolute URL within this help center's URL space"))
	}
	_, isArticle := w.articles.get(r.targetID)
	_, isCollection := w.collections.get(r.targetID)
	if r.targetType == "article" && !isArticle || r.targetType == "collection" && !isCollection {
		f.fail(failure(http.StatusUnprocessableEntity, "data_invalid", "target not found"))
	}
	for other := range h.redirects.all() {
		if other.from == r.from {
			f.fail(failure(http.StatusConflict, "resource_conflict", "A redirect with that URL already exists"))
		}
	}
}

// dropRedirects removes the redirects to something that is no more.
func (w *workspace) dropRedirects(targetType, id string) {
	for h := range w.helpCenters.all() {
		for _, r := range h.redirects.where(func(r *helpCenterRedirect) bool { return r.targetType == targetType && r.targetID == id }) {
			h.redirects.remove(r.id)
		}
	}
}
