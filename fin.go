package intercom

import (
	"context"
	"encoding/json"
	"fmt"
)

// FinService lets the AI agent Fin reply to your users in a channel of your own.
//
// Its operations need the key of the Fin Agent API, which is another one than
// the token of the workspace: give it with WithToken, to a client of its own or
// to each call. They return at once. What Fin replies comes later, as events:
// over webhooks, which ParseFinEvent reads, or over Fin.Events.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/fin-agent
type FinService service

// FinConversation is what Fin was asked to do, as it begins.
type FinConversation struct {
	Object

	ConversationID string    `json:"conversation_id,omitzero"` // yours
	UserID         string    `json:"user_id,omitzero"`         // yours
	ProcedureID    ID        `json:"procedure_id,omitzero"`    // only in responses to RunProcedure
	Status         FinStatus `json:"status,omitzero"`
	CreatedAt      DateTime  `json:"created_at_ms,omitzero"`
	Errors         FinErrors `json:"errors,omitzero"`

	// SSESubscriptionURL is what Fin.Events reads, empty unless the workspace
	// enabled it. It has a token in it, so keep it out of logs. The token is valid
	// for 3 minutes, and revoked once Fin waits for the user or is done; that of Ask
	// and Escalate only once Fin is done. If Fin asks for a rating at the end, that
	// is once the FinCSATRequested was sent.
	SSESubscriptionURL string `json:"sse_subscription_url,omitzero"`
}

// FinStatus is how far Fin is with a conversation.
type FinStatus string

// The statuses of conversations with Fin. At FinStatusComplete Fin is done, and
// hands the conversation back to you; Intercom does not describe what a Reply
// does after that.
const (
	FinStatusThinking          FinStatus = "thinking"
	FinStatusReplying          FinStatus = "replying"
	FinStatusAwaitingUserReply FinStatus = "awaiting_user_reply"
	FinStatusEscalated         FinStatus = "escalated" // to a human
	FinStatusResolved          FinStatus = "resolved"
	FinStatusComplete          FinStatus = "complete"
)

// FinErrors are the attributes that could not be set; the call succeeded
// without them.
//
//intercom:schema fin_agent_attribute_errors
type FinErrors struct {
	User         FinAttributeErrors `json:"user,omitzero"`
	Conversation FinAttributeErrors `json:"conversation,omitzero"`
}

// FinAttributeErrors has what is wrong with attributes, by their names.
type FinAttributeErrors struct {
	Attributes map[string]string `json:"attributes,omitzero"`
}

// FinMessage is something that was said in a conversation.
//
//intercom:schema fin_agent_message
type FinMessage struct {
	private

	Author FinAuthor `json:"author"` // required
	Body   string    `json:"body"`   // required, text or HTML

	// Timestamp is required unless the version is Preview, also in a History. Of
	// messages with the same one within 5 minutes Fin takes the first.
	Timestamp DateTime `json:"timestamp,omitzero"`
}

// FinAuthor is who said something.
type FinAuthor string

// The authors of messages.
const (
	FinAuthorUser  FinAuthor = "user"
	FinAuthorAgent FinAuthor = "agent" // a human
	FinAuthorFin   FinAuthor = "fin"
)

func (m FinMessage) check(r *request, where string) {
	r.require(where+".Author", string(m.Author)).require(where+".Body", m.Body).whenSettled(func(version string) {
		if version != previewVersion {
			r.requireMoment(where+".Timestamp", Time(m.Timestamp))
		}
	})
}

// FinUser is the user who talks to Fin. Intercom finds the user by ID, changes
// what else is given, and creates a user if there is none. Leads and visitors
// cannot talk to Fin in this way.
//
//intercom:schema fin_agent_user
type FinUser struct {
	private

	ID         string     `json:"id"` // required; yours, which Intercom has as the external ID
	Name       string     `json:"name,omitzero"`
	Email      string     `json:"email,omitzero"`
	Attributes Attributes `json:"attributes,omitzero"` // at most 10
}

func (u FinUser) request() *request {
	r := preview("POST /fin/capabilities").upsert().require("ID", u.ID)
	checkFinAttributes(r, "Attributes", u.Attributes)
	return r.body(struct {
		User FinUser `json:"user"`
	}{u})
}

func (u FinUser) check(r *request) {
	checkFinAttributes(r.require("User.ID", u.ID), "User.Attributes", u.Attributes)
}

// FinMetadata is what Fin should know about a conversation.
//
//intercom:schema fin_agent_conversation_metadata
type FinMetadata struct {
	private

	History    []FinMessage `json:"history,omitzero"`    // before Fin came in; the last 10 messages at most
	Attributes Attributes   `json:"attributes,omitzero"` // at most 10
}

func (m FinMetadata) check(r *request) {
	if n := len(m.History); n > maxFin {
		r.invalid("Metadata.History", fmt.Sprintf("has %d messages, more than %d", n, maxFin))
	}
	for i, message := range m.History {
		message.check(r, fmt.Sprintf("Metadata.History[%d]", i))
	}
	checkFinAttributes(r, "Metadata.Attributes", m.Attributes)
}

// FinSettings say how Fin replies. They are for API Preview.
//
// Experimental: it is of API Preview, which can change without notice.
//
//intercom:schema fin_agent_settings
type FinSettings struct {
	private

	FollowUpQuestions Opt[bool] `json:"follow_up_questions,omitzero"` // default true; if false, Fin neither asks nor escalates
	Email             Opt[bool] `json:"email,omitzero"`               // default false; if true, Fin writes as in e-mails
}

// maxFin is how many messages, attributes and attachments Fin takes.
const maxFin = 10

func checkFinAttributes(r *request, parameter string, attributes Attributes) {
	if n := len(attributes); n > maxFin {
		r.invalid(parameter, fmt.Sprintf("has %d attributes, more than %d", n, maxFin))
	}
}

// FinAttachment is something that goes with a message to Fin: a
// FinAttachmentURL or a FinAttachmentFile.
type FinAttachment interface {
	finAttachment(r *request, where string) // refuses one that is incomplete
}

// FinAttachmentURL is an attachment that Fin gets from where it is.
type FinAttachmentURL struct {
	private

	URL string `json:"url"` // required; everybody must be able to read it
}

// MarshalJSON writes the attachment with its type.
func (a FinAttachmentURL) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Type string `json:"type"`
		URL  string `json:"url"`
	}{"url", a.URL})
}

func (a FinAttachmentURL) finAttachment(r *request, where string) { r.require(where+".URL", a.URL) }

// FinAttachmentFile is an attachment that is sent along. AttachFile makes one,
// which converts to it: FinAttachmentFile(file).
type FinAttachmentFile AttachmentFile

// MarshalJSON writes the attachment with its type.
func (a FinAttachmentFile) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Type string `json:"type"`
		AttachmentFile
	}{"file", AttachmentFile(a)})
}

func (a FinAttachmentFile) finAttachment(r *request, where string) {
	r.require(where+".Name", a.Name).require(where+".ContentType", a.ContentType).require(where+".Data", a.Data)
}

func checkFinAttachments(r *request, attachments []FinAttachment) {
	if n := len(attachments); n > maxFin {
		r.invalid("Attachments", fmt.Sprintf("are %d, more than %d", n, maxFin))
	}
	for i, attachment := range attachments {
		where := fmt.Sprintf("Attachments[%d]", i)
		if isNil(attachment) {
			r.invalid(where, "is nil")
			return
		}
		attachment.finAttachment(r, where)
	}
}

// Start hands a conversation to Fin. One that Fin knows already is a
// BadRequestError: it goes on with Reply.
func (s *FinService) Start(ctx context.Context, params FinStart, opts ...Option) (*FinConversation, error) {
	return do[*FinConversation](ctx, s.client, params.request(), opts)
}

// FinStart is a conversation for Fin.
type FinStart struct {
	private

	ConversationID string          `json:"conversation_id"` // required; yours
	Message        FinMessage      `json:"message"`         // required; what the user said last
	User           FinUser         `json:"user"`            // required
	Attachments    []FinAttachment `json:"attachments,omitzero"`
	Metadata       FinMetadata     `json:"conversation_metadata,omitzero"`
	Settings       FinSettings     `json:"settings,omitzero"` // for API Preview
}

func (p FinStart) request() *request {
	r := op("POST /fin/start").require("ConversationID", p.ConversationID)
	p.Message.check(r, "Message")
	p.User.check(r)
	p.Metadata.check(r)
	checkFinAttachments(r, p.Attachments)
	return r.preview("Settings", p.Settings != FinSettings{}).body(p)
}

// Reply hands Fin the next message of the user, when Fin waits for one.
func (s *FinService) Reply(ctx context.Context, params FinReply, opts ...Option) (*FinConversation, error) {
	return do[*FinConversation](ctx, s.client, params.request(), opts)
}

// FinReply is a further message for Fin.
type FinReply struct {
	private

	ConversationID string          `json:"conversation_id"` // required; yours
	Message        FinMessage      `json:"message"`         // required
	User           FinUser         `json:"user"`            // required
	Attachments    []FinAttachment `json:"attachments,omitzero"`
	Settings       FinSettings     `json:"settings,omitzero"` // for API Preview
}

func (p FinReply) request() *request {
	r := op("POST /fin/reply").require("ConversationID", p.ConversationID)
	p.Message.check(r, "Message")
	p.User.check(r)
	checkFinAttachments(r, p.Attachments)
	return r.preview("Settings", p.Settings != FinSettings{}).body(p)
}

// Rate records how the user rates a conversation, after Fin asked for it by a
// FinCSATRequested. The rating can change until there is a remark, or until the
// time for it is over; after that, and where Fin did not ask, it is an
// UnprocessableEntityError. The same rating once more changes nothing.
func (s *FinService) Rate(ctx context.Context, params FinRate, opts ...Option) (*FinRated, error) {
	return do[*FinRated](ctx, s.client, params.request(), opts)
}

// FinRate is a rating of a conversation with Fin.
type FinRate struct {
	private

	ConversationID string    `json:"conversation_id"` // required; yours
	Rating         FinRating `json:"rating"`          // required; the key of one of the options in FinCSATRequested
	Remark         string    `json:"remark,omitzero"`
}

func (p FinRate) request() *request {
	return op("POST /fin/csat").upsert().require("ConversationID", p.ConversationID).require("Rating", string(p.Rating)).body(p)
}

// FinRating is how satisfied a user is.
type FinRating string

// The ratings, from worst to best.
const (
	FinRatingTerrible FinRating = "terrible"
	FinRatingBad      FinRating = "bad"
	FinRatingOK       FinRating = "ok"
	FinRatingGood     FinRating = "good"
	FinRatingAmazing  FinRating = "amazing"
)

// FinRated is a rating that was recorded.
type FinRated struct {
	Object

	ConversationID string    `json:"conversation_id,omitzero"` // yours
	Rating         FinRating `json:"rating,omitzero"`
	Status         string    `json:"status,omitzero"` // "rated"
}

// Ask asks Fin one question. Fin replies once, asks nothing in return, runs no
// procedures, does not escalate, and is then done.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *FinService) Ask(ctx context.Context, params FinAsk, opts ...Option) (*FinConversation, error) {
	return do[*FinConversation](ctx, s.client, params.request(), opts)
}

// FinAsk is a question for Fin.
//
// Experimental: it is of API Preview, which can change without notice.
type FinAsk struct {
	private

	ConversationID string          `json:"conversation_id"` // required; yours, which Fin must not know yet
	Message        FinMessage      `json:"message"`         // required
	User           FinUser         `json:"user"`            // required
	Attachments    []FinAttachment `json:"attachments,omitzero"`
	Metadata       FinMetadata     `json:"conversation_metadata,omitzero"`
}

func (p FinAsk) request() *request {
	r := preview("POST /fin/ask").require("ConversationID", p.ConversationID)
	p.Message.check(r, "Message")
	p.User.check(r)
	p.Metadata.check(r)
	checkFinAttachments(r, p.Attachments)
	return r.body(p)
}

// Capabilities returns what Fin can do for a user, with the procedures that are
// for the user. Like Start it creates or changes the user.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *FinService) Capabilities(ctx context.Context, user FinUser, opts ...Option) (*FinCapabilities, error) {
	return do[*FinCapabilities](ctx, s.client, user.request(), opts)
}

// FinCapabilities is what Fin can do for a user.
//
// Experimental: it is of API Preview, which can change without notice.
type FinCapabilities struct {
	Object

	Version      string          `json:"version,omitzero"` // of the API
	Capabilities []FinCapability `json:"capabilities,omitzero"`
}

// FinCapability is one thing that Fin can do for a user.
//
// Experimental: it is of API Preview, which can change without notice.
type FinCapability struct {
	Type        FinCapabilityType `json:"type,omitzero"`
	ID          ID                `json:"id,omitzero"`   // of a procedure
	Name        string            `json:"name,omitzero"` // of a procedure
	Description string            `json:"description,omitzero"`
	Endpoint    string            `json:"endpoint,omitzero"` // such as "/fin/ask"
	Method      string            `json:"method,omitzero"`   // of HTTP
}

// FinCapabilityType is a kind of things that Fin can do.
type FinCapabilityType string

// The kinds of things that Fin can do.
const (
	FinCapabilityTypeProcedure FinCapabilityType = "procedure" // see Fin.RunProcedure
	FinCapabilityTypeReply     FinCapabilityType = "reply"
	FinCapabilityTypeAsk       FinCapabilityType = "ask"
	FinCapabilityTypeEscalate  FinCapabilityType = "escalate"
)

// Escalate hands a conversation of Fin's to a human, also one that began with
// Ask. In Intercom's help desk this opens a conversation of its own, with a
// summary as a note, unless a workflow does something else. The events are those
// of the statuses escalated and complete.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *FinService) Escalate(ctx context.Context, params FinEscalate, opts ...Option) (*FinEscalation, error) {
	return do[*FinEscalation](ctx, s.client, params.request(), opts)
}

// FinEscalate is a conversation to hand to a human.
//
// Experimental: it is of API Preview, which can change without notice.
type FinEscalate struct {
	private

	ConversationID string `json:"conversation_id"`  // required; yours
	Context        string `json:"context,omitzero"` // a note for the teammate, of 10,000 characters at most
}

func (p FinEscalate) request() *request {
	return preview("POST /fin/escalate").require("ConversationID", p.ConversationID).body(p)
}

// EscalateFor brings a user to a human without a conversation with Fin. It is a
// BadRequestError in Fin for Platforms, which has no help desk.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *FinService) EscalateFor(ctx context.Context, params FinEscalateFor, opts ...Option) (*FinEscalation, error) {
	return do[*FinEscalation](ctx, s.client, params.request(), opts)
}

// FinEscalateFor is a user who needs a human.
//
// Experimental: it is of API Preview, which can change without notice.
type FinEscalateFor struct {
	private

	User    FinUser `json:"user"`             // required
	Message string  `json:"message,omitzero"` // the first one, which the user sees, of 10,000 characters at most
	Context string  `json:"context,omitzero"` // a note for the teammate, of 10,000 characters at most
}

func (p FinEscalateFor) request() *request {
	r := preview("POST /fin/escalate")
	p.User.check(r)
	return r.body(p)
}

// FinEscalation is the result of handing a conversation to a human.
//
// Experimental: it is of API Preview, which can change without notice.
type FinEscalation struct {
	Object

	ConversationID         string    `json:"conversation_id,omitzero"`          // yours, if it was named
	IntercomConversationID ID        `json:"intercom_conversation_id,omitzero"` // of a conversation that was created
	Status                 FinStatus `json:"status,omitzero"`
	SSESubscriptionURL     string    `json:"sse_subscription_url,omitzero"` // as in FinConversation
}

// RunProcedure has Fin run a procedure in a new conversation. The procedure must
// be live and have an API trigger, or it is a BadRequestError, and so is a
// conversation that Fin knows already.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *FinService) RunProcedure(ctx context.Context, procedure ID, params FinRunProcedure, opts ...Option) (*FinConversation, error) {
	return do[*FinConversation](ctx, s.client, params.request(procedure), opts)
}

// FinRunProcedure is the conversation that a procedure runs in.
//
// Experimental: it is of API Preview, which can change without notice.
type FinRunProcedure struct {
	private

	ConversationID string      `json:"conversation_id"` // required; yours
	User           FinUser     `json:"user"`            // required
	Message        FinMessage  `json:"message,omitzero"`
	Metadata       FinMetadata `json:"conversation_metadata,omitzero"` // without History
	Settings       FinSettings `json:"settings,omitzero"`              // without FollowUpQuestions
}

func (p FinRunProcedure) request(procedure ID) *request {
	r := preview("POST /fin/procedures/{procedure_id}/run", procedure).require("ConversationID", p.ConversationID)
	p.User.check(r)
	p.Metadata.check(r)
	if p.Message != (FinMessage{}) {
		p.Message.check(r, "Message")
	}
	if p.Metadata.History != nil {
		r.invalid("Metadata.History", "is nothing that procedures take")
	}
	if !p.Settings.FollowUpQuestions.IsZero() {
		r.invalid("Settings.FollowUpQuestions", "is nothing that procedures take")
	}
	return r.body(p)
}

// ProceduresService takes part in the procedures that Fin runs. It is of API Preview.
//
// https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/procedures
type ProceduresService service

// CollectAgentInput gives a procedure what it waits for a human to decide, after
// a webhook of the topic procedure.hitl_notification.created, which names the
// step and the attributes. The token must have the scope write_conversations,
// and its admin must have access to the conversation, which is one of
// Intercom's.
//
// It is a PermissionDeniedError unless Intercom has enabled this for the
// workspace, a NotFoundError once the procedure waits no longer, and a
// ConflictError after somebody else was faster.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ProceduresService) CollectAgentInput(ctx context.Context, conversation ID, params ProcedureCollectAgentInput, opts ...Option) error {
	return exec(ctx, s.client, params.request(conversation), opts)
}

// ProcedureCollectAgentInput is what a human decided.
//
// Experimental: it is of API Preview, which can change without notice.
//
//intercom:schema collect_agent_input_request
type ProcedureCollectAgentInput struct {
	private

	StepID string            `json:"step_id"`          // required
	Values []AgentInputValue `json:"attribute_values"` // required; one for each attribute of the webhook
}

// AgentInputValue is the value of one attribute.
//
// Experimental: it is of API Preview, which can change without notice.
type AgentInputValue struct {
	private

	Identifier string `json:"identifier"` // required, as in the webhook
	Value      any    `json:"value"`      // required: text, a boolean, a number, or the id of an option
}

func (p ProcedureCollectAgentInput) request(conversation ID) *request {
	r := preview("POST /procedures/{conversation_id}/collect_agent_input", conversation).require("StepID", p.StepID)
	if len(p.Values) == 0 {
		r.invalid("Values", "is empty")
	}
	for i, value := range p.Values {
		where := fmt.Sprintf("Values[%d].", i)
		r.require(where+"Identifier", value.Identifier)
		if value.Value == nil {
			r.invalid(where+"Value", "is nil")
		}
	}
	return r.body(p)
}
