package intercomtest

import "cmp"

func (w *workspace) customChannelRoutes() routes {
	return routes{
		modern: {
			"POST /custom_channel_events/notify_new_conversation":     w.channelBegins,
			"POST /custom_channel_events/notify_new_message":          w.notified("body", channelSays),
			"POST /custom_channel_events/notify_quick_reply_selected": w.notified("quick_reply_option_id", channelChooses),
			"POST /custom_channel_events/notify_attribute_collected":  w.notified("attribute", channelGives),
		},
	}
}

// channelContact finds or creates who an event of a custom channel is by.
func (w *workspace) channelContact(x *exchange) (*person, error) {
	sent := x.body.object("contact")
	f := &fields{object: sent}
	f.need("type", "external_id")
	if sent.text("type") == "user" {
		f.need("name", "email")
	}
	id := sent.text("external_id")
	p := first(w.peopleWhere(func(p *person) bool { return p.externalID == id }))
	if p == nil {
		p = w.newPerson(x, sent.text("type") == "lead")
		p.externalID = id
	}
	draft := *p
	if draft.common(f); f.err == nil {
		f.err = w.conflicting(&draft)
	}
	if f.err != nil {
		return nil, f.err
	}
	draft.updatedAt = x.now
	w.keepPerson(p, draft, x.now)
	return p, nil
}

// channelBegins takes the beginning of a conversation, once.
func (w *workspace) channelBegins(x *exchange) (any, error) {
	f := &fields{object: x.body}
	if f.need("event_id", "external_conversation_id", "contact"); f.err != nil {
		return nil, f.err
	}
	p, err := w.channelContact(x)
	if err != nil {
		return nil, err
	}
	id := x.body.text("external_conversation_id")
	conv, known := w.channels.get(id)
	if !known {
		conv = w.channels.add(id, w.newConversation(x.now, p.speaker(), ""))
		conv.contacts = []*person{p}
		conv.channel, conv.deliveredAs, conv.read = "custom_channel", "customer_initiated", true
		w.conversationHappened("conversation.user.created", conv)
	}
	return channelResult(id, conv, p), nil
}

// notified takes an event of a conversation that has begun. The field is what
// such an event has besides what all have.
func (w *workspace) notified(field string, add func(w *workspace, x *exchange, conv *conversation, by *person) *part) handler {
	return func(x *exchange) (any, error) {
		f := &fields{object: x.body}
		if f.need("event_id", "external_conversation_id", "contact", field); f.err != nil {
			return nil, f.err
		}
		id := x.body.text("external_conversation_id")
		conv, ok := w.channels.get(id)
		if !ok {
			return nil, notFound("Resource Not Found")
		}
		p, err := w.channelContact(x)
		if err != nil {
			return nil, err
		}
		said := add(w, x, conv, p)
		conv.figures.lastContactReply = x.now
		conv.repliedAt, conv.waitingSince = cmp.Or(conv.repliedAt, x.now), cmp.Or(conv.waitingSince, x.now)
		w.partAdded(conv, said)
		return channelResult(id, conv, p), nil
	}
}

func channelSays(w *workspace, x *exchange, conv *conversation, by *person) *part {
	return conv.add(w, x, "comment", by.speaker(), x.body.text("body"))
}

func channelChooses(w *workspace, x *exchange, conv *conversation, by *person) *part {
	said := conv.add(w, x, "comment", by.speaker(), "")
	said.metadata = object{"quick_reply_uuid": x.body.text("quick_reply_option_id")}
	return said
}

func channelGives(w *workspace, x *exchange, conv *conversation, by *person) *part {
	attribute := x.body.object("attribute")
	conv.attributes[attribute.text("id")] = attribute["value"]
	return conv.add(w, x, "comment", by.speaker(), attribute.text("value"))
}

func channelResult(id string, conv *conversation, p *person) object {
	return object{
		"external_conversation_id": id,
		"conversation_id":          conv.id,
		"external_contact_id":      p.externalID,
		"contact_id":               p.id,
	}
}
