package intercomtest

import "net/http"

func (s *Server) leadRoutes() routes {
	return routes{
		legacy: {
			"GET /contacts":          s.listLeads,
			"POST /contacts":         s.saveLead,
			"DELETE /contacts":       s.archiveLead,
			"POST /contacts/convert": s.convertLead,
			"GET /contacts/scroll":   s.scrollLeads,
			"GET /contacts/{id}":     s.getLead,
			"PUT /contacts/{id}":     s.saveLead,
			"DELETE /contacts/{id}":  s.archiveLead,
		},
	}
}

// leadBy finds a lead by id or user_id: an address does not tell leads apart.
func (s *Server) leadBy(o object) (*person, error) {
	id, userID := o.text("id"), o.text("user_id")
	p := first(s.leads(func(p *person) bool { return p.id == id || userID != "" && p.externalID == userID }))
	if p == nil {
		return nil, userNotFound()
	}
	return p, nil
}

// leadOf finds the lead of the path or the query.
func (s *Server) leadOf(c *call) (*person, error) {
	return s.leadBy(object{"id": c.param("id"), "user_id": c.query.Get("user_id")})
}

// listLeads lists leads, or finds one by user_id.
func (s *Server) listLeads(c *call) (any, error) {
	q := c.query
	switch {
	case q.Has("user_id"):
		return s.getLead(c)
	case q.Has("email"):
		return s.personList(c, s.leads(hasEmail(q.Get("email"))), "contact")
	case q.Has("phone"):
		return s.personList(c, s.leads(func(p *person) bool { return p.phone == q.Get("phone") }), "contact")
	case q.Has("tag_id"):
		return s.personList(c, s.leads(func(p *person) bool { return p.has(q.Get("tag_id")) }), "contact")
	case q.Has("segment_id"):
		in := s.members(q.Get("segment_id"))
		return s.personList(c, s.leads(func(p *person) bool { return in(p.id, p.tagged) }), "contact")
	}
	people, err := s.sorted(c, s.leads)
	if err != nil {
		return nil, err
	}
	return s.personList(c, people, "contact")
}

func (s *Server) scrollLeads(c *call) (any, error) {
	return s.scrollPeople(c, s.leads, "contact")
}

func (s *Server) getLead(c *call) (any, error) {
	p, err := s.leadOf(c)
	return s.oneUser(c, p, err)
}

// saveLead updates the lead that the path or body names by its id, or by a
// user_id that exists. Anything else creates a lead, with a user_id of its own.
func (s *Server) saveLead(c *call) (any, error) {
	id := c.param("id")
	if id == "" {
		id = c.body.text("id")
	}
	p, err := s.leadBy(object{"id": id, "user_id": c.body["user_id"]})
	switch {
	case p != nil:
	case id != "":
		return nil, err
	default:
		p = s.newPerson(c, true)
	}
	return s.savePerson(c, p)
}

func (s *Server) archiveLead(c *call) (any, error) {
	p, err := s.leadOf(c)
	if err == nil {
		s.archive(c, p)
	}
	return s.oneUser(c, p, err)
}

func (s *Server) convertLead(c *call) (any, error) {
	lead, err := s.leadBy(c.body.object("contact"))
	if err != nil {
		return nil, err
	}
	p, err := s.becomeUser(c, lead, c.body.object("user"))
	return s.oneUser(c, p, err)
}

// becomeUser merges somebody into the user with the identity, or makes them
// that user if there is none.
func (s *Server) becomeUser(c *call, p *person, identity object) (*person, error) {
	user, err := s.userBy(identity)
	switch {
	case err != nil:
		return nil, err
	case user != nil:
		s.absorb(c, p, user)
		return user, nil
	case identity.text("user_id") == "" && identity.text("email") == "":
		return nil, failure(http.StatusUnprocessableEntity, "unprocessable_entity", "user needs an id of a user, a user_id or an email")
	}
	draft := *p
	draft.lead, draft.pseudonym, draft.externalID, draft.updatedAt = false, "", "", c.now
	f := &fields{object: identity}
	f.text("user_id", &draft.externalID)
	draft.common(f)
	if f.err != nil {
		return nil, f.err
	}
	*p = draft
	return p, nil
}
