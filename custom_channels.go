package intercom

import "context"

// CustomChannelsService reports to Intercom what happens in a channel of your
// own, so that Intercom keeps its side of the conversation and runs workflows.
//
// The operations are for workspaces whose account team enabled them, and need
// the key of the channel's integration, which WithToken takes. Intercom's
// descriptions of its API had them up to version 2.15, which is asked for.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
//
// https://developers.intercom.com/docs/references/2.15/rest-api/api.intercom.io/custom-channel-events
type CustomChannelsService service

// CustomChannelResult has the ids of an event, yours and Intercom's.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
//
//intercom:schema custom_channel_notification_response
type CustomChannelResult struct {
	Object

	ExternalConversationID string `json:"external_conversation_id,omitzero"` // yours
	ConversationID         ID     `json:"conversation_id,omitzero"`
	ExternalContactID      string `json:"external_contact_id,omitzero"` // yours
	ContactID              ID     `json:"contact_id,omitzero"`
}

// CustomChannelContact is who talks in a channel.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
//
//intercom:schema custom_channel_contact
type CustomChannelContact struct {
	private

	Type       ContactRole `json:"type"`           // required
	ExternalID string      `json:"external_id"`    // required; yours
	Name       string      `json:"name,omitzero"`  // required for users
	Email      string      `json:"email,omitzero"` // required for users
}

// check refuses an event that lacks what all events have.
func (c CustomChannelContact) check(r *request, event, conversation string) *request {
	r.require("EventID", event).require("ConversationID", conversation)
	r.require("Contact.Type", string(c.Type)).require("Contact.ExternalID", c.ExternalID)
	if c.Type == ContactRoleUser {
		r.require("Contact.Name", c.Name).require("Contact.Email", c.Email)
	}
	return r
}

// NotifyConversation reports that a conversation began.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
func (s *CustomChannelsService) NotifyConversation(
	ctx context.Context, params CustomChannelNotifyConversation, opts ...Option,
) (*CustomChannelResult, error) {
	return do[*CustomChannelResult](ctx, s.client, params.request(), opts)
}

// CustomChannelNotifyConversation is a conversation that began.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
//
//intercom:schema custom_channel_base_event
type CustomChannelNotifyConversation struct {
	private

	EventID        string               `json:"event_id"`                 // required; yours, another one for each event
	ConversationID string               `json:"external_conversation_id"` // required; yours
	Contact        CustomChannelContact `json:"contact"`                  // required
}

func (p CustomChannelNotifyConversation) request() *request {
	r := removed("2.15", "POST /custom_channel_events/notify_new_conversation")
	return p.Contact.check(r, p.EventID, p.ConversationID).body(p)
}

// NotifyMessage reports that the contact wrote something.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
func (s *CustomChannelsService) NotifyMessage(
	ctx context.Context, params CustomChannelNotifyMessage, opts ...Option,
) (*CustomChannelResult, error) {
	return do[*CustomChannelResult](ctx, s.client, params.request(), opts)
}

// CustomChannelNotifyMessage is a message of a contact.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
type CustomChannelNotifyMessage struct {
	private

	EventID        string               `json:"event_id"`                 // required; yours, another one for each event
	ConversationID string               `json:"external_conversation_id"` // required; yours
	Contact        CustomChannelContact `json:"contact"`                  // required
	Body           string               `json:"body"`                     // required
}

func (p CustomChannelNotifyMessage) request() *request {
	r := removed("2.15", "POST /custom_channel_events/notify_new_message")
	return p.Contact.check(r, p.EventID, p.ConversationID).require("Body", p.Body).body(p)
}

// NotifyQuickReply reports that the contact chose a quick reply.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
func (s *CustomChannelsService) NotifyQuickReply(
	ctx context.Context, params CustomChannelNotifyQuickReply, opts ...Option,
) (*CustomChannelResult, error) {
	return do[*CustomChannelResult](ctx, s.client, params.request(), opts)
}

// CustomChannelNotifyQuickReply is a quick reply that a contact chose.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
type CustomChannelNotifyQuickReply struct {
	private

	EventID        string               `json:"event_id"`                 // required; yours, another one for each event
	ConversationID string               `json:"external_conversation_id"` // required; yours
	Contact        CustomChannelContact `json:"contact"`                  // required
	OptionID       string               `json:"quick_reply_option_id"`    // required
}

func (p CustomChannelNotifyQuickReply) request() *request {
	r := removed("2.15", "POST /custom_channel_events/notify_quick_reply_selected")
	return p.Contact.check(r, p.EventID, p.ConversationID).require("OptionID", p.OptionID).body(p)
}

// NotifyAttribute reports what the contact gave an attribute collector.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
func (s *CustomChannelsService) NotifyAttribute(
	ctx context.Context, params CustomChannelNotifyAttribute, opts ...Option,
) (*CustomChannelResult, error) {
	return do[*CustomChannelResult](ctx, s.client, params.request(), opts)
}

// CustomChannelNotifyAttribute is the value that a contact gave an attribute.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
type CustomChannelNotifyAttribute struct {
	private

	EventID        string                 `json:"event_id"`                 // required; yours, another one for each event
	ConversationID string                 `json:"external_conversation_id"` // required; yours
	Contact        CustomChannelContact   `json:"contact"`                  // required
	Attribute      CustomChannelAttribute `json:"attribute"`                // required
}

// CustomChannelAttribute is an attribute with its value.
//
// Experimental: Intercom does not describe it any longer, and can change it without notice.
//
//intercom:schema custom_channel_attribute
type CustomChannelAttribute struct {
	private

	ID    string `json:"id"`    // required
	Value string `json:"value"` // required
}

func (p CustomChannelNotifyAttribute) request() *request {
	r := removed("2.15", "POST /custom_channel_events/notify_attribute_collected")
	p.Contact.check(r, p.EventID, p.ConversationID)
	return r.require("Attribute.ID", p.Attribute.ID).require("Attribute.Value", p.Attribute.Value).body(p)
}
