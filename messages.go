package intercom

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
)

// MessagesService sends messages of admins and contacts. A message is never
// sent twice: see WithReplay.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/messages
type MessagesService service

// Message is what was sent. One of an admin becomes a conversation once the
// contact replies.
//
//intercom:schema message
type Message struct {
	Object

	Type           string          `json:"type,omitzero"` // "admin_message" or "user_message"
	ID             ID              `json:"id,omitzero"`   // of the message, not of a conversation
	CreatedAt      Time            `json:"created_at,omitzero"`
	Subject        string          `json:"subject,omitzero"`
	Body           string          `json:"body,omitzero"`
	MessageType    string          `json:"message_type,omitzero"` // "inapp", "email", "facebook" or "twitter"
	Template       MessageTemplate `json:"template,omitzero"`     // in API 1.x
	Owner          Author          `json:"owner,omitzero"`        // the admin who sent it
	ConversationID ID              `json:"conversation_id,omitzero"`
}

// MessageTemplate is the style of an e-mail.
type MessageTemplate string

// The styles of e-mails.
const (
	MessageTemplatePlain    MessageTemplate = "plain"
	MessageTemplatePersonal MessageTemplate = "personal"
)

// Create sends a message: an InAppMessage, EmailMessage, WhatsAppMessage or
// ContactMessage. Shortly after a contact was created it can be a
// NotFoundError.
func (s *MessagesService) Create(ctx context.Context, message MessageCreate, opts ...Option) (*Message, error) {
	return do[*Message](ctx, s.client, op("POST /messages").message(message), opts)
}

// MessageCreate is a message to send: an InAppMessage, EmailMessage,
// WhatsAppMessage or ContactMessage.
type MessageCreate interface{ message(r *request) *request }

// InAppMessage is a message of an admin that shows in your application.
type InAppMessage struct {
	private

	AdminID            ID          `json:"-"`  // required: who sends it
	To                 []Reference `json:"to"` // required: of Type "user" or "lead", with an ID
	CC                 []Reference `json:"cc,omitzero"`
	BCC                []Reference `json:"bcc,omitzero"`
	Subject            string      `json:"subject,omitzero"`
	Body               string      `json:"body"`                                               // required; HTML or plain text
	CreatedAt          Time        `json:"created_at,omitzero"`                                // for messages that come from another system
	CreateConversation bool        `json:"create_conversation_without_contact_reply,omitzero"` // do so before the contact replies
}

func (p InAppMessage) message(r *request) *request {
	return r.require("AdminID", string(p.AdminID)).require("Body", p.Body).body(messageBody{
		From: adminSender{"admin", NumberID(p.AdminID)}, MessageType: "inapp", Subject: p.Subject, Body: p.Body,
		To: required(r, "To", p.To), CC: several(r, "CC", p.CC), BCC: several(r, "BCC", p.BCC),
		CreatedAt: p.CreatedAt, CreateConversation: p.CreateConversation,
	})
}

// EmailMessage is an e-mail of an admin.
type EmailMessage struct {
	private

	AdminID            ID              `json:"-"`  // required: who sends it
	To                 []Reference     `json:"to"` // required: of Type "user" or "lead", with an ID
	CC                 []Reference     `json:"cc,omitzero"`
	BCC                []Reference     `json:"bcc,omitzero"`
	Subject            string          `json:"subject"`                                            // required
	Body               string          `json:"body"`                                               // required; HTML or plain text
	Template           MessageTemplate `json:"template"`                                           // required
	CreatedAt          Time            `json:"created_at,omitzero"`                                // for messages that come from another system
	CreateConversation bool            `json:"create_conversation_without_contact_reply,omitzero"` // do so before the contact replies
}

func (p EmailMessage) message(r *request) *request {
	r.require("AdminID", string(p.AdminID)).require("Subject", p.Subject).require("Body", p.Body).require("Template", string(p.Template))
	return r.body(messageBody{
		From: adminSender{"admin", NumberID(p.AdminID)}, MessageType: "email", Subject: p.Subject, Body: p.Body, Template: string(p.Template),
		To: required(r, "To", p.To), CC: several(r, "CC", p.CC), BCC: several(r, "BCC", p.BCC),
		CreatedAt: p.CreatedAt, CreateConversation: p.CreateConversation,
	})
}

// WhatsAppMessage is a message of an admin that is sent by WhatsApp. It is one
// of the templates that WhatsApp has approved.
type WhatsAppMessage struct {
	private

	AdminID            ID                  `json:"-"`               // required: who sends it
	Phone              string              `json:"-"`               // required: the number to send it to, with the code of the country
	Name               string              `json:"-"`               // of the recipient
	Template           string              `json:"template"`        // required: name of the template
	Locale             string              `json:"locale,omitzero"` // of the template, such as "en"
	Components         []WhatsAppComponent `json:"components,omitzero"`
	CreatedAt          Time                `json:"created_at,omitzero"`                                // for messages that come from another system
	CreateConversation bool                `json:"create_conversation_without_contact_reply,omitzero"` // do so before the contact replies
}

func (p WhatsAppMessage) message(r *request) *request {
	r.require("AdminID", string(p.AdminID)).require("Phone", p.Phone).require("Template", p.Template)
	return r.body(messageBody{
		From: adminSender{"admin", NumberID(p.AdminID)}, MessageType: "whatsapp", Template: p.Template, Locale: p.Locale,
		To: phone{NumberID(strings.TrimPrefix(p.Phone, "+")), p.Name}, Components: p.Components,
		CreatedAt: p.CreatedAt, CreateConversation: p.CreateConversation,
	})
}

// WhatsAppComponent is a part of a template with its parameters.
type WhatsAppComponent struct {
	private

	Type       string              `json:"type"` // such as "BODY"
	Parameters []WhatsAppParameter `json:"parameters,omitzero"`
}

// WhatsAppParameter is what stands for a placeholder of a template.
type WhatsAppParameter struct {
	private

	Type string `json:"type"` // such as "text"
	Text string `json:"text,omitzero"`
}

// ContactMessage is a message of a contact, which starts a conversation as
// Conversations.Create does.
type ContactMessage struct {
	private

	From      Reference `json:"from"`                // required: of Type "user" or "lead", with an ID
	Body      string    `json:"body"`                // required; plain text
	Referer   string    `json:"referer,omitzero"`    // the page that the contact came from
	CreatedAt Time      `json:"created_at,omitzero"` // for messages that come from another system
}

func (p ContactMessage) message(r *request) *request {
	r.require("From.Type", p.From.Type).require("From.ID", string(p.From.ID)).require("Body", p.Body)
	return r.body(messageBody{From: p.From, Body: p.Body, Referer: p.Referer, CreatedAt: p.CreatedAt})
}

// SendToUser sends a message of an admin to a user, whom it knows by any
// selector. It asks API 1.4. Shortly after the user was created it can be a
// NotFoundError, and for an e-mail to somebody who wants none it is a
// PermissionDeniedError.
func (s *MessagesService) SendToUser(ctx context.Context, user UserRef, message AdminMessage, opts ...Option) (*Message, error) {
	return do[*Message](ctx, s.client, named("user", user, UserRef.userRef).hearing(message), opts)
}

// SendToLead sends a message of an admin to a lead. It asks API 1.4.
func (s *MessagesService) SendToLead(ctx context.Context, lead LeadRef, message AdminMessage, opts ...Option) (*Message, error) {
	return do[*Message](ctx, s.client, named("contact", lead, LeadRef.leadRef).hearing(message), opts)
}

// AdminMessage is a message of an admin: an e-mail if it has a Subject, and
// else one that shows in your application.
type AdminMessage struct {
	private

	AdminID  ID              // required: who sends it
	Subject  string          // makes it an e-mail
	Body     string          // required; HTML or plain text
	Template MessageTemplate // required for an e-mail
}

// SendFromUser sends a plain text in the name of a user, which starts a
// conversation. It asks API 1.4.
func (s *MessagesService) SendFromUser(ctx context.Context, user UserRef, text string, opts ...Option) (*Message, error) {
	return do[*Message](ctx, s.client, named("user", user, UserRef.userRef).saying(text), opts)
}

// SendFromLead sends a plain text in the name of a lead or visitor, which
// starts a conversation. A visitor becomes a lead. It asks API 1.4.
func (s *MessagesService) SendFromLead(ctx context.Context, lead LeadRef, text string, opts ...Option) (*Message, error) {
	return do[*Message](ctx, s.client, named("contact", lead, LeadRef.leadRef).saying(text), opts)
}

// correspondent is whom a message of API 1.4 goes to or comes from.
type correspondent struct {
	*request
	named map[string]string
}

func named[R any](kind string, ref R, take func(R) (key, value string)) correspondent {
	r := legacy("POST /messages")
	key, value := keyOf(r, kind, ref, take)
	return correspondent{r, map[string]string{"type": kind, key: value}}
}

// hearing makes the message of an admin to c.
func (c correspondent) hearing(m AdminMessage) *request {
	c.require("AdminID", string(m.AdminID)).require("Body", m.Body)
	body := legacyMessageBody{
		MessageType: "inapp", Subject: m.Subject, Body: m.Body, Template: m.Template,
		From: map[string]string{"type": "admin", "id": string(m.AdminID)}, To: c.named,
	}
	if m.Subject != "" || m.Template != "" {
		body.MessageType = "email"
		c.require("Subject", m.Subject).require("Template", string(m.Template))
	}
	return c.body(body)
}

// saying makes the message of c.
func (c correspondent) saying(text string) *request {
	return c.require("text", text).body(legacyMessageBody{Body: text, From: c.named})
}

type legacyMessageBody struct {
	MessageType string            `json:"message_type,omitzero"`
	Subject     string            `json:"subject,omitzero"`
	Body        string            `json:"body"`
	Template    MessageTemplate   `json:"template,omitzero"`
	From        map[string]string `json:"from"`
	To          map[string]string `json:"to,omitzero"`
}

// GetWhatsAppStatus returns where a WhatsApp message is, by WhatsApp's id of it,
// or a NotFoundError with the code whatsapp_message_not_found.
func (s *MessagesService) GetWhatsAppStatus(ctx context.Context, message ID, opts ...Option) (*WhatsAppStatus, error) {
	return do[*WhatsAppStatus](ctx, s.client, op("GET /messages/whatsapp/status").selected("message_id", string(message)), opts)
}

// WhatsAppStatus is where a WhatsApp message is.
//
//intercom:schema whatsapp_message_status
type WhatsAppStatus struct {
	Object

	ConversationID ID             `json:"conversation_id,omitzero"`
	Status         DeliveryStatus `json:"status,omitzero"`
	Type           string         `json:"type,omitzero"` // such as "broadcast_outbound"
	CreatedAt      Time           `json:"created_at,omitzero"`
	UpdatedAt      Time           `json:"updated_at,omitzero"`
	TemplateName   string         `json:"template_name,omitzero"`
	MessageID      ID             `json:"message_id,omitzero"` // WhatsApp's
	Error          DeliveryError  `json:"error,omitzero"`      // why it failed
}

// DeliveryStatus is how far a message came.
type DeliveryStatus string

// How far a message can come.
const (
	DeliveryStatusSent      DeliveryStatus = "sent"
	DeliveryStatusDelivered DeliveryStatus = "delivered"
	DeliveryStatusRead      DeliveryStatus = "read"
	DeliveryStatusFailed    DeliveryStatus = "failed"
)

// DeliveryError is why a message was not delivered.
type DeliveryError struct {
	Message string `json:"message,omitzero"`
	Details string `json:"details,omitzero"`
}

// ListStatuses lists how far the messages came that a ruleset of Outbound sent;
// there are only those by WhatsApp. A page has at most 100.
func (s *MessagesService) ListStatuses(ctx context.Context, ruleset ID, opts ...Option) *Pager[*MessageStatus] {
	return list[*MessageStatus](ctx, s.client, op("GET /messages/status").paged(100).in("events").selected("ruleset_id", string(ruleset)), opts)
}

// MessageStatus is how far a message of a ruleset came.
type MessageStatus struct {
	Object

	ID                ID             `json:"id,omitzero"`
	ConversationID    ID             `json:"conversation_id,omitzero"`
	UserID            ID             `json:"user_id,omitzero"` // the contact who gets it
	Status            DeliveryStatus `json:"status,omitzero"`
	Type              string         `json:"type,omitzero"` // such as "broadcast_outbound"
	CreatedAt         Time           `json:"created_at,omitzero"`
	UpdatedAt         Time           `json:"updated_at,omitzero"`
	WhatsAppMessageID ID             `json:"whatsapp_message_id,omitzero"`
	TemplateName      string         `json:"template_name,omitzero"`
}

//intercom:schema create_message_request
type messageBody struct {
	MessageType        string              `json:"message_type,omitzero"`
	Subject            string              `json:"subject,omitzero"`
	Body               string              `json:"body,omitzero"`
	Template           string              `json:"template,omitzero"`
	From               any                 `json:"from"`        // an adminSender, or the Reference of a contact
	To                 any                 `json:"to,omitzero"` // recipients, or a phone
	CC                 []Reference         `json:"cc,omitzero"`
	BCC                []Reference         `json:"bcc,omitzero"`
	CreatedAt          Time                `json:"created_at,omitzero"`
	CreateConversation bool                `json:"create_conversation_without_contact_reply,omitzero"`
	Components         []WhatsAppComponent `json:"components,omitzero"`
	Locale             string              `json:"locale,omitzero"`
	Referer            string              `json:"referer,omitzero"`
}

// adminSender is an admin, whose id Intercom wants as a number there. Ids of
// contacts are text, even those that are made of digits only.
type adminSender struct {
	Type string   `json:"type"`
	ID   NumberID `json:"id"`
}

type phone struct {
	Phone NumberID `json:"phone"`
	Name  string   `json:"name,omitzero"`
}

// recipients are written as an object if there is one, as Intercom's older
// channels know no list.
type recipients []Reference

func (to recipients) MarshalJSON() ([]byte, error) {
	if len(to) == 1 {
		return json.Marshal(to[0])
	}
	return json.Marshal([]Reference(to))
}

// several refuses recipients that do not say who they are.
func several(r *request, parameter string, to []Reference) []Reference {
	for i, ref := range to {
		where := parameter + "[" + strconv.Itoa(i) + "]."
		r.require(where+"Type", ref.Type).require(where+"ID", string(ref.ID))
	}
	return to
}

func required(r *request, parameter string, to []Reference) recipients {
	if len(to) == 0 {
		r.invalid(parameter, "is empty")
	}
	return several(r, parameter, to)
}
