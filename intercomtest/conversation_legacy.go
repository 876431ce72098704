package intercomtest

import (
	"cmp"
	"slices"
)

// listLegacyConversations lists all conversations, or those of an admin or a
// customer. Only with a filter order is the field and sort the direction.
func (w *workspace) listLegacyConversations(x *exchange) (any, error) {
	q := x.query
	match, field, direction := everyConversation, q.Get("order"), q.Get("sort")
	switch kind := q.Get("type"); kind {
	case "":
		field, direction = direction, field
	case "admin":
		id := cmp.Or(q.Get("admin_id"), q.Get("id"))
		if id == "nobody" {
			id = ""
		} else if _, err := w.admin(id); err != nil {
			return nil, err
		}
		match = func(conv *conversation) bool {
			return conv.adminID == id && (!q.Has("open") || (conv.state == "open") == (q.Get("open") == "true"))
		}
	case "user":
		p := w.participantBy(object{"intercom_user_id": q.Get("intercom_user_id"), "user_id": q.Get("user_id"), "email": q.Get("email")})
		if p == nil {
			return nil, userNotFound()
		}
		match = func(conv *conversation) bool { return conv.hasContact(p) && (q.Get("unread") != "true" || !conv.read) }
	default:
		return nil, invalid("type", "type must be admin or user")
	}
	before, err := x.number("before", 0)
	if err != nil {
		return nil, err
	}
	by, ok := map[string]func(*conversation) int64{
		"":              func(conv *conversation) int64 { return conv.updatedAt },
		"updated_at":    func(conv *conversation) int64 { return conv.updatedAt },
		"created_at":    func(conv *conversation) int64 { return conv.createdAt },
		"waiting_since": func(conv *conversation) int64 { return conv.waitingSince },
	}[field]
	if !ok {
		return nil, invalid("order", "conversations cannot be ordered by %q", field)
	}
	found := w.conversationsWhere(func(conv *conversation) bool {
		return match(conv) && (before == 0 || conv.updatedAt < int64(before)) && (field != "waiting_since" || conv.waitingSince > 0)
	})
	slices.SortStableFunc(found, func(a, b *conversation) int { return cmp.Compare(by(b), by(a)) })
	if direction == "asc" {
		slices.Reverse(found)
	}
	page, pages, err := paged(x, found, 20, 60)
	if err != nil {
		return nil, err
	}
	return object{
		"type":          "conversation.list",
		"conversations": render(page, func(conv *conversation) object { return w.legacyConversation(x, conv) }),
		"pages":         pages,
	}, nil
}

// legacyConversation is a conversation as 1.x shows it in lists.
func (w *workspace) legacyConversation(x *exchange, conv *conversation) object {
	customer := func(p *person) object { return object{"type": p.role(), "id": p.id} }
	assignee := object{"type": "nobody_admin", "id": nil}
	switch {
	case conv.adminID != "":
		assignee = object{"type": "admin", "id": conv.adminID}
	case conv.teamID != "":
		assignee = object{"type": "team", "id": conv.teamID}
	}
	o := object{
		"type":          "conversation",
		"id":            conv.id,
		"created_at":    conv.createdAt,
		"updated_at":    conv.updatedAt,
		"sent_at":       conv.createdAt,
		"waiting_since": nullable(conv.waitingSince),
		"snoozed_until": nullable(conv.snoozedUntil),
		"open":          conv.state == "open",
		"state":         conv.state,
		"read":          conv.read,
		"user":          nil,
		"customers":     render(conv.contacts, customer),
		"assignee":      assignee,
		"conversation_message": object{
			"type": conv.channel, "id": conv.source.id, "subject": conv.subject, "body": nullable(x.bodyForm()(conv.source.body)),
			"delivered_as": conv.deliveredAs, "author": conv.source.by.json(),
			"attachments": conv.source.attachments, "url": nullable(conv.url),
		},
		"customer_first_reply": nil,
		"conversation_rating": object{
			"rating": nil, "remark": nil, "created_at": nil, "customer": object{"type": nil, "id": nil}, "teammate": object{"type": nil, "id": nil},
		},
		"tags": object{"type": "tag.list", "tags": render(conv.taggings, taggingJSON)},
	}
	if len(conv.contacts) > 0 {
		o["user"] = customer(conv.contacts[0])
	}
	if conv.repliedAt > 0 {
		o["customer_first_reply"] = object{"type": conv.channel, "created_at": conv.repliedAt, "url": nullable(conv.url)}
	}
	if r := conv.rating; r.score > 0 {
		o["conversation_rating"] = object{
			"rating": r.score, "remark": nullable(r.remark), "created_at": r.at,
			"customer": customer(r.by), "teammate": object{"type": "admin", "id": r.of},
		}
	}
	return o
}
