package intercomtest

import (
	"strings"
)

func (w *workspace) searchConversations(x *exchange) (any, error) {
	rules := searchRules{kind: conversationField, inclusive: true, sort: "updated_at", size: 20}
	page, total, pages, err := searched(x, rules, w.conversationsWhere(everyConversation), conversationID, w.conversationValue)
	if err != nil {
		return nil, err
	}
	return w.conversationList(x, page, total, pages), nil
}

// conversationFields has what conversations can be searched by, besides custom
// attributes.
var conversationFields = func() map[string]fieldKind {
	fields := map[string]fieldKind{"source.body": wordsField}
	for kind, names := range map[fieldKind]string{
		textField: `source.type source.delivered_as source.subject source.author.type source.author.name source.author.email source.url
			channel_initiated state priority conversation_rating.remark ai_agent.resolution_state ai_agent.last_answer_type ai_agent.rating_remark
			ai_agent.source_type ai_agent.source_title`,
		anyField: `id source.id source.author.id contact_ids teammate_ids tag_ids statistics.last_closed_by_id conversation_rating.contact_id
			conversation_rating.admin_d`,
		numberField: `admin_assignee_id team_assignee_id statistics.time_to_assignment statistics.time_to_admin_reply statistics.time_to_first_close
			statistics.time_to_last_close statistics.median_time_to_reply statistics.count_reopens statistics.count_assignments
			statistics.count_conversation_parts conversation_rating.score ai_agent.rating`,
		dateField: `created_at updated_at waiting_since snoozed_until statistics.first_contact_reply_at statistics.first_assignment_at
			statistics.first_admin_reply_at statistics.first_close_at statistics.last_assignment_at statistics.last_assignment_admin_reply_at
			statistics.last_contact_reply_at statistics.last_admin_reply_at statistics.last_close_at conversation_rating.requested_at
			conversation_rating.replied_at`,
		flagField: `open read ai_agent_participated`,
	} {
		for _, name := range strings.Fields(names) {
			fields[name] = kind
		}
	}
	return fields
}()

func conversationField(field string) fieldKind {
	if strings.HasPrefix(field, "custom_attributes.") {
		return anyField
	}
	return conversationFields[field]
}

// conversationValue is what a conversation has in a field.
func (w *workspace) conversationValue(conv *conversation, field string) any {
	if name, ok := strings.CutPrefix(field, "custom_attributes."); ok {
		if list, ok := conv.attributes[name].([]any); ok {
			return render(list, textOf)
		}
		return conv.attributes[name]
	}
	if name, ok := strings.CutPrefix(field, "statistics."); ok {
		return w.statisticsJSON(conv)[name]
	}
	author := conv.source.by
	switch field {
	case "id":
		return conv.id
	case "created_at":
		return conv.createdAt
	case "updated_at":
		return conv.updatedAt
	case "waiting_since":
		return nullable(conv.waitingSince)
	case "snoozed_until":
		return nullable(conv.snoozedUntil)
	case "source.type", "channel_initiated":
		return conv.channel
	case "source.id":
		return conv.source.id
	case "source.delivered_as":
		return conv.deliveredAs
	case "source.subject":
		return conv.subject
	case "source.body":
		return markupTag.ReplaceAllString(conv.source.body, " ")
	case "source.url":
		return conv.url
	case "source.author.id":
		return author.id
	case "source.author.type":
		return author.kind
	case "source.author.name":
		return author.name
	case "source.author.email":
		return author.email
	case "contact_ids":
		return render(conv.contacts, func(p *person) string { return p.id })
	case "teammate_ids":
		return conv.teammates()
	case "tag_ids":
		return render(conv.taggings, func(t tagging) string { return t.tag.id })
	case "admin_assignee_id":
		return orZero(conv.adminID)
	case "team_assignee_id":
		return orZero(conv.teamID)
	case "open":
		return conv.state == "open"
	case "read":
		return conv.read
	case "state":
		return conv.state
	case "priority":
		return conv.priority
	case "ai_agent_participated":
		return false
	}
	return conv.ratingValue(strings.TrimPrefix(field, "conversation_rating."))
}

func (conv *conversation) ratingValue(field string) any {
	r := conv.rating
	if r.score == 0 {
		return nil
	}
	return map[string]any{
		"requested_at": r.at, "replied_at": r.at, "score": r.score, "remark": r.remark, "contact_id": r.by.id, "admin_d": r.of,
	}[field]
}

func orZero(id string) string {
	if id == "" {
		return "0"
	}
	return id
}
