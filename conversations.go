package intercom

import (
	"context"
	"slices"
	"strings"
	"time"
)

// ConversationsService reads conversations, replies in them, and moves them
// between teammates and states.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations
// https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/conversation-parts
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
	WaitingSince           Time                         `json:"waiting_since,omitzero"` // since when the contact waits for a reply
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
	MonitorEvaluations     []ConversationMonitorResult  `json:"monitor_evaluations,omitzero"` // only with ConversationSearchOptions.Monitors
	Scorecards             []ConversationScorecard      `json:"scorecards,omitzero"`          // only with ConversationSearchOptions.Scorecards
	Topics                 Sublist[ConversationTopic]   `json:"topics,omitzero"`
	AITopics               Sublist[ConversationAITopic] `json:"ai_topics,omitzero"`
	Ticket                 Ticket                       `json:"ticket,omitzero"`    // that the conversation is
	Customers              []Participant                `json:"customers,omitzero"` // who takes part; set by AddContact and RemoveContact only
}

func (*Conversation) load(ref Reference) *request {
	if ref.Type != "conversation" {
		return nil
	}
	return op("GET /conversations/{conversation_id}", ref.ID)
}

// Unassigned reports whether the conversation is assigned to nobody, neither
// to a teammate nor to a team.
func (c *Conversation) Unassigned() bool {
	return strings.Trim(string(c.AdminAssigneeID+c.TeamAssigneeID), "0") == ""
}

// PartsTruncated reports whether the conversation has more parts than Intercom
// sent. It sends the newest 500; there is no way to read the others.
func (c *Conversation) PartsTruncated() bool {
	parts := len(c.Parts.Items)
	if c.Parts.Total == 0 && parts > 0 { // the statistics count the first message as well
		return c.Statistics.CountParts > parts+1
	}
	return c.Parts.Total > parts
}

// ConversationState is where a conversation stands.
type ConversationState string

// The states of a conversation.
const (
	ConversationStateOpen    ConversationState = "open"
	ConversationStateClosed  ConversationState = "closed"
	ConversationStateSnoozed ConversationState = "snoozed"
)

// ConversationPriority is how urgent a conversation is.
type ConversationPriority string

// The priorities of a conversation. Before API 2.16 there were "priority" and
// "not_priority".
const (
	ConversationPriorityNone   ConversationPriority = "none"
	ConversationPriorityLow    ConversationPriority = "low"
	ConversationPriorityMedium ConversationPriority = "medium"
	ConversationPriorityHigh   ConversationPriority = "high"
	ConversationPriorityUrgent ConversationPriority = "urgent"
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
	Body        string            `json:"body,omitzero"` // HTML, unless DisplayAs of the options is another form
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

// FirstContactReply is when and where a contact replied first.
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

// TeamResponseTime is how long a team took to reply.
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

// AIAgent is what Fin did in a conversation.
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
	ContentSources  Sublist[AIContentSource] `json:"content_sources,omitzero"` // what its replies are taken from
}

// AIContentSource is something that Fin took a reply from.
//
//intercom:schema content_source
type AIContentSource struct {
	ContentType string `json:"content_type,omitzero"` // such as "article" or "file"
	URL         string `json:"url,omitzero"`
	Title       string `json:"title,omitzero"`
	Locale      string `json:"locale,omitzero"`
}

// SalesAgent is what Fin's sales agent did in a conversation.
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

// DisplayAsPlaintext is text without markup, with links as "text (address)".
const DisplayAsPlaintext DisplayAs = "plaintext"

// Get returns the conversation with the given id, with its newest 500 parts.
func (s *ConversationsService) Get(ctx context.Context, id ID, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, op("GET /conversations/{conversation_id}", id), opts)
}

// ConversationGetOptions are the optional parameters of Conversations.Get.
type ConversationGetOptions struct {
	private

	DisplayAs    DisplayAs // the form of bodies and subjects; default HTML
	Translations bool      // parts are translated to the language of the conversation
}

func (o ConversationGetOptions) apply(c *config) {
	c.optional("GET /conversations/{conversation_id}", o)
}

func (o ConversationGetOptions) set(r *request) {
	r.query("display_as", string(o.DisplayAs)).flag("include_translations", o.Translations)
}

// List lists the conversations, those updated last first, without their parts.
func (s *ConversationsService) List(ctx context.Context, opts ...Option) *Pager[*Conversation] {
	return list[*Conversation](ctx, s.client, op("GET /conversations").paged(150).in("conversations"), opts)
}

// ListDeleted lists the conversations that were deleted, the latest first
// unless its options say otherwise. A page has at most 60.
func (s *ConversationsService) ListDeleted(ctx context.Context, opts ...Option) *Pager[*DeletedConversation] {
	return list[*DeletedConversation](ctx, s.client, op("GET /conversations/deleted").paged(60).in("conversations"), opts)
}

// ConversationListDeletedOptions are the optional parameters of
// Conversations.ListDeleted.
type ConversationListDeletedOptions struct {
	private

	Order SortOrder // default Descending
}

func (o ConversationListDeletedOptions) apply(c *config) {
	c.optional("GET /conversations/deleted", o)
}

func (o ConversationListDeletedOptions) set(r *request) { r.query("order", string(o.Order)) }

// DeletedConversation is what is left of a conversation.
//
//intercom:schema deleted_conversation_item
type DeletedConversation struct {
	Object

	ID              ID   `json:"id,omitzero"`
	MetricsRetained bool `json:"metrics_retained,omitzero"` // it still counts in reports
	DeletedAt       Time `json:"deleted_at,omitzero"`
}

// Search lists the conversations that match the query, without their parts.
// Times are compared to the second; After and Before include the moment itself.
func (s *ConversationsService) Search(ctx context.Context, query Query, opts ...Option) *Pager[*Conversation] {
	return list[*Conversation](ctx, s.client, op("POST /conversations/search").in("conversations").search(query, nil), opts)
}

// ConversationSearchOptions are the optional parameters of Conversations.Search
// and Conversations.UpdatedSince.
type ConversationSearchOptions struct {
	private

	Sort       SearchSort // default by the latest update, descending; UpdatedSince has its own
	Monitors   bool       // fill in Conversation.MonitorEvaluations
	Scorecards bool       // fill in Conversation.Scorecards
}

func (o ConversationSearchOptions) apply(c *config) { c.optional("POST /conversations/search", o) }

func (o ConversationSearchOptions) set(r *request) {
	r.sorted(o.Sort).flag("include_monitors", o.Monitors).flag("include_scorecards", o.Scorecards)
}

// UpdatedSince lists the conversations that were updated at t or later, to the
// second, in the order of their updates and without their parts. A conversation
// that is updated meanwhile is yielded again. It takes the options of Search.
//
// Searches lag behind by minutes: to miss nothing, let t overlap with the last
// run by a quarter of an hour or so.
func (s *ConversationsService) UpdatedSince(ctx context.Context, t time.Time, opts ...Option) *Pager[*Conversation] {
	order := ConversationSearchOptions{Sort: SearchSort{"updated_at", Ascending}}
	return updatedSince(t, (*Conversation).updatedAt,
		s.Search(ctx, ConversationFieldUpdatedAt.After(t.Add(-time.Second)), append(slices.Clip(opts), order)...))
}

func (c *Conversation) updatedAt() Time { return c.UpdatedAt }

// Create starts a conversation in the name of a contact. It returns the message,
// which has the ConversationID.
func (s *ConversationsService) Create(ctx context.Context, params ConversationCreate, opts ...Option) (*Message, error) {
	return do[*Message](ctx, s.client, params.request(), opts)
}

// ConversationCreate describes a conversation that a contact starts.
type ConversationCreate struct {
	private

	From           SenderRef `json:"-"`    // required: a visitor ByID becomes a lead
	Body           string    `json:"body"` // required; plain text
	Subject        string    `json:"subject,omitzero"`
	AttachmentURLs []string  `json:"attachment_urls,omitzero"` // images, at most 10
	CreatedAt      Time      `json:"created_at,omitzero"`      // for conversations that come from another system
	BrandID        ID        `json:"brand_id,omitzero"`
}

func (p ConversationCreate) request() *request {
	r := op("POST /conversations").attachments(p.AttachmentURLs, nil, maxAttachments)
	from := sender(r, p.From)
	return r.require("Body", p.Body).body(conversationCreateBody{p, from})
}

//intercom:schema create_conversation_request
type conversationCreateBody struct {
	ConversationCreate
	From Reference `json:"from"`
}

// sender returns who starts a conversation, and notes if that is not said.
func sender(r *request, ref SenderRef) Reference {
	if isNil(ref) {
		r.invalid("From", "is nil")
		return Reference{}
	}
	from := ref.senderRef()
	r.require("From.Type", from.Type).require("From.ID", string(from.ID))
	return from
}

// Update changes a conversation. To reply in it, or to close or assign it,
// there are other methods.
func (s *ConversationsService) Update(ctx context.Context, id ID, params ConversationUpdate, opts ...Option) (*Conversation, error) {
	return do[*Conversation](ctx, s.client, params.request(id), opts)
}

// ConversationUpdateOptions are the optional parameters of Conversations.Update.
type ConversationUpdateOptions struct {
	private

	DisplayAs DisplayAs // the form of bodies and subjects; default HTML
}

func (o ConversationUpdateOptions) apply(c *config) {
	c.optional("PUT /conversations/{conversation_id}", o)
}

func (o ConversationUpdateOptions) set(r *request) { r.query("display_as", string(o.DisplayAs)) }

// ConversationUpdate is a change of a conversation. Custom attributes are
// merged; those that relate to custom objects are lists of their ids. Two
// attributes of the same name in the workspace make it a BadRequestError.
//
//intercom:schema update_conversation_request
type ConversationUpdate struct {
	private

	Read             Opt[bool]   `json:"read,omitzero"`
	Title            Opt[string] `json:"title,omitzero"`
	CustomAttributes Attributes  `json:"custom_attributes,omitzero"`
	CompanyID        Opt[ID]     `json:"company_id,omitzero"` // Intercom's; null takes the company off

	Priority ConversationPriority `json:"priority,omitzero"` // API Preview
	AdminID  ID                   `json:"admin_id,omitzero"` // who sets the Priority; default Operator
}

func (p ConversationUpdate) request(id ID) *request {
	r := op("PUT /conversations/{conversation_id}", id).body(p).preview("Priority", p.Priority != "")
	if p.AdminID != "" && p.Priority == "" {
		r.invalid("AdminID", "is for a Priority")
	}
	return r
}

// MarkRead marks a conversation as read by the contact.
func (s *ConversationsService) MarkRead(ctx context.Context, id ID, opts ...Option) (*Conversation, error) {
	return s.Update(ctx, id, ConversationUpdate{Read: Set(true)}, opts...)
}

// Delete deletes a conversation for good. It still counts in reports, unless the
// options say otherwise.
func (s *ConversationsService) Delete(ctx context.Context, id ID, opts ...Option) error {
	return exec(ctx, s.client, op("DELETE /conversations/{conversation_id}", id), opts)
}

// ConversationDeleteOptions are the optional parameters of Conversations.Delete.
type ConversationDeleteOptions struct {
	private

	RetainMetrics Opt[bool] // default true; false needs the scope delete_conversations_and_metrics
}

func (o ConversationDeleteOptions) apply(c *config) {
	c.optional("DELETE /conversations/{conversation_id}", o)
}

func (o ConversationDeleteOptions) set(r *request) { r.choice("retain_metrics", o.RetainMetrics) }

// ListHandlingEvents lists when teammates paused and resumed their work on a
// conversation.
func (s *ConversationsService) ListHandlingEvents(ctx context.Context, id ID, opts ...Option) *Pager[*HandlingEvent] {
	return list[*HandlingEvent](ctx, s.client, op("GET /conversations/{id}/handling_events", id).in("handling_events"), opts)
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
func (s *ConversationsService) ListSideConversations(ctx context.Context, id ID, opts ...Option) *Pager[*SideConversation] {
	return list[*SideConversation](ctx, s.client, op("GET /conversations/{id}/side_conversations", id).
		paged(50).in("side_conversations").numbered(), opts)
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
