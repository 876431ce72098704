package intercomtest

import (
	"net/http"
	"slices"
	"strings"
)

func (w *workspace) tagRoutes() routes {
	tags := plain(w, &w.tags, rules[tag]{read: func(_ *exchange, t *tag) object { return tagJSON(t) }})
	return routes{
		legacy: {
			"GET /tags":         w.listLegacyTags,
			"POST /tags":        w.saveTag,
			"DELETE /tags/{id}": w.deleteTag,
		},
		modern: {
			"GET /tags":             tags.all,
			"POST /tags":            w.saveTag,
			"GET /tags/{tag_id}":    tags.get,
			"DELETE /tags/{tag_id}": w.deleteTag,

			"GET /contacts/{contact_id}/tags":             w.tagsOfContact,
			"POST /contacts/{contact_id}/tags":            w.tagContact,
			"DELETE /contacts/{contact_id}/tags/{tag_id}": w.untagContact,

			"POST /conversations/{conversation_id}/tags":            w.tagConversation,
			"DELETE /conversations/{conversation_id}/tags/{tag_id}": w.untagConversation,

			"POST /tickets/{ticket_id}/tags":            w.tagTicket,
			"DELETE /tickets/{ticket_id}/tags/{tag_id}": w.untagTicket,
		},
	}
}

type tag struct {
	entry
	name string
}

func tagJSON(t *tag) object { return object{"type": "tag", "id": t.id, "name": t.name} }

// tagged is embedded in whatever can carry tags.
type tagged struct {
	taggings []tagging
}

// tagging is a tag on something.
type tagging struct {
	tag *tag
	at  int64
	by  string
}

func taggingJSON(t tagging) object {
	o := tagJSON(t.tag)
	o["applied_at"] = t.at
	o["applied_by"] = object{"type": "admin", "id": t.by}
	return o
}

func (on *tagged) has(id string) bool {
	return slices.ContainsFunc(on.taggings, func(t tagging) bool { return t.tag.id == id })
}

// put adds a tag, unless it is there.
func (on *tagged) put(t *tag, at int64, by string) tagging {
	for _, there := range on.taggings {
		if there.tag == t {
			return there
		}
	}
	put := tagging{tag: t, at: at, by: by}
	on.taggings = append(on.taggings, put)
	return put
}

// take removes a tag and returns what was there.
func (on *tagged) take(id string) (tagging, bool) {
	for i, t := range on.taggings {
		if t.tag.id == id {
			on.taggings = slices.Delete(on.taggings, i, i+1)
			return t, true
		}
	}
	return tagging{}, false
}

func (on *tagged) tagList() object {
	return object{"type": "tag.list", "tags": render(on.taggings, func(t tagging) object { return tagJSON(t.tag) })}
}

func (w *workspace) listLegacyTags(*exchange) (any, error) {
	tags := render(slices.Collect(w.tags.all()), tagJSON)
	return object{"type": "tag.list", "tags": tags, "pages": object{}}, nil
}

// deleteTag removes a tag everywhere, but not one that a segment needs.
func (w *workspace) deleteTag(x *exchange) (any, error) {
	id := x.param("tag_id", "id")
	gone, ok := w.tags.get(id)
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	var needed []string
	for seg := range w.segments.all() {
		if slices.Contains(seg.tags, id) {
			needed = append(needed, seg.name)
		}
	}
	if needed != nil {
		return nil, failure(http.StatusBadRequest, "tag_has_dependent_objects",
			"Unable to delete Tag with dependent objects. Segments: %s.", strings.Join(needed, ", "))
	}
	for p := range w.people.all() {
		p.take(id)
	}
	for co := range w.companies.all() {
		co.take(id)
	}
	for conv := range w.conversations.all() {
		conv.take(id)
	}
	for t := range w.tickets.all() {
		t.take(id)
	}
	for _, item := range w.contentItems() {
		item.take(id)
	}
	w.tags.remove(id)
	w.logThing("tag_deletion", id, gone.name)
	return nil, nil
}

// saveTag does all that POST /tags does: create, rename, tag and untag.
func (w *workspace) saveTag(x *exchange) (any, error) {
	users, err := x.body.objects("users")
	if err != nil {
		return nil, err
	}
	companies, err := x.body.objects("companies")
	if err != nil {
		return nil, err
	}
	// Version 1.x refuses the whole call for one unknown person, so all are
	// looked up before the tag is touched.
	people, err := w.peopleToTag(x, users)
	if err != nil {
		return nil, err
	}
	carriers, err := w.companiesToTag(x, companies)
	if err != nil {
		return nil, err
	}
	t, err := w.tagToSave(x)
	if err != nil {
		return nil, err
	}
	saved := tagJSON(t)
	userResults := w.tagAll(x, t, people)
	companyResults := w.tagAll(x, t, carriers)
	if x.generation == modern {
		saved["users"] = userResults
		saved["companies"] = companyResults
	}
	return saved, nil
}

// tagToSave finds the tag by id, renaming it if a name was sent too, or by
// name, whatever the case. A new name is a new tag.
func (w *workspace) tagToSave(x *exchange) (*tag, error) {
	id, name := x.body.text("id"), x.body.text("name")
	if id == "" && name == "" {
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "invalid tag parameters")
	}
	named := first(w.tags.where(func(t *tag) bool { return strings.EqualFold(t.name, name) }))
	if id == "" {
		if named != nil {
			return named, nil
		}
		t := &tag{entry: w.newEntry(), name: name}
		w.logThing("tag_creation", t.id, t.name)
		return w.tags.add(t.id, t), nil
	}
	t, ok := w.tags.get(id)
	switch {
	case !ok:
		return nil, notFound("Resource Not Found")
	case name == "":
		return t, nil
	case named != nil && named != t:
		return nil, invalid("name", "another tag has this name")
	}
	t.name = name
	return t, nil
}

// target is something to put a tag on, or to take it off.
type target struct {
	id     string
	on     *tagged
	untag  bool
	person *person // nil: it is a company
}

func (w *workspace) peopleToTag(x *exchange, entries []object) ([]target, error) {
	var targets []target
	for _, entry := range entries {
		p := w.person(entry.text("id")) // leads have only this
		if p == nil {
			var err error
			if p, err = w.userBy(entry); err != nil {
				return nil, err
			}
		}
		if p != nil {
			targets = append(targets, target{p.id, &p.tagged, entry.flag("untag"), p})
		} else if x.generation == legacy {
			return nil, userNotFound()
		}
	}
	return targets, nil
}

func (w *workspace) companiesToTag(x *exchange, entries []object) ([]target, error) {
	var targets []target
	for _, entry := range entries {
		co := first(w.companies.where(func(co *company) bool {
			return co.id == entry.text("id") || co.companyID == entry.text("company_id")
		}))
		if co != nil {
			targets = append(targets, target{co.id, &co.tagged, entry.flag("untag"), nil})
		} else if x.generation == legacy {
			return nil, companyNotFound(x)
		}
	}
	return targets, nil
}

// tagAll tags and untags, and returns what 2.x reports about each.
func (w *workspace) tagAll(x *exchange, t *tag, targets []target) []object {
	return render(targets, func(to target) object {
		switch {
		case to.untag && to.person != nil:
			w.untagPerson(to.person, t.id)
		case to.untag:
			to.on.take(t.id)
		case to.person != nil:
			w.tagPerson(to.person, t, x.now, w.me().id)
		default:
			to.on.put(t, x.now, w.me().id)
		}
		return object{"id": to.id, "tagged": !to.untag}
	})
}

func (w *workspace) tagsOfContact(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	return object{"type": "list", "data": render(p.taggings, taggingJSON)}, nil
}

func (w *workspace) tagContact(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	t, ok := w.tags.get(x.body.text("id"))
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	return taggingJSON(w.tagPerson(p, t, x.now, w.me().id)), nil
}

func (w *workspace) untagContact(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	t, ok := w.untagPerson(p, x.param("tag_id"))
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	return taggingJSON(t), nil
}

func (w *workspace) tagConversation(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	isNew := !conv.has(x.body.text("id"))
	put, err := w.tagAsAdmin(x, &conv.tagged)
	if t, ok := w.tags.get(x.body.text("id")); ok && isNew && err == nil {
		w.partTagged(conv, t)
	}
	return put, err
}

func (w *workspace) untagConversation(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	return w.untagAsAdmin(x, &conv.tagged)
}

func (w *workspace) tagTicket(x *exchange) (any, error) {
	t, err := w.ticket(x)
	if err != nil {
		return nil, err
	}
	return w.tagAsAdmin(x, &t.tagged)
}

func (w *workspace) untagTicket(x *exchange) (any, error) {
	t, err := w.ticket(x)
	if err != nil {
		return nil, err
	}
	return w.untagAsAdmin(x, &t.tagged)
}

// tagAsAdmin tags something for the admin that the body names.
func (w *workspace) tagAsAdmin(x *exchange, on *tagged) (any, error) {
	by, err := w.actingAdmin(x)
	if err != nil {
		return nil, err
	}
	t, ok := w.tags.get(x.body.text("id"))
	if !ok {
		return nil, tagNotFound()
	}
	return taggingJSON(on.put(t, x.now, by.id)), nil
}

func (w *workspace) untagAsAdmin(x *exchange, on *tagged) (any, error) {
	if _, err := w.actingAdmin(x); err != nil {
		return nil, err
	}
	t, ok := on.take(x.param("tag_id"))
	if !ok {
		return nil, tagNotFound()
	}
	return taggingJSON(t), nil
}

// taggers tag knowledge and untag it.
type taggers struct{ put, take handler }

// taggers makes the handlers for what find finds in the path. The admin can be left
// out of the body.
func (w *workspace) taggers(find func(x *exchange) (*tagged, error)) taggers {
	return taggers{
		put: func(x *exchange) (any, error) {
			on, err := find(x)
			if err != nil {
				return nil, err
			}
			if x.body.text("admin_id") == "" {
				x.body["admin_id"] = w.me().id
			}
			return w.tagAsAdmin(x, on)
		},
		take: func(x *exchange) (any, error) {
			on, err := find(x)
			if err != nil {
				return nil, err
			}
			t, ok := on.take(x.param("id"))
			if !ok {
				return nil, tagNotFound()
			}
			o := tagJSON(t.tag)
			o["applied_at"], o["applied_by"] = nil, nil
			return o, nil
		},
	}
}

func tagNotFound() error {
	return failure(http.StatusNotFound, "tag_not_found", "Tag not found")
}
