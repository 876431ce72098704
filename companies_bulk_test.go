package intercom_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

func TestCompaniesBulkRequests(t *testing.T) {
	t.Parallel()
	type S = *intercom.CompaniesService
	ctx := t.Context()
	for _, tt := range []struct {
		name               string
		call               func(s S) (*intercom.BulkJob, error)
		method, path, body string
	}{
		{"create", func(s S) (*intercom.BulkJob, error) {
			return s.BulkCreate(ctx, intercom.CompanyBulkCreate{Companies: []intercom.CompanyCreate{{CompanyID: "co-1", Size: intercom.Set(0)}}, Job: intercom.Reference{ID: "job_7"}})
		}, "POST", "/companies/bulk", `{"companies":[{"company_id":"co-1","size":0}],"job":{"id":"job_7"}}`},
		{"update", func(s S) (*intercom.BulkJob, error) {
			return s.BulkUpdate(ctx, intercom.CompanyBulkUpdate{Companies: []intercom.CompanyBulkChange{{
				ID: "5f00", CompanyUpdate: intercom.CompanyUpdate{Name: intercom.Set("Mole")}, RemoteCreatedAt: intercom.Set(intercom.At(time.Unix(1700000000, 0))),
			}}})
		}, "PUT", "/companies/bulk", `{"companies":[{"id":"5f00","name":"Mole","remote_created_at":1700000000}]}`},
		{"delete", func(s S) (*intercom.BulkJob, error) {
			return s.BulkDelete(ctx, intercom.CompanyBulkDelete{Companies: []intercom.Reference{{ID: "5f00"}}})
		}, "POST", "/companies/bulk/delete", `{"companies":[{"id":"5f00"}]}`},
		{"get", func(s S) (*intercom.BulkJob, error) { return s.GetBulkJob(ctx, "job_7") }, "GET", "/companies/bulk/job_7", ""},
		{"wait", func(s S) (*intercom.BulkJob, error) { return s.WaitBulkJob(ctx, "job_7") }, "GET", "/companies/bulk/job_7", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, api := setup(t)
			api.on(tt.method, tt.path, 202, bulkJobJSON)
			job, err := tt.call(client.Companies)
			require.NoError(t, err)
			api.wants(tt.method, tt.path, "", "Preview", tt.body)
			assert.Equal(t, intercom.ID("job_7"), job.ID)
		})
	}
}

func TestCompaniesSearchRequests(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/companies/search", 200, `{"type":"list","total_count":1,"data":[{"type":"company","id":"5f00","updated_at":1700000009}]}`)
	found, err := client.Companies.Search(t.Context(), intercom.And(
		intercom.CompanyFieldUserCount.AtLeast(5), intercom.CompanyFieldTagID.Is("7"), intercom.CustomAttribute("plan").Is("pro"),
	)).Collect()
	require.NoError(t, err)
	require.Len(t, found, 1)
	api.wants("POST", "/companies/search", "", "Preview", `{"query":{"operator":"AND","value":[{"field":"user_count","operator":">=","value":5},
		{"field":"tag_id","operator":"=","value":"7"},{"field":"custom_attributes.plan","operator":"=","value":"pro"}]}}`)
	_, err = client.Companies.UpdatedSince(t.Context(), time.Unix(1700000000, 0)).Collect()
	require.NoError(t, err)
	api.wants("POST", "/companies/search", "", "Preview", `{"query":{"field":"updated_at","operator":">","value":1699999999},"sort":{"field":"updated_at","order":"ascending"}}`)
	n, err := client.Companies.Count(t.Context(), intercom.CompanyFieldName.Contains("a"))
	require.NoError(t, err)
	assert.Equal(t, 1, n)
}

func TestCompaniesBulkRefusesBadArguments(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	s, ctx := client.Companies, t.Context()
	search := func(q intercom.Query) error { return all(s.Search(ctx, q)) }
	for parameter, err := range map[string]error{
		"Companies[0].CompanyID": got(s.RunBulkCreate(ctx, intercom.CompanyBulkCreate{Companies: make([]intercom.CompanyCreate, 1)})),
		"Companies[0].ID":        got(s.RunBulkUpdate(ctx, intercom.CompanyBulkUpdate{Companies: make([]intercom.CompanyBulkChange, 1)})),
		"Companies":              got(s.RunBulkDelete(ctx, intercom.CompanyBulkDelete{})),
		"query names plan.name":  search(intercom.Field("plan.name").Is("pro")),
		"query compares tag_id":  search(intercom.CompanyFieldTagID.In("7")),
		"query compares created": search(intercom.Field("created_at").In(time.Unix(1, 0))),
	} {
		require.ErrorIs(t, err, intercom.ErrInvalidArgument, parameter)
		assert.Contains(t, err.Error(), ": "+parameter)
	}
	assert.Zero(t, api.count())
}

func TestCompaniesBulkStory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer(intercomtest.WithLag(time.Second))
		client, ctx := fake.Client(), t.Context()
		report, err := client.Companies.RunBulkCreate(ctx, intercom.CompanyBulkCreate{Companies: []intercom.CompanyCreate{
			{CompanyID: "a", Name: "Anchor", MonthlySpend: intercom.Set(5)}, {CompanyID: "b", Name: "Buoy"}, {CompanyID: "a", Name: "Anchors"},
		}})
		require.NoError(t, err)
		assert.Equal(t, 3, report.Submitted)
		none, err := client.Companies.Count(ctx, intercom.CompanyFieldMonthlySpend.AtLeast(0))
		require.NoError(t, err)
		assert.Zero(t, none, "nobody belongs to them")

		anchor, err := client.Companies.Find(ctx, intercom.ByCompanyID("a"))
		require.NoError(t, err)
		assert.Equal(t, "Anchors", anchor.Name)
		contact, err := client.Contacts.Create(ctx, intercom.ContactCreate{ExternalID: "c"})
		require.NoError(t, err)
		_, err = client.Companies.AddToContact(ctx, contact.ID, anchor.ID)
		require.NoError(t, err)
		found, err := client.Companies.WaitFor(ctx, intercom.CompanyFieldMonthlySpend.Greater(4))
		require.NoError(t, err)
		assert.Equal(t, anchor.ID, found.ID)

		report, err = client.Companies.RunBulkUpdate(ctx, intercom.CompanyBulkUpdate{Companies: []intercom.CompanyBulkChange{
			{ID: anchor.ID, CompanyUpdate: intercom.CompanyUpdate{Size: intercom.Set(9)}}, {ID: "nobody"},
		}})
		require.NoError(t, err)
		assert.Equal(t, intercom.BulkJobStateCompletedWithErrors, report.Jobs[0].State)
		changed, err := client.Companies.UpdatedSince(ctx, time.Now().Add(-time.Minute)).Collect()
		require.NoError(t, err)
		require.Len(t, changed, 1)
		assert.Equal(t, 9, changed[0].Size)

		_, err = client.Companies.RunBulkDelete(ctx, intercom.CompanyBulkDelete{Companies: []intercom.Reference{{ID: anchor.ID}}})
		require.NoError(t, err)
		time.Sleep(time.Minute)
		_, err = client.Companies.Get(ctx, anchor.ID)
		require.ErrorIs(t, err, intercom.ErrNotFound)
	})
}
