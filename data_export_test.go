package intercom_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/intercomtest"
)

var exportDays = intercom.DataExportCreate{
	CreatedAfter: intercom.At(time.Unix(1734519776, 0)), CreatedBefore: intercom.At(time.Unix(1734537776, 0)),
}

const exportJob = `{"job_identifier":"al9w983lwu88w1fd","status":"completed","download_url":"","download_expires_at":""}`

func TestDataExportsRequests(t *testing.T) {
	t.Parallel()
	testRows(t, []row{
		{"create", func(ctx context.Context, c *intercom.Client) error { return got(c.DataExports.Create(ctx, exportDays)) },
			"POST /export/content/data", "2.16", `{"created_at_after":1734519776,"created_at_before":1734537776}`, exportJob},
		{"get", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataExports.Get(ctx, "al9w983lwu88w1fd"))
		},
			"GET /export/content/data/al9w983lwu88w1fd", "2.16", "", exportJob},
		{"wait", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataExports.Wait(ctx, "al9w983lwu88w1fd"))
		},
			"GET /export/content/data/al9w983lwu88w1fd", "2.16", "", exportJob},
		{"cancel", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataExports.Cancel(ctx, "al9w983lwu88w1fd"))
		},
			"POST /export/cancel/al9w983lwu88w1fd", "2.16", "", exportJob},
		{"download", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataExports.Download(ctx, "al9w983lwu88w1fd"))
		},
			"GET /download/content/data/al9w983lwu88w1fd", "2.16", "", ""},
	})
}

func TestDataExportsAreRead(t *testing.T) {
	t.Parallel()
	client, api := setup(t)
	api.on("GET", "/export/content/data/1", 200,
		`{"job_identfier":"orzzsbd7hk67xyu","status":"in_progress","download_expires_at":"1674917488","download_url":"https://api.intercom.test/d"}`,
		`{"job_identifier":"orzzsbd7hk67xyu","status":"pending","download_expires_at":"","download_url":""}`)
	for i, status := range []intercom.DataExportStatus{intercom.DataExportStatusInProgress, intercom.DataExportStatusPending} {
		job, err := client.DataExports.Get(t.Context(), "1")
		require.NoError(t, err)
		require.NoError(t, job.Mismatch())
		assert.Empty(t, job.Extra())
		assert.Equal(t, intercom.ID("orzzsbd7hk67xyu"), job.ID)
		assert.Equal(t, status, job.Status)
		assert.Equal(t, i == 1, job.DownloadExpiresAt.IsZero())
	}
}

func TestDataExportsRefuseBadArguments(t *testing.T) {
	t.Parallel()
	rows := func(all iter.Seq2[*intercom.DataExportRow, error]) error { return got(collect(all)) }
	testRefusals(t, []refusal{
		{"CreatedAfter", func(ctx context.Context, c *intercom.Client) error {
			return got(c.DataExports.Create(ctx, intercom.DataExportCreate{CreatedBefore: exportDays.CreatedBefore}))
		}},
		{"CreatedBefore", func(ctx context.Context, c *intercom.Client) error {
			return rows(c.DataExports.Run(ctx, intercom.DataExportCreate{CreatedAfter: exportDays.CreatedAfter}))
		}},
		{"job_identifier", func(ctx context.Context, c *intercom.Client) error { return got(c.DataExports.Get(ctx, "")) }},
		{"job_identifier", func(ctx context.Context, c *intercom.Client) error { return got(c.DataExports.Wait(ctx, "")) }},
		{"job_identifier", func(ctx context.Context, c *intercom.Client) error { return got(c.DataExports.Cancel(ctx, "")) }},
		{"job_identifier", func(ctx context.Context, c *intercom.Client) error { return got(c.DataExports.Download(ctx, "")) }},
		{"job_identifier", func(ctx context.Context, c *intercom.Client) error { return rows(c.DataExports.Rows(ctx, "")) }},
	})
}

// collect reads a sequence up to its error.
func collect[T any](rows iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for row, err := range rows {
		if err != nil {
			return all, err
		}
		all = append(all, row)
	}
	return all, nil
}

func zipped(text string) []byte {
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	_, _ = zip.Write([]byte(text))
	_ = zip.Close()
	return b.Bytes()
}

// exporting is a client of an Intercom whose export has the given file.
func exporting(t *testing.T, file []byte, header ...string) *intercom.Client {
	t.Helper()
	return over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
		if strings.Contains(req.URL.Path, "/download/") {
			return reply(200, string(file), append([]string{"Content-Type", "application/octet-stream"}, header...)...), nil
		}
		return reply(200, exportJob), nil
	}))
}

func TestDataExportRowsAreRead(t *testing.T) {
	t.Parallel()
	const text = "\ufeffuser_id,user_external_id,company_id,email,name,received_at,first_open,first_dismisall,first_click,series_id,shade\r\n" +
		"u1,7,-1,a@example.com,\"Holt, \"\"Mira\"\"\nof the quay\",1734519800,2024-12-18 11:00:00 UTC,,never,12,teal\r\n" +
		"\r\n" +
		"-1,-1,c1,,,,,,,-1\r\n" +
		"u3,,,,,,,,,,,more,and more\r\n"
	for name, file := range map[string][]byte{"zipped": zipped(text), "as it is": []byte(text), "in two parts": append(zipped(text[:100]), zipped(text[100:])...)} {
		rows, err := collect(exporting(t, file).DataExports.Rows(t.Context(), "1"))
		require.NoError(t, err, name)
		require.Len(t, rows, 3, name)
		first, second := rows[0], rows[1]
		assert.Equal(t, intercom.ID("u1"), first.UserID)
		assert.Equal(t, []string{"7", "a@example.com", "Holt, \"Mira\"\nof the quay"}, []string{first.UserExternalID, first.Email, first.Name})
		assert.Equal(t, []intercom.ID{"", "12"}, []intercom.ID{first.CompanyID, first.SeriesID})
		assert.Equal(t, time.Unix(1734519800, 0).UTC(), first.ReceivedAt.Time)
		assert.Equal(t, 11, first.FirstOpen.Hour())
		assert.True(t, first.FirstDismissal.IsZero())
		assert.Equal(t, map[string]string{"shade": "teal", "first_click": "never"}, first.Extra)
		assert.Equal(t, []intercom.ID{"", "c1", ""}, []intercom.ID{second.UserID, second.CompanyID, second.SeriesID})
		assert.Equal(t, "-1", second.UserExternalID)
		assert.Nil(t, second.Extra)
		assert.Equal(t, "[redacted]", fmt.Sprintf("%+v", *first))
	}
	rows, err := collect(exporting(t, zipped("user_id\n")).DataExports.Rows(t.Context(), "1"))
	require.NoError(t, err)
	assert.Empty(t, rows)
}

// What cannot be read is an error after the rows before it.
func TestDataExportFilesThatAreBroken(t *testing.T) {
	t.Parallel()
	text := "user_id,email\n" + strings.Repeat("u1,a@example.com\n", 50) // more than is looked at before
	whole := zipped(text)
	spoiled := bytes.Clone(whole)
	spoiled[len(spoiled)-5] ^= 1
	for name, tt := range map[string]struct {
		file []byte
		rows int
		want string
	}{
		"cut off":         {whole[:len(whole)-4], 50, "unexpected EOF"},
		"wrong checksum":  {spoiled, 50, "checksum"},
		"a quote too few": {zipped(text + "u2,\"b@example.com\n"), 50, "line 52"},
		"no gzip":         {[]byte("\x1f\x8bxxxxxxxxxxxx"), 0, "gzip"},
		"ZIP":             {[]byte("PK\x03\x04xxxxxxxxxxxx"), 0, "ZIP"},
		"JSON":            {zipped(`{"user_id":"u1"}`), 0, "want CSV"},
		"endless row":     {zipped("user_id\nu1\n\"" + strings.Repeat("x", 17<<20)), 1, "more than 16 MiB"},
	} {
		rows, err := collect(exporting(t, tt.file).DataExports.Rows(t.Context(), "1"))
		broken, ok := errors.AsType[*intercom.DecodeError](err)
		require.True(t, ok, "%s: %v", name, err)
		assert.Equal(t, "GET /download/content/data/{job_identifier}", broken.Operation)
		assert.Contains(t, err.Error(), tt.want, name)
		assert.NotContains(t, err.Error(), "example.com")
		assert.Len(t, rows, tt.rows, name)
	}
	client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
		res := reply(200, exportJob)
		if strings.Contains(req.URL.Path, "/download/") {
			res.Body, res.ContentLength = cutBody(string(whole[:30])), -1
		}
		return res, nil
	}))
	_, err := collect(client.DataExports.Rows(t.Context(), "1"))
	require.ErrorIs(t, err, intercom.ErrConnection, "it is lost on the way")
}

// Without this header net/http would ask for a compressed response by itself,
// and unpack it.
func TestDownloadsComeAsTheyAre(t *testing.T) {
	t.Parallel()
	file := zipped("user_id\nu1\n")
	var asked []string
	client, _ := loopback(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Header.Get("Accept")+" "+r.Header.Get("Accept-Encoding"))
		if r.URL.Path == "/download/content/data/2" {
			http.Redirect(w, r, "/files/2", http.StatusFound)
			return
		}
		w.Header().Set("Content-Encoding", "gzip") // as some storage does
		_, _ = w.Write(file)
	})
	for _, id := range []intercom.ID{"1", "2"} {
		body, err := client.DataExports.Download(t.Context(), id)
		require.NoError(t, err)
		b, err := io.ReadAll(body)
		require.NoError(t, errors.Join(err, body.Close()))
		assert.Equal(t, file, b)
	}
	assert.Equal(t, slicesRepeat("application/octet-stream identity", 3), asked)
}

func slicesRepeat(text string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = text
	}
	return all
}

func TestDataExportsRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer(intercomtest.WithLag(5 * time.Minute))
		for i := range 3 {
			fake.AddExportRow(map[string]string{"user_id": fmt.Sprint(i), "received_at": "1734519800"})
		}
		s := fake.Client().DataExports
		start := time.Now()
		rows, err := collect(s.Run(t.Context(), exportDays, intercom.WithBodyField("color", "red"))) // which goes into one body
		require.NoError(t, err)
		require.Len(t, rows, 3)
		assert.Equal(t, intercom.ID("2"), rows[2].UserID)
		assert.InDelta(t, 5*time.Minute, time.Since(start), float64(30*time.Second))
		assert.Empty(t, fake.Requests("POST /export/cancel/{job_identifier}"))

		rows, err = collect(s.Run(t.Context(), intercom.DataExportCreate{CreatedAfter: intercom.At(time.Unix(1, 0)), CreatedBefore: intercom.At(time.Unix(1, 0))}))
		require.NoError(t, err)
		assert.Empty(t, rows, "no data is no error")
		assert.Len(t, fake.Requests("GET /download/content/data/{job_identifier}"), 1)

		job, err := s.Create(t.Context(), exportDays)
		require.NoError(t, err)
		tried := len(fake.Requests("POST /export/content/data"))
		_, err = collect(s.Run(t.Context(), exportDays))
		require.ErrorIs(t, err, intercom.ErrJobPending)
		assert.Len(t, fake.Requests("POST /export/content/data"), tried+1, "it is not retried")

		for range 2 { // as often as one likes
			rows, err = collect(s.Rows(t.Context(), job.ID))
			require.NoError(t, err)
			assert.Len(t, rows, 3)
		}
		_, err = s.Cancel(t.Context(), job.ID)
		require.NoError(t, err, "it has ended")
		_, err = collect(s.Rows(t.Context(), "none"))
		require.ErrorIs(t, err, intercom.ErrNotFound)
	})
}

// A job must not be in the way of the next one after its run was given up.
func TestDataExportsRunCancelsItsJob(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := intercomtest.NewServer(intercomtest.WithLag(5 * time.Minute))
		s := fake.Client().DataExports
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		_, err := collect(s.Run(ctx, exportDays, intercom.WithBodyField("color", "red")))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, time.Minute, time.Since(start))
		canceled := fake.Requests("POST /export/cancel/{job_identifier}")
		require.Len(t, canceled, 1)
		assert.Empty(t, canceled[0].Body)

		job, err := s.Create(t.Context(), exportDays)
		require.NoError(t, err, "there is room")
		ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err = collect(s.Rows(ctx, job.ID))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Len(t, fake.Requests("POST /export/cancel/{job_identifier}"), 1, "the job of another one is let alone")
		_, err = s.Cancel(t.Context(), job.ID)
		require.NoError(t, err)
		_, err = collect(s.Rows(t.Context(), job.ID))
		require.ErrorIs(t, err, intercom.ErrJobFailed)

		fake.Fail("POST /export/cancel/{job_identifier}", intercomtest.HTML(502), intercomtest.HTML(502), intercomtest.HTML(502))
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		_, err = collect(s.Run(ctx, exportDays))
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, intercom.ErrServer, "why it was not canceled")
		assert.Contains(t, err.Error(), "not canceled")

		stuck := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			if req.Method == http.MethodPost && strings.Contains(req.URL.Path, "/cancel/") {
				return hangs(req)
			}
			return reply(200, strings.Replace(exportJob, "completed", "pending", 1)), nil
		}))
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		start = time.Now()
		_, err = collect(stuck.DataExports.Run(ctx, exportDays))
		require.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, time.Minute+5*time.Second, time.Since(start), "that too has an end")
		assert.Contains(t, err.Error(), "(export al9w983lwu88w1fd)")
	})
}

// counted counts the bodies that were opened and not closed.
type counted struct {
	io.Reader
	open *atomic.Int64
}

func (c *counted) Close() error { c.open.Add(-1); return nil }

func TestDataExportsEndEarly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // which also finds goroutines that stay
		var open atomic.Int64
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			if !strings.Contains(req.URL.Path, "/download/") {
				return reply(200, exportJob), nil
			}
			open.Add(1)
			res := reply(200, "")
			res.Body = &counted{strings.NewReader("user_id\n" + strings.Repeat("u1\n", 100_000)), &open}
			return res, nil
		}))
		for range client.DataExports.Run(t.Context(), exportDays) {
			break
		}
		assert.Zero(t, open.Load(), "broken off")
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n := 0
		var last error
		for _, err := range client.DataExports.Run(ctx, exportDays) {
			if n++; n == 10 {
				cancel()
			}
			last = err
		}
		require.ErrorIs(t, last, context.Canceled)
		assert.Equal(t, 11, n, "what is in the buffer does not come any more")
		assert.Zero(t, open.Load())
		assert.PanicsWithValue(t, "x", func() {
			for range client.DataExports.Rows(t.Context(), "1") {
				panic("x")
			}
		})
		assert.Zero(t, open.Load())
	})
}

// drip gives its text a byte at a time, each after a while.
type drip struct {
	ctx   context.Context
	text  string
	after time.Duration
}

func (d *drip) Read(p []byte) (int, error) {
	select {
	case <-d.ctx.Done():
		return 0, context.Cause(d.ctx)
	case <-time.After(d.after):
	}
	if d.text == "" {
		return 0, io.EOF
	}
	n := copy(p[:min(1, len(p))], d.text)
	d.text = d.text[n:]
	return n, nil
}

func (d *drip) Close() error { return nil }

// The timeout is for a server that stands still, not for a long file or a slow
// reader.
func TestDataExportsTakeTheirTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		after := 30 * time.Second
		client := over(t, roundTrip(func(req *http.Request) (*http.Response, error) {
			res := reply(200, exportJob)
			if strings.Contains(req.URL.Path, "/download/") {
				res = reply(200, "", "Content-Type", "application/octet-stream")
				res.Body = &drip{req.Context(), "user_id\nu1\nu2\n", after}
			}
			return res, nil
		}))
		n := 0
		for _, err := range client.DataExports.Rows(t.Context(), "1") {
			require.NoError(t, err)
			n++
			time.Sleep(time.Hour)
		}
		assert.Equal(t, 2, n)

		after = 2 * time.Minute
		start := time.Now()
		_, err := collect(client.DataExports.Rows(t.Context(), "1"))
		require.ErrorIs(t, err, intercom.ErrTimeout)
		assert.Contains(t, err.Error(), "WithTimeout 1m0s")
		assert.Equal(t, time.Minute, time.Since(start))
		body, err := client.DataExports.Download(t.Context(), "1")
		require.NoError(t, err)
		_, err = io.ReadAll(body)
		require.ErrorIs(t, err, intercom.ErrTimeout)
		require.NoError(t, body.Close())
	})
}
