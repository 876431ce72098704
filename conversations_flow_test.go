package intercom_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// begin starts a conversation of a new user.
func begin(t *testing.T, client *intercom.Client, email string) (conversation, contact intercom.ID) {
	t.Helper()
	user, err := client.Users.Create(t.Context(), intercom.UserCreate{Email: email})
	require.NoError(t, err)
	message, err := client.Conversations.Create(t.Context(), intercom.ConversationCreate{
		From: intercom.Reference{Type: "user", ID: user.ID}, Body: "Is pier C4 free?",
	})
	require.NoError(t, err)
	return message.ConversationID, user.ID
}

func TestConversationsFlow(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client := fake.Client()
	ctx := t.Context()
	s := client.Conversations
	ole, ida := intercom.ID(fake.AddAdmin("Ole", "ole@qz.test")), intercom.ID(fake.AddAdmin("Ida", "ida@qz.test"))
	id, contact := begin(t, client, "mira@harbor.test")

	changed, err := s.UpdatedSince(ctx, time.Now().Add(-time.Hour)).Collect()
	require.NoError(t, err)
	require.Len(t, changed, 1)
	changed, err = s.UpdatedSince(ctx, changed[0].UpdatedAt.Add(time.Second)).Collect()
	require.NoError(t, err)
	assert.Empty(t, changed)

	page, err := s.ListUnassigned(ctx, intercom.ConversationListUnassignedOptions{Open: intercom.Set(true)}).Page()
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, "<p>Is pier C4 free?</p>", page.Items[0].Source.Body)
	author, err := intercom.Load[intercom.User](ctx, client, page.Items[0].Source.Author.Reference())
	require.NoError(t, err)
	assert.Equal(t, "mira@harbor.test", author.Email)

	file, err := intercom.AttachFile("pier.txt", "text/plain", strings.NewReader("C4"))
	require.NoError(t, err)
	c, err := s.Reply(ctx, id, intercom.AdminReply{AdminID: ole, Body: "Let me look.", AttachmentFiles: []intercom.AttachmentFile{file}})
	require.NoError(t, err)
	assert.Equal(t, "pier.txt", c.Parts.Items[0].Attachments[0].Name)
	c, err = s.Assign(ctx, id, intercom.AsAdmin(ole), intercom.ConversationAssign{ToAdmin: ida})
	require.NoError(t, err)
	assert.Equal(t, ida, c.AdminAssigneeID)
	assert.Equal(t, ida, c.Parts.Items[1].AssignedTo.ID)
	mine, err := s.ListForAdmin(ctx, ida).Collect()
	require.NoError(t, err)
	assert.Len(t, mine, 1)
	unread, err := s.ListForUser(ctx, intercom.ByID(contact), intercom.ConversationListForUserOptions{Unread: true}).Collect()
	require.NoError(t, err)
	assert.Len(t, unread, 1)
	c, err = s.MarkRead(ctx, id)
	require.NoError(t, err)
	assert.True(t, c.Read)

	c, err = s.Snooze(ctx, id, time.Now().Add(time.Hour), intercom.AsAdmin(ida))
	require.NoError(t, err)
	assert.Equal(t, intercom.ConversationStateSnoozed, c.State)
	c, err = s.ReplyAndOpen(ctx, id, intercom.AdminReply{AdminID: ida, Body: "It is."})
	require.NoError(t, err)
	require.NoError(t, c.Mismatch())
	assert.Equal(t, intercom.ConversationStateOpen, c.State)
	assert.Equal(t, ida, c.AdminAssigneeID)
	assert.Equal(t, ida, c.Parts.Items[1].AssignedTo.ID, "API 1.4 sends the id alone")
	c, err = s.ReplyToLast(ctx, intercom.ContactReply{From: intercom.ByEmail("mira@harbor.test"), Body: "Thanks"})
	require.NoError(t, err)
	assert.Equal(t, id, c.ID)
	c, err = s.Close(ctx, id, intercom.AsAdmin(ida), intercom.ConversationClose{Body: "Bye"})
	require.NoError(t, err)
	assert.Equal(t, intercom.ConversationStateClosed, c.State)

	found, err := s.Search(ctx, intercom.And(
		intercom.ConversationFieldState.Is(intercom.ConversationStateClosed), intercom.ConversationFieldContactIDs.Is(contact),
	)).Collect()
	require.NoError(t, err)
	require.Len(t, found, 1)
	assert.Empty(t, found[0].Parts.Items, "a search leaves them out")
	found, err = s.Search(ctx, intercom.ConversationFieldSourceBody.Is("pier")).Collect()
	require.NoError(t, err)
	assert.Len(t, found, 1)

	c, err = s.AddContact(ctx, id, intercom.AsAdmin(ida), intercom.ConversationAddContact{Contact: intercom.ByEmail("new@harbor.test")})
	require.NoError(t, err)
	require.Len(t, c.Customers, 2)
	_, err = s.RemoveContact(ctx, id, contact, intercom.AsAdmin(ida))
	require.NoError(t, err)
	_, err = s.RemoveContact(ctx, id, c.Customers[1].ID, intercom.AsAdmin(ida))
	require.ErrorIs(t, err, intercom.ErrUnprocessable)

	other, _ := begin(t, client, "ole@harbor.test")
	merged, err := s.Merge(ctx, id, other)
	require.NoError(t, err)
	assert.Equal(t, other, merged.ID)
	assert.Equal(t, id, merged.LinkedObjects.Items[0].ID)
	ticket, err := s.ConvertToTicket(ctx, other, intercom.ConversationConvertToTicket{TicketTypeID: intercom.ID(fake.AddTicketType("Berth", "Customer"))})
	require.NoError(t, err)
	assert.Equal(t, intercom.TicketCategoryCustomer, ticket.Category)

	require.NoError(t, s.Delete(ctx, id))
	require.NoError(t, s.Delete(ctx, other, intercom.ConversationDeleteOptions{RetainMetrics: intercom.Set(false)}))
	_, err = s.Get(ctx, id)
	require.ErrorIs(t, err, intercom.ErrNotFound)
	deleted, err := s.ListDeleted(ctx, intercom.ConversationListDeletedOptions{Order: intercom.Ascending}).Collect()
	require.NoError(t, err)
	require.Len(t, deleted, 2)
	assert.True(t, deleted[0].MetricsRetained)
	assert.False(t, deleted[1].MetricsRetained)
}

// What reaches a human is sent once when nobody knows whether it was processed,
// and again when it certainly was not.
func TestConversationsAreSentOnce(t *testing.T) {
	t.Parallel()
	person := intercom.ByEmail("mira@harbor.test")
	for op, call := range map[string]func(ctx context.Context, c *intercom.Client, conversation, contact, admin intercom.ID) error{
		"POST /conversations/{conversation_id}/reply": func(ctx context.Context, c *intercom.Client, conversation, contact, _ intercom.ID) error {
			return got(c.Conversations.Reply(ctx, conversation, intercom.ContactReply{From: intercom.ByID(contact), Body: "hi"}))
		},
		"POST /conversations/last/reply": func(ctx context.Context, c *intercom.Client, _, _, admin intercom.ID) error {
			return got(c.Conversations.ReplyToLastOf(ctx, person, intercom.AdminReply{AdminID: admin, Body: "hi"}))
		},
		"POST /conversations/{conversation_id}/parts": func(ctx context.Context, c *intercom.Client, conversation, _, admin intercom.ID) error {
			return got(c.Conversations.Close(ctx, conversation, intercom.AsAdmin(admin), intercom.ConversationClose{Body: "bye"}))
		},
		"POST /conversations": func(ctx context.Context, c *intercom.Client, _, contact, _ intercom.ID) error {
			return got(c.Conversations.Create(ctx, intercom.ConversationCreate{From: intercom.Reference{Type: "user", ID: contact}, Body: "hi"}))
		},
		"POST /messages": func(ctx context.Context, c *intercom.Client, _, _, admin intercom.ID) error {
			return got(c.Messages.SendToUser(ctx, person, intercom.AdminMessage{AdminID: admin, Body: "hi"}))
		},
	} {
		for name, fault := range map[string]struct {
			fault intercomtest.Fault
			kind  error // nil: it is sent again
		}{
			"500":        {intercomtest.Status(500, "server_error", "Server Error"), intercom.ErrServer},
			"502":        {intercomtest.HTML(502), intercom.ErrServer},
			"timeout":    {intercomtest.Delay(2 * time.Minute), intercom.ErrConnection},
			"reset":      {intercomtest.Reset(), intercom.ErrConnection},
			"broken off": {intercomtest.Cut(), intercom.ErrConnection},
			"rate limit": {intercomtest.RateLimited(time.Second), nil},
		} {
			t.Run(op+" "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					fake := intercomtest.NewServer()
					client := fake.Client()
					admin := intercom.ID(fake.AddAdmin("Ole", "ole@qz.test"))
					conversation, contact := begin(t, client, "mira@harbor.test")
					before := len(fake.Requests(op))
					fake.Fail(op, fault.fault)
					err := call(t.Context(), client, conversation, contact, admin)
					if fault.kind == nil {
						require.NoError(t, err)
						assert.Len(t, fake.Requests(op), before+2)
						return
					}
					require.ErrorIs(t, err, fault.kind)
					assert.Len(t, fake.Requests(op), before+1)
				})
			})
		}
	}
}

func TestMessagesFlow(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client := fake.Client()
	ctx := t.Context()
	admin := intercom.ID(fake.AddAdmin("Ole", "ole@qz.test"))
	user, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "u1", Email: "mira@harbor.test"})
	require.NoError(t, err)

	message, err := client.Messages.SendToUser(ctx, intercom.ByUserID("u1"), intercom.AdminMessage{
		AdminID: admin, Subject: "Your berth", Body: "C4 is yours.", Template: intercom.MessageTemplatePlain,
	})
	require.NoError(t, err)
	assert.Equal(t, "email", message.MessageType)
	assert.Equal(t, admin, message.Owner.ID)
	all, err := client.Conversations.List(ctx).Collect()
	require.NoError(t, err)
	assert.Empty(t, all, "nobody has replied")
	c, err := client.Conversations.ReplyToLast(ctx, intercom.ContactReply{From: intercom.ByID(user.ID), Body: "Great"})
	require.NoError(t, err)
	assert.Equal(t, "Your berth", c.Source.Subject)

	message, err = client.Messages.Create(ctx, intercom.InAppMessage{
		AdminID: admin, To: []intercom.Reference{{Type: "user", ID: user.ID}}, Body: "hi", CreateConversation: true,
	})
	require.NoError(t, err)
	assert.NotEmpty(t, message.ConversationID)
	message, err = client.Messages.SendFromUser(ctx, intercom.ByEmail("mira@harbor.test"), "halp")
	require.NoError(t, err)
	assert.Equal(t, "user_message", message.Type)
	message, err = client.Messages.Create(ctx, intercom.WhatsAppMessage{AdminID: admin, Phone: "+5547999998888", Template: "keep_live"})
	require.NoError(t, err)
	status, err := client.Messages.GetWhatsAppStatus(ctx, message.ID)
	require.NoError(t, err)
	assert.Equal(t, intercom.DeliveryStatusSent, status.Status)
}

func TestConversationAttributesFlow(t *testing.T) {
	t.Parallel()
	client := intercomtest.NewServer().Client()
	ctx := t.Context()
	s := client.ConversationAttributes
	a, err := s.Create(ctx, intercom.ConversationAttributeCreate{
		Name: "jetty", DataType: intercom.ConversationAttributeTypeList, Options: []intercom.ConversationAttributeOptionCreate{{Label: "C4"}, {Label: "C5"}},
	})
	require.NoError(t, err)
	_, err = s.ArchiveOption(ctx, a.ID, a.Options[0].ID)
	require.ErrorIs(t, err, intercom.ErrUnprocessable)
	_, err = s.AddOption(ctx, a.ID, "C6")
	require.NoError(t, err)
	a, err = s.ArchiveOption(ctx, a.ID, a.Options[0].ID)
	require.NoError(t, err)
	assert.True(t, a.Options[0].Archived)
	a, err = s.Archive(ctx, a.ID)
	require.NoError(t, err)
	assert.True(t, a.Archived)
	n, err := s.List(ctx).Collect()
	require.NoError(t, err)
	assert.Empty(t, n)
	n, err = s.List(ctx, intercom.ConversationAttributeListOptions{IncludeArchived: true}).Collect()
	require.NoError(t, err)
	assert.Len(t, n, 1)
}
