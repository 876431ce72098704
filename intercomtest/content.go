package intercomtest

import (
	"cmp"
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

// contentLists has the content of each resource that has some, in the form in
// which searches and bulk actions see it. A further resource is a line here.
func (w *workspace) contentLists() []func() []contentItem {
	return []func() []contentItem{
		w.addedContent,
	}
}

// contentItem is a piece of content of any kind.
type contentItem struct {
	kind      string // as results of a search name it
	id        string
	title     string
	text      string // what a search looks at besides the title
	folder    string
	createdBy string // the id of an admin
	updatedBy string
	createdAt int64
	updatedAt int64
	locales   []contentLocale // of an article; the others are published, and in one locale
	settings  *contentSettings
	remove    func() // nil if it cannot be deleted
}

// contentLocale is an article in one locale.
type contentLocale struct {
	id        string
	locale    string
	title     string
	published bool
	publish   func(public bool)
	remove    func()
}

// contentSettings are what bulk actions change. Types that are content embed it.
type contentSettings struct {
	fin      bool // customers get it from Fin
	copilot  bool
	sales    bool
	segments []string
	tagged
}

func (w *workspace) contentItems() []contentItem {
	var all []contentItem
	for _, list := range w.contentLists() {
		all = append(all, list()...)
	}
	return all
}

func contentItemJSON(item contentItem) object {
	o := object{"type": item.kind, "id": item.id, "title": item.title}
	if item.kind == "article" {
		o["contents"] = render(item.locales, func(l contentLocale) object {
			return object{"type": "article_content", "id": l.id, "title": l.title, "locale": l.locale}
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
	text := strings.ToLower(item.title + " " + item.text)
	for _, l := range item.locales {
		text += " " + strings.ToLower(l.title)
	}
	kind := item.kind
	if kind == "content_snippet" {
		kind = "snippet"
	}
	return strings.Contains(text, strings.ToLower(x.query.Get("query"))) &&
		x.anyOf("content_types", kind) &&
		x.anyOf("states", item.states()...) &&
		x.anyOf("locales", item.localeNames()...) &&
		x.anyOf("folder_ids", item.folder) &&
		x.anyOf("created_by_ids", item.createdBy) &&
		x.anyOf("last_updated_by_ids", item.updatedBy) &&
		x.anyOf("any_tag_ids", item.tags()...) &&
		x.anyOf("tag_ids", item.tags()...) == (x.query.Get("tag_operator") != "NIN" || !x.query.Has("tag_ids")) &&
		x.isSwitched("copilot_state", item.settings.copilot) &&
		x.isSwitched("fin_service_state", item.settings.fin) &&
		x.isSwitched("fin_sales_state", item.settings.sales) &&
		x.within("created_at", item.createdAt) &&
		x.within("updated_at", item.updatedAt)
}

func (item contentItem) states() []string {
	if item.kind != "article" {
		return []string{"published"}
	}
	return render(item.locales, func(l contentLocale) string {
		if l.published {
			return "published"
		}
		return "draft"
	})
}

func (item contentItem) localeNames() []string {
	if item.kind != "article" {
		return []string{defaultLocale}
	}
	return render(item.locales, func(l contentLocale) string { return l.locale })
}

func (item contentItem) tags() []string {
	return render(item.settings.taggings, func(t tagging) string { return t.tag.id })
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
		if !slices.Contains(kinds, target.text("type")) {
			continue
		}
		if item, l, ok := w.contentItem(target.text("type"), target.text("id")); ok {
			change(item, l)
		}
	}
	x.status = http.StatusAccepted
	return object{"type": "content_bulk_action", "status": "queued"}, nil
}

// contentItem finds content by its kind and id. Of an article it may be asked
// for one locale, which is returned too.
func (w *workspace) contentItem(kind, id string) (contentItem, contentLocale, bool) {
	for _, item := range w.contentItems() {
		if item.kind == kind && item.id == id {
			return item, contentLocale{}, true
		}
		for _, l := range item.locales {
			if kind == "article_content" && l.id == id {
				return item, l, true
			}
		}
	}
	return contentItem{}, contentLocale{}, false
}

// contentChange is what an action does with each item.
func (w *workspace) contentChange(x *exchange, action string) (func(contentItem, contentLocale), error) {
	switch action {
	case "publish", "unpublish":
		return func(_ contentItem, l contentLocale) { l.publish(action == "publish") }, nil
	case "delete":
		return func(item contentItem, l contentLocale) {
			if remove := item.remove; l.id != "" {
				l.remove()
			} else if remove != nil {
				remove()
			}
		}, nil
	case "set_availability":
		return availabilityChange(x)
	case "set_audience":
		return audienceChange(x)
	}
	return w.tagsChange(x)
}

func availabilityChange(x *exchange) (func(contentItem, contentLocale), error) {
	f := &fields{object: x.body.object("availability")}
	if f.object == nil {
		return nil, unprocessable("availability is required")
	}
	return func(item contentItem, _ contentLocale) {
		f.flag("ai_agent", &item.settings.fin)
		f.flag("copilot", &item.settings.copilot)
		f.flag("sales_agent", &item.settings.sales)
	}, nil
}

func audienceChange(x *exchange) (func(contentItem, contentLocale), error) {
	audience := x.body.object("audience")
	if audience == nil {
		return nil, unprocessable("audience is required")
	}
	gone, added := audience.texts("remove_segment_ids"), audience.texts("add_segment_ids")
	return func(item contentItem, _ contentLocale) {
		segments := slices.DeleteFunc(slices.Clone(item.settings.segments), func(id string) bool {
			return audience.flag("remove_all") || slices.Contains(gone, id) || slices.Contains(added, id)
		})
		item.settings.segments = append(segments, added...)
	}, nil
}

func (w *workspace) tagsChange(x *exchange) (func(contentItem, contentLocale), error) {
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
	return func(item contentItem, _ contentLocale) {
		for _, id := range added {
			item.settings.put(w.tags.byID[id], x.now, w.me().id)
		}
		for _, id := range gone {
			item.settings.take(id)
		}
	}, nil
}

// texts returns the elements of an array of strings or numbers.
func (o object) texts(key string) []string {
	list, _ := o[key].([]any)
	return render(list, func(v any) string { return object{"": v}.text("") })
}

// added is content that a test put there, of whichever kind.
type added struct {
	entry
	kind      string
	title     string
	folder    string
	contentID string // of an article
	published bool
	contentSettings
}

// AddContent adds content of the kind "article", "content_snippet",
// "external_content", "file_source_content" or "internal_article" and returns
// its id. It is for searches and bulk actions of content only. An article is a
// draft in one locale. AddContent panics if there is no such kind.
func (s *Server) AddContent(kind, title string) string {
	if !slices.Contains([]string{"article", "content_snippet", "external_content", "file_source_content", "internal_article"}, kind) {
		panic("intercomtest: no kind of content " + kind)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	c := &added{entry: w.newEntry(), kind: kind, title: title}
	if kind == "article" {
		c.contentID = w.number()
	}
	return w.added.add(c.id, c).id
}

// MoveContent puts content that [Server.AddContent] added into a folder; an empty
// id takes it out of its folder. It panics if either does not exist.
func (s *Server) MoveContent(id, folderID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.workspace.added.get(id)
	if !ok {
		panic("intercomtest: no content " + id)
	}
	if _, ok := s.workspace.folders.get(folderID); !ok && folderID != "" {
		panic("intercomtest: no folder " + folderID)
	}
	c.folder = folderID
}

func (w *workspace) addedContent() []contentItem {
	return render(slices.Collect(w.added.all()), func(c *added) contentItem {
		item := contentItem{
			kind: c.kind, id: c.id, title: c.title, folder: c.folder, createdBy: w.me().id, updatedBy: w.me().id,
			createdAt: c.createdAt, updatedAt: c.updatedAt, settings: &c.contentSettings,
		}
		remove := func() { w.added.remove(c.id) }
		switch c.kind {
		case "article":
			item.locales = []contentLocale{{
				id: c.contentID, locale: defaultLocale, title: c.title, published: c.published,
				publish: func(public bool) { c.published = public }, remove: remove,
			}}
		case "external_content":
		default:
			item.remove = remove
		}
		return item
	})
}
