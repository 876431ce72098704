package intercomtest

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// replyToTicket adds what an admin or contact says to a ticket.
func (w *workspace) replyToTicket(x *exchange) (any, error) {
	t, err := w.ticket(x)
	if err != nil {
		return nil, notFound("Resource Not Found")
	}
	attachments, err := attachmentsOf(x, 10)
	if err == nil {
		err = x.backdate()
	}
	if err != nil {
		return nil, err
	}
	var said *part
	switch x.body.text("type") {
	case "user":
		if t.kind.category != customerTicket {
			return nil, failure(http.StatusBadRequest, "parameter_mismatch", "User replies are not allowed on Backoffice tickets")
		}
		said, err = w.contactReplies(x, t.conversation)
	case "admin":
		said, err = w.adminReplies(x, t.conversation)
	default:
		err = invalid("type", "type must be admin or user")
	}
	if err != nil {
		return nil, err
	}
	said.attachments = attachments
	w.ticketPartAdded(t, said)
	if x.body.flag("cross_post") && said.kind == "note" && t.kind.category == backOfficeTicket {
		w.crossPost(x, t, said)
	}
	return ticketPartJSON(said), nil
}

// crossPost adds a note to all that a ticket is linked to.
func (w *workspace) crossPost(x *exchange, t *ticket, note *part) {
	for _, o := range t.linked {
		if conv := w.thread(o.text("id")); conv != nil {
			posted := conv.add(w, x, note.kind, note.by, note.body)
			posted.attachments = note.attachments
			w.partAdded(conv, posted)
		}
	}
}

// linkedObjects is how many a conversation or ticket shows.
const linkedObjects = 1000

func linkedJSON(linked []object) object {
	return object{
		"type": "list", "data": linked[:min(linkedObjects, len(linked))], "total_count": len(linked), "has_more": len(linked) > linkedObjects,
	}
}

// linkLimit is how many conversations a tracker can have.
const linkLimit = 2500

// thread finds a conversation or ticket, or returns nil.
func (w *workspace) thread(id string) *conversation {
	if t, ok := w.tickets.get(id); ok {
		return t.conversation
	}
	conv, _ := w.conversations.get(id)
	return conv
}

// linkable finds the conversation or customer ticket that a ticket is linked to.
// It can have one tracker.
func (w *workspace) linkable(t *ticket, id string) (*conversation, error) {
	conv := w.thread(id)
	other, isTicket := w.tickets.get(id)
	switch {
	case conv == nil || conv.unanswered || isTicket && other.kind.category != customerTicket:
		return nil, failure(http.StatusNotFound, "conversation_not_found", "Conversation not found")
	case t.kind.category == trackerTicket && slices.ContainsFunc(conv.linked, func(o object) bool { return o["category"] == trackerTicket }):
		return nil, failure(http.StatusBadRequest, "already_linked_to_tracker", "A conversation can only have one tracker ticket")
	}
	return conv, nil
}

// link links a ticket and a conversation, on both sides.
func (w *workspace) link(t *ticket, conv *conversation) {
	other := object{"type": "conversation", "id": conv.id, "category": nil}
	if about, ok := w.tickets.get(conv.id); ok {
		other = object{"type": "ticket", "id": conv.id, "category": about.kind.category}
	}
	t.linked = append(t.linked, other)
	conv.linked = append(conv.linked, object{"type": "ticket", "id": t.id, "category": t.kind.category})
}

func (w *workspace) unlink(a, b *conversation) {
	a.linked = slices.DeleteFunc(a.linked, func(o object) bool { return o["id"] == b.id })
	b.linked = slices.DeleteFunc(b.linked, func(o object) bool { return o["id"] == a.id })
}

func (w *workspace) tracker(x *exchange, doing string) (*ticket, error) {
	t, err := w.ticket(x)
	if err == nil && t.kind.category != trackerTicket {
		return nil, failure(http.StatusBadRequest, "invalid_ticket_type", "Only tracker tickets support %s conversations", doing)
	}
	return t, err
}

func (w *workspace) linkConversation(x *exchange) (any, error) {
	t, err := w.tracker(x, "linking")
	if err != nil {
		return nil, err
	}
	id := x.body.text("conversation_id")
	if id == "" {
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "conversation_id not specified")
	}
	conv, err := w.linkable(t, id)
	switch {
	case err != nil:
		return nil, err
	case len(t.linked) >= linkLimit:
		return nil, failure(http.StatusBadRequest, "linked_conversation_limit_exceeded",
			"Ticket has reached the maximum number of conversations that can be linked")
	}
	w.link(t, conv)
	t.updatedAt, conv.updatedAt = x.now, x.now
	return w.conversationJSON(x, conv), nil
}

func (w *workspace) unlinkConversation(x *exchange) (any, error) {
	t, err := w.tracker(x, "unlinking")
	if err != nil {
		return nil, err
	}
	conv := w.thread(x.param("id"))
	if conv == nil || !slices.ContainsFunc(t.linked, func(o object) bool { return o["id"] == conv.id }) {
		return nil, failure(http.StatusNotFound, "conversation_not_found", "Conversation is not linked to this ticket")
	}
	w.unlink(t.conversation, conv)
	t.updatedAt, conv.updatedAt = x.now, x.now
	return w.conversationJSON(x, conv), nil
}

func (w *workspace) searchTickets(x *exchange) (any, error) {
	rules := searchRules{kind: w.ticketField, inclusive: true, sort: "updated_at", size: 20}
	all := w.tickets.where(func(t *ticket) bool {
		w.wake(t.conversation, w.unix())
		return !w.now().Before(t.found)
	})
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b *ticket) int { return cmp.Compare(b.updatedAt, a.updatedAt) })
	page, total, pages, err := searched(x, rules, all, func(t *ticket) string { return t.id }, w.ticketValue)
	if err != nil {
		return nil, err
	}
	return object{
		"type":        "ticket.list",
		"tickets":     render(page, func(t *ticket) object { return w.ticketJSON(x, t) }),
		"total_count": total,
		"pages":       pages,
	}, nil
}

const ticketAttributePrefix = "ticket_attribute."

// ticketField is what tickets can be searched by. Attributes have to be those of
// a type.
func (w *workspace) ticketField(field string) fieldKind {
	switch field {
	case "title", "description", "category", "state":
		return textField
	case "id", "ticket_type_id", "contact_ids", "teammate_ids", "admin_assignee_id", "team_assignee_id":
		return anyField
	case "created_at", "updated_at", "snoozed_until":
		return dateField
	case "open":
		return flagField
	}
	if id, ok := strings.CutPrefix(field, ticketAttributePrefix); ok {
		for k := range w.ticketTypes.all() {
			if _, ok := k.attributes.get(id); ok {
				return anyField
			}
		}
	}
	return notSearchable
}

// ticketCategories is what categories are called in a search.
var ticketCategories = map[string]string{customerTicket: "request", backOfficeTicket: "task", trackerTicket: "tracker"}

// ticketValue is what a ticket has in a field.
func (w *workspace) ticketValue(t *ticket, field string) any {
	if id, ok := strings.CutPrefix(field, ticketAttributePrefix); ok {
		a, ok := t.kind.attributes.get(id)
		if !ok {
			return nil
		}
		return t.attributes[a.name]
	}
	switch field {
	case "title":
		return t.attributes[titleAttribute]
	case "description":
		return t.attributes[descriptionAttribute]
	case "category":
		return ticketCategories[t.kind.category]
	case "state":
		return t.stage.category
	case "ticket_type_id":
		return t.kind.id
	}
	return w.conversationValue(t.conversation, field)
}
