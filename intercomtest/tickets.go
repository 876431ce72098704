package intercomtest

import (
	"net/http"
	"strconv"
)

// ticket knows so far only what a conversation can become, and be tagged.
type ticket struct {
	id         string
	number     int // that people see
	kind       *ticketType
	attributes object
	createdAt  int64
	updatedAt  int64
	contacts   []*person
	adminID    string
	teamID     string
	tagged
}

// ticketType is a kind of tickets.
type ticketType struct {
	id        string
	name      string
	category  string
	createdAt int64
}

// AddTicket adds an empty ticket and returns its id.
func (s *Server) AddTicket() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	now := w.unix()
	t := &ticket{id: w.number(), number: len(w.tickets.ids) + 1, createdAt: now, updatedAt: now}
	return w.tickets.add(t.id, t).id
}

// AddTicketType adds a type of tickets and returns its id. The category is
// "Customer", "Back-office" or "Tracker".
func (s *Server) AddTicketType(name, category string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	t := &ticketType{id: w.number(), name: name, category: category, createdAt: w.unix()}
	return w.ticketTypes.add(t.id, t).id
}

// ticket finds the ticket of the path.
func (w *workspace) ticket(x *exchange) (*ticket, error) {
	t, ok := w.tickets.get(x.param("ticket_id"))
	if !ok {
		return nil, failure(http.StatusNotFound, "ticket_not_found", "Ticket not found")
	}
	return t, nil
}

// convertConversation makes a ticket of a conversation, with the same id.
func (w *workspace) convertConversation(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	kind, ok := w.ticketTypes.get(x.body.text("ticket_type_id"))
	switch {
	case !ok:
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "Ticket type not found")
	case kind.category != "Customer":
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "Ticket type is not a customer ticket type")
	}
	if _, done := w.tickets.get(conv.id); done {
		return nil, failure(http.StatusBadRequest, "parameter_invalid", "Conversation is a ticket already")
	}
	t := &ticket{
		id: conv.id, number: len(w.tickets.ids) + 1, kind: kind, attributes: x.body.object("attributes"), createdAt: conv.createdAt, updatedAt: x.now,
		contacts: conv.contacts, adminID: conv.adminID, teamID: conv.teamID, tagged: conv.tagged,
	}
	w.tickets.add(t.id, t)
	conv.add(w, x, "ticket_state_updated_by_admin", speaker{kind: "bot", id: w.me().id, name: "Fin"}, "")
	parts := []object{ticketPartJSON(&conv.source, "comment")}
	for _, p := range conv.parts {
		parts = append(parts, ticketPartJSON(p, p.kind))
	}
	o := ticketJSON(t)
	o["ticket_parts"] = object{"type": "ticket_part.list", "ticket_parts": parts, "total_count": len(parts)}
	return o, nil
}

func ticketPartJSON(p *part, kind string) object {
	return object{
		"type": "ticket_part", "id": p.id, "part_type": kind, "body": nullable(p.body), "created_at": p.at, "updated_at": p.at,
		"author": p.by.json(), "attachments": []object{}, "redacted": p.redacted,
	}
}

func ticketJSON(t *ticket) object {
	attributes := t.attributes
	if attributes == nil {
		attributes = object{}
	}
	o := object{
		"type":              "ticket",
		"id":                t.id,
		"ticket_id":         strconv.Itoa(t.number),
		"ticket_attributes": attributes,
		"ticket_state": object{
			"type": "ticket_state", "id": "1", "category": "submitted", "internal_label": "Submitted", "external_label": "Submitted",
		},
		"contacts":          object{"type": "contact.list", "contacts": render(t.contacts, contactReference)},
		"admin_assignee_id": numberOf(t.adminID),
		"team_assignee_id":  numberOf(t.teamID),
		"created_at":        t.createdAt,
		"updated_at":        t.updatedAt,
		"open":              true,
		"linked_objects":    object{"type": "list", "data": []object{}, "total_count": 0, "has_more": false},
		"is_shared":         true,
	}
	if t.kind != nil {
		o["category"] = t.kind.category
		o["ticket_type"] = object{
			"type": "ticket_type", "id": t.kind.id, "name": t.kind.name, "category": t.kind.category, "workspace_id": workspaceID,
			"archived": false, "is_internal": false, "created_at": t.kind.createdAt, "updated_at": t.kind.createdAt,
			"ticket_type_attributes": object{"type": "list", "data": []object{}},
		}
	}
	return o
}
