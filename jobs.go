package intercom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// JobsService follows what Intercom does after its response, and sends users,
// leads and events in bulk.
//
// The methods with Bulk in their name, and those that submit, are legacy, API
// 1.4. Intercom keeps them for the apps that had them; for others Batch around
// the single calls does the same.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/jobs
type JobsService service

// Job is work that Intercom does after its response, such as creating a
// ticket that was enqueued.
//
//intercom:schema jobs
type Job struct {
	Object

	ID           ID        `json:"id,omitzero"`
	URL          string    `json:"url,omitzero"` // of the job itself
	Status       JobStatus `json:"status,omitzero"`
	ResourceType string    `json:"resource_type,omitzero"` // of what the job made, such as "ticket"
	ResourceID   ID        `json:"resource_id,omitzero"`   // empty until it is made
	ResourceURL  string    `json:"resource_url,omitzero"`
}

// JobStatus is how far a job is.
type JobStatus string

// The states of a job.
const (
	JobStatusPending    JobStatus = "pending"
	JobStatusInProgress JobStatus = "in_progress"
	JobStatusSuccess    JobStatus = "success"
	JobStatusFailed     JobStatus = "failed"
)

// Get returns the job with the given id as it stands.
func (s *JobsService) Get(ctx context.Context, id ID, opts ...Option) (*Job, error) {
	return do[*Job](ctx, s.client, op("GET /jobs/status/{job_id}", id), opts)
}

// Wait waits until a job has ended, asking less and less often, and returns it.
// A job that failed comes with an ErrJobFailed. When ctx ends first, the job
// comes as it stood, with the context's error.
func (s *JobsService) Wait(ctx context.Context, id ID, opts ...Option) (*Job, error) {
	return await[*Job](ctx, s.client, op("GET /jobs/status/{job_id}", id), opts)
}

func (j *Job) progress() (ended, failed bool) {
	return j.Status != JobStatusPending && j.Status != JobStatusInProgress, j.Status == JobStatusFailed
}

// BulkJob is a job that writes many things: users, leads and events of API 1.4,
// contacts and companies of API Preview. One of API 1.4 takes more items until
// ClosingAt.
//
//intercom:schema contacts_bulk_job companies_bulk_job
type BulkJob struct {
	Object

	ID          ID           `json:"id,omitzero"`
	URL         string       `json:"url,omitzero"`    // of the job itself; only of Preview
	AppID       string       `json:"app_id,omitzero"` // code of the workspace
	Name        string       `json:"name,omitzero"`
	State       BulkJobState `json:"state,omitzero"`
	CreatedAt   Time         `json:"created_at,omitzero"`
	UpdatedAt   Time         `json:"updated_at,omitzero"`
	CompletedAt Time         `json:"completed_at,omitzero"`
	ClosingAt   Time         `json:"closing_at,omitzero"` // mostly 15 minutes after CreatedAt
	Links       BulkJobLinks `json:"links,omitzero"`
	Tasks       []BulkTask   `json:"tasks,omitzero"` // one for each call that brought items
}

// Reference names the job, for items that are added to it.
func (j *BulkJob) Reference() Reference { return Reference{ID: j.ID} }

// BulkJobLinks are the addresses of a job.
type BulkJobLinks struct {
	Self  string `json:"self,omitzero"`
	Error string `json:"error,omitzero"` // of what ListBulkFailures lists
}

// BulkTask is a part of a job: the items of one call.
type BulkTask struct {
	ID          ID           `json:"id,omitzero"`
	ItemCount   int          `json:"item_count,omitzero"`
	CreatedAt   Time         `json:"created_at,omitzero"`
	StartedAt   Time         `json:"started_at,omitzero"`
	CompletedAt Time         `json:"completed_at,omitzero"`
	State       BulkJobState `json:"state,omitzero"`
}

// BulkJobState is how far a bulk job or a part of it is.
type BulkJobState string

// The states of a bulk job.
const (
	BulkJobStatePending             BulkJobState = "pending"
	BulkJobStateRunning             BulkJobState = "running"
	BulkJobStateCompleted           BulkJobState = "completed" // there can be failures all the same
	BulkJobStateCompletedWithErrors BulkJobState = "completed_with_errors"
	BulkJobStateFailed              BulkJobState = "failed"
)

// BulkFailure is an item of a bulk job that could not be written.
type BulkFailure struct {
	Object

	ID        ID              `json:"id,omitzero"`
	Method    string          `json:"method,omitzero"`    // "post" or "delete"
	DataType  string          `json:"data_type,omitzero"` // "user", "contact" or "event"
	Data      json.RawMessage `json:"data,omitzero"`      // the item as it was sent; Decode reads it
	Error     ErrorDetail     `json:"error,omitzero"`
	UpdatedAt Time            `json:"updated_at,omitzero"`
}

// GetBulk returns the bulk job with the given id as it stands.
func (s *JobsService) GetBulk(ctx context.Context, id ID, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, legacy("GET /jobs/{id}", id), opts)
}

// WaitBulk waits until a bulk job has ended, asking less and less often, and
// returns it. A job that failed as a whole comes with an ErrJobFailed, and
// ListBulkFailures lists what failed in it. When ctx ends first, the job comes
// as it stood, with the context's error.
func (s *JobsService) WaitBulk(ctx context.Context, id ID, opts ...Option) (*BulkJob, error) {
	return await[*BulkJob](ctx, s.client, legacy("GET /jobs/{id}", id), opts)
}

func (j *BulkJob) progress() (ended, failed bool) {
	return j.State != BulkJobStatePending && j.State != BulkJobStateRunning, j.State == BulkJobStateFailed
}

// ListBulk lists the bulk jobs. That Intercom has such a list is not certain.
func (s *JobsService) ListBulk(ctx context.Context, opts ...Option) *Pager[*BulkJob] {
	return list[*BulkJob](ctx, s.client, legacy("GET /jobs").in("jobs"), opts)
}

// ListBulkFailures lists the items of a bulk job that could not be written.
func (s *JobsService) ListBulkFailures(ctx context.Context, id ID, opts ...Option) *Pager[*BulkFailure] {
	return list[*BulkFailure](ctx, s.client, legacy("GET /jobs/{id}/error", id).in("items"), opts)
}

// UpdateBulk changes a bulk job.
func (s *JobsService) UpdateBulk(ctx context.Context, id ID, params JobUpdateBulk, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, legacy("POST /jobs/{id}", id).upsert().body(params), opts)
}

// JobUpdateBulk is a change of a bulk job.
type JobUpdateBulk struct {
	private

	Name      Opt[string] `json:"name,omitzero"`
	ClosingAt Opt[Time]   `json:"closing_at,omitzero"` // until when it takes items
}

// SubmitUsers writes up to 100 users in one call. Intercom does it later: see
// WaitBulk and ListBulkFailures, or RunUsers, which does all of it.
func (s *JobsService) SubmitUsers(ctx context.Context, params BulkUsers, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, params.bulk().request(), opts)
}

// SubmitEvents records up to 100 events in one call, as SubmitUsers does users.
func (s *JobsService) SubmitEvents(ctx context.Context, params BulkEvents, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, params.bulk().request(), opts)
}

// SubmitLeads writes up to 100 leads in one call, as SubmitUsers does users.
func (s *JobsService) SubmitLeads(ctx context.Context, params BulkLeads, opts ...Option) (*BulkJob, error) {
	return do[*BulkJob](ctx, s.client, params.bulk().request(), opts)
}

// RunUsers writes any number of users: it submits them 100 at a time, to one
// job as far as possible, waits for it, and reports what failed. Nothing is
// sent if one of them is invalid. After an error the report says how far it
// came.
func (s *JobsService) RunUsers(ctx context.Context, params BulkUsers, opts ...Option) (*BulkReport, error) {
	return s.run(ctx, params.bulk(), opts)
}

// RunEvents records any number of events, as RunUsers does users.
func (s *JobsService) RunEvents(ctx context.Context, params BulkEvents, opts ...Option) (*BulkReport, error) {
	return s.run(ctx, params.bulk(), opts)
}

// RunLeads writes any number of leads, as RunUsers does users. Nothing identifies
// a lead that exists already, so that one that is created twice is two.
func (s *JobsService) RunLeads(ctx context.Context, params BulkLeads, opts ...Option) (*BulkReport, error) {
	return s.run(ctx, params.bulk(), opts)
}

// BulkUsers are users to write with one job.
type BulkUsers struct {
	private

	Create []UserCreate // to create or update
	Delete []UserRef    // to archive, after the others were written
	Job    ID           // to which they are added; empty starts a new one
}

// BulkEvents are events to record with one job.
type BulkEvents struct {
	private

	Create []EventCreate
	Job    ID // to which they are added; empty starts a new one
}

// BulkLeads are leads to write with one job.
type BulkLeads struct {
	private

	Create []LeadCreate
	Delete []LeadRef // to archive, after the others were written
	Job    ID        // to which they are added; empty starts a new one
}

// BulkReport is the result of things that were sent in bulk.
type BulkReport struct {
	private

	Submitted int            // how many were sent
	Jobs      []*BulkJob     // as they ended; several if one was closed before all were sent
	Failures  []*BulkFailure // of these jobs, also of items they had before; none of API Preview, which does not report them
}

// bulk is what is sent with a job. A mistake in an item is one in start.
type bulk struct {
	start *request
	kind  string
	job   ID
	items []bulkItem
}

type bulkItem struct {
	Method   string `json:"method"`
	DataType string `json:"data_type"`
	Data     any    `json:"data"`
}

type bulkBody struct {
	Items []bulkItem `json:"items"`
	Job   Reference  `json:"job,omitzero"`
}

func (p BulkUsers) bulk() *bulk {
	b := &bulk{start: legacy("POST /bulk/users"), kind: "user", job: p.Job}
	for i, user := range p.Create {
		b.create(i, user.request())
	}
	for i, ref := range p.Delete {
		b.remove(i, func(r *request) (key, value string) { return userKey(r, ref) })
	}
	return b
}

func (p BulkLeads) bulk() *bulk {
	b := &bulk{start: legacy("POST /bulk/contacts"), kind: "contact", job: p.Job}
	for i, lead := range p.Create {
		b.create(i, lead.request())
	}
	for i, ref := range p.Delete {
		b.remove(i, func(r *request) (key, value string) { return leadKey(r, ref) })
	}
	return b
}

func (p BulkEvents) bulk() *bulk {
	b := &bulk{start: legacy("POST /bulk/events"), kind: "event", job: p.Job}
	for i, event := range p.Create {
		b.create(i, event.request())
	}
	return b
}

// create adds what the call for a single thing would send.
func (b *bulk) create(i int, single *request) {
	b.add("post", fmt.Sprintf("Create[%d]", i), single)
}

// remove adds the thing to archive that key names.
func (b *bulk) remove(i int, key func(*request) (key, value string)) {
	single := &request{}
	name, value := key(single)
	b.add("delete", fmt.Sprintf("Delete[%d]", i), single.body(map[string]string{name: value}))
}

func (b *bulk) add(method, name string, single *request) {
	if bad, ok := errors.AsType[*ArgumentError](single.err); ok {
		b.start.invalid(name+"."+bad.Parameter, bad.Problem)
	}
	b.items = append(b.items, bulkItem{method, b.kind, single.payload})
}

// request sends everything at once.
func (b *bulk) request() *request {
	r := *b.start
	return r.bulk("Create", len(b.items)).body(bulkBody{b.items, Reference{ID: b.job}})
}

func (b *bulk) all() (n int, job Reference) { return len(b.items), Reference{ID: b.job} }

// piece sends some of the items.
func (b *bulk) piece(from, to int, job Reference) *request {
	piece := *b
	piece.items, piece.job = b.items[from:to], job.ID
	return piece.request()
}

func (s *JobsService) run(ctx context.Context, b *bulk, opts []Option) (*BulkReport, error) {
	follow := func(id ID) *request { return legacy("GET /jobs/{id}", id) }
	report, err := runBulk(ctx, s.client, b, follow, opts)
	if err != nil && !errors.Is(err, ErrJobFailed) {
		return report, err
	}
	errs, opts := []error{err}, withoutBody(opts)
	for _, job := range report.Jobs {
		failures, err := s.ListBulkFailures(ctx, job.ID, opts...).Collect()
		report.Failures = append(report.Failures, failures...)
		errs = append(errs, err)
	}
	return report, errors.Join(errs...)
}

// bulkItems are items that are sent in pieces.
type bulkItems interface {
	all() (n int, job Reference)                // how many there are, and the job they are added to
	piece(from, to int, job Reference) *request // submits some of them
}

// runBulk submits items in pieces, to one job as far as possible, and waits for
// the jobs, which follow reads. It sends nothing if one of the pieces is invalid.
func runBulk(ctx context.Context, c *Client, items bulkItems, follow func(job ID) *request, opts []Option) (*BulkReport, error) {
	report := &BulkReport{}
	n, job := items.all()
	for from := 0; from < n; from += maxBulkItems {
		if r := items.piece(from, min(from+maxBulkItems, n), job); r.err != nil {
			return report, r.err
		}
	}
	for from := 0; from < max(n, 1); from += maxBulkItems {
		to := min(from+maxBulkItems, n)
		r := items.piece(from, to, job)
		submitted, err := do[*BulkJob](ctx, c, r, opts)
		if job.ID != "" && r.foundClosed(err) {
			submitted, err = do[*BulkJob](ctx, c, items.piece(from, to, Reference{}), opts)
		}
		if err != nil {
			return report, err
		}
		report.add(submitted, to-from)
		job = submitted.Reference()
	}
	var failed error
	opts = withoutBody(opts)
	for i, job := range report.Jobs {
		ended, err := await[*BulkJob](ctx, c, follow(job.ID), opts)
		if ended != nil {
			report.Jobs[i] = ended
		}
		if err != nil && !errors.Is(err, ErrJobFailed) {
			return report, err
		}
		failed = errors.Join(failed, err)
	}
	return report, failed
}

func (r *BulkReport) add(job *BulkJob, items int) {
	r.Submitted += items
	if n := len(r.Jobs); n > 0 && r.Jobs[n-1].ID == job.ID {
		r.Jobs[n-1] = job
		return
	}
	r.Jobs = append(r.Jobs, job)
}
