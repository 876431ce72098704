package intercom

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"path"
	"strconv"
	"strings"
)

// ConversationPart is one thing that was said or done in a conversation.
//
//intercom:schema conversation_part
type ConversationPart struct {
	Object

	ID                     ID                `json:"id,omitzero"`
	PartType               PartType          `json:"part_type,omitzero"`
	Body                   string            `json:"body,omitzero"` // HTML, unless DisplayAs of the options is another form
	CreatedAt              Time              `json:"created_at,omitzero"`
	UpdatedAt              Time              `json:"updated_at,omitzero"`
	NotifiedAt             Time              `json:"notified_at,omitzero"` // when somebody was notified of it
	AssignedTo             Reference         `json:"assigned_to,omitzero"` // an admin or team; of type "nobody_admin" without an ID
	Author                 Author            `json:"author,omitzero"`
	Attachments            []Attachment      `json:"attachments,omitzero"`
	ExternalID             string            `json:"external_id,omitzero"`
	Redacted               bool              `json:"redacted,omitzero"`
	Email                  EmailMessageExtra `json:"email_message_metadata,omitzero"`
	Metadata               PartMetadata      `json:"metadata,omitzero"`
	State                  ConversationState `json:"state,omitzero"` // of the conversation, after the part
	Tags                   []Tag             `json:"tags,omitzero"`
	Event                  PartEvent         `json:"event_details,omitzero"`
	AppPackageCode         string            `json:"app_package_code,omitzero"`          // of the app that added it
	Translations           map[string]string `json:"translations,omitzero"`              // of Body by locale; "original" is the locale it was written in
	ExternalReplySendState string            `json:"external_reply_send_state,omitzero"` // in responses to UpdatePart
	SeenState              SeenState         `json:"seen_state,omitzero"`                // in responses to UpdatePart
}

// PartType is what a part of a conversation or ticket is. Intercom adds to
// them; those here are the most common.
type PartType string

// The types of parts.
const (
	PartTypeComment                                PartType = "comment"
	PartTypeNote                                   PartType = "note"
	PartTypeQuickReply                             PartType = "quick_reply"
	PartTypeOpen                                   PartType = "open" // may have a body: a reply that opened the conversation
	PartTypeClose                                  PartType = "close"
	PartTypeSnoozed                                PartType = "snoozed"
	PartTypeAssignment                             PartType = "assignment"
	PartTypeAssignAndReopen                        PartType = "assign_and_reopen"
	PartTypeParticipantAdded                       PartType = "participant_added"
	PartTypeParticipantRemoved                     PartType = "participant_removed"
	PartTypeMergedPrimaryConversation              PartType = "merged_primary_conversation"
	PartTypeConversationAttributeUpdatedByAdmin    PartType = "conversation_attribute_updated_by_admin"
	PartTypeConversationAttributeUpdatedByUser     PartType = "conversation_attribute_updated_by_user"
	PartTypeConversationAttributeUpdatedByWorkflow PartType = "conversation_attribute_updated_by_workflow"
	PartTypeCustomActionStarted                    PartType = "custom_action_started"
	PartTypeCustomActionFinished                   PartType = "custom_action_finished"
	PartTypeTicketStateUpdatedByAdmin              PartType = "ticket_state_updated_by_admin"
	PartTypeTicketAttributeUpdatedByAdmin          PartType = "ticket_attribute_updated_by_admin"
)

// PartMetadata is what a part has that offers quick replies or chooses one.
//
//intercom:schema conversation_part_metadata
type PartMetadata struct {
	QuickReplyOptions []QuickReply `json:"quick_reply_options,omitzero"` // that are offered
	QuickReplyUUID    string       `json:"quick_reply_uuid,omitzero"`    // of the one that was chosen
}

// QuickReply is a button that a part offers, or the one that was chosen.
//
//intercom:schema quick_reply_option
type QuickReply struct {
	private

	Text         string            `json:"text"`                  // required
	UUID         string            `json:"uuid"`                  // required: you make it up, and recognize the choice by it
	Translations map[string]string `json:"translations,omitzero"` // by language; only in parts that were read
}

// PartEvent is what happened in a part whose type is an event. Which
// fields it has depends on PartType; Lookup of the part reaches others.
//
//intercom:schema conversation_attribute_updated_by_admin conversation_attribute_updated_by_user
//intercom:schema conversation_attribute_updated_by_workflow custom_action_finished custom_action_started operator_workflow_event
type PartEvent struct {
	Attribute PartEventAttribute     `json:"attribute,omitzero"` // that was updated
	Value     PartEventValue         `json:"value,omitzero"`     // of the attribute
	Workflow  PartEventWorkflow      `json:"workflow,omitzero"`  // that did it
	Action    PartEventAction        `json:"action,omitzero"`    // that started or finished
	Event     PartEventWorkflowEvent `json:"event,omitzero"`     // of the workflow

	// API Preview.
	TagsAdded        []string                `json:"tags_added,omitzero"` // names
	TagsRemoved      []string                `json:"tags_removed,omitzero"`
	Until            string                  `json:"until,omitzero"`             // how long it is snoozed, in words
	CustomUntilTime  Time                    `json:"custom_until_time,omitzero"` // if it is snoozed until a moment
	CurrentPriority  ConversationPriority    `json:"current_priority,omitzero"`
	PreviousPriority ConversationPriority    `json:"previous_priority,omitzero"`
	SLAName          string                  `json:"sla_name,omitzero"`
	SLADefinition    PartEventSLADefinition  `json:"sla_definition,omitzero"`
	SLATargetType    string                  `json:"sla_target_type,omitzero"`    // that was missed, such as "first_reply_time"
	CurrentSLAStatus string                  `json:"current_sla_status,omitzero"` // "hit", "missed", "active", "paused" or "canceled"
	SLAStates        map[string]PartEventSLA `json:"sla_states,omitzero"`         // by target
	CallID           ID                      `json:"call_id,omitzero"`            // of the call that the part sums up
}

// PartEventSLADefinition is what an SLA promises, in seconds; 0 is no target.
type PartEventSLADefinition struct {
	FirstReplyTime int `json:"first_reply_time,omitzero"`
	NextReplyTime  int `json:"next_reply_time,omitzero"`
	ResolutionTime int `json:"resolution_time,omitzero"`
	TimeToClose    int `json:"time_to_close,omitzero"`
}

// PartEventSLA is where one target of an SLA stands.
type PartEventSLA struct {
	Status           string `json:"status,omitzero"`            // "hit", "missed", "active" or "paused"
	SecondsRemaining int    `json:"seconds_remaining,omitzero"` // of an active or paused target
}

// PartEventAttribute is an attribute that was updated.
type PartEventAttribute struct {
	Name string `json:"name,omitzero"`
}

// PartEventValue is what an attribute became.
type PartEventValue struct {
	Name     string `json:"name,omitzero"`
	Previous string `json:"previous,omitzero"`
}

// PartEventWorkflow is a workflow that acted.
type PartEventWorkflow struct {
	Name string `json:"name,omitzero"`
}

// PartEventAction is a custom action.
type PartEventAction struct {
	Name   string `json:"name,omitzero"`
	Result string `json:"result,omitzero"` // "success" or "failed", once it has finished
}

// PartEventWorkflowEvent is what happened in a workflow.
type PartEventWorkflowEvent struct {
	Type   string `json:"type,omitzero"`
	Result string `json:"result,omitzero"`
}

// Reply is something said in a conversation or ticket: an AdminReply or a
// ContactReply.
type Reply interface{ reply(r *request) *request }

// AdminReply is what an admin says: a comment, or a note if Note is set, or
// buttons if there are QuickReplies.
type AdminReply struct {
	private

	AdminID           ID               `json:"admin_id"`                  // required
	Body              string           `json:"body,omitzero"`             // required, but with QuickReplies; HTML or plain text
	Note              bool             `json:"-"`                         // only teammates see it
	QuickReplies      []QuickReply     `json:"reply_options,omitzero"`    // buttons for the contact to choose from, in place of a Body
	AttachmentURLs    []string         `json:"attachment_urls,omitzero"`  // at most 10
	AttachmentFiles   []AttachmentFile `json:"attachment_files,omitzero"` // at most 10
	CreatedAt         Time             `json:"created_at,omitzero"`       // for replies that come from another system
	SkipNotifications bool             `json:"skip_notifications,omitzero"`
	SkipUnsnooze      bool             `json:"skip_unsnooze,omitzero"` // a snoozed conversation stays so; API Preview
	CrossPost         bool             `json:"cross_post,omitzero"`    // a Note goes to all linked conversations; back-office tickets only
}

func (p AdminReply) reply(r *request) *request {
	r.preview("SkipUnsnooze", p.SkipUnsnooze)
	switch inTicket := isOfTicket(r); {
	case p.CrossPost && !inTicket:
		r.invalid("CrossPost", "is for tickets")
	case p.CrossPost && !p.Note:
		r.invalid("CrossPost", "is for a Note")
	case p.SkipUnsnooze && inTicket:
		r.invalid("SkipUnsnooze", "is for conversations")
	}
	r.attachments(p.AttachmentURLs, p.AttachmentFiles, maxAttachments).require("AdminID", string(p.AdminID))
	body := adminReplyBody{AdminReply: p, Type: "admin", MessageType: "comment"}
	switch {
	case len(p.QuickReplies) > 0:
		body.MessageType = "quick_reply"
		if p.Note || p.Body != "" {
			r.invalid("QuickReplies", "cannot be used together with Note or Body")
		}
		checkQuickReplies(r, p.QuickReplies)
		return r.body(body)
	case p.Note:
		body.MessageType = "note"
	}
	return r.require("Body", p.Body).body(body)
}

// legacy is the reply in API 1.4, which knows less. An empty kind is a comment
// or note; person is whose newest conversation is meant, or nil.
func (p AdminReply) legacy(r *request, kind string, person ParticipantRef) *request {
	r.attachments(p.AttachmentURLs, nil, maxLegacyAttachments).require("AdminID", string(p.AdminID)).require("Body", p.Body)
	body := map[string]any{"type": "admin", "admin_id": p.AdminID, "body": p.Body, "message_type": kind}
	switch {
	case len(p.QuickReplies) > 0:
		r.invalid("QuickReplies", "are not known to API 1.4")
	case len(p.AttachmentFiles) > 0:
		r.invalid("AttachmentFiles", "are not known to API 1.4, only AttachmentURLs")
	case p.SkipNotifications || p.SkipUnsnooze || !p.CreatedAt.IsZero():
		r.invalid("SkipNotifications, SkipUnsnooze and CreatedAt", "are not known to API 1.4")
	case p.CrossPost:
		r.invalid("CrossPost", "is for tickets")
	case p.Note && kind != "":
		r.invalid("Note", "is for comments")
	case p.Note:
		body["message_type"] = "note"
	case kind == "":
		body["message_type"] = "comment"
	}
	if len(p.AttachmentURLs) > 0 {
		body["attachment_urls"] = p.AttachmentURLs
	}
	if r.path == "/conversations/last/reply" {
		key, value := participant(r, "person", person)
		body[key] = value
	}
	return r.body(body)
}

// isOfTicket reports whether a reply is to a ticket. Conversations take less in
// one way, and more in another.
func isOfTicket(r *request) bool { return strings.HasPrefix(r.path, "/tickets/") }

//intercom:schema admin_reply_conversation_request admin_reply_ticket_request
type adminReplyBody struct {
	AdminReply
	Type        string `json:"type"`
	MessageType string `json:"message_type"`
}

// ContactReply is what a contact says, or the button that it chose.
type ContactReply struct {
	private

	From              ParticipantRef   `json:"-"`                           // required
	Body              string           `json:"body,omitzero"`               // required, but with QuickReplies
	QuickReplies      []QuickReply     `json:"reply_options,omitzero"`      // the button that was chosen, in place of a Body
	AttachmentURLs    []string         `json:"attachment_urls,omitzero"`    // images, at most 10
	AttachmentFiles   []AttachmentFile `json:"attachment_files,omitzero"`   // at most 10; conversations only
	CreatedAt         Time             `json:"created_at,omitzero"`         // for replies that come from another system
	SkipNotifications bool             `json:"skip_notifications,omitzero"` // tickets only
}

func (p ContactReply) reply(r *request) *request {
	r.attachments(p.AttachmentURLs, p.AttachmentFiles, maxAttachments)
	switch inTicket := isOfTicket(r); {
	case len(p.AttachmentFiles) > 0 && inTicket:
		r.invalid("AttachmentFiles", "are for conversations, tickets take AttachmentURLs")
	case p.SkipNotifications && !inTicket:
		r.invalid("SkipNotifications", "is for tickets")
	}
	body := contactReplyBody{ContactReply: p, Type: "user", MessageType: "comment"}
	switch key, value := participant(r, "From", p.From); key {
	case "intercom_user_id":
		body.IntercomUserID = ID(value)
	case "user_id":
		body.UserID = value
	case "email":
		body.Email = value
	}
	if len(p.QuickReplies) == 0 {
		return r.require("Body", p.Body).body(body)
	}
	body.MessageType = "quick_reply"
	checkQuickReplies(r, p.QuickReplies)
	return r.body(body)
}

//intercom:schema contact_reply_base_request contact_reply_email_request contact_reply_intercom_user_id_request contact_reply_user_id_request
//intercom:schema contact_reply_ticket_email_request contact_reply_ticket_intercom_user_id_request contact_reply_ticket_user_id_request
type contactReplyBody struct {
	ContactReply
	Type           string `json:"type"`
	MessageType    string `json:"message_type"`
	IntercomUserID ID     `json:"intercom_user_id,omitzero"`
	UserID         string `json:"user_id,omitzero"`
	Email          string `json:"email,omitzero"`
}

func checkQuickReplies(r *request, replies []QuickReply) {
	for i, reply := range replies {
		where := "QuickReplies[" + strconv.Itoa(i) + "]."
		r.require(where+"Text", reply.Text).require(where+"UUID", reply.UUID)
	}
}

// AttachmentFile is a file that goes with a reply. AttachFile makes one.
//
//intercom:schema conversation_attachment_files
type AttachmentFile struct {
	private

	ContentType string `json:"content_type,omitzero"`
	Data        string `json:"data,omitzero"` // base64
	Name        string `json:"name,omitzero"`
}

// AttachFile reads a file to attach to a reply. With an empty contentType it
// follows from the extension of the name.
func AttachFile(name, contentType string, file io.Reader) (AttachmentFile, error) {
	if contentType == "" {
		contentType = mime.TypeByExtension(path.Ext(name))
	}
	switch {
	case name == "":
		return AttachmentFile{}, &ArgumentError{Operation: "AttachFile", Parameter: "name", Problem: "is empty"}
	case contentType == "":
		return AttachmentFile{}, &ArgumentError{
			Operation: "AttachFile", Parameter: "contentType", Problem: "is empty, and the extension of the name does not say it",
		}
	case file == nil:
		return AttachmentFile{}, &ArgumentError{Operation: "AttachFile", Parameter: "file", Problem: "is nil"}
	}
	var data strings.Builder
	encoder := base64.NewEncoder(base64.StdEncoding, &data)
	if _, err := io.Copy(encoder, file); err != nil {
		return AttachmentFile{}, fmt.Errorf("intercom: AttachFile: %w", err)
	}
	if err := encoder.Close(); err != nil {
		return AttachmentFile{}, fmt.Errorf("intercom: AttachFile: %w", err)
	}
	return AttachmentFile{ContentType: contentType, Data: data.String(), Name: name}, nil
}

// How many attachments a message can have, of each kind.
const (
	maxAttachments       = 10
	maxLegacyAttachments = 5 // in API 1.4
)

// SeenState is who has seen a part.
type SeenState struct {
	AdminSeen bool `json:"admin_seen,omitzero"`
}

// UpdatePart sets how the delivery of a part in another channel went, or marks
// it as seen by an admin. Intercom calls the operation experimental even in
// Preview, and wants a secret besides the token.
//
// Experimental: it is of API Preview, which can change without notice.
func (s *ConversationsService) UpdatePart(
	ctx context.Context, conversation, part ID, params ConversationUpdatePart, opts ...Option,
) (*ConversationPart, error) {
	return do[*ConversationPart](ctx, s.client, params.request(conversation, part), opts)
}

// ConversationUpdatePart is a change of a part: SendState with InfoMessage, or
// Seen with AdminID.
//
//intercom:schema update_conversation_part_request
type ConversationUpdatePart struct {
	private

	Secret      string       `json:"secret"`                // required: an HMAC that Intercom hands out
	SendState   Opt[string]  `json:"send_state,omitzero"`   // such as "sent"
	InfoMessage Opt[string]  `json:"info_message,omitzero"` // about SendState
	Seen        Opt[bool]    `json:"seen,omitzero"`
	AdminID     Opt[AsAdmin] `json:"admin_id,omitzero"` // who has seen it
}

// experimentalBody marks a body for an operation that wants it.
type experimentalBody struct {
	ConversationUpdatePart
	Experimental bool `json:"experimental"`
}

func (p ConversationUpdatePart) request(conversation, part ID) *request {
	r := preview("PUT /conversations/{conversation_id}/conversation_parts/{id}", conversation, part).
		require("Secret", p.Secret).body(experimentalBody{p, true})
	if p.SendState.IsZero() && p.Seen.IsZero() {
		r.invalid("SendState or Seen", "is required")
	}
	return r
}
