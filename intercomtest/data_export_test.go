package intercomtest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func unzipped(t *testing.T, b []byte) io.Reader {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	require.NoError(t, err)
	return r
}

func TestDataExport(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t, WithLag(time.Minute))
		a.fake.AddExportRow(map[string]string{"user_id": "early", "received_at": "1734479999"})
		a.fake.AddExportRow(map[string]string{"user_id": "first", "received_at": "1734480000"})
		a.fake.AddExportRow(map[string]string{"user_id": "last", "received_at": "1734566399", "shade": "teal"})
		a.fake.AddExportRow(map[string]string{"user_id": "late", "received_at": "1734566400"})
		const create, span = "POST /export/content/data", `{"created_at_after":1734519776,"created_at_before":1734537776}`
		job := a.ok(create, span)
		id := job.text("job_identifier")
		assert.Equal(t, []any{"pending", "", ""}, []any{job["status"], job["download_url"], job["download_expires_at"]})
		message := a.fails(create, span, 429, "rate_limit_exceeded")
		assert.Equal(t, "Exceeded rate limit of 1 pending message data export jobs", message)
		a.fails("GET /download/content/data/"+id, "", 404, "not_found")

		status := func(id string) any { return a.ok("GET /export/content/data/"+id, "")["status"] }
		time.Sleep(30 * time.Second)
		assert.Equal(t, "in_progress", status(id))
		time.Sleep(30 * time.Second)
		assert.Equal(t, "completed", status(id))
		assert.Equal(t, "completed", a.ok("POST /export/cancel/"+id, "")["status"], "it has ended")
		assert.Equal(t, id, a.as("Preview").ok("GET /export/content/data/"+id, "").text("job_identfier"))

		res, packed := a.send("GET /download/content/data/"+id, "")
		assert.Empty(t, res.Header.Get("Content-Encoding"))
		b, err := io.ReadAll(unzipped(t, packed))
		require.NoError(t, err)
		lines := bytes.Split(bytes.TrimSpace(b), []byte("\n"))
		require.Len(t, lines, 3, "days count as a whole")
		assert.Contains(t, string(lines[0]), "user_id,user_external_id,")
		assert.Contains(t, string(lines[0]), ",first_dismisall,first_unsubscribe,first_hard_bounce,shade")
		assert.Contains(t, string(lines[2]), "last,")
		req := a.request("GET /download/content/data/"+id, "")
		req.Header.Set("Accept", "application/json")
		res, err = a.client.Do(req)
		require.NoError(t, err)
		assert.Equal(t, http.StatusNotAcceptable, res.StatusCode)

		canceled := a.ok(create, span).text("job_identifier")
		assert.Equal(t, "canceled", a.ok("POST /export/cancel/"+canceled, "")["status"])
		empty := a.ok(create, `{"created_at_after":1,"created_at_before":1}`).text("job_identifier")
		time.Sleep(exportLife)
		assert.Equal(t, []any{"canceled", "no_data"}, []any{status(canceled), status(empty)})
		a.fails("GET /download/content/data/"+id, "", 404, "not_found")
	})
}

func TestReportingExport(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newTester(t, WithLag(time.Minute))
		a.fake.AddReportingRow("ticket", map[string]string{"ticket_id": "1", "ticket_started_at": "100", "state": "open"})
		a.fake.AddReportingRow("ticket", map[string]string{"ticket_id": "2", "ticket_started_at": "300"})
		datasets := a.ok("GET /export/reporting_data/get_datasets", "")
		assert.Equal(t, []string{"conversation", "ticket"}, datasets.list("data", "id"))

		const create = "POST /export/reporting_data/enqueue"
		for message, body := range map[string]string{
			"'dataset_id' is a required parameter":                 `{"attribute_ids":["a"],"start_time":1,"end_time":2}`,
			"'attribute_ids' is a required parameter":              `{"dataset_id":"ticket","start_time":1,"end_time":2}`,
			"imaginary is not a valid dataset_id":                  `{"dataset_id":"imaginary","attribute_ids":["a"],"start_time":1,"end_time":2}`,
			"attribute_ids must contain at least one attribute_id": `{"dataset_id":"ticket","attribute_ids":[],"start_time":1,"end_time":2}`,
			"attribute_ids invalid for ticket dataset: shade":      `{"dataset_id":"ticket","attribute_ids":["state","shade"],"start_time":1,"end_time":2}`,
		} {
			assert.Equal(t, message, a.fails(create, body, 400, "bad_request"))
		}
		const body = `{"dataset_id":"ticket","attribute_ids":["ticket.state","ticket_id"],"start_time":100,"end_time":200}`
		id := a.ok(create, body).text("job_identifier")
		for range 4 {
			a.ok(create, body)
		}
		assert.Contains(t, a.fails(create, body, 429, "rate_limit_exceeded"), "5 pending")
		a.fails("GET /download/reporting_data/"+id+"?app_id="+workspaceID, "", 404, "not_found")
		time.Sleep(time.Minute)
		a.fails("GET /export/reporting_data/"+id+"?app_id=other&client_id=c", "", 404, "not_found")
		job := a.ok("GET /export/reporting_data/"+id+"?app_id="+workspaceID+"&client_id=c", "")
		assert.Equal(t, "complete", job["status"])

		_, packed := a.send("GET /download/reporting_data/"+id+"?app_id="+workspaceID, "")
		archive := tar.NewReader(unzipped(t, packed))
		file, err := archive.Next()
		require.NoError(t, err)
		assert.Equal(t, "ticket.csv", file.Name)
		b, err := io.ReadAll(archive)
		require.NoError(t, err)
		assert.Equal(t, "state,ticket_id\nopen,1\n", string(b))
	})
}
