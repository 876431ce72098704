package intercomtest

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

func (w *workspace) dataExportRoutes() routes {
	jobs := plain(w, &w.dataExports, rules[dataExport]{read: w.dataExportJSON, none: notFound("Export job not found")})
	return routes{modern: {
		"POST /export/content/data":                   w.createDataExport,
		"GET /export/content/data/{job_identifier}":   jobs.get,
		"POST /export/cancel/{job_identifier}":        jobs.on(w.cancelDataExport),
		"GET /download/content/data/{job_identifier}": jobs.about(w.downloadDataExport),
	}}
}

// exportLife is how long the file of an export is kept.
const exportLife = 48 * time.Hour

// exportJob is a job that makes a file.
type exportJob struct {
	entry
	started  time.Time // half of the lag later
	done     time.Time
	canceled bool
	rows     []map[string]string
}

func (w *workspace) newExportJob(rows []map[string]string) exportJob {
	now := w.now()
	return exportJob{
		entry: entry{id: uuid(), createdAt: now.Unix(), updatedAt: now.Unix()}, started: now.Add(w.lag / 2), done: now.Add(w.lag), rows: rows,
	}
}

// active reports whether the job is neither done nor canceled.
func (j *exportJob) active(now time.Time) bool { return !j.canceled && now.Before(j.done) }

// expired reports whether the file is gone.
func (j *exportJob) expired(now time.Time) bool { return !now.Before(j.done.Add(exportLife)) }

// dataExport is an export of what was sent.
type dataExport struct{ exportJob }

// dataExportColumns are the columns of the file, in their order.
var dataExportColumns = []string{
	"user_id", "user_external_id", "company_id", "email", "name", "ruleset_id", "content_id", "content_type", "content_title", "ruleset_version_id",
	"receipt_id", "received_at", "series_id", "series_title", "node_id", "first_reply", "first_completion", "first_series_completion",
	"first_series_disengagement", "first_series_exit", "first_goal_success", "first_open", "first_click", "first_dismisall", "first_unsubscribe",
	"first_hard_bounce",
}

// AddExportRow adds a row to what DataExports exports, by the names of its
// columns; those that are not named are empty. Exports have it if its
// received_at, in Unix seconds, is on one of their days, or if it has none.
func (s *Server) AddExportRow(columns map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.workspace.exportRows = append(s.workspace.exportRows, maps.Clone(columns))
}

func (w *workspace) createDataExport(x *exchange) (any, error) {
	f := &fields{object: x.body}
	f.need("created_at_after", "created_at_before")
	var after, before int64
	f.moment("created_at_after", &after)
	f.moment("created_at_before", &before)
	if f.err != nil {
		return nil, f.err
	}
	if len(w.dataExports.where(func(e *dataExport) bool { return e.active(w.now()) })) > 0 {
		return nil, failure(http.StatusTooManyRequests, "rate_limit_exceeded", "Exceeded rate limit of 1 pending message data export jobs")
	}
	const day = 24 * 60 * 60
	after, before = after-after%day, before-before%day+day
	e := &dataExport{w.newExportJob(rowsBetween(w.exportRows, "received_at", after, before-1))}
	return w.dataExportJSON(x, w.dataExports.add(e.id, e)), nil
}

// rowsBetween are the rows with a time in the named column that is neither before
// the first nor after the last, and those without one.
func rowsBetween(rows []map[string]string, column string, first, last int64) []map[string]string {
	return slices.DeleteFunc(slices.Clone(rows), func(row map[string]string) bool {
		at, err := strconv.ParseInt(row[column], 10, 64)
		return err == nil && (at < first || at > last)
	})
}

func (e *dataExport) status(now time.Time) string {
	switch {
	case e.canceled:
		return "canceled"
	case now.Before(e.started):
		return "pending"
	case now.Before(e.done):
		return "in_progress"
	case len(e.rows) == 0:
		return "no_data"
	}
	return "completed"
}

func (w *workspace) dataExportJSON(x *exchange, e *dataExport) object {
	key := "job_identifier"
	if x.version == "Preview" {
		key = "job_identfier"
	}
	o := object{key: e.id, "status": e.status(w.now()), "download_url": "", "download_expires_at": ""}
	if o["status"] == "completed" {
		o["download_url"] = apiHost + "/download/content/data/" + e.id
		o["download_expires_at"] = strconv.FormatInt(e.done.Add(exportLife).Unix(), 10)
	}
	return o
}

// cancelDataExport leaves a job as it is that has ended.
func (w *workspace) cancelDataExport(_ *exchange, e *dataExport) error {
	e.canceled = e.canceled || e.active(w.now())
	return nil
}

func (w *workspace) downloadDataExport(x *exchange, e *dataExport) (any, error) {
	if e.status(w.now()) != "completed" || e.expired(w.now()) {
		return nil, notFound("Export not found")
	}
	return download(x, gzipped(csvOf(columnsOf(dataExportColumns, e.rows), e.rows)))
}

// download responds with a file, unless another kind is asked for.
func download(x *exchange, content []byte) (any, error) {
	const kind = "application/octet-stream"
	if accept := x.header.Get("Accept"); accept != "" && accept != kind {
		return nil, failure(http.StatusNotAcceptable, "media_type_not_acceptable", "The Accept header must be "+kind)
	}
	return file{kind, content}, nil
}

// columnsOf are the known columns, and those that only rows have.
func columnsOf(known []string, rows []map[string]string) []string {
	all := slices.Clone(known)
	for _, row := range rows {
		for _, column := range slices.Sorted(maps.Keys(row)) {
			if !slices.Contains(all, column) {
				all = append(all, column)
			}
		}
	}
	return all
}

func csvOf(columns []string, rows []map[string]string) []byte {
	var b bytes.Buffer
	file := csv.NewWriter(&b)
	file.Write(columns) //nolint:errcheck // a buffer takes all
	for _, row := range rows {
		file.Write(render(columns, func(column string) string { return row[column] })) //nolint:errcheck // the same
	}
	file.Flush()
	return b.Bytes()
}

func gzipped(content []byte) []byte {
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	zip.Write(content) //nolint:errcheck // a buffer takes all
	zip.Close()        //nolint:errcheck // the same
	return b.Bytes()
}
