package intercom_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

const (
	modernConversation = `{
		"type": "conversation", "id": "64", "title": null, "created_at": 1734537511, "updated_at": 1734537522, "waiting_since": null,
		"open": true, "state": "open", "read": false, "priority": "high", "admin_assignee_id": 991267715, "team_assignee_id": 0,
		"source": {"type": "email", "id": "403918334", "delivered_as": "customer_initiated", "subject": "Berth", "body": "<p>Free?</p>",
			"author": {"type": "user", "id": "6762f1261bb69f9f2193bba7", "name": "Mira Holt", "email": "mira@harbor.test"},
			"attachments": [{"type": "upload", "name": "map.png", "url": "https://files.test/1", "content_type": "image/png", "filesize": 120, "width": 10, "height": 12}],
			"email_message_metadata": {"subject": "Berth", "message_id": null, "history": "> hi", "email_address_headers": [{"type": "from", "email_address": "mira@harbor.test", "name": "Mira"}]}},
		"contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "6762f1261bb69f9f2193bba7", "external_id": "70"}]},
		"teammates": {"type": "admin.list", "admins": [{"type": "admin", "id": 991267715}]},
		"custom_attributes": {"order": {"type": "Order.list", "instances": [{"id": "21"}]}, "seats": 9007199254740993},
		"topics": {"type": "topic.list", "topics": [{"type": "topic", "id": 7, "name": "Harbor"}], "total_count": 1},
		"ai_topics": {"type": "ai_topics", "topics": [{"type": "ai_topic", "topic_name": "Billing", "subtopics": [{"type": "ai_subtopic", "id": 42, "name": "Fees"}]}]},
		"linked_objects": {"type": "list", "data": [{"type": "ticket", "id": "611", "category": "Customer"}], "total_count": 1, "has_more": false},
		"statistics": {"type": "conversation_statistics", "time_to_assignment": 30, "last_closed_by_id": 991267715, "assigned_team_first_response_time": [{"team_id": 5, "team_name": "Dock", "response_time": 60}]},
		"conversation_parts": {"type": "conversation_part.list", "total_count": 501, "conversation_parts": [
			{"type": "conversation_part", "id": 1, "part_type": "assignment", "body": null, "assigned_to": {"type": "nobody_admin", "id": null}, "author": {"type": "bot", "id": "5", "from_ai_agent": true},
				"metadata": {"quick_reply_options": [{"text": "Yes", "uuid": "a5e1", "translations": {"fr": "Oui"}}, {"text": "No", "uuid": "a5e2", "translations": null}], "quick_reply_uuid": null}, "event_details": {}},
			{"type": "conversation_part", "id": "2", "part_type": "conversation_attribute_updated_by_admin", "event_details": {"attribute": {"name": "jetty"}, "value": {"name": "C4", "previous": null}}, "tags": [{"type": "tag", "id": "9", "name": "vip"}]}
		]}
	}`
	legacyConversation = `{
		"type": "conversation", "id": "64", "created_at": 1561300000, "updated_at": 1561300900, "waiting_since": 1561300900,
		"snoozed_until": null, "open": true, "state": "open", "read": false,
		"user": {"type": "user", "id": "5f00"}, "customers": [{"type": "user", "id": "5f00"}, {"type": "lead", "id": "5f01"}],
		"assignee": {"type": "admin", "id": "40117"},
		"conversation_message": {"type": "conversation", "id": "330144", "delivered_as": "customer_initiated", "subject": "Berth",
			"body": "<p>Free?</p>", "author": {"type": "user", "id": "5f00", "name": "Mira Holt", "email": "mira@harbor.test"}, "attachments": [], "url": "https://harbor.test/berths"},
		"customer_first_reply": {"type": "conversation", "created_at": 1561300000, "url": "https://harbor.test/berths"},
		"conversation_rating": {"rating": 4, "remark": "fine", "created_at": 1561300800, "customer": {"type": "user", "id": "5f00"}, "teammate": {"type": "admin", "id": "40117"}},
		"conversation_parts": {"type": "conversation_part.list", "total_count": 1, "conversation_parts": [
			{"type": "conversation_part", "id": "990017", "part_type": "comment", "body": "<p>Let me look.</p>", "assigned_to": {"type": "admin", "id": "40117"}, "author": {"type": "admin", "id": "40117"}}]},
		"tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "71", "name": "vip", "applied_at": 1561300600, "applied_by": {"type": "admin", "id": "40117"}}]}
	}`
)

func TestConversationsRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.ConversationsService
	type C = *intercom.Conversation
	ctx := t.Context()
	yes := []intercom.QuickReply{{Text: "Yes", UUID: "a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb"}}
	file := intercom.AttachmentFile{ContentType: "text/plain", Data: "aGk=", Name: "hi.txt"}
	for _, tt := range []struct {
		name                               string
		call                               func(s S) (C, error)
		method, path, query, version, body string
	}{
		{"get", func(s S) (C, error) { return s.Get(ctx, "64") }, "GET", "/conversations/64", "", "2.16", ""},
		{"get as text", func(s S) (C, error) {
			return s.Get(ctx, "64", intercom.ConversationGetOptions{DisplayAs: intercom.DisplayAsPlaintext, Translations: true})
		}, "GET", "/conversations/64", "display_as=plaintext&include_translations=true", "2.16", ""},
		{"update", func(s S) (C, error) {
			return s.Update(ctx, "64", intercom.ConversationUpdate{
				Read: intercom.Set(true), Title: intercom.Set(""), CompanyID: intercom.Null[intercom.ID](),
				CustomAttributes: intercom.Attributes{"order": []string{"21"}, "jetty": nil},
			}, intercom.ConversationUpdateOptions{DisplayAs: intercom.DisplayAsPlaintext})
		}, "PUT", "/conversations/64", "display_as=plaintext", "2.16",
			`{"read":true,"title":"","company_id":null,"custom_attributes":{"order":["21"],"jetty":null}}`},
		{"mark read", func(s S) (C, error) { return s.MarkRead(ctx, "64") }, "PUT", "/conversations/64", "", "2.16", `{"read":true}`},
		{"comment", func(s S) (C, error) { return s.Reply(ctx, "64", intercom.AdminReply{AdminID: "991", Body: "hi"}) },
			"POST", "/conversations/64/reply", "", "2.16", `{"type":"admin","message_type":"comment","admin_id":"991","body":"hi"}`},
		{"note", func(s S) (C, error) {
			return s.Reply(ctx, "64", intercom.AdminReply{
				AdminID: "991", Body: "hi", Note: true, CreatedAt: intercom.At(time.Unix(1590000000, 0)), SkipNotifications: true,
				AttachmentURLs: []string{"https://files.test/1"}, AttachmentFiles: []intercom.AttachmentFile{file},
			})
		}, "POST", "/conversations/64/reply", "", "2.16",
			`{"type":"admin","message_type":"note","admin_id":"991","body":"hi","created_at":1590000000,"skip_notifications":true,
				"attachment_urls":["https://files.test/1"],"attachment_files":[{"content_type":"text/plain","data":"aGk=","name":"hi.txt"}]}`},
		{"offer quick replies", func(s S) (C, error) {
			return s.Reply(ctx, "64", intercom.AdminReply{AdminID: "991", QuickReplies: yes})
		}, "POST", "/conversations/64/reply", "", "2.16",
			`{"type":"admin","message_type":"quick_reply","admin_id":"991","reply_options":[{"text":"Yes","uuid":"a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb"}]}`},
		{"contact by id", func(s S) (C, error) {
			return s.Reply(ctx, "64", intercom.ContactReply{From: intercom.ByID("5f00"), Body: "hi", AttachmentFiles: []intercom.AttachmentFile{file}})
		}, "POST", "/conversations/64/reply", "", "2.16",
			`{"type":"user","message_type":"comment","intercom_user_id":"5f00","body":"hi","attachment_files":[{"content_type":"text/plain","data":"aGk=","name":"hi.txt"}]}`},
		{"contact by own id", func(s S) (C, error) {
			return s.Reply(ctx, "64", intercom.ContactReply{From: intercom.ByUserID("u1"), Body: "hi"})
		}, "POST", "/conversations/64/reply", "", "2.16", `{"type":"user","message_type":"comment","user_id":"u1","body":"hi"}`},
		{"contact by e-mail", func(s S) (C, error) {
			return s.Reply(ctx, "64", intercom.ContactReply{From: intercom.ByEmail("joe@example.com"), Body: "hi"})
		}, "POST", "/conversations/64/reply", "", "2.16", `{"type":"user","message_type":"comment","email":"joe@example.com","body":"hi"}`},
		{"contact chooses", func(s S) (C, error) {
			return s.Reply(ctx, "64", intercom.ContactReply{From: intercom.ByID("5f00"), QuickReplies: yes})
		}, "POST", "/conversations/64/reply", "", "2.16",
			`{"type":"user","message_type":"quick_reply","intercom_user_id":"5f00","reply_options":[{"text":"Yes","uuid":"a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb"}]}`},
		{"to last", func(s S) (C, error) {
			return s.ReplyToLast(ctx, intercom.ContactReply{From: intercom.ByID("5f00"), Body: "hi"})
		}, "POST", "/conversations/last/reply", "", "2.16", `{"type":"user","message_type":"comment","intercom_user_id":"5f00","body":"hi"}`},
		{"close", func(s S) (C, error) {
			return s.Close(ctx, "64", "991", intercom.ConversationClose{Body: "bye"})
		},
			"POST", "/conversations/64/parts", "", "2.16", `{"message_type":"close","type":"admin","admin_id":"991","body":"bye"}`},
		{"open", func(s S) (C, error) { return s.Open(ctx, "64", "991") },
			"POST", "/conversations/64/parts", "", "2.16", `{"message_type":"open","admin_id":"991"}`},
		{"snooze", func(s S) (C, error) { return s.Snooze(ctx, "64", time.Unix(1734541187, 0), "991") },
			"POST", "/conversations/64/parts", "", "2.16", `{"message_type":"snoozed","admin_id":"991","snoozed_until":1734541187}`},
		{"assign", func(s S) (C, error) {
			return s.Assign(ctx, "64", "991", intercom.ConversationAssign{ToAdmin: "992", Body: "yours"})
		}, "POST", "/conversations/64/parts", "", "2.16", `{"message_type":"assignment","type":"admin","admin_id":"991","assignee_id":"992","body":"yours"}`},
		{"assign to team", func(s S) (C, error) {
			return s.Assign(ctx, "64", "991", intercom.ConversationAssign{ToTeam: "5"})
		}, "POST", "/conversations/64/parts", "", "2.16", `{"message_type":"assignment","type":"team","admin_id":"991","assignee_id":"5"}`},
		{"unassign", func(s S) (C, error) { return s.Unassign(ctx, "64", "991") },
			"POST", "/conversations/64/parts", "", "2.16", `{"message_type":"assignment","type":"admin","admin_id":"991","assignee_id":"0"}`},
		{"add contact", func(s S) (C, error) {
			return s.AddContact(ctx, "64", intercom.AsAdmin("991"), intercom.ConversationAddContact{Contact: intercom.ByID("5f00")})
		}, "POST", "/conversations/64/customers", "", "2.16", `{"admin_id":"991","customer":{"intercom_user_id":"5f00"}}`},
		{"contact adds contact", func(s S) (C, error) {
			return s.AddContact(ctx, "64", intercom.ByUserID("u1"), intercom.ConversationAddContact{Contact: intercom.ByEmail("a@example.com")})
		}, "POST", "/conversations/64/customers", "", "2.16", `{"customer":{"email":"a@example.com","customer":{"user_id":"u1"}}}`},
		{"contact adds contact, by id", func(s S) (C, error) {
			return s.AddContact(ctx, "64", intercom.ByID("5f00"), intercom.ConversationAddContact{Contact: intercom.ByExternalID("u2")})
		}, "POST", "/conversations/64/customers", "", "2.16", `{"customer":{"user_id":"u2","customer":{"intercom_user_id":"5f00"}}}`},
		{"remove contact", func(s S) (C, error) { return s.RemoveContact(ctx, "64", "5f00", "991") },
			"DELETE", "/conversations/64/customers/5f00", "", "2.16", `{"admin_id":"991"}`},
		{"redact part", func(s S) (C, error) { return s.RedactPart(ctx, "64", "149") },
			"POST", "/conversations/redact", "", "2.16", `{"type":"conversation_part","conversation_id":"64","conversation_part_id":"149"}`},
		{"redact source", func(s S) (C, error) { return s.RedactSource(ctx, "64", "149") },
			"POST", "/conversations/redact", "", "2.16", `{"type":"source","conversation_id":"64","source_id":"149"}`},
		{"merge", func(s S) (C, error) { return s.Merge(ctx, "63", "64") },
			"POST", "/conversations/63/merge", "", "2.16", `{"merge_into_conversation_id":64}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, modernConversation)
			got, err := tt.call(client.Conversations)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, tt.query, tt.version, tt.body)
			assert.Equal(t, intercom.ID("64"), got.ID)
			assert.NoError(t, got.Mismatch())
		})
	}
}

// What only API 1.4 can say; TestWalk has the rest of it.
func TestConversationsLegacyRequests(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for _, tt := range []struct {
		name                               string
		call                               func(c *intercom.Client) error
		method, path, query, version, body string
	}{
		{"unassigned", func(c *intercom.Client) error {
			_, err := c.Conversations.ListUnassigned(ctx).Collect()
			return err
		}, "GET", "/conversations", "type=admin&admin_id=nobody", "1.4", ""},
		{"admin sorted", func(c *intercom.Client) error {
			_, err := c.Conversations.ListForAdmin(ctx, "7", intercom.ConversationListForAdminOptions{Sort: intercom.ConversationSortWaitingSince, Order: intercom.Ascending}).Collect()
			return err
		}, "GET", "/conversations", "type=admin&admin_id=7&order=waiting_since&sort=asc", "1.4", ""},
		{"user sorted", func(c *intercom.Client) error {
			_, err := c.Conversations.ListForUser(ctx, joe, intercom.ConversationListForUserOptions{Sort: intercom.ConversationSortCreatedAt, Order: intercom.Descending}).Collect()
			return err
		}, "GET", "/conversations", "type=user&email=joe%40example.com&order=created_at&sort=desc", "1.4", ""},
		{"sorted", func(c *intercom.Client) error {
			_, err := c.Conversations.ListLegacy(ctx, intercom.ConversationListLegacyOptions{Sort: intercom.ConversationSortWaitingSince, Order: intercom.Ascending}).Collect()
			return err
		}, "GET", "/conversations", "sort=waiting_since&order=asc", "1.4", ""},
		{"of a lead, as text", func(c *intercom.Client) error {
			_, err := c.Conversations.ListForUser(ctx, intercom.ByID("5f01"), intercom.ConversationListForUserOptions{DisplayAs: intercom.DisplayAsPlaintext}).Collect()
			return err
		}, "GET", "/conversations", "type=user&intercom_user_id=5f01&display_as=plaintext", "1.4", ""},
		{"admin to last", func(c *intercom.Client) error {
			_, err := c.Conversations.ReplyToLastOf(ctx, intercom.ByUserID("u1"), intercom.AdminReply{AdminID: "123", Body: "bar", Note: true, AttachmentURLs: []string{"https://files.test/1"}})
			return err
		}, "POST", "/conversations/last/reply", "", "1.4",
			`{"type":"admin","admin_id":"123","message_type":"note","body":"bar","user_id":"u1","attachment_urls":["https://files.test/1"]}`},
		{"run assignment rules", func(c *intercom.Client) error { _, err := c.Conversations.RunAssignmentRules(ctx, "1"); return err },
			"POST", "/conversations/1/run_assignment_rules", "", "1.4", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, `{"type":"x.list","conversations":[]}`)
			if err := tt.call(client); err != nil {
				require.NotErrorIs(t, err, intercom.ErrInvalidArgument)
			}
			api.wants(tt.method, tt.path, tt.query, tt.version, tt.body)
		})
	}
}

func TestConversationsGet(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/conversations/64", 200, modernConversation)
	c, err := client.Conversations.Get(t.Context(), "64")
	require.NoError(t, err)
	require.NoError(t, c.Mismatch())
	assert.Equal(t, intercom.ConversationStateOpen, c.State)
	assert.Equal(t, intercom.ConversationPriorityHigh, c.Priority)
	assert.Equal(t, intercom.ID("991267715"), c.AdminAssigneeID)
	assert.False(t, c.Unassigned())
	assert.Equal(t, "Berth", c.Source.Subject)
	assert.Equal(t, 120, c.Source.Attachments[0].FileSize)
	assert.Equal(t, "mira@harbor.test", c.Source.Email.Addresses[0].Address)
	assert.Equal(t, intercom.Reference{Type: "user", ID: "6762f1261bb69f9f2193bba7"}, c.Source.Author.Reference())
	assert.Equal(t, intercom.Reference{Type: "contact", ID: "6762f1261bb69f9f2193bba7"}, c.Contacts.Items[0].Reference())
	assert.Equal(t, intercom.ID("991267715"), c.Teammates.Items[0].ID)
	assert.Equal(t, "Harbor", c.Topics.Items[0].Name)
	assert.Equal(t, intercom.ID("42"), c.AITopics.Items[0].Subtopics[0].ID)
	assert.Equal(t, intercom.TicketCategoryCustomer, c.LinkedObjects.Items[0].Category)
	assert.Equal(t, 60, c.Statistics.TeamFirstResponse[0].ResponseTime)
	seats, ok := c.CustomAttributes.Int("seats")
	assert.True(t, ok)
	assert.Equal(t, int64(9007199254740993), seats)
	orders, ok := c.CustomAttributes.Refs("order")
	assert.True(t, ok)
	assert.Equal(t, []intercom.Reference{{ID: "21"}}, orders)

	require.Len(t, c.Parts.Items, 2)
	assert.True(t, c.PartsTruncated())
	assert.Equal(t, intercom.ID("1"), c.Parts.Items[0].ID)
	assert.Equal(t, intercom.Reference{Type: "nobody_admin"}, c.Parts.Items[0].AssignedTo)
	assert.True(t, c.Parts.Items[0].Author.FromAIAgent)
	assert.Equal(t, []intercom.QuickReply{{Text: "Yes", UUID: "a5e1", Translations: map[string]string{"fr": "Oui"}}, {Text: "No", UUID: "a5e2"}},
		c.Parts.Items[0].Metadata.QuickReplyOptions)
	assert.Equal(t, intercom.PartTypeConversationAttributeUpdatedByAdmin, c.Parts.Items[1].PartType)
	assert.Equal(t, "C4", c.Parts.Items[1].Event.Value.Name)
	assert.Equal(t, "vip", c.Parts.Items[1].Tags[0].Name)
}

func TestConversationsLegacyForm(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/conversations", 200,
		`{"type":"conversation.list","conversations":[`+legacyConversation+`],"pages":{"type":"pages","next":"https://elsewhere.test/conversations?type=admin&admin_id=7&page=2","page":1,"per_page":1,"total_pages":2}}`,
		`{"type":"conversation.list","conversations":[{"type":"conversation","id":"65","user":{"type":"lead","id":"5f01"},"assignee":{"type":"nobody_admin","id":null},"conversation_rating":{"rating":null,"customer":{"type":null,"id":null}}}],"pages":null}`,
	)
	all, err := client.Conversations.ListForAdmin(t.Context(), "7").PerPage(1).Collect()
	require.NoError(t, err)
	require.Len(t, all, 2)
	c := all[0]
	require.NoError(t, c.Mismatch())
	assert.True(t, c.Has("conversation_message"), "the JSON is kept as it came")
	assert.Equal(t, "Berth", c.Source.Subject)
	assert.Equal(t, "Mira Holt", c.Source.Author.Name)
	assert.Equal(t, "https://harbor.test/berths", c.FirstContactReply.URL)
	assert.Equal(t, 4, c.Rating.Rating)
	assert.Equal(t, intercom.ID("5f00"), c.Rating.Contact.ID)
	assert.Equal(t, intercom.ID("40117"), c.Rating.Teammate.ID)
	assert.Equal(t, intercom.ID("40117"), c.AdminAssigneeID)
	assert.Equal(t, []intercom.Participant{{Type: "user", ID: "5f00"}, {Type: "lead", ID: "5f01"}}, c.Contacts.Items)
	assert.Empty(t, c.Customers)
	assert.Equal(t, intercom.PartTypeComment, c.Parts.Items[0].PartType)
	assert.Equal(t, "<p>Let me look.</p>", c.Parts.Items[0].Body)
	assert.Equal(t, intercom.ID("40117"), c.Tags.Items[0].AppliedBy.ID)

	assert.True(t, all[1].Unassigned())
	assert.Zero(t, all[1].Rating)
	assert.Equal(t, []intercom.Participant{{Type: "lead", ID: "5f01"}}, all[1].Contacts.Items)
	api.wants("GET", "/conversations", "type=admin&admin_id=7&page=2&per_page=1", "1.4", "")
}

func TestConversationsLists(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()

	api.on("GET", "/conversations", 200,
		`{"type":"conversation.list","total_count":2,"conversations":[{"id":"1"}],"pages":{"type":"pages","page":1,"next":{"page":2,"starting_after":"abc"}}}`,
		`{"type":"conversation.list","total_count":2,"conversations":[{"id":2}],"pages":{"type":"pages","page":2}}`)
	all, err := client.Conversations.List(ctx).PerPage(1).Collect()
	require.NoError(t, err)
	assert.Len(t, all, 2)
	api.wants("GET", "/conversations", "per_page=1&starting_after=abc", "2.16", "")

	api.on("GET", "/conversations/deleted", 200,
		`{"type":"conversations.list","total_count":2,"pages":{"type":"pages","next":"https://api.intercom.io/conversations/deleted?per_page=1&order=asc&page=2","page":1},"conversations":[{"type":"conversation","id":"512","metrics_retained":true,"deleted_at":1734537460}]}`,
		`{"type":"conversations.list","total_count":2,"pages":{"type":"pages","page":2},"conversations":[{"type":"conversation","id":"513","metrics_retained":false,"deleted_at":1734537461}]}`)
	deleted, err := client.Conversations.ListDeleted(ctx, intercom.ConversationListDeletedOptions{Order: intercom.Ascending}).PerPage(1).Collect()
	require.NoError(t, err)
	require.Len(t, deleted, 2)
	assert.True(t, deleted[0].MetricsRetained)
	api.wants("GET", "/conversations/deleted", "order=asc&page=2&per_page=1", "2.16", "")

	api.on("GET", "/conversations/64/handling_events", 200,
		`{"handling_events":[{"teammate":{"type":"admin","id":123,"name":"Jane"},"type":"paused","timestamp":"2026-01-09T09:00:00Z","reason":"Lunch"}]}`)
	events, err := client.Conversations.ListHandlingEvents(ctx, "64").Collect()
	require.NoError(t, err)
	assert.Equal(t, intercom.ID("123"), events[0].Teammate.ID)
	assert.Equal(t, int64(1767949200), events[0].Timestamp.Unix())

	api.on("GET", "/conversations/64/side_conversations", 200,
		`{"type":"side_conversation.list","total_count":2,"pages":{"type":"pages","page":1,"per_page":1,"total_pages":2},"side_conversations":[{"side_conversation_id":"456","total_count":1,"conversation_parts":[{"id":"789","body":"<p>x</p>"}]}]}`,
		`{"type":"side_conversation.list","total_count":2,"pages":{"type":"pages","page":2,"per_page":1,"total_pages":2},"side_conversations":[{"side_conversation_id":"457","conversation_parts":[]}]}`)
	sides, err := client.Conversations.ListSideConversations(ctx, "64").Collect()
	require.NoError(t, err)
	require.Len(t, sides, 2)
	assert.Equal(t, intercom.ID("789"), sides[0].Parts[0].ID)
	api.wants("GET", "/conversations/64/side_conversations", "page=2", "2.16", "")
}

func TestConversationsCreateDeleteConvert(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()
	api.on("POST", "/conversations", 200, `{"type":"user_message","id":"403918330","created_at":1734537501,"body":"Hello","message_type":"inapp","conversation_id":"499"}`)
	message, err := client.Conversations.Create(ctx, intercom.ConversationCreate{
		From: intercom.Reference{Type: "user", ID: "6762f11b1bb69f9f2193bba3"}, Body: "Hello", Subject: "Berth", BrandID: "3",
		AttachmentURLs: []string{"https://files.test/1"}, CreatedAt: intercom.At(time.Unix(1671028894, 0)),
	})
	require.NoError(t, err)
	api.wants("POST", "/conversations", "", "2.16", `{"from":{"type":"user","id":"6762f11b1bb69f9f2193bba3"},"body":"Hello","subject":"Berth","brand_id":"3","attachment_urls":["https://files.test/1"],"created_at":1671028894}`)
	assert.Equal(t, intercom.ID("499"), message.ConversationID)

	_, err = client.Conversations.Create(ctx, intercom.ConversationCreate{From: intercom.ByID("6762f11b1bb69f9f2193bba3"), Body: "Hello"})
	require.NoError(t, err)
	api.wants("POST", "/conversations", "", "2.16", `{"from":{"type":"contact","id":"6762f11b1bb69f9f2193bba3"},"body":"Hello"}`)

	api.on("DELETE", "/conversations/64", 200, `{"id":"64","object":"conversation","deleted":true}`)
	require.NoError(t, client.Conversations.Delete(ctx, "64"))
	api.wants("DELETE", "/conversations/64", "", "2.16", "")
	require.NoError(t, client.Conversations.Delete(ctx, "64", intercom.ConversationDeleteOptions{RetainMetrics: intercom.Set(false)}))
	api.wants("DELETE", "/conversations/64", "retain_metrics=false", "2.16", "")

	api.on("POST", "/conversations/64/convert", 200, `{"type":"ticket","id":"611","ticket_id":"22","ticket_attributes":{"_default_title_":"Berth"},
		"ticket_state":{"type":"ticket_state","id":"7493","category":"submitted"},"ticket_type":{"id":"53","is_internal":false,"ticket_type_attributes":{"type":"list","data":[{"id":"5","input_options":{"multiline":true}}]}},
		"ticket_parts":{"ticket_parts":[{"id":"151","part_type":"ticket_attribute_updated_by_admin","updated_attribute_data":{"attribute":{"type":"attribute","id":"1","label":"Files"},"value":{"type":"value","id":[4,5],"label":["a","b"]}}}],"total_count":1}}`)
	ticket, err := client.Conversations.ConvertToTicket(ctx, "64", intercom.ConversationConvertToTicket{
		TicketTypeID: "53", TicketStateID: "7", Attributes: intercom.Attributes{intercom.TicketAttributeNameTitle: "Berth"},
	})
	require.NoError(t, err)
	require.NoError(t, ticket.Mismatch())
	api.wants("POST", "/conversations/64/convert", "", "2.16", `{"ticket_type_id":"53","ticket_state_id":"7","attributes":{"_default_title_":"Berth"}}`)
	assert.Equal(t, intercom.TicketStateCategorySubmitted, ticket.State.Category)
	assert.Equal(t, []intercom.ID{"4", "5"}, ticket.Parts.Items[0].UpdatedAttribute.Value.IDs)
	multiline, ok := ticket.Type.Attributes.Items[0].InputOptions.Bool("multiline")
	assert.True(t, ok && multiline)
}

func TestConversationsSearch(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	query := intercom.ConversationFieldOpen.Is(true)
	api.on("POST", "/conversations/search", 200, `{"type":"conversation.list","total_count":1,"conversations":[{"id":"1"}],"pages":{"type":"pages"}}`)
	page, err := client.Conversations.Search(t.Context(), query, intercom.ConversationSearchOptions{Monitors: true, Scorecards: true}).PerPage(5).Page()
	require.NoError(t, err)
	assert.Equal(t, 1, page.Total)
	api.wants("POST", "/conversations/search", "include_monitors=true&include_scorecards=true", "2.16",
		`{"query":{"field":"open","operator":"=","value":true},"pagination":{"per_page":5}}`)
	_, err = client.Conversations.Search(t.Context(), nil).Page()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
}

func TestConversationsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()
	s := client.Conversations
	eleven, six := make([]string, 11), make([]string, 6)
	files := make([]intercom.AttachmentFile, 11)
	for i := range files {
		files[i] = intercom.AttachmentFile{Name: "a", ContentType: "b", Data: "Yw=="}
	}
	reply := func(r intercom.Reply) error { _, err := s.Reply(ctx, "1", r); return err }
	old := func(r intercom.AdminReply) error {
		_, err := s.ReplyToLastOf(ctx, intercom.ByID("5f00"), r)
		return err
	}
	hi := intercom.AdminReply{AdminID: "1", Body: "hi"}
	with := func(change func(*intercom.AdminReply)) intercom.AdminReply { r := hi; change(&r); return r }
	yes := []intercom.QuickReply{{Text: "Yes", UUID: "x"}}
	for i, tt := range []struct {
		parameter string
		err       error
	}{
		{"conversation_id", got(s.Get(ctx, ""))},
		{"reply", reply(nil)},
		{"AdminID", reply(intercom.AdminReply{Body: "hi"})},
		{"Body", reply(intercom.AdminReply{AdminID: "1"})},
		{"QuickReplies", reply(intercom.AdminReply{AdminID: "1", Body: "hi", QuickReplies: yes})},
		{"QuickReplies[0].UUID", reply(intercom.AdminReply{AdminID: "1", QuickReplies: []intercom.QuickReply{{Text: "Yes"}}})},
		{"AttachmentURLs", reply(with(func(r *intercom.AdminReply) { r.AttachmentURLs = eleven }))},
		{"AttachmentFiles", reply(with(func(r *intercom.AdminReply) { r.AttachmentFiles = files }))},
		{"AttachmentFiles[0].Data", reply(with(func(r *intercom.AdminReply) {
			r.AttachmentFiles = []intercom.AttachmentFile{{Name: "a", ContentType: "b"}}
		}))},
		{"From", reply(intercom.ContactReply{Body: "hi"})},
		{"email", reply(intercom.ContactReply{From: intercom.ByEmail(""), Body: "hi"})},
		{"Body", reply(intercom.ContactReply{From: intercom.ByID("1")})},
		{"AttachmentURLs", reply(intercom.ContactReply{From: intercom.ByID("1"), Body: "hi", AttachmentURLs: eleven})},
		{"AttachmentURLs", old(with(func(r *intercom.AdminReply) { r.AttachmentURLs = six }))},
		{"AttachmentFiles", old(with(func(r *intercom.AdminReply) { r.AttachmentFiles = files[:1] }))},
		{"QuickReplies", old(with(func(r *intercom.AdminReply) { r.QuickReplies = yes }))},
		{"SkipNotifications", old(with(func(r *intercom.AdminReply) { r.SkipNotifications = true }))},
		{"person", got(s.ReplyToLastOf(ctx, nil, hi))},
		{"Note", got(s.ReplyAndOpen(ctx, "1", with(func(r *intercom.AdminReply) { r.Note = true })))},
		{"Body", got(s.ReplyAndOpen(ctx, "1", intercom.AdminReply{AdminID: "1"}))},
		{"as is empty", got(s.Open(ctx, "1", ""))},
		{"as is empty", got(s.Snooze(ctx, "1", time.Unix(1734541187, 0), ""))},
		{"as is empty", got(s.Unassign(ctx, "1", ""))},
		{"as is empty", got(s.Close(ctx, "1", "", intercom.ConversationClose{}))},
		{"until", got(s.Snooze(ctx, "1", time.Time{}, "2"))},
		{"ToAdmin or ToTeam", got(s.Assign(ctx, "1", "2", intercom.ConversationAssign{}))},
		{"ToAdmin or ToTeam", got(s.Assign(ctx, "1", "2", intercom.ConversationAssign{ToAdmin: "3", ToTeam: "4"}))},
		{"as", got(s.AddContact(ctx, "1", nil, intercom.ConversationAddContact{Contact: intercom.ByID("5f")}))},
		{"admin_id", got(s.AddContact(ctx, "1", intercom.AsAdmin(""), intercom.ConversationAddContact{Contact: intercom.ByID("5f")}))},
		{"Contact", got(s.AddContact(ctx, "1", intercom.AsAdmin("1"), intercom.ConversationAddContact{}))},
		{"as is empty", got(s.RemoveContact(ctx, "1", "5f", ""))},
		{"part", got(s.RedactPart(ctx, "1", ""))},
		{"id", got(s.RedactSource(ctx, "", "1"))},
		{"into", got(s.Merge(ctx, "1", ""))},
		{"TicketTypeID", got(s.ConvertToTicket(ctx, "1", intercom.ConversationConvertToTicket{}))},
		{"From", got(s.Create(ctx, intercom.ConversationCreate{Body: "hi"}))},
		{"From.Type", got(s.Create(ctx, intercom.ConversationCreate{From: intercom.Reference{ID: "5f"}, Body: "hi"}))},
		{"From.ID", got(s.Create(ctx, intercom.ConversationCreate{From: intercom.ByID(""), Body: "hi"}))},
		{"Body", got(s.Create(ctx, intercom.ConversationCreate{From: intercom.Reference{Type: "user", ID: "5f"}}))},
		{"admin_id", got(s.ListForAdmin(ctx, "").Page())},
		{"person", got(s.ListForUser(ctx, nil).Page())},
		{"Sort", got(s.ListForUser(ctx, intercom.ByID("5f"), intercom.ConversationListForUserOptions{Sort: intercom.ConversationSortWaitingSince}).Page())},
		{"ref", got(intercom.Load[intercom.Admin](ctx, client, intercom.Reference{Type: "user", ID: "5f"}))},
		{"contact_id", got(intercom.Load[intercom.Contact](ctx, client, intercom.Reference{Type: "user"}))},
	} {
		require.ErrorIs(t, tt.err, intercom.ErrInvalidArgument, "%d %s", i, tt.parameter)
		assert.Contains(t, tt.err.Error(), ": "+tt.parameter, i)
	}
	assert.Zero(t, api.count())
}

func TestLoad(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for _, tt := range []struct {
		load          func(*intercom.Client, intercom.Reference) error
		kind          string
		path, version string
	}{
		{load[intercom.Contact](ctx), "contact", "/contacts/5f00", "2.16"},
		{load[intercom.Contact](ctx), "user", "/contacts/5f00", "2.16"},
		{load[intercom.Contact](ctx), "lead", "/contacts/5f00", "2.16"},
		{load[intercom.Lead](ctx), "lead", "/contacts/5f00", "1.4"},
		{load[intercom.User](ctx), "user", "/users/5f00", "1.4"},
		{load[intercom.User](ctx), "contact", "/contacts/5f00", "1.4"},
		{load[intercom.Admin](ctx), "admin", "/admins/5f00", "2.16"},
		{load[intercom.Company](ctx), "company", "/companies/5f00", "2.16"},
		{load[intercom.Conversation](ctx), "conversation", "/conversations/5f00", "2.16"},
		{load[intercom.Tag](ctx), "tag", "/tags/5f00", "2.16"},
		{load[intercom.Ticket](ctx), "ticket", "/tickets/5f00", "2.16"},
	} {
		client, api := setup(t)
		api.on("GET", tt.path, 200, `{"id":"5f00"}`)
		require.NoError(t, tt.load(client, intercom.Reference{Type: tt.kind, ID: "5f00"}))
		api.wants("GET", tt.path, "", tt.version, "")
	}
}

func load[T any, P intercom.Loadable[T]](ctx context.Context) func(*intercom.Client, intercom.Reference) error {
	return func(c *intercom.Client, ref intercom.Reference) error {
		_, err := intercom.Load[T, P](ctx, c, ref)
		return err
	}
}

func TestAttachFile(t *testing.T) {
	t.Parallel()
	file, err := intercom.AttachFile("pier.png", "", strings.NewReader("not really a picture"))
	require.NoError(t, err)
	assert.Equal(t, intercom.AttachmentFile{ContentType: "image/png", Data: "bm90IHJlYWxseSBhIHBpY3R1cmU=", Name: "pier.png"}, file)
	for parameter, err := range map[string]error{
		"contentType": last(intercom.AttachFile("pier", "", strings.NewReader("x"))),
		"name":        last(intercom.AttachFile("", "text/plain", strings.NewReader("x"))),
		"file":        last(intercom.AttachFile("a.txt", "text/plain", nil)),
	} {
		bad, ok := errors.AsType[*intercom.ArgumentError](err)
		require.True(t, ok, "%v", err)
		assert.Equal(t, "AttachFile", bad.Operation)
		assert.Equal(t, parameter, bad.Parameter)
	}
	_, err = intercom.AttachFile("a.txt", "text/plain", brokenFile{})
	require.ErrorIs(t, err, errBroken)
}

var errBroken = errors.New("broken")

type brokenFile struct{}

func (brokenFile) Read([]byte) (int, error) { return 0, errBroken }

// Without a total the statistics say how many parts there are, the first message
// included.
func TestPartsTruncatedWithoutTotal(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		`{"conversation_parts":{"conversation_parts":[{"id":"1"},{"id":"2"}]},"statistics":{"count_conversation_parts":731}}`:               true,
		`{"conversation_parts":{"conversation_parts":[{"id":"1"},{"id":"2"}]},"statistics":{"count_conversation_parts":3}}`:                 false,
		`{"conversation_parts":{"conversation_parts":[{"id":"1"},{"id":"2"}],"total_count":2},"statistics":{"count_conversation_parts":9}}`: false,
		`{"conversation_parts":{"conversation_parts":[{"id":"1"}],"total_count":501}}`:                                                      true,
		`{"statistics":{"count_conversation_parts":731}}`:                                                                                   false, // of a list, which has no parts
	} {
		var c intercom.Conversation
		require.NoError(t, intercom.Decode([]byte(body), &c))
		assert.Equal(t, want, c.PartsTruncated(), body)
	}
}
