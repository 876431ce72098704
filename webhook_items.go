package intercom

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/go-intercom/intercom/internal/wire"
)

// TicketEvent is something that happened in a ticket, with the part of the ticket
// that has it.
type TicketEvent struct {
	Object

	Type   string     `json:"type,omitzero"` // "ticket_ticket_part"
	Ticket Ticket     `json:"ticket,omitzero"`
	Part   TicketPart `json:"ticket_part,omitzero"`
}

// TicketContact is a contact that was attached to a ticket or detached from it.
type TicketContact struct {
	Object

	Ticket  TicketDigest `json:"ticket,omitzero"`
	Contact Contact      `json:"contact,omitzero"`
}

// TicketDigest is a ticket in the form that a TicketContact has it in. Lookup has
// its custom attributes and labels, which are there in a form of their own.
type TicketDigest struct {
	Object

	ID               ID         `json:"id,omitzero"` // for the API
	URL              string     `json:"url,omitzero"`
	State            string     `json:"state,omitzero"`
	TicketType       string     `json:"ticket_type,omitzero"` // its name
	TicketTypeEmoji  string     `json:"ticket_type_emoji,omitzero"`
	CustomAttributes Attributes `json:"custom_attributes,omitzero"` // by name: an object with "value" and "type"
}

// CompanyContact is a contact that was attached to a company or detached from it.
type CompanyContact struct {
	Object

	Company Company `json:"company,omitzero"`
	Contact Contact `json:"contact,omitzero"`
}

// ConversationContact is a contact that was attached to a conversation or detached
// from it.
type ConversationContact struct {
	Object

	// Conversation is in a form that is Intercom's own, and none of the API.
	Conversation json.RawMessage `json:"conversation,omitzero"`
	Contact      Contact         `json:"contact,omitzero"`
}

// ContactTag is a tag that was put on a contact or taken off it.
type ContactTag struct {
	Object

	Type      string  `json:"type,omitzero"` // "contact_tag"
	Tag       Tag     `json:"tag,omitzero"`
	Contact   Contact `json:"contact,omitzero"`
	CreatedAt Time    `json:"created_at,omitzero"` // not in every notification
}

// UserTag is a tag that was put on a user of API 1.4 or taken off them.
type UserTag struct {
	Object

	Type      string `json:"type,omitzero"` // "user_tag"
	Tag       Tag    `json:"tag,omitzero"`
	User      User   `json:"user,omitzero"`
	Admin     Admin  `json:"admin,omitzero"` // who did it
	CreatedAt Time   `json:"created_at,omitzero"`
}

// LeadTag is a tag that was put on a lead of API 1.4 or taken off it.
type LeadTag struct {
	Object

	Type      string `json:"type,omitzero"` // "contact_tag"
	Tag       Tag    `json:"tag,omitzero"`
	Lead      Lead   `json:"contact,omitzero"`
	Admin     Admin  `json:"admin,omitzero"` // who did it
	CreatedAt Time   `json:"created_at,omitzero"`
}

// ContactSubscription is what a contact wants to be sent from now on, or no
// longer.
type ContactSubscription struct {
	Object

	Type              string                    `json:"type,omitzero"` // such as "contact_subscribe" and "granular_unsubscribe"
	Contact           Contact                   `json:"contact,omitzero"`
	SubscriptionTypes Sublist[SubscriptionType] `json:"subscription_types,omitzero"`
	CreatedAt         Time                      `json:"created_at,omitzero"`
}

// Deleted is what was deleted or archived. Copies of it have to go, of what was
// deleted.
type Deleted struct {
	Object

	Type       string `json:"type,omitzero"` // such as "contact"
	ID         ID     `json:"id,omitzero" wire:"alias=conversation_id"`
	ExternalID string `json:"external_id,omitzero"` // yours, of contacts
	Deleted    bool   `json:"deleted,omitzero"`
	Archived   bool   `json:"archived,omitzero"`
}

// ContentStat reports what a person did with a message that was sent to them, such
// as an e-mail that they opened.
type ContentStat struct {
	Object

	Type      string         `json:"type,omitzero"` // the topic
	CreatedAt Time           `json:"created_at,omitzero"`
	Stat      ContentReceipt `json:"content_stat,omitzero"`
	Contact   Contact        `json:"contact,omitzero"`
	Company   Company        `json:"company,omitzero"` // if the person has one
	Answer    SurveyAnswer   `json:"answer,omitzero"`  // of TopicContentStatSurvey
	Answers   []SurveyAnswer `json:"answers,omitzero"` // of TopicContentStatSurvey, once it is complete
}

// ContentReceipt is a message as one person received it.
type ContentReceipt struct {
	ID               ID       `json:"id,omitzero"`
	ContentType      string   `json:"content_type,omitzero"`
	ContentID        ID       `json:"content_id,omitzero"`
	StatType         string   `json:"stat_type,omitzero"` // such as "open"
	ContentTitle     string   `json:"content_title,omitzero"`
	RulesetID        ID       `json:"ruleset_id,omitzero"`
	RulesetVersionID ID       `json:"ruleset_version_id,omitzero"`
	ReceiptID        ID       `json:"receipt_id,omitzero"`
	Tags             []string `json:"tags,omitzero"`
	SeriesID         ID       `json:"series_id,omitzero"`
	SeriesTitle      string   `json:"series_title,omitzero"`
	NodeID           ID       `json:"node_id,omitzero"` // in the series
}

// SurveyAnswer is what a person chose or wrote in a survey.
type SurveyAnswer struct {
	private

	AnsweredAt   Time            `json:"answered_at,omitzero"`
	QuestionID   ID              `json:"question_id,omitzero"`
	QuestionText string          `json:"question_text,omitzero"`
	Response     json.RawMessage `json:"response,omitzero"` // a text, a number or a list of texts
}

// APIRequest is a request that somebody made to the API of the workspace.
type APIRequest struct {
	Object

	Type           string             `json:"type,omitzero"` // "api.request.completed"
	RequestID      string             `json:"request_id,omitzero"`
	Timestamp      Time               `json:"timestamp,omitzero"`
	Request        APIRequestLine     `json:"request,omitzero"`
	Authentication APIRequestAuth     `json:"authentication,omitzero"`
	Response       APIRequestResponse `json:"response,omitzero"`
	Admin          APIRequestAdmin    `json:"admin,omitzero"`
}

// APIRequestLine is what was asked for, and from where.
type APIRequestLine struct {
	private

	Method    string `json:"method,omitzero"`
	Path      string `json:"path,omitzero"`
	IPAddress string `json:"ip_address,omitzero"`
	UserAgent string `json:"user_agent,omitzero"`
}

// APIRequestAuth is whose token a request had.
type APIRequestAuth struct {
	Method         string `json:"method,omitzero"`
	TokenID        ID     `json:"token_id,omitzero"`
	OAuthClientID  ID     `json:"oauth_client_id,omitzero"`
	AppPackageCode string `json:"app_package_code,omitzero"`
}

// APIRequestResponse is how a request ended.
type APIRequestResponse struct {
	Status int `json:"status,omitzero"`
}

// APIRequestAdmin is the admin to whom the token of a request belongs.
type APIRequestAdmin struct {
	private

	ID    ID     `json:"id,omitzero"`
	Email string `json:"email,omitzero"`
}

// DataConnectorExecutionCompleted is the use of a data connector. In full it is
// a DataConnectorExecution.
type DataConnectorExecutionCompleted struct {
	Object

	Type            string                  `json:"type,omitzero"` // "data_connector.execution"
	ID              ID                      `json:"id,omitzero"`
	AppID           string                  `json:"app_id,omitzero"` // code of the workspace
	DataConnectorID ID                      `json:"action_id,omitzero"`
	Name            string                  `json:"action_name,omitzero"` // of the connector
	Success         bool                    `json:"success,omitzero"`
	HTTPStatus      int                     `json:"http_status,omitzero"` // 0: there was no response
	ErrorType       DataConnectorErrorType  `json:"error_type,omitzero"`
	ExecutionTimeMS int                     `json:"execution_time_ms,omitzero"` // milliseconds
	CompletedAt     Time                    `json:"completed_at,omitzero"`
	SourceType      DataConnectorSourceType `json:"source_type,omitzero"` // what used it
	SourceID        ID                      `json:"source_id,omitzero"`
	ConversationID  ID                      `json:"conversation_id,omitzero"`
	ContactID       ID                      `json:"user_id,omitzero"`
	AdminID         ID                      `json:"admin_id,omitzero"`
}

// ProcedureQuestion is what a procedure waits for a human to decide; see
// Procedures.CollectAgentInput.
type ProcedureQuestion struct {
	Object

	ConversationID  ID                   `json:"conversation_id,omitzero"`
	StepID          string               `json:"step_id,omitzero"`
	ProcedureName   string               `json:"procedure_name,omitzero"`
	Question        string               `json:"hitl_question,omitzero"`
	Attributes      []ProcedureAttribute `json:"attributes_to_collect,omitzero"` // each needs a value
	CallbackURL     string               `json:"callback_url,omitzero"`          // of CollectAgentInput
	ExpiresAt       Time                 `json:"expires_at,omitzero"`
	Priority        ConversationPriority `json:"priority,omitzero"`
	AssignTo        json.RawMessage      `json:"assign_to,omitzero"`
	ConversationURL string               `json:"conversation_url,omitzero"` // for people
	RecentMessages  []json.RawMessage    `json:"recent_messages,omitzero"`
}

// ProcedureAttribute is something that a procedure wants to know.
type ProcedureAttribute struct {
	Identifier string `json:"identifier,omitzero"` // of the AgentInputValue
	DataType   string `json:"data_type,omitzero"`  // such as "boolean"
}

// AudienceMember is content that was given to an audience or taken from it.
type AudienceMember struct {
	Object

	Type       string    `json:"type,omitzero"` // "audience_membership"
	AudienceID ID        `json:"audience_id,omitzero"`
	Content    Reference `json:"content,omitzero"`
}

// Ping is sent to try a URL.
type Ping struct {
	Object

	Type    string `json:"type,omitzero"` // "ping"
	Message string `json:"message,omitzero"`
}

// topicItems has what the notifications of a topic are about. A topic that has
// several types can be read as any of them.
var topicItems = []struct {
	item   any // a nil pointer to the type
	topics []Topic
}{
	{(*ActivityLog)(nil), []Topic{TopicAdminActivityLogEventCreated}},
	{(*Admin)(nil), []Topic{
		TopicAdminAddedToWorkspace, TopicAdminRemovedFromWorkspace, TopicAdminAwayModeUpdated, TopicAdminLoggedIn, TopicAdminLoggedOut,
	}},
	{(*APIRequest)(nil), []Topic{TopicAPIRequestCompleted}},
	{(*Article)(nil), []Topic{TopicArticleCreated, TopicArticleUpdated, TopicArticlePublished, TopicArticleUnpublished}},
	{(*Audience)(nil), []Topic{TopicAudienceCreated, TopicAudienceUpdated}},
	{(*AudienceMember)(nil), []Topic{TopicAudienceMemberAdded, TopicAudienceMemberRemoved}},
	{(*Company)(nil), []Topic{TopicCompanyCreated, TopicCompanyUpdated}},
	{(*CompanyContact)(nil), []Topic{TopicCompanyContactAttached, TopicCompanyContactDetached}},
	{(*Contact)(nil), []Topic{
		TopicContactUserCreated, TopicContactUserUpdated, TopicContactLeadCreated, TopicContactLeadUpdated, TopicContactLeadAddedEmail,
		TopicContactLeadSignedUp, TopicContactEmailUpdated, TopicContactUnarchived, TopicContactUnarchive, TopicContactMerged,
	}},
	{(*ContactSubscription)(nil), []Topic{
		TopicContactSubscribed, TopicContactUnsubscribed, TopicGranularSubscribe, TopicGranularUnsubscribe,
	}},
	{(*ContactTag)(nil), []Topic{
		TopicContactUserTagCreated, TopicContactUserTagDeleted, TopicContactLeadTagCreated, TopicContactLeadTagDeleted,
	}},
	{(*ContentImportSource)(nil), []Topic{TopicContentImportSourceCreated, TopicContentImportSourceUpdated}},
	{(*ContentSnippet)(nil), []Topic{TopicContentSnippetCreated, TopicContentSnippetUpdated}},
	{(*ContentStat)(nil), []Topic{
		TopicContentStatBanner, TopicContentStatCarousel, TopicContentStatChat, TopicContentStatChecklist, TopicContentStatCustomBot,
		TopicContentStatEmail, TopicContentStatNewsItem, TopicContentStatPost, TopicContentStatPush, TopicContentStatSeries,
		TopicContentStatSeriesWebhook, TopicContentStatSMS, TopicContentStatSurvey, TopicContentStatTooltipGroup, TopicContentStatTour,
	}},
	{(*Conversation)(nil), []Topic{
		TopicConversationUserCreated, TopicConversationUserReplied, TopicConversationAdminSingleCreated, TopicConversationAdminReplied,
		TopicConversationAdminRepliedTranslated, TopicConversationAdminAssigned, TopicConversationAdminOpenAssigned,
		TopicConversationAdminNoted, TopicConversationAdminOpened, TopicConversationAdminClosed, TopicConversationAdminSnoozed,
		TopicConversationAdminUnsnoozed, TopicConversationOperatorReplied, TopicConversationPriorityUpdated, TopicConversationRead,
		TopicConversationRatingAdded, TopicConversationCompanyUpdated, TopicConversationPartRedacted, TopicConversationPartTagCreated,
	}},
	{(*ConversationContact)(nil), []Topic{TopicConversationContactAttached, TopicConversationContactDetached}},
	{(*DataConnectorExecutionCompleted)(nil), []Topic{TopicDataConnectorExecutionCompleted}},
	{(*Deleted)(nil), []Topic{
		TopicArticleDeleted, TopicAudienceDeleted, TopicCompanyDeleted, TopicContactArchived, TopicContactArchive, TopicContactDeleted,
		TopicContentImportSourceDeleted, TopicContentSnippetDeleted, TopicConversationDeleted,
	}},
	{(*Event)(nil), []Topic{TopicEventCreated}},
	{(*Job)(nil), []Topic{TopicJobCompleted}},
	{(*Lead)(nil), []Topic{TopicContactCreated, TopicContactSignedUp, TopicContactAddedEmail}},
	{(*LeadTag)(nil), []Topic{TopicContactTagCreated, TopicContactTagDeleted}},
	{(*PhoneCall)(nil), []Topic{
		TopicCallStarted, TopicCallEnded, TopicCallTranscriptionAvailable, TopicCallRecordingAvailable,
	}},
	{(*Ping)(nil), []Topic{TopicPing}},
	{(*ProcedureQuestion)(nil), []Topic{TopicProcedureHITLNotificationCreated}},
	{(*Ticket)(nil), []Topic{
		TopicTicketCreated, TopicTicketStateUpdated, TopicTicketResolved, TopicTicketRatingProvided, TopicTicketClosed,
		TopicTicketAdminSnoozed, TopicTicketAdminUnsnoozed,
	}},
	{(*TicketContact)(nil), []Topic{TopicTicketContactAttached, TopicTicketContactDetached}},
	{(*TicketEvent)(nil), []Topic{
		TopicTicketAdminAssigned, TopicTicketTeamAssigned, TopicTicketAdminReplied, TopicTicketAdminRepliedTranslated,
		TopicTicketContactReplied, TopicTicketNoteCreated, TopicTicketAttributeUpdated,
	}},
	{(*User)(nil), []Topic{
		TopicUserCreated, TopicUserDeleted, TopicUserUnsubscribed, TopicUserUnsubscribedFromSMS, TopicUserEmailUpdated,
		TopicContactSignedUp, TopicVisitorSignedUp,
	}},
	{(*UserTag)(nil), []Topic{TopicUserTagCreated, TopicUserTagDeleted}},
}

// topicGroups are topics of subscriptions, and of no notification.
var topicGroups = []Topic{TopicAll, TopicConversation, TopicUser, TopicContact, TopicCompany}

// unfitItem is why the items of a topic cannot be read as item, or empty.
func unfitItem(topic Topic, item reflect.Type) string {
	if topic == "" || slices.Contains(topicGroups, topic) {
		return "is for subscriptions, and no notification has it: see Otherwise"
	}
	var want []string
	for _, row := range topicItems {
		if t := reflect.TypeOf(row.item).Elem(); slices.Contains(row.topics, topic) {
			if t == item {
				return ""
			}
			want = append(want, "*"+t.String())
		}
	}
	if want == nil || item == reflect.TypeFor[json.RawMessage]() {
		return ""
	}
	return "is about a " + strings.Join(want, " or ") + ", not a *" + item.String()
}

// DecodeItem reads what the notification is about into v, a pointer to the type
// that goes with the topic, or to a json.RawMessage:
//
//	if n.ItemType() == "user" {
//		var user intercom.User
//		err := n.DecodeItem(&user)
//		...
//	}
//
// Times are read in all the forms that they have in notifications: numbers,
// digits in a string, and ISO 8601. So are conversations of apps on a version of
// the API before 2.5, and tickets that are inside an object. A notification that
// is about nothing leaves v as it is, and v is zero after an item that is no
// object. The error says that v is no pointer.
func (n *Notification) DecodeItem(v any) error {
	item := n.item()
	if item == "" || item == "null" {
		return nil
	}
	if isNil(v) {
		return decodeText(item, v) // which refuses it
	}
	switch v := v.(type) {
	case *json.RawMessage:
		*v = slices.Clone(n.Data.Item)
		return nil
	case *Ticket:
		if inner, ok := wire.Lookup(item, "ticket"); ok && isObject(inner) {
			item = inner
		}
	}
	err := decodeText(item, v)
	if c, ok := v.(*Conversation); ok && err == nil && c.Source.Type == "" && isLegacyConversation(item) {
		var old legacyConversation
		err = decodeText(item, &old)
		*c = *old.value()
	}
	return err
}

// item returns the JSON of what the notification is about. What n was read from has
// it inside and does not change, which spares a copy.
func (n *Notification) item() string {
	if i := strings.Index(n.record.JSON, textOf(n.Data.Item)); i >= 0 {
		return n.record.JSON[i : i+len(n.Data.Item)]
	}
	return string(n.Data.Item)
}

// isLegacyConversation reports whether a conversation has the people and the
// first message where API 1.4 has them.
func isLegacyConversation(item string) bool {
	_, message := wire.Lookup(item, "conversation_message")
	_, assignee := wire.Lookup(item, "assignee")
	return message || assignee
}
