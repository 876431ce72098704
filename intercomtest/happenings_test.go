package intercomtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

const (
	appSecret = "client-secret-for-tests"
	hubSecret = "hub-secret-for-tests"
	hookURL   = "https://app.test/modern"
	legacyURL = "https://app.test/legacy"
)

// app receives notifications, each of which has to be signed, known, and read by
// the type of its topic.
type app struct {
	t    *testing.T
	hook *intercom.Webhook

	mu    sync.Mutex
	got   []*intercom.Notification
	items []readable
}

type readable interface {
	Mismatch() error
	Extra() map[string]json.RawMessage
}

func newApp(t *testing.T, secret string) *app {
	hook, err := intercom.NewWebhook(secret)
	require.NoError(t, err)
	hook.OnError = func(_ context.Context, _ *intercom.Notification, err error) { t.Error(err) }
	a := &app{t: t, hook: hook}
	for topic, name := range itemNames {
		if name == "unknown" || !slices.ContainsFunc(receivers, func(receive func(*app, intercom.Topic) bool) bool { return receive(a, topic) }) {
			require.Equal(t, "unknown", name, topic)
		}
	}
	hook.Otherwise(func(_ context.Context, n *intercom.Notification) error {
		return fmt.Errorf("nothing receives %s", n.Topic)
	})
	return a
}

// receivers take the notifications of a topic, if it is about their type.
var receivers = []func(*app, intercom.Topic) bool{
	on[intercom.ActivityLog], on[intercom.Admin], on[intercom.APIRequest], on[intercom.Article], on[intercom.Audience],
	on[intercom.AudienceMember], on[intercom.Company], on[intercom.CompanyContact], on[intercom.Contact], on[intercom.ContactSubscription],
	on[intercom.ContactTag], on[intercom.ContentImportSource], on[intercom.ContentSnippet], on[intercom.ContentStat], on[intercom.Conversation],
	on[intercom.ConversationContact], on[intercom.DataConnectorExecutionCompleted], on[intercom.Deleted], on[intercom.Event], on[intercom.Job],
	on[intercom.LeadTag], on[intercom.PhoneCall], on[intercom.Ping], on[intercom.ProcedureQuestion], on[intercom.Ticket],
	on[intercom.TicketContact], on[intercom.TicketEvent], on[intercom.User], on[intercom.UserTag], on[intercom.Lead],
}

func on[T any](a *app, topic intercom.Topic) (ok bool) {
	defer func() { ok = recover() == nil }()
	intercom.On(a.hook, topic, func(_ context.Context, n *intercom.Notification, item *T) error {
		got := any(item).(readable)
		assert.NoError(a.t, got.Mismatch(), topic)
		for path := range got.Extra() {
			assert.Contains(a.t, extraFields, path, topic)
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		a.got, a.items = append(a.got, n), append(a.items, got)
		return nil
	})
	return
}

// extraFields are those that no type has a field for.
var extraFields = []string{
	"tags_added", "content_id", "ticket.ticket_custom_state_admin_label", "ticket.ticket_custom_state_user_label", "sent_at", "links",
	"contacts.contacts[0].role", "ticket.contacts.contacts[0].role",
}

// topics are those of what came, which is forgotten.
func (a *app) topics() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	topics := render(a.got, func(n *intercom.Notification) string { return string(n.Topic) })
	a.got, a.items = nil, nil
	return topics
}

// last is what came last.
func (a *app) last() readable {
	a.mu.Lock()
	defer a.mu.Unlock()
	require.NotEmpty(a.t, a.items)
	return a.items[len(a.items)-1]
}

// withApps returns a tester whose fake reaches an app by its webhook, and another
// one by a subscription of API 1.4, once begin was called.
func withApps(t *testing.T, opts ...Option) (a *tester, modern, old *app, begin func()) {
	modern, old = newApp(t, appSecret), newApp(t, hubSecret)
	mux := http.NewServeMux()
	mux.Handle("/modern", modern.hook)
	mux.Handle("/legacy", old.hook)
	a = newTester(t, append(opts, WithWebhookTransport(HandlerTransport(mux)))...)
	return a, modern, old, func() {
		require.NoError(t, a.fake.Webhook(hookURL, appSecret))
		a.as("1.4").ok("POST /subscriptions", `{"url":"`+legacyURL+`","topics":["all"],"hub_secret":"`+hubSecret+`"}`)
	}
}

// change is something that happens, with the topics that it is reported as.
type change struct {
	name   string
	do     func(a *tester, begin func())
	modern string
	legacy string
}

func testChanges(t *testing.T, changes []change) {
	for _, c := range changes {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a, modern, old, begin := withApps(t)
				defer a.fake.Close()
				c.do(a, begin)
				a.fake.Flush()
				assert.Equal(t, strings.Fields(c.modern), modern.topics())
				assert.Equal(t, strings.Fields(c.legacy), old.topics())
			})
		})
	}
}

func (a *tester) id(op, body string) string { return a.ok(op, body).text("id") }

func (a *tester) user() string {
	return a.id("POST /contacts", `{"external_id":"u1","email":"lena@example.com"}`)
}

func (a *tester) lead() string { return a.id("POST /contacts", `{"role":"lead"}`) }

func TestWebhookPeople(t *testing.T) {
	t.Parallel()
	testChanges(t, []change{
		{"user", func(a *tester, begin func()) { begin(); a.user() }, "contact.user.created", "user.created"},
		{"lead", func(a *tester, begin func()) { begin(); a.lead() }, "contact.lead.created", "contact.created"},
		{"user of 1.4", func(a *tester, begin func()) {
			begin()
			a.as("1.4").ok("POST /users", `{"user_id":"u1","companies":[{"company_id":"c1"}]}`)
			a.as("1.4").ok("POST /users", `{"user_id":"u1","companies":[{"company_id":"c1","remove":true}]}`)
		}, `company.created contact.user.created company.contact.attached company.contact.detached`, "company.created user.created"},
		{"update", func(a *tester, begin func()) {
			id := a.user()
			begin()
			a.ok("PUT /contacts/"+id, `{"name":"Lena"}`)
			a.ok("PUT /contacts/"+id, `{"name":"Lena"}`)
			a.ok("PUT /contacts/"+id, `{"email":"vos@example.com"}`)
			a.fails("PUT /contacts/"+id, `{"email":"vos"}`, 400, "parameter_invalid")
		}, "contact.user.updated contact.user.updated contact.email.updated", "user.email.updated"},
		{"lead signs up", func(a *tester, begin func()) {
			id := a.lead()
			begin()
			a.ok("PUT /contacts/"+id, `{"email":"lena@example.com"}`)
			a.ok("PUT /contacts/"+id, `{"role":"user"}`)
		}, "contact.lead.updated contact.lead.added_email contact.user.updated contact.lead.signed_up", "contact.added_email contact.signed_up"},
		{"conversion", func(a *tester, begin func()) {
			id := a.lead()
			begin()
			a.as("1.4").ok("POST /contacts/convert", `{"contact":{"id":"`+id+`"},"user":{"user_id":"u1"}}`)
		}, "contact.user.updated contact.lead.signed_up", "contact.signed_up"},
		{"visitor", func(a *tester, begin func()) {
			a.fake.AddVisitor("v1")
			begin()
			a.ok("POST /visitors/convert", `{"visitor":{"user_id":"v1"},"user":{"user_id":"u1"},"type":"user"}`)
		}, "contact.user.created visitor.signed_up", "user.created visitor.signed_up"},
		{"unsubscribed", func(a *tester, begin func()) {
			id := a.user()
			begin()
			a.ok("PUT /contacts/"+id, `{"unsubscribed_from_emails":true}`)
			a.ok("PUT /contacts/"+id, `{"unsubscribed_from_emails":false}`)
		}, "contact.user.updated contact.unsubscribed contact.user.updated contact.subscribed", "user.unsubscribed"},
		{"subscription types", func(a *tester, begin func()) {
			id, in, out := a.user(), a.fake.AddSubscriptionType("News", "opt_in"), a.fake.AddSubscriptionType("Tips", "opt_out")
			begin()
			a.ok("POST /contacts/"+id+"/subscriptions", `{"id":"`+in+`","consent_type":"opt_in"}`)
			a.ok("POST /contacts/"+id+"/subscriptions", `{"id":"`+in+`","consent_type":"opt_in"}`)
			a.ok("POST /contacts/"+id+"/subscriptions", `{"id":"`+out+`","consent_type":"opt_out"}`)
			a.ok("DELETE /contacts/"+id+"/subscriptions/"+in, "")
			a.ok("DELETE /contacts/"+id+"/subscriptions/"+out, "")
		}, "granular.subscribe granular.unsubscribe granular.unsubscribe granular.subscribe", ""},
		{"tags", func(a *tester, begin func()) {
			user, lead, tag := a.user(), a.lead(), a.id("POST /tags", `{"name":"winter"}`)
			begin()
			a.ok("POST /contacts/"+user+"/tags", `{"id":"`+tag+`"}`)
			a.ok("POST /contacts/"+user+"/tags", `{"id":"`+tag+`"}`)
			a.ok("POST /tags", `{"name":"winter","users":[{"id":"`+lead+`"}]}`)
			a.ok("POST /tags", `{"name":"winter","users":[{"id":"`+lead+`","untag":true}]}`)
			a.ok("DELETE /contacts/"+user+"/tags/"+tag, "")
		}, "contact.user.tag.created contact.lead.tag.created contact.lead.tag.deleted contact.user.tag.deleted",
			"user.tag.created contact.tag.created contact.tag.deleted user.tag.deleted"},
		{"archive", func(a *tester, begin func()) {
			id := a.user()
			begin()
			a.ok("POST /contacts/"+id+"/archive", "")
			a.ok("POST /contacts/"+id+"/unarchive", "")
			a.ok("DELETE /contacts/"+id, "")
		}, "contact.archived contact.unarchived contact.deleted", "user.deleted user.deleted"},
		{"merge", func(a *tester, begin func()) {
			user, lead := a.user(), a.lead()
			begin()
			a.ok("POST /contacts/merge", `{"from":"`+lead+`","into":"`+user+`","skip_duplicate_validation":true}`)
		}, "contact.merged", "contact.signed_up"},
		{"companies", func(a *tester, begin func()) {
			user := a.user()
			begin()
			id := a.id("POST /companies", `{"company_id":"c1","plan":"gold"}`)
			a.ok("PUT /companies/"+id, `{"name":"Vos"}`)
			a.ok("POST /contacts/"+user+"/companies", `{"id":"`+id+`"}`)
			a.ok("POST /contacts/"+user+"/companies", `{"id":"`+id+`"}`)
			a.ok("DELETE /contacts/"+user+"/companies/"+id, "")
			a.ok("DELETE /companies/"+id, "")
		}, "company.created company.updated company.contact.attached company.contact.detached company.deleted", "company.created"},
		{"events", func(a *tester, begin func()) {
			user := a.user()
			begin()
			a.ok("POST /events", `{"event_name":"booked","id":"`+user+`","created_at":1770111002,"metadata":{"berth":14}}`)
		}, "event.created", "event.created"},
		{"bulk job", func(a *tester, begin func()) {
			begin()
			a.as("1.4").ok("POST /bulk/users", `{"items":[{"method":"post","data_type":"user","data":{"user_id":"u1"}}]}`)
		}, "contact.user.created", "user.created"},
	})
}

func (a *tester) conversation(contact string) string {
	return a.ok("POST /conversations", `{"from":{"type":"user","id":"`+contact+`"},"body":"Is berth 14 free?"}`).text("conversation_id")
}

func TestWebhookConversations(t *testing.T) {
	t.Parallel()
	reply := func(a *tester, id, kind, body string) {
		a.ok("POST /conversations/"+id+"/reply", `{"type":"admin","message_type":"`+kind+`","admin_id":"`+a.admin()+`","body":"`+body+`"}`)
	}
	manage := func(a *tester, id, body string) {
		a.ok("POST /conversations/"+id+"/parts", `{"type":"admin","admin_id":"`+a.admin()+`",`+body+`}`)
	}
	testChanges(t, []change{
		{"talk", func(a *tester, begin func()) {
			user := a.user()
			begin()
			id := a.conversation(user)
			reply(a, id, "comment", "Yes")
			reply(a, id, "note", "Oak")
			a.ok("POST /conversations/"+id+"/reply", `{"type":"user","message_type":"comment","intercom_user_id":"`+user+`","body":"Thanks"}`)
		}, `conversation.user.created conversation.admin.replied conversation.admin.noted conversation.user.replied`,
			`conversation.user.created conversation.admin.replied conversation.admin.noted conversation.user.replied`},
		{"an admin begins", func(a *tester, begin func()) {
			user := a.user()
			begin()
			a.ok("POST /messages", `{"message_type":"inapp","body":"Ahoy","from":{"type":"admin","id":"`+a.admin()+`"},"to":{"type":"user","id":"`+user+`"},
				"create_conversation_without_contact_reply":true}`)
			a.ok("POST /messages", `{"message_type":"inapp","body":"Ahoy","from":{"type":"admin","id":"`+a.admin()+`"},"to":{"type":"user","id":"`+user+`"}}`)
		}, "conversation.admin.single.created", "conversation.admin.single.created"},
		{"work", func(a *tester, begin func()) {
			id := a.conversation(a.user())
			begin()
			manage(a, id, `"message_type":"assignment","assignee_id":"`+a.admin()+`"`)
			manage(a, id, `"message_type":"close"`)
			manage(a, id, `"message_type":"assignment","assignee_id":"0"`)
			manage(a, id, `"message_type":"close"`)
			manage(a, id, `"message_type":"open"`)
			manage(a, id, fmt.Sprintf(`"message_type":"snoozed","snoozed_until":%d`, time.Now().Add(time.Minute).Unix()))
			time.Sleep(time.Hour)
			a.ok("GET /conversations/"+id, "")
			a.as("1.4").ok("POST /conversations/"+id+"/reply", `{"type":"admin","message_type":"close","admin_id":"`+a.admin()+`"}`)
		}, `conversation.admin.assigned conversation.admin.closed conversation.admin.open.assigned conversation.admin.closed conversation.admin.opened
			conversation.admin.snoozed conversation.admin.unsnoozed conversation.admin.closed`,
			`conversation.admin.assigned conversation.admin.closed conversation.admin.assigned conversation.admin.closed conversation.admin.opened
			conversation.admin.snoozed conversation.admin.unsnoozed conversation.admin.closed`},
		{"assignment rules", func(a *tester, begin func()) {
			id := a.conversation(a.user())
			begin()
			a.as("1.4").ok("POST /conversations/"+id+"/run_assignment_rules", "")
		}, "conversation.admin.assigned", "conversation.admin.assigned"},
		{"update", func(a *tester, begin func()) {
			id := a.conversation(a.user())
			reply(a, id, "comment", "Yes")
			company := a.id("POST /companies", `{"company_id":"c1"}`)
			begin()
			a.ok("PUT /conversations/"+id, `{"read":true}`)
			a.ok("PUT /conversations/"+id, `{"read":true}`)
			a.ok("PUT /conversations/"+id, `{"company_id":"`+company+`"}`)
			a.fake.RateConversation(id, 5, "Quick!")
		}, "conversation.read conversation.company.updated conversation.rating.added", "conversation.read conversation.company.updated conversation.rating.added"},
		{"participants", func(a *tester, begin func()) {
			id := a.conversation(a.user())
			begin()
			a.ok("POST /conversations/"+id+"/customers", `{"admin_id":"`+a.admin()+`","customer":{"email":"tamsin@example.org"}}`)
			other := a.ok("GET /conversations/"+id, "").list("contacts.contacts", "id")[1]
			a.ok("DELETE /conversations/"+id+"/customers/"+other, `{"admin_id":"`+a.admin()+`"}`)
		}, "contact.lead.created conversation.contact.attached conversation.contact.detached", "contact.created"},
		{"parts", func(a *tester, begin func()) {
			id := a.conversation(a.user())
			reply(a, id, "comment", "Yes")
			part := a.ok("GET /conversations/"+id, "").list("conversation_parts.conversation_parts", "id")[0]
			tag := a.id("POST /tags", `{"name":"winter"}`)
			begin()
			a.ok("POST /conversations/"+id+"/tags", `{"id":"`+tag+`","admin_id":"`+a.admin()+`"}`)
			a.ok("POST /conversations/"+id+"/tags", `{"id":"`+tag+`","admin_id":"`+a.admin()+`"}`)
			a.ok("POST /conversations/redact", `{"type":"conversation_part","conversation_id":"`+id+`","conversation_part_id":"`+part+`"}`)
			a.ok("DELETE /conversations/"+id, "")
		}, "conversation_part.tag.created conversation_part.redacted conversation.deleted", "conversation_part.tag.created conversation_part.redacted conversation.deleted"},
		{"custom channel", func(a *tester, begin func()) {
			begin()
			contact := `"event_id":"e","external_conversation_id":"x1","contact":{"type":"lead","external_id":"p1"}`
			a.as("2.15").ok("POST /custom_channel_events/notify_new_conversation", `{`+contact+`}`)
			a.as("2.15").ok("POST /custom_channel_events/notify_new_message", `{`+contact+`,"body":"Ahoy"}`)
		}, "contact.lead.created conversation.user.created conversation.user.replied", "contact.created conversation.user.created conversation.user.replied"},
	})
}

func (a *tester) admin() string { return a.fake.workspace.admins.ids[0] }

func TestWebhookTickets(t *testing.T) {
	t.Parallel()
	ticket := func(a *tester) string {
		return a.id("POST /tickets", `{"ticket_type_id":"`+a.fake.AddTicketType("Repair", "Customer")+`","contacts":[{"id":"`+a.user()+`"}]}`)
	}
	testChanges(t, []change{
		{"created", func(a *tester, begin func()) {
			kind := a.fake.AddTicketType("Repair", "Customer")
			begin()
			a.ok("POST /tickets", `{"ticket_type_id":"`+kind+`","contacts":[{"email":"tamsin@example.org"}]}`)
		}, "contact.lead.created ticket.created", "contact.created"},
		{"enqueued", func(a *tester, begin func()) {
			kind, user := a.fake.AddTicketType("Repair", "Customer"), a.user()
			begin()
			a.ok("POST /tickets/enqueue", `{"ticket_type_id":"`+kind+`","contacts":[{"id":"`+user+`"}]}`)
		}, "ticket.created job.completed", ""},
		{"work", func(a *tester, begin func()) {
			id, team := ticket(a), a.fake.AddTeam("Carpenters")
			begin()
			update := func(body string) { a.ok("PUT /tickets/"+id, body) }
			update(`{"assignee_id":"` + a.admin() + `"}`)
			update(`{"assignee_id":"` + team + `"}`)
			update(`{"ticket_attributes":{"_default_title_":"Cleat"}}`)
			update(`{"ticket_state_id":"2"}`)
			update(`{"ticket_state_id":"2"}`)
			update(fmt.Sprintf(`{"snoozed_until":%d}`, time.Now().Add(time.Hour).Unix()))
			update(`{"open":true}`)
			update(`{"open":false}`)
			update(`{"ticket_state_id":"4"}`)
		}, `ticket.admin.assigned ticket.team.assigned ticket.attribute.updated ticket.state.updated ticket.admin.snoozed ticket.admin.unsnoozed ticket.closed
			ticket.state.updated ticket.resolved`, ""},
		{"snooze ends", func(a *tester, begin func()) {
			id := ticket(a)
			begin()
			a.ok("PUT /tickets/"+id, fmt.Sprintf(`{"snoozed_until":%d}`, time.Now().Add(time.Hour).Unix()))
			time.Sleep(2 * time.Hour)
		}, "ticket.admin.snoozed ticket.admin.unsnoozed", ""},
		{"talk", func(a *tester, begin func()) {
			id := ticket(a)
			user := a.ok("GET /tickets/"+id, "").list("contacts.contacts", "id")[0]
			begin()
			a.ok("POST /tickets/"+id+"/reply", `{"type":"admin","message_type":"comment","admin_id":"`+a.admin()+`","body":"Monday"}`)
			a.ok("POST /tickets/"+id+"/reply", `{"type":"admin","message_type":"note","admin_id":"`+a.admin()+`","body":"Oak"}`)
			a.ok("POST /tickets/"+id+"/reply", `{"type":"user","message_type":"comment","intercom_user_id":"`+user+`","body":"Thanks"}`)
		}, "ticket.admin.replied ticket.note.created ticket.contact.replied", ""},
		{"converted", func(a *tester, begin func()) {
			id, kind := a.conversation(a.user()), a.fake.AddTicketType("Repair", "Customer")
			lead := a.lead()
			begin()
			a.ok("POST /conversations/"+id+"/convert", `{"ticket_type_id":"`+kind+`"}`)
			a.ok("POST /conversations/"+id+"/customers", `{"admin_id":"`+a.admin()+`","customer":{"intercom_user_id":"`+lead+`"}}`)
			a.fake.RateConversation(id, 4, "")
		}, "ticket.created conversation.contact.attached ticket.contact.attached conversation.rating.added ticket.rating.provided", "conversation.rating.added"},
		{"added", func(a *tester, begin func()) { begin(); a.fake.AddTicket() }, "ticket.created", ""},
	})
}

func TestWebhookContent(t *testing.T) {
	t.Parallel()
	testChanges(t, []change{
		{"articles", func(a *tester, begin func()) {
			begin()
			id := a.id("POST /articles", `{"title":"Mooring","author_id":`+a.admin()+`}`)
			a.ok("PUT /articles/"+id, `{"title":"Mooring in winter"}`)
			a.ok("PUT /articles/"+id, `{"state":"published"}`)
			a.ok("PUT /articles/"+id, `{"state":"draft"}`)
			a.ok("DELETE /articles/"+id, "")
			a.ok("POST /articles", `{"title":"Ice","author_id":`+a.admin()+`,"state":"published"}`)
		}, `article.created article.updated article.published article.unpublished article.deleted article.created article.published`, ""},
		{"scheduled", func(a *tester, begin func()) {
			id := a.id("POST /articles", `{"title":"Mooring","author_id":`+a.admin()+`}`)
			begin()
			a.ok("PUT /articles/"+id, `{"scheduled_publish_at":"`+time.Now().Add(time.Hour).UTC().Format(time.RFC3339)+`"}`)
			time.Sleep(2 * time.Hour)
		}, "article.updated article.published", ""},
		{"in bulk", func(a *tester, begin func()) {
			id := a.id("POST /articles", `{"title":"Mooring","author_id":`+a.admin()+`}`)
			snippet := a.id("POST /content_snippets", `{"title":"Diesel","body_markdown":"At seven"}`)
			begin()
			content := a.ok("GET /content/search?content_types=article", "").at("data").([]any)[0].(map[string]any)["contents"].([]any)[0].(map[string]any)["id"]
			a.ok("POST /content/bulk_actions", fmt.Sprintf(`{"action":"publish","content_ids":[{"type":"article_content","id":%q}]}`, content))
			a.ok("POST /content/bulk_actions", fmt.Sprintf(`{"action":"delete","content_ids":[{"type":"article_content","id":%q},{"type":"content_snippet","id":%q}]}`, content, snippet))
			a.fails("GET /articles/"+id, "", 404, "not_found")
		}, "article.published article.deleted content_snippet.deleted", ""},
		{"audiences", func(a *tester, begin func()) {
			begin()
			id := a.id("POST /audiences", `{"name":"Winter guests","predicates":[{"attribute":"role","type":"role","comparison":"eq","value":"user"}]}`)
			a.ok("PUT /audiences/"+id, `{"name":"Guests"}`)
			a.ok("DELETE /audiences/"+id, "")
		}, "audience.created audience.updated audience.deleted", ""},
		{"snippets", func(a *tester, begin func()) {
			begin()
			id := a.id("POST /content_snippets", `{"title":"Diesel","body_markdown":"At seven"}`)
			a.ok("PUT /content_snippets/"+id, `{"title":"Pump"}`)
			a.ok("DELETE /content_snippets/"+id, "")
		}, "content_snippet.created content_snippet.updated content_snippet.deleted", ""},
		{"import sources", func(a *tester, begin func()) {
			begin()
			id := a.id("POST /ai/content_import_sources", `{"sync_behavior":"api","url":"https://docs.example.com"}`)
			a.ok("PUT /ai/content_import_sources/"+id, `{"sync_behavior":"api","url":"https://help.example.com"}`)
			a.ok("DELETE /ai/content_import_sources/"+id, "")
		}, "content_import_source.created content_import_source.updated content_import_source.deleted", ""},
	})
}

func TestWebhookWorkspace(t *testing.T) {
	t.Parallel()
	testChanges(t, []change{
		{"away mode", func(a *tester, begin func()) {
			reason := a.fake.AddAwayStatusReason("☕", "Break")
			begin()
			a.ok("PUT /admins/"+a.admin()+"/away", `{"away_mode_enabled":true,"away_mode_reassign":false,"away_status_reason_id":"`+reason+`"}`)
		}, "admin.away_mode_updated admin.activity_log_event.created", ""},
		{"admins", func(a *tester, begin func()) { begin(); a.fake.AddAdmin("Ida", "ida@example.net") },
			"admin.added_to_workspace admin.activity_log_event.created", ""},
		{"activities", func(a *tester, begin func()) {
			begin()
			a.fake.AddActivity("admin_login_failure", "Somebody failed to log in.", nil)
			a.ok("POST /tags", `{"name":"winter"}`)
		}, "admin.activity_log_event.created", ""},
		{"calls", func(a *tester, begin func()) {
			begin()
			a.fake.AddCall(PhoneCall{Phone: "+31205550141", Recording: []byte("mp3"), Transcript: []string{}})
		}, "call.ended call.recording_available call.transcription_available", ""},
		{"jobs", func(a *tester, begin func()) {
			begin()
			a.fake.AddJob("ticket", "1", time.Minute)
			a.fake.Flush()
			time.Sleep(time.Minute)
		}, "job.completed", ""},
		{"data connectors", func(a *tester, begin func()) {
			id := a.id("POST /data_connectors", `{"name":"Find a berth","url":"https://berths.example.com"}`)
			begin()
			a.fake.AddDataConnectorExecution(id, 0, "3rd_party_error")
		}, "data_connector.execution.completed", ""},
		{"by hand", func(a *tester, begin func()) {
			begin()
			a.fake.Notify(intercom.TopicContentStatEmail, nil)
			a.fake.Notify(intercom.TopicTicketResolved, Item(intercom.TopicTicketResolved))
			a.fake.Notify("user.deleted", map[string]any{"type": "user", "id": "1"})
		}, "content_stat.email ticket.resolved user.deleted", "content_stat.email ticket.resolved user.deleted"},
		{"seed", func(a *tester, begin func()) {
			begin()
			require.NoError(a.t, a.fake.Seed(func(client *intercom.Client) error {
				_, err := client.Tags.Create(a.t.Context(), "winter")
				require.NoError(a.t, err)
				_, err = client.Contacts.Create(a.t.Context(), intercom.ContactCreate{ExternalID: "u1"})
				return err
			}))
		}, "", ""},
	})
}

// The forms are those of notifications.
func TestWebhookForms(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, modern, old, begin := withApps(t)
		defer a.fake.Close()
		begin()
		last := func() readable { a.fake.Flush(); return modern.last() }
		user := a.user()
		contact := last().(*intercom.Contact)
		raw, _ := contact.Lookup("created_at")
		assert.JSONEq(t, `"2000-01-01T00:00:00.000+00:00"`, string(raw))
		raw, _ = old.last().(*intercom.User).Lookup("updated_at")
		assert.JSONEq(t, `"2000-01-01T00:00:00.000+00:00"`, string(raw))
		assert.Equal(t, user, string(contact.ID))

		id := a.conversation(user)
		for _, body := range []string{"One", "Two"} {
			a.ok("POST /conversations/"+id+"/reply", `{"type":"admin","message_type":"comment","admin_id":"`+a.admin()+`","body":"`+body+`"}`)
		}
		c := last().(*intercom.Conversation)
		require.Len(t, c.Parts.Items, 1)
		assert.Equal(t, "Two", c.Parts.Items[0].Body, "plain text")
		assert.Equal(t, 2, c.Statistics.CountParts)
		assert.True(t, c.IsNull("team_assignee_id"))
		legacy := old.last().(*intercom.Conversation)
		assert.Equal(t, "<p>Two</p>", legacy.Parts.Items[0].Body)
		assert.Equal(t, "<p>Is berth 14 free?</p>", legacy.Source.Body)
		assert.Equal(t, user, string(legacy.Contacts.Items[0].ID))

		kind := a.fake.AddTicketType("Repair", "Customer")
		a.ok("POST /conversations/"+id+"/convert", `{"ticket_type_id":"`+kind+`"}`)
		raw, _ = last().(*intercom.Ticket).Lookup("admin_assignee_id")
		assert.JSONEq(t, `"0"`, string(raw))
		a.ok("PUT /tickets/"+id, `{"assignee_id":"`+a.admin()+`"}`)
		assert.Equal(t, a.admin(), string(last().(*intercom.TicketEvent).Part.AssignedTo.ID))
		a.ok("PUT /tickets/"+id, `{"open":false}`)
		assert.True(t, last().(*intercom.Ticket).Has("ticket_parts"), "unwrapped")
		a.ok("POST /conversations/"+id+"/customers", `{"admin_id":"`+a.admin()+`","customer":{"email":"tamsin@example.org"}}`)
		digest := last().(*intercom.TicketContact).Ticket
		assert.Equal(t, []string{id, "Repair"}, []string{string(digest.ID), digest.TicketType})
		raw, _ = digest.Lookup("id")
		assert.Equal(t, id, string(raw), "a number")

		a.ok("POST /companies", `{"company_id":"c1"}`)
		assert.True(t, last().(*intercom.Company).IsNull("plan"))
		a.ok("DELETE /conversations/"+id, "")
		assert.Equal(t, id, string(last().(*intercom.Deleted).ID))
	})
}

func TestTopicsHaveItems(t *testing.T) {
	t.Parallel()
	all := Topics()
	assert.True(t, slices.IsSorted(all))
	assert.Len(t, all, len(itemNames))
	for _, topic := range all {
		assert.True(t, json.Valid(Item(topic)), topic)
	}
	assert.NotContains(t, all, intercom.TopicAll)
}
