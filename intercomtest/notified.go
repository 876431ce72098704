package intercomtest

import (
	"maps"
	"net/url"
	"strings"
	"time"
)

// Items of notifications, which are not in the forms of responses.

// view is a request that would get what notifications of a generation have.
func view(g generation) *exchange {
	if g == legacy {
		return &exchange{generation: g, version: "1.4", query: url.Values{}}
	}
	return &exchange{generation: g, version: newest, query: url.Values{"display_as": {"plaintext"}}}
}

// iso is a time as most notifications have it.
func iso(at int64) string { return time.Unix(at, 0).UTC().Format("2006-01-02T15:04:05.000-07:00") }

// isoTimes puts the times of an object, and of those in it, into that form.
func isoTimes(o object) object {
	for key, v := range o {
		switch v := v.(type) {
		case int64:
			if strings.HasSuffix(key, "_at") {
				o[key] = iso(v)
			}
		case object:
			isoTimes(v)
		}
	}
	return o
}

func deletedItem(kind, id string) object { return object{"type": kind, "id": id, "deleted": true} }

func (w *workspace) contactItem(p *person) object { return isoTimes(w.contactJSON(p)) }

// personItem is a user or lead of 1.x.
func (w *workspace) personItem(p *person) object { return isoTimes(w.legacyPerson(view(legacy), p)) }

// companyItem has less than a response.
func (w *workspace) companyItem(co *company) object {
	o := isoTimes(w.companyJSON(view(modern), co))
	o["tag_ids"] = render(co.taggings, func(t tagging) any { return numberOf(t.tag.id) })
	for _, key := range []string{"tags", "segments", "user_count"} {
		delete(o, key)
	}
	if co.plan == "" {
		o["plan"] = nil
	}
	return o
}

// conversationItem is a conversation with none but the given parts.
func (w *workspace) conversationItem(g generation, conv *conversation, parts []*part) object {
	x := view(g)
	o, shown := w.conversationJSON(x, conv), w.partList(x, parts, len(parts))
	o["conversation_parts"] = shown
	if g == legacy {
		return o
	}
	o["topics"] = object{"type": "topic.list", "topics": []object{}, "total_count": 0}
	if conv.teamID == "" {
		o["team_assignee_id"] = nil
	}
	for _, p := range shown["conversation_parts"].([]object) {
		if p["event_details"] == nil {
			p["event_details"] = object{}
		}
	}
	return o
}

// internalConversation is a conversation in the form that those notifications have
// which are about its contacts.
func internalConversation(conv *conversation) object {
	return object{
		"parts": []object{}, "options": object{},
		"model": object{
			"id": numberOf(conv.id), "state": conv.state, "admin_assignee_id": numberOf(conv.adminID),
			"created_at": iso(conv.createdAt), "updated_at": iso(conv.updatedAt),
		},
	}
}

// ticketItem is a ticket as its notifications have it, with "0" for no assignee.
func (w *workspace) ticketItem(t *ticket) object {
	o := w.ticketJSON(view(modern), t)
	o["admin_assignee_id"], o["team_assignee_id"] = orZero(t.adminID), orZero(t.teamID)
	return o
}

// ticketDigest is a ticket in the notifications about its contacts.
func ticketDigest(t *ticket) object {
	attributes := object{}
	for name, value := range t.attributes {
		kind := "string"
		if a := t.kind.named(name); a != nil {
			kind = a.kind
		}
		attributes[name] = object{"value": value, "type": kind}
	}
	return object{
		"id": numberOf(t.id), "url": "https://app.intercom.com/a/apps/" + workspaceID + "/conversations/" + t.id,
		"custom_attributes": attributes, "state": t.stage.category, "ticket_type": t.kind.name, "ticket_type_emoji": t.kind.icon,
		"ticket_custom_state_admin_label": t.stage.internal, "ticket_custom_state_user_label": t.stage.external,
	}
}

// adminItem is a teammate, with an id that is a number.
func (w *workspace) adminItem(a *admin) object {
	o := adminJSON(a)
	o["id"], o["avatar"] = numberOf(a.id), noAvatar()
	o["away_status_reason"] = nil
	if r, ok := w.awayReasons.get(a.awayReason); ok {
		o["away_status_reason"] = r.label
	}
	delete(o, "away_status_reason_id")
	return o
}

func (w *workspace) articleItem(a *article) object {
	x := view(modern)
	o := isoTimes(w.articleJSON(x, a))
	c := a.contents[defaultLocale]
	maps.Copy(o, object{"content_id": numberOf(c.id), "parent_id": nil, "parent_type": nullable(a.parentType)})
	if len(a.parents) > 0 {
		o["parent_id"] = a.parents[0]
	}
	return o
}
