package intercom_test

import (
	"context"
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

func TestJobsRequests(t *testing.T) {
	t.Parallel()
	const job = `{"id":"job_8f1e22","state":"running"}`
	testRows(t, []row{
		{"get", func(ctx context.Context, c *intercom.Client) error { return got(c.Jobs.Get(ctx, "20")) },
			"GET /jobs/status/20", "2.16", "", `{"type":"job","id":"20","status":"pending"}`},
		{"submit users", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.SubmitUsers(ctx, intercom.BulkUsers{
				Create: []intercom.UserCreate{{UserID: "crew-17", Name: "Mira Holt"}},
				Delete: []intercom.UserRef{intercom.ByUserID("crew-18"), intercom.ByEmail("a@example.com"), intercom.ByID("5f00")},
				Job:    "job_8f1e22",
			}))
		}, "POST /bulk/users", "1.4", `{"items":[
			{"method":"post","data_type":"user","data":{"user_id":"crew-17","name":"Mira Holt"}},
			{"method":"delete","data_type":"user","data":{"user_id":"crew-18"}},
			{"method":"delete","data_type":"user","data":{"email":"a@example.com"}},
			{"method":"delete","data_type":"user","data":{"id":"5f00"}}],"job":{"id":"job_8f1e22"}}`, job},
		{"submit leads", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.SubmitLeads(ctx, intercom.BulkLeads{
				Create: []intercom.LeadCreate{{Email: "walkin@example.com"}},
				Delete: []intercom.LeadRef{intercom.ByUserID("0d9f7a52"), intercom.ByID("5f00")},
			}))
		}, "POST /bulk/contacts", "1.4", `{"items":[
			{"method":"post","data_type":"contact","data":{"email":"walkin@example.com"}},
			{"method":"delete","data_type":"contact","data":{"user_id":"0d9f7a52"}},
			{"method":"delete","data_type":"contact","data":{"id":"5f00"}}]}`, job},
		{"submit events", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.SubmitEvents(ctx, intercom.BulkEvents{Create: []intercom.EventCreate{
				{Name: "booked-berth", User: intercom.ByUserID("crew-17"), CreatedAt: intercom.At(time.Unix(1561200000, 0))},
			}}))
		}, "POST /bulk/events", "1.4", `{"items":[{"method":"post","data_type":"event",
			"data":{"event_name":"booked-berth","user_id":"crew-17","created_at":1561200000}}]}`, job},
		{"get bulk", func(ctx context.Context, c *intercom.Client) error { return got(c.Jobs.GetBulk(ctx, "job_8f1e22")) },
			"GET /jobs/job_8f1e22", "1.4", "", job},
		{"list bulk failures", func(ctx context.Context, c *intercom.Client) error {
			return all(c.Jobs.ListBulkFailures(ctx, "job_8f1e22"))
		}, "GET /jobs/job_8f1e22/error", "1.4", "", `{"app_id":"qz81kf0p","job_id":"job_8f1e22","pages":{},"items":[]}`},
		{"list bulk", func(ctx context.Context, c *intercom.Client) error { return all(c.Jobs.ListBulk(ctx)) },
			"GET /jobs", "1.4", "", `{"type":"job.list","jobs":[` + job + `]}`},
		{"update bulk", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.UpdateBulk(ctx, "job_8f1e22", intercom.JobUpdateBulk{
				Name: intercom.Set("import"), ClosingAt: intercom.Set(intercom.At(time.Unix(1562001000, 0))),
			}))
		}, "POST /jobs/job_8f1e22", "1.4", `{"name":"import","closing_at":1562001000}`, job},
	})
}

func TestJobsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	many := make([]intercom.UserCreate, 101)
	for i := range many {
		many[i].UserID = fmt.Sprint(i)
	}
	testRefusals(t, []refusal{
		{"job_id", func(ctx context.Context, c *intercom.Client) error { return got(c.Jobs.Wait(ctx, "")) }},
		{"id", func(ctx context.Context, c *intercom.Client) error { return got(c.Jobs.GetBulk(ctx, "")) }},
		{"Create", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.SubmitUsers(ctx, intercom.BulkUsers{}))
		}},
		{"Create", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.SubmitUsers(ctx, intercom.BulkUsers{Create: many}))
		}},
		{"Create[1].ID, UserID or Email", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.SubmitUsers(ctx, intercom.BulkUsers{Create: []intercom.UserCreate{{UserID: "1"}, {Name: "x"}}}))
		}},
		{"Delete[0].email", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.SubmitUsers(ctx, intercom.BulkUsers{Delete: []intercom.UserRef{intercom.ByEmail("")}}))
		}},
		{"Create[101].ID, UserID or Email", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.RunUsers(ctx, intercom.BulkUsers{Create: append(many, intercom.UserCreate{})}))
		}},
		{"Create[0].CreatedAt", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.SubmitEvents(ctx, intercom.BulkEvents{Create: []intercom.EventCreate{
				{Name: "x", User: intercom.ByUserID("1"), CreatedAt: intercom.At(time.Unix(1561200000123, 0))},
			}}))
		}},
		{"Create", func(ctx context.Context, c *intercom.Client) error {
			return got(c.Jobs.RunEvents(ctx, intercom.BulkEvents{}))
		}},
	})
}

func TestBulkJobIsRead(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/jobs/job_1", 200, `{"id":"job_1","app_id":"qz81kf0p","name":"api_bulk_job","state":"running","created_at":1562000100,"updated_at":1562000100,
		"completed_at":null,"closing_at":1562001000,"links":{"error":"https://a.test/error","self":"https://a.test/self"},
		"tasks":[{"id":"task_1","item_count":2,"created_at":1562000100,"started_at":1562000160,"completed_at":1562000160,"state":"completed"}]}`)
	job, err := client.Jobs.GetBulk(t.Context(), "job_1")
	require.NoError(t, err)
	require.NoError(t, job.Mismatch())
	assert.Equal(t, intercom.BulkJobStateRunning, job.State)
	assert.True(t, job.CompletedAt.IsZero())
	assert.Equal(t, "https://a.test/error", job.Links.Error)
	assert.Equal(t, 2, job.Tasks[0].ItemCount)
	assert.Equal(t, intercom.BulkJobStateCompleted, job.Tasks[0].State)

	api.on("GET", "/jobs/job_1/error", 200, `{"type":"job_item.list","items":[{"type":"job_item","id":"ji_5","method":"post","data_type":"user",
		"data":{"user_id":"crew-19","email":"not-an-address"},"error":{"code":"invalid","message":"address is malformed"},"updated_at":1562000161}],"pages":{}}`)
	failures, err := client.Jobs.ListBulkFailures(t.Context(), "job_1").Collect()
	require.NoError(t, err)
	require.Len(t, failures, 1)
	f := failures[0]
	require.NoError(t, f.Mismatch())
	assert.Equal(t, intercom.ErrorDetail{Code: "invalid", Message: "address is malformed"}, f.Error)
	var user intercom.User
	require.NoError(t, intercom.Decode(f.Data, &user))
	assert.Equal(t, "crew-19", user.UserID)
}

func TestJobsWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer()
		client := fake.Client()
		const op = "GET /jobs/status/{job_id}"

		start := time.Now()
		job, err := client.Jobs.Wait(t.Context(), intercom.ID(fake.AddJob("ticket", "20", 0)))
		require.NoError(t, err)
		assert.Equal(t, intercom.JobStatusSuccess, job.Status)
		assert.Equal(t, intercom.ID("20"), job.ResourceID)
		assert.Zero(t, time.Since(start))

		id := intercom.ID(fake.AddJob("ticket", "21", 5*time.Minute))
		job, err = client.Jobs.Wait(t.Context(), id)
		require.NoError(t, err)
		assert.Equal(t, "https://api.intercom.io/tickets/21", job.ResourceURL)
		assert.InDelta(t, 5*time.Minute, time.Since(start), float64(30*time.Second))
		asked := len(fake.Requests(op))
		assert.Less(t, asked, 30)

		job, err = client.Jobs.Wait(t.Context(), intercom.ID(fake.AddJob("ticket", "", time.Second)))
		require.ErrorIs(t, err, intercom.ErrJobFailed)
		assert.Equal(t, intercom.JobStatusFailed, job.Status)

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start = time.Now()
		job, err = client.Jobs.Wait(ctx, intercom.ID(fake.AddJob("ticket", "22", time.Hour)))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, intercom.JobStatusPending, job.Status)
		assert.Equal(t, time.Minute, time.Since(start))

		_, err = client.Jobs.Wait(t.Context(), "1")
		require.ErrorIs(t, err, intercom.ErrNotFound)
		fake.Fail(op, intercomtest.Reset(), intercomtest.HTML(502))
		_, err = client.Jobs.Wait(t.Context(), id)
		require.NoError(t, err, "reads are repeated")
	})
}

func TestJobsRunUsers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, fake := t.Context(), intercomtest.NewServer(intercomtest.WithLag(time.Minute))
		client := fake.Client()
		gone, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "gone"})
		require.NoError(t, err)
		params := intercom.BulkUsers{Delete: []intercom.UserRef{intercom.ByID(gone.ID), intercom.ByUserID("nobody")}}
		for i := range 250 {
			params.Create = append(params.Create, intercom.UserCreate{UserID: fmt.Sprint("crew-", i), Email: fmt.Sprintf("crew%d@harbor.test", i)})
		}
		params.Create[123].Email = "not-an-address"

		report, err := client.Jobs.RunUsers(ctx, params, intercom.WithBodyField("color", "red")) // which is not for the job
		require.NoError(t, err)
		assert.Equal(t, 252, report.Submitted)
		require.Len(t, report.Jobs, 1)
		assert.Equal(t, intercom.BulkJobStateCompletedWithErrors, report.Jobs[0].State)
		assert.Len(t, report.Jobs[0].Tasks, 3)
		require.Len(t, report.Failures, 2)
		assert.Equal(t, []string{"post", "delete"}, []string{report.Failures[0].Method, report.Failures[1].Method})
		assert.Equal(t, "parameter_invalid", report.Failures[0].Error.Code)
		var failed intercom.User
		require.NoError(t, intercom.Decode(report.Failures[0].Data, &failed))
		assert.Equal(t, "crew-123", failed.UserID)

		users, err := client.Users.List(ctx).Collect()
		require.NoError(t, err)
		assert.Len(t, users, 249)
		sizes := []int{}
		for _, r := range fake.Requests("POST /bulk/users") {
			var body struct{ Items []any }
			require.NoError(t, r.JSON(&body))
			sizes = append(sizes, len(body.Items))
		}
		assert.Equal(t, []int{100, 100, 52}, sizes)
	})
}

func TestJobsRunLeads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, fake := t.Context(), intercomtest.NewServer()
		client := fake.Client()
		gone, err := client.Leads.Create(ctx, intercom.LeadCreate{Email: "gone@quay.test"})
		require.NoError(t, err)
		report, err := client.Jobs.RunLeads(ctx, intercom.BulkLeads{
			Create: []intercom.LeadCreate{{Email: "walkin@quay.test"}, {Email: "not-an-address"}},
			Delete: []intercom.LeadRef{intercom.ByID(gone.ID)},
		})
		require.NoError(t, err)
		assert.Len(t, report.Failures, 1)
		leads, err := client.Leads.List(ctx).Collect()
		require.NoError(t, err)
		require.Len(t, leads, 1)
		assert.Equal(t, "walkin@quay.test", leads[0].Email)
	})
}

func TestJobsRunEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, fake := t.Context(), intercomtest.NewServer()
		client := fake.Client()
		_, err := client.Users.Create(ctx, intercom.UserCreate{UserID: "1"})
		require.NoError(t, err)
		report, err := client.Jobs.RunEvents(ctx, intercom.BulkEvents{Create: []intercom.EventCreate{
			{Name: "a", User: intercom.ByUserID("1")}, {Name: "b", User: intercom.ByUserID("2")},
		}})
		require.NoError(t, err)
		require.Len(t, report.Failures, 1)
		assert.Equal(t, "not_found", report.Failures[0].Error.Code)
		events, err := client.Events.ListForUser(ctx, intercom.ByUserID("1")).Collect()
		require.NoError(t, err)
		assert.Len(t, events, 1)
	})
}

// A job takes items for 15 minutes; what comes later goes into another one.
func TestJobsRunAfterTheJobWasClosed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, fake := t.Context(), intercomtest.NewServer()
		client := fake.Client()
		first, err := client.Jobs.SubmitUsers(ctx, intercom.BulkUsers{Create: []intercom.UserCreate{{UserID: "1"}}})
		require.NoError(t, err)
		assert.Equal(t, intercom.BulkJobStatePending, first.State)
		second, err := client.Jobs.SubmitUsers(ctx, intercom.BulkUsers{Create: []intercom.UserCreate{{UserID: "2"}}, Job: first.ID})
		require.NoError(t, err)
		assert.Equal(t, first.ID, second.ID)
		assert.Len(t, second.Tasks, 2)

		time.Sleep(16 * time.Minute)
		late := intercom.BulkUsers{Create: []intercom.UserCreate{{UserID: "3"}}, Job: first.ID}
		_, err = client.Jobs.SubmitUsers(ctx, late)
		refused, ok := errors.AsType[*intercom.UnprocessableEntityError](err)
		require.True(t, ok)
		assert.Equal(t, "job_closed", refused.Code)
		report, err := client.Jobs.RunUsers(ctx, late)
		require.NoError(t, err)
		require.Len(t, report.Jobs, 1)
		assert.NotEqual(t, first.ID, report.Jobs[0].ID)
		jobs, err := client.Jobs.ListBulk(ctx).Collect()
		require.NoError(t, err)
		assert.Len(t, jobs, 2)
		renamed, err := client.Jobs.UpdateBulk(ctx, first.ID, intercom.JobUpdateBulk{Name: intercom.Set("import")})
		require.NoError(t, err)
		assert.Equal(t, "import", renamed.Name)
	})
}

// A piece that does not get through ends the run, and the report has how far
// it came. It is not sent again: it may have been processed.
func TestJobsRunReportsHowFarItCame(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer()
		fake.Fail("POST /bulk/users", intercomtest.Delay(0), intercomtest.Reset())
		params := intercom.BulkUsers{Create: make([]intercom.UserCreate, 150)}
		for i := range params.Create {
			params.Create[i].UserID = fmt.Sprint(i)
		}
		report, err := fake.Client().Jobs.RunUsers(t.Context(), params)
		require.ErrorIs(t, err, intercom.ErrConnection)
		assert.Equal(t, 100, report.Submitted)
		assert.Len(t, report.Jobs, 1)
		assert.Len(t, fake.Requests("POST /bulk/users"), 2)
	})
}

func TestBulkJobThatFailed(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("POST", "/bulk/users", 200, `{"id":"job_1","state":"running"}`)
	api.on("GET", "/jobs/job_1", 200, `{"id":"job_1","state":"failed"}`)
	api.on("GET", "/jobs/job_1/error", 200, `{"items":[{"id":"ji_1"}]}`)
	report, err := client.Jobs.RunUsers(t.Context(), intercom.BulkUsers{Create: []intercom.UserCreate{{UserID: "1"}}})
	require.ErrorIs(t, err, intercom.ErrJobFailed)
	assert.Equal(t, intercom.BulkJobStateFailed, report.Jobs[0].State)
	assert.Len(t, report.Failures, 1)
	job, err := client.Jobs.WaitBulk(t.Context(), "job_1")
	require.ErrorIs(t, err, intercom.ErrJobFailed)
	assert.Equal(t, intercom.ID("job_1"), job.ID)
}
