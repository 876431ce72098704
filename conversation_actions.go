package intercom

import (
	"context"
	"time"
)

// Reply adds what an admin or a contact says, as an AdminReply or ContactReply.
// It is never sent twice: see WithReplay.
func (s *ConversationsService) Reply(ctx context.Context, id ID, reply Reply, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, op("POST /conversations/{conversation_id}/reply", id).reply(reply), opts)
}

// ReplyToLast adds what a contact says to its newest conversation. If it has none,
// that is a NotFoundError, or a BadRequestError with the code parameter_invalid.
func (s *ConversationsService) ReplyToLast(ctx context.Context, reply ContactReply, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, op("POST /conversations/{conversation_id}/reply", "last").reply(reply), opts)
}

// ReplyToLastOf adds what an admin says to the newest conversation of a person,
// or returns a NotFoundError if there is none. It asks API 1.4, which takes no
// files and at most 5 AttachmentURLs.
func (s *ConversationsService) ReplyToLastOf(ctx context.Context, person ParticipantRef, reply AdminReply, opts ...Option) (*Conversation, error) {
	return doAs[*legacyConversation](ctx, s.client, reply.legacy(legacy("POST /conversations/last/reply"), "", person), opts)
}

// ReplyAndOpen adds what an admin says and opens the conversation, in one step.
// It asks API 1.4, which takes no files and at most 5 AttachmentURLs.
func (s *ConversationsService) ReplyAndOpen(ctx context.Context, id ID, reply AdminReply, opts ...Option) (*Conversation, error) {
	return doAs[*legacyConversation](ctx, s.client, reply.legacy(legacy("POST /conversations/{id}/reply", id), "open", nil), opts)
}

// Open opens a conversation that is closed or snoozed.
func (s *ConversationsService) Open(ctx context.Context, id ID, as AsAdmin, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, managingBody{MessageType: "open"}.request(id, as), opts)
}

// Close closes a conversation, and can say something to that.
func (s *ConversationsService) Close(ctx context.Context, id ID, as AsAdmin, params ConversationClose, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, params.request(id, as), opts)
}

// ConversationClose is what goes with closing a conversation.
type ConversationClose struct {
	private

	Body string `json:"body,omitzero"` // what the admin says
}

func (p ConversationClose) request(id ID, as AsAdmin) *request {
	return managingBody{MessageType: "close", Type: "admin", Body: p.Body}.request(id, as)
}

// Snooze closes a conversation until a moment to come, when it opens by itself.
func (s *ConversationsService) Snooze(ctx context.Context, id ID, until time.Time, as AsAdmin, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, managingBody{MessageType: "snoozed", SnoozedUntil: At(until)}.request(id, as).
		requireMoment("until", At(until)), opts)
}

// Assign gives a conversation to a teammate or a team, and can say something to
// that. It can be with one of each.
func (s *ConversationsService) Assign(ctx context.Context, id ID, as AsAdmin, params ConversationAssign, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, params.request(id, as), opts)
}

// ConversationAssign names who gets a conversation: ToAdmin or ToTeam.
type ConversationAssign struct {
	private

	ToAdmin ID     `json:"assignee_id,omitzero"` // the admin who gets it
	ToTeam  ID     `json:"-"`                    // the team that gets it
	Body    string `json:"body,omitzero"`        // what the assigning admin says
}

func (p ConversationAssign) request(id ID, as AsAdmin) *request {
	body := managingBody{MessageType: "assignment", Type: "admin", AssigneeID: p.ToAdmin, Body: p.Body}
	if p.ToTeam != "" {
		body.Type, body.AssigneeID = "team", p.ToTeam
	}
	r := body.request(id, as)
	if (p.ToAdmin == "") == (p.ToTeam == "") {
		r.invalid("ToAdmin or ToTeam", "is required, one of them")
	}
	return r
}

// Unassign takes a conversation away from its admin and team.
func (s *ConversationsService) Unassign(ctx context.Context, id ID, as AsAdmin, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, managingBody{MessageType: "assignment", Type: "admin", AssigneeID: "0"}.request(id, as), opts)
}

//intercom:schema assign_conversation_request close_conversation_request open_conversation_request snooze_conversation_request
type managingBody struct {
	MessageType  string  `json:"message_type"`
	Type         string  `json:"type,omitzero"`
	AdminID      AsAdmin `json:"admin_id"`
	AssigneeID   ID      `json:"assignee_id,omitzero"`
	Body         string  `json:"body,omitzero"`
	SnoozedUntil Time    `json:"snoozed_until,omitzero"`
}

func (b managingBody) request(id ID, as AsAdmin) *request {
	b.AdminID = as
	return op("POST /conversations/{conversation_id}/parts", id).require("as", string(as)).body(b)
}

// RunAssignmentRules assigns a conversation by the rules of the workspace. It
// asks API 1.4; the modern API has dropped it.
func (s *ConversationsService) RunAssignmentRules(ctx context.Context, id ID, opts ...Option) (*Conversation, error) {
	return doAs[*legacyConversation](ctx, s.client, legacy("POST /conversations/{id}/run_assignment_rules", id), opts)
}

// AddContact lets another contact take part in a conversation, on behalf of an
// admin or of a contact who takes part in it already. An e-mail address that
// nobody has makes a new lead. The response may have nothing but Customers.
func (s *ConversationsService) AddContact(
	ctx context.Context, id ID, as ActorRef, params ConversationAddContact, opts ...Option,
) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, params.request(id, as), opts)
}

// ConversationAddContact names whom to add to a conversation.
type ConversationAddContact struct {
	private

	Contact ParticipantRef `json:"-"` // required
}

func (p ConversationAddContact) request(id ID, as ActorRef) *request {
	r := op("POST /conversations/{conversation_id}/customers", id)
	key, value := participant(r, "Contact", p.Contact)
	body := addContactBody{Customer: map[string]any{key: value}}
	switch key, value := keyOf(r, "as", as, ActorRef.actorRef); key {
	case "admin_id":
		body.AdminID = AsAdmin(value)
	default:
		body.Customer["customer"] = map[string]string{key: value}
	}
	return r.body(body)
}

//intercom:schema attach_contact_to_conversation_request
type addContactBody struct {
	AdminID  AsAdmin        `json:"admin_id,omitzero"`
	Customer map[string]any `json:"customer,omitzero"`
}

// RemoveContact takes a contact out of a conversation with several, on behalf
// of an admin; the last one stays, which is an UnprocessableEntityError. The
// response may have nothing but Customers.
func (s *ConversationsService) RemoveContact(ctx context.Context, id, contact ID, as AsAdmin, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, op("DELETE /conversations/{conversation_id}/customers/{contact_id}", id, contact).
		require("as", string(as)).body(removeContactBody{as}), opts)
}

//intercom:schema detach_contact_from_conversation_request
type removeContactBody struct {
	AdminID AsAdmin `json:"admin_id"`
}

// RedactPart blanks out what a part says. A part without a body is an error
// with the code conversation_part_not_redactable.
func (s *ConversationsService) RedactPart(ctx context.Context, id, part ID, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, redactBody{Type: "conversation_part", ConversationID: id, PartID: part}.request("part", part), opts)
}

// RedactSource blanks out the message that a contact began a conversation with,
// by Conversation.Source.ID.
func (s *ConversationsService) RedactSource(ctx context.Context, id, source ID, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, redactBody{Type: "source", ConversationID: id, SourceID: source}.request("source", source), opts)
}

//intercom:schema redact_conversation_request
type redactBody struct {
	Type           string `json:"type,omitzero"`
	ConversationID ID     `json:"conversation_id,omitzero"`
	PartID         ID     `json:"conversation_part_id,omitzero"`
	SourceID       ID     `json:"source_id,omitzero"`
}

func (b redactBody) request(what string, which ID) *request {
	return op("POST /conversations/redact").upsert().require("id", string(b.ConversationID)).require(what, string(which)).body(b)
}

// Merge moves a conversation into another one, which it returns. The one that
// was merged is closed. An UnprocessableEntityError says why it is not possible.
func (s *ConversationsService) Merge(ctx context.Context, id, into ID, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, op("POST /conversations/{id}/merge", id).
		require("into", string(into)).body(mergeBody{NumberID(into)}), opts)
}

//intercom:schema merge_conversations_request
type mergeBody struct {
	Into NumberID `json:"merge_into_conversation_id"`
}

// ConvertToTicket makes a conversation a ticket of a type for customers.
func (s *ConversationsService) ConvertToTicket(ctx context.Context, id ID, params ConversationConvertToTicket, opts ...Option) (*Ticket, error) {
	return do[*Ticket](ctx, s.client, params.request(id), opts)
}

// ConversationConvertToTicket describes the ticket that a conversation becomes.
//
//intercom:schema convert_conversation_to_ticket_request
type ConversationConvertToTicket struct {
	private

	TicketTypeID  ID         `json:"ticket_type_id"` // required
	TicketStateID ID         `json:"ticket_state_id,omitzero"`
	Attributes    Attributes `json:"attributes,omitzero"`
}

func (p ConversationConvertToTicket) request(id ID) *request {
	return op("POST /conversations/{conversation_id}/convert", id).require("TicketTypeID", string(p.TicketTypeID)).body(p)
}
