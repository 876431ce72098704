package intercomtest

import (
	"net/http"
	"slices"
	"strings"
)

func (s *Server) tagRoutes() routes {
	return routes{
		legacy: {
			"GET /tags":         s.listTags,
			"POST /tags":        s.saveTag,
			"DELETE /tags/{id}": s.deleteTag,
		},
		modern: {
			"GET /tags":             s.listTags,
			"POST /tags":            s.saveTag,
			"GET /tags/{tag_id}":    s.getTag,
			"DELETE /tags/{tag_id}": s.deleteTag,

			"GET /contacts/{contact_id}/tags":             s.tagsOfContact,
			"POST /contacts/{contact_id}/tags":            s.tagContact,
			"DELETE /contacts/{contact_id}/tags/{tag_id}": s.untagContact,

			"POST /conversations/{conversation_id}/tags":            s.tagConversation,
			"DELETE /conversations/{conversation_id}/tags/{tag_id}": s.untagConversation,

			"POST /tickets/{ticket_id}/tags":            s.tagTicket,
			"DELETE /tickets/{ticket_id}/tags/{tag_id}": s.untagTicket,
		},
	}
}

type tag struct {
	id   string
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

func (s *Server) listTags(c *call) (any, error) {
	tags := render(slices.Collect(s.tags.all()), tagJSON)
	if c.generation == legacy {
		return object{"type": "tag.list", "tags": tags, "pages": object{}}, nil
	}
	return object{"type": "list", "data": tags}, nil
}

func (s *Server) getTag(c *call) (any, error) {
	t, ok := s.tags.get(c.param("tag_id"))
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	return tagJSON(t), nil
}

// deleteTag removes a tag everywhere, but not one that a segment needs.
func (s *Server) deleteTag(c *call) (any, error) {
	id := c.param("tag_id", "id")
	gone, ok := s.tags.get(id)
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	var needed []string
	for seg := range s.segments.all() {
		if slices.Contains(seg.tags, id) {
			needed = append(needed, seg.name)
		}
	}
	if needed != nil {
		return nil, failure(http.StatusBadRequest, "tag_has_dependent_objects",
			"Unable to delete Tag with dependent objects. Segments: %s.", strings.Join(needed, ", "))
	}
	for p := range s.people.all() {
		p.take(id)
	}
	for co := range s.companies.all() {
		co.take(id)
	}
	for conv := range s.conversations.all() {
		conv.take(id)
	}
	for t := range s.tickets.all() {
		t.take(id)
	}
	s.tags.remove(id)
	s.logThing("tag_deletion", id, gone.name)
	return nil, nil
}

// saveTag does all that POST /tags does: create, rename, tag and untag.
func (s *Server) saveTag(c *call) (any, error) {
	users, err := c.body.objects("users")
	if err != nil {
		return nil, err
	}
	companies, err := c.body.objects("companies")
	if err != nil {
		return nil, err
	}
	// Version 1.x refuses the whole call for one unknown person, so all are
	// looked up before the tag is touched.
	people, err := s.peopleToTag(c, users)
	if err != nil {
		return nil, err
	}
	carriers, err := s.companiesToTag(c, companies)
	if err != nil {
		return nil, err
	}
	t, err := s.tagToSave(c)
	if err != nil {
		return nil, err
	}
	answer := tagJSON(t)
	userResults := s.apply(c, t, people)
	companyResults := s.apply(c, t, carriers)
	if c.generation == modern {
		answer["users"] = userResults
		answer["companies"] = companyResults
	}
	return answer, nil
}

// tagToSave finds the tag by id, renaming it if a name was sent too, or by
// name, whatever the case. A new name is a new tag.
func (s *Server) tagToSave(c *call) (*tag, error) {
	id, name := c.body.text("id"), c.body.text("name")
	if id == "" && name == "" {
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "invalid tag parameters")
	}
	named := first(s.tags.where(func(t *tag) bool { return strings.EqualFold(t.name, name) }))
	if id == "" {
		if named != nil {
			return named, nil
		}
		t := &tag{id: s.number(), name: name}
		s.logThing("tag_creation", t.id, t.name)
		return s.tags.add(t.id, t), nil
	}
	t, ok := s.tags.get(id)
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
	id    string
	on    *tagged
	untag bool
}

func (s *Server) peopleToTag(c *call, entries []object) ([]target, error) {
	var targets []target
	for _, entry := range entries {
		p := s.person(entry.text("id")) // leads have only this
		if p == nil {
			var err error
			if p, err = s.userBy(entry); err != nil {
				return nil, err
			}
		}
		if p != nil {
			targets = append(targets, target{p.id, &p.tagged, entry.flag("untag")})
		} else if c.generation == legacy {
			return nil, userNotFound()
		}
	}
	return targets, nil
}

func (s *Server) companiesToTag(c *call, entries []object) ([]target, error) {
	var targets []target
	for _, entry := range entries {
		co := first(s.companies.where(func(co *company) bool {
			return co.id == entry.text("id") || co.companyID == entry.text("company_id")
		}))
		if co != nil {
			targets = append(targets, target{co.id, &co.tagged, entry.flag("untag")})
		} else if c.generation == legacy {
			return nil, companyNotFound(c)
		}
	}
	return targets, nil
}

// apply tags and untags, and reports what 2.x answers about each.
func (s *Server) apply(c *call, t *tag, targets []target) []object {
	return render(targets, func(to target) object {
		if to.untag {
			to.on.take(t.id)
		} else {
			to.on.put(t, c.now, s.me().id)
		}
		return object{"id": to.id, "tagged": !to.untag}
	})
}

func (s *Server) tagsOfContact(c *call) (any, error) {
	p, err := s.contact(c)
	if err != nil {
		return nil, err
	}
	return object{"type": "list", "data": render(p.taggings, taggingJSON)}, nil
}

func (s *Server) tagContact(c *call) (any, error) {
	p, err := s.contact(c)
	if err != nil {
		return nil, err
	}
	t, ok := s.tags.get(c.body.text("id"))
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	return taggingJSON(p.put(t, c.now, s.me().id)), nil
}

func (s *Server) untagContact(c *call) (any, error) {
	p, err := s.contact(c)
	if err != nil {
		return nil, err
	}
	t, ok := p.take(c.param("tag_id"))
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	return taggingJSON(t), nil
}

func (s *Server) tagConversation(c *call) (any, error) {
	conv, err := s.conversation(c)
	if err != nil {
		return nil, err
	}
	return s.tagAsAdmin(c, &conv.tagged)
}

func (s *Server) untagConversation(c *call) (any, error) {
	conv, err := s.conversation(c)
	if err != nil {
		return nil, err
	}
	return s.untagAsAdmin(c, &conv.tagged)
}

func (s *Server) tagTicket(c *call) (any, error) {
	t, err := s.ticket(c)
	if err != nil {
		return nil, err
	}
	return s.tagAsAdmin(c, &t.tagged)
}

func (s *Server) untagTicket(c *call) (any, error) {
	t, err := s.ticket(c)
	if err != nil {
		return nil, err
	}
	return s.untagAsAdmin(c, &t.tagged)
}

// tagAsAdmin tags something for the admin that the body names.
func (s *Server) tagAsAdmin(c *call, on *tagged) (any, error) {
	by, err := s.actingAdmin(c)
	if err != nil {
		return nil, err
	}
	t, ok := s.tags.get(c.body.text("id"))
	if !ok {
		return nil, tagNotFound()
	}
	return taggingJSON(on.put(t, c.now, by.id)), nil
}

func (s *Server) untagAsAdmin(c *call, on *tagged) (any, error) {
	if _, err := s.actingAdmin(c); err != nil {
		return nil, err
	}
	t, ok := on.take(c.param("tag_id"))
	if !ok {
		return nil, tagNotFound()
	}
	return taggingJSON(t), nil
}

func tagNotFound() error {
	return failure(http.StatusNotFound, "tag_not_found", "Tag not found")
}
