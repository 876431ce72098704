package intercomtest

import (
	"net/http"
	"slices"
	"strings"
)

func (s *Server) noteRoutes() routes {
	return routes{
		legacy: {
			"GET /notes":      s.notesOfUser,
			"POST /notes":     s.noteUser,
			"GET /notes/{id}": s.getNote,
		},
		modern: {
			"GET /notes/{note_id}":               s.getNote,
			"GET /contacts/{contact_id}/notes":   s.notesOfContact,
			"POST /contacts/{contact_id}/notes":  s.noteContact,
			"GET /companies/{company_id}/notes":  s.notesOfCompany,
			"POST /companies/{company_id}/notes": s.noteCompany,
		},
	}
}

// note is about a person or a company.
type note struct {
	id        string
	createdAt int64
	body      string
	author    *admin // nil in 1.x unless it was named
	person    *person
	company   *company
}

func noteJSON(c *call, n *note) object {
	o := object{"type": "note", "id": n.id, "created_at": n.createdAt, "body": n.body, "author": nil}
	switch {
	case n.author == nil:
	case c.generation == legacy:
		o["author"] = object{"type": "admin", "id": n.author.id, "name": n.author.name, "email": n.author.email, "companies": []object{}}
	default:
		o["author"] = adminJSON(n.author)
	}
	switch {
	case n.company != nil:
		o["company"] = object{"type": "company", "id": n.company.id}
	case c.generation == legacy:
		o["user"] = object{"type": "user", "id": n.person.id}
	default:
		o["contact"] = object{"type": "contact", "id": n.person.id}
	}
	return o
}

// notesWhere returns the notes that match, the newest first.
func (s *Server) notesWhere(match func(*note) bool) []*note {
	found := s.notes.where(match)
	slices.Reverse(found)
	return found
}

func (s *Server) notesAbout(p *person) []*note {
	return s.notesWhere(func(n *note) bool { return n.person == p })
}

func (s *Server) getNote(c *call) (any, error) {
	n, ok := s.notes.get(c.param("note_id", "id"))
	if !ok {
		return nil, notFound("Resource Not Found")
	}
	return noteJSON(c, n), nil
}

func (s *Server) notesOfContact(c *call) (any, error) {
	p, err := s.contact(c)
	if err != nil {
		return nil, err
	}
	return s.noteList(c, s.notesAbout(p))
}

func (s *Server) notesOfCompany(c *call) (any, error) {
	co, err := s.company(c)
	if err != nil {
		return nil, err
	}
	return s.noteList(c, s.notesWhere(func(n *note) bool { return n.company == co }))
}

// notesOfUser lists what 1.x knows of a user, whose id is "id" in this query.
func (s *Server) notesOfUser(c *call) (any, error) {
	id := c.query.Get("id")
	if id == "" {
		id = c.query.Get("intercom_user_id")
	}
	p, err := s.userBy(object{"id": id, "user_id": c.query.Get("user_id"), "email": c.query.Get("email")})
	if err == nil && p == nil {
		err = userNotFound()
	}
	if err != nil {
		return nil, err
	}
	return s.noteList(c, s.notesAbout(p))
}

func (s *Server) noteList(c *call, notes []*note) (any, error) {
	page, pages, err := paged(c, notes, 50, 60)
	if err != nil {
		return nil, err
	}
	rendered := render(page, func(n *note) object { return noteJSON(c, n) })
	if c.generation == legacy {
		return object{"type": "note.list", "notes": rendered, "pages": pages}, nil
	}
	return object{"type": "list", "data": rendered, "total_count": len(notes), "pages": pages}, nil
}

func (s *Server) noteContact(c *call) (any, error) {
	p, err := s.contact(c)
	if err != nil {
		return nil, err
	}
	return s.keepNote(c, &note{person: p, author: s.me()})
}

func (s *Server) noteCompany(c *call) (any, error) {
	co, err := s.company(c)
	if err != nil {
		return nil, err
	}
	return s.keepNote(c, &note{company: co, author: s.me()})
}

// noteUser takes the user as an object and, as older versions did, at the top
// level of the body.
func (s *Server) noteUser(c *call) (any, error) {
	which := c.body.object("user")
	if which == nil {
		which = object{"user_id": c.body["user_id"], "email": c.body["email"]}
	}
	p, err := s.userBy(which)
	if err == nil && p == nil {
		err = userNotFound()
	}
	if err != nil {
		return nil, err
	}
	return s.keepNote(c, &note{person: p})
}

// keepNote fills in a note from the body and keeps it.
func (s *Server) keepNote(c *call, n *note) (any, error) {
	if n.body = c.body.text("body"); n.body == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "body not specified")
	}
	if !strings.HasPrefix(n.body, "<") {
		n.body = "<p>" + n.body + "</p>"
	}
	if id := c.body.text("admin_id"); id != "" {
		by, ok := s.admins.get(id)
		if !ok {
			return nil, notFound("Resource Not Found")
		}
		n.author = by
	}
	n.id, n.createdAt = s.number(), c.now
	return noteJSON(c, s.notes.add(n.id, n)), nil
}
