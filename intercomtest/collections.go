package intercomtest

import (
	"fmt"
	"maps"
	"slices"
)

// A section of API 2.9 is a collection inside of another one. There collections
// are those at the top level alone.
func (w *workspace) collectionRoutes() routes {
	collections := plain(w, &w.collections, rules[collection]{
		read:  w.collectionJSON,
		write: w.writeCollection,
		match: func(x *exchange, c *collection) bool { return nested(x) || c.parent == "" },
		none:  notFound("Resource Not Found"),
	})
	sections := plain(w, &w.collections, rules[collection]{
		read:  w.sectionJSON,
		write: w.writeCollection,
		match: func(_ *exchange, c *collection) bool { return c.parent != "" },
		none:  notFound("Resource Not Found"),
	})
	operations := collections.routes("/help_center/collections", "/help_center/collections/{collection_id}")
	operations["GET /help_center/collections"] = w.listCollections(collections)
	operations["DELETE /help_center/collections/{collection_id}"] = collections.about(w.deleteCollection("collection"))
	maps.Copy(operations, map[string]handler{
		"GET /help_center/sections":         w.listCollections(sections),
		"POST /help_center/sections":        sections.create,
		"GET /help_center/sections/{id}":    sections.get,
		"PUT /help_center/sections/{id}":    sections.update,
		"DELETE /help_center/sections/{id}": sections.about(w.deleteCollection("section")),
	})
	return routes{modern: operations}
}

// nested reports whether collections can be inside of collections.
func nested(x *exchange) bool { return x.atLeast("2.10") }

// collection holds articles and collections.
type collection struct {
	entry
	name         string
	description  string
	parent       string
	center       string
	order        int
	translations map[string]object // by locale, besides the default one
}

func (w *workspace) collectionJSON(x *exchange, c *collection) object {
	o := w.sectionJSON(x, c)
	o["description"] = nullable(c.description)
	o["help_center_id"] = nil
	if c.center != "" {
		o["help_center_id"] = numberOf(c.center)
	}
	if nested(x) {
		delete(o, "type")
	} else {
		o["type"] = "collection"
		delete(o, "parent_id")
	}
	return o
}

func (w *workspace) sectionJSON(_ *exchange, c *collection) object {
	o := object{
		"type":         "section",
		"id":           c.id,
		"workspace_id": workspaceID,
		"name":         c.name,
		"url":          "https://intercom.help/" + workspaceID + "/" + defaultLocale + "/collections/" + c.id + "-" + slug(c.name),
		"icon":         "book-bookmark",
		"order":        c.order,
		"parent_id":    nullable(c.parent),
		"created_at":   c.createdAt,
		"updated_at":   c.updatedAt,
	}
	if len(w.locales) == 0 {
		return o
	}
	translated := object{"type": "group_translated_content"}
	for _, locale := range w.languages() {
		translated[locale] = nil
		if content, ok := c.translations[locale]; ok {
			translated[locale] = content
		}
	}
	translated[defaultLocale] = object{"type": "group_content", "name": c.name, "description": c.description}
	o["default_locale"], o["translated_content"] = defaultLocale, translated
	return o
}

// listCollections lists what a resource has, the latest change first.
func (w *workspace) listCollections(r resource[collection, *collection]) handler {
	return func(x *exchange) (any, error) {
		found := w.collections.where(func(c *collection) bool { return r.match(x, c) })
		return listed(x, listing{paging: byPage, size: 20, total: true}, latestFirst(found),
			func(c *collection) string { return c.id }, func(c *collection) object { return r.read(x, c) })
	}
}

func (w *workspace) writeCollection(x *exchange, f *fields, c *collection) {
	isNew := c.id == ""
	if isNew {
		f.need("name")
		if h := w.defaultHelpCenter(); h != nil {
			c.center = h.id
		}
	}
	if f.object["help_center_id"] != nil && isNew {
		c.center = f.object.text("help_center_id")
		if _, ok := w.helpCenters.get(c.center); !ok {
			f.fail(invalid("help_center_id", "help center not found"))
		}
	}
	f.text("name", &c.name)
	f.text("description", &c.description)
	if sections := x.route.segments[1] == "sections"; sections || nested(x) {
		if isNew && sections {
			f.need("parent_id")
		}
		f.text("parent_id", &c.parent)
	}
	f.fail(w.settleCollection(c, isNew || f.has("parent_id")))
	w.translateCollection(f.object.object("translated_content"), c)
}

// translateCollection takes what a request has about each language of the help
// center.
func (w *workspace) translateCollection(translations object, c *collection) {
	c.translations = maps.Clone(c.translations)
	for _, locale := range w.languages() {
		content := translations.object(locale)
		if content == nil {
			continue
		}
		f := &fields{object: content}
		if locale == defaultLocale {
			f.text("name", &c.name)
			f.text("description", &c.description)
			continue
		}
		if c.translations == nil {
			c.translations = map[string]object{}
		}
		c.translations[locale] = object{"type": "group_content", "name": content["name"], "description": content["description"]}
	}
}

// settleCollection puts a collection inside of its parent, behind the others.
// It must not be inside of itself.
func (w *workspace) settleCollection(c *collection, moved bool) error {
	if !moved {
		return nil
	}
	for id := c.parent; id != ""; {
		above, ok := w.collections.get(id)
		switch {
		case !ok:
			return invalid("parent_id", "parent collection not found")
		case id == c.id:
			return invalid("parent_id", "a collection cannot be inside of itself")
		}
		id = above.parent
	}
	if c.parent != "" {
		c.center = w.collections.byID[c.parent].center
	}
	c.order = len(w.collections.where(func(other *collection) bool { return other.parent == c.parent && other.id != c.id }))
	return nil
}

// deleteCollection deletes a collection with those inside of it, and the
// redirects to them. The articles in them stay.
func (w *workspace) deleteCollection(kind string) func(x *exchange, c *collection) (any, error) {
	return func(x *exchange, c *collection) (any, error) {
		w.removeCollection(c)
		return marked(kind)(x, object{"id": c.id}), nil
	}
}

func (w *workspace) removeCollection(c *collection) {
	for _, inner := range slices.Clone(w.collections.where(func(other *collection) bool { return other.parent == c.id })) {
		w.removeCollection(inner)
	}
	w.collections.remove(c.id)
	for a := range w.articles.all() {
		a.parents = slices.DeleteFunc(slices.Clone(a.parents), func(id any) bool { return fmt.Sprint(id) == c.id })
	}
	w.dropRedirects("collection", c.id)
}
