package intercom

import (
	"context"
	"io"
	"iter"
)

// ReportingExportsService exports the data behind reports, as files: a row for
// each conversation, ticket and the like of a dataset.
//
// Run does all of it. Where a program must be able to go on after it was
// stopped, it calls Create, keeps the ID, and calls Rows with it.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/reporting-data-export
type ReportingExportsService service

// ReportingDataset is a kind of rows that can be exported.
type ReportingDataset struct {
	Object

	ID                     ID                          `json:"id,omitzero"` // such as "conversation"
	Name                   string                      `json:"name,omitzero"`
	Description            string                      `json:"description,omitzero"`
	DefaultTimeAttributeID ID                          `json:"default_time_attribute_id,omitzero"` // by which the time of a row counts
	Attributes             []ReportingDatasetAttribute `json:"attributes,omitzero"`
}

// ReportingDatasetAttribute is a column that the rows of a dataset can have.
type ReportingDatasetAttribute struct {
	ID          ID     `json:"id,omitzero"`           // several can have the same
	QualifiedID ID     `json:"qualified_id,omitzero"` // what ReportingExportCreate takes, such as "conversation.conversation_id"
	Name        string `json:"name,omitzero"`
}

// ListDatasets lists what can be exported.
func (s *ReportingExportsService) ListDatasets(ctx context.Context, opts ...Option) *Pager[*ReportingDataset] {
	return list[*ReportingDataset](ctx, s.client, op("GET /export/reporting_data/get_datasets"), opts)
}

// ReportingExport is a job that makes a file.
type ReportingExport struct {
	Object

	ID                ID                    `json:"job_identifier,omitzero" wire:"alias=job_identfier"`
	Status            ReportingExportStatus `json:"status,omitzero"`
	DownloadURL       string                `json:"download_url,omitzero"` // Download opens it
	DownloadExpiresAt Time                  `json:"download_expires_at,omitzero"`
}

// ReportingExportStatus is how far an export is. Intercom does not list the
// states; whatever is not one of these is the end of a job too.
type ReportingExportStatus string

// The states of an export.
const (
	ReportingExportStatusPending    ReportingExportStatus = "pending"
	ReportingExportStatusInProgress ReportingExportStatus = "in_progress"
	ReportingExportStatusComplete   ReportingExportStatus = "complete"
	ReportingExportStatusNoData     ReportingExportStatus = "no_data" // there is no file
	ReportingExportStatusFailed     ReportingExportStatus = "failed"
	ReportingExportStatusCanceled   ReportingExportStatus = "canceled"
)

func (e *ReportingExport) progress() (ended, failed bool) {
	ended = e.Status != ReportingExportStatusPending && e.Status != ReportingExportStatusInProgress
	return ended, e.Status == ReportingExportStatusFailed || e.Status == ReportingExportStatusCanceled
}

// Create starts an export. A workspace has five at a time: while that many are
// pending it is an ErrJobPending, which is not retried.
//
// Up to API 2.15 the dataset "conversation" has only those in which the user said
// something.
func (s *ReportingExportsService) Create(ctx context.Context, params ReportingExportCreate, opts ...Option) (*ReportingExport, error) {
	return do[*ReportingExport](ctx, s.client, params.request(), opts)
}

// ReportingExportCreate describes what is exported: see ListDatasets.
type ReportingExportCreate struct {
	private

	DatasetID    ID   `json:"dataset_id"`    // required
	AttributeIDs []ID `json:"attribute_ids"` // required; each the QualifiedID of an attribute
	Start        Time `json:"start_time"`    // required
	End          Time `json:"end_time"`      // required
}

func (p ReportingExportCreate) request() *request {
	r := op("POST /export/reporting_data/enqueue").require("DatasetID", string(p.DatasetID)).
		requireMoment("Start", p.Start).requireMoment("End", p.End)
	if len(p.AttributeIDs) == 0 {
		r.invalid("AttributeIDs", "is empty")
	}
	return r.body(p)
}

// ReportingExportOwner names whose export it is. Intercom wants it with every
// call but Create.
type ReportingExportOwner struct {
	private

	AppID    ID // required; code of the workspace: see Admin.App of Admins.Me
	ClientID ID // required, but not by Download; of the app that the token belongs to, as the Developer Hub shows it
}

func (o ReportingExportOwner) check(r *request) *request {
	return r.require("AppID", string(o.AppID)).require("ClientID", string(o.ClientID))
}

func (o ReportingExportOwner) request(r *request) *request {
	return o.check(r).query("app_id", string(o.AppID)).query("client_id", string(o.ClientID))
}

func (o ReportingExportOwner) download(r *request) *request {
	return r.require("AppID", string(o.AppID)).query("app_id", string(o.AppID))
}

// Get returns the export with the given id as it stands.
func (s *ReportingExportsService) Get(ctx context.Context, id ID, owner ReportingExportOwner, opts ...Option) (*ReportingExport, error) {
	return do[*ReportingExport](ctx, s.client, owner.request(op("GET /export/reporting_data/{job_identifier}", id)), opts)
}

// Wait waits until an export has ended, asking less and less often, and returns
// it. One that failed or was canceled comes with an ErrJobFailed. When ctx ends
// first, the export comes as it stood, with the context's error.
func (s *ReportingExportsService) Wait(ctx context.Context, id ID, owner ReportingExportOwner, opts ...Option) (*ReportingExport, error) {
	return await[*ReportingExport](ctx, s.client, owner.request(op("GET /export/reporting_data/{job_identifier}", id)), opts)
}

// Download opens the file of an export that is complete, which the caller must
// close. It is an archive of the kind .tgz, as it comes from Intercom: Rows reads
// it. The timeout covers reading: see WithTimeout for a long one.
func (s *ReportingExportsService) Download(ctx context.Context, id ID, owner ReportingExportOwner, opts ...Option) (io.ReadCloser, error) {
	return open(ctx, s.client, owner.download(op("GET /download/reporting_data/{job_identifier}", id)), opts)
}

// ReportingExportRow is a row of a dataset.
type ReportingExportRow struct {
	private

	// Values are by the columns of the file. In a file of CSV, each is a string.
	Values Attributes
}

// Rows waits until an export has ended, as Wait does, and reads the rows of its
// files while they come, with as little memory for large ones as for small ones.
// It takes CSV and JSON, by what a file begins with, in an archive or bare. An
// error is the last thing that it yields. Rows can be called again, and begins
// with the first row then.
//
// Each row is the caller's to keep. A loop that breaks closes the file. The loop
// may take its time: WithTimeout bounds each wait for the server, and not the
// whole. A file that cannot be read is a DecodeError.
func (s *ReportingExportsService) Rows(
	ctx context.Context, id ID, owner ReportingExportOwner, opts ...Option,
) iter.Seq2[*ReportingExportRow, error] {
	return func(yield func(*ReportingExportRow, error) bool) {
		job, err := s.Wait(ctx, id, owner, opts...)
		if err == nil && job.Status != ReportingExportStatusNoData {
			r := owner.download(op("GET /download/reporting_data/{job_identifier}", id))
			err = s.client.readExport(ctx, r, &reportingTable{yield: yield}, opts)
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// Run starts an export, waits until it has ended, and reads its rows as Rows
// does. After an error the export goes on: the text of the error has its id, from
// which Rows reads it. Intercom has no way to cancel one.
func (s *ReportingExportsService) Run(
	ctx context.Context, owner ReportingExportOwner, params ReportingExportCreate, opts ...Option,
) iter.Seq2[*ReportingExportRow, error] {
	return func(yield func(*ReportingExportRow, error) bool) {
		job, err := do[*ReportingExport](ctx, s.client, owner.check(params.request()), opts)
		if err != nil {
			yield(nil, err)
			return
		}
		for row, err := range s.Rows(ctx, job.ID, owner, withoutBody(opts)...) {
			if err != nil {
				err = ofJob("export", job.ID, err)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// reportingTable makes rows of the records of files.
type reportingTable struct {
	yield   func(*ReportingExportRow, error) bool
	columns []string
}

func (t *reportingTable) header(columns []string) { t.columns = columns }

func (t *reportingTable) record(values []string) (more bool) {
	row := make(Attributes, len(values))
	for i, text := range values[:min(len(values), len(t.columns))] {
		row[t.columns[i]] = text
	}
	return t.yield(&ReportingExportRow{Values: row}, nil)
}

func (t *reportingTable) object(raw string) (more bool, err error) {
	var row Attributes
	if err := row.UnmarshalJSON([]byte(raw)); err != nil {
		return false, err
	}
	return t.yield(&ReportingExportRow{Values: row}, nil), nil
}
