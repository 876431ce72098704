package intercomtest

import "net/http"

func (w *workspace) leadRoutes() routes {
	return routes{
		legacy: {
			"GET /contacts":          w.listLeads,
			"POST /contacts":         w.saveLead,
			"DELETE /contacts":       w.archiveLead,
			"POST /contacts/convert": w.convertLead,
			"GET /contacts/scroll":   w.scrollLeads,
			"GET /contacts/{id}":     w.getLead,
			"PUT /contacts/{id}":     w.saveLead,
			"DELETE /contacts/{id}":  w.archiveLead,
		},
	}
}

// leadBy finds a lead by id or user_id: an address does not identify a lead.
func (w *workspace) leadBy(o object) (*person, error) {
	id, userID := o.text("id"), o.text("user_id")
	p := first(w.leads(func(p *person) bool { return p.id == id || userID != "" && p.externalID == userID }))
	if p == nil {
		return nil, userNotFound()
	}
	return p, nil
}

// leadOf finds the lead of the path or the query.
func (w *workspace) leadOf(x *exchange) (*person, error) {
	return w.leadBy(object{"id": x.param("id"), "user_id": x.query.Get("user_id")})
}

// listLeads lists leads, or finds one by user_id.
func (w *workspace) listLeads(x *exchange) (any, error) {
	q := x.query
	switch {
	case q.Has("user_id"):
		return w.getLead(x)
	case q.Has("email"):
		return w.personList(x, w.leads(hasEmail(q.Get("email"))), "contact")
	case q.Has("phone"):
		return w.personList(x, w.leads(func(p *person) bool { return p.phone == q.Get("phone") }), "contact")
	case q.Has("tag_id"):
		return w.personList(x, w.leads(func(p *person) bool { return p.has(q.Get("tag_id")) }), "contact")
	case q.Has("segment_id"):
		in := w.members(q.Get("segment_id"))
		return w.personList(x, w.leads(func(p *person) bool { return in(p.id, p.tagged) }), "contact")
	}
	people, err := w.sorted(x, w.leads)
	if err != nil {
		return nil, err
	}
	return w.personList(x, people, "contact")
}

func (w *workspace) scrollLeads(x *exchange) (any, error) {
	return w.scrollPeople(x, w.leads, "contact")
}

func (w *workspace) getLead(x *exchange) (any, error) {
	p, err := w.leadOf(x)
	return w.oneUser(x, p, err)
}

// saveLead updates the lead that the path or body names by its id, or by a
// user_id that exists. Anything else creates a lead, with a user_id of its own.
func (w *workspace) saveLead(x *exchange) (any, error) {
	id := x.param("id")
	if id == "" {
		id = x.body.text("id")
	}
	p, err := w.leadBy(object{"id": id, "user_id": x.body["user_id"]})
	switch {
	case p != nil:
	case id != "":
		return nil, err
	default:
		p = w.newPerson(x, true)
	}
	return w.savePerson(x, p)
}

func (w *workspace) archiveLead(x *exchange) (any, error) {
	p, err := w.leadOf(x)
	if err == nil {
		w.archive(x, p)
	}
	return w.oneUser(x, p, err)
}

func (w *workspace) convertLead(x *exchange) (any, error) {
	lead, err := w.leadBy(x.body.object("contact"))
	if err != nil {
		return nil, err
	}
	p, err := w.becomeUser(x, lead, x.body.object("user"))
	return w.oneUser(x, p, err)
}

// becomeUser merges somebody into the user with the identity, or makes them
// that user if there is none.
func (w *workspace) becomeUser(x *exchange, p *person, identity object) (*person, error) {
	user, err := w.userBy(identity)
	switch {
	case err != nil:
		return nil, err
	case user != nil:
		w.absorb(x, p, user)
		return user, nil
	case identity.text("user_id") == "" && identity.text("email") == "":
		return nil, failure(http.StatusUnprocessableEntity, "unprocessable_entity", "user needs an id of a user, a user_id or an email")
	}
	draft := *p
	draft.lead, draft.pseudonym, draft.externalID, draft.updatedAt = false, "", "", x.now
	f := &fields{object: identity}
	f.text("user_id", &draft.externalID)
	draft.common(f)
	if f.err != nil {
		return nil, f.err
	}
	w.savePersonAs(p, draft)
	return p, nil
}
