package intercom_test

import (
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// readable is what every item can be asked for.
type readable interface {
	Mismatch() error
	Extra() map[string]json.RawMessage
}

// itemType has the notifications of a topic read as a type, as On does.
type itemType struct {
	name string
	read func(topic intercom.Topic, item json.RawMessage) (readable, error)
}

func as[T any]() itemType {
	return itemType{reflect.TypeFor[T]().Name(), func(topic intercom.Topic, item json.RawMessage) (got readable, err error) {
		hook, err := intercom.NewWebhook("secret")
		if err != nil {
			return nil, err
		}
		intercom.On(hook, topic, func(_ context.Context, _ *intercom.Notification, v *T) error {
			got = any(v).(readable)
			return nil
		})
		var n intercom.Notification
		if err := intercom.Decode(intercomtest.Notification(topic, item), &n); err != nil {
			return nil, err
		}
		return got, hook.Dispatch(context.Background(), &n)
	}}
}

// itemTypes are the types of items.
var itemTypes = []itemType{
	as[intercom.ActivityLog](), as[intercom.Admin](), as[intercom.APIRequest](), as[intercom.Article](), as[intercom.Audience](),
	as[intercom.AudienceMember](), as[intercom.Company](), as[intercom.CompanyContact](), as[intercom.Contact](),
	as[intercom.ContactSubscription](), as[intercom.ContactTag](), as[intercom.ContentImportSource](), as[intercom.ContentSnippet](),
	as[intercom.ContentStat](), as[intercom.Conversation](), as[intercom.ConversationContact](), as[intercom.DataConnectorExecutionCompleted](),
	as[intercom.Deleted](), as[intercom.Event](), as[intercom.Job](), as[intercom.Lead](), as[intercom.LeadTag](), as[intercom.PhoneCall](), as[intercom.Ping](),
	as[intercom.ProcedureQuestion](), as[intercom.Ticket](), as[intercom.TicketContact](), as[intercom.TicketEvent](), as[intercom.User](),
	as[intercom.UserTag](),
}

// typesOf are the types that On takes for a topic.
func typesOf(topic intercom.Topic) []itemType {
	var found []itemType
	for _, it := range itemTypes {
		if taken(func() { _, _ = it.read(topic, json.RawMessage(`{}`)) }) {
			found = append(found, it)
		}
	}
	return found
}

func taken(on func()) (ok bool) {
	defer func() { ok = recover() == nil }()
	on()
	return
}

// allTopics are the constants of topics.go.
func allTopics(t *testing.T) []intercom.Topic {
	t.Helper()
	file, err := parser.ParseFile(gotoken.NewFileSet(), "topics.go", nil, 0)
	require.NoError(t, err)
	var topics []intercom.Topic
	ast.Inspect(file, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok {
			topic, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
			require.NoError(t, err)
			topics = append(topics, intercom.Topic(topic))
		}
		return true
	})
	require.Greater(t, len(topics), 130)
	return topics
}

// topicsOfAnyType are those that any type is taken for.
var topicsOfAnyType = map[intercom.Topic]string{
	intercom.TopicContactUnsubscribedFromSMS:               "nobody has shown what it is about",
	intercom.TopicMessengerDeploymentCompletedEventCreated: "nobody has shown what it is about",
}

// extraFields are those of items that no field of a type is for.
var extraFields = map[string]string{
	"content_id":                             "it is not described: Lookup has it",
	"tags_added":                             "what Tags of the part has",
	"links":                                  "for people",
	"ticket.ticket_custom_state_admin_label": "for people",
	"ticket.ticket_custom_state_user_label":  "for people",
	"contacts.contacts[0].role":              "the contact has it",
	"ticket.contacts.contacts[0].role":       "the contact has it",
}

// Every topic has a type and a made item that fits.
func TestTopicsHaveItems(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	for _, topic := range allTopics(t) {
		types, item := typesOf(topic), intercomtest.Item(topic)
		if len(types) == 0 {
			assert.Nil(t, item, "%s is for subscriptions", topic)
			continue
		}
		require.NotNil(t, item, "%s has no item", topic)
		if len(types) == len(itemTypes) {
			assert.NotEmpty(t, topicsOfAnyType[topic], "%s has no type", topic)
			continue
		}
		assert.Empty(t, topicsOfAnyType[topic], topic)
		for _, it := range types {
			for _, item := range []json.RawMessage{item, intercomtest.LegacyItem(topic)} {
				got, err := it.read(topic, item)
				require.NoError(t, err, topic)
				require.NoError(t, got.Mismatch(), "%s as %s", topic, it.name)
				for path := range got.Extra() {
					met[path] = true
					assert.NotEmpty(t, extraFields[path], "%s as %s: %s has no field, and no reason", topic, it.name, path)
				}
			}
		}
	}
	for path := range extraFields {
		assert.True(t, met[path], "%s has a field, or is nowhere", path)
	}
}

// item reads the made item of a topic as On does.
func item[T any](t *testing.T, topic intercom.Topic) *T {
	t.Helper()
	got, err := as[T]().read(topic, intercomtest.Item(topic))
	require.NoError(t, err)
	return any(got).(*T)
}

func TestItemsOfPeople(t *testing.T) {
	t.Parallel()
	created, updated := time.Date(2026, 1, 10, 4, 11, 34, 13e6, time.UTC), time.Date(2026, 2, 3, 9, 30, 2, 250e6, time.UTC)
	c := item[intercom.Contact](t, intercom.TopicContactUserUpdated)
	assert.Equal(t, []time.Time{created, updated}, []time.Time{c.CreatedAt.Time, c.UpdatedAt.Time})
	assert.Equal(t, intercom.ID("4411872"), c.OwnerID, "a number")
	assert.Equal(t, []intercom.ID{"81204"}, []intercom.ID{c.Tags.Items[0].ID})
	assert.Equal(t, intercom.ContactRoleLead, item[intercom.Contact](t, intercom.TopicContactLeadCreated).Role)
	merged := item[intercom.Contact](t, intercom.TopicContactMerged)
	assert.Equal(t, intercom.Reference{Type: "contact", ID: "65f0c2aa91b7e3d402ab11d8"}, merged.MergedFrom)

	tag := item[intercom.ContactTag](t, intercom.TopicContactUserTagCreated)
	assert.Equal(t, "winter berth", tag.Tag.Name)
	assert.Equal(t, c.ID, tag.Contact.ID)
	assert.Equal(t, created, tag.Contact.CreatedAt.Time)
	assert.True(t, tag.CreatedAt.IsZero())

	choice := item[intercom.ContactSubscription](t, intercom.TopicGranularUnsubscribe)
	assert.Equal(t, "granular_unsubscribe", choice.Type)
	assert.Equal(t, intercom.ID("3301"), choice.SubscriptionTypes.Items[0].ID)
	assert.Equal(t, int64(1770111002), choice.CreatedAt.Unix())

	user := item[intercom.User](t, intercom.TopicUserEmailUpdated)
	assert.Equal(t, time.Date(2019, 6, 25, 22, 40, 0, 0, time.UTC), user.CreatedAt.Time)
	assert.Equal(t, "Vos Marine", user.Companies.Items[0].Name)
	assert.True(t, item[intercom.Lead](t, intercom.TopicContactCreated).Anonymous)
	assert.Equal(t, "Violet Lynx from Turku", item[intercom.LeadTag](t, intercom.TopicContactTagCreated).Lead.Pseudonym)
	tagged := item[intercom.UserTag](t, intercom.TopicUserTagCreated)
	assert.Equal(t, []any{user.ID, "winter berth", "Ole Brandt", int64(1561533304)},
		[]any{tagged.User.ID, tagged.Tag.Name, tagged.Admin.Name, tagged.CreatedAt.Unix()})

	admin := item[intercom.Admin](t, intercom.TopicAdminAwayModeUpdated)
	assert.Equal(t, intercom.ID("4411872"), admin.ID, "a number")
	assert.Equal(t, []string{"https://static.example.net/ole.png", "On a break"}, []string{admin.Avatar.ImageURL, admin.AwayStatusReason})
	log := item[intercom.ActivityLog](t, intercom.TopicAdminActivityLogEventCreated)
	assert.Equal(t, intercom.ID("0d3fb4f2-6a3e-4f63-93b1-5d2a3d2b8d8c"), log.ID)
	assert.True(t, log.Metadata.AwayMode)
}

func TestItemsOfCompanies(t *testing.T) {
	t.Parallel()
	company := item[intercom.Company](t, intercom.TopicCompanyUpdated)
	assert.True(t, company.IsNull("plan"))
	assert.Zero(t, company.Plan)
	assert.Equal(t, []intercom.ID{"81204"}, company.TagIDs)
	assert.Equal(t, time.Date(2025, 11, 2, 0, 0, 0, 0, time.UTC), company.RemoteCreatedAt.Time)
	both := item[intercom.CompanyContact](t, intercom.TopicCompanyContactAttached)
	assert.Equal(t, intercom.ID("90211"), both.Company.PlanID)
	assert.Equal(t, "lena.vos@example.com", both.Contact.Email)
}

func TestItemsOfConversations(t *testing.T) {
	t.Parallel()
	c := item[intercom.Conversation](t, intercom.TopicConversationUserReplied)
	assert.Equal(t, []intercom.ID{"4411872", ""}, []intercom.ID{c.AdminAssigneeID, c.TeamAssigneeID})
	assert.Equal(t, map[string]any{"Has attachments": false, "Berth": json.Number("14")}, map[string]any(c.CustomAttributes))
	require.Len(t, c.Parts.Items, 1)
	assert.Equal(t, "And in June?", c.Parts.Items[0].Body)
	assert.Equal(t, int64(1770111002), c.Statistics.LastContactReplyAt.Unix())
	assert.True(t, item[intercom.Conversation](t, intercom.TopicConversationPartRedacted).Parts.Items[0].Redacted)
	assert.Equal(t, "winter berth", item[intercom.Conversation](t, intercom.TopicConversationPartTagCreated).Parts.Items[0].Tags[0].Name)
	assert.Equal(t, intercom.ID("215470099127683"), item[intercom.Deleted](t, intercom.TopicConversationDeleted).ID)
	attached := item[intercom.ConversationContact](t, intercom.TopicConversationContactAttached)
	assert.Equal(t, "lena.vos@example.com", attached.Contact.Email)
	assert.Contains(t, string(attached.Conversation), `"model"`)

	older, err := os.ReadFile("testdata/webhooks/conversation_before_2.15.json")
	require.NoError(t, err)
	got, err := as[intercom.Conversation]().read(intercom.TopicConversationUserReplied, older)
	require.NoError(t, err)
	require.NoError(t, got.Mismatch())
	assert.Empty(t, got.Extra())
	c = got.(*intercom.Conversation)
	assert.Equal(t, "<p>And in June?</p>", c.Parts.Items[0].Body)
	assert.Equal(t, int64(1770111002), c.Statistics.LastContactReplyAt.Unix(), "which is a date there")
}

// A conversation of API 1.x has its people and its first message where those of
// today have them.
func TestItemsOfLegacyConversations(t *testing.T) {
	t.Parallel()
	read := func(topic intercom.Topic) *intercom.Conversation {
		got, err := as[intercom.Conversation]().read(topic, intercomtest.LegacyItem(topic))
		require.NoError(t, err)
		return got.(*intercom.Conversation)
	}
	c := read(intercom.TopicConversationUserReplied)
	assert.Equal(t, []intercom.Participant{{Type: "user", ID: "5f00aa10bb00cc00dd00ee41"}}, c.Contacts.Items)
	assert.Equal(t, intercom.ID("4411872"), c.AdminAssigneeID)
	assert.Equal(t, []string{"conversation", "<p>Is berth 14 free in May?</p>", "lena.vos@example.com"},
		[]string{c.Source.Type, c.Source.Body, c.Source.Author.Email})
	assert.Equal(t, int64(1561533000), c.FirstContactReply.CreatedAt.Unix())
	assert.Zero(t, c.Rating.Rating)
	assert.Nil(t, c.Customers)
	assert.Equal(t, intercom.ID("22810443077"), c.ID)
	assert.Equal(t, "<p>And in June?</p>", c.Parts.Items[0].Body)
	assert.Equal(t, intercom.ID("4411872"), read(intercom.TopicConversationAdminAssigned).Parts.Items[0].AssignedTo.ID, "which is bare there")
}

func TestItemsOfTickets(t *testing.T) {
	t.Parallel()
	ticket := item[intercom.Ticket](t, intercom.TopicTicketCreated)
	assert.True(t, ticket.Unassigned(), `"0"`)
	assert.Equal(t, "65f0c2aa91b7e3d402ab11c7", string(ticket.Contacts.Items[0].ID))
	closed := item[intercom.Ticket](t, intercom.TopicTicketClosed)
	assert.Equal(t, ticket.ID, closed.ID)
	assert.False(t, closed.Open)
	bare, err := as[intercom.Ticket]().read(intercom.TopicTicketClosed, intercomtest.Item(intercom.TopicTicketResolved))
	require.NoError(t, err)
	assert.Equal(t, ticket.ID, bare.(*intercom.Ticket).ID, "as before API 2.15")

	event := item[intercom.TicketEvent](t, intercom.TopicTicketTeamAssigned)
	assert.Equal(t, []intercom.ID{ticket.ID, "5012", "5012"}, []intercom.ID{event.Ticket.ID, event.Ticket.TeamAssigneeID, event.Part.AssignedTo.ID})
	assert.Equal(t, "_default_title_", string(item[intercom.TicketEvent](t, intercom.TopicTicketAttributeUpdated).Part.UpdatedAttribute.Attribute.Label))

	attached := item[intercom.TicketContact](t, intercom.TopicTicketContactAttached)
	assert.Equal(t, ticket.ID, attached.Ticket.ID, "a number beyond 2^47")
	number, err := strconv.ParseInt(string(attached.Ticket.ID), 10, 64)
	require.NoError(t, err)
	assert.Greater(t, number, int64(1)<<47)
	assert.Equal(t, []string{"in_progress", "Repair"}, []string{attached.Ticket.State, attached.Ticket.TicketType})
	assert.Equal(t, map[string]any{"value": true, "type": "boolean"}, attached.Ticket.CustomAttributes["Urgent"])
	assert.Equal(t, "lena.vos@example.com", attached.Contact.Email)
}

func TestItemsOfContent(t *testing.T) {
	t.Parallel()
	for topic, id := range map[intercom.Topic]intercom.ID{
		intercom.TopicArticleDeleted: "5520113", intercom.TopicAudienceDeleted: "7704", intercom.TopicContentImportSourceDeleted: "660",
		intercom.TopicContentSnippetDeleted: "30417", intercom.TopicCompanyDeleted: "65f0c2aa91b7e3d402ab2001",
		intercom.TopicContactDeleted: "65f0c2aa91b7e3d402ab11c7",
	} {
		gone := item[intercom.Deleted](t, topic)
		assert.Equal(t, id, gone.ID)
		assert.True(t, gone.Deleted)
	}
	assert.True(t, item[intercom.Deleted](t, intercom.TopicContactArchived).Archived)
	article := item[intercom.Article](t, intercom.TopicArticlePublished)
	assert.Equal(t, []intercom.ID{"1180"}, article.ParentIDs)
	assert.Equal(t, 2026, article.CreatedAt.Year())
	assert.Equal(t, intercom.ID("660"), item[intercom.ContentImportSource](t, intercom.TopicContentImportSourceUpdated).ID, "a number")
	assert.Equal(t, intercom.Reference{Type: "article", ID: "5520113"}, item[intercom.AudienceMember](t, intercom.TopicAudienceMemberAdded).Content)

	for _, topic := range allTopics(t) {
		if !strings.HasPrefix(string(topic), "content_stat.") {
			continue
		}
		stat := item[intercom.ContentStat](t, topic)
		assert.Equal(t, string(topic), stat.Type)
		assert.Equal(t, strings.TrimPrefix(string(topic), "content_stat."), stat.Stat.ContentType)
		assert.Equal(t, intercom.ID("61207"), stat.Stat.ContentID, "a number")
	}
	survey := item[intercom.ContentStat](t, intercom.TopicContentStatSurvey)
	assert.JSONEq(t, `["Quiet","Clean"]`, string(survey.Answer.Response))
	assert.Len(t, survey.Answers, 2)
}

func TestOtherItems(t *testing.T) {
	t.Parallel()
	execution := item[intercom.DataConnectorExecutionCompleted](t, intercom.TopicDataConnectorExecutionCompleted)
	assert.Equal(t, []any{intercom.ID("1207"), 0, int64(1770111002)}, []any{execution.DataConnectorID, execution.HTTPStatus, execution.CompletedAt.Unix()})
	question := item[intercom.ProcedureQuestion](t, intercom.TopicProcedureHITLNotificationCreated)
	assert.Equal(t, []intercom.ProcedureAttribute{{Identifier: "approved", DataType: "boolean"}}, question.Attributes)
	assert.Equal(t, intercom.ID("4411872"), item[intercom.APIRequest](t, intercom.TopicAPIRequestCompleted).Admin.ID)
	event := item[intercom.Event](t, intercom.TopicEventCreated)
	assert.Equal(t, "booked-berth", event.Name)
	assert.NotNil(t, event.ExtMetadata)
	assert.Equal(t, intercom.JobStatusSuccess, item[intercom.Job](t, intercom.TopicJobCompleted).Status)
	assert.Equal(t, 2026, item[intercom.PhoneCall](t, intercom.TopicCallEnded).EndedAt.Year())
	assert.Equal(t, "The quay is listening.", item[intercom.Ping](t, intercom.TopicPing).Message)
}
