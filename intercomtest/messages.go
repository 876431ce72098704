package intercomtest

import (
	"cmp"
	"net/http"
	"slices"
)

func (w *workspace) messageRoutes() routes {
	return routes{
		legacy: {"POST /messages": w.createMessage},
		modern: {
			"POST /messages":                w.createMessage,
			"GET /messages/status":          w.listMessageStatuses,
			"GET /messages/whatsapp/status": w.getWhatsAppStatus,
		},
	}
}

// messageStatus is how far a WhatsApp message came.
type messageStatus struct {
	id           string
	ruleset      string // empty: not of a ruleset
	messageID    string
	conversation string
	user         string
	status       string
	template     string
	at           int64
	problem      object
}

// AddWhatsAppMessage adds a message of a ruleset, which the API has no way to
// send, and returns WhatsApp's id of it. The status is "sent", "delivered",
// "read" or "failed".
func (s *Server) AddWhatsAppMessage(rulesetID, contactID, template, status string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.workspace
	m := &messageStatus{
		id: w.number(), ruleset: rulesetID, messageID: "wamid." + uuid(), conversation: w.number(), user: contactID,
		status: status, template: template, at: w.unix(),
	}
	if status == "failed" {
		m.problem = object{"message": "Message delivery failed", "details": "Recipient phone number not on WhatsApp"}
	}
	w.statuses = append(w.statuses, m)
	return m.messageID
}

// createMessage sends a message of an admin, or of a contact.
func (w *workspace) createMessage(x *exchange) (any, error) {
	from := x.body.object("from")
	kind := x.body.text("message_type")
	if kind != "whatsapp" && x.body.text("body") == "" {
		return nil, invalid("body", "Body is required")
	}
	switch from.text("type") {
	case "admin":
		a, err := w.admin(from.text("id"))
		if err != nil {
			return nil, err
		}
		if kind == "whatsapp" {
			return w.sendWhatsApp(x, a), nil
		}
		return w.adminBegins(x, a)
	case "user", "lead", "contact":
		p := w.addressee(from)
		if p == nil {
			return nil, userNotFound()
		}
		return w.contactBegins(x, p, nil), nil
	}
	return nil, invalid("from", "from must be an admin, user or contact")
}

// addressee finds the person of from or to.
func (w *workspace) addressee(o object) *person {
	return w.participantBy(object{"intercom_user_id": o.text("id"), "user_id": o.text("user_id"), "email": o.text("email")})
}

// adminBegins sends a message to people. It is a conversation with each of
// them once they reply, or at once if that is asked for.
func (w *workspace) adminBegins(x *exchange, a *admin) (any, error) {
	kind := cmp.Or(x.body.text("message_type"), "inapp")
	if kind == "email" && x.body.text("subject") == "" {
		return nil, failure(http.StatusUnprocessableEntity, "parameter_not_found", "No subject supplied for email message")
	}
	var people []*person
	for _, key := range []string{"to", "cc", "bcc"} {
		list, ok := x.body[key].([]any)
		if one := x.body.object(key); !ok && one != nil {
			list = []any{map[string]any(one)}
		}
		for _, to := range list {
			to, _ := to.(map[string]any)
			p := w.addressee(to)
			if p == nil {
				return nil, userNotFound()
			}
			if kind == "email" && p.unsubscribed {
				return nil, failure(http.StatusForbidden, "forbidden", "User is unsubscribed from emails")
			}
			people = append(people, p)
		}
	}
	if len(people) == 0 {
		return nil, invalid("to", "to is required")
	}
	response := object{
		"type": "admin_message", "id": w.number(), "created_at": x.now, "body": markup(x.body.text("body")), "message_type": kind,
		"owner": adminJSON(a),
	}
	if kind == "email" {
		response["subject"], response["template"] = x.body.text("subject"), x.body.text("template")
	}
	for _, p := range people {
		conv := w.newConversation(x.now, a.speaker(), x.body.text("body"))
		conv.source.id = response.text("id")
		conv.contacts, conv.subject = []*person{p}, x.body.text("subject")
		conv.unanswered = !x.body.flag("create_conversation_without_contact_reply")
		if kind == "email" {
			conv.channel = "email"
		}
		w.conversationHappened("conversation.admin.single.created", conv)
		if !conv.unanswered && len(people) == 1 {
			response["conversation_id"] = conv.id
		}
	}
	return response, nil
}

func (w *workspace) sendWhatsApp(x *exchange, a *admin) object {
	m := &messageStatus{
		id: w.number(), messageID: "wamid." + uuid(), conversation: w.number(), status: "sent", template: x.body.text("template"), at: x.now,
	}
	w.statuses = append(w.statuses, m)
	return object{
		"type": "admin_message", "id": m.messageID, "created_at": x.now, "body": m.template, "message_type": "whatsapp", "owner": adminJSON(a),
	}
}

func (w *workspace) getWhatsAppStatus(x *exchange) (any, error) {
	id := x.query.Get("message_id")
	if id == "" {
		return nil, failure(http.StatusBadRequest, "parameter_missing", "message_id is required")
	}
	i := slices.IndexFunc(w.statuses, func(m *messageStatus) bool { return m.messageID == id })
	if i < 0 {
		return nil, failure(http.StatusNotFound, "whatsapp_message_not_found", "Whatsapp message not found")
	}
	o := w.statuses[i].json("message_id")
	if w.statuses[i].problem != nil {
		o["error"] = w.statuses[i].problem
	}
	return o, nil
}

func (m *messageStatus) json(idKey string) object {
	return object{
		idKey: m.messageID, "conversation_id": m.conversation, "status": m.status, "type": "broadcast_outbound",
		"created_at": m.at, "updated_at": m.at, "template_name": m.template,
	}
}

func (w *workspace) listMessageStatuses(x *exchange) (any, error) {
	ruleset := x.query.Get("ruleset_id")
	if ruleset == "" {
		return nil, failure(http.StatusBadRequest, "parameter_missing", "ruleset_id is required")
	}
	size, err := x.number("per_page", 50)
	if err != nil {
		return nil, err
	}
	var all []*messageStatus
	for _, m := range w.statuses {
		if m.ruleset == ruleset {
			all = append(all, m)
		}
	}
	page, pages, err := after(all, func(m *messageStatus) string { return m.id }, x.query.Get("starting_after"), min(size, 100))
	if err != nil {
		return nil, err
	}
	if pages["next"] == nil {
		pages["next"] = nil
	}
	delete(pages, "page")
	return object{
		"type": "list", "ruleset_id": ruleset, "pages": pages, "total_count": len(all),
		"events": render(page, func(m *messageStatus) object {
			o := m.json("whatsapp_message_id")
			o["id"], o["user_id"] = m.id, m.user
			return o
		}),
	}, nil
}
