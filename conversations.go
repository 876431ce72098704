package intercom

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// ConversationsService reads conversations, answers in them, and moves them
// between teammates and states.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations
type ConversationsService service

// Conversation is an exchange between contacts, teammates and bots. Lists and
// searches leave out its Parts: Get has them, and Parallel gets several at a
// time.
//
//intercom:schema conversation conversation_list_item
type Conversation struct {
	Object

	ID                     ID                           `json:"id,omitzero"`
	Title                  string                       `json:"title,omitzero"`
	CreatedAt              Time                         `json:"created_at,omitzero"`
	UpdatedAt              Time                         `json:"updated_at,omitzero"`
	WaitingSince           Time                         `json:"waiting_since,omitzero"` // since when the contact waits for an answer
	SnoozedUntil           Time                         `json:"snoozed_until,omitzero"`
	Open                   bool                         `json:"open,omitzero"`
	State                  ConversationState            `json:"state,omitzero"`
	Read                   bool                         `json:"read,omitzero"` // by the contact
	Priority               ConversationPriority         `json:"priority,omitzero"`
	AdminAssigneeID        ID                           `json:"admin_assignee_id,omitzero"` // empty or "0" for nobody: see Unassigned
	TeamAssigneeID         ID                           `json:"team_assignee_id,omitzero"`
	Company                Company                      `json:"company,omitzero"`
	CompanyID              ID                           `json:"company_id,omitzero"`
	Tags                   Sublist[Tag]                 `json:"tags,omitzero"`
	Rating                 ConversationRating           `json:"conversation_rating,omitzero"`
	Source                 ConversationSource           `json:"source,omitzero"` // the message it began with
	Contacts               Sublist[Participant]         `json:"contacts,omitzero"`
	Teammates              Sublist[Reference]           `json:"teammates,omitzero"` // who took part
	CustomAttributes       Attributes                   `json:"custom_attributes,omitzero"`
	FirstContactReply      FirstContactReply            `json:"first_contact_reply,omitzero"`
	SLA                    SLA                          `json:"sla_applied,omitzero"`
	Statistics             ConversationStatistics       `json:"statistics,omitzero"`
	Parts                  Sublist[ConversationPart]    `json:"conversation_parts,omitzero"` // the newest 500 at most, oldest first: see PartsTruncated
	LinkedObjects          Sublist[LinkedObject]        `json:"linked_objects,omitzero"`
	AIAgentParticipated    bool                         `json:"ai_agent_participated,omitzero"`
	AIAgent                AIAgent                      `json:"ai_agent,omitzero"`
	SalesAgentParticipated bool                         `json:"sales_agent_participated,omitzero"`
	SalesAgent             SalesAgent                   `json:"sales_agent,omitzero"`
	Channel                ConversationChannel          `json:"channel,omitzero"`
	ExternalReferences     []Reference                  `json:"external_references,omitzero"`
	MonitorEvaluations     []ConversationMonitorResult  `json:"monitor_evaluations,omitzero"` // only WithMonitors
	Scorecards             []ConversationScorecard      `json:"scorecards,omitzero"`          // only WithScorecards
	Topics                 Sublist[ConversationTopic]   `json:"topics,omitzero"`
	AITopics               Sublist[ConversationAITopic] `json:"ai_topics,omitzero"`
	Ticket                 Ticket                       `json:"ticket,omitzero"`    // that the conversation is
	Customers              []Participant                `json:"customers,omitzero"` // who takes part; only in answers of AddContact and RemoveContact
}

// Unassigned reports whether the conversation is assigned to nobody, neither
// to a teammate nor to a team.
func (c *Conversation) Unassigned() bool {
	return strings.Trim(string(c.AdminAssigneeID+c.TeamAssigneeID), "0") == ""
}

// PartsTruncated reports whether the conversation has more parts than Intercom
// sent. It sends the newest 500; there is no way to read the others.
func (c *Conversation) PartsTruncated() bool { return c.Parts.Total > len(c.Parts.Items) }

// ConversationState is where a conversation stands.
type ConversationState string

// The states of a conversation.
const (
	ConversationOpen    ConversationState = "open"
	ConversationClosed  ConversationState = "closed"
	ConversationSnoozed ConversationState = "snoozed"
)

// ConversationPriority is how urgent a conversation is.
type ConversationPriority string

// The priorities of a conversation. Before API 2.16 there were "priority" and
// "not_priority".
const (
	PriorityNone   ConversationPriority = "none"
	PriorityLow    ConversationPriority = "low"
	PriorityMedium ConversationPriority = "medium"
	PriorityHigh   ConversationPriority = "high"
	PriorityUrgent ConversationPriority = "urgent"
)

// Participant is a contact who takes part in a conversation or ticket. Load
// reads it in full.
//
//intercom:schema contact_reference
type Participant struct {
	Type       string `json:"type,omitzero"` // "contact"; "user" or "lead" in API 1.x
	ID         ID     `json:"id,omitzero"`
	ExternalID string `json:"external_id,omitzero"` // your own id of the person
}

// Reference returns what Load takes.
func (p Participant) Reference() Reference { return Reference{p.Type, p.ID} }

// Author is who wrote a message or part.
//
//intercom:schema conversation_source_author conversation_part_author ticket_part_author
type Author struct {
	Type        string `json:"type,omitzero"` // "admin", "bot", "team", "user", "lead" or "contact"
	ID          ID     `json:"id,omitzero"`
	Name        string `json:"name,omitzero"`
	Email       string `json:"email,omitzero"`
	FromAIAgent bool   `json:"from_ai_agent,omitzero"` // by Fin
	IsAIAnswer  bool   `json:"is_ai_answer,omitzero"`
}

// Reference returns what Load takes.
func (a Author) Reference() Reference { return Reference{a.Type, a.ID} }

// ConversationSource is the message that a conversation began with.
//
//intercom:schema conversation_source
type ConversationSource struct {
	Type        string            `json:"type,omitzero"` // channel, such as "conversation", "email" or "whatsapp"
	ID          ID                `json:"id,omitzero"`
	DeliveredAs string            `json:"delivered_as,omitzero"` // such as "customer_initiated" or "admin_initiated"
	Recipients  []EmailRecipient  `json:"recipients,omitzero"`
	ReplyTo     []EmailAddress    `json:"reply_to,omitzero"`
	Subject     string            `json:"subject,omitzero"`
	Body        string            `json:"body,omitzero"` // HTML, unless WithDisplayAs says otherwise
	Author      Author            `json:"author,omitzero"`
	Attachments []Attachment      `json:"attachments,omitzero"`
	URL         string            `json:"url,omitzero"` // of the page where it was written
	Redacted    bool              `json:"redacted,omitzero"`
	Email       EmailMessageExtra `json:"email_message_metadata,omitzero"`
}

// EmailRecipient is an address that an e-mail was sent to.
type EmailRecipient struct {
	Type       string `json:"type,omitzero"` // such as "to" or "cc"
	Email      string `json:"email,omitzero"`
	DropReason string `json:"drop_reason,omitzero"` // why it was not delivered to the address
}

// EmailAddress is an address with its name.
type EmailAddress struct {
	Email string `json:"email,omitzero"`
	Name  string `json:"name,omitzero"`
}

// EmailMessageExtra is what a message has that came or went by e-mail.
//
//intercom:schema email_message_metadata source_email_message_metadata
type EmailMessageExtra struct {
	Subject   string               `json:"subject,omitzero"`
	Addresses []EmailAddressHeader `json:"email_address_headers,omitzero"`
	MessageID string               `json:"message_id,omitzero"` // the header Message-ID
	History   string               `json:"history,omitzero"`    // the quoted messages; only in a source
}

// EmailAddressHeader is an address in a header of an e-mail.
//
//intercom:schema email_address_header
type EmailAddressHeader struct {
	Type    string `json:"type,omitzero"` // of the header, such as "from" or "to"
	Address string `json:"email_address,omitzero"`
	Name    string `json:"name,omitzero"`
}

// Attachment is a file in a message, or the value of a ticket's file
// attribute. Its URL expires: read the conversation again for a fresh one, and
// do not send the access token there.
//
//intercom:schema part_attachment file_attribute
type Attachment struct {
	Type        string `json:"type,omitzero"`
	Name        string `json:"name,omitzero"`
	URL         string `json:"url,omitzero"`
	ContentType string `json:"content_type,omitzero"`
	FileSize    int    `json:"filesize,omitzero"` // bytes
	Width       int    `json:"width,omitzero"`    // pixels, of an image
	Height      int    `json:"height,omitzero"`
}

// ConversationRating is what a contact thinks of a conversation.
//
//intercom:schema conversation_rating
type ConversationRating struct {
	Rating    int         `json:"rating,omitzero"` // 1 to 5; 0 if there is none
	Remark    string      `json:"remark,omitzero"`
	CreatedAt Time        `json:"created_at,omitzero"` // when the rating was asked for
	UpdatedAt Time        `json:"updated_at,omitzero"`
	Contact   Participant `json:"contact,omitzero"`
	Teammate  Reference   `json:"teammate,omitzero"` // who is rated
}

// FirstContactReply tells of the first answer of a contact.
//
//intercom:schema conversation_first_contact_reply
type FirstContactReply struct {
	CreatedAt Time   `json:"created_at,omitzero"`
	Type      string `json:"type,omitzero"` // channel
	URL       string `json:"url,omitzero"`  // of the page where it was written
}

// SLA is a service level that is promised for a conversation.
//
//intercom:schema sla_applied
type SLA struct {
	Type   string `json:"type,omitzero"`
	Name   string `json:"sla_name,omitzero"`
	Status string `json:"sla_status,omitzero"` // "hit", "missed", "cancelled" or "active"
}

// ConversationStatistics has the figures of a conversation. Times are in
// seconds.
//
//intercom:schema conversation_statistics
type ConversationStatistics struct {
	Type                           string             `json:"type,omitzero"`
	TimeToAssignment               int                `json:"time_to_assignment,omitzero"`
	TimeToAdminReply               int                `json:"time_to_admin_reply,omitzero"`
	TimeToFirstClose               int                `json:"time_to_first_close,omitzero"`
	TimeToLastClose                int                `json:"time_to_last_close,omitzero"`
	MedianTimeToReply              float64            `json:"median_time_to_reply,omitzero"`
	FirstContactReplyAt            Time               `json:"first_contact_reply_at,omitzero"`
	FirstAssignmentAt              Time               `json:"first_assignment_at,omitzero"`
	FirstAdminReplyAt              Time               `json:"first_admin_reply_at,omitzero"`
	FirstCloseAt                   Time               `json:"first_close_at,omitzero"`
	LastAssignmentAt               Time               `json:"last_assignment_at,omitzero"`
	LastAssignmentAdminReplyAt     Time               `json:"last_assignment_admin_reply_at,omitzero"`
	LastContactReplyAt             Time               `json:"last_contact_reply_at,omitzero"`
	LastAdminReplyAt               Time               `json:"last_admin_reply_at,omitzero"`
	LastCloseAt                    Time               `json:"last_close_at,omitzero"`
	LastClosedByID                 ID                 `json:"last_closed_by_id,omitzero"` // an admin
	CountReopens                   int                `json:"count_reopens,omitzero"`
	CountAssignments               int                `json:"count_assignments,omitzero"`
	CountParts                     int                `json:"count_conversation_parts,omitzero"`
	TeamFirstResponse              []TeamResponseTime `json:"assigned_team_first_response_time,omitzero"`
	TeamFirstResponseInOfficeHours []TeamResponseTime `json:"assigned_team_first_response_time_in_office_hours,omitzero"`
	TeamFirstResponseByTeam        []TeamResponseTime `json:"assigned_team_first_response_time_by_team,omitzero"`
	HandlingTime                   int                `json:"handling_time,omitzero"`
	AdjustedHandlingTime           int                `json:"adjusted_handling_time,omitzero"`
}

// TeamResponseTime is how long a team took to answer.
//
//intercom:schema conversation_response_time
type TeamResponseTime struct {
	TeamID       ID     `json:"team_id,omitzero"`
	TeamName     string `json:"team_name,omitzero"`
	ResponseTime int    `json:"response_time,omitzero"` // seconds
}

// LinkedObject is a ticket or conversation that another one is linked to.
//
//intercom:schema linked_object
type LinkedObject struct {
	Type     string         `json:"type,omitzero"` // "ticket" or "conversation"
	ID       ID             `json:"id,omitzero"`
	Category TicketCategory `json:"category,omitzero"` // of a ticket
}

// AIAgent tells what Fin did in a conversation.
//
//intercom:schema ai_agent
type AIAgent struct {
	SourceType      string                   `json:"source_type,omitzero"` // what brought Fin in, such as "workflow"
	SourceTitle     string                   `json:"source_title,omitzero"`
	LastAnswerType  string                   `json:"last_answer_type,omitzero"` // "ai_answer" or "custom_answer"
	ResolutionState string                   `json:"resolution_state,omitzero"` // such as "confirmed_resolution" or "escalated"
	Rating          int                      `json:"rating,omitzero"`           // 1 to 5; 0 if there is none
	RatingRemark    string                   `json:"rating_remark,omitzero"`
	CreatedAt       Time                     `json:"created_at,omitzero"`
	UpdatedAt       Time                     `json:"updated_at,omitzero"`
	ContentSources  Sublist[AIContentSource] `json:"content_sources,omitzero"` // what its answers are taken from
}

// AIContentSource is something that Fin took an answer from.
//
//intercom:schema content_source
type AIContentSource struct {
	ContentType string `json:"content_type,omitzero"` // such as "article" or "file"
	URL         string `json:"url,omitzero"`
	Title       string `json:"title,omitzero"`
	Locale      string `json:"locale,omitzero"`
}

// SalesAgent tells what Fin's sales agent did in a conversation.
//
//intercom:schema sales_agent
type SalesAgent struct {
	Outcome        string     `json:"outcome,omitzero"` // such as "qualified" or "spam"
	RoutingOutcome string     `json:"routing_outcome,omitzero"`
	CollectedData  Attributes `json:"collected_data,omitzero"`
}

// ConversationChannel is where a conversation takes place.
//
//intercom:schema conversation_channel
type ConversationChannel struct {
	Initial string `json:"initial,omitzero"`
	Current string `json:"current,omitzero"`
}

// ConversationMonitorResult is what a quality monitor found.
//
//intercom:schema conversation_monitor_evaluation
type ConversationMonitorResult struct {
	MonitorID   ID     `json:"monitor_id,omitzero"`
	MonitorName string `json:"monitor_name,omitzero"`
	MonitorType string `json:"monitor_type,omitzero"`
	Result      string `json:"result,omitzero"`
	Explanation string `json:"explanation,omitzero"`
	EvaluatedAt Time   `json:"evaluated_at,omitzero"`
}

// ConversationScorecard is a review of a conversation.
//
//intercom:schema conversation_scorecard
type ConversationScorecard struct {
	ID               ID                   `json:"scorecard_id,omitzero"`
	VersionID        ID                   `json:"scorecard_version_id,omitzero"`
	Name             string               `json:"name,omitzero"`
	Type             string               `json:"scorecard_type,omitzero"`
	Passed           bool                 `json:"passed,omitzero"`
	Score            float64              `json:"score,omitzero"`
	AIScore          float64              `json:"ai_score,omitzero"`
	EvaluatedAt      Time                 `json:"evaluated_at,omitzero"`
	ReviewedTeammate ScorecardTeammate    `json:"reviewed_teammate,omitzero"`
	Evaluators       []ScorecardEvaluator `json:"evaluators,omitzero"`
}

// ScorecardTeammate is whom a scorecard is about.
//
//intercom:schema conversation_scorecard_reviewed_teammate
type ScorecardTeammate struct {
	Type    string `json:"type,omitzero"` // "ai" or "admin"
	AdminID ID     `json:"admin_id,omitzero"`
}

// ScorecardEvaluator is one criterion of a scorecard.
//
//intercom:schema conversation_scorecard_evaluator
type ScorecardEvaluator struct {
	ID     ID              `json:"evaluator_id,omitzero"`
	Result ScorecardResult `json:"result,omitzero"`
}

// ScorecardResult is how a criterion was judged.
//
//intercom:schema conversation_scorecard_evaluator_result
type ScorecardResult struct {
	Value     string `json:"value,omitzero"`
	Source    string `json:"source,omitzero"`
	Reasoning string `json:"reasoning,omitzero"`
	ReasonIDs []ID   `json:"reason_ids,omitzero"`
	OtherText string `json:"other_text,omitzero"`
}

// ConversationTopic is a topic that a conversation belongs to.
type ConversationTopic struct {
	Type string `json:"type,omitzero"`
	ID   ID     `json:"id,omitzero"`
	Name string `json:"name,omitzero"`
}

// ConversationAITopic is a topic that Intercom's AI found.
type ConversationAITopic struct {
	Type      string              `json:"type,omitzero"`
	Name      string              `json:"topic_name,omitzero"`
	Subtopics []ConversationTopic `json:"subtopics,omitzero"`
}

// DisplayAs is a form in which bodies and subjects are sent.
type DisplayAs string

// Plaintext is text without markup, with links as "text (address)".
const Plaintext DisplayAs = "plaintext"

// WithDisplayAs says in which form the bodies and subjects of conversations
// are wanted; the default is HTML. It is for Conversations.Get and Update, and
// the lists for an admin or user.
//
// Like the other options of Conversations it belongs to a call.
func WithDisplayAs(form DisplayAs) Option {
	return forCall("WithDisplayAs", WithQuery("display_as", string(form)).apply)
}

// WithTranslations asks Conversations.Get for parts that are translated to the
// language of the conversation.
func WithTranslations() Option {
	return forCall("WithTranslations", WithQuery("include_translations", "true").apply)
}

// WithMonitors asks Conversations.Search for Conversation.MonitorEvaluations.
func WithMonitors() Option {
	return forCall("WithMonitors", WithQuery("include_monitors", "true").apply)
}

// WithScorecards asks Conversations.Search for Conversation.Scorecards.
func WithScorecards() Option {
	return forCall("WithScorecards", WithQuery("include_scorecards", "true").apply)
}

// Get returns the conversation with the given id, with its newest 500 parts.
func (s *ConversationsService) Get(ctx context.Context, id ID, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, op("GET /conversations/{conversation_id}", id), opts)
}

// List lists the conversations, those updated last first, without their parts.
func (s *ConversationsService) List(ctx context.Context, opts ...Option) *Pager[Conversation] {
	return list[Conversation](ctx, s.client, op("GET /conversations").in("conversations"), opts)
}

// ListSorted lists the conversations in an order. Sorted by
// ConversationSortWaitingSince it has only those where a contact waits. It asks
// API 1.4.
func (s *ConversationsService) ListSorted(ctx context.Context, sort ConversationSort, order SortOrder, opts ...Option) *Pager[Conversation] {
	return listAs[legacyConversation, Conversation](ctx, s.client, legacyConversations().query("sort", string(sort)).query("order", string(order)), opts)
}

// ListForAdmin lists the conversations that are assigned to an admin. It asks
// API 1.4.
func (s *ConversationsService) ListForAdmin(ctx context.Context, admin ID, filter AdminConversationFilter, opts ...Option) *Pager[Conversation] {
	return listAs[legacyConversation, Conversation](ctx, s.client, filter.request(admin), opts)
}

// ListUnassigned lists the conversations that are assigned to nobody. It asks
// API 1.4.
func (s *ConversationsService) ListUnassigned(ctx context.Context, filter AdminConversationFilter, opts ...Option) *Pager[Conversation] {
	return listAs[legacyConversation, Conversation](ctx, s.client, filter.request("nobody"), opts)
}

// ListForUser lists the conversations of a user or lead; a lead is known by its
// ID only. It asks API 1.4.
//
// Intercom takes the call as a visit: it can start messages that match the
// person, at most once in 15 minutes.
func (s *ConversationsService) ListForUser(ctx context.Context, person ParticipantRef, filter UserConversationFilter, opts ...Option) *Pager[Conversation] {
	return listAs[legacyConversation, Conversation](ctx, s.client, filter.request(person), opts)
}

// AdminConversationFilter selects and orders conversations of an admin.
type AdminConversationFilter struct {
	Open   Opt[bool]        // true: open ones, false: closed ones
	Before Time             // those before it; not in Intercom's documentation
	Sort   ConversationSort // default ConversationSortUpdatedAt
	Order  SortOrder        // default Descending
}

func (f AdminConversationFilter) request(admin ID) *request {
	r := legacyConversations().query("type", "admin").selected("admin_id", string(admin))
	if open, ok := f.Open.Get(); ok {
		r.query("open", strconv.FormatBool(open))
	}
	if !f.Before.IsZero() {
		r.query("before", strconv.FormatInt(f.Before.Unix(), 10))
	}
	return filtered(r, f.Sort, f.Order)
}

// UserConversationFilter selects and orders conversations of a user or lead.
type UserConversationFilter struct {
	Unread bool             // those that the person has not read
	Sort   ConversationSort // default ConversationSortUpdatedAt; not by ConversationSortWaitingSince
	Order  SortOrder        // default Descending
}

func (f UserConversationFilter) request(person ParticipantRef) *request {
	r := legacyConversations().query("type", "user")
	r.query(participant(r, "person", person))
	if f.Unread {
		r.query("unread", "true")
	}
	if f.Sort == ConversationSortWaitingSince {
		r.invalid("Sort", "by waiting_since is for conversations of admins")
	}
	return filtered(r, f.Sort, f.Order)
}

// filtered orders a filtered list. There, and only there, Intercom has swapped
// the parameters: order is the field and sort the direction.
func filtered(r *request, sort ConversationSort, order SortOrder) *request {
	return r.query("order", string(sort)).query("sort", string(order))
}

// ConversationSort is a field to order conversations by.
type ConversationSort string

// What conversations can be ordered by.
const (
	ConversationSortCreatedAt    ConversationSort = "created_at"
	ConversationSortUpdatedAt    ConversationSort = "updated_at"
	ConversationSortWaitingSince ConversationSort = "waiting_since" // only those where a contact waits
)

// ListDeleted lists the conversations that were deleted; the zero order is
// Descending. A page has at most 60.
func (s *ConversationsService) ListDeleted(ctx context.Context, order SortOrder, opts ...Option) *Pager[DeletedConversation] {
	return list[DeletedConversation](ctx, s.client, op("GET /conversations/deleted").in("conversations").query("order", string(order)), opts)
}

// DeletedConversation is what is left of a conversation.
//
//intercom:schema deleted_conversation_item
type DeletedConversation struct {
	Object

	ID              ID   `json:"id,omitzero"`
	MetricsRetained bool `json:"metrics_retained,omitzero"` // it still counts in reports
	DeletedAt       Time `json:"deleted_at,omitzero"`
}

// Search finds conversations, without their parts. They are compared to the
// second.
func (s *ConversationsService) Search(ctx context.Context, query Query, opts ...Option) *Pager[Conversation] {
	return list[Conversation](ctx, s.client, searching(op("POST /conversations/search").in("conversations"), query, nil), opts)
}

// Create starts a conversation in the name of a contact. The answer is the
// message, which tells the ConversationID.
func (s *ConversationsService) Create(ctx context.Context, params ConversationCreate, opts ...Option) (*Message, error) {
	return do[Message](ctx, s.client, params.request(), opts)
}

// ConversationCreate describes a conversation that a contact starts.
//
//intercom:schema create_conversation_request
type ConversationCreate struct {
	From           Reference `json:"from"` // required: Type "user", "lead" or "contact", and ID. A visitor is a "contact" and becomes a lead
	Body           string    `json:"body"` // required; plain text
	Subject        string    `json:"subject,omitzero"`
	AttachmentURLs []string  `json:"attachment_urls,omitzero"` // images, at most 10
	CreatedAt      Time      `json:"created_at,omitzero"`      // for conversations that come from another system
	BrandID        ID        `json:"brand_id,omitzero"`
}

func (p ConversationCreate) request() *request {
	return attach(op("POST /conversations"), p.AttachmentURLs, nil, maxAttachments).
		require("From.Type", p.From.Type).require("From.ID", string(p.From.ID)).require("Body", p.Body).body(p)
}

// Update changes a conversation. To answer in it, or to close or assign it,
// there are other methods.
func (s *ConversationsService) Update(ctx context.Context, id ID, params ConversationUpdate, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, op("PUT /conversations/{conversation_id}", id).body(params), opts)
}

// ConversationUpdate is a change of a conversation. Custom attributes are
// merged; those that relate to custom objects are lists of their ids. Two
// attributes of the same name in the workspace make it a BadRequestError.
//
//intercom:schema update_conversation_request
type ConversationUpdate struct {
	Read             Opt[bool]   `json:"read,omitzero"`
	Title            Opt[string] `json:"title,omitzero"`
	CustomAttributes Attributes  `json:"custom_attributes,omitzero"`
	CompanyID        Opt[ID]     `json:"company_id,omitzero"` // Intercom's; null takes the company off
}

// MarkRead marks a conversation as read by the contact.
func (s *ConversationsService) MarkRead(ctx context.Context, id ID, opts ...Option) (*Conversation, error) {
	return s.Update(ctx, id, ConversationUpdate{Read: Set(true)}, opts...)
}

// Delete deletes a conversation for good. It still counts in reports.
func (s *ConversationsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /conversations/{conversation_id}", id), opts)
}

// DeleteWithMetrics deletes a conversation for good, and what it added to
// reports. The token needs the scope delete_conversations_and_metrics.
func (s *ConversationsService) DeleteWithMetrics(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /conversations/{conversation_id}", id).query("retain_metrics", "false"), opts)
}

// Reply adds what an admin or a contact says, as an AdminReply or ContactReply.
// It is never sent twice: see WithReplay.
func (s *ConversationsService) Reply(ctx context.Context, id ID, reply Reply, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, replying(op("POST /conversations/{conversation_id}/reply", id), reply), opts)
}

// ReplyToLast adds what a contact says to its newest conversation, or returns a
// NotFoundError if it has none.
func (s *ConversationsService) ReplyToLast(ctx context.Context, reply ContactReply, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, replying(op("POST /conversations/{conversation_id}/reply", "last"), reply), opts)
}

// ReplyToLastOf adds what an admin says to the newest conversation of a person,
// or returns a NotFoundError if there is none. It asks API 1.4, which takes no
// files and at most 5 AttachmentURLs.
func (s *ConversationsService) ReplyToLastOf(ctx context.Context, person ParticipantRef, reply AdminReply, opts ...Option) (*Conversation, error) {
	return doAs[legacyConversation, Conversation](ctx, s.client, reply.legacy(legacy("POST /conversations/last/reply"), "", person), opts)
}

// ReplyAndOpen adds what an admin says and opens the conversation, in one step.
// It asks API 1.4, which takes no files and at most 5 AttachmentURLs.
func (s *ConversationsService) ReplyAndOpen(ctx context.Context, id ID, reply AdminReply, opts ...Option) (*Conversation, error) {
	return doAs[legacyConversation, Conversation](ctx, s.client, reply.legacy(legacy("POST /conversations/{id}/reply", id), "open", nil), opts)
}

// Open opens a conversation that is closed or snoozed.
func (s *ConversationsService) Open(ctx context.Context, id, admin ID, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, managing(id, managingBody{MessageType: "open", AdminID: admin}).require("admin", string(admin)), opts)
}

// Close closes a conversation, and can say something to that.
func (s *ConversationsService) Close(ctx context.Context, id ID, params ConversationClose, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, managing(id, managingBody{MessageType: "close", Type: "admin", AdminID: params.AdminID, Body: params.Body}).require("AdminID", string(params.AdminID)), opts)
}

// ConversationClose says how to close a conversation.
type ConversationClose struct {
	AdminID ID     `json:"admin_id"`      // required: who closes it
	Body    string `json:"body,omitzero"` // what the admin says
}

// Snooze closes a conversation until a moment to come, when it opens by itself.
func (s *ConversationsService) Snooze(ctx context.Context, id, admin ID, until time.Time, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, snoozing(id, admin, until), opts)
}

func snoozing(id, admin ID, until time.Time) *request {
	r := managing(id, managingBody{MessageType: "snoozed", AdminID: admin, SnoozedUntil: At(until)}).require("admin", string(admin))
	if until.IsZero() {
		r.invalid("until", "is zero")
	}
	return r
}

// Assign gives a conversation to a teammate or a team, and can say something to
// that. It can be with one of each.
func (s *ConversationsService) Assign(ctx context.Context, id ID, params ConversationAssign, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, params.request(id), opts)
}

// ConversationAssign says to whom to give a conversation: ToAdmin or ToTeam.
type ConversationAssign struct {
	AdminID ID     `json:"admin_id"`             // required: who assigns it
	ToAdmin ID     `json:"assignee_id,omitzero"` // the admin who gets it
	ToTeam  ID     `json:"-"`                    // the team that gets it
	Body    string `json:"body,omitzero"`        // what the assigning admin says
}

func (p ConversationAssign) request(id ID) *request {
	body := managingBody{MessageType: "assignment", Type: "admin", AdminID: p.AdminID, AssigneeID: p.ToAdmin, Body: p.Body}
	if p.ToTeam != "" {
		body.Type, body.AssigneeID = "team", p.ToTeam
	}
	r := managing(id, body).require("AdminID", string(p.AdminID))
	if (p.ToAdmin == "") == (p.ToTeam == "") {
		r.invalid("ToAdmin or ToTeam", "is required, one of them")
	}
	return r
}

// Unassign takes a conversation away from its admin and team.
func (s *ConversationsService) Unassign(ctx context.Context, id, admin ID, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, managing(id, managingBody{MessageType: "assignment", Type: "admin", AdminID: admin, AssigneeID: "0"}).require("admin", string(admin)), opts)
}

func managing(id ID, body managingBody) *request {
	return op("POST /conversations/{conversation_id}/parts", id).body(body)
}

//intercom:schema assign_conversation_request close_conversation_request open_conversation_request snooze_conversation_request
type managingBody struct {
	MessageType  string `json:"message_type"`
	Type         string `json:"type,omitzero"`
	AdminID      ID     `json:"admin_id"`
	AssigneeID   ID     `json:"assignee_id,omitzero"`
	Body         string `json:"body,omitzero"`
	SnoozedUntil Time   `json:"snoozed_until,omitzero"`
}

// RunAssignmentRules assigns a conversation by the rules of the workspace. It
// asks API 1.4; the modern API has dropped it.
func (s *ConversationsService) RunAssignmentRules(ctx context.Context, id ID, opts ...Option) (*Conversation, error) {
	return doAs[legacyConversation, Conversation](ctx, s.client, legacy("POST /conversations/{id}/run_assignment_rules", id), opts)
}

// AddContact lets another contact take part in a conversation. An e-mail
// address that nobody has makes a new lead. The answer may have nothing but
// Customers.
func (s *ConversationsService) AddContact(ctx context.Context, id ID, params ConversationAddContact, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, params.request(id), opts)
}

// ConversationAddContact says who adds whom to a conversation: AdminID or
// AddedBy is required.
type ConversationAddContact struct {
	AdminID ID             `json:"admin_id,omitzero"` // the admin who adds
	AddedBy ParticipantRef `json:"-"`                 // the contact who adds
	Contact ParticipantRef `json:"-"`                 // required: who is added
}

func (p ConversationAddContact) request(id ID) *request {
	r := op("POST /conversations/{conversation_id}/customers", id)
	key, value := participant(r, "Contact", p.Contact)
	body := addContactBody{AdminID: p.AdminID, Customer: map[string]any{key: value}}
	if (p.AdminID == "") == (p.AddedBy == nil) {
		r.invalid("AdminID or AddedBy", "is required, one of them")
	} else if p.AddedBy != nil {
		key, value := participant(r, "AddedBy", p.AddedBy)
		body.Customer["customer"] = map[string]string{key: value}
	}
	return r.body(body)
}

//intercom:schema attach_contact_to_conversation_request
type addContactBody struct {
	AdminID  ID             `json:"admin_id,omitzero"`
	Customer map[string]any `json:"customer,omitzero"`
}

// RemoveContact takes a contact out of a conversation with several, on behalf
// of an admin; the last one stays, which is an UnprocessableEntityError. The
// answer may have nothing but Customers.
func (s *ConversationsService) RemoveContact(ctx context.Context, id, contact, admin ID, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, op("DELETE /conversations/{conversation_id}/customers/{contact_id}", id, contact).
		require("admin", string(admin)).body(removeContactBody{admin}), opts)
}

//intercom:schema detach_contact_from_conversation_request
type removeContactBody struct {
	AdminID ID `json:"admin_id"`
}

// RedactPart blanks out what a part says. A part without a body is an error
// with the code conversation_part_not_redactable.
func (s *ConversationsService) RedactPart(ctx context.Context, id, part ID, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, redacting(redactBody{Type: "conversation_part", ConversationID: id, PartID: part}, "part", part), opts)
}

// RedactSource blanks out the message that a contact began a conversation with,
// by Conversation.Source.ID.
func (s *ConversationsService) RedactSource(ctx context.Context, id, source ID, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, redacting(redactBody{Type: "source", ConversationID: id, SourceID: source}, "source", source), opts)
}

func redacting(body redactBody, what string, which ID) *request {
	return op("POST /conversations/redact").upsert().require("id", string(body.ConversationID)).require(what, string(which)).body(body)
}

//intercom:schema redact_conversation_request
type redactBody struct {
	Type           string `json:"type,omitzero"`
	ConversationID ID     `json:"conversation_id,omitzero"`
	PartID         ID     `json:"conversation_part_id,omitzero"`
	SourceID       ID     `json:"source_id,omitzero"`
}

// Merge moves a conversation into another one, which it returns. The one that
// was merged is closed. An UnprocessableEntityError says why it is not possible.
func (s *ConversationsService) Merge(ctx context.Context, id, into ID, opts ...Option) (*Conversation, error) {
	return do[Conversation](ctx, s.client, op("POST /conversations/{id}/merge", id).
		require("into", string(into)).body(mergeBody{NumberID(into)}), opts)
}

//intercom:schema merge_conversations_request
type mergeBody struct {
	Into NumberID `json:"merge_into_conversation_id"`
}

// ConvertToTicket makes a conversation a ticket of a type for customers.
func (s *ConversationsService) ConvertToTicket(ctx context.Context, id ID, params ConversationConvert, opts ...Option) (*Ticket, error) {
	return do[Ticket](ctx, s.client, op("POST /conversations/{conversation_id}/convert", id).
		require("TicketTypeID", string(params.TicketTypeID)).body(params), opts)
}

// ConversationConvert describes the ticket that a conversation becomes.
//
//intercom:schema convert_conversation_to_ticket_request
type ConversationConvert struct {
	TicketTypeID  ID         `json:"ticket_type_id"` // required
	TicketStateID ID         `json:"ticket_state_id,omitzero"`
	Attributes    Attributes `json:"attributes,omitzero"`
}

// ListHandlingEvents lists when teammates paused and resumed their work on a
// conversation.
func (s *ConversationsService) ListHandlingEvents(ctx context.Context, id ID, opts ...Option) *Pager[HandlingEvent] {
	return list[HandlingEvent](ctx, s.client, op("GET /conversations/{id}/handling_events", id).in("handling_events"), opts)
}

// HandlingEvent is a pause, or the end of one.
//
//intercom:schema handling_event
type HandlingEvent struct {
	Object

	Teammate  TeammateReference `json:"teammate,omitzero"`
	Type      string            `json:"type,omitzero"` // "paused" or "resumed"
	Timestamp Time              `json:"timestamp,omitzero"`
	Reason    string            `json:"reason,omitzero"`
}

// TeammateReference names a teammate, team or bot.
//
//intercom:schema teammate_reference
type TeammateReference struct {
	Type  string `json:"type,omitzero"` // "admin", "team" or "bot"
	ID    ID     `json:"id,omitzero"`
	Name  string `json:"name,omitzero"`
	Email string `json:"email,omitzero"`
}

// ListSideConversations lists the threads that teammates started from a
// conversation. A page has at most 50.
func (s *ConversationsService) ListSideConversations(ctx context.Context, id ID, opts ...Option) *Pager[SideConversation] {
	return list[SideConversation](ctx, s.client, op("GET /conversations/{id}/side_conversations", id).in("side_conversations").numbered(), opts)
}

// SideConversation is a thread among teammates, and those they bring in.
//
//intercom:schema side_conversation_summary
type SideConversation struct {
	Object

	ID         ID                 `json:"side_conversation_id,omitzero"`
	Parts      []ConversationPart `json:"conversation_parts,omitzero"`
	TotalParts int                `json:"total_count,omitzero"`
}

func participant(r *request, what string, ref ParticipantRef) (key, value string) {
	return keyOf(r, what, ref, ParticipantRef.participantRef)
}

func legacyConversations() *request { return legacy("GET /conversations").in("conversations") }

// legacyConversation is a conversation of API 1.4, where it is not as today.
type legacyConversation struct {
	Conversation
	User       Participant        `json:"user"`
	Assignee   Reference          `json:"assignee"`
	Message    ConversationSource `json:"conversation_message"`
	FirstReply FirstContactReply  `json:"customer_first_reply"`
	Rating     legacyRating       `json:"conversation_rating"`
}

type legacyRating struct {
	ConversationRating
	Customer Participant `json:"customer"`
}

func (old *legacyConversation) value() *Conversation {
	c := &old.Conversation
	c.Source, c.FirstContactReply = old.Message, old.FirstReply
	c.Rating = old.Rating.ConversationRating
	c.Rating.Contact = old.Rating.Customer
	if c.Contacts.Items, c.Customers = c.Customers, nil; c.Contacts.Items == nil && old.User.ID != "" {
		c.Contacts.Items = []Participant{old.User}
	}
	switch old.Assignee.Type {
	case "admin":
		c.AdminAssigneeID = old.Assignee.ID
	case "team":
		c.TeamAssigneeID = old.Assignee.ID
	}
	return c
}
