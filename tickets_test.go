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

// aTicket is one as Intercom sends it, but that ids and numbers come in either form.
const aTicket = `{"type":"ticket","id":627,"ticket_id":"34","ticket_attributes":{"_default_title_":"Leak","_default_description_":null,"Size":9007199254740993},
	"ticket_state":{"type":"ticket_state","id":"8498","category":"in_progress","internal_label":"In progress","external_label":"On it"},
	"ticket_type":{"type":"ticket_type","id":"90","name":"Repair","icon":"🛟","workspace_id":"qz81","archived":false,"created_at":1734537948,"updated_at":1734537948,
		"is_internal":false,"category":"Back-office","ticket_type_attributes":{"type":"list","data":[{"type":"ticket_type_attribute","id":"200","name":"_default_title_","data_type":"string","input_options":null,"ticket_type_id":90}]}},
	"contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"6762","external_id":"70"}]},
	"admin_assignee_id":991268013,"team_assignee_id":0,"created_at":1734537950,"updated_at":"1734537955","open":true,"snoozed_until":1734627600,
	"linked_objects":{"type":"list","data":[{"type":"conversation","id":"64","category":null}],"total_count":1,"has_more":false},
	"ticket_parts":{"type":"ticket_part.list","total_count":3,"ticket_parts":[
		{"type":"ticket_part","id":"176","part_type":"ticket_state_updated_by_admin","ticket_state":"submitted","previous_ticket_state":"submitted","created_at":1734537951,
			"author":{"id":"991268011","type":"admin","name":"Ida","email":"ida@quay.test"},"attachments":[],"redacted":false},
		{"type":"ticket_part","id":"178","part_type":"ticket_attribute_updated_by_admin","updated_attribute_data":
			{"attribute":{"type":"attribute","id":"7","label":"Progress"},"value":{"type":"value","id":"Fast","label":"Fast"}}}]},
	"category":"Back-office","is_shared":false,"previous_ticket_state_id":"8497","channel":"messenger","company_id":"5f4d"}`

func TestTicketsRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.TicketsService
	type T = *intercom.Ticket
	ctx, at := t.Context(), intercom.At(time.Unix(1734541187, 0))
	for _, tt := range []struct {
		name               string
		call               func(s S) (T, error)
		method, path, body string
	}{
		{"get", func(s S) (T, error) { return s.Get(ctx, "627") }, "GET", "/tickets/627", ""},
		{"create", func(s S) (T, error) {
			return s.Create(ctx, intercom.TicketCreate{TicketTypeID: "90", Contact: intercom.ByID("6762")})
		}, "POST", "/tickets", `{"ticket_type_id":"90","contacts":[{"id":"6762"}]}`},
		{"create with all", func(s S) (T, error) {
			return s.Create(ctx, intercom.TicketCreate{
				TicketTypeID: "90", Contact: intercom.ByExternalID("70"), Attributes: intercom.Attributes{intercom.TicketAttributeNameTitle: "Leak", "Size": 3},
				CompanyID: "5f4d", ConversationToLinkID: "64", AdminAssigneeID: "7", TeamAssigneeID: "8", CreatedAt: at, SkipNotifications: true,
			})
		}, "POST", "/tickets", `{"ticket_type_id":"90","contacts":[{"external_id":"70"}],"ticket_attributes":{"_default_title_":"Leak","Size":3},"company_id":"5f4d",
			"conversation_to_link_id":"64","assignment":{"admin_assignee_id":"7","team_assignee_id":"8"},"created_at":1734541187,"skip_notifications":true}`},
		{"update", func(s S) (T, error) {
			return s.Update(ctx, "627", intercom.TicketUpdate{TicketStateID: intercom.Set[intercom.ID]("8498")})
		}, "PUT", "/tickets/627", `{"ticket_state_id":"8498"}`},
		{"update all", func(s S) (T, error) {
			return s.Update(ctx, "627", intercom.TicketUpdate{
				Attributes: intercom.Attributes{"Size": nil}, CompanyID: intercom.Null[intercom.ID](), Open: intercom.Set(false), IsShared: intercom.Set(true),
				SnoozedUntil: intercom.Set(at), AssigneeID: intercom.Set[intercom.ID]("0"), AdminID: "7", SkipNotifications: true,
			})
		}, "PUT", "/tickets/627", `{"ticket_attributes":{"Size":null},"company_id":null,"open":false,"is_shared":true,"snoozed_until":1734541187,
			"assignee_id":"0","admin_id":7,"skip_notifications":true}`},
		{"change type", func(s S) (T, error) {
			return s.ChangeType(ctx, "627", intercom.TicketChangeType{TicketTypeID: "91", TicketStateID: "5"})
		}, "POST", "/tickets/627/change_type", `{"ticket_type_id":"91","ticket_state_id":"5"}`},
		{"change type and attributes", func(s S) (T, error) {
			return s.ChangeType(ctx, "627", intercom.TicketChangeType{TicketTypeID: "91", TicketStateID: "5", Attributes: intercom.Attributes{"Deck": "a-b"}})
		}, "POST", "/tickets/627/change_type", `{"ticket_type_id":"91","ticket_state_id":"5","ticket_attributes":{"Deck":"a-b"}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 200, aTicket)
			got, err := tt.call(client.Tickets)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, "", "2.16", tt.body)
			require.NoError(t, got.Mismatch())
			assert.Empty(t, got.Extra())
			assert.Equal(t, intercom.ID("627"), got.ID)
		})
	}
}

func TestTicketsRead(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/tickets/627", 200, aTicket)
	ticket, err := client.Tickets.Get(t.Context(), "627")
	require.NoError(t, err)
	assert.Equal(t, "34", ticket.TicketID)
	assert.Equal(t, intercom.TicketCategoryBackOffice, ticket.Category)
	title, _ := ticket.Attributes.String(intercom.TicketAttributeNameTitle)
	size, _ := ticket.Attributes.Int("Size")
	assert.Equal(t, "Leak", title)
	assert.Equal(t, int64(9007199254740993), size)
	assert.Equal(t, intercom.TicketStateCategoryInProgress, ticket.State.Category)
	assert.Equal(t, "On it", ticket.State.ExternalLabel)
	assert.Equal(t, intercom.ID("90"), ticket.Type.Attributes.Items[0].TicketTypeID)
	assert.Equal(t, "70", ticket.Contacts.Items[0].ExternalID)
	assert.Equal(t, []intercom.ID{"991268013", "0"}, []intercom.ID{ticket.AdminAssigneeID, ticket.TeamAssigneeID})
	assert.False(t, ticket.Unassigned())
	assert.Equal(t, int64(1734537955), ticket.UpdatedAt.Unix())
	assert.Equal(t, int64(1734627600), ticket.SnoozedUntil.Unix())
	assert.Equal(t, intercom.ID("64"), ticket.LinkedObjects.Items[0].ID)
	assert.True(t, ticket.PartsTruncated(), "two of three came")
	assert.Equal(t, intercom.TicketStateCategorySubmitted, ticket.Parts.Items[0].TicketState)
	assert.Equal(t, []string{"Fast"}, ticket.Parts.Items[1].UpdatedAttribute.Value.Labels)
	assert.Equal(t, "messenger", ticket.Channel)
	assert.Equal(t, intercom.ID("5f4d"), ticket.CompanyID)

	var other intercom.Ticket
	require.NoError(t, intercom.Decode([]byte(`{"id":"1","ticket_state":"submitted","admin_assignee_id":"0","team_assignee_id":0,"ticket_parts":{"ticket_parts":[],"total_count":0}}`), &other))
	assert.Equal(t, intercom.TicketStateCategorySubmitted, other.State.Category)
	assert.True(t, other.Unassigned())
	assert.False(t, other.PartsTruncated())
}

func TestTicketsDeleteLinkEnqueue(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, s := t.Context(), client.Tickets
	api.on("DELETE", "/tickets/627", 200, `{"id":"627","object":"ticket","deleted":true}`)
	require.NoError(t, s.Delete(ctx, "627"))
	api.wants("DELETE", "/tickets/627", "", "2.16", "")

	const conversation = `{"type":"conversation","id":"204","linked_objects":{"type":"list","total_count":1,"data":[{"type":"ticket","id":"627","category":"Tracker"}]}}`
	api.on("POST", "/tickets/627/linked_conversations", 200, conversation)
	c, err := s.LinkConversation(ctx, "627", "204")
	require.NoError(t, err)
	api.wants("POST", "/tickets/627/linked_conversations", "", "2.16", `{"conversation_id":"204"}`)
	assert.Equal(t, intercom.TicketCategoryTracker, c.LinkedObjects.Items[0].Category)
	api.on("DELETE", "/tickets/627/linked_conversations/204", 200, conversation)
	c, err = s.UnlinkConversation(ctx, "627", "204")
	require.NoError(t, err)
	api.wants("DELETE", "/tickets/627/linked_conversations/204", "", "2.16", "")
	assert.Equal(t, intercom.ID("204"), c.ID)

	api.on("POST", "/tickets/enqueue", 200, `{"type":"job","id":"20","status":"pending","url":"https://api.intercom.io/jobs/status/20","resource_type":"ticket","resource_id":null,"resource_url":null}`)
	job, err := s.Enqueue(ctx, intercom.TicketCreate{TicketTypeID: "90", Contact: intercom.ByEmail("mira@quay.test")})
	require.NoError(t, err)
	api.wants("POST", "/tickets/enqueue", "", "2.16", `{"ticket_type_id":"90","contacts":[{"email":"mira@quay.test"}]}`)
	assert.Equal(t, intercom.JobStatusPending, job.Status)
	assert.Empty(t, job.ResourceID)
}

func TestTicketsReplies(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/tickets/627/reply", 200, `{"type":"ticket_part","id":"156","part_type":"note","body":"<p>Hi</p>","created_at":1734537884,"updated_at":1734537884,
		"author":{"id":"991","type":"admin","name":"Ida","email":"ida@quay.test"},"attachments":[{"type":"upload","name":"a.png","url":"https://x.test/a.png","content_type":"image/png","filesize":"12"}],
		"redacted":false,"app_package_code":"x"}`)
	yes := []intercom.QuickReply{{Text: "Yes", UUID: "0df48b85-9a93-4c66-a167-753eff0baaec"}}
	file := []intercom.AttachmentFile{{Name: "a.txt", ContentType: "text/plain", Data: "YQ=="}}
	for body, reply := range map[string]intercom.Reply{
		`{"admin_id":"991","body":"Hi","type":"admin","message_type":"comment"}`: intercom.AdminReply{AdminID: "991", Body: "Hi"},
		`{"admin_id":"991","body":"Hi","attachment_files":[{"content_type":"text/plain","data":"YQ==","name":"a.txt"}],"created_at":1734541187,"skip_notifications":true,
			"cross_post":true,"type":"admin","message_type":"note"}`: intercom.AdminReply{
			AdminID: "991", Body: "Hi", Note: true, CrossPost: true, AttachmentFiles: file, CreatedAt: intercom.At(time.Unix(1734541187, 0)), SkipNotifications: true,
		},
		`{"admin_id":"991","reply_options":[{"text":"Yes","uuid":"0df48b85-9a93-4c66-a167-753eff0baaec"}],"type":"admin","message_type":"quick_reply"}`: intercom.AdminReply{
			AdminID: "991", QuickReplies: yes,
		},
		`{"body":"Hi","attachment_urls":["https://x.test/a.png"],"skip_notifications":true,"type":"user","message_type":"comment","email":"mira@quay.test"}`: intercom.ContactReply{
			From: intercom.ByEmail("mira@quay.test"), Body: "Hi", AttachmentURLs: []string{"https://x.test/a.png"}, SkipNotifications: true,
		},
		`{"reply_options":[{"text":"Yes","uuid":"0df48b85-9a93-4c66-a167-753eff0baaec"}],"type":"user","message_type":"quick_reply","intercom_user_id":"6762"}`: intercom.ContactReply{
			From: intercom.ByID("6762"), QuickReplies: yes,
		},
	} {
		part, err := client.Tickets.Reply(t.Context(), "627", reply)
		require.NoError(t, err)
		api.wants("POST", "/tickets/627/reply", "", "2.16", body)
		require.NoError(t, part.Mismatch())
		assert.Equal(t, intercom.PartTypeNote, part.PartType)
		assert.Equal(t, 12, part.Attachments[0].FileSize)
	}
}

func TestTicketsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx, s := t.Context(), client.Tickets
	mira := intercom.ByID("6762")
	file := []intercom.AttachmentFile{{Name: "a.txt", ContentType: "text/plain", Data: "YQ=="}}
	reply := func(r intercom.Reply) error { return got(s.Reply(ctx, "1", r)) }
	inConversation := func(r intercom.Reply) error { return got(client.Conversations.Reply(ctx, "1", r)) }
	for i, tt := range []struct {
		parameter string
		err       error
	}{
		{"ticket_id", got(s.Get(ctx, ""))},
		{"ticket_id", s.Delete(ctx, "..")},
		{"TicketTypeID", got(s.Create(ctx, intercom.TicketCreate{Contact: mira}))},
		{"Contact", got(s.Create(ctx, intercom.TicketCreate{TicketTypeID: "1"}))},
		{"email", got(s.Enqueue(ctx, intercom.TicketCreate{TicketTypeID: "1", Contact: intercom.ByEmail("")}))},
		{"Contact", got(s.EnqueueAndWait(ctx, intercom.TicketCreate{TicketTypeID: "1"}))},
		{"TicketTypeID", got(s.ChangeType(ctx, "1", intercom.TicketChangeType{TicketStateID: "1"}))},
		{"TicketStateID", got(s.ChangeType(ctx, "1", intercom.TicketChangeType{TicketTypeID: "1"}))},
		{"conversation", got(s.LinkConversation(ctx, "1", ""))},
		{"id", got(s.UnlinkConversation(ctx, "1", ""))},
		{"query", got(s.Search(ctx, nil).Page())},
		{"query", got(s.Count(ctx, intercom.TicketAttribute("Size").Is(1)))},
		{"query", got(s.WaitFor(ctx, intercom.TicketFieldCreatedAt.After(time.Time{})))},
		{"reply", reply(nil)},
		{"Body", reply(intercom.AdminReply{AdminID: "1"})},
		{"CrossPost", reply(intercom.AdminReply{AdminID: "1", Body: "Hi", CrossPost: true})},
		{"SkipUnsnooze", reply(intercom.AdminReply{AdminID: "1", Body: "Hi", SkipUnsnooze: true})},
		{"AttachmentFiles", reply(intercom.ContactReply{From: mira, Body: "Hi", AttachmentFiles: file})},
		{"From", reply(intercom.ContactReply{Body: "Hi"})},
		{"CrossPost", inConversation(intercom.AdminReply{AdminID: "1", Body: "Hi", Note: true, CrossPost: true})},
		{"SkipNotifications", inConversation(intercom.ContactReply{From: mira, Body: "Hi", SkipNotifications: true})},
		{"CrossPost", got(client.Conversations.ReplyToLastOf(ctx, mira, intercom.AdminReply{AdminID: "1", Body: "Hi", Note: true, CrossPost: true}))},
	} {
		require.ErrorIs(t, tt.err, intercom.ErrInvalidArgument, "%d %s", i, tt.parameter)
		assert.Contains(t, tt.err.Error(), ": "+tt.parameter+" ", i)
	}
	assert.Zero(t, api.count())
}

func TestTicketsSearch(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	ctx := t.Context()
	api.on("POST", "/tickets/search", 200, `{"type":"ticket.list","total_count":40,"tickets":[`+aTicket+`],"pages":{"type":"pages","page":1,"per_page":5,"total_pages":8,"next":{"page":2,"starting_after":"abc"}}}`)
	query := intercom.And(intercom.TicketFieldCategory.Is(intercom.TicketSearchCategoryTask), intercom.TicketAttribute("12").Is("a"))
	page, err := client.Tickets.Search(ctx, query).PerPage(5).Page()
	require.NoError(t, err)
	const sent = `{"query":{"operator":"AND","value":[{"field":"category","operator":"=","value":"task"},{"field":"ticket_attribute.12","operator":"=","value":"a"}]}`
	api.wants("POST", "/tickets/search", "", "2.16", sent+`,"pagination":{"per_page":5}}`)
	assert.Equal(t, 40, page.Total)
	assert.Len(t, page.Items[0].Parts.Items, 2, "a search has parts")
	n, err := client.Tickets.Count(ctx, query)
	require.NoError(t, err)
	assert.Equal(t, 40, n)
	found, err := client.Tickets.WaitFor(ctx, query)
	require.NoError(t, err)
	assert.Equal(t, "34", found.TicketID)
	api.wants("POST", "/tickets/search", "", "2.16", sent+`,"pagination":{"per_page":1}}`)
	_, err = client.Tickets.Search(ctx, query).PerPage(151).Page()
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
}

func TestTicketsUpdatedSince(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/tickets/search", 200,
		`{"tickets":[{"id":"0","updated_at":1699999999},{"id":"1","updated_at":1700000000}],"pages":{"next":{"starting_after":"a"}}}`,
		`{"tickets":[{"id":"1","updated_at":1700000009},{"id":"2"}]}`)
	list, err := client.Tickets.UpdatedSince(t.Context(), time.Unix(1700000000, 5e8)).Collect()
	require.NoError(t, err)
	require.Len(t, list, 3)
	assert.Equal(t, []intercom.ID{"1", "1", "2"}, []intercom.ID{list[0].ID, list[1].ID, list[2].ID}, "what was updated meanwhile comes again")
	api.wants("POST", "/tickets/search", "", "2.16",
		`{"query":{"field":"updated_at","operator":">","value":1699999999},"sort":{"field":"updated_at","order":"ascending"},"pagination":{"starting_after":"a","per_page":150}}`)
}

// From the request to the end: enqueued, replied to, assigned, linked, resolved.
func TestTicketsStory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer(intercomtest.WithLag(time.Minute))
		client, ctx := fake.Client(), t.Context()
		s := client.Tickets
		me, err := client.Admins.Me(ctx)
		require.NoError(t, err)
		repair, flood := intercom.ID(fake.AddTicketType("Repair", "Customer")), intercom.ID(fake.AddTicketType("Flood", "Tracker"))
		waiting := intercom.ID(fake.AddTicketState("waiting_on_customer", "Needs photos", string(repair)))
		mira := intercom.ByEmail("mira@quay.test")
		create := intercom.TicketCreate{
			TicketTypeID: repair, Contact: mira, AdminAssigneeID: me.ID, Attributes: intercom.Attributes{intercom.TicketAttributeNameTitle: "Leak"},
		}

		start := time.Now()
		ticket, err := s.EnqueueAndWait(ctx, create)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, time.Since(start), time.Minute)
		assert.Equal(t, []any{"1", repair, me.ID}, []any{ticket.TicketID, ticket.Type.ID, ticket.AdminAssigneeID})
		_, err = s.Get(ctx, intercom.ID(ticket.TicketID))
		require.ErrorIs(t, err, intercom.ErrNotFound, "it is no id")
		n, err := s.Count(ctx, intercom.TicketFieldTitle.Is("leak"))
		require.NoError(t, err)
		assert.Zero(t, n, "not yet")
		_, err = s.WaitFor(ctx, intercom.TicketFieldTitle.Is("leak"))
		require.NoError(t, err)

		note, err := s.Reply(ctx, ticket.ID, intercom.AdminReply{AdminID: me.ID, Note: true, Body: "Old hull"})
		require.NoError(t, err)
		assert.Equal(t, intercom.PartTypeNote, note.PartType)
		comment, err := s.Reply(ctx, ticket.ID, intercom.AdminReply{AdminID: me.ID, Body: "Photos?", AttachmentURLs: []string{"https://x.test/how.png"}})
		require.NoError(t, err)
		assert.Equal(t, "how.png", comment.Attachments[0].Name)
		updated, err := s.Update(ctx, ticket.ID, intercom.TicketUpdate{
			TicketStateID: intercom.Set(waiting), SnoozedUntil: intercom.Set(intercom.At(time.Now().Add(time.Hour))), AdminID: intercom.NumberID(me.ID),
		})
		require.NoError(t, err)
		assert.Equal(t, []any{"Needs photos", intercom.ID("1"), false}, []any{updated.State.ExternalLabel, updated.PreviousTicketStateID, updated.Open})
		said, err := s.Reply(ctx, ticket.ID, intercom.ContactReply{From: mira, Body: "Here", AttachmentURLs: []string{"https://x.test/hull.png"}})
		require.NoError(t, err)
		assert.Equal(t, "mira@quay.test", said.Author.Email)

		tracker, err := s.Create(ctx, intercom.TicketCreate{TicketTypeID: flood, Contact: mira})
		require.NoError(t, err)
		linked, err := s.LinkConversation(ctx, tracker.ID, ticket.ID)
		require.NoError(t, err)
		assert.Equal(t, tracker.ID, linked.LinkedObjects.Items[0].ID)
		_, err = s.LinkConversation(ctx, ticket.ID, tracker.ID)
		require.ErrorIs(t, err, intercom.ErrBadRequest, "it is no tracker")
		_, err = s.Reply(ctx, tracker.ID, intercom.ContactReply{From: mira, Body: "Hello?"})
		require.ErrorIs(t, err, intercom.ErrBadRequest)
		_, err = s.UnlinkConversation(ctx, tracker.ID, ticket.ID)
		require.NoError(t, err)
		_, err = s.UnlinkConversation(ctx, tracker.ID, ticket.ID)
		require.ErrorIs(t, err, intercom.ErrNotFound)

		overhaul := intercom.ID(fake.AddTicketType("Overhaul", "Customer"))
		changed, err := s.ChangeType(ctx, ticket.ID, intercom.TicketChangeType{TicketTypeID: overhaul, TicketStateID: "4"})
		require.NoError(t, err)
		title, _ := changed.Attributes.String(intercom.TicketAttributeNameTitle)
		assert.Equal(t, []any{"Leak", overhaul, false}, []any{title, changed.Type.ID, changed.Open})
		since, err := s.UpdatedSince(ctx, start).Collect()
		require.NoError(t, err)
		assert.NotEmpty(t, since)
		require.NoError(t, s.Delete(ctx, ticket.ID))
		_, err = s.Get(ctx, ticket.ID)
		require.ErrorIs(t, err, intercom.ErrNotFound)
	})
}

// What goes wrong while it waits comes with the id of the job, unless the request
// itself was refused.
func TestTicketsEnqueueAndWaitFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer(intercomtest.WithLag(time.Minute))
		client, ctx := fake.Client(), t.Context()
		contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "mira@quay.test"})
		require.NoError(t, err)
		create := intercom.TicketCreate{TicketTypeID: intercom.ID(fake.AddTicketType("Repair", "Customer")), Contact: intercom.ByID(contact.ID)}

		_, err = client.Tickets.EnqueueAndWait(ctx, intercom.TicketCreate{TicketTypeID: "5", Contact: create.Contact})
		require.ErrorIs(t, err, intercom.ErrBadRequest)

		short, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		_, err = client.Tickets.EnqueueAndWait(short, create)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Regexp(t, `^intercom: GET /jobs/status/\{job_id\}: .*\(job \d+\)$`, err.Error())

		_, err = client.Contacts.Archive(ctx, contact.ID)
		require.NoError(t, err)
		other, err := client.Contacts.Create(ctx, intercom.ContactCreate{Email: "ole@quay.test"})
		require.NoError(t, err)
		create.Contact = intercom.ByID(other.ID)
		done := make(chan error)
		go func() {
			_, err := client.Tickets.EnqueueAndWait(ctx, create)
			done <- err
		}()
		time.Sleep(10 * time.Second)
		require.NoError(t, client.Contacts.Delete(ctx, other.ID))
		require.ErrorIs(t, <-done, intercom.ErrJobFailed)
	})
}

// The fields of a body are for the call that has it: the others go on without.
func TestTicketsEnqueueAndWaitWithBodyField(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/tickets/enqueue", 200, `{"type":"job","id":"ida@quay.test","status":"pending"}`, `{"type":"job","id":"20","status":"pending"}`)
	api.on("GET", "/jobs/status/20", 200, `{"type":"job","id":"20","status":"success","resource_id":"627"}`)
	api.on("GET", "/tickets/627", 404, `{"type":"error.list","errors":[{"code":"ticket_not_found","message":"Ticket not found"}]}`)
	create := intercom.TicketCreate{TicketTypeID: "90", Contact: intercom.ByID("70")}
	_, err := client.Tickets.EnqueueAndWait(t.Context(), create)
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "ida@quay.test")
	_, err = client.Tickets.EnqueueAndWait(t.Context(), create, intercom.WithBodyField("color", "red"))
	require.ErrorIs(t, err, intercom.ErrNotFound)
	assert.Contains(t, err.Error(), "(job 20)")
	assert.Equal(t, 1, strings.Count(err.Error(), "intercom: "))
	api.on("GET", "/tickets/627", 200, aTicket)
	ticket, err := client.Tickets.EnqueueAndWait(t.Context(), create, intercom.WithBodyField("color", "red"))
	require.NoError(t, err)
	assert.Equal(t, intercom.ID("627"), ticket.ID)
}
