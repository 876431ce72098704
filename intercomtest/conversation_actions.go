package intercomtest

import (
	"encoding/base64"
	"net/http"
	"path"
	"slices"
)

// participantBy finds the person that a body names by one of three keys.
func (w *workspace) participantBy(o object) *person {
	if id := o.text("intercom_user_id"); id != "" {
		return w.person(id)
	}
	if id := o.text("user_id"); id != "" {
		return first(w.peopleWhere(func(p *person) bool { return p.externalID == id }))
	}
	if email := o.text("email"); email != "" {
		if found := w.users(hasEmail(email)); len(found) > 0 {
			return found[0]
		}
		return first(w.peopleWhere(hasEmail(email)))
	}
	return nil
}

// attachmentsOf takes the attachments of a message.
func attachmentsOf(x *exchange, limit int) ([]object, error) {
	var attachments []object
	urls, _ := x.body["attachment_urls"].([]any)
	for _, url := range urls {
		url, _ := url.(string)
		attachments = append(attachments, object{
			"type": "upload", "name": path.Base(url), "url": url, "content_type": "application/octet-stream", "filesize": 0, "width": nil, "height": nil,
		})
	}
	files, err := x.body.objects("attachment_files")
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

func (w *workspace) replyToConversation(x *exchange) (any, error) {
	if x.param("conversation_id") == "last" {
		return w.replyToLast(x)
	}
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	return w.reply(x, conv)
}

// replyToLast replies to the newest conversation of a person. An admin's
// message counts as one, and becomes one when the person replies.
func (w *workspace) replyToLast(x *exchange) (any, error) {
	p := w.participantBy(x.body)
	if p == nil {
		return nil, userNotFound()
	}
	all := w.conversations.where(func(conv *conversation) bool {
		return conv.hasContact(p) && (!conv.unanswered || x.body.text("type") == "user")
	})
	if len(all) == 0 {
		return nil, notFound("Resource Not Found")
	}
	return w.reply(x, all[len(all)-1])
}

// reply adds what an admin or contact says. In 1.x it also does what a path of
// its own does in 2.x.
func (w *workspace) reply(x *exchange, conv *conversation) (any, error) {
	limit := 10
	if x.generation == legacy {
		limit = 5
	}
	attachments, err := attachmentsOf(x, limit)
	if err == nil && x.generation == modern {
		err = x.backdate()
	}
	if err != nil {
		return nil, err
	}
	var said *part
	switch kind := x.body.text("type"); kind {
	case "user":
		said, err = w.contactReplies(x, conv)
	case "admin":
		if slices.Contains([]string{"open", "close", "assignment", "snoozed"}, x.body.text("message_type")) && x.generation == legacy {
			said, err = w.manage(x, conv)
		} else {
			said, err = w.adminReplies(x, conv)
		}
	default:
		err = invalid("type", "type must be admin or user")
	}
	if err != nil {
		return nil, err
	}
	said.attachments = attachments
	w.partAdded(conv, said)
	return w.conversationDetail(x, conv), nil
}

func (w *workspace) contactReplies(x *exchange, conv *conversation) (*part, error) {
	p := w.participantBy(x.body)
	if p == nil || !conv.hasContact(p) {
		return nil, userNotFound()
	}
	body := x.body.text("body")
	chosen, err := x.body.objects("reply_options")
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
	said := conv.add(w, x, kind, p.speaker(), body)
	if len(chosen) > 0 {
		said.metadata = object{"quick_reply_uuid": chosen[0].text("uuid")}
	}
	conv.unanswered, conv.read = false, true
	conv.figures.lastContactReply = x.now
	if conv.repliedAt == 0 {
		conv.repliedAt = x.now
	}
	if conv.waitingSince == 0 {
		conv.waitingSince = x.now
	}
	return said, nil
}

func (w *workspace) adminReplies(x *exchange, conv *conversation) (*part, error) {
	by, err := w.actingAdmin(x)
	if err != nil {
		return nil, err
	}
	kind := x.body.text("message_type")
	options, err := x.body.objects("reply_options")
	switch {
	case err != nil:
		return nil, err
	case kind == "quick_reply" && len(options) == 0:
		return nil, invalid("reply_options", "reply_options are required")
	case kind != "quick_reply" && x.body.text("body") == "":
		return nil, invalid("body", "Body is required")
	case kind != "comment" && kind != "note" && kind != "quick_reply":
		return nil, invalid("message_type", "message_type %q is not supported", kind)
	}
	said := conv.add(w, x, kind, by.speaker(), x.body.text("body"))
	if kind == "note" {
		return said, nil
	}
	if kind == "quick_reply" {
		said.metadata = object{"quick_reply_options": options}
	}
	conv.spoken(x.now)
	return said, nil
}

// spoken notes that a teammate replied.
func (conv *conversation) spoken(now int64) {
	conv.waitingSince, conv.read = 0, false
	conv.figures.lastAdminReply = now
	if conv.figures.firstAdminReply == 0 {
		conv.figures.firstAdminReply = now
	}
}

func (w *workspace) manageConversation(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	done, err := w.manage(x, conv)
	if err != nil {
		return nil, err
	}
	w.partAdded(conv, done)
	return w.conversationDetail(x, conv), nil
}

// manage opens, closes, snoozes or assigns a conversation.
func (w *workspace) manage(x *exchange, conv *conversation) (*part, error) {
	by, err := w.actingAdmin(x)
	if err != nil {
		return nil, err
	}
	kind, body := x.body.text("message_type"), x.body.text("body")
	var done *part
	switch kind {
	case "open":
		conv.reopen()
		done = conv.add(w, x, "open", by.speaker(), body)
	case "close":
		conv.close(x.now, by.id)
		done = conv.add(w, x, "close", by.speaker(), body)
	case "snoozed":
		f := &fields{object: x.body}
		until := int64(0)
		f.moment("snoozed_until", &until)
		if f.err != nil || until <= x.now {
			return nil, invalid("snoozed_until", "snoozed_until must be a time to come")
		}
		conv.state, conv.snoozedUntil = "snoozed", until
		done = conv.add(w, x, "snoozed", by.speaker(), body)
	case "assignment":
		if done, err = w.assign(x, conv, by); err != nil {
			return nil, err
		}
	default:
		return nil, invalid("message_type", "message_type %q is not supported", kind)
	}
	if body != "" {
		conv.spoken(x.now)
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

// assign gives a conversation to an admin or a team: in 1.x only the id says
// which.
func (w *workspace) assign(x *exchange, conv *conversation, by *admin) (*part, error) {
	id := x.body.text("assignee_id")
	_, isAdmin := w.admins.get(id)
	toTeam := x.body.text("type") == "team" || x.generation == legacy && !isAdmin
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
	conv.figures.lastAssigned = x.now
	if conv.figures.firstAssigned == 0 {
		conv.figures.firstAssigned = x.now
	}
	done := conv.add(w, x, kind, by.speaker(), x.body.text("body"))
	done.assignedTo = to
	return done, nil
}

// runAssignmentRules has one rule: what is with nobody goes to the owner of the
// token.
func (w *workspace) runAssignmentRules(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	if conv.adminID == "" && conv.teamID == "" {
		x.body = object{"assignee_id": w.me().id}
		done, err := w.assign(x, conv, w.me())
		if err != nil {
			return nil, err
		}
		w.partAdded(conv, done)
	}
	return w.conversationDetail(x, conv), nil
}

// customers is all that the responses about participants hold.
func (conv *conversation) customers() object {
	return object{"customers": render(conv.contacts, func(p *person) object { return object{"type": p.role(), "id": p.id} })}
}

func (w *workspace) addToConversation(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	customer := x.body.object("customer")
	var by speaker
	if x.body.has("admin_id") {
		a, err := w.actingAdmin(x)
		if err != nil {
			return nil, err
		}
		by = a.speaker()
	} else {
		acting := w.participantBy(customer.object("customer"))
		if acting == nil {
			acting = w.participantBy(x.body)
		}
		if acting == nil {
			return nil, userNotFound()
		}
		by = acting.speaker()
	}
	p := w.participantBy(customer)
	if p == nil && customer.text("email") != "" {
		p = w.newPerson(x, true)
		p.email = customer.text("email")
		w.addPerson(p, x.now)
	}
	if p == nil {
		return nil, userNotFound()
	}
	if !conv.hasContact(p) {
		conv.contacts = append(conv.contacts, p)
		conv.add(w, x, "participant_added", by, "")
		w.participantHappened("attached", conv, p)
	}
	return conv.customers(), nil
}

func (w *workspace) removeFromConversation(x *exchange) (any, error) {
	conv, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	by, err := w.actingAdmin(x)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(conv.contacts, func(p *person) bool { return p.id == x.param("contact_id", "customer_id") })
	switch {
	case i < 0:
		return nil, userNotFound()
	case len(conv.contacts) == 1:
		return nil, failure(http.StatusUnprocessableEntity, "parameter_invalid", "Removing the last customer is not allowed")
	}
	gone := conv.contacts[i]
	conv.contacts = slices.Delete(conv.contacts, i, i+1)
	conv.add(w, x, "participant_removed", by.speaker(), "")
	w.participantHappened("detached", conv, gone)
	return conv.customers(), nil
}

const redactedBody = "<p><i>This message was deleted</i></p>"

func (w *workspace) redactConversation(x *exchange) (any, error) {
	missing := failure(http.StatusNotFound, "conversation_part_or_message_not_found", "Conversation part or message not found")
	conv, err := w.conversationByID(x.body.text("conversation_id"))
	if err != nil {
		return nil, missing
	}
	var target *part
	var parts []*part // none: it is the source
	fits := false
	switch x.body.text("type") {
	case "source":
		if conv.source.id == x.body.text("source_id") {
			target = &conv.source
			fits = target.by.kind != "admin"
		}
	case "conversation_part":
		i := slices.IndexFunc(conv.parts, func(p *part) bool { return p.id == x.body.text("conversation_part_id") })
		if i >= 0 {
			target, parts = conv.parts[i], conv.parts[i:i+1]
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
	target.body, target.redacted, target.attachments, target.updatedAt = redactedBody, true, nil, x.now
	conv.updatedAt = x.now
	w.conversationHappened("conversation_part.redacted", conv, parts...)
	return w.conversationDetail(x, conv), nil
}

func (w *workspace) mergeConversations(x *exchange) (any, error) {
	from, err := w.conversation(x)
	if err != nil {
		return nil, err
	}
	id := x.body.text("merge_into_conversation_id")
	if numeric(id) == nil {
		return nil, invalid("merge_into_conversation_id", "merge_into_conversation_id must be a valid integer conversation ID")
	}
	into, err := w.conversationByID(id)
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
	operator := speaker{kind: "bot", id: w.me().id, name: "Operator"}
	from.mergedInto = into.id
	from.close(x.now, w.me().id)
	from.add(w, x, "merged_secondary_conversation", operator, "")
	from.linked = append(from.linked, object{"type": "conversation", "id": into.id, "category": nil})
	into.linked = append(into.linked, object{"type": "conversation", "id": from.id, "category": nil})
	for _, p := range from.contacts {
		if !into.hasContact(p) {
			into.contacts = append(into.contacts, p)
		}
	}
	into.add(w, x, "merged_primary_conversation", operator, "")
	return w.conversationDetail(x, into), nil
}
