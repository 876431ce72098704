package intercom_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

var (
	channelUser = intercom.CustomChannelContact{Type: intercom.ContactRoleUser, ExternalID: "u-1", Name: "Mira", Email: "mira@quay.test"}
	channelLead = intercom.CustomChannelContact{Type: intercom.ContactRoleLead, ExternalID: "l-1"}
)

func TestCustomChannelsRequests(t *testing.T) {
	t.Parallel()
	const common = `"event_id":"e1","external_conversation_id":"x-1","contact":`
	const user, lead = `{"type":"user","external_id":"u-1","name":"Mira","email":"mira@quay.test"}`, `{"type":"lead","external_id":"l-1"}`
	for _, tt := range []struct {
		name       string
		call       func(ctx context.Context, s *intercom.CustomChannelsService) (*intercom.CustomChannelResult, error)
		path, body string
	}{
		{"conversation", func(ctx context.Context, s *intercom.CustomChannelsService) (*intercom.CustomChannelResult, error) {
			return s.NotifyConversation(ctx, intercom.CustomChannelNotifyConversation{EventID: "e1", ConversationID: "x-1", Contact: channelUser})
		}, "notify_new_conversation", common + user},
		{"message", func(ctx context.Context, s *intercom.CustomChannelsService) (*intercom.CustomChannelResult, error) {
			return s.NotifyMessage(ctx, intercom.CustomChannelNotifyMessage{EventID: "e1", ConversationID: "x-1", Contact: channelLead, Body: "Hi"})
		}, "notify_new_message", common + lead + `,"body":"Hi"`},
		{"quick reply", func(ctx context.Context, s *intercom.CustomChannelsService) (*intercom.CustomChannelResult, error) {
			return s.NotifyQuickReply(ctx, intercom.CustomChannelNotifyQuickReply{EventID: "e1", ConversationID: "x-1", Contact: channelUser, OptionID: "1234"})
		}, "notify_quick_reply_selected", common + user + `,"quick_reply_option_id":"1234"`},
		{"attribute", func(ctx context.Context, s *intercom.CustomChannelsService) (*intercom.CustomChannelResult, error) {
			return s.NotifyAttribute(ctx, intercom.CustomChannelNotifyAttribute{
				EventID: "e1", ConversationID: "x-1", Contact: channelLead, Attribute: intercom.CustomChannelAttribute{ID: "size", Value: "7"},
			})
		}, "notify_attribute_collected", common + lead + `,"attribute":{"id":"size","value":"7"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			path := "/custom_channel_events/" + tt.path
			api.on("POST", path, 200, `{"external_conversation_id":"x-1","conversation_id":215,"external_contact_id":"u-1","contact_id":"5f00"}`)
			got, err := tt.call(t.Context(), client.CustomChannels)
			require.NoError(t, err)
			api.wants("POST", path, "", "2.15", "{"+tt.body+"}")
			require.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
			assert.Equal(t, []any{"x-1", intercom.ID("215"), "u-1", intercom.ID("5f00")},
				[]any{got.ExternalConversationID, got.ConversationID, got.ExternalContactID, got.ContactID})
		})
	}
}

func TestCustomChannelsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, s := t.Context(), client.CustomChannels
	begins := func(event, conversation string, contact intercom.CustomChannelContact) error {
		return got(s.NotifyConversation(ctx, intercom.CustomChannelNotifyConversation{EventID: event, ConversationID: conversation, Contact: contact}))
	}
	for _, tt := range []struct {
		parameter string
		err       error
	}{
		{"EventID", begins("", "x-1", channelUser)},
		{"ConversationID", begins("e1", "", channelUser)},
		{"Contact.Type", begins("e1", "x-1", intercom.CustomChannelContact{})},
		{"Contact.ExternalID", begins("e1", "x-1", intercom.CustomChannelContact{Type: "lead"})},
		{"Contact.Name", begins("e1", "x-1", intercom.CustomChannelContact{Type: "user", ExternalID: "1"})},
		{"Contact.Email", begins("e1", "x-1", intercom.CustomChannelContact{Type: "user", ExternalID: "1", Name: "Mira"})},
		{"Body", got(s.NotifyMessage(ctx, intercom.CustomChannelNotifyMessage{EventID: "e1", ConversationID: "x-1", Contact: channelLead}))},
		{"OptionID", got(s.NotifyQuickReply(ctx, intercom.CustomChannelNotifyQuickReply{EventID: "e1", ConversationID: "x-1", Contact: channelLead}))},
		{"Attribute.ID", got(s.NotifyAttribute(ctx, intercom.CustomChannelNotifyAttribute{EventID: "e1", ConversationID: "x-1", Contact: channelLead}))},
		{"Attribute.Value", got(s.NotifyAttribute(ctx, intercom.CustomChannelNotifyAttribute{
			EventID: "e1", ConversationID: "x-1", Contact: channelLead, Attribute: intercom.CustomChannelAttribute{ID: "size"},
		}))},
	} {
		var bad *intercom.ArgumentError
		require.ErrorAs(t, tt.err, &bad, tt.parameter)
		assert.Equal(t, tt.parameter, bad.Parameter)
	}
	assert.Zero(t, api.count())
}

func TestCustomChannelsStory(t *testing.T) {
	t.Parallel()
	client, ctx := intercomtest.NewServer().Client(), t.Context()
	s := client.CustomChannels
	message := intercom.CustomChannelNotifyMessage{EventID: "e2", ConversationID: "x-1", Contact: channelUser, Body: "Hi"}
	require.ErrorIs(t, got(s.NotifyMessage(ctx, message)), intercom.ErrNotFound)
	begun, err := s.NotifyConversation(ctx, intercom.CustomChannelNotifyConversation{EventID: "e1", ConversationID: "x-1", Contact: channelUser})
	require.NoError(t, err)
	said, err := s.NotifyMessage(ctx, message)
	require.NoError(t, err)
	assert.Equal(t, []intercom.ID{begun.ConversationID, begun.ContactID}, []intercom.ID{said.ConversationID, said.ContactID})
	require.NoError(t, got(s.NotifyAttribute(ctx, intercom.CustomChannelNotifyAttribute{
		EventID: "e3", ConversationID: "x-1", Contact: channelUser, Attribute: intercom.CustomChannelAttribute{ID: "size", Value: "7"},
	})))
	require.NoError(t, got(s.NotifyQuickReply(ctx, intercom.CustomChannelNotifyQuickReply{
		EventID: "e4", ConversationID: "x-1", Contact: channelUser, OptionID: "1234",
	})))
	conv, err := client.Conversations.Get(ctx, begun.ConversationID)
	require.NoError(t, err)
	require.Len(t, conv.Parts.Items, 3)
	assert.Equal(t, "<p>Hi</p>", conv.Parts.Items[0].Body)
	contact, err := client.Contacts.Get(ctx, begun.ContactID)
	require.NoError(t, err)
	assert.Equal(t, "mira@quay.test", contact.Email)
}
