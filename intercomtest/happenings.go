package intercomtest

import (
	"reflect"
	"slices"
)

// What happens to things, as the topics of both generations.

// personCreated reports a new user or lead.
func (w *workspace) personCreated(p *person) {
	w.contactHappened("contact."+p.role()+".created", p)
	topic := "user.created"
	if p.lead {
		topic = "contact.created"
	}
	w.personHappened(topic, p)
}

// personChanged reports how a user or lead differs from a copy of what they were.
func (w *workspace) personChanged(was, is *person) {
	if !w.isHeard() { // spares the comparison
		return
	}
	if was.archived && !is.archived {
		w.contactHappened("contact.unarchived", is)
	}
	was.updatedAt = is.updatedAt
	if !reflect.DeepEqual(was, is) {
		w.contactHappened("contact."+is.role()+".updated", is)
	}
	if was.lead && !is.lead {
		w.contactHappened("contact.lead.signed_up", is)
		w.personHappened("contact.signed_up", is)
	}
	switch {
	case was.email == is.email:
	case !is.lead:
		w.contactHappened("contact.email.updated", is)
		w.personHappened("user.email.updated", is)
	case was.email == "":
		w.contactHappened("contact.lead.added_email", is)
		w.personHappened("contact.added_email", is)
	}
	switch {
	case is.unsubscribed && !was.unsubscribed:
		w.subscriptionHappened("contact.unsubscribed", "contact_unsubscribe", is, nil)
		if !is.lead {
			w.personHappened("user.unsubscribed", is)
		}
	case was.unsubscribed && !is.unsubscribed:
		w.subscriptionHappened("contact.subscribed", "contact_subscribe", is, nil)
	}
}

// savePersonAs makes a person what a request wants them to be. Who is not known yet
// is reported once they are added.
func (w *workspace) savePersonAs(p *person, draft person) {
	was := *p
	*p = draft
	if w.isKnown(p) {
		w.personChanged(&was, p)
	}
}

// keepPerson does the same, and adds who is not known yet.
func (w *workspace) keepPerson(p *person, draft person, at int64) {
	if w.savePersonAs(p, draft); !w.isKnown(p) {
		w.addPerson(p, at)
	}
}

func (w *workspace) isKnown(p *person) bool {
	_, ok := w.people.get(p.id)
	return ok
}

// personGone reports that somebody was archived or deleted.
func (w *workspace) personGone(p *person, how string) {
	w.happened(modern, "contact."+how, func() object { return contactStatus(p, how, true) })
	if !p.lead {
		w.personHappened("user.deleted", p)
	}
}

// personMerged reports a merge. What was a visitor until then is reported by the one
// who converts it.
func (w *workspace) personMerged(from, into *person) {
	if !w.isKnown(from) {
		return
	}
	w.happened(modern, "contact.merged", func() object {
		o := w.contactItem(into)
		o["merged_from"] = object{"type": "contact", "id": from.id}
		return o
	})
	w.personHappened("contact.signed_up", into)
}

// visitorSignedUp reports a visitor who has become a user. The item is that of 1.x
// in both generations.
func (w *workspace) visitorSignedUp(p *person) {
	for _, g := range []generation{modern, legacy} {
		w.happened(g, "visitor.signed_up", func() object { return w.personItem(p) })
	}
}

func (w *workspace) contactHappened(topic string, p *person) {
	w.happened(modern, topic, func() object { return w.contactItem(p) })
}

func (w *workspace) personHappened(topic string, p *person) {
	w.happened(legacy, topic, func() object { return w.personItem(p) })
}

// subscriptionHappened reports what somebody wants to be sent, or no longer.
func (w *workspace) subscriptionHappened(topic, kind string, p *person, types []*subscriptionType) {
	w.happened(modern, topic, func() object {
		return object{
			"type": kind, "contact": w.contactItem(p), "created_at": w.unix(),
			"subscription_types": object{"type": "list", "data": render(types, func(t *subscriptionType) object { return subscriptionTypeJSON(nil, t) })},
		}
	})
}

// choiceHappened reports a choice of somebody, or its end.
func (w *workspace) choiceHappened(p *person, t *subscriptionType, chosen bool) {
	verb := "unsubscribe"
	if chosen == (t.consent == "opt_in") {
		verb = "subscribe"
	}
	w.subscriptionHappened("granular."+verb, "granular_"+verb, p, []*subscriptionType{t})
}

// tagPerson puts a tag on somebody.
func (w *workspace) tagPerson(p *person, t *tag, at int64, by string) tagging {
	isNew := !p.has(t.id)
	put := p.put(t, at, by)
	if isNew {
		w.tagHappened("created", p, t)
	}
	return put
}

// untagPerson takes a tag off somebody.
func (w *workspace) untagPerson(p *person, id string) (tagging, bool) {
	taken, ok := p.take(id)
	if ok {
		w.tagHappened("deleted", p, taken.tag)
	}
	return taken, ok
}

func (w *workspace) tagHappened(what string, p *person, t *tag) {
	w.happened(modern, "contact."+p.role()+".tag."+what, func() object {
		return object{"type": "contact_tag", "tag": tagJSON(t), "contact": w.contactItem(p)}
	})
	topic, kind, key := "user.tag."+what, "user_tag", "user"
	if p.lead {
		topic, kind, key = "contact.tag."+what, "contact_tag", "contact"
	}
	w.happened(legacy, topic, func() object {
		return object{"type": kind, "created_at": w.unix(), "tag": tagJSON(t), key: w.personItem(p), "admin": adminJSON(w.me())}
	})
}

// companyCreated and those that follow report what happens to companies.
func (w *workspace) companyCreated(co *company) {
	w.happened(modern, "company.created", func() object { return w.companyItem(co) })
	w.happened(legacy, "company.created", func() object { return isoTimes(w.companyJSON(view(legacy), co)) })
}

func (w *workspace) companyUpdated(co *company) {
	w.happened(modern, "company.updated", func() object { return w.companyItem(co) })
}

func (w *workspace) companyDeleted(co *company) {
	w.happened(modern, "company.deleted", func() object { return deletedItem("company", co.id) })
}

// join attaches somebody to a company.
func (w *workspace) join(co *company, p *person) {
	if !slices.Contains(p.companies, co) {
		co.attach(p)
		w.companyContact("attached", co, p)
	}
}

// leave detaches somebody from a company.
func (w *workspace) leave(co *company, p *person) {
	if slices.Contains(p.companies, co) {
		co.detach(p)
		w.companyContact("detached", co, p)
	}
}

func (w *workspace) companyContact(what string, co *company, p *person) {
	w.happened(modern, "company.contact."+what, func() object {
		o := w.companyItem(co)
		o["plan_id"] = nullable(w.plans[co.plan])
		delete(o, "plan")
		return object{"company": o, "contact": w.contactItem(p)}
	})
}

// conversationHappened reports what happened in a conversation, with the parts that
// are what happened.
func (w *workspace) conversationHappened(topic string, conv *conversation, parts ...*part) {
	if conv.unanswered {
		return
	}
	w.happened(modern, topic, func() object { return w.conversationItem(modern, conv, parts) })
	if topic == "conversation.admin.open.assigned" {
		topic = "conversation.admin.assigned"
	}
	w.happened(legacy, topic, func() object { return w.conversationItem(legacy, conv, parts) })
}

// conversationDeleted has an item of its own form.
func (w *workspace) conversationDeleted(conv *conversation) {
	for _, g := range []generation{modern, legacy} {
		w.happened(g, "conversation.deleted", func() object { return object{"type": "conversation", "conversation_id": conv.id} })
	}
}

// partAdded reports a part of a conversation, or of a ticket that is none.
func (w *workspace) partAdded(conv *conversation, p *part) {
	if _, ok := w.conversations.get(conv.id); !ok {
		if t, ok := w.tickets.get(conv.id); ok {
			w.ticketPartAdded(t, p)
		}
		return
	}
	if topic := topicOfPart(p); topic != "" {
		w.conversationHappened(topic, conv, p)
	}
}

// topicOfPart is what a part of a conversation is reported as, or nothing.
func topicOfPart(p *part) string {
	switch p.kind {
	case "note":
		return "conversation.admin.noted"
	case "close":
		return "conversation.admin.closed"
	case "snoozed":
		return "conversation.admin.snoozed"
	case "timer_unsnooze":
		return "conversation.admin.unsnoozed"
	case "assignment":
		return "conversation.admin.assigned"
	case "assign_and_reopen":
		return "conversation.admin.open.assigned"
	case "open":
		if p.by.kind == "admin" {
			return "conversation.admin.opened"
		}
		return "conversation.user.replied"
	case "comment", "quick_reply":
		switch p.by.kind {
		case "admin":
			return "conversation.admin.replied"
		case "bot":
			return "conversation.operator.replied"
		}
		return "conversation.user.replied"
	}
	return ""
}

// participantHappened reports who takes part in a conversation now, or no longer.
func (w *workspace) participantHappened(what string, conv *conversation, p *person) {
	w.happened(modern, "conversation.contact."+what, func() object {
		return object{"conversation": internalConversation(conv), "contact": w.contactItem(p)}
	})
	if t, ok := w.tickets.get(conv.id); ok {
		w.happened(modern, "ticket.contact."+what, func() object {
			return object{"ticket": ticketDigest(t), "contact": w.contactItem(p)}
		})
	}
}

// rated reports the rating of a conversation, and of the ticket that it is.
func (w *workspace) rated(conv *conversation) {
	w.conversationHappened("conversation.rating.added", conv)
	if t, ok := w.tickets.get(conv.id); ok {
		w.ticketHappened("ticket.rating.provided", t)
	}
}

// partTagged reports a tag on a conversation, which is one on its latest part.
func (w *workspace) partTagged(conv *conversation, t *tag) {
	var tagged []*part
	if n := len(conv.parts); n > 0 {
		tagged = conv.parts[n-1:]
	}
	for _, g := range []generation{modern, legacy} {
		w.happened(g, "conversation_part.tag.created", func() object {
			o := w.conversationItem(g, conv, tagged)
			o["tags_added"] = object{"type": "tag.list", "tags": []object{tagJSON(t)}}
			return o
		})
	}
}

// ticketHappened reports what happened to a ticket as a whole.
func (w *workspace) ticketHappened(topic string, t *ticket) {
	w.happened(modern, topic, func() object { return w.ticketItem(t) })
}

// ticketPartAdded reports a part of a ticket.
func (w *workspace) ticketPartAdded(t *ticket, p *part) {
	switch topic := topicOfTicketPart(p); topic {
	case "":
	case "ticket.closed":
		w.happened(modern, topic, func() object { return object{"ticket": w.ticketItem(t)} })
	case "ticket.state.updated", "ticket.admin.snoozed", "ticket.admin.unsnoozed":
		w.ticketHappened(topic, t)
		if topic == "ticket.state.updated" && t.stage.category == "resolved" {
			w.ticketHappened("ticket.resolved", t)
		}
	default:
		w.happened(modern, topic, func() object {
			return object{"type": "ticket_ticket_part", "ticket": w.ticketItem(t), "ticket_part": ticketPartJSON(p)}
		})
	}
}

// topicOfTicketPart is what a part of a ticket is reported as, or nothing.
func topicOfTicketPart(p *part) string {
	switch p.kind {
	case "note":
		return "ticket.note.created"
	case "close":
		return "ticket.closed"
	case "snoozed":
		return "ticket.admin.snoozed"
	case "timer_unsnooze":
		return "ticket.admin.unsnoozed"
	case "ticket_state_updated_by_admin":
		return "ticket.state.updated"
	case "ticket_attribute_updated_by_admin":
		return "ticket.attribute.updated"
	case "assignment":
		if p.assignedTo["type"] == "team" {
			return "ticket.team.assigned"
		}
		return "ticket.admin.assigned"
	case "comment", "quick_reply", "open":
		switch {
		case p.by.kind != "admin" && p.by.kind != "bot":
			return "ticket.contact.replied"
		case p.kind != "open":
			return "ticket.admin.replied"
		}
	}
	return ""
}

// eventHappened reports an event.
func (w *workspace) eventHappened(e *event) {
	for _, g := range []generation{modern, legacy} {
		w.happened(g, "event.created", func() object {
			o := eventJSON(e)
			o["ext_metadata"] = object{}
			return o
		})
	}
}

// articleHappened reports how an article differs from what it was; see
// [rules.happened].
func (w *workspace) articleHappened(was, is *article) {
	report := func(what string) {
		w.happened(modern, "article."+what, func() object { return w.articleItem(is) })
	}
	switch {
	case is == nil:
		w.happened(modern, "article.deleted", func() object { return deletedItem("article", was.id) })
		return
	case was == nil:
		report("created")
	}
	switch wasPublic, isPublic := was.isPublished(), is.isPublished(); {
	case !wasPublic && isPublic:
		report("published")
	case wasPublic && !isPublic:
		report("unpublished")
	case was != nil:
		report("updated")
	}
}

func (a *article) isPublished() bool { return a != nil && a.contents[defaultLocale].published }

// stored reports what happens to things of a kind that are merely stored; see
// [rules.happened].
func stored[T any, P entryOf[T]](w *workspace, kind string, item func(x *exchange, v *T) object) func(was, is *T) {
	return func(was, is *T) {
		switch {
		case is == nil:
			w.happened(modern, kind+".deleted", func() object { return deletedItem(kind, P(was).stored().id) })
		case was == nil:
			w.happened(modern, kind+".created", func() object { return item(view(modern), is) })
		default:
			w.happened(modern, kind+".updated", func() object { return item(view(modern), is) })
		}
	}
}

// snippetHappened reports what happens to content snippets.
func (w *workspace) snippetHappened() func(was, is *contentSnippet) {
	return stored(w, "content_snippet", contentSnippetJSON)
}

// adminHappened reports what happened to a teammate.
func (w *workspace) adminHappened(topic string, a *admin) {
	w.happened(modern, topic, func() object { return w.adminItem(a) })
}

// activityLogged reports an entry of the activity logs.
func (w *workspace) activityLogged(a *activity) {
	w.happened(modern, "admin.activity_log_event.created", func() object {
		o := activityJSON(a)
		o["type"] = "admin_activity_log_event"
		return o
	})
}

// jobCompleted reports a job that has ended, well or not.
func (w *workspace) jobCompleted(j *job) {
	w.happened(modern, "job.completed", func() object { return w.jobJSON(j) })
}

// callEnded reports a phone call, and what there is of it.
func (w *workspace) callEnded(c *phoneCall) {
	report := func(topic string) {
		w.happened(modern, topic, func() object { return phoneCallJSON(view(modern), c) })
	}
	report("call.ended")
	if c.Recording != nil {
		report("call.recording_available")
	}
	if c.Transcript != nil {
		report("call.transcription_available")
	}
}

// connectorUsed reports the use of a data connector.
func (w *workspace) connectorUsed(e *connectorExecution) {
	w.happened(modern, "data_connector.execution.completed", func() object {
		shown := connectorExecutionJSON(e, false)
		v, _ := e.connector.inUse()
		return object{
			"type": "data_connector.execution", "id": e.id, "app_id": workspaceID, "action_id": e.connector.id, "action_name": v.name,
			"success": shown["success"], "http_status": e.status, "error_type": shown["error_type"], "execution_time_ms": shown["execution_time_ms"],
			"completed_at": iso(e.createdAt), "source_type": shown["source_type"], "source_id": nil, "conversation_id": nil,
			"user_id": nil, "admin_id": nil,
		}
	})
}
