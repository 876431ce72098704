package intercomtest

import (
	"cmp"
	"net/http"
)

func (w *workspace) aiContentRoutes() routes {
	sources := plain(w, &w.importSources, rules[importSource]{
		read:  importSourceJSON,
		write: writeImportSource,
		list:  listing{paging: byPage, total: true},
		gone:  noContent,

		happened: stored(w, "content_import_source", importSourceJSON),
	})
	pages := plain(w, &w.externalPages, rules[externalPage]{
		read:  externalPageJSON,
		write: w.writeExternalPage,
		list:  listing{paging: byPage, total: true, newest: true},
		gone: func(_ *exchange, shown object) any {
			shown["html"] = ""
			return shown
		},
	})
	const allSources, oneSource = "/ai/content_import_sources", "/ai/content_import_sources/{source_id}"
	const allPages, onePage = "/ai/external_pages", "/ai/external_pages/{page_id}"
	operations := pages.routes(allPages, onePage)
	operations["POST "+allPages] = func(x *exchange) (any, error) {
		page := first(w.externalPages.where(func(p *externalPage) bool {
			return p.source == x.body.text("source_id") && p.externalID == x.body.text("external_id")
		}))
		if page == nil {
			return pages.create(x)
		}
		return pages.show(x, page, pages.save(x, page))
	}
	for operation, handle := range sources.routes(allSources, oneSource) {
		operations[operation] = handle
	}
	operations["DELETE "+oneSource] = func(x *exchange) (any, error) {
		source, err := sources.one(x)
		if err != nil {
			return nil, err
		}
		for _, page := range w.externalPages.where(func(p *externalPage) bool { return p.source == source.id }) {
			w.externalPages.remove(page.id)
		}
		return sources.remove(x)
	}
	return routes{modern: operations}
}

// importSource is where external pages come from.
type importSource struct {
	entry
	url       string
	behavior  string
	status    string
	audiences []any
}

func importSourceJSON(_ *exchange, s *importSource) object {
	return object{
		"type":           "content_import_source",
		"id":             numberOf(s.id),
		"url":            s.url,
		"sync_behavior":  s.behavior,
		"status":         s.status,
		"audience_ids":   s.audiences,
		"created_at":     s.createdAt,
		"updated_at":     s.updatedAt,
		"last_synced_at": s.updatedAt,
	}
}

func writeImportSource(x *exchange, f *fields, s *importSource) {
	behavior, url := x.body.text("sync_behavior"), x.body.text("url")
	if behavior == "automated" {
		behavior = "automatic" // what responses call it
	}
	f.need("sync_behavior", "url")
	f.oneOf("status", "active", "deactivated")
	if s.id == "" {
		f.oneOf("sync_behavior", "api")
	} else {
		f.oneOf("sync_behavior", "api", "automated", "manual")
	}
	switch {
	case s.id != "" && (behavior == "api") != (s.behavior == "api"):
		f.fail(invalid("sync_behavior", "sync_behavior cannot be changed to or from api"))
	case s.id != "" && behavior != "api" && url != s.url:
		f.fail(invalid("url", "url can only be changed if sync_behavior is api"))
	}
	s.behavior, s.url = behavior, url
	s.status = cmp.Or(s.status, "active")
	f.text("status", &s.status)
	switch audiences := x.body["audience_ids"].(type) {
	case nil:
		if f.has("audience_ids") {
			s.audiences = nil
		}
	case []any:
		s.audiences = audiences
	default:
		s.audiences = []any{audiences} // one can be sent bare
	}
}

// AddContentImportSource adds a source whose pages Intercom reads by itself, and
// returns its id. The behavior is "automatic" or "manual".
func (s *Server) AddContentImportSource(url, behavior string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	source := &importSource{entry: w.newEntry(), url: url, behavior: behavior, status: "active"}
	return w.importSources.add(source.id, source).id
}

// externalPage is a page from elsewhere.
type externalPage struct {
	entry
	tagged
	source     string
	externalID string
	title      string
	html       string
	url        string
	agent      bool
	copilot    bool
	sales      bool
	audiences  []any
}

func externalPageJSON(_ *exchange, p *externalPage) object {
	o := object{
		"type":                        "external_page",
		"id":                          p.id,
		"title":                       p.title,
		"html":                        p.html,
		"ai_agent_availability":       p.agent,
		"ai_copilot_availability":     p.copilot,
		"ai_sales_agent_availability": p.sales,
		"fin_availability":            p.agent,
		"locale":                      "en",
		"source_id":                   numberOf(p.source),
		"external_id":                 p.externalID,
		"created_at":                  p.createdAt,
		"updated_at":                  p.updatedAt,
		"last_ingested_at":            p.updatedAt,
	}
	if p.url != "" {
		o["url"] = p.url
	}
	return o
}

func (w *workspace) writeExternalPage(x *exchange, f *fields, p *externalPage) {
	f.need("title", "html", "source_id", "locale")
	f.oneOf("locale", "en")
	f.text("title", &p.title)
	f.text("html", &p.html)
	f.text("url", &p.url)
	f.text("source_id", &p.source)
	f.text("external_id", &p.externalID)
	if x.body.has("fin_availability") {
		f.flag("fin_availability", &p.agent)
		f.flag("fin_availability", &p.copilot)
	}
	f.flag("ai_agent_availability", &p.agent)
	f.flag("ai_copilot_availability", &p.copilot)
	f.flag("ai_sales_agent_availability", &p.sales)
	source, ok := w.importSources.get(p.source)
	switch {
	case !ok:
		f.fail(failure(http.StatusNotFound, "not_found", "Content import source not found"))
	case source.behavior != "api":
		f.fail(invalid("source_id", "pages of this source are not written through the API"))
	case p.externalID == "":
		f.need("external_id")
	}
}
