package intercom_test

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

const bulkJobJSON = `{"type":"contacts.bulk.job","id":"job_7","url":"https://api.intercom.io/contacts/bulk/job_7","state":"completed_with_errors",
	"created_at":1734537559,"updated_at":1734537561,"completed_at":null,
	"tasks":[{"id":"task_1","item_count":2,"state":"running","created_at":1734537559,"started_at":1734537560,"completed_at":null}]}`

func TestContactsBulkRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.ContactsService
	ctx := t.Context()
	for _, tt := range []struct {
		name               string
		call               func(s S) (*intercom.BulkJob, error)
		method, path, body string
	}{
		{"create", func(s S) (*intercom.BulkJob, error) {
			return s.BulkCreate(ctx, intercom.ContactBulkCreate{
				Contacts: []intercom.ContactBulkItem{{
					ContactCreate: intercom.ContactCreate{Email: "a@example.com", LanguageOverride: "de"},
					Tags:          intercom.ContactBulkTags{Add: []intercom.Reference{{ID: "5"}}},
					Companies:     []intercom.ContactBulkCompany{{CompanyID: "co-1", Name: "Mole"}},
				}},
				Job: intercom.Reference{ID: "job_7"},
			})
		}, "POST", "/contacts/bulk", `{"contacts":[{"email":"a@example.com","language_override":"de","tags":{"add":[{"id":"5"}]},
			"companies":[{"company_id":"co-1","name":"Mole"}]}],"job":{"id":"job_7"}}`},
		{"update", func(s S) (*intercom.BulkJob, error) {
			return s.BulkUpdate(ctx, intercom.ContactBulkUpdate{Contacts: []intercom.ContactBulkChange{{
				ID: "5f00", Name: intercom.Set(""), OwnerID: intercom.Null[intercom.ID](),
				Tags:      intercom.ContactBulkTags{Remove: []intercom.Reference{{ID: "5"}}},
				Companies: []intercom.ContactBulkCompany{{CompanyID: "co-1", Remove: true}},
			}}})
		}, "PUT", "/contacts/bulk", `{"contacts":[{"id":"5f00","name":"","owner_id":null,"tags":{"remove":[{"id":"5"}]},"companies":[{"company_id":"co-1","remove":true}]}]}`},
		{"delete", func(s S) (*intercom.BulkJob, error) {
			return s.BulkDelete(ctx, intercom.ContactBulkDelete{Contacts: []intercom.Reference{{ID: "5f00"}, {ID: "5f01"}}})
		}, "POST", "/contacts/bulk/delete", `{"contacts":[{"id":"5f00"},{"id":"5f01"}]}`},
		{"get", func(s S) (*intercom.BulkJob, error) { return s.GetBulkJob(ctx, "job_7") }, "GET", "/contacts/bulk/job_7", ""},
		{"wait", func(s S) (*intercom.BulkJob, error) { return s.WaitBulkJob(ctx, "job_7") }, "GET", "/contacts/bulk/job_7", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 202, bulkJobJSON)
			job, err := tt.call(client.Contacts)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, "", "Preview", tt.body)
			require.NoError(t, job.Mismatch())
			assert.Empty(t, job.Extra())
			assert.Equal(t, intercom.BulkJobStateCompletedWithErrors, job.State)
			assert.Equal(t, 2, job.Tasks[0].ItemCount)
			assert.Equal(t, intercom.Reference{ID: "job_7"}, job.Reference())
		})
	}
}

func TestContactsBulkRefusesBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	s, ctx := client.Contacts, t.Context()
	many := make([]intercom.Reference, 101)
	for parameter, err := range map[string]error{
		"Contacts":                      got(s.BulkCreate(ctx, intercom.ContactBulkCreate{})),
		"Contacts[0].Email, ExternalID": got(s.RunBulkCreate(ctx, intercom.ContactBulkCreate{Contacts: make([]intercom.ContactBulkItem, 1)})),
		"Contacts[0].ID":                got(s.BulkUpdate(ctx, intercom.ContactBulkUpdate{Contacts: make([]intercom.ContactBulkChange, 1)})),
		"Contacts[0].Companies[0].CompanyID": got(s.BulkUpdate(ctx, intercom.ContactBulkUpdate{Contacts: []intercom.ContactBulkChange{
			{ID: "1", Companies: make([]intercom.ContactBulkCompany, 1)},
		}})),
		"Contacts has more than 100 items": got(s.BulkDelete(ctx, intercom.ContactBulkDelete{Contacts: many})),
		"Contacts[1].ID":                   got(s.RunBulkDelete(ctx, intercom.ContactBulkDelete{Contacts: []intercom.Reference{{ID: "1"}, {}}})),
		"Into":                             got(s.PreviewMerge(ctx, intercom.ContactMerge{From: "1"})),
	} {
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, parameter)
		assert.Contains(t, err.Error(), ": "+parameter)
	}
	assert.Zero(t, api.count())
}

func TestContactsActivities(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/contacts/activities", 200, `{"type":"list","pages":{"type":"pages","next":{"starting_after":"c2"},"per_page":1},"data":[
		{"type":"contact_activity","id":"1","event_type":"contact.merged","contact_id":"5f00","external_id":null,"role":"lead",
		"merge_source_id":"5f00","merge_target_id":"5f01","failure_reason":null,"created_at":1734537559}]}`)
	page, err := client.Contacts.ListActivities(t.Context()).PerPage(1).Page()
	require.NoError(t, err)
	api.wants("GET", "/contacts/activities", "per_page=1", "Preview", "")
	require.NoError(t, page.Items[0].Mismatch())
	assert.Equal(t, intercom.ContactActivityTypeMerged, page.Items[0].EventType)
	assert.Equal(t, intercom.ID("5f01"), page.Items[0].MergeTargetID)
	assert.NotEmpty(t, page.Next)
}

func TestContactsPreviewMerge(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/contacts/merge/preview", 200, `{"allowed":true,"summary":{"attribute_changes":{"total_count":1,"attributes":[
		{"field":"name","outcome":"adopted","from_value":"Mira","into_value":null,"new_into_value":"Mira"}]},
		"reassignments":{"conversations":{"from":12,"into":5},"tickets":{"from":2,"into":1},"phone_calls":{"from":1,"into":0},"tags":{"from":3,"into":4},"notes":{"from":2,"into":6}}}}`)
	preview, err := client.Contacts.PreviewMerge(t.Context(), intercom.ContactMerge{From: "1", Into: "2", SkipDuplicateValidation: true})
	require.NoError(t, err)
	api.wants("POST", "/contacts/merge/preview", "", "Preview", `{"from":"1","into":"2","skip_duplicate_validation":true}`)
	require.NoError(t, preview.Mismatch())
	assert.Empty(t, preview.Extra())
	assert.True(t, preview.Allowed)
	assert.Equal(t, intercom.ContactMergeOutcomeAdopted, preview.Summary.AttributeChanges.Attributes[0].Outcome)
	assert.Equal(t, intercom.ContactMergeCount{From: 12, Into: 5}, preview.Summary.Reassignments.Conversations)
}

// 250 contacts go into one job in three calls, and are there when it has ended.
func TestContactsBulkStory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer(intercomtest.WithLag(10 * time.Second))
		client, ctx := fake.Client(), t.Context()
		tag, err := client.Tags.Create(ctx, "new")
		require.NoError(t, err)
		params := intercom.ContactBulkCreate{}
		for i := range 250 {
			params.Contacts = append(params.Contacts, intercom.ContactBulkItem{
				ContactCreate: intercom.ContactCreate{ExternalID: fmt.Sprint("c-", i)},
				Tags:          intercom.ContactBulkTags{Add: []intercom.Reference{{ID: tag.ID}, {ID: "nothing"}}},
				Companies:     []intercom.ContactBulkCompany{{CompanyID: "co", Name: "Harbor"}},
			})
		}
		report, err := client.Contacts.RunBulkCreate(ctx, params)
		require.NoError(t, err)
		assert.Equal(t, 250, report.Submitted)
		require.Len(t, report.Jobs, 1)
		assert.Len(t, report.Jobs[0].Tasks, 3)
		assert.Equal(t, intercom.BulkJobStateCompleted, report.Jobs[0].State)
		contact, err := client.Contacts.Find(ctx, intercom.ByExternalID("c-249"))
		require.NoError(t, err)
		assert.Equal(t, 1, contact.Tags.Total)

		again, err := client.Contacts.RunBulkCreate(ctx, intercom.ContactBulkCreate{Contacts: params.Contacts[:1]})
		require.NoError(t, err)
		assert.Equal(t, intercom.BulkJobStateCompletedWithErrors, again.Jobs[0].State)

		changes := intercom.ContactBulkUpdate{Contacts: []intercom.ContactBulkChange{{
			ID: contact.ID, Name: intercom.Set("Mira"), Tags: intercom.ContactBulkTags{Remove: []intercom.Reference{{ID: tag.ID}}},
			Companies: []intercom.ContactBulkCompany{{CompanyID: "co", Remove: true}},
		}}}
		_, err = client.Contacts.RunBulkUpdate(ctx, changes)
		require.NoError(t, err)
		contact, err = client.Contacts.Get(ctx, contact.ID)
		require.NoError(t, err)
		assert.Equal(t, "Mira", contact.Name)
		assert.Zero(t, contact.Tags.Total+contact.Companies.Total)

		company, err := client.Companies.WaitFor(ctx, intercom.CompanyFieldName.Is("Harbor"))
		require.NoError(t, err)
		assert.Equal(t, 249, company.UserCount)

		_, err = client.Contacts.RunBulkDelete(ctx, intercom.ContactBulkDelete{Contacts: []intercom.Reference{{ID: contact.ID}}})
		require.NoError(t, err)
		_, err = client.Contacts.Get(ctx, contact.ID)
		require.ErrorIs(t, err, intercom.ErrNotFound)
		activities, err := client.Contacts.ListActivities(ctx).Collect()
		require.NoError(t, err)
		require.Len(t, activities, 251)
		assert.Equal(t, intercom.ContactActivityTypeDeleted, activities[250].EventType)
	})
}

// A job that takes no more items is followed by a new one.
func TestContactsBulkClosedJob(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer()
		client, ctx := fake.Client(), t.Context()
		item := func(id string) []intercom.ContactBulkItem {
			return []intercom.ContactBulkItem{{ContactCreate: intercom.ContactCreate{ExternalID: id}}}
		}
		old, err := client.Contacts.BulkCreate(ctx, intercom.ContactBulkCreate{Contacts: item("1")})
		require.NoError(t, err)
		time.Sleep(time.Hour)
		_, err = client.Contacts.BulkCreate(ctx, intercom.ContactBulkCreate{Contacts: item("2"), Job: old.Reference()})
		require.ErrorIs(t, err, intercom.ErrForbidden)
		report, err := client.Contacts.RunBulkCreate(ctx, intercom.ContactBulkCreate{Contacts: item("2"), Job: old.Reference()})
		require.NoError(t, err)
		assert.NotEqual(t, old.ID, report.Jobs[0].ID)
	})
}

func TestContactsPreviewMergeStory(t *testing.T) {
	t.Parallel()
	fake := intercomtest.NewServer()
	client, ctx := fake.Client(), t.Context()
	create := func(p intercom.ContactCreate) intercom.ID {
		c, err := client.Contacts.Create(ctx, p)
		require.NoError(t, err)
		return c.ID
	}
	lead := create(intercom.ContactCreate{Role: intercom.ContactRoleLead, Name: "Mira", Phone: "+353800000001"})
	user := create(intercom.ContactCreate{Email: "mira@quay.test"})
	refused, err := client.Contacts.PreviewMerge(ctx, intercom.ContactMerge{From: lead, Into: user})
	require.NoError(t, err)
	assert.False(t, refused.Allowed)
	assert.Equal(t, intercom.ContactMergeReasonCodeNoSharedIdentifier, refused.Reasons[0].Code)
	allowed, err := client.Contacts.PreviewMerge(ctx, intercom.ContactMerge{From: lead, Into: user, SkipDuplicateValidation: true})
	require.NoError(t, err)
	assert.True(t, allowed.Allowed)
	assert.JSONEq(t, `"Mira"`, string(allowed.Summary.AttributeChanges.Attributes[0].NewIntoValue))
}

func TestTeamsSetMembers(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("PUT", "/teams/7", 200, `{"type":"team","id":"7","name":"Dock","admin_ids":[1,2]}`)
	team, err := client.Teams.SetMembers(t.Context(), "7", intercom.TeamSetMembers{
		AdminIDs: []intercom.NumberID{"1", "2"}, AdminPriorityLevel: intercom.TeamAdminPriorityLevel{PrimaryAdminIDs: []intercom.NumberID{"1"}},
	})
	require.NoError(t, err)
	assert.Equal(t, []intercom.ID{"1", "2"}, team.AdminIDs)
	api.wants("PUT", "/teams/7", "", "Preview", `{"admin_ids":[1,2],"admin_priority_level":{"primary_admin_ids":[1]}}`)
	_, err = client.Teams.SetMembers(t.Context(), "7", intercom.TeamSetMembers{AdminIDs: []intercom.NumberID{}})
	require.NoError(t, err)
	api.wants("PUT", "/teams/7", "", "Preview", `{"admin_ids":[]}`)
	_, err = client.Teams.SetMembers(t.Context(), "7", intercom.TeamSetMembers{})
	require.ErrorIs(t, err, intercom.ErrInvalidArgument)
	assert.Equal(t, 2, api.count())

	fake := intercomtest.NewServer()
	real := fake.Client()
	id := intercom.ID(fake.AddTeam("Dock"))
	me, err := real.Admins.Me(t.Context())
	require.NoError(t, err)
	team, err = real.Teams.SetMembers(t.Context(), id, intercom.TeamSetMembers{AdminIDs: []intercom.NumberID{intercom.NumberID(me.ID)}})
	require.NoError(t, err)
	assert.Equal(t, []intercom.ID{me.ID}, team.AdminIDs)
}

func TestConversationsUpdatePart(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	const path = "/conversations/64/conversation_parts/456"
	api.on("PUT", path, 200, `{"type":"conversation_part","id":"456","part_type":"comment","external_reply_send_state":"sent","seen_state":{"admin_seen":true}}`)
	part, err := client.Conversations.UpdatePart(t.Context(), "64", "456", intercom.ConversationUpdatePart{
		Secret: "s", SendState: intercom.Set("sent"), InfoMessage: intercom.Set("Delivered"),
	})
	require.NoError(t, err)
	assert.Empty(t, part.Extra())
	api.wants("PUT", path, "", "Preview", `{"secret":"s","send_state":"sent","info_message":"Delivered","experimental":true}`)
	_, err = client.Conversations.UpdatePart(t.Context(), "64", "456", intercom.ConversationUpdatePart{Secret: "s", Seen: intercom.Set(true), AdminID: intercom.Set(intercom.AsAdmin("1"))})
	require.NoError(t, err)
	api.wants("PUT", path, "", "Preview", `{"secret":"s","seen":true,"admin_id":"1","experimental":true}`)
	for parameter, params := range map[string]intercom.ConversationUpdatePart{"Secret": {Seen: intercom.Set(true)}, "SendState or Seen": {Secret: "s3cret"}} {
		_, err := client.Conversations.UpdatePart(t.Context(), "64", "456", params)
		bad, ok := errors.AsType[*intercom.ArgumentError](err)
		require.True(t, ok, parameter)
		assert.Equal(t, parameter, bad.Parameter)
		assert.NotContains(t, fmt.Sprintf("%v %+v", err, params), "s3cret")
	}
}
