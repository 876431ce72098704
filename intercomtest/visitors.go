package intercomtest

import (
	"net/http"
	"time"
)

func (s *Server) visitorRoutes() routes {
	return routes{
		legacy: {
			"GET /visitors":          s.findVisitor,
			"PUT /visitors":          s.updateVisitor,
			"POST /visitors/convert": s.convertVisitor,
			"GET /visitors/{id}":     s.findVisitor,
			"DELETE /visitors/{id}":  s.deleteVisitor,
		},
		modern: {
			"GET /visitors":          s.findVisitor,
			"PUT /visitors":          s.updateVisitor,
			"POST /visitors/convert": s.convertVisitor,
		},
	}
}

// AddVisitor adds a visitor, as the Messenger does when somebody opens a page,
// and returns its id. The userID is what the Messenger calls the browser by; an
// empty one is made up.
func (s *Server) AddVisitor(userID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.newPerson(&call{now: time.Now().Unix()}, true)
	if userID != "" {
		p.externalID = userID
	}
	return s.visitors.add(p.id, p).id
}

// visitorBy finds a visitor by whichever key there is.
func (s *Server) visitorBy(o object) (*person, error) {
	id, userID, email := o.text("id"), o.text("user_id"), o.text("email")
	if id == "" && userID == "" && email == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "id or user_id is required")
	}
	p := first(s.visitors.where(func(p *person) bool {
		return p.id == id || userID != "" && p.externalID == userID || email != "" && hasEmail(email)(p)
	}))
	if p == nil {
		return nil, notFound("Visitor Not Found")
	}
	return p, nil
}

func (s *Server) findVisitor(c *call) (any, error) {
	p, err := s.visitorBy(object{"id": c.param("id"), "user_id": c.query.Get("user_id")})
	if err != nil {
		return nil, err
	}
	return s.visitorJSON(c, p), nil
}

func (s *Server) updateVisitor(c *call) (any, error) {
	p, err := s.visitorBy(object{"id": c.body["id"], "user_id": c.body["user_id"]})
	if err != nil {
		return nil, err
	}
	draft := *p
	f := &fields{object: c.body}
	f.text("name", &draft.name)
	f.attributes(&draft.attributes, 250, false)
	if f.err != nil {
		return nil, f.err
	}
	draft.updatedAt = c.now
	*p = draft
	return s.visitorJSON(c, p), nil
}

func (s *Server) deleteVisitor(c *call) (any, error) {
	p, err := s.visitorBy(object{"id": c.param("id")})
	if err != nil {
		return nil, err
	}
	s.visitors.remove(p.id)
	return s.visitorJSON(c, p), nil
}

// convertVisitor makes a visitor a user or a lead, or merges it into one.
func (s *Server) convertVisitor(c *call) (any, error) {
	p, err := s.visitorBy(c.body.object("visitor"))
	if err != nil {
		return nil, err
	}
	identity := c.body.object("user")
	became := p
	switch kind := c.body.text("type"); kind {
	case "user":
		became, err = s.becomeUser(c, p, identity)
	case "lead":
		if lead, notThere := s.leadBy(identity); notThere == nil {
			s.absorb(c, p, lead)
			became = lead
		}
	default:
		err = invalid("type", "type must be user or lead, not %q", kind)
	}
	if err != nil {
		return nil, err
	}
	s.visitors.remove(p.id)
	if became == p {
		p.added = time.Now()
		s.people.add(p.id, p)
	}
	if c.generation == legacy {
		return s.legacyPerson(c, became), nil
	}
	return s.contactDetail(c, became), nil
}

func (s *Server) visitorJSON(c *call, p *person) object {
	o := s.legacyPerson(c, p)
	o["type"] = "visitor"
	o["do_not_track"] = nil
	o["owner_id"] = nullable(p.ownerID)
	return o
}
