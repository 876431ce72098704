package intercom_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

// request is one that a step of a walk has to make, and its response.
type request struct {
	line     string // "GET /users?email=a"
	version  string
	body     string
	status   int // default 200
	response string
}

// step is a snippet of a README, and what it comes to here.
type step struct {
	rows     []int // none if the README does not have it
	name     string
	does     func(t *testing.T, c *intercom.Client)
	requests []request
}

// walk takes the steps, and wants the requests of each in their order, and no
// others.
func walk(t *testing.T, steps []step) {
	t.Helper()
	for _, s := range steps {
		name := s.name
		if len(s.rows) > 0 {
			name = strings.Trim(fmt.Sprint(s.rows), "[]") + " " + name
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			answers := map[string][]string{}
			for _, r := range s.requests {
				method, path, _ := r.split()
				key := method + " " + path
				answers[key] = append(answers[key], r.response)
				api.on(method, path, max(r.status, http.StatusOK), answers[key]...)
			}
			s.does(t, client)
			require.Len(t, api.seen, len(s.requests))
			all := api.seen
			for i, r := range s.requests {
				method, path, query := r.split()
				api.seen = all[:i+1]
				api.wants(method, path, query, r.version, r.body)
			}
		})
	}
}

func (r request) split() (method, path, query string) {
	method, target, _ := strings.Cut(r.line, " ")
	path, query, _ = strings.Cut(target, "?")
	return method, path, query
}

// What the API responds in the walk.
const (
	walkUser = `{"type":"user","id":"5f00","user_id":"25","email":"bob@example.com","name":"Bob Smith","custom_attributes":{"karma":4},
		"companies":{"type":"company.list","companies":[]}}`
	walkUsers        = `{"type":"user.list","users":[` + walkUser + `],"total_count":1,"pages":{"type":"pages","next":null,"page":1,"per_page":50,"total_pages":1}}`
	walkCompany      = `{"type":"company","id":"5f44","company_id":"44","name":"Some company","custom_attributes":{}}`
	walkCompanies    = `{"type":"list","data":[` + walkCompany + `],"total_count":1,"pages":{"type":"pages","next":null,"page":1,"per_page":50,"total_pages":1}}`
	walkTag          = `{"type":"tag","id":"17","name":"blue"}`
	walkSegment      = `{"type":"segment","id":"6762","name":"Active"}`
	walkNote         = `{"type":"note","id":"1603","body":"<p>Text for the note</p>"}`
	walkNotes        = `{"type":"note.list","notes":[` + walkNote + `],"pages":{}}`
	walkConversation = `{"type":"conversation","id":"1","source":{"type":"email","subject":"Berth","body":"<p>Free?</p>","author":{"type":"user","id":"5f00"}},
		"conversation_parts":{"type":"conversation_part.list","total_count":2,"conversation_parts":[
			{"type":"conversation_part","id":"10","part_type":"comment","body":"<p>first</p>"},
			{"type":"conversation_part","id":"11","part_type":"note","body":"<p>second</p>"}]}}`
	walkConversations = `{"type":"conversation.list","conversations":[{"type":"conversation","id":"1","user":{"type":"user","id":"5f00"}}],"pages":{"next":null}}`
	walkMessage       = `{"type":"admin_message","id":"330188","message_type":"inapp","body":"hi","owner":{"type":"admin","id":"1234"}}`
	walkLead          = `{"type":"contact","id":"5f0a","user_id":"0d9f","email":"some_contact@example.com","custom_attributes":{}}`
	walkSubscription  = `{"type":"notification_subscription","id":"nsub_123456789","url":"http://example.com","topics":["user.created"]}`
	walkJob           = `{"id":"job_8f1e22","state":"running"}`
)

var (
	bob = intercom.ByEmail("bob@example.com")
	joe = intercom.ByEmail("joe@example.com")
)

// call is a step that is one call.
func call(do func(ctx context.Context, c *intercom.Client) error) func(*testing.T, *intercom.Client) {
	return func(t *testing.T, c *intercom.Client) { require.NoError(t, do(t.Context(), c)) }
}

// lists is a step that reads a list, and wants one item.
func lists[T any](list func(ctx context.Context, c *intercom.Client) *intercom.Pager[T]) func(*testing.T, *intercom.Client) {
	return func(t *testing.T, c *intercom.Client) {
		items, err := list(t.Context(), c).Collect()
		require.NoError(t, err)
		assert.Len(t, items, 1)
	}
}

// saves is a step that finds a user, changes it and saves it.
func saves(find intercom.UserRef, change func(t *testing.T, u *intercom.User)) func(*testing.T, *intercom.Client) {
	return func(t *testing.T, c *intercom.Client) {
		user, err := c.Users.Find(t.Context(), find)
		require.NoError(t, err)
		change(t, user)
		require.NoError(t, c.Users.Save(t.Context(), user))
	}
}

// walkSteps are the snippets of the README of python-intercom 3, in its order.
func walkSteps() []step {
	attachment := []string{"http://www.example.com/attachment.jpg"}
	ofAdmin := func(filter intercom.ConversationListForAdminOptions) func(*testing.T, *intercom.Client) {
		return lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Conversation] {
			return c.Conversations.ListForAdmin(ctx, "7", filter)
		})
	}
	ofUser := func(filter intercom.ConversationListForUserOptions) func(*testing.T, *intercom.Client) {
		return lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Conversation] {
			return c.Conversations.ListForUser(ctx, joe, filter)
		})
	}
	replies := func(reply intercom.Reply) func(*testing.T, *intercom.Client) {
		return call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Conversations.Reply(ctx, "1", reply))
		})
	}
	conversations := func(query string) []request {
		return []request{{line: "GET /conversations?" + query, version: "1.4", response: walkConversations}}
	}
	part := func(body string) []request {
		return []request{{line: "POST /conversations/1/parts", version: "2.16", body: body, response: walkConversation}}
	}
	reply := func(body string) []request {
		return []request{{line: "POST /conversations/1/reply", version: "2.16", body: body, response: walkConversation}}
	}
	message := func(body string) []request {
		return []request{{line: "POST /messages", version: "1.4", body: body, response: walkMessage}}
	}
	return []step{
		{[]int{1, 2}, "a client and its services", func(t *testing.T, c *intercom.Client) {
			// jobs and bulk are one service; admins are in the code, not in the list.
			for _, name := range []string{
				"Users", "Leads", "Companies", "Counts", "Tags", "Notes", "Segments", "Events", "Conversations", "Messages", "Subscriptions", "Jobs", "Admins",
			} {
				assert.False(t, reflect.ValueOf(*c).FieldByName(name).IsNil(), name)
			}
		}, nil},

		{[]int{3}, "find a user by e-mail", call(func(ctx context.Context, c *intercom.Client) error { return got(c.Users.Find(ctx, bob)) }),
			[]request{{line: "GET /users?email=bob%40example.com", version: "1.4", response: walkUsers}}},
		{[]int{4}, "find a user by user id", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Users.Find(ctx, intercom.ByUserID("1")))
		}), []request{{line: "GET /users?user_id=1", version: "1.4", response: walkUser}}},
		{[]int{5}, "find a user by id", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Users.Find(ctx, intercom.ByID("1")))
		}), []request{{line: "GET /users/1", version: "1.4", response: walkUser}}},
		{[]int{6}, "create a user", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Users.Create(ctx, intercom.UserCreate{Email: "bob@example.com", Name: "Bob Smith"}))
		}), []request{{line: "POST /users", version: "1.4", body: `{"email":"bob@example.com","name":"Bob Smith"}`, response: walkUser}}},
		{[]int{7}, "delete a user", func(t *testing.T, c *intercom.Client) {
			user, err := c.Users.Find(t.Context(), intercom.ByID("1"))
			require.NoError(t, err)
			deleted, err := c.Users.Archive(t.Context(), intercom.ByID(user.ID))
			require.NoError(t, err)
			assert.Equal(t, "25", deleted.UserID)
		}, []request{
			{line: "GET /users/1", version: "1.4", response: walkUser},
			{line: "DELETE /users/5f00", version: "1.4", response: walkUser},
		}},
		{[]int{8}, "set a custom attribute", saves(bob, func(_ *testing.T, u *intercom.User) {
			u.CustomAttributes["average_monthly_spend"] = 1234.56
		}), []request{
			{line: "GET /users?email=bob%40example.com", version: "1.4", response: walkUsers},
			{line: "POST /users", version: "1.4", body: `{"id":"5f00","custom_attributes":{"average_monthly_spend":1234.56}}`, response: walkUser},
		}},
		{[]int{9}, "increment", saves(bob, func(t *testing.T, u *intercom.User) {
			require.NoError(t, u.CustomAttributes.Increment("karma", 1))
		}), []request{
			{line: "GET /users?email=bob%40example.com", version: "1.4", response: walkUsers},
			{line: "POST /users", version: "1.4", body: `{"id":"5f00","custom_attributes":{"karma":5}}`, response: walkUser},
		}},
		{[]int{10}, "iterate over all users", func(t *testing.T, c *intercom.Client) {
			users, err := c.Users.List(t.Context()).Collect()
			require.NoError(t, err)
			assert.Len(t, users, 2)
		}, []request{
			{line: "GET /users", version: "1.4",
				response: `{"type":"user.list","users":[` + walkUser + `],"pages":{"type":"pages","next":"https://api.intercom.io/users?per_page=50&page=2","page":1,"per_page":50,"total_pages":2}}`},
			{line: "GET /users?page=2&per_page=50", version: "1.4", response: strings.ReplaceAll(walkUsers, "5f00", "5f01")},
		}},
		{[]int{11}, "iterate over all admins", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Admin] {
			return c.Admins.List(ctx)
		}),
			[]request{{line: "GET /admins", version: "2.16", response: `{"type":"admin.list","admins":[{"type":"admin","id":"7","name":"Ada"}]}`}}},

		{[]int{12}, "add a user to companies", saves(bob, func(_ *testing.T, u *intercom.User) {
			u.Companies.Items = append(u.Companies.Items, intercom.UserCompany{CompanyID: "6", Name: "Intercom"}, intercom.UserCompany{CompanyID: "9", Name: "Test Company"})
		}), []request{
			{line: "GET /users?email=bob%40example.com", version: "1.4", response: walkUsers},
			{line: "POST /users", version: "1.4", response: walkUser,
				body: `{"id":"5f00","companies":[{"company_id":"6","name":"Intercom"},{"company_id":"9","name":"Test Company"}]}`},
		}},
		{[]int{13}, "add a user to a company with custom attributes", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Users.AddToCompany(ctx, intercom.ByID("5f00"), intercom.UserCompany{
				CompanyID: "6", Name: "Intercom", CustomAttributes: intercom.Attributes{"referral_source": "Google"},
			}))
		}), []request{{line: "POST /users", version: "1.4", response: walkUser,
			body: `{"id":"5f00","companies":[{"company_id":"6","name":"Intercom","custom_attributes":{"referral_source":"Google"}}]}`}}},
		{[]int{14}, "find a company by company id", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Companies.Find(ctx, intercom.ByCompanyID("44")))
		}), []request{{line: "GET /companies?company_id=44", version: "2.16", response: walkCompany}}},
		{[]int{15}, "find a company by name", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Companies.Find(ctx, intercom.ByName("Some company")))
		}), []request{{line: "GET /companies?name=Some+company", version: "2.16", response: walkCompany}}},
		{[]int{16}, "find a company by id", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Companies.Get(ctx, "41e66f0313708347cb0000d0"))
		}), []request{{line: "GET /companies/41e66f0313708347cb0000d0", version: "2.16", response: walkCompany}}},
		{[]int{17}, "rename a company", func(t *testing.T, c *intercom.Client) {
			company, err := c.Companies.Find(t.Context(), intercom.ByCompanyID("44"))
			require.NoError(t, err)
			company.Name = "Updated company name"
			require.NoError(t, c.Companies.Save(t.Context(), company))
		}, []request{
			{line: "GET /companies?company_id=44", version: "2.16", response: walkCompany},
			{line: "POST /companies", version: "2.16", body: `{"company_id":"44","name":"Updated company name"}`, response: walkCompany},
		}},
		{[]int{18}, "iterate over all companies", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Company] {
			return c.Companies.List(ctx)
		}), []request{{line: "POST /companies/list", version: "2.16", response: walkCompanies}}},
		{[]int{19}, "users of a company", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.User] {
			return c.Users.ListForCompany(ctx, intercom.ByID("5f44"))
		}), []request{{line: "GET /companies/5f44/users", version: "1.4", response: walkUsers}}},

		{[]int{20}, "tag users", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Tags.TagUsers(ctx, "blue", []intercom.UserRef{intercom.ByEmail("test1@example.com")}))
		}), []request{{line: "POST /tags", version: "1.4", body: `{"name":"blue","users":[{"email":"test1@example.com"}]}`, response: walkTag}}},
		{[]int{21}, "untag users", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Tags.UntagUsers(ctx, "blue", []intercom.UserRef{intercom.ByUserID("42ea2f1b93891f6a99000427")}))
		}), []request{{line: "POST /tags", version: "1.4", body: `{"name":"blue","users":[{"user_id":"42ea2f1b93891f6a99000427","untag":true}]}`, response: walkTag}}},
		{[]int{22}, "iterate over all tags", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Tag] { return c.Tags.List(ctx) }),
			[]request{{line: "GET /tags", version: "2.16", response: `{"type":"list","data":[` + walkTag + `]}`}}},
		{[]int{23}, "tag companies", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Tags.TagCompanies(ctx, "blue", []intercom.CompanyRef{intercom.ByID("42ea2f1b93891f6a99000427")}))
		}), []request{{line: "POST /tags", version: "2.16", body: `{"name":"blue","companies":[{"id":"42ea2f1b93891f6a99000427"}]}`, response: walkTag}}},
		{[]int{24}, "find a segment", call(func(ctx context.Context, c *intercom.Client) error { return got(c.Segments.Get(ctx, "6762")) }),
			[]request{{line: "GET /segments/6762", version: "2.16", response: walkSegment}}},
		{[]int{25}, "iterate over all segments", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Segment] {
			return c.Segments.List(ctx)
		}),
			[]request{{line: "GET /segments", version: "2.16", response: `{"type":"segment.list","segments":[` + walkSegment + `]}`}}},

		{[]int{26}, "find a note", call(func(ctx context.Context, c *intercom.Client) error { return got(c.Notes.Get(ctx, "1603")) }),
			[]request{{line: "GET /notes/1603", version: "2.16", response: walkNote}}},
		{[]int{27}, "create a note for a user", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Notes.CreateForUser(ctx, joe, intercom.NoteCreate{Body: "<p>Text for the note</p>"}))
		}), []request{{line: "POST /notes", version: "1.4", body: `{"body":"<p>Text for the note</p>","user":{"email":"joe@example.com"}}`, response: walkNote}}},
		{[]int{28}, "notes of a user by e-mail", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Note] {
			return c.Notes.ListForUser(ctx, joe)
		}), []request{{line: "GET /notes?email=joe%40example.com", version: "1.4", response: walkNotes}}},
		{[]int{29}, "notes of a user by user id", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Note] {
			return c.Notes.ListForUser(ctx, intercom.ByUserID("123"))
		}), []request{{line: "GET /notes?user_id=123", version: "1.4", response: walkNotes}}},

		{[]int{30}, "conversations of an admin", ofAdmin(intercom.ConversationListForAdminOptions{}), conversations("type=admin&admin_id=7")},
		{[]int{31}, "open ones", ofAdmin(intercom.ConversationListForAdminOptions{Open: intercom.Set(true)}), conversations("type=admin&admin_id=7&open=true")},
		{[]int{32}, "closed ones", ofAdmin(intercom.ConversationListForAdminOptions{Open: intercom.Set(false)}), conversations("type=admin&admin_id=7&open=false")},
		{[]int{33}, "closed ones before a moment", ofAdmin(intercom.ConversationListForAdminOptions{Open: intercom.Set(false), Before: intercom.At(time.Unix(1374844930, 0))}),
			conversations("type=admin&admin_id=7&open=false&before=1374844930")},
		{[]int{34, 35}, "conversations of a user", ofUser(intercom.ConversationListForUserOptions{}), conversations("type=user&email=joe%40example.com")},
		{[]int{36}, "unread ones of a user", ofUser(intercom.ConversationListForUserOptions{Unread: true}), conversations("type=user&email=joe%40example.com&unread=true")},
		{[]int{37, 38, 39}, "a conversation, its subject and its parts", func(t *testing.T, c *intercom.Client) {
			conversation, err := c.Conversations.Get(t.Context(), "1")
			require.NoError(t, err)
			assert.Equal(t, "Berth", conversation.Source.Subject)
			assert.Equal(t, intercom.PartTypeComment, conversation.Parts.Items[0].PartType)
			assert.Equal(t, "<p>second</p>", conversation.Parts.Items[1].Body)
		}, []request{{line: "GET /conversations/1", version: "2.16", response: walkConversation}}},
		{[]int{40}, "a user replies", replies(intercom.ContactReply{From: joe, Body: "foo"}),
			reply(`{"type":"user","email":"joe@example.com","message_type":"comment","body":"foo"}`)},
		{[]int{41}, "an admin replies", replies(intercom.AdminReply{AdminID: "123", Body: "bar"}),
			reply(`{"type":"admin","admin_id":"123","message_type":"comment","body":"bar"}`)},
		{[]int{42}, "a user replies with an attachment", replies(intercom.ContactReply{From: joe, Body: "foo", AttachmentURLs: attachment}),
			reply(`{"type":"user","email":"joe@example.com","message_type":"comment","body":"foo","attachment_urls":["http://www.example.com/attachment.jpg"]}`)},
		{[]int{43}, "open", call(func(ctx context.Context, c *intercom.Client) error { return got(c.Conversations.Open(ctx, "1", "123")) }),
			part(`{"message_type":"open","admin_id":"123"}`)},
		{[]int{44}, "close", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Conversations.Close(ctx, "1", "123", intercom.ConversationClose{}))
		}), part(`{"type":"admin","message_type":"close","admin_id":"123"}`)},
		{[]int{45, 48}, "assign", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Conversations.Assign(ctx, "1", "123", intercom.ConversationAssign{ToAdmin: "124"}))
		}), part(`{"type":"admin","message_type":"assignment","admin_id":"123","assignee_id":"124"}`)},
		{[]int{46}, "reply and open", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Conversations.ReplyAndOpen(ctx, "1", intercom.AdminReply{AdminID: "123", Body: "bar"}))
		}), []request{{line: "POST /conversations/1/reply", version: "1.4", body: `{"type":"admin","admin_id":"123","message_type":"open","body":"bar"}`, response: walkConversation}}},
		{[]int{47}, "reply and close", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Conversations.Close(ctx, "1", "123", intercom.ConversationClose{Body: "bar"}))
		}), part(`{"type":"admin","message_type":"close","admin_id":"123","body":"bar"}`)},
		{[]int{49}, "mark as read", call(func(ctx context.Context, c *intercom.Client) error { return got(c.Conversations.MarkRead(ctx, "1")) }),
			[]request{{line: "PUT /conversations/1", version: "2.16", body: `{"read":true}`, response: walkConversation}}},
		{[]int{50}, "load the user of a conversation", func(t *testing.T, c *intercom.Client) {
			conversation, err := c.Conversations.Get(t.Context(), "1")
			require.NoError(t, err)
			user, err := intercom.Load[intercom.User](t.Context(), c, conversation.Source.Author.Reference())
			require.NoError(t, err)
			assert.Equal(t, "25", user.UserID)
		}, []request{
			{line: "GET /conversations/1", version: "2.16", response: walkConversation},
			{line: "GET /users/5f00", version: "1.4", response: walkUser},
		}},
		{[]int{50}, "load the lead of a conversation", call(func(ctx context.Context, c *intercom.Client) error {
			return got(intercom.Load[intercom.Lead](ctx, c, intercom.Reference{Type: "lead", ID: "5f0a"}))
		}), []request{{line: "GET /contacts/5f0a", version: "1.4", response: walkLead}}},

		{[]int{51}, "in-app message to a user", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Messages.SendToUser(ctx, intercom.ByID("5678"), intercom.AdminMessage{AdminID: "1234", Body: "What's up?"}))
		}), message(`{"message_type":"inapp","body":"What's up?","from":{"type":"admin","id":"1234"},"to":{"type":"user","id":"5678"}}`)},
		{[]int{52}, "e-mail to a user", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Messages.SendToUser(ctx, intercom.ByID("536e564f316c83104c000020"), intercom.AdminMessage{
				AdminID: "394051", Subject: "Hey there", Body: "What's up?", Template: intercom.MessageTemplatePlain,
			}))
		}), message(`{"message_type":"email","subject":"Hey there","body":"What's up?","template":"plain",
			"from":{"type":"admin","id":"394051"},"to":{"type":"user","id":"536e564f316c83104c000020"}}`)},
		{[]int{53}, "message from a user", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Messages.SendFromUser(ctx, intercom.ByID("536e564f316c83104c000020"), "halp"))
		}), message(`{"from":{"type":"user","id":"536e564f316c83104c000020"},"body":"halp"}`)},
		{[]int{54}, "message to a lead", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Messages.SendToLead(ctx, intercom.ByID("5f0a"), intercom.AdminMessage{AdminID: "1234", Body: "how can I help"}))
		}), message(`{"message_type":"inapp","body":"how can I help","from":{"type":"admin","id":"1234"},"to":{"type":"contact","id":"5f0a"}}`)},
		{[]int{55}, "message from a lead", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Messages.SendFromLead(ctx, intercom.ByID("5f0a"), "halp"))
		}), message(`{"from":{"type":"contact","id":"5f0a"},"body":"halp"}`)},

		{[]int{56}, "an event with metadata", call(func(ctx context.Context, c *intercom.Client) error {
			return c.Events.Create(ctx, intercom.EventCreate{
				Name: "invited-friend", User: joe, CreatedAt: intercom.At(time.Unix(1561200000, 0)),
				Metadata: intercom.EventMetadata{"invitee_email": "pi@example.org", "invite_code": "ADDAFRIEND", "found_date": 12909364407},
			})
		}), []request{{line: "POST /events", version: "2.16", status: 202, body: `{"event_name":"invited-friend","created_at":1561200000,"email":"joe@example.com",
			"metadata":{"invitee_email":"pi@example.org","invite_code":"ADDAFRIEND","found_date":12909364407}}`}}},
		{[]int{57}, "events of a user", func(t *testing.T, c *intercom.Client) {
			events, err := c.Events.ListForUser(t.Context(), intercom.ByID("123abc")).Collect()
			require.NoError(t, err)
			assert.Len(t, events, 2)
		}, []request{
			{line: "GET /events?type=user&intercom_user_id=123abc", version: "2.16",
				response: `{"type":"event.list","events":[{"type":"event","id":"e1"}],"pages":{"next":"https://api.intercom.io/events?type=user&intercom_user_id=123abc&before=1561200000"}}`},
			{line: "GET /events?type=user&intercom_user_id=123abc&before=1561200000", version: "2.16", response: `{"type":"event.list","events":[{"type":"event","id":"e2"}],"pages":{}}`},
		}},
		{[]int{58}, "an event with rich metadata", func(t *testing.T, c *intercom.Client) {
			user, err := c.Users.Find(t.Context(), intercom.ByID("1"))
			require.NoError(t, err)
			require.NoError(t, c.Events.Create(t.Context(), intercom.EventCreate{
				Name: "placed-order", User: intercom.ByEmail(user.Email), CreatedAt: intercom.At(time.Unix(1561200000, 0)),
				Metadata: intercom.EventMetadata{
					"order_date":           time.Unix(1561200000, 5e8),
					intercom.StripeInvoice: "inv_3434343434",
					"order_number":         intercom.RichLink{URL: "https://example.org/orders/3434-3434", Text: "3434-3434"},
					"price":                intercom.Amount{Cents: 2999, Currency: "usd"},
				},
			}))
		}, []request{
			{line: "GET /users/1", version: "1.4", response: walkUser},
			{line: "POST /events", version: "2.16", status: 202, body: `{"event_name":"placed-order","created_at":1561200000,"email":"bob@example.com","metadata":{
				"order_date":1561200000,"stripe_invoice":"inv_3434343434","order_number":{"url":"https://example.org/orders/3434-3434","value":"3434-3434"},
				"price":{"amount":2999,"currency":"usd"}}}`},
		}},

		{[]int{59}, "create a lead", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Leads.Create(ctx, intercom.LeadCreate{Email: "some_contact@example.com"}))
		}), []request{{line: "POST /contacts", version: "1.4", body: `{"email":"some_contact@example.com"}`, response: walkLead}}},
		{[]int{60}, "change a lead", func(t *testing.T, c *intercom.Client) {
			lead, err := c.Leads.Find(t.Context(), intercom.ByID("5f0a"))
			require.NoError(t, err)
			lead.CustomAttributes["foo"] = "bar"
			require.NoError(t, c.Leads.Save(t.Context(), lead))
		}, []request{
			{line: "GET /contacts/5f0a", version: "1.4", response: walkLead},
			{line: "POST /contacts", version: "1.4", body: `{"id":"5f0a","custom_attributes":{"foo":"bar"}}`, response: walkLead},
		}},
		{[]int{61}, "leads by e-mail", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Lead] {
			return c.Leads.List(ctx, intercom.LeadListOptions{Email: "some_contact@example.com"})
		}), []request{{line: "GET /contacts?email=some_contact%40example.com", version: "1.4", response: `{"type":"contact.list","contacts":[` + walkLead + `],"pages":{}}`}}},
		{[]int{62}, "make a lead a user", func(t *testing.T, c *intercom.Client) {
			user, err := c.Users.Find(t.Context(), intercom.ByID("1"))
			require.NoError(t, err)
			converted, err := c.Leads.Convert(t.Context(), intercom.ByUserID("0d9f"), intercom.LeadConvert{ID: user.ID, UserID: user.UserID, Email: user.Email})
			require.NoError(t, err)
			assert.Equal(t, "25", converted.UserID)
		}, []request{
			{line: "GET /users/1", version: "1.4", response: walkUser},
			{line: "POST /contacts/convert", version: "1.4", response: walkUser,
				body: `{"contact":{"user_id":"0d9f"},"user":{"id":"5f00","email":"bob@example.com","user_id":"25"}}`},
		}},
		{[]int{63}, "delete a lead", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Leads.Archive(ctx, intercom.ByID("5f0a")))
		}), []request{{line: "DELETE /contacts/5f0a", version: "1.4", response: walkLead}}},

		{[]int{64}, "counts of the app", func(t *testing.T, c *intercom.Client) {
			counts, err := c.Counts.ForApp(t.Context())
			require.NoError(t, err)
			assert.Equal(t, 12, counts.Company.Count)
		}, []request{{line: "GET /counts", version: "1.4", response: `{"type":"count.hash","company":{"count":12}}`}}},
		{[]int{65}, "users by segment", func(t *testing.T, c *intercom.Client) {
			counts, err := c.Counts.ListUsersBySegment(t.Context()).Collect()
			require.NoError(t, err)
			require.Len(t, counts, 2)
			assert.Equal(t, intercom.NamedCount{Name: "Active", Count: 95}, *counts[0])
		}, []request{{line: "GET /counts?type=user&count=segment", version: "1.4", response: `{"type":"count","user":{"segment":[{"Active":95},{"New":12}]}}`}}},

		{[]int{66}, "create a subscription", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Subscriptions.Create(ctx, intercom.SubscriptionCreate{URL: "http://example.com", Topics: []intercom.Topic{intercom.TopicUserCreated}}))
		}), []request{{line: "POST /subscriptions", version: "1.4", body: `{"url":"http://example.com","topics":["user.created"]}`, response: walkSubscription}}},
		{[]int{67}, "find a subscription", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Subscriptions.Get(ctx, "nsub_123456789"))
		}), []request{{line: "GET /subscriptions/nsub_123456789", version: "1.4", response: walkSubscription}}},
		{[]int{68}, "iterate over all subscriptions", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Subscription] {
			return c.Subscriptions.List(ctx)
		}), []request{{line: "GET /subscriptions", version: "1.4", response: `{"type":"list","items":[` + walkSubscription + `],"pages":{}}`}}},

		{[]int{69}, "errors", walkErrors, nil},
		{[]int{70}, "rate limit", walkRateLimit, nil},
		{[]int{71}, "tests without a network", func(t *testing.T, _ *intercom.Client) {
			client := intercomtest.NewServer().Client()
			require.NoError(t, got(client.Users.Create(t.Context(), intercom.UserCreate{Email: "bob@example.com"})))
			require.NoError(t, got(client.Users.Find(t.Context(), bob)))
		}, nil},
	}
}

// The README of python-intercom 3, each snippet with what it comes to here.
func TestWalk(t *testing.T) {
	t.Parallel()
	walk(t, walkSteps())
}

func TestWalkIsComplete(t *testing.T) {
	t.Parallel()
	var rows []int
	for _, s := range walkSteps() {
		rows = append(rows, s.rows...)
	}
	rows = slices.Compact(slices.Sorted(slices.Values(rows)))
	for i, row := range rows {
		require.Equal(t, i+1, row)
	}
	assert.Len(t, rows, 71)
}

// walkErrors has the classes of errors of Python, and what they are here.
func walkErrors(t *testing.T, _ *intercom.Client) {
	for _, tt := range []struct {
		python string
		status int
		code   string // none: no JSON
		kind   error
		typed  func(error) bool
	}{
		{"AuthenticationError", 401, "unauthorized", intercom.ErrUnauthorized, is[*intercom.AuthenticationError]},
		{"AuthenticationError", 403, "forbidden", intercom.ErrForbidden, is[*intercom.PermissionDeniedError]},
		{"AuthenticationError", 401, "", intercom.ErrUnauthorized, is[*intercom.AuthenticationError]},
		{"ServerError", 500, "", intercom.ErrServer, is[*intercom.ServerError]},
		{"ServiceUnavailableError", 503, "service_unavailable", intercom.ErrServer, is[*intercom.ServiceUnavailableError]},
		{"BadGatewayError", 502, "", intercom.ErrServer, is[*intercom.BadGatewayError]},
		{"ResourceNotFound", 404, "not_found", intercom.ErrNotFound, is[*intercom.NotFoundError]},
		{"ResourceNotFound", 404, "", intercom.ErrNotFound, is[*intercom.NotFoundError]},
		{"BadRequestError", 400, "parameter_invalid", intercom.ErrBadRequest, is[*intercom.BadRequestError]},
		{"RateLimitExceeded", 429, "rate_limit_exceeded", intercom.ErrRateLimited, is[*intercom.RateLimitError]},
		{"RateLimitExceeded, which Python took for a success", 429, "", intercom.ErrRateLimited, is[*intercom.RateLimitError]},
		{"MultipleMatchingUsersError", 409, "conflict", intercom.ErrConflict, is[*intercom.ConflictError]},
		{"MultipleMatchingUsersError", 409, "unique_user_constraint", intercom.ErrMultipleMatches, is[*intercom.MultipleMatchingUsersError]},
		{"TokenUnauthorizedError", 401, "token_unauthorized", intercom.ErrTokenScope, is[*intercom.AuthenticationError]},
		{"TokenNotFoundError", 401, "token_not_found", intercom.ErrTokenUnknown, is[*intercom.AuthenticationError]},
		{"UnexpectedError", 400, "never_heard_of", intercom.ErrBadRequest, is[*intercom.APIError]},
		{"HttpError", 200, "", intercom.ErrDecode, is[*intercom.DecodeError]},
	} {
		body := "<html></html>"
		if tt.code != "" {
			body = `{"type":"error.list","errors":[{"code":"` + tt.code + `","message":"No."}],"request_id":"r1"}`
		}
		client, api := setup(t, intercom.WithMaxRetries(0))
		api.on("GET", "/users/1", tt.status, body)
		err := got(client.Users.Find(t.Context(), intercom.ByID("1")))
		require.ErrorIs(t, err, tt.kind, tt.python)
		assert.True(t, tt.typed(err), "%s: %T", tt.python, err)
		if e, ok := errors.AsType[*intercom.APIError](err); ok { // http_code, application_error_code
			assert.Equal(t, tt.status, e.StatusCode)
			assert.Equal(t, tt.code, e.Code)
		}
	}

	client, api := setup(t, intercom.WithMaxRetries(0))
	refused := errors.New("connection refused")
	api.RegisterResponder("GET", host+prefix+"/users/1", httpmock.NewErrorResponder(refused))
	err := got(client.Users.Find(t.Context(), intercom.ByID("1")))
	require.ErrorIs(t, err, intercom.ErrConnection, "ServiceConnectionError")
	require.ErrorIs(t, err, refused)
	assert.True(t, is[*intercom.ConnectionError](err))
	require.ErrorIs(t, got(client.Users.Find(t.Context(), intercom.ByID(""))), intercom.ErrInvalidArgument, "ArgumentError")
}

func walkRateLimit(t *testing.T, _ *intercom.Client) {
	client, api := setup(t)
	reset := time.Now().Add(8 * time.Second).Truncate(time.Second)
	api.RegisterResponder("GET", host+prefix+"/users/1", httpmock.NewStringResponder(200, walkUser).HeaderSet(http.Header{
		"X-Ratelimit-Limit": {"180"}, "X-Ratelimit-Remaining": {"179"}, "X-Ratelimit-Reset": {fmt.Sprint(reset.Unix())},
	}))
	assert.Zero(t, client.RateLimit())
	require.NoError(t, got(client.Users.Find(t.Context(), intercom.ByID("1"))))
	assert.Equal(t, intercom.RateLimit{Limit: 180, Remaining: 179, Reset: reset.UTC()}, client.RateLimit())
}

// What the code of python-intercom 3 has and its README does not show.
func TestWalkBeyondTheReadme(t *testing.T) {
	t.Parallel()
	const bulk = `{"items":[{"method":"post","data_type":"user","data":{"user_id":"25"}},{"method":"delete","data_type":"user","data":{"email":"bob@example.com"}}],"job":{"id":"job_8f1e22"}}`
	walk(t, []step{
		{nil, "scroll users", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.User] {
			return c.Users.Scroll(ctx)
		}), []request{
			{line: "GET /users/scroll", version: "1.4", response: `{"type":"user.list","users":[` + walkUser + `],"scroll_param":"25b649f7"}`},
			{line: "GET /users/scroll?scroll_param=25b649f7", version: "1.4", response: `{"type":"user.list","users":[],"scroll_param":"25b649f7"}`},
		}},
		{nil, "filter users", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.User] {
			return c.Users.List(ctx, intercom.UserListOptions{CreatedSinceDays: 3, Sort: intercom.UserSortSignedUpAt, Order: intercom.Ascending})
		}), []request{{line: "GET /users?created_since=3&sort=signed_up_at&order=asc", version: "1.4", response: walkUsers}}},
		{nil, "users by tag", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.User] {
			return c.Users.ListByTag(ctx, "17")
		}), []request{{line: "GET /users?tag_id=17", version: "1.4", response: walkUsers}}},
		{nil, "companies by tag", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Company] {
			return c.Companies.ListByTag(ctx, "17")
		}), []request{{line: "GET /companies?tag_id=17", version: "2.16", response: walkCompanies}}},
		{nil, "submit users to a bulk job", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.SubmitUsers(ctx, intercom.BulkUsers{Create: []intercom.UserCreate{{UserID: "25"}}, Delete: []intercom.UserRef{bob}, Job: "job_8f1e22"}))
		}), []request{{line: "POST /bulk/users", version: "1.4", body: bulk, response: walkJob}}},
		{nil, "submit events to a bulk job", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.SubmitEvents(ctx, intercom.BulkEvents{Create: []intercom.EventCreate{{Name: "placed-order", User: bob, CreatedAt: intercom.At(time.Unix(1561200000, 0))}}}))
		}), []request{{line: "POST /bulk/events", version: "1.4", response: walkJob,
			body: `{"items":[{"method":"post","data_type":"event","data":{"event_name":"placed-order","email":"bob@example.com","created_at":1561200000}}]}`}}},
		{nil, "find a job", call(func(ctx context.Context, c *intercom.Client) error { return got(c.Jobs.GetBulk(ctx, "job_8f1e22")) }),
			[]request{{line: "GET /jobs/job_8f1e22", version: "1.4", response: walkJob}}},
		{nil, "failures of a job", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.BulkFailure] {
			return c.Jobs.ListBulkFailures(ctx, "job_8f1e22")
		}), []request{{line: "GET /jobs/job_8f1e22/error", version: "1.4", response: `{"items":[{"id":"1"}],"pages":{}}`}}},
		{nil, "find an admin", call(func(ctx context.Context, c *intercom.Client) error { return got(c.Admins.Get(ctx, "7")) }),
			[]request{{line: "GET /admins/7", version: "2.16", response: `{"type":"admin","id":"7"}`}}},
		{nil, "delete a company", call(func(ctx context.Context, c *intercom.Client) error { return c.Companies.Delete(ctx, "5f44") }),
			[]request{{line: "DELETE /companies/5f44", version: "2.16", response: `{"id":"5f44","object":"company","deleted":true}`}}},
		{nil, "find a lead by id", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Leads.Find(ctx, intercom.ByID("5f0a")))
		}), []request{{line: "GET /contacts/5f0a", version: "1.4", response: walkLead}}},
		{nil, "find a lead by user id", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Leads.Find(ctx, intercom.ByUserID("0d9f")))
		}), []request{{line: "GET /contacts?user_id=0d9f", version: "1.4", response: walkLead}}},
		{nil, "all leads", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Lead] {
			return c.Leads.List(ctx)
		}),
			[]request{{line: "GET /contacts", version: "1.4", response: `{"type":"contact.list","contacts":[` + walkLead + `],"pages":{}}`}}},
		{nil, "load a company", call(func(ctx context.Context, c *intercom.Client) error {
			return got(intercom.Load[intercom.Company](ctx, c, intercom.Reference{Type: "company", ID: "5f44"}))
		}), []request{{line: "GET /companies/5f44", version: "2.16", response: walkCompany}}},
		{nil, "save a conversation", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Conversations.Update(ctx, "1", intercom.ConversationUpdate{Read: intercom.Set(true)}))
		}), []request{{line: "PUT /conversations/1", version: "2.16", body: `{"read":true}`, response: walkConversation}}},
		{nil, "notes of a user by id", lists(func(ctx context.Context, c *intercom.Client) *intercom.Pager[*intercom.Note] {
			return c.Notes.ListForUser(ctx, intercom.ByID("5f00"))
		}), []request{{line: "GET /notes?id=5f00", version: "1.4", response: walkNotes}}},
		{nil, "change a subscription", call(func(ctx context.Context, c *intercom.Client) error {
			return got(c.Subscriptions.Update(ctx, "nsub_123456789", intercom.SubscriptionUpdate{URL: intercom.Set("http://example.org")}))
		}), []request{{line: "POST /subscriptions/nsub_123456789", version: "1.4", body: `{"url":"http://example.org"}`, response: walkSubscription}}},
		{nil, "delete a subscription", call(func(ctx context.Context, c *intercom.Client) error {
			return c.Subscriptions.Delete(ctx, "nsub_123456789")
		}), []request{{line: "DELETE /subscriptions/nsub_123456789", version: "1.4"}}},
		{nil, "create, rename and find a tag", call(func(ctx context.Context, c *intercom.Client) error {
			return errors.Join(got(c.Tags.Create(ctx, "blue")), got(c.Tags.Rename(ctx, "17", "blue")), got(c.Tags.Get(ctx, "17")))
		}), []request{
			{line: "POST /tags", version: "2.16", body: `{"name":"blue"}`, response: walkTag},
			{line: "POST /tags", version: "2.16", body: `{"id":"17","name":"blue"}`, response: walkTag},
			{line: "GET /tags/17", version: "2.16", response: walkTag},
		}},
	})
}
