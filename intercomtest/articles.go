package intercomtest

import (
	"cmp"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

func (w *workspace) articleRoutes() routes {
	articles := plain(w, &w.articles, rules[article]{
		read:  w.articleJSON,
		write: w.writeArticle,
		gone: func(x *exchange, shown object) any {
			w.dropRedirects("article", shown.text("id"))
			return marked("article")(x, shown)
		},
		happened: w.articleHappened,
	})
	tags := w.taggers(func(x *exchange) (*tagged, error) {
		a, ok := w.articles.get(x.param("article_id"))
		if !ok {
			return nil, failure(http.StatusNotFound, "article_not_found", "Article not found")
		}
		return &a.tagged, nil
	})
	return routes{modern: {
		"GET /articles":                           w.listArticles,
		"POST /articles":                          articles.create,
		"GET /articles/search":                    w.searchArticles,
		"GET /articles/{article_id}":              articles.get,
		"PUT /articles/{article_id}":              articles.update,
		"DELETE /articles/{article_id}":           articles.remove,
		"POST /articles/{article_id}/tags":        tags.put,
		"DELETE /articles/{article_id}/tags/{id}": tags.take,

		"GET /articles/{id}/draft":                 articles.about(w.articleDraft),
		"PUT /articles/{id}/draft":                 articles.about(w.stageArticle),
		"POST /articles/{id}/draft/publish":        articles.on(w.publishArticle),
		"GET /articles/{article_id}/versions":      articles.about(w.listArticleVersions),
		"GET /articles/{article_id}/versions/{id}": w.articleVersion,
	}}
}

// defaultLocale is the language that every workspace has.
const defaultLocale = "en"

// article is an article of the help center.
type article struct {
	entry
	tagged
	parents     []any
	parentType  string
	folder      string
	publishAt   int64                     // 0: not scheduled
	unpublishAt int64                     // 0: not scheduled
	contents    map[string]articleContent // by locale; the default one is always there
}

// articleContent is an article in one language.
type articleContent struct {
	articleText               // what readers see, or would see
	id          string        // by which bulk actions name it
	published   bool          // readers see it
	draft       *articleText  // what is staged for it
	draftAt     int64         // when that was changed last
	versions    []textVersion // oldest first; one for each time it was published
	createdAt   int64
	updatedAt   int64
	by          string // who made it
	audiences   []any
	chatbot     bool
	copilot     bool
	sales       bool
}

// articleText is what versions have.
type articleText struct {
	title       string
	description string
	body        string // HTML
	author      string
}

// empty reports whether nothing is written, as in a language that is only staged.
func (t articleText) empty() bool { return t == articleText{author: t.author} }

type textVersion struct {
	articleText
	id   string
	from string
	at   int64
}

// AddLocale makes the help center multilingual: articles can be in the given
// language too, such as "fr", besides "en", which every fake has. Translations
// into languages that were not added are dropped.
func (s *Server) AddLocale(locale string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w := s.workspace; !slices.Contains(w.languages(), locale) {
		w.locales = append(w.locales, locale)
	}
}

// languages are those of the help center, the default one first.
func (w *workspace) languages() []string { return append([]string{defaultLocale}, w.locales...) }

// show is the text that readers see.
func (c articleContent) show() articleText { return c.articleText }

// pending is the text with what is staged.
func (c articleContent) pending() articleText {
	if c.draft != nil {
		return *c.draft
	}
	return c.articleText
}

// publish makes a text the one that readers see.
func (w *workspace) publish(c *articleContent, text articleText, now int64) {
	if c.draft == nil && c.published && text == c.articleText {
		return
	}
	v := textVersion{articleText: text, id: w.number(), at: now}
	if n := len(c.versions); n > 0 {
		v.from = c.versions[n-1].id
	}
	c.articleText, c.published, c.draft, c.draftAt, c.updatedAt = text, true, nil, 0, now
	c.versions = append(slices.Clip(c.versions), v)
}

// unpublish takes a text out of the sight of readers, with what was staged for it.
func (c *articleContent) unpublish(text articleText) {
	c.articleText, c.published, c.draft, c.draftAt = text, false, nil, 0
}

// stage keeps a text beside the one that readers see.
func (c *articleContent) stage(text articleText, now int64) { c.draft, c.draftAt = &text, now }

func (t *articleText) write(f *fields) {
	if f.text("title", &t.title); f.has("title") {
		f.need("title")
	}
	f.text("description", &t.description)
	f.text("author_id", &t.author)
	writeBody(f, &t.body)
}

// checkAuthor refuses an author who is no admin.
func (w *workspace) checkAuthor(id string) error {
	if _, ok := w.admins.get(id); !ok {
		return invalid("author_id", "author_id must be the id of a teammate")
	}
	return nil
}

// translation is what a request has about one language.
type translation struct {
	locale string
	parts  []object
}

// translations are what a request has about each language of the help center: the
// request itself is about the default one.
func (w *workspace) translations(x *exchange) []translation {
	all := []translation{{defaultLocale, []object{x.body}}}
	translated := x.body.object("translated_content")
	for _, locale := range w.languages() {
		content := translated.object(locale)
		switch {
		case content == nil:
		case locale == defaultLocale:
			all[0].parts = append(all[0].parts, content)
		default:
			all = append(all, translation{locale, []object{content}})
		}
	}
	return all
}

func (w *workspace) newContent(author string, now int64) articleContent {
	c := articleContent{id: w.number(), createdAt: now, updatedAt: now, by: w.me().id, chatbot: true, copilot: true}
	c.author = author
	return c
}

func (w *workspace) writeArticle(x *exchange, f *fields, a *article) {
	if a.id == "" {
		f.need("title")
	}
	scheduled := w.scheduleArticle(x, f, a)
	contents := map[string]articleContent{}
	maps.Copy(contents, a.contents)
	for _, t := range w.translations(x) {
		c, ok := contents[t.locale]
		if !ok {
			c = w.newContent(contents[defaultLocale].author, x.now)
		}
		f.fail(w.writeContent(&c, t.parts, x.now, scheduled))
		if x.body.has("audience_ids") {
			w.writeAudiences(f, &c.audiences)
		}
		contents[t.locale] = c
	}
	a.contents = contents
	w.placeArticle(x, f, a)
}

// writeContent takes what a request has about one language: all of it becomes one
// version. Readers see it at once, unless something is staged or scheduled.
func (w *workspace) writeContent(c *articleContent, parts []object, now int64, scheduled bool) error {
	text, state := c.pending(), ""
	for _, part := range parts {
		f := &fields{object: part}
		text.write(f)
		f.flag("ai_chatbot_availability", &c.chatbot)
		f.flag("ai_copilot_availability", &c.copilot)
		f.flag("ai_sales_agent_availability", &c.sales)
		w.writeAudiences(f, &c.audiences)
		if f.err != nil {
			return f.err
		}
		state = cmp.Or(part.text("state"), state)
	}
	if text.author == "" {
		return failure(http.StatusBadRequest, "parameter_not_found", "author_id must be in the main body or default locale translated_content object")
	}
	c.updatedAt = now
	changed := text != c.pending()
	switch {
	case scheduled && c.published && changed:
		c.stage(text, now)
	case state == "published" && !scheduled, state == "" && c.published && c.draft == nil && changed:
		w.publish(c, text, now)
	case state == "draft":
		c.unpublish(text)
	case c.draft != nil && changed:
		c.stage(text, now)
	case !c.published:
		c.articleText = text
	}
	return w.checkAuthor(text.author)
}

// placeArticle puts an article where a request wants it.
func (w *workspace) placeArticle(x *exchange, f *fields, a *article) {
	if f.text("parent_type", &a.parentType); !slices.Contains([]string{"", "collection", "section"}, a.parentType) {
		f.fail(invalid("parent_type", "parent_type must be collection or section"))
	}
	var ids []string
	switch {
	case x.atLeast("Preview") && f.has("parent_ids"):
		var list []any
		f.list("parent_ids", &list)
		ids = textsOf(list)
	case f.has("parent_id"):
		ids = make([]string, 1)
		f.text("parent_id", &ids[0])
		ids = slices.DeleteFunc(ids, func(id string) bool { return id == "" })
	}
	if ids != nil {
		a.parents = render(ids, numberOf)
	}
	for _, id := range ids {
		if _, ok := w.collections.get(id); !ok {
			f.fail(invalid("parent_id", "parent collection not found"))
		}
	}
	if x.atLeast("Preview") {
		f.text("folder_id", &a.folder)
	}
}

// scheduleArticle reads when an article is to be published or the opposite, and
// reports whether it is to be published later.
func (w *workspace) scheduleArticle(x *exchange, f *fields, a *article) (later bool) {
	const publish, unpublish = "scheduled_publish_at", "scheduled_unpublish_at"
	times := map[string]*int64{publish: &a.publishAt, unpublish: &a.unpublishAt}
	for _, key := range []string{publish, unpublish} {
		at := times[key]
		if !x.body.has(key) {
			continue
		}
		if *at = 0; x.body[key] == nil {
			continue
		}
		moment, err := time.Parse(time.RFC3339, x.body.text(key))
		switch {
		case err != nil:
			f.fail(invalid(key, "%s must be an ISO 8601 timestamp", key))
		case !moment.After(w.now()):
			f.fail(invalid(key, "%s must be in the future", key))
		case key == publish && x.body.text("state") == "draft":
			f.fail(invalid(key, "%s cannot be combined with the state draft", key))
		case key == unpublish && len(a.contents[defaultLocale].versions) == 0:
			f.fail(invalid(key, "the article has never been published"))
		}
		*at = moment.Unix()
	}
	if a.publishAt != 0 && a.unpublishAt != 0 {
		f.fail(invalid(unpublish, "only one pending schedule is allowed"))
	}
	return x.body[publish] != nil
}

// publishDue publishes, and takes back, what was scheduled for it.
func (w *workspace) publishDue() {
	now := w.unix()
	for a := range w.articles.all() {
		publish, unpublish := a.publishAt != 0 && a.publishAt <= now, a.unpublishAt != 0 && a.unpublishAt <= now
		if !publish && !unpublish {
			continue
		}
		was := *a
		a.contents = maps.Clone(a.contents)
		for _, locale := range w.languages() {
			c, ok := a.contents[locale]
			if !ok {
				continue
			}
			if publish {
				w.publish(&c, c.pending(), a.publishAt)
			} else {
				c.unpublish(c.pending())
			}
			a.contents[locale] = c
		}
		a.updatedAt = max(a.updatedAt, a.publishAt, a.unpublishAt)
		a.publishAt, a.unpublishAt = 0, 0
		w.articleHappened(&was, a)
	}
}

// writeAudiences reads whom knowledge is for. Null is nobody in particular.
func (w *workspace) writeAudiences(f *fields, to *[]any) {
	const key = "audience_ids"
	if f.object[key] == nil {
		if f.has(key) {
			*to = nil
		}
		return
	}
	f.list(key, to)
	unknown := slices.DeleteFunc(f.texts(key), func(id string) bool { _, ok := w.audiences.get(id); return ok })
	if len(unknown) > 0 {
		f.fail(failure(http.StatusNotFound, "parameter_invalid", "audience_ids contains unknown audience IDs: %s", strings.Join(unknown, ", ")))
	}
}

func (w *workspace) articleJSON(x *exchange, a *article) object {
	o := w.articleAs(x, a, articleContent.show)
	o["statistics"] = object{
		"type":                        "article_statistics",
		"views":                       0,
		"conversations":               0,
		"reactions":                   0,
		"happy_reaction_percentage":   0,
		"neutral_reaction_percentage": 0,
		"sad_reaction_percentage":     0,
		"fin_involvements":            0,
		"fin_resolutions":             0,
		"fin_resolution_rate":         0,
	}
	return o
}

// articleAs is an article with one of its texts.
func (w *workspace) articleAs(x *exchange, a *article, text func(articleContent) articleText) object {
	c := a.contents[defaultLocale]
	o := contentJSON(a, defaultLocale, c, text(c))
	maps.Copy(o, object{
		"type":                             "article",
		"id":                               a.id,
		"workspace_id":                     workspaceID,
		"created_at":                       a.createdAt,
		"updated_at":                       a.updatedAt,
		"parent_ids":                       a.parents,
		"tags":                             a.tagList(),
		"exclude_from_article_suggestions": false,
		"help_center_audience":             "everyone",
		"scheduled_publish_at":             nullable(a.publishAt),
		"scheduled_unpublish_at":           nullable(a.unpublishAt),
	})
	if !x.atLeast("2.16") {
		o["parent_id"], o["parent_type"] = nil, nullable(a.parentType)
		if len(a.parents) > 0 {
			o["parent_id"] = a.parents[0]
		}
	}
	if x.atLeast("Preview") {
		o["folder_id"] = nil
		if a.folder != "" {
			o["folder_id"] = numberOf(a.folder)
		}
	}
	if len(w.locales) == 0 {
		return o
	}
	delete(o, "audience_ids")
	translated := object{"type": "article_translated_content"}
	for _, locale := range w.languages() {
		translated[locale] = nil
		if c := a.contents[locale]; !text(c).empty() {
			translated[locale] = contentJSON(a, locale, c, text(c))
		}
	}
	o["default_locale"], o["translated_content"] = defaultLocale, translated
	return o
}

func contentJSON(a *article, locale string, c articleContent, text articleText) object {
	o := object{
		"type":                        "article_content",
		"title":                       text.title,
		"description":                 text.description,
		"body":                        text.body,
		"body_markdown":               markdownOf(text.body),
		"author_id":                   numberOf(text.author),
		"state":                       "draft",
		"created_at":                  c.createdAt,
		"updated_at":                  c.updatedAt,
		"has_unpublished_changes":     c.draft != nil && c.published,
		"draft_updated_at":            nullable(c.draftAt),
		"url":                         nil,
		"audience_ids":                c.audiences,
		"ai_chatbot_availability":     c.chatbot,
		"ai_copilot_availability":     c.copilot,
		"ai_sales_agent_availability": c.sales,
		"created_by_id":               numberOf(c.by),
		"updated_by_id":               numberOf(c.by),
	}
	if c.published {
		o["state"] = "published"
		o["url"] = "http://help-center.test/" + workspaceID + "/" + locale + "/articles/" + a.id + "-" + slug(c.title)
	}
	return o
}

var notInSlug = regexp.MustCompile(`[^\pL\pN]+`)

// slug is a title in a URL.
func slug(title string) string {
	return strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(title), "-"), "-")
}

// listArticles lists all articles, newest change first.
func (w *workspace) listArticles(x *exchange) (any, error) {
	return listed(x, listing{paging: byPage, size: 25, total: true}, w.newestArticles(), articleID,
		func(a *article) object { return w.articleAs(x, a, articleContent.show) })
}

func articleID(a *article) string { return a.id }

func (w *workspace) newestArticles() []*article {
	all := slices.Collect(w.articles.all())
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b *article) int { return cmp.Compare(b.updatedAt, a.updatedAt) })
	return all
}
