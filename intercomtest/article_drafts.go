package intercomtest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// staged are the languages in which something is staged.
func (a *article) staged() []string {
	var all []string
	for locale, c := range a.contents {
		if c.draft != nil {
			all = append(all, locale)
		}
	}
	slices.Sort(all)
	return all
}

// articleDraft responds with nothing if nothing is staged, where the description
// has a 404.
func (w *workspace) articleDraft(x *exchange, a *article) (any, error) {
	if len(a.staged()) == 0 {
		return nil, nil
	}
	return w.articleAs(x, a, articleContent.pending), nil
}

// stageArticle keeps text beside the one that readers see. All else is ignored.
func (w *workspace) stageArticle(x *exchange, a *article) (any, error) {
	if !a.contents[defaultLocale].published {
		return nil, unprocessable("Article must be published before a draft can be staged")
	}
	contents := maps.Clone(a.contents)
	for _, t := range w.translations(x) {
		c, ok := contents[t.locale]
		if !ok {
			c = w.newContent(contents[defaultLocale].author, x.now)
		}
		text := c.pending()
		for _, part := range t.parts {
			f := &fields{object: part}
			if text.write(f); f.err != nil {
				return nil, f.err
			}
		}
		if err := w.checkAuthor(text.author); err != nil {
			return nil, err
		}
		if text != c.pending() {
			c.stage(text, x.now)
			contents[t.locale] = c
		}
	}
	a.contents = contents
	return w.articleAs(x, a, articleContent.pending), nil
}

// publishArticle puts what is staged in the place of what readers see.
func (w *workspace) publishArticle(x *exchange, a *article) error {
	staged := a.staged()
	wanted, _ := x.body["locales"].([]any)
	locales := render(wanted, func(locale any) string { text, _ := locale.(string); return text })
	switch {
	case len(staged) == 0:
		return unprocessable("Article has no draft to publish")
	case len(locales) == 0 && len(w.locales) > 0:
		return failure(http.StatusUnprocessableEntity, "parameter_not_found", "locales must be specified to publish a draft on a multilingual workspace")
	case len(locales) == 0:
		locales = staged
	}
	var unchanged []string
	for _, locale := range locales {
		if !slices.Contains(staged, locale) {
			unchanged = append(unchanged, locale)
		}
	}
	if unchanged != nil {
		return unprocessable("Cannot publish a draft for locale(s) without pending changes: %s", strings.Join(unchanged, ", "))
	}
	a.contents = maps.Clone(a.contents)
	for _, locale := range locales {
		c := a.contents[locale]
		w.publish(&c, c.pending(), x.now)
		a.contents[locale] = c
	}
	return nil
}

// versionsOf are the versions in the language that a request asks for.
func (w *workspace) versionsOf(x *exchange, a *article) (articleContent, error) {
	locale := defaultLocale
	if x.query.Has("locale") {
		locale = x.query.Get("locale")
	}
	if !slices.Contains(w.languages(), locale) {
		return articleContent{}, failure(http.StatusBadRequest, "parameter_invalid", "Unknown locale")
	}
	return a.contents[locale], nil
}

func (w *workspace) listArticleVersions(x *exchange, a *article) (any, error) {
	c, err := w.versionsOf(x, a)
	if err != nil {
		return nil, err
	}
	return listed(x, listing{paging: byPage, size: 25, total: true, newest: true}, c.versions, func(v textVersion) string { return v.id },
		func(v textVersion) object { return versionJSON(w, a, c, v) })
}

func (w *workspace) articleVersion(x *exchange) (any, error) {
	a, ok := w.articles.get(x.param("article_id"))
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	c, err := w.versionsOf(x, a)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(c.versions, func(v textVersion) bool { return v.id == x.param("id") })
	if i < 0 {
		return nil, notFound("Resource Not Found")
	}
	v := c.versions[i]
	o := versionJSON(w, a, c, v)
	o["body"], o["body_markdown"], o["updated_at"] = v.body, markdownOf(v.body), v.at
	return o, nil
}

// versionJSON is a version as lists have it. Only the newest one can be what
// readers see.
func versionJSON(w *workspace, a *article, c articleContent, v textVersion) object {
	o := object{
		"type":            "article_version",
		"id":              v.id,
		"article_id":      a.id,
		"title":           v.title,
		"description":     v.description,
		"author_id":       v.author,
		"created_by_id":   w.me().id,
		"created_via":     "api",
		"from_version_id": nullable(v.from),
		"state":           "draft",
		"created_at":      v.at,
	}
	if c.published && v.id == c.versions[len(c.versions)-1].id {
		o["state"] = "published"
	}
	return o
}
