package intercomtest

import (
	"net/http"
)

func (w *workspace) visitorRoutes() routes {
	return routes{
		legacy: {
			"GET /visitors":          w.findVisitor,
			"PUT /visitors":          w.updateVisitor,
			"POST /visitors/convert": w.convertVisitor,
			"GET /visitors/{id}":     w.findVisitor,
			"DELETE /visitors/{id}":  w.deleteVisitor,
		},
		modern: {
			"GET /visitors":          w.findVisitor,
			"PUT /visitors":          w.updateVisitor,
			"POST /visitors/convert": w.convertVisitor,
		},
	}
}

// AddVisitor adds a visitor, as the Messenger does when somebody opens a page,
// and returns its id. The userID is what the Messenger calls the browser by; an
// empty one is made up.
func (s *Server) AddVisitor(userID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	p := w.newPerson(&exchange{now: w.unix()}, true)
	if userID != "" {
		p.externalID = userID
	}
	return w.visitors.add(p.id, p).id
}

// visitorBy finds a visitor by whichever key there is.
func (w *workspace) visitorBy(o object) (*person, error) {
	id, userID, email := o.text("id"), o.text("user_id"), o.text("email")
	if id == "" && userID == "" && email == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "id or user_id is required")
	}
	p := first(w.visitors.where(func(p *person) bool {
		return p.id == id || userID != "" && p.externalID == userID || email != "" && hasEmail(email)(p)
	}))
	if p == nil {
		return nil, notFound("Visitor Not Found")
	}
	return p, nil
}

func (w *workspace) findVisitor(x *exchange) (any, error) {
	p, err := w.visitorBy(object{"id": x.param("id"), "user_id": x.query.Get("user_id")})
	if err != nil {
		return nil, err
	}
	return w.visitorJSON(x, p), nil
}

func (w *workspace) updateVisitor(x *exchange) (any, error) {
	p, err := w.visitorBy(object{"id": x.body["id"], "user_id": x.body["user_id"]})
	if err != nil {
		return nil, err
	}
	draft := *p
	f := &fields{object: x.body}
	f.text("name", &draft.name)
	f.text("email", &draft.email)
	f.attributes(&draft.attributes, 250, false)
	if f.err != nil {
		return nil, f.err
	}
	draft.updatedAt = x.now
	*p = draft
	return w.visitorJSON(x, p), nil
}

func (w *workspace) deleteVisitor(x *exchange) (any, error) {
	p, err := w.visitorBy(object{"id": x.param("id")})
	if err != nil {
		return nil, err
	}
	w.visitors.remove(p.id)
	return w.visitorJSON(x, p), nil
}

// convertVisitor makes a visitor a user or a lead, or merges it into one.
func (w *workspace) convertVisitor(x *exchange) (any, error) {
	p, err := w.visitorBy(x.body.object("visitor"))
	if err != nil {
		return nil, err
	}
	identity := x.body.object("user")
	became := p
	switch kind := x.body.text("type"); kind {
	case "user":
		became, err = w.becomeUser(x, p, identity)
	case "lead":
		if lead, notThere := w.leadBy(identity); notThere == nil {
			w.absorb(x, p, lead)
			became = lead
		}
	default:
		err = invalid("type", "type must be user or lead, not %q", kind)
	}
	if err != nil {
		return nil, err
	}
	w.visitors.remove(p.id)
	if became == p {
		p.added = w.now()
		w.addPerson(p, x.now)
	}
	if !became.lead {
		w.visitorSignedUp(became)
	}
	if x.generation == legacy {
		return w.legacyPerson(x, became), nil
	}
	return w.contactDetail(x, became), nil
}

func (w *workspace) visitorJSON(x *exchange, p *person) object {
	o := w.legacyPerson(x, p)
	o["type"] = "visitor"
	o["do_not_track"] = nil
	o["owner_id"] = nullable(p.ownerID)
	return o
}
