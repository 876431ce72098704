package intercomtest

import (
	"cmp"
	"net/http"
	"slices"
)

// Every type that a request names exists: a workspace defines them in the web
// application. An object belongs to the type that it was created with.
func (w *workspace) customObjectRoutes() routes {
	objects := plain(w, &w.customObjects, rules[customObject]{read: customObjectJSON, write: writeCustomObject})
	const all = "/custom_object_instances/{custom_object_type_identifier}"
	const one = all + "/{custom_object_instance_id}"
	return routes{modern: {
		"GET " + all: func(x *exchange) (any, error) {
			if x.query.Has("external_id") || !x.atLeast("2.16") { // which began to have the list
				o, err := w.objectOf(x, x.query.Get("external_id"))
				return objects.show(x, o, err)
			}
			return w.listCustomObjects(x)
		},
		"POST " + all: func(x *exchange) (any, error) {
			if id := x.body.text("external_id"); id != "" {
				if o, err := w.objectOf(x, id); err == nil {
					return objects.show(x, o, objects.save(x, o))
				}
			}
			return objects.create(x)
		},
		"DELETE " + all: func(x *exchange) (any, error) {
			o, err := w.objectOf(x, x.query.Get("external_id"))
			return w.deleteCustomObject(o, err)
		},
		"GET " + one: func(x *exchange) (any, error) {
			o, ok := w.customObjects.get(x.param("custom_object_instance_id"))
			if ok && o.kind == x.param("custom_object_type_identifier") {
				return customObjectJSON(x, o), nil
			}
			o, err := w.objectOf(x, x.param("custom_object_instance_id")) // it takes the external id too
			return objects.show(x, o, err)
		},
		"DELETE " + one: func(x *exchange) (any, error) {
			o, ok := w.customObjects.get(x.param("custom_object_instance_id"))
			if !ok || o.kind != x.param("custom_object_type_identifier") {
				return nil, noSuchObject()
			}
			return w.deleteCustomObject(o, nil)
		},
	}}
}

// customObject is an object of a type that the workspace defined.
type customObject struct {
	entry
	kind       string
	externalID string
	attributes object
	created    int64 // where it comes from
	updated    int64
}

func customObjectJSON(_ *exchange, o *customObject) object {
	attributes := o.attributes
	if attributes == nil {
		attributes = object{}
	}
	return object{
		"type":                o.kind,
		"id":                  o.id,
		"external_id":         nullable(o.externalID),
		"external_created_at": nullable(o.created),
		"external_updated_at": nullable(o.updated),
		"created_at":          o.createdAt,
		"updated_at":          o.updatedAt,
		"custom_attributes":   attributes,
	}
}

func writeCustomObject(x *exchange, f *fields, o *customObject) {
	o.kind = x.param("custom_object_type_identifier")
	if o.attributes == nil {
		o.attributes = object{}
	}
	f.text("external_id", &o.externalID)
	f.moment("external_created_at", &o.created)
	f.moment("external_updated_at", &o.updated)
	f.attributes(&o.attributes, 250, true)
}

func noSuchObject() error {
	return failure(http.StatusNotFound, "not_found", "Custom object instance not found")
}

// objectOf finds an object of the type in the path by its external id.
func (w *workspace) objectOf(x *exchange, externalID string) (*customObject, error) {
	if externalID == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "external_id not specified")
	}
	o := first(w.customObjects.where(func(o *customObject) bool {
		return o.kind == x.param("custom_object_type_identifier") && o.externalID == externalID
	}))
	if o == nil {
		return nil, noSuchObject()
	}
	return o, nil
}

// listCustomObjects lists the objects of a type, or those that a contact or
// conversation refers to.
func (w *workspace) listCustomObjects(x *exchange) (any, error) {
	attached := func(string) bool { return true }
	if id := x.query.Get("references_contact_id"); id != "" {
		p, ok := w.people.get(id)
		if !ok {
			return nil, notFound("User Not Found")
		}
		attached = func(object string) bool { return refersTo(p.attributes, object) }
	}
	if id := x.query.Get("references_conversation_id"); id != "" {
		conv, ok := w.conversations.get(id)
		if !ok {
			return nil, failure(http.StatusNotFound, "conversation_not_found", "Conversation not found")
		}
		attached = func(object string) bool { return refersTo(conv.attributes, object) }
	}
	found := w.customObjects.where(func(o *customObject) bool {
		return o.kind == x.param("custom_object_type_identifier") && attached(o.id)
	})
	as := func(o *customObject) object { return customObjectJSON(x, o) }
	return listed(x, listing{paging: byPage, size: 20, total: true, newest: true}, found, func(o *customObject) string { return o.id }, as)
}

// refersTo reports whether a list among custom attributes has an id.
func refersTo(attributes object, id string) bool {
	for _, value := range attributes {
		if ids, ok := value.([]any); ok && slices.Contains(textsOf(ids), id) {
			return true
		}
	}
	return false
}

// textsOf are ids as text, in whatever form they were sent.
func textsOf(ids []any) []string {
	return render(ids, func(id any) string { return object{"id": id}.text("id") })
}

// deleteCustomObject deletes an object, and takes it out of what refers to it.
func (w *workspace) deleteCustomObject(o *customObject, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	w.customObjects.remove(o.id)
	for p := range w.people.all() {
		p.attributes = without(p.attributes, o.id)
	}
	for conv := range w.conversations.all() {
		conv.attributes = without(conv.attributes, o.id)
	}
	return object{"id": o.id, "object": o.kind, "deleted": true}, nil
}

// without returns custom attributes whose lists do not have an id.
func without(attributes object, id string) object {
	if !refersTo(attributes, id) {
		return attributes
	}
	out := object{}
	for name, value := range attributes {
		if ids, ok := value.([]any); ok {
			value = slices.DeleteFunc(slices.Clone(ids), func(other any) bool { return textsOf([]any{other})[0] == id })
		}
		out[name] = value
	}
	return out
}

// attributesJSON shows lists of ids as the custom objects they stand for.
func (w *workspace) attributesJSON(attributes object) object {
	out := object{}
	for name, value := range attributes {
		if ids, ok := value.([]any); ok {
			kind := ""
			instances := render(textsOf(ids), func(id string) object {
				o, ok := w.customObjects.get(id)
				if !ok {
					return object{"type": name, "id": id}
				}
				kind = o.kind
				return customObjectJSON(nil, o)
			})
			value = object{"type": cmp.Or(kind, name) + ".list", "instances": instances}
		}
		out[name] = value
	}
	return out
}
