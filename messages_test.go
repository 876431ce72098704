package intercom_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

func TestMessagesRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.MessagesService
	type M = *intercom.Message
	ctx := t.Context()
	to := []intercom.Reference{{Type: "user", ID: "5f00"}}
	lead := intercom.Reference{Type: "lead", ID: "5f01"}
	for _, tt := range []struct {
		name          string
		call          func(s S) (M, error)
		version, body string
	}{
		{"in-app", func(s S) (M, error) {
			return s.Create(ctx, intercom.InAppMessage{AdminID: "1234", To: to, Subject: "Hello", Body: "hi"})
		}, "2.16", `{"message_type":"inapp","subject":"Hello","body":"hi","from":{"type":"admin","id":1234},"to":{"type":"user","id":"5f00"}}`},
		{"e-mail", func(s S) (M, error) {
			return s.Create(ctx, intercom.EmailMessage{
				AdminID: "1234", To: append(to, lead), CC: to, BCC: []intercom.Reference{lead}, Subject: "Berth", Body: "hi",
				Template: intercom.MessageTemplatePlain, CreatedAt: intercom.At(time.Unix(1590000000, 0)), CreateConversation: true,
			})
		}, "2.16", `{"message_type":"email","subject":"Berth","body":"hi","template":"plain","from":{"type":"admin","id":1234},
			"to":[{"type":"user","id":"5f00"},{"type":"lead","id":"5f01"}],"cc":[{"type":"user","id":"5f00"}],"bcc":[{"type":"lead","id":"5f01"}],
			"created_at":1590000000,"create_conversation_without_contact_reply":true}`},
		{"whatsapp", func(s S) (M, error) {
			return s.Create(ctx, intercom.WhatsAppMessage{
				AdminID: "1234", Phone: "+5547999998888", Name: "Mira", Template: "keep_live", Locale: "en",
				Components: []intercom.WhatsAppComponent{{Type: "BODY", Parameters: []intercom.WhatsAppParameter{{Type: "text", Text: "C4"}}}},
			})
		}, "2.16", `{"message_type":"whatsapp","template":"keep_live","locale":"en","from":{"type":"admin","id":1234},
			"to":{"phone":5547999998888,"name":"Mira"},"components":[{"type":"BODY","parameters":[{"type":"text","text":"C4"}]}]}`},
		{"of a contact", func(s S) (M, error) {
			return s.Create(ctx, intercom.ContactMessage{From: lead, Body: "hi", Referer: "https://harbor.test"})
		}, "2.16", `{"from":{"type":"lead","id":"5f01"},"body":"hi","referer":"https://harbor.test"}`},

		{"of a contact whose id has digits only", func(s S) (M, error) {
			return s.Create(ctx, intercom.ContactMessage{From: intercom.Reference{Type: "user", ID: "536564316831840000200000"}, Body: "hi"})
		}, "2.16", `{"from":{"type":"user","id":"536564316831840000200000"},"body":"hi"}`},

		{"e-mail to a user", func(s S) (M, error) {
			return s.SendToUser(ctx, intercom.ByEmail("a@example.com"), intercom.AdminMessage{
				AdminID: "1234", Subject: "Berth", Body: "hi", Template: intercom.MessageTemplatePlain,
			})
		}, "1.4", `{"message_type":"email","subject":"Berth","body":"hi","template":"plain","from":{"type":"admin","id":"1234"},"to":{"type":"user","email":"a@example.com"}}`},
		{"from a user by external id", func(s S) (M, error) { return s.SendFromUser(ctx, intercom.ByExternalID("u1"), "halp") },
			"1.4", `{"from":{"type":"user","user_id":"u1"},"body":"halp"}`},
		{"from a lead by external id", func(s S) (M, error) { return s.SendFromLead(ctx, intercom.ByExternalID("l1"), "halp") },
			"1.4", `{"from":{"type":"contact","user_id":"l1"},"body":"halp"}`},
		{"from a user", func(s S) (M, error) { return s.SendFromUser(ctx, intercom.ByUserID("u1"), "halp") },
			"1.4", `{"from":{"type":"user","user_id":"u1"},"body":"halp"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on("POST", "/messages", 200, `{"type":"admin_message","id":"330188","created_at":1561400000,"message_type":"email","subject":"Berth",
				"body":"<p>hi</p>","template":"plain","owner":{"type":"admin","id":"40117","name":"Ole"}}`)
			got, err := tt.call(client.Messages)
			require.NoError(t, err)
			api.wants("POST", "/messages", "", tt.version, tt.body)
			require.NoError(t, got.Mismatch())
			assert.Equal(t, "admin_message", got.Type)
			assert.Equal(t, intercom.Author{Type: "admin", ID: "40117", Name: "Ole"}, got.Owner)
			assert.Equal(t, intercom.MessageTemplatePlain, got.Template)
		})
	}
}

func TestMessagesRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()
	create := func(m intercom.MessageCreate) error { return got(client.Messages.Create(ctx, m)) }
	to := []intercom.Reference{{Type: "user", ID: "5f00"}}
	for i, tt := range []struct {
		parameter string
		err       error
	}{
		{"message", create(nil)},
		{"AdminID", create(intercom.InAppMessage{To: to, Body: "hi"})},
		{"Body", create(intercom.InAppMessage{AdminID: "1", To: to})},
		{"To", create(intercom.InAppMessage{AdminID: "1", Body: "hi"})},
		{"CC[0].ID", create(intercom.InAppMessage{AdminID: "1", Body: "hi", To: to, CC: []intercom.Reference{{Type: "user"}}})},
		{"Subject", create(intercom.EmailMessage{AdminID: "1", To: to, Body: "hi", Template: "plain"})},
		{"Template", create(intercom.EmailMessage{AdminID: "1", To: to, Body: "hi", Subject: "x"})},
		{"Phone", create(intercom.WhatsAppMessage{AdminID: "1", Template: "x"})},
		{"From.Type", create(intercom.ContactMessage{Body: "hi"})},
		{"Template", got(client.Messages.SendToUser(ctx, intercom.ByID("5f"), intercom.AdminMessage{AdminID: "1", Body: "hi", Subject: "x"}))},
		{"Subject", got(client.Messages.SendToLead(ctx, intercom.ByID("5f"), intercom.AdminMessage{AdminID: "1", Body: "hi", Template: "plain"}))},
		{"user", got(client.Messages.SendFromUser(ctx, nil, "hi"))},
		{"text", got(client.Messages.SendFromLead(ctx, intercom.ByID("5f"), ""))},
		{"message_id", got(client.Messages.GetWhatsAppStatus(ctx, ""))},
		{"ruleset_id", got(client.Messages.ListStatuses(ctx, "").Page())},
	} {
		require.ErrorIs(t, tt.err, intercom.ErrInvalidArgument, "%d %s", i, tt.parameter)
		assert.Contains(t, tt.err.Error(), ": "+tt.parameter+" ", i)
	}
	assert.Zero(t, api.count())
}

func TestMessagesStatus(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()
	api.on("GET", "/messages/whatsapp/status", 200, `{"conversation_id":"123456789","status":"failed","type":"broadcast_outbound","created_at":1734537980,
		"updated_at":1734538000,"template_name":"reminder","message_id":"wamid_abc123","error":{"message":"not delivered","details":"no such number"}}`)
	status, err := client.Messages.GetWhatsAppStatus(ctx, "wamid_abc123")
	require.NoError(t, err)
	api.wants("GET", "/messages/whatsapp/status", "message_id=wamid_abc123", "2.16", "")
	assert.Equal(t, intercom.DeliveryStatusFailed, status.Status)
	assert.Equal(t, "no such number", status.Error.Details)

	api.on("GET", "/messages/status", 200,
		`{"type":"list","ruleset_id":12345,"pages":{"type":"pages","per_page":1,"total_pages":2,"next":{"starting_after":"abc123"}},"total_count":2,
			"events":[{"id":"event_1","conversation_id":"c1","user_id":"u1","status":"delivered","type":"broadcast_outbound","whatsapp_message_id":"wamid_1"}]}`,
		`{"type":"list","ruleset_id":12345,"pages":{"type":"pages","per_page":1,"total_pages":2,"next":null},"total_count":2,"events":[{"id":"event_2"}]}`)
	all, err := client.Messages.ListStatuses(ctx, "12345").PerPage(1).Collect()
	require.NoError(t, err)
	require.Len(t, all, 2)
	assert.Equal(t, intercom.ID("u1"), all[0].UserID)
	api.wants("GET", "/messages/status", "ruleset_id=12345&per_page=1&starting_after=abc123", "2.16", "")
}
