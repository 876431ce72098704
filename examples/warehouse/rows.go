package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/go-intercom/intercom"
)

// The statements that write a row.
var (
	upsertTag     = upsert(tags, "id", "name raw")
	upsertCompany = upsert(companies, "id", `company_id name plan industry website size user_count monthly_spend created_at updated_at
		last_request_at custom_attributes raw`)
	upsertContact = upsert(contacts, "id", `external_id role email phone name owner_id country created_at updated_at signed_up_at last_seen_at
		custom_attributes raw`)
	upsertConversation = upsert(conversations, "id", `title state priority channel subject body author_type author_id admin_assignee_id
		team_assignee_id company_id rating created_at updated_at waiting_since parts_truncated custom_attributes listed raw`)
	upsertTicket = upsert(tickets, "id", `ticket_id category ticket_type state title open admin_assignee_id team_assignee_id created_at updated_at
		parts_truncated ticket_attributes raw`)
	upsertConversationPart = upsert("conversation_parts", "conversation_id id", partColumns)
	upsertTicketPart       = upsert("ticket_parts", "ticket_id id", partColumns)
)

const partColumns = "part_type body author_type author_id redacted created_at updated_at raw"

func (p *page) upsertTag(tag *intercom.Tag) {
	p.change(upsertTag, text(tag.ID), text(tag.Name), jsonb(tag.Raw()))
}

// forgetOtherTags erases the tags that are not among ids, and takes them off
// whatever has them.
func (p *page) forgetOtherTags(ids []string) {
	p.change("DELETE FROM tags WHERE id <> ALL($1)", ids)
	for _, table := range []string{"contact_tags", "company_tags", "conversation_tags"} {
		p.change("DELETE FROM "+table+" WHERE tag_id <> ALL($1)", ids)
	}
}

// keep returns the things that are to be written, and notes that they are there.
func keep[T any](p *page, kind string, all []*T, id func(*T) intercom.ID) ([]*T, error) {
	ids := idsOf(all, id)
	gone, err := p.lasting(kind, ids)
	if err != nil {
		return nil, err
	}
	p.present(kind, ids)
	return slices.DeleteFunc(slices.Clone(all), func(thing *T) bool { return gone[clean(string(id(thing)))] }), nil
}

func (m *mirror) writeCompanies(p *page, all []*intercom.Company) error {
	all, err := keep(p, companies, all, func(c *intercom.Company) intercom.ID { return c.ID })
	tagged := &links{table: "company_tags", owner: "company_id", other: "tag_id"}
	for _, c := range all {
		p.change(upsertCompany, text(c.ID), text(c.CompanyID), text(c.Name), text(c.Plan.Name), text(c.Industry), text(c.Website),
			c.Size, c.UserCount, c.MonthlySpend, moment(c.CreatedAt), moment(c.UpdatedAt), moment(c.LastRequestAt),
			field(c, "custom_attributes"), jsonb(c.Raw()))
		tagged.add(c.ID, idsOf(c.Tags.Items, func(t intercom.Tag) intercom.ID { return t.ID }))
	}
	p.link(tagged)
	return err
}

func (m *mirror) writeContacts(p *page, all []*intercom.Contact) error {
	all, err := keep(p, contacts, all, func(c *intercom.Contact) intercom.ID { return c.ID })
	if err != nil {
		return err
	}
	tagged := &links{table: "contact_tags", owner: "contact_id", other: "tag_id"}
	employed := &links{table: "contact_companies", owner: "contact_id", other: "company_id"}
	for c, err := range intercom.ParallelItems(p.ctx, all, m.workers, m.complete) {
		if err != nil {
			return err
		}
		p.change(upsertContact, text(c.ID), text(c.ExternalID), text(c.Role), text(c.Email), text(c.Phone), text(c.Name), text(c.OwnerID),
			text(c.Location.Country), moment(c.CreatedAt), moment(c.UpdatedAt), moment(c.SignedUpAt), moment(c.LastSeenAt),
			field(c, "custom_attributes"), jsonb(c.Raw()))
		tagged.add(c.ID, c.tagIDs)
		employed.add(c.ID, c.companyIDs)
	}
	p.link(tagged)
	p.link(employed)
	return nil
}

// completeContact is a contact with the ids of all its tags and companies.
type completeContact struct {
	*intercom.Contact
	tagIDs, companyIDs []string
}

// complete asks for the tags and companies of a contact that has more of them
// than the ten that come with it.
func (m *mirror) complete(ctx context.Context, c *intercom.Contact) (*completeContact, error) {
	linkID := func(l intercom.ContactLink) intercom.ID { return l.ID }
	all := &completeContact{c, idsOf(c.Tags.Items, linkID), idsOf(c.Companies.Items, linkID)}
	if c.Tags.HasMore {
		list, err := m.client.Tags.ListForContact(ctx, c.ID).Collect()
		if err != nil {
			return intercom.IfFound(all, err) // none of a contact that was deleted meanwhile
		}
		all.tagIDs = idsOf(list, func(t *intercom.Tag) intercom.ID { return t.ID })
	}
	if c.Companies.HasMore {
		list, err := m.client.Companies.ListForContact(ctx, c.ID).Collect()
		if err != nil {
			return intercom.IfFound(all, err)
		}
		all.companyIDs = idsOf(list, func(c *intercom.Company) intercom.ID { return c.ID })
	}
	return all, nil
}

// writeActivities erases the contacts that were deleted, and those that were
// merged into others, which it reads again.
func (m *mirror) writeActivities(p *page, all []*intercom.ContactActivity) error {
	var ids []string
	for _, a := range all {
		ids = append(ids, clean(string(a.MergeSourceID)))
	}
	mirrored, err := p.mirrored(contacts, ids)
	if err != nil {
		return err
	}
	var targets []intercom.ID
	for _, a := range all {
		switch {
		case a.EventType == intercom.ContactActivityTypeDeleted && a.ContactID != "":
			p.forget(contacts, a.ContactID, deleted, "")
		case a.EventType == intercom.ContactActivityTypeMerged && a.MergeSourceID != "":
			p.forget(contacts, a.MergeSourceID, merged, a.MergeTargetID)
			if mirrored[clean(string(a.MergeSourceID))] {
				targets = append(targets, a.MergeTargetID)
			}
		}
	}
	var found []*intercom.Contact
	get := func(ctx context.Context, id intercom.ID) (*intercom.Contact, error) {
		return intercom.IfFound(m.client.Contacts.Get(ctx, id))
	}
	for c, err := range intercom.ParallelItems(p.ctx, targets, m.workers, get) {
		if err != nil {
			return err
		}
		found = append(found, c)
	}
	return m.writeContacts(p, found)
}

// writeDeleted erases conversations. A ticket that one of them was converted to has
// its id, and is read again.
func (m *mirror) writeDeleted(p *page, all []*intercom.DeletedConversation) error {
	for _, c := range all {
		p.forget(conversations, c.ID, deleted, "")
		p.note("INSERT INTO to_read (kind, id) SELECT 'tickets', id FROM tickets WHERE id = $1 ON CONFLICT DO NOTHING", text(c.ID))
	}
	return nil
}

// writeListed writes conversations of a list, which has them without their parts.
// It reads those whose entry in the list is another one than last time.
func (m *mirror) writeListed(p *page, all []*intercom.Conversation) error {
	all, err := keep(p, conversations, all, func(c *intercom.Conversation) intercom.ID { return c.ID })
	if err != nil {
		return err
	}
	known, err := p.listed(idsOf(all, func(c *intercom.Conversation) intercom.ID { return c.ID }))
	if err != nil {
		return err
	}
	entries := map[intercom.ID]string{}
	changed := slices.DeleteFunc(all, func(c *intercom.Conversation) bool {
		entries[c.ID] = hash(c.Raw())
		return known[clean(string(c.ID))] == entries[c.ID]
	})
	get := func(ctx context.Context, c *intercom.Conversation) (*intercom.Conversation, error) {
		return intercom.IfFound(m.client.Conversations.Get(ctx, c.ID))
	}
	with, tagged := conversationLinks()
	for c, err := range intercom.ParallelItems(p.ctx, changed, m.workers, get) {
		if err != nil {
			return err
		}
		p.conversation(c, entries[c.ID], with, tagged)
	}
	p.link(with)
	p.link(tagged)
	return nil
}

// writeConversations writes conversations that have their parts.
func (m *mirror) writeConversations(p *page, all []*intercom.Conversation) error {
	all, err := keep(p, conversations, all, func(c *intercom.Conversation) intercom.ID { return c.ID })
	with, tagged := conversationLinks()
	for _, c := range all {
		p.conversation(c, "", with, tagged)
	}
	p.link(with)
	p.link(tagged)
	return err
}

func conversationLinks() (with, tagged *links) {
	return &links{table: "conversation_contacts", owner: "conversation_id", other: "contact_id"},
		&links{table: "conversation_tags", owner: "conversation_id", other: "tag_id"}
}

// settled is how long a conversation has to be left alone before its entry in the
// list is taken to say whether it has changed: times have whole seconds.
const settled = time.Minute

// conversation writes a conversation with its parts. The entry is the hash of what
// the list had of it, or empty.
func (p *page) conversation(c *intercom.Conversation, entry string, with, tagged *links) {
	if time.Since(c.UpdatedAt.Time) < settled {
		entry = ""
	}
	companyID := cmp.Or(c.CompanyID, c.Company.ID)
	p.change(upsertConversation, text(c.ID), text(c.Title), text(c.State), text(c.Priority), text(c.Source.Type), text(c.Source.Subject),
		text(c.Source.Body), text(c.Source.Author.Type), text(c.Source.Author.ID), text(c.AdminAssigneeID), text(c.TeamAssigneeID),
		text(companyID), number(c.Rating.Rating), moment(c.CreatedAt), moment(c.UpdatedAt), moment(c.WaitingSince), c.PartsTruncated(),
		field(c, "custom_attributes"), text(entry), jsonb(without(c.Raw(), "conversation_parts")))
	with.add(c.ID, idsOf(c.Contacts.Items, participantID))
	tagged.add(c.ID, idsOf(c.Tags.Items, func(t intercom.Tag) intercom.ID { return t.ID }))
	for _, part := range c.Parts.Items {
		p.change(upsertConversationPart, text(c.ID), text(part.ID), text(part.PartType), text(part.Body), text(part.Author.Type), text(part.Author.ID),
			part.Redacted, moment(part.CreatedAt), moment(part.UpdatedAt), jsonb(part.Raw()))
	}
	if !c.PartsTruncated() {
		p.change("DELETE FROM conversation_parts WHERE conversation_id = $1 AND id <> ALL($2)", text(c.ID),
			idsOf(c.Parts.Items, func(part intercom.ConversationPart) intercom.ID { return part.ID }))
	}
}

// writeTickets writes tickets of a list, which has them with their parts, or read
// one by one.
func (m *mirror) writeTickets(p *page, all []*intercom.Ticket) error {
	all, err := keep(p, tickets, all, func(t *intercom.Ticket) intercom.ID { return t.ID })
	with := &links{table: "ticket_contacts", owner: "ticket_id", other: "contact_id"}
	for _, t := range all {
		title, _ := t.Attributes.String(intercom.TicketAttributeNameTitle)
		p.change(upsertTicket, text(t.ID), text(t.TicketID), text(t.Category), text(t.Type.Name), text(t.State.InternalLabel), text(title),
			t.Open, text(t.AdminAssigneeID), text(t.TeamAssigneeID), moment(t.CreatedAt), moment(t.UpdatedAt), t.PartsTruncated(),
			field(t, "ticket_attributes"), jsonb(without(t.Raw(), "ticket_parts")))
		with.add(t.ID, idsOf(t.Contacts.Items, participantID))
		for _, part := range t.Parts.Items {
			p.change(upsertTicketPart, text(t.ID), text(part.ID), text(part.PartType), text(part.Body), text(part.Author.Type), text(part.Author.ID),
				part.Redacted, moment(part.CreatedAt), moment(part.UpdatedAt), jsonb(part.Raw()))
		}
		if t.Has("ticket_parts") && !t.PartsTruncated() {
			p.change("DELETE FROM ticket_parts WHERE ticket_id = $1 AND id <> ALL($2)", text(t.ID),
				idsOf(t.Parts.Items, func(part intercom.TicketPart) intercom.ID { return part.ID }))
		}
	}
	p.link(with)
	return err
}

func participantID(p intercom.Participant) intercom.ID { return p.ID }
