package intercom_test

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

var (
	reportOwner = intercom.ReportingExportOwner{AppID: "qz81kf0p", ClientID: "c-1"}
	report      = intercom.ReportingExportCreate{
		DatasetID: "conversation", AttributeIDs: []intercom.ID{"conversation.conversation_id", "conversation.conversation_started_at"},
		Start: intercom.At(time.Unix(1717490000, 0)), End: intercom.At(time.Unix(1717510000, 0)),
	}
)

func TestReportingExportsRequests(t *testing.T) {
	t.Parallel()
	const job = `{"job_identifier":"job1","status":"complete","download_url":"","download_expires_at":""}`
	testRows(t, []row{
		{"datasets", func(ctx context.Context, c *intercom.Client) error { return all(c.ReportingExports.ListDatasets(ctx)) },
			"GET /export/reporting_data/get_datasets", "2.16", "", `{"type":"list","data":[]}`},
		{"create", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ReportingExports.Create(ctx, report))
		},
			"POST /export/reporting_data/enqueue", "2.16", `{"dataset_id":"conversation",
				"attribute_ids":["conversation.conversation_id","conversation.conversation_started_at"],"start_time":1717490000,"end_time":1717510000}`, job},
		{"get", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ReportingExports.Get(ctx, "job1", reportOwner))
		},
			"GET /export/reporting_data/job1?app_id=qz81kf0p&client_id=c-1", "2.16", "", job},
		{"wait", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ReportingExports.Wait(ctx, "job1", reportOwner))
		},
			"GET /export/reporting_data/job1?app_id=qz81kf0p&client_id=c-1", "2.16", "", job},
		{"download", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ReportingExports.Download(ctx, "job1", intercom.ReportingExportOwner{AppID: "qz81kf0p"}))
		}, "GET /download/reporting_data/job1?app_id=qz81kf0p", "2.16", "", ""},
	})
}

func TestReportingExportsAreRead(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/export/reporting_data/get_datasets", 200, `{"type":"list","data":[{"id":"conversation","name":"Conversation","description":"Status",
		"default_time_attribute_id":"conversation_started_at","attributes":[{"id":"Brand","qualified_id":"people.Brand","name":"Brand"}]}]}`)
	datasets, err := client.ReportingExports.ListDatasets(t.Context()).Collect()
	require.NoError(t, err)
	require.Len(t, datasets, 1)
	require.NoError(t, datasets[0].Mismatch())
	assert.Empty(t, datasets[0].Extra())
	assert.Equal(t, intercom.ID("people.Brand"), datasets[0].Attributes[0].QualifiedID)
	assert.Equal(t, intercom.ID("conversation_started_at"), datasets[0].DefaultTimeAttributeID)

	api.on("GET", "/export/reporting_data/job1", 200, `{"job_identfier":"job1","status":"failed","download_url":"","download_expires_at":"1674917488"}`)
	job, err := client.ReportingExports.Get(t.Context(), "job1", reportOwner)
	require.NoError(t, err)
	assert.Equal(t, intercom.ID("job1"), job.ID)
	assert.Equal(t, int64(1674917488), job.DownloadExpiresAt.Unix())
	job, err = client.ReportingExports.Wait(t.Context(), "job1", reportOwner)
	require.ErrorIs(t, err, intercom.ErrJobFailed)
	assert.Equal(t, intercom.ReportingExportStatusFailed, job.Status)
}

func TestReportingExportsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	create := func(change func(p *intercom.ReportingExportCreate)) func(ctx context.Context, c *intercom.Client) error {
		p := report
		change(&p)
		return func(ctx context.Context, c *intercom.Client) error { return got(c.ReportingExports.Create(ctx, p)) }
	}
	none := intercom.ReportingExportOwner{}
	testRefusals(t, []refusal{
		{"DatasetID", create(func(p *intercom.ReportingExportCreate) { p.DatasetID = "" })},
		{"AttributeIDs", create(func(p *intercom.ReportingExportCreate) { p.AttributeIDs = nil })},
		{"Start", create(func(p *intercom.ReportingExportCreate) { p.Start = intercom.Time{} })},
		{"End", create(func(p *intercom.ReportingExportCreate) { p.End = intercom.Time{} })},
		{"AppID", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ReportingExports.Get(ctx, "job1", none))
		}},
		{"ClientID", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ReportingExports.Wait(ctx, "job1", intercom.ReportingExportOwner{AppID: "1"}))
		}},
		{"AppID", func(ctx context.Context, c *intercom.Client) error {
			return got(c.ReportingExports.Download(ctx, "job1", none))
		}},
		{"job_identifier", func(ctx context.Context, c *intercom.Client) error {
			return got(collect(c.ReportingExports.Rows(ctx, "", reportOwner)))
		}},
		{"ClientID", func(ctx context.Context, c *intercom.Client) error { // before there is a job
			return got(collect(c.ReportingExports.Run(ctx, intercom.ReportingExportOwner{AppID: "1"}, report)))
		}},
	})
}

// packed is an archive with the given files, in pairs of name and content.
func packed(files ...string) []byte {
	var b bytes.Buffer
	archive := tar.NewWriter(&b)
	_ = archive.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: "export/", Mode: 0o755})
	for i := 0; i < len(files); i += 2 {
		_ = archive.WriteHeader(&tar.Header{Name: "export/" + files[i], Mode: 0o644, Size: int64(len(files[i+1]))})
		_, _ = archive.Write([]byte(files[i+1]))
	}
	_ = archive.Close()
	return zipped(b.String())
}

func TestReportingExportRowsAreRead(t *testing.T) {
	t.Parallel()
	const csv = "conversation_id,state\n7,open\n8,\"a \"\"b\"\"\"\n"
	asText := []intercom.Attributes{{"conversation_id": "7", "state": "open"}, {"conversation_id": "8", "state": `a "b"`}}
	const objects = `{"id":7,"tags":["a"],"state":null}` + "\n\n" + `{"id":12345678901234567890}`
	for name, tt := range map[string]struct {
		file []byte
		want []intercom.Attributes
	}{
		"archive":              {packed("conversation.csv", csv), asText},
		"archive of two":       {packed("a.csv", csv, "._a.csv", "\x00\x05", "b.csv", "conversation_id\n9\n"), append(asText[:2:2], intercom.Attributes{"conversation_id": "9"})},
		"archive of packed":    {packed("a.csv.gz", string(zipped(csv))), asText},
		"nothing in it":        {packed(), nil},
		"an empty file":        {packed("a.csv", ""), nil},
		"gzip":                 {zipped(csv), asText},
		"bare":                 {[]byte(csv), asText},
		"lines of JSON":        {packed("a.ndjson", objects), nil},
		"an array of JSON":     {zipped(" \n[" + `{"conversation_id":"7"},{"conversation_id":"9"}` + "]"), []intercom.Attributes{{"conversation_id": "7"}, {"conversation_id": "9"}}},
		"an empty array":       {zipped("[]"), nil},
		"less than its header": {[]byte("a,b\n1\n"), []intercom.Attributes{{"a": "1"}}},
	} {
		rows, err := collect(exporting(t, tt.file).ReportingExports.Rows(t.Context(), "job1", reportOwner))
		require.NoError(t, err, name)
		if name == "lines of JSON" {
			require.Len(t, rows, 2)
			id, ok := rows[0].Values.Int("id")
			assert.True(t, ok)
			assert.Equal(t, int64(7), id)
			assert.Equal(t, "12345678901234567890", fmt.Sprint(rows[1].Values["id"]), "all digits are kept")
			assert.Equal(t, "[redacted]", fmt.Sprint(*rows[0]))
			continue
		}
		var got []intercom.Attributes
		for _, row := range rows {
			got = append(got, row.Values)
		}
		assert.Equal(t, tt.want, got, name)
	}
}

func TestReportingExportFilesThatAreBroken(t *testing.T) {
	t.Parallel()
	whole := packed("a.csv", "id\n1\n")
	for name, file := range map[string][]byte{
		"cut off":          whole[:len(whole)-6],
		"array cut off":    zipped(`[{"id":1},`),
		"array of numbers": zipped(`[1]`),
		"cut off object":   zipped(`{"id":1}{"id":`),
		"no JSON":          zipped(`{"id":1}x`),
		"bad header":       zipped("id\x00" + string(make([]byte, 253)) + " ustar" + string(make([]byte, 300))),
	} {
		_, err := collect(exporting(t, file).ReportingExports.Rows(t.Context(), "job1", reportOwner))
		_, ok := errors.AsType[*intercom.DecodeError](err)
		assert.True(t, ok, "%s: %v", name, err)
	}
	for range exporting(t, zipped(`{"id":1}{"id":`)).ReportingExports.Rows(t.Context(), "job1", reportOwner) {
		break // before what is wrong
	}
}

func TestReportingExportsRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer(intercomtest.WithLag(3 * time.Minute))
		for i := range 3 {
			fake.AddReportingRow("conversation", map[string]string{"conversation_id": fmt.Sprint(i), "conversation_started_at": fmt.Sprint(1717509998 + i)})
		}
		fake.AddReportingRow("conversation", map[string]string{"conversation_id": "late", "conversation_started_at": "1717510001"})
		s := fake.Client().ReportingExports
		me, err := fake.Client().Admins.Me(t.Context())
		require.NoError(t, err)
		owner := intercom.ReportingExportOwner{AppID: intercom.ID(me.App.IDCode), ClientID: "c-1"}
		start := time.Now()
		rows, err := collect(s.Run(t.Context(), owner, report, intercom.WithBodyField("color", "red"))) // which goes into one body
		require.NoError(t, err)
		require.Len(t, rows, 3)
		at, ok := rows[2].Values.Time("conversation_started_at")
		assert.True(t, ok)
		assert.Equal(t, int64(1717510000), at.Unix())
		assert.InDelta(t, 3*time.Minute, time.Since(start), float64(30*time.Second))

		var job *intercom.ReportingExport
		for range 5 {
			job, err = s.Create(t.Context(), report)
			require.NoError(t, err)
		}
		tried := len(fake.Requests("POST /export/reporting_data/enqueue"))
		_, err = collect(s.Run(t.Context(), owner, report))
		require.ErrorIs(t, err, intercom.ErrJobPending)
		assert.Len(t, fake.Requests("POST /export/reporting_data/enqueue"), tried+1, "it is not retried")
		rows, err = collect(s.Rows(t.Context(), job.ID, owner))
		require.NoError(t, err)
		assert.Len(t, rows, 3)
		body, err := s.Download(t.Context(), job.ID, owner)
		require.NoError(t, err)
		b, err := io.ReadAll(body)
		require.NoError(t, errors.Join(err, body.Close()))
		assert.Equal(t, "\x1f\x8b", string(b[:2]))

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err = collect(s.Run(ctx, owner, report))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Contains(t, err.Error(), "(export ", "it can be resumed")
		for range s.Run(t.Context(), owner, report) {
			break
		}
	})
}
