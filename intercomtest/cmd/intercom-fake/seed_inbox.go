package main

import (
	"encoding/json"
	"maps"
)

func (s *seeder) conversation(o *item) error {
	body, err := o.body("body", "created_at")
	if err != nil {
		return err
	}
	from, err := o.text("from")
	if err != nil {
		return err
	}
	contact, err := s.find(o, "contact", from)
	if err != nil {
		return err
	}
	body["from"] = map[string]any{"type": s.roles[contact], "id": contact}
	var message made
	if err := s.send(o, "POST /conversations", body, &message); err != nil {
		return err
	}
	id := string(message.ConversationID)
	for _, step := range []func(*item, string) error{s.describe, s.replyToConversation, s.tagConversation, s.assign, s.setState} {
		if err := step(o, id); err != nil {
			return err
		}
	}
	return nil
}

// describe gives a conversation what its update can set.
func (s *seeder) describe(o *item, id string) error {
	body, err := o.body("title", "custom_attributes", "read")
	if err != nil || len(body) == 0 {
		return err
	}
	return s.send(o, "PUT /conversations/{conversation_id}", body, nil, id)
}

func (s *seeder) replyToConversation(o *item, id string) error {
	return s.replies(o, "POST /conversations/{conversation_id}/reply", id)
}

// replies writes the replies of contacts and admins, one after the other.
func (s *seeder) replies(o *item, operation, id string) error {
	replies, err := o.items("replies", replySection)
	if err != nil {
		return err
	}
	for _, reply := range replies {
		body, err := reply.body("body", "created_at")
		if err != nil {
			return err
		}
		from, err := reply.text("from")
		if err != nil {
			return err
		}
		isNote, err := reply.flag("note")
		if err != nil {
			return err
		}
		body["message_type"] = "comment"
		contact, admin := s.ids["contact"][from], s.ids["admin"][from]
		switch {
		case contact == "" && admin == "":
			return reply.errorf("there is no contact or admin %q before it", from)
		case contact != "" && isNote:
			return reply.errorf("%q is a contact, and notes are of admins", from)
		case contact != "":
			body["type"], body["intercom_user_id"] = "user", contact
		default:
			body["type"], body["admin_id"] = "admin", admin
			if isNote {
				body["message_type"] = "note"
			}
		}
		if err := s.send(reply, operation, body, nil, id); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) tagConversation(o *item, id string) error {
	return s.tagInbox(o, "POST /conversations/{conversation_id}/tags", id)
}

// tagInbox tags a conversation or ticket.
func (s *seeder) tagInbox(o *item, operation, id string) error {
	tags, err := s.tagIDs(o)
	if err != nil {
		return err
	}
	for _, tag := range tags {
		if err := s.send(o, operation, map[string]any{"id": tag, "admin_id": s.owner}, nil, id); err != nil {
			return err
		}
	}
	return nil
}

// assign assigns a conversation to an admin or a team.
func (s *seeder) assign(o *item, id string) error {
	kind, assignee, err := s.assignee(o)
	if err != nil || assignee == "" {
		return err
	}
	return s.manage(o, id, map[string]any{"message_type": "assignment", "type": kind, "assignee_id": assignee})
}

// assignee is who an object is assigned to, and whether an admin or a team.
func (s *seeder) assignee(o *item) (kind, id string, err error) {
	name, err := o.text("assignee")
	if err != nil || name == "" {
		return "", "", err
	}
	for _, kind := range []string{"admin", "team"} {
		if id := s.ids[kind][name]; id != "" {
			return kind, id, nil
		}
	}
	return "", "", o.errorf("there is no admin or team %q before it", name)
}

// manage does something to a conversation in the name of the admin of the token.
func (s *seeder) manage(o *item, id string, body map[string]any) error {
	body["admin_id"] = s.owner
	return s.send(o, "POST /conversations/{conversation_id}/parts", body, nil, id)
}

func (s *seeder) setState(o *item, id string) error {
	state, err := o.text("state")
	if err != nil {
		return err
	}
	if (state == "snoozed") != o.has("snoozed_until") {
		return o.errorf(`"snoozed_until" belongs to the state "snoozed"`)
	}
	switch state {
	case "", "open":
		return nil
	case "closed":
		return s.manage(o, id, map[string]any{"message_type": "close", "type": "admin"})
	case "snoozed":
		body, err := o.body("snoozed_until")
		if err != nil {
			return err
		}
		body["message_type"] = "snoozed"
		return s.manage(o, id, body)
	}
	return o.errorf("%q is no state: there are open, closed and snoozed", state)
}

func (s *seeder) ticketType(o *item) error {
	body, err := o.body("name", "description", "category", "icon", "is_internal")
	if err != nil {
		return err
	}
	attributes, err := o.items("attributes", typeAttributeSection)
	if err != nil {
		return err
	}
	var kind made
	if err := s.send(o, "POST /ticket_types", body, &kind); err != nil {
		return err
	}
	name, err := o.text("name")
	if err != nil {
		return err
	}
	s.know("ticket type", string(kind.ID), name)
	for _, attribute := range attributes {
		body, err := attribute.body(typeAttributeKeys...)
		if err != nil {
			return err
		}
		defaults(body, "description", "")
		if err := s.send(attribute, "POST /ticket_types/{ticket_type_id}/attributes", body, nil, string(kind.ID)); err != nil {
			return err
		}
	}
	return nil
}

func (s *seeder) ticket(o *item) error {
	body, err := s.ticketBody(o)
	if err != nil {
		return err
	}
	var ticket made
	if err := s.send(o, "POST /tickets", body, &ticket); err != nil {
		return err
	}
	id := string(ticket.ID)
	if err := s.replies(o, "POST /tickets/{ticket_id}/reply", id); err != nil {
		return err
	}
	return s.tagInbox(o, "POST /tickets/{ticket_id}/tags", id)
}

func (s *seeder) ticketBody(o *item) (map[string]any, error) {
	body, err := o.body("created_at")
	if err != nil {
		return nil, err
	}
	attributes, err := o.object("attributes")
	if err != nil {
		return nil, err
	}
	described, err := o.body("title", "description")
	if err != nil {
		return nil, err
	}
	all := map[string]any{}
	maps.Copy(all, attributes)
	for key, value := range described {
		all["_default_"+key+"_"] = value
	}
	body["ticket_attributes"] = all
	for _, each := range []struct {
		key, kind string
		set       func(id string)
	}{
		{"type", "ticket type", func(id string) { body["ticket_type_id"] = id }},
		{"contact", "contact", func(id string) { body["contacts"] = []map[string]any{{"id": id}} }},
		{"company", "company", func(id string) { body["company_id"] = id }},
	} {
		if !o.has(each.key) {
			continue
		}
		name, err := o.text(each.key)
		if err != nil {
			return nil, err
		}
		id, err := s.find(o, each.kind, name)
		if err != nil {
			return nil, err
		}
		each.set(id)
	}
	kind, assignee, err := s.assignee(o)
	if assignee != "" {
		body["assignment"] = map[string]any{kind + "_assignee_id": assignee}
	}
	return body, err
}

func (s *seeder) collection(o *item) error {
	body, err := o.body("name", "description")
	if err != nil {
		return err
	}
	parent, err := o.text("parent")
	if err != nil {
		return err
	}
	if parent != "" {
		if body["parent_id"], err = s.find(o, "collection", parent); err != nil {
			return err
		}
	}
	var collection made
	if err := s.send(o, "POST /help_center/collections", body, &collection); err != nil {
		return err
	}
	name, err := o.text("name")
	s.know("collection", string(collection.ID), name)
	return err
}

func (s *seeder) article(o *item) error {
	body, err := o.body("title", "description", "body", "state")
	if err != nil {
		return err
	}
	author, err := o.text("author")
	if err != nil {
		return err
	}
	authorID := s.owner
	if author != "" {
		if authorID, err = s.find(o, "admin", author); err != nil {
			return err
		}
	}
	body["author_id"] = number(authorID)
	collection, err := o.text("collection")
	if err != nil {
		return err
	}
	if collection != "" {
		id, err := s.find(o, "collection", collection)
		if err != nil {
			return err
		}
		body["parent_type"], body["parent_id"] = "collection", number(id)
	}
	return s.send(o, "POST /articles", body, nil)
}

// number is an id in a place where the API has it as a number.
func number(id string) json.Number { return json.Number(id) }
