package intercomtest

import (
	"archive/tar"
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (w *workspace) reportingExportRoutes() routes {
	w.newReportingDataset("conversation")
	return routes{modern: {
		"GET /export/reporting_data/get_datasets":       w.listReportingDatasets,
		"POST /export/reporting_data/enqueue":           w.createReportingExport,
		"GET /export/reporting_data/{job_identifier}":   w.getReportingExport,
		"GET /download/reporting_data/{job_identifier}": w.downloadReportingExport,
	}}
}

// maxReportingExports is how many jobs can be pending.
const maxReportingExports = 5

// reportingDataset is a kind of rows that can be exported.
type reportingDataset struct {
	id         string
	attributes []string
	rows       []map[string]string
}

// timeColumn is by which the time of a row counts.
func (d *reportingDataset) timeColumn() string { return d.id + "_started_at" }

// attribute finds one by either of its ids.
func (d *reportingDataset) attribute(id string) (string, bool) {
	name := strings.TrimPrefix(id, d.id+".")
	return name, slices.Contains(d.attributes, name)
}

// newReportingDataset adds a dataset, which has these two attributes at least.
func (w *workspace) newReportingDataset(id string) *reportingDataset {
	return w.datasets.add(id, &reportingDataset{id: id, attributes: []string{id + "_id", id + "_started_at"}})
}

// AddReportingRow adds a row to what ReportingExports exports. The dataset, such
// as "conversation", and its attributes come into being with their first row. The
// values are by the ids of attributes. Exports have the row if its time, such as
// conversation_started_at in Unix seconds, is one of theirs, or if it has none.
func (s *Server) AddReportingRow(dataset string, values map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok := s.workspace.datasets.get(dataset)
	if !ok {
		d = s.workspace.newReportingDataset(dataset)
	}
	d.rows = append(d.rows, maps.Clone(values))
	d.attributes = columnsOf(d.attributes, d.rows)
}

func (w *workspace) listReportingDatasets(x *exchange) (any, error) {
	return listed(x, listing{}, slices.Collect(w.datasets.all()), nil, func(d *reportingDataset) object {
		return object{
			"id": d.id, "name": caption(d.id), "description": caption(d.id) + "-level details", "default_time_attribute_id": d.timeColumn(),
			"attributes": render(d.attributes, func(id string) object {
				return object{"id": id, "qualified_id": d.id + "." + id, "name": caption(id)}
			}),
		}
	})
}

// caption is what people see of an id: "Conversation started at".
func caption(id string) string {
	text := strings.ReplaceAll(id, "_", " ")
	return strings.ToUpper(text[:1]) + text[1:]
}

// reportingExport is an export of a dataset.
type reportingExport struct {
	exportJob
	dataset string
	columns []string
}

func (w *workspace) createReportingExport(x *exchange) (any, error) {
	d, ok := w.datasets.get(x.body.text("dataset_id"))
	ids, isList := x.body["attribute_ids"].([]any)
	f := &fields{object: x.body}
	var start, end int64
	f.moment("start_time", &start)
	f.moment("end_time", &end)
	switch {
	case f.err != nil:
		return nil, f.err
	case x.body.text("dataset_id") == "":
		return nil, failure(http.StatusBadRequest, "bad_request", "'dataset_id' is a required parameter")
	case !ok:
		return nil, failure(http.StatusBadRequest, "bad_request", "%s is not a valid dataset_id", x.body.text("dataset_id"))
	case !isList:
		return nil, failure(http.StatusBadRequest, "bad_request", "'attribute_ids' is a required parameter")
	case len(ids) == 0:
		return nil, failure(http.StatusBadRequest, "bad_request", "attribute_ids must contain at least one attribute_id")
	}
	e := &reportingExport{dataset: d.id}
	for _, id := range ids {
		id, _ := id.(string)
		name, ok := d.attribute(id)
		if !ok {
			return nil, failure(http.StatusBadRequest, "bad_request", "attribute_ids invalid for %s dataset: %s", d.id, id)
		}
		e.columns = append(e.columns, name)
	}
	if len(w.reportingExports.where(func(e *reportingExport) bool { return e.active(w.now()) })) >= maxReportingExports {
		return nil, failure(http.StatusTooManyRequests, "rate_limit_exceeded",
			"Exceeded rate limit of %d pending reporting dataset export jobs", maxReportingExports)
	}
	e.exportJob = w.newExportJob(rowsBetween(d.rows, d.timeColumn(), start, end))
	return w.reportingExportJSON(w.reportingExports.add(e.id, e)), nil
}

func (w *workspace) reportingExportJSON(e *reportingExport) object {
	o := object{"job_identifier": e.id, "status": "pending", "download_url": "", "download_expires_at": ""}
	if !e.active(w.now()) {
		o["status"] = "complete"
		o["download_url"] = apiHost + "/download/reporting_data/" + e.id + "?app_id=" + workspaceID
		o["download_expires_at"] = strconv.FormatInt(e.done.Add(exportLife).Unix(), 10)
	}
	return o
}

// reportingExport finds the job of the path, for those who know the workspace.
func (w *workspace) reportingExport(x *exchange) (*reportingExport, error) {
	id := x.param("job_identifier")
	e, ok := w.reportingExports.get(id)
	if !ok || x.query.Get("app_id") != workspaceID {
		return nil, notFound("Export job not found for identifier: " + id)
	}
	return e, nil
}

func (w *workspace) getReportingExport(x *exchange) (any, error) {
	e, err := w.reportingExport(x)
	if err != nil {
		return nil, err
	}
	return w.reportingExportJSON(e), nil
}

func (w *workspace) downloadReportingExport(x *exchange) (any, error) {
	e, err := w.reportingExport(x)
	if err != nil {
		return nil, err
	}
	if e.active(w.now()) || e.expired(w.now()) {
		return nil, notFound("Export job not found for identifier: " + e.id)
	}
	return download(x, gzipped(tarOf(e.dataset+".csv", csvOf(e.columns, e.rows), e.done)))
}

// tarOf is an archive with one file.
func tarOf(name string, content []byte, at time.Time) []byte {
	var b bytes.Buffer
	archive := tar.NewWriter(&b)
	archive.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content)), ModTime: at}) //nolint:errcheck // a buffer takes all
	archive.Write(content)                                                                            //nolint:errcheck // the same
	archive.Close()                                                                                   //nolint:errcheck // the same
	return b.Bytes()
}
