package intercom

import (
	"context"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/go-intercom/intercom/internal/wire"
)

// DataExportsService exports what was sent to people, and what they did with it,
// as files: a row for each delivery of an e-mail, post, tour and the like. It
// does not export conversations.
//
// Run does all of it. Where a program must be able to go on after it was
// stopped, it is
//
//	job, err := client.DataExports.Create(ctx, params) // keep job.ID
//	for row, err := range client.DataExports.Rows(ctx, job.ID) { ... }
//
// as Rows can be called again, from another process too.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-export
type DataExportsService service

// DataExport is a job that makes a file.
//
//intercom:schema data_export
type DataExport struct {
	Object

	ID                ID               `json:"job_identifier,omitzero" wire:"alias=job_identfier"`
	Status            DataExportStatus `json:"status,omitzero"`
	DownloadURL       string           `json:"download_url,omitzero"`        // empty until the file is there; Download opens it
	DownloadExpiresAt Time             `json:"download_expires_at,omitzero"` // two days after the job was completed
}

// DataExportStatus is how far an export is.
type DataExportStatus string

// The states of an export.
const (
	DataExportStatusPending    DataExportStatus = "pending"
	DataExportStatusInProgress DataExportStatus = "in_progress"
	DataExportStatusCompleted  DataExportStatus = "completed"
	DataExportStatusNoData     DataExportStatus = "no_data" // nothing was sent in that time; there is no file
	DataExportStatusFailed     DataExportStatus = "failed"
	DataExportStatusCanceled   DataExportStatus = "canceled"
)

func (e *DataExport) progress() (ended, failed bool) {
	ended = e.Status != DataExportStatusPending && e.Status != DataExportStatusInProgress
	return ended, e.Status == DataExportStatusFailed || e.Status == DataExportStatusCanceled
}

// Create starts an export. A workspace has one at a time: while another one is
// active it is an ErrJobPending, which is not retried.
func (s *DataExportsService) Create(ctx context.Context, params DataExportCreate, opts ...Option) (*DataExport, error) {
	return do[*DataExport](ctx, s.client, params.request(), opts)
}

// DataExportCreate is the time of which an export has what was sent in it. What
// was sent before and opened then is not part of it.
//
//intercom:schema create_data_exports_request
type DataExportCreate struct {
	private

	CreatedAfter  Time `json:"created_at_after"`  // required; all of the day counts
	CreatedBefore Time `json:"created_at_before"` // required; all of the day counts
}

func (p DataExportCreate) request() *request {
	return op("POST /export/content/data").
		requireMoment("CreatedAfter", p.CreatedAfter).requireMoment("CreatedBefore", p.CreatedBefore).body(p)
}

// Get returns the export with the given id as it stands.
func (s *DataExportsService) Get(ctx context.Context, id ID, opts ...Option) (*DataExport, error) {
	return do[*DataExport](ctx, s.client, op("GET /export/content/data/{job_identifier}", id), opts)
}

// Wait waits until an export has ended, asking less and less often, and returns
// it. One that failed or was canceled comes with an ErrJobFailed. When ctx ends
// first, the export comes as it stood, with the context's error.
func (s *DataExportsService) Wait(ctx context.Context, id ID, opts ...Option) (*DataExport, error) {
	return await[*DataExport](ctx, s.client, op("GET /export/content/data/{job_identifier}", id), opts)
}

// Cancel stops an export, and returns it.
func (s *DataExportsService) Cancel(ctx context.Context, id ID, opts ...Option) (*DataExport, error) {
	return do[*DataExport](ctx, s.client, op("POST /export/cancel/{job_identifier}", id).upsert(), opts)
}

// Download opens the file of an export that is completed, which the caller must
// close. It is CSV, compressed by gzip, as it comes from Intercom: Rows reads it.
// The timeout covers reading: see WithTimeout for a long one.
func (s *DataExportsService) Download(ctx context.Context, id ID, opts ...Option) (io.ReadCloser, error) {
	return open(ctx, s.client, op("GET /download/content/data/{job_identifier}", id), opts)
}

// DataExportRow is one thing that was sent to one person. The times of what the
// person did are zero if it was not done within the time of the export.
//
//intercom:schema data_export_csv
type DataExportRow struct {
	private

	UserID                   ID     `json:"user_id,omitzero"`
	UserExternalID           string `json:"user_external_id,omitzero"` // yours
	CompanyID                ID     `json:"company_id,omitzero"`       // empty, where Intercom sends -1
	Email                    string `json:"email,omitzero"`
	Name                     string `json:"name,omitzero"`
	RulesetID                ID     `json:"ruleset_id,omitzero"` // of the message
	ContentID                ID     `json:"content_id,omitzero"` // of what was received; the versions of an A/B test differ
	ContentType              string `json:"content_type,omitzero"`
	ContentTitle             string `json:"content_title,omitzero"`
	RulesetVersionID         ID     `json:"ruleset_version_id,omitzero"` // the message as it was then
	ReceiptID                ID     `json:"receipt_id,omitzero"`         // of the delivery
	ReceivedAt               Time   `json:"received_at,omitzero"`
	SeriesID                 ID     `json:"series_id,omitzero"` // empty, where Intercom sends -1
	SeriesTitle              string `json:"series_title,omitzero"`
	NodeID                   ID     `json:"node_id,omitzero"` // of the block in the series
	FirstReply               Time   `json:"first_reply,omitzero"`
	FirstCompletion          Time   `json:"first_completion,omitzero"`
	FirstSeriesCompletion    Time   `json:"first_series_completion,omitzero"`
	FirstSeriesDisengagement Time   `json:"first_series_disengagement,omitzero"`
	FirstSeriesExit          Time   `json:"first_series_exit,omitzero"`
	FirstGoalSuccess         Time   `json:"first_goal_success,omitzero"`
	FirstOpen                Time   `json:"first_open,omitzero"`
	FirstClick               Time   `json:"first_click,omitzero"`
	FirstDismissal           Time   `json:"first_dismisall,omitzero"` // Intercom's spelling
	FirstUnsubscribe         Time   `json:"first_unsubscribe,omitzero"`
	FirstHardBounce          Time   `json:"first_hard_bounce,omitzero"`

	// Extra has the columns that this package has no field for, and those whose
	// text is not of the type of their field.
	Extra map[string]string `json:"-"`
}

// Rows waits until an export has ended, as Wait does, and reads the rows of its
// file while it comes, with as little memory for a large one as for a small one.
// An error is the last thing that it yields; an export without data has no rows.
// Rows can be called again, for two days, and begins with the first row then.
//
// Each row is the caller's to keep. A loop that breaks closes the file. The loop
// may take its time: WithTimeout bounds each wait for the server, and not the
// whole. A file that cannot be read is a DecodeError.
func (s *DataExportsService) Rows(ctx context.Context, id ID, opts ...Option) iter.Seq2[*DataExportRow, error] {
	return func(yield func(*DataExportRow, error) bool) {
		job, err := s.Wait(ctx, id, opts...)
		if err == nil {
			err = s.read(ctx, job, yield, opts)
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// Run starts an export, waits until it has ended, and reads its rows as Rows
// does. When ctx ends before the export does, it is canceled, so that another one
// can be started. After any other error the export goes on: the text of the error
// has its id, from which Rows reads it.
func (s *DataExportsService) Run(ctx context.Context, params DataExportCreate, opts ...Option) iter.Seq2[*DataExportRow, error] {
	return func(yield func(*DataExportRow, error) bool) {
		job, err := s.Create(ctx, params, opts...)
		if err != nil {
			yield(nil, err)
			return
		}
		id, others := job.ID, withoutBody(opts)
		if job, err = s.Wait(ctx, id, others...); err == nil {
			err = s.read(ctx, job, yield, others)
		} else if ctx.Err() != nil {
			err = s.abandon(ctx, id, err, others)
		}
		if err != nil {
			yield(nil, ofJob("export", id, err))
		}
	}
}

// patience is how long canceling a job may take after the context has ended.
const patience = 5 * time.Second

// abandon cancels an export whose context has ended.
func (s *DataExportsService) abandon(ctx context.Context, id ID, cause error, opts []Option) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if _, err := s.Cancel(ctx, id, opts...); err != nil {
		return fmt.Errorf("%w; and it was not canceled: %w", cause, err)
	}
	return cause
}

// read reads the rows of an export that has ended.
func (s *DataExportsService) read(ctx context.Context, job *DataExport, yield func(*DataExportRow, error) bool, opts []Option) error {
	if job.Status == DataExportStatusNoData {
		return nil
	}
	return s.client.readExport(ctx, op("GET /download/content/data/{job_identifier}", job.ID), &dataExportTable{yield: yield}, opts)
}

// dataExportTable makes rows of the records of a file.
type dataExportTable struct {
	yield   func(*DataExportRow, error) bool
	columns []string
	fields  []int // of DataExportRow by column; -1 for none
}

func (t *dataExportTable) header(columns []string) {
	t.columns, t.fields = columns, make([]int, len(columns))
	for i, column := range columns {
		t.fields[i] = -1
		if field, ok := dataExportFields()[column]; ok {
			t.fields[i] = field
		}
	}
}

func (t *dataExportTable) record(values []string) (more bool) {
	row := &DataExportRow{}
	fields := reflect.ValueOf(row).Elem()
	for i, text := range values[:min(len(values), len(t.columns))] {
		if t.fields[i] >= 0 && setColumn(fields.Field(t.fields[i]), text) {
			continue
		}
		if row.Extra == nil {
			row.Extra = map[string]string{}
		}
		row.Extra[t.columns[i]] = text
	}
	return t.yield(row, nil)
}

func (t *dataExportTable) object(string) (more bool, err error) { return false, errNoCSV }

// dataExportFields has the fields of DataExportRow by the names of the columns.
var dataExportFields = sync.OnceValue(func() map[string]int {
	all := map[string]int{}
	for row, i := reflect.TypeFor[DataExportRow](), 0; i < row.NumField(); i++ {
		name, _, _ := strings.Cut(row.Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" {
			all[name] = i
		}
	}
	return all
})

// setColumn reads the text of a column into a field.
func setColumn(field reflect.Value, text string) bool {
	switch to := field.Addr().Interface().(type) {
	case *string:
		*to = text
	case *ID:
		if text != "-1" {
			*to = ID(text)
		}
	case *Time:
		return to.read(wire.Value{Kind: wire.String, Text: text})
	}
	return true
}
