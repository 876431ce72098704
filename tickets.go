package intercom

import (
	"context"
	"slices"
	"strings"
	"time"
)

// TicketsService reads and writes tickets, what is said in them, and what they are
// linked to.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tickets
type TicketsService service

// Ticket is a request that is worked on step by step. A conversation that was
// converted is a ticket with the same ID.
//
//intercom:schema ticket
type Ticket struct {
	Object

	ID                    ID                    `json:"id,omitzero"`        // for the API
	TicketID              string                `json:"ticket_id,omitzero"` // the number that people see
	Category              TicketCategory        `json:"category,omitzero"`
	Attributes            Attributes            `json:"ticket_attributes,omitzero"` // by name, such as TicketAttributeNameTitle
	State                 TicketState           `json:"ticket_state,omitzero"`
	Type                  TicketType            `json:"ticket_type,omitzero"`
	Contacts              Sublist[Participant]  `json:"contacts,omitzero"`
	AdminAssigneeID       ID                    `json:"admin_assignee_id,omitzero"` // empty or "0" for nobody: see Unassigned
	TeamAssigneeID        ID                    `json:"team_assignee_id,omitzero"`  // empty or "0" for none
	CreatedAt             Time                  `json:"created_at,omitzero"`
	UpdatedAt             Time                  `json:"updated_at,omitzero"`
	Open                  bool                  `json:"open,omitzero"`
	SnoozedUntil          Time                  `json:"snoozed_until,omitzero"`
	LinkedObjects         Sublist[LinkedObject] `json:"linked_objects,omitzero"` // at most 1,000; HasMore if there are others
	Parts                 Sublist[TicketPart]   `json:"ticket_parts,omitzero"`   // the newest 500 at most, oldest first: see PartsTruncated
	Channel               string                `json:"channel,omitzero"`        // such as "messenger"; in webhooks
	CompanyID             ID                    `json:"company_id,omitzero"`     // in webhooks
	IsShared              bool                  `json:"is_shared,omitzero"`      // the contact can see it
	PreviousTicketStateID ID                    `json:"previous_ticket_state_id,omitzero"`
	StateInternalLabel    string                `json:"ticket_state_internal_label,omitzero"` // not in every response
	StateExternalLabel    string                `json:"ticket_state_external_label,omitzero"` // not in every response
}

func (*Ticket) load(ref Reference) *request {
	if ref.Type != "ticket" {
		return nil
	}
	return op("GET /tickets/{ticket_id}", ref.ID)
}

// Unassigned reports whether the ticket is assigned to nobody, neither to a
// teammate nor to a team.
func (t *Ticket) Unassigned() bool {
	return strings.Trim(string(t.AdminAssigneeID+t.TeamAssigneeID), "0") == ""
}

// PartsTruncated reports whether the ticket has more parts than Intercom sent.
// It sends the newest 500; there is no way to read the others.
func (t *Ticket) PartsTruncated() bool { return t.Parts.Total > len(t.Parts.Items) }

// The attributes that every ticket has.
const (
	TicketAttributeNameTitle       = "_default_title_"
	TicketAttributeNameDescription = "_default_description_"
)

// TicketCategory is whom tickets are for.
type TicketCategory string

// The categories of tickets.
const (
	TicketCategoryCustomer   TicketCategory = "Customer"
	TicketCategoryBackOffice TicketCategory = "Back-office"
	TicketCategoryTracker    TicketCategory = "Tracker"
)

// TicketPart is one thing that was said or done in a ticket.
//
//intercom:schema ticket_part ticket_reply
type TicketPart struct {
	Object

	ID                  ID                    `json:"id,omitzero"`
	PartType            PartType              `json:"part_type,omitzero"`
	Body                string                `json:"body,omitzero"` // HTML
	PreviousTicketState TicketStateCategory   `json:"previous_ticket_state,omitzero"`
	TicketState         TicketStateCategory   `json:"ticket_state,omitzero"`
	CreatedAt           Time                  `json:"created_at,omitzero"`
	UpdatedAt           Time                  `json:"updated_at,omitzero"`
	AssignedTo          Reference             `json:"assigned_to,omitzero"`
	Author              Author                `json:"author,omitzero"`
	Attachments         []Attachment          `json:"attachments,omitzero"`
	ExternalID          string                `json:"external_id,omitzero"`
	Redacted            bool                  `json:"redacted,omitzero"`
	AppPackageCode      string                `json:"app_package_code,omitzero"` // of the app that added it
	UpdatedAttribute    TicketAttributeUpdate `json:"updated_attribute_data,omitzero"`
	Translations        map[string]string     `json:"translations,omitzero"` // of Body by locale; "original" is the locale it was written in
}

// TicketAttributeUpdate is an attribute of a ticket and what it became.
type TicketAttributeUpdate struct {
	Attribute TicketAttributeName  `json:"attribute,omitzero"`
	Value     TicketAttributeValue `json:"value,omitzero"`
}

// TicketAttributeName names an attribute of a ticket.
type TicketAttributeName struct {
	Type  string `json:"type,omitzero"`
	ID    ID     `json:"id,omitzero"`
	Label string `json:"label,omitzero"`
}

// TicketAttributeValue is what an attribute of a ticket became: one value, or
// several files.
type TicketAttributeValue struct {
	Type   string   `json:"type,omitzero"`
	IDs    []ID     `json:"id,omitzero"`
	Labels []string `json:"label,omitzero"`
}

// Get returns the ticket with the given id, with its newest 500 parts, or a
// NotFoundError with the code ticket_not_found. The number that people see, which
// is Ticket.TicketID, is not accepted.
func (s *TicketsService) Get(ctx context.Context, id ID, opts ...Option) (*Ticket, error) {
	return do[*Ticket](ctx, s.client, op("GET /tickets/{ticket_id}", id), opts)
}

// Search lists the tickets that match the query. Times are compared to the
// second; After and Before include the moment itself. All tickets are found by
// what they all have, such as a TicketFieldCreatedAt after 1970.
func (s *TicketsService) Search(ctx context.Context, query Query, opts ...Option) *Pager[*Ticket] {
	return list[*Ticket](ctx, s.client, op("POST /tickets/search").in("tickets").search(query, nil), opts)
}

// TicketSearchOptions are the optional parameters of Tickets.Search, and of the
// methods that search: Count, UpdatedSince and WaitFor.
type TicketSearchOptions struct {
	private

	Sort SearchSort // default: Intercom's own order; UpdatedSince has its own
}

func (o TicketSearchOptions) apply(c *config) { c.optional("POST /tickets/search", o) }

func (o TicketSearchOptions) set(r *request) { r.sorted(o.Sort) }

// Count returns how many tickets match the query.
func (s *TicketsService) Count(ctx context.Context, query Query, opts ...Option) (int, error) {
	return s.Search(ctx, query, opts...).Count()
}

// UpdatedSince lists the tickets that were updated at t or later, to the second,
// in the order of their updates. A ticket that is updated meanwhile is yielded
// again. It takes the options of Search.
//
// Searches lag behind by minutes: to miss nothing, let t overlap with the last
// run by a quarter of an hour or so.
func (s *TicketsService) UpdatedSince(ctx context.Context, t time.Time, opts ...Option) *Pager[*Ticket] {
	order := TicketSearchOptions{Sort: SearchSort{"updated_at", Ascending}}
	return updatedSince(t, (*Ticket).updatedAt,
		s.Search(ctx, TicketFieldUpdatedAt.After(t.Add(-time.Second)), append(slices.Clip(opts), order)...))
}

func (t *Ticket) updatedAt() Time { return t.UpdatedAt }

// WaitFor waits until the query finds a ticket, and returns it. It searches at
// once and then less and less often, up to 15 seconds apart. ctx should have a
// deadline: when it ends, so does WaitFor, with its error.
//
// To read a ticket whose id is known, Get needs no waiting.
func (s *TicketsService) WaitFor(ctx context.Context, query Query, opts ...Option) (*Ticket, error) {
	return waitFor(ctx, s.Search(ctx, query, opts...).PerPage(1))
}

// Create creates a ticket. It is never sent twice: see WithReplay.
//
// To make a ticket of a conversation, use Conversations.ConvertToTicket.
func (s *TicketsService) Create(ctx context.Context, params TicketCreate, opts ...Option) (*Ticket, error) {
	return do[*Ticket](ctx, s.client, params.request(op("POST /tickets")), opts)
}

// Enqueue lets Intercom create a ticket after its response. It returns the job,
// which Jobs.Wait follows, and whose ResourceID is the ticket in the end. What can
// be seen to be wrong at once is a BadRequestError.
func (s *TicketsService) Enqueue(ctx context.Context, params TicketCreate, opts ...Option) (*Job, error) {
	return do[*Job](ctx, s.client, params.request(op("POST /tickets/enqueue")), opts)
}

// EnqueueAndWait is Enqueue that waits until the ticket is created, and returns
// it. If Intercom could not create it, that is an ErrJobFailed. When ctx ends
// first, the ticket may be created all the same. Once it was enqueued, the text of
// every error has the id of the job, which Jobs.Get reads.
func (s *TicketsService) EnqueueAndWait(ctx context.Context, params TicketCreate, opts ...Option) (*Ticket, error) {
	job, err := s.Enqueue(ctx, params, opts...)
	if err != nil {
		return nil, err
	}
	others := withoutBody(opts)
	done, err := s.client.Jobs.Wait(ctx, job.ID, others...)
	var ticket *Ticket
	if err == nil {
		ticket, err = s.Get(ctx, done.ResourceID, others...)
	}
	if err != nil {
		return nil, ofJob("job", job.ID, err)
	}
	return ticket, nil
}

// TicketCreate describes a ticket. The value of a list attribute is the id of
// one of its items: see TicketTypeAttribute.ItemID. ConversationToLinkID is for
// back-office and tracker tickets only: the conversation or customer ticket that
// they are about.
type TicketCreate struct {
	private

	TicketTypeID         ID         `json:"ticket_type_id"`                   // required
	Contact              ContactRef `json:"-"`                                // required: an e-mail address that nobody has makes a new contact
	Attributes           Attributes `json:"ticket_attributes,omitzero"`       // by name, such as TicketAttributeNameTitle
	CompanyID            ID         `json:"company_id,omitzero"`              // Intercom's
	ConversationToLinkID ID         `json:"conversation_to_link_id,omitzero"` // what it is about
	AdminAssigneeID      ID         `json:"-"`                                // the admin who gets it
	TeamAssigneeID       ID         `json:"-"`                                // the team that gets it
	CreatedAt            Time       `json:"created_at,omitzero"`              // for tickets that come from another system
	SkipNotifications    bool       `json:"skip_notifications,omitzero"`
}

func (p TicketCreate) request(r *request) *request {
	r.require("TicketTypeID", string(p.TicketTypeID))
	key, value := keyOf(r, "Contact", p.Contact, ContactRef.contactRef)
	return r.body(ticketCreateBody{p, []map[string]string{{key: value}}, ticketAssignment{p.AdminAssigneeID, p.TeamAssigneeID}})
}

//intercom:schema create_ticket_request
type ticketCreateBody struct {
	TicketCreate
	Contacts   []map[string]string `json:"contacts"` // one, as Intercom allows no more
	Assignment ticketAssignment    `json:"assignment,omitzero"`
}

type ticketAssignment struct {
	AdminAssigneeID ID `json:"admin_assignee_id,omitzero"`
	TeamAssigneeID  ID `json:"team_assignee_id,omitzero"`
}

// Update changes a ticket: its attributes and state, whom it is assigned to, and
// whether it is open, snoozed or shared. A state that its type does not have is a
// BadRequestError with the code ticket_state_id_invalid; an admin or team that
// does not exist is a NotFoundError with the code assignee_not_found.
func (s *TicketsService) Update(ctx context.Context, id ID, params TicketUpdate, opts ...Option) (*Ticket, error) {
	return do[*Ticket](ctx, s.client, op("PUT /tickets/{ticket_id}", id).body(params), opts)
}

// TicketUpdate is a change of a ticket. Attributes that are not named stay as
// they are. The value of a list attribute is the id of one of its items: see
// TicketTypeAttribute.ItemID.
//
//intercom:schema update_ticket_request
type TicketUpdate struct {
	private

	Attributes        Attributes `json:"ticket_attributes,omitzero"` // by name, such as TicketAttributeNameTitle
	TicketStateID     Opt[ID]    `json:"ticket_state_id,omitzero"`   // a state of the ticket's type
	CompanyID         Opt[ID]    `json:"company_id,omitzero"`        // Intercom's; null takes the company off
	Open              Opt[bool]  `json:"open,omitzero"`              // false closes the ticket, and ends its snooze
	IsShared          Opt[bool]  `json:"is_shared,omitzero"`         // the contact can see it
	SnoozedUntil      Opt[Time]  `json:"snoozed_until,omitzero"`     // when it opens by itself
	AssigneeID        Opt[ID]    `json:"assignee_id,omitzero"`       // the admin or team that gets it; "0" takes it away from both
	AdminID           NumberID   `json:"admin_id,omitzero"`          // who acts, for workflows and the history; default Fin
	SkipNotifications bool       `json:"skip_notifications,omitzero"`
}

// Delete deletes a ticket for good, with all that was said in it. It still counts
// in reports. A plan that does not allow it is a ForbiddenError.
func (s *TicketsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /tickets/{ticket_id}", id), opts)
}

// ChangeType makes a ticket one of another type, of the same category. Attributes
// that both types have, by name and kind, keep their values. A type or state that
// does not fit, or an attribute that the new type lacks, is a BadRequestError.
func (s *TicketsService) ChangeType(ctx context.Context, id ID, params TicketChangeType, opts ...Option) (*Ticket, error) {
	return do[*Ticket](ctx, s.client, params.request(id), opts)
}

// TicketChangeType describes the type that a ticket gets.
//
//intercom:schema change_ticket_type_request
type TicketChangeType struct {
	private

	TicketTypeID  ID         `json:"ticket_type_id"`             // required
	TicketStateID ID         `json:"ticket_state_id"`            // required: a state of the new type
	Attributes    Attributes `json:"ticket_attributes,omitzero"` // of the new type; they come before those that are kept
}

func (p TicketChangeType) request(id ID) *request {
	return op("POST /tickets/{ticket_id}/change_type", id).
		require("TicketTypeID", string(p.TicketTypeID)).require("TicketStateID", string(p.TicketStateID)).body(p)
}

// LinkConversation links a conversation, or a customer ticket, to a tracker
// ticket, and returns the conversation. It is a BadRequestError if the ticket is
// no tracker (code invalid_ticket_type), if the conversation has a tracker already
// (already_linked_to_tracker), or if the ticket has 2,500 conversations
// (linked_conversation_limit_exceeded).
func (s *TicketsService) LinkConversation(ctx context.Context, id, conversation ID, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, op("POST /tickets/{ticket_id}/linked_conversations", id).
		require("conversation", string(conversation)).body(linkedConversationBody{conversation}), opts)
}

type linkedConversationBody struct {
	ConversationID ID `json:"conversation_id"`
}

// UnlinkConversation takes a conversation, or a customer ticket, off a tracker
// ticket, and returns the conversation. One that is not linked to it is a
// NotFoundError with the code conversation_not_found.
func (s *TicketsService) UnlinkConversation(ctx context.Context, id, conversation ID, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, op("DELETE /tickets/{ticket_id}/linked_conversations/{id}", id, conversation), opts)
}

// Reply adds what an admin or a contact says to a ticket, as an AdminReply or
// ContactReply, and returns it. It is never sent twice: see WithReplay.
//
// Contacts can attach AttachmentURLs only. Their replies to back-office tickets
// are a BadRequestError with the code parameter_mismatch.
func (s *TicketsService) Reply(ctx context.Context, id ID, reply Reply, opts ...Option) (*TicketPart, error) {
	return do[*TicketPart](ctx, s.client, op("POST /tickets/{ticket_id}/reply", id).reply(reply), opts)
}
