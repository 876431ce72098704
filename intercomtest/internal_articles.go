package intercomtest

import "net/http"

func (w *workspace) internalArticleRoutes() routes {
	const all, one = "/internal_articles", "/internal_articles/{internal_article_id}"
	articles := plain(w, &w.internalArticles, rules[internalArticle]{
		read:  internalArticleJSON,
		write: w.writeInternalArticle,
		list:  listing{paging: byPage, size: 25, total: true},
		gone:  marked("internal_article"),
	})
	tags := w.taggers(func(x *exchange) (*tagged, error) {
		a, ok := w.internalArticles.get(x.param("internal_article_id"))
		if !ok {
			return nil, failure(http.StatusNotFound, "internal_article_not_found", "Internal article not found")
		}
		return &a.tagged, nil
	})
	operations := articles.routes(all, one)
	operations["GET /internal_articles/search"] = w.searchInternalArticles
	operations["POST "+one+"/tags"] = tags.put
	operations["DELETE "+one+"/tags/{id}"] = tags.take
	return routes{modern: operations}
}

// internalArticle is an article for teammates.
type internalArticle struct {
	entry
	tagged
	title     string
	body      string // HTML
	locale    string
	author    string
	owner     string
	folder    string
	audiences []any
	chatbot   bool
	copilot   bool
	sales     bool
}

func internalArticleJSON(x *exchange, a *internalArticle) object {
	o := object{
		"type":                        "internal_article",
		"id":                          a.id,
		"title":                       a.title,
		"body":                        a.body,
		"body_markdown":               markdownOf(a.body),
		"owner_id":                    numberOf(a.owner),
		"author_id":                   numberOf(a.author),
		"locale":                      a.locale,
		"created_at":                  a.createdAt,
		"updated_at":                  a.updatedAt,
		"audience_ids":                a.audiences,
		"ai_chatbot_availability":     a.chatbot,
		"ai_copilot_availability":     a.copilot,
		"ai_sales_agent_availability": a.sales,
	}
	if x.atLeast("Preview") {
		o["tags"], o["folder_id"] = a.tagList(), nil
		if a.folder != "" {
			o["folder_id"] = numberOf(a.folder)
		}
	}
	return o
}

func (w *workspace) writeInternalArticle(x *exchange, f *fields, a *internalArticle) {
	if a.id == "" {
		f.need("title", "owner_id", "author_id")
		a.locale = defaultLocale
	}
	f.text("title", &a.title)
	f.text("locale", &a.locale)
	f.text("author_id", &a.author)
	f.text("owner_id", &a.owner)
	if x.atLeast("Preview") {
		f.text("folder_id", &a.folder)
	}
	f.flag("ai_chatbot_availability", &a.chatbot)
	f.flag("ai_copilot_availability", &a.copilot)
	f.flag("ai_sales_agent_availability", &a.sales)
	w.writeAudiences(f, &a.audiences)
	writeBody(f, &a.body)
	f.fail(w.checkAuthor(a.author))
	if _, err := w.admin(a.owner); err != nil {
		f.fail(invalid("owner_id", "owner_id must be the id of a teammate"))
	}
}

// searchInternalArticles lists those in a folder.
func (w *workspace) searchInternalArticles(x *exchange) (any, error) {
	folder := x.query.Get("folder_id")
	found := w.internalArticles.where(func(a *internalArticle) bool { return folder == "" || a.folder == folder })
	page, pages, err := cut(x, listing{paging: byPage, size: 10}, found, func(a *internalArticle) string { return a.id })
	if err != nil {
		return nil, err
	}
	return object{
		"type":        "list",
		"total_count": len(found),
		"data":        object{"internal_articles": render(page, func(a *internalArticle) object { return internalArticleJSON(x, a) })},
		"pages":       pages,
	}, nil
}
