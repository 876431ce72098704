package intercomtest

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

func (w *workspace) contentRoutes() routes {
	return routes{modern: {
		"GET /content/search":        w.searchContent,
		"POST /content/bulk_actions": w.changeContent,
	}}
}

// contentItems is all content. A further resource that has some is a line here.
func (w *workspace) contentItems() []contentItem {
	return slices.Concat(
		render(slices.Collect(w.articles.all()), w.contentOfArticle),
		render(slices.Collect(w.internalArticles.all()), w.contentOfInternalArticle),
		render(slices.Collect(w.contentSnippets.all()), w.contentOfSnippet),
		render(slices.Collect(w.externalPages.all()), w.contentOfPage),
		render(slices.Collect(w.files.all()), w.contentOfFile),
	)
}

// contentItem is a piece of content of any kind, as searches and bulk actions
// see it.
type contentItem struct {
	*entry
	*tagged
	kind   string // as results of a search name it
	title  string
	text   string // what a search looks at besides the titles
	folder string
	by     string // the id of an admin
	units  []contentUnit
}

// contentUnit is an article in one locale. Content of other kinds is one unit.
type contentUnit struct {
	contentUse
	id        string // of an article_content
	locale    string
	title     string
	published bool
	publish   func(public bool)
	save      func(contentUse)
	remove    func() // nil if it cannot be deleted
}

// contentUse is for whom content is.
type contentUse struct {
	fin, copilot, sales bool
	audiences           []any
}

// wholly is the unit of content that has no others.
func wholly(locale string, fin, copilot, sales *bool, audiences *[]any, remove func()) []contentUnit {
	return []contentUnit{{
		contentUse: contentUse{*fin, *copilot, *sales, *audiences}, locale: locale, published: true, remove: remove,
		save: func(u contentUse) { *fin, *copilot, *sales, *audiences = u.fin, u.copilot, u.sales, u.audiences },
	}}
}

func (w *workspace) contentOfArticle(a *article) contentItem {
	item := contentItem{entry: &a.entry, tagged: &a.tagged, kind: "article", title: a.contents[defaultLocale].title, folder: a.folder, by: w.me().id}
	for _, locale := range w.languages() {
		c, ok := a.contents[locale]
		if !ok {
			continue
		}
		change := func(do func(c *articleContent)) {
			c := a.contents[locale]
			do(&c)
			was := *a
			a.contents = maps.Clone(a.contents)
			a.contents[locale] = c
			w.articleHappened(&was, a)
		}
		item.text += " " + c.body
		item.units = append(item.units, contentUnit{
			contentUse: contentUse{c.chatbot, c.copilot, c.sales, c.audiences}, id: c.id, locale: locale, title: c.title, published: c.published,
			publish: func(public bool) {
				change(func(c *articleContent) {
					if public {
						w.publish(c, c.pending(), w.unix())
					} else {
						c.unpublish(c.pending())
					}
				})
			},
			save: func(u contentUse) {
				change(func(c *articleContent) {
					c.chatbot, c.copilot, c.sales, c.audiences = u.fin, u.copilot, u.sales, u.audiences
				})
			},
			remove: func() { w.removeArticle(a, locale) },
		})
	}
	return item
}

// removeArticle deletes an article in one locale. Without the default one it is
// no article.
func (w *workspace) removeArticle(a *article, locale string) {
	a.contents = maps.Clone(a.contents)
	delete(a.contents, locale)
	if locale == defaultLocale {
		w.articles.remove(a.id)
		w.dropRedirects("article", a.id)
		w.articleHappened(a, nil)
	}
}

func (w *workspace) contentOfInternalArticle(a *internalArticle) contentItem {
	return contentItem{
		entry: &a.entry, tagged: &a.tagged, kind: "internal_article", title: a.title, text: a.body, folder: a.folder, by: w.me().id,
		units: wholly(a.locale, &a.chatbot, &a.copilot, &a.sales, &a.audiences, func() { w.internalArticles.remove(a.id) }),
	}
}

func (w *workspace) contentOfSnippet(c *contentSnippet) contentItem {
	return contentItem{
		entry: &c.entry, tagged: &c.tagged, kind: "content_snippet", title: c.title, text: markdownOfBlocks(c.blocks), by: w.me().id,
		units: wholly(c.locale, &c.chatbot, &c.copilot, &c.sales, &c.audiences, func() { w.contentSnippets.remove(c.id); w.snippetHappened()(c, nil) }),
	}
}

func (w *workspace) contentOfPage(p *externalPage) contentItem {
	return contentItem{
		entry: &p.entry, tagged: &p.tagged, kind: "external_content", title: p.title, text: p.html, by: w.me().id,
		units: wholly(defaultLocale, &p.agent, &p.copilot, &p.sales, &p.audiences, nil),
	}
}

func (w *workspace) contentOfFile(f *uploadedFile) contentItem {
	return contentItem{
		entry: &f.entry, tagged: &f.tagged, kind: "file_source_content", title: f.name, by: w.me().id,
		units: wholly(defaultLocale, &f.fin, &f.copilot, &f.sales, &f.audiences, func() { w.files.remove(f.id) }),
	}
}

// uploadedFile is a file that AI agents draw on.
type uploadedFile struct {
	entry
	tagged
	contentUse
	name string
}

// AddFile adds a file that AI agents draw on and returns its id; the API itself
// has no way to. GET /content/search finds it.
func (s *Server) AddFile(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	f := &uploadedFile{entry: w.newEntry(), name: name, contentUse: contentUse{fin: true, copilot: true}}
	return w.files.add(f.id, f).id
}

func contentItemJSON(item contentItem) object {
	o := object{"type": item.kind, "id": item.id, "title": item.title}
	if item.kind == "article" {
		o["contents"] = render(item.units, func(u contentUnit) object {
			return object{"type": "article_content", "id": u.id, "title": u.title, "locale": u.locale}
		})
	}
	return o
}

// searchContent finds content, the latest change first.
func (w *workspace) searchContent(x *exchange) (any, error) {
	refused := func(format string, args ...any) (any, error) { return nil, unprocessable(format, args...) }
	switch {
	case len([]rune(x.query.Get("query"))) > 500:
		return refused("query is too long (maximum is 500 characters)")
	case x.query.Has("folder_ids") && x.query.Get("folder_entity_type") != "folder":
		return refused("folder_entity_type is required when folder_ids is provided")
	}
	var found []contentItem
	for _, item := range w.contentItems() {
		if item.matches(x) {
			found = append(found, item)
		}
	}
	slices.SortStableFunc(found, func(a, b contentItem) int { return cmp.Compare(b.updatedAt, a.updatedAt) })
	list, err := listed(x, listing{paging: byPage, size: 10, most: 50, total: true}, found,
		func(item contentItem) string { return item.id }, contentItemJSON)
	if err == nil {
		list.(object)["pages"].(object)["prev"] = x.previousPage()
	}
	return list, err
}

// previousPage is a link, or null on the first page.
func (x *exchange) previousPage() any {
	page, _ := strconv.Atoi(x.query.Get("page"))
	if page < 2 {
		return nil
	}
	size, _ := strconv.Atoi(x.query.Get("per_page"))
	return x.link(page-1, cmp.Or(size, 10))
}

// matches reports whether a search finds the item.
func (item contentItem) matches(x *exchange) bool {
	text := item.title + " " + item.text
	for _, u := range item.units {
		text += " " + u.title
	}
	kind := item.kind
	if kind == "content_snippet" {
		kind = "snippet"
	}
	tags := render(item.taggings, func(t tagging) string { return t.tag.id })
	without := x.query.Has("tag_ids") && x.query.Get("tag_operator") == "NIN"
	return strings.Contains(strings.ToLower(text), strings.ToLower(x.query.Get("query"))) &&
		x.anyOf("content_types", kind) &&
		x.anyOf("folder_ids", item.folder) &&
		x.anyOf("created_by_ids", item.by) &&
		x.anyOf("last_updated_by_ids", item.by) &&
		x.anyOf("any_tag_ids", tags...) &&
		x.anyOf("tag_ids", tags...) != without &&
		x.within("created_at", item.createdAt) &&
		x.within("updated_at", item.updatedAt) &&
		slices.ContainsFunc(item.units, func(u contentUnit) bool { return u.matches(x) })
}

func (u contentUnit) matches(x *exchange) bool {
	state := "draft"
	if u.published {
		state = "published"
	}
	return x.anyOf("states", state) &&
		x.anyOf("locales", u.locale) &&
		x.isSwitched("copilot_state", u.copilot) &&
		x.isSwitched("fin_service_state", u.fin) &&
		x.isSwitched("fin_sales_state", u.sales)
}

// anyOf reports whether a list in the query has one of the values, or is not
// there.
func (x *exchange) anyOf(name string, values ...string) bool {
	if !x.query.Has(name) {
		return true
	}
	wanted := strings.Split(strings.Join(x.query[name], ","), ",")
	return slices.ContainsFunc(values, func(v string) bool { return slices.Contains(wanted, v) })
}

func (x *exchange) isSwitched(name string, on bool) bool {
	switch x.query.Get(name) {
	case "on":
		return on
	case "off":
		return !on
	}
	return true
}

// within reports whether a moment is in the range that a query names.
func (x *exchange) within(name string, at int64) bool {
	from, err := strconv.ParseInt(x.query.Get(name+"_after"), 10, 64)
	if err == nil && at < from {
		return false
	}
	to, err := strconv.ParseInt(x.query.Get(name+"_before"), 10, 64)
	return err != nil || at <= to
}

// contentActions are the bulk actions, with the kinds of content that each is
// for. Content of other kinds is left as it is.
var contentActions = map[string][]string{
	"publish":          {"article_content"},
	"unpublish":        {"article_content"},
	"delete":           {"article_content", "content_snippet", "file_source_content", "internal_article"},
	"set_availability": {"article_content", "content_snippet", "external_content", "file_source_content", "internal_article"},
	"set_audience":     {"article_content", "content_snippet", "external_content", "file_source_content", "internal_article"},
	"update_tags":      {"article", "content_snippet", "external_content", "file_source_content", "internal_article"},
}

// changeContent does at once what Intercom does a little later.
func (w *workspace) changeContent(x *exchange) (any, error) {
	action := x.body.text("action")
	kinds, ok := contentActions[action]
	if !ok {
		return nil, unprocessable("action is not valid")
	}
	targets, err := x.body.objects("content_ids")
	switch {
	case err != nil || len(targets) == 0:
		return nil, unprocessable("content_ids must be a list of items")
	case len(targets) > 1000:
		return nil, unprocessable("content_ids must not have more than 1000 items")
	}
	change, err := w.contentChange(x, action)
	if err != nil {
		return nil, err
	}
	for _, target := range targets {
		if slices.Contains(kinds, target.text("type")) {
			w.eachUnit(target.text("type"), target.text("id"), change)
		}
	}
	x.status = http.StatusAccepted
	return object{"type": "content_bulk_action", "status": "queued"}, nil
}

// eachUnit does something with the content of a kind that has an id: with the
// article itself, or with one locale of it.
func (w *workspace) eachUnit(kind, id string, do contentChange) {
	for _, item := range w.contentItems() {
		for _, u := range item.units {
			switch {
			case item.kind == kind && item.id == id:
				do(item, u)
			case kind == "article_content" && u.id == id:
				do(item, u)
			}
		}
	}
}

// contentChange is what an action does with each item.
type contentChange func(item contentItem, u contentUnit)

func (w *workspace) contentChange(x *exchange, action string) (contentChange, error) {
	switch action {
	case "publish", "unpublish":
		return func(_ contentItem, u contentUnit) { u.publish(action == "publish") }, nil
	case "delete":
		return func(_ contentItem, u contentUnit) { u.remove() }, nil
	case "set_availability":
		return availabilityChange(x)
	case "set_audience":
		return audienceChange(x)
	}
	return w.tagsChange(x)
}

func availabilityChange(x *exchange) (contentChange, error) {
	f := &fields{object: x.body.object("availability")}
	if f.object == nil {
		return nil, unprocessable("availability is required")
	}
	return func(_ contentItem, u contentUnit) {
		f.flag("ai_agent", &u.fin)
		f.flag("copilot", &u.copilot)
		f.flag("sales_agent", &u.sales)
		u.save(u.contentUse)
	}, nil
}

func audienceChange(x *exchange) (contentChange, error) {
	audience := x.body.object("audience")
	if audience == nil {
		return nil, unprocessable("audience is required")
	}
	added, _ := audience["add_segment_ids"].([]any)
	gone := append(audience.texts("remove_segment_ids"), audience.texts("add_segment_ids")...)
	return func(_ contentItem, u contentUnit) {
		audiences := slices.DeleteFunc(slices.Clone(u.audiences), func(id any) bool {
			return audience.flag("remove_all") || slices.Contains(gone, object{"": id}.text(""))
		})
		u.audiences = append(audiences, added...)
		u.save(u.contentUse)
	}, nil
}

func (w *workspace) tagsChange(x *exchange) (contentChange, error) {
	tags := x.body.object("tags")
	added, gone := tags.texts("add_tag_ids"), tags.texts("remove_tag_ids")
	all := slices.Compact(slices.Sorted(slices.Values(slices.Concat(added, gone))))
	switch n := len(all); {
	case n == 0:
		return nil, unprocessable("add_tag_ids or remove_tag_ids is required")
	case n > 100:
		return nil, unprocessable("there must not be more than 100 tags")
	}
	for _, id := range all {
		if _, ok := w.tags.get(id); !ok {
			return nil, unprocessable("tag not found")
		}
	}
	return func(item contentItem, _ contentUnit) {
		for _, id := range added {
			item.put(w.tags.byID[id], x.now, w.me().id)
		}
		for _, id := range gone {
			item.take(id)
		}
	}, nil
}

// texts returns the elements of an array of strings or numbers.
func (o object) texts(key string) []string {
	list, _ := o[key].([]any)
	return textsOf(list)
}
