package intercomtest

import (
	"net/http"
	"slices"
	"strings"
)

func (w *workspace) noteRoutes() routes {
	notes := plain(w, &w.notes, rules[note]{read: noteJSON})
	return routes{
		legacy: {
			"GET /notes":      w.notesOfUser,
			"POST /notes":     w.noteUser,
			"GET /notes/{id}": notes.get,
		},
		modern: {
			"GET /notes/{note_id}":               notes.get,
			"GET /contacts/{contact_id}/notes":   w.notesOfContact,
			"POST /contacts/{contact_id}/notes":  w.noteContact,
			"GET /companies/{company_id}/notes":  w.notesOfCompany,
			"POST /companies/{company_id}/notes": w.noteCompany,
		},
	}
}

// note is about a person or a company.
type note struct {
	entry
	body    string
	author  *admin // nil in 1.x unless it was named
	person  *person
	company *company
}

func noteJSON(x *exchange, n *note) object {
	o := object{"type": "note", "id": n.id, "created_at": n.createdAt, "body": n.body, "author": nil}
	switch {
	case n.author == nil:
	case x.generation == legacy:
		o["author"] = object{"type": "admin", "id": n.author.id, "name": n.author.name, "email": n.author.email, "companies": []object{}}
	default:
		o["author"] = adminJSON(n.author)
	}
	switch {
	case n.company != nil:
		o["company"] = object{"type": "company", "id": n.company.id}
	case x.generation == legacy:
		o["user"] = object{"type": "user", "id": n.person.id}
	default:
		o["contact"] = object{"type": "contact", "id": n.person.id}
	}
	return o
}

// notesWhere returns the notes that match, the newest first.
func (w *workspace) notesWhere(match func(*note) bool) []*note {
	found := w.notes.where(match)
	slices.Reverse(found)
	return found
}

func (w *workspace) notesAbout(p *person) []*note {
	return w.notesWhere(func(n *note) bool { return n.person == p })
}

func (w *workspace) notesOfContact(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	return w.noteList(x, w.notesAbout(p))
}

func (w *workspace) notesOfCompany(x *exchange) (any, error) {
	co, err := w.company(x)
	if err != nil {
		return nil, err
	}
	return w.noteList(x, w.notesWhere(func(n *note) bool { return n.company == co }))
}

// notesOfUser lists what 1.x knows of a user, whose id is "id" in this query.
func (w *workspace) notesOfUser(x *exchange) (any, error) {
	id := x.query.Get("id")
	if id == "" {
		id = x.query.Get("intercom_user_id")
	}
	p, err := w.userBy(object{"id": id, "user_id": x.query.Get("user_id"), "email": x.query.Get("email")})
	if err == nil && p == nil {
		err = userNotFound()
	}
	if err != nil {
		return nil, err
	}
	return w.noteList(x, w.notesAbout(p))
}

func (w *workspace) noteList(x *exchange, notes []*note) (any, error) {
	form := listing{paging: byPage, most: 60, total: true}
	if x.generation == legacy {
		form = listing{kind: "note.list", key: "notes", paging: byPage, most: 60}
	}
	return listed(x, form, notes, nil, func(n *note) object { return noteJSON(x, n) })
}

func (w *workspace) noteContact(x *exchange) (any, error) {
	p, err := w.contact(x)
	if err != nil {
		return nil, err
	}
	return w.keepNote(x, &note{person: p, author: w.me()})
}

func (w *workspace) noteCompany(x *exchange) (any, error) {
	co, err := w.company(x)
	if err != nil {
		return nil, err
	}
	return w.keepNote(x, &note{company: co, author: w.me()})
}

// noteUser takes the user as an object and, as older versions did, at the top
// level of the body.
func (w *workspace) noteUser(x *exchange) (any, error) {
	which := x.body.object("user")
	if which == nil {
		which = object{"user_id": x.body["user_id"], "email": x.body["email"]}
	}
	p, err := w.userBy(which)
	if err == nil && p == nil {
		err = userNotFound()
	}
	if err != nil {
		return nil, err
	}
	return w.keepNote(x, &note{person: p})
}

// keepNote fills in a note from the body and keeps it.
func (w *workspace) keepNote(x *exchange, n *note) (any, error) {
	if n.body = x.body.text("body"); n.body == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "body not specified")
	}
	if !strings.HasPrefix(n.body, "<") {
		n.body = "<p>" + n.body + "</p>"
	}
	if id := x.body.text("admin_id"); id != "" {
		by, ok := w.admins.get(id)
		if !ok {
			return nil, notFound("Resource Not Found")
		}
		n.author = by
	}
	n.id, n.createdAt = w.number(), x.now
	return noteJSON(x, w.notes.add(n.id, n)), nil
}
