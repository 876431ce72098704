package intercomtest

import (
	"encoding/base64"
	"net/http"
	"path"
	"slices"
)

// participantBy finds the person that a body names by one of three keys.
func (s *Server) participantBy(o object) *person {
	if id := o.text("intercom_user_id"); id != "" {
		return s.person(id)
	}
	if id := o.text("user_id"); id != "" {
		return first(s.peopleWhere(func(p *person) bool { return p.externalID == id }))
	}
	if email := o.text("email"); email != "" {
		if found := s.users(hasEmail(email)); len(found) > 0 {
			return found[0]
		}
		return first(s.peopleWhere(hasEmail(email)))
	}
	return nil
}

// attachmentsOf takes the attachments of a message.
func attachmentsOf(c *call, limit int) ([]object, error) {
	var attachments []object
	urls, _ := c.body["attachment_urls"].([]any)
	for _, url := range urls {
		url, _ := url.(string)
		attachments = append(attachments, object{
			"type": "upload", "name": path.Base(url), "url": url, "content_type": "application/octet-stream", "filesize": 0, "width": nil, "height": nil,
		})
	}
	files, err := c.body.objects("attachment_files")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		data, err := base64.StdEncoding.DecodeString(file.text("data"))
		if err != nil {
			return nil, invalid("attachment_files", "data must be base64")
		}
		attachments = append(attachments, object{
			"type": "upload", "name": file.text("name"), "url": "https://downloads.intercomcdn.test/" + file.text("name"),
			"content_type": file.text("content_type"), "filesize": len(data), "width": nil, "height": nil,
		})
	}
	if len(urls) > limit || len(files) > limit {
		return nil, invalid("attachments", "at most %d attachments are allowed", limit)
	}
	return attachments, nil
}

func (s *Server) replyToConversation(c *call) (any, error) {
	if c.param("conversation_id") == "last" {
		return s.replyToLast(c)
	}
	conv, err := s.conversation(c)
	if err != nil {
		return nil, err
	}
	return s.reply(c, conv)
}

// replyToLast replies to the newest conversation of a person. An admin's
// message counts as one, and becomes one when the person replies.
func (s *Server) replyToLast(c *call) (any, error) {
	p := s.participantBy(c.body)
	if p == nil {
		return nil, userNotFound()
	}
	all := s.conversations.where(func(conv *conversation) bool {
		return conv.hasContact(p) && (!conv.unanswered || c.body.text("type") == "user")
	})
	if len(all) == 0 {
		return nil, notFound("Resource Not Found")
	}
	return s.reply(c, all[len(all)-1])
}

// reply adds what an admin or contact says. In 1.x it also does what a path of
// its own does in 2.x.
func (s *Server) reply(c *call, conv *conversation) (any, error) {
	limit := 10
	if c.generation == legacy {
		limit = 5
	}
	attachments, err := attachmentsOf(c, limit)
	if err != nil {
		return nil, err
	}
	var said *part
	switch kind := c.body.text("type"); kind {
	case "user":
		said, err = s.contactReplies(c, conv)
	case "admin":
		if slices.Contains([]string{"open", "close", "assignment", "snoozed"}, c.body.text("message_type")) && c.generation == legacy {
			said, err = s.manage(c, conv)
		} else {
			said, err = s.adminReplies(c, conv)
		}
	default:
		err = invalid("type", "type must be admin or user")
	}
	if err != nil {
		return nil, err
	}
	said.attachments = attachments
	return s.conversationDetail(c, conv), nil
}

func (s *Server) contactReplies(c *call, conv *conversation) (*part, error) {
	p := s.participantBy(c.body)
	if p == nil || !conv.hasContact(p) {
		return nil, userNotFound()
	}
	body := c.body.text("body")
	chosen, err := c.body.objects("reply_options")
	if err != nil {
		return nil, err
	}
	if len(chosen) > 0 {
		body = chosen[0].text("text")
	}
	if body == "" {
		return nil, invalid("body", "Body is required")
	}
	kind := "comment"
	if conv.state != "open" {
		kind, conv.state, conv.snoozedUntil = "open", "open", 0
		conv.figures.reopens++
	}
	said := conv.add(s, c, kind, p.speaker(), body)
	if len(chosen) > 0 {
		said.metadata = object{"quick_reply_uuid": chosen[0].text("uuid")}
	}
	conv.unanswered, conv.read = false, true
	conv.figures.lastContactReply = c.now
	if conv.repliedAt == 0 {
		conv.repliedAt = c.now
	}
	if conv.waitingSince == 0 {
		conv.waitingSince = c.now
	}
	return said, nil
}

func (s *Server) adminReplies(c *call, conv *conversation) (*part, error) {
	by, err := s.actingAdmin(c)
	if err != nil {
		return nil, err
	}
	kind := c.body.text("message_type")
	options, err := c.body.objects("reply_options")
	switch {
	case err != nil:
		return nil, err
	case kind == "quick_reply" && len(options) == 0:
		return nil, invalid("reply_options", "reply_options are required")
	case kind != "quick_reply" && c.body.text("body") == "":
		return nil, invalid("body", "Body is required")
	case kind != "comment" && kind != "note" && kind != "quick_reply":
		return nil, invalid("message_type", "message_type %q is not supported", kind)
	}
	said := conv.add(s, c, kind, by.speaker(), c.body.text("body"))
	if kind == "note" {
		return said, nil
	}
	if kind == "quick_reply" {
		said.metadata = object{"quick_reply_options": options}
	}
	conv.spoken(c.now)
	return said, nil
}

// spoken notes that a teammate answered.
func (conv *conversation) spoken(now int64) {
	conv.waitingSince, conv.read = 0, false
	conv.figures.lastAdminReply = now
	if conv.figures.firstAdminReply == 0 {
		conv.figures.firstAdminReply = now
	}
}

func (s *Server) manageConversation(c *call) (any, error) {
	conv, err := s.conversation(c)
	if err == nil {
		_, err = s.manage(c, conv)
	}
	if err != nil {
		return nil, err
	}
	return s.conversationDetail(c, conv), nil
}

// manage opens, closes, snoozes or assigns a conversation.
func (s *Server) manage(c *call, conv *conversation) (*part, error) {
	by, err := s.actingAdmin(c)
	if err != nil {
		return nil, err
	}
	kind, body := c.body.text("message_type"), c.body.text("body")
	var done *part
	switch kind {
	case "open":
		conv.reopen()
		done = conv.add(s, c, "open", by.speaker(), body)
	case "close":
		conv.close(c.now, by.id)
		done = conv.add(s, c, "close", by.speaker(), body)
	case "snoozed":
		f := &fields{object: c.body}
		until := int64(0)
		f.integer("snoozed_until", &until)
		if f.err != nil || until <= c.now {
			return nil, invalid("snoozed_until", "snoozed_until must be a time to come")
		}
		conv.state, conv.snoozedUntil = "snoozed", until
		done = conv.add(s, c, "snoozed", by.speaker(), body)
	case "assignment":
		if done, err = s.assign(c, conv, by); err != nil {
			return nil, err
		}
	default:
		return nil, invalid("message_type", "message_type %q is not supported", kind)
	}
	if body != "" {
		conv.spoken(c.now)
	}
	return done, nil
}

func (conv *conversation) reopen() {
	if conv.state != "open" {
		conv.figures.reopens++
	}
	conv.state, conv.snoozedUntil = "open", 0
}

func (conv *conversation) close(now int64, by string) {
	conv.state, conv.snoozedUntil, conv.waitingSince = "closed", 0, 0
	conv.figures.lastClosed, conv.figures.lastClosedBy = now, by
	if conv.figures.firstClosed == 0 {
		conv.figures.firstClosed = now
	}
}

// assign gives a conversation to an admin or a team: of 1.x only the id tells
// which.
func (s *Server) assign(c *call, conv *conversation, by *admin) (*part, error) {
	id := c.body.text("assignee_id")
	_, isAdmin := s.admins.get(id)
	toTeam := c.body.text("type") == "team" || c.generation == legacy && !isAdmin
	to := object{"type": "admin", "id": id}
	switch {
	case id == "":
		return nil, failure(http.StatusBadRequest, "parameter_not_found", "assignee_id not specified")
	case id == "0":
		conv.adminID, conv.teamID = "", ""
		to = object{"type": "nobody_admin", "id": nil}
	case toTeam:
		conv.teamID, to["type"] = id, "team"
	case !isAdmin:
		return nil, failure(http.StatusNotFound, "assignee_not_found", "Assignee not found")
	default:
		conv.adminID = id
	}
	kind := "assignment"
	if conv.state == "closed" {
		kind = "assign_and_reopen"
	}
	if conv.state != "snoozed" {
		conv.reopen()
	}
	conv.figures.assignments++
	conv.figures.lastAssigned = c.now
	if conv.figures.firstAssigned == 0 {
		conv.figures.firstAssigned = c.now
	}
	done := conv.add(s, c, kind, by.speaker(), c.body.text("body"))
	done.assignedTo = to
	return done, nil
}

// runAssignmentRules has one rule: what is with nobody goes to the owner of the
// token.
func (s *Server) runAssignmentRules(c *call) (any, error) {
	conv, err := s.conversation(c)
	if err != nil {
		return nil, err
	}
	if conv.adminID == "" && conv.teamID == "" {
		c.body = object{"assignee_id": s.me().id}
		if _, err := s.assign(c, conv, s.me()); err != nil {
			return nil, err
		}
	}
	return s.conversationDetail(c, conv), nil
}

// customers is all that the answers about participants hold.
func (conv *conversation) customers() object {
	return object{"customers": render(conv.contacts, func(p *person) object { return object{"type": p.role(), "id": p.id} })}
}

func (s *Server) addToConversation(c *call) (any, error) {
	conv, err := s.conversation(c)
	if err != nil {
		return nil, err
	}
	customer := c.body.object("customer")
	var by speaker
	if c.body.has("admin_id") {
		a, err := s.actingAdmin(c)
		if err != nil {
			return nil, err
		}
		by = a.speaker()
	} else {
		acting := s.participantBy(customer.object("customer"))
		if acting == nil {
			acting = s.participantBy(c.body)
		}
		if acting == nil {
			return nil, userNotFound()
		}
		by = acting.speaker()
	}
	p := s.participantBy(customer)
	if p == nil && customer.text("email") != "" {
		p = s.newPerson(c, true)
		p.email = customer.text("email")
		s.people.add(p.id, p)
	}
	if p == nil {
		return nil, userNotFound()
	}
	if !conv.hasContact(p) {
		conv.contacts = append(conv.contacts, p)
		conv.add(s, c, "participant_added", by, "")
	}
	return conv.customers(), nil
}

func (s *Server) removeFromConversation(c *call) (any, error) {
	conv, err := s.conversation(c)
	if err != nil {
		return nil, err
	}
	by, err := s.actingAdmin(c)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(conv.contacts, func(p *person) bool { return p.id == c.param("contact_id", "customer_id") })
	switch {
	case i < 0:
		return nil, userNotFound()
	case len(conv.contacts) == 1:
		return nil, failure(http.StatusUnprocessableEntity, "parameter_invalid", "Removing the last customer is not allowed")
	}
	conv.contacts = slices.Delete(conv.contacts, i, i+1)
	conv.add(s, c, "participant_removed", by.speaker(), "")
	return conv.customers(), nil
}

const redactedBody = "<p><i>This message was deleted</i></p>"

func (s *Server) redactConversation(c *call) (any, error) {
	missing := failure(http.StatusNotFound, "conversation_part_or_message_not_found", "Conversation part or message not found")
	conv, err := s.conversationByID(c.body.text("conversation_id"))
	if err != nil {
		return nil, missing
	}
	var target *part
	fits := false
	switch c.body.text("type") {
	case "source":
		if conv.source.id == c.body.text("source_id") {
			target = &conv.source
			fits = target.by.kind != "admin"
		}
	case "conversation_part":
		i := slices.IndexFunc(conv.parts, func(p *part) bool { return p.id == c.body.text("conversation_part_id") })
		if i >= 0 {
			target = conv.parts[i]
			fits = target.body != ""
		}
	default:
		return nil, invalid("type", "type must be conversation_part or source")
	}
	switch {
	case target == nil:
		return nil, missing
	case !fits:
		return nil, failure(http.StatusBadRequest, "conversation_part_not_redactable", "Conversation part is not redactable")
	}
	target.body, target.redacted, target.attachments, target.updatedAt = redactedBody, true, nil, c.now
	conv.updatedAt = c.now
	return s.conversationDetail(c, conv), nil
}

func (s *Server) mergeConversations(c *call) (any, error) {
	from, err := s.conversation(c)
	if err != nil {
		return nil, err
	}
	id := c.body.text("merge_into_conversation_id")
	if numeric(id) == nil {
		return nil, invalid("merge_into_conversation_id", "merge_into_conversation_id must be a valid integer conversation ID")
	}
	into, err := s.conversationByID(id)
	refused := func(message string) error {
		return failure(http.StatusUnprocessableEntity, "merge_failed", "%s", message)
	}
	switch {
	case err != nil:
		return nil, refused("Primary conversation not found")
	case from == into:
		return nil, refused("Cannot merge a conversation into itself")
	case from.mergedInto != "":
		return nil, refused("Secondary conversation has already been merged")
	}
	operator := speaker{kind: "bot", id: s.me().id, name: "Operator"}
	from.mergedInto = into.id
	from.close(c.now, s.me().id)
	from.add(s, c, "merged_secondary_conversation", operator, "")
	from.linked = append(from.linked, object{"type": "conversation", "id": into.id, "category": nil})
	into.linked = append(into.linked, object{"type": "conversation", "id": from.id, "category": nil})
	for _, p := range from.contacts {
		if !into.hasContact(p) {
			into.contacts = append(into.contacts, p)
		}
	}
	into.add(s, c, "merged_primary_conversation", operator, "")
	return s.conversationDetail(c, into), nil
}
