package intercomtest

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

func (s *Server) messageRoutes() routes {
	return routes{
		legacy: {"POST /messages": s.createMessage},
		modern: {
			"POST /messages":                s.createMessage,
			"GET /messages/status":          s.listMessageStatuses,
			"GET /messages/whatsapp/status": s.getWhatsAppStatus,
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
	m := &messageStatus{
		id: s.number(), ruleset: rulesetID, messageID: "wamid." + uuid(), conversation: s.number(), user: contactID,
		status: status, template: template, at: time.Now().Unix(),
	}
	if status == "failed" {
		m.problem = object{"message": "Message delivery failed", "details": "Recipient phone number not on WhatsApp"}
	}
	s.statuses = append(s.statuses, m)
	return m.messageID
}

// createMessage sends a message of an admin, or of a contact.
func (s *Server) createMessage(c *call) (any, error) {
	from := c.body.object("from")
	kind := c.body.text("message_type")
	if kind != "whatsapp" && c.body.text("body") == "" {
		return nil, invalid("body", "Body is required")
	}
	switch from.text("type") {
	case "admin":
		a, err := s.admin(from.text("id"))
		if err != nil {
			return nil, err
		}
		if kind == "whatsapp" {
			return s.sendWhatsApp(c, a), nil
		}
		return s.adminBegins(c, a)
	case "user", "lead", "contact":
		p := s.addressee(from)
		if p == nil {
			return nil, userNotFound()
		}
		return s.contactBegins(c, p, nil), nil
	}
	return nil, invalid("from", "from must be an admin, user or contact")
}

// addressee finds the person of from or to.
func (s *Server) addressee(o object) *person {
	return s.participantBy(object{"intercom_user_id": o.text("id"), "user_id": o.text("user_id"), "email": o.text("email")})
}

// adminBegins sends a message to people. It is a conversation with each of
// them once they reply, or at once if that is asked for.
func (s *Server) adminBegins(c *call, a *admin) (any, error) {
	kind := cmp.Or(c.body.text("message_type"), "inapp")
	if kind == "email" && c.body.text("subject") == "" {
		return nil, failure(http.StatusUnprocessableEntity, "parameter_not_found", "No subject supplied for email message")
	}
	var people []*person
	for _, key := range []string{"to", "cc", "bcc"} {
		list, ok := c.body[key].([]any)
		if one := c.body.object(key); !ok && one != nil {
			list = []any{map[string]any(one)}
		}
		for _, to := range list {
			to, _ := to.(map[string]any)
			p := s.addressee(to)
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
	answer := object{
		"type": "admin_message", "id": s.number(), "created_at": c.now, "body": markup(c.body.text("body")), "message_type": kind,
		"owner": adminJSON(a),
	}
	if kind == "email" {
		answer["subject"], answer["template"] = c.body.text("subject"), c.body.text("template")
	}
	for _, p := range people {
		conv := s.newConversation(c.now, a.speaker(), c.body.text("body"))
		conv.contacts, conv.subject = []*person{p}, c.body.text("subject")
		conv.unanswered = !c.body.flag("create_conversation_without_contact_reply")
		if kind == "email" {
			conv.channel = "email"
		}
		if !conv.unanswered && len(people) == 1 {
			answer["conversation_id"] = conv.id
		}
	}
	return answer, nil
}

func (s *Server) sendWhatsApp(c *call, a *admin) object {
	m := &messageStatus{
		id: s.number(), messageID: "wamid." + uuid(), conversation: s.number(), status: "sent", template: c.body.text("template"), at: c.now,
	}
	s.statuses = append(s.statuses, m)
	return object{
		"type": "admin_message", "id": m.messageID, "created_at": c.now, "body": m.template, "message_type": "whatsapp", "owner": adminJSON(a),
	}
}

func (s *Server) getWhatsAppStatus(c *call) (any, error) {
	id := c.query.Get("message_id")
	if id == "" {
		return nil, failure(http.StatusBadRequest, "parameter_missing", "message_id is required")
	}
	i := slices.IndexFunc(s.statuses, func(m *messageStatus) bool { return m.messageID == id })
	if i < 0 {
		return nil, failure(http.StatusNotFound, "whatsapp_message_not_found", "Whatsapp message not found")
	}
	o := s.statuses[i].json("message_id")
	if s.statuses[i].problem != nil {
		o["error"] = s.statuses[i].problem
	}
	return o, nil
}

func (m *messageStatus) json(idKey string) object {
	return object{
		idKey: m.messageID, "conversation_id": m.conversation, "status": m.status, "type": "broadcast_outbound",
		"created_at": m.at, "updated_at": m.at, "template_name": m.template,
	}
}

func (s *Server) listMessageStatuses(c *call) (any, error) {
	ruleset := c.query.Get("ruleset_id")
	if ruleset == "" {
		return nil, failure(http.StatusBadRequest, "parameter_missing", "ruleset_id is required")
	}
	size, err := c.number("per_page", 50)
	if err != nil {
		return nil, err
	}
	var all []*messageStatus
	for _, m := range s.statuses {
		if m.ruleset == ruleset {
			all = append(all, m)
		}
	}
	page, pages, err := after(all, func(m *messageStatus) string { return m.id }, c.query.Get("starting_after"), min(size, 100))
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
